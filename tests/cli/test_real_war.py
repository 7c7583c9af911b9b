"""The commands one after another on a small war with the real engine, as a person would give them."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from polemos.engine.run import open_run, run_again
from polemos.units import UNITS
from worlds import HERE

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
    assert re.search(r"^ +\d+  \d{4}-\d\d-\d\d  .+  <- \d+$", chronicle.out, re.MULTILINE)
    assert len(json.loads(polemos("replay", "war", "--history", "7", "--json").out)) == chronicle.out.count("\n")
    assert polemos("events", "war", "--history", "7", "--out", "events.csv").code == 0
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
