"""An event finds its sides, place, front and governorate, or is told with the reason why not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from evidence.loaded_events import GED, load_events
from evidence.made_up_events import ABROAD, MAPPING, made, row
from polemos.errors import BadInput
from polemos.evidence import counting
from polemos.evidence.mapping import CIVILIAN, NOBODY, Mapping
from polemos.evidence.mapping_file import mapping_of, read_mapping
from polemos.evidence.matching import Matched, match
from polemos.evidence.matching_told import describe_matching, in_words
from polemos.scenario.geography import great_circle_km
from worlds import world

RECORDED = pytest.mark.skipif(not GED.exists(), reason="no ../shared/records beside the checkout")


@pytest.fixture
def names(tmp_path: Path) -> Mapping:
    path = tmp_path / "names.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return mapping_of(path, world("two_theatres"))


@cache
def recorded() -> Matched:
    war = world("syria-2016")
    return match(load_events(GED), read_mapping(None, war), war)


def test_each_event_finds_its_rows_or_a_reason(names: Mapping) -> None:
    war = world("two_theatres")
    found = match(
        made(
            row(1),
            row(1, longitude=37.49),  # 0.9 km from the oasis
            row(1, longitude=37.35),  # 13.7 km from the oasis: too far for an exact place
            row(1, longitude=37.35, where_prec=2),
            row(1, where_prec=4),
            row(1, where_coordinates="Oases"),
            row(1, longitude=np.nan),
            row(1, longitude=np.nan, where_coordinates="oasis"),
            row(1, country=ABROAD),
            row(1, side_b="Bandits"),
            row(1, side_b="Raidars of the hills"),
            row(0, 0, 1, side_b="Civilians", type_of_violence=3),
            row(1, longitude=100.0),
        ),
        names,
        war,
    )
    assert found.place.tolist() == [0, 1, -1, 1, -1, -1, -1, 1, -1, 0, 0, 0, -1]
    assert found.front.tolist() == [0, 0, -1, 0, -1, 0, -1, 0, -1, 0, 0, 0, -1]
    assert list(found.place_reason[[2, 4, 5, 6]]) == [
        "too far from every place", "only the governorate is known", "wider than one place", "no coordinates",
    ]  # fmt: skip
    assert found.camp[[0, 9, 10, 11], 1].tolist() == [1, NOBODY, NOBODY, CIVILIAN]
    assert found.actor[0].tolist() == [NOBODY, 1]
    assert list(found.left_out[[0, 8, 9, 12]]) == [
        "", "not covered by the mapping", "Bandits is ignored: no party", "more than 300 km from every place",
    ]  # fmt: skip
    assert found.hints["side", "Raidars of the hills"] == 'did you mean "raiders of the hills"?'
    assert found.wide_places() == {0, 1}


def test_the_nearest_place_is_the_nearest(names: Mapping) -> None:
    """The vectorised distance against the house's own, at 200 points scattered over both theatres."""
    war = world("two_theatres")
    chance = np.random.Generator(np.random.Philox(key=7))
    points = [(float(chance.uniform(34, 36)), float(chance.uniform(36, 41))) for _ in range(200)]
    events = made(*(row(1, latitude=one, longitude=two, where_prec=2) for one, two in points))
    found = match(events, replace(names, near_km=400.0), war)
    home = [(war.legend.latitude[place], war.legend.longitude[place]) for place in (0, 1)]
    away = np.array([[great_circle_km(point, place) for place in home] for point in points])
    assert np.abs(found.distance_km - away.min(axis=1)).max() < 1e-9
    near = away.min(axis=1) <= 300
    assert found.place[near].tolist() == away.argmin(axis=1)[near].tolist()
    assert (found.left_out[~near] != "").all()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"country": ABROAD},
            'covers: no event is in a country that the mapping covers, they are in "Foreign Land", it',
        ),
        ({"latitude": 60.0}, r"every event is more than 300 km from every place of the war, is it another war\?"),
        ({"latitude": 37.0, "longitude": 35.0, "side_a": "x"}, "latitude and longitude are exchanged"),
        ({"side_a": "Setled", "side_b": "y"}, r'no side of any event is known, the first is "Setled"'),
        ({"side_b": "Bandits"}, "no event can be counted; of the first one: Bandits is ignored"),
    ],
)
def test_what_cannot_be_matched_at_all_is_refused(changed: dict[str, object], told: str, tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    war = world("two_theatres")
    if "exchanged" in told:
        changed = changed | {"latitude": 37.3, "longitude": 35.0}
        war = replace(war, legend=war.legend._replace(latitude=(20.0,) * 4, longitude=(70.0,) * 4))
        changed = changed | {"latitude": 70.0, "longitude": 20.0}
    with pytest.raises(BadInput, match=told):
        match(made(row(1, **changed)), mapping_of(path, war), war)


def test_no_event_is_refused(names: Mapping) -> None:
    events = made(row(1))
    with pytest.raises(BadInput, match="there is no event"):
        match(events.where(np.array([False])), names, world("two_theatres"))


def test_what_is_told_adds_up(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(
        row(3, 2, 1, 4), row(5, where_prec=5), row(7, side_b="Strangers"), row(0, 0, 9, side_a="Bandits"),
        row(0, 0, 2, side_b="Civilians", type_of_violence=3),
    )  # fmt: skip
    told = describe_matching(match(events, names, war), war)
    assert told["given"] == {"events": 5, "deaths": 33.0}
    assert told["counted"] == {"events": 4, "deaths": 24.0}
    assert {name: level["deaths"] for name, level in told["levels"].items()} == {
        "sides": 17.0, "place": 19.0, "front": 19.0, "governorate": 0.0,
    }  # fmt: skip
    assert told["pairs"] == [
        {"pair": "settled|raiding", "events": 2, "men": 14.0, "civilians": 1.0},
        {"pair": "settled|", "events": 1, "men": 0.0, "civilians": 2.0},
    ]
    by_level: dict[str, float] = {}
    for one in told["unmatched"]:
        by_level[one["level"]] = by_level.get(one["level"], 0.0) + one["deaths"]
    assert by_level == {"event": 9.0, "side": 7.0, "place": 5.0, "governorate": 24.0}
    words = in_words(told)
    assert "Strangers, 7 dead" in words
    assert "settled on civilians" in words


@RECORDED
def test_each_recorded_death_is_counted_or_left_out_for_a_reason() -> None:
    found, war = recorded(), world("syria-2016")
    told = describe_matching(found, war, names=10_000)
    dead = found.events.best.sum()
    assert told["given"]["deaths"] == dead
    left = sum(one["deaths"] for one in told["unmatched"] if one["level"] == "event")
    assert told["counted"]["deaths"] + left == dead
    for level in ("place", "governorate"):
        without = sum(one["deaths"] for one in told["unmatched"] if one["level"] == level)
        assert told["levels"][level]["deaths"] + without == told["counted"]["deaths"]
    assert sum(pair["men"] + pair["civilians"] for pair in told["pairs"]) == told["levels"]["sides"]["deaths"]
    for one in told["unmatched"]:
        assert sum(name["deaths"] for name in one["names"]) == one["deaths"]


@RECORDED
def test_most_recorded_deaths_find_their_place_in_the_war() -> None:
    """Measured when the mapping was written: sides all, place 0.66, front 0.89, governorate 0.97."""
    levels = describe_matching(recorded(), world("syria-2016"))["levels"]
    least = {"sides": 0.99, "place": 0.6, "front": 0.85, "governorate": 0.95}
    assert {name: levels[name]["share_of_deaths"] >= share for name, share in least.items()} == dict.fromkeys(
        least, True
    )


@RECORDED
def test_order_of_rows_changes_nothing() -> None:
    found, war = recorded(), world("syria-2016")
    order = np.random.Generator(np.random.Philox(key=3)).permutation(len(found.events))
    events = found.events
    turned = type(events)(**{name: getattr(events, name)[order] for name in events.__dataclass_fields__})
    again = match(turned, found.mapping, war)
    for name in ("camp", "actor", "place", "front", "governorate", "left_out", "place_reason"):
        assert (getattr(again, name) == getattr(found, name)[order]).all()
    assert counting.total(turned).sum() == counting.total(events).sum()
