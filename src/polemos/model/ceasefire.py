"""Ceasefires: who is bound, who was not asked, who is excluded; how compliance erodes and when they break.

Comes in: truces declared by ``decisions`` and yesterday's assaults.  Goes out: ``State.restraint``, the share of its
attacks that a bound actor leaves out, and the end of truces.  The trust of members who were not asked moves in
``trust``; rearming happens in ``supply``.  Claims c02, c05; spoilers: Stedman 1997.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.causes import men_of
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE
from polemos.model.parameters import Parameters
from polemos.model.state import ACTIVE, HOSTILE, State, World


@compiled
def act(world: World, given: Parameters, state: State, day: int) -> None:
    """Age every truce in force by a day.

    compliance(t + 1) = compliance(t) * (1 - decay) * (1 - erosion)**violations, where a violation is an assault
    between two bound actors where the truce holds.  A bound actor that was not among the parties complies less, by
    ``spoiling``.  The truce ends after its agreed last day or when compliance falls below ``breaks_below``.
    """
    numbers = given.ceasefire
    state.clock[ACTIVE] = 0
    for n in range(world.act.shape[0]):
        if world.act[n] != CEASEFIRE or state.truce[n] < 0:
            continue
        if state.truce[n] == day:
            begin(world, given, state, n, day)
        else:
            state.compliance[n] *= 1.0 - numbers.decay
            broken = violations(world, state, n, day)
            if broken > 0 and events.recording(state):
                state.act_rows[n, events.VIOLATIONS] = max(0, state.act_rows[n, events.VIOLATIONS]) + broken
            for _ in range(broken):
                state.compliance[n] *= 1.0 - numbers.erosion
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
        row = events.note(state, day, events.TRUCE, -1, -1, -1, bound, men, world.act_ground[n], decided, -1, -1, n)
        events.keep(state.act_rows, n, events.TRUCE_ROW, row)
        for actor in range(world.actor_key.shape[0]):
            if world.act_party[n, actor] and world.act_ground[n] > 0:
                events.keep(state.actor_rows, actor, events.GROUNDED_BY, row)
    if world.act_ground[n] > 0:
        for actor in range(world.actor_key.shape[0]):
            if world.act_party[n, actor]:
                state.grounded[actor] = max(state.grounded[actor], day + world.act_ground[n])


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
def violations(world: World, state: State, n: int, day: int) -> int:
    """Return how many assaults between bound actors began yesterday where the truce holds."""
    found = 0
    for place in range(state.leader.shape[0]):
        attacker, defender = state.leader[place], state.holder[place]
        if attacker < 0 or defender < 0 or state.since[place] != day - 1:
            continue
        if world.act_bound[n, attacker] and world.act_bound[n, defender] and covers(world, n, place):
            found += 1
            events.keep(state.act_rows, n, events.VIOLATED, state.place_rows[place, events.OFFENSIVE_AT])
    return found


@compiled
def covers(world: World, n: int, place: int) -> bool:
    """Return whether a truce holds at this place (a truce without fronts holds everywhere)."""
    return world.front[place] < 0 or world.act_front[n, world.front[place]] == 1


@compiled
def freedom(world: World, state: State, attacker: int, defender: int, place: int) -> float:
    """Return the share of its attacks on ``defender`` that ``attacker`` still makes at this place, 0..1.

    1 without a truce, between actors of whom one is not bound, and towards an excluded actor.
    """
    if state.stance[attacker, defender] != HOSTILE:
        return 0.0
    free = 1.0
    for row in range(state.clock[ACTIVE]):
        n = state.active[row]
        if world.act_bound[n, defender] and covers(world, n, place):
            free *= 1.0 - state.restraint[n, attacker]
    return free


@compiled
def resting(world: World, state: State, actor: int) -> float:
    """Return how far truces give this actor rest, 0..1: compliance times the share of its fronts where one holds."""
    most = 0.0
    for row in range(state.clock[ACTIVE]):
        n = state.active[row]
        if state.restraint[n, actor] <= 0.0:
            continue
        fronts, quiet = 0, 0
        for front in range(world.front_key.shape[0]):
            fronts += world.zone[actor, front]
            quiet += world.zone[actor, front] * world.act_front[n, front]
        if fronts > 0:
            most = max(most, state.restraint[n, actor] * quiet / fronts)
    return most
