"""What a record says of a reading of a claim: a ratio, a share, a correlation or a sum, with its interval.

Comes in: recorded series by the day and a ``Reading``.  Goes out: an ``Effect`` that is 0 where the record shows
nothing of the kind, or why there is none.  Verdicts are next door in ``verdict``.

Intervals are percentiles of a circular block bootstrap (Politis and Romano 1992) of whole weeks, all series of a
reading on the same days: days of fighting hang together, and weeks are the shortest blocks that keep most of it.  With
two or three weeks in a window such an interval is too narrow; a window of fewer than two weeks has none.
"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.evidence.ledger import Fact, Reading
from polemos.evidence.record_series import Recorded
from polemos.evidence.verdict import LEVEL, Effect, Judgement, within

BLOCK, WEEKS = 7, 2
REPLICATES = 2000
LOST = 0.05
"""Of the replicates may have no number (nobody died in a window) before the interval is unknown."""
KEY = 20160615


class Measured(NamedTuple):
    """A reading's number: an effect, or a range to be held against the stated one, or why there is neither."""

    effect: Effect | None = None
    judgement: Judgement | None = None
    levels: tuple[float, float] = (math.nan, math.nan)  # inside and outside, or least and most recorded
    why: str = ""


def measure(reading: Reading, recorded: Recorded | None, facts: dict[str, Fact]) -> Measured:
    """Return what the record, or the counted figure that a reading names, says of it."""
    if reading.statistic == "source":
        fact = facts[str(reading.fact)]
        return Measured(judgement=_between(fact.low, fact.high, reading), levels=(fact.low, fact.high))
    if recorded is None:
        return Measured(why="no record was given")
    for text in filter(None, (reading.series, reading.against)):
        for days in filter(None, (reading.inside, reading.outside)):
            if not recorded.whole(days, text):
                return Measured(why=f"the record does not tell of {text} from {days[0]} to {days[1]}")
    assert reading.inside is not None
    inside = recorded.rows(reading.inside)
    if reading.statistic == "sum":
        low, high = (float(recorded.series(reading.series, bound)[inside].sum()) for bound in ("low", "high"))
        return Measured(judgement=_between(low, high, reading), levels=(low, high))
    names = [text for text in (reading.series, reading.against) if text]
    series = np.array([recorded.series(text) for text in names])
    if reading.statistic == "correlation":
        return Measured(_correlation(_weekly(series[:, inside])))
    assert reading.outside is not None
    return _windows(reading.statistic, series[:, inside], series[:, recorded.rows(reading.outside)])


def _between(low: float, high: float, reading: Reading) -> Judgement:
    least = -math.inf if reading.least is None else reading.least
    most = math.inf if reading.most is None else reading.most
    return within(low, high, least, most)


def _windows(statistic: str, inside: Floats, outside: Floats) -> Measured:
    """Return the difference that a window makes, from days inside and outside it [series, days]."""
    if min(inside.shape[1], outside.shape[1]) < WEEKS * BLOCK:
        return Measured(why=f"a window of fewer than {WEEKS} weeks has no interval")
    levels = (float(_level(statistic, inside.mean(axis=1))), float(_level(statistic, outside.mean(axis=1))))
    best = float(_change(statistic, inside.mean(axis=1)[:, None], outside.mean(axis=1)[:, None])[0])
    draws = np.random.Generator(np.random.Philox(key=KEY))
    means = [window[:, _blocks(window.shape[1], BLOCK, draws)].mean(axis=2) for window in (inside, outside)]
    found = _percentiles(best, _change(statistic, *means))
    return Measured(found, levels=levels, why="" if found else "too little happened in a window for an interval")


def _level(statistic: str, means: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        if statistic == "ratio":
            return np.asarray(means[0])
        return np.asarray(means[0] / (means[1] if statistic == "ratio_difference" else means[0] + means[1]))


def _change(statistic: str, inside: Floats, outside: Floats) -> Floats:
    """Return what changes from outside to inside, of means [series, replicates]: a ratio less 1, or a difference."""
    one, other = _level(statistic, inside), _level(statistic, outside)
    if statistic == "share_difference":
        return one - other
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(other > 0.0, one / other - 1.0, np.nan)


def _correlation(weekly: Floats) -> Effect | None:
    weeks = weekly.shape[1]
    if weeks < 8:
        return None
    draws = np.random.Generator(np.random.Philox(key=KEY))
    made = _pearson(weekly[:, _blocks(weeks, WEEKS, draws)])
    return _percentiles(float(_pearson(weekly[:, None, :])[0]), made)


def _pearson(pairs: Floats) -> Floats:
    """Return the correlation of two series in each replicate [2, replicates, weeks]."""
    centred = pairs - pairs.mean(axis=2, keepdims=True)
    squares = (centred**2).sum(axis=2)
    scale = np.sqrt(squares[0] * squares[1])
    products = (centred[0] * centred[1]).sum(axis=1)
    return np.where(scale > 0.0, products / np.where(scale > 0.0, scale, 1.0), np.nan)


def _weekly(days: Floats) -> Floats:
    weeks = days.shape[1] // BLOCK
    return np.asarray(days[:, : weeks * BLOCK].reshape(len(days), weeks, BLOCK).sum(axis=2))


def _blocks(number: int, length: int, draws: np.random.Generator) -> NDArray[np.int64]:
    """Return rows for every replicate [replicates, number]: blocks that begin anywhere and go round the end."""
    begins = draws.integers(0, number, (REPLICATES, -(-number // length), 1))
    rows = (begins + np.arange(length)).reshape(REPLICATES, -1)[:, :number] % number
    return np.asarray(rows, dtype=np.int64)


def _percentiles(best: float, made: Floats) -> Effect | None:
    known = made[np.isfinite(made)]
    if not math.isfinite(best) or len(known) < (1.0 - LOST) * len(made):
        return None
    low, high = np.quantile(known, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return Effect(best, float(low), float(high))


def to_and_fro(net: Floats, gross: Floats) -> Floats:
    """Return the share of movement that was in vain, 1 - |net| / gross; unknown where nothing moved."""
    return np.where(gross > 0.0, 1.0 - np.abs(net) / np.where(gross > 0.0, gross, 1.0), np.nan)


def recorded_movement(
    recorded: Recorded, people: Floats, main: Floats, camp: int, days: list[date]
) -> tuple[float, float]:
    """Return net and gross people of places that a camp won or lost between two dates, by the listed changes.

    Every listed change counts, also those to the camp that is thought to hold the place already.  NaN if the list does
    not go to the last day.
    """
    if recorded.changes is None or recorded.changes.rows[-1].day < days[1]:
        return math.nan, math.nan
    net = gross = 0.0
    for change in recorded.changes.rows:
        if change.place < 0 or not main[change.place] or not days[0] <= change.day <= days[1]:
            continue
        sign = (change.taker.camp == camp) - (change.loser.camp == camp)
        net += sign * float(people[change.place])
        gross += abs(sign) * float(people[change.place])
    return net, gross
