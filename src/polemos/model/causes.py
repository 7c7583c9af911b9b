"""Which earlier events an event is laid to, where that is more than the attack it belongs to.

Comes in: the rows of the latest events, kept while a chronicle is recorded.  Goes out: rows for ``events.note``.  Each
function names an event only where it did move the rate, chance or number that the mechanism used; nothing here changes
a number of the war, and nothing is looked for where no chronicle is kept.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.allocation import CLIENT, PLACE, SIDE
from polemos.model.attention import opening
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE, CHANGE_EFFORT, CHANGE_TEMPO
from polemos.model.parameters import Parameters
from polemos.model.reserves import held_back
from polemos.model.state import ATTACK, HOSTILE, State, World

RECENTLY = 14
# What moved a rate or a fleet by less than this share is not named as a cause.
WORTH_NAMING = 0.1


@compiled
def loss_answered(world: World, state: State, day: int, place: int, actor: int, remembered: int) -> int:
    """Return the loss of the place that makes its camp's attack a counterattack, -1 if it is none."""
    was = state.previous[place]
    if not events.recording(state) or was < 0 or day - state.changed[place] > remembered:
        return -1
    return state.place_rows[place, events.CHANGE_AT] if world.camp[was] == world.camp[actor] else -1


@compiled
def flight_elsewhere(world: World, given: Parameters, state: State, place: int, actor: int) -> int:
    """Return the last hostile flight over the other front where the camp sees most, if what it sees raised the rate.

    -1 where the opening raised the attack rate by less than a tenth.
    """
    front, camp = world.front[place], world.camp[actor]
    if not events.recording(state) or front < 0 or not world.switches[4]:
        return -1
    if given.attention.weight * opening(world, state, actor, front) < WORTH_NAMING:
        return -1
    busiest, most = -1, 0.0
    for other in range(world.front_key.shape[0]):
        if other != front and state.seen[camp, other] > most:
            busiest, most = other, state.seen[camp, other]
    latest = -1
    for row in range(world.patrons.shape[0]):
        patron = world.patrons[row]
        if busiest >= 0 and state.stance[actor, patron] == HOSTILE:
            latest = max(latest, state.flight_rows[patron, busiest])
    return latest


@compiled
def made_possible(world: World, given: Parameters, state: State, day: int, place: int, actor: int) -> int:
    """Return what had opened the way for an attack, -1 if nothing of late.

    The end of a truce that bound both sides here; else the taking of the place from which the attack starts; else an
    order that raised the attacker's tempo on this front.  The first two count for 14 days.
    """
    if not events.recording(state):
        return -1
    holder, front = state.holder[place], world.front[place]
    for n in range(world.act.shape[0]):
        row = state.act_rows[n, events.TRUCE_ROW]
        if world.act[n] == CEASEFIRE and row >= 0 and state.events[row, events.KIND] == events.TRUCE_BROKEN:
            bound = world.act_bound[n, actor] and world.act_bound[n, holder]
            if bound and world.act_front[n, front] and day - state.events[row, events.DAY] <= RECENTLY:
                return row
    launch = state.launch[place]
    if launch >= 0 and day - state.changed[launch] <= RECENTLY:
        return state.place_rows[launch, events.CHANGE_AT]
    latest = -1
    for n in range(world.act.shape[0]):
        if world.act[n] == CHANGE_TEMPO and world.act_target[n] == actor and world.act_front[n, front]:
            if given.act_value[n] > 1.0 and state.tempo[actor, front] > 1.0:
                latest = max(latest, state.act_rows[n, events.DECIDED])
    return latest


@compiled
def why_closed(state: State, day: int, patron: int) -> int:
    """Return why a patron serves no further front: its aircraft stay down, it has none, or the fronts are taken."""
    if day < state.grounded[patron]:
        return events.GROUNDED
    opened = events.of_day(state, state.actor_rows[patron, events.FRONT_TAKEN], day)
    return events.FRONTS_TAKEN if opened >= 0 else events.NO_AIRCRAFT


@compiled
def taken_instead(state: State, day: int, patron: int, reason: int) -> int:
    """Return the answer of today that took the last front or the last sorties from a refused request, -1 if none."""
    if reason == events.FRONTS_TAKEN:
        return events.of_day(state, state.actor_rows[patron, events.FRONT_TAKEN], day)
    if reason == events.NO_AIRCRAFT:
        return events.of_day(state, state.actor_rows[patron, events.SORTIES_TAKEN], day)
    return -1


@compiled
def scarcity(world: World, state: State, patron: int) -> int:
    """Return what made the patron's aircraft fewer or idler, -1 if nothing did by a tenth.

    Of the withdrawals, the orders to fly less and the bargain the one that leaves the smallest share is named.
    """
    if not events.recording(state):
        return -1
    aircraft = 0.0
    for wing in range(world.wing_key.shape[0]):
        if world.wing_patron[wing] == patron:
            aircraft += state.aircraft[wing]
    shares = (
        aircraft / max(1.0, float(state.aircraft_first[patron])),
        state.effort_order[patron],
        state.effort[patron],
    )
    columns = (events.FEWER_AIRCRAFT, events.LESS_EFFORT, events.EFFORT_ROW)
    row, least = -1, 1.0 - WORTH_NAMING
    for number in range(3):
        if shares[number] <= least and state.actor_rows[patron, columns[number]] >= 0:
            row, least = state.actor_rows[patron, columns[number]], shares[number]
    return row


@compiled
def staff_order(world: World, state: State, client: int, looser: bool) -> int:
    """Return the decision that gave the client's coalition a command looser, or tighter, than its first; -1 if none.

    Modes stand in the order of looseness: integrated, delegated, bargained.
    """
    coalition = world.coalition[client]
    if coalition < 0 or state.command[coalition] == world.command[coalition]:
        return -1
    return state.command_rows[coalition] if (state.command[coalition] > world.command[coalition]) == looser else -1


@compiled
def road_changed_by(world: World, state: State, day: int, place: int) -> int:
    """Return what opened or cut the road to a place today: a change of hands of yesterday, next door if there is one.

    Without any, the break of an ally, whose places became closed to its friends; -1 if neither.
    """
    near, anywhere, broken = -1, -1, -1
    for link in range(world.first_link[place], world.first_link[place + 1]):
        row = state.place_rows[world.neighbour[link], events.CHANGE_AT]
        near = max(near, events.of_day(state, row, day - 1))
    for other in range(state.holder.shape[0]):
        anywhere = max(anywhere, events.of_day(state, state.place_rows[other, events.CHANGE_AT], day - 1))
    for actor in range(world.actor_key.shape[0]):
        broken = max(broken, events.of_day(state, state.actor_rows[actor, events.BREAK_ROW], day - 1))
    if near >= 0:
        return near
    return anywhere if anywhere >= 0 else broken


@compiled
def note_roads(world: World, state: State, day: int) -> None:
    """Keep, for each place whose road was cut or opened today, what did it; nothing did for what was cut at first."""
    for place in range(state.holder.shape[0]):
        was_cut, is_cut = state.place_rows[place, events.CUT_OFF] == 1, state.supply_road[place] < 0.0
        if was_cut != is_cut:
            state.place_rows[place, events.CUT_OFF] = 1 if is_cut else 0
            state.place_rows[place, events.ROAD_AT] = road_changed_by(world, state, day, place)


@compiled
def shot_at(world: World, given: Parameters, state: State, day: int, patron: int) -> tuple[int, int]:
    """Return where the patron flew today over the strongest air defence, and whose that was; -1 if unknown."""
    where, whose, most = -1, -1, 0.0
    if not events.recording(state):
        return where, whose
    for place in range(state.holder.shape[0]):
        row = events.of_day(state, state.place_rows[place, events.FLIGHT_AT], day)
        if row < 0:
            continue
        struck = state.events[row, events.KIND] == events.AIR_STRIKE
        flier = state.events[row, events.ACTOR] if struck else state.events[row, events.OTHER]
        if flier != patron:
            continue
        for actor in range(world.actor_key.shape[0]):
            if state.stance[actor, patron] == HOSTILE and state.men[place, actor] + state.attack[place, actor] > 0:
                if given.air_defence[actor] > most:
                    where, whose, most = place, actor, given.air_defence[actor]
    return where, whose


@compiled
def men_of(state: State, actor: int) -> int:
    """Return all men of an actor who can fight: in the field, in attacks and in reserve."""
    number = held_back(state, actor)
    for place in range(state.men.shape[0]):
        number += state.men[place, actor] + state.attack[place, actor]
    return number


@compiled
def order_to_spare(world: World, state: State, patron: int) -> int:
    """Return the patron's latest decision to spare some of its enemies, -1 if none."""
    latest = -1
    for n in range(world.act.shape[0]):
        if world.act[n] == CHANGE_EFFORT and world.act_target[n] == patron and world.act_against[n].sum() > 0:
            latest = max(latest, state.act_rows[n, events.DECIDED])
    return latest


@compiled
def note_answer(
    world: World, state: State, day: int, patron: int, request: int, kind: int, flown: int, reason: int
) -> None:
    """Note an answer to a request: the attack it was about, who was served instead, what has made aircraft scarce.

    A lack of aircraft is laid to what made them fewer, a failure in the staff and a delay to the decision that loosened
    the command.
    """
    if not events.recording(state):
        return
    place, side, client = state.request[request, PLACE], state.request[request, SIDE], state.request[request, CLIENT]
    instead, condition = -1, -1
    if kind == events.REFUSED:
        instead = taken_instead(state, day, patron, reason)
        condition = scarcity(world, state, patron)
    if kind == events.REFUSED and reason == events.GROUNDED:
        condition = state.actor_rows[patron, events.GROUNDED_BY]
    if kind == events.REFUSED and reason == events.SPARED:
        condition = order_to_spare(world, state, patron)
    if kind == events.LATE or (kind == events.REFUSED and reason == events.BY_THE_STAFF):
        condition = staff_order(world, state, client, True)
    row = events.note(state, day, kind, place, client, patron, flown, side, 0,
                      state.place_rows[place, events.OFFENSIVE_AT], instead, condition, reason)  # fmt: skip
    answered = events.ANSWER_TO_ATTACK if side == ATTACK else events.ANSWER_TO_DEFENCE
    if kind != events.SUPPORTED:
        events.keep(state.place_rows, place, answered, row)
    if kind != events.REFUSED:
        events.keep(state.place_rows, place, events.FLIGHT_AT, row)
        events.keep(state.flight_rows, patron, world.front[place], row)
        events.keep(state.actor_rows, patron, events.SORTIES_TAKEN, row)


@compiled
def note_attack(
    world: World, given: Parameters, state: State, day: int, place: int, leader: int, remembered: int
) -> int:
    """Note the beginning of an attack: the loss that it answers, and the aircraft that were seen elsewhere."""
    loss = loss_answered(world, state, day, place, leader, remembered)
    elsewhere = flight_elsewhere(world, given, state, place, leader)
    holder = state.holder[place]
    row = events.note(state, day, events.OFFENSIVE, place, leader, holder, 0, 0, 0, loss, elsewhere, -1, 0)
    if row >= 0:
        state.place_rows[place, events.OFFENSIVE_AT] = row
        state.place_rows[place, events.HEAVIEST_AT] = state.place_rows[place, events.FIGHTING_AT] = -1
    return row
