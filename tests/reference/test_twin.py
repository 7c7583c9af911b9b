"""The rooms give the numbers of an independent twin; what needs whole states runs in one process of plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from polemos.model.bargain import ROUNDS, settlement
from polemos.model.chance import Key, draw
from reference import twin
from worlds import after, world

HERE = Path(__file__).resolve().parent


def test_the_rooms_one_by_one() -> None:
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "rooms_one_by_one.py")],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_draws_have_the_twins_bits() -> None:
    for number in range(200):
        seed, history, actor, place = (7919 * number) % 2**32, number, (number * 2654435761) % 2**32, 2**32 - 1 - number
        mine = draw(
            Key(np.uint64(seed), np.uint64(history)), number % 13 + 1, number, np.uint64(actor), np.uint64(place)
        )
        assert tuple(mine) == twin.uniforms(seed, history, number % 13 + 1, number, actor, place)


def elected(capability: np.ndarray, salience: np.ndarray, position: np.ndarray) -> float:
    """Return the room's settlement, with scratch space full of nonsense."""
    return float(settlement(capability, salience, position, np.full((len(position) + 2, len(position)), 7.0)))


def elections(number: int, count: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return elections with random weights; draws from the twin."""
    out = []
    for case in range(count):
        drawn = np.array([twin.uniforms(1, case, 1, number, who, 0) for who in range(number)])
        out.append((drawn[:, 0], drawn[:, 1], drawn[:, 2]))
    return out


@pytest.mark.parametrize("number", [1, 2, 3, 6, 9])
def test_settlement_of_an_election(number: int) -> None:
    """Equal to the chain after 24 rounds to 1e-12 (another order of sums), and near where the chain comes to rest."""
    for capability, salience, position in elections(number, 100):
        step = twin.chain(capability, salience, position)
        here = elected(capability, salience, position)
        assert abs(here - twin.settled(step, position, ROUNDS)) < 1e-12
        assert position.min() - 1e-12 <= here <= position.max() + 1e-12


@pytest.mark.parametrize(("number", "allowed"), [(2, 1e-6), (3, 0.001), (6, 0.02)])
def test_the_chain_has_come_to_rest(number: int, allowed: float) -> None:
    """What 24 rounds leave undone is at most (1 - 1/S)**24 of the spread: a challenger comes with chance 1/S."""
    worst = max(abs(elected(c, s, x) - twin.stationary(twin.chain(c, s, x), x)) for c, s, x in elections(number, 200))
    assert worst < min(allowed, max(1e-9, (1.0 - 1.0 / number) ** ROUNDS))


def test_a_settlement_by_hand() -> None:
    """Two stakeholders at 0 and 1 with weights 3 and 1: the first is chosen with 3/4, so the mean is 1/4."""
    one = elected(np.array([3.0, 1.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    assert abs(one - 0.25) < 1e-7  # 0.5**24, the slowest mode of two
    assert elected(np.array([1.0]), np.array([1.0]), np.array([0.7])) == 0.7
    assert abs(elected(np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.array([0.4, 0.4])) - 0.4) < 1e-15


RESTLESS = ("mechanisms.trust.breaking_point=0.9", "mechanisms.trust.breaking_rate=6", "mechanisms.trust.step=0.04")


def test_roads_follow_friends_who_part() -> None:
    """A member that leaves the coalition closes its places to its former friends on the next morning."""
    war = world("two_fronts_one_air_force", *RESTLESS)
    parted, wrong = 0, []
    for history in range(12):
        before = after(war, 0, history)
        for day in range(60):
            now = after(war, day + 1, history)
            road = twin.roads(war.world, before.holder, before.stance)
            if not np.allclose(now.supply_road, road, rtol=1e-12):
                wrong.append((history, day))
            parted += int((now.stance != before.stance).any())
            before = now
    assert parted >= 3
    assert wrong == []
