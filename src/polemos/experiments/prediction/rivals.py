"""Simple rivals of a forecast of counts: persistence, climatology and a negative binomial autoregression.

Comes in: a panel of counts by period and series, the window that may be looked at, and a seed.  Goes out: draws
[draws, horizon, series] of what comes after the window, so that the same scores apply to them as to any forecast.
Nothing after the window is ever read: it is cut off before a rival sees the panel.  Rivals for yes-or-no questions
about changes of hands are next door in ``change_rivals``, the fit of the autoregression in ``autoregression``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.prediction.autoregression import fit_autoregression, simulate_autoregression

# Differences of fewer pairs of periods than this do not make a distribution.
FEWEST_PAIRS = 8
FEWEST_PERIODS = 2
Rival = Callable[[Counts, int, int, np.random.Generator], Counts]
"""Counts of the window [periods, series], horizon, draws, chance -> draws [draws, horizon, series]."""


def rival_forecast(
    rival: str,
    counts: npt.ArrayLike,
    window: tuple[int, int],
    horizon: int,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Counts:
    """Return draws [draws, horizon, series] of a rival for the ``horizon`` periods after the window.

    ``counts`` [periods, series] are whole numbers of 0 or more; ``window`` says from which period (counted from 0) to
    before which one they may be looked at, so that the first forecast is for period ``window[1]``.  What the panel
    holds outside the window changes nothing.  Same arguments, same draws.  Raises BadInput.
    """
    if rival not in RIVALS:
        hint = did_you_mean(rival, list(RIVALS)) or f"there are {', '.join(RIVALS)}"
        raise BadInput(Problem(f"there is no rival {rival!r}", key="rival", hint=hint))
    panel = seen(counts, window)
    for name, value in (("horizon", horizon), ("draws", draws)):
        if value < 1:
            raise BadInput(Problem(f"needs at least 1, not {value}", key=name))
    return RIVALS[rival](panel, horizon, draws, stream(seed, list(RIVALS).index(rival)))


def persistence(counts: Counts, horizon: int, draws: int, chance: np.random.Generator) -> Counts:
    """Things stay as they are: the last count plus a change over h periods that the window has seen, 0 at least.

    x_T + (x_(t+h) - x_t), t drawn from all T - h pairs of the window.  One draw takes its pairs from the same part of
    the window for all series and all h, so that series and periods that moved together do so again, while each h has
    exactly the distribution of the changes over h.  Where fewer than 8 pairs are h apart, the longest h that has them
    (1 at least) stands in: its spread grows no further.
    """
    periods = len(counts)
    longest = max(1, periods - FEWEST_PAIRS)
    part = chance.random(draws)
    out = np.empty((draws, horizon, counts.shape[1]), dtype=np.int64)
    for step in range(1, horizon + 1):
        apart = min(step, longest)
        start = np.minimum((part * (periods - apart)).astype(np.int64), periods - apart - 1)
        out[:, step - 1] = np.maximum(counts[-1] + counts[start + apart] - counts[start], 0)
    return out


def climatology(counts: Counts, horizon: int, draws: int, chance: np.random.Generator) -> Counts:
    """Things are as they were: the window's own periods, each as likely as any other.

    A draw begins at any period of the window and reads on from there, round its end if need be, so that each step has
    exactly the window's distribution and neighbouring periods, and series, stay as alike as they were.
    """
    start = chance.integers(len(counts), size=(draws, 1))
    return np.asarray(counts[(start + np.arange(horizon)) % len(counts)])


def autoregression(counts: Counts, horizon: int, draws: int, chance: np.random.Generator) -> Counts:
    """Things come back to their mean: a negative binomial law whose mean leans on the count before.

    mu_t = m (1 - a) + a x_(t-1), variance mu + mu^2 / size; m, a and size of each series fitted to the window and drawn
    towards those of all (``fit_autoregression``); h steps ahead by simulation.  Series are independent of each other
    given the window, and the fitted numbers are taken as known, so intervals of short windows are somewhat too short.
    """
    return simulate_autoregression(fit_autoregression(counts), counts[-1], horizon, draws, chance)


RIVALS: dict[str, Rival] = {
    "persistence": persistence,
    "climatology": climatology,
    "autoregression": autoregression,
}


def seen(counts: npt.ArrayLike, window: tuple[int, int]) -> Counts:
    """Return the window of a panel [periods, series] and nothing else; raises BadInput."""
    try:
        panel: Floats = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput(Problem("needs numbers [periods, series]", key="counts")) from None
    if panel.ndim != 2 or not panel.size:
        raise BadInput(Problem(f"needs numbers [periods, series], not the shape {panel.shape}", key="counts"))
    first, after = window
    if not 0 <= first < after <= len(panel) or after - first < FEWEST_PERIODS:
        what = f"[{first}, {after}) holds no {FEWEST_PERIODS} periods of the {len(panel)} that there are"
        raise BadInput(Problem(what, key="window"))
    inside = panel[first:after]
    wrong = ~(np.isfinite(inside) & (inside >= 0.0) & (inside == np.floor(inside)))
    if wrong.any():
        period, series = np.argwhere(wrong)[0]
        what = f"{inside[period, series]:g} in period {first + period}, series {series} is no count"
        raise BadInput(Problem(what, key="counts", hint="counts are whole numbers of 0 or more"))
    return inside.astype(np.int64)


def stream(seed: int, use: int) -> np.random.Generator:
    """Return the chance of one use of a seed; uses share no draws."""
    if not 0 <= seed < 2**64:
        raise BadInput(Problem(f"needs a whole number from 0 to 2^64 - 1, not {seed}", key="seed"))
    return np.random.Generator(np.random.Philox(key=np.array([seed, use], dtype=np.uint64)))
