"""The same war, seed and history give the same bytes: in any block, thread, order, with or without a chronicle."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import worlds
from worlds import NAMES, Arrays, after, differing, simulate, unequal, world

SCRIPT = Path(__file__).with_name("in_another_process.py")


def joined(blocks: list[Arrays]) -> Arrays:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


@pytest.mark.parametrize("name", NAMES)
def test_again_is_the_same(name: str) -> None:
    assert unequal(simulate(world(name), 8), simulate(world(name), 8)) == []


@pytest.mark.parametrize("name", [*NAMES, "two-fronts"])
def test_another_seed_or_history_is_another_course(name: str) -> None:
    one = simulate(world(name), 4)
    assert unequal(one, simulate(world(name), 4, seed=worlds.SEED + 1))
    assert unequal(one, simulate(world(name), 4, first=4))


@pytest.mark.parametrize("name", NAMES)
def test_blocks_change_nothing(name: str) -> None:
    war = world(name)
    whole = simulate(war, 8)
    for sizes in ([4, 4], [1] * 8, [3, 5]):
        starts = np.cumsum([0, *sizes[:-1]])
        blocks = [simulate(war, size, int(start)) for start, size in zip(starts, sizes, strict=True)]
        assert unequal(whole, joined(blocks)) == []


def test_threads_and_order_change_nothing() -> None:
    war = world("two_fronts_one_air_force")
    whole = simulate(war, 32)
    with ThreadPoolExecutor(4) as pool:
        late_first = [pool.submit(simulate, war, 4, start) for start in range(28, -4, -4)]
        blocks = [work.result() for work in reversed(late_first)]
    assert unequal(whole, joined(blocks)) == []


def test_blocks_of_the_war_of_2016_change_nothing() -> None:
    war = world("syria-2016")
    whole = simulate(war, 8)
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(lambda start: simulate(war, 4, start), (0, 4)))
    assert unequal(whole, joined(halves)) == []


@pytest.mark.parametrize("name", [*NAMES, "syria-2016"])
def test_a_chronicle_changes_nothing(name: str) -> None:
    """Recorded in full, in part (the book is full half way), or not at all."""
    war = world(name)
    days = min(war.days, 120)
    bare = after(war, days)
    full, part = after(war, days, events=200_000), after(war, days, events=20)
    assert differing(bare, full) == []
    assert differing(bare, part) == []
    count = int(full.event_count[0])
    assert count < 200_000
    assert np.array_equal(full.events[: min(count, 20)], part.events[: min(count, 20)])


def test_a_history_leaves_no_trace_in_the_next() -> None:
    """The compiled world and the parameters are read, never written."""
    war = world("two_fronts_one_air_force")
    given, _ = war.parameters(1, 0)
    before = [np.copy(field).tobytes() for field in (*war.world, *given[12:])]
    after(war, 120, seed=1)
    again, _ = war.parameters(1, 0)
    assert before == [np.copy(field).tobytes() for field in (*war.world, *again[12:])]


def in_another_process(task: str, **environment: str) -> str:
    """Return what the script says about a task in a process of its own."""
    inherited = {key: value for key, value in os.environ.items() if key not in environment}
    path = os.pathsep.join([str(Path(worlds.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *task.split()],
        env={**inherited, **environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def digest(arrays: Arrays) -> str:
    """Return one number for all bytes of all arrays."""
    summed = hashlib.blake2b(digest_size=16)
    for name in sorted(arrays):
        summed.update(f"{name} {arrays[name].dtype} {arrays[name].shape}".encode())
        summed.update(arrays[name].tobytes())
    return summed.hexdigest()


def test_hash_seed_time_zone_and_locale_change_nothing() -> None:
    """Two processes that agree in nothing but the war, and this one."""
    task = "digest two_fronts_one_air_force 120 6"
    east = in_another_process(task, PYTHONHASHSEED="1", TZ="Pacific/Apia", LC_ALL="C")
    west = in_another_process(task, PYTHONHASHSEED="2", TZ="America/St_Johns", LC_ALL="tr_TR.UTF-8")
    assert east == west == digest(simulate(world("two_fronts_one_air_force", "days=120"), 6))


@pytest.mark.parametrize(
    "task",
    [
        "digest two_fronts_one_air_force 60 2",
        pytest.param("digest syria-2016 3 1", marks=pytest.mark.slow),
    ],
)
def test_plain_python_gives_the_bits_of_the_compiled_model(task: str) -> None:
    """The same source, run uncompiled in a process of its own: every recorded array is equal to the bit."""
    _, name, days, count = task.split()
    assert in_another_process(task, NUMBA_DISABLE_JIT="1") == digest(simulate(world(name, f"days={days}"), int(count)))
