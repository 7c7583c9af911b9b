"""When the paired histories of two runs part, over all of them, and which history is the one to read.

Comes in: two runs of one war that differ by edits.  Goes out: ``Partings``: the share of histories that part, the day
on which they do, the share in which each headline outcome comes out otherwise, and the history that parts most
tellingly.  One history in full is next door in ``divergence``; the size of a difference is for ``compare``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.engine.course import scenario_of
from polemos.engine.ensemble import Clock, Progress
from polemos.engine.uncertainty import monte_carlo_error
from polemos.errors import BadInput, Problem
from polemos.experiments.divergence import name_of, parting_day
from polemos.experiments.pairs import refuse_strangers
from polemos.experiments.partings_told import Otherwise, Partings
from polemos.experiments.statistics import estimate
from polemos.scenario.difference import changed

if TYPE_CHECKING:
    from polemos.engine.run import Run

Array = NDArray[Any]
Report = Callable[[Progress], None]
# An outcome of words that differs weighs more than all amounts together: each of these counts for at most ten.
WORD = 1000.0


def partings(a: Run, b: Run, histories: int | None = None, progress: Report | None = None) -> Partings:
    """Return when the histories that two runs share part; the first so many of them, or all.

    Each is lived in both wars up to its parting and no further, compared exactly at the end of every day.  Outcomes are
    those that the runs recorded.  The median day is of those that part, ``spread`` holds 80 % of them.  Most telling is
    the history in which most outcomes of word or yes and no differ, then the one whose amounts lie furthest apart, in
    standard deviations of A added up.  Raises BadInput for runs whose histories do not pair.
    """
    refuse_strangers(a, b)
    shared = np.intersect1d(a.recorded.numbers, b.recorded.numbers)[:histories]
    refuse_unequal(a, b, shared)
    clock = Clock(len(shared), 0)
    days = []
    for number in shared.tolist():
        days.append(parting_day(a.courses.course(number), b.courses.course(number)))
        clock.add(1)
        if progress is not None:
            progress(clock.now())
    found = np.array([-1 if day is None else day for day in days])
    parted = found[found >= 0]
    outcomes, telling, why = otherwise(a, b, shared)
    known = len(parted) > 0
    return Partings(
        names=(name_of(a), name_of(b)), scenario=a.manifest.title, start=a.war.start.isoformat(),
        edits=changed(scenario_of(a.war), scenario_of(b.war)), numbers=shared.tolist(), days=found.tolist(),
        parted=estimate((found >= 0).astype(float), "share"),
        median=(float(np.median(parted)), float(monte_carlo_error(parted, "median"))) if known else (np.nan, np.nan),
        spread=(float(np.quantile(parted, 0.1)), float(np.quantile(parted, 0.9))) if known else (np.nan, np.nan),
        outcomes=outcomes, telling=telling if known else None, told_by=why,
    )  # fmt: skip


def refuse_unequal(a: Run, b: Run, shared: Array) -> None:
    """Raise BadInput if the runs share no history, or a number means another history in each."""
    if not len(shared):
        raise BadInput(Problem("the runs have no history in common"))
    for number in (int(shared[0]), int(shared[-1])):
        one, two = (run.courses.course(number) for run in (a, b))
        if (one.seed, one.history) != (two.seed, two.history):
            what = f"number {number} is history {one.history} in A and history {two.history} in B"
            raise BadInput(Problem(what, hint="tell two of them with --history and --other-history"))


def otherwise(a: Run, b: Run, shared: Array) -> tuple[list[Otherwise], int | None, list[str]]:
    """Return how often each headline outcome differs, the most telling history, and what differs in it."""
    from polemos.experiments.outcomes import headline

    rows = [np.flatnonzero(np.isin(run.recorded.numbers, shared)) for run in (a, b)]
    known = {outcome.name: outcome for outcome in headline(b.war)}
    every, score = [], np.zeros(len(shared))
    words: list[tuple[str, Array]] = []
    for outcome in headline(a.war):
        if outcome.name not in known:
            continue
        one = np.asarray(outcome.make(a.recorded, a.war), dtype=float)[rows[0]]
        two = np.asarray(known[outcome.name].make(b.recorded, b.war), dtype=float)[rows[1]]
        unlike = (one != two) & ~(np.isnan(one) & np.isnan(two))
        every.append(Otherwise(outcome.name, outcome.title, estimate(unlike.astype(float), "share")))
        apart = np.where(np.isfinite(one) & np.isfinite(two), np.abs(one - two), 0.0)
        wide = float(np.nanstd(one)) if np.isfinite(one).any() else 0.0
        if outcome.kind == "amount":
            score += np.minimum(apart / wide, 10.0) if wide > 0.0 else 0.0
        else:
            score += WORD * unlike
        words.append((outcome.title, unlike))
    if not len(score) or score.max() <= 0.0:
        return every, None, []
    best = int(np.argmax(score))
    return every, int(shared[best]), [title for title, unlike in words if unlike[best]]
