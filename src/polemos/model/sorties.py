"""What a patron can fly on a day, and what a flight costs: the pool of sorties, who sees them, aircraft shot down.

Comes in: fleets, bases, effort, air defences.  Goes out: the pool and fronts of a day, sorties by place and front, and
aircraft lost.  Whom they support is next door in ``air``, what they strike unasked in ``strikes``.  Claims c03, c23.
"""

from __future__ import annotations

from polemos.model import causes, events
from polemos.model.chance import AIR, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import HOSTILE, State, World

STRIKE, HELICOPTER = 1, 2
ON_SOME_FRONTS = 2


@compiled
def prepare(world: World, given: Parameters, state: State, key: Key, day: int, patron: int) -> int:
    """Fill the patron's pool of sorties; return how many fronts it can serve today, -1 if it never had aircraft.

    sorties = aircraft * serviceable * sorties each * effort, rounded with the right mean.  Fronts at once fall in
    proportion to the aircraft that are left, not below one.  A wing whose base is in hostile hands does not fly.  With
    no aircraft left, or while it keeps them on the ground, the patron serves no front: it is asked in vain.
    """
    left, owned = 0, state.aircraft_first[patron]
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron:
            owned = max(owned, state.aircraft[wing])
            if base_lost(world, state, wing, patron):
                state.pool[wing] = 0.0
                continue
            effort = state.effort[patron] * state.effort_order[patron]
            wanted = state.aircraft[wing] * given.serviceable[wing] * given.sorties[wing] * effort
            u = draw(key, AIR, day, world.actor_key[patron], world.wing_key[wing])
            state.pool[wing] = float(rounded(wanted, u.a))
            left += state.aircraft[wing]
    if left <= 0 or day < state.grounded[patron]:
        for wing in range(world.wing_key.shape[0]):
            if world.wing_patron[wing] == patron:
                state.pool[wing] = 0.0
        return 0 if owned > 0 else -1
    share = min(1.0, left / max(1.0, float(state.aircraft_first[patron])))
    u = draw(key, AIR, day, world.actor_key[patron], world.actor_key[patron])
    return max(1, rounded(given.fronts_at_once[patron] * share, u.a))


@compiled
def base_lost(world: World, state: State, wing: int, patron: int) -> bool:
    """Return whether the wing's base is a place that an enemy of the patron holds."""
    base = world.base_of_wing[wing]
    return base >= 0 and state.holder[base] >= 0 and state.stance[patron, state.holder[base]] == HOSTILE


@compiled
def supports(world: World, wing: int, client: int, place: int) -> bool:
    """Return whether the wing flies for the client at the place: everywhere, or on some fronts alone."""
    if world.client[wing, client] != ON_SOME_FRONTS:
        return world.client[wing, client] != 0
    front = world.front[place]
    return front >= 0 and world.client_front[wing, client, front] != 0


@compiled
def at_hand(world: World, given: Parameters, state: State, patron: int, client: int, place: int) -> float:
    """Return the sorties that are left today of wings that support the client and reach the place."""
    total = 0.0
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and supports(world, wing, client, place):
            if world.distance[wing, place] <= given.reach[wing]:
                total += state.pool[wing]
    return total


@compiled
def fly(world: World, given: Parameters, state: State, wing: int, patron: int, place: int, sorties: float) -> None:
    """Spend sorties of a wing over a place: they are seen there, and may be shot at."""
    state.pool[wing] -= sorties
    state.bombed[place] += sorties
    if world.front[place] >= 0:
        state.flown[patron, world.front[place]] += sorties
        state.front_sorties[world.front[place]] += sorties
    danger = 0.0
    for actor in range(world.actor_key.shape[0]):
        if state.stance[actor, patron] == HOSTILE and state.men[place, actor] + state.attack[place, actor] > 0:
            danger = max(danger, given.air_defence[actor])
    risk = given.air.loss_rate * danger * sorties
    if world.wing_kind[wing] == HELICOPTER:
        risk *= given.air.helicopter_risk
    state.risk[wing] += risk


@compiled
def whole(flown: float) -> int:
    """Return sorties as a whole number for the chronicle: the nearest, and at least one if any was flown."""
    return max(1, int(flown + 0.5))


@compiled
def lose_aircraft(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Turn the day's risk of each wing into whole aircraft lost."""
    for wing in range(world.wing_key.shape[0]):
        if state.risk[wing] <= 0.0:
            continue
        patron = world.wing_patron[wing]
        u = draw(key, AIR, day, world.actor_key[patron], world.wing_key[wing])
        lost = min(rounded(state.risk[wing], u.b), state.aircraft[wing])
        state.aircraft[wing] -= lost
        state.aircraft_lost[wing] += lost
        if lost > 0:
            place, whose = causes.shot_at(world, given, state, day, patron)
            flight = state.place_rows[place, events.FLIGHT_AT] if place >= 0 else -1
            events.note(state, day, events.AIRCRAFT_LOST, place, patron, whose, lost, 0, 0, flight, -1, -1, wing)
