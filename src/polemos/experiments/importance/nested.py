"""The histories of a design: every point under several dice, played in blocks, and only the outcomes kept.

Comes in: a ``Space``, a ``Design``, compiled wars for the choices' levels, and outcomes.  Goes out: outcomes
[outcomes, blocks, rows, replicates].  A block is simulated at once and its arrays are let go, so that memory does not
grow with the design.  Estimating is next door in ``effects``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.batchfile import Arrays, Span
from polemos.engine.ensemble import Clock, Progress, do_blocks
from polemos.engine.given import Row, quantiles, simulate_given
from polemos.engine.plan import Changes
from polemos.experiments.importance.design import Design
from polemos.experiments.importance.factors import Space

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Measure = Callable[[Arrays], Floats]


class Variant(NamedTuple):
    """One combination of the choices' levels: its war, and which column of a point gives which of its numbers."""

    war: War
    columns: list[int]
    rows: list[int]


def levels_at(space: Space, points: Floats) -> tuple[tuple[int, ...], ...]:
    """Return the level of every choice at every point [points, columns]: equal parts of 0 to 1."""
    numbers = np.array([len(choice.levels) for choice in space.choices], dtype=np.int64)
    columns = points[:, len(space.inputs) :]
    level = np.minimum((columns * numbers).astype(np.int64), numbers - 1)
    return tuple(tuple(int(one) for one in row) for row in level)


def changes_at(space: Space, levels: Sequence[int]) -> Changes:
    """Return the changes of the scenario that a combination of levels means."""
    chosen = [choice.levels[level].changes for choice, level in zip(space.choices, levels, strict=True)]
    without = [name for one in chosen for name in one.without]
    return Changes(tuple(edit for one in chosen for edit in one.edits), (), tuple(without))


def play_design(
    space: Space,
    design: Design,
    war_of: Callable[[Changes], War],
    measures: Sequence[Measure],
    replicates: int,
    seed: int,
    threads: int,
    progress: Callable[[Progress], None] | None = None,
) -> Floats:
    """Return every outcome at every point under every dice [outcomes, blocks, rows, replicates].

    Replicate r of block b throws the dice of history b * replicates + r in all rows of the block: common random numbers
    inside, others outside.  ``war_of`` compiles the war of a combination of levels and is asked once for each.
    """
    blocks, rows, columns = design.points.shape
    levels = levels_at(space, design.points.reshape(-1, columns))
    variants = {one: _variant(space, war_of(changes_at(space, one))) for one in dict.fromkeys(levels)}
    outcome = np.full((len(measures), blocks, rows, replicates), np.nan)

    def job(span: Span) -> Floats:
        played = _rows_of_block(space, design, variants, levels, span.first, replicates)
        arrays = simulate_given(played, seed)
        return np.stack([measure(arrays) for measure in measures])

    clock = Clock(blocks * rows * replicates, 0)

    def finished(span: Span, found: Floats) -> None:
        outcome[:, span.first] = found.reshape(len(measures), rows, replicates)
        clock.add(rows * replicates)

    def heartbeat() -> None:
        if progress is not None:
            progress(clock.now())

    heartbeat()
    do_blocks([Span(block, 1) for block in range(blocks)], job, threads, finished, heartbeat)
    return outcome


def _variant(space: Space, war: War) -> Variant:
    row = war.drawn.row
    there = [column for column, item in enumerate(space.inputs) if item.path in row]
    return Variant(war, there, [row[space.inputs[column].path] for column in there])


def _rows_of_block(
    space: Space,
    design: Design,
    variants: dict[tuple[int, ...], Variant],
    levels: Sequence[tuple[int, ...]],
    block: int,
    replicates: int,
) -> list[Row]:
    """Return the histories of a block, replicates of a row side by side.

    A number that only some variants have, or that is uncertain in them alone, is drawn there as in any run.
    """
    played = []
    for number, point in enumerate(design.points[block]):
        variant = variants[levels[block * design.points.shape[1] + number]]
        items = variant.war.drawn.all
        values = np.array([np.nan if item.uncertain else item.best for item in items])
        chosen = [items[row] for row in variant.rows]
        values[variant.rows] = quantiles(chosen, point[variant.columns])
        played += [Row(variant.war, values, block * replicates + replicate) for replicate in range(replicates)]
    return played
