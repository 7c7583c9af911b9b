"""Draw docs/picture.png, the picture of the README: the map at the end of a run and the coalition's cohesion.

    python tools/picture.py RUN [PICTURE]

RUN is a folder that ``polemos run`` has written; PICTURE is docs/picture.png unless named.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image

from polemos.engine.run import open_run
from polemos.interfaces.camps import style
from polemos.interfaces.drawing import LOOK
from polemos.interfaces.ground import ground_of
from polemos.interfaces.sections.coalition import KIND_LOOKS, draw_cohesion
from polemos.interfaces.sections.facts import KINDS, Facts
from polemos.interfaces.sections.theatre import draw_large

DOTS_PER_INCH = 150


def draw(run_folder: Path, picture: Path) -> None:
    """Draw the picture of a run."""
    run = open_run(run_folder)
    facts = Facts(run)
    with rc_context(LOOK):
        figure = Figure(figsize=(13.0, 6.8), layout="constrained")
        FigureCanvasAgg(figure)
        halves: Any = figure.subfigures(1, 2, width_ratios=(1.12, 1.0))
        left, right = halves
        draw_cohesion(right, facts)
        below = right.axes[1]
        below.legend(handles=kind_handles(), fontsize=7.5, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.22))
        title = f"Cohesion of the coalition and its first fissure, {facts.histories:,} histories"
        right.suptitle(title, fontsize=9.5, weight="bold")
        ax = left.add_subplot()
        ax.set_title(f"{facts.war.title}: most frequent holder, {facts.week_date(facts.weeks)}")
        ax.legend(handles=camp_handles(facts), loc="lower right", fontsize=8)
        # Last, because names find their room on the finished layout.
        draw_large(ax, facts, ground_of(facts.war, run.folder), facts.weeks, enlarged=False)
        figure.savefig(picture, dpi=DOTS_PER_INCH, metadata={"Software": None})
    # 256 colours are enough here, and a quarter of the size.
    Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(picture, optimize=True)


def camp_handles(facts: Facts) -> list[Line2D]:
    """Return the legend's markers, one per camp that holds something."""
    return [
        Line2D([], [], linestyle="", marker=style(camp).marker, markerfacecolor=style(camp).fill,
               markeredgecolor="#111111", markersize=7, label=facts.camp(camp))
        for camp in facts.camps
    ]  # fmt: skip


def kind_handles() -> list[Patch]:
    """Return the legend's patches, one per kind of fissure."""
    pairs = zip(KINDS.values(), KIND_LOOKS, strict=True)
    return [Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=name) for name, (colour, hatch) in pairs]


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    draw(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "docs/picture.png"))
