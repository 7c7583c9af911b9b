"""Summaries on one scale: each in units of its own spread over the prior, and what happens to those nobody knows.

Comes in: summaries of prior simulations [simulations, summaries] and the observed ones.  Goes out: a ``Scale``, which
turns any summaries into features of median 0 and spread 1.  What they say about parameters is in ``learning``.

Unknown (NaN) numbers, by rule:
- unknown in the record: the summary is left out, for a record cannot be asked what it does not hold;
- unknown in a simulation: ``refuse`` ends with the summary's name; ``mask`` leaves the summary out everywhere.
A simulation that turns out unknown in a summary later, when the summary was always known in the prior simulations, is
never near to the record; it is counted, not repaired.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.inference.parameters import check_names

# The median distance from the median, times this, is the standard deviation of a normal law.
NORMAL_MAD = 1.482602218505602
MISSING = ("refuse", "mask")
TRANSFORMS: dict[str, Callable[[Floats], Floats]] = {
    "none": lambda values: values,
    "sqrt": lambda values: np.sign(values) * np.sqrt(np.abs(values)),
    "log1p": lambda values: np.sign(values) * np.log1p(np.abs(values)),
}


class Reduction(Protocol):
    """Whatever turns summaries [rows, summaries] into statistics [rows, statistics] whose plain distance counts."""

    def apply(self, summaries: Floats) -> Floats:
        """Return the statistics; a row with an unknown summary may be NaN."""
        ...


class Scale(NamedTuple):
    """How summaries become features: ``columns`` that are kept, their ``centre`` (median) and ``spread`` after the
    transform; ``constant`` and ``unknown`` name what was left out and why."""

    names: tuple[str, ...]
    transform: str
    columns: NDArray[np.int64]
    centre: Floats
    spread: Floats
    constant: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the summaries that are used."""
        return tuple(self.names[column] for column in self.columns)

    def apply(self, summaries: Floats) -> Floats:
        """Return (t(summary) - centre) / spread of the kept summaries [rows, kept]."""
        check_shape(summaries, self.names)
        turned = TRANSFORMS[self.transform](summaries[:, self.columns])
        scaled: Floats = (turned - self.centre) / self.spread
        return scaled


def make_scale(
    simulated: Floats, observed: Floats, names: tuple[str, ...], transform: str = "none", missing: str = "refuse"
) -> Scale:
    """Return the scale of summaries over prior simulations [simulations, summaries].

    The spread is the median absolute deviation times 1.48, or where that is 0 (a count that is mostly 0) the standard
    deviation; a summary that is the same in all simulations is left out and named.  ``transform``: ``none``, ``sqrt``
    or ``log1p`` of the size, with the sign.  Raises BadInput if nothing is left.
    """
    check_names(names, "summary")
    _check_word(transform, tuple(TRANSFORMS), "transform")
    _check_word(missing, MISSING, "missing")
    check_shape(simulated, names)
    check_shape(observed[None], names)
    if len(simulated) < 2:
        raise BadInput(Problem(f"{len(simulated)} simulations have no spread", hint="simulate at least 2"))
    holes = ~np.isfinite(simulated).all(axis=0)
    asked = np.isfinite(observed)
    if missing == "refuse" and (holes & asked).any():
        first = int(np.argmax(holes & asked))
        rows = int((~np.isfinite(simulated[:, first])).sum())
        what = f"the summary is unknown in {rows} of {len(simulated)} simulations"
        raise BadInput(Problem(what, key=names[first], hint="leave it out, or mask unknown summaries"))
    usable = np.flatnonzero(~holes & asked)
    turned = TRANSFORMS[transform](simulated[:, usable])
    centre, spread = _centre_and_spread(turned)
    moving = spread > 0.0
    if not moving.any():
        raise BadInput(Problem("no summary is both known and different between simulations", hint="add summaries"))
    constant = tuple(names[column] for column in usable[~moving])
    unknown = tuple(names[column] for column in np.flatnonzero(holes | ~asked))
    return Scale(names, transform, usable[moving], centre[moving], spread[moving], constant, unknown)


def _centre_and_spread(values: Floats) -> tuple[Floats, Floats]:
    """Return median and spread by column; the spread of a column without any difference is exactly 0."""
    centre = np.median(values, axis=0)
    robust = NORMAL_MAD * np.median(np.abs(values - centre), axis=0)
    spread = np.where(robust > 0.0, robust, values.std(axis=0))
    return centre, np.where(np.ptp(values, axis=0) > 0.0, spread, 0.0)


def check_shape(summaries: Floats, names: tuple[str, ...]) -> None:
    """Refuse summaries that are not one column for each name."""
    if summaries.ndim != 2 or summaries.shape[1] != len(names):
        shape = " x ".join(str(size) for size in summaries.shape)
        raise BadInput(Problem(f"summaries are {shape}, not rows x {len(names)}", hint="one column for each name"))


def _check_word(word: str, known: tuple[str, ...], key: str) -> None:
    if word not in known:
        raise BadInput(Problem(f"unknown word {word!r}", key=key, hint=did_you_mean(word, known) or " or ".join(known)))
