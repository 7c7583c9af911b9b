"""A stand-in for scenario and kernel: cheap, keyed by (seed, history) alone, so the shell can be tested without a war.

Run as a script it is a run in a process of its own: ``python toy_war.py FOLDER HISTORIES
SECONDS_PER_BLOCK``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from polemos.engine.plan import Plan
from polemos.engine.provenance import Manifest, engine_digest, text_digest

TEXT = "polemos: 1\nname: toy\n"
WEEKS, ACTORS = 5, 3


@dataclass
class FakeWar:
    """What the shell asks of a war."""

    name: str = "toy"
    title: str = "A toy war"
    days: int = 30


def one_history(seed: int, history: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return the arrays of one history, from its own stream of random numbers."""
    chance = np.random.Generator(np.random.Philox(key=[seed, history]))
    return {
        "men": chance.integers(0, 50_000, (WEEKS, ACTORS), dtype=np.int64),
        "holder": chance.integers(-1, ACTORS, (WEEKS, 7), dtype=np.int8),
        "trust": np.where(chance.random((WEEKS, ACTORS)) < 0.2, np.nan, chance.random((WEEKS, ACTORS))),
        "ended": np.array(chance.random() < 0.5),
        "ending_day": np.array(chance.integers(1, 30), dtype=np.int32),
    }


def simulate(seed: int, first: int, count: int, seconds: float = 0.0) -> dict[str, np.ndarray[Any, Any]]:
    """Return a block of histories; takes ``seconds`` to do so."""
    time.sleep(seconds)
    each = [one_history(seed, history) for history in range(first, first + count)]
    return {name: np.stack([item[name] for item in each]) for name in each[0]}


def plan(histories: int = 100, seed: int = 1, seconds: float = 0.0, text: str = TEXT, engine: str = "") -> Plan:
    """Return the plan of a run of the toy war."""
    manifest = Manifest(
        scenario="toy",
        title="A toy war",
        digest=text_digest(text),
        days=30,
        seed=seed,
        histories=histories,
        engine=engine or engine_digest(),
        texts={"scenario.yaml": text_digest(text)},
    )
    return Plan(
        manifest,
        {"scenario.yaml": text},
        FakeWar(),  # type: ignore[arg-type]
        lambda first, count: simulate(seed, first, count, seconds),
    )


class Answers:
    """What the shell asks of a summary."""

    def __init__(self, run: Any) -> None:
        self.histories = run.histories

    def __str__(self) -> str:
        return f"a toy war of {self.histories} histories"

    def to_json(self) -> dict[str, Any]:
        """Return the answers as plain data."""
        return {"histories": self.histories}


def stand_in(replace: Callable[[Any, str, Any], None], seconds: float = 0.0) -> None:
    """Put the toy war in the place of scenario, kernel and summary; ``replace`` is a setattr."""
    from polemos.engine import run as shell

    def make_plan(scenario: Any, histories: int, seed: int, days: int | None, changes: Any) -> Plan:
        return plan(histories, seed, seconds)

    replace(shell, "make_plan", make_plan)
    replace(shell.Run, "summary", lambda run: Answers(run))


if __name__ == "__main__":
    from polemos.engine.run import Interrupted, perform

    folder, histories, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    try:
        perform(
            plan(histories, seconds=seconds),
            folder,
            2,
            lambda progress: print(progress.done, flush=True),
            16,
        )
    except Interrupted as stop:
        print(stop, flush=True)
        sys.exit(130)
