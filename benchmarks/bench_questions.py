"""Questions: histories a second beside a plain run, and what bookkeeping costs.

The same war is run and compared turn by turn in one process, both in memory, so that a busy machine slows both.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from figures import SEED, WAR, Figure, main

ROUNDS = 3
HISTORIES, BIG = 128, 1024


def measure(big: bool) -> list[Figure]:
    """Return the figures of a comparison of two alternatives."""
    from polemos.engine.run import run
    from polemos.experiments.contrasts.compare import compare

    histories = BIG if big else HISTORIES
    run(WAR, histories=4, seed=SEED)  # compiles, loads libraries
    compare(WAR, ["ceasefire"], histories=4, seed=SEED)

    def plain() -> None:
        for without in ((), ("withdrawal",), ("ceasefire",)):
            run(WAR, histories=histories, seed=SEED, without=without).summary()

    def compared() -> None:
        compare(WAR, ["withdrawal", "ceasefire"], histories=histories, seed=SEED)

    times: dict[str, list[float]] = {"plain": [], "compared": []}
    for _ in range(ROUNDS):
        times["plain"].append(_seconds(plain))
        times["compared"].append(_seconds(compared))
    one, two = (min(times[name]) for name in ("plain", "compared"))
    ratio = statistics.median(b / a for a, b in zip(times["plain"], times["compared"], strict=True))
    figures = [
        Figure(
            "three plain runs with their summaries", 3 * histories / one, "histories/s", f"{histories} histories each"
        ),
        Figure("the same three wars compared", 3 * histories / two, "histories/s", "headline outcomes, intervals"),
        Figure("compared : plain", ratio, "ratio", f"median of {ROUNDS} turns"),
    ]
    return figures + _again(histories) + _attributed(BIG if big else HISTORIES)


def _attributed(histories: int) -> list[Figure]:
    """Return what it costs to attribute four outcomes to three causes: eight wars, and the statistics by themselves."""
    from polemos.experiments.attribution.attribute import attribute
    from polemos.experiments.laboratory import Laboratory

    laboratory, outcomes = Laboratory(WAR, seed=SEED), ["first_fissure", "initiative_lost", "dead", "quagmire"]

    def ask() -> None:
        attribute(WAR, outcomes, histories=histories, seed=SEED, laboratory=laboratory)

    began = time.process_time()
    first = _seconds(ask)
    spent = time.process_time() - began
    note = f"{spent:.0f} s of CPU; 1,000 histories: about {spent * 1000 / histories:.0f}"
    return [
        Figure("three causes, eight wars", first, "s", f"{8 * histories} histories, {note}"),
        Figure("the same again, nothing to simulate", _seconds(ask), "s", "shares, interactions, necessity"),
    ]


def _again(histories: int) -> list[Figure]:
    """Return what it costs to ask a question whose cases lie in a folder."""
    from polemos.experiments.contrasts.compare import compare

    with tempfile.TemporaryDirectory() as place:
        cases = Path(place) / "cases"

        def ask(*without: str) -> None:
            compare(WAR, without, histories=histories, seed=SEED, cases=cases, out=Path(place) / "answer")

        first = _seconds(lambda: ask("withdrawal", "ceasefire"))
        again = _seconds(lambda: ask("withdrawal", "ceasefire"))
        size = sum(path.stat().st_size for path in cases.rglob("*.batch")) / 3 / histories
    return [
        Figure("kept in a folder, first time", first, "s", f"{3 * histories} histories, dataset and plot"),
        Figure("asked again, nothing to simulate", again, "s", "three wars loaded, compiled, read, compared"),
        Figure("a history of a case on the disk", size / 1000, "kB"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(measure, __doc__)
