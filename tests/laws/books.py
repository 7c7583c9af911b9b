"""The books of a war: what must add up, and what must stay within its bounds, on any day of any history.

Comes in: a compiled war and a state.  Goes out: a list of sentences, one per broken law; empty if all is well.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from worlds import War, after

SHARES = ("stores", "prepared", "weary", "reliance", "trust", "compliance", "restraint", "ceded", "position")
NOT_NEGATIVE = (
    "men attack reserve wounded killed prisoners arrived armour armour_lost armour_captured armour_surrendered "
    "armour_arrived missiles missiles_fired missiles_arrived aircraft aircraft_lost people fallen answered offensives "
    "front_attacks front_sorties flow flow_order effort effort_order tempo seen flown fire bombed threat grievance "
    "refusals committed partners siege strength_ratio"
).split()


def first_of(war: War, history: int, seed: int) -> Any:
    """Return the parameters of a history: what there was on the eve."""
    return war.parameters(seed, history)[0]


def broken(given: Any, state: Any) -> list[str]:
    """Return the laws that the state breaks, each with its figures."""
    men = state.men.sum(axis=0) + state.attack.sum(axis=0) + state.reserve.sum(axis=1) + state.wounded
    first = given.men.sum(axis=0) + given.reserve
    books = {
        "men": (men + state.killed + state.prisoners, first + state.arrived),
        "armour": (
            state.armour + state.armour_lost + state.armour_surrendered,
            given.armour + state.armour_captured + state.armour_arrived,
        ),
        "missiles": (state.missiles + state.missiles_fired, given.missiles + state.missiles_arrived),
        "aircraft": (state.aircraft + state.aircraft_lost, given.aircraft + state.aircraft_moved),
        "captured and surrendered vehicles": (
            state.armour_captured.sum(keepdims=True),
            state.armour_surrendered.sum(keepdims=True),
        ),
    }
    found = [
        f"{name}: {there.tolist()} there, {due.tolist()} due"
        for name, (there, due) in books.items()
        if not np.array_equal(there, due)
    ]
    found += [f"{name} is negative: {getattr(state, name).min()}" for name in NOT_NEGATIVE if _least(state, name) < 0]
    for name in state._fields:
        values = getattr(state, name)
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            found.append(f"{name} is not finite")
        if name in SHARES and values.size and not (values.min() >= 0.0 and values.max() <= 1.0):
            found.append(f"{name} leaves 0..1: {values.min()} .. {values.max()}")
    return found


def _least(state: Any, name: str) -> float:
    values = getattr(state, name)
    return float(values.min()) if values.size else 0.0


def every_day(war: War, days: range, history: int = 0, seed: int = 1) -> list[str]:
    """Return what is broken on any of these days, with the day before it, and people that came from nowhere."""
    given = first_of(war, history, seed)
    found: list[str] = []
    people = war.world.population
    for day in days:
        state = after(war, day, history, seed)
        found += [f"day {day}: {sentence}" for sentence in broken(given, state)]
        if (state.people > people).any():
            found.append(f"day {day}: people grew")
        people = state.people
    return found
