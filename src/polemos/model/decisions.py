"""Dated decisions take effect: aircraft leave or come, a command changes, a ceasefire is declared, weapons arrive.

Comes in: the interventions of the scenario with the day drawn for each.  Goes out: changed fleets, commands, flows,
stocks, tempo, efforts, weights in the bargain and truces.  What follows from them is next door, in the twelve rooms.
"""

from __future__ import annotations

from polemos.model import events, reserves
from polemos.model.chance import AIR, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import State, World

WITHDRAW_AIRCRAFT, DEPLOY_AIRCRAFT, DEPLOY_MEN, CHANGE_COMMAND, CEASEFIRE, CHANGE_FLOW, CHANGE_TEMPO, CHANGE_EFFORT = (
    range(8)
)
DELIVER, CHANGE_CAPABILITY = 8, 9


@compiled
def take_effect(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Carry out the decisions of this day, in the scenario's order.

    A withdrawal takes away ``share`` of the aircraft that the wing has on that day, rounded to whole aircraft with the
    right mean (key: the wing).  What comes and goes is counted, so that the books balance.
    """
    efforts = False
    for n in range(world.act.shape[0]):
        if world.act[n] == CHANGE_EFFORT and world.act_detail[n] >= 0 and day == world.act_detail[n] + 1:
            efforts = True
        if given.act_day[n] != day:
            continue
        kind, target, value = world.act[n], world.act_target[n], given.act_value[n]
        moved = 0
        if kind == WITHDRAW_AIRCRAFT:
            moved = withdraw(world, state, key, day, n, value)
        elif kind == DEPLOY_AIRCRAFT:
            state.aircraft[target] += int(value)
            state.aircraft_moved[target] += int(value)
            moved = int(value)
        elif kind == DEPLOY_MEN:
            reserves.join(state, target, world.home[target], int(value))
            state.arrived[target] += int(value)
            moved = int(value)
        elif kind == DELIVER:
            moved = deliver(world, given, state, n, target)
        elif kind == CHANGE_COMMAND:
            if world.act_detail[n] >= 0:
                state.command[target] = world.act_detail[n]
            if world.act_lead[n] >= 0:
                state.lead[target] = world.act_lead[n]
        elif kind == CEASEFIRE and world.switches[1]:
            state.truce[n] = day
        elif kind == CHANGE_FLOW:
            state.flow_order[target] *= value
        elif kind == CHANGE_TEMPO:
            for front in range(world.front_key.shape[0]):
                if world.act_front[n, front]:
                    state.tempo[target, front] *= value
        elif kind == CHANGE_EFFORT:
            efforts = True
        elif kind == CHANGE_CAPABILITY:
            state.capability[target] *= value
        write_down(world, given, state, day, n, moved)
    if efforts:
        order_efforts(world, given, state, day)


@compiled
def write_down(world: World, given: Parameters, state: State, day: int, n: int, moved: int) -> None:
    """Note a decision, with how many aircraft or men it moved, and keep it for what it will lead to."""
    kind, target = world.act[n], world.act_target[n]
    who = target if kind in (DEPLOY_MEN, DELIVER, CHANGE_TEMPO, CHANGE_EFFORT) else -1
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
    elif kind == CHANGE_EFFORT and given.act_value[n] < 1.0 and world.act_against[n].sum() == 0:
        events.keep(state.actor_rows, target, events.LESS_EFFORT, row)


@compiled
def withdraw(world: World, state: State, key: Key, day: int, n: int, share: float) -> int:
    """Take away a share of each named wing; return how many aircraft."""
    moved = 0
    for wing in range(world.wing_key.shape[0]):
        if world.act_wing[n, wing]:
            u = draw(key, AIR, day, world.wing_key[wing], world.wing_key[wing])
            gone = min(rounded(share * state.aircraft[wing], u.a), state.aircraft[wing])
            state.aircraft[wing] -= gone
            state.aircraft_moved[wing] -= gone
            moved += gone
    return moved


@compiled
def deliver(world: World, given: Parameters, state: State, n: int, client: int) -> int:
    """Let a delivery arrive whole: men in the reserve at home, missiles and armour in stock; return the men."""
    reserves.join(state, client, world.home[client], given.act_men[n])
    state.arrived[client] += given.act_men[n]
    state.missiles[client] += given.act_missiles[n]
    state.missiles_arrived[client] += given.act_missiles[n]
    state.armour[client] += given.act_armour[n]
    state.armour_arrived[client] += given.act_armour[n]
    return given.act_men[n]


@compiled
def order_efforts(world: World, given: Parameters, state: State, day: int) -> None:
    """Set every patron's ordered effort to the product of the orders in force today.

    An order against named actors is a share of the requests against these that are taken up at all, at most 1; the
    others move all flying.  One with a last day is in force up to it.
    """
    state.effort_order[:] = 1.0
    state.willing[:, :] = 1.0
    for n in range(world.act.shape[0]):
        if world.act[n] != CHANGE_EFFORT or given.act_day[n] > day:
            continue
        if world.act_detail[n] >= 0 and day > world.act_detail[n]:
            continue
        patron, aimed = world.act_target[n], False
        for actor in range(world.actor_key.shape[0]):
            if world.act_against[n, actor]:
                aimed = True
                state.willing[patron, actor] = min(1.0, state.willing[patron, actor] * given.act_value[n])
        if not aimed:
            state.effort_order[patron] *= given.act_value[n]
