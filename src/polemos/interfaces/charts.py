"""Curves with bands, bars with ranges and marks of dated decisions, drawn into axes that the caller owns.

Comes in: matplotlib axes and arrays with histories on the first axis.  Goes out: the same axes, drawn.  Bands hold the
middle 50 % and 80 % of the histories, the line their median.  The map is next door in ``map``; the page in ``report``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.engine.figures import BANDS as BANDS
from polemos.engine.figures import quantiles as quantiles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Values = npt.NDArray[Any]
MUTED = "#57606a"


class Mark(NamedTuple):
    """A dated decision: its ``day``, the first and last day where the date is uncertain, and a short ``label``."""

    day: float
    low: float
    high: float
    label: str


def fan(ax: Axes, x: Values, values: Values, colour: str = "#005a8c", dash: Any = "-", label: str = "") -> Axes:
    """Draw the median of values [history, x] as a line over the bands of the middle 50 % and 80 % of histories."""
    low, lower, middle, upper, high = quantiles(values)
    ax.fill_between(x, low, high, color=colour, alpha=0.14, linewidth=0)
    ax.fill_between(x, lower, upper, color=colour, alpha=0.24, linewidth=0)
    ax.plot(x, middle, color=colour, linestyle=dash, linewidth=1.7, label=label)
    ax.set_xlim(float(x[0]), float(x[-1]))
    return ax


def name_ends(ax: Axes, x: float, ends: Sequence[tuple[float, str, str]], gap: float = 0.075) -> None:
    """Write names at the right end of curves: ``ends`` are (height, name, colour); moved apart by ``gap`` of the axis.

    Names keep the order of the heights and stay inside the axis as far as they find room.
    """
    bottom, top = ax.get_ylim()
    span = (top - bottom) or 1.0
    wanted = sorted((((height - bottom) / span), name, colour) for height, name, colour in ends)
    spots: list[float] = []
    for height, _, _ in wanted:
        spots.append(max(height, spots[-1] + gap if spots else 0.0))
    over = max(0.0, (spots[-1] if spots else 0.0) - 1.0)
    for number in range(len(spots) - 1, -1, -1):
        limit = 1.0 if number == len(spots) - 1 else spots[number + 1] - gap
        spots[number] = min(spots[number], limit) if over else spots[number]
    for spot, (_, name, colour) in zip(spots, wanted, strict=True):
        ax.annotate(
            name, (x, bottom + spot * span), xytext=(4, 0), textcoords="offset points", va="center",
            color=colour, fontsize=8, annotation_clip=False,
        )  # fmt: skip


def mark_decisions(ax: Axes, marks: Sequence[Mark], numbered: bool = True) -> None:
    """Draw dated decisions as upright lines, as a pale strip where the date is a range; labels above the axes."""
    left, right = ax.get_xlim()
    reached: list[float] = []
    for mark in sorted(marks, key=lambda item: (item.day, item.label)):
        if not left <= mark.day <= right:
            continue
        if mark.high > mark.low:
            ax.axvspan(mark.low, mark.high, color=MUTED, alpha=0.10, linewidth=0)
        ax.axvline(mark.day, color=MUTED, linewidth=0.8, linestyle=(0, (2, 2)))
        if numbered:
            # The lowest row of labels where the one before is far enough away.
            free = [row for row, last in enumerate(reached) if mark.day - last >= (right - left) * 0.045]
            level = free[0] if free else len(reached)
            reached[level : level + 1] = [mark.day]
            ax.annotate(
                mark.label, (mark.day, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2 + 9 * level),
                textcoords="offset points", ha="center", fontsize=7.5, color="#1f2328", annotation_clip=False,
            )  # fmt: skip


def ranges(ax: Axes, names: Sequence[str], values: Values, colours: Sequence[str], markers: Sequence[str]) -> Axes:
    """Draw one row per name: a dot at the median of values [history, name], bars over the middle 50 % and 80 %."""
    low, lower, middle, upper, high = quantiles(values)
    rows = np.arange(len(names))[::-1]
    for number, row in enumerate(rows):
        colour = colours[number]
        ax.plot([low[number], high[number]], [row, row], color=colour, linewidth=1.4, solid_capstyle="butt")
        ax.plot(
            [lower[number], upper[number]],
            [row, row],
            color=colour,
            linewidth=4.5,
            alpha=0.55,
            solid_capstyle="butt",
        )
        ax.plot(
            [middle[number]],
            [row],
            marker=markers[number],
            color=colour,
            markersize=5.5,
            markeredgecolor="white",
        )
    ax.set_yticks(rows, names)
    ax.set_ylim(-0.7, len(names) - 0.3)
    ax.set_xlim(left=0)
    ax.grid(axis="y", visible=False)
    return ax


ANSWER_LOOKS = (("#3a7d44", ""), ("#e8b04a", "//"), ("#b3261e", "xx"))
"""Honoured, late, refused: also apart in lightness and hatch."""


def answers(ax: Axes, x: Values, requests: Values) -> Axes:
    """Draw the mean number of requests [history, week, answer] as a stack: honoured, late, refused."""
    mean = np.asarray(requests, dtype=np.float64).mean(axis=0)
    floor = np.zeros(len(x))
    for number, (colour, hatch) in enumerate(ANSWER_LOOKS):
        top = floor + mean[:, number]
        ax.fill_between(x, floor, top, step="pre", facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.0)
        floor = top
    ax.set_xlim(float(x[0]), float(x[-1]))
    ax.set_ylim(bottom=0)
    return ax


def first_days(ax: Axes, days: Values, horizon: int, kinds: Values, looks: Sequence[tuple[str, str]]) -> Axes:
    """Draw when something first happened: share of all histories by week, stacked by kind; ``days`` < 0: never."""
    edges = np.arange(0, horizon + 7, 7)
    floor = np.zeros(len(edges) - 1)
    for kind, (colour, hatch) in enumerate(looks):
        chosen = days[(days >= 0) & (kinds == kind)]
        height = np.histogram(chosen, bins=edges)[0] * (100.0 / max(1, len(days)))
        some = height > 0
        ax.bar(
            edges[:-1][some], height[some], width=7, align="edge", bottom=floor[some], facecolor=colour, hatch=hatch,
            edgecolor="white", linewidth=0.3,
        )  # fmt: skip
        floor = floor + height
    ax.set_xlim(0, horizon)
    return ax


def dated(ax: Axes, months: Sequence[tuple[float, str]]) -> Axes:
    """Label the axis of days with dates: ``months`` are (day, name)."""
    left, right = ax.get_xlim()
    inside = [(day, name) for day, name in months if left <= day <= right]
    ax.set_xticks([day for day, _ in inside], [name for _, name in inside])
    return ax


def thousands(ax: Axes) -> Axes:
    """Write large numbers on the upright axis as 1.2 M and 50 k."""
    ax.yaxis.set_major_formatter(lambda value, _: short(value))
    return ax


def short(value: float) -> str:
    """Return a number as a person would say it on an axis: 950, 12 k, 1.5 M."""
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:.3g} M"
    if size >= 1e4:
        return f"{value / 1e3:.3g} k"
    return f"{value:,.6g}"


def clipped(name: str, letters: int = 34) -> str:
    """Return a name that leaves room for the chart: cut at a bracket, then at a number of letters."""
    short_name = name.split(" (")[0]
    return short_name if len(short_name) <= letters else short_name[: letters - 1].rstrip() + "…"
