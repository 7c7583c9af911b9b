"""What all parts of the report share: the run's measures, its names, its calendar and its numbers in words.

Comes in: a run.  Goes out: ``Facts``.  What is made of them is in the other files of this room.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from polemos.engine.figures import quantiles
from polemos.interfaces.charts import Mark
from polemos.theory.calibration import wilson as wilson_interval

if TYPE_CHECKING:
    import xarray

    from polemos.engine.run import Run
    from polemos.scenario.compile import War

Values = npt.NDArray[Any]
DAYS_A_WEEK = 7
PRESENT = 0.25
PERCENT = "\u00a0%"
"""No line is broken between a number and its sign."""
ENDINGS = {
    "ongoing": "still going on",
    "decisive_victory": "decisive victory",
    "collapse": "collapse",
    "settlement": "settlement",
    "partition": "partition",
    "frozen": "frozen war",
}
KINDS = {
    "stop_joint": "stops joint operations",
    "local_truce": "makes a truce of its own",
    "leave_front": "leaves a front",
    "leave_coalition": "leaves the coalition",
    "turn": "turns on an ally",
}
CAUSES = {
    "refused": "requests refused",
    "late": "help that came late",
    "favour": "others were favoured",
    "exclusion": "left out of talks",
    "overridden": "authority overridden",
    "shared_loss": "defeats suffered together",
    "losses": "own losses",
}


class Facts:
    """A run, read for a page.  Days are counted from the start of the first day; arrays have
    histories first."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.war: War = run.war
        self.measures: xarray.Dataset = run.measures
        self.legend = self.war.legend
        self.start: date = self.war.start
        self.days: int = self.war.days
        self.histories: int = int(self.measures.sizes["history"])
        self.weeks: int = int(self.measures.sizes["week"]) - 1
        self._kept: dict[tuple[str, ...], Values] = {}

    def read(self, name: str, *axes: str) -> Values:
        """Return a measure with histories first and then ``axes``, as it was recorded, without keeping it."""
        return np.asarray(self.measures[name].transpose("history", *axes).values)

    def values(self, name: str, *axes: str) -> Values:
        """Return a measure with histories first and then ``axes``, as floating-point numbers."""
        key = (name, *axes)
        if key not in self._kept:
            self._kept[key] = np.asarray(self.read(name, *axes), dtype=np.float64)
        return self._kept[key]

    @cached_property
    def week_days(self) -> npt.NDArray[np.float64]:
        """Days that have passed at the end of each week, week 0 included."""
        return np.arange(self.weeks + 1, dtype=np.float64) * DAYS_A_WEEK

    @cached_property
    def camps(self) -> tuple[int, ...]:
        """Camps that at some time hold ``PRESENT`` places of the theatre on average, in the
        scenario's order."""
        held = self.values("places_held", "week", "camp")
        return tuple(int(camp) for camp in np.flatnonzero(held.mean(axis=0).max(axis=0) >= PRESENT))

    @cached_property
    def members(self) -> tuple[int, ...]:
        """Actors of the focal coalition."""
        focal = int(self.war.world.focal[0])
        return tuple(int(row) for row in np.flatnonzero((self.war.world.coalition == focal) & (focal >= 0)))

    @cached_property
    def focal_camp(self) -> int:
        """The camp of the focal coalition's lead, -1 without a coalition."""
        focal = int(self.war.world.focal[0])
        return int(self.war.world.camp[int(self.war.world.lead[focal])]) if focal >= 0 else -1

    def camp(self, row: int) -> str:
        """Return the title of a camp."""
        return self.legend.camp_titles[row] or self.legend.camps[row]

    def actor(self, row: int) -> str:
        """Return the title of an actor."""
        return self.legend.actor_titles[row] or self.legend.actors[row]

    def camp_of(self, actor: int) -> int:
        """Return the camp of an actor."""
        return self.legend.camps.index(self.legend.camp_of_actor[actor])

    @cached_property
    def decisions(self) -> list[tuple[Mark, list[str]]]:
        """Dated decisions within the horizon, those of one day together: the mark, numbered by day,
        and the titles."""
        title = dict(zip(self.legend.interventions, self.legend.intervention_titles, strict=True))
        return [(mark, [title[name] or name for name in names]) for mark, names in self.decided]

    @cached_property
    def decided(self) -> list[tuple[Mark, list[str]]]:
        """The same with the ids of the interventions."""
        found: dict[float, list[tuple[float, float, str]]] = {}
        for item in self.war.drawn.all:
            parts = item.path.split(".")
            dated = len(parts) == 3 and parts[0] == "interventions" and parts[2] == "date"
            if dated and 0 <= item.best < self.days:
                found.setdefault(item.best, []).append((item.low, item.high, parts[1]))
        numbered = enumerate(sorted(found.items()), start=1)
        return [
            (
                Mark(day, min(low for low, _, _ in acts), max(high for _, high, _ in acts), str(number)),
                [name for _, _, name in acts],
            )
            for number, (day, acts) in numbered
        ]

    @property
    def marks(self) -> list[Mark]:
        """The marks of the dated decisions."""
        return [mark for mark, _ in self.decisions]

    @cached_property
    def months(self) -> list[tuple[float, str]]:
        """Days on which a month begins, with its name; every second or third in a long war."""
        step = 1 if self.days <= 200 else 2 if self.days <= 500 else 3 * math.ceil(self.days / 1500)
        firsts = []
        year, month = self.start.year, self.start.month
        while (day := date(year, month, 1)) <= self.start + timedelta(self.days):
            firsts.append((float((day - self.start).days), day))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        chosen = [(passed, day) for passed, day in firsts if passed >= 0][::step]
        return [
            (p, day.strftime("%b %Y") if n == 0 or day.month <= step else day.strftime("%b"))
            for n, (p, day) in enumerate(chosen)
        ]

    def date_of(self, passed: float) -> str:
        """Return the date that has ``passed`` full days of war behind it."""
        return plain_date(self.start + timedelta(math.floor(passed)))

    def week_date(self, week: int) -> str:
        """Return the date at whose end the state of a week is recorded; the first day for week 0."""
        return plain_date(self.start + timedelta(max(0, week * DAYS_A_WEEK - 1)))


def plain_date(day: date) -> str:
    """Return a date as 27 February 2016, whatever the locale."""
    names = "January February March April May June July August September October November December".split()
    return f"{day.day} {names[day.month - 1]} {day.year}"


def whole(value: float) -> str:
    """Return a number with thousands marked; large ones rounded to three figures; a dash for none."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 10_000:
        digits = len(str(int(abs(value)))) - 3
        value = round(value / 10**digits) * 10**digits
    return f"{value:,.0f}"


def percent(share: float) -> str:
    """Return a share as 34 %; below 1 and above 99 with a decimal unless exact."""
    if not math.isfinite(share):
        return "–"
    value = 100.0 * share
    exact = min(abs(value), abs(100.0 - value)) < 1e-9
    return f"{value:.1f}{PERCENT}" if not exact and (value < 1.0 or value > 99.0) else f"{value:.0f}{PERCENT}"


def middle(values: Values, form: Any = whole) -> str:
    """Return median and the middle 80 % of one number per history: ``12 (8 to 17)``; only the median
    if all agree."""
    low, _, median, _, high = (form(float(part)) for part in quantiles(values))
    return (
        median if low == median == high else f"{median} ({low.removesuffix(PERCENT)} to {high.removesuffix(PERCENT)})"
    )


def decimal(value: float) -> str:
    """Return a number between 0 and 1 or so, with two decimals."""
    return f"{value:.2f}" if math.isfinite(value) else "–"


def wilson(count: int, number: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of ``count`` in ``number`` histories (Wilson 1927); all of it for none."""
    return wilson_interval(count, number) if number else (0.0, 1.0)


def share_of(count: int, number: int) -> str:
    """Return a share of histories with its 95 % interval: ``34 % (31 to 37)``."""
    low, high = wilson(count, number)
    return f"{percent(count / max(1, number))} ({100 * low:.0f} to {100 * high:.0f})"


def listed(words: Iterable[str]) -> str:
    """Return words as ``a, b and c``."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
