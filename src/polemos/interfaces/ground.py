"""What a map shows that does not change: borders, rivers, roads and where the places lie.

Comes in: a run, whose war knows places and links, and the outline that its theatre came with, if any.  Goes out: a
``Ground``.  Drawing it is next door in ``map``.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.scenario.legend import REST

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Points = npt.NDArray[np.float64]
OUTLINE = "outline.geojson"
MARGIN = 0.04
"""Room around the places or the country, as a share of the map's width."""
NEAR = 2.2
"""A small place's ground goes this many times as far as the radius of a disc of its area."""
SMALL_KM2 = 600.0
CELLS = 340
"""Columns of the wash: about 2.5 km each in a country of 800 km."""
KM_PER_DEGREE = 111.2
SLIMMEST = 1.6
"""A map is at most so many times as high as it is wide, and as wide as it is high."""
FAR = 1e6
Box = tuple[float, float, float, float]
"""West, east, south, north [degrees]."""


class Ground(NamedTuple):
    """Longitudes and latitudes [degrees east, north]; ``roads`` [link, 2] are row numbers into the places shown."""

    countries: tuple[tuple[str, Points], ...]  # role (country, neighbour), ring
    rivers: tuple[Points, ...]
    shown: npt.NDArray[np.int64]  # which places of the war, in its order
    longitude: Points
    latitude: Points
    people: Points
    titles: tuple[str, ...]
    front: tuple[str, ...]
    roads: npt.NDArray[np.int64]
    west: float
    east: float
    south: float
    north: float
    reach: Points  # how far each place's ground goes [degrees north]

    @property
    def stretch(self) -> float:
        """How many times a degree north is as long as a degree east in the middle of the map."""
        return 1.0 / math.cos(math.radians((self.south + self.north) / 2.0))


def ground_of(war: War, folder: Path | None = None) -> Ground:
    """Return the ground of the war's main theatre; ``folder`` is the run's, where its own outline lies."""
    shown = shown_places(war)
    legend = war.legend
    longitude = np.array(legend.longitude, dtype=np.float64)[shown]
    latitude = np.array(legend.latitude, dtype=np.float64)[shown]
    countries, rivers = _outline(_outline_file(war, shown, folder))
    own = [ring for role, ring in countries if role == "country"]
    if own and not _covers(own, longitude, latitude):
        own, countries, rivers = [], (), ()
    corners = np.concatenate([np.column_stack([longitude, latitude]), *own])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    room = MARGIN * max(east - west, north - south, 0.1)
    box = _shapely((float(west - room), float(east + room), float(south - room), float(north + room)))
    return Ground(
        countries, rivers, shown, longitude, latitude, war.world.population[shown].astype(np.float64),
        tuple(legend.place_titles[place] or legend.places[place] for place in shown),
        tuple(_front(war, int(place)) for place in shown),
        roads_of(war, shown), *box, _reach(war.world.area[shown]),
    )  # fmt: skip


def _shapely(box: Box) -> Box:
    """Return a box that is at most so many times as high as it is wide, and as wide as it is high.

    A war along one road is a thread otherwise, and its map has no width.
    """
    west, east, south, north = box
    stretch = 1.0 / math.cos(math.radians((south + north) / 2.0))
    wider = max(0.0, (north - south) * stretch / SLIMMEST - (east - west)) / 2.0
    higher = max(0.0, (east - west) / stretch / SLIMMEST - (north - south)) / 2.0
    return west - wider, east + wider, south - higher, north + higher


def _front(war: War, place: int) -> str:
    """Return the title of a place's front, "" if it belongs to none."""
    name = war.legend.front_of_place[place]
    return "" if name.startswith(REST) else war.legend.front_titles[war.legend.fronts.index(name)]


def _outline_file(war: War, shown: npt.NDArray[np.int64], folder: Path | None) -> Path | None:
    """Return the outline kept with the run, or the packaged one of a theatre of that name."""
    kept = folder / "sources" / OUTLINE if folder is not None else None
    if kept is not None and kept.is_file():
        return kept
    for name in dict.fromkeys(war.legend.theatre[int(place)] for place in shown):
        packaged = Path(str(files("polemos"))).joinpath("wars", "theatres", name, OUTLINE)
        if name.replace("_", "").isalnum() and packaged.is_file():
            return packaged
    return None


def _outline(path: Path | None) -> tuple[tuple[tuple[str, Points], ...], tuple[Points, ...]]:
    """Return rings with their role, and rivers; nothing if there is no file."""
    if path is None:
        return (), ()
    countries: list[tuple[str, Points]] = []
    rivers: list[Points] = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        role, shape = str(feature["properties"]["role"]), feature["geometry"]
        for line in _lines(shape):
            if role == "river":
                rivers.append(line)
            else:
                countries.append((role, line))
    return tuple(countries), tuple(rivers)


def _lines(shape: dict[str, Any]) -> list[Points]:
    kind, where = shape["type"], shape["coordinates"]
    if kind == "LineString":
        where = [where]
    elif kind == "Polygon":
        where = [where[0]]
    elif kind == "MultiPolygon":
        where = [polygon[0] for polygon in where]
    return [np.asarray(line, dtype=np.float64) for line in where]


def _covers(rings: list[Points], longitude: Points, latitude: Points) -> bool:
    """Whether the outline is of the country where the places lie: half of them inside its corners."""
    corners = np.concatenate(rings)
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    inside = (longitude > west) & (longitude < east) & (latitude > south) & (latitude < north)
    return bool(inside.mean() >= 0.5)


def shown_places(war: War) -> npt.NDArray[np.int64]:
    """Return the rows of the places on the map: those of the main theatre."""
    return np.flatnonzero(war.world.main)


def roads_of(war: War, shown: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the links between shown places [link, 2], as rows into ``shown``."""
    row = {int(place): number for number, place in enumerate(shown)}
    first, neighbour = war.world.first_link, war.world.neighbour
    pairs = [
        (row[place], row[int(other)])
        for place in row
        for other in neighbour[first[place] : first[place + 1]]
        if int(other) in row and place < int(other)
    ]
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _reach(area: Points) -> Points:
    return np.where(area < SMALL_KM2, NEAR * np.sqrt(area / math.pi) / KM_PER_DEGREE, FAR)


def nearest(ground: Ground, box: Box, columns: int = CELLS) -> npt.NDArray[np.int64]:
    """Return whose ground each cell of a part of the map is, [row from the south, column]; -1 outside the country.

    It is the nearest place's, a small one's no farther than its share of the area goes; as the model counts it but for
    the rounding of that share to a disc.  All -1 without an outline.
    """
    west, east, south, north = box
    rings = [ring for role, ring in ground.countries if role == "country"]
    shrink = 1.0 / ground.stretch
    rows = min(2 * columns, max(2, round(columns * (north - south) / max((east - west) * shrink, 1e-9))))
    cells = np.full((rows, columns), -1, dtype=np.int64)
    if not rings:
        return cells
    x = west + (np.arange(columns) + 0.5) * (east - west) / columns
    y = south + (np.arange(rows) + 0.5) * (north - south) / rows
    limit = (ground.reach**2)[:, None]
    for line, here in enumerate(y):
        inside = _inside(rings, here, x)
        if inside.any():
            square = ((x[None, inside] - ground.longitude[:, None]) * shrink) ** 2
            square += ((ground.latitude - here) ** 2)[:, None]
            square[square > limit] += FAR
            cells[line, inside] = square.argmin(axis=0)
    return cells


def _inside(rings: list[Points], latitude: float, longitudes: Points) -> npt.NDArray[np.bool_]:
    """Return which points of a parallel lie inside the rings (even-odd rule)."""
    answer = np.zeros(len(longitudes), dtype=np.bool_)
    for ring in rings:
        x, y = ring[:, 0], ring[:, 1]
        cut = (y[:-1] > latitude) != (y[1:] > latitude)
        share = (latitude - y[:-1][cut]) / (y[1:][cut] - y[:-1][cut])
        answer ^= (x[:-1][cut] + share * (x[1:][cut] - x[:-1][cut]))[:, None].__gt__(longitudes).sum(axis=0) % 2 == 1
    return answer
