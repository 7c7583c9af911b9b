"""The published numbers that are shipped are those of the collection from which they were taken, in our own layout."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from polemos.errors import BadInput
from polemos.experiments.validation.published import numbers, table

SHARED = Path(__file__).resolve().parents[3] / "shared" / "validation"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/validation, not part of the project")


def original(name: str) -> Any:
    return yaml.safe_load((SHARED / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_file_says_where_its_numbers_are_from() -> None:
    folder = Path(__file__).resolve().parents[2] / "src" / "polemos" / "published"
    files = sorted(folder.glob("*.yaml"))
    assert len(files) >= 9
    assert [file.name for file in files if "source:" not in file.read_text(encoding="utf-8")] == []
    credits = (folder / "CREDITS.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("*.csv") if f"`{file.name}`" not in credits] == []


def test_a_file_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(BadInput, match=r'did you mean "ktab.yaml"'):
        numbers("ktabs")
    with pytest.raises(BadInput, match=r"there are ardennes.csv, attrition_exponents.yaml"):
        table("zzz")


def test_sizes_of_what_is_shipped() -> None:
    assert len(table("gahuku_gama")) == 58
    assert Counter(row["sign"] for row in table("gahuku_gama")) == {"1": 29, "-1": 29}
    assert len(numbers("severity")["exponents"]) == numbers("severity")["conflicts"] == 273
    assert len(table("ardennes")) == 32
    assert {name: len(case["actors"]) for name, case in numbers("ktab").items()} == {
        "dummyData_3Dim": 7,
        "SOE-Pol-Comp": 13,
    }


@needs_shared
def test_elections() -> None:
    for name, case in original("ktab_smp_reference.yaml")["cases"].items():
        ours = numbers("ktab")[name]["actors"]
        assert list(ours) == case["actors"]
        for ours_key, theirs in (
            ("capability", "capability"), ("position", "position"), ("salience", "salience"),
            ("risk", "risk_attitude_turn0"), ("first", "win_prob_turn0"), ("last", "win_prob_final_turn"),
        ):  # fmt: skip
            assert [actor[ours_key] for actor in ours.values()] == case[theirs]
        assert list(numbers("ktab")[name]["rules"].values()) == list(case["options"].values())
    theirs = original("bdm_emission_standards.yaml")
    ours = numbers("emission_standards")
    for name, values in theirs["stakeholders"].items():
        assert list(ours["stakeholders"][name].values()) == values
    assert ours["trace"] == {key: theirs["scholz_replication_trace"][key] for key in ("median", "mean")}
    assert ours["weighted_mean"] == theirs["exact"]["weighted_mean_round0"]


@needs_shared
def test_networks_and_landscape() -> None:
    assert table("gahuku_gama") == rows("gahuku_gama_edges.csv")
    theirs, ours = original("axelrod_bennett_1993.yaml"), numbers("landscape_1938")
    data = theirs["reimplementation_dataset_1938"]
    assert {name: nation["capability"] for name, nation in ours["nations"].items()} == data["cinc_1938"]
    for kind in ("religion", "government"):
        found = {name: nation[kind] for name, nation in ours["nations"].items()}
        assert found == {name: group for group, names in data[kind].items() for name in names}
    assert ours["conflicts"] == data["history_of_conflict_pairs"]
    for mine, side in (("one", "side_A"), ("other", "side_B")):
        assert ours["prediction"][mine] == theirs["published_prediction"][side]
        assert ours["alignment"][mine] == theirs["actual_alignment"][side]
        assert ours["minimum"][mine] == data["exact_minimum_here"][side]
    assert ours["minimum"]["energy_spin_form"] == data["exact_minimum_here"]["energy_spin_form"]
    assert ours["minimum"]["energy_same_side_as_coded"] == data["exact_minimum_as_coded"]["energy_same_side_sum"]


@needs_shared
def test_power() -> None:
    for ours, theirs in zip(
        numbers("voting_weights").values(), original("cooperative_games.yaml")["weighted_voting"], strict=True
    ):
        for mine, key in (
            ("quota", "quota"), ("weights", "weights"), ("shapley", "shapley"), ("swings", "banzhaf_swings"),
            ("normalised", "banzhaf_normalised"), ("absolute", "banzhaf_absolute"),
        ):  # fmt: skip
            assert ours[mine] == theirs[key]
    games = original("cooperative_games.yaml")["tu_games"]
    assert numbers("bargaining")["glove"]["shapley"] == games[0]["shapley"]
    assert numbers("bargaining")["majority"]["shapley"] == games[1]["shapley"]
    assert numbers("bargaining")["talmud"]["nucleolus"] == games[2]["estates"]


@needs_shared
def test_attrition() -> None:
    fights = [fight for fight in numbers("lanchester")["fights"] if fight["law"] != "linear"]
    for ours, theirs in zip(fights, original("lanchester_closed_forms.yaml")["closed_forms"], strict=True):
        assert (ours["survivors"], ours.get("time")) == (theirs["survivors"], theirs.get("time"))
        assert list(ours.values())[1:5] == [theirs[key] for key in theirs if key in "x0 y0 a b R0 G0 g r".split()]
    theirs = original("stochastic_lanchester.yaml")
    for kind, ours in numbers("duels").items():
        assert ours["cases"] == [list(case.values()) for case in theirs[kind]["cases"]]
    theirs, ours = original("iwo_jima.yaml"), numbers("iwo_jima")
    assert {key: ours[key] for key in ("a", "b")} == theirs["coefficients"]
    assert {key: ours["two_points"][key] for key in ("a", "b")} == theirs["third_party_refit"]["antonov_two_point_fit"]
    for men, series in ours["series"].items():
        there = [[float(row[name]) for name in ("day", f"us_y0_{men}", f"jp_y0_{men}")]
                 for row in rows("iwo_jima_model.csv")]  # fmt: skip
        assert series == there
    there = [[float(value) for value in row.values()] for row in rows("ardennes_1944.csv")]
    assert [[float(value) for value in row.values()] for row in table("ardennes")] == there


@needs_shared
def test_severity() -> None:
    theirs = np.sort([float(row["alpha"]) for row in rows("event_size_power_law_by_conflict.csv")])
    ours = numbers("severity")
    # Rounded to two places.
    assert np.abs(theirs - ours["exponents"]).max() <= 0.005 + 1e-9
    summary = (theirs.mean(), np.median(theirs), *np.percentile(theirs, (25, 75)), theirs.min(), theirs.max())
    listed = (ours["mean"], ours["median"], *ours["quartiles"], ours["least"], ours["most"])
    # Rounded to four places.
    assert np.abs(np.subtract(summary, listed)).max() <= 5.1e-5
