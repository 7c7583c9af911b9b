"""The shell around the kernel: numbers independent of how they were computed, and a polite end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from polemos.engine import run as shell
from polemos.engine.batchfile import Span
from polemos.engine.ensemble import Clock, Progress, do_blocks, usual_block
from polemos.engine.run import Interrupted, check_numbers, open_run, perform
from polemos.engine.store import missing_spans
from polemos.errors import BadInput, EnvironmentTrouble


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("block", [1, 7, 64, 1000])
@pytest.mark.parametrize("stored", [False, True])
def test_threads_blocks_and_place_change_no_history(
    tmp_path: Path, toy: ModuleType, threads: int, block: int, stored: bool
) -> None:
    run = perform(toy.plan(70, seed=3), tmp_path / "run" if stored else None, threads, None, block)
    expected = toy.simulate(3, 0, 70)
    assert run.histories == 70
    assert run.recorded.numbers.tolist() == list(range(70))
    assert set(run.recorded) == set(expected)
    for name, array in expected.items():
        assert run.recorded[name].tobytes() == array.tobytes()
        assert run.recorded[name].dtype == array.dtype


def test_blocks_walk_all_histories_once(toy: ModuleType) -> None:
    run = perform(toy.plan(70), None, 2, None, 16)
    spans = [span for span, arrays in run.recorded.blocks() if len(arrays["men"]) == span.length]
    assert spans == [Span(0, 16), Span(16, 16), Span(32, 16), Span(48, 16), Span(64, 6)]


def test_an_unknown_array_is_a_key_error_that_lists_the_others(toy: ModuleType) -> None:
    run = perform(toy.plan(3), None, 1, None, 16)
    assert "men" in run.recorded
    assert "women" not in run.recorded
    with pytest.raises(KeyError, match="holder"):
        run.recorded["women"]


@pytest.mark.parametrize(
    ("held", "histories", "block", "gaps"),
    [
        ([], 5, 2, [(0, 2), (2, 2), (4, 1)]),
        ([(0, 5)], 5, 2, []),
        ([(2, 2)], 5, 2, [(0, 2), (4, 1)]),
        ([(1, 2)], 8, 4, [(0, 1), (3, 1), (4, 4)]),
        ([(0, 10)], 5, 2, []),
        ([(6, 4)], 5, 4, [(0, 4), (4, 1)]),
    ],
)
def test_gaps_are_cut_at_multiples_of_the_block(
    held: list[tuple[int, int]], histories: int, block: int, gaps: list[tuple[int, int]]
) -> None:
    assert missing_spans([Span(*span) for span in held], histories, block) == [Span(*gap) for gap in gaps]


@pytest.mark.parametrize(("histories", "block"), [(1, 16), (1000, 16), (1025, 32), (10_000, 64), (10**6, 64)])
def test_the_usual_block_depends_on_the_histories_alone(histories: int, block: int) -> None:
    assert usual_block(histories) == block


@pytest.mark.parametrize(
    ("histories", "seed", "threads", "keys"),
    [
        (0, 1, None, ["histories"]),
        (-5, 1, None, ["histories"]),
        (10**9, 1, None, ["histories"]),
        (1.5, 1, None, ["histories"]),
        (True, 1, None, ["histories"]),
        (10, -1, None, ["seed"]),
        (10, 2**32, None, ["seed"]),
        (0, -1, 0, ["histories", "seed", "threads"]),
    ],
)
def test_impossible_numbers_are_refused_together(
    histories: int, seed: int, threads: int | None, keys: list[str]
) -> None:
    with pytest.raises(BadInput) as caught:
        check_numbers(histories, seed, threads, None)
    assert [problem.key for problem in caught.value.problems] == keys


def test_progress_counts_up_in_the_calling_thread(toy: ModuleType) -> None:
    import threading

    seen: list[Progress] = []
    threads = set()

    def note(progress: Progress) -> None:
        seen.append(progress)
        threads.add(threading.current_thread())

    perform(toy.plan(100), None, 2, note, 16)
    done = [progress.done for progress in seen]
    assert done[0] == 0
    assert done[-1] == 100
    assert done == sorted(done)
    assert threads == {threading.main_thread()}


def test_the_rate_leaves_out_the_first_block(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    clock = Clock(100, 0)
    now = 40.0  # compilation
    clock.add(10)
    now = 41.0
    clock.add(20)
    assert clock.now() == Progress(30, 100, 20.0, 3.5)


def test_an_error_in_a_block_ends_the_run_and_is_not_hidden(toy: ModuleType) -> None:
    def fails(first: int, count: int) -> dict[str, np.ndarray]:
        if first == 32:
            raise ZeroDivisionError("in block 32")
        return toy.simulate(1, first, count)

    with pytest.raises(ZeroDivisionError, match="in block 32"):
        perform(toy.plan(10_000)._replace(simulate=fails), None, 2, None, 16)


def test_no_thread_writes_after_the_run_has_ended(tmp_path: Path, toy: ModuleType) -> None:
    """A block that is still in work when the run is stopped is not written once the lock is given back."""

    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    def slow(first: int, count: int) -> dict[str, np.ndarray]:
        time.sleep(0.0 if first == 0 else 2.0)
        return toy.simulate(1, first, count)

    begun = time.monotonic()
    with pytest.raises(Interrupted) as caught:
        perform(toy.plan(64)._replace(simulate=slow), tmp_path / "run", 2, stop, 16)
    assert time.monotonic() - begun < 2.0
    assert (caught.value.done, caught.value.asked) == (16, 64)
    time.sleep(1.5)
    assert [path.name for path in (tmp_path / "run" / "batches").iterdir()] == [Span(0, 16).name]


def test_what_was_in_work_when_stopped_is_kept_if_it_is_nearly_done(tmp_path: Path, toy: ModuleType) -> None:
    stops = iter([False, True])

    def stop(progress: Progress) -> None:
        if next(stops):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        perform(toy.plan(64, seconds=0.3), tmp_path / "run", 2, stop, 16)
    assert caught.value.done >= 32
    assert open_run(tmp_path / "run", partial=True).histories == caught.value.done


def test_a_stopped_run_in_memory_gives_what_it_has(toy: ModuleType) -> None:
    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        perform(toy.plan(640), None, 1, stop, 16)
    kept = caught.value.kept
    assert kept is not None
    assert kept.histories == caught.value.done > 0


def test_too_large_a_run_in_memory_is_refused_with_figures(toy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "_memory", lambda: 100_000)
    with pytest.raises(EnvironmentTrouble, match=r"50,000 are free.*name a folder"):
        perform(toy.plan(10_000), None, 1, None, 16)


@pytest.mark.parametrize("which", [signal.SIGINT])
def test_a_signal_ends_within_two_seconds_and_keeps_what_is_finished(
    tmp_path: Path, toy: ModuleType, toy_script: Path, which: signal.Signals
) -> None:
    folder = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, str(toy_script), str(folder), "1600", "0.1"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < 64:
        pass
    sent = time.monotonic()
    process.send_signal(which)
    rest = process.stdout.read()
    assert process.wait(timeout=30) == 130
    assert time.monotonic() - sent < 2.5  # 2 s promised, half a second for a busy machine
    kept = open_run(folder, partial=True)
    assert f"stopped after {kept.histories:,} of 1,600 histories, kept in {folder}" in rest
    assert kept.histories >= 64
    expected = toy.simulate(1, 0, 1600)
    assert kept.recorded["men"].tobytes() == expected["men"][kept.recorded.numbers].tobytes()


@pytest.mark.parametrize("moment", [0.05, 0.3, 0.6])
def test_a_killed_run_goes_on_with_what_it_had(
    tmp_path: Path, toy: ModuleType, toy_script: Path, moment: float
) -> None:
    folder = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, str(toy_script), str(folder), "320", "0.05"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(moment)
    process.kill()
    acknowledged = [int(line) for line in process.stdout.read().split() if line.isdigit()]
    process.wait()
    if acknowledged and max(acknowledged):
        assert open_run(folder, partial=True).histories >= max(acknowledged)
    run = perform(toy.plan(320), folder, 2, None, 16)
    for name, array in toy.simulate(1, 0, 320).items():
        assert run.recorded[name].tobytes() == array.tobytes()


def test_blocks_are_done_once_each() -> None:
    spans = [Span(at, 1) for at in range(200)]
    seen: list[Span] = []
    do_blocks(spans, lambda span: span.first**2, 3, lambda span, result: seen.append(span), lambda: None)
    assert sorted(seen) == spans
