"""A history lived again is the recorded one, and its chronicle accounts for every death."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.engine import replay as replaying
from polemos.engine.ged import COLUMNS, NOT_ATTRIBUTED, as_ged_rows, governments_of, harmless, write_ged
from polemos.engine.replay import Replayed, events, replay, verify, write_events
from polemos.errors import BadInput, Finding
from small_run import small_run
from worlds import SEED

HISTORY = 3


@pytest.fixture(scope="module")
def again() -> Replayed:
    return replay(small_run().war, SEED, HISTORY)


@pytest.fixture(scope="module")
def rows(again: Replayed) -> list[dict[str, Any]]:
    return as_ged_rows(small_run().war, again.events)


def total(events: list[dict[str, Any]], *names: str) -> int:
    return sum(event.get(name, 0) for event in events for name in names)


def test_it_is_the_recorded_history_to_the_bit(again: Replayed) -> None:
    verify(small_run(), HISTORY, again)
    with pytest.raises(Finding, match="comes out differently"):
        verify(small_run(), HISTORY + 1, again)


def test_every_death_is_in_the_chronicle(again: Replayed) -> None:
    assert again.events
    assert total(again.events, "deaths_actor", "deaths_other") == again.state.killed.sum()
    assert total(again.events, "deaths_civilians") == again.record.civilians_killed.sum()
    lost = sum(event["aircraft"] for event in again.events if event["kind"] == "aircraft_lost")
    assert lost == again.state.aircraft_lost.sum()


def test_every_answer_and_attack_is_in_the_chronicle(again: Replayed) -> None:
    kinds = [event["kind"] for event in again.events]
    for answer, name in enumerate(("honoured", "late", "refused")):
        assert kinds.count(name) == again.state.answered[:, answer].sum()
    assert kinds.count("offensive") == again.state.offensives[:, 0].sum()
    assert kinds.count("repelled") == again.state.offensives[:, 2].sum()
    assert kinds.count("taken") + kinds.count("surrendered") == again.record.movement[0]


def test_events_are_in_order_and_name_earlier_ones(again: Replayed) -> None:
    days = [event["day"] for event in again.events]
    assert days == sorted(days)
    assert days[0] >= 1
    for event in again.events:
        assert event["parent"] is None or event["parent"] < event["id"]
        assert event["text"]
        assert "{" not in event["text"]
        assert event["date"] == str(np.datetime64("2000-01-01") + event["day"] - 1)


def test_a_full_book_is_replaced_by_a_larger_one(again: Replayed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "CAPACITY", 2)
    assert events(small_run().war, SEED, HISTORY) == again.events


def test_rows_hold_all_deaths_once(again: Replayed, rows: list[dict[str, Any]]) -> None:
    assert sum(row["deaths_a"] + row["deaths_b"] for row in rows) == again.state.killed.sum()
    assert sum(row["best"] for row in rows) == sum(
        row["deaths_a"] + row["deaths_b"] + row["deaths_civilians"] for row in rows
    )
    assert total(rows, "deaths_civilians") == total(again.events, "deaths_civilians")
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(tuple(row) == COLUMNS for row in rows)
    assert len({(row["date_start"], row["where_coordinates"], row["dyad_name"]) for row in rows}) == len(rows)


def test_a_government_makes_violence_state_based(again: Replayed, rows: list[dict[str, Any]]) -> None:
    war = small_run().war
    assert governments_of(war) == {"patron", "army", "guard"}
    assert {row["type_of_violence"] for row in rows} == {1}
    assert {row["side_a"] for row in rows} <= {"Patron", "Army", "Guard", NOT_ATTRIBUTED}
    nobody = as_ged_rows(war, again.events, governments=())
    assert {row["type_of_violence"] for row in nobody} <= {2, 3}
    assert sum(row["best"] for row in nobody) == sum(row["best"] for row in rows)


def test_fire_across_a_line_is_laid_on_a_neighbour(again: Replayed, rows: list[dict[str, Any]]) -> None:
    shelled = sum(event["kind"] == "shelling" for event in again.events)
    unknown = sum(NOT_ATTRIBUTED in row["dyad_name"] for row in rows)
    assert unknown <= shelled
    assert unknown <= len(rows) / 10  # a line of hostile places: nearly always somebody is next door


def test_the_table_opens_again_and_cannot_run(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    planted = [{**rows[0], "side_a": "=cmd()", "side_b": "+1", "where_coordinates": "-2", "adm_1": "@sum"}]
    with write_ged(planted, tmp_path / "e.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    shown = [row[name] for name in ("side_a", "side_b", "where_coordinates", "adm_1")]
    assert shown == ["'=cmd()", "'+1", "'-2", "'@sum"]
    assert harmless(-3.5) == -3.5


def test_a_run_gives_its_events_as_a_table(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    target = write_events(small_run(), HISTORY, tmp_path / "events.csv")
    with target.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(rows)
    assert [item.name for item in tmp_path.iterdir()] == ["events.csv"]


@pytest.mark.parametrize(("history", "name", "said"), [
    (999, "e.csv", "no history 999"), (-1, "e.csv", "no history -1"), (0, "e.xlsx", "end it in .csv"),
    (0, "no/e.csv", "make it first"),
])  # fmt: skip
def test_what_cannot_be_written_is_refused(tmp_path: Path, history: int, name: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        write_events(small_run(), history, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
