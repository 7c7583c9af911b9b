"""The order of a day: the list of rooms, and nothing else.

Comes in: world, numbers, state, key and the day's number (0 = the first).  Goes out: the state at the day's end.  A
room that is switched off is not entered; what it would have written keeps its neutral value (see ``state.blank``).
"""

from __future__ import annotations

from polemos.model import (
    air,
    attention,
    bargain,
    ceasefire,
    civilians,
    combat,
    command,
    control,
    decisions,
    endings,
    offensive,
    supply,
    trust,
)
from polemos.model.chance import Key
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import State, World


@compiled
def live(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Live through one day."""
    on = world.switches
    dawn(state)
    decisions.take_effect(world, given, state, key, day)
    if on[0]:
        bargain.act(world, given, state, key, day)
    if on[1]:
        ceasefire.act(world, given, state, day)
    if on[2]:
        supply.act(world, given, state, key, day)
    if on[3]:
        command.act(world, given, state)
    if on[4]:
        attention.act(world, given, state, key, day)
    if on[5]:
        offensive.act(world, given, state, key, day)
    if on[6]:
        air.act(world, given, state, key, day)
    if on[7]:
        combat.act(world, given, state, key, day)
    if on[8]:
        control.act(world, given, state, key, day)
    if on[9]:
        civilians.act(world, given, state, key, day)
    if on[10]:
        trust.act(world, given, state, key, day)
    if on[11]:
        endings.act(world, given, state, day)


@compiled
def dawn(state: State) -> None:
    """Set the tallies of the day to zero."""
    state.fallen[:] = 0
    state.bombed[:] = 0.0
    state.fire[:, :] = 0.0
    state.served[:, :] = 0
    state.answers[:, :] = 0
