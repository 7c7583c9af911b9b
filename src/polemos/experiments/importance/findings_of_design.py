"""What the values of one outcome on a design say, as plain data; or why they say nothing.

Comes in: an outcome's values [blocks, rows, replicates] with the space and the design they belong to.  Goes out: a dict
of numbers, each with its Monte Carlo error and 95 % interval.  What cannot be told from the sample is refused in words,
and nothing is reported as "not a number".  Estimators are next door in ``effects``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.importance import effects
from polemos.experiments.importance.design import Design
from polemos.experiments.importance.factors import Space
from polemos.experiments.outcomes import Outcome

LEAST_SAMPLES = {"morris": 8, "sobol": 32}
# A study is refused if the standard error of the share due to chance is larger: it could as well be anything.
MOST_ERROR = 0.15
# The chance that any group without effect is said to stand out, all groups of an outcome together.
FALSE_ALARM = 0.05

Plain = dict[str, Any]


def analysed(outcome: Outcome, values: Floats, space: Space, design: Design, seed: int) -> Plain:
    """Return what the values of an outcome [blocks, rows, replicates] say; raises BadInput where they say nothing.

    The interval of an effect is that of its square, which can be told on both sides of 0.
    """
    _refuse_unknown(outcome, values)
    _refuse_constant(outcome, values)
    changes = effects.changes(values, design.moved)
    unlikely = effects.p_values(changes, seed)
    groups: list[Plain] = [
        {"group": group.name, "title": group.title, "inputs": len(group.columns), "p_value": float(p)}
        for group, p in zip(space.groups, unlikely, strict=True)
    ]
    for group in groups:
        group["stands_out"] = group["p_value"] <= FALSE_ALARM / len(groups)
    found: effects.Shares | effects.Screening
    if design.moved is None:
        found = effects.sobol_shares(values, seed)
        columns: Plain = {"first": found.first, "total": found.total}
        order = "total"
    else:
        found = effects.elementary_effects(values, design.moved, seed)
        columns = {"effect": found.effect, "mu_star": found.mu_star, "mu": found.mu}
        order = "effect"
        for group, by_chance, sigma in zip(groups, found.by_chance, found.sigma, strict=True):
            group["mu_star_by_chance"] = float(by_chance)
            group["sigma"] = float(sigma) if group["inputs"] == 1 else None
    _refuse_unsure(outcome, found, len(values))
    for name, column in columns.items():
        for row, group in enumerate(groups):
            known = name != "mu" or group["inputs"] == 1
            group[name] = interval(column.value[row], column.error[row]) if known else None
    if isinstance(found, effects.Screening):
        for row, group in enumerate(groups):
            square = interval(found.square.value[row], found.square.error[row])
            low, high = (math.sqrt(max(0.0, square[end])) for end in ("low", "high"))
            error = max(group["effect"]["error"], (high - low) / (2.0 * effects.NORMAL_95))
            group["effect"] |= {"error": error, "low": low, "high": high}
    return {
        "outcome": outcome.name, "title": outcome.title, "unit": outcome.unit, "kind": outcome.kind,
        "mean": _mean(values), "variance": interval(*found.variance), "chance": interval(*found.chance),
        "alone": interval(*found.alone) if isinstance(found, effects.Shares) else None,
        "groups": sorted(groups, key=lambda group: -group[order]["value"]),
    }  # fmt: skip


def interval(value: Any, error: Any) -> Plain:
    """Return a number with its Monte Carlo standard error and the 95 % interval that it gives."""
    value, error = float(value), float(error)
    return {
        "value": value,
        "error": error,
        "low": value - effects.NORMAL_95 * error,
        "high": value + effects.NORMAL_95 * error,
    }


def _mean(values: Floats) -> Plain:
    blocks = values.mean(axis=(1, 2))
    return interval(blocks.mean(), blocks.std(ddof=1) / np.sqrt(len(blocks)))


def _refuse_unknown(outcome: Outcome, values: Floats) -> None:
    unknown = int(np.isnan(values).sum())
    if unknown:
        what = f"is not known in {unknown:,} of {values.size:,} histories, so its variance is not either"
        raise BadInput(Problem(what, key=outcome.name, hint="ask for an outcome that every history has"))


def _refuse_constant(outcome: Outcome, values: Floats) -> None:
    if np.ptp(values) == 0.0:
        what = (
            f"is {values.flat[0]:g} in all {values.size:,} histories: nothing here moves it, neither inputs nor chance"
        )
        raise BadInput(Problem(what, key=outcome.name, hint="ask for another outcome, or for more histories"))


def _refuse_unsure(outcome: Outcome, found: effects.Shares | effects.Screening, blocks: int) -> None:
    error = float(found.chance.error)
    if not np.isfinite(error) or not float(found.variance.value) > 0.0:
        what = f"varies in too few of the {blocks} samples for any share of its variance"
        raise BadInput(
            Problem(what, key=outcome.name, hint=f"take {4 * blocks} samples, or an outcome that is less rare")
        )
    if error > MOST_ERROR:
        enough = 2 ** int(np.ceil(np.log2(blocks * (error / MOST_ERROR) ** 2)))
        what = f"{blocks} samples leave the share due to chance uncertain by {error:.0%}"
        raise BadInput(Problem(what, key=outcome.name, hint=f"take {max(enough, 2 * blocks)} samples"))
