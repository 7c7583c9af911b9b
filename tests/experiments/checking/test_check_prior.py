"""A record among the histories of its war: one like them lies within, one planted does not, and what says nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from experiments.checking.wars_with_records import DAYS, HISTORIES, histories, loaded, record_of, scenario
from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.checking.beside import Beside, by_weeks
from polemos.experiments.checking.check_prior import KEPT, check_prior
from polemos.experiments.checking.compared import Group, groups_of
from polemos.experiments.checking.judging import camps_abroad, judge
from polemos.experiments.checking.truce import find_truce, spans_of
from polemos.experiments.laboratory import Laboratory
from small_run import small_run
from worlds import SEED

DEATHS = ("front_killed", "pair_killed", "killed_daily", "civilians_killed", "governorate_killed")
CONTROL = ("holder", "places_held", "place_changes_by_month", "changes_back")


@cache
def laboratory() -> Laboratory:
    return Laboratory(scenario(), seed=SEED, days=DAYS, kept=KEPT)


def checked(record: xr.Dataset, **more: Any) -> Answer:
    options: dict[str, Any] = {"histories": HISTORIES, "seed": SEED, "days": DAYS, "laboratory": laboratory(), **more}
    return check_prior(scenario(), record, **options)


def groups(simulated: xr.Dataset, record: xr.Dataset) -> list[Group]:
    war = histories().war
    truce = find_truce(war, scenario())
    assert truce is not None
    return groups_of(Beside(simulated, record, war), [], truce, spans_of(war, scenario(), truce), True)


def row(answer: Answer, title: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer.findings["rows"] if one["title"] == title)
    return found


def test_a_history_that_is_the_record_is_the_record_in_every_number() -> None:
    for history in (0, 17):
        record = record_of(history, SEED)
        found = groups(loaded(), record)
        assert {group.table for group in found} == {"totals and levels", "dynamics", "control", "truce"}
        for group in found:
            same = group.simulated[history]
            assert np.array_equal(np.isnan(same), np.isnan(group.recorded.best)), group.title
            # Sums along other axes of the same whole numbers, and ratios of them.
            assert np.allclose(same, group.recorded.best, rtol=1e-12, equal_nan=True), group.title


def test_levels_are_the_sums_of_the_measures() -> None:
    found = {group.title: group for group in groups(loaded(), record_of(3))}
    simulated, record = loaded(), record_of(3)
    total = found["men killed"]
    assert np.array_equal(total.simulated[:, 0], simulated["pair_killed"].sum(("week", "pair")).values)
    assert total.recorded.best[0] == float(record["pair_killed"].sum())
    ends = found["places held at the end"]
    here = simulated["places_held"].isel(week=-1).values
    moving = (np.vstack([here, record["places_held"].isel(week=-1).values]) != here[0]).any(axis=0)
    assert np.array_equal(ends.simulated, here[:, moving])


def test_places_outside_the_counted_theatre_are_not_counted() -> None:
    abroad = small_run("two_theatres", histories=20, days=56)
    simulated = abroad.measures[["holder", "places_held"]].load()
    record = simulated.isel(history=0).drop_vars("history").astype(np.float64)
    both = Beside(abroad.measures, record, abroad.war).held_by_camp()
    assert both is not None
    assert np.array_equal(both[0], simulated["places_held"].values)
    assert both[0].sum(axis=-1).max() < len(abroad.war.legend.places)


def test_weeks_are_sums_of_seven_days_and_the_eve_has_none() -> None:
    daily = np.arange(17.0)
    daily[9] = np.nan
    assert np.array_equal(by_weeks(daily, 0), [np.nan, 21.0, np.nan], equal_nan=True)


def test_a_record_like_the_histories_lies_among_them() -> None:
    answer = checked(record_of(0))
    verdicts = [one["verdict"] for one in answer.findings["rows"]]
    assert verdicts.count("within") > 0.6 * len(verdicts)
    assert {group["number"] for group in answer.findings["groups"]} - {0}


def test_three_times_the_dead_are_in_no_history() -> None:
    answer = checked(record_of(0, times=3.0))
    found = row(answer, "all men killed")
    assert (found["verdict"], found["range_outside"]) == ("impossible", True)
    group = next(one for one in answer.findings["groups"] if one["title"] == "men killed by front and week")
    assert group["held"][-1]["as_few"] == pytest.approx(1 / (HISTORIES + 1))
    text = answer.text(110)
    assert "what the model does not make: in no history are all men killed" in text
    assert checked(record_of(0)).findings["rows"] != answer.findings["rows"]


@pytest.mark.parametrize(("names", "tables"), [(DEATHS, {"totals and levels", "dynamics", "truce"}),
                                               (CONTROL, {"control"})])  # fmt: skip
def test_a_record_of_deaths_or_of_changes_alone_is_enough(names: tuple[str, ...], tables: set[str]) -> None:
    answer = checked(record_of(0, names=names))
    assert {group["table"] for group in answer.findings["groups"]} == tables
    assert (answer.findings["truce"]["falls"][0]["recorded"] == []) is (names == CONTROL)
    assert "polemos check-prior" in answer.text(80)
    assert answer.svg().startswith("<?xml")


def test_what_the_record_does_not_know_is_left_out_of_every_history() -> None:
    record = record_of(0)
    record["front_killed"][4:9] = np.nan
    record["pair_killed"][:, 1] = np.nan
    some = {group.title: group for group in groups(loaded(), record)}
    every = {group.title: group for group in groups(loaded(), record_of(0))}
    front = some["men killed by front"]
    kept = [week for week in range(14) if not 4 <= week < 9]
    wanted = loaded()["front_killed"].isel(week=kept).sum("week").values
    assert np.array_equal(front.simulated, wanted[:, wanted.any(axis=0)])
    cells = "men killed by pair of hostile camps and week"
    assert not any("settled - raiding" in label for label in some[cells].labels)
    assert any("settled - raiding" in label for label in every[cells].labels)


def test_the_order_of_the_histories_changes_nothing() -> None:
    shuffled = loaded().isel(history=np.random.Generator(np.random.Philox(key=1)).permutation(HISTORIES))
    for number, (one, two) in enumerate(zip(groups(loaded(), record_of(5)), groups(shuffled, record_of(5)),
                                            strict=True)):  # fmt: skip
        first, second = judge(one, SEED, number), judge(two, SEED, number)
        assert np.array_equal(first.ranks, second.ranks, equal_nan=True)
        assert first.held == second.held
        assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in
                   zip(first.places, second.places, strict=True))  # fmt: skip


def test_the_horizon_is_the_last_recorded_day() -> None:
    war = histories().war
    record = record_of(0).assign_attrs(last=(war.start + timedelta(48)).isoformat())
    del record.attrs["changes_last"]
    answer = check_prior(scenario(), record, histories=20, seed=SEED)
    assert (answer.cases[0]["days"], answer.question["days"]) == (49, 49)
    assert all("week 8" not in title for title in answer.dataset["title"].values)


def test_an_answer_comes_back_from_its_folder_with_the_natural_test(tmp_path: Path) -> None:
    answer = checked(record_of(2), natural_test=True, out=tmp_path / "kept")
    again = open_answer(tmp_path / "kept")
    assert again.to_json() == answer.to_json()
    assert again.text(90) == answer.text(90)
    assert (tmp_path / "kept" / "answer.svg").read_text(encoding="utf-8") == answer.svg()
    assert [case["label"] for case in answer.cases] == ["baseline", "without the truce"]
    assert answer.cases[1]["without"] == ["calm"]
    assert "The natural test: Truce of the steppe" in answer.text(90)
    assert "the truce's doing" in answer.text(90)
    assert max(map(len, answer.text(90).splitlines())) <= 90
    assert dict(answer.dataset.sizes)["history"] == HISTORIES
    assert checked(record_of(2), natural_test=True).to_json() == answer.to_json()


def test_few_histories_say_that_they_are_few() -> None:
    text = checked(record_of(0, times=3.0), histories=40).text(110)
    assert "fewer than 200 histories do not show what the model cannot make" in text
    assert "0 outside all" in text


def test_own_dead_of_camps_that_also_fight_elsewhere_are_left_out() -> None:
    war = histories().war
    assert camps_abroad(war, record_of(0)) == []
    assert camps_abroad(war, record_of(0).assign_attrs(covers="home")) == []
    every = ", ".join(war.legend.camp_titles)
    nowhere = camps_abroad(war, record_of(0).assign_attrs(covers="elsewhere"))
    assert ", ".join(war.legend.camp_titles[camp] for camp in nowhere) == every


def test_a_record_that_says_nothing_is_told() -> None:
    empty = record_of(0) * np.nan
    with pytest.raises(BadInput, match=f"record: the record says nothing of the first {DAYS} days, does its window"):
        checked(empty.assign_attrs(record_of(0).attrs))


def test_a_record_of_another_war_is_told() -> None:
    with pytest.raises(BadInput, match="is laid on a war that starts on 1999-01-01, this one starts on 2000-01-01"):
        checked(record_of(0).assign_attrs(start="1999-01-01", last="1999-02-01", changes_last="1999-02-01"))
    strange = record_of(0).assign_coords(front=["steppe", "moon"])
    with pytest.raises(BadInput, match='has the front "moon", which this war does not have'):
        checked(strange)


def test_a_laboratory_that_keeps_too_little_is_told() -> None:
    with pytest.raises(BadInput, match="the laboratory does not keep changes_daily"):
        checked(record_of(0), laboratory=Laboratory(scenario(), seed=SEED, days=DAYS))


def test_a_war_without_a_truce_has_no_natural_test() -> None:
    lab = Laboratory(scenario(), seed=SEED, days=DAYS, kept=KEPT)
    with pytest.raises(BadInput, match="--natural-test: this war has no truce to be a test"):
        checked(record_of(0), without=["calm"], natural_test=True, laboratory=lab, histories=20)


@pytest.mark.statistical
def test_records_of_the_war_itself_lie_in_their_intervals_as_often_as_said() -> None:
    # 200 records of another seed, each among 200 histories.  The mean coverage of a group is a mean over records that
    # share their histories; its error is that of the records and of the histories together, about sqrt(2) of the
    # first.  4.5 such errors: a false alarm in some 150,000, for 3 levels of some 15 groups in 3,000.
    found: dict[tuple[str, float], list[float]] = {}
    for history in range(HISTORIES):
        for number, group in enumerate(groups(loaded(), record_of(history))):
            for level in judge(group, SEED + history, number).held:
                found.setdefault((group.title, level.level), []).append(level.share)
    for (title, level), shares in found.items():
        if len(shares) < HISTORIES / 2:
            continue
        error = np.std(shares, ddof=1) / np.sqrt(len(shares)) * np.sqrt(2.0)
        assert abs(np.mean(shares) - level) < 4.5 * max(error, 0.005), (title, level, np.mean(shares), error)
