"""The war as a simulator for inference: levels of inputs and dice in, summaries out.

Comes in: a compiled war, which inputs are set, and a ``Yardstick``.  Goes out: a callable as ``inference`` asks for it.
Inputs that are not set are drawn as in any run, from the dice of the simulation.  The same levels and dice give the
same summaries, however many there are at once and on how many threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.engine.batchfile import Span
from polemos.engine.ensemble import do_blocks
from polemos.engine.given import Row, quantiles, simulate_given
from polemos.engine.provenance import cores
from polemos.experiments.calibration.summaries import Known, Yardstick

if TYPE_CHECKING:
    from polemos.scenario.compile import War

BLOCK = 16


class Simulator:
    """Plays histories of a war whose chosen inputs have given levels: shares of their own range's distribution."""

    def __init__(
        self, war: War, columns: Counts, yardstick: Yardstick, known: Known, seed: int, threads: int | None = None,
        beat: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """``columns`` are rows of ``war.inputs`` that are set; ``known`` says which summaries are given."""
        self.war, self.seed, self.yardstick, self.known = war, seed, yardstick, known
        self.inputs = [war.inputs[column] for column in columns]
        self.rows = np.array([war.drawn.row[item.path] for item in self.inputs], dtype=np.int64)
        self.threads = threads or cores()
        self.beat = beat

    def values(self, levels: Floats) -> Floats:
        """Return the values of the inputs that are set [simulations, inputs]."""
        return quantiles(self.inputs, levels)

    def __call__(self, levels: Floats, dice: Counts) -> Floats:
        """Return the summaries [simulations, summaries]; KeyboardInterrupt leaves nothing of the batch."""
        given = np.full((len(levels), len(self.war.drawn.all)), np.nan)
        given[:, self.rows] = self.values(levels)
        found = np.empty((len(levels), int(self.known.sum())))

        def play(span: Span) -> None:
            rows = [Row(self.war, given[at], int(dice[at])) for at in range(span.first, span.end)]
            summed = self.yardstick.of_histories(simulate_given(rows, self.seed))
            found[span.first : span.end] = summed.values[:, self.known]

        spans = [Span(first, min(BLOCK, len(levels) - first)) for first in range(0, len(levels), BLOCK)]
        do_blocks(spans, play, self.threads, lambda span, _: None, self.beat)
        return found
