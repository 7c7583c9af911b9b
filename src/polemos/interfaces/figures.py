"""One figure of a run as a file: what the report shows, alone, for a paper or a slide.

Comes in: a run, the name of a figure, a week for the map.  Goes out: the bytes of an SVG or PNG; the same run gives the
same bytes.  The drawing itself is in ``map``, ``charts`` and ``sections``.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import ANSWERS
from polemos.engine.run import Run
from polemos.interfaces import charts
from polemos.interfaces.camps import style
from polemos.interfaces.drawing import LOOK
from polemos.interfaces.ground import ground_of
from polemos.interfaces.sections.coalition import draw_cohesion
from polemos.interfaces.sections.facts import Facts
from polemos.interfaces.sections.theatre import CREDIT, draw_large

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 150
SIZES = {"map": (9.0, 8.0), "cohesion": (7.6, 4.8), "holding": (7.6, 4.2), "dead": (7.6, 3.6), "requests": (7.6, 5.0)}


def figure_of(run: Run, name: str, week: int, form: str) -> bytes:
    """Return a figure; ``form`` is svg or png."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    facts = Facts(run)
    found = BytesIO()
    with matplotlib.rc_context({**LOOK, "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        page = Figure(figsize=SIZES[name], layout="constrained")
        FigureCanvasAgg(page)
        page.suptitle(f"{facts.war.title or facts.war.name}, {facts.histories:,} histories", fontsize=10, weight="bold")
        _DRAWN[name](page, facts, week)
        about: dict[str, Any] = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
        page.savefig(found, format=form, dpi=DOTS_PER_INCH, metadata=about)
    return found.getvalue()


def _map(page: Figure, facts: Facts, week: int) -> None:
    from matplotlib.lines import Line2D

    ax, ground = page.subplots(), ground_of(facts.war, facts.run.folder)
    ax.set_title(f"most frequent holder, {facts.week_date(week)}")
    handles = [
        Line2D([], [], linestyle="", marker=style(camp).marker, markerfacecolor=style(camp).fill,
               markeredgecolor="#111111", markersize=7, label=facts.camp(camp))
        for camp in facts.camps
    ]  # fmt: skip
    if handles:
        ax.legend(handles=handles, loc="lower right", fontsize=8)
    if ground.countries:
        page.supxlabel(CREDIT, fontsize=6)
    draw_large(ax, facts, ground, week, enlarged=False)


def _cohesion(page: Figure, facts: Facts, week: int) -> None:
    draw_cohesion(page, facts)


def _holding(page: Figure, facts: Facts, week: int) -> None:
    ax = page.subplots()
    held = facts.values("places_held", "week", "camp")
    for camp in facts.camps:
        look = style(camp)
        charts.fan(ax, facts.week_days, held[:, :, camp], look.ink, look.dash, facts.camp(camp))
    charts.name_ends(
        ax, facts.week_days[-1],
        [(float(np.median(held[:, -1, camp])), facts.camp(camp), style(camp).ink) for camp in facts.camps],
    )  # fmt: skip
    ax.set_ylabel("places held")
    charts.dated(ax, facts.months)


def _dead(page: Figure, facts: Facts, week: int) -> None:
    ax = page.subplots()
    charts.fan(ax, facts.week_days[1:], facts.values("killed", "week", "actor").sum(axis=2)[:, 1:], "#1f2328")
    ax.set_ylim(bottom=0)
    ax.set_ylabel("men killed in the week, all sides")
    charts.dated(ax, facts.months)


def _requests(page: Figure, facts: Facts, week: int) -> None:
    clients = list(facts.members) or list(range(len(facts.legend.actors)))
    asked = facts.values("requests", "week", "actor", "answer")[:, :, clients].sum(axis=2)
    for row, ax in enumerate(page.subplots(3, 1, sharex=True, sharey=True)):
        charts.fan(ax, facts.week_days[1:], asked[:, 1:, row], charts.ANSWER_LOOKS[row][0])
        ax.set_ylim(bottom=0)
        ax.set_ylabel(f"{ANSWERS[row]}\na week")
        charts.dated(ax, facts.months)


_DRAWN = {"map": _map, "cohesion": _cohesion, "holding": _holding, "dead": _dead, "requests": _requests}
