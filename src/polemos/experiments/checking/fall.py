"""What the dead between camps did when a truce came: recorded, in every history, and in the same war without it.

Comes in: dead by week and pair of camps, the truce and its spans of weeks.  Goes out: dead per day by span, the fall
from before the truce to it in logarithms, and in how many histories it was as large as recorded.  Which camps and
weeks is next door in ``truce``.

A ratio of dead per day is taken with half a man added to each span's dead, in record and histories alike, so that a
span without dead has one.  Fall: log of the rate in the truce over that before it, for the pair that the truce binds
(b) and for one that it excludes (x); difference in differences b - x.  With the truce taken away and the same luck
(common random numbers) the fall is the sum of what would have come anyway and of the truce's own doing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.experiments.checking.placing import quantiles
from polemos.experiments.checking.truce import Span, Truce
from polemos.experiments.statistics import estimate

HALF_A_MAN = 0.5
FALLS = (0.1, 0.25, 0.5)
"""Falls by at least these shares are counted over the histories, besides the recorded one."""
STEADY = 0.1
"""A pair whose dead per day fall by less than this share did not fall."""


class Rates(NamedTuple):
    """Dead per day by span and pair [..., span, pair], and the logarithm of it with half a man added."""

    per_day: Floats
    log: Floats


def rates_of(weekly: Floats, spans: Sequence[Span]) -> Rates:
    """Return rates of dead by week [..., week, pair]; unknown where a week of the span is."""
    sums = np.stack([weekly[..., span.first : span.last + 1, :].sum(axis=-2) for span in spans], axis=-2)
    days = np.array([float(span.days) for span in spans])[:, None]
    return Rates(sums / days, np.log((sums + HALF_A_MAN) / days))


def change(rates: Rates, pair: int) -> Floats:
    """Return the log of the rate in the second span over that in the first, of one pair."""
    return np.asarray(rates.log[..., 1, pair] - rates.log[..., 0, pair])


def told(values: Floats) -> dict[str, Any]:
    """Return mean with its interval, and the median and 95 % interval over histories."""
    known = values[np.isfinite(values)]
    if not len(known):
        return {"mean": math.nan, "low": math.nan, "high": math.nan, "median": math.nan, "least": math.nan,
                "most": math.nan, "histories": 0}  # fmt: skip
    mean = estimate(known)
    least, median, most = quantiles(known, (0.025, 0.5, 0.975))
    return {"mean": mean.mean, "low": mean.low, "high": mean.high, "median": median, "least": least, "most": most,
            "histories": len(known)}  # fmt: skip


def truce_test(
    truce: Truce, spans: Sequence[Span], simulated: Floats, recorded: Sequence[Floats] | None
) -> dict[str, Any]:
    """Return what the record (best, low, high) [week, pair] and the histories [history, week, pair] say of a truce."""
    rates = rates_of(simulated, spans)
    pairs = (truce.bound, *truce.others)
    bounds = [rates_of(values, spans) for values in recorded] if recorded is not None else []
    found: dict[str, Any] = {"rates": [], "falls": []}
    for number, span in enumerate(spans):
        for pair in pairs:
            row: dict[str, Any] = {"span": span.title, "pair": pair, **told(rates.per_day[:, number, pair])}
            row["recorded"] = [float(one.per_day[number, pair]) for one in bounds]
            found["rates"].append(row)
    falls = [("bound", change(rates, truce.bound), [float(change(one, truce.bound)) for one in bounds])]
    for pair in truce.others:
        falls.append((f"other {pair}", change(rates, pair), [float(change(one, pair)) for one in bounds]))
    other = truce.others[0]
    apart = [float(change(one, truce.bound) - change(one, other)) for one in bounds]
    falls.append(("difference", falls[0][1] - falls[1][1], apart))
    for name, values, known in falls:
        row = {"of": name, **told(values), "recorded": known}
        row["as_low"] = _share(values <= known[0], values) if known else math.nan
        found["falls"].append(row)
    found["shares"] = _shares(falls[0][1], falls[1][1], falls[0][2], falls[1][2])
    return found


def _shares(bound: Floats, other: Floats, recorded: list[float], recorded_other: list[float]) -> list[dict[str, Any]]:
    """Return in how many histories the bound pair's dead fell by at least so much, and in how many of all the other's
    did not fall meanwhile; in the record too."""
    wanted = [(share, f"{share * 100.0:.0f} %") for share in FALLS]
    if recorded and math.isfinite(recorded[0]) and recorded[0] < 0.0:
        wanted.append((-math.expm1(recorded[0]), "as recorded"))
    steady = math.log(1.0 - STEADY)
    rows = []
    for share, title in wanted:
        fell = bound <= math.log1p(-share) + 1e-12
        row: dict[str, Any] = {"fall": share, "title": title, "fell": _share(fell, bound),
                               "fell_alone": _share(fell & (other > steady), bound + other)}  # fmt: skip
        if recorded:
            row["recorded_fell"] = recorded[0] <= math.log1p(-share) + 1e-12
            row["recorded_alone"] = bool(row["recorded_fell"] and recorded_other[0] > steady)
        rows.append(row)
    return rows


def _share(true: NDArray[np.bool_], known: Floats) -> float:
    some = np.isfinite(known)
    return float(true[some].mean()) if some.any() else math.nan


def doing(truce: Truce, spans: Sequence[Span], with_it: Floats, without: Floats) -> dict[str, Any]:
    """Return how much of the fall is the truce's doing: the same histories [history, week, pair] with it and without.

    Everything in logarithms of rates, so that anyway + doing = fall, history by history.
    """
    rates, other = rates_of(with_it, spans), rates_of(without, spans)
    rows = []
    for pair in (truce.bound, *truce.others):
        fall, anyway = change(rates, pair), change(other, pair)
        own = fall - anyway
        rows.append({"pair": pair, "fall": told(fall), "anyway": told(anyway), "doing": told(own),
                     "lower": _share(own < 0.0, own), "higher": _share(own > 0.0, own)})  # fmt: skip
    by_span = []
    for number, span in enumerate(spans):
        for pair in (truce.bound, *truce.others):
            apart = rates.per_day[:, number, pair] - other.per_day[:, number, pair]
            by_span.append({"span": span.title, "pair": pair, "without": told(other.per_day[:, number, pair]),
                            "difference": told(apart)})  # fmt: skip
    return {"pairs": rows, "spans": by_span}
