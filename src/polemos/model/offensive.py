"""Who attacks where with what, alone or jointly.

Comes in: men and stores by place, openings, truces, command.  Goes out: attacks (men moved from neighbouring places
and from the reserve into ``State.attack``).  Men are moved, never made.  Who reinforces and who thins out is next door
in ``reserves``, how the fight goes in ``combat``, how it ends in ``control``.  Claims c09, c13, c15.
"""

from __future__ import annotations

import numpy as np

from polemos.model import causes, events, reserves, rules
from polemos.model.attention import opening
from polemos.model.ceasefire import freedom, provoked
from polemos.model.chance import ASSESSMENT, COMMAND, EMPLOYMENT, OFFENSIVE, Key, draw, exp, log, normal
from polemos.model.combat import cover
from polemos.model.command import INTEGRATED, commander, joining
from polemos.model.compiled import compiled
from polemos.model.losses import lost_lately
from polemos.model.parameters import Parameters
from polemos.model.slots import ATTACK
from polemos.model.state import HOSTILE, State, World
from polemos.model.supply import strength_left
from polemos.model.trust import note_grievance

REMEMBERED = 14
PLANNING = np.uint64(3)
PLANNING_DAYS = 3.0
ASSESSED_DAYS = 30


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
def count_on_aircraft(given: Parameters, state: State) -> None:
    """Set what staffs expect of their units: 1 - missing_air * reliance * the share of requests they expect refused.

    So a force that is used to aircraft and no longer counts on them attacks less (c12, c13).
    """
    for actor in range(state.readiness.shape[0]):
        missing = given.combat.missing_air * state.reliance[actor] * (1.0 - state.expected_air[actor])
        state.readiness[actor] = 1.0 - missing


@compiled
def weigh(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> None:
    """Sum up the threat to a place, and find who of those who could attack it begins first, if anybody today.

    Each candidate has the rate tempo * value * inviting * (1 + weight * opening) * freedom (* provocation, if a truce
    excludes it), with what its attack rule answers to the strength that it would commit and the help that it expects
    over the defence, as it judges them, times ``counterattack`` for who lost the place in the last 14 days, and an
    exponential clock of that rate; ties have probability 0.  Staffs look at a place every third day, on which day
    hangs on the place's key, and decide for the three days; one that runs as many attacks as it can begins none.
    """
    holder = state.holder[place]
    state.ring[place] = 2.0
    if (world.place_key[place] + np.uint64(day)) % PLANNING != np.uint64(0):
        return
    state.threat[place] = 0.0
    if holder < 0:
        return
    number = add_up(world, given, state, place, holder)
    if number == 0:
        return
    attacked, resisting = state.leader[place] >= 0, 0.0
    for row in range(number):
        actor = state.touched[row]
        if attacked or not may_lead(world, state, actor, place) or not staff_free(given, state, actor):
            continue
        # exp(-rate) >= 1 - rate: unless u is above that, the clock does not ring today.  Most do not at any odds.
        eager = eagerness(world, given, state, day, place, actor)
        u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.place_key[place])
        if u.a <= 1.0 - eager * (1.0 + given.attention.weight):
            continue
        if resisting == 0.0:
            resisting = defence(world, given, state, place)
        strength = state.potential[actor] + expected_help(world, given, state, actor, place, number)
        ratio = strength / resisting * misjudgement(world, given, key, day, actor, place)
        rate = eager * inclination(world, given, state, place, actor, ratio)
        if rate > 0.0 and u.a > 1.0 - rate:
            time = -log(u.a) / rate
            if time < state.ring[place]:
                state.ring[place], state.ringer[place] = time, actor
    for row in range(number):
        state.potential[state.touched[row]] = 0.0


@compiled
def expected_help(world: World, given: Parameters, state: State, leader: int, place: int, number: int) -> float:
    """Return the strength next door that a leader can count on from others: theirs, times the chance that they join.

    So a small force plans what it could do with its allies, and the more so the tighter the command (c06, c09).
    """
    total, holder = 0.0, state.holder[place]
    for row in range(number):
        other = state.touched[row]
        if other == leader or not may_lead(world, state, other, place):
            continue
        chance = joining(world, given, state, leader, other)
        if chance > 0.0:
            total += chance * freedom(world, state, other, holder, place) * state.potential[other]
    return total


@compiled
def misjudgement(world: World, given: Parameters, key: Key, day: int, actor: int, place: int) -> float:
    """Return the factor by which a staff misjudges its odds at a place: log-normal, anew every 30 days.

    exp(misjudgement * z), z of variance 1, median 1.  Rivals disagree about their relative power until they have
    measured it (Blainey 1973; Fearon 1995), so that some attacks begin at odds that are worse than they look.
    """
    spread = given.offensive.misjudgement
    if spread <= 0.0:
        return 1.0
    u = draw(key, ASSESSMENT, day - day % ASSESSED_DAYS, world.actor_key[actor], world.place_key[place])
    return exp(spread * normal(u))


@compiled
def add_up(world: World, given: Parameters, state: State, place: int, holder: int) -> int:
    """Add up threat and each hostile neighbour's strength; return how many rows of ``touched`` are filled."""
    number, garrison = 0, int(given.offensive.garrison)
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        owner = state.holder[beside]
        if owner < 0 or state.stance[owner, holder] != HOSTILE:
            continue
        supplied = strength_left(given, state.stores[beside])
        for row in range(state.present[beside]):
            actor = state.who[beside, row]
            free = freedom(world, state, actor, holder, place)
            if free <= 0.0:
                continue
            state.threat[place] += free * state.men[beside, actor]
            spare = state.men[beside, actor] - garrison
            sent = int(spare * given.offensive.committed)
            if sent > 0:
                if state.potential[actor] == 0.0:
                    state.touched[number] = actor
                    number += 1
                    lead = spearhead(world, given, state, actor, beside) * given.quality[actor]
                    state.potential[actor] = lead * state.readiness[actor]
                state.potential[actor] += sent * given.quality[actor] * supplied * state.readiness[actor]
    return number


@compiled
def spearhead(world: World, given: Parameters, state: State, actor: int, launch: int) -> int:
    """Return the men of the reserve that the actor would add to an attack from a supplied place."""
    return int(reserves.available(world, state, actor, launch) * given.offensive.spearhead)


@compiled
def may_lead(world: World, state: State, actor: int, place: int) -> bool:
    """Return whether the actor fights on this front and has not left it."""
    front = world.front[place]
    return front >= 0 and world.zone[actor, front] == 1 and state.away[actor, front] == 0


@compiled
def staff_free(given: Parameters, state: State, actor: int) -> bool:
    """Return whether the actor's staffs can run one more offensive: one, and another for each ``span`` of its men."""
    return state.underway[actor] == 0 or state.underway[actor] * given.offensive.span <= state.field[actor]


@compiled
def defence(world: World, given: Parameters, state: State, place: int) -> float:
    """Return the defenders' strength [riflemen], cover and stores included; at least one man's."""
    total = 0.0
    for row in range(state.present[place]):
        actor = state.who[place, row]
        total += state.men[place, actor] * given.quality[actor]
    return max(1.0, total * strength_left(given, state.stores[place]) * cover(world, given, state, place))


@compiled
def eagerness(world: World, given: Parameters, state: State, day: int, place: int, actor: int) -> float:
    """Return the rate per planning cycle at which the actor would attack the place at odds beyond doubt.

    tempo * value, times ``provocation`` if a truce between the holder and its friends excludes it, times
    ``counterattack`` for a camp that lost the place within the last 14 days.
    """
    value = 0.5 + state.people[place] / (state.people[place] + 20000.0)
    rate = PLANNING_DAYS * given.tempo[actor] * state.tempo[actor, world.front[place]] * value
    rate *= provoked(world, given, state, actor, state.holder[place], place)
    was = state.previous[place]
    if was >= 0 and day - state.changed[place] <= REMEMBERED and world.camp[was] == world.camp[actor]:
        rate *= given.offensive.counterattack
    return rate


@compiled
def inclination(world: World, given: Parameters, state: State, place: int, actor: int, ratio: float) -> float:
    """Return the share of that rate at these odds, opening and truces: 0 to 1 + ``weight``.

    The actor's attack rule * (1 + weight * opening) * freedom; what the rule answers is next door in ``attack``.
    """
    gap = opening(world, state, actor, world.front[place])
    people, lost = float(state.people[place]), lost_lately(state, actor)
    known = (ratio, given.offensive.required_ratio, gap, people, lost)
    inviting = rules.ask(state, ATTACK, world.decision[actor], actor, known, 1.0)
    seen = 1.0 + given.attention.weight * gap
    return inviting * seen * freedom(world, state, actor, state.holder[place], place)


@compiled
def begin(world: World, given: Parameters, state: State, key: Key, day: int, place: int, leader: int) -> None:
    """Commit the leader's men next door and those of every neighbour who joins."""
    holder = state.holder[place]
    if not can_spare(world, given, state, leader, place, holder) or not staff_free(given, state, leader):
        return
    state.underway[leader] += 1
    row = causes.note_attack(world, given, state, day, place, leader, REMEMBERED)
    state.leader[place], state.since[place], state.partners[place] = leader, day, 0
    z = normal(draw(key, EMPLOYMENT, day, world.actor_key[leader], world.place_key[place]))
    state.employment[place] = exp(0.5 * given.combat.employment * z)
    most = 0
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        sent = commit(given, state, leader, beside, place, holder)
        if sent > most:
            most, state.launch[place] = sent, beside
    send_spearhead(world, given, state, leader, place)
    for other in range(world.actor_key.shape[0]):
        if other == leader or joining(world, given, state, leader, other) <= 0.0:
            continue
        u = draw(key, COMMAND, day, world.actor_key[other], world.place_key[place])
        free = freedom(world, state, other, holder, place)
        if u.a >= joining(world, given, state, leader, other) * free or not may_lead(world, state, other, place):
            continue
        sent = 0
        for link in range(world.first_link[place], world.first_link[place + 1]):
            sent += commit(given, state, other, world.neighbour[link], place, holder)
        if sent > 0:
            sent += send_spearhead(world, given, state, other, place)
            state.partners[place] += 1
            order = causes.staff_order(world, state, leader, False)
            joined = events.note(state, day, events.JOINED, place, other, leader, sent, 0, 0, row, -1, order, 0)
            overrule(world, given, state, other, day, joined)
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
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        owner = state.holder[beside]
        if owner >= 0 and state.stance[owner, holder] == HOSTILE:
            spare = state.men[beside, actor] - int(given.offensive.garrison)
            if int(spare * given.offensive.committed) > 0:
                return True
    return False


@compiled
def commit(given: Parameters, state: State, actor: int, beside: int, place: int, holder: int) -> int:
    """Move the committed share of the actor's spare men from a neighbouring place into the attack; return how many."""
    owner = state.holder[beside]
    if owner < 0 or state.stance[owner, holder] != HOSTILE:
        return 0
    spare = state.men[beside, actor] - int(given.offensive.garrison)
    if spare <= 0:
        return 0
    sent = int(spare * given.offensive.committed)
    state.men[beside, actor] -= sent
    state.attack[place, actor] += sent
    return sent


@compiled
def send_spearhead(world: World, given: Parameters, state: State, actor: int, place: int) -> int:
    """Move part of the actor's reserve into the attack; return how many men."""
    sent = spearhead(world, given, state, actor, state.launch[place])
    reserves.join(state, actor, world.ground[place], -sent)
    state.attack[place, actor] += sent
    return sent


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
