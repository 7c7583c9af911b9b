"""What a patron strikes when nobody asked: targets of its own choice, with the sorties that are left.

Comes in: the pool that the answers left, threats, men by place.  Goes out: men killed from the air.  Requests are next
door in ``air``, flights and their risk in ``sorties``.  Claims c03, c04, c23.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.allocation import next_request
from polemos.model.chance import AIR, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.sorties import fly, whole
from polemos.model.state import HOSTILE, State, World

LEAST = 1e-9  # sorties; far above the rounding of a day's shares


@compiled
def strike_alone(world: World, given: Parameters, state: State, key: Key, day: int, patron: int) -> None:
    """Spend the sorties that nobody asked for on targets of the patron's choice, a package on each.

    Enemies who threaten somebody are struck in an order of chance and size, until no sortie in reach is left; of what
    was left over, the share ``interdiction`` flies.  Whom the patron spares is not struck.
    """
    left = 0.0
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron:
            state.idle[wing] = state.pool[wing] * (1.0 - given.interdiction[patron])
            left += state.pool[wing] - state.idle[wing]
    number = list_targets(world, state, key, day, patron) if left > LEAST else 0
    while left > LEAST:
        row = next_request(state, number)
        if row < 0:
            break
        state.urgency[row] = -1.0
        place = state.queue[row]
        will = draw(key, AIR, day, world.place_key[place], world.actor_key[patron])  # the row of urgency has c and d
        if will.a < state.willing[patron, state.holder[place]]:
            flown = strike(world, given, state, patron, place)
            left -= flown
            if flown > 0.0:
                kill(world, given, state, day, patron, place, flown, state.ring[row])


@compiled
def strike(world: World, given: Parameters, state: State, patron: int, place: int) -> float:
    """Fly a package, or what is left, at a place: each wing in reach in proportion to what it has; return sorties."""
    ready, flown = 0.0, 0.0
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and world.distance[wing, place] <= given.reach[wing]:
            ready += state.pool[wing] - state.idle[wing]
    if ready <= LEAST:
        return 0.0
    share = min(1.0, given.air.package / ready)
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and world.distance[wing, place] <= given.reach[wing]:
            sorties = share * (state.pool[wing] - state.idle[wing])
            if sorties > 0.0:
                fly(world, given, state, wing, patron, place, sorties)
                flown += sorties
    return flown


@compiled
def list_targets(world: World, state: State, key: Key, day: int, patron: int) -> int:
    """List in ``queue`` the places of enemies who threaten somebody, with a weight by chance and size; return how many.

    ``urgency`` holds the weights, ``ring`` a lot each for the men killed.
    """
    number = 0
    for place in range(state.holder.shape[0]):
        holder = state.holder[place]
        if holder < 0 or state.threat[place] <= 0.0 or state.stance[patron, holder] != HOSTILE:
            continue
        if state.present_men[place] > 0:
            u = draw(key, AIR, day, world.actor_key[patron], world.place_key[place])
            state.queue[number] = place
            state.urgency[number], state.ring[number] = u.a * state.present_men[place], u.b
            number += 1
    return number


@compiled
def kill(
    world: World, given: Parameters, state: State, day: int, patron: int, place: int, flown: float, u: float
) -> None:
    """Kill men of the place's largest hostile force: sorties * ``interdiction_kills``, at most all of them."""
    victim, most = -1, 0
    for actor in range(state.men.shape[1]):
        if state.men[place, actor] > most and state.stance[patron, actor] == HOSTILE:
            victim, most = actor, state.men[place, actor]
    if victim < 0:
        return
    dead = min(rounded(flown * given.air.interdiction_kills, u), most)
    state.men[place, victim] -= dead
    state.killed[victim] += dead
    state.fallen[place] += dead
    if flown > 0.0:
        attack = state.place_rows[place, events.OFFENSIVE_AT] if state.leader[place] >= 0 else -1
        row = events.note(
            state, day, events.AIR_STRIKE, place, patron, victim, whole(flown), dead, 0, attack, -1, -1, 0
        )
        events.keep(state.place_rows, place, events.FLIGHT_AT, row)
        if world.front[place] >= 0:
            events.keep(state.flight_rows, patron, world.front[place], row)
