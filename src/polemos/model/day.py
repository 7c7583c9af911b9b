"""The order of a day: the list of rooms, and nothing else.

Comes in: world, numbers, state, key and the day's number (0 = the first).  Goes out: the state at the day's end.  A
room that is switched off is not entered; what it would have written keeps its neutral value (see ``state.blank``).
A user's own mechanisms act after the room that they name.
"""

from __future__ import annotations

from polemos.model import (
    air,
    attention,
    bargain,
    books,
    ceasefire,
    civilians,
    combat,
    command,
    control,
    decisions,
    endings,
    losses,
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
    """Live through one day, or until a user's mechanism breaks the books."""
    dawn(state)
    decisions.take_effect(world, given, state, key, day)
    for room in range(world.switches.shape[0]):
        if world.switches[room]:
            enter(world, given, state, key, day, room)
        if world.own.shape[0] > 0 and not books.act_after(world, given, state, key, day, room):
            return


@compiled
def enter(world: World, given: Parameters, state: State, key: Key, day: int, room: int) -> None:
    """Let one room act; its number is its row in ``dimensions.MECHANISMS``."""
    if room == 0:
        bargain.act(world, given, state, key, day)
    if room == 1:
        ceasefire.act(world, given, state, day)
    if room == 2:
        supply.act(world, given, state, key, day)
    if room == 3:
        command.act(world, given, state)
    if room == 4:
        attention.act(world, given, state, key, day)
    if room == 5:
        offensive.act(world, given, state, key, day)
    if room == 6:
        air.act(world, given, state, key, day)
    if room == 7:
        combat.act(world, given, state, key, day)
    if room == 8:
        control.act(world, given, state, key, day)
    if room == 9:
        civilians.act(world, given, state, key, day)
    if room == 10:
        trust.act(world, given, state, key, day)
    if room == 11:
        endings.act(world, given, state, day)


@compiled
def dawn(state: State) -> None:
    """Set the tallies of the day to zero, and count yesterday's losses."""
    state.fallen[:] = 0
    state.civilians_fallen[:] = 0
    state.bombed[:] = 0.0
    state.fire[:, :] = 0.0
    state.served[:, :] = 0
    state.answers[:, :] = 0
    losses.remember(state)
