"""``polemos show --measure`` prints one number again, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polemos.engine.run import run
from worlds import HERE, SEED

if TYPE_CHECKING:
    from cli.conftest import Command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small run in a folder."""
    path = tmp_path_factory.mktemp("run") / "war"
    run(HERE / "two_fronts_one_air_force.yaml", histories=12, seed=SEED, days=56, out=path)
    return str(path)


def test_a_table_by_week(polemos: Command, folder: str) -> None:
    code, out, err = polemos("show", folder, "--measure", "cohesion")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "cohesion  cohesion [share]"
    assert lines[2].startswith("two-fronts-one-air-force · 12 histories · seed")
    assert [line.split()[:2] for line in lines[5:]] == [
        [str(week), f"2000-{month}"]
        for week, month in enumerate(
            ("01-01", "01-07", "01-14", "01-21", "01-28", "02-04", "02-11", "02-18", "02-25"),
        )
    ]


def test_words_and_json_say_the_same(polemos: Command, folder: str) -> None:
    asked = ("show", folder, "--measure", "men", "--week", "4", "--of", "guard")
    found = json.loads(polemos(*asked, "--json").out)
    (row,) = found["rows"]
    assert (found["unit"], found["histories"], row["of"]) == ("men", 12, {"actor": "guard"})
    line = polemos(*asked).out.splitlines()[-1].split()
    assert line[:3] == ["4", "2000-01-28", "guard"]
    assert float(line[3].replace(",", "")) == pytest.approx(row["mean"], abs=row["error"])
    assert line[-1] == str(row["known"])


def test_who_holds_a_place(polemos: Command, folder: str) -> None:
    asked = ("show", folder, "--measure", "holder", "--week", "8", "--of", "mill")
    (row,) = json.loads(polemos(*asked, "--json").out)["rows"]
    assert sum(share["share"] for share in row["camp"]) == pytest.approx(1.0)
    out = polemos(*asked).out
    assert "week 8, 2000-02-25, mill" in out
    assert all(share["title"] in out for share in (*row["camp"], *row["actor"]))
    (single,) = json.loads(polemos(*asked, "--history", "3", "--json").out)["rows"]
    assert [list(share) for share in single["actor"]] == [["id", "title"]]


def test_what_is_not_known_is_a_dash_or_null(polemos: Command, folder: str) -> None:
    asked = ("show", folder, "--measure", "pair_trust", "--week", "2", "--of", "guard", "--of", "guard")
    assert polemos(*asked).out.splitlines()[-1].split()[4:] == ["-"] * 6 + ["0"]
    (row,) = json.loads(polemos(*asked, "--json").out)["rows"]
    assert (row["mean"], row["error"], row["percentiles"]["50"]) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--week", "3"], "give --measure too"),
        (["--measure", "cohesoin"], "polemos: measure: there is no measure 'cohesoin', did you mean \"cohesion\"?\n"),
        (["--measure", "men", "--of", "gaurd"], "polemos: of: men has no actor 'gaurd', did you mean \"guard\"?\n"),
        (["--measure", "men", "--week", "x"], "'x' is not a valid integer"),
    ],
)
def test_a_wrong_question_is_one_message(polemos: Command, folder: str, words: list[str], said: str) -> None:
    code, out, err = polemos("show", folder, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_question_has_no_measures(polemos: Command) -> None:
    world = str(HERE / "one_front.yaml")
    polemos("compare", world, "--without", "trust", "-n", "4", "--days", "14", "--out", "asked", "-q")
    assert Path("asked").is_dir()
    code, out, err = polemos("show", "asked", "--measure", "men")
    assert (code, out) == (2, "")
    assert err == "polemos: asked: is the answer of a question, which has no measures, name the folder of a run\n"
