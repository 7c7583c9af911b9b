"""What a program for maps reads is what the run holds: places, dates, shares, and one history to the day."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from hostile_run import SHOWN, hostile_run
from polemos.engine.export import origin_of
from polemos.engine.figures import Named, figure
from polemos.engine.geojson import as_geojson, changes_of
from polemos.engine.replay import replay_run
from polemos.errors import BadInput
from small_run import DAYS, HISTORIES, small_run

Feature = dict[str, Any]
START = date(2000, 1, 1)
HISTORY = 5
MOVED = 8
"""How many histories with changes of hands are followed."""


def features(history: int | None = None, what: str = "control") -> list[Feature]:
    whole = json.loads(as_geojson(small_run(), history))
    return [item["properties"] for item in whole["features"] if item["properties"]["what"] == what]


def shown_on(found: list[Feature], place: str, day: date) -> Feature:
    """Return the one feature of a place that QGIS shows on a day: begin included, end not."""
    (one,) = [item for item in found if item["place"] == place and item["begin"] <= day.isoformat() < item["end"]]
    return one


def test_it_is_a_collection_of_points_in_degrees() -> None:
    whole = json.loads(as_geojson(small_run()))
    legend = small_run().war.legend
    assert (whole["type"], whole["name"]) == ("FeatureCollection", small_run().war.title)
    assert whole["polemos"] == origin_of(small_run())
    assert "crs" not in whole  # RFC 7946: always WGS 84
    for item in whole["features"]:
        place = legend.places.index(item["properties"]["place"])
        assert item["type"] == "Feature"
        assert item["geometry"] == {"type": "Point", "coordinates": [legend.longitude[place], legend.latitude[place]]}


def test_shares_are_those_of_the_histories_in_every_week() -> None:
    found = features()
    for week in (0, 1, 7, DAYS // 7):
        for place in ("mill", "ford", "pass"):
            row = figure(small_run(), "holder", week, [place]).rows[0]
            assert isinstance(row, Named)
            first, *others = row.by["camp"]
            item = shown_on(found, place, START + timedelta(7 * week))
            assert item["week"] <= week <= item["until_week"]
            assert (item["camp"], item["camp_title"]) == (first.id, first.title)
            assert item["share"] == pytest.approx(first.share, abs=5e-5)  # four decimals
            assert item["second"] == (others[0].id if others else None)
            assert item["second_share"] == pytest.approx(others[0].share if others else 0.0, abs=5e-5)


def test_spells_cover_the_war_without_gap_or_overlap_and_each_differs_from_the_last() -> None:
    found = features()
    assert {item["place"] for item in found} == set(small_run().war.legend.places)
    for place in small_run().war.legend.places:
        spells = [item for item in found if item["place"] == place]
        assert (spells[0]["begin"], spells[0]["week"]) == ("2000-01-01", 0)
        assert spells[-1]["until_week"] == DAYS // 7
        assert spells[-1]["end"] == (START + timedelta(DAYS + 1)).isoformat()  # the last state stands on the day after
        for before, after in pairwise(spells):
            assert (before["end"], before["until_week"] + 1) == (after["begin"], after["week"])
            told = ("camp", "share", "second", "second_share")
            assert [before[name] for name in told] != [after[name] for name in told]


@pytest.mark.parametrize("history", range(0, HISTORIES, 4))
def test_one_history_has_its_holders_to_the_day(history: int) -> None:
    """At every week's end they are the recorded ones; no change of hands is missing or made up."""
    found = features(history)
    holder = small_run().recorded["holder"][history]
    actors, places = small_run().war.legend.actors, small_run().war.legend.places
    for week in range(1, DAYS // 7 + 1):
        day = START + timedelta(7 * week - 1)
        for row, place in enumerate(places):
            assert shown_on(found, place, day)["actor"] == actors[holder[week, row]], (week, place)
    same_day = Counter((item["place"], item["begin"]) for item in found)
    assert max(same_day.values()) == 1


def test_a_change_shows_on_its_own_day() -> None:
    holder = small_run().recorded["holder"]
    moved = np.flatnonzero((holder != holder[:, :1]).any(axis=(1, 2)))[:MOVED].tolist()
    assert len(moved) == MOVED
    changes = 0
    for history in moved:
        found, events = features(history), replay_run(small_run(), history).events
        taken = [event for event in events if event["kind"] in ("taken", "surrendered")]
        last = {(event["place"], event["date"]): event["actor"] for event in taken}
        for (place, day), actor in last.items():
            assert shown_on(found, place, date.fromisoformat(day))["actor"] == actor
            assert shown_on(found, place, date.fromisoformat(day) - timedelta(1))["actor"] != actor
        changes += len(last)
        assert len(found) == len(small_run().war.legend.places) + len(last)
    assert changes > MOVED


def test_who_surrenders_a_place_has_lost_it() -> None:
    told = {"place": "mill", "actor": "hill_bands"}
    events = [{**told, "kind": "besieged", "day": 2}, {**told, "kind": "surrendered", "day": 9}]
    places, actors = small_run().war.legend.places, small_run().war.legend.actors
    assert changes_of(small_run().war, events) == {places.index("mill"): {8: actors.index("hill_bands")}}


def test_events_are_all_that_killed_somebody() -> None:
    found, events = features(HISTORY, "event"), replay_run(small_run(), HISTORY).events
    names = ("deaths_actor", "deaths_other", "deaths_civilians")
    deadly = {event["id"]: event for event in events if any(event.get(name, 0) for name in names)}
    assert [item["event"] for item in found] == list(deadly)
    for item in found:
        event = deadly[item["event"]]
        assert [item[name] for name in names] == [event.get(name, 0) for name in names]
        assert item["deaths"] == sum(item[name] for name in names)
        assert (item["begin"], item["place"], item["text"]) == (event["date"], event["place"], event["text"])
        assert date.fromisoformat(item["end"]) - date.fromisoformat(item["begin"]) == timedelta(1)
    assert sum(item["deaths_civilians"] for item in found) > 0
    killed = small_run().measures["killed_total"].sel(history=HISTORY).sum().item()
    assert sum(item["deaths"] - item["deaths_civilians"] for item in found) == killed


def test_hostile_titles_are_letters() -> None:
    run = hostile_run()
    data = as_geojson(run)
    whole = json.loads(data.decode("utf-8", "strict"))
    assert whole["name"] == SHOWN
    assert {item["properties"]["title"] for item in whole["features"]} == {SHOWN}
    assert not any(letter in data.decode() for letter in "\x00\x1b\u202e")


def test_a_history_that_is_not_there_is_said() -> None:
    with pytest.raises(BadInput, match=f"no history {HISTORIES}"):
        as_geojson(small_run(), HISTORIES)


def test_the_same_run_gives_the_same_bytes() -> None:
    assert as_geojson(small_run(), HISTORY) == as_geojson(small_run(), HISTORY)
    assert np.isfinite([item["share"] for item in features()]).all()
