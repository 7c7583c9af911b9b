"""What inference costs beside the simulating, and how near the same simulations bring it with and without adjustment.

Normal toys with a known posterior: their simulator takes next to no time, so that the time is the method's own.
"""

from __future__ import annotations

import time

import numpy as np
from figures import SEED, Figure, main, median_seconds

BUDGET, DRAWS, RECORDS = 10_000, 1000, 5
LARGE = 40_000
PARAMETERS, SUMMARIES, PILOT = 470, 300, 5000


def measure(big: bool) -> list[Figure]:
    """Return the seconds of each part and the errors of posterior means and deviations."""
    figures = []
    for active in (2, 10, 20):
        figures += _sampling(active, LARGE if big else BUDGET)
    return [*figures, *_learning()]


def _sampling(active: int, budget: int) -> list[Figure]:
    """Return CPU per simulation, and errors in posterior deviations by kind of adjustment, in one run each."""
    from polemos.experiments.inference.draws import normals
    from polemos.experiments.inference.parameters import probits
    from polemos.experiments.inference.posterior import posterior_of
    from polemos.experiments.inference.settings import Settings, Target
    from polemos.experiments.inference.smc import sample

    class AsTheyAre:
        def apply(self, summaries):
            return summaries

    def simulate(levels, dice):
        return probits(levels) + 0.5 * normals(SEED, 40, 0, int(dice[0]), len(dice), active)

    names, spent, done = tuple(f"p{column}" for column in range(active)), 0.0, 0
    exact = 0.5 / np.sqrt(1.25)
    errors = {"none": [], "linear": [], "heteroscedastic": []}
    for seed in range(RECORDS):
        record = normals(SEED, 41, seed, 0, 1, active)[0]
        target = Target(names, tuple(range(active)), AsTheyAre(), record)
        settings = Settings(DRAWS, budget, seed)
        began = time.process_time()
        found = sample(simulate, target, settings)
        spent, done = spent + time.process_time() - began, done + found.simulations
        for method in errors:
            one = posterior_of(found, target, settings, method, 0)
            line = probits(one.levels)
            mean = one.weights @ line
            deviation = np.sqrt(one.weights @ (line - mean) ** 2)
            errors[method].append([((mean - record / 1.25) / exact) ** 2, np.log(deviation / exact) ** 2])
    label = f"{active} parameters, {found.simulations:,} simulations"
    figures = [Figure(f"sampling, {label}", 1e6 * spent / done, "us each", f"stopped: {found.stop}")]
    for method, squares in errors.items():
        of_means, of_deviations = np.sqrt(np.mean(squares, axis=(0, 2)))
        note = f"deviations off by a factor {np.exp(of_deviations):.2f}"
        figures.append(Figure(f"error of means, adjustment {method}", of_means, "deviations", note))
    return figures


def _learning() -> list[Figure]:
    """Return the seconds of learning from a pilot of the size of the reference war's, of misfit and of posteriors."""
    from polemos.experiments.inference.draws import PILOT as STREAM
    from polemos.experiments.inference.draws import normals, uniforms
    from polemos.experiments.inference.learning import learn
    from polemos.experiments.inference.misfit import misfit
    from polemos.experiments.inference.parameters import probits

    levels = uniforms(SEED, STREAM, 0, 0, PILOT, PARAMETERS)
    matrix = np.zeros((PARAMETERS, SUMMARIES))
    matrix[:15] = normals(SEED, 42, 0, 0, 15, SUMMARIES) / np.sqrt(SUMMARIES)
    summaries = probits(levels) @ matrix + 0.2 * normals(SEED, 40, 0, 0, PILOT, SUMMARIES)
    names = tuple(f"p{column}" for column in range(PARAMETERS))
    columns = tuple(f"s{column}" for column in range(SUMMARIES))
    learned = learn(levels, summaries, summaries[0], names, columns, "none")
    taken = median_seconds(lambda: learn(levels, summaries, summaries[0], names, columns, "none"), 1)
    size = f"{PILOT:,} simulations, {SUMMARIES} summaries, {PARAMETERS} parameters"
    features = learned.scale.apply(summaries)
    far = median_seconds(lambda: misfit(features[1:], features[0], learned.scale.kept), 1)
    return [
        Figure("learning", taken, "s", f"{size}; {len(learned.active)} of 15 and {PARAMETERS - 15} idle called active"),
        Figure("misfit", far, "s", size),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
