"""``attribute``: what each stated cause has to do with an outcome, and what none of them explains.

Comes in: a scenario, causes, outcomes.  Goes out: an ``Answer`` with, for each outcome and cause, the probabilities of
necessity and of sufficiency, Shapley shares with pairwise interactions, and the outcome with all causes and with none.
A cause is a change that takes it away; every set of causes is one war, simulated next door in ``laboratory`` on common
random numbers.  The formulas are in ``necessity`` and ``shares``, how the answer looks in ``attribution_tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, make_answer
from polemos.experiments.attribution.attribution_tables import draw as draw
from polemos.experiments.attribution.attribution_tables import size as size
from polemos.experiments.attribution.attribution_tables import tables as tables
from polemos.experiments.attribution.causes import Causes, causes_of
from polemos.experiments.attribution.necessity import causation
from polemos.experiments.attribution.shares import (
    estimates,
    exact_shares,
    interactions,
    part_of,
    sampled_estimates,
    sampled_shares,
)
from polemos.experiments.case import parse_changes, written
from polemos.experiments.laboratory import Laboratory, Values, laboratory_for
from polemos.experiments.outcomes import Outcome, find_outcome
from polemos.experiments.precision import MOST, START, Precise, check_precision, until_precise
from polemos.experiments.statistics import LEVEL, Estimate, estimate, paired

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.schema import Scenario

HISTORIES, ORDERS = 1000, 16
OUTCOME = "first_fissure"


class Attribution(NamedTuple):
    """One outcome: its values in every war [subsets, histories], and the findings in plain data."""

    outcome: Outcome
    values: Values
    found: dict[str, Any]

    @property
    def half_width(self) -> float:
        """Half the width of the widest interval of a share."""
        widths = [(row["shapley"]["high"] - row["shapley"]["low"]) / 2.0 for row in self.found["causes"]]
        return max(np.inf if np.isnan(width) else width for width in widths)


def attribute(
    scenario: str | Path | Scenario,
    outcome: str | Sequence[str] = OUTCOME,
    cause: Sequence[str] | Mapping[str, str] = (),
    *,
    baseline: str = "",
    histories: int | None = None,
    seed: int = 1,
    days: int | None = None,
    orders: int = ORDERS,
    precision: float | None = None,
    at_most: int = MOST,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Attribute outcomes of a war to causes on common random numbers.

    ``outcome``: names or sentences (``"ending == partition"``).  ``cause``: interventions, causes of interventions or
    mechanisms by name, several joined by commas as one; or ``"label: what-if NAME, set PATH=VALUE"``, the change that
    takes the cause away; or label -> such a change.  Without any, the causes that the scenario marks as stated.
    ``baseline`` are changes of every war.  All sets of up to 10 causes are simulated, ``histories`` [1,000] of each; of
    more causes as many pairs of random orders as ``orders`` says (interactions are then not told).  With ``precision``
    histories are added, up to ``at_most``, until half of every share's interval is at most that.

    ``out`` is the answer's folder, ``cases`` the one in which wars are kept, and a ``laboratory`` shares them with
    other questions.  Raises BadInput, EnvironmentTrouble, Interrupted.
    """
    texts = [f"{label}: {text}" for label, text in cause.items()] if isinstance(cause, Mapping) else list(cause)
    lab = laboratory_for(laboratory, scenario, seed, days, out, cases, threads, progress)
    ground = parse_changes(baseline, f"--baseline {baseline!r}") if baseline else Changes()
    causes = causes_of(lab, texts, ground, orders, seed)
    names = list(dict.fromkeys([outcome] if isinstance(outcome, str) else outcome))
    if not names:
        raise BadInput(Problem("no outcome is named", "--outcome"))
    outcomes = [find_outcome(name, lab.war(causes.case(causes.full))) for name in names]
    found, precise = _found(lab, causes, outcomes, histories, precision, at_most)
    number = found[0].values.shape[1]
    question = {
        "scenario": lab.name, "outcome": names, "cause": texts, "baseline": baseline, "days": days,
        "histories": number if precision is None else histories, "seed": seed,
        "orders": orders if causes.orders and orders != ORDERS else None, "precision": precision,
        "at_most": at_most if precision is not None and at_most != MOST else None,
    }  # fmt: skip
    wars = [causes.case(present) for present in causes.subsets]
    runs = dict(zip((war.label for war in wars), lab.run_all(wars, number), strict=True))
    answer = make_answer(
        "attribute", question, lab, runs, _dataset(causes, found), _findings(causes, found, number, precise)
    )
    if out is not None:
        answer.save(out)
    return answer


def _found(
    lab: Laboratory,
    causes: Causes,
    outcomes: Sequence[Outcome],
    histories: int | None,
    precision: float | None,
    at_most: int,
) -> tuple[list[Attribution], Precise | None]:
    def simulate(number: int) -> list[Attribution]:
        return attributions(lab, causes, outcomes, number)

    if precision is None:
        return simulate(HISTORIES if histories is None else histories), None
    check_precision(precision, at_most)
    return until_precise(
        simulate, lambda found: max(one.half_width for one in found), precision, histories or START, at_most
    )


def attributions(lab: Laboratory, causes: Causes, outcomes: Sequence[Outcome], histories: int) -> list[Attribution]:
    """Return what is found for every outcome; all wars are simulated first, each once."""
    wars = [causes.case(present) for present in causes.subsets]
    lab.run_all(wars, histories)
    values = np.stack([lab.table(war, outcomes, histories) for war in wars])
    return [
        Attribution(outcome, values[:, row], attribution(causes, outcome, values[:, row]))
        for row, outcome in enumerate(outcomes)
    ]


def attribution(causes: Causes, outcome: Outcome, values: Values) -> dict[str, Any]:
    """Return the findings for one outcome of every war [subsets, histories] as plain data.

    Only histories in which the outcome is known in all wars count, so that all figures are of the same histories.
    """
    known = np.isfinite(values).all(axis=0)
    kept = values[:, known]
    by_set = dict(zip(causes.subsets, kept, strict=True))
    whole, nothing = by_set[causes.full], by_set[0]
    shares, told = _shares(causes, by_set, kept)
    event = outcome.kind == "share"
    found: dict[str, Any] = {
        "outcome": outcome.name, "title": outcome.title, "unit": outcome.unit, "kind": outcome.kind,
        "definition": outcome.definition, "histories": int(known.sum()), "unknown": int((~known).sum()),
        "with_all": estimate(whole, outcome.kind)._asdict(), "with_none": estimate(nothing, outcome.kind)._asdict(),
        "effect": paired(nothing, whole, outcome.kind)._asdict(),
        "together": causation_told(whole, nothing) if event else None,
        "causes": [], "interactions": _interactions(causes, kept),
    }  # fmt: skip
    for row, cause in enumerate(causes.causes):
        without, alone = by_set[causes.full ^ 1 << row], by_set[1 << row]
        part = part_of(shares[row], whole - nothing) if known.any() else None
        found["causes"].append({
            "cause": cause.label, "title": cause.title, "removal": written(cause.removal),
            "shapley": told[row]._asdict(), "part": None if part is None else part._asdict(),
            "last": paired(without, whole, outcome.kind)._asdict(),
            "first": paired(nothing, alone, outcome.kind)._asdict(),
            "among_others": causation_told(whole, without) if event else None,
            "alone": causation_told(alone, nothing) if event else None,
        })  # fmt: skip
    return found


def causation_told(present: Values, absent: Values) -> dict[str, Any]:
    """Return the probabilities of causation as plain data."""
    found: dict[str, Any] = causation(present, absent)._asdict()
    return {name: part._asdict() if hasattr(part, "_asdict") else part for name, part in found.items()}


def _shares(causes: Causes, by_set: Mapping[int, Values], kept: Values) -> tuple[Values, list[Estimate]]:
    """Return the shares of each history [causes, histories] and their estimates."""
    if not causes.orders:
        shares = exact_shares(kept)
        return shares, estimates(shares)
    drawn = sampled_shares(by_set, causes.orders)
    return drawn.mean(axis=0), sampled_estimates(drawn)


def _interactions(causes: Causes, kept: Values) -> list[dict[str, Any]] | None:
    if causes.orders:
        return None
    names, found = [cause.label for cause in causes.causes], interactions(kept)
    return [
        {"one": names[one], "two": names[two], **estimate(found[one, two])._asdict()}
        for two in range(len(names))
        for one in range(two)
    ]


def _findings(causes: Causes, found: Sequence[Attribution], histories: int, precise: Precise | None) -> dict[str, Any]:
    return {
        "level": LEVEL, "histories": histories, "wars": len(causes.subsets), "pairs_of_orders": len(causes.orders),
        "causes": [cause.label for cause in causes.causes], "outcomes": [one.found for one in found],
        "subsets": [causes.label(present) for present in causes.subsets],
        "precision": None if precise is None else precise._asdict(),
    }  # fmt: skip


def _dataset(causes: Causes, found: Sequence[Attribution]) -> xarray.Dataset:
    """Return every number with its labels: outcomes, causes, wars with some of the causes, histories."""
    import xarray as xr

    labels, per_cause = [cause.label for cause in causes.causes], ("outcome", "cause")
    values = np.stack([one.values for one in found])
    rows = [one.found["causes"] for one in found]
    present = [[bool(war >> row & 1) for row in range(len(labels))] for war in causes.subsets]
    variables: dict[str, Any] = {"value": (("outcome", "war", "history"), values)}
    for name, key in (("shapley", "shapley"), ("effect_last", "last"), ("effect_first", "first")):
        for number, variable in (("mean", name), *((part, f"{name}_{part}") for part in ("error", "low", "high"))):
            variables[variable] = (per_cause, [[row[key][number] for row in several] for several in rows])
    for context in ("among_others", "alone"):
        for name in ("necessity", "sufficiency", "both", "prevented"):
            for number in ("mean", "error", "low", "high", "histories"):
                variable = f"{name}_{context}" + ("" if number == "mean" else f"_{number}")
                table = [[row[context][name][number] if row[context] else np.nan for row in one] for one in rows]
                variables[variable] = (per_cause, table)
    if not causes.orders:
        for number, variable in (("mean", "interaction"), ("error", "interaction_error"), ("low", "interaction_low"),
                                 ("high", "interaction_high")):  # fmt: skip
            variables[variable] = (("outcome", "cause", "other"), _square(labels, found, number))
    coordinates: dict[str, Any] = {
        "outcome": [one.outcome.name for one in found],
        "cause": labels,
        "other": labels,
        "war": [causes.label(war) for war in causes.subsets],
        "history": np.arange(values.shape[2]),
        "present": (("war", "cause"), np.array(present).reshape(len(causes.subsets), len(labels))),
        "units": ("outcome", [one.outcome.unit for one in found]),
        "definition": ("outcome", [one.outcome.definition for one in found]),
        "removal": ("cause", [written(cause.removal) for cause in causes.causes]),
    }
    return xr.Dataset(variables, coordinates, {"level": LEVEL})


def _square(labels: Sequence[str], found: Sequence[Attribution], number: str) -> Values:
    """Return a number of every pair of causes [outcomes, causes, causes], NaN on the diagonal."""
    table = np.full((len(found), len(labels), len(labels)), np.nan)
    for row, one in enumerate(found):
        for pair in one.found["interactions"]:
            first, second = labels.index(pair["one"]), labels.index(pair["two"])
            table[row, first, second] = table[row, second, first] = pair[number]
    return table
