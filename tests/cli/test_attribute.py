"""``polemos attribute`` as a person gives it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

from worlds import HERE

Command = Callable[..., Any]
WAR = str(HERE / "arrivals.yaml")
ASKED = ("attribute", WAR, "--cause", "north_arrives", "--cause", "south_arrives", "--outcome", "place_changes > 1")


def test_the_answer_on_stdout_and_where_it_lies_on_stderr(polemos: Command) -> None:
    said = polemos(*ASKED, "-n", "4", "--out", "why")
    assert said.code == 0
    assert said.out.startswith("arrivals: what 2 causes have to do with it\n")
    assert "unexplained: of the histories in which it happens 0 %" in said.out
    assert "kept in why" in said.err
    assert polemos("show", "why").out == said.out


def test_json_holds_the_command_that_gives_it_again(polemos: Command) -> None:
    said = polemos(*ASKED, "-n", "4", "--out", "why", "--json", "--quiet")
    assert (said.code, said.err) == (0, "")
    told = json.loads(said.out)
    again = polemos(*shlex.split(told["command"])[1:], "--out", "again", "--json", "--quiet")
    assert json.loads(again.out)["result"] == told["result"]
    assert [row["shapley"]["mean"] for row in told["result"]["outcomes"][0]["causes"]] == [0.5, 0.5]


def test_a_precision_that_is_not_reached_is_a_finding(polemos: Command) -> None:
    words = ("attribute", WAR, "--cause", "north_arrives", "--outcome", "dead", "--precision", "0.001")
    said = polemos(*words, "--at-most", "4", "-n", "2", "--out", "why")
    assert said.code == 1
    assert "the precision was not reached with 4 histories" in said.err
    assert "not reached: ±" in said.out


def test_a_wrong_cause_is_one_line(polemos: Command) -> None:
    said = polemos("attribute", WAR, "--cause", "north", "--quiet")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "--cause 'north': " in said.err
