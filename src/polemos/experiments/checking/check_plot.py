"""The plot of a predictive check: the record over the fan of the histories, and where all its numbers lie.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: axes.  The tables are next door in
``check_tables``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.experiments.checking.placing import BINS

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

BANDS = ((0, 6, 0.15), (1, 5, 0.25), (2, 4, 0.4))
MIDDLE = 3
SHADE, LINE, INK, MUTED = "#005a8c", "#b3261e", "#1f2328", "#57606a"
MOST_PAIRS, MOST_CAMPS = 4, 3
LEFT, RIGHT, TOP, BOTTOM, GAP = 0.04, 0.99, 1.0, 0.0, 0.09


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a row for each two panels."""
    return 9.0, 0.6 + 2.3 * ((len(_panels(answer.dataset)) + 2) // 2)


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the busiest pairs of camps and the camps that hold most, week by week, and the histogram of ranks."""
    found, panels = answer.dataset, _panels(answer.dataset)
    ax.set_axis_off()
    kind = "posterior" if answer.findings["learned"] else "prior"
    title = f"{answer.cases[0]['scenario']}: the record (red, its range grey) among {answer.findings['histories']:,} "
    ax.set_title(f"{title}histories ({kind}; 50, 80 and 95 % of them in blue)", loc="left", fontsize=9.5, color=INK)
    rows = (len(panels) + 2) // 2
    high = (TOP - BOTTOM) / rows
    wide = (RIGHT - LEFT - GAP / 2.0) / 2.0
    for number in range(len(panels) + 1):
        left = LEFT + (number % 2) * (wide + GAP / 2.0)
        under = TOP - (number // 2 + 1) * high
        inset = ax.inset_axes((left, under + 0.25 * high, wide, 0.66 * high))
        inset.tick_params(labelsize=7, colors=MUTED)
        inset.spines[["top", "right"]].set_visible(False)
        if number < len(panels):
            _fan(inset, found, *panels[number])
        else:
            _ranks(inset, answer)
    return ax


def _panels(found: xarray.Dataset) -> list[tuple[str, int, str]]:
    """Return what is drawn: axis, row and title."""
    panels = []
    for axis, most, words in (("pair", MOST_PAIRS, "men killed a week"), ("camp", MOST_CAMPS, "places held")):
        if f"{axis}_recorded" not in found:
            continue
        recorded = np.nan_to_num(found[f"{axis}_recorded"].values).sum(axis=0)
        busiest = [int(row) for row in np.argsort(-recorded, kind="stable")[:most] if recorded[row] > 0]
        titles = found[f"{axis}_title"].values
        panels += [(axis, row, f"{titles[row]}: {words}") for row in busiest]
    return panels


def _fan(ax: Axes, found: xarray.Dataset, axis: str, row: int, title: str) -> None:
    week = found["week"].values
    fan = found[f"{axis}_fan"].values[:, :, row]
    low, best, high = (found[f"{axis}_recorded{end}"].values[:, row] for end in ("_low", "", "_high"))
    for one, other, strength in BANDS:
        ax.fill_between(week, fan[one], fan[other], color=SHADE, alpha=strength, linewidth=0)
    ax.plot(week, fan[MIDDLE], color=SHADE, linewidth=0.8)
    ax.vlines(week, low, high, color=MUTED, linewidth=0.9, alpha=0.7)
    ax.plot(week, best, color=LINE, linewidth=1.2, marker="o", markersize=2)
    ax.set_title(title, loc="left", fontsize=8, color=INK)
    ax.set_xlabel("week", fontsize=7, color=MUTED, labelpad=1)
    top = max(np.nanmax(fan[5]), np.nanmax(best), 1.0)
    ax.set_ylim(min(0.0, float(np.nanmin(best))), 1.15 * float(top))


def _ranks(ax: Axes, answer: Answer) -> None:
    """Draw the histogram of the ranks of all numbers that have no row of their own, level if the model is right."""
    number = np.array(answer.findings["ranks"] or np.zeros(BINS), dtype=np.float64)
    share: Any = number / max(1.0, number.sum())
    ax.bar((np.arange(BINS) + 0.5) / BINS, share, width=0.9 / BINS, color=SHADE, alpha=0.5)
    ax.axhline(1.0 / BINS, color=INK, linewidth=0.8, linestyle="--")
    ax.set_title(f"where {int(number.sum()):,} weekly and monthly numbers lie", loc="left", fontsize=8, color=INK)
    ax.set_xlabel("share of histories below the record (level if right)", fontsize=7, color=MUTED, labelpad=1)
