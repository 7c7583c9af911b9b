"""What a recorder's table has to have to be read: the columns by which it is known, and a reading of its rows.

Holds ``Format`` and the reading of rows whose every value stands in one cell.  Each recorder's own is next door, in
``ged_rows``, ``acled_rows`` and ``event_table``; they are chosen among in ``readers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from polemos.evidence import cells
from polemos.evidence.cells import Refused, Values

ReadRow = Callable[[list[str]], tuple[Any, ...]]
"""A row's cells -> its values in the order of ``VALUES``, days as days since 1970; raises ``Refused``."""

VALUES = (
    "id", "kind", "first", "last", "date_precision", "latitude", "longitude", "where_precision", "place", "adm_1",
    "country", "side_a", "side_b", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip
"""The columns of ``Events`` that come out of a row."""
KINDS, DATE_PRECISIONS, WHERE_PRECISIONS = range(1, 4), range(1, 6), range(1, 8)


class Format(NamedTuple):
    """A recorder's table."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    called: Mapping[str, str]  # what the columns of ``Events`` are called there, to say what is wrong
    reading: Callable[[Mapping[str, int]], ReadRow]  # from the places of the columns


def readings() -> dict[str, Callable[[str], Any]]:
    """Return how a cell of each column of ``Events`` is read where it stands by itself."""
    whole = dict.fromkeys(VALUES[13:], cells.whole)
    return {
        "id": cells.name, "kind": cells.code(KINDS), "first": cells.day, "last": cells.day,
        "date_precision": cells.code(DATE_PRECISIONS), "latitude": cells.degrees(90.0),
        "longitude": cells.degrees(180.0), "where_precision": cells.code(WHERE_PRECISIONS), "place": cells.words,
        "adm_1": cells.words, "country": cells.words, "side_a": cells.name, "side_b": cells.name, **whole,
    }  # fmt: skip


def cell_by_cell(called: Mapping[str, str]) -> Callable[[Mapping[str, int]], ReadRow]:
    """Return the reading of a table in which each value has a column of its own."""
    return partial(_cell_by_cell, called)


def _cell_by_cell(called: Mapping[str, str], places: Mapping[str, int]) -> ReadRow:
    known = readings()
    plan = [(places[called[value]], _values_of(value, known[value])) for value in VALUES]

    def read(row: list[str]) -> tuple[Any, ...]:
        try:
            return tuple([values[row[place]] for place, values in plan])
        except Refused:
            for value, (place, values) in zip(VALUES, plan, strict=True):
                look_up(values, row[place], called[value])
            raise

    return read


def _values_of(value: str, reading: Callable[[str], Any]) -> Values:
    return Unkept(reading) if value == "id" else Values(reading)


class Unkept(Values):
    """The values of texts that hardly ever come again."""

    def __missing__(self, text: str) -> Any:
        return self._reading(text)


def look_up(values: Values, text: str, column: str) -> Any:
    """Return a cell's value; what is refused carries the name of its column and the cell."""
    try:
        return values[text]
    except Refused as refused:
        raise Refused(refused.reason, column, text) from None
