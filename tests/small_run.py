"""One run of a small war that several tests look at: made once per process, so the engine is compiled once."""

from __future__ import annotations

from functools import cache

from polemos.engine.run import Run, run
from worlds import HERE, SEED

HISTORIES = 120
DAYS = 119  # whole weeks, so that weekly amounts add up to totals


@cache
def small_run(
    name: str = "two_fronts_one_air_force",
    histories: int = HISTORIES,
    days: int = DAYS,
    without: tuple[str, ...] = (),
    edits: tuple[str, ...] = (),
) -> Run:
    """Return a run, in memory, of a world in ``worlds``."""
    return run(HERE / f"{name}.yaml", histories=histories, seed=SEED, days=days, without=without, edits=edits)
