"""``compare``: the difference that each of several what-ifs makes, history by history.

Comes in: a scenario and alternatives to it.  Goes out: an ``Answer`` with, for every headline outcome and alternative,
the paired difference on common random numbers, its 95 % interval, the share of histories in which it goes up, and the
variance that pairing saved.  Cases are simulated next door in ``laboratory``, the statistics are in ``statistics``, how
the answer looks in ``contrast_tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.run import Run
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.answer import Answer, make_answer
from polemos.experiments.case import BASELINE, Case, alternatives_of, laid_over, parse_changes, written
from polemos.experiments.contrasts.contrast_tables import draw as draw
from polemos.experiments.contrasts.contrast_tables import size as size
from polemos.experiments.contrasts.contrast_tables import tables as tables
from polemos.experiments.laboratory import Laboratory, Values, laboratory_for
from polemos.experiments.outcomes import Outcome, find_outcome, headline
from polemos.experiments.precision import MOST, NAMELESS, START, Precise, check_precision, until_precise
from polemos.experiments.statistics import LEVEL, Difference, estimate, in_words, paired

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.schema import Scenario

ALL = "all"
HISTORIES = 1000
Found = dict[tuple[str, str], list[Difference]]


class Contrasts(NamedTuple):
    """What was found: outcomes of every case [outcome, history] and the differences of every pair of cases."""

    histories: int
    values: dict[str, Values]
    differences: Found


def compare(
    scenario: str | Path | Scenario,
    without: Sequence[str] = (),
    what_if: Sequence[str] = (),
    edits: Sequence[str] = (),
    alternatives: Sequence[str | Case] | Mapping[str, str] = (),
    *,
    baseline: str = "",
    versus: str = BASELINE,
    measures: Sequence[str] = (),
    histories: int | None = None,
    seed: int = 1,
    days: int | None = None,
    precision: float | None = None,
    at_most: int = MOST,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Compare a war with any number of alternatives to it on common random numbers.

    Each of ``without``, ``what_if`` and ``edits`` (``path=value``) is one alternative by itself; names joined by a
    comma are changed together; ``alternatives`` are written out as ``"label: without a, set x=y"`` or label -> changes.
    ``baseline`` are changes laid over the baseline and every alternative.  ``versus`` is the label of the case that
    differences are taken against, or "all" for every pair.  ``measures`` are outcomes or sentences instead of the
    headline ones.  With ``precision`` histories are added, up to ``at_most``, until half the width of the 95 %
    interval of every difference in ``measures`` is at most that; ``histories`` [1,000] is then the first step [200].

    Each case is simulated once; ``out`` is the answer's folder, ``cases`` the one in which cases are kept, and a
    ``laboratory`` shares them with other questions.  Raises BadInput, EnvironmentTrouble, Interrupted.
    """
    question = {
        "without": list(without), "what_if": list(what_if), "edits": list(edits),
        "alternatives": _texts(alternatives), "baseline": baseline, "versus": versus if versus != BASELINE else "",
        "measures": list(measures), "days": days, "histories": histories, "seed": seed, "precision": precision,
        "at_most": at_most if precision is not None and at_most != MOST else None,
    }  # fmt: skip
    ground = parse_changes(baseline, f"--baseline {baseline!r}") if baseline else Changes()
    chosen = _cases(without, what_if, edits, alternatives, ground)
    lab = laboratory_for(laboratory, scenario, seed, days, out, cases, threads, progress)
    pairs = _pairs(chosen, versus)
    outcomes = _outcomes(lab, chosen, measures)
    found, precise = _measured(lab, chosen, pairs, outcomes, bool(measures), histories, precision, at_most)
    runs = dict(zip((case.label for case in chosen), lab.run_all(chosen, found.histories), strict=True))
    question = {"scenario": lab.name, **question, "histories": found.histories if precision is None else histories}
    findings = findings_of(found, runs, outcomes, precise)
    answer = make_answer("compare", question, lab, runs, dataset_of(found, outcomes), findings)
    if out is not None:
        answer.save(out)
    return answer


def _texts(alternatives: Sequence[str | Case] | Mapping[str, str]) -> list[str]:
    if isinstance(alternatives, Mapping):
        return [f"{label}: {text}" for label, text in alternatives.items()]
    return [text if isinstance(text, str) else f"{text.label}: {written(text.changes)}" for text in alternatives]


def _cases(
    without: Sequence[str],
    what_if: Sequence[str],
    edits: Sequence[str],
    alternatives: Sequence[str | Case] | Mapping[str, str],
    ground: Changes,
) -> list[Case]:
    """Return the baseline and the alternatives, all with the changes of the ground laid under them."""
    found = alternatives_of(without, what_if, edits, _texts(alternatives))
    if not found:
        what = "there is nothing to compare with"
        hint = "name an alternative: --without NAME, --what-if NAME, --set PATH=VALUE or --alternative 'LABEL: ...'"
        raise BadInput(Problem(what, hint=hint))
    return [Case(BASELINE, ground), *(Case(case.label, laid_over(ground, case.changes)) for case in found)]


def _pairs(cases: Sequence[Case], versus: str) -> list[tuple[str, str]]:
    """Return which case is held against which: (alternative, against)."""
    labels = [case.label for case in cases]
    if versus == ALL:
        return [(labels[two], labels[one]) for one in range(len(labels)) for two in range(one + 1, len(labels))]
    if versus not in labels:
        hint = did_you_mean(versus, [*labels, ALL]) or f"there are {', '.join(labels)} and {ALL}"
        raise BadInput(Problem(f"there is no case {versus!r}", "--versus", hint=hint))
    return [(label, versus) for label in labels if label != versus]


def _outcomes(lab: Laboratory, cases: Sequence[Case], measures: Sequence[str]) -> list[Outcome]:
    """Return what is measured; every war must know it."""
    for case in cases:
        lab.plan(case)
    war = lab.war(cases[0])
    if not measures:
        return headline(war)
    found = [find_outcome(text, war, "--measure") for text in dict.fromkeys(measures)]
    for case in cases[1:]:
        for text in measures:
            find_outcome(text, lab.war(case), f'in "{case.label}": --measure')
    return found


def _measured(
    lab: Laboratory,
    cases: Sequence[Case],
    pairs: Sequence[tuple[str, str]],
    outcomes: Sequence[Outcome],
    named: bool,
    histories: int | None,
    precision: float | None,
    at_most: int,
) -> tuple[Contrasts, Precise | None]:
    if precision is None:
        return contrasts(lab, cases, pairs, outcomes, HISTORIES if histories is None else histories), None
    check_precision(precision, at_most)
    if not named:
        raise BadInput(NAMELESS)

    def widest(found: Contrasts) -> float:
        widths = [one.half_width for several in found.differences.values() for one in several]
        return max(np.inf if np.isnan(width) else width for width in widths)

    return until_precise(
        lambda number: contrasts(lab, cases, pairs, outcomes, number), widest, precision, histories or START, at_most
    )


def contrasts(
    lab: Laboratory,
    cases: Sequence[Case],
    pairs: Sequence[tuple[str, str]],
    outcomes: Sequence[Outcome],
    histories: int,
) -> Contrasts:
    """Return the outcomes of all cases and the paired differences of some of them."""
    lab.run_all(cases, histories)
    values = {case.label: lab.table(case, outcomes, histories) for case in cases}
    differences = {
        (one, other): [
            paired(values[other][row], values[one][row], outcome.kind) for row, outcome in enumerate(outcomes)
        ]
        for one, other in pairs
    }
    return Contrasts(histories, values, differences)


def findings_of(
    found: Contrasts, runs: Mapping[str, Run], outcomes: Sequence[Outcome], precise: Precise | None
) -> dict[str, Any]:
    """Return the answer as plain data."""
    levels = {
        label: [estimate(values[row], outcome.kind)._asdict() for row, outcome in enumerate(outcomes)]
        for label, values in found.values.items()
    }
    changed = {
        label: [*run.manifest.without, *run.manifest.what_if, *run.manifest.edits] for label, run in runs.items()
    }
    rows = []
    for (one, other), several in found.differences.items():
        same = runs[one].manifest.run == runs[other].manifest.run
        measures = [
            {
                "measure": outcome.name, "title": outcome.title, "unit": outcome.unit, "kind": outcome.kind,
                "against": levels[other][row], "alternative": levels[one][row],
                "difference": {**difference._asdict(), "excluded": difference.excluded},
                "words": in_words(difference, outcome.title, outcome.unit),
            }
            for row, (outcome, difference) in enumerate(zip(outcomes, several, strict=True))
        ]  # fmt: skip
        rows.append(
            {"alternative": one, "against": other, "changes": changed[one], "same_war": same, "measures": measures}
        )
    return {
        "level": LEVEL, "histories": found.histories, "contrasts": rows,
        "precision": None if precise is None else precise._asdict(),
        "definitions": {outcome.name: outcome.definition for outcome in outcomes},
    }  # fmt: skip


def dataset_of(found: Contrasts, outcomes: Sequence[Outcome]) -> xarray.Dataset:
    """Return every number with its labels: cases, outcomes, histories, and pairs of cases."""
    import xarray as xr

    labels, pairs = list(found.values), list(found.differences)
    levels = [[estimate(found.values[label][row], one.kind) for row, one in enumerate(outcomes)] for label in labels]
    several = [found.differences[pair] for pair in pairs]
    contrast, case = ("contrast", "outcome"), ("case", "outcome")
    about = {"description": "alternative less the case it is held against, over histories of the same luck"}
    variables: dict[str, Any] = {
        "value": (("case", "outcome", "history"), np.stack([found.values[label] for label in labels])),
        "mean": (case, [[one.mean for one in row] for row in levels]),
        "error": (case, [[one.error for one in row] for row in levels]),
        "low": (case, [[one.low for one in row] for row in levels]),
        "high": (case, [[one.high for one in row] for row in levels]),
        "difference": (contrast, _grid(several, "mean", len(outcomes)), about),
    }
    for name in ("error", "low", "high", "up", "down", "equal", "differing", "variance_saved"):
        variables[f"difference_{name}"] = (contrast, _grid(several, name, len(outcomes)))
    variables["verdict"] = (contrast, _grid(several, "verdict", len(outcomes)).astype(np.str_))
    coordinates: dict[str, Any] = {
        "case": labels,
        "outcome": [one.name for one in outcomes],
        "history": np.arange(found.histories),
        "contrast": [one if other == BASELINE else f"{one} against {other}" for one, other in pairs],
        "against": ("contrast", [other for _, other in pairs]),
        "outcome_title": ("outcome", [one.title for one in outcomes]),
        "units": ("outcome", [one.unit for one in outcomes]),
        "definition": ("outcome", [one.definition for one in outcomes]),
    }
    return xr.Dataset(variables, coordinates, {"level": LEVEL})


def _grid(several: Sequence[Sequence[Difference]], name: str, outcomes: int) -> np.ndarray[Any, Any]:
    """Return one field of all differences [pairs, outcomes]; there may be no pair."""
    return np.array([[getattr(one, name) for one in row] for row in several]).reshape(len(several), outcomes)
