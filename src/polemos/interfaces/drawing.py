"""Figures as text: from a matplotlib figure to an SVG element that can stand inside a page.

Comes in: a size and a function that draws.  Goes out: an ``svg`` element whose text is text, with no reference to
anything outside it; the same figure gives the same bytes.  What is drawn is next door in ``charts`` and ``map``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Layout = Literal["constrained"] | None
DOTS = 150
INK = "#1f2328"
MUTED = "#57606a"
GRID = "#d8dce1"
NUMBER = re.compile(r"-?[0-9]+\.[0-9]{3,}")
LOOK: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 9.0,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "hatch.linewidth": 0.5,
    "figure.facecolor": "white",
    "path.simplify": True,
}


def svg(
    width: float, height: float, draw: Callable[[Figure], object], name: str, layout: Layout = "constrained"
) -> str:
    """Return the SVG of a figure of ``width`` x ``height`` inches; ``name`` keeps its inner ids its own."""
    return inline(picture(width, height, draw, name, layout).decode("utf-8"))


def picture(
    width: float, height: float, draw: Callable[[Figure], object], name: str, layout: Layout = "constrained",
    form: Literal["svg", "png"] = "svg",
) -> bytes:  # fmt: skip
    """Return a figure as a file of its own, SVG with its text as text, or PNG with ``DOTS`` to the inch."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context({**LOOK, "svg.hashsalt": name}):
        figure = Figure(figsize=(width, height), layout=layout, dpi=DOTS if form == "png" else None)
        (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(figure)
        file = BytesIO()
        about = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        with warnings.catch_warnings():
            # Letters that matplotlib's font lacks are drawn by the reader's own.
            warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
            draw(figure)
            figure.savefig(file, format=form, metadata=about)
    return file.getvalue()


def inline(document: str) -> str:
    """Return the ``svg`` element of a document, without what only a file of its own needs.

    Raises ValueError if the document holds no ``svg`` element.
    """
    element = document[document.index("<svg ") :]
    element = re.sub(r'<style type="text/css">.*?</style>', "", element, flags=re.DOTALL)
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    element = re.sub(r"<!--.*?-->", "", element, flags=re.DOTALL)
    element = re.sub(r'<g id="[a-zA-Z_0-9.]*"', "<g", element)
    # The size in points goes: the page's style gives the width, viewBox keeps the shape.
    element = re.sub(r'^<svg [^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', element)
    element = element.replace("xlink:href", "href")
    element = re.sub(r"font-family: [^;\"]*; ?", "", element)
    element = re.sub(r"(font: (?:italic |bold )*[0-9.]+px )[^;\"]*", r"\1sans-serif", element)
    element = re.sub(r' transform="rotate\(-?0 [^"]*"', "", element)
    element = re.sub(r"<[a-z][^>]*>", lambda found: NUMBER.sub(_shorter, found[0].replace("\n", " ")), element)
    return re.sub(r">\s+<", "><", element).strip()


def _shorter(found: re.Match[str]) -> str:
    """Return a number with two decimals: a hundredth of a point is finer than any screen."""
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
