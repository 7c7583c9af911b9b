"""``discover``: boxes of inputs in plain sentences, from a run that is there or one made for it; noise is not told."""

from __future__ import annotations

import json
import shlex
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import polemos as pm
from polemos.engine.plan import Changes
from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.experiments.answer import Answer
from polemos.experiments.discovery.box_search import search
from polemos.experiments.discovery.box_words import as_plain
from polemos.experiments.discovery.boxes import in_box, prim_box
from polemos.experiments.discovery.discover import FINDERS, inputs_of
from polemos.experiments.outcomes import find_outcome
from polemos.interfaces.cli.main import polemos
from worlds import HERE, SEED

WORLD = str(HERE / "two_fronts_one_air_force.yaml")
HISTORIES, DAYS = 600, 40


@cache
def run() -> Run:
    """Return a run of the small war, in memory."""
    return pm.run(WORLD, histories=HISTORIES, seed=SEED, days=DAYS)


@cache
def low_cohesion(method: str = "prim") -> Answer:
    """Return the boxes in which cohesion ends below 0.6."""
    return pm.discover(run(), "cohesion < 0.6", method=method)


METHODS = pytest.mark.parametrize("method", ["prim", "cart"])


@METHODS
def test_low_trust_at_the_start_is_where_cohesion_ends_low(method: str) -> None:
    box = low_cohesion(method).findings["boxes"][0]
    assert box["told"]
    assert [limit["input"] for limit in box["limits"]] == ["trust.usual"]
    assert box["limits"][0]["low"] is None
    assert 0.55 < box["limits"][0]["high"] < 0.72
    assert box["limits"][0]["chosen"] > 0.9
    assert box["held_out"]["density"]["low"] > box["held_out"]["outside"]["high"]


def test_the_sentence_says_density_limit_and_coverage() -> None:
    answer = low_cohesion()
    box = answer.findings["boxes"][0]
    fit = box["held_out"]
    assert f"in {100 * fit['density']['value']:.0f} %" in box["sentence"]
    assert f"hold {100 * fit['coverage']['value']:.0f} %" in box["sentence"]
    assert "usual (trust at the start) is below" in box["sentence"]
    assert box["sentence"].split(":")[0] in " ".join(answer.text(110).split())


def test_what_is_told_is_counted_on_the_histories_held_out() -> None:
    answer = low_cohesion()
    data, box = answer.dataset, answer.findings["boxes"][0]
    rows = data["held_out"].values
    inside = data["value"].sel(input="trust.usual").values <= box["limits"][0]["high"]
    assert (inside == data["inside"].values[0]).all()
    happened = data["happened"].values
    assert box["held_out"]["density"]["value"] == happened[rows & inside].mean()
    assert box["held_out"]["outside"]["value"] == happened[rows & ~inside].mean()
    assert box["held_out"]["coverage"]["value"] == (happened & inside & rows).sum() / (happened & rows).sum()
    assert box["held_out"]["mass"]["value"] == inside[rows].mean()


def test_a_run_folder_is_taken_as_it_is_and_says_the_same_as_its_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    pm.run(WORLD, histories=HISTORIES, seed=SEED, days=DAYS, out=folder)
    before = sorted(path.name for path in folder.rglob("*"))
    of_run = pm.discover(folder, "cohesion < 0.6")
    of_scenario = pm.discover(WORLD, "cohesion < 0.6", histories=HISTORIES, seed=SEED, days=DAYS)
    assert of_run.findings == of_scenario.findings == low_cohesion().findings
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert shlex.split(of_run.command)[:3] == ["polemos", "discover", str(folder)]


def test_inputs_that_were_not_kept_are_drawn_again() -> None:
    kept = run()
    laboratory = pm.Laboratory(WORLD, seed=SEED, days=DAYS)
    lean = laboratory.run(Changes(), 20)
    assert "inputs" not in lean.recorded
    assert inputs_of(lean).tobytes() == np.ascontiguousarray(inputs_of(kept)[:20]).tobytes()


@METHODS
def test_an_outcome_shuffled_over_the_histories_has_no_box(method: str) -> None:
    """Thirty shuffles of the outcome, seeds fixed in advance, the whole way.

    At a false-alarm rate of 5 % more than six boxes of 30 have a chance of 0.3 %.
    """
    inputs = inputs_of(run())
    happened = low_cohesion().dataset["happened"].values
    told = 0
    for seed in range(30):
        shuffled = np.random.default_rng([SEED, seed]).permutation(happened)
        told += search(inputs, shuffled, FINDERS[method], 1, seed)[0].told
    assert told <= 6


def test_a_second_box_is_looked_for_outside_the_first() -> None:
    random = np.random.default_rng(SEED)
    inputs = random.random((1200, 6))
    happened = random.random(1200) < np.where((inputs[:, 1] > 0.7) | (inputs[:, 4] > 0.75), 0.9, 0.1)
    found = search(inputs, happened, prim_box, 3, 1)
    assert [one.told for one in found[:2]] == [True, True]
    assert {found[0].box[0].column, found[1].box[0].column} == {1, 4}
    held = in_box(found[0].box, inputs)[1::2].sum()
    assert found[1].fit.histories == 600 - held


def test_where_nothing_holds_up_the_answer_says_so() -> None:
    inputs = inputs_of(run())
    shuffled = np.random.default_rng(SEED).permutation(low_cohesion().dataset["happened"].values)
    found = search(inputs, shuffled, prim_box, 2, 1)
    assert len(found) == 1
    answer = low_cohesion()
    outcome = find_outcome("cohesion < 0.6", run().war)
    box = as_plain(found[0], 1, run().war.inputs, run().war, outcome)
    silent = Answer("discover", answer.question, {**answer.findings, "boxes": [box], "told": 0}, answer.cases,
                    answer.engine, answer.versions, answer.dataset)  # fmt: skip
    assert "No box" in silent.text(80)
    assert "in the box" not in silent.text(80)
    import matplotlib

    matplotlib.use("Agg")
    assert "no box" in silent.plot().texts[0].get_text()


def test_the_plot_shows_the_box_and_names_its_input() -> None:
    import matplotlib

    matplotlib.use("Agg")
    ax = low_cohesion().plot()
    assert ax.get_xlabel() == "usual (trust at the start)"
    assert ax.get_title(loc="left") == "two-fronts-one-air-force: cohesion < 0.6"


@pytest.mark.parametrize("width", [80, 110])
def test_tables_fit_the_screen(width: int) -> None:
    text = low_cohesion().text(width)
    assert max(map(len, text.splitlines())) <= width
    assert "nan" not in text
    assert "chosen again" in text


def test_an_answer_is_kept_opened_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pm.run(WORLD, histories=HISTORIES, seed=SEED, days=DAYS, out="run")
    answer = pm.discover("run", "cohesion < 0.6", inputs="trust.*", out="answer")
    assert pm.open_answer("answer").text(110) == answer.text(110)
    told = CliRunner().invoke(polemos, [*shlex.split(answer.command)[1:], "--json", "--quiet"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["result"] == answer.to_json()["result"]


@pytest.mark.parametrize(
    ("outcome", "options", "said"),
    [
        ("dead", {}, "dead is neither true nor false"),
        ("cohesion < 0.1", {}, "happens in 0 of 600 histories: too few"),
        ("cohesion > 0.1", {}, "fails to happen in 0 of 600 histories: too few"),
        ("cohesion < 0.6", {"method": "tree"}, "there is no method 'tree'"),
        ("cohesion < 0.6", {"boxes": 9}, "needs 1 to 5 boxes, not 9"),
        ("cohesion < 0.6", {"inputs": "trsut.*"}, "no uncertain input fits 'trsut.*'"),
        ("cohesion < 0.6", {"without": ["talks"]}, "a run that is there cannot be changed"),
        ("coheison < 0.6", {}, "cohesion"),
    ],
)
def test_what_cannot_be_asked_is_told(outcome: str, options: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput) as error:
        pm.discover(run(), outcome, **options)  # type: ignore[arg-type]
    assert said in str(error.value)
