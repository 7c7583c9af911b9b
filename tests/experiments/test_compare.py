"""Comparisons: what differs, what exactly does not, and an answer that can be kept, read and asked again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.case import BASELINE, Case
from polemos.experiments.contrasts.compare import compare
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.precision import until_precise
from polemos.experiments.statistics import paired
from worlds import HERE, SEED

WAR = HERE / "two_fronts_one_air_force.yaml"
DAYS, HISTORIES = 42, 40


@cache
def laboratory() -> Laboratory:
    return Laboratory(WAR, seed=SEED, days=DAYS)


def asked(*without: str, **more: Any) -> Answer:
    options: dict[str, Any] = {"histories": HISTORIES, "seed": SEED, "days": DAYS, "laboratory": laboratory(), **more}
    return compare(WAR, without, **options)


def row(answer: Answer, measure: str, contrast: int = 0) -> dict[str, Any]:
    rows = answer.findings["contrasts"][contrast]["measures"]
    found: dict[str, Any] = next(item for item in rows if item["measure"] == measure)
    return found


def test_a_null_what_if_differs_in_no_history() -> None:
    same, titled, off_twice = "set days=42", "set title=Another", "set mechanisms.air.on=true"
    answer = asked(alternatives=[same, titled, off_twice])
    for contrast in answer.findings["contrasts"]:
        assert {item["difference"]["verdict"] for item in contrast["measures"]} <= {"none", "unknown"}
        assert {item["difference"]["differing"] for item in contrast["measures"]} == {0}
    assert [item["same_war"] for item in answer.findings["contrasts"]] == [True, False, True]
    assert "the same war as baseline: 0 of 40 histories differ" in answer.text(100)
    said = "exactly no effect (0 of 40 histories differ, at most 7.2 % of all can) on any measure shown"
    assert said in answer.text(110)


def test_the_difference_is_that_of_the_same_histories() -> None:
    answer = asked("air")
    values = answer.dataset["value"].sel(outcome="dead")
    one, two = values.sel(case=BASELINE).to_numpy(), values.sel(case="without air").to_numpy()
    wanted = paired(one, two)
    found = row(answer, "dead")["difference"]
    assert found["mean"] == pytest.approx(float((two - one).mean()))
    assert (found["low"], found["high"], found["up"]) == (wanted.low, wanted.high, wanted.up)
    assert np.array_equal(one, laboratory().run(Case(BASELINE), HISTORIES).recorded["totals"][:, :, 8].sum(axis=1))


def test_common_luck_saves_histories_in_a_small_war() -> None:
    # Independent wars would give 1 within 4 sqrt(2 / 40) = 0.9; a front without aircraft for six weeks keeps most luck.
    assert row(asked("attention"), "dead")["difference"]["variance_saved"] > 2.0


def test_every_number_has_its_labels_and_its_error() -> None:
    answer = asked("air", "trust")
    found = answer.dataset
    assert dict(found.sizes) == {"case": 3, "outcome": 27, "history": HISTORIES, "contrast": 2}
    assert list(found["contrast"].values) == ["without air", "without trust"]
    assert set(found["units"].values) >= {"men", "share", "people", "places"}
    for name in ("error", "low", "high"):
        assert np.isfinite(found[name].where(np.isfinite(found["mean"]), 0.0)).all()
    assert (found["difference_low"] <= found["difference"]).where(np.isfinite(found["difference"]), True).all()


def test_every_pair_can_be_held_against_each_other() -> None:
    answer = asked("air", "trust", versus="all", measures=["dead"])
    assert [(item["alternative"], item["against"]) for item in answer.findings["contrasts"]] == [
        ("without air", BASELINE), ("without trust", BASELINE), ("without trust", "without air"),
    ]  # fmt: skip
    means = [item["measures"][0]["difference"]["mean"] for item in answer.findings["contrasts"]]
    assert means[2] == pytest.approx(means[1] - means[0])
    one = asked("air", "trust", versus="without air", measures=["dead"])
    assert [item["alternative"] for item in one.findings["contrasts"]] == [BASELINE, "without trust"]


def test_changes_of_the_baseline_are_under_every_alternative() -> None:
    answer = asked("trust", baseline="without air", measures=["requests"])
    assert [case["without"] for case in answer.cases] == [["air"], ["air", "trust"]]
    assert row(answer, "requests")["against"]["mean"] == 0.0
    assert "every war: without air" in answer.text(80)


def test_a_sentence_is_a_measure() -> None:
    answer = asked("air", measures=["dead > 100 and ending == ongoing"])
    assert row(answer, "dead > 100 and ending == ongoing")["unit"] == "share"


@pytest.mark.parametrize("width", [80, 110])
def test_tables_keep_to_the_width_and_say_what_matters(width: int) -> None:
    text = asked("air", "trust", alternatives=["both: without air, without trust"]).text(width)
    assert max(map(len, text.splitlines())) <= width
    for words in ("95 % interval", "up in", "effect", "both, against baseline", "again: polemos compare"):
        assert words in text
    assert ("saved" in text.splitlines()[4]) is (width == 110)
    assert "…" not in text


def test_an_answer_comes_back_from_its_folder_as_it_was(tmp_path: Path) -> None:
    answer = asked("air", out=tmp_path / "kept")
    again = open_answer(tmp_path / "kept")
    assert again.to_json() == answer.to_json()
    assert again.text(80) == answer.text(80)
    assert again.dataset.equals(answer.dataset)
    assert again.dataset.attrs["command"] == answer.command
    svg = (tmp_path / "kept" / "answer.svg").read_text(encoding="utf-8")
    assert "civilians killed" in svg
    assert answer.svg() == svg
    assert json.loads(json.dumps(answer.to_json(), allow_nan=False)) == answer.to_json()


def test_an_answer_of_another_engine_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked("air", out=tmp_path / "kept")
    monkeypatch.setattr("polemos.engine.provenance.engine_digest", lambda: "f" * 32)
    assert "made by another engine" in open_answer(tmp_path / "kept").text(80)


@pytest.mark.parametrize("file", ["answer.json", "answer.nc"])
def test_a_damaged_answer_is_refused_by_name(tmp_path: Path, file: str) -> None:
    asked("air", out=tmp_path / "kept")
    path = tmp_path / "kept" / file
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"seed": 20160101', b'"seed": 20160102', 1) if file == "answer.json" else data[:-1])
    with pytest.raises(BadInput, match=rf"{file}: is damaged"):
        open_answer(tmp_path / "kept")
    path.unlink()
    with pytest.raises(BadInput, match=rf"{file}: is missing"):
        open_answer(tmp_path / "kept")


def test_an_answer_is_not_put_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"holds other files \(thesis.txt for one\) and is not the folder of an answer"):
        asked("air", out=tmp_path)


def test_a_plot_draws_into_the_axes_that_it_is_given() -> None:
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    assert asked("air", "trust").plot(ax) is ax
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"without air", "without trust"}
    assert "dead, all sides" in [label.get_text() for label in ax.get_yticklabels()]


def test_histories_are_added_until_the_measure_is_precise() -> None:
    answer = asked("air", measures=["dead"], precision=60.0, histories=None)
    found, difference = answer.findings["precision"], row(answer, "dead")["difference"]
    assert found["reached"]
    assert (difference["high"] - difference["low"]) / 2 == pytest.approx(found["half_width"])
    assert found["half_width"] <= 60.0
    assert found["histories"] == answer.findings["histories"] >= 200
    assert "--precision 60" in answer.command
    short = asked("air", measures=["dead"], precision=0.5, at_most=300, histories=None)
    assert (short.findings["precision"]["reached"], short.findings["histories"]) == (False, 300)
    assert "precision 0.5 not reached" in short.text(100)


def test_the_next_step_is_the_one_that_the_width_asks_for() -> None:
    steps: list[int] = []

    def simulate(histories: int) -> int:
        steps.append(histories)
        return histories

    found, precise = until_precise(simulate, lambda n: 10.0 / n**0.5, 0.5, start=100)
    # A width of 1.0 at 100 histories needs 400, a tenth more is 440, but no step is more than four times the last.
    assert steps == [100, 400]
    assert (found, precise.histories, precise.reached) == (400, 400, True)
    nearly = until_precise(lambda n: n, lambda n: 10.0 / n**0.5, 0.5, start=350)
    assert nearly[0] >= 400  # 0.53 is not 0.5
    unknown = until_precise(simulate, lambda n: float("nan"), 0.5, start=100, most=1000)
    assert (unknown[0], unknown[1].reached) == (1000, False)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "there is nothing to compare with, name an alternative: --without NAME, --what-if NAME, --set PATH="),
        ({"without": ["ari"]}, '--without ari: there is no intervention, cause or mechanism "ari", did you mean "air"'),
        (
            {"without": ["air"], "versus": "x"},
            "--versus: there is no case 'x', there are baseline, without air and all",
        ),
        (
            {"without": ["air"], "measures": ["ded"]},
            "--measure 'ded': there is no outcome 'ded', did you mean \"dead\"?",
        ),
        ({"without": ["air"], "precision": 1.0}, "--precision needs --measure NAME, name what is to be precise"),
        ({"without": ["air"], "precision": -1.0, "measures": ["dead"]}, "--precision: needs a number above 0, not -1"),
        ({"without": ["air"], "histories": 0}, "histories: needs a whole number from 1 to 10,000,000, not 0"),
        ({"without": ["air"], "baseline": "air"}, "--baseline 'air': 'air' is no change"),
        ({"edits": ["wings.nothing=3"]}, "--set wings.nothing: there is no wings.nothing"),
    ],
)
def test_what_cannot_be_compared_is_one_message_before_any_history(options: dict[str, Any], said: str) -> None:
    lab = Laboratory(WAR, seed=1)
    with pytest.raises(BadInput) as caught:
        compare(WAR, **{"laboratory": lab, **options})
    assert str(caught.value).startswith(said)
    assert lab.simulated == 0
