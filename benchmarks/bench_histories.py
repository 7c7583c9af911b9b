"""Histories by the decade, from the shell, with the memory they take.

Each size is a process of its own with the compiled code at hand; 10,000 only with --big.
"""

from __future__ import annotations

import tempfile

from figures import SEED, WAR, Figure, child, main, polemos


def measure(big: bool) -> list[Figure]:
    """Return time, rate and peak memory of each size."""
    figures = []
    with tempfile.TemporaryDirectory() as runs:
        words = polemos("run", WAR, "--seed", str(SEED), "--quiet")
        child([*words, "--histories", "1", "--out", f"{runs}/warm"])
        for histories in (10, 100, 1_000, *((10_000,) if big else ())):
            cost = child([*words, "--histories", str(histories), "--out", f"{runs}/{histories}"])
            note = f"{histories / cost.clock:.0f} histories/s with start and summary; {cost.cpu:.1f} s CPU"
            figures.append(Figure(f"{histories:,} histories", cost.clock, "s", note))
            figures.append(Figure(f"{histories:,} histories, peak memory", cost.peak, "MB"))
    return figures


if __name__ == "__main__":
    main(measure, __doc__)
