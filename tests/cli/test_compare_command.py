"""The command for comparisons, as a person would give it: printed, kept, shown, and asked again from its own JSON."""

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
WAR = str(HERE / "one_front.yaml")
WORDS = ("compare", WAR, "--without", "combat", "--histories", "20", "--days", "21")


def test_a_comparison_is_printed_kept_and_shown_again(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = polemos(*WORDS)
    assert said.code == 0
    assert "without combat, against baseline" in said.out
    assert max(map(len, said.out.splitlines())) <= 80
    (folder,) = [name for name in os.listdir("runs") if name != "cases"]
    assert folder.startswith("compare-one-front-")
    assert said.err.endswith(f"kept in runs/{folder}\n")
    assert len(os.listdir("runs/cases")) == 2
    assert polemos("show", f"runs/{folder}") == (0, said.out, "")
    assert polemos(*WORDS, "--quiet") == (0, said.out, "")


def test_the_command_in_the_json_gives_the_same_json(polemos: Command) -> None:
    first = polemos(*WORDS, "-a", "mild: set days=20, without civilians", "--json", "--quiet")
    (folder,) = [name for name in os.listdir("runs") if name != "cases"]
    assert polemos("show", f"runs/{folder}", "--json") == first
    command = shlex.split(json.loads(first.out)["command"])
    assert command[0] == "polemos"
    for path in Path("runs").rglob("*"):
        if path.is_file():
            path.unlink()
    assert polemos(*command[1:], "--json", "--quiet") == first


def test_an_answers_folder_holds_its_cases(polemos: Command) -> None:
    assert polemos(*WORDS, "--out", "here", "--quiet").code == 0
    assert sorted(os.listdir("here")) == ["answer.json", "answer.nc", "answer.svg", "cases"]
    assert len(os.listdir("here/cases")) == 2
    assert polemos(*WORDS, "--out", "there", "--cases", "here/cases", "--quiet").code == 0
    assert sorted(os.listdir("there")) == ["answer.json", "answer.nc", "answer.svg"]


def test_a_precision_that_is_not_reached_is_a_finding(polemos: Command) -> None:
    wanted = ("--measure", "dead", "--precision", "0.001", "--at-most", "30", "--quiet")
    said = polemos(*WORDS, *wanted)
    assert (said.code, said.err) == (1, "the precision was not reached with 30 histories: more with --at-most\n")
    assert "precision 0.001 not reached" in said.out


def test_a_run_goes_on_until_its_measure_is_precise(polemos: Command) -> None:
    words = ("run", WAR, "--days", "21", "--histories", "20", "--measure", "dead", "--precision")
    said = polemos(*words, "40", "--out", "war")
    assert said.code == 0
    assert "precision 40 reached with " in said.err
    again = polemos(*words, "40", "--out", "war", "--quiet")
    assert again == (0, said.out, "")
    assert json.loads(polemos("show", "war", "--json").out)["scenario"]["histories"] >= 20
    short = polemos(*words, "0.001", "--at-most", "30", "--out", "other", "--quiet")
    assert (short.code, short.err) == (1, "precision 0.001 not reached with 30 histories\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("compare", WAR, "--without", "combt"),
            '--without combt: there is no intervention, cause or mechanism "combt", did you mean "combat"?',
        ),
        (
            ("compare", WAR),
            "there is nothing to compare with, name an alternative: --without NAME, --what-if NAME, --set PATH=VALUE "
            "or --alternative 'LABEL: ...'",
        ),
        (
            ("run", WAR, "--precision", "3"),
            "--precision needs --measure NAME, name what is to be precise, such as first_fissure",
        ),
        (("show", "runs"), "runs: there is no such run folder"),
    ],
)
def test_what_is_wrong_is_one_line_and_code_2(polemos: Command, words: tuple[str, ...], said: str) -> None:
    assert polemos(*words) == (2, "", f"polemos: {said}\n")
    assert os.listdir() == []
