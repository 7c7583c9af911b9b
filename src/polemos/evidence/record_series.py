"""What was recorded of a war by the day: the dead of a camp, between two camps, at a front; places won and lost.

Comes in: matched events and dated changes of hands.  Goes out: one number per day of the war under a name such as
``own.CAMP``, NaN on days of which the record says nothing.  Measures on a run's axes are next door in ``observed``;
what is made of the series here, in ``record_estimands``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Floats
from polemos.evidence import counting
from polemos.evidence.axes import pair_rows
from polemos.evidence.control_changes import Change, Changes
from polemos.evidence.counting import Deaths
from polemos.evidence.matching import Matched

if TYPE_CHECKING:
    from polemos.scenario.compile import War


class Recorded:
    """The series of one record, each counted when it is first asked for.

    Days go from ``first`` to ``last`` [dates], which may lie beyond the war's own horizon.
    """

    def __init__(self, war: War, events: Matched | None, changes: Changes | None, last: date) -> None:
        self.war, self.events, self.changes = war, events, changes
        self.days = max(1, (last - war.start).days + 1)
        self._found: dict[tuple[str, str], Floats] = {}
        self._spread: Any = None
        self.covered = self._covered()

    def series(self, text: str, bound: str = "best") -> Floats:
        """Return the sum of series joined by ``+`` [days]; ``bound``: the recorder's best, low or high."""
        found = [self._one(part.strip(), bound) for part in text.split("+")]
        return np.asarray(np.sum(found, axis=0), dtype=np.float64)

    def rows(self, days: list[date]) -> slice:
        """Return the rows of the days between two dates, both included."""
        first, last = ((day - self.war.start).days for day in days)
        return slice(max(0, first), max(0, min(self.days, last + 1)))

    def whole(self, days: list[date], text: str) -> bool:
        """Whether every day between two dates lies in what was recorded of these series."""
        first, last = ((day - self.war.start).days for day in days)
        if first < 0 or last >= self.days:
            return False
        return bool(np.isfinite(self.series(text)[self.rows(days)]).all())

    def _covered(self) -> tuple[int, int]:
        """Return the first and the last day of which events tell, as rows; an empty range without events."""
        if self.events is None or not self.events.counted.any():
            return 0, -1
        rows = np.flatnonzero(self.events.counted)
        start = np.datetime64(self.war.start, "D")
        first = int((self.events.events.first[rows].min() - start).astype(np.int64))
        last = int((self.events.events.last[rows].max() - start).astype(np.int64))
        return max(first, 0), min(last, self.days - 1)

    def _one(self, name: str, bound: str) -> Floats:
        if (name, bound) not in self._found:
            kind, _, what = name.partition(".")
            made = self._changes(kind, what) if kind in ("won", "lost") else self._dead(kind, what, bound)
            self._found[name, bound] = made
        return self._found[name, bound]

    def _dead(self, kind: str, what: str, bound: str) -> Floats:
        found = np.full(self.days, np.nan)
        first, last = self.covered
        if self.events is None or last < first:
            return found
        matched, legend = self.events, self.war.legend
        if self._spread is None:
            rows = np.flatnonzero(matched.counted)
            self._spread = counting.spread(matched.events, rows, self.war.start, 0, self.days - 1)
        event, shape = self._spread.event, (self.days, 1)
        if kind == "own":
            camp, *foe = (legend.camps.index(name) for name in what.split("|"))
            total = np.zeros(shape)
            for side in (0, 1):
                here = matched.camp[event, side] == camp
                here = np.where(here & (matched.camp[event, 1 - side] == foe[0]) if foe else here, 0, -1)
                total += self._sums(counting.own_killed(matched.events, side), bound, here, shape)
        elif kind == "front":
            here = np.where(matched.front[event] == legend.fronts.index(what), 0, -1)
            total = self._sums(counting.men_killed(matched.events), bound, here, shape)
        else:
            one, other = (np.array([legend.camps.index(camp)]) for camp in what.split("|"))
            row = int(pair_rows(one, other, len(legend.camps))[0])
            pairs = pair_rows(matched.camp[:, 0], matched.camp[:, 1], len(legend.camps))[event]
            here = np.where(matched.main[event] & (pairs == row), 0, -1)
            total = self._sums(counting.men_killed(matched.events), bound, here, shape)
        found[first : last + 1] = total[first : last + 1, 0]
        return found

    def _sums(self, deaths: Deaths, bound: str, here: Any, shape: tuple[int, int]) -> Floats:
        return np.asarray(self._spread.sums(getattr(deaths, bound), (self._spread.day, here), shape))

    def _changes(self, kind: str, what: str) -> Floats:
        """Return how many places a camp took or lost on each day, up to the last change that is listed."""
        found = np.full(self.days, np.nan)
        if self.changes is None:
            return found
        camp = self.war.legend.camps.index(what)
        last = min(self.days - 1, (self.changes.rows[-1].day - self.war.start).days)
        found[: last + 1] = 0.0
        for change in self.changes.rows:
            day = (change.day - self.war.start).days
            if 0 <= day <= last and self._counts(change) and camp in (change.taker.camp, change.loser.camp):
                found[day] += (change.taker.camp if kind == "won" else change.loser.camp) == camp
        return found

    def _counts(self, change: Change) -> bool:
        """Whether a change is of a place of the counted theatre, between two camps."""
        known = change.place >= 0 and bool(self.war.world.main[change.place])
        return known and change.taker.camp >= 0 and change.taker.camp != change.loser.camp
