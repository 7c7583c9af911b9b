"""Names and rows: in what order a file lists its actors and places is no fact about the war.

Draws hang on names, so a relabelled war meets the same chance.  What remains is the order in which a day's loops go
through rows where two of them want the same men.  The tests say where that is exact and where it is only fair.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from worlds import Arrays, War, made_of, plain, simulate

HISTORIES = 300
ACTORS = {"men": 2, "killed": 2, "requests": 2, "member_fissure_day": 1, "totals": 1}
PLACES = {"holder": 2, "place_killed": 1, "place_killed_by_month": 2, "place_civilians_by_month": 2}
WHOLE = ("places_held", "population_held", "front_killed", "front_attacks", "killed_daily", "changes_daily", "ending")


def reordered(data: dict[str, Any], axis: str) -> dict[str, Any]:
    """Return the same war with one list written backwards."""
    if axis == "actors":
        return {**data, "actors": dict(reversed(data["actors"].items()))}
    if axis == "camps":
        return {**data, "camps": dict(reversed(data["camps"].items())), "stances": data["stances"][::-1]}
    places = dict(reversed(data["theatre"]["places"].items()))
    return {**data, "theatre": {**data["theatre"], "places": places}}


def back(arrays: Arrays, war: War, base: War) -> Arrays:
    """Return the arrays of a relabelled war in the order of the first."""
    out = dict(arrays)
    actors = [war.legend.actors.index(name) for name in base.legend.actors]
    places = [war.legend.places.index(name) for name in base.legend.places]
    camps = [war.legend.camps.index(name) for name in base.legend.camps]
    for name, axis in ACTORS.items():
        out[name] = np.take(out[name], actors, axis=axis)
    for name, axis in PLACES.items():
        out[name] = np.take(out[name], places, axis=axis)
    for name in ("places_held", "population_held", "killed_daily"):
        out[name] = np.take(out[name], camps, axis=2)
    new = np.array([*(base.legend.actors.index(name) for name in war.legend.actors), -1], dtype=np.int8)
    out["holder"] = new[out["holder"]]
    return out


def both(name: str, axis: str, count: int = HISTORIES) -> tuple[Arrays, Arrays]:
    base, war = made_of(plain(name)), made_of(reordered(plain(name), axis))
    return simulate(base, count), back(simulate(war, count), war, base)


EXACT = [
    ("no_war", "places"),
    *((name, axis) for name in ("one_front", "lone_client", "no_war") for axis in ("actors", "camps")),
    ("two_fronts_one_air_force", "camps"),
]


@pytest.mark.parametrize(("name", "axis"), EXACT)
def test_written_backwards_it_is_the_same_war(name: str, axis: str) -> None:
    """Every whole number of every history is equal."""
    one, other = both(name, axis, 60)
    for field in (*ACTORS, *PLACES, *WHOLE):
        assert np.array_equal(one[field], other[field]), field


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("name", "axis"),
    [
        ("two_fronts_one_air_force", "actors"),
        *((name, "places") for name in ("one_front", "two_fronts_one_air_force", "lone_client")),
    ],
)
def test_no_row_is_favoured(name: str, axis: str) -> None:
    """Dead and offensives of every actor, on average over 2,000 pairs: |z| < 4.5, false alarm below 1e-4 in all."""
    one, other = both(name, axis, 2000)
    for column in (4, 8):
        for actor in range(one["totals"].shape[1]):
            off = (one["totals"][:, actor, column] - other["totals"][:, actor, column]).astype(float)
            assert abs(off.mean()) <= 4.5 * off.std() / len(off) ** 0.5
