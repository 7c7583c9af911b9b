"""A run for other programs: tables, maps over time, the coalition as a network, figures.

Comes in: a run and a file name whose ending chooses the form.  Goes out: that file, whole or not at all.  Tables are
made in ``engine.export``, the rest next door in ``geojson``, ``graphml`` and ``figures``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polemos.engine import durable
from polemos.engine import export as tables
from polemos.errors import BadInput, Problem, did_you_mean

if TYPE_CHECKING:
    from polemos.engine.run import Run

TABLES = (".nc", ".parquet", ".csv")
ENDINGS = (*TABLES, ".geojson", ".graphml", ".svg", ".png")
FIGURES = ("map", "cohesion", "holding", "dead", "requests")


def check_target(path: str | Path, figure: str | None = None) -> Path:
    """Return the path if a run can be written to it; raises BadInput if not, before any work is done."""
    target = Path(path)
    if target.suffix not in ENDINGS:
        hint = did_you_mean(target.suffix, list(ENDINGS)) or f"end it in {', '.join(ENDINGS)}"
        raise BadInput(Problem("its ending says no format that can be written", file=str(path), hint=hint))
    if figure is not None and figure not in FIGURES:
        hint = did_you_mean(figure, list(FIGURES)) or f"there are {', '.join(FIGURES)}"
        raise BadInput(Problem(f"there is no figure {figure!r}", key="--figure", hint=hint))
    if not target.parent.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(target.parent), hint="make it first"))
    if target.is_dir():
        raise BadInput(Problem("is a folder", file=str(path), hint="name a file"))
    return target


def export(
    run: Run, path: str | Path, week: int | None = None, history: int | None = None, figure: str | None = None
) -> Path:
    """Write a run to ``path``; the ending says how.

    ``week`` [the last] is for .graphml and for the map among the figures; ``history`` is the one that .geojson tells
    instead of all; ``figure`` [map] is what .svg and .png show.  Raises BadInput for what cannot be, EnvironmentTrouble
    if the disk will not have the file; an earlier one then stays as it was.
    """
    target = check_target(path, figure)
    last = run.war.days // 7
    if week is not None and not 0 <= week <= last:
        raise BadInput(Problem(f"there is no week {week}", key="--week", hint=f"weeks go from 0 to {last}"))
    if target.suffix in TABLES:
        return tables.export(run, target)
    if target.suffix == ".geojson":
        from polemos.interfaces.geojson import control_of, history_told

        data = control_of(run) if history is None else history_told(run, history)
    elif target.suffix == ".graphml":
        from polemos.interfaces.graphml import coalition_of

        data = coalition_of(run, last if week is None else week)
    else:
        from polemos.interfaces.figures import figure_of

        data = figure_of(run, figure or "map", last if week is None else week, target.suffix.removeprefix("."))
    durable.write_whole(target, data)
    return target


__all__ = ["ENDINGS", "FIGURES", "check_target", "export"]
