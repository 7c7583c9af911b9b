"""The search for boxes that hold up on histories which had no part in it.

Comes in: inputs [histories, inputs], whether it happened, and a way to find a box.  Goes out: boxes with what the
histories held out say of them, and how steadily the search finds them.  Ways to find a box are next door in ``boxes``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.experiments.discovery.boxes import Box, Finder, Fit, Happened, held_out, in_box

# Fewer histories on either side of the question than this leave nothing to search, or nothing to hold out.
LEAST_CASES = 25
RESAMPLES = 30
# What else resampled searches choose is told from this share on.
OFTEN = 0.2
# The chance that a box is told though the outcome hangs on no input.
FALSE_ALARM = 0.05


class Found(NamedTuple):
    """A box, how it does on the histories held out and on those it was made of, and how steady the search is.

    ``chosen`` holds, for each of its inputs, the share of resampled searches that chose the input too; ``others`` what
    else they chose, the most frequent first.
    """

    box: Box
    fit: Fit
    made_on: Fit
    chosen: dict[int, float]
    others: list[tuple[int, float]]

    @property
    def told(self) -> bool:
        """Whether the histories held out bear the box out."""
        return bool(self.box) and self.fit.p_value <= FALSE_ALARM


def search(inputs: Floats, happened: Happened, find: Finder, most: int, seed: int) -> list[Found]:
    """Return the boxes that hold up, in the order in which they were found, or the first one that does not.

    Searched on the histories of even rank, told on those of odd rank; the next box on what lies outside of all before.
    """
    left = np.ones(len(happened), dtype=np.bool_)
    made, kept = np.arange(len(happened)) % 2 == 0, np.arange(len(happened)) % 2 == 1
    found: list[Found] = []
    for number in range(most):
        here, there = left & made, left & kept
        if min(happened[here].sum(), (~happened[here]).sum()) < LEAST_CASES // 2 and found:
            break
        box = find(inputs[here], happened[here])
        fit = held_out(box, inputs[there], happened[there])
        one = Found(box, fit, held_out(box, inputs[here], happened[here]), {}, [])
        if not one.told:
            return found or [one]
        chosen, others = _steadiness(box, inputs[here], happened[here], find, [seed, number])
        found.append(one._replace(chosen=chosen, others=others))
        left &= ~in_box(box, inputs)
    return found


def _steadiness(
    box: Box, inputs: Floats, happened: Happened, find: Finder, seed: list[int]
) -> tuple[dict[int, float], list[tuple[int, float]]]:
    """Return how often searches on resampled histories choose each input of a box, and what else they choose."""
    random, count = np.random.default_rng(seed), np.zeros(inputs.shape[1])
    for _ in range(RESAMPLES):
        rows = random.integers(0, len(inputs), len(inputs))
        for limit in find(inputs[rows], happened[rows]):
            count[limit.column] += 1.0
    mine = [limit.column for limit in box]
    others = [(int(row), float(count[row] / RESAMPLES)) for row in np.argsort(-count, kind="stable") if row not in mine]
    return {row: float(count[row] / RESAMPLES) for row in mine}, [one for one in others[:3] if one[1] >= 0.2]
