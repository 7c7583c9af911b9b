"""How many histories are enough: more of them, until a named number is as sure as was asked.

Comes in: what simulates so many histories, and how wide the interval of what it gives is.  Goes out: the result and
whether it is precise enough.  The histories of a smaller run are the first of a larger one, so nothing is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from polemos.engine.run import Run
from polemos.errors import BadInput, Problem
from polemos.experiments.outcomes import find_outcome
from polemos.experiments.statistics import Estimate, estimate

T = TypeVar("T")
START, MOST = 200, 100_000
# A guess from the width so far is a little too small half of the time; a little more saves a round.
MARGIN = 1.1
# The first rounds know the spread badly, so no round asks for more than this many times the last.
FASTEST = 4.0
NAMELESS = Problem("--precision needs --measure NAME", hint="name what is to be precise, such as first_fissure")


class Precise(NamedTuple):
    """How many histories were needed, the half width [unit of the measure] that they gave, and whether it is enough."""

    histories: int
    half_width: float
    reached: bool


def until_precise(
    simulate: Callable[[int], T],
    half_width: Callable[[T], float],
    precision: float,
    start: int = START,
    most: int = MOST,
) -> tuple[T, Precise]:
    """Simulate more histories until the half width of the 95 % interval is at most ``precision``, or ``most`` are done.

    The width shrinks with the square root of the number, so the next number is n (width / precision)^2, a tenth more,
    at most four times n.  An interval whose width decided when to stop covers a little less than its level; with some
    hundred histories at the start the loss is small (Chow and Robbins 1965).  A width that is not known (fewer than two
    known values) counts as too wide.
    """
    check_precision(precision, most)
    asked = min(start, most)
    while True:
        found = simulate(asked)
        width = half_width(found)
        if width <= precision or asked >= most:
            return found, Precise(asked, width, bool(width <= precision))
        times = FASTEST if not math.isfinite(width) else min(FASTEST, MARGIN * (width / precision) ** 2)
        asked = min(most, max(asked + 1, math.ceil(asked * times)))


def run_until_precise(
    simulate: Callable[[int], Run], measures: Sequence[str], precision: float, start: int = START, most: int = MOST
) -> tuple[Run, Precise, dict[str, Estimate]]:
    """Add histories to a run until half the 95 % interval of every named outcome is at most ``precision``.

    ``simulate`` gives the run of so many histories; ``measures`` are outcomes or sentences.  Also returns their
    estimates.  Raises BadInput for a name that the war does not know, before more than the first step is simulated.
    """
    if not measures:
        raise BadInput(NAMELESS)

    def measured(histories: int) -> tuple[Run, dict[str, Estimate]]:
        run = simulate(histories)
        outcomes = [find_outcome(text, run.war, "--measure") for text in measures]
        return run, {one.title: estimate(one.make(run.recorded, run.war), one.kind) for one in outcomes}

    def widest(found: tuple[Run, dict[str, Estimate]]) -> float:
        widths = [one.half_width for one in found[1].values()]
        return max(math.inf if math.isnan(width) else width for width in widths)

    (run, estimates), precise = until_precise(measured, widest, precision, start, most)
    return run, precise, estimates


def check_precision(precision: float, most: int) -> None:
    """Raise BadInput for a precision or a limit that cannot be."""
    if not (math.isfinite(precision) and precision > 0):
        hint = "half the width of the 95 % interval, in the unit of the measure"
        raise BadInput(Problem(f"needs a number above 0, not {precision:g}", "--precision", hint=hint))
    if most < 2:
        raise BadInput(Problem(f"needs at least 2 histories, not {most:,}", "--at-most"))
