"""Where recorded numbers lie among those of many histories: ranks, intervals, coverage, and a word for each.

Comes in: numbers of every history [history, number], and of the record with its range.  Goes out: ``Places``, one row
per number, and ``Held``, how many numbers of a group lie in their intervals.  Pure functions of arrays and of the
uniform draws that break ties; which numbers those are is next door in ``compared``.

The record is put among the n histories as one more, and every one of the n + 1 gets its rank among all.  If the record
is a course of the war like the others, each rank is uniform, exactly, counts with many ties included (ties are broken
by luck: Czado, Gneiting and Held 2009).  Intervals for reading end on the quantiles of n histories at which one more
lies outside as often as stated (Weibull's plotting positions); with ties they hold more.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts, Floats
from polemos.theory.calibration import wilson

LEVELS = (0.5, 0.8, 0.95)
TELLING = 200
"""Fewer histories than this do not show what a model cannot make."""
WITHIN, TAIL, IMPOSSIBLE, UNKNOWN = "within", "in the tail", "impossible", "unknown"
VERDICTS = (WITHIN, TAIL, IMPOSSIBLE, UNKNOWN)
FEWEST = 20
"""Fewer known histories than this say nothing about a number."""
BINS = 10
Mask = NDArray[np.bool_]


class Recorded(NamedTuple):
    """Recorded numbers, low <= best <= high; all [number]."""

    best: Floats
    low: Floats
    high: Floats


class Places(NamedTuple):
    """Where each recorded number lies; all [number], intervals [level, number]."""

    median: Floats
    low: Floats
    high: Floats
    below: Floats  # share of histories below the record, ties count half
    p_value: Floats  # two-sided rank of the record among the n + 1
    width: Floats  # 90 % interval over the recorded number, NaN where that is 0
    factor: Floats  # the 90 % interval is its middle times or over this; NaN where it reaches 0 or below
    known: Counts  # histories that have the number
    range_outside: Mask  # even the recorded range lies outside all histories
    verdict: NDArray[np.str_]


class Held(NamedTuple):
    """How many numbers of a group lie in their intervals of one level.

    ``low`` .. ``high`` is Wilson's interval for independent numbers; those of one war are not, so it is too narrow.
    ``as_few`` is sound: the share of the n + 1 in whose intervals as few of their own numbers lie, each put in the
    record's place in turn; ``as_many`` the same the other way.
    """

    level: float
    share: float
    low: float
    high: float
    as_few: float
    as_many: float
    number: int


def luck_for(seed: int, group: int, histories: int, numbers: int) -> Floats:
    """Return the uniform draws that break the ties of one group [2, history + 1, number]; the record is row 0."""
    return np.random.Generator(np.random.Philox(key=[seed, group])).random((2, histories + 1, numbers))


def differing(simulated: Floats, recorded: Recorded) -> Mask:
    """Return which numbers are not the same in all histories and in the record; the record has to know them.

    The rule is blind to which of the n + 1 is the record, so that leaving the others out spoils no rank.
    """
    together = np.vstack([recorded.best, simulated])
    known = np.isfinite(together)
    most = np.where(known, together, -np.inf).max(axis=0)
    least = np.where(known, together, np.inf).min(axis=0)
    return np.asarray(np.isfinite(recorded.best) & (most > least), dtype=np.bool_)


def ranks(simulated: Floats, best: Floats, luck: Floats) -> Floats:
    """Return the place of the record (row 0) and of each history among all, 0 to 1 [history + 1, number].

    u = (number of the others below, ties in the order of their luck, + v) / (known ones), v uniform; NaN where a
    history does not know the number.
    """
    together = np.vstack([best, simulated])
    known = np.isfinite(together)
    order = np.lexsort((luck[0], np.where(known, together, np.inf)), axis=0)
    place = np.empty(together.shape)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(float(len(together)))[:, None], place.shape), axis=0)
    return np.where(known, (place + luck[1]) / np.maximum(known.sum(axis=0), 1), np.nan)


def held(rank: Floats) -> list[Held]:
    """Return the coverage of a group at every level, from the ranks of the record (row 0) and of the histories."""
    known = np.isfinite(rank)
    found = []
    for level in LEVELS:
        inside = np.where(known, np.abs(rank - 0.5) <= level / 2.0, False).sum(axis=1)
        number = known.sum(axis=1)
        some = number > 0
        share = inside[some] / number[some]
        least, most = wilson(float(inside[0]), int(number[0]))
        found.append(
            Held(level, float(share[0]), least, most, float((share <= share[0] + 1e-12).mean()),
                 float((share >= share[0] - 1e-12).mean()), int(number[0]))
        )  # fmt: skip
    return found


def histogram(rank: Floats) -> Counts:
    """Return how many ranks of the record fall into each tenth."""
    mine = rank[0][np.isfinite(rank[0])]
    return np.bincount(np.minimum((mine * BINS).astype(np.int64), BINS - 1), minlength=BINS)


def places(simulated: Floats, recorded: Recorded) -> Places:
    """Return where each recorded number [number] lies among the histories [history, number]."""
    known = np.isfinite(simulated)
    number = known.sum(axis=0)
    told = number >= FEWEST
    values = np.where(told, simulated, 0.0)
    ends = [quantiles(values, ((1.0 - level) / 2.0, (1.0 + level) / 2.0)) for level in LEVELS]
    five, middle, ninety_five = quantiles(values, (0.05, 0.5, 0.95))
    best = recorded.best
    under = (known & (simulated < best)).sum(axis=0)
    equal = (known & (simulated == best)).sum(axis=0)
    tail = np.minimum(under + equal, number - under)
    p_value = np.minimum(1.0, 2.0 * (1.0 + tail) / (number + 1.0))
    most = np.where(known, values, -np.inf).max(axis=0)
    least = np.where(known, values, np.inf).min(axis=0)
    outside = (best < least) | (best > most)
    in_tail = outside | (best < ends[-1][0]) | (best > ends[-1][1])
    verdict = np.where(in_tail, TAIL, WITHIN)
    verdict = np.where(outside & (number >= TELLING), IMPOSSIBLE, verdict)
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.where(best != 0.0, (ninety_five - five) / np.abs(best), np.nan)
        factor = np.where(five > 0.0, np.sqrt(ninety_five / np.where(five > 0.0, five, 1.0)), np.nan)

    def if_told(numbers: Floats) -> Floats:
        return np.where(told, numbers, np.nan)

    return Places(
        if_told(middle), np.stack([if_told(end[0]) for end in ends]), np.stack([if_told(end[1]) for end in ends]),
        if_told((under + equal / 2.0) / np.maximum(number, 1)), if_told(p_value), if_told(width), if_told(factor),
        number, told & ((recorded.high < least) | (recorded.low > most)), np.where(told, verdict, UNKNOWN),
    )  # fmt: skip


def quantiles(values: Floats, levels: tuple[float, ...]) -> Floats:
    """Return quantiles over the histories [level, ...] at which one history more lies below as often as stated."""
    return np.asarray(np.nanquantile(values, levels, axis=0, method="weibull"), dtype=np.float64)


def by_chance(rows: int, histories: int) -> tuple[float, float]:
    """Return of how many rows a record like any history lies outside 95 %, and outside all histories."""
    return rows * (1.0 - LEVELS[-1]), rows * 2.0 / (histories + 1.0)
