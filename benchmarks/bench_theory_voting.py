"""Elections and turns of negotiation by number of stakeholders, as plain Python and compiled, and what compiling takes.

Four issues, random stakeholders.  An election infers attitudes to risk first; a turn finds every challenge and settles
every bargain.  Both are what the war's kernel runs once a week.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from figures import SEED, Figure, main, median_seconds

from polemos.theory import ballots
from polemos.theory.plain_loops import COMPILED, Loops, plain

ISSUES, ROUNDS = 4, 5
SMALL = 10


def work(loops: Loops, stakeholders: int) -> tuple[Any, Any]:
    """Return an election and a turn of so many stakeholders, ready to be called."""
    chance = np.random.default_rng(SEED)
    capability, position = chance.random(stakeholders), chance.random((stakeholders, ISSUES))
    salience = chance.random((stakeholders, ISSUES)) / ISSUES
    squares, lines, offers, marks = ballots.blank_room(stakeholders, ISSUES)
    attitude, probability, following = np.zeros(stakeholders), np.zeros(stakeholders), np.zeros_like(position)
    given = (capability, salience, position, position, ballots.PLAIN_RULES)
    return (
        lambda: loops.elect(*given, squares, lines, marks, attitude, probability),
        lambda: loops.turn(*given, np.zeros(stakeholders), squares, lines, offers, marks, attitude, following),
    )


def repeated(once: Any, times: int) -> Any:
    """Return a piece of work done so many times, so that the clock can tell it."""

    def again() -> None:
        for _ in range(times):
            once()

    return again


def measure(big: bool) -> list[Figure]:
    """Return the time of an election and of a turn for 5 to 100 stakeholders."""
    began = time.process_time()
    for once in work(COMPILED, 3):
        once()
    found = [Figure("compile both", time.process_time() - began, "s of CPU", "once per process, or into the engine")]
    for stakeholders in (5, 9, 10, 50, 100, *((200,) if big else ())):
        held = sum(array.nbytes for array in ballots.blank_room(stakeholders, ISSUES)) / 1e6
        for name, once in zip(("election", "turn"), work(COMPILED, stakeholders), strict=True):
            times = max(1, 1_000_000 // stakeholders**3)
            spent = median_seconds(repeated(once, times), ROUNDS) / times * 1e6
            found.append(Figure(f"{name}, {stakeholders} stakeholders", spent, "us", f"{held:.2f} MB of scratch space"))
        if stakeholders <= SMALL:
            for name, once in zip(("election", "turn"), work(plain(), stakeholders), strict=True):
                spent = median_seconds(repeated(once, 5), ROUNDS) / 5 * 1e6
                found.append(Figure(f"{name}, {stakeholders} stakeholders", spent, "us", "plain Python"))
    return found


if __name__ == "__main__":
    main(measure, __doc__)
