"""Simulated deaths in columns of the UCDP Georeferenced Event Dataset, so that both can be put side by side.

Comes in: the events of one history, from ``replay``.  Goes out: rows, one per place, day and pair of sides, and a CSV
file with all 49 columns of a release, so that what reads GED reads this.  A simulated death is known exactly, so low,
best and high agree, and every precision is the best there is.  Columns and codes: UCDP GED codebook 22.1 and later;
cells: PRIO-GRID (Tollefsen, Strand and Buhaug 2012).
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.engine import durable
from polemos.errors import BadInput, Problem
from polemos.model.state import HOSTILE
from polemos.scenario.legend import UNKNOWN

if TYPE_CHECKING:
    from polemos.scenario.compile import War

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
NOT_ATTRIBUTED, CIVILIANS = "not attributed", "Civilians"
# Far above the ids that UCDP has given, so that simulated rows beside recorded ones are known for what they are.
SIMULATED = 900_000_000
UCDP_CIVILIANS = 1
# UCDP's threshold for an active year: 25 deaths in the year, here of the dyad.
ACTIVE = 25
UNSAFE = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]
Event = dict[str, Any]
Key = tuple[str, str, str, str]  # date, place, side a, side b


def governments_of(war: War) -> set[str]:
    """Return the actors that count as a government's.

    A scenario does not say who is a state.  Taken are the owners of aircraft and all actors of the camp of the focal
    coalition's lead; without a coalition, of the camps of those who have a place whose loss is their collapse.
    Another choice is handed to ``as_ged_rows``.
    """
    world, legend = war.world, war.legend
    focal = int(world.focal[0])
    heads = [int(world.lead[focal])] if focal >= 0 else [row for row, vital in enumerate(world.vital) if vital.any()]
    camps = {int(world.camp[row]) for row in heads}
    fliers = {int(row) for row in world.wing_patron}
    return {name for row, name in enumerate(legend.actors) if row in fliers or int(world.camp[row]) in camps}


def as_ged_rows(war: War, events: list[Event], governments: Collection[str] | None = None) -> list[Row]:
    """Return the deaths of a history as rows with the keys ``COLUMNS``, in the order of their days.

    ``governments`` are ids of actors that act for a state, by default ``governments_of(war)``: violence is
    state-based (1) with one of them, then ``side_a``, and non-state (2) without.  Fire across a quiet line names no
    enemy; it is laid on the nearest hostile holder next door.  Civilians are counted with the fighting or the flight
    that killed them; one-sided (3) are those who cannot be laid on anybody.  A year is active for a dyad with 25 dead.
    """
    ground = _Ground(war)
    states = governments_of(war) if governments is None else set(governments)
    found: dict[Key, dict[str, int]] = {}
    for event in events:
        ground.follow(event)
        dead = [event.get(f"deaths_{side}", 0) for side in ("actor", "other", "civilians")]
        if any(dead):
            one, two = ground.sides(event, events)
            if (two not in states, ground.rank(two)) < (one not in states, ground.rank(one)):
                one, two, dead = two, one, [dead[1], dead[0], dead[2]]
            row = found.setdefault((event["date"], event["place"], one, two), {"a": 0, "b": 0, "civilians": 0})
            for name, number in zip(row, dead, strict=True):
                row[name] += number
    years: dict[tuple[str, ...], int] = {}
    for (date, _, one, two), row in found.items():
        years[date[:4], one, two] = years.get((date[:4], one, two), 0) + sum(row.values())
    coder = _Coder(war, states)
    return [
        coder.row(number, key, row, years[key[0][:4], key[2], key[3]] >= ACTIVE)
        for number, (key, row) in enumerate(found.items(), start=1)
    ]


class _Ground:
    """Who holds what, followed through the events, and who killed whom."""

    def __init__(self, war: War) -> None:
        self._war = war
        legend = war.legend
        holder = war.parameters(0, 0)[0].holder
        self._holder = {place: int(actor) for place, actor in zip(legend.places, holder, strict=True)}
        self._row = {actor: row for row, actor in enumerate(legend.actors)}
        self._place = {place: row for row, place in enumerate(legend.places)}

    def rank(self, side: str) -> int:
        """Return an order of the sides in which civilians and the unknown come last."""
        return self._row.get(side, len(self._row))

    def follow(self, event: Event) -> None:
        """Take note of an event."""
        if event["kind"] in ("taken", "surrendered"):
            self._holder[event["place"]] = self._row[event["actor"]]

    def sides(self, event: Event, events: list[Event]) -> tuple[str, str]:
        """Return the two sides of a deadly event: its own, else those of what killed the civilians."""
        if event["kind"] == "civilians_killed":
            for kinds in (("fighting", "shelling"), ("air_strike",), ("honoured", "late", "supported"), ("offensive",)):
                for cause in (events[number] for number in event["causes"]):
                    if cause["kind"] in kinds:
                        return self._sides_of(cause, events)
        return self._sides_of(event, events)

    def _sides_of(self, event: Event, events: list[Event]) -> tuple[str, str]:
        kind, one, two = event["kind"], event["actor"], event["other"]
        if kind in ("fighting", "air_strike", "offensive"):
            return one, two
        if kind in ("honoured", "late", "supported"):
            attack = next((events[number] for number in event["causes"] if events[number]["kind"] == "offensive"), None)
            if attack:
                return two, attack["actor"] if event["in_defence"] else attack["other"]
        holder = two if kind in ("shelling", "civilians_killed") else None
        enemy = self._nearest_enemy(event["place"], holder) if holder else None
        if enemy and holder:
            return enemy, holder
        return NOT_ATTRIBUTED, CIVILIANS if kind != "shelling" or holder is None else holder

    def _nearest_enemy(self, place: str, holder: str) -> str | None:
        world, actors, row = self._war.world, self._war.legend.actors, self._place[place]
        links = range(int(world.first_link[row]), int(world.first_link[row + 1]))
        for link in sorted(links, key=lambda link: float(world.road[link])):
            owner = self._holder[self._war.legend.places[int(world.neighbour[link])]]
            if owner >= 0 and world.stance[owner, self._row[holder]] == HOSTILE:
                return actors[owner]
        return None


class _Coder:
    """The codes and names that the columns ask for."""

    def __init__(self, war: War, states: set[str]) -> None:
        legend = war.legend
        self._legend, self._states, self._title = legend, states, war.title
        self._place = {place: row for row, place in enumerate(legend.places)}
        self._number = {actor: row + 1 for row, actor in enumerate(legend.actors)}
        self._titles = dict(zip(legend.actors, legend.actor_titles, strict=True))
        camps = dict(zip(legend.camps, legend.camp_titles, strict=True))
        self._camp = {
            actor: (legend.camps.index(camp) + 1, camps[camp])
            for actor, camp in zip(legend.actors, legend.camp_of_actor, strict=True)
        }

    def row(self, number: int, key: Key, dead: dict[str, int], active: bool) -> Row:
        """Return one row: who, where, when and how many."""
        date, place, one, two = key
        every = sum(dead.values())
        kind = ONE_SIDED if two == CIVILIANS else STATE_BASED if one in self._states else NON_STATE
        row = self._sides(kind, one, two, self._legend.country[self._place[place]])
        row |= {
            "id": SIMULATED + number, "relid": f"SIM-{date[:4]}-{kind}-{row['conflict_new_id']}-{number}",
            "year": int(date[:4]), "active_year": int(active), "code_status": "Clear", "type_of_violence": kind,
            "number_of_sources": 1, "source_article": f"simulated: {self._title}", "source_office": "polemos",
            "source_date": date, "source_headline": "simulated", "source_original": "simulated",
            "event_clarity": 1, "date_prec": 1, "date_start": date, "date_end": date, "deaths_a": dead["a"],
            "deaths_b": dead["b"], "deaths_civilians": dead["civilians"], "deaths_unknown": 0, "best": every,
            "high": every, "low": every, "gwnoa": "", "gwnob": "",
        } | self._where(place)  # fmt: skip
        return {name: row[name] for name in COLUMNS}

    def _sides(self, kind: int, one: str, two: str, country: str) -> Row:
        """Return ids and names of the sides, their dyad and its conflict.

        State-based conflicts are between camps; other violence is a conflict of its two sides, as UCDP has it.
        """
        first, second = self._titles.get(one, one), self._titles.get(two, two)
        numbers = [self._number.get(side, 0) for side in (one, two)]
        ids = [
            UCDP_CIVILIANS if side == CIVILIANS else SIMULATED + at
            for side, at in zip((one, two), numbers, strict=True)
        ]
        dyad, name = SIMULATED + 1_000_000 + 1000 * numbers[0] + numbers[1], f"{first} - {second}"
        conflict, conflict_name = dyad, name
        if kind == STATE_BASED and two in self._camp:
            (camp_a, title_a), (camp_b, title_b) = self._camp[one], self._camp[two]
            conflict = SIMULATED + 2_000_000 + 1000 * camp_a + camp_b
            conflict_name = f"{self._title if country == UNKNOWN else country}: {title_a} - {title_b}"
        return {
            "conflict_dset_id": conflict, "conflict_new_id": conflict, "conflict_name": conflict_name,
            "dyad_dset_id": dyad, "dyad_new_id": dyad, "dyad_name": name, "side_a_dset_id": ids[0],
            "side_a_new_id": ids[0], "side_a": first, "side_b_dset_id": ids[1], "side_b_new_id": ids[1],
            "side_b": second,
        }  # fmt: skip

    def _where(self, place: str) -> Row:
        legend, where = self._legend, self._place[place]
        latitude, longitude = legend.latitude[where], legend.longitude[where]
        return {
            "where_prec": 1, "where_coordinates": legend.place_titles[where],
            "where_description": legend.place_titles[where], "adm_1": legend.governorate[where] or UNKNOWN,
            "adm_2": UNKNOWN, "latitude": latitude, "longitude": longitude,
            "geom_wkt": f"POINT ({longitude} {latitude})", "priogrid_gid": grid_cell(latitude, longitude),
            "country": legend.country[where], "country_id": legend.country_number[where],
            "region": legend.region[where],
        }  # fmt: skip


def grid_cell(latitude: float, longitude: float) -> int:
    """Return the cell of PRIO-GRID: half a degree wide and high, counted from 1 at 180 W, 90 S, eastward row by row.

    The last row and column take in 90 N and 180 E.
    """
    row, column = min(359, int((latitude + 90.0) * 2.0)), min(719, int((longitude + 180.0) * 2.0))
    return 720 * row + column + 1


def check_target(path: str | Path) -> Path:
    """Return the path if a table can be written to it; raises BadInput if not."""
    target = Path(path)
    if target.suffix != ".csv":
        raise BadInput(Problem("its ending says no format that can be written", file=str(path), hint="end it in .csv"))
    if not target.parent.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(target.parent), hint="make it first"))
    if target.is_dir():
        raise BadInput(Problem("is a folder", file=str(path), hint="name a file"))
    return target


def write_ged(rows: list[Row], target: Path) -> Path:
    """Write rows as CSV in UTF-8; texts that a spreadsheet would take for a formula get a leading apostrophe.

    Raises EnvironmentTrouble if the disk will not have it; an earlier file stays until the new one is whole.
    """
    unfinished = target.with_name(target.name + durable.UNFINISHED)
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
        unfinished.replace(target)
    except OSError as error:
        raise durable.trouble(error, target, 0) from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    return target


def harmless(value: Any) -> Any:
    """Return a text that no spreadsheet takes for a formula; numbers as they are."""
    return "'" + value if isinstance(value, str) and value.startswith(UNSAFE) else value
