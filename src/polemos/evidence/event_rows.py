"""Rows of dated events as they come: from a file of UCDP GED, a data frame or a list of dicts.

Comes in: any of these.  Goes out: rows by column, and numbers and days out of their cells, checked.  Files are opened
next door, in ``delimited``; what rows mean is in ``networks`` and ``severity``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from polemos.errors import BadInput, Problem
from polemos.evidence.delimited import Broken, Table, open_table

LONGEST = 31
"""Days; rows that last longer are sums for a campaign, not events."""


@contextmanager
def event_rows(events: Any) -> Iterator[Iterable[Mapping[str, Any]]]:
    """Give the rows of a file (``.csv``, ``.csv.gz``, ``.zip``), a data frame or a list of dicts; raises BadInput."""
    if isinstance(events, (str, Path)):
        with open_table(events) as table:
            yield _by_column(table, str(events))
    elif hasattr(events, "to_dict"):
        yield events.to_dict("records")
    else:
        rows = list(events) if isinstance(events, Iterable) and not isinstance(events, Mapping) else [events]
        if not all(isinstance(row, Mapping) for row in rows):
            hint = "give a path, a data frame or dicts"
            raise BadInput(Problem("are no rows of events", key="events", hint=hint))
        yield rows


def _by_column(table: Table, file: str) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(table.rows(), start=1):
        if isinstance(row, Broken):
            what = f"row {number:,} {row.reason} ({row.found})"
            raise BadInput(Problem(what, file=file, line=table.line, column=1))
        yield dict(zip(table.columns, row, strict=True))


def number_in(given: Any, where: str) -> float:
    """Return a number of at least 0 from a cell; raises BadInput with the place if it is none."""
    try:
        number = float(given)
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and number >= 0.0):
        raise BadInput(Problem(f"needs a number of at least 0, not {given!r}", key=where))
    return number


def day_in(given: Any, where: str) -> date | None:
    """Return a day from a cell or an argument, None for None; raises BadInput with the place if it is none."""
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        raise BadInput(Problem(f"needs a date such as 2016-02-27, not {given!r}", key=where)) from None
