"""The profile by room: where a history's time goes, by the processor's cycle counter.

Compiles a day with laps, which takes about a minute, and checks that it plays the same history as the engine.
"""

from __future__ import annotations

import time
from typing import Any

from figures import SEED, WAR, Figure, main

# A history takes the same steps each time: the least of some turns is free of what else the machine does.
HISTORIES, TURNS = 6, 5


def measure(big: bool) -> list[Figure]:
    """Return each room's share, and its time per day at the rate at which the counter ran."""
    import numpy as np
    from timed_day import ROWS

    from polemos.engine.kernel import play
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    war = compile_scenario(load(WAR))
    book = np.zeros(len(ROWS), np.int64)
    for ours, theirs in zip(_timed(war, 0, book), play(war, SEED, 0)[:2], strict=True):
        for name, array in ours._asdict().items():
            assert np.array_equal(array, getattr(theirs, name), equal_nan=array.dtype.kind == "f"), name
    spent, seconds = np.zeros(len(ROWS) - 1, np.int64), 0.0
    for history in range(1, HISTORIES + 1):
        turns, taken = [], []
        for _ in range(TURNS):
            book[:] = 0
            began = time.perf_counter()
            _timed(war, history, book)
            taken.append(time.perf_counter() - began)
            turns.append(book[1:].copy())
        spent += np.min(turns, axis=0)
        seconds += min(taken)
    note = f"{HISTORIES} on one thread, the best of {TURNS} turns each"
    figures = [Figure("a history, set-up included", 1e3 * seconds / HISTORIES, "ms", note)]
    for name, cycles in zip(ROWS[1:], spent, strict=True):
        note = f"{cycles / (HISTORIES * war.days):8,.0f} cycles a day"
        figures.append(Figure(name, 100.0 * cycles / spent.sum(), "%", note))
    return figures


def _timed(war: Any, history: int, book: Any) -> tuple[Any, Any]:
    import numpy as np
    from timed_day import timed_play

    from polemos.engine.record import blank_record, note_end
    from polemos.model.chance import Key
    from polemos.model.state import blank

    given, _ = war.parameters(SEED, history)
    state, record = blank(war.world, given), blank_record(war.world, war.start, war.days)
    key = Key(np.uint64(SEED), np.uint64(history))
    timed_play(war.world, given, state, record, key, 0, war.days, book)
    note_end(state, record)
    return state, record


if __name__ == "__main__":
    main(measure, __doc__)
