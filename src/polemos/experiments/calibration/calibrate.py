"""Which inputs agree with a record: a posterior of a war's uncertain inputs, and what the record cannot tell.

Comes in: a scenario, a record as measures of it, a budget of simulations.  Goes out: an ``Answer`` whose folder also
holds ``posterior.csv``: draws of the inputs that were learned, which ``--set posterior=FOLDER`` takes in every command.
The method is ``inference``: a pilot teaches which inputs the summaries say anything about, sequential Monte Carlo draws
those that come near to the record, and regression takes away what is left of the distance (``docs/inference.md``).

What this is and is not: the posterior is that of a model, of these summaries and of a tolerance.  A record that lies
outside all that the model can make is told (``fits``) and makes the posterior a compromise, not a measurement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.engine.ensemble import Clock, Progress
from polemos.engine.plan import Changes
from polemos.engine.run import Interrupted
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.answer import Answer, Plain, case_of_design, make_answer
from polemos.experiments.calibration.calibration_tables import draw as draw
from polemos.experiments.calibration.calibration_tables import size as size
from polemos.experiments.calibration.calibration_tables import tables as tables
from polemos.experiments.calibration.findings import dataset_of, draws_of, findings_of, ranges_of
from polemos.experiments.calibration.kept_state import keep, kept, state_path
from polemos.experiments.calibration.simulator import Simulator
from polemos.experiments.calibration.summaries import Summaries, Yardstick, known_in
from polemos.experiments.inference.learning import FEWEST
from polemos.experiments.inference.method import Choices, Inference, infer
from polemos.experiments.inference.settings import INTERRUPTED, Settings
from polemos.experiments.inference.settings import Progress as Ahead
from polemos.experiments.inference.state import digest
from polemos.experiments.laboratory import Laboratory, laboratory_for
from polemos.scenario.posterior import FILE, RANGES, write_draws

if TYPE_CHECKING:
    import xarray

    from polemos.dimensions import Counts
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

DRAWS, BUDGET, BATCH, TABLE = 2000, 20_000, 500, 2000
SHARE = 0.5
"""Part of the simulations at hand that is kept after each round."""
PILOT_SHARE = 0.3
"""Part of the budget that is simulated from the prior to learn from."""


class Asked(NamedTuple):
    """What is calibrated: a war, some of its inputs, and the record that they are held against."""

    war: War
    columns: Counts  # rows of war.inputs
    yardstick: Yardstick
    record: Summaries


def calibrate(
    scenario: str | Path | Scenario,
    record: xarray.Dataset,
    *,
    inputs: str = "",
    budget: int = BUDGET,
    draws: int = DRAWS,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int = 1,
    days: int | None = None,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
    told: Plain | None = None,
) -> Answer:
    """Learn a war's uncertain inputs from a record, and say which it cannot tell.

    ``record`` holds recorded measures of the war (``evidence.observed``), NaN where nothing is known; the horizon is
    ``days``, else the record's last day.  ``inputs`` is a pattern such as ``mechanisms.*``: the others are drawn from
    their ranges in every simulation.  ``budget`` simulations in all, of which three in ten are the pilot; ``draws`` are
    kept.  ``told`` is said of the record in the answer: where it is from, what was left out.  In a folder (``out`` or
    ``cases``) a stopped calibration goes on, and so does one with a larger budget.

    Raises BadInput for what cannot be asked, Interrupted when stopped.
    """
    horizon = days or days_of(record)
    lab = laboratory_for(laboratory, scenario, seed, horizon, out, cases, threads, progress)
    base = Changes(tuple(edits), tuple(what_if), tuple(without))
    asked = _asked(lab.war(base), record, inputs)
    choices = choices_of(budget, draws, seed)
    found = _inferred(asked, choices, lab, base, progress)
    question = {
        "scenario": lab.name, "inputs": inputs, "budget": budget, "draws": draws, "edits": list(edits),
        "what_if": list(what_if), "without": list(without), "days": horizon, "seed": lab.seed, **(told or {}),
    }  # fmt: skip
    names = _names(asked)
    dataset = dataset_of(found, asked.war, asked.columns, names, asked.record)
    findings = findings_of(found, asked.war, asked.columns, names, asked.record, record.attrs)
    answer = make_answer("calibrate", question, lab, {}, dataset, findings)
    answer.cases.append(case_of_design(lab.plan(base).manifest, found.simulations))
    table = draws_of(found, asked.war, asked.columns, TABLE, seed)
    if table is not None:
        answer.files[FILE] = write_draws(table).encode("ascii")
        answer.files[RANGES] = ranges_of(asked.war, table).encode("ascii")
    if out is not None:
        answer.save(out)
    return answer


def choices_of(budget: int, draws: int, seed: int) -> Choices:
    """Return how to infer with a budget of simulations; raises BadInput for one that is too small."""
    pilot, first = int(PILOT_SHARE * budget), ceil(draws / SHARE)
    if draws < 1 or pilot < FEWEST or budget - pilot < first:
        least = ceil(max(first / (1.0 - PILOT_SHARE), FEWEST / PILOT_SHARE)) + 1
        what = f"{budget:,} simulations are too few for {draws:,} draws"
        raise BadInput(
            Problem(what, "--budget", hint=f"give at least {least:,}, better ten for each number of the record")
        )
    return Choices(pilot=pilot, sampling=Settings(draws=draws, budget=budget, seed=seed, batch=BATCH, share=SHARE))


def days_of(record: xarray.Dataset) -> int:
    """Return the last day of the war that a record knows anything of; raises BadInput if it knows nothing."""
    last = 0
    for axis, length in (("day", 1), ("week", 7)):
        for name in record.data_vars:
            variable = record[name]
            if axis in variable.dims:
                rest = tuple(at for at, other in enumerate(variable.dims) if other != axis)
                known = np.isfinite(np.asarray(variable.values, dtype=np.float64)).any(axis=rest)
                if known.any():
                    at = int(np.flatnonzero(known)[-1])
                    last = max(last, (at + 1) if axis == "day" else at * length)
    if not last:
        raise BadInput(Problem("holds no known number by week or day", key="record"))
    return last


def _asked(war: War, record: xarray.Dataset, pattern: str) -> Asked:
    if war.drawn.learned:
        hint = "leave the posterior out: it has been learned from a record already"
        raise BadInput(Problem("inputs are learned from their ranges, not from a posterior", "posterior", hint=hint))
    columns = [row for row, item in enumerate(war.inputs) if fnmatchcase(item.path, pattern or "*")]
    if not columns:
        near = did_you_mean(pattern, [item.path for item in war.inputs])
        what = f"no uncertain input fits {pattern!r}" if pattern else "nothing in this war is uncertain"
        raise BadInput(Problem(what, "--inputs", hint=near or "for example 'mechanisms.*'"))
    yardstick = Yardstick(war, record)
    summed = yardstick.of_record()
    if not known_in(summed).any():
        raise BadInput(Problem("covers no whole week or month of the war", key="record"))
    return Asked(war, np.array(columns, dtype=np.int64), yardstick, summed)


def _names(asked: Asked) -> tuple[str, ...]:
    """Return the names of the summaries that the record has."""
    return tuple(name for name, known in zip(asked.record.names, known_in(asked.record), strict=True) if known)


def _inferred(
    asked: Asked, choices: Choices, lab: Laboratory, base: Changes, progress: Callable[[Progress], None] | None
) -> Inference:
    """Return what was inferred, from where a stopped calibration of the same question stood."""
    known, plan = known_in(asked.record), lab.plan(base)
    observed = asked.record.values[0, known]
    paths = tuple(asked.war.inputs[column].path for column in asked.columns)
    path = None
    if lab.folder is not None:
        same = digest(plan.manifest.run, paths, asked.record.names, observed, choices.pilot, choices.sampling.draws)
        path = state_path(lab.folder, same[:12])
    before = None if path is None else kept(path)
    clock: Clock | None = None

    def report(one: Ahead) -> None:
        nonlocal clock
        if clock is None:
            clock = Clock(one.budget, one.simulations)
        else:
            clock.add(one.simulations - clock.now().done)
        if progress is not None:
            progress(clock.now())

    def beat() -> None:
        if progress is not None and clock is not None:
            progress(clock.now())

    # Matrix products differ in the last bits with the number of threads, and wait for each other on a busy machine.
    from threadpoolctl import threadpool_limits

    simulator = Simulator(asked.war, asked.columns, asked.yardstick, known, lab.seed, lab.threads, beat)
    names = _names(asked)
    store = None if path is None else _keeper(path)
    with threadpool_limits(1, user_api="blas"):
        found = infer(simulator, observed, paths, names, choices, before, report, store)
    if found.stop == INTERRUPTED:
        raise Interrupted(found.simulations, choices.sampling.budget, path)
    return found


def _keeper(path: Path) -> Callable[[Any], None]:
    return lambda state: keep(path, state)


__all__ = ("calibrate", "draw", "size", "tables")
