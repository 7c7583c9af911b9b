"""Requests for air support meet a scarce pool: who is served, late or refused, and how far units come to rely on it.

Comes in: attacks under way, the day's pool, the command's delays.  Goes out: support in riflemen at each place, answers
per client, reliance and what is expected of the next request.  The pool and flights are next door in ``sorties``, what
is struck unasked in ``strikes``, the allocation rules in ``allocation``; what an answer does to trust, in ``trust``.
Claims c03, c04, c07, c11, c12.
"""

from __future__ import annotations

from polemos.model import causes, events
from polemos.model.allocation import CLIENT, PLACE, SIDE, collect_requests, next_request, urgency
from polemos.model.chance import AIR, Key, draw, geometric_delay
from polemos.model.command import delay, refusal
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.sorties import HELICOPTER, STRIKE, at_hand, fly, lose_aircraft, prepare, supports, whole
from polemos.model.state import ATTACK, HOSTILE, State, World
from polemos.model.strikes import strike_alone

TOLERABLE_DELAY = 1.0
REMEMBERED_REQUESTS = 10.0
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
def answer_all(
    world: World, given: Parameters, state: State, key: Key, day: int, patron: int, number: int, fronts: int
) -> None:
    """Answer the requests of the patron's clients in the order of its rule until aircraft or fronts run out."""
    state.open_front[:] = 0
    opened = 0
    for row in range(number):
        client = state.request[row, CLIENT]
        if not serves(world, patron, client, state.request[row, PLACE]) or not against_enemy(state, patron, row):
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
def serves(world: World, patron: int, client: int, place: int) -> bool:
    """Return whether one of the patron's wings supports the client at the place."""
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron and supports(world, wing, client, place):
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
            if world.wing_patron[wing] != patron or world.wing_kind[wing] != kind:
                continue
            if not supports(world, wing, client, place):
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
