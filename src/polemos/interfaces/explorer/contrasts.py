"""Two runs side by side, as the page shows them: what a change makes of the war, in all and week by week.

Comes in: a baseline and an alternative; histories of the same number share their luck where the seeds agree.  Goes out:
the contract's ``Contrast``.  The differences are those of ``polemos compare``; its statistics are in
``experiments.statistics`` for pairs and ``experiments.independent`` for runs that share no luck.  Where the alternative
comes from is next door in ``asking``, the command that gives the numbers again in ``repeating``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.engine.definitions import Recorded, focal_camp
from polemos.errors import BadInput, Problem
from polemos.experiments import independent, statistics
from polemos.experiments.answer import strict
from polemos.experiments.catalogue import Outcome, headline, measure_of
from polemos.experiments.laboratory import ReadOnce
from polemos.interfaces.charts import quantiles
from polemos.interfaces.explorer.plain import FAN, Plain, Values
from polemos.interfaces.explorer.series_view import Drawn, drawn_of
from polemos.interfaces.sections.facts import PRESENT

if TYPE_CHECKING:
    from polemos.engine.run import Run
    from polemos.scenario.compile import War

# Digits that a drawn number keeps: more than a pixel shows.
DIGITS = 6


class Pairing(NamedTuple):
    """Which histories of two runs are held together: rows of each, and whether row by row."""

    paired: bool
    one: Values
    two: Values

    @property
    def histories(self) -> int:
        """How many histories each side has, the fewer where they differ."""
        return min(len(self.one), len(self.two))


def contrast_of(baseline: Run, alternative: Run, label: str, command: str) -> Plain:
    """Return what an alternative makes of a war: headline outcomes, and weekly courses with their mean difference.

    The runs are paired history by history if they share their luck; then only histories that both have count.  Raises
    BadInput for two runs that cannot be held together.
    """
    pairing = pairing_of(baseline, alternative)
    sides = [
        Side(ReadOnce(run.recorded, rows), run.war)
        for run, rows in ((baseline, pairing.one), (alternative, pairing.two))
    ]
    camps = _camps(sides)
    courses = _both(*([(drawn.key, drawn) for drawn in drawn_of(side.war, camps)] for side in sides))
    outcomes = _both(*([(outcome.name, outcome) for outcome in headline(side.war)] for side in sides))
    found: Plain = strict(
        {
            "label": label, "command": command, "histories": pairing.histories, "paired": pairing.paired,
            "measures": [_measure(both, sides, pairing.paired) for both in outcomes],
            "series": [_course(both, sides, pairing.paired) for both in courses],
        }
    )  # fmt: skip
    return found


def pairing_of(one: Run, two: Run) -> Pairing:
    """Return which histories of two runs are held together.

    They pair if they are of one war, begin on one day and have one seed, and neither goes on from one history or with
    several futures of each: then histories of one number had the same inputs and luck as far as the wars let them.
    """
    numbers = one.recorded.numbers, two.recorded.numbers
    for run in (one, two):
        _refuse_clusters(run)
    same = one.manifest.scenario == two.manifest.scenario and one.war.start == two.war.start and one.seed == two.seed
    if not same or _renumbered(one) or _renumbered(two):
        return Pairing(False, np.arange(len(numbers[0])), np.arange(len(numbers[1])))
    common, first, second = np.intersect1d(*numbers, assume_unique=True, return_indices=True)
    if not len(common):
        raise BadInput(Problem("the two runs have no history of the same number", hint="run more histories of one"))
    return Pairing(True, first, second)


def _camps(sides: Sequence[Side]) -> set[str]:
    """Return the camps whose places are drawn: the coalition's, and all that hold some on average in either war."""
    found = set()
    for recorded, war in sides:
        mean = np.asarray(measure_of("places_held")(recorded, war), dtype=np.float64).mean(axis=0).max(axis=0)
        focal = focal_camp(war)
        found |= {camp for row, camp in enumerate(war.legend.camps) if row == focal or mean[row] >= PRESENT}
    return found


class Side(NamedTuple):
    """One of the two runs: the histories that count, and their war."""

    recorded: Recorded
    war: War


def _measure(both: Sequence[Outcome], sides: Sequence[Side], are_paired: bool) -> Plain:
    """Return one outcome of both wars and its difference."""
    one = both[0]
    first, second = (
        np.asarray(outcome.make(*side), dtype=np.float64) for outcome, side in zip(both, sides, strict=True)
    )
    difference = (statistics.paired if are_paired else independent.unpaired)(first, second, one.kind)
    words = statistics.in_words if are_paired else independent.in_words
    levels = [statistics.estimate(part, one.kind).mean for part in (first, second)]
    return {
        "measure": one.name, "title": one.title, "unit": one.unit, "kind": one.kind, "baseline": levels[0],
        "alternative": levels[1], "difference": difference.mean, "low": difference.low, "high": difference.high,
        "up": difference.up, "words": words(difference, one.title, one.unit),
    }  # fmt: skip


def _course(both: Sequence[Drawn], sides: Sequence[Side], are_paired: bool) -> Plain:
    """Return one measure of both wars along the weeks, and its mean difference with a 95 % interval for each."""
    one = both[0]
    first, second = (np.asarray(drawn.make(*side), dtype=np.float64) for drawn, side in zip(both, sides, strict=True))
    compare = statistics.paired if are_paired else independent.unpaired
    found = [compare(first[:, week], second[:, week]) for week in range(min(first.shape[1], second.shape[1]))]
    return {
        "measure": one.measure, "of": list(one.of), "title": one.title, "unit": one.unit,
        "baseline": _fan(first), "alternative": _fan(second),
        "difference": {name: _plain([getattr(week, name) for week in found]) for name in ("mean", "low", "high")},
    }  # fmt: skip


def _fan(values: Values) -> Plain:
    return {name: _plain(row) for name, row in zip(FAN, quantiles(values), strict=True)}


def _plain(values: Sequence[float] | Values) -> list[float | None]:
    return [float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None for value in values]


def _both(one: Iterable[tuple[Any, Any]], two: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return what stands under the same key on both sides, in the first one's order."""
    others = dict(two)
    return [(item, others[key]) for key, item in one if key in others]


def _renumbered(run: Run) -> bool:
    """Whether histories of a branch do not bear the number of the history whose past and luck they have."""
    return any(branch.history >= 0 or branch.futures > 1 for branch in run.manifest.branches)


def _refuse_clusters(run: Run) -> None:
    """Raise BadInput for a branch whose histories share their pasts by groups: they are no independent histories."""
    if any(branch.history < 0 and branch.futures > 1 for branch in run.manifest.branches):
        what = "holds several futures of each history: they are no independent histories to be held against others"
        raise BadInput(Problem(what, str(run.folder or ""), hint="polemos branch prints what they differ in"))
