"""Men, weapons and stores: what comes in, over which held roads, and who is cut off.

Comes in: flows of sponsors, recruits, the map of holders.  Goes out: reserves, stocks, ``State.stores`` and
``State.supply_road``.  Who is sent where is next door in ``offensive`` and ``reserves``; what is used up, in
``combat``.  Claims c01, c02, c17.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.causes import note_roads
from polemos.model.ceasefire import resting
from polemos.model.chance import SUPPLY, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.reserves import join, whereabouts
from polemos.model.state import FRIENDLY, ROADS_CHANGED, State, World

CLOSED = -2


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Find the roads, fill the stores, receive what sponsors send, raise recruits, and let the wounded return."""
    if state.clock[ROADS_CHANGED]:
        find_roads(world, state)
        find_networks(world, state)
        state.clock[ROADS_CHANGED] = 0
        if events.recording(state):
            note_roads(world, state, day)
    fill_stores(world, given, state)
    receive(world, given, state, key, day)
    recruit(world, given, state, key, day)


@compiled
def find_roads(world: World, state: State) -> None:
    """Set ``supply_road`` to the shortest road [km] from a source of supply over places of friends, -1 if cut off."""
    places = state.holder.shape[0]
    state.supply_road[:] = -1.0
    size = places + 1
    head, tail = 0, 0
    state.present[:] = 0  # marks who waits in the queue
    for place in range(places):
        holder = state.holder[place]
        if holder >= 0 and world.source[place, world.camp[holder]]:
            state.supply_road[place] = 0.0
            state.queue[tail] = place
            tail += 1
            state.present[place] = 1
    while head != tail:
        place = state.queue[head]
        head = (head + 1) % size
        state.present[place] = 0
        holder = state.holder[place]
        for link in range(world.first_link[place], world.first_link[place + 1]):
            other = world.neighbour[link]
            owner = state.holder[other]
            if owner < 0 or (owner != holder and state.stance[holder, owner] != FRIENDLY):
                continue
            road = state.supply_road[place] + world.road[link]
            if state.supply_road[other] < 0.0 or road < state.supply_road[other]:
                state.supply_road[other] = road
                if not state.present[other]:
                    state.queue[tail] = other
                    tail = (tail + 1) % size
                    state.present[other] = 1


@compiled
def find_networks(world: World, state: State) -> None:
    """Name each set of supplied places that roads over places of friends join by its least key's place; else -1."""
    state.network[:] = -1
    for first in range(state.holder.shape[0]):
        if state.network[first] >= 0 or state.holder[first] < 0 or state.supply_road[first] < 0.0:
            continue
        state.network[first] = first
        state.queue[0], name = first, first
        head, tail = 0, 1
        while head < tail:
            place = state.queue[head]
            head += 1
            if world.place_key[place] < world.place_key[name]:
                name = place
            for link in range(world.first_link[place], world.first_link[place + 1]):
                other = world.neighbour[link]
                owner = state.holder[other]
                if state.network[other] >= 0 or owner < 0 or state.supply_road[other] < 0.0:
                    continue
                if owner == state.holder[place] or state.stance[owner, state.holder[place]] == FRIENDLY:
                    state.network[other] = first
                    state.queue[tail] = other
                    tail += 1
        for row in range(tail):
            state.network[state.queue[row]] = name


@compiled
def fill_stores(world: World, given: Parameters, state: State) -> None:
    """Bring stores to every held place: resupply * half / (half + road), or the smuggled share where it is cut off.

    What sponsors send is added where a road is open, as long as one of the flow's crossings is.
    """
    numbers = given.supply
    state.extra[:] = 0.0
    for flow in range(world.flow_client.shape[0]):
        client = world.flow_client[flow]
        if given.flow_stores[flow] > 0.0 and open_crossing(world, state, flow, client) != CLOSED:
            state.extra[client] += given.flow_stores[flow] * state.flow[flow] * state.flow_order[flow]
    for place in range(state.holder.shape[0]):
        holder = state.holder[place]
        if holder < 0:
            continue
        road = state.supply_road[place]
        reach = numbers.smuggling if road < 0.0 else numbers.half_distance / (numbers.half_distance + road)
        extra = state.extra[holder] if road >= 0.0 else 0.0
        state.stores[place] = min(1.0, state.stores[place] + numbers.resupply * reach + extra)


@compiled
def receive(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Let each flow arrive, if one of its crossings is in friendly hands; more of it while a truce gives rest."""
    for flow in range(world.flow_client.shape[0]):
        client = world.flow_client[flow]
        crossing = open_crossing(world, state, flow, client)
        if crossing == CLOSED:
            continue
        size = size_of(world, given, state, flow, client)
        u = draw(key, SUPPLY, day, world.actor_key[client], world.flow_key[flow])
        men = rounded(given.flow_men[flow] * size, u.a)
        ground = world.ground[crossing] if crossing >= 0 else whereabouts(world, state, client, u.d)
        join(state, client, ground, men)
        state.arrived[client] += men
        missiles = rounded(given.flow_missiles[flow] * size, u.b)
        state.missiles[client] += missiles
        state.missiles_arrived[client] += missiles
        armour = rounded(given.flow_armour[flow] * size, u.c)
        state.armour[client] += armour
        state.armour_arrived[client] += armour


@compiled
def size_of(world: World, given: Parameters, state: State, flow: int, client: int) -> float:
    """Return how many times the scenario's amount of men and weapons a flow brings while a crossing is open."""
    size = state.flow[flow] * state.flow_order[flow]
    size *= 1.0 + given.ceasefire.rearming * resting(world, state, client)
    return size


@compiled
def open_crossing(world: World, state: State, flow: int, client: int) -> int:
    """Return the first crossing of the flow that the client or its friends hold, -1 if it needs none, else CLOSED."""
    found = -1
    for row in range(world.flow_gate.shape[1]):
        place = world.flow_gate[flow, row]
        if place < 0:
            break
        found = CLOSED
        holder = state.holder[place]
        if holder == client or (holder >= 0 and state.stance[client, holder] == FRIENDLY):
            return place
    return found


@compiled
def recruit(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Raise recruits, fewer among people who want the war to stop, and return the wounded after ``recovery`` days.

    Both join the reserve on a ground drawn in proportion to the actor's men there."""
    state.crowd[:, :] = 0.0
    for place in range(state.holder.shape[0]):
        if state.holder[place] >= 0:
            camp = world.camp[state.holder[place]]
            state.crowd[camp, 0] += state.people[place]
            state.crowd[camp, 1] += state.people[place] * state.weary[place]
    for actor in range(world.actor_key.shape[0]):
        u = draw(key, SUPPLY, day, world.actor_key[actor], world.actor_key[actor])
        camp = world.camp[actor]
        people = state.crowd[camp, 0]
        unwilling = state.crowd[camp, 1] / people if people > 0.0 else 0.0
        raised = given.recruits[actor] * (1.0 - given.civilians.dodging * unwilling)
        raised *= 1.0 + given.ceasefire.rearming * resting(world, state, actor)
        men = rounded(raised, u.a)
        join(state, actor, whereabouts(world, state, actor, u.c), men)
        state.arrived[actor] += men
        back = min(rounded(state.wounded[actor] / max(1.0, given.combat.recovery), u.b), state.wounded[actor])
        state.wounded[actor] -= back
        join(state, actor, whereabouts(world, state, actor, u.d), back)


@compiled
def strength_left(given: Parameters, stores: float) -> float:
    """Return the share of fighting strength that these stores allow: ``least_strength`` when empty, 1 when full."""
    return given.supply.least_strength + (1.0 - given.supply.least_strength) * stores
