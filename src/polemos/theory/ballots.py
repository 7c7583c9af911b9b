"""Rules by which stakeholders vote between two proposals, and by which one of many proposals wins.

Comes in: utilities of proposals and the weights of those who vote.  Goes out: coalition strengths, chances of victory
of one proposal over another and the chance of each to win.  Plain loops over scratch space that is handed in: nothing
here allocates, so the war's kernel and the public face of ``theory.voting`` run this one source.  Where proposals come
from is next door in ``elections``.

Rules are integers, the position of their name in ``NAMES``; beside it there the name in KTAB, the library of the
spatial model of politics (Wise, Lester & Efird 2015), whose definitions these are.  A larger integer is the address of
a user's own rule for votes or victories (``own_rule``), which so leaves this room as it was compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import config, types
from numba.extending import intrinsic

from polemos.dimensions import Counts, Floats

# Rows of the array of rules.
VOTE, VICTORY, ELECTION, COMMITMENT, RISK_RANGE, RISK_ADJUSTMENT, INTERPOLATION, PROPOSAL, CHOICE, INFLUENCE = range(10)
NAMES: tuple[tuple[str, ...], ...] = (
    # Binary, PropBin, Prop, PropCbc, Cubic, ASymProsp
    ("binary", "proportional_binary", "proportional", "proportional_cubic", "cubic", "loss_averse"),
    # Linear, Square, Quartic, Octic, Binary
    ("linear", "square", "quartic", "octic", "binary"),
    # Conditional, MarkovIncentive, MarkovUniform
    ("conditional", "markov_incentive", "markov_uniform"),
    # NoCommit, SemiCommit, FullCommit
    ("none", "half", "full"),
    # Min, Mid, Max; given: the attitudes are handed in
    ("narrow", "middle", "wide", "given"),
    # None, OneThird, Half, TwoThirds, Full
    ("none", "third", "half", "two_thirds", "full"),
    # S1P1, S2P2, S2PMax
    ("product", "squared_product", "power_surplus"),
    # InitOnlyInterp, InitRcvrInterp, PWCompInterp
    ("initiator", "both", "compromise"),
    # Deterministic, Stochastic
    ("likeliest", "drawn"),
    # KTAB's; times the sum of salience: capability * salience * gain, as in Bueno de Mesquita 1994
    ("capability", "effective_capability"),
)
BINARY, PROPORTIONAL_BINARY, PROPORTIONAL, PROPORTIONAL_CUBIC, CUBIC, LOSS_AVERSE = range(6)
LINEAR_VICTORY, SQUARE_VICTORY, QUARTIC_VICTORY, OCTIC_VICTORY, BINARY_VICTORY = range(5)
CONDITIONAL, MARKOV_INCENTIVE, MARKOV_UNIFORM = range(3)
NARROW, MIDDLE, WIDE, GIVEN_RISK = range(4)
LIKELIEST, DRAWN = range(2)
CAPABILITY, EFFECTIVE_CAPABILITY = range(2)
# KTAB's own choice of rules.
PLAIN_RULES: Counts = np.array([PROPORTIONAL, 0, 0, 1, 1, 1, 1, 0, 0, 0], dtype=np.int64)

# What an empty coalition weighs, so that no chance is 0 / 0.
LEAST_COALITION = 1e-8
# A difference of utility this small is no difference to a binary voter.
LEAST_DIFFERENCE = 1e-8
# A coalition stronger by this factor wins for sure under binary victory; what is then left to the other.
SURE_FACTOR, LEFT_TO_THE_WEAKER = 1.1, 1e-6
# An incentive to challenge oneself, so that a proposal that everybody prefers stays.
LEAST_INCENTIVE = 1e-10
MOST_STEPS = 1000
UNIFORM_TOLERANCE, INCENTIVE_TOLERANCE = 1e-6, 1e-8
# Products of chances are scaled up below this, long before they vanish.
SMALL = 1e-100

# Layers of the squares and rows of the lines and marks of the scratch space.
DISTANCE, OWN, SEEN, OFFERED, STRENGTH, BEATS, INCENTIVE = range(7)
WEIGHT, STAKE, RESOLVE, CHANCE, STEP, TOTAL = range(6)
PRESENT, PACKAGE, TARGET, CHOSEN, TABLE, LAST = range(6)


class Room(NamedTuple):
    """Scratch space of elections among S stakeholders over K issues; M = 2 S + 1 proposals at most on one table."""

    squares: Floats  # [7, M, M]
    lines: Floats  # [6, M]
    offers: Floats  # [2 S, 2, K] package of the initiator, of the receiver
    marks: Counts  # [6, M]


def blank_room(stakeholders: int, issues: int) -> Room:
    """Return scratch space; what it contains never matters."""
    most = 2 * stakeholders + 1
    return Room(
        np.zeros((7, most, most)),
        np.zeros((6, most)),
        np.zeros((2 * stakeholders, 2, issues)),
        np.zeros((6, most), dtype=np.int64),
    )


NOTHING = float("nan")
# By its number: a user's function, how many numbers it takes, what keeps its compiled code alive.
_OWN: dict[int, tuple[Callable[..., float], int, object]] = {}


def own_rule(function: Callable[..., float], arguments: int) -> int:
    """Return the integer under which the loops call a user's function of one or two numbers.

    Compiled once per function, in some tenths of a second; raises numba's errors where it cannot be, or returns no
    number.  What it raises when called comes out as no number (nan).  Without compilation (``NUMBA_DISABLE_JIT=1``)
    any function will do.
    """
    known = [number for number, (kept, *_) in _OWN.items() if kept is function]
    if known:
        return known[0]
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        number = 1000 + len(_OWN)
        _OWN[number] = (function, arguments, None)
    else:
        inner = numba.njit(error_model="numpy")(function)

        def one(first: float, second: float) -> float:
            try:
                return float(inner(first))
            except Exception:
                return NOTHING

        def two(first: float, second: float) -> float:
            try:
                return float(inner(first, second))
            except Exception:
                return NOTHING

        signature = types.float64(types.float64, types.float64)
        made = numba.cfunc(signature, error_model="numpy")(one if arguments == 1 else two)
        number = int(made.address)  # type: ignore[arg-type]
        _OWN[number] = (function, arguments, made)
    return number


@intrinsic
def _call(typing_context: Any, address: Any, first: Any, second: Any) -> Any:
    """Call the function at an address with two numbers."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        double = ir.DoubleType()
        kind = ir.FunctionType(double, [double, double]).as_pointer()
        return builder.call(builder.inttoptr(args[0], kind), args[1:])

    return types.float64(types.int64, types.float64, types.float64), codegen


def call_plainly(rule: int, first: float, second: float) -> float:
    """Call the user's function that stands under this number, from plain Python."""
    function, arguments, _ = _OWN[int(rule)]
    try:
        return float(function(*(float(first), float(second))[:arguments]))
    except Exception:
        return NOTHING


call: Any = call_plainly if config.DISABLE_JIT else _call  # type: ignore[attr-defined]


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def response(rule: int, gain: float) -> float:
    """Return the share of its weight that a voter gives to a proposal by which it gains so much utility.

    Negative: it votes for the other one.  binary: the sign of the gain; proportional: the gain; cubic: gain**3;
    proportional_binary: 0.8 gain + 0.2 sign; proportional_cubic: (gain + gain**3) / 2; loss_averse: the gain if it is
    a loss, two thirds of it otherwise.
    """
    if rule == PROPORTIONAL:
        return gain
    if rule == PROPORTIONAL_CUBIC:
        return 0.5 * gain + 0.5 * gain * gain * gain
    if rule == CUBIC:
        return gain * gain * gain
    if rule == LOSS_AVERSE:
        return gain if gain < 0.0 else 2.0 * gain / 3.0
    if rule > LOSS_AVERSE:
        return float(call(rule, gain, 0.0))
    sign = min(1.0, max(-1.0, gain / LEAST_DIFFERENCE))
    return sign if rule == BINARY else 0.8 * gain + 0.2 * sign


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def victory(rule: int, one: float, two: float) -> float:
    """Return the chance that a coalition of strength ``one`` beats one of strength ``two``; both above 0.

    one**n / (one**n + two**n) with n = 1, 2, 4, 8 (linear, square, quartic, octic).  binary: 1 - 1e-6 for a coalition
    stronger by a tenth, and linear in its share one / (one + two) in between.
    """
    if rule == BINARY_VICTORY:
        if one >= SURE_FACTOR * two:
            return 1.0 / (1.0 + LEFT_TO_THE_WEAKER)
        if two >= SURE_FACTOR * one:
            return LEFT_TO_THE_WEAKER / (1.0 + LEFT_TO_THE_WEAKER)
        return (one / (one + two) * (SURE_FACTOR + 1.0) - 1.0) / (SURE_FACTOR - 1.0)
    if rule > BINARY_VICTORY:
        return float(call(rule, one, two))
    larger = max(one, two)
    one, two = one / larger, two / larger
    for _ in range(rule):
        one, two = one * one, two * two
    return one / (one + two)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def vote_on(
    utility: Floats, table: Counts, proposals: int, present: Counts, voters: int, rules: Counts, squares: Floats,
    weight: Floats,
) -> None:  # fmt: skip
    """Let the present vote on each pair of proposals: fills STRENGTH and BEATS of the squares, by place at the table.

    STRENGTH[a, b] = 1e-8 + sum of the votes for a over b; BEATS[a, b] the chance that a wins against b, 1/2 on the
    diagonal.  ``utility`` [proposal, stakeholder]; ``table`` says which proposals, ``present`` which stakeholders;
    ``weight`` by stakeholder.  Cost proposals**2 * voters / 2.
    """
    strength, beats = squares[STRENGTH], squares[BEATS]
    rule = rules[VOTE]
    for one in range(proposals):
        of_one = table[one]
        strength[one, one], beats[one, one] = LEAST_COALITION, 0.5
        for two in range(one):
            of_two = table[two]
            pro, contra = LEAST_COALITION, LEAST_COALITION
            for voter in range(voters):
                who = present[voter]
                vote = weight[who] * response(rule, utility[of_one, who] - utility[of_two, who])
                if vote > 0.0:
                    pro += vote
                else:
                    contra -= vote
            strength[one, two], strength[two, one] = pro, contra
            beats[one, two] = victory(rules[VICTORY], pro, contra)
            beats[two, one] = victory(rules[VICTORY], contra, pro)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def count(proposals: int, rules: Counts, squares: Floats, lines: Floats) -> None:
    """Turn the chances of the pairs into the chance of each proposal to win: row CHANCE of the lines, sum 1.

    conditional: a wins in proportion to the product of its chances over all (itself with 1/2).  The Markov rules are
    the stationary distribution of a chain in which the standing proposal meets a challenger: any with the same chance
    (markov_uniform) or one in proportion to STRENGTH * BEATS over the standing one (markov_incentive).
    """
    if rules[ELECTION] == CONDITIONAL:
        multiply(proposals, squares, lines)
    else:
        walk(proposals, rules[ELECTION] == MARKOV_INCENTIVE, squares, lines)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def multiply(proposals: int, squares: Floats, lines: Floats) -> None:
    """Give each proposal the product of its chances over all, made to sum to 1."""
    beats, chance = squares[BEATS], lines[CHANCE]
    for one in range(proposals):
        chance[one] = 1.0
    for two in range(proposals):
        most = 0.0
        for one in range(proposals):
            chance[one] *= beats[one, two]
            most = max(most, chance[one])
        if 0.0 < most < SMALL:
            for one in range(proposals):
                chance[one] /= most
    total = 0.0
    for one in range(proposals):
        total += chance[one]
    for one in range(proposals):
        chance[one] = chance[one] / total if total > 0.0 else 1.0 / proposals


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def walk(proposals: int, by_incentive: bool, squares: Floats, lines: Floats) -> None:
    """Find the stationary distribution of the challenges from the even one, by half steps, at most a thousand.

    Stops where no chance moves by more than 1e-8 (incentive) or 1e-6 (uniform) in a step; cost steps * proposals**2.
    """
    beats, challenge = squares[BEATS], squares[INCENTIVE]
    chance, step = lines[CHANCE], lines[STEP]
    tolerance = INCENTIVE_TOLERANCE if by_incentive else UNIFORM_TOLERANCE
    for stands in range(proposals):
        total = 0.0
        for one in range(proposals):
            wish = 1.0
            if by_incentive:
                wish = squares[STRENGTH, one, stands] * beats[one, stands]
                if one == stands:
                    wish += LEAST_INCENTIVE
            challenge[stands, one] = wish
            total += wish
        for one in range(proposals):
            challenge[stands, one] /= total
        chance[stands] = 1.0 / proposals
    for _ in range(MOST_STEPS):
        change = 0.0
        for one in range(proposals):
            to = 0.0
            for two in range(proposals):
                meet = chance[one] * challenge[one, two] + chance[two] * challenge[two, one]
                to += beats[one, two] * meet
            step[one] = to
        for one in range(proposals):
            change = max(change, abs(step[one] - chance[one]))
            chance[one] = (chance[one] + step[one]) / 2.0
        if change <= tolerance:
            return
