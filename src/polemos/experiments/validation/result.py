"""What a published result is here, and how the numbers of polemos are judged beside it.

Comes in: for each row what was published, what is declared about it and a function that computes ours.  Goes out: the
status of the row, which says how well the two agree, and whether that is what was declared.  The rows themselves are in
the rooms next door, by subject.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

EXACT, REPRODUCED, INDICATIVE = "exact", "reproduced", "indicative"
NOT_REPRODUCED, LEFT_OUT = "not reproduced", "left out"
CLOSED_FORM = 1e-9
ROUNDING = 1e-3
MEANING = {
    EXACT: "equal in all digits that the source prints, or to 1e-9 where it is a formula (relative above 1)",
    REPRODUCED: "not equal in all digits, within a stated tolerance that has a reason",
    INDICATIVE: "cannot be checked number by number (other data, chance): within a stated band",
    NOT_REPRODUCED: "outside all of these, with what is known about why",
    LEFT_OUT: "needs data that are not shipped and no --data folder was given",
}
_RANK = {NOT_REPRODUCED: 0, INDICATIVE: 1, REPRODUCED: 2, EXACT: 3}


class Means(NamedTuple):
    """What a row may use beside its published numbers: a seed for chance, and a user's folder of data or None."""

    seed: int
    data: Path | None


class Pair(NamedTuple):
    """One published number or word and ours, and how far apart they may be."""

    published: float | str
    ours: float | str
    exact: float = 0.0  # the largest difference that all printed digits leave
    inside: bool | None = None  # whether ours is in the row's band, where no tolerance can say it

    @property
    def difference(self) -> float:
        """How far ours is from the published number; infinite for words that are not the same and for no number."""
        if isinstance(self.published, str) or isinstance(self.ours, str):
            return 0.0 if self.published == self.ours else math.inf
        if self.published == self.ours:
            return 0.0
        gap = abs(self.ours - self.published)
        return gap if math.isfinite(gap) else math.inf


class Row(NamedTuple):
    """A published result: what it is, what is declared about it, what it rests on and the function that computes ours.

    ``tolerance`` is the largest difference of a reproduced row and ``reason`` says why so much; of a row that is not
    reproduced ``reason`` says what is known about why, and ``instead`` what polemos gives, so that it stays watched.
    """

    name: str
    what: str
    source: str
    declared: str
    rests_on: tuple[str, ...]  # functions under ``polemos`` of which an error must turn the row
    work: Callable[[Means], list[Pair]]
    tolerance: float = 0.0
    reason: str = ""
    instead: tuple[float, ...] = ()
    needs: tuple[str, ...] = ()  # files of the --data folder
    simulates: bool = False  # whether it plays histories of a war, for which the engine is compiled first
    subject: str = ""  # the heading of its room, filled in when the rooms are gathered


class Result(NamedTuple):
    """A row after it was run; ``pairs`` is empty if it was left out or failed."""

    row: Row
    pairs: tuple[Pair, ...]
    status: str
    as_declared: bool
    reason: str
    seconds: float

    @property
    def worst(self) -> Pair | None:
        """The pair that is furthest apart, measured by what its digits leave."""
        return max(self.pairs, key=_strain, default=None)

    @property
    def difference(self) -> float | None:
        """The difference of the worst pair; None between words, or where there is none."""
        worst = self.worst
        return None if worst is None or isinstance(worst.published, str) else worst.difference


def judge(row: Row, pairs: Iterable[Pair], seconds: float = 0.0) -> Result:
    """Return the status that the pairs of a row have earned, and whether the row is what it was declared to be.

    A row declared indicative is never better than that, nor are verdicts in words that are declared reproduced.  One
    declared not reproduced is as declared as long as ours are the numbers in ``instead``, to 1e-6 of each; anything
    else has to be looked at.
    """
    found = tuple(pairs)
    if all(pair.difference <= pair.exact for pair in found) and found:
        status = EXACT
    elif found and all(pair.difference <= pair.exact or _tolerated(row, pair) for pair in found):
        status = REPRODUCED
    else:
        status = NOT_REPRODUCED
    if status == EXACT and row.declared == REPRODUCED and all(isinstance(pair.ours, str) for pair in found):
        status = REPRODUCED
    if row.declared == INDICATIVE and status != NOT_REPRODUCED:
        status = INDICATIVE
    if row.declared == NOT_REPRODUCED:
        ours = [pair.ours for pair in found]
        same = len(ours) == len(row.instead) and all(
            isinstance(one, (int, float)) and math.isclose(one, due, rel_tol=1e-6)
            for one, due in zip(ours, row.instead, strict=True)
        )
        return Result(row, found, status, same and status == NOT_REPRODUCED, row.reason, seconds)
    as_declared = _RANK[status] >= _RANK[row.declared]
    return Result(row, found, status, as_declared, row.reason if status != EXACT else "", seconds)


def _tolerated(row: Row, pair: Pair) -> bool:
    return pair.inside if pair.inside is not None else pair.difference <= row.tolerance


def _strain(pair: Pair) -> float:
    """Return the difference by what its digits leave; 0 for rounding, which is not the same on every processor."""
    strain = pair.difference / pair.exact if pair.exact > 0.0 else pair.difference
    return strain if strain > ROUNDING else 0.0


def printed(published: Iterable[float], ours: Iterable[float], decimals: int) -> list[Pair]:
    """Pair numbers that a source prints with so many decimals: half a unit of the last is left."""
    half = 0.5 * 10.0**-decimals
    return [Pair(float(one), float(other), half * (1.0 + 1e-6)) for one, other in zip(published, ours, strict=True)]


def by_formula(published: Iterable[float], ours: Iterable[float]) -> list[Pair]:
    """Pair numbers that a formula gives in all digits: 1e-9 is left, of the value if that is above 1."""
    return [
        Pair(float(one), float(other), CLOSED_FORM * max(1.0, abs(one)) if math.isfinite(one) else 0.0)
        for one, other in zip(published, ours, strict=True)
    ]


def in_words(published: object, ours: object) -> list[Pair]:
    """Pair two statements, which are the same or not."""
    return [Pair(str(published), str(ours))]
