"""Files of recorded events, read strictly: what is taken, what is rejected, and why, to the last row.

Comes in: a file of UCDP GED or ACLED as its owner delivers it, or a table that ``event_table`` has written.  Goes out:
a ``Reading``, in which rows read = events + rejected rows, always.  Nothing is mended, shifted or guessed, and no clock
is read: what is the future, the caller says.  The file is opened next door, in ``delimited``; what each recorder's
columns mean, in ``ged_rows``, ``acled_rows`` and ``event_table``.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.acled_rows import ACLED
from polemos.evidence.cells import EPOCH, Refused
from polemos.evidence.counting import LONG_RULES, too_long
from polemos.evidence.delimited import Broken, open_table
from polemos.evidence.event_rows import LONGEST, day_in
from polemos.evidence.event_table import OWN
from polemos.evidence.events import Events
from polemos.evidence.ged_rows import GED
from polemos.evidence.row_format import VALUES, Format

FORMATS = (GED, ACLED, OWN)
KEPT = 1000
"""Rejected rows that are told one by one; their numbers are exact beyond it."""
BLOCK = 50_000
UNKNOWN = 0.75
"""Share of a recorder's columns that are missing where a table is no longer called near to it."""
LOW, HIGH = VALUES.index("low"), VALUES.index("high")
DAYS, DEGREES = ("first", "last"), ("latitude", "longitude")
WORDS = ("id", "place", "adm_1", "country", "side_a", "side_b")

AGAIN = "stands in an earlier row"
HALF_A_PLACE = "is missing, while the other coordinate is there"


class Rejected(NamedTuple):
    """A row that was not taken: where it stands, the column that is wrong and what stands in it."""

    row: int  # 1 = the first after the head, empty lines not counted
    line: int  # of the file, 1 = the head; where the row begins
    column: str  # "" for the row as a whole
    reason: str
    found: str  # at most 60 characters of it


class Reading(NamedTuple):
    """What a file held: ``read`` = len(``events``) + all rejected rows."""

    events: Events
    read: int
    rejected: tuple[Rejected, ...]  # the first of them, in order
    rejected_by_reason: dict[str, int]  # all of them: column and reason -> rows
    format: str
    columns: tuple[str, ...]
    widened: int = 0  # events whose best estimate lay outside the recorder's own range, which was widened to hold it


def read_events(
    path: str | Path, *, encoding: str | None = None, until: str | date | None = None, kept: int = KEPT
) -> Reading:
    """Return the events of a file, and which rows were rejected and why.

    The recorder is known by the columns, in small letters or capitals.  A row is rejected for the first thing that is
    wrong with it: another number of fields than columns; a cell that is no whole number of at least 0, date, code or
    coordinate where one has to be; a side or id that is empty; an id that came before; a last day before the first or
    after ``until``.  A best estimate outside the recorder's own range, which releases have, widens that range and is
    counted.  ``kept`` rejected rows are told one by one.  Raises BadInput for a file
    that cannot be read, columns of no known recorder, and a file without a single event.  Cost: some 10 s of CPU and
    300 MB for a million rows of a GED release.
    """
    end = day_in(until, "until")
    with open_table(path, encoding) as table:
        columns = tuple(name.lower() for name in table.columns)
        layout = recognised(columns, str(path))
        gathered = _Gathered(layout, {name: place for place, name in enumerate(columns)}, end, kept)
        for row in table.rows():
            gathered.take(row, table.line)
        events = gathered.events()
        if not gathered.read:
            raise BadInput(Problem("has a head and no rows", file=str(path)))
        if not len(events):
            first = gathered.rejected[0] if gathered.rejected else None
            told = f"; the first, in line {first.line:,}: {first.column} {first.reason}" if first else ""
            what = f"none of its {gathered.read:,} rows is an event{told}"
            raise BadInput(Problem(what, file=str(path)))
        by_reason = dict(gathered.reasons.most_common())
        return Reading(
            events, gathered.read, tuple(gathered.rejected), by_reason, layout.name, table.columns, gathered.widened
        )


def recognised(columns: tuple[str, ...], file: str = "") -> Format:
    """Return the format with these columns; raises BadInput with the nearest format and what it needs besides."""
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        what = f"has the column {twice[0]!r} twice, in small letters and capitals"
        raise BadInput(Problem(what, file=file, line=1, column=1))
    lacking = [[name for name in layout.required if name not in columns] for layout in FORMATS]
    shares = [len(missing) / len(layout.required) for missing, layout in zip(lacking, FORMATS, strict=True)]
    nearest, missing = FORMATS[shares.index(min(shares))], lacking[shares.index(min(shares))]
    if not missing:
        _none_misspelt(nearest, columns, file)
        return nearest
    if min(shares) > UNKNOWN:
        hint = f"known are {', '.join(layout.name for layout in FORMATS)}; the first line has to name the columns"
        raise BadInput(Problem("has the columns of no known recorder", file=file, hint=hint))
    named = ", ".join(missing[:8]) + (f" and {len(missing) - 8} more" if len(missing) > 8 else "")
    hint = did_you_mean(missing[0], columns)
    raise BadInput(Problem(f"is nearest to {nearest.name}, but lacks the columns {named}", file=file, hint=hint))


def _none_misspelt(layout: Format, columns: tuple[str, ...], file: str) -> None:
    """Refuse a column that may be absent but seems to be there under a wrong name; its words would be lost."""
    others = [name for name in columns if name not in layout.required]
    for name in layout.optional:
        hint = did_you_mean(name, others)
        if name not in columns and hint:
            what = f"is {layout.name} without the column {name}"
            raise BadInput(Problem(what, file=file, line=1, column=1, hint=hint))


class _Gathered:
    """The rows so far: events in blocks of columns, and what was rejected."""

    def __init__(self, layout: Format, places: Mapping[str, int], end: date | None, kept: int) -> None:
        self._reading, self._called = layout.reading(places), layout.called
        self._end = end.toordinal() - EPOCH if end else None
        self._after = f"is after {end}"
        self._kept = kept
        self._ids: set[str] = set()
        self._block: list[tuple[Any, ...]] = []
        self._columns: dict[str, Any] = {
            column.name: [] if column.name in WORDS else array("d" if column.name in DEGREES else "i")
            for column in fields(Events)
        }
        self.read = 0
        self.widened = 0
        self.rejected: list[Rejected] = []
        self.reasons: Counter[str] = Counter()

    def take(self, row: list[str] | Broken, line: int) -> None:
        """Take a row, or note why not."""
        self.read += 1
        if isinstance(row, Broken):
            self._reject(line, "", row.reason, row.found)
            return
        try:
            values = self._reading(row)
            self._hold_together(values)
        except Refused as refused:
            self._reject(line, refused.column, refused.reason, refused.found)
            return
        low, best, high = values[LOW : HIGH + 1]
        if not low <= best <= high:
            values = (*values[:LOW], min(low, best), best, max(high, best), *values[HIGH + 1 :])
            self.widened += 1
        self._ids.add(values[0])
        self._block.append((self.read, *values))
        if len(self._block) == BLOCK:
            self._close_block()

    def _hold_together(self, values: tuple[Any, ...]) -> None:
        """Check what no cell says by itself; raises ``Refused``."""
        first, last, latitude, longitude = values[2], values[3], values[5], values[6]
        if values[0] in self._ids:
            raise self._refused("id", AGAIN, values[0])
        if last < first:
            raise self._refused("last", f"is before {self._called['first']}", np.datetime64(last, "D"))
        if self._end is not None and last > self._end:
            raise self._refused("last", self._after, np.datetime64(last, "D"))
        if (latitude != latitude) != (longitude != longitude):
            raise self._refused("longitude" if latitude == latitude else "latitude", HALF_A_PLACE, "")

    def _refused(self, value: str, reason: str, found: object) -> Refused:
        return Refused(reason, self._called[value], str(found))

    def _reject(self, line: int, column: str, reason: str, found: str) -> None:
        self.reasons[f"{column} {reason}".strip()] += 1
        if len(self.rejected) < self._kept:
            self.rejected.append(Rejected(self.read, line, column, reason, found[:60]))

    def _close_block(self) -> None:
        for name, column in zip(("row", *VALUES), zip(*self._block, strict=True), strict=True):
            self._columns[name].extend(column)
        self._block = []

    def events(self) -> Events:
        """Return the events; what was gathered is given up for them, so that no column stands in memory twice."""
        if self._block:
            self._close_block()
        self._ids = set()
        return Events(**{name: _column(name, self._columns.pop(name)) for name in list(self._columns)})


def _column(name: str, gathered: Any) -> Any:
    if name in WORDS:
        column = np.empty(len(gathered), dtype=object)
        column[:] = gathered
        return column
    numbers = np.array(gathered, dtype=np.float64 if name in DEGREES else np.int64)
    return numbers.view("datetime64[D]") if name in DAYS else numbers


def settle_long(events: Events, rule: str = "spread", longest: int = LONGEST) -> tuple[Events, int]:
    """Return the events under a rule for those that last more than ``longest`` days, and how many of those there are.

    First and last day are both counted: 1 to 31 January are 31 days and not long.  "leave_out" leaves long ones out,
    "spread" keeps them, to be spread evenly over their days by whoever counts.  ``long_told`` puts the rule into words.
    Raises BadInput.
    """
    if rule not in LONG_RULES:
        hint = f"it can be {' or '.join(LONG_RULES)}"
        raise BadInput(Problem(f"is {rule!r}", key="rule", hint=hint))
    if longest < 1:
        raise BadInput(Problem(f"is {longest}", key="longest", hint="give a number of days of at least 1"))
    long = too_long(events, longest)
    return (events.where(~long) if rule == "leave_out" else events), int(long.sum())


def long_told(rule: str, count: int, longest: int = LONGEST) -> str:
    """Return in words what became of long events."""
    fate = {"spread": "spread evenly over their days", "leave_out": "left out"}[rule]
    return f"{count:,} that last more than {longest} days are {fate}"
