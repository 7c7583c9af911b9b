"""``polemos why-diverge`` as a person gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from worlds import HERE

Command = Callable[..., Any]
WAR = str(HERE / "two_fronts_one_air_force.yaml")


@pytest.fixture
def runs(polemos: Command) -> Command:
    words = ("run", WAR, "--histories", "6", "--days", "80", "--quiet")
    assert polemos(*words, "--out", "a").code == 0
    assert polemos(*words, "--without", "leaving", "--out", "b").code == 0
    return polemos


def test_one_history_and_the_table(runs: Command) -> None:
    code, out, err = runs("why-diverge", "a", "b", "--history", "2")
    assert (code, err) == (0, "")
    assert out.startswith("History 2 of Two fronts, one air force, 80 days\nA: a\nB: b\n")
    assert "  aircraft of jets: 4 against 10\n" in out
    told = json.loads(runs("why-diverge", "a", "b", "--history", "2", "--json").out)
    assert told["parting"]["date"] == "2000-03-01"
    assert told["command"] == "polemos why-diverge a b --history 2"
    code, out, _ = runs("why-diverge", "a", "b", "--quiet")
    assert code == 0
    assert "100.0% of the histories part (61.0% to 100.0%): half of them by day 61 (2000-03-01)" in out
    told = json.loads(runs("why-diverge", "a", "b", "--histories", "2", "--out", "two", "--json").out)
    assert told["result"]["histories"] == 2
    assert told["command"] == "polemos why-diverge a b --histories 2"
    assert "2 histories of two-fronts" in runs("show", "two").out


def test_a_run_beside_itself_is_no_fault(runs: Command) -> None:
    code, out, _ = runs("why-diverge", "a", "a", "--history", "2")
    assert (code, out.splitlines()[-1]) == (
        0, "The two histories are the same on all 80 days, to the last bit and in every event.")  # fmt: skip


def test_what_cannot_be_told_is_refused_in_one_line(runs: Command) -> None:
    runs("run", WAR, "--histories", "2", "--days", "80", "--seed", "9", "--out", "c", "--quiet")
    assert runs("why-diverge", "a", "c", "--history", "0") == (
        2, "", "polemos: the runs have two seeds, 1 and 9: their histories share no luck, "
               "run one of them again with --seed 1 or --seed 9\n")  # fmt: skip
    assert runs("why-diverge", "a", "b", "--history", "6").err == (
        "polemos: history: the run has no history 6, it holds 6, counted from 0\n")  # fmt: skip
    assert "not both" in runs("why-diverge", "a", "b", "--history", "1", "--histories", "2").err
    assert "needs --history" in runs("why-diverge", "a", "b", "--other-history", "1").err
    assert runs("why-diverge", "a", "nothing").err == "polemos: nothing: there is no such run folder\n"
