"""Cooperative games: exact values, core and nucleolus by number of members, and what a run's weights cost.

Games of random values; the nucleolus of a random game takes every round there is.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
from figures import SEED, Figure, main, median_seconds

from polemos.theory.core import least_core, nucleolus
from polemos.theory.games import shapley_interaction, shapley_value
from polemos.theory.sampling import sampled_shapley
from polemos.theory.voting_power import majority_power, weighted_voting

ROUNDS = 3


def peak(work: Callable[[], object]) -> float:
    """Return the most memory that a piece of work holds at once [MB]."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def measure(big: bool) -> list[Figure]:
    """Return the time of each solution for games of 4 to 16 members, or 20."""
    chance = np.random.default_rng(SEED)
    least_core(chance.random(8) * np.arange(8))  # loads the solver
    found = []
    for members in (4, 8, 12, 16, *((20,) if big else ())):
        table = chance.random(1 << members) * np.array([row.bit_count() ** 1.2 for row in range(1 << members)])
        for solution in (shapley_value, shapley_interaction, least_core, nucleolus):
            if solution is nucleolus:
                work: Callable[[], object] = lambda table=table: nucleolus(table, prenucleolus=True)  # noqa: E731
            else:
                work = lambda solution=solution, table=table: solution(table)  # noqa: E731
            rounds = ROUNDS if members < 16 else 1
            note = f"{peak(work):.0f} MB at the peak" if members >= 16 else ""
            found.append(Figure(f"{solution.__name__}, {members} members", median_seconds(work, rounds), "s", note))
    for members, most in ((10, 1_000), (100, 1_000)):
        weights = chance.integers(1, most, members)
        game = weighted_voting(int(weights.sum()) // 2 + 1, weights)
        counted = median_seconds(lambda game=game: shapley_value(game), ROUNDS)
        found.append(Figure(f"votes counted, {members} members", counted, "s", f"weights to {most:,}"))
    sampled = median_seconds(lambda: sampled_shapley(game, chance=SEED), ROUNDS)
    found.append(Figure("votes sampled, 100 members", sampled, "s", "100 blocks"))
    rows = chance.integers(0, 50_000, (1_000, 12))
    found.append(
        Figure("power in 1,000 histories", median_seconds(lambda: majority_power(rows), ROUNDS), "s", "12 members")
    )
    return found


if __name__ == "__main__":
    main(measure, __doc__)
