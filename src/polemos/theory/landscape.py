"""Landscape theory of aggregation: which alignments of nations into two sides nobody wants to leave.

Comes in: sizes of nations and how willing each two are to work together.  Goes out: the energy of an alignment, its
way down by single changes of side, and all local minima.  Source: Axelrod & Bennett 1993 (British Journal of Political
Science 23, 211-233).  A signed network whose ties all count the same is next door in ``balance``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory import configurations
from polemos.theory.balance import frustration_index
from polemos.theory.signed import Floats, Numbers

_ROUNDING = 1e-12


class Alignment(NamedTuple):
    """Two sides, the first of which holds the first nation, and the energy of that alignment."""

    sides: tuple[tuple[Hashable, ...], tuple[Hashable, ...]]
    energy: float


def alignment_energy(sizes: npt.ArrayLike, propensities: npt.ArrayLike, side: npt.ArrayLike) -> float:
    """Return how much frustration an alignment leaves, weighted by the sizes of those who have it.

        E(X) = sum over i and j of size[i] size[j] propensity[i, j] apart[i, j](X)

    where ``apart`` is 1 for nations on different sides, so each pair counts twice.  ``sizes`` [n] above 0;
    ``propensities`` [n, n] symmetric, above 0 for two who would work together, diagonal ignored; ``side`` [n] any two
    different values (Axelrod & Bennett 1993).  Raises BadInput for other shapes and numbers.  0 if all are on one
    side.  Cost n**2.
    """
    weights = _weights(sizes, propensities)
    where = np.asarray(side)
    if where.shape != (len(weights),) or len(np.unique(where)) > 2:
        raise BadInput(Problem(f"needs {len(weights)} values, at most two different ones", key="side"))
    different = where[:, np.newaxis] != where[np.newaxis, :]
    return math.fsum(weights[different].tolist())


def alignments(
    sizes: npt.ArrayLike, propensities: npt.ArrayLike, *, names: Sequence[Hashable] | None = None
) -> tuple[Alignment, ...]:
    """Return all local minima of the energy, the lowest first; where history began decides which one it reaches.

    A local minimum is an alignment whose energy no nation can lower by changing sides alone (their section II); of
    equal neighbours each counts.  The mirror image of an alignment is the same alignment.  Goes through all
    2**(n - 1), so n is at most 20 (half a second); ``lowest_alignment`` takes more.  Arguments as in
    ``alignment_energy``; ``names`` of the nations, else their numbers.  Raises BadInput.
    """
    weights = _weights(sizes, propensities)
    if len(weights) > configurations.MOST_NODES:
        raise BadInput(
            Problem(
                f"has {len(weights)} nations, all alignments are looked at for at most {configurations.MOST_NODES}",
                key="sizes",
                hint="lowest_alignment finds the lowest of more, descend a local one",
            )
        )
    energy = 2.0 * configurations.apart(weights)
    found = configurations.without_better_neighbour(energy, _ROUNDING * float(np.abs(weights).sum()))
    named = _named(names, len(weights))
    minima = [_alignment(weights, side, named) for side in configurations.sides(found, len(weights))]
    return tuple(sorted(minima, key=lambda alignment: alignment.energy))


def descend(
    sizes: npt.ArrayLike,
    propensities: npt.ArrayLike,
    side: npt.ArrayLike,
    *,
    names: Sequence[Hashable] | None = None,
) -> Alignment:
    """Return the local minimum that an alignment runs down to, one nation changing sides at a time.

    Each time the nation moves that lowers the energy most, of equals the first.  With symmetric propensities every
    move lowers the energy, so it ends (Axelrod & Bennett 1993, note 2).  Arguments and errors as in
    ``alignment_energy``.  Cost n**2 a move.
    """
    alignment_energy(sizes, propensities, side)
    weights = _weights(sizes, propensities)
    where = np.asarray(side)
    spin = np.where(where == where[0], 1.0, -1.0)
    least = _ROUNDING * float(np.abs(weights).sum())
    while True:
        gain = -2.0 * spin * (weights @ spin)  # what the energy falls by if a nation moves
        mover = int(gain.argmax())
        if gain[mover] <= least:
            return _alignment(weights, (spin != spin[0]).astype(np.int64), _named(names, len(weights)))
        spin[mover] = -spin[mover]


def lowest_alignment(
    sizes: npt.ArrayLike,
    propensities: npt.ArrayLike,
    *,
    names: Sequence[Hashable] | None = None,
    seconds: float | None = None,
) -> Alignment:
    """Return an alignment of the least energy of any number of nations, exactly.

    With ties of weight w[i, j] = size[i] size[j] propensity[i, j] the energy is twice the frustration less twice the
    sum of |w| over rivals, so the frustration index finds it.  Pairs of propensity 0 have no tie.  Arguments as in
    ``alignment_energy``; raises BadInput, also if ``seconds`` did not suffice to prove it.
    """
    weights = _weights(sizes, propensities)
    named = _named(names, len(weights))
    numbers = range(len(weights))
    found = frustration_index(weights, weighted=True, nodes=list(numbers), disconnected="sum", seconds=seconds)
    if not found.proved:
        what = f"{seconds:g} seconds do not prove which alignment is the lowest"
        raise BadInput(Problem(what, key="seconds", hint="give more"))
    first = set(found.partition[0])
    return _alignment(weights, np.array([int(number not in first) for number in numbers]), named)


def _weights(sizes: npt.ArrayLike, propensities: npt.ArrayLike) -> Floats:
    """Return size[i] size[j] propensity[i, j] with 0 on the diagonal."""
    try:
        size = np.asarray(sizes, dtype=np.float64)
        wish = np.asarray(propensities, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput(Problem("needs numbers", key="sizes, propensities")) from None
    if size.ndim != 1 or not len(size):
        raise BadInput(Problem("needs a list with one number for each nation", key="sizes"))
    if not (np.isfinite(size) & (size > 0.0)).all():
        raise BadInput(Problem("needs finite numbers above 0", key="sizes"))
    if wish.shape != (len(size), len(size)):
        shape = " x ".join(map(str, wish.shape))
        raise BadInput(Problem(f"is {shape}, there are {len(size)} sizes", key="propensities"))
    off = ~np.eye(len(size), dtype=np.bool_)
    if not np.isfinite(wish[off]).all():
        raise BadInput(Problem("needs finite numbers", key="propensities"))
    uneven = np.argwhere((wish != wish.T) & off)
    if len(uneven):
        one, other = uneven[0].tolist()
        hint = "take the mean of both: only then does every descent end"
        raise BadInput(Problem("differs from the other way round", key=f"propensities[{one}, {other}]", hint=hint))
    return np.where(off, np.outer(size, size) * np.where(off, wish, 0.0), 0.0)


def _named(names: Sequence[Hashable] | None, number: int) -> tuple[Hashable, ...]:
    named = tuple(range(number)) if names is None else tuple(names)
    if len(named) != number:
        raise BadInput(Problem(f"has {len(named)} names for {number} nations", key="names"))
    return named


def _alignment(weights: Floats, side: Numbers, names: tuple[Hashable, ...]) -> Alignment:
    one, other = (tuple(name for name, at in zip(names, side.tolist(), strict=True) if at == which) for which in (0, 1))
    energy = math.fsum(weights[side[:, np.newaxis] != side[np.newaxis, :]].tolist())
    return Alignment((one, other), energy)
