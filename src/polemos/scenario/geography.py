"""The ground itself: distances on the Earth, the outline of a country, its rivers, and each place's share of the area.

In: coordinates in degrees and an outline file (GeoJSON).  Out: kilometres, yes or no, square kilometres.
Next door: ``roads.py`` turns these into links, ``theatre.py`` knows what a place is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth [km] (IUGG)."""
BORDER_TOLERANCE_KM = 3.0
"""How far a point may lie beyond the outline [km] and still count as inside: the error of a 1:10 million map."""
GRID_DEGREES = 0.02
"""Side of the cells that share out the area [degrees], about 2 km: finer than most neighbours are apart."""
FAR = 1e6
"""Added to the squared distance [degrees^2] of ground beyond a place's reach: any place that reaches it wins."""

Point = tuple[float, float]
"""(latitude, longitude) [degrees north, degrees east]."""
Line = npt.NDArray[np.float64]
"""Vertices of a line or a closed ring, one (longitude, latitude) [degrees] in a row."""


class Outline(NamedTuple):
    """A country and its rivers as lines, and the theatre whose places lie in it; holes and lakes are left out."""

    theatre: str
    rings: tuple[Line, ...]
    rivers: tuple[Line, ...]
    area_km2: float


def great_circle_km(one: Point, other: Point) -> float:
    """Return the length [km] of the shortest way over a spherical Earth (haversine formula); 0 for one point."""
    lat_one, lat_other = math.radians(one[0]), math.radians(other[0])
    half_lat = math.sin((lat_other - lat_one) / 2.0)
    half_lon = math.sin(math.radians(other[1] - one[1]) / 2.0)
    square = half_lat * half_lat + math.cos(lat_one) * math.cos(lat_other) * half_lon * half_lon
    return 2.0 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


def read_outline(path: Path) -> Outline:
    """Read a GeoJSON outline: features with role ``country`` (polygons; ``theatre``, ``area_km2``), ``river`` (lines).

    Raises BadInput when the file is missing, is no GeoJSON or holds no country.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rings: list[Line] = []
        rivers: list[Line] = []
        theatre, area = "", 0.0
        for feature in features:
            role, shape = feature["properties"]["role"], feature["geometry"]
            if role == "country":
                polygons = shape["coordinates"]
                if shape["type"] == "Polygon":
                    polygons = [polygons]
                rings.extend(np.asarray(polygon[0], dtype=np.float64) for polygon in polygons)
                theatre = str(feature["properties"]["theatre"])
                area += float(feature["properties"]["area_km2"])
            elif role == "river":
                rivers.append(np.asarray(shape["coordinates"], dtype=np.float64))
    except OSError as error:
        raise BadInput(Problem("cannot read the outline", str(path), hint=str(error.strerror))) from None
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise BadInput(Problem(f"this is no outline ({error!r})", str(path), 1, 1)) from None
    if not rings or area <= 0.0:
        raise BadInput(Problem('the outline has no feature with role "country" and an area', str(path), 1, 1))
    return Outline(theatre, tuple(rings), tuple(rivers), area)


def inside(outline: Outline, latitude: float, longitudes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which points of one parallel lie in the country (even-odd rule; on the border either way)."""
    answer = np.zeros(longitudes.shape, dtype=np.bool_)
    for ring in outline.rings:
        lon, lat = ring[:, 0], ring[:, 1]
        cut = (lat[:-1] > latitude) != (lat[1:] > latitude)
        share = (latitude - lat[:-1][cut]) / (lat[1:][cut] - lat[:-1][cut])
        crossings = lon[:-1][cut] + share * (lon[1:][cut] - lon[:-1][cut])
        answer ^= (crossings[:, None] > longitudes[None, :]).sum(axis=0) % 2 == 1
    return answer


def near(outline: Outline, point: Point, tolerance_km: float = BORDER_TOLERANCE_KM) -> bool:
    """Return whether a point lies in the country or at most ``tolerance_km`` [km] beyond its border."""
    latitude, longitude = point
    if bool(inside(outline, latitude, np.array([longitude]))[0]):
        return True
    return min(_km_to_line(ring, point) for ring in outline.rings) <= tolerance_km


def leaves(outline: Outline, one: Point, other: Point) -> bool:
    """Return whether the straight way between two points runs through another country or the sea.

    Looked at every 2 km or so; grazing the border within the tolerance does not count.
    """
    pieces = max(2, math.ceil(great_circle_km(one, other) / 2.0))
    for step in range(1, pieces):
        share = step / pieces
        middle = (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))
        if not near(outline, middle):
            return True
    return False


def crosses_river(outline: Outline, one: Point, other: Point) -> bool:
    """Return whether the straight way between two points crosses a river of the outline; touching does not count."""
    return any(_crosses(river, one, other) for river in outline.rivers)


def shared_areas(outline: Outline, points: Sequence[Point], reach_km: Sequence[float]) -> list[int]:
    """Return each point's share of the country's area [km2]: the ground nearest to it, as far as its reach goes.

    Ground beyond the reach [km] of a point falls to the nearest other point that reaches it, and to the nearest of
    all where none does.  Cells of ``GRID_DEGREES``; a tie goes to the earlier point; whole km2 by largest remainder,
    at least 1 for each, so that they sum to the country's area.  Limits: one point gets all; of two equal points the
    first gets all but 1.
    """
    degree = math.radians(1.0) * EARTH_RADIUS_KM
    limits = (np.array(reach_km) / degree)[:, None] ** 2
    latitudes = np.array([point[0] for point in points])
    longitudes = np.array([point[1] for point in points])
    vertices = np.concatenate(outline.rings)
    (west, south), (east, north) = vertices.min(axis=0), vertices.max(axis=0)
    columns = west + GRID_DEGREES * (np.arange(math.ceil((east - west) / GRID_DEGREES)) + 0.5)
    weights = np.zeros(len(points))
    for row in range(math.ceil((north - south) / GRID_DEGREES)):
        latitude = float(south) + GRID_DEGREES * (row + 0.5)
        shrink = math.cos(math.radians(latitude))
        cells = columns[inside(outline, latitude, columns)]
        squares = ((cells[None, :] - longitudes[:, None]) * shrink) ** 2
        squares += (latitudes - latitude)[:, None] ** 2
        squares[squares > limits] += FAR
        weights += shrink * np.bincount(squares.argmin(axis=0), minlength=len(points))
    return _whole(weights * (outline.area_km2 / weights.sum()), round(outline.area_km2))


def _whole(shares: npt.NDArray[np.float64], total: int) -> list[int]:
    """Round shares to whole numbers of at least 1 that sum to ``total``: the largest remainders are rounded up."""
    floors = [max(1, math.floor(round(float(share), 6))) for share in shares]
    order = sorted(range(len(floors)), key=lambda index: (-round(float(shares[index]) - floors[index], 6), index))
    missing = total - sum(floors)
    for turn in range(abs(missing)):
        if missing > 0:
            floors[order[turn % len(order)]] += 1
        else:
            floors[max(range(len(floors)), key=lambda index: (floors[index], -index))] -= 1
    return floors


def _km_to_line(line: Line, point: Point) -> float:
    """Return the distance [km] of a point from a line, on a plane that touches the Earth at the point."""
    degree = math.radians(1.0) * EARTH_RADIUS_KM
    x = (line[:, 0] - point[1]) * math.cos(math.radians(point[0])) * degree
    y = (line[:, 1] - point[0]) * degree
    dx, dy = np.diff(x), np.diff(y)
    length = np.maximum(dx * dx + dy * dy, 1e-12)
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / length, 0.0, 1.0)
    return float(np.sqrt(((x[:-1] + share * dx) ** 2 + (y[:-1] + share * dy) ** 2).min()))


def _crosses(line: Line, one: Point, other: Point) -> bool:
    """Return whether a segment properly crosses any segment of a line (orientation test)."""
    ax, ay, bx, by = one[1], one[0], other[1], other[0]
    x, y = line[:, 0], line[:, 1]
    side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    dx, dy = np.diff(x), np.diff(y)
    first = dx * (ay - y[:-1]) - dy * (ax - x[:-1])
    second = dx * (by - y[:-1]) - dy * (bx - x[:-1])
    return bool(((side[:-1] * side[1:] < 0.0) & (first * second < 0.0)).any())
