"""``branch``: what goes on from a date, and what it says beside the run that it leaves.

Comes in: a run, a date, edits that act from it on, or how many futures each past is to have.  Goes out: a run like any
other, and an ``Answer``: the paired difference of every headline outcome to the unedited continuation, and, where there
are futures, how much of an outcome's spread was still open on that date.  How it looks is in ``branch_tables``.

A branch asks two questions.  (a) From this state on, what does an intervention do?  Every history goes on with the luck
that it had, edited and unedited, and the two are paired.  (b) Given this past, what can still come?  The same morning
is gone on from many times with other chance.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos import __version__
from polemos.engine.branching import Mornings, mornings_of, plan_branch
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.provenance import engine_digest, versions
from polemos.engine.run import Run, check_numbers, perform
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, case_of, strict
from polemos.experiments.case import BASELINE
from polemos.experiments.contrasts.compare import Contrasts, dataset_of, findings_of
from polemos.experiments.departures.branch_tables import draw as draw
from polemos.experiments.departures.branch_tables import size as size
from polemos.experiments.departures.branch_tables import tables as tables
from polemos.experiments.outcomes import headline
from polemos.experiments.statistics import paired

if TYPE_CHECKING:
    import xarray

    from polemos.experiments.outcomes import Outcome

Array = NDArray[Any]
Report = Callable[[Progress], None]
LABEL = "branch"
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


def beside(made: Run, left: Run, threads: int | None = None, progress: Report | None = None) -> Answer:
    """Return what a branch changes beside the run that it leaves, outcome by outcome, and what was still open.

    Where each history goes on with its own luck, the unedited continuation is the run itself; where there are futures
    it is simulated with the same futures, and of several pasts the means over the futures of each are paired.  Runs of
    unlike horizons are not compared.  Raises BadInput if ``made`` is no branch of ``left``.
    """
    branches = made.manifest.branches
    if not branches or branches[-1].run != left.manifest.run:
        raise BadInput(Problem("is no branch of that run", file=str(made.folder or made.manifest.folder_name)))
    last, outcomes = branches[-1], headline(made.war)
    futures = made.histories if last.history >= 0 else last.futures
    runs = {LABEL: made}
    comparable = made.manifest.days == left.manifest.days
    if comparable and futures == 1:
        runs = {BASELINE: left, LABEL: made}
    elif comparable and any((last.edits, last.what_if, last.without)):
        one = None if last.history < 0 else last.history
        pasts = None if last.history >= 0 else made.histories // futures
        unedited = branch(left, last.date, history=one, futures=futures, histories=pasts, threads=threads,
                          progress=progress)  # fmt: skip
        runs = {BASELINE: unedited, LABEL: made}
    pooled = 1 if last.history >= 0 else futures
    found = _contrasts(runs, outcomes, made, pooled)
    findings = findings_of(found, runs, outcomes, None) | {
        "still_open": still_open(made, left, outcomes, futures) if futures > 1 else [],
        "days": made.manifest.days, "days_of_run": left.manifest.days, "branch": asdict(last), "futures": futures,
        "unit": "pasts" if pooled > 1 else "histories",
    }  # fmt: skip
    return Answer(
        verb="branch", question=_question(made, left), findings=strict(findings),
        cases=[case_of("run", left), case_of(LABEL, made)], engine=engine_digest(),
        versions={**versions(), "polemos": __version__}, data=_dataset(found, outcomes, findings["still_open"]),
    )  # fmt: skip


def _dataset(found: Contrasts, outcomes: Sequence[Outcome], still: list[dict[str, Any]]) -> xarray.Dataset:
    """Return every number with its labels, what was still open among them if that was asked."""
    dataset = dataset_of(found, outcomes)
    names = ("spread", "whole", "settled") if still else ()
    return dataset.assign({name: ("outcome", [row[name] for row in still]) for name in names})


def _question(made: Run, left: Run) -> dict[str, Any]:
    """Return the branch as it was asked for; a folder is named as the user named it, an absolute one by its name."""
    manifest, last = made.manifest, made.manifest.branches[-1]
    name = left.manifest.folder_name if left.folder is None else str(left.folder)
    days = [edit for edit in last.edits if edit.startswith("days=")]
    return {
        "run": Path(name).name if Path(name).is_absolute() else name, "at": last.date,
        "edits": [edit for edit in last.edits if edit not in days], "what_if": list(last.what_if),
        "without": list(last.without), "history": None if last.history < 0 else last.history,
        "futures": made.histories if last.history >= 0 else last.futures if last.futures > 1 else None,
        "histories": None if last.history >= 0 or made.histories == left.histories * last.futures
        else made.histories // last.futures,
        "days": manifest.days if days else None,
    }  # fmt: skip


def _contrasts(runs: dict[str, Run], outcomes: Sequence[Outcome], made: Run, pooled: int) -> Contrasts:
    """Return the outcomes of the branch and of what it is held against, one number for each pair."""
    values = {label: _table(run, outcomes, made, pooled) for label, run in runs.items()}
    number = values[LABEL].shape[1]
    if BASELINE not in runs:
        return Contrasts(number, values, {})
    kinds = ["amount" if pooled > 1 else outcome.kind for outcome in outcomes]
    several = [paired(values[BASELINE][row], values[LABEL][row], kind) for row, kind in enumerate(kinds)]
    return Contrasts(number, values, {(LABEL, BASELINE): several})


def _table(run: Run, outcomes: Sequence[Outcome], made: Run, pooled: int) -> Array:
    """Return the outcomes of the branch's histories [outcomes, histories], or their means over futures."""
    rows = np.isin(run.recorded.numbers, made.recorded.numbers)
    whole = np.array([_values(outcome, run)[rows] for outcome in outcomes])
    if pooled == 1:
        return whole
    by_past = whole.reshape(len(outcomes), -1, pooled)
    known = np.isfinite(by_past).sum(axis=2)
    sums = np.where(np.isfinite(by_past), by_past, 0.0).sum(axis=2)
    return np.where(known > 0, sums / np.maximum(known, 1), np.nan)


def _values(outcome: Outcome, run: Run) -> Array:
    return np.asarray(outcome.make(run.recorded, run.war), dtype=np.float64)


def still_open(made: Run, left: Run, outcomes: Sequence[Outcome], futures: int) -> list[dict[str, Any]]:
    """Return how much of each outcome was still open on the date of a branch with several futures.

    ``spread``: standard deviation among the futures of a past, the root of its mean square over pasts; ``whole``: that
    among all histories of the run; ``low`` to ``high`` hold 80 % of the branch's histories.  ``settled`` = 1 -
    spread**2 / whole**2: the share of the variance that the past had settled, inputs included; below 0 by chance, or
    where this past leaves more open than others do.
    """
    found = []
    for outcome in outcomes:
        values, every = _values(outcome, made), _values(outcome, left)
        by_past = values.reshape(-1, futures)
        known = np.isfinite(by_past).sum(axis=1) > 1
        within = float(np.nanmean(np.nanvar(by_past[known], axis=1, ddof=1))) if known.any() else math.nan
        whole = float(np.nanvar(every, ddof=1)) if np.isfinite(every).sum() > 1 else math.nan
        some = np.isfinite(values).any()
        low, high = np.nanquantile(values, (0.1, 0.9)) if some else (math.nan, math.nan)
        found.append({
            "measure": outcome.name, "title": outcome.title, "unit": outcome.unit, "low": low, "high": high,
            "mean": float(np.nanmean(values)) if some else math.nan, "spread": within**0.5, "whole": whole**0.5,
            "settled": 1.0 - within / whole if whole > 0.0 else math.nan,
        })  # fmt: skip
    return found
