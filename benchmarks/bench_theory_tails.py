"""Heavy tails: fits of power laws by number of sizes, their bootstrap and plausibility, and the lognormal beside them.

Sizes follow a power law of exponent 2.5; the start of the tail is looked for among all different sizes.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
from figures import SEED, Figure, main, median_seconds

from polemos.theory.lognormal_tails import power_law_against_lognormal
from polemos.theory.tails import (
    PowerLaw,
    bootstrap_power_law,
    draw_power_law,
    fit_power_law,
    power_law_plausibility,
)

ROUNDS = 3


def measure(big: bool) -> list[Figure]:
    """Return the time of each step for 100 to 10,000 sizes (or 100,000), whole and real."""
    generator, found = np.random.default_rng(SEED), []

    def chance(number: int) -> np.ndarray:
        return 1.0 - generator.random(number)

    for whole in (True, False):
        kind = "whole" if whole else "real"
        for number in (100, 1_000, 10_000, *((100_000,) if big and whole else ())):
            if number == 10_000 and not whole and not big:
                continue  # every size is another start: half a minute
            sizes = draw_power_law(chance(number), PowerLaw(2.5, 0.0, 1.0, 0, 0.0, whole))
            work = partial(fit_power_law, sizes, whole=whole)
            seconds = median_seconds(work, ROUNDS if number < 10_000 else 1)
            found.append(Figure(f"fit of {number:,} {kind} sizes", seconds, "s", peak(work)))
    sizes = draw_power_law(chance(1_000), PowerLaw(2.5, 0.0, 1.0, 0, 0.0, True))
    law = fit_power_law(sizes)
    for what, work, note in (
        ("its bootstrap", partial(bootstrap_power_law, sizes, chance, 20), "20 lists"),
        ("its plausibility", partial(power_law_plausibility, sizes, law, chance, 20), "20 lists"),
        ("against the lognormal", partial(power_law_against_lognormal, sizes, law), "1,000 whole sizes"),
    ):
        found.append(Figure(what, median_seconds(work, 1), "s", note))
    return found


def peak(work: Callable[[], object]) -> str:
    """Return the most memory that a piece of work holds at once, as a note."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{most / 1e6:.1f} MB at the peak"


if __name__ == "__main__":
    main(measure, __doc__)
