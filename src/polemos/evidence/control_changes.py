"""Places that changed hands by a list of dated changes, as holders by week and counts like a history's.

Comes in: CSV files with a date, a place, its coordinates, from whom and to whom; a ``Mapping`` and the compiled war.
Goes out: ``Changes`` (read and matched), and ``Control``: who held each place at the end of each week, changes and
changes back.  Deaths are next door in ``observed``.

The list begins with the war's own holders of the eve.  A change counts like one in a history: the place is one of the
war's (by name, or within a kilometre) and goes to a camp that did not hold it.  A place that several hold ("mixed") is
held by nobody that can be told, and no change: who then has it alone decides.  A change back is ``model.control``'s: to
the camp that lost the place at most 60 days before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.engine.measures import DAYS_A_WEEK
from polemos.errors import BadInput, Problem
from polemos.evidence.mapping import NOBODY, Mapping, Side, meant, plain
from polemos.model.control import RECENT
from polemos.scenario.geography import great_circle_km
from polemos.scenario.tables import Row, Tables

if TYPE_CHECKING:
    from polemos.scenario.compile import War

COLUMNS = ("date", "place", "lat", "lon", "from_holder", "to_holder", "source", "confidence")
LATITUDE, LONGITUDE = 90.0, 180.0
NO_PLACE, BEFORE, AFTER = "not a place of the war", "before the war", "after the window"
SEVERAL, HELD = "several hold it", "its camp held it already"


class Change(NamedTuple):
    """One line of a list: ``place`` is -1 where the war has none of that name or near it."""

    day: date
    name: str
    place: int
    loser: Side
    taker: Side
    where: str  # file:line
    nearest: str  # the nearest place of the war and how far it is


class Changes(NamedTuple):
    """Changes of hands in the order of their days, those of one day as listed."""

    rows: tuple[Change, ...]
    files: tuple[str, ...]


class Control(NamedTuple):
    """Who held what by such a list, from the first day of the war to ``last``."""

    holder: Floats  # [W, P] row of the actor, NaN where several hold the place
    by_day: Counts  # [D] changes of hands
    changes_back: int
    last: date
    not_counted: dict[str, int]  # changes that made no difference, by reason
    not_places: dict[str, str]  # names that are no place of the war, and what is nearest
    disagreeing: tuple[str, ...]  # changes from somebody who did not hold the place by then


def read_changes(files: str | Path | Iterable[str | Path], mapping: Mapping, war: War) -> Changes:
    """Return the changes of hands of one or several CSV files; raises BadInput with every fault of all of them."""
    paths = [Path(files)] if isinstance(files, (str, Path)) else [Path(file) for file in files]
    tables = Tables()
    rows: list[Change] = []
    for path in paths:
        for row in tables.read(path, COLUMNS):
            change = _change(tables, row, mapping, war)
            if change is not None:
                rows.append(change)
    if tables.problems:
        raise BadInput(tables.problems)
    if not rows:
        raise BadInput(Problem("there is no change of hands", file=str(paths[0]) if paths else ""))
    return Changes(tuple(sorted(rows, key=lambda change: change.day)), tuple(str(path) for path in paths))


def _change(tables: Tables, row: Row, mapping: Mapping, war: War) -> Change | None:
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        tables.wrong(row, "date", f'needs a date such as 2016-02-27, not "{row["date"]}"')
        return None
    latitude = tables.number(row, "lat", -LATITUDE, LATITUDE)
    longitude = tables.number(row, "lon", -LONGITUDE, LONGITUDE)
    sides: list[Side] = []
    for column in ("from_holder", "to_holder"):
        side = mapping.holders.get(plain(row[column]))
        if side is None:
            hint = meant(row[column], mapping.holders) or "write it under holders in the mapping"
            tables.wrong(row, column, f'unknown holder "{row[column]}"', hint)
        else:
            sides.append(side)
    if len(sides) < 2:
        return None
    legend = war.legend
    away = [
        (great_circle_km((latitude, longitude), point), place)
        for place, point in enumerate(zip(legend.latitude, legend.longitude, strict=True))
    ]
    distance, nearest = min(away)
    named = mapping.places.get(plain(row["place"]), ())
    near = [place for place in named if away[place][0] <= mapping.exact_km]
    place = near[0] if len(near) == 1 else nearest if distance <= mapping.same_km else NOBODY
    told = f"{legend.places[nearest]}, {distance:.1f} km"
    return Change(day, row["place"], place, sides[0], sides[1], f"{row.file}:{row.line}", told)


def control_of(changes: Changes, war: War, last: date | None = None) -> Control:
    """Return who held the places of a war by a list of changes up to ``last``, by default its last change.

    Raises BadInput where no change of the list is at a place of the war within the window.
    """
    last = last or changes.rows[-1].day
    line = _Line(war)
    weeks = war.days // DAYS_A_WEEK
    holder = np.full((weeks + 1, len(war.legend.places)), np.nan)
    holder[0] = line.now()
    waiting = list(changes.rows)
    covered = min((last - war.start).days, war.days - 1)
    for day in range(covered + 1):
        while waiting and waiting[0].day <= war.start + timedelta(day):
            line.follow(waiting.pop(0), day)
        if day % DAYS_A_WEEK == DAYS_A_WEEK - 1 and day // DAYS_A_WEEK < weeks:
            holder[day // DAYS_A_WEEK + 1] = line.now()
    for _ in waiting:
        line.pass_over(AFTER)
    if not line.seen:
        what = f"no change of hands is at a place of the war between {war.start} and {last}"
        raise BadInput(Problem(what, file=changes.files[0], hint="is it another war, or another window?"))
    return Control(holder, line.by_day, line.back, last, line.passed, line.strange, tuple(line.disagreeing))


class _Line:
    """The holders as they change, with what is counted on the way."""

    def __init__(self, war: War) -> None:
        self._war = war
        self.holder = war.parameters(0, 0)[0].holder.astype(np.int64).copy()
        self.previous, self.changed = np.full_like(self.holder, NOBODY), np.zeros_like(self.holder)
        self.several = np.zeros(len(self.holder), dtype=np.bool_)
        self.held_by: dict[tuple[int, int], int] = {}  # place and camp -> the actor that last held it
        self.by_day = np.zeros(war.days, dtype=np.int64)
        self.back, self.seen = 0, 0
        self.passed: dict[str, int] = {}
        self.strange: dict[str, str] = {}
        self.disagreeing: list[str] = []

    def now(self) -> Floats:
        """Return the holders, NaN where several hold a place."""
        return np.where(self.several, np.nan, self.holder.astype(np.float64))

    def pass_over(self, reason: str) -> None:
        """Count a change that makes no difference."""
        self.passed[reason] = self.passed.get(reason, 0) + 1

    def camp(self, actor: int) -> int:
        """Return the camp of an actor, -1 of nobody."""
        return int(self._war.world.camp[actor]) if actor >= 0 else NOBODY

    def follow(self, change: Change, day: int) -> None:
        """Take one change into account."""
        place, camp = change.place, change.taker.camp
        if change.day < self._war.start:
            return self.pass_over(BEFORE)
        if place < 0:
            self.strange[change.name] = change.nearest
            return self.pass_over(NO_PLACE)
        self.seen += 1
        current = int(self.holder[place])
        if not self.several[place] and change.loser.camp >= 0 and change.loser.camp != self.camp(current):
            held = self._war.legend.actors[current] if current >= 0 else "nobody"
            self.disagreeing.append(f"{change.where}: {change.name} was held by {held}")
        self.several[place] = camp < 0
        if camp < 0:
            return self.pass_over(SEVERAL)
        if self.camp(current) == camp:
            return self.pass_over(HELD)
        before = int(self.previous[place])
        if before >= 0 and self.camp(before) == camp and day - self.changed[place] <= RECENT:
            self.back += 1
        if current >= 0:
            self.held_by[place, self.camp(current)] = current
        self.by_day[day] += 1
        self.previous[place], self.changed[place] = current, day
        self.holder[place] = self._actor(place, change.taker)
        return None

    def _actor(self, place: int, taker: Side) -> int:
        """Return who holds a place now: the actor named; of a camp, who held it before, else who stands for it."""
        first = self.held_by.get((place, taker.camp), taker.actor) if taker.stands_in else taker.actor
        return first if first >= 0 else int(np.flatnonzero(self._war.world.camp == taker.camp)[0])
