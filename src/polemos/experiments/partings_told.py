"""The partings of many histories in words, and as plain data.

Comes in: what ``partings`` found.  Goes out: ``Partings``, lines for the terminal, or a dictionary for programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from polemos.experiments.divergence_told import MOST, SIDES, cut
from polemos.experiments.statistics import Estimate
from polemos.scenario.difference import Changed


@dataclass(frozen=True)
class Otherwise:
    """How often an outcome comes out otherwise in the two runs."""

    name: str
    title: str
    share: Estimate


@dataclass(frozen=True)
class Partings:
    """The partings of many histories: ``days`` holds the day of each (0 = the eve), -1 for those that never part."""

    names: tuple[str, str]
    scenario: str
    start: str
    edits: list[Changed]
    numbers: list[int]
    days: list[int]
    parted: Estimate
    median: tuple[float, float]
    spread: tuple[float, float]
    outcomes: list[Otherwise]
    telling: int | None
    told_by: list[str]

    def lines(self) -> list[str]:
        """Return it as lines for the terminal."""
        return _told(self)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data: None for what is not known."""
        return {
            "a": self.names[0], "b": self.names[1],
            "edits": [item._asdict() for item in self.edits],
            "histories": len(self.numbers),
            "parting_day": dict(zip(map(str, self.numbers), self.days, strict=True)),
            "parted": _estimate(self.parted),
            "median_day": _known(self.median[0]), "median_day_error": _known(self.median[1]),
            "day_low": _known(self.spread[0]), "day_high": _known(self.spread[1]),
            "differs": {item.name: _estimate(item.share) for item in self.outcomes},
            "most_telling": self.telling,
            "told_by": self.told_by,
        }  # fmt: skip

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _told(found: Partings) -> list[str]:
    """Return the table over many histories as lines."""
    number, parted = len(found.numbers), found.parted
    said = [f"{number:,} histories of {found.scenario}"]
    said += [f"{side}: {name}" for side, name in zip(SIDES, found.names, strict=True)] + [""]
    if found.edits:
        said += ["What differs between the two wars:", *cut([f"  {item}" for item in found.edits], "  "), ""]
    else:
        said += ["The two wars are the same in every value.", ""]
    if parted.mean == 0.0:
        return [*said, f"None of the {number:,} histories parts: each is the same in both runs, to the last bit."]
    said.append(f"{_share(parted)} of the histories part.")
    (median, error), (low, high) = found.median, found.spread
    give = f" ± {error:.1f} days" if error == error else ""
    said.append(f"Of these, half by day {median:.0f} ({date_of(found, median)}){give}; eight in ten from day {low:.0f} "
                f"({date_of(found, low)}) to day {high:.0f} ({date_of(found, high)}).")  # fmt: skip
    said += ["", f"{'Comes out otherwise in':<44}share of histories, 95 %"]
    said += [f"  {item.title:<42}{_share(item.share)}" for item in found.outcomes]
    if found.telling is None:
        return [*said, "", "No outcome differs in any history."]
    differs = ", ".join(found.told_by[:MOST]) + (" and more" if len(found.told_by) > MOST else "")
    return [*said, "", f"History {found.telling} parts most tellingly: {differs}.",
            f"  polemos why-diverge {found.names[0]} {found.names[1]} --history {found.telling}"]  # fmt: skip


def _share(share: Estimate) -> str:
    return f"{100 * share.mean:.1f} % ({100 * share.low:.1f} to {100 * share.high:.1f})"


def date_of(found: Partings, day: float) -> str:
    """Return a day of the war as a date."""
    return (date.fromisoformat(found.start) + timedelta(int(day) - 1)).isoformat()


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _estimate(share: Estimate) -> dict[str, Any]:
    return {name: _known(value) for name, value in share._asdict().items()}
