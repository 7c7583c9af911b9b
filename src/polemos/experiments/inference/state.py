"""Where sampling stands, as plain arrays and a small dictionary that anybody can store and hand back.

Comes in: what a round found.  Goes out: ``State``.  ``arrays`` are NumPy arrays by name, ``facts`` are numbers and
words that survive JSON.  After every batch there is a whole new state; none is changed in place.  A state knows what it
belongs to by a digest, and is refused elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.proposals import Kernel

Array = NDArray[Any]
KEPT, KERNEL, BATCH = "kept", "kernel", "round_summaries"


class State(NamedTuple):
    """``facts``: ``digest`` of what it belongs to, ``round`` that is under way, ``simulations`` of finished rounds."""

    arrays: Mapping[str, Array]
    facts: Mapping[str, int | float | str]


class Round(NamedTuple):
    """A finished round: ``simulations`` up to its end, the ``tolerance`` it reached, the share of its own simulations
    that came nearer than the tolerance before (1 for the first), the effective sample size of the draws kept, and how
    many of its simulations had an unknown summary."""

    simulations: int
    tolerance: float
    nearer: float
    effective: float
    unknown: int


class Draws(NamedTuple):
    """Simulations that are kept, nearest first: probits of the active parameters, the number of each simulation (its
    dice), statistics, distances, summaries, and ``mixed``, how densely all simulations lie there (``log_mixture``)."""

    line: Floats
    numbers: Counts
    statistics: Floats
    distances: Floats
    summaries: Floats
    mixed: Floats


def digest(*parts: object) -> str:
    """Return a digest of numbers, words and arrays; arrays count by shape and bits."""
    mill = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            mill.update(f"{part.dtype}{part.shape}".encode())
            mill.update(np.ascontiguousarray(part).tobytes())
        else:
            mill.update(repr(part).encode())
        mill.update(b"\0")
    return mill.hexdigest()


def begin(belongs_to: str) -> State:
    """Return the state before the first batch."""
    return State({"rounds": np.empty((0, len(Round._fields)))}, {"digest": belongs_to, "round": 0, "simulations": 0})


def check_state(state: State, belongs_to: str) -> None:
    """Refuse a state of another question, other settings or another version."""
    if state.facts.get("digest") != belongs_to:
        what = "the stored state belongs to other parameters, records or settings"
        raise BadInput(Problem(what, hint="begin anew, or give what it was begun with"))


def with_batch(state: State, summaries: Floats) -> State:
    """Return the state with one more batch of the round under way."""
    before = state.arrays.get(BATCH)
    together = summaries if before is None else np.concatenate([before, summaries])
    return State({**state.arrays, BATCH: together}, state.facts)


def with_round(state: State, draws: Draws, one: Round, kernel: Kernel | None) -> State:
    """Return the state after a round, with the kernel that the round was proposed from (none for the prior)."""
    arrays = {name: array for name, array in state.arrays.items() if name != BATCH and not name.startswith(KEPT)}
    arrays.update({f"{KEPT}_{name}": array for name, array in draws._asdict().items()})
    turn = int(state.facts["round"])
    if kernel is not None:
        named = zip(("centres", "weights", "root"), kernel[:3], strict=True)
        arrays.update({f"{KERNEL}_{turn}_{name}": array for name, array in named})
    arrays["rounds"] = np.vstack([state.arrays["rounds"], np.array(one, dtype=np.float64)])
    facts = {**state.facts, "round": turn + 1, "simulations": one.simulations}
    return State(arrays, facts)


def rounds_of(state: State) -> tuple[Round, ...]:
    """Return the finished rounds."""
    return tuple(Round(int(row[0]), row[1], row[2], row[3], int(row[4])) for row in state.arrays["rounds"].tolist())


def draws_of(state: State) -> Draws:
    """Return the simulations that are kept; raises KeyError before the first round is finished."""
    return Draws(*(state.arrays[f"{KEPT}_{name}"] for name in Draws._fields))


def kernels_of(state: State) -> tuple[Kernel, ...]:
    """Return the kernels of all finished rounds but the first."""
    rounds = rounds_of(state)
    return tuple(
        Kernel(
            state.arrays[f"{KERNEL}_{turn}_centres"],
            state.arrays[f"{KERNEL}_{turn}_weights"],
            state.arrays[f"{KERNEL}_{turn}_root"],
            rounds[turn].simulations - rounds[turn - 1].simulations,
        )
        for turn in range(1, len(rounds))
        if f"{KERNEL}_{turn}_centres" in state.arrays
    )
