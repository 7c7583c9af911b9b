"""Going on from a date: what a branch costs beside the run that it leaves, and what finding a parting costs.

All in one process, turn by turn, so that a busy machine slows everything; seconds of CPU, the best of three turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from figures import SEED, WAR, Figure, main

TURNS = 3
HISTORIES, BIG = 32, 256
DATES = ("2016-03-01", "2016-07-17", "2016-10-01")


def measure(big: bool) -> list[Figure]:
    """Return ratios to the run's own time, for three dates, and the time of a parting."""
    from polemos.engine.branching import plan_branch
    from polemos.engine.course import Life
    from polemos.engine.kernel import simulate
    from polemos.engine.plan import Changes
    from polemos.engine.run import run
    from polemos.experiments.departures.divergence import parting_day, why_diverge

    histories = BIG if big else HISTORIES
    base = run(WAR, histories=histories, seed=SEED, threads=1)
    whole = _best(lambda: simulate(base.war, SEED, 0, histories))
    figures = [Figure("a history, simulated", 1e3 * whole / histories, "ms", f"{histories} histories on one thread")]
    for date in DATES:
        plan = plan_branch(base, date, Changes(edits=("mechanisms.combat.tail=2.9",)), -1, 1, None)
        ways = plan.courses
        lives = [Life(base.courses.course(number)).until(ways.first) for number in range(histories)]

        def go_on(ways=ways, lives=lives) -> None:
            for number, life in enumerate(lives):
                life.along(ways.course(number)).end()

        left = (base.war.days - ways.first) / base.war.days
        figures += [
            Figure(f"branch at {date} : run", _best(lambda plan=plan: plan.simulate(0, histories)) / whole, "ratio"),
            Figure("  from mornings that are held : run", _best(go_on) / whole, "ratio", f"days left: {left:.2f}"),
        ]
    bytes_held = sum(array.nbytes for array in (*lives[0].state, *lives[0].record))
    figures.append(Figure("a morning in memory", bytes_held / 1e6, "MB"))
    other = run(WAR, histories=4, seed=SEED, threads=1, without=("withdrawal",))
    pairs = [(base.courses.course(number), other.courses.course(number)) for number in range(4)]
    figures += [
        Figure(
            "find a parting in March", _best(lambda: [parting_day(*pair) for pair in pairs]) / 4, "s", "one history"
        ),
        Figure("that it never parts", _best(lambda: parting_day(pairs[0][0], pairs[0][0])), "s", "366 days compared"),
        Figure("one history told in full", _best(lambda: why_diverge(base, other, 0)), "s", "two chronicles, chains"),
    ]
    return figures


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TURNS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


if __name__ == "__main__":
    main(measure, __doc__)
