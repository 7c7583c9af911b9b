"""Every case is simulated once: in memory, in a folder, after an interruption, and however it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.engine.plan import Changes
from polemos.engine.replay import replay_run
from polemos.engine.run import Interrupted, open_run, run
from polemos.errors import BadInput
from polemos.experiments.case import (
    BASELINE,
    Case,
    alternatives_of,
    laid_over,
    parse_alternative,
    parse_changes,
    written,
)
from polemos.experiments.laboratory import Laboratory, laboratory_for
from polemos.experiments.outcomes import KEPT, find_outcome
from worlds import HERE, SEED

WAR = HERE / "one_front.yaml"
BASE, TITLED = Case(BASELINE), Case("another title", Changes(edits=("title=Another",)))
NO_FIGHT = Case("no fight", Changes(without=("combat",)))


def laboratory(cases: Path | None = None, **more: Any) -> Laboratory:
    return Laboratory(WAR, seed=SEED, days=21, cases=cases, **more)


def same(one: Any, other: Any) -> bool:
    return all(one.recorded[name].tobytes() == other.recorded[name].tobytes() for name in KEPT)


@pytest.mark.parametrize("kept", [False, True])
def test_a_case_is_simulated_once_and_grows_by_what_is_missing(tmp_path: Path, kept: bool) -> None:
    lab = laboratory(tmp_path / "cases" if kept else None)
    few = lab.run(BASE, 20)
    assert (lab.simulated, few.histories) == (20, 20)
    many = lab.run(BASE, 50)
    assert (lab.simulated, many.histories) == (50, 50)
    assert lab.run(Changes(), 30).histories == 30
    assert lab.simulated == 50
    assert same(lab.run(BASE, 50), laboratory().run(BASE, 50))
    assert same(lab.run(BASE, 20), few)


def test_another_laboratory_on_the_same_folder_simulates_nothing(tmp_path: Path) -> None:
    first = laboratory(tmp_path).run_all([BASE, NO_FIGHT], 20)
    second = laboratory(tmp_path)
    assert all(map(same, first, second.run_all([BASE, NO_FIGHT], 20)))
    assert second.simulated == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(run.folder.name for run in first if run.folder)


def test_two_ways_to_write_one_war_are_one_batch() -> None:
    lab = laboratory()
    same_value = Changes(edits=("days=21",))
    one, two = lab.run_all([BASE, Case("the same", same_value)], 20)
    assert lab.simulated == 20
    assert one.manifest.run == two.manifest.run


def test_histories_of_one_number_have_the_same_luck_in_every_case() -> None:
    base, titled, none = laboratory().run_all([BASE, TITLED, NO_FIGHT], 20)
    assert base.manifest.run != titled.manifest.run
    assert same(base, titled)
    assert base.recorded["totals"].any()
    assert not same(base, none)


def test_what_was_finished_before_an_interruption_is_not_simulated_again(tmp_path: Path) -> None:
    def stop(progress: Any) -> None:
        if progress.done >= 48:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="the same command goes on from there"):
        laboratory(tmp_path, progress=stop, threads=1).run_all([BASE, NO_FIGHT], 40)
    again = laboratory(tmp_path)
    found = again.run_all([BASE, NO_FIGHT], 40)
    assert 0 < again.simulated <= 32
    assert all(map(same, found, laboratory().run_all([BASE, NO_FIGHT], 40)))


def test_an_interrupted_laboratory_in_memory_goes_on_with_what_it_has() -> None:
    lab = laboratory(threads=1)

    def stop(progress: Any) -> None:
        if progress.done >= 16:
            raise KeyboardInterrupt

    lab.progress = stop
    with pytest.raises(Interrupted, match="kept in memory only"):
        lab.run(BASE, 60)
    lab.progress, done = None, lab.simulated
    assert same(lab.run(BASE, 60), laboratory().run(BASE, 60))
    assert 16 <= done < 60
    # A block that was being simulated when it stopped may be lost, no other.
    assert lab.simulated - done <= 60 - done + 16


def test_progress_counts_the_histories_of_all_cases() -> None:
    seen: list[Any] = []
    laboratory(progress=seen.append).run_all([BASE, NO_FIGHT], 20)
    assert (seen[-1].done, seen[-1].asked) == (40, 40)
    assert [item.done for item in seen] == sorted(item.done for item in seen)


def test_a_full_run_of_the_same_war_beside_the_cases_is_taken(tmp_path: Path) -> None:
    full = run(WAR, histories=20, seed=SEED, days=21, below=tmp_path)
    lab = laboratory(tmp_path / "cases")
    assert same(lab.run(BASE, 20), full)
    assert lab.simulated == 0
    assert lab.run(BASE, 40).histories == 40
    assert lab.simulated == 40


def test_a_case_is_no_run_and_says_so(tmp_path: Path) -> None:
    folder = laboratory(tmp_path).run(BASE, 20).folder
    assert folder is not None
    with pytest.raises(BadInput) as caught:
        open_run(folder)
    assert str(caught.value) == (
        f"{folder}: is a case of a question and keeps only what questions ask for, name the folder of the question's "
        "answer, or run this war into a folder of its own with polemos run"
    )
    case = open_run(folder, lean=True)
    assert case.recorded.names == tuple(sorted(KEPT))
    assert replay_run(case, 3).events


def test_a_run_of_all_arrays_does_not_go_on_in_a_case(tmp_path: Path) -> None:
    folder = laboratory(tmp_path).run(BASE, 20).folder
    with pytest.raises(BadInput, match="holds a run that keeps other arrays"):
        run(WAR, histories=20, seed=SEED, days=21, out=folder)


def test_outcomes_and_inputs_come_by_history() -> None:
    lab = laboratory()
    dead = find_outcome("dead", lab.war())
    table = lab.table(BASE, [dead, find_outcome("place_changes", lab.war())], 20)
    assert table.shape == (2, 20)
    assert np.array_equal(table[0], lab.values(BASE, dead, 20))
    assert np.array_equal(lab.inputs(20), run(WAR, histories=20, seed=SEED, days=21).recorded["inputs"])


def test_a_laboratory_of_another_war_is_refused() -> None:
    lab = laboratory()
    assert laboratory_for(lab, WAR, SEED, 21, None, None, None, None) is lab
    with pytest.raises(BadInput, match=r"the laboratory is for .*one_front\.yaml, seed 20160101, days 21"):
        laboratory_for(lab, WAR, SEED + 1, 21, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "label", "changes"),
    [
        ("alone: without air", "alone", Changes(without=("air",))),
        ("without air, set a.b=3", "without air, a.b=3", Changes(edits=("a.b=3",), without=("air",))),
        (
            "x: set a={low: 1, high: 2}, what-if calm , set b=[1, 2]",
            "x",
            Changes(edits=("a={low: 1, high: 2}", "b=[1, 2]"), what_if=("calm",)),
        ),
        ("x: set title='a, b'", "x", Changes(edits=("title='a, b'",))),
    ],
)
def test_an_alternative_is_a_label_and_changes(text: str, label: str, changes: Changes) -> None:
    assert parse_alternative(text) == Case(label, changes)
    assert parse_changes(written(changes), "--baseline") == changes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("air", "has neither a label with a colon nor begins with without, what-if, set, write it as 'LABEL: "),
        ("x: air", "'air' is no change, each begins with without, what-if or set and says what"),
        ("x: without air,", "a change is missing, each begins with"),
        ("x: without", "'without' is no change"),
        ("x" * 61 + ": without air", "has a label of more than 60 letters"),
    ],
)
def test_an_alternative_that_cannot_be_read_is_one_message(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_alternative(text)
    assert str(caught.value).startswith(f"--alternative {text!r}: {said}")


def test_names_joined_by_a_comma_are_one_alternative_and_labels_are_used_once() -> None:
    found = alternatives_of(without=["air,trust", "air"], edits=["days = 3"])
    assert [case.label for case in found] == ["without air and trust", "without air", "days=3"]
    assert found[0].changes.without == ("air", "trust")
    with pytest.raises(BadInput, match='two cases are called "without air"'):
        alternatives_of(without=["air", "air"])
    with pytest.raises(BadInput, match='two cases are called "baseline"'):
        alternatives_of(texts=["baseline: without air"])
    with pytest.raises(BadInput, match="a name is missing"):
        alternatives_of(without=["air,"])


def test_changes_of_the_ground_come_first_and_none_comes_twice() -> None:
    ground, more = Changes(("a=1",), (), ("air",)), Changes(("a=2",), ("calm",), ("air",))
    assert laid_over(ground, more) == Changes(("a=1", "a=2"), ("calm",), ("air",))
