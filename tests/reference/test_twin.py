"""The rooms give the numbers of an independent twin; what needs whole states runs in one process of plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from polemos.model.bargain import lay_out
from polemos.model.chance import Key, draw
from polemos.scenario.bargaining import BargainRules
from polemos.scenario.compile import rule_codes
from polemos.theory import ballots, elections
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


def elected(capability: np.ndarray, salience: np.ndarray, position: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the room's settlement under the rules that a scenario has by default, the scratch space full."""
    rules, settled = rule_codes(BargainRules()), before.copy()
    space = ballots.blank_room(*position.shape)
    for field in space:
        field[...] = 7
    voice, attitude, probability = np.full((3, len(capability)), 7.0)
    attention, package = np.full((2, *position.shape), 7.0)
    lay_out(capability, salience, position, before, voice, attention, package)
    elections.elect(
        voice, attention, package, rules, space.squares, space.lines, space.marks, attitude, probability
    )  # fmt: skip
    elections.expect(package, probability, space.marks, settled)
    return settled


def bargains(number: int, issues: int, count: int) -> list[tuple[np.ndarray, ...]]:
    """Return stakes of so many over some issues; every third has no position on the first issue, one no capability."""
    out = []
    for case in range(count):
        drawn = np.array(
            [[twin.uniforms(1, case, 1, issue, who, 0) for issue in range(issues)] for who in range(number)]
        )
        capability, salience = drawn[:, 0, 2].copy(), drawn[:, :, 0].copy()
        salience[case % 3 :: 3, 0] = 0.0
        if number > 3:
            capability[case % number] = 0.0
        out.append((capability, salience, drawn[:, :, 1], drawn[0, :, 3]))
    return out


@pytest.mark.parametrize(("number", "issues"), [(1, 1), (2, 1), (2, 3), (3, 2), (6, 4), (9, 4)])
def test_settlement_of_an_election(number: int, issues: int) -> None:
    """To 1e-9: the products of chances are taken by logarithms here and one by one there."""
    for case in bargains(number, issues, 100):
        np.testing.assert_allclose(elected(*case), twin.election(*case), atol=1e-9)


def test_a_settlement_by_hand() -> None:
    """Two factions a distance d apart: the stronger has the attitude 1, the weaker -1/2.

    A loss is then worth d**2 to the stronger and d (3 - d) / 2 to the weaker, so that the former wins with the chance
    w d / (w d + w' (3 - d) / 2): less than its weight.  To 1e-7, the votes that nobody has.
    """
    where = np.array([[0.9], [0.2]])
    due = 0.42 * 0.7 / (0.42 * 0.7 + 0.25 * (3 - 0.7) / 2)
    one = elected(np.array([0.6, 0.5]), np.array([[0.7], [0.5]]), where, np.array([0.0]))
    assert abs(one[0] - (0.2 + 0.7 * due)) < 1e-7
    alone, care = np.array([0.4]), np.array([[1.0, 0.2]])
    assert (elected(alone, care, np.array([[0.7, 0.1]]), np.zeros(2)) == [0.7, 0.1]).all()
    agreed = np.full((2, 2), 0.4)
    assert (elected(np.array([0.1, 0.9]), np.ones((2, 2)), agreed, np.zeros(2)) == 0.4).all()


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
