"""Each recorded event laid on the axes of a war: whose sides, which place, front and governorate, or why not.

Comes in: ``Events``, a ``Mapping`` and the compiled war.  Goes out: a ``Matched``, one row per event, with a reason
wherever something could not be told.  What it amounts to in words and shares is next door in ``matching_told``,
counting the dead in ``counting``, the measures in ``observed``.

A place: by name where the mapping names it, else the nearest place of the theatre, if the event is located to a place
(``where_precision`` 1 or 2) and no farther off than the mapping allows.  A front: that of the place, as the model
counts its dead; so places in no named front belong to the rest of their governorate, and the circles by which others
draw fronts play no part.  A governorate: the recorder's own, else that of the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts, Floats
from polemos.engine.definitions import governorates_of
from polemos.errors import BadInput, Problem
from polemos.evidence.events import Events, Words
from polemos.evidence.mapping import NOBODY, Mapping, meant, plain
from polemos.scenario.geography import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from polemos.scenario.compile import War

FAR_KM = 300.0
"""An event farther than this from every place is not of the war, or its coordinates are wrong [km]."""
ONLY = {
    3: "only the district is known", 4: "only the governorate is known", 5: "only an area is known",
    6: "only the country is known", 7: "at sea or in the air",
}  # fmt: skip
WIDER, TOO_FAR, NO_COORDINATES = "wider than one place", "too far from every place", "no coordinates"
NO_SIDE, NO_GOVERNORATE = "nobody knows the side", "nobody knows the governorate"


class Matched(NamedTuple):
    """Events on the axes of a war, in their order; -1 is a row that is not known."""

    events: Events
    mapping: Mapping
    left_out: Words  # why an event is not counted at all, "" if it is
    camp: Counts  # [events, 2] of side a and b; see ``mapping`` for what is no row
    actor: Counts  # [events, 2]
    side_reason: Words  # [events, 2] why a side's camp is not known
    place: Counts
    place_reason: Words
    distance_km: Floats  # to the nearest place of the theatre
    front: Counts
    governorate: Counts  # row of the governorates of the counted theatre
    governorate_reason: Words
    main: NDArray[np.bool_]  # in the counted theatre
    hints: dict[tuple[str, str], str]  # what a name that nobody knows probably means, by kind and name

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which events are counted."""
        return np.asarray(self.left_out == "", dtype=np.bool_)

    def wide_places(self) -> set[int]:
        """Return places of which a part of the dead is told under a wider name, so that none of them is known."""
        names = {plain(name) for name in self.events.place[self.counted & (self.place_reason == WIDER)]}
        return {row for name in names for row in self.mapping.places.get(name, ())}


def match(events: Events, mapping: Mapping, war: War) -> Matched:
    """Return the events matched with a war.

    Raises BadInput where nothing can be made of them: no event in a covered theatre, no side that anybody knows, all
    coordinates far from the war's places.
    """
    number = len(events)
    if not number:
        raise BadInput(Problem("there is no event", file=mapping.file, hint="is the file empty?"))
    hints: dict[tuple[str, str], str] = {}
    camp, actor, side_reason, ignored = _sides(events, mapping, hints)
    left_out = np.full(number, "", dtype=object)
    theatres = [mapping.covers.get(plain(name)) for name in events.country]
    abroad = np.array([theatre is None for theatre in theatres])
    left_out[ignored != ""] = ignored[ignored != ""]
    left_out[abroad] = "not covered by the mapping"
    ground = _Ground(mapping, war)
    place, front = np.full(number, NOBODY), np.full(number, NOBODY)
    place_reason, distance = np.full(number, "", dtype=object), np.full(number, np.nan)
    main = np.zeros(number, dtype=np.bool_)
    seen: dict[tuple[object, ...], _Spot] = {}
    for row in np.flatnonzero(~abroad):
        theatre = theatres[row] or ()
        key = (events.place[row], events.latitude[row], events.longitude[row], events.where_precision[row], theatre)
        if key not in seen:
            seen[key] = ground.spot(events, int(row), theatre)
        place[row], front[row], place_reason[row], distance[row], main[row] = seen[key]
    far = distance > FAR_KM
    left_out[far & (left_out == "")] = f"more than {FAR_KM:g} km from every place"
    governorate, governorate_reason = _governorates(events, place, main, mapping, war, hints)
    matched = Matched(
        events, mapping, left_out, camp, actor, side_reason, place, place_reason, distance, front, governorate,
        governorate_reason, main, hints,
    )  # fmt: skip
    _refuse_nothing(matched, abroad, far, ground)
    return matched


class _Spot(NamedTuple):
    """Where one event is: place, front, why no place, distance, and whether in the counted theatre."""

    place: int
    front: int
    reason: str
    distance: float
    main: bool


class _Ground:
    """The places of a war, and which is nearest."""

    def __init__(self, mapping: Mapping, war: War) -> None:
        self._mapping, self._war = mapping, war
        legend = war.legend
        self._at = np.radians(np.array([legend.latitude, legend.longitude]))
        self._in = {
            theatre: np.array([there == theatre for there in legend.theatre]) for theatre in set(legend.theatre)
        }

    def kilometres(self, latitude: float, longitude: float) -> Floats:
        """Return the distance to every place (haversine formula)."""
        north, east = np.radians(latitude), np.radians(longitude)
        there, over = self._at
        square = np.sin((there - north) / 2) ** 2 + np.cos(north) * np.cos(there) * np.sin((over - east) / 2) ** 2
        return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(square))))

    def spot(self, events: Events, row: int, theatres: tuple[str, ...]) -> _Spot:
        """Return where an event is, by name, else by the nearest place of its theatres."""
        world = self._war.world
        allowed = np.logical_or.reduce([self._in[theatre] for theatre in theatres])
        main = bool((allowed & world.main.astype(bool)).any())
        precision = int(events.where_precision[row])
        latitude, longitude = float(events.latitude[row]), float(events.longitude[row])
        located = np.isfinite(latitude) and np.isfinite(longitude)
        away = np.where(allowed, self.kilometres(latitude, longitude), np.inf) if located else np.array([np.inf])
        nearest = int(away.argmin())
        distance = float(away[nearest]) if located else np.nan
        if precision in ONLY:
            return _Spot(NOBODY, NOBODY, ONLY[precision], distance, main)
        limit = self._mapping.limit_km(precision)
        named = self._named(str(events.place[row]), away, limit, located)
        if len(named) > 1:
            fronts = {int(world.front[place]) for place in named}
            return _Spot(NOBODY, fronts.pop() if len(fronts) == 1 else NOBODY, WIDER, distance, main)
        if not named and not located:
            return _Spot(NOBODY, NOBODY, NO_COORDINATES, np.nan, main)
        if not named and distance > limit:
            return _Spot(NOBODY, NOBODY, TOO_FAR, distance, main)
        place = named[0] if named else nearest
        return _Spot(place, int(world.front[place]), "", distance, bool(world.main[place]))

    def _named(self, name: str, away: Floats, limit: float, located: bool) -> tuple[int, ...]:
        """Return the places of a name if any lies within the limit: one of the same name elsewhere is another."""
        rows = self._mapping.places.get(plain(name), ())
        return rows if not located or any(away[row] <= limit for row in rows) else ()

    def swapped(self, events: Events, rows: NDArray[np.int64]) -> bool:
        """Whether latitude and longitude, exchanged, lie among the places."""
        turned = [self.kilometres(events.longitude[row], events.latitude[row]).min() for row in rows[:100]]
        return float(np.median(turned)) <= FAR_KM


def _sides(events: Events, mapping: Mapping, hints: dict[tuple[str, str], str]) -> tuple[Counts, Counts, Words, Words]:
    """Return camps, actors and reasons of both sides, and why an event is ignored."""
    number = len(events)
    camp, actor = np.full((number, 2), NOBODY), np.full((number, 2), NOBODY)
    reason, ignored = np.full((number, 2), "", dtype=object), np.full(number, "", dtype=object)
    for column, names in enumerate((events.side_a, events.side_b)):
        for name in dict.fromkeys(names):
            rows = np.flatnonzero(names == name)
            side = mapping.side(str(name))
            if side is None:
                reason[rows, column] = NO_SIDE
                hints["side", str(name)] = meant(str(name), mapping.sides)
                continue
            camp[rows, column], actor[rows, column] = side.camp, side.actor
            if side.ignored:
                ignored[rows] = f"{name} is ignored: {side.ignored}"
    return camp, actor, reason, ignored


def _governorates(
    events: Events, place: Counts, main: NDArray[np.bool_], mapping: Mapping, war: War,
    hints: dict[tuple[str, str], str],
) -> tuple[Counts, Words]:  # fmt: skip
    """Return the recorder's governorate, else the place's; only the counted theatre has rows."""
    names, of_place = governorates_of(war)
    row_of = {name: row for row, name in enumerate(names)}
    found, reason = np.full(len(events), NOBODY), np.full(len(events), "", dtype=object)
    for name in dict.fromkeys(events.adm_1):
        rows = np.flatnonzero((events.adm_1 == name) & main)
        known = mapping.governorates.get(plain(str(name)))
        if known is not None:
            found[rows] = row_of.get(known, NOBODY)
        else:
            found[rows] = np.where(place[rows] >= 0, of_place[place[rows]], NOBODY)
            hints["governorate", str(name)] = meant(str(name), mapping.governorates)
    reason[main & (found < 0)] = NO_GOVERNORATE
    return found, reason


def _refuse_nothing(matched: Matched, abroad: NDArray[np.bool_], far: NDArray[np.bool_], ground: _Ground) -> None:
    """Raise BadInput if nothing of the events can be counted, and say what it is probably for."""
    events, file = matched.events, matched.mapping.file
    if abroad.all():
        names = ", ".join(f'"{name}"' for name in list(dict.fromkeys(events.country))[:5])
        known = ", ".join(matched.mapping.covers) or "none"
        raise BadInput(Problem(f"no event is in a country that the mapping covers, they are in {names}", file,
                               key="covers", hint=f"it covers {known}"))  # fmt: skip
    if far[~abroad].all():
        rows = np.flatnonzero(~abroad)
        hint = "latitude and longitude are exchanged" if ground.swapped(events, rows) else "is it another war?"
        raise BadInput(Problem(f"every event is more than {FAR_KM:g} km from every place of the war", hint=hint))
    if (matched.side_reason == NO_SIDE).all():
        name = str(events.side_a[0])
        hint = matched.hints["side", name] or "write the recorder's names into a mapping file"
        raise BadInput(Problem(f'no side of any event is known, the first is "{name}"', file, key="sides", hint=hint))
    if not matched.counted.any():
        first = str(matched.left_out[0])
        raise BadInput(Problem(f"no event can be counted; of the first one: {first}", file))
