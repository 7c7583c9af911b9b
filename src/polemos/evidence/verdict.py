"""What an interval says of a statement, and what its statements say of a claim: one rule for all of them.

Comes in: the effect that a statement is about (an estimate with its interval), the side on which the claim says that it
lies, and the smallest effect worth the name, which was written down before anything was run.  Goes out: one of four
verdicts with its reason.  Pure functions: no war, no file.  The rules in prose are in ``docs/verdicts.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist
from typing import NamedTuple

SUPPORTED, CONTRADICTED, UNDECIDED, NOT_TESTABLE = "supported", "contradicted", "undecided", "not testable"
VERDICTS = (SUPPORTED, CONTRADICTED, UNDECIDED, NOT_TESTABLE)
LEVEL = 0.95

# Reasons of a statement's verdict.
AS_CLAIMED, OTHER_WAY = "as claimed", "the other way"
NO_EFFECT, EXACTLY_NONE = "no effect worth the name", "exactly no effect"
TOO_WIDE, TOO_SMALL = "the interval holds both", "sure, but perhaps too small to matter"
AMONG_MANY, ASSUMED, UNKNOWN = "not sure among so many statements", "the model assumes the direction", "not known"


class Effect(NamedTuple):
    """An effect with its 95 % interval, in the statement's own unit; ``differing`` 0: not one pair differs."""

    mean: float
    low: float
    high: float
    differing: int = -1  # of how many pairs the effect is; -1: it is not of pairs


class Judgement(NamedTuple):
    """A verdict and why."""

    verdict: str
    reason: str


def judge(effect: Effect, higher: bool, smallest: float, assumed: bool = False, sure: bool = True) -> Judgement:
    """Return what an effect says of a statement that it is above 0 (``higher``) or below.

    - supported: the interval lies on the claimed side of 0 and the estimate is at least the smallest effect;
    - contradicted: the same on the other side, or the interval lies within the smallest effect on both sides (where not
      one pair differs too: of a share so few pairs may not be enough to say so);
    - undecided: anything else, and whatever is not ``sure`` among all statements (Holm);
    - not testable: the effect is not known, or it is on the claimed side and the direction is ``assumed``.

    An interval that ends at 0 holds 0; one that ends at the smallest effect lies within it.
    """
    if smallest < 0.0:
        raise ValueError(f"the smallest effect is a size, not {smallest:g}")
    if not all(math.isfinite(number) for number in effect[:3]):
        return Judgement(NOT_TESTABLE, UNKNOWN)
    mean, low, high = effect[:3] if higher else (-effect.mean, -effect.high, -effect.low)
    if -smallest <= low and high <= smallest:
        reason = EXACTLY_NONE if effect.differing == 0 else NO_EFFECT
        return Judgement(CONTRADICTED, reason) if sure else Judgement(UNDECIDED, AMONG_MANY)
    if low <= 0.0 <= high:
        return Judgement(UNDECIDED, TOO_WIDE)
    if abs(mean) < smallest:
        return Judgement(UNDECIDED, TOO_SMALL)
    if mean > 0.0 and assumed:
        return Judgement(NOT_TESTABLE, ASSUMED)
    if not sure:
        return Judgement(UNDECIDED, AMONG_MANY)
    return Judgement(SUPPORTED, AS_CLAIMED) if mean > 0.0 else Judgement(CONTRADICTED, OTHER_WAY)


def within(low: float, high: float, least: float, most: float) -> Judgement:
    """Return what a recorded range ``low`` .. ``high`` says of a stated range ``least`` .. ``most``.

    Supported if all of the recorded range is in the stated one, contradicted if none of it is (a common end is none),
    undecided otherwise.
    """
    if not all(math.isfinite(number) for number in (low, high)):
        return Judgement(NOT_TESTABLE, UNKNOWN)
    if least <= low and high <= most:
        return Judgement(SUPPORTED, AS_CLAIMED)
    if high < least or low > most or (high > low and (high == least or low == most)):
        return Judgement(CONTRADICTED, OTHER_WAY)
    return Judgement(UNDECIDED, TOO_WIDE)


def chance(effect: Effect, smallest: float) -> float:
    """Return the probability of so clear a decision by chance, 1 where there is none to be made.

    Of an effect: that an estimate so far from 0 comes of no effect, two-sided.  Of no effect: that an estimate so far
    inside the smallest effect comes of one at its edge.  Both as a normal quantile of the interval's nearer half.
    """
    if not all(math.isfinite(number) for number in effect[:3]):
        return 1.0
    normal, quantile = NormalDist(), NormalDist().inv_cdf((1.0 + LEVEL) / 2.0)
    if -smallest <= effect.low and effect.high <= smallest:
        near, half = min(
            (smallest - effect.mean, effect.high - effect.mean), (smallest + effect.mean, effect.mean - effect.low)
        )
        return _tail(normal, near, half, quantile)
    half = effect.mean - effect.low if effect.mean > 0.0 else effect.high - effect.mean
    return min(1.0, 2.0 * _tail(normal, abs(effect.mean), half, quantile))


def _tail(normal: NormalDist, distance: float, half: float, quantile: float) -> float:
    if half <= 0.0:
        return 0.0 if distance > 0.0 else 1.0
    return 1.0 - normal.cdf(distance / half * quantile)


def holm(chances: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Return which of several decisions hold together, any wrong with a chance of at most 1 - level (Holm 1979).

    The smallest of n chances is held against (1 - level) / n, the next against (1 - level) / (n - 1), and so on until
    one fails; the thresholds grow, so that ties stand or fall together and the order of the statements does not matter.
    """
    order = sorted(range(len(chances)), key=lambda row: chances[row])
    kept: list[bool] = [False] * len(chances)
    for rank, row in enumerate(order):
        if chances[row] > (1.0 - level) / (len(chances) - rank):
            break
        kept[row] = True
    return kept


def of_claim(judgements: Iterable[Judgement]) -> Judgement:
    """Return what a claim's statements say together; the order does not matter.

    A claim says all of its statements.  Supported: all that can be tested are.  Contradicted: at least one is, and none
    is supported.  Undecided: anything else.  Not testable: none can be tested.
    """
    every = list(judgements)
    tested = [one for one in every if one.verdict != NOT_TESTABLE]
    if not tested:
        reasons = sorted({one.reason for one in every})
        return Judgement(NOT_TESTABLE, "; ".join(reasons) or "nothing is asked of it")
    count = {verdict: sum(one.verdict == verdict for one in tested) for verdict in VERDICTS}
    told = ", ".join(f"{number} {verdict}" for verdict, number in count.items() if number)
    if count[SUPPORTED] == len(tested):
        return Judgement(SUPPORTED, told)
    if count[CONTRADICTED] and not count[SUPPORTED]:
        return Judgement(CONTRADICTED, told)
    return Judgement(UNDECIDED, told)
