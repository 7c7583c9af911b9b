"""Pages and weeks of made-up runs, checked, and wars to make them of: what the tests of the views share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from interfaces.explorer import shapes
from interfaces.made_up import HISTORIES, arrays_of
from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory
from polemos.engine.provenance import Manifest
from polemos.engine.run import Run
from polemos.interfaces.explorer.inputs_view import inputs_of
from polemos.interfaces.explorer.page_view import page_of
from polemos.interfaces.explorer.weeks_view import weeks_of
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from worlds import HERE

WARS = Path(__file__).resolve().parents[3] / "src" / "polemos" / "wars"


RUN = "runs/a war"
SHARES, TENTHS = 0.0005 + 1e-6, 0.05 + 1e-9
"""Half of the last decimal that is kept, and the grain of what is recorded in four bytes."""
Plain = dict[str, Any]


def checked(run: Run) -> tuple[Plain, Plain]:
    """Return page and weeks of a run after all checks of shape."""
    page, weeks = page_of(run, RUN), weeks_of(run)
    shapes.check_page(page)
    shapes.check_weeks(page, weeks)
    shapes.check_inputs(inputs_of(run))
    return page, weeks


def camps_of(run: Run) -> np.ndarray[Any, Any]:
    """Return the camp that holds each counted place [history, week, place], written out as loops over the legend."""
    measures = run.measures
    camps = [str(name) for name in measures["camp"].values]
    by_actor = [camps.index(str(camp)) for camp in measures["camp_of"].values]
    counted = np.flatnonzero(measures["counted"].values)
    holder = measures["holder"].transpose("history", "week", "place").values[:, :, counted]
    return np.vectorize(lambda actor: by_actor[actor] if actor >= 0 else -1)(holder)


def series(weeks: Plain, measure: str, *of: str) -> Plain:
    return next(one for one in weeks["series"] if one["measure"] == measure and one["of"] == list(of))


def figures(page: Plain) -> list[Plain]:
    """Return the numbers of the answer."""
    return [part for line in page["answer"] for part in line["parts"] if not isinstance(part, str)]


def some_of(scenario: str | Path, *spans: Span, below: int = HISTORIES) -> Run:
    """Return a made-up run of which only some histories are there."""
    war = compile_scenario(load(scenario))
    arrays = arrays_of(war)
    parts = [
        InMemory(span, {name: whole[span.first : span.first + span.length] for name, whole in arrays.items()})
        for span in spans
    ]
    made = Manifest(scenario=war.name, title=war.title, digest="d", days=war.days, seed=3, histories=below, engine="e")
    return Run(made, Histories(parts, below), None, war)


def scenario(folder: Path, change: Any) -> Path:
    """Write a changed ``two-fronts``."""
    told = yaml.safe_load((WARS / "two-fronts.yaml").read_text(encoding="utf-8"))
    path = folder / "war.yaml"
    path.write_text(yaml.safe_dump(change(told) or told), encoding="utf-8")
    return path


def abroad(folder: Path) -> Path:
    """Write a war whose counted places come after those of another theatre."""
    told = yaml.safe_load((HERE / "two_theatres.yaml").read_text(encoding="utf-8"))
    told["theatre"]["main"] = "abroad"
    path = folder / "abroad.yaml"
    path.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    return path
