"""Histories whose uncertain inputs are given, not drawn: one row of a design per history.

Comes in: compiled wars, a value for each of their numbers, and whose dice are thrown.  Goes out: recorded arrays as of
any run.  The loop over days is the kernel's own; this room only stands where it would draw.  Which values to try is
for ``experiments`` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.batchfile import Arrays
from polemos.scenario.inputs import Input, Inputs

if TYPE_CHECKING:
    from polemos.scenario.compile import War


class Row(NamedTuple):
    """One history to play.

    ``values`` has one number per row of ``war.drawn.all``, in its units; NaN is drawn as in any run.  ``history``
    names the dice: two rows with the same seed and history meet the same chance, whatever their values.
    """

    war: War
    values: Floats
    history: int


class Given(Inputs):
    """The inputs of a war with values that somebody gave; what is not given is drawn as usual."""

    def __init__(self, usual: Inputs, values: Floats) -> None:
        self.__dict__.update(usual.__dict__)
        self._usual = usual
        self._given = values
        self._complete = not np.isnan(values).any()

    def draw(self, seed: int, history: int) -> Floats:
        """Return the given values, and the usual draws where none is given."""
        if self._complete:
            return self._given
        return np.where(np.isnan(self._given), self._usual.draw(seed, history), self._given)


def simulate_given(rows: Sequence[Row], seed: int) -> Arrays:
    """Return the recorded arrays of these histories, in the order of the rows on the first axis.

    ``inputs`` is left out: rows may belong to variants of a war that differ in what is uncertain.  With the values that
    a usual history drew the arrays are the same to the bit.
    """
    from polemos.engine.kernel import simulate

    played = []
    for row in rows:
        war = replace(row.war, drawn=Given(row.war.drawn, row.values))
        played.append(simulate(war, seed, row.history, 1))
    return {name: np.concatenate([one[name] for one in played]) for name in played[0] if name != "inputs"}


def quantiles(inputs: Sequence[Input], level: Floats) -> Floats:
    """Return the value below which a share ``level`` of an input's triangle lies [rows, inputs].

    ``level`` [rows, inputs] is from 0 to 1.  With ``width`` = high - low the triangle's distribution has the inverse
    low + sqrt(level width (best - low)) up to the mode and high - sqrt((1 - level) width (high - best)) above it; a
    certain number is its best value at every level.  The same formula as where inputs are drawn, to the bit.
    """
    low, best, high = (np.array([getattr(item, name) for item in inputs]) for name in ("low", "best", "high"))
    width = high - low
    left = low + np.sqrt(level * width * (best - low))
    right = high - np.sqrt((1.0 - level) * width * (high - best))
    value = np.where(level * np.where(width > 0.0, width, 1.0) < best - low, left, right)
    return np.where(width > 0.0, value, best)
