"""The same day with its rows in another order: places, actors, camps and so on, in all arrays at once.

Comes in: a ``Day`` and an axis.  Goes out: the relabelled day, and the way back for what a room made of it.  Which
rows an array has is read from the comments behind the fields of ``World``, ``State`` and ``Parameters``; which arrays
hold rows of another axis as values stands in ``POINTS_TO``.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

import numpy as np

from laws.days import Day
from polemos.model import decisions, parameters, state

AXES = {
    "places": "P",
    "grounds": "G",
    "actors": "A",
    "camps": "C",
    "fronts": "F",
    "wings": "W",
    "flows": "L",
    "coalitions": "K",
    "interventions": "N",
    "stakeholders": "S",
    "issues": "I",
    "links": "",
}
CHRONICLE = ("events", "event_count", *(name for name in state.State._fields if name.endswith("_rows")))
POINTS_TO = {
    "front": "F", "base_of_wing": "P", "camp": "C", "sponsor": "A", "coalition": "K", "lead": "A", "patron": "A",
    "wing_patron": "A", "patrons": "A", "flow_client": "A", "flow_gate": "P", "focal": "K", "holder": "A",
    "leader": "A", "network": "P",
    "ground": "G", "home": "G", "act_lead": "A", "drawn": "C", "launch": "P", "previous": "A",
    "ringer": "A", "who": "A", "active": "N",
}  # fmt: skip
TARGET = {
    decisions.WITHDRAW_AIRCRAFT: "W", decisions.DEPLOY_AIRCRAFT: "W", decisions.DEPLOY_MEN: "A",
    decisions.CHANGE_COMMAND: "K", decisions.CHANGE_FLOW: "L", decisions.CHANGE_TEMPO: "A",
    decisions.CHANGE_EFFORT: "A", decisions.DELIVER: "A",
    decisions.CHANGE_CAPABILITY: "S",
}  # fmt: skip
LISTED = ("who", 1)  # its columns are positions in a list, not actors
_FIELD = re.compile(r"^    (\w+): \w+  # \[([^\]]+)\][ ]*(scratch)?", re.MULTILINE)


@cache
def shapes(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the axes of the arrays of ``World``, ``State`` or ``Parameters``, by the letters of their comments."""
    whole = getattr(parameters if kind == "Parameters" else state, kind)
    found = _FIELD.findall(inspect.getsource(whole))
    return {name: tuple(part.strip() for part in axes.split(",")) for name, axes, _ in found}


@cache
def scratch() -> frozenset[str]:
    """Return the arrays that hold nothing beyond the room that fills them."""
    return frozenset(name for name, _, kind in _FIELD.findall(inspect.getsource(state)) if kind)


def rows(day: Day, axis: str) -> int:
    """Return how many rows the axis has on this day."""
    if axis == "links":
        return len(day.world.neighbour)
    if axis == "grounds":
        return int(day.world.ground.max()) + 1
    for name, letters in shapes("World").items():
        if AXES[axis] == letters[0]:
            return len(getattr(day.world, name))
    raise KeyError(axis)


def relabelled(day: Day, axis: str) -> Day:
    """Return the day with the rows of an axis in reverse order (a relabelling that undoes itself)."""
    return _permuted(day, axis, np.arange(rows(day, axis))[::-1])


def back(day: Day, after: Any, axis: str) -> Any:
    """Return a state that came from the relabelled day in the rows of the first."""
    return relabelled(day._replace(state=after), axis).state


def _permuted(day: Day, axis: str, order: Any) -> Day:
    letter = AXES[axis]
    inverse = np.append(np.argsort(order), -1)  # -1 stays -1

    def moved(whole: Any) -> Any:
        changes = {}
        for name in whole._fields:
            values = getattr(whole, name)
            if not isinstance(values, np.ndarray):
                continue
            for dimension, one in enumerate(shapes(type(whole).__name__).get(name, ())):
                if letter and one == letter and (name, dimension) != LISTED:
                    values = np.take(values, order, axis=dimension)
            if letter and POINTS_TO.get(name) == letter:
                values = inverse[values]
            changes[name] = values
        return whole._replace(**changes)

    world, given, now = moved(day.world), moved(day.given), moved(day.state)
    if axis in ("places", "links"):
        world = world._replace(**_links(day.world, axis, order, inverse))
    for kind, target in TARGET.items():
        if target == letter:
            target_row, here = world.act_target.copy(), world.act == kind
            target_row[here] = inverse[target_row[here]]
            world = world._replace(act_target=target_row)
    if axis == "actors":
        now.first_break[1] = inverse[now.first_break[1]]
    if axis == "camps":
        now.clock[state.WON_BY] = inverse[now.clock[state.WON_BY]]
    for place, number in enumerate(now.present):
        now.who[place, :number].sort()  # lists of a place are in the order of rows
    now.active[: now.clock[state.ACTIVE]].sort()
    return day._replace(world=world, given=given, state=now)


def _links(world: Any, axis: str, order: Any, inverse: Any) -> dict[str, Any]:
    """Return the links of the relabelled places, or of the same places listed backwards."""
    first, neighbour, road = [0], [], []
    for place in order if axis == "places" else range(len(world.first_link) - 1):
        here = slice(world.first_link[place], world.first_link[place + 1])
        step = -1 if axis == "links" else 1
        beside = world.neighbour[here][::step]
        neighbour.append(inverse[beside] if axis == "places" else beside)
        road.append(world.road[here][::step])
        first.append(first[-1] + len(beside))
    return {"first_link": np.array(first), "neighbour": np.concatenate(neighbour), "road": np.concatenate(road)}
