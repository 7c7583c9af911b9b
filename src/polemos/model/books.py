"""A user's mechanisms act at their place in the day, and the books are audited after each.

Comes in: the own mechanisms of the war.  Goes out: what they did to the state, or the first fault: a function that
raised, men that came from nowhere, a count below zero, a share above one.  Built-in rooms are held to the same laws by
tests; the audit runs only in wars with mechanisms of their own, at some microseconds each.
"""

from __future__ import annotations

from typing import Any

from polemos.model.chance import Key
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.reserves import held_back
from polemos.model.rules import BOOKS, DUE, FOUND, KIND, RAISED, ROW, WHAT, WHO, act_at
from polemos.model.state import State, World

# columns of World.own
ADDRESS, AFTER, STREAM = range(3)
MEN, VEHICLES, MISSILES, AIRCRAFT, HANDED_OVER = range(5)
# The fields that are looked through, in the order of the loops below; WHAT counts on from the books.
COUNTS = (
    "people", "wounded", "killed", "prisoners", "arrived", "armour", "armour_lost", "armour_captured",
    "armour_surrendered", "armour_arrived", "missiles", "missiles_fired", "missiles_arrived", "aircraft",
    "aircraft_lost", "siege", "fallen", "unhelped",
)  # fmt: skip
TABLES = ("reserve", "men", "attack", "offensives", "answers", "answered")
SHARES = ("stores", "prepared", "weary", "reliance", "ceded", "compliance")
SHARE_TABLES = ("trust", "restraint", "position")
LEVELS = ("effort", "effort_order", "flow", "flow_order", "seen_peak", "bombed", "threat")
LEVEL_TABLES = ("grievance", "refusals", "tempo", "seen", "flown", "fire")
ROWS = ("holder", "leader", "launch", "previous", "rupture", "command")
STANDINGS = ("stance", "away")
FIELDS = COUNTS + TABLES + SHARES + SHARE_TABLES + LEVELS + LEVEL_TABLES + ROWS + STANDINGS
LARGEST = 1e18


@compiled
def act_after(world: World, given: Parameters, state: State, key: Key, day: int, room: int) -> bool:
    """Let the own mechanisms act whose place is after this room of the day; return whether the books are in order."""
    if state.fault[KIND] != 0.0:
        return False
    for row in range(world.own.shape[0]):
        if world.own[row, AFTER] != room:
            continue
        address, stream = world.own[row, ADDRESS], world.own[row, STREAM]
        raised = act_at(address, world, given, given.own, row, state, key, stream, day)
        if raised != 0:
            state.fault[KIND] = RAISED
        else:
            audit(world, given, state)
        if state.fault[KIND] != 0.0:
            state.fault[WHO] = row
            return False
    return True


@compiled
def audit(world: World, given: Parameters, state: State) -> None:
    """Note the first law that the state breaks: bounds first, then men, vehicles, missiles and aircraft."""
    within_bounds(state)
    if state.fault[KIND] == 0.0:
        add_up(world, given, state)


@compiled
def broken(state: State, what: int, row: int, due: float, found: float) -> None:
    """Write a broken law down, unless another was before."""
    fault = state.fault
    if fault[KIND] == 0.0:
        fault[KIND], fault[WHAT], fault[ROW], fault[DUE], fault[FOUND] = BOOKS, what, row, due, found


@compiled
def add_up(world: World, given: Parameters, state: State) -> None:
    """Hold what each actor has against what it had and what came in; whole numbers, so exactly."""
    men = state.audited
    for actor in range(men.shape[0]):
        men[actor] = held_back(state, actor) + state.wounded[actor] + state.killed[actor] + state.prisoners[actor]
    for place in range(state.men.shape[0]):
        for actor in range(men.shape[0]):
            men[actor] += state.men[place, actor] + state.attack[place, actor]
    taken, given_up = 0, 0
    for actor in range(men.shape[0]):
        due = state.men_first[actor] + state.arrived[actor]
        if men[actor] != due:
            broken(state, MEN, actor, due, men[actor])
        due = given.armour[actor] + state.armour_arrived[actor] + state.armour_captured[actor]
        found = state.armour[actor] + state.armour_lost[actor] + state.armour_surrendered[actor]
        if found != due:
            broken(state, VEHICLES, actor, due, found)
        due = given.missiles[actor] + state.missiles_arrived[actor]
        found = state.missiles[actor] + state.missiles_fired[actor]
        if found != due:
            broken(state, MISSILES, actor, due, found)
        taken += state.armour_captured[actor]
        given_up += state.armour_surrendered[actor]
    if taken != given_up:
        broken(state, HANDED_OVER, 0, given_up, taken)
    for wing in range(state.aircraft.shape[0]):
        due = given.aircraft[wing] + state.aircraft_moved[wing]
        found = state.aircraft[wing] + state.aircraft_lost[wing]
        if found != due:
            broken(state, AIRCRAFT, wing, due, found)


@compiled
def within_bounds(state: State) -> None:
    """Look through every count, share, level and row that other rooms rely on."""
    what = HANDED_OVER + 1
    for counts in (
        state.people, state.wounded, state.killed, state.prisoners, state.arrived, state.armour,
        state.armour_lost, state.armour_captured, state.armour_surrendered, state.armour_arrived, state.missiles,
        state.missiles_fired, state.missiles_arrived, state.aircraft, state.aircraft_lost, state.siege, state.fallen,
        state.unhelped,
    ):  # fmt: skip
        look_through(state, what, counts, 0, LARGEST)
        what += 1
    for table in (state.reserve, state.men, state.attack, state.offensives, state.answers, state.answered):
        look_through_table(state, what, table, 0, LARGEST)
        what += 1
    for shares in (state.stores, state.prepared, state.weary, state.reliance, state.ceded, state.compliance):
        look_through(state, what, shares, 0.0, 1.0)
        what += 1
    for share_table in (state.trust, state.restraint, state.position):
        look_through_table(state, what, share_table, 0.0, 1.0)
        what += 1
    for levels in (state.effort, state.effort_order, state.flow, state.flow_order, state.seen_peak, state.bombed,
                   state.threat):  # fmt: skip
        look_through(state, what, levels, 0.0, LARGEST)
        what += 1
    for level_table in (state.grievance, state.refusals, state.tempo, state.seen, state.flown, state.fire):
        look_through_table(state, what, level_table, 0.0, LARGEST)
        what += 1
    places, actors = state.men.shape[0] - 1, state.men.shape[1] - 1
    look_through(state, what, state.holder, -1, actors)
    look_through(state, what + 1, state.leader, -1, actors)
    look_through(state, what + 2, state.launch, -1, places)
    look_through(state, what + 3, state.previous, -1, actors)
    look_through(state, what + 4, state.rupture, -1, state.broke.shape[1] - 1)
    look_through(state, what + 5, state.command, 0, 2)
    look_through_table(state, what + 6, state.stance, -1, 1)
    look_through_table(state, what + 7, state.away, 0, 1)


@compiled
def look_through(state: State, what: int, values: Any, least: float, most: float) -> None:
    """Note the first value that is not from ``least`` to ``most``; what is no number is not."""
    for row in range(values.shape[0]):
        if not (values[row] >= least and values[row] <= most):
            broken(state, what, row, least if values[row] < least else most, values[row])
            return


@compiled
def look_through_table(state: State, what: int, values: Any, least: float, most: float) -> None:
    """Do the same for a table; the row is that of its first axis."""
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            if not (values[row, column] >= least and values[row, column] <= most):
                broken(state, what, row, least if values[row, column] < least else most, values[row, column])
                return
