"""Histories per second on one and two threads, in one process, turn by turn.

In memory, without start and summary: the engine alone.  Turns, because what else the machine does comes and goes.
"""

from __future__ import annotations

import statistics
import time

from figures import SEED, WAR, Figure, main

TURNS, HISTORIES = 3, 128


def measure(big: bool) -> list[Figure]:
    """Return the median rate on 1 and 2 threads and the median of the turns' ratios."""
    import polemos as pm

    war = pm.load(WAR)
    pm.run(war, histories=2, seed=SEED)
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(TURNS):
        for threads, taken in rates.items():
            began = time.perf_counter()
            pm.run(war, histories=HISTORIES, seed=SEED, threads=threads)
            taken.append(HISTORIES / (time.perf_counter() - began))
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    return [
        *(Figure(f"{n} thread{'s' * (n > 1)}", statistics.median(rates[n]), "histories/s") for n in rates),
        Figure("2 threads : 1 thread", statistics.median(ratios), "", f"{min(ratios):.2f} .. {max(ratios):.2f}"),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
