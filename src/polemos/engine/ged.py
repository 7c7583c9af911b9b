"""Simulated deaths in columns of the UCDP Georeferenced Event Dataset, so that both can be put side by side.

Comes in: the events of one history, from ``replay``.  Goes out: rows, one per place, day and pair of sides, and a CSV
file.  A simulated death is known exactly, so low, best and high agree.  Column names: UCDP GED codebook.
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

if TYPE_CHECKING:
    from polemos.scenario.compile import War

COLUMNS = (
    "id", "year", "type_of_violence", "side_a", "side_b", "dyad_name", "where_coordinates", "adm_1", "latitude",
    "longitude", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low",
)  # fmt: skip
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
NOT_ATTRIBUTED, CIVILIANS = "not attributed", "civilians"
UNSAFE = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]


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


def as_ged_rows(
    war: War, events: list[dict[str, Any]], governments: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Return the deaths of a history as rows with the keys ``COLUMNS``.

    ``governments`` are ids of actors that act for a state, by default ``governments_of(war)``: violence is
    state-based (1) with one of them, then ``side_a``, and non-state (2) without.  Fire across a quiet line names no
    enemy; it is laid on the nearest hostile holder next door.  Civilians are counted with the fighting of that day
    and place, else with whoever flew or attacked there; one-sided (3) are those who cannot be laid on anybody.
    """
    ground = _Ground(war)
    states = governments_of(war) if governments is None else set(governments)
    rows: dict[tuple[int, str, str, str], Row] = {}
    latest: dict[str, tuple[int, str, str, str]] = {}
    for event in events:
        ground.follow(event)
        if not any(event.get(name) for name in ("deaths_actor", "deaths_other", "deaths_civilians")):
            continue
        place, day = event["place"], event["day"]
        if event["actor"] is None and event["kind"] == "fighting" and latest.get(place, (0,))[0] == day:
            key = latest[place]
        else:
            one, two = (event["actor"], event["other"]) if event["actor"] else ground.sides(event)
            key = (day, place, one, two)
        row = rows.setdefault(key, {"date": event["date"], "a": 0, "b": 0, "civilians": 0})
        row["a"] += event.get("deaths_actor", 0)
        row["b"] += event.get("deaths_other", 0)
        row["civilians"] += event.get("deaths_civilians", 0)
        latest[place] = key
    return [_row(war, states, number, key, row) for number, (key, row) in enumerate(rows.items(), start=1)]


class _Ground:
    """Who holds, attacks and flies where, followed through the events."""

    def __init__(self, war: War) -> None:
        self._war = war
        legend = war.legend
        holder = war.parameters(0, 0)[0].holder
        self._holder = {place: int(actor) for place, actor in zip(legend.places, holder, strict=True)}
        self._row = {actor: row for row, actor in enumerate(legend.actors)}
        self._place = {place: row for row, place in enumerate(legend.places)}
        self._leader: dict[str, str] = {}
        self._flew: dict[str, tuple[int, str]] = {}

    def follow(self, event: dict[str, Any]) -> None:
        """Take note of an event."""
        kind, place = event["kind"], event["place"]
        if kind in ("taken", "surrendered"):
            self._holder[place] = self._row[event["actor"]]
        if kind == "offensive":
            self._leader[place] = event["actor"]
        elif kind in ("taken", "surrendered", "repelled"):
            self._leader.pop(place, None)
        elif kind in ("honoured", "late"):
            self._flew[place] = (event["day"], event["other"])

    def sides(self, event: dict[str, Any]) -> tuple[str, str]:
        """Return who harmed whom at the place of an event that names only the holder."""
        place, holder = event["place"], event["other"]
        day, patron = self._flew.get(place, (0, ""))
        if event["kind"] == "fighting" and day == event["day"]:
            for victim in (holder, self._leader.get(place)):
                if victim and self._hostile(patron, victim):
                    return patron, victim
        if place in self._leader:
            return self._leader[place], holder
        enemy = self._nearest_enemy(place, holder) if holder else None
        if enemy:
            return enemy, holder
        return NOT_ATTRIBUTED, CIVILIANS if event["kind"] == "fighting" else holder

    def _hostile(self, one: str, two: str) -> bool:
        return bool(self._war.world.stance[self._row[one], self._row[two]] == HOSTILE)

    def _nearest_enemy(self, place: str, holder: str) -> str | None:
        world, actors, row = self._war.world, self._war.legend.actors, self._place[place]
        links = range(int(world.first_link[row]), int(world.first_link[row + 1]))
        for link in sorted(links, key=lambda link: float(world.road[link])):
            owner = self._holder[self._war.legend.places[int(world.neighbour[link])]]
            if owner >= 0 and self._hostile(actors[owner], holder):
                return actors[owner]
        return None


def _row(war: War, states: set[str], number: int, key: tuple[int, str, str, str], row: Row) -> Row:
    _, place, one, two = key
    legend = war.legend
    where = legend.places.index(place)
    dead_a, dead_b = row["a"], row["b"]
    if two in states and one not in states:
        one, two, dead_a, dead_b = two, one, dead_b, dead_a
    kind = ONE_SIDED if two == CIVILIANS else STATE_BASED if one in states else NON_STATE
    titles = dict(zip(legend.actors, legend.actor_titles, strict=True))
    first, second = titles.get(one, one), titles.get(two, two)
    every = dead_a + dead_b + row["civilians"]
    return {
        "id": number, "year": int(row["date"][:4]), "type_of_violence": kind, "side_a": first, "side_b": second,
        "dyad_name": f"{first} - {second}", "where_coordinates": legend.place_titles[where],
        "adm_1": legend.governorate[where], "latitude": legend.latitude[where], "longitude": legend.longitude[where],
        "date_start": row["date"], "date_end": row["date"], "deaths_a": dead_a, "deaths_b": dead_b,
        "deaths_civilians": row["civilians"], "deaths_unknown": 0, "best": every, "high": every, "low": every,
    }  # fmt: skip


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
