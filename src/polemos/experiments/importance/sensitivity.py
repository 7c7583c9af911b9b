"""Which inputs matter for an outcome, alone and together, and how much of it is chance whatever the inputs.

Comes in: a scenario, outcomes, what varies and in which groups.  Goes out: an ``Answer`` with effects (Morris) or
shares of variance (Sobol), the share due to chance beside them, and Monte Carlo error on every number.  Estimators are
next door in ``effects``, designs in ``design``, playing them in ``nested``, what one outcome's values say in
``findings_of_design``; how the answer looks is ``sensitivity_tables``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.provenance import cores
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, case_of_design, make_answer
from polemos.experiments.case import laid_over
from polemos.experiments.importance.design import Design, morris_design, sobol_design
from polemos.experiments.importance.factors import Space, space_of
from polemos.experiments.importance.findings_of_design import FALSE_ALARM, LEAST_SAMPLES, Plain, analysed
from polemos.experiments.importance.nested import play_design
from polemos.experiments.importance.sensitivity_tables import draw as draw
from polemos.experiments.importance.sensitivity_tables import size as size
from polemos.experiments.importance.sensitivity_tables import tables as tables
from polemos.experiments.laboratory import Laboratory, laboratory_for
from polemos.experiments.outcomes import Outcome, find_outcome

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.schema import Scenario

MORRIS, SOBOL = "morris", "sobol"
METHODS = (MORRIS, SOBOL)
USUAL_SAMPLES = {MORRIS: 16, SOBOL: 64}
REPLICATES = 4
MOST_HISTORIES = 10_000_000


def sensitivity(
    scenario: str | Path | Scenario,
    outcome: str | Sequence[str],
    *,
    method: str = MORRIS,
    groups: str = "mechanism",
    inputs: str = "",
    choices: Sequence[str] = (),
    samples: int | None = None,
    replicates: int = REPLICATES,
    histories: int | None = None,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int = 1,
    days: int | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Say which inputs of a war matter for an outcome, and how much of it is chance.

    ``outcome`` is a name or a sentence, or several: all are taken from the same histories.  ``method`` is "morris"
    (screening: few histories, effects in the outcome's unit) or "sobol" (shares of variance, first and total order).
    ``groups``, ``inputs`` and ``choices`` say what moves together, which inputs are meant, and what else varies: see
    ``factors.space_of``.  ``samples`` trajectories [16] or base points [64, a power of two], each with all its rows
    under ``replicates`` dice; or say how many ``histories`` there may be in all.  ``edits``, ``what_if`` and
    ``without`` change the war that is studied.

    Raises BadInput for what cannot be asked, and for samples or outcomes from which nothing can be told.
    """
    lab = laboratory_for(laboratory, scenario, seed, days, out, None, threads, progress)
    base = Changes(tuple(edits), tuple(what_if), tuple(without))
    war = lab.war(base)
    if war.drawn.learned:
        hint = "leave the posterior out: it says by itself how far records have narrowed each input"
        raise BadInput(Problem("inputs are varied within their ranges, not within a posterior", "posterior", hint=hint))
    names = [outcome] if isinstance(outcome, str) else list(dict.fromkeys(outcome))
    if not names:
        raise BadInput(Problem("no outcome is named", "--outcome", hint="for example --outcome first_fissure"))
    outcomes = [find_outcome(name, war) for name in names]
    space = space_of(war, groups, inputs, choices)
    samples = samples_for(method, samples, replicates, len(space.groups), histories)
    design = (morris_design if method == MORRIS else sobol_design)(space, samples, lab.seed)
    values = _played(lab, base, outcomes, space, design, replicates)
    question = {
        "scenario": lab.name, "outcome": names, "method": method, "groups": groups, "inputs": inputs,
        "choice": list(choices), "samples": samples, "replicates": replicates, "edits": list(edits),
        "what_if": list(what_if), "without": list(without), "days": days, "seed": lab.seed,
    }  # fmt: skip
    found = _all_analysed(outcomes, values, space, design, lab.seed)
    findings: Plain = {
        "method": method, "samples": samples, "replicates": replicates, "histories": values[0].size,
        "definitions": {one.name: one.definition for one in outcomes}, "outcomes": found,
    }  # fmt: skip
    answer = make_answer("sensitivity", question, lab, {}, _dataset(space, outcomes, found, values), findings)
    answer.cases.append(case_of_design(lab.plan(base).manifest, values[0].size))
    if out is not None:
        answer.save(out)
    return answer


def samples_for(method: str, samples: int | None, replicates: int, groups: int, histories: int | None = None) -> int:
    """Return the sample size of a study; raises BadInput for sizes from which nothing can be told.

    Without ``samples`` it is what ``histories`` allow, or the usual one.  The test for "stands out" flips signs: if all
    replicates of all samples agree, a random sign for each does as well with probability 2^-((replicates - 1) samples),
    which must be below the share of a false alarm that falls to one group.
    """
    if method not in METHODS:
        raise BadInput(Problem(f"there is no method {method!r}", "--method", hint=f"there are {', '.join(METHODS)}"))
    if replicates < 2:
        what = f"chance shows only where the same inputs meet other dice: at least 2 replicates, not {replicates}"
        raise BadInput(Problem(what, "--replicates", hint=f"{REPLICATES} are usual"))
    least, rows = LEAST_SAMPLES[method], groups + (1 if method == MORRIS else 2)
    if samples is not None and histories is not None:
        what = "says with --samples how large the study is, and again with --histories"
        raise BadInput(Problem(what, hint="leave one of them out"))
    option = "--samples"
    if samples is None and histories is not None:
        option, samples = "--histories", histories // (rows * replicates)
        if method == SOBOL and samples:
            samples = 1 << (samples.bit_length() - 1)
    samples = USUAL_SAMPLES[method] if samples is None else samples
    if samples < least:
        hint = f"that is {least * rows * replicates:,} histories; coarser --groups need fewer"
        raise BadInput(Problem(f"{method} needs at least {least} samples, not {samples}", option, hint=hint))
    enough = math.ceil(math.log2(groups / FALSE_ALARM) / (replicates - 1))
    if samples < enough:
        what = f"{samples} samples under {replicates} dice can never tell one of {groups} groups from chance"
        raise BadInput(Problem(what, option, hint=f"take {enough} samples, more replicates or coarser groups"))
    if method == SOBOL and samples & (samples - 1):
        lower = 1 << (samples.bit_length() - 1)
        what = f"a Sobol sequence is balanced for powers of two only, not for {samples}"
        raise BadInput(Problem(what, option, hint=f"give {lower} or {2 * lower}"))
    if samples * rows * replicates > MOST_HISTORIES:
        what = f"{samples * rows * replicates:,} histories are more than {MOST_HISTORIES:,}"
        raise BadInput(Problem(what, option, hint="take fewer samples or coarser groups"))
    return samples


def _played(
    lab: Laboratory, base: Changes, outcomes: Sequence[Outcome], space: Space, design: Design, replicates: int
) -> Floats:
    """Return every outcome at every point of the design under every dice."""
    war = lab.war(base)

    def measure(outcome: Outcome) -> Callable[[Any], Floats]:
        return lambda arrays: np.asarray(outcome.make(arrays, war), dtype=np.float64)

    return play_design(
        space,
        design,
        lambda more: lab.war(laid_over(base, more)),
        [measure(outcome) for outcome in outcomes],
        replicates,
        lab.seed,
        lab.threads or cores(),
        lab.progress,
    )


def _all_analysed(outcomes: Sequence[Outcome], values: Floats, space: Space, design: Design, seed: int) -> list[Plain]:
    """Return what every outcome says; raises BadInput with all of those that say nothing."""
    found: list[Plain] = []
    problems: list[Problem] = []
    for outcome, each in zip(outcomes, values, strict=True):
        try:
            found.append(analysed(outcome, each, space, design, seed))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return found


def _dataset(space: Space, outcomes: Sequence[Outcome], found: Sequence[Plain], values: Floats) -> xarray.Dataset:
    """Return every number with its labels; ``value`` holds the outcome of every history of the design."""
    import xarray as xr

    names = [group.name for group in space.groups]
    rows = [{group["group"]: group for group in one["groups"]} for one in found]
    variables: dict[str, Any] = {
        "value": (("outcome", "block", "row", "replicates"), values, {"description": "outcome of every history"}),
    }
    for name in ("mean", "variance", "chance", *(("alone",) if found[0]["alone"] else ())):
        for part in ("value", "error", "low", "high"):
            label = name if part == "value" else f"{name}_{part}"
            variables[label] = ("outcome", [one[name][part] for one in found])
    for name, example in rows[0][names[0]].items():
        if name in ("group", "title", "inputs"):
            continue
        table = [[row[group][name] for group in names] for row in rows]
        if isinstance(example, dict) or name == "mu":
            for part in ("value", "error", "low", "high"):
                numbers = [[np.nan if cell is None else cell[part] for cell in row] for row in table]
                variables[name if part == "value" else f"{name}_{part}"] = (("outcome", "group"), numbers)
        elif name == "stands_out":
            variables[name] = (("outcome", "group"), np.array(table, dtype=np.bool_))
        else:
            numbers = [[np.nan if cell is None else cell for cell in row] for row in table]
            variables[name] = (("outcome", "group"), numbers)
    coordinates: dict[str, Any] = {
        "outcome": [one.name for one in outcomes], "group": names,
        "outcome_title": ("outcome", [one.title for one in outcomes]),
        "units": ("outcome", [one.unit for one in outcomes]),
        "definition": ("outcome", [one.definition for one in outcomes]),
        "group_title": ("group", [group.title for group in space.groups]),
        "inputs": ("group", [len(group.columns) for group in space.groups]),
    }  # fmt: skip
    return xr.Dataset(variables, coordinates)
