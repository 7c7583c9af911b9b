"""Dated decisions take effect: aircraft leave or come, a command changes, a ceasefire is declared.

Comes in: the interventions of the scenario with the day drawn for each.  Goes out: changed fleets, commands, flows,
tempo and truces.  What follows from them is next door, in the twelve rooms.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.chance import AIR, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import State, World

WITHDRAW_AIRCRAFT, DEPLOY_AIRCRAFT, DEPLOY_MEN, CHANGE_COMMAND, CEASEFIRE, CHANGE_FLOW, CHANGE_TEMPO, CHANGE_EFFORT = (
    range(8)
)


@compiled
def take_effect(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Carry out the decisions of this day, in the scenario's order.

    A withdrawal takes away ``share`` of the aircraft that the wing has on that day, rounded to whole aircraft with the
    right mean (key: the wing).  Aircraft and men that come and go are counted, so that the books balance.
    """
    for n in range(world.act.shape[0]):
        if given.act_day[n] != day:
            continue
        kind, target, value = world.act[n], world.act_target[n], given.act_value[n]
        moved = 0
        if kind == WITHDRAW_AIRCRAFT:
            for wing in range(world.wing_key.shape[0]):
                if world.act_wing[n, wing]:
                    u = draw(key, AIR, day, world.wing_key[wing], world.wing_key[wing])
                    gone = min(rounded(value * state.aircraft[wing], u.a), state.aircraft[wing])
                    state.aircraft[wing] -= gone
                    state.aircraft_moved[wing] -= gone
                    moved += gone
        elif kind == DEPLOY_AIRCRAFT:
            state.aircraft[target] += int(value)
            state.aircraft_moved[target] += int(value)
            moved = int(value)
        elif kind == DEPLOY_MEN:
            state.reserve[target] += int(value)
            state.arrived[target] += int(value)
            moved = int(value)
        elif kind == CHANGE_COMMAND:
            state.command[target] = world.act_detail[n]
        elif kind == CEASEFIRE and world.switches[1]:
            state.truce[n] = day
        elif kind == CHANGE_FLOW:
            state.flow_order[target] *= value
        elif kind == CHANGE_TEMPO:
            for front in range(world.front_key.shape[0]):
                if world.act_front[n, front]:
                    state.tempo[target, front] *= value
        elif kind == CHANGE_EFFORT:
            state.effort_order[target] *= value
        write_down(world, given, state, day, n, moved)


@compiled
def write_down(world: World, given: Parameters, state: State, day: int, n: int, moved: int) -> None:
    """Note a decision, with how many aircraft or men it moved, and keep it for what it will lead to."""
    kind, target = world.act[n], world.act_target[n]
    who = target if kind in (DEPLOY_MEN, CHANGE_TEMPO, CHANGE_EFFORT) else -1
    if kind == DEPLOY_AIRCRAFT:
        who = world.wing_patron[target]
    elif kind == CHANGE_FLOW:
        who = world.flow_client[target]
    row = events.note(state, day, events.DECISION, -1, who, -1, moved, 0, 0, -1, -1, -1, n)
    events.keep(state.act_rows, n, events.DECIDED, row)
    if kind == CHANGE_COMMAND and row >= 0:
        state.command_rows[target] = row
    elif kind == WITHDRAW_AIRCRAFT and moved > 0:
        for wing in range(world.wing_key.shape[0]):
            if world.act_wing[n, wing]:
                events.keep(state.actor_rows, world.wing_patron[wing], events.FEWER_AIRCRAFT, row)
    elif kind == CHANGE_EFFORT and given.act_value[n] < 1.0:
        events.keep(state.actor_rows, target, events.LESS_EFFORT, row)
