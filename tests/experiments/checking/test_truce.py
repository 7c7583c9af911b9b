"""The truce as a natural test: whom it binds and leaves out, whole weeks, falls counted by hand, and its own doing."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from experiments.checking.wars_with_records import histories, scenario
from polemos.engine.definitions import pairs_of
from polemos.errors import BadInput
from polemos.experiments.checking.fall import HALF_A_MAN, change, doing, rates_of, truce_test
from polemos.experiments.checking.truce import Span, Truce, dates_of, find_truce, spans_of
from polemos.scenario.schema import Scenario
from worlds import SEED, made_of, plain, world

CHANCE = np.random.Generator(np.random.Philox(key=SEED))
BEFORE, IN = Span("before", 1, 4), Span("in", 5, 6)
WEEKLY = CHANCE.poisson(30.0, (50, 8, 3)).astype(np.float64)
TEST = Truce("calm", "Calm", date(2000, 1, 29), "calm", 0, (1, 2))


def changed(**more: Any) -> tuple[Any, Scenario]:
    data = scenario().model_dump(mode="json", by_alias=True)
    data["interventions"]["calm_of_the_steppe"] |= more
    made = made_of(data)
    return made, made.numbers._scenario


def test_camps_come_from_those_bound_and_those_excluded() -> None:
    war = histories().war
    found = find_truce(war, scenario())
    assert found is not None
    pairs = pairs_of(war.legend.camps)
    assert (found.name, found.leave_out, found.start) == ("calm_of_the_steppe", "calm", date(2000, 1, 29))
    assert pairs[found.bound] == "settled|raiding"
    assert [pairs[row] for row in found.others] == ["raiding|neighbours"]


def test_the_reference_war_has_the_truce_of_february() -> None:
    war = world("syria-2016")
    found = find_truce(war, war.numbers._scenario)
    assert found is not None
    pairs = pairs_of(war.legend.camps)
    assert (found.name, found.start) == ("ceasefire", date(2016, 2, 27))
    assert [pairs[row] for row in (found.bound, *found.others)] == [
        "coalition|insurgents", "coalition|isil", "insurgents|isil",
    ]  # fmt: skip
    titles = [span.title for span in spans_of(replace(war, days=167), war.numbers._scenario, found)]
    assert titles == [
        "before the truce", "truce", "after the withdrawal", "April 2016", "May 2016", "June 2016",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more", [{"excluded": []}, {"excluded": ["cousins"]}, {"bound": ["raiders", "cousins"]}, {"date": "2000-01-01"}]
)
def test_what_leaves_nobody_out_or_stops_nobody_is_no_test(more: dict[str, Any]) -> None:
    assert find_truce(*changed(**more)) is None


def test_a_name_that_is_no_such_ceasefire_is_told() -> None:
    with pytest.raises(BadInput, match=r"there is no ceasefire 'calm_of_the_step' .* did you mean .calm_of_the_steppe"):
        find_truce(histories().war, scenario(), "calm_of_the_step")
    assert find_truce(*changed(), "calm_of_the_steppe") is not None
    data = plain("two_theatres")
    assert find_truce(made_of(data), Scenario.model_validate(data)) is None


@pytest.mark.parametrize(("start", "weeks"), [("2000-01-26", 4), ("2000-01-29", 4), ("2000-02-01", 4),
                                              ("2000-02-02", 5)])  # fmt: skip
def test_edges_are_the_nearest_ends_of_weeks(start: str, weeks: int) -> None:
    war, changed_scenario = changed(date=start)
    found = find_truce(war, changed_scenario)
    assert found is not None
    before, inside = spans_of(replace(war, days=91), changed_scenario, found)[:2]
    assert (before.first, before.last, inside.first) == (1, weeks, weeks + 1)


def test_spans_are_whole_weeks_one_after_the_other_to_the_end() -> None:
    war = histories().war
    found = find_truce(war, scenario())
    assert found is not None
    spans = spans_of(war, scenario(), found)
    # The month after its own begins three days after the truce: that would leave no week of it.
    assert [span.title for span in spans] == ["before the truce", "truce", "March 2000"]
    assert [one.last + 1 for one in spans[:-1]] == [one.first for one in spans[1:]]
    assert (spans[0].first, spans[-1].last) == (1, 13)
    assert dates_of(spans[0], war.start) == (date(2000, 1, 1), date(2000, 1, 28))


def test_rates_and_falls_are_those_of_plain_loops() -> None:
    rates = rates_of(WEEKLY, [BEFORE, IN])
    for history in range(3):
        before = sum(WEEKLY[history, week, 0] for week in (1, 2, 3, 4))
        inside = sum(WEEKLY[history, week, 0] for week in (5, 6))
        assert rates.per_day[history, 0, 0] == pytest.approx(before / 28.0)
        assert rates.per_day[history, 1, 0] == pytest.approx(inside / 14.0)
        fall = math.log((inside + HALF_A_MAN) / 14.0) - math.log((before + HALF_A_MAN) / 28.0)
        assert change(rates, 0)[history] == pytest.approx(fall)


def test_an_unknown_week_makes_an_unknown_rate() -> None:
    weekly = WEEKLY.copy()
    weekly[0, 5, 0] = np.nan
    rates = rates_of(weekly, [BEFORE, IN])
    assert np.isnan(rates.per_day[0, 1, 0])
    assert np.isfinite(rates.per_day[0, 0, 0])


def test_a_halved_pair_beside_a_steady_one_is_seen_in_every_history() -> None:
    weekly = np.full((40, 8, 3), 70.0)
    weekly[:, 5:, 0] = 35.0
    found = truce_test(TEST, [BEFORE, IN], weekly, (weekly[0], weekly[0], weekly[0]))
    apart = found["falls"][-1]
    assert apart["mean"] == pytest.approx(math.log((70.0 + HALF_A_MAN) / (140.0 + HALF_A_MAN)))
    assert apart["recorded"] == pytest.approx([apart["mean"]] * 3)
    assert [(row["title"], row["fell"], row["fell_alone"]) for row in found["shares"]] == [
        ("10 %", 1.0, 1.0), ("25 %", 1.0, 1.0), ("50 %", 0.0, 0.0), ("as recorded", 1.0, 1.0),
    ]  # fmt: skip
    weekly[:, 5:, 1] = 35.0
    together = truce_test(TEST, [BEFORE, IN], weekly, None)
    assert [row["fell_alone"] for row in together["shares"]] == [0.0, 0.0, 0.0]
    assert "recorded_fell" not in together["shares"][0]


def test_anyway_and_doing_add_up_to_the_fall_and_a_truce_that_does_nothing_does_nothing() -> None:
    other = WEEKLY * CHANCE.uniform(0.5, 2.0, WEEKLY.shape)
    for row in doing(TEST, [BEFORE, IN], WEEKLY, other)["pairs"]:
        assert row["anyway"]["mean"] + row["doing"]["mean"] == pytest.approx(row["fall"]["mean"])
    same = doing(TEST, [BEFORE, IN], WEEKLY, WEEKLY)
    assert {(row["doing"]["mean"], row["lower"], row["higher"]) for row in same["pairs"]} == {(0.0, 0.0, 0.0)}


def test_in_the_small_war_the_truce_lowers_the_dead_of_those_it_binds_alone() -> None:
    war = histories().war
    found = find_truce(war, scenario())
    assert found is not None
    spans = spans_of(war, scenario(), found)
    with_it, without = (
        run.measures["pair_killed"].values.astype(np.float64) for run in (histories(), histories(without=("calm",)))
    )
    assert np.array_equal(with_it[:, : spans[0].last + 1], without[:, : spans[0].last + 1])
    bound, other = doing(found, spans, with_it, without)["pairs"]
    assert bound["doing"]["high"] < 0.0
    assert bound["lower"] > bound["higher"]
    assert other["doing"]["mean"] > bound["doing"]["mean"] / 2.0
