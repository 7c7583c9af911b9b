"""Larger fleets on real days, and who asks whom for aircraft: what the laws of the air and of allocation share."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from laws import relabelling
from laws.days import Day, all_days, room
from polemos.model.sorties import HELICOPTER, STRIKE
from polemos.model.state import ATTACK, HOSTILE

KINDS = np.array([STRIKE, HELICOPTER, 0])  # the best kind is not the first in the list


def fleet(day: Day) -> Day:
    """Split the first wing into one of each kind, and let the first enemy of its patron fly two for itself."""
    world, patron = day.world, day.world.wing_patron[0]
    foe = int(np.flatnonzero(day.state.stance[patron] == HOSTILE)[0])
    order = np.zeros(5, dtype=np.int64)

    def widened(whole: Any) -> Any:
        shapes = relabelling.shapes(type(whole).__name__)
        of_wings = [(name, axes.index("W")) for name, axes in shapes.items() if "W" in axes]
        return whole._replace(**{name: np.take(getattr(whole, name), order, axis=axis) for name, axis in of_wings})

    wide, given, now = widened(world), widened(day.given), widened(day.state)
    client = wide.client.copy()
    client[3:] = np.arange(len(world.camp)) == foe
    client[1] *= np.cumsum(client[1]) == 1  # helicopters for one client only
    first = now.aircraft_first.copy()
    first[[patron, foe]] = 3 * first[patron], 2 * first[patron]
    wide = wide._replace(
        wing_key=world.wing_key[0] + np.arange(1, 6, dtype=np.uint64), wing_kind=np.append(KINDS, [0, HELICOPTER]),
        wing_patron=np.array([patron] * 3 + [foe] * 2), client=client, patrons=np.array([patron, foe]),
        base_of_wing=np.append(wide.base_of_wing[:3], [-1, -1]),
    )  # fmt: skip
    return day._replace(world=wide, given=given, state=now._replace(aircraft_first=first))


@cache
def busy_days() -> list[Day]:
    """Return the days with a request and a patron at the door of the air."""
    return [day for day in all_days()["air"] if len(day.world.patrons) and (day.state.leader >= 0).any()]


@cache
def fleet_days() -> list[Day]:
    """Return the same days with a larger fleet and an enemy that flies."""
    return [fleet(day) for day in busy_days()]


def supporters(world: Any, client: int, place: int) -> Any:
    """Return which wings fly for the client at the place: everywhere, or on some fronts alone."""
    front = world.front[place]
    there = world.client_front[:, client, front] == 1 if front >= 0 else np.zeros(len(world.wing_key), dtype=bool)
    return (world.client[:, client] == 1) | ((world.client[:, client] == 2) & there)


def asked(day: Day) -> list[tuple[int, int, int, int]]:
    """Return (patron, place, side, client) of the requests of patrons' clients against their enemies."""
    now, rows = day.copied(), []
    for row in range(room("allocation").collect_requests(day.world, now)):
        place, side, client = now.request[row]
        other = day.state.holder[place] if side == ATTACK else day.state.leader[place]
        for patron in day.world.patrons:
            serves = supporters(day.world, client, place) & (day.world.wing_patron == patron)
            hostile = other >= 0 and day.state.stance[patron, other] == HOSTILE
            if serves.any() and hostile and day.state.stance[patron, client] != HOSTILE:
                rows.append((int(patron), int(place), int(side), int(client)))
    return rows


def booked(day: Day) -> list[tuple[int, int]]:
    """Return (place, client) of the answers that clients book: from the coalition's patron, or from a stranger."""
    patrons = [day.world.patron[one] if one >= 0 else -1 for one in day.world.coalition]
    return [(place, client) for patron, place, _, client in asked(day)
            if patron != client and patrons[client] in (-1, patron)]  # fmt: skip


def pool(day: Day) -> Any:
    """Return the sorties of every wing in the morning."""
    now = day.copied()
    for patron in day.world.patrons:
        room("sorties").prepare(day.world, day.given, now, day.key, day.number, patron)
    return now.pool
