"""The axes on which records are counted: those of a war's measures, without the histories.

Comes in: a compiled war.  Goes out: the labels along each axis, which days a window covers, and which weeks and months
with them.  The axes of simulated histories are made in ``engine.measures``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts
from polemos.engine.measures import DAYS_A_WEEK, axes_of
from polemos.engine.record import months_of
from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.scenario.compile import War


def pair_rows(one: Counts, other: Counts, camps: int) -> Counts:
    """Return the row of each pair of camps, -1 where one of them is no camp."""
    first, second = np.minimum(one, other), np.maximum(one, other)
    rows = first * camps - first * (first - 1) // 2 + second - first
    return np.where(first >= 0, rows, -1)


def labels_of(war: War) -> dict[str, NDArray[Any]]:
    """Return the labels along every axis that a record can have."""
    axes = axes_of(war, np.arange(0))
    names = ("week", "day", "month", "actor", "camp", "pair", "front", "place", "governorate")
    return {name: axes[name] for name in names}


class Window(NamedTuple):
    """The days of a war that a record tells of, from row 0 for the first day of the war; both ends included."""

    first: int
    last: int
    day_week: Counts  # [D] row of the day's week, -1 after the last whole week
    day_month: Counts  # [D] row of the day's month
    weeks: NDArray[np.bool_]  # [W] all seven days are in the window; never the eve, which has none
    months: NDArray[np.bool_]  # [M] all days of the war in this month are in the window

    @property
    def days(self) -> NDArray[np.bool_]:
        """Which days of the war are in the window."""
        rows = np.arange(len(self.day_week))
        return np.asarray((rows >= self.first) & (rows <= self.last))


def window_of(war: War, first: date, last: date) -> Window:
    """Return the part of a war's days between two dates; raises BadInput if there is none."""
    begins, ends = (first - war.start).days, (last - war.start).days
    if begins > ends:
        raise BadInput(Problem(f"begins on {first} and ends on {last}", key="first, last"))
    if ends < 0 or begins >= war.days:
        hint = f"the war lasts {war.days} days from {war.start}"
        raise BadInput(Problem(f"no day of the war is between {first} and {last}", key="first, last", hint=hint))
    begins, ends = max(begins, 0), min(ends, war.days - 1)
    days = np.arange(war.days)
    whole = war.days // DAYS_A_WEEK
    week = np.where(days < whole * DAYS_A_WEEK, days // DAYS_A_WEEK + 1, -1)
    names, month = months_of(war.start, war.days)
    covered = (days >= begins) & (days <= ends)
    weeks = np.zeros(whole + 1, dtype=np.bool_)
    if whole:
        weeks[1:] = covered[: whole * DAYS_A_WEEK].reshape(whole, DAYS_A_WEEK).all(axis=1)
    months = np.array([covered[month == row].all() for row in range(len(names))], dtype=np.bool_)
    return Window(begins, ends, week, month, weeks, months)
