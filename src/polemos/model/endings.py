"""When the war counts as over: decisive victory, collapse, settlement, partition, frozen; else it goes on.

Comes in: holders, people, deaths, truces.  Goes out: the first ending and its day; the days go on after it, so that
every history has the same length.  Looked at every seventh day.  Claims c01, c20, c22.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE
from polemos.model.parameters import Parameters
from polemos.model.state import (
    ENDED_AS,
    ENDED_DAY,
    GROSS_PEOPLE,
    HOSTILE,
    KILLED_BEFORE,
    MOVED_BEFORE,
    QUIET_DAYS,
    STILL_DAYS,
    State,
    World,
)

PERIOD = 7
ONGOING, VICTORY, COLLAPSE, SETTLEMENT, PARTITION, FROZEN = range(6)


@compiled
def act(world: World, given: Parameters, state: State, day: int) -> None:
    """Look for an ending; the gravest that applies counts, and only the first is kept."""
    if day % PERIOD != PERIOD - 1:
        return
    keep_watch(world, given, state)
    if state.clock[ENDED_DAY] >= 0:
        return
    kind = verdict(world, given, state)
    if kind != ONGOING:
        state.clock[ENDED_DAY], state.clock[ENDED_AS] = day, kind
        made = made_by(world, state, kind) if events.recording(state) else -1
        events.note(state, day, events.ENDING, -1, -1, -1, 0, 0, 0, made, -1, -1, kind)


@compiled
def made_by(world: World, state: State, kind: int) -> int:
    """Return the event that made the ending: a truce for a settlement, the loss of a vital place for a collapse.

    For the others, and for a collapse by losses, the last change of hands in the counted theatre; -1 if none.
    """
    latest, fatal, truce = -1, -1, -1
    for place in range(state.holder.shape[0]):
        row, holder = state.place_rows[place, events.CHANGE_AT], state.holder[place]
        if world.main[place]:
            latest = max(latest, row)
        for actor in range(world.actor_key.shape[0]):
            if world.vital[actor, place] and holder >= 0 and state.stance[holder, actor] == HOSTILE:
                fatal = max(fatal, row)
    for n in range(world.act.shape[0]):
        if world.act[n] == CEASEFIRE and state.truce[n] >= 0:
            truce = max(truce, state.act_rows[n, events.TRUCE_ROW])
    if kind == SETTLEMENT:
        return truce
    return fatal if kind == COLLAPSE and fatal >= 0 else latest


@compiled
def keep_watch(world: World, given: Parameters, state: State) -> None:
    """Count the days that were quiet, and the days on which hardly anybody changed hands."""
    killed = state.killed.sum()
    quiet = (killed - state.clock[KILLED_BEFORE]) / PERIOD < given.endings.quiet_rate
    state.clock[KILLED_BEFORE] = killed
    state.clock[QUIET_DAYS] = state.clock[QUIET_DAYS] + PERIOD if quiet else 0
    moved = state.counted[GROSS_PEOPLE] - state.clock[MOVED_BEFORE]
    if moved > given.endings.partition_movement * counted_people(world):
        state.clock[MOVED_BEFORE] = int(state.counted[GROSS_PEOPLE])
        state.clock[STILL_DAYS] = 0
    else:
        state.clock[STILL_DAYS] += PERIOD


@compiled
def counted_people(world: World) -> int:
    """Return the people of the counted theatre at the start."""
    total = 0
    for place in range(world.population.shape[0]):
        total += world.population[place] * world.main[place]
    return total


@compiled
def verdict(world: World, given: Parameters, state: State) -> int:
    """Return the ending that holds today.

    Victory: one camp holds ``victory_share`` of the people.  Collapse: an actor lost a vital place, or a focal lead
    fell below ``collapse_share`` of its first strength.  The others need ``lasting`` quiet days: under a truce that
    binds enemies a settlement; with still lines between camps that each hold ``partition_share`` a partition;
    otherwise a frozen war.
    """
    numbers = given.endings
    large, largest = shares(world, given, state)
    if largest >= numbers.victory_share:
        return VICTORY
    if collapsed(world, given, state):
        return COLLAPSE
    if state.clock[QUIET_DAYS] < numbers.lasting:
        return ONGOING
    if bound_enemies(world, state):
        return SETTLEMENT
    if large >= 2 and state.clock[STILL_DAYS] >= numbers.lasting:
        return PARTITION
    return FROZEN


@compiled
def shares(world: World, given: Parameters, state: State) -> tuple[int, float]:
    """Return how many camps hold at least ``partition_share`` of the counted people, and the largest share."""
    total, large, largest = 0.0, 0, 0.0
    for place in range(state.people.shape[0]):
        total += state.people[place] * world.main[place]
    for camp in range(world.camp_key.shape[0]):
        held = 0.0
        for place in range(state.people.shape[0]):
            if world.main[place] and state.holder[place] >= 0 and world.camp[state.holder[place]] == camp:
                held += state.people[place]
        share = held / total if total > 0.0 else 0.0
        largest = max(largest, share)
        if share >= given.endings.partition_share:
            large += 1
    return large, largest


@compiled
def collapsed(world: World, given: Parameters, state: State) -> bool:
    """Return whether an actor lost a vital place to an enemy, or the focal lead has lost most of its force."""
    for actor in range(world.actor_key.shape[0]):
        for place in range(state.holder.shape[0]):
            if world.vital[actor, place]:
                holder = state.holder[place]
                if holder >= 0 and state.stance[holder, actor] == HOSTILE:
                    return True
    if world.focal[0] < 0:
        return False
    lead = world.lead[world.focal[0]]
    first = given.men[:, lead].sum() + given.reserve[lead]
    left = state.men[:, lead].sum() + state.attack[:, lead].sum() + state.reserve[lead] + state.wounded[lead]
    return bool(first > 0 and left < given.endings.collapse_share * first)


@compiled
def bound_enemies(world: World, state: State) -> bool:
    """Return whether a truce in force binds two actors who are hostile to each other."""
    for n in range(world.act.shape[0]):
        if world.act[n] != CEASEFIRE or state.truce[n] < 0:
            continue
        for one in range(world.actor_key.shape[0]):
            for two in range(world.actor_key.shape[0]):
                if world.act_bound[n, one] and world.act_bound[n, two] and state.stance[one, two] == HOSTILE:
                    return True
    return False
