"""What a cell of a table of events says, or why it says nothing: numbers, days, degrees, codes and words.

Comes in: text.  Goes out: a value, or ``Refused`` with a reason out of a short list, so that reasons can be counted.
Nothing is inferred: "NA", "NaN" and "None" are words, and "03/04/2016" is no date.  Which columns hold what is next
door, in ``ged_rows``, ``acled_rows`` and ``event_table``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

REMEMBERED = 100_000
"""Different texts of a column whose values are kept, so that they are read once."""
EPOCH = date(1970, 1, 1).toordinal()
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

WHOLE = re.compile(r"[0-9]{1,9}")
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?")
ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})( 00:00:00(\.0{1,9})?)?")
IN_WORDS = re.compile(r"([0-9]{1,2})[ -]([A-Z][a-z]+)[ -]([0-9]{4})")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

NO_WHOLE = "is no whole number of at least 0"
NO_DATE = "is no date such as 2016-02-27"
EMPTY, CONTROLS = "is empty", "holds a line break or another control character"


class Refused(Exception):
    """A cell, or a row by one of its cells, that cannot be taken."""

    def __init__(self, reason: str, column: str = "", found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.found = reason, column, found


class Values(dict[str, Any]):
    """The values of the texts of a column, each read once; a look-up raises ``Refused`` for what is none."""

    def __init__(self, reading: Callable[[str], Any]) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, text: str) -> Any:
        value = self._reading(text)
        if len(self) < REMEMBERED:
            self[text] = value
        return value


def whole(text: str) -> int:
    """Return a whole number of at least 0, written in up to nine of the digits 0 to 9."""
    if not WHOLE.fullmatch(text):
        raise Refused(NO_WHOLE)
    return int(text)


def code(known: Collection[int]) -> Callable[[str], int]:
    """Return a reading of whole numbers that are among the known ones."""
    reason = f"is none of {', '.join(map(str, sorted(known)))}"

    def one_of(text: str) -> int:
        if not WHOLE.fullmatch(text) or int(text) not in known:
            raise Refused(reason)
        return int(text)

    return one_of


def degrees(most: float) -> Callable[[str], float]:
    """Return a reading of degrees from -``most`` to ``most``; an empty cell is NaN."""
    reason = f"is no number of degrees from {-most:g} to {most:g}"

    def angle(text: str) -> float:
        if not text:
            return math.nan
        if not DEGREES.fullmatch(text) or abs(float(text)) > most:
            raise Refused(reason)
        return float(text)

    return angle


def day(text: str) -> int:
    """Return the days from 1 January 1970 to a date as in 2016-02-27, with or without a midnight behind it."""
    found = ISO.fullmatch(text)
    if not found:
        raise Refused(NO_DATE)
    try:
        return date.fromisoformat(found[1]).toordinal() - EPOCH
    except ValueError:
        raise Refused(NO_DATE) from None


def day_or_words(text: str) -> int:
    """Return the same of a date that may also be written as in 27 February 2016."""
    found = IN_WORDS.fullmatch(text)
    if not found or found[2] not in MONTHS:
        return day(text)
    try:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])).toordinal() - EPOCH
    except ValueError:
        raise Refused(NO_DATE) from None


def words(text: str) -> str:
    """Return a text as it stands, apart from spaces around it; none may run over lines."""
    found = text.strip()
    if CONTROL.search(found):
        raise Refused(CONTROLS)
    return found


def name(text: str) -> str:
    """Return a text that is not empty."""
    found = words(text)
    if not found:
        raise Refused(EMPTY)
    return found
