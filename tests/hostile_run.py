"""A small run whose titles hold what files must not: marks of mark-up, control characters, formulas, turned letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from polemos.engine.run import Run
from small_run import small_run

HOSTILE = '=1+1 <b>&amp;"\x00\x1b[31m\u202egpj\ud800]]>$x$'
SHOWN = '=1+1 <b>&amp;"\ufffd\ufffd[31m\ufffdgpj\ufffd]]>$x$'
"""The same as a file may hold it."""


def hostile_run() -> Run:
    """Return the small run with every title of actors, camps, places and fronts, and its own, made hostile."""
    run = small_run()
    legend = run.war.legend
    titles = {name: (HOSTILE,) * len(getattr(legend, name)) for name in legend._fields if name.endswith("_titles")}
    about: dict[str, Any] = {"legend": legend._replace(**titles), "title": HOSTILE}
    return Run(replace(run.manifest, title=HOSTILE), run.recorded, None, replace(run.war, **about))
