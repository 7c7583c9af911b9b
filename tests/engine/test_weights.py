"""What each member weighs is worked out history by history from its men; who has left, or has none, weighs nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polemos.dimensions import FISSURE_KINDS
from polemos.engine.definitions import member_weights
from polemos.engine.summary import summarise
from polemos.engine.weights import shares_of, staying_men, told, weights_of
from polemos.theory.games import banzhaf_index, shapley_value
from polemos.theory.voting_power import weighted_voting
from small_run import HISTORIES, small_run

LEFT, TURNED, JOINT = (FISSURE_KINDS.index(kind) for kind in ("leave_coalition", "turn", "stop_joint"))
MEMBERS = np.array([True, True, False, True])


def men(*rows: tuple[int, int, int, int]) -> Any:
    return np.array(rows, dtype=np.int32)


def breaks(histories: int) -> Any:
    return np.full((histories, 4, len(FISSURE_KINDS)), -1, dtype=np.int16)


def test_fifty_forty_nine_and_one() -> None:
    """A man more or less makes the last member as powerful as one of 49, or powerless; strangers do not count."""
    found = weights_of(men((50, 49, 900, 1), (51, 48, 0, 1)) * MEMBERS, MEMBERS)
    assert found.men[0].tolist()[:2] == [0.50, 0.49]
    assert np.isnan(found.men[:, 2]).all()
    assert np.allclose(found.shapley[0, [0, 1, 3]], [2 / 3, 1 / 6, 1 / 6])
    assert np.allclose(found.banzhaf[0, [0, 1, 3]], [0.6, 0.2, 0.2])
    assert np.allclose(found.shapley[1, [0, 1, 3]], [1, 0, 0])


def test_a_member_without_men_weighs_nothing_and_a_coalition_without_is_unknown() -> None:
    found = weights_of(men((5, 0, 0, 5), (0, 0, 0, 0)) * MEMBERS, MEMBERS)
    for weights in found:
        assert weights[0, 1] == 0
        assert np.allclose(weights[0, [0, 3]], 0.5)
        assert np.isnan(weights[1]).all()


def test_power_of_more_members_than_can_be_enumerated_is_not_told() -> None:
    members = np.ones(17, dtype=np.bool_)
    found = weights_of(np.ones((3, 17), dtype=np.int32), members)
    assert np.allclose(found.men, 1 / 17)
    assert np.isnan(found.shapley).all()


@pytest.mark.parametrize("kind", [LEFT, TURNED])
@pytest.mark.parametrize(("day", "week"), [(0, 1), (6, 1), (7, 2), (13, 2)])
def test_who_has_left_brings_nothing_from_the_next_record_on(kind: int, day: int, week: int) -> None:
    weekly = np.ones((1, 4, 4), dtype=np.int32)
    broken = breaks(1)
    broken[0, 1, kind] = day
    stays = staying_men(weekly, broken, MEMBERS)
    assert (stays[0, :, 1] == (np.arange(4) < week)).all()
    assert (stays[0, :, [0, 3]] == 1).all()
    assert (stays[0, :, 2] == 0).all()
    for one in range(-1, 4):
        assert (staying_men(weekly, broken, MEMBERS, one)[:, 0] == stays[:, one]).all()
    assert shares_of(stays, MEMBERS)[0, -1, [0, 1, 3]].tolist() == [0.5, 0.0, 0.5]


def test_who_only_stops_joint_operations_still_weighs() -> None:
    broken = breaks(1)
    broken[0, 1, JOINT] = 0
    assert (staying_men(np.ones((1, 3, 4)), broken, MEMBERS)[0, :, 1] == 1).all()


def test_the_power_of_mean_men_is_not_told() -> None:
    """In half of the histories the first has 60 of 100 men, in half 40: each is all-powerful half of the time."""
    start = weights_of(men(*[(60, 40, 0, 0), (40, 60, 0, 0)] * 8) * MEMBERS, MEMBERS)

    class Names:
        actors = actor_titles = ("a", "b", "c", "d")

    rows = told(start, start, Names)  # type: ignore[arg-type]
    assert [row["actor"] for row in rows] == ["a", "b"]
    assert rows[0]["start"]["shapley"]["mean"] == 0.5
    assert rows[0]["start"]["shapley"]["error"] == pytest.approx(0.5164 / 4, abs=1e-4)  # s of 16 zeros and ones / 4
    assert rows[0]["start"]["men"]["mean"] == pytest.approx(0.5)


def test_a_run_tells_what_games_say_of_its_men() -> None:
    run = small_run()
    members = np.flatnonzero(run.measures["member"].to_numpy())
    recorded = run.measures["men"].to_numpy()
    for week, name in ((0, "power_at_start"), (-1, "power_at_end")):
        power = run.measures[name].to_numpy()
        banzhaf = member_weights(run.recorded, run.war, week).banzhaf
        for history in range(0, HISTORIES, 17):
            row = staying_men(recorded, run.recorded["member_fissure_day"], np.isin(np.arange(len(power[0])), members))
            row = row[history, week]
            game = weighted_voting(int(row.sum()) // 2 + 1, row[row > 0])
            assert np.allclose(power[history][row > 0], shapley_value(game), rtol=0, atol=1e-6)  # kept as float32
            assert np.allclose(banzhaf[history][row > 0], banzhaf_index(game).normalised, rtol=0, atol=1e-12)


def test_shares_and_powers_sum_to_one() -> None:
    measures = small_run().measures
    for name in ("share_of_men", "power_at_start", "power_at_end"):
        assert np.allclose(measures[name].sum("actor"), 1.0, rtol=0, atol=1e-6)  # kept as float32


def test_the_summary_says_what_the_measures_say() -> None:
    run = small_run()
    summary = summarise(run)
    rows = summary.as_dict()["weights"]
    assert rows
    for row in rows:
        end = run.measures["power_at_end"].sel(actor=row["actor"]).to_numpy()
        assert row["end"]["shapley"]["mean"] == pytest.approx(end.mean(), abs=1e-6)  # kept as float32
        assert row["end"]["shapley"]["error"] == pytest.approx(end.std(ddof=1) / np.sqrt(HISTORIES), abs=1e-6)
        assert f"{100 * row['end']['shapley']['mean']:.1f} ±" in str(summary)
    assert "Aircraft do not" in str(summary)
