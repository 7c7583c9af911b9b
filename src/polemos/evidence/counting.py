"""How many died in recorded events, by day: fighters and civilians apart, with the recorder's range.

Comes in: ``Events`` and which of them count.  Goes out: deaths of each event with their range (``Deaths``), each event
spread evenly over its days (``Spread``), and sums over any rows.  Which rows an event belongs to is next door in
``matching``; the measures made of the sums in ``observed``.

What is taken for what.  An event of armed sides (kinds 1 and 2): its men killed are ``deaths_a + deaths_b`` and those
of unknown status; civilians are counted apart.  An attack on civilians (kind 3): the unknown are civilians.  Where the
recorder's best is more than the four parts, the rest is of unknown status.  The range belongs to the whole event, so
each part gets all of it: its low is the known dead less (best - low), at least 0; its high is the known and the unknown
dead and (high - best).  A side's own dead are those coded to it; the unknown are in its high only.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts, Floats
from polemos.engine.ged import ONE_SIDED
from polemos.evidence.event_rows import LONGEST
from polemos.evidence.events import Events

LONG_RULES = ("spread", "leave_out")
BOUNDS = ("best", "low", "high")


class Deaths(NamedTuple):
    """Deaths of each event, low <= best <= high."""

    best: Floats
    low: Floats
    high: Floats


def unknown_of(events: Events) -> Counts:
    """Return the dead of unknown status: what the best estimate holds beyond the known dead."""
    known = events.deaths_a + events.deaths_b + events.deaths_civilians
    return np.maximum(events.best - known, 0)


def men_killed(events: Events) -> Deaths:
    """Return the men of all sides killed in each event."""
    known, armed = events.deaths_a + events.deaths_b, events.kind != ONE_SIDED
    either = known + np.where(armed, unknown_of(events), 0)
    return _ranged(events, known, either, either, armed)


def own_killed(events: Events, side: int) -> Deaths:
    """Return the own dead of side a (0) or b (1)."""
    known, armed = events.deaths_b if side else events.deaths_a, events.kind != ONE_SIDED
    return _ranged(events, known, known, known + np.where(armed, unknown_of(events), 0), armed)


def civilians_killed(events: Events) -> Deaths:
    """Return the civilians killed in each event."""
    known, armed = events.deaths_civilians, events.kind != ONE_SIDED
    either = known + unknown_of(events)
    sure = np.where(armed, known, either)
    return _ranged(events, sure, sure, either, np.ones_like(armed))


def _ranged(events: Events, sure: Counts, best: Counts, most: Counts, ranged: NDArray[np.bool_]) -> Deaths:
    """Return best with ``sure`` less, and ``most`` plus, the recorder's own range where an event's range is theirs."""
    less = np.where(ranged, np.maximum(events.best - events.low, 0), 0)
    more = np.where(ranged, np.maximum(events.high - events.best, 0), 0)
    low = np.maximum(sure - less, 0)
    return Deaths(best.astype(np.float64), low.astype(np.float64), (most + more).astype(np.float64))


def total(events: Events) -> Counts:
    """Return all dead of each event as they are counted here: the best estimate, or the known parts if more."""
    return events.deaths_a + events.deaths_b + events.deaths_civilians + unknown_of(events)


class Spread(NamedTuple):
    """Events by day: one row for each day that an event lasts within the days of a war."""

    event: Counts
    day: Counts
    share: Floats  # of the event's dead on this day; the shares of an event inside the window sum to 1

    def sums(self, deaths: Floats, rows: tuple[Counts, ...], shape: tuple[int, ...]) -> Floats:
        """Return sums of deaths [events] over rows: one array of rows [days of events] per axis, -1 is left out."""
        found = np.zeros(shape)
        known = np.logical_and.reduce([row >= 0 for row in rows])
        np.add.at(found, tuple(row[known] for row in rows), (deaths[self.event] * self.share)[known])
        return found


def spread(events: Events, counted: Counts, start: date, first: int, last: int) -> Spread:
    """Return the days of these events (rows) that fall on days ``first`` .. ``last`` of a war that begins on ``start``.

    An event of n days has 1/n of its dead on each of them; what falls outside the window is not in the result.
    """
    began = (events.first[counted] - np.datetime64(start, "D")).astype(np.int64)
    lasts = (events.last[counted] - events.first[counted]).astype(np.int64) + 1
    event = np.repeat(counted, lasts)
    within = np.arange(len(event)) - np.repeat(np.cumsum(lasts) - lasts, lasts)
    day = np.repeat(began, lasts) + within
    share = 1.0 / np.repeat(lasts, lasts)
    inside = (day >= first) & (day <= last)
    return Spread(event[inside], day[inside], share[inside])


def too_long(events: Events, longest: int = LONGEST) -> NDArray[np.bool_]:
    """Return which events last more than 31 days, first and last both counted: sums for a campaign."""
    return np.asarray((events.last - events.first).astype(np.int64) + 1 > longest)
