"""A run as a file for other programs: one door for every format, which the ending of the file's name chooses.

Comes in: a run, a file name, and what is to be shown where the format leaves a choice.  Goes out: that file, whole or
not at all.  The formats are made in ``engine.export``, ``engine.geojson``, ``engine.graphml`` and ``figures``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polemos.engine import export as measures
from polemos.engine.durable import write_whole
from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.engine.run import Run

ENDINGS = (*measures.ENDINGS, ".geojson", ".graphml", ".svg", ".png")
TAKES = {"week": (".graphml", ".svg", ".png"), "history": (".geojson",), "figure": (".svg", ".png")}
"""Which endings leave a choice, by what is chosen."""


def export(
    run: Run, path: str | Path, week: int | None = None, history: int | None = None, figure: str | None = None
) -> Path:
    """Write a run to ``path`` and return it; an earlier file of that name stays as it was until the new one is whole.

    .nc holds all measures, .parquet and .csv one long table; .geojson who holds what with dates, or one ``history``;
    .graphml the ties between actors in a ``week``, the last by default; .svg and .png a ``figure``, the map of a
    ``week`` by default.  Raises BadInput for what ``check`` refuses and for a week or history that the run does not
    have, Finding if a history does not come out as recorded, EnvironmentTrouble if the disk will not have the file.
    """
    target = check(path, week, history, figure)
    if target.suffix in measures.ENDINGS:
        return measures.export(run, target)
    write_whole(target, _content(run, target.suffix, week, history, figure))
    return target


def check(path: str | Path, week: int | None = None, history: int | None = None, figure: str | None = None) -> Path:
    """Return the path if a run can be written to it; raises BadInput if not, before any work is done."""
    target = measures.check_target(path, ENDINGS)
    for name, given in (("week", week), ("history", history), ("figure", figure)):
        if given is not None and target.suffix not in TAKES[name]:
            hint = f"leave it out, or end the file in {', '.join(TAKES[name])}"
            raise BadInput(Problem(f"a {target.suffix} file takes no {name}", key=name, hint=hint))
    if target.suffix in TAKES["figure"]:
        from polemos.interfaces.figures import check_figure

        check_figure(figure or "map", week)
    return target


def _content(run: Run, ending: str, week: int | None, history: int | None, figure: str | None) -> bytes:
    if ending == ".geojson":
        from polemos.engine.geojson import as_geojson

        return as_geojson(run, history)
    if ending == ".graphml":
        from polemos.engine.graphml import as_graphml

        return as_graphml(run, week)
    from polemos.interfaces.figures import save_figure

    return save_figure(run, figure or "map", week, "svg" if ending == ".svg" else "png")
