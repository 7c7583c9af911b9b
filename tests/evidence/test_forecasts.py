"""A dated forecast: its chance over a window, its outcome once the record reaches it, its score, or why it is open."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from polemos.engine.plan import Changes
from polemos.evidence.argued_tables import forecast_in_words
from polemos.evidence.forecasts import days_to, reaches, resolve
from polemos.evidence.ledger import Resolution
from polemos.experiments.laboratory import Laboratory
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load
from worlds import SEED

WAR = "two-fronts"
HISTORIES = 20


@pytest.fixture(scope="module")
def war() -> War:
    return compile_scenario(load(WAR))


START = load(WAR).start


def resolution(first: int, last: int, **more: object) -> Resolution:
    said = {"words": "x", "measure": "gross_movement", "since": START + timedelta(first), "by": START + timedelta(last)}
    return Resolution.model_validate({**said, **more})


def test_a_window_is_the_longer_war_less_the_shorter(war: War) -> None:
    """People moved from day 71 to day 90: those of 90 days less those of 70, history by history."""
    labs = {days: Laboratory(WAR, seed=SEED, days=days) for days in (70, 90)}
    moved = [labs[days].run(Changes(), HISTORIES).recorded["movement"][:, 3] for days in (90, 70)]
    wanted = moved[0] - moved[1]
    assert (wanted >= 0).all()
    least = 1.0
    # The window matters: more histories moved so many people by day 90 in all than within the window.
    assert (moved[0] >= least).mean() > (wanted >= least).mean()
    asked = resolution(70, 89, least=least)
    assert [days_to(day, war) for day in (asked.since - timedelta(1), asked.by)] == [70, 90]
    found = resolve(asked, None, war, labs, Changes(), HISTORIES)
    assert found.chance == pytest.approx(float((wanted >= least).mean()))
    assert found.low <= found.chance <= found.high
    assert found.happened is None
    assert math.isnan(found.brier)


def test_what_lies_beyond_the_horizon_is_not_asked(war: War) -> None:
    beyond = resolution(14, war.days, least=1.0)
    assert not reaches(beyond, war)
    assert reaches(resolution(14, war.days - 1, least=1.0), war)
    found = resolve(beyond, None, war, {}, Changes(), HISTORIES)
    assert math.isnan(found.chance)
    assert found.why == f"its date lies beyond the war's horizon of {war.days} days"


def test_a_forecast_is_told_with_its_rule_outcome_and_score() -> None:
    told = {"words": "lines move", "by": date(2016, 8, 31), "status": "came true", "recorded": 0.9, "chance": 0.25,
            "low": 0.2, "high": 0.3, "brier": 0.5625, "why": ""}  # fmt: skip
    said = "forecast, by 2016-08-31: lines move; came true (recorded: 0.9); in the model 0.25 (0.20 to 0.30)"
    assert forecast_in_words(told) == f"{said}; Brier score 0.562"
    nothing = {"recorded": None, "chance": None, "brier": None}
    opened = told | nothing | {"status": "open until 2026-06-15", "why": "too far"}
    assert forecast_in_words(opened).endswith("open until 2026-06-15; not asked of the model: too far")
