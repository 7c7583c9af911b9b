"""Attrition: duels of whole men by their number, fits of a series of days, and battles with reinforcements.

The duel costs men times men; everything else is far below a millisecond.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
from figures import SEED, Figure, main, median_seconds

from polemos.theory.attrition_fit import bootstrap_exponents, fit_attrition_law
from polemos.theory.lanchester import duel, rates_of_square_law, reinforced_square_law, square_law

ROUNDS = 5


def measure(big: bool) -> list[Figure]:
    """Return the time of laws, duels of 10 to 1,000 men (or 10,000), and fits of 30 and 3,000 days."""
    found = [Figure("square law, 1,000 fights", 1_000 * per_call(partial(square_law, 1e3, 8e2, 0.8, 0.9)), "s")]
    for men in (10, 100, 1_000, *((10_000,) if big else ())):
        work = partial(duel, men, men, 1.0, 1.0)
        seconds = median_seconds(work, ROUNDS if men < 1_000 else 1)
        found.append(Figure(f"duel, {men:,} against {men:,}", seconds, "s", peak(work) if men <= 1_000 else ""))
    landed = [54_000.0, 0, 6_000, 0, 0, 13_000] + 30 * [0.0]
    battle = partial(reinforced_square_law, 0, 21_500, 0.0544, 0.0106, landed)
    found.append(Figure("36 days with reinforcements", per_call(battle), "s"))
    rates = partial(rates_of_square_law, 0, 21_500, landed, 51_985.2, 216.8)
    found.append(Figure("its rates back", median_seconds(rates, ROUNDS), "s"))
    chance = np.random.default_rng(SEED)
    fit_attrition_law(*np.full((4, 9), 2.0))  # loads the distributions
    for days in (30, 3_000):
        series = chance.uniform(1.0, 9.0, (4, days))
        found.append(Figure(f"fit of {days:,} days", median_seconds(partial(fit_attrition_law, *series), ROUNDS), "s"))
    series = chance.uniform(1.0, 9.0, (4, 30))
    work = partial(bootstrap_exponents, *series, chance.random, 1_000)
    return [*found, Figure("its bootstrap", median_seconds(work, ROUNDS), "s", "1,000 lists")]


def per_call(work: partial[object], calls: int = 1_000) -> float:
    """Return the time of one call out of many [s]."""
    return median_seconds(lambda: [work() for _ in range(calls)], ROUNDS) / calls


def peak(work: Callable[[], object]) -> str:
    """Return the most memory that a piece of work holds at once, as a note."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{most / 1e6:.1f} MB at the peak"


if __name__ == "__main__":
    main(measure, __doc__)
