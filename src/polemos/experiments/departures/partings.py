"""``why-diverge`` over many histories: when the paired histories of two runs part, and which one to read.

Comes in: two runs of one war that differ by edits.  Goes out: an ``Answer``: the share of histories that part, the day
on which they do, the share in which each headline outcome comes out otherwise, and the history that parts most
tellingly.  How it looks is in ``partings_tables``, one history in full next door in ``divergence``; the size of a
difference is for ``compare``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos import __version__
from polemos.engine.course import scenario_of
from polemos.engine.ensemble import Clock, Progress
from polemos.engine.provenance import engine_digest, versions
from polemos.engine.uncertainty import monte_carlo_error
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, case_of, strict
from polemos.experiments.departures.divergence import name_of, parting_day
from polemos.experiments.departures.partings_tables import draw as draw
from polemos.experiments.departures.partings_tables import size as size
from polemos.experiments.departures.partings_tables import tables as tables
from polemos.experiments.outcomes import headline
from polemos.experiments.pairs import refuse_strangers
from polemos.experiments.statistics import estimate
from polemos.scenario.difference import changed

if TYPE_CHECKING:
    import xarray

    from polemos.engine.run import Run
    from polemos.experiments.outcomes import Outcome

Array = NDArray[Any]
Report = Callable[[Progress], None]
# An outcome of words that differs weighs more than all amounts together: each of these counts for at most ten.
WORD = 1000.0


class Otherwise(NamedTuple):
    """Which outcomes come out otherwise [outcomes, histories], and how telling each history is [histories]."""

    outcomes: list[Outcome]
    unlike: Array
    score: Array


def partings(a: Run, b: Run, histories: int | None = None, progress: Report | None = None) -> Answer:
    """Return when the histories that two runs share part; the first so many of them, or all.

    Each is lived in both wars up to its parting and no further, compared exactly at the end of every day.  Outcomes are
    those that the runs recorded.  The median day is of those that part, 80 % of which lie between ``day_low`` and
    ``day_high``.  Most telling is the history in which most outcomes of yes and no differ, then the one whose amounts
    lie furthest apart, in standard deviations of A added up.  Raises BadInput for runs whose histories do not pair.
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
    told = otherwise(a, b, shared)
    names = [Path(name).name if Path(name).is_absolute() else name for name in (name_of(a), name_of(b))]
    return Answer(
        verb="why-diverge", question={"run": names[0], "other": names[1], "histories": histories},
        findings=strict(_findings(a, b, shared, found, told)), cases=[case_of("A", a), case_of("B", b)],
        engine=engine_digest(), versions={**versions(), "polemos": __version__},
        data=_dataset(shared, found, told),
    )  # fmt: skip


def _findings(a: Run, b: Run, shared: Array, days: Array, told: Otherwise) -> dict[str, Any]:
    parted = days[days >= 0]
    best = int(np.argmax(told.score)) if len(parted) and told.score.max() > 0.0 else None

    def date_of(day: float) -> str:
        return (a.war.start + timedelta(int(day) - 1)).isoformat()

    middle, low, high = (float(np.quantile(parted, share)) if len(parted) else np.nan for share in (0.5, 0.1, 0.9))
    return {
        "edits": [item._asdict() for item in changed(scenario_of(a.war), scenario_of(b.war))],
        "histories": len(shared),
        "parted": estimate((days >= 0).astype(float), "share")._asdict(),
        "median_day": middle, "median_day_error": float(monte_carlo_error(parted, "median")) if len(parted) else np.nan,
        "day_low": low, "day_high": high,
        "dates": [date_of(day) for day in (middle, low, high)] if len(parted) else [],
        "differs": [
            {"measure": outcome.name, "title": outcome.title, **estimate(row.astype(float), "share")._asdict()}
            for outcome, row in zip(told.outcomes, told.unlike, strict=True)
        ],
        "most_telling": None if best is None else int(shared[best]),
        "told_by": [] if best is None else [
            outcome.title for outcome, row in zip(told.outcomes, told.unlike, strict=True) if row[best]
        ],
    }  # fmt: skip


def _dataset(shared: Array, days: Array, told: Otherwise) -> xarray.Dataset:
    """Return the day of the parting of each history, and which of its outcomes differ."""
    import xarray as xr

    about = {"units": "day", "description": "day at whose end the states first differ; 0 the eve, -1 never"}
    return xr.Dataset(
        {"parting_day": ("history", days, about), "differs": (("outcome", "history"), told.unlike.astype(np.int8))},
        {
            "history": shared, "outcome": [outcome.name for outcome in told.outcomes],
            "outcome_title": ("outcome", [outcome.title for outcome in told.outcomes]),
        },
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


def otherwise(a: Run, b: Run, shared: Array) -> Otherwise:
    """Return which headline outcomes differ in which of the shared histories, and how telling each history is."""
    rows = [np.isin(run.recorded.numbers, shared) for run in (a, b)]
    known = {outcome.name: outcome for outcome in headline(b.war)}
    outcomes = [outcome for outcome in headline(a.war) if outcome.name in known]
    every, score = [], np.zeros(len(shared))
    for outcome in outcomes:
        one = np.asarray(outcome.make(a.recorded, a.war), dtype=float)[rows[0]]
        two = np.asarray(known[outcome.name].make(b.recorded, b.war), dtype=float)[rows[1]]
        unlike = (one != two) & ~(np.isnan(one) & np.isnan(two))
        every.append(unlike)
        apart = np.where(np.isfinite(one) & np.isfinite(two), np.abs(one - two), 0.0)
        wide = float(np.nanstd(one)) if np.isfinite(one).any() else 0.0
        if outcome.kind != "amount":
            score += WORD * unlike
        elif wide > 0.0:
            score += np.minimum(apart / wide, 10.0)
    return Otherwise(outcomes, np.array(every).reshape(len(outcomes), len(shared)), score)
