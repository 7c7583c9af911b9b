"""Who attacks where with what, alone or jointly.

Comes in: who would attack first, from ``planning``.  Goes out: attacks (men moved from neighbouring places and from the
reserve into ``State.attack``).  Men are moved, never made.  How staffs weigh is next door in ``planning``, who
reinforces and thins out in ``reserves``, how the fight goes in ``combat``, how it ends in ``control``.  Claims c09,
c13, c15.
"""

from __future__ import annotations

from polemos.model import causes, events, reserves
from polemos.model.ceasefire import freedom
from polemos.model.chance import COMMAND, EMPLOYMENT, Key, draw, exp, normal
from polemos.model.command import INTEGRATED, commander, joining
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.planning import REMEMBERED, count_on_aircraft, frontage, may_lead, spearhead, staff_free, weigh
from polemos.model.state import HOSTILE, State, World
from polemos.model.trust import note_grievance


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Weigh every hostile neighbourhood by the morning's men, begin what rings today, then move reserves.

    Attacks begin in the order in which their clocks ring, so that the order of places in a file favours nobody.
    """
    count_men(world, state)
    count_on_aircraft(given, state)
    for place in range(state.holder.shape[0]):
        weigh(world, given, state, key, day, place)
    while True:
        first, earliest = -1, 1.0
        for place in range(state.holder.shape[0]):
            if state.ring[place] < earliest:
                first, earliest = place, state.ring[place]
        if first < 0:
            break
        state.ring[first] = 2.0
        begin(world, given, state, key, day, first, state.ringer[first])
    reserves.act(world, given, state, key, day)


@compiled
def count_men(world: World, state: State) -> None:
    """List which actors have men at each place, so that later loops skip empty cells; count them by ground and network.

    Men in an attack count with the network from which it was launched.
    """
    men, attack, who, field = state.men, state.attack, state.who, state.field
    state.stationed[:, :] = 0
    state.posted[:, :] = 0
    actors = men.shape[1]
    for actor in range(actors):
        field[actor] = reserves.held_back(state, actor)
        state.underway[actor] = 0
    for place in range(men.shape[0]):
        number, total = 0, 0
        for actor in range(actors):
            here = men[place, actor]
            if here > 0:
                who[place, number] = actor
                number += 1
                total += here
                field[actor] += here
                post(world, state, actor, place, here)
        state.present[place] = number
        state.present_men[place] = total
        if state.leader[place] >= 0:
            state.underway[state.leader[place]] += 1
            for actor in range(actors):
                field[actor] += attack[place, actor]
                post(world, state, actor, state.launch[place], attack[place, actor])


@compiled
def post(world: World, state: State, actor: int, place: int, number: int) -> None:
    """Count men with the network of a place and its ground; who is cut off counts with none."""
    if state.network[place] >= 0:
        state.stationed[actor, world.ground[place]] += number
        state.posted[state.network[place], actor] += number


@compiled
def begin(world: World, given: Parameters, state: State, key: Key, day: int, place: int, leader: int) -> None:
    """Commit the men of the leader and of every neighbour who joins, all the same share if there is not room enough."""
    holder = state.holder[place]
    if not can_spare(world, given, state, leader, place, holder) or not staff_free(given, state, leader):
        return
    state.underway[leader] += 1
    row = causes.note_attack(world, given, state, day, place, leader, REMEMBERED)
    state.leader[place], state.since[place], state.partners[place] = leader, day, 0
    z = normal(draw(key, EMPLOYMENT, day, world.actor_key[leader], world.place_key[place]))
    state.employment[place] = exp(0.5 * given.combat.employment * z)
    number = gather(world, given, state, key, day, place, leader, holder)
    offered = 0
    for one in range(number):
        offered += offer(world, given, state, state.touched[one], place, holder)
    fitting = min(1.0, frontage(world, given, state, place) / max(1, offered))
    for one in range(number):
        actor = state.touched[one]
        sent = commit(world, given, state, actor, place, holder, fitting)
        if one > 0 and sent > 0:
            state.partners[place] += 1
            order = causes.staff_order(world, state, leader, False)
            joined = events.note(state, day, events.JOINED, place, actor, leader, sent, 0, 0, row, -1, order, 0)
            overrule(world, given, state, actor, day, joined)
    total = 0
    for actor in range(world.actor_key.shape[0]):
        total += state.attack[place, actor]
    state.committed[place] = total
    state.offensives[leader, 0] += 1
    if state.partners[place] > 0:
        state.offensives[leader, 1] += 1
    state.front_attacks[world.front[place]] += 1
    if row >= 0:
        state.events[row, events.FIRST], state.events[row, events.SECOND] = total, state.partners[place]
        state.events[row, events.CONDITION] = causes.made_possible(world, given, state, day, place, leader)


@compiled
def can_spare(world: World, given: Parameters, state: State, actor: int, place: int, holder: int) -> bool:
    """Return whether the actor still has men to commit: an attack that began earlier today may have taken them."""
    if frontage(world, given, state, place) <= 0:
        return False
    for link in range(world.first_link[place], world.first_link[place + 1]):
        if spare(given, state, actor, world.neighbour[link], holder) > 0:
            return True
    return False


@compiled
def gather(
    world: World, given: Parameters, state: State, key: Key, day: int, place: int, leader: int, holder: int
) -> int:
    """List in ``touched`` the leader and who joins; return their number.

    The attack is launched where the leader offers most; of equals, from the place with the higher key.
    """
    most = 0
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        men = spare(given, state, leader, beside, holder)
        if men > most or (men == most > 0 and world.place_key[beside] > world.place_key[state.launch[place]]):
            most, state.launch[place] = men, beside
    state.touched[0], number = leader, 1
    for other in range(world.actor_key.shape[0]):
        if other == leader or joining(world, given, state, leader, other) <= 0.0:
            continue
        u = draw(key, COMMAND, day, world.actor_key[other], world.place_key[place])
        free = freedom(world, state, other, holder, place)
        if u.a < joining(world, given, state, leader, other) * free and may_lead(world, state, other, place):
            state.touched[number] = other
            number += 1
    return number


@compiled
def spare(given: Parameters, state: State, actor: int, beside: int, holder: int) -> int:
    """Return the committed share of the actor's spare men at a neighbouring place, if the holder's enemies hold it."""
    owner = state.holder[beside]
    if owner < 0 or state.stance[owner, holder] != HOSTILE:
        return 0
    return max(0, int((state.men[beside, actor] - int(given.offensive.garrison)) * given.offensive.committed))


@compiled
def offer(world: World, given: Parameters, state: State, actor: int, place: int, holder: int) -> int:
    """Return the men whom an actor would send: from next door, and of its reserve if it sends any from there."""
    men = 0
    for link in range(world.first_link[place], world.first_link[place + 1]):
        men += spare(given, state, actor, world.neighbour[link], holder)
    return men + spearhead(world, given, state, actor, state.launch[place]) if men > 0 else 0


@compiled
def commit(world: World, given: Parameters, state: State, actor: int, place: int, holder: int, fitting: float) -> int:
    """Move the share of the actor's offer for which there is room into the attack; return how many men."""
    total = 0
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        sent = int(spare(given, state, actor, beside, holder) * fitting)
        state.men[beside, actor] -= sent
        total += sent
    if total > 0:
        sent = int(spearhead(world, given, state, actor, state.launch[place]) * fitting)
        reserves.join(state, actor, world.ground[place], -sent)
        total += sent
    state.attack[place, actor] += total
    return total


@compiled
def overrule(world: World, given: Parameters, state: State, member: int, day: int, joined: int) -> None:
    """Let a member feel that authority it keeps was overridden, if it was ordered rather than asked (c08)."""
    who = commander(world, state, member)
    if not world.switches[10]:
        return
    if who < 0 or who == member or state.command[world.coalition[member]] != INTEGRATED:
        return
    loss = given.trust_.overridden * given.autonomy[member] * state.trust[member, who]
    state.trust[member, who] -= loss
    state.grievance[member, 4] += loss
    note_grievance(state, day, member, who, 4, loss, joined, -1)
