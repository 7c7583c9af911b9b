"""A history lived again is the recorded one, and its chronicle accounts for every death."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.engine import replay as replaying
from polemos.engine.replay import (
    Replayed,
    as_ged_rows,
    events,
    histories_with_fissure,
    replay,
    replay_run,
    verify,
    write_events,
)
from polemos.errors import BadInput, Finding
from small_run import small_run
from worlds import SEED

HISTORY = 3


@pytest.fixture(scope="module")
def again() -> Replayed:
    return replay(small_run().war, SEED, HISTORY)


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
        assert all(cause < event["id"] for cause in event["causes"])
        assert event["text"]
        assert "{" not in event["text"]
        assert event["date"] == str(np.datetime64("2000-01-01") + event["day"] - 1)


def test_a_full_book_is_replaced_by_a_larger_one(again: Replayed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "CAPACITY", 2)
    assert events(small_run().war, SEED, HISTORY) == again.events


def test_a_run_gives_its_events_as_a_table(tmp_path: Path, again: Replayed) -> None:
    rows = as_ged_rows(small_run().war, again.events)
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


def test_histories_with_a_fissure_are_those_that_recorded_one() -> None:
    run = small_run()
    found = histories_with_fissure(run)
    assert found == [int(n) for n in run.recorded.numbers if run.recorded["fissure"][n, 0] >= 0]
    without = next(number for number in range(run.histories) if number not in found)
    assert replay_run(run, without).fissure is None
    if found:
        assert replay_run(run, found[0]).fissure is not None
