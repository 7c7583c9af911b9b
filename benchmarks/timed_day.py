"""The day of ``polemos.model.day`` with a lap after each room, and ``offensive`` with a lap after each of its steps.

Apart from the laps these are the same statements as there; a test holds them to it.  Compiling takes about a minute.
"""

from __future__ import annotations

from typing import Any

from laps import lap

from polemos.engine import record as records
from polemos.model import books, decisions, offensive, reserves
from polemos.model.compiled import compiled, held
from polemos.model.day import dawn, enter
from polemos.model.planning import count_on_aircraft, weigh
from polemos.model.rules import DAY, KIND

OFFENSIVE = 5

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
    lap(book, 0)
    dawn(state)
    decisions.take_effect(world, given, state, key, day)
    lap(book, 1)
    for room in range(world.switches.shape[0]):
        if world.switches[room]:
            timed_enter(world, given, state, key, day, room, book)
        if world.own.shape[0] > 0 and not books.act_after(world, given, state, key, day, room):
            return


@compiled
def timed_enter(world: Any, given: Any, state: Any, key: Any, day: int, room: int, book: Any) -> None:
    """Let one room act, with a lap after it: the rows of ``ROWS`` are the rooms', with four for ``offensive``."""
    if room == OFFENSIVE:
        timed_offensive(world, given, state, key, day, book)
    else:
        enter(world, given, state, key, day, room)
        lap(book, room + (2 if room < OFFENSIVE else 5))


@compiled
def timed_offensive(world: Any, given: Any, state: Any, key: Any, day: int, book: Any) -> None:
    """Do what ``offensive.act`` does."""
    offensive.count_men(world, state)
    count_on_aircraft(given, state)
    lap(book, 7)
    for place in range(state.holder.shape[0]):
        weigh(world, given, state, key, day, place)
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
def timed_play(world: Any, given: Any, state: Any, record: Any, key: Any, first: int, end: int, book: Any) -> None:
    """Play a history, as the kernel does."""
    world, given, state, record = held(world), held(given), held(state), held(record)
    if first == 0:
        records.note_week(world, given, state, record, 0)
    for day in range(first, end):
        timed_live(world, given, state, key, day, book)
        if state.fault[KIND] != 0.0:
            state.fault[DAY] = day
            break
        lap(book, 0)
        records.note_day(world, given, state, record, day)
        lap(book, 17)
