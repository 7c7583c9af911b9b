"""What a series of counts is like, in numbers that recorded and simulated wars are put through alike.

Comes in: arrays with histories on the first axis (a record is one history), NaN where nothing is known.  Goes out: one
number per history and series.  Pure functions; ``statistics_of`` puts the measures of a dataset through all of them.
Which numbers a record has is next door in ``evidence.observed``, how sure a mean over histories is in ``statistics``.

Everywhere: unknown times are left out; a series of fewer than two known times, of zeros where a mean divides, or
without any change where a variance divides, has no number (NaN).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats

Values = NDArray[Any]
# Rounding of float64 sums: a variance below this part of the mean square is none.
ROUNDING = 1e-12


def over_dispersion(counts: Values) -> Floats:
    """Return variance over mean along time of counts [history, time, series]: 1 for Poisson counts, 0 for constant."""
    number, mean, deviation = _about_mean(counts)
    variance = _divided((deviation * deviation).sum(axis=1), np.where(number > 1, number - 1, 0))
    return _divided(variance, np.where(number > 1, mean, 0.0))


def lag_one(series: Values) -> Floats:
    """Return the autocorrelation of series [history, time, series] with themselves one time before.

    r = sum (x[t] - m)(x[t+1] - m) / sum (x[t] - m)^2, the products over neighbours that are both known.  For
    independent numbers it is near -1/n, not 0.
    """
    number, mean, deviation = _about_mean(series)
    products = (deviation[:, 1:] * deviation[:, :-1]).sum(axis=1)  # 0 where one of the neighbours is unknown
    squares = (deviation * deviation).sum(axis=1)
    return _divided(products, np.where(_varies(squares, number, mean), squares, 0.0))


def cross_correlation(series: Values) -> Floats:
    """Return the mean correlation between each two series [history, time, series], at times when all are known.

    Series that are nowhere known or never change are left out; with fewer than two others there is no number.
    """
    values = np.asarray(series, dtype=np.float64)
    found = np.full(len(values), np.nan)
    for row, one in enumerate(values):
        told = one[:, np.isfinite(one).any(axis=0)]
        told = told[np.isfinite(told).all(axis=1)]
        if len(told) < 2:
            continue
        centred = told - told.mean(axis=0)
        squares = (centred * centred).sum(axis=0)
        moving = _varies(squares, np.full(squares.shape, len(told)), told.mean(axis=0))
        if moving.sum() < 2:
            continue
        unit = centred[:, moving] / np.sqrt(squares[moving])
        # The sum of all correlations is the squared length of the sum of the standard series; each has 1 with itself.
        number = int(moving.sum())
        found[row] = (float((unit.sum(axis=1) ** 2).sum()) - number) / (number * (number - 1))
    return found


def ratio_of_means(daily: Values, inside: Values, outside: Values) -> Floats:
    """Return the mean per day inside a window over that outside it, of values [history, day].

    ``inside`` and ``outside`` say which days [day] each mean is taken of; NaN where either holds no known day, or
    nobody died outside.
    """
    means = []
    for days in (inside, outside):
        values = np.asarray(daily, dtype=np.float64)[:, np.asarray(days, dtype=np.bool_)]
        known = np.isfinite(values)
        means.append(_divided(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1)))
    return _divided(means[0], means[1])


def shares(values: Values) -> Floats:
    """Return each one's part of the sum over the last axis; unknown ones have none and are not in the sum."""
    values = np.asarray(values, dtype=np.float64)
    whole = np.where(np.isfinite(values), values, 0.0).sum(axis=-1, keepdims=True)
    return np.where(np.isfinite(values), _divided(values, np.broadcast_to(whole, values.shape)), np.nan)


def gini(values: Values) -> Floats:
    """Return the Gini coefficient over the last axis: 0 if all have alike, (n - 1) / n if one of n has everything.

    G = sum (2 i - n - 1) x[i] / (n sum x), x in rising order, i from 1.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64), axis=-1)  # unknown ones come last
    number = np.isfinite(ordered).sum(axis=-1)
    rank = np.arange(1, ordered.shape[-1] + 1)
    weight = 2.0 * rank - number[..., None] - 1.0
    known = np.where(np.isfinite(ordered), ordered, 0.0)
    return _divided((weight * known).sum(axis=-1), number * known.sum(axis=-1))


def concentration(values: Values) -> Floats:
    """Return the sum of squared shares over the last axis (Herfindahl): 1 / n if all have alike, 1 if one has all."""
    parts = shares(values)
    known = np.isfinite(parts)
    return np.where(known.any(axis=-1), np.where(known, parts * parts, 0.0).sum(axis=-1), np.nan)


def known_like(values: Values, model: Values | None) -> Floats:
    """Return values [history, ...] with NaN where ``model`` [...] has none, so that both are measured alike."""
    values = np.asarray(values, dtype=np.float64)
    return values if model is None else np.where(np.isfinite(np.asarray(model, dtype=np.float64)), values, np.nan)


def with_histories(variable: Any) -> Values:
    """Return the numbers of a labelled array with histories first; a record is one history."""
    numbers = np.asarray(variable.values)
    return numbers if "history" in variable.dims else numbers[None]


def statistics_of(
    data: Any, windows: Mapping[str, tuple[Values, Values]] | None = None, like: Any = None
) -> dict[str, Floats]:
    """Return the statistics of a dataset of measures, simulated or recorded, by name; histories on the first axis.

    ``windows`` are pairs of days (which days of the war are inside, which outside) by name; ``like`` is a record whose
    unknown times and series are left out of ``data`` too.  Only what the dataset has is measured.

    - ``front_over_dispersion``, ``front_lag_one`` [history, front], ``front_correlation``, ``front_gini``,
      ``front_concentration`` [history], ``front_share`` [history, front]: of men killed by week, the eve left out;
    - ``pair_share``, ``governorate_share``, ``camp_share``: parts of the men killed;
    - ``killed_ratio.NAME`` [history]: men killed per day in a window, all camps, over those outside it;
      ``killed_ratio_by_camp.NAME`` [history, camp];
    - ``changes`` [history, month] and ``changes_back_share`` [history]: places that changed hands.
    """

    def values(name: str) -> Floats | None:
        if name not in data or (like is not None and name not in like):
            return None
        return known_like(with_histories(data[name]), None if like is None else like[name].values)

    found: dict[str, Floats] = {}
    weekly = values("front_killed")
    if weekly is not None:
        weeks = weekly[:, 1:]
        total = _sums(weeks)
        found |= {
            "front_over_dispersion": over_dispersion(weeks), "front_lag_one": lag_one(weeks),
            "front_correlation": cross_correlation(weeks), "front_share": shares(total), "front_gini": gini(total),
            "front_concentration": concentration(total),
        }  # fmt: skip
    for name, measure in (("pair", "pair_killed"), ("governorate", "governorate_killed"), ("camp", "killed_daily")):
        given = values(measure)
        if given is not None:
            found[f"{name}_share"] = shares(_sums(given))
    daily = values("killed_daily")
    if daily is not None:
        for name, (inside, outside) in (windows or {}).items():
            every = np.where(np.isfinite(daily).any(axis=-1), np.nansum(daily, axis=-1), np.nan)
            found[f"killed_ratio.{name}"] = ratio_of_means(every, inside, outside)
            each = [ratio_of_means(daily[..., camp], inside, outside) for camp in range(daily.shape[-1])]
            found[f"killed_ratio_by_camp.{name}"] = np.stack(each, axis=-1)
    changes, back = values("place_changes_by_month"), values("changes_back")
    if changes is not None:
        found["changes"] = changes
        if back is not None and like is None:
            found["changes_back_share"] = _divided(back, _sums(changes))
    return found


def _sums(values: Floats) -> Floats:
    """Return sums over time (axis 1), NaN where no time is known."""
    known = np.isfinite(values)
    return np.where(known.any(axis=1), np.where(known, values, 0.0).sum(axis=1), np.nan)


def _about_mean(series: Values) -> tuple[Values, Floats, Floats]:
    """Return how many times are known, the mean along time, and deviations from it, 0 where unknown."""
    values = np.asarray(series, dtype=np.float64)
    known = np.isfinite(values)
    number = known.sum(axis=1)
    filled = np.where(known, values, 0.0)
    mean = _divided(filled.sum(axis=1), number)
    deviation = np.where(known, filled - np.where(number > 0, mean, 0.0)[:, None], 0.0)
    return number, mean, deviation


def _varies(squares: Floats, number: Values, mean: Floats) -> NDArray[np.bool_]:
    """Whether a series changes at all, beyond rounding."""
    return np.asarray((number > 1) & (squares > ROUNDING * number * (1.0 + np.nan_to_num(mean) ** 2)), dtype=np.bool_)


def _divided(over: Values, under: Values) -> Floats:
    """Return a quotient, NaN where what is under the line is 0."""
    under = np.asarray(under, dtype=np.float64)
    return np.where(under != 0.0, over / np.where(under != 0.0, under, 1.0), np.nan)
