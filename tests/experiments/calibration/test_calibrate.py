"""A calibration learns what a record tells, says what it cannot, and goes on where it was stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import polemos as pm
from polemos.engine.ensemble import Progress
from polemos.engine.given import Row, quantiles, simulate_given
from polemos.engine.run import Interrupted, run
from polemos.errors import BadInput
from polemos.experiments.answer import open_answer
from polemos.experiments.calibration.calibrate import calibrate, days_of
from polemos.experiments.calibration.kept_state import keep, kept
from polemos.experiments.calibration.simulator import Simulator
from polemos.experiments.calibration.summaries import USED, Yardstick, known_in
from polemos.experiments.inference.state import State
from polemos.experiments.prediction.learned import transferred
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from polemos.scenario.posterior import FILE, read_draws
from worlds import HERE

WORLD = HERE / "two_fronts_one_air_force.yaml"
DAYS = 56
WAR = compile_scenario(load(WORLD, edits=[f"days={DAYS}"]))
BUDGET, DRAWS = 400, 60
KILLED = "mechanisms.civilians.killed_by_sortie"


def record_of(measures: xr.Dataset, history: int = 0) -> xr.Dataset:
    """Return one history as if it had been recorded."""
    one = measures[list(USED)].isel(history=history).drop_vars("history")
    return one.astype(np.float64)


@pytest.fixture(scope="module")
def measures() -> xr.Dataset:
    return run(WORLD, histories=20, seed=3, days=DAYS).measures.load()


def test_a_history_and_its_record_are_summed_up_alike(measures: xr.Dataset) -> None:
    """Every summary of a history that is given as a record is what it is as a history, to the last bit."""
    recorded = run(WORLD, histories=20, seed=3, days=DAYS).recorded
    for history in (0, 7):
        yardstick = Yardstick(WAR, record_of(measures, history))
        one, many = yardstick.of_record(), yardstick.of_histories(recorded)
        assert one.names == many.names
        assert len(set(one.names)) == len(one.names)
        assert known_in(one).sum() > 50
        np.testing.assert_array_equal(many.values[history], one.values[0])


def test_what_the_record_does_not_know_is_in_no_summary(measures: xr.Dataset) -> None:
    record = record_of(measures)
    record["front_killed"][3:6] = np.nan
    record["place_changes_by_month"][:] = np.nan
    yardstick = Yardstick(WAR, record)
    one = yardstick.of_record()
    gone = {name for name, known in zip(one.names, known_in(one), strict=True) if not known}
    assert {name for name in one.names if name.startswith(("front_week.week3.", "front_week.week5."))} <= gone
    assert not any(name.startswith(("front_week.week2.", "held.")) for name in gone)
    assert {name for name in one.names if name.startswith("changes.")} <= gone


def test_the_simulator_plays_what_a_run_would(measures: xr.Dataset) -> None:
    """Levels of the inputs that a history drew give its summaries; and neither blocks nor threads matter."""
    yardstick = Yardstick(WAR, record_of(measures))
    known = known_in(yardstick.of_record())
    columns = np.arange(len(WAR.inputs))
    levels = np.random.Generator(np.random.Philox(key=5)).random((37, len(columns)))
    dice = np.arange(100, 137)
    one = Simulator(WAR, columns, yardstick, known, 3, threads=1)(levels, dice)
    two = Simulator(WAR, columns, yardstick, known, 3, threads=2)
    np.testing.assert_array_equal(np.concatenate([two(levels[:20], dice[:20]), two(levels[20:], dice[20:])]), one)
    values = np.full(len(WAR.drawn.all), np.nan)
    values[[WAR.drawn.row[item.path] for item in WAR.inputs]] = quantiles(WAR.inputs, levels[4:5])[0]
    alone = yardstick.of_histories(simulate_given([Row(WAR, values, int(dice[4]))], 3))
    np.testing.assert_array_equal(alone.values[0, known], one[4])


@pytest.fixture(scope="module")
def strong() -> Any:
    """A record of a war in which each sortie killed as many as its range allows, and what was learned from it."""
    edits = [f"{KILLED}={WAR.drawn.all[WAR.drawn.row[KILLED]].high!r}"]
    record = record_of(run(WORLD, histories=1, seed=11, days=DAYS, edits=edits).measures.load())
    return record, calibrate(WORLD, record, budget=BUDGET * 4, draws=150, inputs="mechanisms.civilians.*", seed=2)


def test_what_was_strong_is_learned_to_be_strong(strong: Any) -> None:
    """What was at the end of its range in the record is believed to be higher than before."""
    answer = strong[1]
    learned = {one["path"]: one for one in answer.findings["learned"]}
    assert KILLED in learned
    assert learned[KILLED]["moved"] > 0.5
    assert learned[KILLED]["contraction"] > 0.2


def test_every_input_is_learned_or_not(strong: Any) -> None:
    found = strong[1].findings
    asked = [item for item in WAR.inputs if item.path.startswith("mechanisms.civilians.")]
    assert len(found["learned"]) + len(found["not_identified"]) == found["inputs"] == len(asked)
    assert found["simulations"] <= BUDGET * 4
    data = strong[1].dataset
    assert float(data["weight"].sum()) == pytest.approx(1.0)
    for item in asked:
        values = data["value"].sel(input=item.path).to_numpy()
        assert item.low <= values.min() <= values.max() <= item.high


def test_the_answer_tells_and_is_kept_and_its_posterior_is_taken(strong: Any, tmp_path: Path) -> None:
    answer = strong[1]
    text = answer.text(100)
    assert "Learned" in text
    assert "Not identified" in text
    folder = answer.save(tmp_path / "fit")
    again = open_answer(folder)
    assert again.text(100) == text
    draws = read_draws((folder / FILE).read_text(), "x")
    moved = transferred(folder, WAR.drawn.all)
    assert (moved.draws.paths, moved.ranges_known) == (draws.paths, True)
    assert KILLED in draws.paths
    mean = draws.values[:, draws.paths.index(KILLED)].mean()
    data = answer.dataset
    weighted = float((data["weight"] * data["value"].sel(input=KILLED)).sum())
    spread = float(data["value"].sel(input=KILLED).std())
    # Systematic resampling moves a mean by less than a draw's weight; 0.1 standard deviations is far beyond it.
    assert mean == pytest.approx(weighted, abs=0.1 * spread)
    learned = pm.run(WORLD, histories=4, days=5, edits=[f"posterior={folder}"])
    assert learned.war.drawn.learned == frozenset(draws.paths)


def test_the_same_question_gives_the_same_bytes(measures: xr.Dataset) -> None:
    def asked(threads: int) -> Any:
        return calibrate(WORLD, record_of(measures), budget=BUDGET, draws=DRAWS, inputs="mechanisms.combat.*",
                         threads=threads)  # fmt: skip

    one, other = asked(1), asked(2)
    assert one.to_json() == other.to_json()
    assert one.files == other.files


class Stop(Exception):
    """What a test raises instead of Ctrl-C."""


def test_a_stopped_calibration_goes_on(measures: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from polemos.experiments.calibration import calibrate as room

    monkeypatch.setattr(room, "BATCH", 50)

    def asked(**more: Any) -> Any:
        return calibrate(WORLD, record_of(measures), budget=BUDGET, draws=DRAWS, inputs="mechanisms.combat.*", **more)

    whole = asked()
    beats = 0

    def stop_soon(_: Progress) -> None:
        nonlocal beats
        beats += 1
        if beats == 14:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        asked(cases=tmp_path, progress=stop_soon)
    assert 0 < caught.value.done < BUDGET
    (file,) = tmp_path.glob("calibrate-*.state")
    before = file.stat().st_size
    reports: list[Progress] = []
    again = asked(cases=tmp_path, progress=reports.append)
    assert again.to_json() == whole.to_json()
    assert again.files == whole.files
    assert before > 0
    assert reports[-1].done <= BUDGET


def test_a_state_survives_and_damage_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.state"
    assert kept(path) is None
    state = State({"a": np.arange(6.0).reshape(2, 3), "b": np.array([3, 4])}, {"digest": "x", "round": 2, "part": 0.5})
    keep(path, state)
    again = kept(path)
    assert again is not None
    assert again.facts == state.facts
    assert {name: array.tolist() for name, array in again.arrays.items()} == {
        name: array.tolist() for name, array in state.arrays.items()
    }
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(BadInput, match="is damaged"):
        kept(path)


def test_the_horizon_is_the_last_day_that_the_record_knows(measures: xr.Dataset) -> None:
    record = record_of(measures)
    assert days_of(record) == DAYS
    record["killed_daily"][40:] = np.nan
    for name in ("front_killed", "pair_killed", "civilians_killed", "holder", "places_held"):
        record[name][5:] = np.nan
    assert days_of(record) == 40
    with pytest.raises(BadInput, match="holds no known number"):
        days_of(record[["changes_back"]])


def test_what_cannot_be_asked_is_told(measures: xr.Dataset, tmp_path: Path) -> None:
    record = record_of(measures)
    with pytest.raises(BadInput, match="no uncertain input fits"):
        calibrate(WORLD, record, inputs="mechanisms.combt.*", budget=BUDGET, draws=DRAWS)
    with pytest.raises(BadInput, match="simulations are too few"):
        calibrate(WORLD, record, budget=100, draws=DRAWS)
    with pytest.raises(BadInput, match="is of another war: its axis camp differs"):
        calibrate(HERE / "lone_client.yaml", record[["places_held"]], budget=BUDGET, draws=DRAWS, days=DAYS)
    with pytest.raises(BadInput, match="after the war's last"):
        calibrate(WORLD, record, budget=BUDGET, draws=DRAWS, days=21)
    with pytest.raises(BadInput, match="has no measure that this war has too"):
        calibrate(WORLD, xr.Dataset({"rain": ("day", np.ones(9))}), budget=BUDGET, draws=DRAWS)
    (tmp_path / FILE).write_text("mechanisms.combat.attrition\n0.03\n")
    with pytest.raises(BadInput, match="posterior"):
        calibrate(WORLD, record, edits=[f"posterior={tmp_path}"], budget=BUDGET, draws=DRAWS)
