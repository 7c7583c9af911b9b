"""Getting started: the front door, loading and compiling the war, and the first start ever.

The first start has an empty folder for compiled code, so it compiles the engine.
"""

from __future__ import annotations

import sys
import tempfile

from figures import SEED, WAR, Figure, child, main, median_seconds, polemos


def measure(big: bool) -> list[Figure]:
    """Return the figures; children first, while this process is small."""
    empty = child([sys.executable, "-c", "pass"])
    figures = [Figure("python that does nothing", empty.cpu, "s CPU")]
    door = min(child([sys.executable, "-c", "import polemos"]).cpu for _ in range(3))
    figures.append(Figure("import polemos", door, "s CPU", "best of 3, python included"))
    words = min(child(polemos("--help")).cpu for _ in range(3))
    figures.append(Figure("polemos --help", words, "s CPU", "best of 3, python included"))
    figures += first_start()
    figures += reading()
    return figures


def first_start() -> list[Figure]:
    """Return what a first run of 1,000 histories costs, and the same command without compiling."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as runs:
        words = polemos("run", WAR, "--histories", "1000", "--seed", str(SEED), "--quiet", "--out")
        first = child([*words, f"{runs}/first"], POLEMOS_CACHE=cache)
        again = child([*words, f"{runs}/again"], POLEMOS_CACHE=cache)
    return [
        Figure("1,000 histories, first start ever", first.clock, "s", f"{first.cpu:.0f} s CPU"),
        Figure("1,000 histories, code kept", again.clock, "s", f"{again.cpu:.0f} s CPU"),
        Figure("first start : code kept", first.clock / again.clock, ""),
    ]


def reading() -> list[Figure]:
    """Return the time to load the war from its file, and to compile it to arrays."""
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    scenario = load(WAR)
    loading = median_seconds(lambda: load(WAR), 3)
    compiling = median_seconds(lambda: compile_scenario(scenario), 3)
    return [
        Figure(f"load {WAR}", loading, "s", "median of 3"),
        Figure(f"{WAR} to arrays", compiling, "s", "median of 3"),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
