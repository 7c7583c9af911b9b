"""A road of places between two armies, on which nobody dies and the front moves a place at a time.

Comes in: the number of places, how many the blue army holds, how often each side attacks.  Goes out: a compiled war.
Each army keeps all its men at the place next to the enemy: it attacks with everybody, and who loses a place gets away.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from polemos.scenario.compile import War
from polemos.scenario.inputs import key_of
from worlds import made_of, plain

ON = ("offensive", "combat", "control")
PEOPLE = 50_000
VALUE = 0.5 + PEOPLE / (PEOPLE + 20_000)


def phased(phase: int, number: int) -> str:
    """Return the id of a place that staffs look at on the days with (phase + day) % 3 == 0."""
    return next(
        name
        for name in (f"town_{number}_{letter}" for letter in "abcdefghijkl")
        if key_of(f"place {name}") % 3 == phase
    )


def line(places: int, held: int, blue: float, red: float, breaks: float) -> War:
    """Return a war in which the front is a random walk between the ends of a road.

    A staff looks at the place before it every third day, begins an attack with the chance 1 - exp(-rate) (``blue``,
    ``red``: rates per look) and takes it the same day with the chance ``breaks`` or not at all.  Neighbouring places
    are looked at on different days, so that never two attacks are under way at once.
    """
    data: dict[str, Any] = plain("one_front")
    names = [phased((0, 1)[number % 2], number) for number in range(places)]
    data["theatre"]["places"] = {
        name: {"latitude": 35.0, "longitude": 36.0 + number / 4.0, "population": PEOPLE, "front": "road"}
        for number, name in enumerate(names)
    }
    data["theatre"]["links"] = [{"between": list(pair), "road": 30} for pair in pairwise(names)]
    for name, mechanism in data["mechanisms"].items():
        mechanism["on"] = name in ON
    data["mechanisms"]["offensive"].update(
        required_ratio=0,
        committed=1,
        garrison=0,
        longest=0,
        counterattack=1,
        kept=0,
        release=0,
        tolerated_loss=1,
        frontage=1e6,
        holding=1,
    )
    data["mechanisms"]["combat"].update(attrition=0, harassment=0)
    data["mechanisms"]["control"].update(break_ratio=0, break_rate=breaks, break_rate_unprepared=breaks, escape=1)
    data["camps"]["blue"]["supply"], data["camps"]["red"]["supply"] = names[:1], names[-1:]
    for actor, rate in (("blue_army", blue), ("red_army", red)):
        data["actors"][actor].update(tempo=10.0 * rate / VALUE, recruits=0, armour=0, missiles=0, reserve=0)
    data["holders"] = {"blue_army": names[:held], "red_army": names[held:]}
    data["vital"] = {}
    return made_of(data)
