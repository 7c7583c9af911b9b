"""A client that attacks many towns of its own accord, and a patron whose aircraft it asks for at each.

Comes in: towns, how often each is attacked and for how long, what the patron can serve.  Goes out: a compiled war.
Nobody dies, no town falls, no aircraft are lost, nobody learns or minds, a staff can run any number of attacks: what
is left is requests and answers.
"""

from __future__ import annotations

import math
from typing import Any

from analytic.lines import PEOPLE, VALUE, phased
from polemos.scenario.compile import War
from worlds import made_of, plain

ON = ("offensive", "air", "combat", "control")


def requests(
    towns: int,
    chance: float,
    days: int,
    fronts: int,
    sorties: float = 1e3,
    mode: str = "",
    lines: int = 0,
    reliance: tuple[float, float] = (0.0, 45.0),
    weariness_days: float = 0.0,
    **command: float,
) -> War:
    """Return a war with so many towns, each on a front of its own, all looked at on the same days.

    A town that is not under attack is attacked with ``chance`` at a look, every third day, for ``days`` days.  The
    patron serves ``fronts`` fronts a day and flies ``sorties``, one for each request.  With a ``mode`` patron and
    client are a coalition; ``command`` holds numbers of that mechanism.  The staff runs ``lines`` attacks at a time,
    at 0 any number.  ``reliance`` is the client's at the start and the days in which it is learnt; with
    ``weariness_days`` there are civilians who weary and do not flee.
    """
    data: dict[str, Any] = plain("one_front")
    names = [phased(0, number) for number in range(towns)]
    places, links = {}, []
    for number, name in enumerate(names):
        spot = {"latitude": 35.0 + number / 10.0, "population": PEOPLE, "front": f"front_{number}"}
        places[name], places[f"base_{number}"] = {**spot, "longitude": 37.0}, {**spot, "longitude": 36.5}
        links.append({"between": [f"base_{number}", name], "road": 45})
    data["theatre"] = {
        "fronts": {f"front_{number}": f"Front {number}" for number in range(towns)},
        "places": places,
        "links": links,
    }
    numbers = data["mechanisms"]
    for name, mechanism in numbers.items():
        mechanism["on"] = name in ON or (name == "civilians" and weariness_days > 0.0)
    numbers["offensive"].update(
        required_ratio=0, committed=1, garrison=0, longest=days - 1, counterattack=1, kept=0, release=0, frontage=1e6
    )
    numbers["offensive"].update(tolerated_loss=1, span=4000.0 / (lines - 0.5) if lines else 1.0)
    numbers["combat"].update(attrition=0, harassment=0)
    numbers["control"].update(break_rate=0, break_rate_unprepared=0)
    numbers["air"].update(package=1, flight=1, loss_rate=0, interdiction_kills=0, reliance_days=reliance[1])
    numbers["civilians"].update(flight=0, killed_by_sortie=0, weariness_days=max(1.0, weariness_days))
    numbers["command"].update(command)
    holders = {"blue_army": [f"base_{number}" for number in range(towns)], "red_army": names}
    for actor, tempo in (("blue_army", -10.0 * math.log1p(-chance) / VALUE), ("red_army", 0.0)):
        data["actors"][actor].update(
            tempo=tempo, recruits=0, armour=0, missiles=0, reserve=0, presence=dict.fromkeys(holders[actor], 1)
        )
    data["actors"]["blue_army"]["reliance"] = reliance[0]
    data["actors"]["fliers"] = {"title": "Fliers", "camp": "blue", "tempo": 0}
    if mode:
        coalition = {"title": "Both", "lead": "blue_army", "patron": "fliers", "members": ["blue_army", "fliers"]}
        data["coalitions"] = {"both": {**coalition, "command": mode}}
    data["patrons"] = {"fliers": {"fronts_at_once": fronts, "interdiction": 0}}
    wing = {
        "patron": "fliers",
        "kind": "attack",
        "base": {"latitude": 35.0, "longitude": 36.0},
        "clients": ["blue_army"],
    }
    data["wings"] = {"jets": {**wing, "aircraft": sorties, "sorties": 1, "serviceable": 1, "reach": 2000}}
    data["camps"]["blue"]["supply"], data["camps"]["red"]["supply"] = ["base_0"], names[:1]
    data["holders"], data["vital"] = holders, {}
    return made_of(data)
