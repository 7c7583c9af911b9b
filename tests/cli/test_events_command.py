"""``polemos events describe`` and ``import``: what is printed and written, and how they end."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recorded_events import acled, as_file, ged

Command = Callable[..., Any]
GOOD = [ged(1), ged(2, side_a="=1+1"), ged(3, date_start="2016-01-20", date_end="2016-03-05")]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    as_file(tmp_path / "good.csv", GOOD)
    as_file(tmp_path / "bad.csv", [*GOOD, ged(4, best="NA"), ged(5, date_end="2016-02-26")])
    return tmp_path


def test_a_file_is_described(polemos: Command, files: Path) -> None:
    said = polemos("events", "describe", "bad.csv")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:7] == [
        "bad.csv: UCDP GED, 33 columns",
        "5 rows read = 3 events + 2 rejected",
        "  1  best is no whole number of at least 0",
        "  1  date_end is before date_start",
        "  row 4, line 5: best is no whole number of at least 0: 'NA'",
        "  row 5, line 6: date_end is before date_start: '2016-02-26'",
        "Long events: 1 that last more than 31 days are spread evenly over their days (10 deaths)",
    ]
    assert "From 2016-01-20 to 2016-03-05; 30 dead, at least 27, at most 36" in lines
    assert [" ".join(line.split()) for line in lines[-3:]] == ["2016-01 3", "2016-02 26", "2016-03 1"]
    dropped = polemos("events", "describe", "bad.csv", "--long-events", "leave_out").out
    assert "Long events: 1 that last more than 31 days are left out (10 deaths)" in dropped
    assert "From 2016-02-27 to 2016-02-28; 20 dead" in dropped


def test_json_says_the_same_and_more(polemos: Command, files: Path) -> None:
    found = json.loads(polemos("events", "describe", "bad.csv", "--json").out)
    assert (found["file"], found["read"], found["events"], found["rejected"]) == ("bad.csv", 5, 3, 2)
    assert found["read"] == found["events"] + sum(found["rejected_by_reason"].values())
    assert found["first_rejected"][0] == {
        "row": 4, "line": 5, "column": "best", "reason": "is no whole number of at least 0", "found": "NA",
    }  # fmt: skip
    assert found["extent"] == {"south": 34.5, "north": 34.5, "west": 36.25, "east": 36.25, "without": 0}
    assert {side["side"]: side["deaths"] for side in found["sides"]} == {
        "side a 1": 10, "side b 1": 10, "=1+1": 10, "side b 2": 10, "side a 3": 10, "side b 3": 10,
    }  # fmt: skip
    assert sum(found["deaths_by_month"].values()) == pytest.approx(30, abs=1e-4)


def test_rejected_rows_end_with_1_only_if_that_is_asked_for(polemos: Command, files: Path) -> None:
    assert polemos("events", "describe", "good.csv", "--strict").code == 0
    said = polemos("events", "describe", "bad.csv", "--strict")
    assert (said.code, said.err) == (1, "polemos: bad.csv: 2 of 5 rows were rejected\n")
    assert polemos("events", "import", "bad.csv", "--out", "x.csv", "--strict").code == 1
    assert Path("x.csv").exists()


def test_what_cannot_be_read_ends_with_2(polemos: Command, files: Path) -> None:
    Path("wide.csv").write_bytes(Path("good.csv").read_text("utf-8").encode("utf-16"))
    said = polemos("events", "describe", "wide.csv")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("polemos: wide.csv: is no text in UTF-8: byte 0 is 0xff, UTF-16 begins so")
    assert polemos("events", "describe", "wide.csv", "--encoding", "utf-16").code == 0
    for words in (["nowhere.csv"], ["."], ["good.csv", "--encoding", "rot13"], ["good.csv", "--until", "soon"],
                  ["good.csv", "--until", "2015-01-01"]):  # fmt: skip
        code, out, err = polemos("events", "describe", *words)
        assert (code, out) == (2, "")
        assert "Traceback" not in err


def test_the_future_is_rejected(polemos: Command, files: Path) -> None:
    said = polemos("events", "describe", "good.csv", "--until", "2016-02-28")
    assert "3 rows read = 2 events + 1 rejected" in said.out
    assert "row 3, line 4: date_end is after 2016-02-28: '2016-03-05'" in said.out


def test_an_import_is_two_tables_without_formulas(polemos: Command, files: Path) -> None:
    said = polemos("events", "import", "bad.csv", "--out", "clean.csv")
    assert said == (0, "clean.csv\n", "5 rows read as UCDP GED: 3 events, 2 rejected\n")
    with open("clean.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["side_a"] for row in rows] == ["side a 1", "'=1+1", "side a 3"]
    with open("clean.csv.rejected.csv", encoding="utf-8", newline="") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["4", "5"]
    again = polemos("events", "describe", "clean.csv")
    assert "clean.csv: polemos, 21 columns\n3 rows read = 3 events + 0 rejected" in again.out
    assert polemos("events", "import", "good.csv", "--out", "clean.parquet").code == 0
    assert Path("clean.parquet").read_bytes()[:4] == b"PAR1"


def test_an_import_never_writes_over_what_it_reads(polemos: Command, files: Path) -> None:
    before = Path("good.csv").read_bytes()
    assert polemos("events", "import", "good.csv", "--out", "good.csv").code == 2
    assert polemos("events", "import", "good.csv", "--out", "good.txt").code == 2
    assert polemos("events", "import", "good.csv", "--out", "no/good.csv").code == 2
    assert Path("good.csv").read_bytes() == before


def test_every_rejected_row_is_written_however_many(polemos: Command, tmp_path: Path) -> None:
    as_file(tmp_path / "many.csv", [ged(0), *(ged(number, best=f"@{number}") for number in range(1, 1501))])
    said = polemos("events", "import", "many.csv", "--out", "x.csv")
    assert said.err == "1,501 rows read as UCDP GED: 1 events, 1,500 rejected\n"
    with open("x.csv.rejected.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[-1]["row"], rows[-1]["found"]) == (1500, "1501", "'@1500")


def test_acled_is_known_by_its_columns(polemos: Command, tmp_path: Path) -> None:
    from recorded_events import ACLED_NOW

    as_file(tmp_path / "acled.csv", [acled(1), acled(2, event_type="Protests")], ACLED_NOW)
    said = polemos("events", "describe", "acled.csv").out
    assert "acled.csv: ACLED, 31 columns\n2 rows read = 1 events + 1 rejected" in said
    assert "1  event_type is no armed violence (protests, riots, strategic developments)" in said
