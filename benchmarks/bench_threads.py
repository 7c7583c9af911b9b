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
    from polemos.engine.plan import Changes, make_plan
    from polemos.engine.run import perform

    plan = make_plan(WAR, HISTORIES, SEED, None, Changes())
    plan.simulate(0, 1)
    rates: dict[int, list[float]] = {1: [], 2: []}
    worked: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(TURNS):
        for threads in rates:
            began, used = time.perf_counter(), time.process_time()
            perform(plan, None, threads, None, None)
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
