"""Cooperative games: what each member is worth to the coalitions that it could join.

Comes in: a game of transferable utility, in one of four forms.  A table of 2**n values: the value of a coalition stands
at the sum of 2**i over its members i, which count from 0.  A function of a coalition, given as a frozenset of members.
A mapping from coalitions (frozensets or tuples of members) to values.  Or a weighted voting game, see ``voting_power``.
Goes out: Shapley's value, Banzhaf's index, Shapley's interaction index.  Core and nucleolus are next door in ``core``,
estimates for games too large to enumerate in ``sampling``, bargains of two in ``bargains``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.voting_power import VotingGame, exact, swings_by_size, worth

Values: TypeAlias = npt.NDArray[Any]
Coalition: TypeAlias = frozenset[int]
Game: TypeAlias = "Callable[[Coalition], Any] | Mapping[Any, Any] | Sequence[Any] | Values | VotingGame"
# A table of 2**20 values takes 8 MB; every member more doubles time and memory.
MOST_MEMBERS = 20


class Banzhaf(NamedTuple):
    """Banzhaf's index of every member, in three scales."""

    swings: Values  # sum of marginal contributions: in a voting game the coalitions that win with and lose without
    absolute: Values  # swings / 2**(n - 1): the chance of being decisive when all others toss a coin
    normalised: Values  # swings / all swings; unknown (NaN) if these sum to nothing


def shapley_value(game: Game, members: int | None = None, *, fractions: bool = False) -> Values:
    """Return the share of the value of all that each member adds when members join in random order.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)) (Shapley 1953); in a voting game the
    chance of being the one who turns a losing coalition into a winning one (Shapley & Shubik 1954).  The only value
    that is efficient (sums to v(N)), symmetric, additive and gives nothing to a dummy.

    ``members``: their number n, needed for a function only, at most 20.  ``fractions``: exact rational numbers
    (array of ``Fraction``) from whole, rational or decimal values; else floats, right to about 1e-12 of the largest
    value.  Cost: n 2**n; a voting game of any size costs n**2 times the quota.  Raises BadInput as ``game_table``.
    """
    sums = _margins(game, members, fractions)
    n = len(sums)
    each = [Fraction(1, n * math.comb(n - 1, size)) for size in range(n)]
    return np.asarray(sums @ np.array(each, dtype=object if fractions else np.float64))


def banzhaf_index(game: Game, members: int | None = None, *, fractions: bool = False) -> Banzhaf:
    """Return the sum of marginal contributions of each member over all coalitions of the others (Banzhaf 1965).

    swings_i = sum over S without i of v(S + i) - v(S).  Unlike Shapley's value every coalition counts alike, whatever
    its size, and the absolute index does not sum to v(N).  Arguments, cost and errors as ``shapley_value``.
    """
    sums = _margins(game, members, fractions)
    swings = np.asarray(sums.sum(axis=1))
    whole = swings.sum()
    absolute = swings / (2 ** (len(sums) - 1) if fractions else 2.0 ** (len(sums) - 1))
    normalised = swings / whole if whole != 0 else np.full(len(sums), np.nan)
    return Banzhaf(swings, absolute, normalised)


def shapley_interaction(game: Game, members: int | None = None, *, fractions: bool = False) -> Values:
    """Return how much more (or less) every two members are worth together than one by one [members, members].

    I_ij = sum over S without i and j of |S|! (n - |S| - 2)! / (n - 1)! (v(S + i + j) - v(S + i) - v(S + j) + v(S))
    (Owen 1972; Grabisch & Roubens 1999).  Above 0: they complete each other; below: each can stand in for the other; 0
    in an additive game.  Symmetric, 0 on the diagonal by convention.  Voting games are enumerated as others are.
    Arguments and errors as ``shapley_value``; at most 20 members; cost n**2 2**n.
    """
    table = game_table(game, members, fractions=fractions)
    n = _members_of(table)
    found = np.zeros((n, n), dtype=table.dtype)
    if n < 2:
        return found
    each = [Fraction(1, (n - 1) * math.comb(n - 2, size)) for size in range(n - 1)]
    weights = np.array(each, dtype=table.dtype)
    for two in range(1, n):
        margin = _difference(table, two)
        for one in range(two):
            found[one, two] = found[two, one] = _by_size(_difference(margin, one)) @ weights
    return found


def game_table(game: Game, members: int | None = None, *, fractions: bool = False) -> Values:
    """Return the values of all 2**n coalitions of a game, n from 1 to 20.

    Floats, or exact rational numbers if ``fractions``: then a float stands for the decimal number that it prints as.
    Raises BadInput for an empty game, a table whose length is no power of two, a coalition left out of a mapping,
    v(empty) other than 0, values that are not finite numbers, and more members than ``MOST_MEMBERS``.
    """
    if isinstance(game, VotingGame):
        _bounded(len(game.weights))
        won = worth(game)
        return np.array([Fraction(int(one)) for one in won], dtype=object) if fractions else won.astype(np.float64)
    if callable(game):
        values: Iterable[Any] = _called(game, members)
    elif isinstance(game, Mapping):
        values = _looked_up(game, members)
    else:
        values = game
    return _checked(values, members, fractions)


def _called(game: Callable[[Coalition], Any], members: int | None) -> list[Any]:
    if members is None:
        raise BadInput(Problem("a game given as a function does not say how many members it has", key="members"))
    _bounded(members)
    return [game(coalition) for coalition in _coalitions(members)]


def _looked_up(game: Mapping[Any, Any], members: int | None) -> list[Any]:
    values = {frozenset(coalition): value for coalition, value in game.items()}
    n = members or max((max(coalition, default=-1) for coalition in values), default=-1) + 1
    _bounded(n)
    values.setdefault(frozenset(), 0)
    missing = [coalition for coalition in _coalitions(n) if coalition not in values]
    if missing or len(values) != 1 << n:
        wrong = sorted(missing[0]) if missing else sorted(set(values) - set(_coalitions(n)), key=sorted)[0]
        what = f"no value for the coalition {wrong}" if missing else f"{sorted(wrong)} is no coalition of {n} members"
        raise BadInput(Problem(what, key="game", hint="members count from 0, and every coalition of them has a value"))
    return [values[coalition] for coalition in _coalitions(n)]


def _coalitions(members: int) -> Iterable[Coalition]:
    return (frozenset(i for i in range(members) if row >> i & 1) for row in range(1 << members))


def _checked(values: Iterable[Any], members: int | None, fractions: bool) -> Values:
    listed = list(values)
    n = max(0, len(listed).bit_length() - 1)
    if len(listed) != 1 << n or (members is not None and members != n):
        needed = "a power of two" if members is None else f"2**{members}"
        raise BadInput(Problem(f"a table of {len(listed)} values, not {needed}: one for each coalition", key="game"))
    _bounded(n)
    try:
        table = np.array([exact(value) for value in listed] if fractions else listed, dtype=None if fractions else "f8")
    except (TypeError, ValueError):
        raise BadInput(Problem("the value of a coalition is no number", key="game")) from None
    if not fractions and not np.isfinite(table).all():
        row = int(np.flatnonzero(~np.isfinite(table))[0])
        members_of_row = [i for i in range(n) if row >> i & 1]
        raise BadInput(Problem(f"the value of the coalition {members_of_row} is {table[row]:g}", key="game"))
    if table[0] != 0:
        raise BadInput(Problem(f"the value of nobody is {table[0]}, not 0", key="game", hint="subtract it from all"))
    return table


def _bounded(members: int) -> None:
    if members < 1:
        raise BadInput(Problem("an empty game: it needs at least one member", key="game"))
    if members > MOST_MEMBERS:
        hint = "sampled_shapley and sampled_banzhaf estimate larger games, weighted voting is counted at any size"
        raise BadInput(Problem(f"{members} members are more than {MOST_MEMBERS}", key="members", hint=hint))


def _members_of(table: Values) -> int:
    return len(table).bit_length() - 1


def _margins(game: Game, members: int | None, fractions: bool) -> Values:
    """Return the marginal contributions of each member, summed by the size of the coalition joined [n, n]."""
    if isinstance(game, VotingGame):
        counts = swings_by_size(game)
        return counts.astype(object) * Fraction(1) if fractions else counts.astype(np.float64)
    table = game_table(game, members, fractions=fractions)
    return np.array([_by_size(_difference(table, one)) for one in range(_members_of(table))])


def _difference(table: Values, member: int) -> Values:
    """Return v(S + member) - v(S) for every S of the others, as a table of one member fewer."""
    halves = table.reshape(-1, 2, 1 << member)
    return np.asarray((halves[:, 1] - halves[:, 0]).reshape(-1))


def _by_size(table: Values) -> Values:
    """Return the sum of the values of all coalitions of each size, from nobody to all."""
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(_members_of(table)):
        sizes = np.concatenate([sizes, sizes + 1])
    if table.dtype != object:
        return np.bincount(sizes, weights=table)
    return np.array([table[sizes == size].sum() for size in range(int(sizes[-1]) + 1)], dtype=object)
