"""What a document tells, held against what was recorded near it in time and place.

Comes in: told events, recorded ones that were matched with the war, changes of hands or none.  Goes out: a ``Compared``
row for each told event: matched, contradicted, unmatched, or not compared and why, with the nearest recorded events.
Matching recorded events with a war is next door in ``matching``.  That nothing near was recorded does not say that
nothing happened: a recorder counts deaths that somebody reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.engine.definitions import governorates_of
from polemos.evidence.actions import ACTIONS
from polemos.evidence.coding import NEGATED, Told
from polemos.evidence.control_changes import Changes
from polemos.evidence.matching import Matched
from polemos.evidence.names import AREA, CAMP, COUNTRY
from polemos.evidence.segments import Document
from polemos.evidence.when import Days, read_iso
from polemos.scenario.geography import great_circle_km

if TYPE_CHECKING:
    from polemos.scenario.compile import War

MATCHED, UNMATCHED, CONTRADICTED, NOT_COMPARED = "matched", "unmatched", "contradicted", "not compared"
NEAR_KM = 30.0
"""How far from a named place an event may have been recorded [km], judgement: what a recorder calls near."""
SLACK_DAYS = 3
"""How many days apart a told day and a recorded one may be, judgement."""
BEFORE_DAYS = 30
"""How far back an event reaches of which no day is told, from the day of writing, judgement."""
SHOWN = 3
"""Recorded events listed for one that is told."""
LOCATED = 2
"""The coarsest ``where_precision`` of an event that is near a place."""


class Recorded(NamedTuple):
    """A recorded event near a told one."""

    id: str
    first: str
    last: str
    place: str
    sides: tuple[str, str]
    low: int
    best: int
    high: int
    km: float  # NaN where a governorate was named
    days: int  # between it and the told days
    fits: bool  # whether the sides that are told are among its own


class Compared(NamedTuple):
    """What became of a told event."""

    told: Told
    outcome: str
    why: str
    days: str  # what was searched
    nearest: tuple[Recorded, ...]
    by_chance: float = float("nan")  # NaN if it was not compared, or settled by a change of hands


def compare_told(
    document: Document, told: Sequence[Told], matched: Matched, war: War, changes: Changes | None = None
) -> tuple[Compared, ...]:
    """Return every told event with the nearest that was recorded.

    A told event matches a recorded one within 30 km of the place (or in the governorate) and 3 days of its days, not
    after the day of writing, if each side that is told is a side of it; a massacre needs dead civilians.  It is
    contradicted if it tells more dead than the matching events can have had together, or a taking of a place that
    changed hands to somebody else.  ``by_chance`` says how little a match may mean: the share of all windows of that
    length in the record in which something would have matched too.
    """
    near = _Near(document, matched, war, changes)
    return tuple(near.compare(one) for one in told)


class _Near:
    """Looks for what was recorded near."""

    def __init__(self, document: Document, matched: Matched, war: War, changes: Changes | None) -> None:
        self.document, self.matched, self.war, self.changes = document, matched, war, changes
        self.governorates, self.of_place = governorates_of(war)
        self.covered = {theatre for theatres in matched.mapping.covers.values() for theatre in theatres}

    def compare(self, one: Told) -> Compared:
        """Return one told event with what was recorded near it."""
        why, days, rows = self._where(one)
        if why or days is None:
            return Compared(one, NOT_COMPARED, why, "", ())
        searched = f"{days[0].isoformat()}/{days[1].isoformat()}"
        change = self._change(one, days, rows)
        near, chance = self._recorded(one, days, rows)
        fitting = [event for event in near if event.fits]
        shown = tuple(sorted(near, key=lambda event: (not event.fits, event.days, event.km, event.id))[:SHOWN])
        if change is not None:
            return Compared(one, change[0], change[1], searched, shown)
        if not fitting:
            why = f"{len(near):,} near, none with the sides that are told" if near else "nothing was recorded near"
            return Compared(one, UNMATCHED, why, searched, shown, chance)
        most = sum(event.high for event in fitting)
        if one.losses is not None and one.losses > most:
            why = f"{one.losses:,} are told, at most {most:,} recorded"
            return Compared(one, CONTRADICTED, why, searched, shown, chance)
        return Compared(one, MATCHED, f"{len(fitting):,} recorded, {most:,} dead at most", searched, shown, chance)

    def _where(self, one: Told) -> tuple[str, Days | None, tuple[int, ...]]:
        """Return why an event cannot be compared, else the days and places to search."""
        legend = self.war.legend
        if not ACTIONS[one.action].deadly:
            return "is not of a kind that the record counts", None, ()
        if one.certainty == NEGATED:
            return "is denied, not told", None, ()
        if not one.place or one.place.startswith(COUNTRY):
            return "no place is told", None, ()
        rows = tuple(row for row, name in enumerate(legend.places) if self._is_there(one.place, row, name))
        rows = tuple(row for row in rows if legend.theatre[row] in self.covered)
        if not rows:
            return "lies outside what the record covers", None, ()
        days = read_iso(one.date) if one.date else None
        if days is None:
            end = read_iso(self.document.date) if self.document.date else None
            if end is None:
                return "no day is known", None, ()
            days = end[0] - timedelta(days=BEFORE_DAYS), end[1]
        return "", days, rows

    def _is_there(self, place: str, row: int, name: str) -> bool:
        return self.war.legend.governorate[row] == place.removeprefix(AREA) if place.startswith(AREA) else name == place

    def _recorded(self, one: Told, days: Days, rows: tuple[int, ...]) -> tuple[list[Recorded], float]:
        """Return what was recorded near in time and place, and in what share of all windows something that fits was."""
        events, wide = self.matched.events, one.place.startswith(AREA)
        first, last = (np.datetime64(day, "D") for day in days)
        gap = np.maximum(np.maximum((first - events.last).astype(int), (events.first - last).astype(int)), 0)
        here = self.matched.counted.copy()
        if wide:
            here &= self.matched.governorate == self.governorates.index(one.place.removeprefix(AREA))
        else:
            here &= (events.where_precision <= LOCATED) & (self._km(rows) <= NEAR_KM)
        written = read_iso(self.document.date) if self.document.date else None
        past = events.first <= np.datetime64(written[1], "D") if written else np.ones(len(events), dtype=np.bool_)
        fits = np.array([self._fits(one, int(number)) for number in range(len(events))]) & here
        chosen = np.flatnonzero(here & past & (gap <= SLACK_DAYS))
        km = self._km(rows)
        found = [self._event(int(number), float("nan") if wide else float(km[number]), int(gap[number]),
                             bool(fits[number])) for number in chosen]  # fmt: skip
        return found, self._share_of_windows(fits, (days[1] - days[0]).days + 1 + 2 * SLACK_DAYS)

    def _km(self, rows: tuple[int, ...]) -> NDArray[np.float64]:
        """Return how far every event is from the nearest of some places."""
        events, legend = self.matched.events, self.war.legend
        spots = [(legend.latitude[row], legend.longitude[row]) for row in rows]
        there = zip(events.latitude.tolist(), events.longitude.tolist(), strict=True)
        return np.array([min(great_circle_km(spot, at) for spot in spots) for at in there])

    def _share_of_windows(self, fits: NDArray[np.bool_], length: int) -> float:
        """Return the share of all runs of ``length`` days of the record in which an event that fits lies."""
        events = self.matched.events
        start, end = events.first.min(), events.last.max()
        windows = int((end - start).astype(int)) + 2 - length
        if windows < 1:
            return float("nan")
        hit = np.zeros(windows, dtype=np.bool_)
        for number in np.flatnonzero(fits):
            since, until = (int((day - start).astype(int)) for day in (events.first[number], events.last[number]))
            hit[max(0, since - length + 1) : until + 1] = True
        return float(hit.mean())

    def _event(self, number: int, km: float, days: int, fits: bool) -> Recorded:
        events = self.matched.events
        return Recorded(
            str(events.id[number]), str(events.first[number]), str(events.last[number]), str(events.place[number]),
            (str(events.side_a[number]), str(events.side_b[number])), int(events.low[number]),
            int(events.best[number]), int(events.high[number]), km, days, fits,
        )  # fmt: skip

    def _fits(self, one: Told, number: int) -> bool:
        """Whether each camp that is told is one of the recorded sides; a massacre needs dead civilians."""
        told = {self._camp(party) for party in (one.source, one.target)} - {""}
        sides = {self.war.legend.camps[camp] for camp in self.matched.camp[number] if camp >= 0}
        return told <= sides and (one.action != "massacre" or bool(self.matched.events.deaths_civilians[number] > 0))

    def _camp(self, party: str) -> str:
        """Return the camp of an actor or camp; who is no party of the war has an own that no record knows."""
        legend = self.war.legend
        if party in legend.actors:
            return legend.camp_of_actor[legend.actors.index(party)]
        return party.removeprefix(CAMP)

    def _change(self, one: Told, days: Days, rows: tuple[int, ...]) -> tuple[str, str] | None:
        """Return what a list of changes of hands says about a taking, None if it is silent."""
        if self.changes is None or one.action != "seizure" or one.place.startswith(AREA) or not one.source:
            return None
        slack = timedelta(days=SLACK_DAYS)
        near = [change for change in self.changes.rows
                if change.place in rows and days[0] - slack <= change.day <= days[1] + slack]  # fmt: skip
        camps = self.war.legend.camps
        takers = [(change.day, camps[change.taker.camp]) for change in near if change.taker.camp >= 0]
        for day, taker in takers:
            if taker == self._camp(one.source):
                return MATCHED, _changed(day, taker)
        return (CONTRADICTED, _changed(*takers[-1])) if takers else None


def _changed(day: date, taker: str) -> str:
    return f"changed hands on {day.isoformat()}, to {taker}"
