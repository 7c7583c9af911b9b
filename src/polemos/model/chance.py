"""Every roll of the dice: counter-based random numbers, and the arithmetic that all rooms share.

A draw is a function of (seed, history, mechanism, day, actor, place) and of nothing else, so a draw that is skipped
shifts no other, and batch size, threads and other mechanisms change none (Philox4x32-10: Salmon, Moraes, Dror & Shaw
2011).  ``exp`` and ``log`` are made of + - * / alone, so that they give the same bits on every processor.

Comes in: a ``Key`` and who asks.  Goes out: uniforms in (0, 1), four to a counter.  Nothing here knows the war.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.model.compiled import compiled, entry

Word = np.uint64
# Mechanisms' numbers in the counter; never renumber, only add.
BARGAIN, CEASEFIRE, SUPPLY, COMMAND, ATTENTION, OFFENSIVE, AIR, COMBAT = 1, 2, 3, 4, 5, 6, 7, 8
CONTROL, CIVILIANS, TRUST, ENDINGS, INPUTS, ASSESSMENT, EMPLOYMENT = 9, 10, 11, 12, 13, 14, 15

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_STEP = 1.0 / 4294967296.0
_CUT = 0.0001
NOBODY = np.uint64(0)
_PER_LOG2 = 1.4426950408889634
_LOG2_HIGH, _LOG2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_FACTORIALS = tuple(1.0 / math.factorial(k) for k in range(14, -1, -1))
_ATANH = tuple(1.0 / (2.0 * k + 1.0) for k in range(10, -1, -1))


class Key(NamedTuple):
    """What makes one history's chance its own: the seed and the history's number, both below 2**32."""

    seed: np.uint64
    history: np.uint64


class Four(NamedTuple):
    """Four independent uniforms in (0, 1)."""

    a: float
    b: float
    c: float
    d: float


@compiled
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key, all as uint64 below 2**32."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@compiled
def counter(mechanism: int, day: int) -> np.uint64:
    """Return the counter word of a mechanism's day (day below 65,536)."""
    return np.uint64(mechanism * 65536 + day)


@compiled
def draw(key: Key, mechanism: int, day: int, actor: np.uint64, place: np.uint64) -> Four:
    """Return four uniforms that belong to this actor and place on this day."""
    w0, w1, w2, w3 = philox(place, actor, counter(mechanism, day), np.uint64(0), key.seed, key.history)
    return Four((w0 + 0.5) * _STEP, (w1 + 0.5) * _STEP, (w2 + 0.5) * _STEP, (w3 + 0.5) * _STEP)


@compiled
def fill(key: Key, mechanism: int, day: int, actor: np.uint64, keys: Any, out: Floats) -> None:
    """Fill ``out[i, 0..3]`` with the uniforms of ``keys[i]``: the same numbers as ``draw``, faster for many places."""
    word = counter(mechanism, day)
    for i in range(keys.shape[0]):
        w0, w1, w2, w3 = philox(keys[i], actor, word, np.uint64(0), key.seed, key.history)
        out[i, 0] = (w0 + 0.5) * _STEP
        out[i, 1] = (w1 + 0.5) * _STEP
        out[i, 2] = (w2 + 0.5) * _STEP
        out[i, 3] = (w3 + 0.5) * _STEP


@entry
def uniforms(key: Key, mechanism: int, day: int, actor: np.uint64, keys: Any, out: Floats) -> None:
    """Do what ``fill`` does, called from Python."""
    fill(key, mechanism, day, actor, keys, out)


@compiled
def log(x: float) -> float:
    """Return the natural logarithm of x > 0, within 1e-15 relative; made of + - * / and exact scaling."""
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa *= 2.0
        exponent -= 1
    t = (mantissa - 1.0) / (mantissa + 1.0)
    t2 = t * t
    series = 0.0
    for k in range(len(_ATANH)):
        series = series * t2 + _ATANH[k]
    return (exponent * _LOG2_LOW + 2.0 * t * series) + exponent * _LOG2_HIGH


@compiled
def exp(x: float) -> float:
    """Return e**x, within 1e-15 relative; 0 below -700 and e**700 above 700; made of + - * / and exact scaling."""
    if x > 700.0:
        x = 700.0
    if x < -700.0:
        return 0.0
    n = math.floor(x * _PER_LOG2 + 0.5)
    r = (x - n * _LOG2_HIGH) - n * _LOG2_LOW
    total = 0.0
    for k in range(len(_FACTORIALS)):
        total = total * r + _FACTORIALS[k]
    return math.ldexp(total, int(n))


@compiled
def power(base: float, exponent: float) -> float:
    """Return base**exponent for base >= 0; 0**0 is 1, 0**positive is 0."""
    if exponent == 0.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    return exp(exponent * log(base))


@compiled
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exp(-x))


@compiled
def rounded(x: float, u: float) -> int:
    """Return the whole number below or above x >= 0 whose mean over u is x: nothing is created on average."""
    return int(math.floor(x + u))


@compiled
def tail_mean(exponent: float) -> float:
    """Return the mean of the Pareto variate from 1 with density x**-exponent, cut as ``heavy_tail`` cuts it."""
    a = exponent - 1.0
    cut = power(_CUT, 1.0 - 1.0 / a)
    return a / (a - 1.0) * (1.0 - cut) + cut


@compiled
def heavy_tail(u: float, exponent: float, mean: float) -> float:
    """Return a Pareto variate of mean 1 whose density falls as x**-exponent (exponent > 2).

    Cut at the quantile 0.9999, so that one draw cannot decide a war; ``mean`` is ``tail_mean(exponent)``, handed in
    because it stays the same for a whole history.
    """
    return power(max(1.0 - u, _CUT), -1.0 / (exponent - 1.0)) / mean


@compiled
def normal(four: Four) -> float:
    """Return a variate of mean 0 and variance 1: the sum of four uniforms, bounded at 3.46 (Irwin-Hall)."""
    return (four.a + four.b + four.c + four.d - 2.0) * 1.7320508075688772


@compiled
def geometric_delay(u: float, mean: float) -> float:
    """Return an exponential waiting time [days] with this mean."""
    return -mean * log(1.0 - u)
