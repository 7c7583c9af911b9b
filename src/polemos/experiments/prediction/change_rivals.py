"""Simple rivals for "does this place change hands within so many periods?": base rate, persistence, own past.

Comes in: which place changed hands in which period, the window that may be looked at, and how far ahead is asked.  Goes
out: a chance for each place, never 0 or 1, because a window without a change does not rule one out.  Nothing after the
window is ever read.  Rivals of counts are next door in ``rivals``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.prediction.rivals import seen

# Jeffreys' prior of a chance: half a period with a change, half a period without.
HALF = 0.5
# Weights that a group's rate may have beside a place's own past [periods].
WEIGHTS = np.geomspace(1.0, 1e4, 81)


def chance_of_change(
    rival: str,
    changed: npt.ArrayLike,
    window: tuple[int, int],
    ahead: int,
    contested: npt.ArrayLike | None = None,
    least: int = 1,
) -> Floats:
    """Return the chance [places] that a place changes hands in at least ``least`` of the ``ahead`` periods after it.

    ``changed`` [periods, places]: how often a place changed hands in a period; more than once counts as once.
    ``window``: from which period to before which one it may be looked at.  ``contested`` [places], for ``own_past``:
    which places are fought over at the end of the window.  If the chance q of a period is believed to have a beta law
    with the numbers A and B, at least one change in h periods has the chance 1 - product over i < h of
    (B + i) / (A + B + i); several, that of a beta-binomial law.  Raises BadInput.
    """
    if rival not in CHANGE_RIVALS:
        hint = did_you_mean(rival, list(CHANGE_RIVALS)) or f"there are {', '.join(CHANGE_RIVALS)}"
        raise BadInput(Problem(f"there is no rival {rival!r}", key="rival", hint=hint))
    if ahead < 1:
        raise BadInput(Problem(f"needs at least 1, not {ahead}", key="ahead"))
    if least < 1:
        raise BadInput(Problem(f"needs at least 1, not {least}", key="least"))
    happened = (seen(changed, window) > 0).astype(np.int64)
    group = np.zeros(happened.shape[1], dtype=np.int64)
    if contested is not None:
        marked = np.asarray(contested)
        if marked.dtype != np.bool_ or marked.shape != group.shape:
            raise BadInput(Problem(f"needs True or False for each of {len(group)} places", key="contested"))
        group = marked.astype(np.int64)
    yes, no = CHANGE_RIVALS[rival](happened.sum(axis=0), len(happened), group)
    if least > 1:
        from scipy.stats import betabinom

        return np.asarray(betabinom.sf(least - 1, ahead, yes, no))
    step = np.arange(ahead)[:, None]
    return np.asarray(1.0 - ((no + step) / (yes + no + step)).prod(axis=0))


Beliefs = tuple[Floats, Floats]


def base_rate(changes: Counts, periods: int, group: Counts) -> Beliefs:
    """All places alike: so many changes in so many place-periods, with half a change added (Jeffreys' prior)."""
    total, exposure = float(changes.sum()), float(periods * len(changes))
    return np.full(len(changes), total + HALF), np.full(len(changes), exposure - total + HALF)


def nothing_changes(changes: Counts, periods: int, group: Counts) -> Beliefs:
    """Persistence: who holds a place keeps it, as surely as a place that was never seen to change in the window."""
    return np.full(len(changes), HALF), np.full(len(changes), periods + HALF)


def own_past(changes: Counts, periods: int, group: Counts) -> Beliefs:
    """Each place by its own past, drawn towards the rate of its group (contested or not).

    The group's rate q (half a change added) counts as w further periods: the numbers are w q + k and w (1 - q) + n - k
    for k changes in n periods.  w is the most likely one for all places together (beta-binomial law), between 1 and
    10,000: small where places differ much, large where they are alike.
    """
    from scipy.special import betaln as log_beta

    rate = np.empty(len(changes))
    for one in np.unique(group):
        here = group == one
        rate[here] = (changes[here].sum() + HALF) / (periods * here.sum() + 2.0 * HALF)
    weight = WEIGHTS[:, None]
    yes, no = weight * rate, weight * (1.0 - rate)
    fit = (log_beta(yes + changes, no + periods - changes) - log_beta(yes, no)).sum(axis=1)
    best = float(WEIGHTS[np.argmax(fit)])
    return best * rate + changes, best * (1.0 - rate) + periods - changes


CHANGE_RIVALS: dict[str, Callable[[Counts, int, Counts], Beliefs]] = {
    "base_rate": base_rate,
    "nothing_changes": nothing_changes,
    "own_past": own_past,
}
