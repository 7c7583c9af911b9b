"""Causes of worlds whose answer is known by construction: additive, needed together, either enough, idle, preventing.

In ``worlds/arrivals`` the men who arrive take the town next door, on either side, in every history; without the
mechanism of offensives nobody takes anything.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.engine.plan import Changes
from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.attribution.attribute import attribute, attribution
from polemos.experiments.attribution.causes import causes_of, read_cause, stated_causes
from polemos.experiments.contrasts.compare import compare
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.outcomes import find_outcome
from worlds import HERE

WORLD = HERE / "arrivals.yaml"
NORTH, SOUTH, NOTHING = "north_arrives", "south_arrives", "nothing"
HISTORIES = 12


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory(WORLD, seed=1)


def asked(laboratory: Laboratory, outcome: str | list[str], *causes: str, **options: Any) -> Answer:
    return attribute(WORLD, outcome, causes, laboratory=laboratory, **{"histories": HISTORIES} | options)


def only(answer: Answer) -> dict[str, Any]:
    (found,) = answer.to_json()["result"]["outcomes"]
    assert isinstance(found, dict)
    return found


def shares(answer: Answer) -> dict[str, float]:
    return {row["cause"]: row["shapley"]["mean"] for row in only(answer)["causes"]}


def test_causes_that_do_not_meet_add_up(laboratory: Laboratory) -> None:
    """Each arrival changes one town: each is its own share, there is no interaction, and nothing is left over."""
    found = asked(laboratory, "place_changes", NORTH, SOUTH)
    assert shares(found) == {NORTH: 1.0, SOUTH: 1.0}
    assert only(found)["with_all"]["mean"] == 2.0
    assert only(found)["with_none"]["mean"] == 0.0
    (pair,) = only(found)["interactions"]
    assert (pair["mean"], pair["low"], pair["high"]) == (0.0, 0.0, 0.0)
    for row in only(found)["causes"]:
        assert row["first"]["mean"] == row["last"]["mean"] == 1.0
        assert row["part"] == {"value": 0.5, "low": 0.5, "high": 0.5}
        assert row["among_others"] is None
    assert "none" in str(found)


def test_causes_that_only_work_together_share_it_and_each_is_necessary(laboratory: Laboratory) -> None:
    """Pure interaction: neither alone does anything, both do all."""
    found = asked(laboratory, "place_changes > 1", NORTH, SOUTH)
    assert shares(found) == {NORTH: 0.5, SOUTH: 0.5}
    assert only(found)["interactions"][0]["mean"] == 1.0
    for row in only(found)["causes"]:
        assert row["first"]["mean"] == 0.0
        assert row["first"]["verdict"] == "none"
        assert row["last"]["mean"] == 1.0
        assert row["among_others"]["necessity"]["mean"] == 1.0
        assert row["among_others"]["sufficiency"]["mean"] == 1.0
        assert row["alone"]["sufficiency"]["mean"] == 0.0
        assert row["alone"]["necessity"]["mean"] is None
    assert only(found)["together"]["necessity"]["mean"] == 1.0
    assert "each adds to the other" in str(found)


def test_causes_of_which_either_is_enough_share_it_and_neither_is_necessary(laboratory: Laboratory) -> None:
    found = asked(laboratory, "place_changes > 0", NORTH, SOUTH)
    assert shares(found) == {NORTH: 0.5, SOUTH: 0.5}
    assert only(found)["interactions"][0]["mean"] == -1.0
    for row in only(found)["causes"]:
        assert row["last"]["mean"] == 0.0
        assert row["first"]["mean"] == 1.0
        assert row["among_others"]["necessity"]["mean"] == 0.0
        assert row["among_others"]["sufficiency"]["mean"] is None
        assert row["alone"]["sufficiency"]["mean"] == row["alone"]["necessity"]["mean"] == 1.0
    assert only(found)["together"]["both"]["mean"] == 1.0
    assert "each does part of the other's work" in str(found)


def test_a_mechanism_can_be_a_cause(laboratory: Laboratory) -> None:
    """Men and offensives: neither takes a town without the other."""
    found = asked(laboratory, "place_changes", NORTH, "offensive", baseline=f"without {SOUTH}")
    assert shares(found) == {NORTH: 0.5, "offensive": 0.5}
    assert only(found)["interactions"][0]["mean"] == 1.0


def test_an_idle_cause_has_nothing(laboratory: Laboratory) -> None:
    found = asked(laboratory, ["place_changes", "place_changes > 0"], NORTH, NOTHING, baseline=f"without {SOUTH}")
    for outcome in found.to_json()["result"]["outcomes"]:
        row = outcome["causes"][1]
        assert row["cause"] == NOTHING
        assert (row["shapley"]["mean"], row["shapley"]["low"], row["shapley"]["high"]) == (0.0, 0.0, 0.0)
        assert row["last"]["verdict"] == row["first"]["verdict"] == "none"


def test_a_cause_may_prevent(laboratory: Laboratory) -> None:
    """Taking the garrison's weakness away: 30,000 men more at the mill keep the northerners out."""
    found = asked(laboratory, "place_changes > 0", NORTH, "weakness: set actors.mill_guard.strength=30000",
                  baseline=f"without {SOUTH}")  # fmt: skip
    assert shares(found) == {NORTH: 0.5, "weakness": 0.5}
    other = asked(laboratory, "places_held.town == 2", NORTH, baseline=f"without {SOUTH}")
    (row,) = only(other)["causes"]
    assert row["shapley"]["mean"] == -1.0
    assert row["among_others"]["prevented"]["mean"] == 1.0
    assert row["among_others"]["necessity"]["mean"] is None
    assert "in no history with all causes" in str(other)


def test_names_joined_by_a_comma_are_one_cause(laboratory: Laboratory) -> None:
    found = asked(laboratory, "place_changes", f"{NORTH},{SOUTH}")
    assert shares(found) == {f"{NORTH}, {SOUTH}": 2.0}
    assert only(found)["interactions"] == []


def test_causes_given_as_a_mapping_bear_its_labels(laboratory: Laboratory) -> None:
    found = attribute(WORLD, "place_changes", {"men": f"without {NORTH}"}, histories=HISTORIES, laboratory=laboratory)
    assert shares(found) == {"men": 1.0}


def test_nothing_is_simulated_twice() -> None:
    lab = Laboratory(WORLD, seed=1)
    asked(lab, "place_changes", NORTH, SOUTH)
    assert lab.simulated == 4 * HISTORIES
    asked(lab, ["place_changes > 1", "dead"], SOUTH, NORTH)
    compare(WORLD, without=[NORTH], measures=["dead"], histories=HISTORIES, laboratory=lab)
    assert lab.simulated == 4 * HISTORIES
    asked(lab, "dead", NORTH, SOUTH, NOTHING)
    assert lab.simulated == 8 * HISTORIES


def test_more_than_ten_causes_are_sampled_with_an_error(laboratory: Laboratory) -> None:
    """Nine causes that set what has no use besides the two arrivals: eleven in all, so orders are drawn."""
    idle = [f"idle {row}: set actors.southerners.armour={row}" for row in range(1, 10)]
    found = asked(laboratory, "place_changes", NORTH, SOUTH, *idle, orders=3, histories=4)
    assert len(found.cases) < 90
    told = only(found)
    assert shares(found)[NORTH] == 1.0
    assert sum(row["shapley"]["mean"] for row in told["causes"]) == pytest.approx(told["effect"]["mean"])
    assert told["interactions"] is None
    assert "random orders" in str(found)
    assert found.command.endswith("--orders 3")


def test_precision_adds_histories_until_the_shares_are_sure(laboratory: Laboratory) -> None:
    found = asked(laboratory, "dead", NORTH, precision=60.0, histories=10)
    precise = found.to_json()["result"]["precision"]
    row = only(found)["causes"][0]["shapley"]
    assert precise["reached"]
    assert (row["high"] - row["low"]) / 2 <= 60.0


def test_an_answer_is_kept_whole_and_asks_again(laboratory: Laboratory, tmp_path: Path) -> None:
    found = asked(laboratory, ["place_changes > 0", "dead"], NORTH, SOUTH, out=tmp_path / "answer")
    kept = open_answer(tmp_path / "answer")
    assert str(kept) == str(found)
    assert kept.command == found.command
    assert "--cause north_arrives --cause south_arrives" in kept.command
    json.dumps(kept.to_json(), allow_nan=False)
    assert {"answer.json", "answer.nc", "answer.svg"} <= {item.name for item in (tmp_path / "answer").iterdir()}
    data = kept.dataset
    assert data["value"].dims == ("outcome", "war", "history")
    assert data["shapley"].sel(outcome="dead", cause=NORTH).item() == pytest.approx(
        kept.to_json()["result"]["outcomes"][1]["causes"][0]["shapley"]["mean"]
    )
    whole = (
        data["value"].sel(outcome="dead", war="baseline").mean()
        - data["value"].sel(outcome="dead", war="none of them").mean()
    )
    assert data["shapley"].sel(outcome="dead").sum().item() == pytest.approx(whole.item())
    assert data["present"].sel(war=NORTH, cause=NORTH).item() is True
    assert np.isnan(data["necessity_among_others"].sel(outcome="dead")).all()
    axes = found.plot()
    assert len(axes.get_yticklabels()) == 4


def test_every_figure_has_its_error(laboratory: Laboratory) -> None:
    found = asked(laboratory, "dead", NORTH, SOUTH)
    for row in only(found)["causes"]:
        for name in ("shapley", "last", "first"):
            assert row[name]["error"] > 0
            assert row[name]["low"] < row[name]["mean"] < row[name]["high"]
    assert all(pair["error"] > 0 for pair in only(found)["interactions"])


def test_a_line_fits_the_screen(laboratory: Laboratory) -> None:
    found = asked(laboratory, ["place_changes > 0", "dead"], NORTH, SOUTH)
    for width in (80, 100, 120):
        assert max(len(line) for line in found.text(width).splitlines()) <= width
    assert "nan" not in str(found).lower().split()


REFUSED = [
    ({"cause": ("north_arives",)}, r'--cause .north_arives.: .*did you mean "north_arrives"'),
    ({"cause": (NORTH, NORTH)}, 'two causes are called "north_arrives"'),
    ({"cause": (f"{NORTH},",)}, "a name is missing"),
    ({"cause": (": without a",)}, "the label is missing"),
    ({"cause": ("baseline: without offensive",)}, 'two causes are called "baseline"'),
    ({"cause": ()}, "marks no what-if as taking a stated cause away.*north_arrives"),
    ({"cause": (NORTH,), "outcome": ()}, "no outcome is named"),
    ({"cause": (NORTH,), "outcome": "first_fisure"}, "no outcome 'first_fisure'"),
    ({"cause": [f"c{row}: set actors.southerners.armour={row}" for row in range(1, 32)]}, "31 causes are more than 30"),
    (
        {"cause": [f"c{row}: set actors.southerners.armour={row}" for row in range(1, 12)], "orders": 1},
        "at least 2 pairs",
    ),
    ({"cause": (NORTH,), "precision": -1.0}, "--precision"),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_asked_is_refused_before_anything_is_simulated(wrong: dict[str, Any], said: str) -> None:
    lab = Laboratory(WORLD, seed=1)
    with pytest.raises(BadInput, match=said) as refusal:
        attribute(WORLD, **{"outcome": "dead", "histories": 2, "laboratory": lab} | wrong)
    assert len(refusal.value.problems) == 1
    assert lab.simulated == 0


def test_stated_causes_are_asked_about_by_themselves() -> None:
    stated = stated_causes(Laboratory("syria-2016", seed=1))
    assert [cause.label for cause in stated] == ["withdrawal", "ceasefire", "command"]
    assert stated[0].removal.what_if == ("no_withdrawal",)
    found = attribute("two-fronts", histories=2, days=3)
    assert [row["cause"] for row in only(found)["causes"]] == ["withdrawal"]
    assert only(found)["outcome"] == "first_fissure"
    assert len(found.cases) == 2
    assert only(found)["effect"]["verdict"] == "none"


def test_a_cause_may_be_written_in_every_form() -> None:
    assert read_cause("a").removal.without == ("a",)
    assert read_cause("a, b").removal.without == ("a", "b")
    found = read_cause("asked: what-if members_asked, set x.y=3")
    assert (found.label, found.removal.what_if, found.removal.edits) == ("asked", ("members_asked",), ("x.y=3",))


def test_histories_with_an_unknown_in_any_war_are_left_out_of_all_figures() -> None:
    """Of four histories two are known in all four wars: one in which a brings it about, one in which nothing does."""
    lab = Laboratory(WORLD, seed=1)
    causes = causes_of(lab, [NORTH, SOUTH], Changes(), 2, 1)
    outcome = find_outcome("place_changes > 0", lab.war())
    values = np.array([[0, 0, np.nan, 0], [1, 0, 1, 1], [0, 0, 0, np.nan], [1, 0, 1, 1]], dtype=float)
    told = attribution(causes, outcome, values)
    assert (told["histories"], told["unknown"]) == (2, 2)
    assert [row["shapley"]["mean"] for row in told["causes"]] == [0.5, 0.0]
    assert told["causes"][0]["among_others"]["both"]["histories"] == 2
    nothing = attribution(causes, outcome, np.full((4, 3), np.nan))
    assert nothing["histories"] == 0
    assert math.isnan(nothing["causes"][0]["shapley"]["mean"])
    assert nothing["causes"][0]["part"] is None
