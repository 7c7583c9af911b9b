"""Blocks of histories on several threads, stoppable, with progress.

Comes in: the blocks to do and what to do with one.  Goes out: the blocks done, reported in the calling
thread.  A history's numbers depend on nothing here: not on threads, order or block size.  What a block
computes is ``kernel``; where it is kept is ``store``; a home for both is ``run``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple, TypeVar

from polemos.engine.batchfile import Span

Result = TypeVar("Result")

SMALLEST_BLOCK = 16
LARGEST_BLOCK = 64
# A stopped run lets the blocks in work finish for this long, so that their histories are kept [s].
GRACE = 1.2
# How often the progress is told when nothing finishes [s].
HEARTBEAT = 0.25


class Progress(NamedTuple):
    """How far a run is: histories done and asked, histories per second, seconds left (None: unknown)."""

    done: int
    asked: int
    rate: float
    seconds_left: float | None


def usual_block(histories: int) -> int:
    """Return the histories per block: a power of two that gives about 64 blocks, within 16 to 64 histories.

    It depends on the number asked alone, so that the same command writes the same files on every machine.
    """
    block = SMALLEST_BLOCK
    while block < LARGEST_BLOCK and block * 64 < histories:
        block *= 2
    return block


def do_blocks(
    spans: Sequence[Span],
    job: Callable[[Span], Result],
    threads: int,
    finished: Callable[[Span, Result], None],
    heartbeat: Callable[[], None],
) -> None:
    """Do every block; ``finished`` and ``heartbeat`` are called in this thread.

    An error in a block stops the rest and is raised.  KeyboardInterrupt is raised at most ``GRACE`` seconds
    later; what finishes until then is reported first.
    """
    todo = iter(spans)
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="polemos")
    work: dict[Future[Result], Span] = {}
    try:
        while True:
            while len(work) < 2 * threads and (span := next(todo, None)) is not None:
                work[pool.submit(job, span)] = span
            if not work:
                break
            _collect(work, HEARTBEAT, finished)
            heartbeat()
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        _drain(work, finished)
        raise
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def _collect(work: dict[Future[Result], Span], seconds: float, finished: Callable[[Span, Result], None]) -> None:
    """Report what finishes within some seconds, at the first moment that anything does."""
    ready, _ = wait(work, timeout=seconds, return_when=FIRST_COMPLETED)
    for future in ready:
        finished(work[future], future.result())
        del work[future]


def _drain(work: dict[Future[Result], Span], finished: Callable[[Span, Result], None]) -> None:
    """Give the blocks in work a moment to finish; those that were only waiting have been cancelled."""
    running = {future: span for future, span in work.items() if not future.cancelled()}
    until = time.monotonic() + GRACE
    while running and time.monotonic() < until:
        _collect(running, until - time.monotonic(), finished)


class Clock:
    """Turns counts of finished histories into a ``Progress``."""

    def __init__(self, asked: int, already: int) -> None:
        self._asked = asked
        self._already = already
        self._done = already
        self._since = time.monotonic()
        self._first: tuple[float, int] | None = None

    def add(self, count: int) -> None:
        """Count finished histories."""
        self._done += count
        if self._first is None:
            self._first = (time.monotonic(), self._done)

    def now(self) -> Progress:
        """Return the progress; the rate leaves out the first block, which may have waited for compilation."""
        rate = 0.0
        if self._first is not None:
            began, counted = self._first
            if self._done > counted:
                rate = (self._done - counted) / max(time.monotonic() - began, 1e-9)
            else:
                rate = (self._done - self._already) / max(began - self._since, 1e-9)
        left = (self._asked - self._done) / rate if rate > 0 else None
        return Progress(self._done, self._asked, rate, left)
