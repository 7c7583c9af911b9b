"""On what a paired difference hangs: the uncertain input with which its size, and perhaps its sign, goes.

Comes in: the difference of every history and the inputs that it drew.  Goes out: the inputs whose rank correlation with
the difference is more than chance, false discoveries controlled (Benjamini and Hochberg 1995), strongest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats

FALSE_DISCOVERIES = 0.1
"""Of the inputs that are named, this share may be chance."""
FEWEST = 30
THIRDS = 3
ROUNDING = 1e-12


class Turn(NamedTuple):
    """An input with which a difference goes: rank correlation, mean difference in its lowest and its highest third."""

    path: str
    correlation: float
    lowest: float
    highest: float

    @property
    def turns(self) -> bool:
        """Whether the mean difference has another sign in the lowest third than in the highest."""
        return self.lowest * self.highest < 0.0


def turning(differences: Floats, inputs: Floats, paths: Sequence[str]) -> list[Turn]:
    """Return on which inputs a difference hangs, strongest first; none where nothing differs or too little is known.

    ``differences`` [histories], ``inputs`` [histories, inputs].  The rank correlation is Spearman's, its chance that of
    Student's t; histories with an unknown difference are left out.
    """
    known = np.isfinite(differences)
    values, drawn = differences[known], inputs[known]
    if len(values) < FEWEST or np.ptp(values) <= ROUNDING * float(np.abs(values).max(initial=0.0)):
        return []
    moving = np.flatnonzero(np.ptp(drawn, axis=0) > 0.0)
    found = _correlations(values, drawn[:, moving])
    held = [int(row) for row in discovered(_chances(found, len(values)))]
    turns = []
    for row in sorted(held, key=lambda one: (-abs(found[one]), paths[int(moving[one])])):
        order = np.argsort(drawn[:, moving[row]], kind="stable")
        part = max(1, len(order) // THIRDS)
        low, high = float(values[order[:part]].mean()), float(values[order[-part:]].mean())
        turns.append(Turn(paths[int(moving[row])], float(found[row]), low, high))
    return turns


def discovered(chances: Floats, rate: float = FALSE_DISCOVERIES) -> NDArray[np.int64]:
    """Return the rows that are discoveries: the k smallest chances with p(k) <= k rate / n, k as large as can be."""
    order = np.argsort(chances, kind="stable")
    number = len(chances)
    below = np.flatnonzero(chances[order] <= rate * np.arange(1, number + 1) / max(number, 1))
    return np.sort(order[: below[-1] + 1]) if len(below) else np.array([], dtype=np.int64)


def _correlations(values: Floats, drawn: Floats) -> Floats:
    ranks = _ranks(np.column_stack([values, drawn]))
    centred = ranks - ranks.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    return np.asarray((centred[:, :1] * centred[:, 1:]).sum(axis=0) / (scale[0] * scale[1:]))


def _ranks(columns: Floats) -> Floats:
    from scipy.stats import rankdata

    return np.asarray(rankdata(columns, axis=0), dtype=np.float64)


def _chances(correlations: Floats, number: int) -> Floats:
    from scipy.special import stdtr

    freedom = number - 2
    safe = np.clip(np.abs(correlations), 0.0, 1.0 - 1e-15)
    return np.asarray(2.0 * stdtr(freedom, -safe * np.sqrt(freedom / (1.0 - safe * safe))), dtype=np.float64)


def in_words(turns: Sequence[Turn], size: float) -> str:
    """Return the strongest in plain words; ``size`` is the half width that says how many digits are warranted."""
    from polemos.experiments.statistics import rounded

    if not turns:
        return "no input is seen to move it"
    one = turns[0]
    lowest, highest = (rounded(value, size) if math.isfinite(size) else f"{value:.3g}" for value in one[2:])
    turned = "; its sign turns" if one.turns else ""
    return f"most with {one.path} (rank correlation {one.correlation:+.2f}: {lowest} to {highest}{turned})"
