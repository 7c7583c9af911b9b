"""What a coalition can agree on: allocations that nobody leaves, and the one that the least content complain of least.

Comes in: a game as in ``games`` (a table, a function of a coalition, a mapping, weighted voting), and allocations: what
each member gets, summing to the value of all.  Goes out: the excesses of coalitions, whether an allocation is in the
core, the least core, the nucleolus.  Linear programs are solved by HiGHS, the result then in rational numbers.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, EnvironmentTrouble, Problem
from polemos.theory.games import Game, Values, game_table

Floats = npt.NDArray[np.float64]
# Relative to the largest value of the game; the solver's own tolerance is 1e-10.
TOLERANCE = 1e-8
# A dual below this is not told from 0; a coalition missed by it is found in a later round.
PRICED = 1e-7
ADDED = 32


class LeastCore(NamedTuple):
    """The least excess that the worst-off coalition can be brought to, and an allocation that does it.

    ``excess`` at or below 0: the core is not empty and the allocation lies in it; above 0: the core is empty, and even
    the best agreement leaves a coalition that could have so much more on its own.
    """

    excess: float
    allocation: Floats


class _Stage(NamedTuple):
    excess: float
    allocation: Floats
    tight: list[int]  # coalitions whose excess is that much in every solution
    held: list[int]  # single members that are held at their own value in every solution


def in_core(game: Game, allocation: npt.ArrayLike, members: int | None = None) -> bool:
    """Return whether an allocation is in the core: it gives out v(N), and no coalition could have more on its own.

    x(N) = v(N) and x(S) >= v(S) for every S (Gillies 1959), to 1e-8 of the largest value.  Cost 2**n, n at most 20.
    Raises BadInput for an allocation of another length than the game, or not finite, and as ``games.game_table``.
    """
    table = game_table(game, members)
    given = np.asarray(allocation, dtype=np.float64)
    n = len(table).bit_length() - 1
    if given.shape != (n,) or not np.isfinite(given).all():
        what = f"needs {n} finite numbers, one for each member, not {given.tolist()}"
        raise BadInput(Problem(what, key="allocation"))
    missing = table - sums_of(given)
    slack = TOLERANCE * max(float(np.abs(table).max()), float(np.abs(given).max()))
    return bool(abs(missing[-1]) <= slack and missing.max() <= slack)


def least_core(game: Game, members: int | None = None) -> LeastCore:
    """Return the least core of a game of at least two members: min e with x(N) = v(N), v(S) - x(S) <= e for every S.

    S runs over all coalitions but nobody and all (Maschler, Peleg & Shapley 1979).  The core is empty if and only if
    e > 0.  Allocations of the least core are in general many; this is a corner of them.  Method, errors and limits as
    ``nucleolus``.
    """
    table = game_table(game, members)
    if len(table) == 2:
        raise BadInput(Problem("a game of one member has no coalition that could complain", key="game"))
    full = len(table) - 1
    stage = _stage(table, [full], [table[full]], rational=False)
    return LeastCore(stage.excess, stage.allocation)


def nucleolus(game: Game, members: int | None = None, *, prenucleolus: bool = False, fractions: bool = False) -> Values:
    """Return the allocation whose excesses, sorted from the worst down, are lexicographically least (Schmeidler 1969).

    Among the imputations (x(N) = v(N), nobody below its own value), or among all efficient allocations if
    ``prenucleolus``.  There is exactly one; it lies in the core if that is not empty.  One linear program lowers the
    greatest excess (Kopelowitz 1967; Maschler, Peleg & Shapley 1979); coalitions with a positive dual have that excess
    in every solution and are fixed; coalitions whose members are sums and differences of fixed ones cannot move any
    more; then the next greatest, at most n - 1 programs.  Programs begin with few coalitions and take in those that are
    violated most, until none of the 2**n is.  The equations found so are solved in rational numbers, so the result is
    exact for the values given, and returned as fractions if asked for (floats count as the decimals they print as).

    n at most 20: up to 16 members take about a second, from 17 to 20 the same method takes up to ten and 300 MB;
    above that it is refused, as 2**n excesses would have to be looked at.  Raises BadInput if members alone are worth
    more than all together (there is no imputation), and as ``games.game_table``.
    """
    values = game_table(game, members, fractions=True)
    table = values.astype(np.float64)
    n = len(table).bit_length() - 1
    own = [values[1 << one] for one in range(n)]
    if not prenucleolus and sum(own) > values[-1]:
        what = f"members alone are worth {float(sum(own)):g}, all together {table[-1]:g}: nobody can be given its own"
        raise BadInput(Problem(what, key="game", hint="the prenucleolus exists all the same"))
    full = (1 << n) - 1
    equations = [_equation(full, values[full], -1, n)]
    fixed, amounts = [full], [table[full]]
    for round_ in range(n):
        basis = _independent(fixed, n)
        if len(basis) == n:
            break
        base, sums = [fixed[row] for row in basis], [amounts[row] for row in basis]
        stage = _stage(table, base, sums, rational=not prenucleolus)
        for coalition in stage.tight:
            equations.append(_equation(coalition, values[coalition], round_, n))
            fixed.append(coalition)
            amounts.append(table[coalition] - stage.excess)
        for one in stage.held:
            equations.append(_equation(1 << one, own[one], -1, n))
            fixed.append(1 << one)
            amounts.append(table[1 << one])
    solved = _solve(equations, n)
    return solved if fractions else solved.astype(np.float64)


def sums_of(allocation: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return what every coalition gets together, in the order of ``games.game_table``."""
    sums = np.zeros(1, dtype=allocation.dtype)
    for share in allocation:
        sums = np.concatenate([sums, sums + share])
    return sums


def _stage(table: Floats, fixed: list[int], amounts: list[float], rational: bool) -> _Stage:
    """Lower the greatest excess of the coalitions that can still move while the fixed ones keep their amounts."""
    n = len(table).bit_length() - 1
    full = (1 << n) - 1
    scale = max(float(np.abs(table).max()), 1e-300)
    movable = np.zeros(len(table), dtype=np.bool_)
    for move in _free(fixed, n):
        movable |= sums_of(move) != 0
    rows = _with_complements([1 << one for one in range(n) if movable[1 << one]], full)
    if not rows:
        rows = _with_complements([int(np.flatnonzero(movable)[0])], full)
    while True:
        found = _program(table / scale, rows, fixed, [amount / scale for amount in amounts], rational)
        excess, allocation = float(found.x[-1]), np.asarray(found.x[:-1], dtype=np.float64)
        missing = np.where(movable, table / scale - sums_of(allocation), -np.inf)
        worst = np.argsort(-missing)[:ADDED] if len(missing) <= ADDED else np.argpartition(-missing, ADDED)[:ADDED]
        new = sorted({int(row) for row in worst if missing[row] > excess + TOLERANCE / 10} - set(rows))
        if not new:
            break
        rows = _with_complements([*rows, *new], full)
    prices = -np.asarray(found.ineqlin.marginals)
    tight = [row for row, price in zip(rows, prices, strict=True) if price > PRICED]
    holds = np.asarray(found.lower.marginals)[:n] if rational else np.zeros(n)
    return _Stage(excess * scale, allocation * scale, tight, [int(one) for one in np.flatnonzero(holds > PRICED)])


def _program(table: Floats, rows: list[int], fixed: list[int], amounts: list[float], rational: bool) -> Any:
    from scipy.optimize import linprog

    n = len(table).bit_length() - 1
    least = [(float(table[1 << one]) if rational else None, None) for one in range(n)]
    found = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.column_stack([-_indicators(rows, n), -np.ones(len(rows))]),
        b_ub=-table[rows],
        A_eq=np.column_stack([_indicators(fixed, n), np.zeros(len(fixed))]),
        b_eq=amounts,
        bounds=[*least, (None, None)],
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if found.status != 0:
        hint = "values that differ by very many orders of magnitude are beyond it"
        raise EnvironmentTrouble(Problem(f"the solver gave up on a linear program: {found.message}", hint=hint))
    return found


def _indicators(rows: list[int], n: int) -> Floats:
    return ((np.array(rows, dtype=np.int64)[:, None] >> np.arange(n)) & 1).astype(np.float64)


def _with_complements(rows: list[int], full: int) -> list[int]:
    """Return coalitions with their opposites, which keep the greatest excess bounded from below."""
    return sorted({one for row in rows for one in (row, full ^ row)})


def _independent(coalitions: list[int], n: int) -> list[int]:
    """Return the places in a list of coalitions whose indicators are linearly independent, the first ones first."""
    chosen: list[int] = []
    reduced: list[tuple[int, list[Fraction]]] = []
    for place, coalition in enumerate(coalitions):
        row = [Fraction(coalition >> one & 1) for one in range(n)]
        for pivot, other in reduced:
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        lead = next((column for column, value in enumerate(row) if value), None)
        if lead is not None:
            reduced.append((lead, [value / row[lead] for value in row]))
            chosen.append(place)
    return chosen


def _free(coalitions: list[int], n: int) -> npt.NDArray[np.int64]:
    """Return a basis, in whole numbers, of the moves that leave the sums of these coalitions as they are."""
    reduced: list[tuple[int, list[Fraction]]] = []
    for coalition in coalitions:
        row = [Fraction(coalition >> one & 1) for one in range(n)]
        for pivot, other in reduced:
            row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        lead = next((column for column, value in enumerate(row) if value), None)
        if lead is None:
            continue
        row = [value / row[lead] for value in row]
        reduced = [(p, [a - old[lead] * b for a, b in zip(old, row, strict=True)]) for p, old in reduced]
        reduced.append((lead, row))
    leads = {pivot for pivot, _ in reduced}
    moves = []
    for column in range(n):
        if column not in leads:
            move = [Fraction(int(one == column)) for one in range(n)]
            for pivot, row in reduced:
                move[pivot] = -row[column]
            unit = math.lcm(*(part.denominator for part in move))
            moves.append([int(part * unit) for part in move])
    return np.array(moves, dtype=np.int64)


def _equation(coalition: int, value: Fraction, round_: int, n: int) -> tuple[list[Fraction], Fraction]:
    """Return x(S) + excess of the round = v(S), or x(S) = value if the round is -1; unknown excesses after the x."""
    row = [Fraction(coalition >> one & 1) for one in range(n)] + [Fraction(int(one == round_)) for one in range(n)]
    return row, value


def _solve(equations: list[tuple[list[Fraction], Fraction]], n: int) -> Values:
    """Return the x of a consistent system in rational numbers, redundant equations left aside."""
    reduced: list[tuple[int, list[Fraction]]] = []
    for coefficients, value in equations:
        row = [*coefficients, value]
        for pivot, other in reduced:
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        lead = next((column for column, entry in enumerate(row[:-1]) if entry), None)
        if lead is None:
            continue
        row = [entry / row[lead] for entry in row]
        reduced = [(p, [a - old[lead] * b for a, b in zip(old, row, strict=True)]) for p, old in reduced]
        reduced.append((lead, row))
    solution = {pivot: row[-1] for pivot, row in reduced}
    return np.array([solution[one] for one in range(n)], dtype=object)
