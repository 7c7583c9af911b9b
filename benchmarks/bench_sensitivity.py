"""What it costs to ask which inputs matter: rows of a design beside plain histories, estimating, searching boxes.

Histories and rows in one process, turn by turn, because what else the machine does comes and goes.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from figures import SEED, WAR, Figure, main, median_seconds

TURNS, SAMPLES, REPLICATES = 3, 4, 2
SIZES, INPUTS = (1_000, 10_000), 469


def measure(big: bool) -> list[Figure]:
    """Return histories per second of CPU with given and with drawn inputs, and seconds of the statistics."""
    return [*_rows(), *_statistics(), *_boxes((*SIZES, 100_000) if big else SIZES)]


def _rows() -> list[Figure]:
    from polemos.engine.plan import Changes, make_plan
    from polemos.engine.run import perform
    from polemos.experiments.importance.design import morris_design
    from polemos.experiments.importance.factors import space_of
    from polemos.experiments.importance.nested import play_design

    plan = make_plan(WAR, 1, SEED, None, Changes())
    space = space_of(plan.war)
    design = morris_design(space, SAMPLES, SEED)
    number = SAMPLES * design.points.shape[1] * REPLICATES
    asked = plan._replace(manifest=plan.manifest.asking(number))
    dead = [lambda arrays: arrays["totals"].sum(axis=(1, 2)).astype(np.float64)]
    plan.simulate(0, 1)
    rates: dict[str, list[float]] = {"drawn": [], "given": []}
    for _ in range(TURNS):
        began = time.process_time()
        perform(asked, None, 1, None, None)
        middle = time.process_time()
        play_design(space, design, lambda changes: plan.war, dead, REPLICATES, SEED, 1)
        rates["drawn"].append(number / (middle - began))
        rates["given"].append(number / (time.process_time() - middle))
    drawn, given = (statistics.median(rates[name]) for name in ("drawn", "given"))
    note = f"median of {TURNS} turns of {number}"
    return [
        Figure("histories as a run draws them", drawn, "/s of CPU", note),
        Figure("rows of a Morris design", given, "/s of CPU", note),
        Figure("rows : histories", given / drawn, ""),
    ]


def _statistics() -> list[Figure]:
    from polemos.experiments.importance import effects

    random = np.random.default_rng(SEED)
    figures = []
    for blocks, groups in ((64, 19), (64, INPUTS)):
        outcome = random.standard_normal((blocks, groups + 2, 4))
        taken = median_seconds(lambda outcome=outcome: effects.sobol_shares(outcome, SEED), 1)
        test = median_seconds(lambda outcome=outcome: effects.p_values(effects.changes(outcome), SEED), 1)
        figures.append(Figure(f"shares of {groups} groups, {blocks} samples", taken, "s", f"sign flips {test:.1f} s"))
    return figures


def _boxes(sizes: tuple[int, ...]) -> list[Figure]:
    from polemos.experiments.discovery.boxes import cart_box, prim_box

    random = np.random.default_rng(SEED)
    figures = []
    for size in sizes:
        inputs = random.random((size, INPUTS))
        happened = random.random(size) < np.where((inputs[:, 3] > 0.5) & (inputs[:, 7] < 0.6), 0.8, 0.3)
        for name, find in (("PRIM", prim_box), ("CART", cart_box)):
            taken = median_seconds(lambda find=find, inputs=inputs, happened=happened: find(inputs, happened), 1)
            figures.append(Figure(f"{name}, {size:,} histories", taken, "s", f"{INPUTS} inputs"))
    return figures


if __name__ == "__main__":
    main(measure, __doc__)
