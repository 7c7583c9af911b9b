"""A list of places that changed hands, counted like the changes of a history."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidence.loaded_events import RECORDS
from polemos.engine.replay import replay
from polemos.errors import BadInput
from polemos.evidence.control_changes import Control, control_of, read_changes
from polemos.evidence.mapping import Mapping, own_mapping
from polemos.evidence.mapping_file import mapping_of, read_mapping
from polemos.evidence.observed import observed
from small_run import small_run
from worlds import SEED, world

HEAD = "date,place,lat,lon,from_holder,to_holder,source,confidence\n"
NAMES = """polemos: 1
record: a made-up list
covers: {Homeland: home}
holders:
  S: {camp: settled, actor: army}
  R: {camp: raiding, actor: raiders}
  both: {ignored: several hold it}
"""
LISTS = sorted(RECORDS.glob("control_changes_*.csv"))


@pytest.fixture
def names(tmp_path: Path) -> Mapping:
    path = tmp_path / "names.yaml"
    path.write_text(NAMES, encoding="utf-8")
    return mapping_of(path, world("two_theatres"))


def change(day: str, one: str, other: str, place: str = "oasis", longitude: float = 37.5) -> str:
    return f"{day},{place},35.0,{longitude},{one},{other},made up,high\n"


def followed(folder: Path, names: Mapping, *lines: str, last: date | None = None) -> Control:
    path = folder / "changes.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    war = world("two_theatres")
    return control_of(read_changes(path, names, war), war, last)


def test_holders_change_on_their_days(tmp_path: Path, names: Mapping) -> None:
    found = followed(tmp_path, names, change("2000-01-07", "R", "S"), change("2000-01-15", "S", "R"))
    assert found.holder[:4, 1].tolist()[:3] == [1, 0, 0]  # the eve, after day 7, after day 14
    assert found.holder[0].tolist() == [0, 1, 1, 3]
    assert found.by_day.nonzero()[0].tolist() == [6, 14]
    assert found.last == date(2000, 1, 15)
    assert np.isnan(found.holder[3:]).all()  # day 21 is after the list's end


def test_a_change_back_is_the_models(tmp_path: Path, names: Mapping) -> None:
    """To the camp that had lost the place at most 60 days before: the 60th day counts, the 61st does not."""
    back = [
        followed(tmp_path, names, change("2000-01-02", "R", "S"), change(day, "S", "R")).changes_back
        for day in ("2000-01-03", "2000-03-02", "2000-03-03")
    ]
    assert back == [1, 1, 0]


def test_several_holders_are_no_change(tmp_path: Path, names: Mapping) -> None:
    through = followed(tmp_path, names, change("2000-01-02", "R", "both"), change("2000-01-09", "both", "R"))
    assert (through.by_day.sum(), through.changes_back) == (0, 0)
    assert np.isnan(through.holder[1, 1])
    assert through.not_counted == {"several hold it": 1, "its camp held it already": 1}
    taken = followed(tmp_path, names, change("2000-01-02", "R", "both"), change("2000-01-09", "both", "S"),
                     change("2000-01-14", "S", "R"))  # fmt: skip
    assert (taken.by_day.sum(), taken.changes_back, taken.holder[2, 1]) == (2, 1, 1)


def test_what_makes_no_difference_is_counted_by_reason(tmp_path: Path, names: Mapping) -> None:
    found = followed(
        tmp_path, names,
        change("1999-12-31", "R", "S"), change("2000-01-02", "S", "R"), change("2000-01-03", "R", "S", "far", 37.9),
        change("2000-01-03", "R", "S", "Oasis"), change("2000-01-04", "R", "S", "unnamed", 37.508),
        change("2000-02-03", "S", "R"), last=date(2000, 1, 31),
    )  # fmt: skip
    assert found.not_counted == {
        "before the war": 1, "its camp held it already": 2, "not a place of the war": 1, "after the window": 1,
    }  # fmt: skip
    assert found.not_places == {"far": "oasis, 36.4 km"}
    assert [words.split(": ")[1] for words in found.disagreeing] == [
        "oasis was held by raiders",
        "unnamed was held by army",
    ]
    assert found.by_day.sum() == 1


def test_who_held_a_place_before_holds_it_again(tmp_path: Path, names: Mapping) -> None:
    """The list knows camps; the actor is the one that held the place before, else the one that stands for its camp."""
    war = world("two_theatres")
    path = tmp_path / "names.yaml"
    path.write_text(NAMES.replace("actor: raiders", "actor: cousins"), encoding="utf-8")
    other = mapping_of(path, war)
    found = followed(tmp_path, other, change("2000-01-02", "R", "S"), change("2000-01-08", "S", "R"))
    assert found.holder[1:2, 1].tolist() == [0]
    again = followed(tmp_path, other, change("2000-01-02", "R", "S"), change("2000-01-03", "S", "R"),
                     change("2000-01-07", "S", "R", "base", 37.0))  # fmt: skip
    assert again.holder[1, :2].tolist() == [2, 1]


def test_a_place_that_stays_with_a_camp_is_no_change(tmp_path: Path, names: Mapping) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(NAMES.replace("actor: raiders", "actor: cousins"), encoding="utf-8")
    found = followed(tmp_path, mapping_of(path, world("two_theatres")), change("2000-01-02", "S", "R"),
                     last=date(2000, 1, 7))  # fmt: skip
    assert (found.by_day.sum(), found.not_counted) == (0, {"its camp held it already": 1})
    assert found.holder[1, 1] == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (change("soon", "R", "S"), r'changes.csv:2:1: date: needs a date such as 2016-02-27, not "soon"'),
        (change("2000-01-02", "R", "Q"), r'2:1: to_holder: unknown holder "Q", '),
        (change("2000-01-02", "R", "S").replace("35.0", "95"), "lat: 95 is out of range"),
        (change("2000-01-02", "R", "S").replace("35.0", "north"), 'lat: "north" is not a number'),
        ("2000-01-02,oasis,35.0\n", "3 values in a table of 8 columns"),
        ("", "there is no change of hands"),
        (change("2000-01-02", "R", "S", "far", 39.0), "no change of hands is at a place of the war between"),
        (change("1990-01-02", "R", "S"), "no change of hands is at a place of the war between"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, names: Mapping, line: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        followed(tmp_path, names, line)


@pytest.mark.parametrize("name", ["two_fronts_one_air_force", "two_theatres"])
def test_the_changes_of_a_history_read_back_are_its_own(tmp_path: Path, name: str) -> None:
    """Holders of every week, changes of every day and changes back, exactly; the week of a list's end is the last."""
    war = small_run().war if name == "two_fronts_one_air_force" else world(name)
    seen = 0
    for history in range(20):
        again = replay(war, SEED, history)
        path = tmp_path / f"{history}.csv"
        if not _write(path, war, again.events):
            continue
        seen += 1
        last = war.start + timedelta(war.days - 1)
        found = control_of(read_changes(path, own_mapping(war), war), war, last)
        assert (found.holder == again.record.holder).all()
        assert found.by_day.tolist() == again.record.changes_daily.tolist()
        assert found.changes_back == again.record.movement[1]
        assert (found.not_places, found.disagreeing) == ({}, ())
        told = observed(war, changes=path, mapping=own_mapping(war), last=last)
        assert (told.places_held.values == again.record.places_held).all()
    assert seen >= 3


def _write(path: Path, war: Any, events: list[dict[str, Any]]) -> int:
    legend = war.legend
    where = {name: row for row, name in enumerate(legend.places)}
    taken = [event for event in events if event["kind"] in ("taken", "surrendered")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD.strip().split(","))
        for event in taken:
            row = where[event["place"]]
            writer.writerow([event["date"], event["place"], legend.latitude[row], legend.longitude[row],
                             event["other"], event["actor"], "simulated", "high"])  # fmt: skip
    return len(taken)


@pytest.mark.skipif(not LISTS, reason="no ../shared/records beside the checkout")
def test_the_recorded_changes_are_accounted_for() -> None:
    war = world("syria-2016")
    changes = read_changes(LISTS, read_mapping(None, war), war)
    found = control_of(changes, war)
    assert len(changes.rows) == 164 + 37
    assert found.by_day.sum() + sum(found.not_counted.values()) == len(changes.rows)
    assert found.changes_back <= found.by_day.sum()
    # Places that changed hands for good by mid-June 2016, and one that went to and fro.
    early = control_of(changes, war, date(2016, 6, 13))
    last = early.holder[23]  # 9 June
    for place in ("salma", "shaykh_miskin", "palmyra", "qaryatayn", "shaddadi", "tell_rifaat"):
        row = war.legend.places.index(place)
        before, after = (war.legend.camp_of_actor[int(holder)] for holder in (found.holder[0, row], last[row]))
        assert before != after, place
    told = observed(war, changes=LISTS[0], last=date(2016, 6, 30))
    months = told.place_changes_by_month.values
    assert np.isfinite(months).tolist() == [True] * 6 + [False] * 6
    assert np.nansum(months) == found.by_day[: (date(2016, 6, 30) - war.start).days + 1].sum()
    held = told.places_held.values[:26]
    assert (held.sum(axis=1) <= war.world.main.sum()).all()
