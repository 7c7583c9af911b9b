"""Places, links and fronts of a theatre of war, built from a gazetteer and tables that a person can read.

In: four CSV files (places, gazetteer, link overrides, fronts) and an outline.  Out: a ``Theatre``, complete and
checked, or every problem at once.  Next door: ``roads.py`` proposes links, ``geography.py`` measures,
``tables.py`` reads the files; who holds a place is the scenario's business, not the theatre's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from polemos.errors import BadInput, did_you_mean
from polemos.scenario.geography import Outline, Point, great_circle_km, read_outline, shared_areas
from polemos.scenario.roads import TERRAINS, link_terrain, proposed_pairs, road_km
from polemos.scenario.tables import Row, Tables

KINDS = ("city", "town", "village", "base", "junction", "field", "district", "pocket")
"""What a place is: a field is an oil or gas field or a power plant, a pocket an enclave."""
REACH_KM = {"pocket": 8.0, "district": 4.0, "base": 8.0, "field": 10.0, "village": 12.0, "junction": 30.0}
"""How far the ground of a place of a kind goes [km]; a town's and a city's goes on to the next place.  Our choice: an
enclave or a crossroads does not hold the empty country round it.  A place's own ``reach_km`` goes before this."""
UNLIMITED_KM = 1e6
ACTIONS = ("add", "remove", "set")
"""What an override does to the proposed links."""
NO_FRONT = "none"
"""Written in the front column of a place that belongs to no front although it lies inside the radius of one."""

PLACE_COLUMNS = (
    "id", "name", "gazetteer", "latitude", "longitude", "coordinate_source", "uncertainty_km", "population",
    "population_source", "governorate", "front", "terrain", "theatre", "kind", "reach_km", "document_span",
)  # fmt: skip
GAZETTEER_COLUMNS = ("name", "latitude", "longitude", "population", "source")
LINK_COLUMNS = ("from", "to", "action", "road_km", "terrain", "source")
FRONT_COLUMNS = ("id", "name", "latitude", "longitude", "radius_km", "theatre")


class Place(NamedTuple):
    """A town, base or piece of ground that somebody can hold.

    ``latitude``, ``longitude`` [degrees], ``population`` [people, before or early in the war, see the source column of
    the table], ``front`` is "" where none; ``area_km2`` the ground nearer to it than to any other place, 0 outside the
    outlined country; ``spans`` are character positions in the document that names it.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    population: int
    governorate: str
    front: str
    terrain: str
    theatre: str
    kind: str
    area_km2: int
    spans: tuple[tuple[int, int], ...]


class Link(NamedTuple):
    """A road between two places, usable both ways; ``road_km`` [km] to 0.1; terrain ``river`` is a crossing."""

    from_id: str
    to_id: str
    road_km: float
    terrain: str


class Front(NamedTuple):
    """A named set of places that are fought over together."""

    id: str
    name: str
    theatre: str


@dataclass(frozen=True)
class Theatre:
    """Places in the order of the table, links in the order of their ends, fronts in the order of the table."""

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    fronts: tuple[Front, ...]


def load(folder: Path) -> Theatre:
    """Build the theatre of a folder that holds places.csv, gazetteer.csv, links.csv, fronts.csv and outline.geojson."""
    names = ("places.csv", "gazetteer.csv", "links.csv", "fronts.csv")
    return build(*(folder / name for name in names))


def build(
    places_csv: Path, gazetteer_csv: Path, links_csv: Path, fronts_csv: Path, outline_file: Path | None = None
) -> Theatre:
    """Build a theatre: places with coordinates from the gazetteer, fronts by nearness, links by rule and override.

    ``outline_file`` defaults to outline.geojson beside the places.  Raises BadInput with every problem of the four
    files: unknown gazetteer name, front, terrain, kind or place, a double id, a number out of its range, a place
    without links.
    """
    outline = read_outline(outline_file or Path(places_csv).parent / "outline.geojson")
    tables = Tables()
    centres = _read_fronts(tables, Path(fronts_csv))
    places = _read_places(tables, Path(places_csv), _read_gazetteer(tables, Path(gazetteer_csv)), centres, outline)
    overrides = tables.read(Path(links_csv), LINK_COLUMNS)
    if tables.problems:
        raise BadInput(tables.problems)
    links = _apply(tables, overrides, places, _proposed(places, outline))
    if not tables.problems:
        _require_links(tables, Path(places_csv), places, links)
    if tables.problems:
        raise BadInput(tables.problems)
    return Theatre(places, links, tuple(centre.front for centre in centres))


class _Centre(NamedTuple):
    """Where a front lies: its places are those within the radius [km] that are nearest to this centre."""

    front: Front
    point: Point
    radius_km: float


class _Entry(NamedTuple):
    """What the gazetteer knows of a name."""

    latitude: float
    longitude: float
    population: int


def _read_gazetteer(tables: Tables, path: Path) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for row in tables.read(path, GAZETTEER_COLUMNS):
        tables.once(row, "name", entries)
        latitude, longitude = _coordinates(tables, row)
        entries[row["name"]] = _Entry(latitude, longitude, int(tables.number(row, "population", 0.0, 1e9)))
    return entries


def _read_fronts(tables: Tables, path: Path) -> tuple[_Centre, ...]:
    centres: dict[str, _Centre] = {}
    for row in tables.read(path, FRONT_COLUMNS):
        tables.identifier(row, "id", centres)
        front = Front(row["id"], row["name"], row["theatre"])
        radius = tables.number(row, "radius_km", 0.0, 1000.0)
        centres[row["id"]] = _Centre(front, _coordinates(tables, row), radius)
    return tuple(centres.values())


def _coordinates(tables: Tables, row: Row) -> Point:
    return tables.number(row, "latitude", -90.0, 90.0), tables.number(row, "longitude", -180.0, 180.0)


def _read_places(
    tables: Tables, path: Path, gazetteer: dict[str, _Entry], centres: tuple[_Centre, ...], outline: Outline
) -> tuple[Place, ...]:
    places: dict[str, Place] = {}
    reach: list[float] = []
    for row in tables.read(path, PLACE_COLUMNS):
        tables.identifier(row, "id", places)
        tables.choice(row, "terrain", TERRAINS)
        tables.choice(row, "kind", KINDS)
        latitude, longitude, population = _position(tables, row, gazetteer)
        usual = REACH_KM.get(row["kind"], UNLIMITED_KM)
        reach.append(tables.number(row, "reach_km", 0.1, 1000.0) if row["reach_km"] else usual)
        places[row["id"]] = Place(
            row["id"], row["name"], latitude, longitude, population, row["governorate"],
            _front(tables, row, (latitude, longitude), centres), row["terrain"], row["theatre"], row["kind"],
            0, tables.spans(row, "document_span"),
        )  # fmt: skip
    return () if tables.problems else _with_areas(tuple(places.values()), reach, outline)


def _position(tables: Tables, row: Row, gazetteer: dict[str, _Entry]) -> _Entry:
    """Return coordinates and population; what a place's own row gives goes before the gazetteer."""
    entry = _Entry(0.0, 0.0, 0)
    if name := row["gazetteer"]:
        if name not in gazetteer:
            tables.wrong(row, "gazetteer", f'"{name}" is not in the gazetteer', did_you_mean(name, list(gazetteer)))
        entry = gazetteer.get(name, entry)
    if row["latitude"] or row["longitude"] or not row["gazetteer"]:
        latitude, longitude = _coordinates(tables, row)
        entry = entry._replace(latitude=latitude, longitude=longitude)
    if row["population"] or not row["gazetteer"]:
        entry = entry._replace(population=int(tables.number(row, "population", 0.0, 1e9)))
    return entry


def _front(tables: Tables, row: Row, point: Point, centres: tuple[_Centre, ...]) -> str:
    """Return the front named in the row, or else the nearest centre of its theatre within that centre's radius."""
    named, theatre = row["front"], row["theatre"]
    if named == NO_FRONT:
        return ""
    known = [centre.front.id for centre in centres if centre.front.theatre == theatre]
    if named:
        if named not in known:
            tables.wrong(row, "front", f'unknown front "{named}" of "{theatre}"', did_you_mean(named, known))
        return named
    distances = [
        (great_circle_km(point, centre.point), centre.front.id)
        for centre in centres
        if centre.front.theatre == theatre and great_circle_km(point, centre.point) <= centre.radius_km
    ]
    return min(distances)[1] if distances else ""


def _with_areas(places: tuple[Place, ...], reach: list[float], outline: Outline) -> tuple[Place, ...]:
    """Share the outlined country's area among the places that lie in it."""
    points = [(place.latitude, place.longitude) for place in places]
    within = [index for index, place in enumerate(places) if place.theatre == outline.theatre]
    areas = dict.fromkeys(range(len(places)), 0)
    if within:
        shares = shared_areas(outline, [points[index] for index in within], [reach[index] for index in within])
        areas |= dict(zip(within, shares, strict=True))
    return tuple(place._replace(area_km2=areas[index]) for index, place in enumerate(places))


def _proposed(places: tuple[Place, ...], outline: Outline) -> dict[tuple[int, int], Link]:
    points = [(place.latitude, place.longitude) for place in places]
    pairs = proposed_pairs(points, [place.theatre for place in places], outline)
    return {pair: _link(places, pair) for pair in pairs}


def _link(places: tuple[Place, ...], pair: tuple[int, int]) -> Link:
    one, other = places[pair[0]], places[pair[1]]
    terrain = link_terrain(one.terrain, other.terrain)
    length = road_km((one.latitude, one.longitude), (other.latitude, other.longitude), terrain)
    return Link(one.id, other.id, length, terrain)


def _apply(
    tables: Tables, overrides: list[Row], places: tuple[Place, ...], links: dict[tuple[int, int], Link]
) -> tuple[Link, ...]:
    """Apply the overrides in their order: add a missing link, remove a proposed one, set length or terrain of one."""
    index = {place.id: number for number, place in enumerate(places)}
    for row in overrides:
        ends = [index.get(row[column], -1) for column in ("from", "to")]
        for column, end in zip(("from", "to"), ends, strict=True):
            if end < 0:
                hint = did_you_mean(row[column], list(index))
                tables.wrong(row, column, f'a link to an unknown place "{row[column]}"', hint)
        if min(ends) < 0 or not tables.choice(row, "action", ACTIONS):
            continue
        pair = (min(ends), max(ends))
        if _fits(tables, row, places, pair, pair in links):
            if row["action"] == "remove":
                del links[pair]
            else:
                links[pair] = _changed(tables, row, links.get(pair, _link(places, pair)))
    return tuple(links[pair] for pair in sorted(links))


def _fits(tables: Tables, row: Row, places: tuple[Place, ...], pair: tuple[int, int], exists: bool) -> bool:
    """Return whether an override can be applied; where not, say so."""
    what = ""
    if pair[0] == pair[1]:
        what = "a link joins a place to itself"
    elif places[pair[0]].theatre != places[pair[1]].theatre:
        what = "a link joins two theatres"
    elif row["action"] == "add" and exists:
        what = "this link is proposed by the rule already, use set"
    elif row["action"] != "add" and not exists:
        what = "there is no such link"
    if what:
        tables.wrong(row, "action", f"{what} ({row['from']} - {row['to']})")
    return not what


def _changed(tables: Tables, row: Row, link: Link) -> Link:
    if row["terrain"] and tables.choice(row, "terrain", TERRAINS):
        link = link._replace(terrain=row["terrain"])
    if row["road_km"]:
        link = link._replace(road_km=round(tables.number(row, "road_km", 0.1, 1000.0), 1))
    return link


def _require_links(tables: Tables, path: Path, places: tuple[Place, ...], links: tuple[Link, ...]) -> None:
    linked = {end for link in links for end in (link.from_id, link.to_id)}
    for row in tables.read(path, PLACE_COLUMNS):
        if row["id"] not in linked:
            tables.wrong(row, "id", f'the place "{row["id"]}" has no links, add one to the link overrides')
