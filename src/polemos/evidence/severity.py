"""How severe single events are: the tail of deaths per event, of recorded and of simulated wars alike.

Comes in: rows with the columns of the UCDP Georeferenced Event Dataset, as a release or ``polemos events export``
writes them.  Goes out: the power law of the tail with its uncertainty, how plausible it is, and whether two wars differ
in it.  The fits are in ``theory.tails``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.engine.ged import NON_STATE, STATE_BASED
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.event_rows import LONGEST, day_in, event_rows, number_in
from polemos.theory import tails

Floats = npt.NDArray[np.float64]
COLUMNS = ("type_of_violence", "date_start", "date_end", "best")
REPLICAS = 200
INTERVAL = (2.5, 97.5)


class Sizes(NamedTuple):
    """Deaths of each deadly event, in the order of the rows, and how many rows were left out, by reason."""

    deaths: Floats
    left_out: dict[str, int]


class Severity(NamedTuple):
    """The tail of deaths per event."""

    law: tails.PowerLaw  # with the standard error of the exponent for a tail that begins where it does
    low: float  # 95 % interval of the exponent, the start of the tail found anew in each list drawn with replacement
    high: float
    start_low: float  # the same of where the tail begins
    start_high: float
    plausibility: float  # share of made-up lists that fit the law worse: below 0.1 it is to be doubted
    events: int
    median: float  # deaths of an event
    mean: float
    left_out: dict[str, int]

    def __str__(self) -> str:
        return (
            f"exponent {self.law.exponent:.2f} ± {self.law.error:.2f} from {self.law.smallest:g} deaths on "
            f"({self.law.tail} of {self.events} events); with the start uncertain {self.low:.2f} to {self.high:.2f} "
            f"(from {self.start_low:g} to {self.start_high:g} deaths); plausibility {self.plausibility:.2f}"
        )


class SeverityDifference(NamedTuple):
    """Two tails that begin at the same size, and how far apart their exponents are."""

    one: tails.PowerLaw
    other: tails.PowerLaw
    difference: float  # exponent of the other less that of the one
    error: float
    doubt: float  # chance of a difference so large, either way, if both have one exponent

    def __str__(self) -> str:
        return (
            f"from {self.one.smallest:g} deaths on: {self.one.exponent:.2f} ± {self.one.error:.2f} and "
            f"{self.other.exponent:.2f} ± {self.other.error:.2f}, difference {self.difference:+.2f} ± {self.error:.2f} "
            f"(chance of as much without one: {self.doubt:.2g})"
        )


def deaths_per_event(
    events: Any,
    *,
    first: str | date | None = None,
    last: str | date | None = None,
    kinds: Collection[int] = (STATE_BASED, NON_STATE),
) -> Sizes:
    """Return the deaths of each deadly event that begins and ends between two days, both included.

    ``events`` is a CSV file of UCDP GED (``.csv`` or ``.csv.gz``), or its rows as a data frame or as dicts; simulated
    rows of ``engine.ged`` are such.  Counted is the best estimate, rounded, of the ``kinds`` of violence (1 between a
    state and others, 2 among others, 3 against civilians).  Rows of more than 31 days are sums for a campaign and are
    left out, as are rows without deaths, which tails do not know.  Raises BadInput.  Cost: the rows.
    """
    window = (day_in(first, "first") or date.min, day_in(last, "last") or date.max)
    if window[0] > window[1]:
        raise BadInput(Problem(f"begins on {window[0]} and ends on {window[1]}", key="first, last"))
    sizes: list[float] = []
    left_out: Counter[str] = Counter()
    with event_rows(events) as rows:
        for number, row in enumerate(rows, start=1):
            reason, deaths = _weigh(row, number, window, kinds)
            if reason:
                left_out[reason] += 1
            else:
                sizes.append(deaths)
    return Sizes(np.array(sizes), dict(left_out))


def severity(
    events: Any,
    chance: Callable[[int], Floats],
    *,
    smallest: float | None = None,
    replicas: int = REPLICAS,
    **which: Any,
) -> Severity:
    """Return the power law of the tail of deaths per event, its uncertainty and its plausibility (Clauset 2009).

    The tail begins where law and events are nearest, or at ``smallest``.  Interval: ``replicas`` lists drawn with
    replacement, each fitted anew; plausibility: as many made-up lists.  ``which`` are the arguments of
    ``deaths_per_event``; ``chance(n)`` gives n uniforms in (0, 1).  Raises BadInput for fewer than ten events in the
    tail.  Cost: 2 replicas fits, each different sizes times all sizes.
    """
    found = deaths_per_event(events, **which)
    law = tails.fit_power_law(found.deaths, smallest=smallest)
    drawn = tails.bootstrap_power_law(found.deaths, chance, replicas, smallest=smallest)
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    (low, high), (start_low, start_high) = (
        np.percentile(drawn, INTERVAL, axis=0).T if len(drawn) else [(math.nan,) * 2] * 2
    )
    plausibility = tails.power_law_plausibility(found.deaths, law, chance, replicas, refit=smallest is None)
    return Severity(
        law, float(low), float(high), float(start_low), float(start_high), plausibility, len(found.deaths),
        float(np.median(found.deaths)), float(found.deaths.mean()), found.left_out,
    )  # fmt: skip


def compare_severity(one: Any, other: Any, *, smallest: float | None = None, **which: Any) -> SeverityDifference:
    """Return how far the tails of two wars' deaths per event are apart, from the same size on.

    Exponents of tails that begin at different sizes cannot be compared where the law does not hold throughout, so both
    are fitted from ``smallest``, by default the larger of the two starts at which each fits best.  Standard errors add
    as squares; the doubt is that of the normal distribution.  ``one`` and ``other`` are events, or ``Sizes`` of several
    histories put together; ``which`` are the arguments of ``deaths_per_event``.  Raises BadInput for a tail too short.
    """
    sizes = [given if isinstance(given, Sizes) else deaths_per_event(given, **which) for given in (one, other)]
    start = smallest
    if start is None:
        start = max(tails.fit_power_law(each.deaths).smallest for each in sizes)
    first, second = (tails.fit_power_law(each.deaths, smallest=start) for each in sizes)
    difference, error = second.exponent - first.exponent, math.hypot(first.error, second.error)
    doubt = math.erfc(abs(difference) / error / math.sqrt(2.0))
    return SeverityDifference(first, second, difference, error, doubt)


def put_together(histories: Iterable[Sizes]) -> Sizes:
    """Return the events of several histories as one list."""
    every = list(histories)
    if not every:
        raise BadInput(Problem("there are none", key="histories"))
    left_out: Counter[str] = Counter()
    for each in every:
        left_out.update(each.left_out)
    return Sizes(np.concatenate([each.deaths for each in every]), dict(left_out))


def _weigh(row: Mapping[str, Any], number: int, window: tuple[date, date], kinds: Collection[int]) -> tuple[str, float]:
    """Return why a row is left out, or "" and its deaths."""
    missing = [column for column in COLUMNS if column not in row]
    if missing:
        hint = did_you_mean(missing[0], [str(name) for name in row]) or "these are not rows of UCDP GED"
        raise BadInput(Problem(f"has no column {missing[0]}", key="events", hint=hint))
    where = f"events, row {number}"
    began, ended = day_in(row["date_start"], where), day_in(row["date_end"], where)
    if began is None or ended is None or ended < began:
        raise BadInput(Problem(f"lasts from {row['date_start']} to {row['date_end']}", key=where))
    deaths = round(number_in(row["best"], where))
    if int(number_in(row["type_of_violence"], where)) not in kinds:
        return "another kind of violence", 0.0
    if began < window[0] or ended > window[1]:
        return "outside the window", 0.0
    if (ended - began).days + 1 > LONGEST:
        return f"longer than {LONGEST} days", 0.0
    return ("", float(deaths)) if deaths else ("nobody killed", 0.0)
