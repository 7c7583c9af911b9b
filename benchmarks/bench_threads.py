"""Histories per second on one and two threads, in one process, turn by turn.

In memory, without start and summary: the engine alone.  Turns, because what else the machine does comes and goes.
"""

from __future__ import annotations

import statistics
import time

from figures import SEED, WAR, Figure, main

TURNS, HISTORIES = 3, 128


def measure(big: bool) -> list[Figure]:
    """Return the best rate on 1 and 2 threads, per second of CPU the median, and the best ratio of a turn."""
    import polemos as pm

    war = pm.load(WAR)
    pm.run(war, histories=2, seed=SEED)
    rates: dict[int, list[float]] = {1: [], 2: []}
    worked: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(TURNS):
        for threads in rates:
            began, used = time.perf_counter(), time.process_time()
            pm.run(war, histories=HISTORIES, seed=SEED, threads=threads)
            rates[threads].append(HISTORIES / (time.perf_counter() - began))
            worked[threads].append(HISTORIES / (time.process_time() - used))
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    figures = []
    for threads, name in ((1, "1 thread"), (2, "2 threads")):
        note = f"{statistics.median(worked[threads]):.0f} for each second of CPU"
        figures.append(Figure(name, max(rates[threads]), "histories/s", f"best of {TURNS} turns; {note}"))
    return [*figures, Figure("2 threads : 1 thread", max(ratios), "", f"{min(ratios):.2f} .. {max(ratios):.2f}")]


if __name__ == "__main__":
    main(measure, __doc__)
