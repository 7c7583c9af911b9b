"""What a break does: the member stops joining, makes its own truce, leaves a front, leaves the coalition, or turns.

Comes in: the decision of ``trust``.  Goes out: changed stances, fronts left, and the dated break with its causes.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.compiled import compiled
from polemos.model.reserves import held_back, join
from polemos.model.state import HOSTILE, NEUTRAL, ROADS_CHANGED, State, World

STOP_JOINT, LOCAL_TRUCE, LEAVE_FRONT, LEAVE_COALITION, TURN = range(5)
KINDS = 5


@compiled
def break_away(world: World, state: State, member: int, kind: int, day: int) -> None:
    """Carry out a break and write it down."""
    state.rupture[member] = kind
    if state.broke[member, kind] < 0:
        state.broke[member, kind] = day
    other, front, reserve = state.lead[world.coalition[member]], -1, held_back(state, member)
    if kind == LOCAL_TRUCE:
        other = nearest_enemy(state, member)
        if other >= 0:
            set_stance(state, member, other, NEUTRAL)
    elif kind == LEAVE_FRONT:
        front = leave_front(world, state, member)
    elif kind == LEAVE_COALITION:
        part(world, state, member, NEUTRAL)
    elif kind == TURN:
        part(world, state, member, NEUTRAL)
        set_stance(state, member, other, HOSTILE)
    if state.first_break[0] < 0 and world.coalition[member] == world.focal[0]:
        state.first_break[0], state.first_break[1], state.first_break[2] = day, member, kind
        for cause in range(state.grievance.shape[1]):
            state.first_causes[cause] = state.grievance[member, cause]
    row = events.note(state, day, events.FISSURE, -1, member, other, front, held_back(state, member) - reserve, 0,
                      state.actor_rows[member, events.BREAK_ROW], -1, -1, kind)  # fmt: skip
    events.keep(state.actor_rows, member, events.BREAK_ROW, row)


@compiled
def reconcile(state: State, member: int, day: int) -> None:
    """Let a member that had only stopped joint operations take part again."""
    state.rupture[member] = -1
    broke = state.actor_rows[member, events.BREAK_ROW]
    row = events.note(state, day, events.RECONCILED, -1, member, -1, 0, 0, 0, broke, -1, -1, 0)
    events.keep(state.actor_rows, member, events.BREAK_ROW, row)


@compiled
def set_stance(state: State, one: int, two: int, stance: int) -> None:
    """Set how two actors stand to each other, both ways."""
    state.stance[one, two] = stance
    state.stance[two, one] = stance
    state.clock[ROADS_CHANGED] = 1


@compiled
def nearest_enemy(state: State, member: int) -> int:
    """Return the hostile actor with most men where the member stands, in attack or defence, or anywhere; -1 if none."""
    best, most = -1, 0
    for other in range(state.stance.shape[0]):
        if state.stance[member, other] != HOSTILE:
            continue
        number = 0
        for place in range(state.men.shape[0]):
            number += state.men[place, other]
            if state.men[place, member] > 0:
                number += 10 * state.attack[place, other]
        if number > most:
            best, most = other, number
    return best


@compiled
def leave_front(world: World, state: State, member: int) -> int:
    """Leave the front where most requests were refused of late; its men there go to the reserve; return the front."""
    worst, most = -1, -1.0
    for front in range(state.away.shape[1]):
        if world.zone[member, front] and not state.away[member, front] and state.refusals[member, front] > most:
            worst, most = front, state.refusals[member, front]
    if worst < 0:
        return -1
    state.away[member, worst] = 1
    for place in range(state.men.shape[0]):
        if world.front[place] == worst:
            call_back(world, state, member, place)
    return worst


@compiled
def call_back(world: World, state: State, member: int, place: int) -> None:
    """Return the member's men at a place to its reserve."""
    join(state, member, world.ground[place], state.men[place, member] + state.attack[place, member])
    state.men[place, member] = 0
    state.attack[place, member] = 0


@compiled
def part(world: World, state: State, member: int, stance: int) -> None:
    """Stand neutrally to all former allies, and leave the places that others hold."""
    for other in range(world.actor_key.shape[0]):
        if (
            other != member
            and world.coalition[other] == world.coalition[member]
            and state.stance[member, other] > stance
        ):
            set_stance(state, member, other, stance)
    for place in range(state.men.shape[0]):
        if state.holder[place] != member:
            call_back(world, state, member, place)
