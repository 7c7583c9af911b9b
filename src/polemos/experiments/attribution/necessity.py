"""How often an outcome needed a cause, and how often the cause sufficed: counted history by history.

Comes in: the same histories twice, once with the cause and once without, 1 where the outcome happened and 0 where not.
Goes out: Pearl's probabilities of causation with 95 % intervals, and the bounds that unpaired data would have to make
do with.  Pure functions: which wars are held against each other is said next door in ``attribute``.

With Y1 the outcome of a history with the cause and Y0 that of the same history without it (Pearl 1999):

    necessity (PN)      P(Y0 = 0 | Y1 = 1)   it happened with the cause: would it not have happened without?
    sufficiency (PS)    P(Y1 = 1 | Y0 = 0)   it did not happen without the cause: would it have with?
    both (PNS)          P(Y1 = 1, Y0 = 0)
    prevented           P(Y1 = 0, Y0 = 1)    the cause kept it from happening

Data alone never show both Y1 and Y0, so PN, PS and PNS can only be bounded from them; if the cause is as if drawn by
lot (Tian & Pearl 2000, section 4.2.1), with p1 = P(Y1 = 1), p0 = P(Y0 = 1),

    max(0, p1 - p0)              <= PNS <= min(p1, 1 - p0)
    max(0, (p1 - p0) / p1)       <= PN  <= min(1, (1 - p0) / p1)
    max(0, (p1 - p0) / (1 - p0)) <= PS  <= min(1, p1 / (1 - p0))

A simulation lives each history twice with the same luck, so here all three are counted.  What "the same luck" can
mean has a limit: once two histories have parted, the same dice fall on different fights, and an outcome may come or
stay away without being a work of the cause.  Such accidents go both ways; PNS less prevented is p1 - p0, free of
them.  PN is to be read beside ``by_luck``, the PN of histories that have nothing in common: 1 - p0.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from polemos.experiments.statistics import Difference, Estimate, Values, estimate, paired


class Bounds(NamedTuple):
    """The least and the greatest value that two unpaired samples leave possible."""

    low: float
    high: float


class Causation(NamedTuple):
    """One cause and one outcome over paired histories."""

    necessity: Estimate  # PN, of the histories with the outcome under the cause
    sufficiency: Estimate  # PS, of the histories without the outcome where the cause is away
    both: Estimate  # PNS, of all
    prevented: Estimate  # of all
    effect: Difference  # p1 - p0 = PNS - prevented
    by_luck: float  # PN if the two histories of a pair had nothing in common
    necessity_bounds: Bounds
    sufficiency_bounds: Bounds
    both_bounds: Bounds


def causation(present: Values, absent: Values) -> Causation:
    """Return the probabilities of causation from outcomes with and without a cause [histories], each 0 or 1.

    Pairs in which either is unknown (NaN) are left out.  Limits: PN is unknown (NaN, of 0 histories) if the outcome
    never happens with the cause, PS if it always happens without.  Raises ValueError for other values.
    """
    one, zero = np.asarray(present, dtype=np.float64), np.asarray(absent, dtype=np.float64)
    known = np.isfinite(one) & np.isfinite(zero)
    one, zero = one[known], zero[known]
    if not (np.isin(one, (0.0, 1.0)).all() and np.isin(zero, (0.0, 1.0)).all()):
        raise ValueError("an outcome either happens (1) or does not (0)")
    happened, did_not = one == 1.0, zero == 0.0
    with_cause, without = (float(part.mean()) if len(part) else math.nan for part in (one, zero))
    return Causation(
        necessity=estimate(did_not[happened].astype(np.float64), "share"),
        sufficiency=estimate(happened[did_not].astype(np.float64), "share"),
        both=estimate((happened & did_not).astype(np.float64), "share"),
        prevented=estimate((~happened & ~did_not).astype(np.float64), "share"),
        effect=paired(zero, one, "share"),
        by_luck=1.0 - without,
        necessity_bounds=_bounds(with_cause - without, 1.0 - without, with_cause),
        sufficiency_bounds=_bounds(with_cause - without, with_cause, 1.0 - without),
        both_bounds=_bounds(with_cause - without, min(with_cause, 1.0 - without), 1.0),
    )


def _bounds(least: float, most: float, of: float) -> Bounds:
    """Return max(0, least / of) and min(1, most / of), unknown if there is nothing to divide by."""
    if not of > 0.0:
        return Bounds(math.nan, math.nan)
    return Bounds(max(0.0, least / of), min(1.0, most / of))
