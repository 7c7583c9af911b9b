"""Which places a road joins, as a rule proposes it: the Gabriel graph without ways that no road could take.

In: coordinates, terrain and theatre of places, and the outline of the country.  Out: pairs of places, kilometres by
road, terrain of a link.  Next door: ``geography.py`` measures, ``theatre.py`` reads the overrides by which people
who know the roads correct this proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from polemos.scenario.geography import Outline, Point, crosses_river, great_circle_km, leaves

DETOUR = 1.25
"""Kilometres by road for one kilometre of great circle on open ground.  National averages lie between 1.1 and 2.1,
most between 1.2 and 1.5 (Ballou, Rahardja and Sakai 2002, Transportation Research A 36, 843-848)."""
MOUNTAIN_DETOUR = 1.5
"""The same where either end lies in mountains: upper end of that range, our choice."""
LONGEST_PROPOSAL_KM = 60.0
"""No link longer than this [km, great circle] is proposed: a longer road has to be named in the overrides."""
TERRAINS = ("urban", "mountain", "desert", "plain", "river")
"""Kinds of ground; ``river`` is ground along a river line, and as the terrain of a link a bridge, dam or ferry."""


def proposed_pairs(points: Sequence[Point], theatres: Sequence[str], outline: Outline) -> list[tuple[int, int]]:
    """Return the pairs of places that the rule joins, as indices in rising order.

    Gabriel graph (Gabriel and Sokal 1969) within each theatre: two places are joined when no third place lies in the
    circle that has them as its diameter, d(i,k)^2 + d(j,k)^2 < d(i,j)^2.  Dropped: links over
    ``LONGEST_PROPOSAL_KM``, links that leave the country and links that cross a river.
    """
    count = len(points)
    square = [[0.0] * count for _ in range(count)]
    for i, j in combinations(range(count), 2):
        square[i][j] = square[j][i] = great_circle_km(points[i], points[j]) ** 2
    pairs = []
    for i, j in combinations(range(count), 2):
        if theatres[i] != theatres[j] or square[i][j] > LONGEST_PROPOSAL_KM**2:
            continue
        limit = square[i][j] * (1.0 - 1e-9)
        if any(a + b < limit for a, b in zip(square[i], square[j], strict=True)):
            continue
        if theatres[i] == outline.theatre and (
            leaves(outline, points[i], points[j]) or crosses_river(outline, points[i], points[j])
        ):
            continue
        pairs.append((i, j))
    return pairs


def road_km(one: Point, other: Point, terrain: str) -> float:
    """Return kilometres by road between two places: great circle times a detour factor, rounded to 0.1 km."""
    factor = MOUNTAIN_DETOUR if terrain == "mountain" else DETOUR
    return round(great_circle_km(one, other) * factor, 1)


def link_terrain(one: str, other: str) -> str:
    """Return the ground that a link runs over: the harder of its ends, and ``urban`` only inside a built-up area."""
    if "mountain" in (one, other):
        return "mountain"
    if "desert" in (one, other):
        return "desert"
    if one == other == "urban":
        return "urban"
    return "plain"
