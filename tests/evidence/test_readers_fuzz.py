"""Thousands of damaged files: no traceback, no row lost from the count, no value out of another column.

A second reading of CSV, written letter by letter for the tests, says which fields a row has where the file is well
formed; what the reader takes has to be those.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polemos.errors import BadInput
from polemos.evidence.readers import Reading, read_events
from recorded_events import ACLED_NOW, CURRENT, REDUCED, acled, ged, second_reading, text_of, values

Chance = np.random.Generator
ROWS = 6
SAME = {"id": "id", "place": "where_coordinates", "adm_1": "adm_1", "country": "country", "side_a": "side_a",
        "side_b": "side_b"}  # fmt: skip
NUMBERS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high")


def swap(text: bytes, chance: Chance) -> bytes:
    one, other = sorted(chance.integers(len(text), size=2).tolist())
    return text[:one] + text[other : other + 1] + text[one + 1 : other] + text[one : one + 1] + text[other + 1 :]


def change(text: bytes, chance: Chance) -> bytes:
    at = int(chance.integers(len(text)))
    return text[:at] + bytes(chance.integers(256, size=1).tolist()) + text[at + 1 :]


def mark(text: bytes, chance: Chance) -> bytes:
    marks = [b",", b'"', b"\n", b"\r", b"\r\n", b"NA", b"-", b"\x00", b";", b'""', b",,", b"\xef\xbb\xbf", b"9" * 12]
    at = int(chance.integers(len(text)))
    return text[:at] + marks[int(chance.integers(len(marks)))] + text[at:]


def cut(text: bytes, chance: Chance) -> bytes:
    one, other = sorted(chance.integers(len(text), size=2).tolist())
    return text[:one] + text[min(other, one + 40) :]


def drop_mark(text: bytes, chance: Chance) -> bytes:
    marks = [at for at, byte in enumerate(text) if byte in b',"\n'] or [0]
    at = marks[int(chance.integers(len(marks)))]
    return text[:at] + text[at + 1 :]


def end(text: bytes, chance: Chance) -> bytes:
    return text[: int(chance.integers(len(text)))]


def again(text: bytes, chance: Chance) -> bytes:
    one, other = sorted(chance.integers(len(text), size=2).tolist())
    return text[:other] + text[one:]


DAMAGES: list[Callable[[bytes, Chance], bytes]] = [swap, change, mark, cut, drop_mark, end, again]


def check(path: Path, content: bytes) -> Reading | None:
    """Read a file and hold it to the laws; None if it is refused."""
    path.write_bytes(content)
    said = ""
    try:
        reading = read_events(path)
    except BadInput as refused:
        said = str(refused)
    if said:
        assert said.startswith(str(path))
        assert "\n" not in said
        return None
    events = reading.events
    assert reading.read == len(events) + sum(reading.rejected_by_reason.values())
    assert len(reading.rejected) == sum(reading.rejected_by_reason.values())
    numbers = sorted([*events.row.tolist(), *(row.row for row in reading.rejected)])
    assert numbers == list(range(1, reading.read + 1))
    assert ((events.low <= events.best) & (events.best <= events.high) & (events.low >= 0)).all()
    assert (events.last >= events.first).all()
    assert not np.isinf(events.latitude).any()
    assert len(set(events.id.tolist())) == len(events)
    return reading


def held_to_the_second_reading(reading: Reading, content: bytes) -> int:
    """Compare every event with the fields of its row; return how many rows there were to compare."""
    try:
        head, *rows = second_reading(content.decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError):
        return 0
    columns = [name.strip().lower() for name in head]
    assert reading.read == len(rows)
    for number in range(len(reading.events)):
        event = values(reading.events, number)
        row = rows[event["row"] - 1]
        assert len(row) == len(columns)
        cells = dict(zip(columns, row, strict=True))
        assert {name: event[name] for name in SAME} == {name: cells[column].strip() for name, column in SAME.items()}
        told = {name: int(cells[name]) for name in NUMBERS}
        # A best estimate outside its own range widens the range.
        told |= {"low": min(told["low"], told["best"]), "high": max(told["high"], told["best"])}
        assert {name: event[name] for name in NUMBERS} == told
        assert [event["first"], event["last"]] == [cells[name][:10] for name in ("date_start", "date_end")]
    return len(reading.events)


@pytest.mark.parametrize("columns", [REDUCED, CURRENT], ids=len)
def test_damaged_files_of_ged_are_refused_or_told_and_never_shifted(tmp_path: Path, columns: tuple[str, ...]) -> None:
    """1,000 files with one to four damages each, drawn by a key; hundreds of them are still read in part."""
    chance = np.random.Generator(np.random.Philox(key=len(columns)))
    whole = text_of([ged(number) for number in range(1, ROWS + 1)], columns).encode()
    read = compared = told = 0
    for _ in range(1000):
        content = whole
        for _ in range(int(chance.integers(1, 5))):
            content = DAMAGES[int(chance.integers(len(DAMAGES)))](content or b"x", chance)
        reading = check(tmp_path / "x.csv", content)
        if reading:
            read += 1
            told += bool(reading.rejected)
            compared += held_to_the_second_reading(reading, content)
    assert read > 300
    assert told > 200
    assert compared > 500


def test_damaged_files_of_acled_are_refused_or_told(tmp_path: Path) -> None:
    chance = np.random.Generator(np.random.Philox(key=3))
    whole = text_of([acled(number) for number in range(1, ROWS + 1)], ACLED_NOW).encode()
    read = 0
    for _ in range(600):
        content = DAMAGES[int(chance.integers(len(DAMAGES)))](whole, chance)
        read += check(tmp_path / "x.csv", content) is not None
    assert read > 300


CELL = st.one_of(
    st.sampled_from(["", "NA", "1", "2016-02-27", "0", "7", "34.5", "side", '"', ",", "\n", "\r", "-1", "nan", "=1"]),
    st.text(max_size=6),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(st.sampled_from(REDUCED), CELL, max_size=3), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_the_books_balance(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    """Cells of any letters, written as CSV: each row is taken as it stands or told."""
    try:
        content = text_of([ged(number) | row for number, row in enumerate(rows, start=1)]).encode()
    except UnicodeEncodeError:
        return
    reading = check(tmp_path / "x.csv", content)
    if reading:
        held_to_the_second_reading(reading, content)
