"""How staffs weigh an attack: who could, at which odds, and how eagerly.

Comes in: men and stores by place, openings, truces, command.  Goes out: ``State.ring`` and ``State.ringer``, who would
attack a place first and when, and ``State.threat``.  What the weighing leads to is next door in ``offensive``; the
rules by which an actor reads its odds, in ``attack``.  Claims c09, c13, c15.
"""

from __future__ import annotations

import numpy as np

from polemos.model import reserves, rules
from polemos.model.attention import opening
from polemos.model.ceasefire import freedom, provoked
from polemos.model.chance import ASSESSMENT, OFFENSIVE, Key, draw, exp, log, normal
from polemos.model.combat import cover
from polemos.model.command import joining
from polemos.model.compiled import compiled
from polemos.model.losses import lost_lately
from polemos.model.parameters import Parameters
from polemos.model.slots import ATTACK
from polemos.model.state import HOSTILE, State, World
from polemos.model.supply import strength_left

REMEMBERED = 14
PLANNING = np.uint64(3)
PLANNING_DAYS = 3.0
ASSESSED_DAYS = 30


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
        strength = expected_strength(world, given, state, actor, place, number)
        ratio = strength / resisting * misjudgement(world, given, key, day, actor, place)
        rate = eager * inclination(world, given, state, place, actor, ratio)
        if rate > 0.0 and u.a > 1.0 - rate:
            time = -log(u.a) / rate
            if time < state.ring[place]:
                state.ring[place], state.ringer[place] = time, actor
    for row in range(number):
        state.potential[state.touched[row]] = 0.0


@compiled
def expected_strength(world: World, given: Parameters, state: State, leader: int, place: int, number: int) -> float:
    """Return the strength of an attack that an actor would lead: its own, and others' times their chance to join.

    So a small force plans what it could do with its allies, and the more so the tighter the command (c06, c09).  Men
    beyond the ``frontage`` add nothing.
    """
    strength, men, holder = state.potential[leader], float(state.sendable[leader]), state.holder[place]
    for row in range(number):
        other = state.touched[row]
        if other == leader or not may_lead(world, state, other, place):
            continue
        chance = joining(world, given, state, leader, other)
        if chance > 0.0:
            chance *= freedom(world, state, other, holder, place)
            strength += chance * state.potential[other]
            men += chance * state.sendable[other]
    return strength * min(1.0, frontage(world, given, state, place) / max(1.0, men))


@compiled
def frontage(world: World, given: Parameters, state: State, place: int) -> int:
    """Return how many men can be used against a place: frontage * roads from its enemies * (1 + people / 100,000).

    More do not fit on the roads, and a city is attacked on a longer line (force to space: Liddell Hart 1960).  So
    numbers beyond it decide nothing here, and are free elsewhere.
    """
    roads, holder = 0, state.holder[place]
    for link in range(world.first_link[place], world.first_link[place + 1]):
        owner = state.holder[world.neighbour[link]]
        if owner >= 0 and state.stance[owner, holder] == HOSTILE:
            roads += 1
    return int(given.offensive.frontage * roads * (1.0 + state.people[place] / 100000.0))


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
                    state.sendable[actor] = spearhead(world, given, state, actor, beside)
                    lead = state.sendable[actor] * given.quality[actor]
                    state.potential[actor] = lead * state.readiness[actor]
                state.sendable[actor] += sent
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
