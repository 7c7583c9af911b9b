"""Boxes in the space of inputs where something happens more often: scenario discovery on plain numbers.

Comes in: inputs [histories, inputs] and whether it happened [histories].  Goes out: boxes of a few limits each.  Two
ways to find one: PRIM, which peels a box from outside (Friedman and Fisher 1999; for scenarios Bryant and Lempert
2010), and CART, whose leaves are boxes (Breiman et al. 1984, by scikit-learn).  Whether a box is more than chance is
for histories that did not help to find it: ``held_out`` below; the sentences are next door in ``discover``.

Any search among hundreds of inputs finds a box that fits the histories it was made from.  So density and coverage are
never told from those.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats

Happened = NDArray[np.bool_]

PEEL = 0.07
LEAST_MASS = 0.08
MOST_LIMITS = 3
# A limit stays only if chance would make the density gain as large in fewer than one of so many boxes, all inputs
# counted.
WEAK_LIMIT = 0.05
SCREENED = 6
AT_ONCE = 64


class Limit(NamedTuple):
    """One side of a box: the ``column``'s value is above ``low`` and at most ``high``; infinite where there is none."""

    column: int
    low: float
    high: float

    def holds(self, inputs: Floats) -> Happened:
        """Return which histories keep to the limit."""
        values = inputs[:, self.column]
        return np.asarray((values > self.low) & (values <= self.high), dtype=np.bool_)


Box = tuple[Limit, ...]
Finder = Callable[[Floats, Happened], Box]


class Fit(NamedTuple):
    """How a box does on histories: ``mass`` of them lie in it, it happens in a share ``density`` of these and in a
    share ``outside`` of the others, and ``coverage`` of all that happens lies in it; ``p_value`` that so much of it is
    in the box if the outcome hangs on no input (hypergeometric, one-sided)."""

    histories: int
    inside: int
    happened_inside: int
    happened: int
    p_value: float

    @property
    def mass(self) -> float:
        """Share of the histories that lie in the box."""
        return self.inside / self.histories

    @property
    def density(self) -> float:
        """Share of the histories in the box in which it happens; NaN for an empty box."""
        return self.happened_inside / self.inside if self.inside else float("nan")

    @property
    def outside(self) -> float:
        """Share of the histories outside in which it happens; NaN where there is no outside."""
        rest = self.histories - self.inside
        return (self.happened - self.happened_inside) / rest if rest else float("nan")

    @property
    def coverage(self) -> float:
        """Share of what happens that happens in the box; NaN if it never happens."""
        return self.happened_inside / self.happened if self.happened else float("nan")


def in_box(box: Box, inputs: Floats) -> Happened:
    """Return which histories lie in a box; all of them if it has no limit."""
    inside = np.ones(len(inputs), dtype=np.bool_)
    for limit in box:
        inside &= limit.holds(inputs)
    return inside


def held_out(box: Box, inputs: Floats, happened: Happened) -> Fit:
    """Return how a box does on histories that had no part in finding it: only then is the p-value exact."""
    from scipy.stats import hypergeom

    inside = in_box(box, inputs)
    both, number = int((inside & happened).sum()), int(inside.sum())
    unlikely = float(hypergeom.sf(both - 1, len(happened), int(happened.sum()), number))
    return Fit(len(happened), number, both, int(happened.sum()), unlikely)


def prim_box(inputs: Floats, happened: Happened) -> Box:
    """Return the box that PRIM finds, one input more at a time as long as chance does not explain it.

    Peeling: of all sides of the inputs in play take off the one whose loss of ``PEEL`` of the remaining histories
    leaves the highest density, until ``LEAST_MASS`` of all histories are left.  Of the boxes on the way the one is
    taken that says most of the outcome (mutual information of "in the box" and "happened"), which weighs coverage
    against density. Then limits go (``thinned``).  Returns () if none stays.

    Among hundreds of inputs the best thin peel is mostly chance.  So inputs join one by one: each of the ``SCREENED``
    that have the most telling single cut inside the box so far is tried, and the whole box is peeled anew with it.  Two
    inputs of which neither does anything without the other are missed.
    """
    box: Box = ()
    while len(box) < MOST_LIMITS:
        inside = in_box(box, inputs)
        taken = [limit.column for limit in box]
        candidates = [column for column in _screened(inputs[inside], happened[inside]) if column not in taken]
        tried = [_along(inputs, happened, np.array([*taken, column])) for column in candidates]
        best = max(tried, key=lambda one: _information(in_box(one, inputs), happened), default=())
        if len(best) <= len(box):
            return box
        box = best
    return box


def _along(inputs: Floats, happened: Happened, columns: NDArray[np.int64]) -> Box:
    """Return the most telling box of a peeling along a few inputs, without the limits that chance explains."""
    return thinned(_most_telling(inputs, happened, _peel(inputs, happened, columns)), inputs, happened)


def cart_box(inputs: Floats, happened: Happened) -> Box:
    """Return the leaf of a classification tree that says most of the outcome, among those where it happens more often.

    A tree of at most ``MOST_LIMITS`` splits in depth, leaves of at least ``LEAST_MASS`` of the histories, Gini impurity
    (Breiman et al. 1984), thinned as PRIM's box is.  Returns () if no split is worth one.
    """
    from sklearn.tree import DecisionTreeClassifier

    model = DecisionTreeClassifier(max_depth=MOST_LIMITS, min_samples_leaf=LEAST_MASS, random_state=0)
    tree = model.fit(inputs, happened).tree_
    return thinned(_most_telling(inputs, happened, list(_leaves(tree, 0, ()))), inputs, happened)


def _leaves(tree: object, at: int, above: Box) -> list[Box]:
    left, right = tree.children_left[at], tree.children_right[at]  # type: ignore[attr-defined]
    if left < 0:
        return [above]
    column, value = int(tree.feature[at]), float(tree.threshold[at])  # type: ignore[attr-defined]
    below = _leaves(tree, left, _and(above, Limit(column, -np.inf, value)))
    return below + _leaves(tree, right, _and(above, Limit(column, value, np.inf)))


def _and(box: Box, limit: Limit) -> Box:
    """Return a box with one more limit; two of the same input become one."""
    others = tuple(one for one in box if one.column != limit.column)
    same = [one for one in box if one.column == limit.column]
    low = max([limit.low, *(one.low for one in same)])
    high = min([limit.high, *(one.high for one in same)])
    return (*others, Limit(limit.column, low, high))


def _peel(inputs: Floats, happened: Happened, columns: NDArray[np.int64]) -> list[Box]:
    """Return the boxes on the way from the whole space inwards, along some inputs only."""
    least = max(2, int(np.ceil(LEAST_MASS * len(inputs))))
    left = np.arange(len(inputs))
    box: Box = ()
    path = [box]
    while True:
        off = max(1, int(PEEL * len(left)))
        if len(left) - off < least:
            return path
        there, hits = inputs[np.ix_(left, columns)], happened[left].astype(np.float64)
        edges = np.partition(there, (off - 1, len(left) - off), axis=0)
        lower, upper = edges[off - 1], edges[len(left) - off]
        # The middle between neighbours would do as well; a limit at a value that occurred is easier to explain.
        above, below = there > lower, there < upper
        density = np.stack([_density(above, hits), _density(below, hits)])
        side, best = np.unravel_index(int(np.argmax(density)), density.shape)
        inside = (above, below)[side][:, best]
        if density[side, best] < 0.0 or inside.sum() < least or inside.all():
            return path
        column = int(columns[best])
        if side == 0:
            limit = Limit(column, float(lower[best]), np.inf)
        else:
            kept = there[:, best]
            limit = Limit(column, -np.inf, float(kept[kept < upper[best]].max()))
        box, left = _and(box, limit), left[inside]
        path.append(box)


def _density(inside: NDArray[np.bool_], happened: Floats) -> Floats:
    """Return the share that happened inside, for every column; -1 where nothing is inside."""
    number = inside.sum(axis=0)
    return np.where(number > 0, happened @ inside / np.maximum(number, 1), -1.0)


def _most_telling(inputs: Floats, happened: Happened, boxes: list[Box]) -> Box:
    """Return the box with most information on the outcome among those where it is more frequent than outside."""
    told = [(_information(in_box(box, inputs), happened), -len(box)) for box in boxes]
    best = max(range(len(boxes)), key=lambda row: told[row])
    return boxes[best] if told[best][0] > 0.0 else ()


def _information(inside: Happened, happened: Happened) -> float:
    """Return the mutual information [nat] of two yes-or-no variables; 0 where the box holds no more than its share."""
    number = len(happened)
    table = np.array([[(a & b).sum() for b in (happened, ~happened)] for a in (inside, ~inside)], dtype=np.float64)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / number
    if table[0, 0] <= expected[0, 0]:
        return 0.0
    known = table > 0
    return float((table[known] * np.log(table[known] / expected[known])).sum() / number)


def thinned(box: Box, inputs: Floats, happened: Happened) -> Box:
    """Return the box without the limits that chance explains, and with at most ``MOST_LIMITS`` of them.

    Quasi-p-value (Bryant and Lempert 2010): the chance that the box without a limit would give a random subset as large
    as the box at least as many cases.  The limit had as many rivals as there are inputs, so it has to be below
    ``WEAK_LIMIT`` / inputs.  The weakest goes first.
    """
    from scipy.stats import binom

    while box:
        inside = in_box(box, inputs)
        weakness = []
        for limit in box:
            wider = in_box(tuple(one for one in box if one is not limit), inputs)
            share = happened[wider].mean()
            weakness.append(float(binom.sf(int(happened[inside].sum()) - 1, int(inside.sum()), share)))
        worst = int(np.argmax(weakness))
        if weakness[worst] <= WEAK_LIMIT / inputs.shape[1] and len(box) <= MOST_LIMITS:
            return box
        box = tuple(limit for row, limit in enumerate(box) if row != worst)
    return box


def _screened(inputs: Floats, happened: Happened) -> NDArray[np.int64]:
    """Return the columns whose best single cut parts the outcome most, by the difference of shares in its errors.

    A cut leaves at least ``LEAST_MASS`` of the histories on either side.
    """
    number = len(inputs)
    if inputs.shape[1] <= SCREENED:
        return np.arange(inputs.shape[1])
    least = max(1, int(np.ceil(LEAST_MASS * number)))
    below = np.arange(least, number - least + 1)[:, None]
    share = happened.mean()
    best = np.empty(inputs.shape[1])
    for first in range(0, inputs.shape[1], AT_ONCE):
        order = np.argsort(inputs[:, first : first + AT_ONCE], axis=0, kind="stable")
        hits = np.cumsum(happened[order], axis=0)[below[:, 0] - 1]
        error = np.sqrt(share * (1.0 - share) * below * (number - below) / number)
        best[first : first + AT_ONCE] = (np.abs(hits - share * below) / np.maximum(error, 1e-300)).max(axis=0)
    return np.sort(np.argsort(-best, kind="stable")[:SCREENED])
