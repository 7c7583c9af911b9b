"""What a calibration found, as plain data, as a labelled dataset, and as draws that a scenario can take.

Comes in: an ``Inference`` and the war whose inputs were learned.  Goes out: for every input what is known of it before
and after, in its own unit; how the record lies among simulations; and a table of draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.engine.given import quantiles
from polemos.experiments.answer import Plain
from polemos.experiments.inference.draws import RESAMPLING
from polemos.experiments.inference.method import Inference
from polemos.experiments.inference.misfit import Misfit
from polemos.experiments.inference.posterior import LEARNED, Posterior, correlations, marginals, quantile, resample
from polemos.experiments.inference.settings import REASONS
from polemos.experiments.naming import input_title
from polemos.scenario.inputs import Input
from polemos.scenario.posterior import Draws

if TYPE_CHECKING:
    import xarray

    from polemos.experiments.calibration.summaries import Summaries
    from polemos.scenario.compile import War

INTERVAL = np.array([0.05, 0.5, 0.95])
SHOWN_OUTLIERS = 12
WHY = {**REASONS, "nothing identified": "the summaries say nothing of any input"}


def draws_of(found: Inference, war: War, columns: Counts, number: int, seed: int) -> Draws | None:
    """Return draws of equal weight of the inputs that take part, in their units and in random order; None if none do.

    Inputs that do not take part keep their range: their chance is drawn anew in every history.
    """
    posterior = found.posterior
    if posterior is None or not posterior.active:
        return None
    rows = resample(posterior.weights, number, seed)
    order = np.random.Generator(np.random.Philox(key=[seed, RESAMPLING])).permutation(number)
    active = list(posterior.active)
    inputs = [war.inputs[columns[column]] for column in active]
    values = quantiles(inputs, posterior.levels[rows[order]][:, active])
    return Draws(tuple(item.path for item in inputs), np.asarray(values, dtype=np.float64))


def ranges_of(war: War, table: Draws) -> str:
    """Return the ranges that inputs were learned from, as a table; elsewhere only equal ranges mean the same."""
    rows = [war.drawn.all[war.drawn.row[path]] for path in table.paths]
    lines = [f"{item.path},{item.low!r},{item.best!r},{item.high!r}" for item in rows]
    return "\n".join(["path,low,best,high", *lines]) + "\n"


def findings_of(
    found: Inference, war: War, columns: Counts, names: Sequence[str], record: Summaries, about: Mapping[Any, Any]
) -> Plain:
    """Return what was found as plain data."""
    posterior = found.posterior
    assert posterior is not None
    inputs = [war.inputs[column] for column in columns]
    rows = _marginals(posterior, inputs, war)
    learned = [row for row in rows if row["verdict"] == LEARNED]
    learned.sort(key=lambda row: -abs(row["contraction"]))
    observed = record.values[0, np.isfinite(record.values[0])]
    return {
        "record": {str(name): _word(value) for name, value in about.items()},
        "summaries": len(names), "inputs": len(inputs), "taking_part": len(posterior.active),
        "learned": learned, "not_identified": [row["path"] for row in rows if row["verdict"] != LEARNED],
        "simulations": found.simulations, "pilot": found.simulations - sum_of_rounds(found),
        "stop": found.stop, "why": WHY.get(found.stop, found.stop), "effective": posterior.effective,
        "draws": len(posterior.weights), "tolerance": posterior.tolerance,
        "rounds": [one._asdict() for one in found.rounds],
        "adjustment": {"method": posterior.adjustment.method, "why": posterior.adjustment.why},
        "fits": {"summaries": _fit(found.of_summaries), "statistics": _fit(found.of_statistics)},
        "correlated": _correlated(posterior, inputs, war),
        "within": _within(posterior, observed, names),
    }  # fmt: skip


def sum_of_rounds(found: Inference) -> int:
    """Return the simulations that were not the pilot."""
    return found.rounds[-1].simulations if found.rounds else 0


def dataset_of(found: Inference, war: War, columns: Counts, names: Sequence[str], record: Summaries) -> xarray.Dataset:
    """Return every number with its labels: draws, weights, summaries, and each input before and after."""
    import xarray as xr

    posterior = found.posterior
    assert posterior is not None
    inputs = [war.inputs[column] for column in columns]
    explained = np.full(len(inputs), np.nan) if found.learned is None else found.learned.explained
    known = marginals(posterior)
    told = {name: ("input", [getattr(one, name) for one in known])
            for name in ("contraction", "contraction_low", "contraction_high", "p_value")}  # fmt: skip
    values = quantiles(inputs, posterior.levels)
    low, median, high = quantile(values, posterior.weights, INTERVAL)
    prior = quantiles(inputs, np.repeat(INTERVAL[:, None], len(inputs), axis=1))
    units = {"units": "the input's own, see input_unit"}
    variables: dict[str, Any] = {
        "value": (("draw", "input"), values, units), "weight": ("draw", posterior.weights),
        "dice": ("draw", posterior.dice), "summary_value": (("draw", "summary"), posterior.summaries),
        "recorded": ("summary", record.values[0, np.isfinite(record.values[0])]),
        "low": ("input", low, units), "median": ("input", median, units), "high": ("input", high, units),
        "prior_low": ("input", prior[0], units), "prior_median": ("input", prior[1], units),
        "prior_high": ("input", prior[2], units), "explained": ("input", explained),
        "learned": ("input", [one.verdict == LEARNED for one in known]), **told,
    }  # fmt: skip
    coordinates: dict[str, Any] = {
        "draw": np.arange(len(posterior.weights)), "summary": np.array(list(names), dtype=np.str_),
        "input": np.array([item.path for item in inputs], dtype=np.str_),
        "input_unit": ("input", np.array([item.unit for item in inputs], dtype=np.str_)),
        "input_title": ("input", np.array([input_title(item.path, war) for item in inputs], dtype=np.str_)),
    }  # fmt: skip
    return xr.Dataset(variables, coordinates)


def _marginals(posterior: Posterior, inputs: Sequence[Input], war: War) -> list[Plain]:
    """Return what is known of each input before and after, in its own unit."""
    known = marginals(posterior)
    values = quantiles(inputs, posterior.levels)
    after = quantile(values, posterior.weights, INTERVAL)
    before = quantiles(inputs, np.repeat(INTERVAL[:, None], len(inputs), axis=1))
    return [
        {
            "path": item.path, "title": input_title(item.path, war), "unit": item.unit,
            "confidence": item.confidence, "prior": before[:, row].tolist(), "posterior": after[:, row].tolist(),
            "contraction": one.contraction, "contraction_low": one.contraction_low,
            "contraction_high": one.contraction_high, "p_value": one.p_value, "verdict": one.verdict,
            "moved": (one.mean - 0.5) * np.sqrt(12.0),
        }
        for row, (item, one) in enumerate(zip(inputs, known, strict=True))
    ]  # fmt: skip


def _fit(found: Misfit | None) -> Plain | None:
    """Return how the record lies among simulations of the prior."""
    if found is None:
        return None
    return {
        "p_value": found.p_value, "alarm": found.alarm, "level": found.level, "sentence": found.sentence,
        "farthest": [one._asdict() for one in found.outliers[:SHOWN_OUTLIERS]],
    }  # fmt: skip


def _correlated(posterior: Posterior, inputs: Sequence[Input], war: War) -> list[Plain]:
    """Return the pairs of learned inputs that are believed together: correlations beyond twice their error."""
    if len(posterior.active) < 2:
        return []
    found = correlations(posterior)
    pairs: list[Plain] = []
    for one in range(len(posterior.active)):
        for other in range(one):
            value, error = float(found.values[one, other]), float(found.errors[one, other])
            if abs(value) > 2.0 * error:
                paths = [inputs[posterior.active[at]].path for at in (one, other)]
                titles = [input_title(path, war) for path in paths]
                pairs.append({"inputs": paths, "titles": titles, "value": value, "error": error})
    return sorted(pairs, key=lambda pair: -abs(pair["value"]))[:SHOWN_OUTLIERS]


def _within(posterior: Posterior, observed: Floats, names: Sequence[str]) -> dict[str, Plain]:
    """Return, for each kind of summary, in how many the record lies within 90 % of the kept simulations."""
    low, _, high = quantile(posterior.summaries, posterior.weights, INTERVAL)
    inside = (observed >= low) & (observed <= high)
    kinds = np.array([name.split(".")[0] for name in names])
    return {
        kind: {"number": int((kinds == kind).sum()), "inside": int(inside[kinds == kind].sum())}
        for kind in dict.fromkeys(kinds.tolist())
    }


def _word(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
