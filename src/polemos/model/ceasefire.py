"""Ceasefires: who is bound to whom, who was not asked, who is excluded; how compliance erodes and when they break.

Comes in: truces declared by ``decisions`` and yesterday's assaults.  Goes out: ``State.restraint``, the share of its
attacks that a bound actor leaves out, the rate at which excluded actors provoke, and the end of truces.  The trust of
members who were not asked moves in ``trust``; rearming happens in ``supply``.  Claims c02, c05; spoilers: Stedman 1997;
extremists who break what moderates agreed: Kydd & Walter 2002.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.causes import men_of
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE
from polemos.model.parameters import Parameters
from polemos.model.state import ACTIVE, FRIENDLY, HOSTILE, State, World


@compiled
def act(world: World, given: Parameters, state: State, day: int) -> None:
    """Age every truce in force by a day.

    compliance(t + 1) = compliance(t) * (1 - decay) * (share that yesterday's assaults leave, see ``spared``).  A bound
    actor that was not among the parties complies less, by ``spoiling``.  The truce ends after its agreed last day or
    when compliance falls below ``breaks_below``.
    """
    numbers = given.ceasefire
    state.clock[ACTIVE] = 0
    for n in range(world.act.shape[0]):
        if world.act[n] != CEASEFIRE or state.truce[n] < 0:
            continue
        if state.truce[n] == day:
            begin(world, given, state, n, day)
        else:
            state.compliance[n] *= (1.0 - numbers.decay) * spared(world, given, state, n, day)
        expired = world.act_detail[n] >= 0 and day > world.act_detail[n]
        if expired or state.compliance[n] < numbers.breaks_below:
            note_end(state, n, day, expired)
            state.truce[n] = -1
        for actor in range(world.actor_key.shape[0]):
            held = 0.0
            if state.truce[n] >= 0 and world.act_bound[n, actor]:
                held = state.compliance[n]
                if not world.act_party[n, actor]:
                    held *= 1.0 - numbers.spoiling
            state.restraint[n, actor] = held
        if state.truce[n] >= 0:
            state.active[state.clock[ACTIVE]] = n
            state.clock[ACTIVE] += 1


@compiled
def begin(world: World, given: Parameters, state: State, n: int, day: int) -> None:
    """Start a truce: full compliance, patrons among the parties stay on the ground for the agreed days."""
    state.compliance[n] = given.ceasefire.compliance
    if events.recording(state):
        bound, men = 0, 0
        for actor in range(world.actor_key.shape[0]):
            if world.act_bound[n, actor]:
                bound += 1
                men += men_of(state, actor)
        decided = state.act_rows[n, events.DECIDED]
        row = events.note(state, day, events.TRUCE, -1, -1, -1, bound, men, given.act_ground[n], decided, -1, -1, n)
        events.keep(state.act_rows, n, events.TRUCE_ROW, row)
        for actor in range(world.actor_key.shape[0]):
            if world.act_party[n, actor] and given.act_ground[n] > 0:
                events.keep(state.actor_rows, actor, events.GROUNDED_BY, row)
    if given.act_ground[n] > 0:
        for actor in range(world.actor_key.shape[0]):
            if world.act_party[n, actor]:
                state.grounded[actor] = max(state.grounded[actor], day + given.act_ground[n])


@compiled
def note_end(state: State, n: int, day: int, expired: bool) -> None:
    """Note a truce's end: it ran out, or the violations were too many, of which the last is its occasion."""
    if not events.recording(state):
        return
    begun, last = state.act_rows[n, events.TRUCE_ROW], state.act_rows[n, events.VIOLATED]
    broken = max(0, state.act_rows[n, events.VIOLATIONS])
    row = events.note(state, day, events.TRUCE_BROKEN, -1, -1, -1, day - state.truce[n], broken, int(expired),
                      begun, -1 if expired else last, -1, n)  # fmt: skip
    events.keep(state.act_rows, n, events.TRUCE_ROW, row)


@compiled
def note_violation(state: State, n: int, place: int) -> None:
    """Count a violation in the chronicle and keep it as the latest."""
    if events.recording(state):
        state.act_rows[n, events.VIOLATIONS] = max(0, state.act_rows[n, events.VIOLATIONS]) + 1
        events.keep(state.act_rows, n, events.VIOLATED, state.place_rows[place, events.OFFENSIVE_AT])


@compiled
def spared(world: World, given: Parameters, state: State, n: int, day: int) -> float:
    """Return the share of a truce's compliance that yesterday's assaults leave, 0..1.

    An assault in which a bound actor takes part against one to whom it is bound is a violation and takes away
    ``erosion``.  An assault between a bound actor and an excluded one, either way, takes away ``entanglement`` of that
    where others who are bound to the former and friends of the latter have men at the place or next door: each side
    says that the truce was meant.  Only assaults that began yesterday where the truce holds count, each once.
    """
    numbers = given.ceasefire
    left = 1.0
    for place in range(state.leader.shape[0]):
        attacker, defender = state.leader[place], state.holder[place]
        if attacker < 0 and state.changed[place] == day - 1:
            attacker, defender = state.holder[place], state.previous[place]  # taken on the first day
        if attacker < 0 or defender < 0 or state.since[place] != day - 1 or world.act_place[n, place] == 0:
            continue
        if violated(world, state, n, place, attacker, defender):
            left *= 1.0 - numbers.erosion
            note_violation(state, n, place)
        elif disputed(world, state, n, place, attacker, defender):
            left *= 1.0 - numbers.erosion * numbers.entanglement
    return left


@compiled
def violated(world: World, state: State, n: int, place: int, attacker: int, defender: int) -> bool:
    """Return whether the attacker, or anybody who joined it, is bound to leave this defender alone."""
    if world.act_pair[n, attacker, defender]:
        return True
    for actor in range(world.actor_key.shape[0]):
        if state.attack[place, actor] > 0 and world.act_pair[n, actor, defender]:
            return True
    return False


@compiled
def disputed(world: World, state: State, n: int, place: int, attacker: int, defender: int) -> bool:
    """Return whether one of the two is excluded and so mixed with bound ones that it is disputed who was meant."""
    if world.act_bound[n, attacker] and world.act_excluded[n, defender]:
        return mixed(world, state, n, attacker, defender, place)
    if world.act_excluded[n, attacker] and world.act_bound[n, defender]:
        return mixed(world, state, n, defender, attacker, place)
    return False


@compiled
def mixed(world: World, state: State, n: int, bound: int, excluded: int, place: int) -> bool:
    """Return whether a friend of the excluded actor that is bound to the other has men at the place or next door."""
    for other in range(world.actor_key.shape[0]):
        if world.act_pair[n, other, bound] == 0 or state.stance[other, excluded] != FRIENDLY:
            continue
        if state.men[place, other] > 0:
            return True
        for link in range(world.first_link[place], world.first_link[place + 1]):
            if state.men[world.neighbour[link], other] > 0:
                return True
    return False


@compiled
def freedom(world: World, state: State, attacker: int, defender: int, place: int) -> float:
    """Return the share of its attacks on ``defender`` that ``attacker`` still makes at this place, 0..1.

    1 without a truce, between actors who are not bound to each other, and towards an excluded actor.
    """
    if state.stance[attacker, defender] != HOSTILE:
        return 0.0
    free = 1.0
    for row in range(state.clock[ACTIVE]):
        n = state.active[row]
        if world.act_pair[n, attacker, defender] and world.act_place[n, place]:
            free *= 1.0 - state.restraint[n, attacker]
    return free


@compiled
def provoked(world: World, given: Parameters, state: State, attacker: int, defender: int, place: int) -> float:
    """Return the factor on the rate at which ``attacker`` attacks ``defender`` here, 1 or ``provocation``.

    Above 1 for who is excluded from a truce that binds the defender and friends of the attacker: a peace between them
    would leave it alone, and it gains if they fall out (Stedman 1997; Kydd & Walter 2002).  An excluded enemy of
    everybody has no such reason.
    """
    for row in range(state.clock[ACTIVE]):
        n = state.active[row]
        if world.act_excluded[n, attacker] and world.act_bound[n, defender] and world.act_place[n, place]:
            for other in range(world.actor_key.shape[0]):
                if world.act_pair[n, other, defender] and state.stance[other, attacker] == FRIENDLY:
                    return given.ceasefire.provocation
    return 1.0


@compiled
def resting(world: World, state: State, actor: int) -> float:
    """Return how far truces give this actor rest, 0..1: compliance times the share of its fronts where one holds."""
    most = 0.0
    for row in range(state.clock[ACTIVE]):
        n = state.active[row]
        if state.restraint[n, actor] <= 0.0:
            continue
        fronts, quiet = 0, 0.0
        for front in range(world.front_key.shape[0]):
            if world.zone[actor, front]:
                fronts += 1
                quiet += world.act_calm[n, front]
        if fronts > 0:
            most = max(most, state.restraint[n, actor] * quiet / fronts)
    return most


@compiled
def binds(world: World, state: State, one: int, two: int) -> bool:
    """Return whether a truce in force binds these two to each other somewhere."""
    for n in range(world.act.shape[0]):
        if world.act[n] == CEASEFIRE and state.truce[n] >= 0 and world.act_pair[n, one, two]:
            return True
    return False
