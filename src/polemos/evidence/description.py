"""A reading of recorded events in figures: what there is, when, where, between whom, how precise, how many died.

Comes in: a ``Reading`` and the rule for long events.  Goes out: plain numbers and words that JSON can hold.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from polemos.dimensions import Floats
from polemos.evidence.event_rows import LONGEST
from polemos.evidence.events import Events
from polemos.evidence.readers import Reading, long_told, settle_long

KINDS = {1: "state-based", 2: "between others", 3: "one-sided"}
DATE_PRECISIONS = {1: "the day", 2: "2 to 6 days", 3: "the week", 4: "the month", 5: "the year"}
WHERE_PRECISIONS = {
    1: "exact", 2: "within 25 km", 3: "district", 4: "governorate", 5: "area", 6: "country", 7: "sea or air",
}  # fmt: skip
FIRST = 5
"""Rejected rows that are told one by one."""


def describe(reading: Reading, long_events: str = "spread", longest: int = LONGEST) -> dict[str, Any]:
    """Return what is in the events of a file; raises BadInput for an unknown rule.

    Deaths are best estimates.  Those of an event of several days are spread evenly over its days where months are
    counted, as they are everywhere under the rule "spread"; under "leave_out" long events are counted nowhere.
    """
    events, long = settle_long(reading.events, long_events, longest)
    dead = settle_long(reading.events, "leave_out", longest)[0].best.sum()
    return {
        "format": reading.format,
        "columns": list(reading.columns),
        "read": reading.read,
        "events": len(reading.events),
        "rejected": reading.read - len(reading.events),
        "rejected_by_reason": reading.rejected_by_reason,
        "widened": reading.widened,
        "first_rejected": [row._asdict() for row in reading.rejected[:FIRST]],
        "long_events": {
            "rule": long_events,
            "longest": longest,
            "events": long,
            "deaths": int(reading.events.best.sum() - dead),
            "told": long_told(long_events, long, longest),
        },
        "counted": len(events),
        "period": [str(events.first.min()), str(events.last.max())] if len(events) else [],
        "deaths": {name: int(getattr(events, name).sum()) for name in ("low", "best", "high")},
        "kinds": _shares(events, events.kind, KINDS),
        "date_precision": _shares(events, events.date_precision, DATE_PRECISIONS),
        "where_precision": _shares(events, events.where_precision, WHERE_PRECISIONS),
        "sides": _sides(events),
        "extent": _extent(events),
        "deaths_by_month": deaths_by_month(events),
    }


def _shares(events: Events, codes: Any, names: dict[int, str]) -> dict[str, dict[str, int]]:
    return {
        name: {"events": int((codes == code).sum()), "deaths": int(events.best[codes == code].sum())}
        for code, name in names.items()
    }


def _sides(events: Events) -> list[dict[str, Any]]:
    """Return every side with its events and the deaths in them, both sides' together, the deadliest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one, two, best in zip(events.side_a, events.side_b, events.best.tolist(), strict=True):
        for side in {one, two}:
            found[side][0] += 1
            found[side][1] += best
    ordered = sorted(found.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))
    return [{"side": side, "events": number, "deaths": dead} for side, (number, dead) in ordered]


def _extent(events: Events) -> dict[str, Any]:
    known = ~np.isnan(events.latitude)
    without = int((~known).sum())
    if without == len(events):
        return {"without": without}
    north, east = events.latitude[known], events.longitude[known]
    edges = {"south": north.min(), "north": north.max(), "west": east.min(), "east": east.max()}
    return {name: float(edge) for name, edge in edges.items()} | {"without": without}


def deaths_by_month(events: Events) -> dict[str, float]:
    """Return the best estimates by month from the first to the last, each event's spread evenly over its days."""
    if not len(events):
        return {}
    start = events.first.min().astype("datetime64[M]")
    months = (events.last.max().astype("datetime64[M]") - start).astype(int) + 1
    total: Floats = np.zeros(months)
    one, other = ((days.astype("datetime64[M]") - start).astype(np.int64) for days in (events.first, events.last))
    within = one == other
    total += np.bincount(one[within], weights=events.best[within], minlength=months)
    for row in np.flatnonzero(~within):
        days = np.arange(events.first[row], events.last[row] + 1)
        month = (days.astype("datetime64[M]") - start).astype(np.int64)
        total += np.bincount(month, minlength=months) * (events.best[row] / len(days))
    return {str(start + month): round(float(dead), 6) for month, dead in enumerate(total)}
