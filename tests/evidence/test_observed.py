"""What is recorded of a war is measured like the war: a history written as events and read back has its own measures.

The twin at the end counts by plain loops and fractions what ``observed`` counts by arrays.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from evidence.loaded_events import GED, RECORDS, events_of, load_events
from evidence.made_up_events import ABROAD, MAPPING, made, row
from polemos.engine.definitions import MEASURES, pairs_of
from polemos.engine.ged import ONE_SIDED, as_ged_rows
from polemos.engine.replay import Replayed, replay
from polemos.errors import BadInput
from polemos.evidence import counting
from polemos.evidence.axes import pair_rows, window_of
from polemos.evidence.events import Events
from polemos.evidence.mapping import Mapping, own_mapping
from polemos.evidence.mapping_file import mapping_of, read_mapping
from polemos.evidence.matching import Matched, match
from polemos.evidence.observed import OBSERVED, observed
from small_run import small_run
from worlds import SEED, world

RECORDED = pytest.mark.skipif(not GED.exists(), reason="no ../shared/records beside the checkout")
HISTORY = 3
# Sums of some thousand shares of whole numbers in float64.
ROUNDING = 1e-9


@cache
def lived(name: str) -> tuple[Any, Replayed, Events]:
    war = small_run().war if name == "two_fronts_one_air_force" else world(name)
    again = replay(war, SEED, HISTORY)
    return war, again, events_of(as_ged_rows(war, again.events))


def whole(war: Any) -> dict[str, date]:
    return {"first": war.start, "last": war.start + timedelta(war.days - 1)}


@pytest.fixture
def names(tmp_path: Path) -> Mapping:
    path = tmp_path / "names.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return mapping_of(path, world("two_theatres"))


@cache
def recorded() -> Matched:
    war = world("syria-2016")
    return match(load_events(GED), read_mapping(None, war), war)


@pytest.mark.parametrize("name", ["two_fronts_one_air_force", "two_theatres"])
def test_a_history_read_back_from_its_events_has_its_own_measures(name: str) -> None:
    """Exact for fronts, camps, places and civilians, in every week, day and month."""
    war, again, events = lived(name)
    found = observed(war, events=events, mapping=own_mapping(war), **whole(war))
    record = again.record
    assert record.front_killed.sum() > 100
    assert found.front_killed.values[1:].tolist() == record.front_killed[1:].tolist()
    assert found.killed_daily.values.tolist() == record.killed_daily.tolist()
    assert found.civilians_killed.values[1:].tolist() == record.civilians_killed[1:].tolist()
    assert found.place_killed_by_month.values.sum(axis=0).tolist() == record.place_killed.tolist()
    for bound in ("low", "high"):  # a simulated death is known exactly
        assert (found[f"front_killed_{bound}"].values[1:] == record.front_killed[1:]).all()
    assert np.isnan(found.front_killed.values[0]).all()  # the eve has no days


@pytest.mark.parametrize("name", ["two_fronts_one_air_force", "two_theatres"])
def test_an_event_names_the_leader_of_a_side_so_partners_dead_are_his(name: str) -> None:
    """Why dead by actor agree by camp only: events of simulated and of real wars name who leads."""
    war, again, events = lived(name)
    found = observed(war, events=events, mapping=own_mapping(war), **whole(war)).killed.values[1:]
    camp = war.world.camp
    for row_of in range(len(war.legend.camps)):
        assert (found[:, camp == row_of].sum(axis=1) == again.record.killed[1:, camp == row_of].sum(axis=1)).all()


def test_pairs_are_those_of_the_events_and_only_of_the_counted_theatre() -> None:
    war, _, events = lived("two_theatres")
    found = observed(war, events=events, mapping=own_mapping(war), **whole(war)).pair_killed
    dead: dict[str, int] = defaultdict(int)
    titles = dict(zip(war.legend.actor_titles, war.legend.camp_of_actor, strict=True))
    home = {title for title, there in zip(war.legend.place_titles, war.legend.theatre, strict=True) if there == "home"}
    for number in range(len(events)):
        days = (events.first[number] - np.datetime64(war.start)).astype(int)
        if events.place[number] in home and days // 7 < war.days // 7:
            one, other = (titles[side] for side in (events.side_a[number], events.side_b[number]))
            pair = "|".join(sorted((one, other), key=war.legend.camps.index))
            dead[pair] += int(events.deaths_a[number] + events.deaths_b[number])
    assert sum(dead.values()) > 100
    told = found.sum("week").to_series()
    assert told[told > 0].to_dict() == dead


@pytest.mark.slow
def test_the_reference_war_reads_back_by_the_mapping_that_comes_with_it() -> None:
    """Theatres that the mapping does not cover are unknown, not zero; all else is exact."""
    war, again, events = lived("syria-2016")
    found = observed(war, events=events, **whole(war))
    known = np.isfinite(found.front_killed.values)
    there = np.array([theatre == "syria" for theatre in war.legend.theatre])
    fronts = np.array([there[war.world.front == front].any() for front in range(len(war.legend.fronts))])
    assert (known[1:] == fronts).all()
    assert (found.front_killed.values[1:, fronts] == again.record.front_killed[1:, fronts]).all()
    assert (found.civilians_killed.values[1:] == again.record.civilians_killed[1:]).all()
    by_place = found.place_killed_by_month.values.sum(axis=0)
    assert (by_place[there] == again.record.place_killed[there]).all()
    assert np.isnan(by_place[~there]).all()
    own = observed(war, events=events, mapping=own_mapping(war), **whole(war))
    assert (own.killed_daily.values == again.record.killed_daily).all()


def test_names_axes_and_units_are_those_of_a_run() -> None:
    war, _, events = lived("two_theatres")
    found = observed(war, events=events, mapping=own_mapping(war), **whole(war))
    measures = small_run("two_theatres", histories=3).measures
    for name, about in OBSERVED.items():
        if name in MEASURES:
            assert (("history", *about.axes), about.units) == (measures[name].dims, measures[name].attrs["units"])
    for name, variable in found.data_vars.items():
        base = str(name).removesuffix("_low").removesuffix("_high")
        assert (variable.dims, variable.attrs["units"]) == (OBSERVED[base].axes, OBSERVED[base].units)
    for axis in ("week", "day", "month", "camp", "actor", "front", "place"):
        longer = dict(zip(measures[axis].values.tolist(), range(10_000), strict=False))
        assert [axis_label for axis_label in measures[axis].values.tolist() if axis_label in longer]
        if axis not in ("week", "day", "month"):  # the small run is shorter
            assert found[axis].values.tolist() == measures[axis].values.tolist()
    assert xr.Dataset.from_dict(found.to_dict()).equals(found)


def test_a_pair_of_camps_has_the_row_of_its_label() -> None:
    camps = ("a", "b", "c", "d", "e")
    labels = pairs_of(camps)
    assert len(labels) == 15
    for one in range(5):
        for other in range(5):
            row_of = pair_rows(np.array([one]), np.array([other]), 5)[0]
            assert labels[row_of] == "|".join(sorted((camps[one], camps[other])))
    assert pair_rows(np.array([3, -2]), np.array([-1, 4]), 5).tolist() == [-1, -1]


def test_parts_and_ranges_of_one_event(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(3, 2, 4, 1, low=7, high=15), row(0, 0, 5, 2, type_of_violence=3, side_b="Civilians", low=6))
    found = observed(war, events=events, mapping=names, first=date(2000, 1, 1), last=date(2000, 1, 7)).isel(week=1)
    values = {name: float(found[name].sum()) for name in found.data_vars if name in (
        "front_killed", "front_killed_low", "front_killed_high", "civilians_killed", "civilians_killed_low",
        "civilians_killed_high")}  # fmt: skip
    assert values == {
        "front_killed": 6, "front_killed_low": 2, "front_killed_high": 11,
        "civilians_killed": 4 + 7, "civilians_killed_low": 1 + 6, "civilians_killed_high": 10 + 7,
    }  # fmt: skip
    daily = observed(war, events=events, mapping=names, first=date(2000, 1, 1), last=date(2000, 1, 7)).isel(day=0)
    assert [float(daily[f"killed_daily{end}"].sel(camp="settled")) for end in ("", "_low", "_high")] == [3, 0, 9]


def test_a_best_estimate_beyond_its_parts_is_of_unknown_status() -> None:
    events = made(row(3, 2, 4, 0, best=20, low=20, high=20))
    assert counting.men_killed(events).best.tolist() == [16.0]
    assert counting.total(events).tolist() == [20]


def test_a_long_event_is_spread_evenly_and_none_of_it_is_lost(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(14, date_end="2000-01-14"), row(7, date_start="2000-01-05"))
    found = observed(war, events=events, mapping=names)
    daily = found.killed_daily.sel(camp="settled").values
    assert daily[:14].tolist() == [1, 1, 1, 1, 8, *[1] * 9]
    assert np.isnan(daily[14:]).all()
    assert found.front_killed.values[1:3, 0].tolist() == [14, 7]
    assert np.isnan(found.front_killed.values[3:]).all()
    cut = observed(war, events=events, mapping=names, first=date(2000, 1, 8), last=date(2000, 1, 14))
    assert (cut.attrs["deaths"], cut.attrs["deaths_counted"]) == (21.0, pytest.approx(7.0, abs=ROUNDING))


def test_what_goes_on_for_months_can_be_left_out(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(66, date_end="2000-03-06"), row(1), row(32, date_end="2000-01-31"))
    left, spread = (
        observed(war, events=events, mapping=names, long_events=rule, **whole(war)) for rule in ("leave_out", "spread")
    )
    assert (left.attrs["deaths_counted"], spread.attrs["deaths_counted"]) == (pytest.approx(33), pytest.approx(99))
    assert left.attrs["events_long"] == 1  # the other long one ends on the 31st day after its first
    with pytest.raises(BadInput, match="every event that counts is longer than 31 days"):
        observed(war, events=made(row(66, date_end="2000-03-06")), mapping=names, long_events="leave_out")


def test_unknown_is_not_zero(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(5), row(1, date_start="2000-02-10"), row(2, where_coordinates="Oases"), row(3, country=ABROAD))
    found = observed(war, events=events, mapping=names)
    assert np.isnan(found.front_killed.sel(front="gorge")).all()  # abroad is not covered
    assert np.isnan(found.place_killed_by_month).all()  # a part of the dead of both places is told under a wider name
    assert float(found.front_killed.sel(front="steppe", week=1)) == 7
    assert np.isnan(found.killed_daily.sel(camp="neighbours")).all()  # no name of the record is theirs
    assert np.isnan(found.killed.sel(actor="army")).all()  # named only as a camp
    assert float(found.killed.sel(actor="raiders", week=1)) == 0
    assert np.isnan(found.pair_killed.sel(pair="settled|neighbours")).all()
    assert np.isfinite(found.governorate_killed).all()  # there is none
    assert np.isfinite(found.front_killed.sel(front="steppe").values).sum() == 5  # whole weeks up to 10 February
    assert (found.attrs["first"], found.attrs["last"]) == ("2000-01-01", "2000-02-10")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"first": date(2000, 3, 1), "last": date(2000, 3, 9)},
            "there is no event between 2000-03-01 and 2000-03-09, the",
        ),
        (
            {"first": date(2000, 3, 1), "last": date(2000, 2, 9)},
            "first, last: begins on 2000-03-01 and ends on 2000-02",
        ),
        (
            {"first": date(1999, 3, 1), "last": date(1999, 5, 9)},
            "no day of the war is between .*, the war lasts 180 days",
        ),
        ({"long_events": "keep"}, "long_events: is 'keep', it can be 'spread' or 'leave_out'"),
        ({"events": None}, "needs events, changes of hands or both"),
    ],
)
def test_a_window_without_events_is_refused(names: Mapping, given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        observed(world("two_theatres"), **{"events": made(row(5)), "mapping": names, **given})


def test_weeks_and_months_count_only_when_they_are_whole() -> None:
    war = world("two_theatres")  # 180 days from 1 January 2000: 25 weeks and 5 days
    found = window_of(war, date(2000, 1, 2), date(2000, 6, 27))
    assert np.flatnonzero(found.weeks).tolist() == list(range(2, 26))
    assert found.months.tolist() == [False, True, True, True, True, False]
    assert window_of(war, date(2000, 1, 1), date(2000, 6, 28)).months.tolist()[0]
    assert window_of(war, date(1990, 1, 1), date(2010, 6, 28)).months.all()
    assert found.day_week.tolist()[-6:] == [25, -1, -1, -1, -1, -1]


@RECORDED
def test_each_recorded_death_is_on_the_axes_or_is_known_to_be_missing() -> None:
    """All deaths in = left out + outside the window + men and civilians on the days of the war."""
    war, matched = world("syria-2016"), recorded()
    events, counted = matched.events, matched.counted
    found = observed(war, events=matched, last=date(2016, 9, 30))
    dead = int(events.best.sum())
    left = int(events.best[~counted].sum())
    assert abs(found.attrs["deaths_counted"] + left - dead) < ROUNDING * dead  # no event leaves January to September
    men, civilians = counting.men_killed(events).best, counting.civilians_killed(events).best
    assert (men + civilians == counting.total(events)).all()
    # 39 whole weeks are 273 of the 274 days: the rest died on the last day.
    rows = np.flatnonzero(counted & (matched.front >= 0))
    spread = counting.spread(events, rows, war.start, 0, 272)
    assert abs(np.nansum(found.front_killed) - (men[spread.event] * spread.share).sum()) < ROUNDING * dead
    place = men[counted & (matched.place >= 0)].sum()
    wide = sorted(matched.wide_places())
    of_wide = men[counted & np.isin(matched.place, wide)].sum()
    assert abs(np.nansum(found.place_killed_by_month) - (place - of_wide)) < ROUNDING * dead
    assert abs(np.nansum(found.governorate_killed) - men[counted & (matched.governorate >= 0)].sum()) < ROUNDING * dead


@RECORDED
def test_order_of_rows_changes_no_measure() -> None:
    war, events = world("syria-2016"), load_events(GED)
    order = np.random.Generator(np.random.Philox(key=5)).permutation(len(events))
    turned = Events(**{name: getattr(events, name)[order] for name in events.__dataclass_fields__})
    one, other = observed(war, events=events), observed(war, events=turned)
    for name in one.data_vars:
        assert np.allclose(one[name], other[name], rtol=ROUNDING, atol=ROUNDING, equal_nan=True), name
    assert {key: one.attrs[key] for key in one.attrs if key != "deaths_counted"} == {
        key: other.attrs[key] for key in other.attrs if key != "deaths_counted"
    }


@RECORDED
def test_low_is_below_best_and_best_below_high() -> None:
    found = observed(world("syria-2016"), events=recorded())
    for name in OBSERVED:
        if f"{name}_low" in found:
            low, best, high = (found[name + end].values for end in ("_low", "", "_high"))
            assert (np.isnan(low) == np.isnan(best)).all()
            assert not (low > best + ROUNDING).any()
            assert not (best > high + ROUNDING).any()


def twin(events: Events, matched: Matched, start: date) -> dict[tuple[str, int, int], Fraction]:
    """Return men killed by front and week, and own dead by day and camp, event by event in fractions."""
    found: dict[tuple[str, int, int], Fraction] = defaultdict(Fraction)
    for number in range(len(events)):
        if matched.left_out[number]:
            continue
        began = (events.first[number].astype(object) - start).days
        days = (events.last[number] - events.first[number]).astype(int) + 1
        own = [int(events.deaths_a[number]), int(events.deaths_b[number])]
        rest = int(events.best[number]) - sum(own) - int(events.deaths_civilians[number])
        men = sum(own) + (0 if events.kind[number] == ONE_SIDED else max(rest, 0))
        for day in range(began, began + int(days)):
            found["front", day // 7 + 1, int(matched.front[number])] += Fraction(men, int(days))
            for side in (0, 1):
                found["camp", day, int(matched.camp[number, side])] += Fraction(own[side], int(days))
    return found


@RECORDED
def test_a_slow_twin_counts_the_same() -> None:
    war, matched = world("syria-2016"), recorded()
    found = observed(war, events=matched, last=date(2016, 9, 29))
    slow = twin(matched.events, matched, war.start)
    weeks, days = range(1, 40), range(273)
    for week in weeks:
        for front in np.flatnonzero(np.isfinite(found.front_killed.values[1])):
            assert abs(found.front_killed.values[week, front] - float(slow["front", week, int(front)])) < ROUNDING * 1e3
    for camp in np.flatnonzero(np.isfinite(found.killed_daily.values[0])):
        told = found.killed_daily.values[:273, camp]
        assert np.abs(told - [float(slow["camp", day, int(camp)]) for day in days]).max() < ROUNDING * 1e3


@RECORDED
def test_published_tables_come_out_where_definitions_agree() -> None:
    """``monthly_by_governorate``: by the month of the first day and the recorder's own governorate, up to 31 days.

    It also holds two rows that go on into October, which the file of events does not.  Ours spreads days and gives
    events without a governorate that of their place; on events that have one and lie in one month both agree exactly.
    """
    war, matched = world("syria-2016"), recorded()
    events = matched.events
    table = pd.read_csv(RECORDS / "monthly_by_governorate.csv").set_index(["month", "adm_1"]).best
    month = events.first.astype("datetime64[M]").astype(str)
    where = np.where(events.adm_1 == "", "(unknown)", events.adm_1)
    short = (events.last - events.first).astype(int) < 31
    mine = pd.DataFrame({"month": month, "adm_1": where, "best": events.best})[short]
    missing = table - mine.groupby(["month", "adm_1"]).best.sum()
    assert missing[missing != 0].to_dict() == {("2016-09", "Aleppo"): 4, ("2016-09", "Rif Dimashq"): 2}
    within = (events.last.astype("datetime64[M]").astype(str) == month) & (events.adm_1 != "") & matched.counted
    found = observed(war, events=match(events.where(within), matched.mapping, war), last=date(2016, 9, 30))
    men = pd.Series(counting.men_killed(events).best[within])
    names = [matched.mapping.governorates[name.lower()] for name in events.adm_1[within]]
    expected = men.groupby([pd.Series(month[within]), pd.Series(names)]).sum()
    told = found.governorate_killed.to_series()
    assert {key: round(told[key], 6) for key in expected.index} == expected.to_dict()
    assert told.sum() == pytest.approx(expected.sum())


@RECORDED
def test_the_table_of_front_weeks_is_understood_and_fronts_agree_with_it() -> None:
    """``fronts_weekly`` lays an event of at most 3 days in the circle that it is deepest in (distance over radius).

    That reproduces the table exactly.  The model's fronts are those of the nearest place instead: of the dead who are
    located to a place inside a circle, nine tenths are at the same front; most of the others are in two circles, or in
    none of the model's places' reach.
    """
    war, matched = world("syria-2016"), recorded()
    events, table = matched.events, pd.read_csv(RECORDS / "fronts_weekly.csv")
    circles = pd.read_csv(RECORDS / "fronts_definition.csv")
    there = np.radians(circles[["lat", "lon"]].to_numpy())
    at = np.radians(np.stack([events.latitude, events.longitude], axis=1))[:, None]
    half = np.sin((there - at) / 2) ** 2
    square = half[..., 0] + np.cos(at[..., 0]) * np.cos(there[:, 0]) * half[..., 1]
    depth = 2 * 6371.0 * np.arcsin(np.sqrt(square)) / circles.radius_km.to_numpy()
    inside = depth.min(axis=1) <= 1
    front = np.where(inside, circles.front.to_numpy()[depth.argmin(axis=1)], "(elsewhere)")
    front = np.where(events.where_precision <= 4, front, "(unlocated)")
    short = ((events.last - events.first).astype(int) < 3) & (events.first <= np.datetime64("2016-09-25"))
    monday = events.first - (events.first.astype(int) + 3) % 7
    mine = pd.DataFrame({"week": monday.astype(str), "front": front, "best": events.best})[short]
    told = mine.groupby(["week", "front"]).best.sum()
    assert told.to_dict() == table.set_index(["week", "front"]).best.to_dict()
    ids = pd.read_csv(Path(__file__).resolve().parents[2] / "src/polemos/wars/theatres/syria/fronts.csv").id
    named = matched.counted & inside & (events.where_precision <= 2)
    same = np.array(war.legend.fronts)[matched.front] == ids.to_numpy()[depth.argmin(axis=1)]
    share = events.best[named & same & (matched.front >= 0)].sum() / events.best[named].sum()
    assert 0.9 < share < 1.0


@RECORDED
def test_the_truce_is_seen_as_the_tables_see_it() -> None:
    """``truce_windows``: deaths a day between two blanket sides, by events of up to 3 days."""
    events = recorded().events
    table = pd.read_csv(RECORDS / "truce_windows_2016.csv").gov_ins_deaths_day
    short = (events.last - events.first).astype(int) < 3
    between = short & (events.side_a == "Government of Syria") & (events.side_b == "Syrian insurgents")

    def a_day(first: str, last: str) -> float:
        one, other = np.datetime64(first), np.datetime64(last)
        days = (other - one).astype(int) + 1
        return float(events.best[between & (events.first >= one) & (events.first <= other)].sum() / days)

    assert a_day("2016-01-01", "2016-02-26") == pytest.approx(table[0], abs=0.005)
    assert a_day("2016-02-27", "2016-03-14") == pytest.approx(table[1], abs=0.005)
