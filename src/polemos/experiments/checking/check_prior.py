"""``check-prior``: where the record of a war lies among its histories, and what the model cannot make.

Comes in: a scenario and what is recorded of it, on the axes of its measures.  Goes out: an ``Answer`` with the place of
every recorded number among the histories, how many of each group lie in their intervals, and the natural test of a
truce.  With inputs learned from records (``posterior`` in the scenario) it is a posterior predictive check, and says
so.  What is compared is in ``compared``, where it lies in ``placing``, the truce in ``truce`` and ``fall``, how the
answer looks in ``check_tables`` and ``check_plot``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.engine.ensemble import Progress
from polemos.engine.measures import DAYS_A_WEEK
from polemos.engine.plan import DRAWS, Changes
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, make_answer
from polemos.experiments.case import BASELINE, Case, laid_over
from polemos.experiments.checking import placing
from polemos.experiments.checking.beside import Beside
from polemos.experiments.checking.check_dataset import dataset_of
from polemos.experiments.checking.check_plot import draw as draw
from polemos.experiments.checking.check_plot import size as size
from polemos.experiments.checking.check_tables import tables as tables
from polemos.experiments.checking.compared import Titles, groups_of
from polemos.experiments.checking.fall import doing, truce_test
from polemos.experiments.checking.judging import about, camps_abroad, farthest, judge, plain_of, rows_of
from polemos.experiments.checking.truce import Span, Truce, dates_of, find_truce, spans_of
from polemos.experiments.laboratory import CASES, Laboratory, laboratory_for

if TYPE_CHECKING:
    import xarray

    from polemos.engine.run import Run
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

HISTORIES = 400
KEPT = (
    "changes_daily", "civilians_killed", "front_killed", "holder", "killed_daily", "movement", "pair_killed",
    "place_killed_by_month", "totals",
)  # fmt: skip
"""The arrays of a history that are held against records."""
WITHOUT = "without the truce"
Plain = dict[str, Any]


def check_prior(
    scenario: str | Path | Scenario,
    record: xarray.Dataset,
    *,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    truce: str = "",
    natural_test: bool = False,
    histories: int | None = None,
    seed: int = 1,
    days: int | None = None,
    asked_of: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Say where a record lies in the predictive distribution of a war's histories [400].

    ``record`` is what ``evidence.observed`` gives.  ``edits``, ``what_if`` and ``without`` change the war that is
    checked; ``posterior=FOLDER`` among the edits draws its inputs from what was learned.  ``truce`` names the ceasefire
    of the natural test, by default the one that binds most actors; with ``natural_test`` the war without it is
    simulated as well, on the same luck.  ``days`` is by default the last day of the record within the scenario.
    ``asked_of`` are the options that made the record, for the command that asks again.  Raises BadInput where the
    record says nothing of these days, EnvironmentTrouble, Interrupted.
    """
    changes = Changes(tuple(edits), tuple(what_if), tuple(without))
    asked_days, days = days, _horizon(record, days)
    lab = _laboratory_of(laboratory, scenario, seed, days, out, cases, threads, progress)
    war = lab.war(changes)
    test = find_truce(war, war.numbers._scenario, truce)
    if natural_test and test is None:
        hint = "it needs a ceasefire that begins within the horizon, binds two hostile camps and excludes a third"
        raise BadInput(Problem("this war has no truce to be a test", "--natural-test", hint=hint))
    asked = [Case(BASELINE, changes)]
    if natural_test and test is not None:
        asked.append(Case(WITHOUT, laid_over(changes, Changes(without=(test.leave_out,)))))
    number = HISTORIES if histories is None else histories
    runs = dict(zip((case.label for case in asked), lab.run_all(asked, number), strict=True))
    findings, dataset = _found(runs, record, war, test, seed)
    question = {
        "scenario": lab.name, **(asked_of or {}), "edits": list(edits), "what_if": list(what_if),
        "without": list(without), "truce": truce, "natural_test": natural_test, "histories": number, "seed": seed,
        "days": asked_days if asked_of else days,
    }  # fmt: skip
    findings = {"learned": DRAWS in runs[BASELINE].manifest.texts, **findings}
    answer = make_answer("check-prior", question, lab, runs, dataset, findings)
    if out is not None:
        answer.save(out)
    return answer


def _horizon(record: xarray.Dataset, days: int | None) -> int | None:
    """Return the days to simulate: those asked for, else to the last recorded one; None to the end of the scenario."""
    told = [date.fromisoformat(record.attrs[name]) for name in ("last", "changes_last") if name in record.attrs]
    if days is not None or not told or "start" not in record.attrs:
        return days
    last = (max(told) - date.fromisoformat(record.attrs["start"])).days + 1
    longest = int(record.sizes.get("day", record.sizes.get("week", 1) * DAYS_A_WEEK - 1))
    return last if last <= longest else None


def _laboratory_of(given: Laboratory | None, *asked: Any) -> Laboratory:
    """Return the laboratory given, or a new one that keeps what is compared."""
    if given is None:
        scenario, seed, days, out, cases, threads, progress = asked
        folder = Path(out) / CASES if cases is None and out is not None else cases
        return Laboratory(scenario, seed=seed, days=days, cases=folder, threads=threads, progress=progress, kept=KEPT)
    lacking = sorted(set(KEPT) - set(given.kept))
    if lacking:
        hint = "make it with kept=KEPT of polemos.experiments.checking.check_prior"
        raise BadInput(Problem(f"the laboratory does not keep {lacking[0]}", key="laboratory", hint=hint))
    return laboratory_for(given, *asked)


def _found(
    runs: Mapping[str, Run], record: xarray.Dataset, war: War, truce: Truce | None, seed: int
) -> tuple[Plain, xarray.Dataset]:
    """Return the answer as plain data and as a dataset."""
    run = runs[BASELINE]
    beside = Beside(run.measures, record, war)
    spans = spans_of(war, war.numbers._scenario, truce) if truce is not None else []
    groups = groups_of(beside, camps_abroad(war, record), truce, spans, _same_days(record, war))
    if not groups:
        hint = "does its window lie within the horizon, and does the mapping cover a theatre of this war?"
        raise BadInput(Problem(f"the record says nothing of the first {war.days} days", key="record", hint=hint))
    judged = [judge(group, seed, row) for row, group in enumerate(groups)]
    test = _test(runs, beside, war, truce, spans)
    findings = {
        "histories": run.histories, "record": about(record), "levels": list(placing.LEVELS),
        "groups": [plain_of(one) for one in judged],
        "rows": [row for one in judged if one.group.each for row in rows_of(one)],
        "cells": farthest(judged),
        "ranks": placing.histogram(np.concatenate([one.ranks for one in judged if not one.group.each], axis=1)).tolist()
        if any(not one.group.each for one in judged) else [],
        "not_compared": [war.legend.camp_titles[row] for row in camps_abroad(war, record)],
        "truce": test,
    }  # fmt: skip
    weekly = {label: np.asarray(one.measures["pair_killed"].values) for label, one in runs.items()}
    return findings, dataset_of(beside, judged, weekly, truce, spans)


def _test(
    runs: Mapping[str, Run], beside: Beside, war: War, truce: Truce | None, spans: Sequence[Span]
) -> Plain | None:
    """Return the natural test of the truce: the record beside the histories, and the war without it if it was run."""
    if truce is None or len(spans) < 2:
        return None
    titles = Titles.of(war).pairs
    weekly = np.asarray(runs[BASELINE].measures["pair_killed"].values, dtype=np.float64)
    both = beside["pair_killed"]
    found: Plain = {
        "name": truce.name, "title": truce.title, "start": truce.start.isoformat(), "left_out": truce.leave_out,
        "bound": titles[truce.bound], "others": [titles[row] for row in truce.others],
        "spans": [{"title": span.title, "days": span.days, "weeks": [span.first, span.last],
                   "dates": [day.isoformat() for day in dates_of(span, war.start)]} for span in spans],
        "titles": {str(row): titles[row] for row in (truce.bound, *truce.others)},
        **truce_test(truce, spans, weekly, None if both is None else both[1]),
    }  # fmt: skip
    if WITHOUT in runs:
        other = np.asarray(runs[WITHOUT].measures["pair_killed"].values, dtype=np.float64)
        found["doing"] = doing(truce, spans, weekly, other)
    return found


def _same_days(record: xarray.Dataset, war: War) -> bool:
    """Whether the changes of hands were recorded from the first day to the end of the horizon and no longer."""
    last = record.attrs.get("changes_last")
    return last is not None and date.fromisoformat(str(last)) == war.start + timedelta(war.days - 1)
