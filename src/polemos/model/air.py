"""Requests for air support meet a scarce pool: who is served, late or refused, and what the aircraft do and lose.

Comes in: attacks under way, fleets, bases, the command's delays.  Goes out: support in riflemen at each place, answers
per client, sorties per front, aircraft lost, how far units rely on aircraft.  The allocation rules are next door in
``allocation``; what an answer does to trust, in ``trust``.  Claims c03, c04, c07, c11, c12, c23.
"""

from __future__ import annotations

from polemos.model import causes, events
from polemos.model.allocation import CLIENT, PLACE, SIDE, collect_requests, next_request, urgency
from polemos.model.chance import AIR, Key, draw, geometric_delay, rounded
from polemos.model.command import delay, refusal
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import ATTACK, HOSTILE, State, World

STRIKE, HELICOPTER = 1, 2
TOLERABLE_DELAY = 1.0
REMEMBERED_REQUESTS = 10.0
LEAST = 1e-9  # sorties; far above the rounding of a day's shares
HONOURED, LATE, REFUSED = 0, 1, 2
IN_VAIN, SERVED_LATE, SERVED = 1, 2, 3


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Collect the requests of the day and let every patron answer those of its clients, then strike on its own."""
    state.flown[:, :] = 0.0
    state.risk[:] = 0.0
    number = collect_requests(world, state)
    for row in range(world.patrons.shape[0]):
        patron = world.patrons[row]
        fronts = prepare(world, given, state, key, day, patron)
        if fronts >= 0:
            answer_all(world, given, state, key, day, patron, number, fronts)
            strike_alone(world, given, state, key, day, patron)
    lose_aircraft(world, given, state, key, day)
    learn_reliance(world, given, state, number)


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
def answer_all(
    world: World, given: Parameters, state: State, key: Key, day: int, patron: int, number: int, fronts: int
) -> None:
    """Answer the requests of the patron's clients in the order of its rule until aircraft or fronts run out."""
    state.open_front[:] = 0
    opened = 0
    for row in range(number):
        client = state.request[row, CLIENT]
        if not serves(world, patron, client) or not against_enemy(state, patron, row):
            state.urgency[row] = -1.0
            continue
        state.urgency[row] = urgency(world, given, state, key, day, patron, row)
    for _ in range(number):
        row = next_request(state, number)
        if row < 0:
            break
        state.urgency[row] = -1.0
        front = world.front[state.request[row, PLACE]]
        closed = state.open_front[front] == 0 and opened >= fronts
        if answer(world, given, state, key, day, patron, row, closed) and state.open_front[front] == 0:
            state.open_front[front] = 1
            opened += 1
            events.keep(state.actor_rows, patron, events.FRONT_TAKEN, state.flight_rows[patron, front])


@compiled
def against_enemy(state: State, patron: int, row: int) -> bool:
    """Return whether the patron is hostile to whom the request is directed against, and not to the client."""
    other = target(state, row)
    if state.stance[patron, state.request[row, CLIENT]] == HOSTILE:
        return False
    return other >= 0 and state.stance[patron, other] == HOSTILE


@compiled
def target(state: State, row: int) -> int:
    """Return against whom a request is directed: the holder of the place for its attackers, else their leader."""
    place = state.request[row, PLACE]
    return state.holder[place] if state.request[row, SIDE] == ATTACK else state.leader[place]


@compiled
def serves(world: World, patron: int, client: int) -> bool:
    """Return whether one of the patron's wings supports the client."""
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and world.client[wing, client]:
            return True
    return False


@compiled
def answer(
    world: World, given: Parameters, state: State, key: Key, day: int, patron: int, row: int, closed: bool
) -> bool:
    """Serve one request or refuse it; return whether aircraft flew.

    It fails in the staff with the chance of the command mode, by order where the patron is told to spare the enemy in
    question, when all fronts that can be served at once are taken, or when less than a ``flight`` of sorties in reach
    is left.  The waiting time is exponential with the mode's mean; over a day is late.
    """
    place, side, client = state.request[row, PLACE], state.request[row, SIDE], state.request[row, CLIENT]
    u = draw(key, AIR, day, world.actor_key[client] ^ world.actor_key[patron], world.place_key[place])
    flown, worth, reason = 0.0, 0.0, causes.why_closed(state, day, patron)
    if not closed:
        reason = events.SPARED
        if u.d < state.willing[patron, target(state, row)]:
            reason = events.BY_THE_STAFF
            if patron == client or u.a >= refusal(world, given, state, client):
                reason = events.NO_AIRCRAFT
                if at_hand(world, given, state, patron, client, place) >= given.air.flight:
                    flown, worth = send(world, given, state, patron, client, place)
    if flown <= 0.0:
        state.served[place, side] = max(state.served[place, side], IN_VAIN)
        settle(world, state, day, patron, row, REFUSED, 0, reason)
        return False
    wait = 0.0 if patron == client else geometric_delay(u.b, delay(world, given, state, client))
    late = wait > TOLERABLE_DELAY
    if late:
        worth *= given.air.late_effect
    state.fire[place, side] += worth * given.air.fire_per_sortie
    state.served[place, side] = max(state.served[place, side], SERVED_LATE if late else SERVED)
    settle(world, state, day, patron, row, LATE if late else HONOURED, whole(flown), 0)
    return True


@compiled
def at_hand(world: World, given: Parameters, state: State, patron: int, client: int, place: int) -> float:
    """Return the sorties that are left today of wings that support the client and reach the place."""
    total = 0.0
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and world.client[wing, client]:
            if world.distance[wing, place] <= given.reach[wing]:
                total += state.pool[wing]
    return total


@compiled
def settle(world: World, state: State, day: int, patron: int, row: int, kind: int, flown: int, reason: int) -> None:
    """Book an answer that a client got from the patron of its coalition (outside one: from any but itself)."""
    place, client = state.request[row, PLACE], state.request[row, CLIENT]
    coalition = world.coalition[client]
    if patron == client or (coalition >= 0 and world.patron[coalition] >= 0 and world.patron[coalition] != patron):
        if kind != REFUSED:
            causes.note_answer(world, state, day, patron, row, events.SUPPORTED, flown, reason)
        return
    state.answers[client, kind] += 1
    state.answered[client, kind] += 1
    front = world.front[place]
    if kind == REFUSED:
        state.refusals[client, front] += 1.0
    causes.note_answer(world, state, day, patron, row, events.HONOURED + kind, flown, reason)


@compiled
def send(world: World, given: Parameters, state: State, patron: int, client: int, place: int) -> tuple[float, float]:
    """Take up to a package of sorties from wings in reach, best kind first; return sorties and their worth."""
    flown, worth = 0.0, 0.0
    for kind in (0, HELICOPTER, STRIKE):
        factor = 1.0
        if kind == STRIKE:
            factor = given.air.strike_factor
        elif kind == HELICOPTER:
            factor = given.air.helicopter_factor
        for wing in range(world.wing_key.shape[0]):
            if world.wing_patron[wing] != patron or world.wing_kind[wing] != kind or not world.client[wing, client]:
                continue
            if world.distance[wing, place] > given.reach[wing] or flown >= given.air.package:
                continue
            taken = min(state.pool[wing], given.air.package - flown)
            if taken > 0.0:
                fly(world, given, state, wing, patron, place, taken)
                flown += taken
                worth += taken * factor
    return flown, worth


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
def whole(flown: float) -> int:
    """Return sorties as a whole number for the chronicle: the nearest, and at least one if any was flown."""
    return max(1, int(flown + 0.5))


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


@compiled
def learn_reliance(world: World, given: Parameters, state: State, number: int) -> None:
    """Move each client's reliance towards the share of its requests that were served, over ``reliance_days`` (c12).

    Having it builds reliance up; going without wears it off three times more slowly, as habits do.  What a client
    expects of its next request follows its last ten or so.
    """
    speed = 1.0 / max(1.0, given.air.reliance_days)
    for row in range(number):
        client = state.request[row, CLIENT]
        served = state.served[state.request[row, PLACE], state.request[row, SIDE]]
        if served >= SERVED_LATE:
            state.reliance[client] += speed * (1.0 - state.reliance[client])
            state.expected_air[client] += (1.0 - state.expected_air[client]) / REMEMBERED_REQUESTS
        else:
            state.reliance[client] -= speed / 3.0 * state.reliance[client]
            state.expected_air[client] -= state.expected_air[client] / REMEMBERED_REQUESTS
