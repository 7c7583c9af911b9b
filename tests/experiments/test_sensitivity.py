"""``sensitivity``: a question in, an answer out that says what it cannot tell, can be kept, opened and asked again."""

from __future__ import annotations

import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import polemos as pm
from polemos.errors import BadInput
from polemos.experiments.answer import Answer
from polemos.experiments.importance.sensitivity import samples_for
from polemos.interfaces.cli.main import polemos
from worlds import HERE, SEED

WORLD = str(HERE / "two_fronts_one_air_force.yaml")
OUTCOMES = ("cohesion", "dead.own")


@cache
def study(method: str) -> Answer:
    """Return a small study of two outcomes."""
    samples = {"morris": 8, "sobol": 32}[method]
    return pm.sensitivity(
        WORLD, OUTCOMES, method=method, groups="section", choices=("talks",), samples=samples, replicates=2, days=50,
        seed=SEED,
    )  # fmt: skip


METHODS = pytest.mark.parametrize("method", ["morris", "sobol"])


def cells(answer: Answer, outcome: int = 0) -> dict[str, dict[str, Any]]:
    """Return the groups of an outcome by name."""
    return {group["group"]: group for group in answer.findings["outcomes"][outcome]["groups"]}


@METHODS
def test_trust_at_the_start_makes_most_of_cohesion(method: str) -> None:
    """Cohesion is trust weighted by men, and fifty days change it little: everybody else must come after it."""
    groups = cells(study(method))
    assert next(iter(groups)) == "trust"
    assert groups["trust"]["stands_out"]
    if method == "sobol":
        assert groups["trust"]["total"]["value"] > 0.5
        assert groups["wings"]["total"]["value"] < 0.05
    else:
        assert groups["trust"]["mu"]["low"] > 0.0


@METHODS
def test_every_number_has_an_error_and_an_interval(method: str) -> None:
    for item in study(method).findings["outcomes"]:
        for name in ("mean", "variance", "chance"):
            assert item[name]["low"] <= item[name]["value"] <= item[name]["high"]
        for group in item["groups"]:
            for name in ("first", "total") if method == "sobol" else ("effect", "mu_star"):
                assert group[name]["low"] <= group[name]["value"] <= group[name]["high"]
                assert group[name]["error"] >= 0.0


@METHODS
def test_the_dataset_holds_every_history_and_the_numbers_told(method: str) -> None:
    answer = study(method)
    data = answer.dataset
    assert data["value"].size == 2 * answer.findings["histories"]
    assert list(data["outcome"].values) == list(OUTCOMES)
    assert np.isfinite(data["value"]).all()
    name = {"sobol": "total", "morris": "effect"}[method]
    for row, outcome in enumerate(OUTCOMES):
        for group, cell in cells(answer, row).items():
            assert float(data[name].sel(outcome=outcome, group=group)) == cell[name]["value"]
            assert bool(data["stands_out"].sel(outcome=outcome, group=group)) is cell["stands_out"]


@METHODS
@pytest.mark.parametrize("width", [80, 110])
def test_tables_fit_the_screen_and_say_chance_by_itself(method: str, width: int) -> None:
    text = study(method).text(width)
    assert max(map(len, text.splitlines())) <= width
    assert "chance alone makes" in text
    assert "trust at the start" in text
    assert "nan" not in text


@METHODS
def test_the_plot_names_groups_in_plain_words_the_strongest_on_top(method: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    answer = study(method)
    ax = answer.plot()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    if method == "sobol":
        assert labels.pop(0) == "chance alone"
    assert labels == [group["title"] for group in cells(answer).values()]
    bottom, top = ax.get_ylim()
    assert bottom > top  # the first label stands on top
    assert ax.get_xlabel()


@METHODS
def test_an_answer_is_kept_opened_and_asked_again(method: str, tmp_path: Path) -> None:
    answer = study(method)
    folder = answer.save(tmp_path / "answer")
    again = pm.open_answer(folder)
    assert again.text(110) == answer.text(110)
    assert json.loads((folder / "answer.json").read_text())["command"] == answer.command
    words = shlex.split(answer.command)
    assert words[:3] == ["polemos", "sensitivity", WORLD]


def test_the_command_that_it_holds_gives_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = study("morris")
    told = CliRunner().invoke(polemos, [*shlex.split(answer.command)[1:], "--json", "--quiet"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["result"] == answer.to_json()["result"]


def test_a_missing_outcome_is_told_before_anything_is_played() -> None:
    with pytest.raises(BadInput, match="cohesion"):
        pm.sensitivity(WORLD, "cohesoin")
    with pytest.raises(BadInput, match="no outcome is named"):
        pm.sensitivity(WORLD, [])


def test_what_does_not_vary_is_refused_in_words_and_not_as_a_number() -> None:
    with pytest.raises(BadInput) as error:
        pm.sensitivity(WORLD, ["days_of_war", "first_fissure"], groups="section", samples=8, replicates=2, days=3)
    said = str(error.value)
    assert "days_of_war: is 3 in all 64 histories" in said
    assert "first_fissure: is 0 in all 64 histories" in said


def test_what_is_unknown_in_some_histories_is_refused() -> None:
    with pytest.raises(BadInput, match="joint_share: is not known in"):
        pm.sensitivity(WORLD, "joint_share", groups="section", samples=8, replicates=2, days=7)


def test_an_outcome_too_rare_for_the_sample_is_refused_with_what_would_do() -> None:
    with pytest.raises(BadInput) as error:
        pm.sensitivity(WORLD, "place_changes >= 2", groups="section", samples=8, replicates=2, days=60, seed=SEED)
    assert "samples" in str(error.value)
    assert "take" in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("morris", 7, 4, 5), "morris needs at least 8 samples, not 7"),
        (("sobol", 16, 4, 5), "sobol needs at least 32 samples, not 16"),
        (("sobol", 100, 4, 5), "powers of two only, not for 100, give 64 or 128"),
        (("morris", 16, 1, 5), "at least 2 replicates, not 1"),
        (("prim", 16, 4, 5), "there is no method 'prim'"),
        (("morris", 16, 4, 5, 100), "leave one of them out"),
        (("morris", None, 4, 20, 100), "--histories: morris needs at least 8 samples, not 1, that is 672 histories"),
        (("morris", 8, 2, 15), "8 samples under 2 dice can never tell one of 15 groups from chance, take 9 samples"),
        (("sobol", 2**24, 4, 20), "are more than 10,000,000"),
    ],
)
def test_samples_from_which_nothing_can_be_told_are_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(BadInput) as error:
        samples_for(*arguments)
    assert said in str(error.value)


def test_histories_are_turned_into_as_many_samples_as_they_allow() -> None:
    assert samples_for("morris", None, 4, 19, 2000) == 25  # 25 trajectories of 20 rows under 4 dice
    assert samples_for("sobol", None, 4, 18, 6000) == 64  # 75 fit, 64 is the power of two below


def test_rules_of_a_patron_and_a_switch_are_inputs_with_levels() -> None:
    answer = pm.sensitivity(
        WORLD, "requests", groups="section", samples=32, replicates=2, days=40, seed=SEED,
        choices=["patrons.patron.allocation=by_need|by_favour|first_come", "air"],
    )  # fmt: skip
    groups = cells(answer)
    assert groups["patrons.patron.allocation"]["title"] == "allocation (patron)"
    # Without the mechanism of air support nobody asks for it: no other group can do as much to requests.
    assert next(iter(groups)) == "without air"
    assert groups["without air"]["stands_out"]
