"""Real days of small wars, stopped at the door of each room: what the laws of one mechanism are tried on.

Comes in: small worlds, edited so that staffs are busy, and random wars.  Goes out: ``Day``s, each with the state that
the room will find.  Plain Python only: every room's entry is wrapped while the wars are lived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from laws.random_wars import some_wars
from polemos.dimensions import MECHANISMS
from polemos.model.chance import Key
from polemos.model.day import live
from polemos.model.state import State, blank
from worlds import War, made_of, plain, world

SEED = 20160101  # the first that came to mind; no other was tried
# Each room and the function that enters it.
ENTRY = {"decisions": "take_effect", **dict.fromkeys(MECHANISMS, "act"), "reserves": "act"}
ACTORS = ("army", "guard", "hill_bands", "sand_bands")
# Staffs that attack at nearly every look, members that are soon hurt and soon leave, aircraft that are shot at.
BUSY = ("mechanisms.offensive.required_ratio=0.05", "mechanisms.offensive.span=1")
BUSY += tuple(f"actors.{actor}.tempo=60" for actor in ACTORS)
HURT = ("mechanisms.trust.exclusion=0.3", "mechanisms.trust.solidarity=0.4", "mechanisms.air.loss_rate=0.05")
RESTLESS = ("mechanisms.trust.breaking_point=0.7", "mechanisms.trust.breaking_rate=3", "trust.usual=0.7")
HELD_UP = ("interventions.truce.ground_aircraft=5", "mechanisms.control.surrender=10")
MOTORISED = tuple(f"actors.{actor}.armour=400" for actor in ACTORS)
FRAGILE = (
    "mechanisms.control.break_ratio=0.2",
    "mechanisms.control.break_rate=0.9",
    "mechanisms.combat.attrition=0.01",
)
FRAGILE += ("mechanisms.supply.consumption=0.3",)
CUT_OFF = ('camps.hills.supply=["wells"]', "mechanisms.control.patience=1")
SMALL = {
    "two_fronts_one_air_force": [
        (),
        BUSY + HURT,
        BUSY + HURT + MOTORISED + FRAGILE,
        BUSY + HURT + RESTLESS + HELD_UP + CUT_OFF,
    ],
    "one_front": [("actors.red_army.tempo=60", "actors.blue_army.tempo=60", "mechanisms.offensive.span=1")],
    "lone_client": [()],
}
# Ordinary days, and the days on and after which this world's decisions are dated.
DAYS = (0, 1, 5, 7, 12, 21, 31, 32, 33, 42, 49, 50, 60, 61, 70)
RANDOM_WARS, RANDOM_DAYS = 12, (0, 3, 7, 14, 28)


class Day(NamedTuple):
    """A day of a history as a room finds it.  Nothing in it is written to: the room acts on a copy."""

    name: str
    number: int
    world: Any
    given: Any
    key: Any
    state: Any

    def __str__(self) -> str:
        return f"{self.name}, history {int(self.key.history)}, day {self.number}"

    def copied(self) -> Any:
        return copied(self.state)


def copied(state: Any) -> Any:
    return State(*(field.copy() for field in state))


def room(name: str) -> Any:
    """Return the module of a room: the one that is imported now, which may be a mutant."""
    return import_module(f"polemos.model.{name}")


@contextmanager
def at_every_door(look: Callable[..., None]) -> Iterator[None]:
    """Call ``look(room, world, given, state, key, day)`` whenever a room is entered."""
    kept = {name: getattr(room(name), entry) for name, entry in ENTRY.items()}

    def watched(name: str) -> Callable[..., Any]:
        def enter(*arguments: Any) -> Any:
            look(name, *arguments)
            return kept[name](*arguments)

        return enter

    for name, entry in ENTRY.items():
        setattr(room(name), entry, watched(name))
    try:
        yield
    finally:
        for name, entry in ENTRY.items():
            setattr(room(name), entry, kept[name])


def lived(name: str, war: War, history: int, wanted: tuple[int, ...]) -> dict[str, list[Day]]:
    """Live a history and return its wanted days at every door."""
    given, _ = war.parameters(SEED, history)
    key, state = Key(np.uint64(SEED), np.uint64(history)), blank(war.world, given)
    found: dict[str, list[Day]] = {room_name: [] for room_name in ENTRY}
    today = 0

    def look(entered: str, *_: Any) -> None:
        if today in wanted:
            found[entered].append(Day(name, today, war.world, given, key, copied(state)))

    with at_every_door(look):
        for today in range(max(wanted) + 1):
            live(war.world, given, state, key, today)
    return found


def two_theatres() -> War:
    """Return the war of two fronts, busy, with a third across the sea: no road joins its two places to the others."""
    data = plain("two_fronts_one_air_force")
    theatre = data["theatre"]
    theatre["fronts"]["far"] = "Far"
    for place, latitude, people in (("isle", 31.0, 60000), ("cove", 30.6, 20000)):
        theatre["places"][place] = {"latitude": latitude, "longitude": 37.0, "population": people, "front": "far"}
    theatre["links"].append({"between": ["isle", "cove"], "road": 40})
    data["holders"]["army"].append("isle")
    data["holders"]["sand_bands"].append("cove")
    data["camps"]["allies"]["supply"].append("isle")
    data["camps"]["sands"]["supply"].append("cove")
    for actor in ACTORS:
        data["actors"][actor] |= {"tempo": 60, "reserve": 0.4}
        if actor in ("army", "sand_bands"):
            data["actors"][actor]["presence"]["far"] = 1
    data["mechanisms"]["offensive"] = {"required_ratio": 0.05, "span": 1}
    return made_of(data)


@cache
def all_days() -> dict[str, list[Day]]:
    """Return every wanted day of every war, by the room at whose door it stands."""
    found: dict[str, list[Day]] = {name: [] for name in ENTRY}
    wars = [(f"{name} ({row})", world(name, *edits), DAYS) for name in SMALL for row, edits in enumerate(SMALL[name])]
    wars.append(("two theatres", two_theatres(), DAYS))
    wars += [(f"random war {row}", made_of(data), RANDOM_DAYS) for row, data in enumerate(some_wars(RANDOM_WARS))]
    for name, war, wanted in wars:
        for history in (0, 1):
            for door, days in lived(name, war, history, wanted).items():
                found[door] += days
    return found


# --- the same day with one thing changed ---


def number(path: str, change: Callable[[float], float]) -> Callable[[Day], Day]:
    """Return a change of one number of a mechanism, ``combat.attrition`` say."""
    group, field = path.split(".")

    def changed(day: Day) -> Day:
        numbers = getattr(day.given, group)
        new = numbers._replace(**{field: float(change(getattr(numbers, field)))})
        return day._replace(given=day.given._replace(**{group: new}))

    return changed


def input_of(field: str, change: Callable[[Any], Any]) -> Callable[[Day], Day]:
    """Return a change of an array of ``Parameters``, ``quality`` say."""

    def changed(day: Day) -> Day:
        old = getattr(day.given, field)
        return day._replace(given=day.given._replace(**{field: np.asarray(change(old.copy())).astype(old.dtype)}))

    return changed


def found(field: str, change: Callable[[Any], Any]) -> Callable[[Day], Day]:
    """Return a change of a field of ``State`` as the room finds it."""

    def changed(day: Day) -> Day:
        old = getattr(day.state, field)
        return day._replace(state=day.state._replace(**{field: np.asarray(change(old.copy())).astype(old.dtype)}))

    return changed


def fixed(field: str, change: Callable[[Any], Any]) -> Callable[[Day], Day]:
    """Return a change of a field of ``World``."""

    def changed(day: Day) -> Day:
        old = getattr(day.world, field)
        return day._replace(world=day.world._replace(**{field: np.asarray(change(old.copy())).astype(old.dtype)}))

    return changed


def together(*changes: Callable[[Day], Day]) -> Callable[[Day], Day]:
    def changed(day: Day) -> Day:
        for change in changes:
            day = change(day)
        return day

    return changed


def times(factor: float) -> Callable[[Any], Any]:
    return lambda value: value * factor


def plus(amount: float) -> Callable[[Any], Any]:
    return lambda value: value + amount


def exactly(amount: float) -> Callable[[Any], Any]:
    return lambda value: value * 0 + amount


def recording(day: Day, capacity: int) -> Day:
    """Return the day with an empty chronicle that holds this many events."""
    return found("events", lambda events: np.zeros((capacity, events.shape[1])))(day)


def switched(day: Day, mechanism: str, on: int) -> Day:
    """Return the day with a mechanism switched on or off."""
    switches = day.world.switches.copy()
    switches[MECHANISMS.index(mechanism)] = on
    return day._replace(world=day.world._replace(switches=switches))
