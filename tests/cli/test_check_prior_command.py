"""The command that holds a record against histories, as a person would give it: a history written as events is read
back, checked, kept, shown, and asked again from its own JSON."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worlds import HERE

Command = Callable[..., Any]
WAR = str(HERE / "two_theatres.yaml")
COUNT = ("--histories", "25", "--quiet")
CHANGES = (
    "date,place,lat,lon,from_holder,to_holder,source,confidence\n2000-01-20,oasis,35.0,37.5,raiders,army,made up,high\n"
)


@pytest.fixture
def recorded(polemos: Command) -> str:
    assert polemos("run", WAR, "--histories", "3", "--seed", "9", "--days", "56", "--out", "truth", "-q").code == 0
    assert polemos("events", "export", "truth", "--history", "2", "--out", "recorded.csv").code == 0
    return "recorded.csv"


def test_a_record_is_checked_kept_and_shown_again(polemos: Command, recorded: str) -> None:
    Path("changes.csv").write_text(CHANGES, encoding="utf-8")
    words = ("check-prior", WAR, "--events", recorded, "--changes", "changes.csv", "--until", "2000-02-25", *COUNT)
    said = polemos(*words)
    assert said.code == 0, said.err
    assert "the record among prior predictive histories" in said.out
    assert "25 histories of 56 days, seed 1, inputs from the prior" in said.out
    (folder,) = [name for name in os.listdir("runs") if name != "cases"]
    assert folder.startswith("check-prior-two-theatres-")
    assert polemos("show", f"runs/{folder}") == (0, said.out, "")
    before = {path.name: path.read_bytes() for path in Path("runs", folder).iterdir()}
    command = shlex.split(json.loads(before["answer.json"])["command"])
    assert command[:3] == ["polemos", "check-prior", WAR]
    for path in Path("runs").rglob("*"):
        if path.is_file():
            path.unlink()
    assert polemos(*command[1:], "--quiet") == said
    assert {path.name: path.read_bytes() for path in Path("runs", folder).iterdir()} == before


def test_the_window_is_the_horizon(polemos: Command, recorded: str) -> None:
    told = json.loads(polemos("check-prior", WAR, "--events", recorded, "--until", "2000-02-04", "--json", *COUNT).out)
    assert told["cases"][0]["days"] == 35
    assert told["result"]["record"]["last"] == "2000-02-04"
    late = ("--events", recorded, "--from", "2000-01-15", "--until", "2000-02-04")
    later = json.loads(polemos("check-prior", WAR, *late, "--json", *COUNT).out)
    week, all_weeks = (
        next(group for group in one["result"]["groups"] if group["title"] == "civilians killed by week")["number"]
        for one in (later, told)
    )
    assert week < all_weeks


def test_inputs_that_were_learned_make_it_a_posterior_check(polemos: Command, recorded: str) -> None:
    os.mkdir("fit")
    Path("fit/posterior.csv").write_text("mechanisms.combat.attrition\n0.03\n0.031\n", encoding="utf-8")
    said = polemos("check-prior", WAR, "--events", recorded, "--set", "posterior=fit", *COUNT)
    assert said.code == 0, said.err
    assert "the record among posterior predictive histories" in said.out
    assert "inputs learned from a posterior" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing recorded is named, give --events FILE, --changes FILE or both"),
        (("--events", "none.csv"), "none.csv: "),
        (("--changes", "none.csv"), "none.csv: "),
        (("--events", "recorded.csv", "--until", "1999-06-01"), "recorded.csv: is recorded to 1999-06-01, and the war "
         "starts on 2000-01-01: that is not a week"),
        (("--events", "recorded.csv", "--from", "2000-06-01"), "first, last: "),
        (("--events", "recorded.csv", "--natural-test"), "--natural-test: this war has no truce to be a test"),
        (("--events", "recorded.csv", "--truce", "calm"), "--truce: there is no ceasefire 'calm'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_code_2(
    polemos: Command, recorded: str, words: tuple[str, ...], said: str
) -> None:
    found = polemos("check-prior", WAR, *words, *COUNT)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"polemos: {said}")
    assert found.err.count("\n") == 1
