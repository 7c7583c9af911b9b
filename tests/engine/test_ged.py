"""Simulated deaths open wherever recorded ones do, and none is counted twice or lost."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from polemos.engine.ged import (
    COLUMNS,
    NOT_ATTRIBUTED,
    SIMULATED,
    as_ged_rows,
    governments_of,
    grid_cell,
    harmless,
    write_ged,
)
from polemos.engine.replay import Replayed, replay
from small_run import small_run
from worlds import SEED, world

HISTORY = 3
SHARED = Path(__file__).resolve().parents[3] / "shared" / "records" / "ucdp_ged_syria_2016-01_2016-09.csv.gz"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def again() -> Replayed:
    return replay(small_run().war, SEED, HISTORY)


@pytest.fixture(scope="module")
def rows(again: Replayed) -> list[Row]:
    return as_ged_rows(small_run().war, again.events)


@pytest.fixture(scope="module")
def reference() -> tuple[Replayed, list[Row]]:
    war = world("syria-2016")
    again = replay(war, SEED, 0)
    return again, as_ged_rows(war, again.events)


@pytest.fixture(scope="module")
def table(reference: tuple[Replayed, list[Row]], tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return pd.read_csv(write_ged(reference[1], tmp_path_factory.mktemp("ged") / "events.csv"))


def total(events: list[dict[str, Any]], *names: str) -> int:
    return sum(event.get(name, 0) for event in events for name in names)


def test_rows_hold_all_deaths_once(again: Replayed, rows: list[Row]) -> None:
    assert total(rows, "deaths_a", "deaths_b") == again.state.killed.sum()
    assert total(rows, "best") == total(rows, "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert total(rows, "deaths_civilians") == total(again.events, "deaths_civilians")
    assert [row["id"] for row in rows] == list(range(SIMULATED + 1, SIMULATED + len(rows) + 1))
    assert all(tuple(row) == COLUMNS for row in rows)
    assert len({(row["date_start"], row["where_coordinates"], row["dyad_name"]) for row in rows}) == len(rows)


def test_a_government_makes_violence_state_based(again: Replayed, rows: list[Row]) -> None:
    war = small_run().war
    assert governments_of(war) == {"patron", "army", "guard"}
    assert {row["type_of_violence"] for row in rows} == {1}
    assert {row["side_a"] for row in rows} <= {"Patron", "Army", "Guard", NOT_ATTRIBUTED}
    nobody = as_ged_rows(war, again.events, governments=())
    assert {row["type_of_violence"] for row in nobody} <= {2, 3}
    assert total(nobody, "best") == total(rows, "best")


def test_fire_across_a_line_is_laid_on_a_neighbour(again: Replayed, rows: list[Row]) -> None:
    shelled = sum(event["kind"] == "shelling" for event in again.events)
    unknown = sum(NOT_ATTRIBUTED in row["dyad_name"] for row in rows)
    assert unknown <= shelled
    assert unknown <= len(rows) / 10  # a line of hostile places: nearly always somebody is next door


def test_civilians_are_laid_on_what_killed_them(reference: tuple[Replayed, list[Row]]) -> None:
    """Whoever flew or fought there that day is a side of the row, and hardly any death has no side at all."""
    again, rows = reference
    war = world("syria-2016")
    titles = dict(zip(war.legend.actors, war.legend.actor_titles, strict=True))
    at: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        at.setdefault((row["date_start"], row["where_coordinates"]), set()).update((row["side_a"], row["side_b"]))
    names = dict(zip(war.legend.places, war.legend.place_titles, strict=True))
    for event in again.events:
        strikes = [again.events[cause] for cause in event["causes"] if again.events[cause]["kind"] == "air_strike"]
        fought = any(again.events[cause]["kind"] in ("fighting", "shelling") for cause in event["causes"])
        if event["kind"] == "civilians_killed" and strikes and not fought:
            assert titles[strikes[0]["actor"]] in at[event["date"], names[event["place"]]]
    assert sum(row["best"] for row in rows if row["type_of_violence"] == 3) <= 0.01 * total(rows, "best")


def test_the_table_opens_again_and_cannot_run(tmp_path: Path, rows: list[Row]) -> None:
    planted = [{**rows[0], "side_a": "=cmd()", "side_b": "+1", "where_coordinates": "-2", "adm_1": "@sum"}]
    with write_ged(planted, tmp_path / "e.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    shown = [row[name] for name in ("side_a", "side_b", "where_coordinates", "adm_1")]
    assert shown == ["'=cmd()", "'+1", "'-2", "'@sum"]
    assert harmless(-3.5) == -3.5


def test_it_has_the_columns_of_a_release() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 49
    assert COLUMNS[:7] == (
        "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    )  # fmt: skip
    assert COLUMNS[-9:] == (
        "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    )  # fmt: skip


def test_numbers_of_the_table_agree_with_each_other(table: pd.DataFrame) -> None:
    assert (table.best == table.deaths_a + table.deaths_b + table.deaths_civilians + table.deaths_unknown).all()
    assert ((table.low <= table.best) & (table.best <= table.high) & (table.best >= 1)).all()
    assert table.id.is_unique
    assert table.relid.is_unique
    dates = pd.to_datetime(table.date_start)
    assert dates.is_monotonic_increasing
    assert (table.date_start == table.date_end).all()
    assert (dates.dt.year == table.year).all()
    assert table.latitude.between(-90, 90).all()
    assert table.longitude.between(-180, 180).all()
    assert set(table.type_of_violence) <= {1, 2, 3}
    for one, many in (("dyad_name", "dyad_new_id"), ("side_a", "side_a_new_id"), ("side_b", "side_b_new_id")):
        assert (table.groupby(one)[many].nunique() == 1).all()
        assert (table.groupby(many)[one].nunique() == 1).all()
    assert (table.groupby("dyad_new_id").conflict_new_id.nunique() == 1).all()
    year = table.groupby(["dyad_new_id", "year"]).best.transform("sum")
    assert ((year >= 25) == (table.active_year == 1)).all()


def test_totals_are_the_measures_of_that_history(table: pd.DataFrame, reference: tuple[Replayed, list[Row]]) -> None:
    again, _ = reference
    war = world("syria-2016")
    assert table.deaths_a.sum() + table.deaths_b.sum() == again.state.killed.sum()
    by_place = (table.deaths_a + table.deaths_b).groupby(table.where_coordinates).sum()
    for title, number in zip(war.legend.place_titles, again.record.place_killed, strict=True):
        assert by_place.get(title, 0) == number
    by_day = (table.deaths_a + table.deaths_b).groupby(table.date_start).sum()
    days = pd.date_range(war.start, periods=war.days).strftime("%Y-%m-%d")
    assert (by_day.reindex(days, fill_value=0).to_numpy() == again.record.killed_daily.sum(axis=1)).all()


def test_simulated_and_recorded_rows_are_read_in_the_same_way(table: pd.DataFrame) -> None:
    """Same types in every column that the recorded excerpt has, same country and codes, the same cells."""
    if not SHARED.exists():
        pytest.skip("the recorded events are not here")
    recorded = pd.read_csv(SHARED)
    assert set(recorded.columns) <= set(table.columns)
    assert dict(table[recorded.columns].dtypes) == dict(recorded.dtypes)
    both = pd.concat([recorded, table[recorded.columns]], ignore_index=True)
    assert both.id.is_unique
    assert dict(both.dtypes) == dict(recorded.dtypes)
    syria = table[table.country == "Syria"]
    assert set(syria.country_id) == set(recorded.country_id)
    names = recorded[["latitude", "longitude", "priogrid_gid"]].drop_duplicates()
    cells = [grid_cell(*at) for at in zip(names.latitude, names.longitude, strict=True)]
    assert cells == list(names.priogrid_gid)


@pytest.mark.parametrize(("latitude", "longitude", "cell"), [
    (-90, -180, 1), (-90, -179.6, 1), (-90, -179.5, 2), (-89.5, -180, 721), (90, 180, 259_200),
    (34.802462, 36.707602, 179_714),
])  # fmt: skip
def test_a_point_lies_in_a_cell_of_the_grid(latitude: float, longitude: float, cell: int) -> None:
    assert grid_cell(latitude, longitude) == cell


def test_what_is_not_known_is_said_to_be_unknown(rows: list[Row]) -> None:
    assert {(row["country"], row["country_id"], row["region"], row["adm_2"]) for row in rows} == {
        ("unknown", 0, "unknown", "unknown")
    }
    assert Counter(row["source_office"] for row in rows) == {"polemos": len(rows)}
