"""The commands one after another on a small war with the real engine, as a person would give them."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polemos.engine.replay import histories_with_fissure
from polemos.engine.run import open_run, run, run_again
from polemos.units import UNITS
from worlds import HERE, SEED

Command = Callable[..., Any]
WAR = str(HERE / "two_fronts_one_air_force.yaml")


def test_from_a_file_to_a_page_and_back_again(polemos: Command, tmp_path: Path) -> None:
    ran = polemos("run", WAR, "--histories", "40", "--days", "70", "--out", "war", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert "40 histories" in ran.out
    assert polemos("show", "war") == (0, ran.out, "")
    answers = json.loads(polemos("show", "war", "--json").out)
    assert answers["scenario"]["histories"] == 40

    assert polemos("report", "war", "--quiet") == (0, "war/report.html\n", "")
    assert "</html>" in Path("war/report.html").read_text(encoding="utf-8")

    for name in ("war.nc", "war.parquet", "war.csv"):
        assert polemos("export", "war", name) == (0, f"{name}\n", "")
    with open("war.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["unit"] for row in rows} <= set(UNITS)
    assert not [row for row in rows if row["value"].lower() in ("nan", "inf", "-inf")]

    chronicle = polemos("replay", "war", "--history", "7")
    assert chronicle.code == 0
    assert re.search(r"^\d{4}-\d\d-\d\d\n +\d+  \S.+\.  <- \d+(, \d+)*$", chronicle.out, re.MULTILINE)
    numbers = re.findall(r"^ *(\d+)(?:-(\d+))?  \S", chronicle.out.partition("\nWhy:")[0], re.MULTILINE)
    told = [number for first, last in numbers for number in range(int(first), int(last or first) + 1)]
    events = json.loads(polemos("replay", "war", "--history", "7", "--json").out)
    assert [event["id"] for event in events] == told
    assert polemos("events", "export", "war", "--history", "7", "--out", "events.csv").code == 0
    code, out, err = polemos("replay", "war", "--history", "40")
    assert (code, out, err) == (2, "", "polemos: history: the run has no history 40, it holds 40, counted from 0\n")

    text = b"".join(path.read_bytes() for path in Path("war").rglob("*.json")).decode("ascii")
    assert str(HERE) not in text
    assert str(tmp_path) not in text


def test_run_again_from_the_folder_alone_gives_the_same_bytes(polemos: Command) -> None:
    words = ("--histories", "40", "--days", "70", "--seed", "5", "--quiet")
    assert polemos("run", WAR, *words, "--threads", "2", "--out", "one").code == 0
    run_again("one", out="two", threads=1)
    for name in os.listdir("one/batches"):
        assert Path("one/batches", name).read_bytes() == Path("two/batches", name).read_bytes()
    assert open_run("two").manifest == open_run("one").manifest


def test_wrong_edits_are_refused_before_anything_is_made(polemos: Command) -> None:
    code, out, err = polemos("run", WAR, "--set", "actors.nobody.strength=3", "--quiet")
    assert (code, out) == (2, "")
    assert "--set actors.nobody.strength: there is no actors.nobody" in err
    code, _, err = polemos("run", WAR, "--what-if", "peace", "--quiet")
    assert code == 2
    assert "--what-if peace" in err
    code, _, err = polemos("run", "no-such-war", "--quiet")
    assert code == 2
    assert "there is no built-in scenario" in err
    code, _, err = polemos("run", WAR, "--days", "0", "--quiet")
    assert (code, err) == (2, "polemos: --days: must be at least 1, not 0\n")
    assert os.listdir() == []


@pytest.fixture(scope="module")
def sore(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run in which trust breaks in some histories."""
    folder = str(tmp_path_factory.mktemp("sore") / "run")
    edits = ["mechanisms.trust.breaking_point=0.6", "mechanisms.trust.breaking_rate=1"]
    run(WAR, histories=24, seed=SEED, days=70, edits=edits, out=folder)
    return folder


def test_the_chain_behind_a_fissure_is_found_without_knowing_the_history(polemos: Command, sore: str) -> None:
    said = polemos("replay", sore, "--fissure")
    assert said.code == 0
    number, found = re.fullmatch(r"history (\d+), the first of (\d+) with a fissure among 24\n", said.err).groups()
    assert 0 < int(found) < 24
    assert said.out.splitlines()[0].split("  ")[2].startswith("Fissure: ")
    assert polemos("replay", sore, "--history", number, "--why", "fissure") == (0, said.out, "")
    whole = polemos("replay", sore, "--history", number).out
    assert said.out.splitlines()[:3] == whole.partition("\nWhy:\n")[2].splitlines()[:3]
    chain = json.loads(polemos("replay", sore, "--fissure", "--json").out)
    assert chain[-1]["kind"] == "fissure"
    known = {event["id"] for event in chain}
    assert all(set(event["causes"]) <= known for event in chain)
    assert {cause["gravest"][0]["id"] for cause in chain[-1]["grievances"]} <= known


def test_a_history_without_a_fissure_says_which_have_one(polemos: Command, sore: str) -> None:
    with_one = histories_with_fissure(open_run(sore))
    without = next(number for number in range(24) if number not in with_one)
    code, out, err = polemos("replay", sore, "--history", str(without), "--why", "fissure")
    assert (code, out) == (2, "")
    listed = ", ".join(str(number) for number in with_one[:8])
    assert err.startswith(f"polemos: --why: history {without} has no fissure, of this run these have one: {listed}")
    code, out, err = polemos("replay", sore, "--history", str(without), "--why", "999999")
    assert (code, out) == (2, "")
    assert "has no event '999999', its events are numbered from 0 to" in err


def test_a_chronicle_can_be_filtered(polemos: Command, sore: str) -> None:
    def told(*words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(polemos("replay", sore, "--history", "2", *words, "--json").out)
        return found

    every = told()
    kinds = told("--kind", "offensive", "--kind", "taken")
    assert kinds == [event for event in every if event["kind"] in ("offensive", "taken")]
    army = told("--actor", "army", "--place", "ford")
    assert army == [e for e in every if "army" in (e["actor"], e["other"]) and e["place"] == "ford"]
    days = told("--from", "2000-01-05", "--until", "2000-01-09")
    assert days == [event for event in every if "2000-01-05" <= event["date"] <= "2000-01-09"]
    why = told("--why", str(kinds[-1]["id"]))
    assert why[-1] == kinds[-1]
    code, out, err = polemos("replay", sore, "--history", "2", "--kind", "ofensive", "--place", "frod")
    assert (code, out) == (2, "")
    assert "--kind: there is no kind 'ofensive', did you mean \"offensive\"?" in err
    assert "--place: there is no place 'frod', did you mean \"ford\"?" in err


def test_a_run_without_any_fissure_says_so(polemos: Command) -> None:
    assert polemos("run", WAR, "--histories", "4", "--days", "10", "--out", "calm", "--quiet").code == 0
    assert polemos("replay", "calm", "--fissure") == (
        2, "", "polemos: --fissure: none of the 4 histories of this run has a fissure\n",
    )  # fmt: skip
    assert polemos("replay", "calm", "--history", "1", "--fissure").err.endswith("nor has any other of this run\n")
