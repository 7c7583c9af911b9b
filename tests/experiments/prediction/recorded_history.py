"""A record that is one history of a small war, written as recorders write: events of UCDP GED and a list of changes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import numpy as np

from polemos.engine.ged import as_ged_rows, write_ged
from polemos.engine.replay import Replayed, replay
from polemos.scenario.compile import War
from worlds import HERE, SEED, world

NAME = "two_fronts_one_air_force"
WAR = HERE / f"{NAME}.yaml"
# Six weeks of past and ten weeks to come, with March and April whole.
FIRST, LAST = date(2000, 2, 12), date(2000, 4, 30)
EDITS = ("days=121",)
HISTORY = 12  # the first in which places change hands both before and in the window, so that there is something to tell
COLUMNS = ("date", "place", "lat", "lon", "from_holder", "to_holder", "source", "confidence")


class Record(NamedTuple):
    """Files of a record, and the history that they tell."""

    war: War
    again: Replayed
    events: Path
    changes: Path


def changes_rows(war: War, holder: Any) -> list[dict[str, Any]]:
    """Return holders by week [weeks, places] as dated changes of hands, on the last day of their week."""
    legend, rows = war.legend, []
    camp = np.append(war.world.camp, -1)
    for week, place in np.argwhere(camp[holder[1:]] != camp[holder[:-1]]):
        one, other = (legend.actors[holder[row, place]] for row in (week, week + 1))
        day = war.start + timedelta(7 * (int(week) + 1) - 1)
        point = {"lat": legend.latitude[place], "lon": legend.longitude[place]}
        rows.append({"date": day.isoformat(), "place": legend.places[place], **point, "from_holder": one,
                     "to_holder": other, "source": "made up", "confidence": "high"})  # fmt: skip
    return rows


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write changes of hands as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@cache
def record(history: int = HISTORY, seed: int = SEED) -> Record:
    """Return the files of one history."""
    folder = Path(mkdtemp())
    war = world(NAME, *EDITS)
    again = replay(war, seed, history)
    events = write_ged(as_ged_rows(war, again.events), folder / "events.csv")
    rows = changes_rows(war, np.asarray(again.record.holder, dtype=np.int64))
    return Record(war, again, events, written(folder / "changes.csv", rows))
