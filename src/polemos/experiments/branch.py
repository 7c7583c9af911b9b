"""What goes on from a date: a branch of a run, and what it says beside the run that it leaves.

Comes in: a run, a date, edits that act from it on, or how many futures each past is to have.  Goes out: a run like any
other, and a ``Continuation``: the paired difference of every headline outcome to the unedited continuation, and, where
there are futures, how much of an outcome's spread was still open on that date.

A branch asks two questions.  (a) From this state on, what does an intervention do?  Every history goes on with the luck
that it had, edited and unedited, and the two are paired.  (b) Given this past, what can still come?  The same morning
is gone on from many times with other chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.engine.branching import Mornings, mornings_of, plan_branch
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.run import Run, check_numbers, perform
from polemos.errors import BadInput, Problem
from polemos.experiments.outcomes import headline
from polemos.experiments.statistics import Difference, paired

if TYPE_CHECKING:
    from polemos.experiments.outcomes import Outcome

Array = NDArray[Any]
Report = Callable[[Progress], None]
MOST_FUTURES = 1_000_000
MOST_MORNINGS = 1500
"""Mornings held for several branches: about 1 GB in a war of 157 places."""


def branch(
    run: Run,
    at: str | date,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    history: int | None = None,
    futures: int = 1,
    histories: int | None = None,
    days: int | None = None,
    out: str | Path | None = None,
    below: str | Path | None = None,
    threads: int | None = None,
    progress: Report | None = None,
    mornings: Mornings | None = None,
) -> Run:
    """Go on from the morning of a date in every history of a run, or in one, and return the branch as a run.

    ``edits``, ``what_if`` and ``without`` act from that morning on; ``futures`` is how many futures go on from each
    past, the first of them with the luck that the history had; ``history`` takes the past of that one alone,
    ``histories`` the first so many.  ``days`` is another horizon.  Number n of the branch is future n of the one
    history, else future n % futures of history n // futures.  Without an edit and with one future each history is the
    run's own, to the last bit.  ``out`` and ``below`` are as in ``run``; ``mornings`` lets several branches share the
    days before the date (``branches``).

    Raises BadInput for a date outside the war, a history that the run does not hold and every edit that makes no sense
    from that date on; Interrupted when stopped.
    """
    check_numbers(1, run.seed, threads, None)
    check_futures(futures)
    changes = Changes(tuple(edits), tuple(what_if), tuple(without))
    if days is not None:
        changes = changes._replace(edits=(*changes.edits, f"days={days}"))
    plan = plan_branch(run, at, changes, -1 if history is None else history, futures, histories, mornings)
    check_numbers(plan.manifest.histories, run.seed, threads, None)
    if out is None and below is not None:
        out = Path(below) / plan.manifest.folder_name
    return perform(plan, None if out is None else Path(out), threads, progress, None)


def branches(
    run: Run, at: str | date, alternatives: Sequence[Changes], apart: bool = True, out: str | Path | None = None,
    **options: Any,
) -> Iterator[Run]:  # fmt: skip
    """Go on from one morning once for each alternative, and yield the branches; the days before are lived once.

    ``apart``: each has a folder of its own below ``out``.  The other options are those of ``branch``.
    """
    mornings = mornings_of(run, at, MOST_MORNINGS) if len(alternatives) > 1 else None
    for number, changes in enumerate(alternatives, 1):
        said = "-".join([*changes.what_if, *changes.without, *changes.edits])
        name = f"{number}-{re.sub(r'[^A-Za-z0-9._]+', '-', said)[:60].strip('-')}"
        folder = Path(out) / name if out is not None and apart else out
        yield branch(run, at, *changes, out=folder, mornings=mornings, **options)


def check_futures(futures: int) -> None:
    """Raise BadInput for a number of futures that cannot be."""
    if isinstance(futures, bool) or not isinstance(futures, int) or not 1 <= futures <= MOST_FUTURES:
        what = f"needs a whole number from 1 to {MOST_FUTURES:,}, not {futures!r}"
        raise BadInput(Problem(what, key="futures"))


class Compared(NamedTuple):
    """One headline outcome in the branch and in the unedited continuation."""

    outcome: Outcome
    before: float
    after: float
    difference: Difference


class Open(NamedTuple):
    """How much of an outcome was still open on the date.

    ``spread`` is the standard deviation among the futures of one past, the root of its mean square over several pasts;
    ``whole`` is that of all histories of the run; ``settled`` = 1 - spread**2 / whole**2, the share of the variance
    that the past, inputs included, had settled (negative by chance, or where this past leaves more open than others).
    """

    outcome: Outcome
    mean: float
    low: float
    high: float
    spread: float
    whole: float
    settled: float


@dataclass(frozen=True)
class Continuation:
    """A branch beside the run that it leaves."""

    made: Run
    left: Run
    compared: list[Compared]
    still_open: list[Open]

    def lines(self) -> list[str]:
        """Return it as lines for the terminal."""
        from polemos.experiments.branch_told import lines

        return lines(self.made, self.left, self.compared, self.still_open)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data: None for what is not known."""
        from polemos.experiments.branch_told import plain

        return plain(self.made, self.left, self.compared, self.still_open)

    def __str__(self) -> str:
        return "\n".join(self.lines())


def beside(made: Run, left: Run, threads: int | None = None, progress: Report | None = None) -> Continuation:
    """Return what a branch changes beside the run that it leaves, outcome by outcome.

    Where each history goes on with its own luck, the unedited continuation is the run itself; where there are futures
    it is simulated with the same futures.  Runs of unlike horizons are not compared.  Raises BadInput if ``made`` is no
    branch of ``left``.
    """
    branches = made.manifest.branches
    if not branches or branches[-1].run != left.manifest.run:
        raise BadInput(Problem("is no branch of that run", file=str(made.folder or made.manifest.folder_name)))
    last = branches[-1]
    chance = last.history >= 0 or last.futures > 1
    edited = any((last.edits, last.what_if, last.without))
    unedited: Run | None = left if not chance else None
    if chance and edited and made.manifest.days == left.manifest.days:
        number = made.histories if last.history >= 0 else last.futures
        unedited = branch(
            left, last.date, history=None if last.history < 0 else last.history, futures=number,
            histories=None if last.history >= 0 else made.histories // number, threads=threads, progress=progress,
        )  # fmt: skip
    compared: list[Compared] = []
    if unedited is not None and made.manifest.days == left.manifest.days:
        futures = 1 if last.history >= 0 else last.futures
        compared = [_compared(outcome, made, unedited, futures) for outcome in headline(made.war)]
    return Continuation(made, left, compared, still_open(made, left) if chance else [])


def _values(outcome: Outcome, run: Run) -> Array:
    return np.asarray(outcome.make(run.recorded, run.war), dtype=np.float64)


def _compared(outcome: Outcome, made: Run, unedited: Run, futures: int) -> Compared:
    """Pair an outcome; where each past has several futures, the pairs are the means over the futures of a past."""
    after = _values(outcome, made)
    before = _values(outcome, unedited)[np.isin(unedited.recorded.numbers, made.recorded.numbers)]
    if futures == 1:
        return Compared(outcome, _mean(before), _mean(after), paired(before, after, outcome.kind))
    both = np.isfinite(before) & np.isfinite(after)
    pasts = [np.where(both, values, 0.0).reshape(-1, futures).sum(axis=1) for values in (before, after, both)]
    known = pasts[2] > 0
    one, two = (np.where(known, values / np.maximum(pasts[2], 1), np.nan) for values in pasts[:2])
    return Compared(outcome, _mean(before), _mean(after), paired(one, two))


def _mean(values: Array) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def still_open(made: Run, left: Run) -> list[Open]:
    """Return how much of each headline outcome was open: the variance within pasts beside that of all histories."""
    last, found = made.manifest.branches[-1], []
    futures = made.histories if last.history >= 0 else last.futures
    for outcome in headline(made.war):
        values = _values(outcome, made)
        by_past = values[: len(values) // futures * futures].reshape(-1, futures)
        known = np.isfinite(by_past).sum(axis=1) > 1
        within = float(np.nanmean(np.nanvar(by_past[known], axis=1, ddof=1))) if known.any() else float("nan")
        every = _values(outcome, left)
        whole = float(np.nanvar(every, ddof=1)) if np.isfinite(every).sum() > 1 else float("nan")
        settled = 1.0 - within / whole if whole > 0.0 else float("nan")
        some = np.isfinite(values).any()
        low, high = np.nanquantile(values, (0.1, 0.9)) if some else (np.nan, np.nan)
        found.append(Open(outcome, _mean(values), float(low), float(high), within**0.5, whole**0.5, settled))
    return found
