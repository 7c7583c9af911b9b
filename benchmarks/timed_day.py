"""The day of ``polemos.model.day`` with a lap after each room, and ``offensive`` with a lap after each of its steps.

Apart from the laps these are the same statements as there; a test holds them to it.  Compiling takes about a minute.
"""

from __future__ import annotations

from typing import Any

from laps import lap

from polemos.engine import record as records
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
    reserves,
    supply,
    trust,
)
from polemos.model.compiled import compiled, held
from polemos.model.day import dawn

ROWS = (
    "",
    "dawn, decisions",
    "bargain",
    "ceasefire",
    "supply",
    "command",
    "attention",
    "offensive: count men",
    "offensive: weigh",
    "offensive: begin",
    "offensive: reserves",
    "air",
    "combat",
    "control",
    "civilians",
    "trust",
    "endings",
    "record",
)


@compiled
def timed_live(world: Any, given: Any, state: Any, key: Any, day: int, book: Any) -> None:
    """Live through one day; the order is that of ``day.live``."""
    on = world.switches
    lap(book, 0)
    dawn(state)
    decisions.take_effect(world, given, state, key, day)
    lap(book, 1)
    if on[0]:
        bargain.act(world, given, state, key, day)
        lap(book, 2)
    if on[1]:
        ceasefire.act(world, given, state, day)
        lap(book, 3)
    if on[2]:
        supply.act(world, given, state, key, day)
        lap(book, 4)
    if on[3]:
        command.act(world, given, state)
        lap(book, 5)
    if on[4]:
        attention.act(world, given, state, key, day)
        lap(book, 6)
    if on[5]:
        timed_offensive(world, given, state, key, day, book)
    if on[6]:
        air.act(world, given, state, key, day)
        lap(book, 11)
    if on[7]:
        combat.act(world, given, state, key, day)
        lap(book, 12)
    if on[8]:
        control.act(world, given, state, key, day)
        lap(book, 13)
    if on[9]:
        civilians.act(world, given, state, key, day)
        lap(book, 14)
    if on[10]:
        trust.act(world, given, state, key, day)
        lap(book, 15)
    if on[11]:
        endings.act(world, given, state, day)
        lap(book, 16)


@compiled
def timed_offensive(world: Any, given: Any, state: Any, key: Any, day: int, book: Any) -> None:
    """Do what ``offensive.act`` does."""
    offensive.count_men(state)
    lap(book, 7)
    for place in range(state.holder.shape[0]):
        offensive.weigh(world, given, state, key, day, place)
    lap(book, 8)
    while True:
        first, earliest = -1, 1.0
        for place in range(state.holder.shape[0]):
            if state.ring[place] < earliest:
                first, earliest = place, state.ring[place]
        if first < 0:
            break
        state.ring[first] = 2.0
        offensive.begin(world, given, state, key, day, first, state.ringer[first])
    lap(book, 9)
    reserves.act(world, given, state, key, day)
    lap(book, 10)


@compiled
def timed_play(world: Any, given: Any, state: Any, record: Any, key: Any, days: int, book: Any) -> None:
    """Play a history, as the kernel does."""
    world, given, state, record = held(world), held(given), held(state), held(record)
    records.note_week(world, state, record, 0)
    for day in range(days):
        timed_live(world, given, state, key, day, book)
        lap(book, 0)
        records.note_day(world, state, record, day)
        lap(book, 17)
