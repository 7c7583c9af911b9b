"""How good chances of yes were: Brier's score with its parts, and the logarithmic score.

Comes in: the chance that each of many yes-or-no questions was given, and what came (0 or 1).  Goes out: penalties, and
what they are made of.  Whether chances mean what they say is drawn next door, in ``calibration``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.scores import Floats, finite


class BrierParts(NamedTuple):
    """The mean Brier score as reliability - resolution + uncertainty + within.

    ``reliability``: how far chances lie from how often it came when they were given, 0 is best.  ``resolution``: how
    far these frequencies lie from the overall one, more is better.  ``uncertainty``: the score of the overall
    frequency.  ``within``: what differing chances inside a group add, 0 where every group has one chance.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    groups: int
    alone: int  # groups of one question; bias cannot be taken out of them


class LogScore(NamedTuple):
    """Logarithmic scores [bits], and how many certainties were moved before scoring."""

    score: Floats
    clipped: int


def brier_score(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> Floats:
    """Return (p - o)^2 for each question (Brier 1950): 0 is perfect, 1/4 what a coin gets, 1 sure and wrong.

    Proper: the expectation is least where p is the chance.  ``probability`` [n] in 0 to 1, ``outcome`` [n] 0 or 1.
    Raises BadInput.
    """
    said, came = answers(probability, outcome)
    return np.asarray((said - came) ** 2)


def brier_parts(
    probability: npt.ArrayLike, outcome: npt.ArrayLike, bins: int | None = None, corrected: bool = False
) -> BrierParts:
    """Return what the mean Brier score is made of (Murphy 1973).

    sum over groups k of n_k / n ((p_k - o_k)^2 - (o_k - o)^2) + o (1 - o) + within, with mean chance p_k and frequency
    o_k; within is the mean of (p - p_k)^2 - 2 (p - p_k)(y - o_k), y what came (Stephenson, Coelho & Jolliffe 2008), so
    that the parts add up for any groups.  Groups: questions of equal chance, or as many equal ``bins`` of 0 to 1.

    ``corrected`` takes out the bias of few questions (Ferro & Fricker 2012): with v = sum of n_k / n o_k (1 - o_k) /
    (n_k - 1) over groups of two and more, and u = o (1 - o) / (n - 1), reliability less v, resolution less v plus u,
    uncertainty plus u; the sum is the same and parts may fall below 0.  Raises BadInput; correction needs 2 questions.
    """
    said, came = answers(probability, outcome)
    number, overall = len(said), float(came.mean())
    if bins is not None and bins < 1:
        raise BadInput(Problem("needs at least one", key="bins"))
    if corrected and number < 2:
        raise BadInput(Problem("needs two questions at least to take bias out", key="outcome"))
    label = said if bins is None else np.minimum(np.floor(said * bins), bins - 1.0)
    _, group = np.unique(label, return_inverse=True)
    many = np.bincount(group).astype(np.float64)
    chance, often = (np.bincount(group, weights=values) / many for values in (said, came))
    reliability = float(many @ (chance - often) ** 2) / number
    resolution = float(many @ (often - overall) ** 2) / number
    uncertainty = overall * (1.0 - overall)
    inside = said - chance[group]
    within = float((inside**2 - 2.0 * inside * (came - often[group])).mean()) if bins is not None else 0.0
    if corrected:
        two = many > 1
        bias = float((many[two] * often[two] * (1.0 - often[two]) / (many[two] - 1.0)).sum()) / number
        more = uncertainty / (number - 1.0)
        reliability, resolution, uncertainty = reliability - bias, resolution - bias + more, uncertainty + more
    score = float(((said - came) ** 2).mean())
    return BrierParts(score, reliability, resolution, uncertainty, within, len(many), int((many == 1).sum()))


def log_score(probability: npt.ArrayLike, outcome: npt.ArrayLike, least: float = 0.0) -> LogScore:
    """Return -log2 of the chance that was given to what came, for each question (Good 1952), in bits.

    0 is perfect, 1 what a coin gets.  Who was certain and wrong scores infinity, as the rule has it.  With ``least``
    above 0, chances of what came are raised to at least that before scoring and ``clipped`` says how many were: the
    score is then no longer strictly proper for chances nearer to 0 or 1 than that.  ``least`` is below 1/2.
    ``probability`` [n] in 0 to 1, ``outcome`` [n] 0 or 1.  Raises BadInput.
    """
    said, came = answers(probability, outcome)
    if not 0.0 <= least < 0.5:
        raise BadInput(Problem(f"needs a number of 0 or more and below 1/2, not {least:g}", key="least"))
    given = np.where(came == 1.0, said, 1.0 - said)
    with np.errstate(divide="ignore"):
        score = np.abs(np.log2(np.maximum(given, least)))
    return LogScore(np.asarray(score), int((given < least).sum()))


def answers(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return chances and what came, both [n]; raises BadInput."""
    said, came = finite("probability", probability), finite("outcome", outcome)
    if said.ndim != 1 or (said < 0.0).any() or (said > 1.0).any():
        raise BadInput(Problem("needs a list of numbers from 0 to 1", key="probability"))
    if came.ndim != 1 or ((came != 0.0) & (came != 1.0)).any():
        raise BadInput(Problem("needs a list of 0 (no) and 1 (yes)", key="outcome"))
    if len(said) != len(came):
        raise BadInput(Problem(f"{len(came)} of them for {len(said)} chances", key="outcome"))
    return said, came
