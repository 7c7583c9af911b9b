"""Two runs side by side: paired where they share their luck, as independent samples where they do not."""

from __future__ import annotations

import json
import math
import shlex
from pathlib import Path

import numpy as np
import pytest

import polemos as pm
from interfaces.explorer.conftest import WORLD
from interfaces.explorer.visitor import DAYS
from polemos.engine.histories import Histories
from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.experiments.laboratory import first_histories
from polemos.experiments.statistics import paired
from polemos.interfaces.cli.main import answer
from polemos.interfaces.explorer.contrasts import contrast_of
from polemos.interfaces.explorer.repeating import pair_command
from polemos.interfaces.explorer.serve import refuse_other_ground
from polemos.interfaces.explorer.views import other_of
from worlds import SEED

FEW = 24


@pytest.fixture(scope="module")
def quieter(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same war without one decision, with the same luck, of fewer histories."""
    folder = tmp_path_factory.mktemp("quieter") / "run"
    pm.run(WORLD, histories=FEW, seed=SEED, days=DAYS, without=["truce"], out=folder)
    return pm.open_run(folder)


@pytest.fixture(scope="module")
def unlucky(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same war with another seed."""
    folder = tmp_path_factory.mktemp("unlucky") / "run"
    pm.run(WORLD, histories=FEW, seed=SEED + 1, days=DAYS, out=folder)
    return pm.open_run(folder)


def test_runs_of_one_seed_are_paired_over_the_histories_that_both_have(explored: Run, quieter: Run) -> None:
    found = contrast_of(explored, quieter, "no truce", "")
    assert (found["paired"], found["histories"]) == (True, FEW)
    swapped = contrast_of(quieter, explored, "truce", "")
    for one, two in zip(found["measures"], swapped["measures"], strict=True):
        assert one["measure"] == two["measure"]
        for there, back, sign in (
            ("difference", "difference", -1),
            ("low", "high", -1),
            ("baseline", "alternative", 1),
        ):
            expected = (
                None if two[back] is None else pytest.approx(sign * two[back], abs=1e-12)
            )  # sums in another order
            assert one[there] == expected, one["measure"]
    assert any(one["difference"] for one in found["measures"])


def test_of_a_stopped_run_histories_still_meet_by_their_numbers(explored: Run, quieter: Run) -> None:
    """Its first block is missing: row 0 is another history than row 0 of the other run."""
    late = Run(explored.manifest, Histories(explored.recorded.parts[1:], explored.histories), None, explored.war)
    first = int(late.recorded.numbers[0])
    assert 0 < first < FEW
    found = next(one for one in contrast_of(late, quieter, "", "")["measures"] if one["measure"] == "dead")
    old, new = (run.measures["killed_total"].sum("actor").values[first:FEW] for run in (explored, quieter))
    assert found["difference"] == pytest.approx((new - old).mean(), abs=1e-12)
    assert found["low"] == pytest.approx(paired(old, new).low, abs=1e-9)


def test_a_course_is_the_paired_mean_difference_of_each_week(explored: Run, quieter: Run) -> None:
    found = {(one["measure"], *one["of"]): one for one in contrast_of(explored, quieter, "", "")["series"]}
    old, new = explored.measures.isel(history=slice(FEW)), quieter.measures
    camp = str(old.camp.values[0])
    pairs = {
        ("cohesion",): [one["cohesion"] for one in (old, new)],
        ("places_held", camp): [one["places_held"].sel(camp=camp) for one in (old, new)],
        ("killed",): [one["killed"].sum("actor") for one in (old, new)],
        ("civilians_killed",): [one["civilians_killed"] for one in (old, new)],
    }
    members = [name for name, row in zip(explored.war.legend.actors, explored.war.world.coalition, strict=True)
               if row == explored.war.world.focal[0]]  # fmt: skip
    for reply in ("honoured", "late", "refused"):
        asked = [one["requests"].sel(answer=reply, actor=members).sum("actor") for one in (old, new)]
        pairs["requests", reply] = asked
    for key, (one, two) in pairs.items():
        course = found[key]
        a, b = (np.asarray(part.transpose("history", "week").values, dtype=float) for part in (one, two))
        week = a.shape[1] - 1
        difference = paired(a[:, week], b[:, week])
        # Six digits are kept.
        assert course["difference"]["mean"][week] == pytest.approx(difference.mean, rel=1e-5, abs=1e-9)
        assert course["difference"]["low"][week] == pytest.approx(difference.low, rel=1e-5, abs=1e-9)
        assert course["baseline"]["middle"][week] == pytest.approx(np.median(a[:, week]), rel=1e-5)
        assert course["alternative"]["high"][week] == pytest.approx(np.percentile(b[:, week], 90), rel=1e-5)
        assert len(course["difference"]["mean"]) == DAYS // 7 + 1


def test_runs_of_two_seeds_are_independent_and_it_is_said(explored: Run, unlucky: Run) -> None:
    found = contrast_of(explored, unlucky, "", "")
    assert (found["paired"], found["histories"]) == (False, FEW)
    assert {one["up"] for one in found["measures"]} == {None}
    dead = next(one for one in found["measures"] if one["measure"] == "dead")
    every = contrast_of(explored, first_histories(unlucky, FEW), "", "")
    assert dead == next(one for one in every["measures"] if one["measure"] == "dead")
    whole = np.asarray(explored.measures["killed_total"].sum("actor").values, dtype=float)
    assert dead["baseline"] == pytest.approx(whole.mean())  # all histories count, not only as many as the other has
    json.dumps(found, allow_nan=False)


def test_the_same_run_twice_differs_in_nothing(explored: Run) -> None:
    found = contrast_of(explored, explored, "", "")
    assert {one["difference"] for one in found["measures"]} <= {0.0, None}
    assert all(value in (0.0, None) for one in found["series"] for value in one["difference"]["mean"])


def test_the_command_of_two_runs_gives_their_measures_again(
    explored: Run, quieter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    found = other_of(explored, quieter)
    assert found["label"] == "without truce"
    monkeypatch.chdir(tmp_path)
    capfd.readouterr()
    assert answer([*shlex.split(found["command"])[1:], "--json", "-q"]) == 0
    said = json.loads(capfd.readouterr().out)["result"]["contrasts"][0]["measures"]
    assert [row["words"] for row in said] == [one["words"] for one in found["measures"]]


def test_two_runs_that_no_command_compares_name_the_page(explored: Run, unlucky: Run) -> None:
    assert pair_command(explored, unlucky, FEW) == f"polemos explore {explored.folder} {unlucky.folder}"


def test_a_second_run_of_another_ground_or_horizon_is_refused(explored: Run, tmp_path: Path) -> None:
    elsewhere = pm.run(WORLD.with_name("lone_client.yaml"), histories=2, seed=SEED, days=DAYS)
    longer = pm.run(WORLD, histories=2, seed=SEED, days=DAYS + 7)
    for other, problem in ((elsewhere, "has other places"), (longer, f"is of {DAYS + 7} days")):
        with pytest.raises(BadInput, match=problem):
            refuse_other_ground(explored, other)
        with pytest.raises(BadInput):
            refuse_other_ground(other, explored)
    refuse_other_ground(explored, explored)


def test_no_number_is_lost_in_rounding(explored: Run, quieter: Run) -> None:
    for course in contrast_of(explored, quieter, "", "")["series"]:
        for side in ("baseline", "alternative"):
            fan = course[side]
            for week in range(len(fan["low"])):
                five = [fan[name][week] for name in ("low", "lower", "middle", "upper", "high")]
                assert five == sorted(five)
                assert all(math.isfinite(value) for value in five)
