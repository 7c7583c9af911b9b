"""``polemos branch`` as a person gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worlds import HERE

Command = Callable[..., Any]
WAR = str(HERE / "two_fronts_one_air_force.yaml")


@pytest.fixture
def ran(polemos: Command) -> Command:
    assert polemos("run", WAR, "--histories", "8", "--days", "80", "--out", "a", "--quiet").code == 0
    return polemos


def test_an_edit_from_a_date_on_is_told_beside_the_run(ran: Command) -> None:
    code, out, err = ran("branch", "a", "--at", "2000-02-20", "--without", "leaving", "--out", "b", "--quiet")
    assert (code, err) == (0, "")
    assert out.startswith("8 histories of a go on from 2000-02-20\nfrom that morning on: without leaving\n")
    assert "branch, against baseline" in out
    assert ran("show", "b/answer").out == out
    assert "8 histories" in ran("show", "b").out
    assert ran("replay", "b", "--history", "3", "--kind", "decision").code == 0
    assert "They part on 2000-03-01, day 61." in ran("why-diverge", "a", "b", "--history", "3").out
    assert ran("report", "b", "--quiet").code == 0
    page = Path("b/report.html").read_text(encoding="utf-8")
    assert "polemos branch RUN --at 2000-02-20 --without leaving" in page
    told = json.loads(ran("branch", "a", "--at", "2000-02-20", "--without", "leaving", "--out", "b", "--json").out)
    assert told["result"]["histories"] == 8
    assert told["command"] == "polemos branch a --at 2000-02-20 --without leaving"


def test_futures_of_one_past(ran: Command) -> None:
    code, out, err = ran("branch", "a", "--at", "2000-02-20", "--history", "2", "--futures", "6")
    assert code == 0
    assert out.startswith("6 futures of history 2 of a from 2000-02-20 on\nnothing is changed\n")
    assert "still open on 2000-02-20" in out
    assert err.startswith("kept in runs/two-fronts-one-air-force-")


def test_each_edit_may_be_a_branch_of_its_own(ran: Command) -> None:
    words = ("branch", "a", "--at", "2000-02-20", "--each", "--without", "leaving", "--set", "actors.army.tempo=1")
    code, out, _ = ran(*words, "--out", "every", "--quiet")
    assert code == 0
    assert out.count("8 histories of a go on from 2000-02-20") == 2
    assert sorted(path.name for path in Path("every").iterdir()) == ["1-leaving", "2-actors.army.tempo-1"]
    assert len(json.loads(ran(*words, "--out", "every", "--json").out)) == 2
    assert "needs --what-if" in ran("branch", "a", "--at", "2000-02-20", "--each").err


def test_what_cannot_be_is_refused_in_one_line_each(ran: Command) -> None:
    code, out, err = ran("branch", "a", "--at", "2000-02-20", "--without", "truce", "--set", "wings.jets.aircraft=3")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "polemos: wings.jets.aircraft: is what the war began with, and no edit moves that from 2000-02-20 on, "
        "move them with deploy_aircraft or withdraw_aircraft in an intervention on or after that date",
        "polemos: interventions.truce: was decided by 2000-02-01, and what was done before 2000-02-20 cannot be "
        "undone, branch at an earlier date, or run the whole war with the edit",
    ]
    assert "--what-if peace" in ran("branch", "a", "--at", "2000-02-20", "--what-if", "peace").err
    assert "there is no such run folder" in ran("branch", "none", "--at", "2000-02-20").err
