"""How an answer of ``compare`` looks: a table for each pair of wars, plain words under it, and a plot of all.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables and axes, made from what the answer holds
alone.  The numbers are made next door in ``compare``.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.engine.summary import with_error
from polemos.experiments.case import BASELINE
from polemos.experiments.statistics import NONE, NOT_SEEN, UNKNOWN, largest_share_unseen, rounded
from polemos.experiments.tables import Column, Table, closing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
# Amounts from here on are written in thousands: 462k.
LARGE = 1e5
FEW = 10
COLOURS = ("#005a8c", "#b3261e", "#3a7d44", "#8a6d00", "#6b4ba1", "#57606a")
MARKERS = ("o", "s", "D", "^", "v", "P")
COLUMNS = (
    Column("measure", right=False), Column("against", wide=1), Column("alternative", wide=4),
    Column("difference"), Column("95 % interval"), Column("up in"), Column("down in", wide=3), Column("saved", wide=2),
    Column("effect", right=False),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return one table for each pair of wars, and what holds for all of them."""
    found = answer.findings
    return [_head(answer), *(_contrast(item, found) for item in found["contrasts"]), _foot(answer)]


def _head(answer: Answer) -> Table:
    found, case = answer.findings, answer.cases[0]
    ground = answer.question.get("baseline")
    lines = [
        f"{found['histories']:,} histories of {case['days']:,} days, seed {case['seed']}, the same luck in every war"
    ]
    if ground:
        lines.append(f"every war: {ground}")
    return Table(f"{case['scenario']}: {len(found['contrasts'])} compared on common random numbers", notes=tuple(lines))


def _contrast(item: Plain, found: Plain) -> Table:
    told = [row for row in item["measures"] if row["difference"]["verdict"] not in (NONE, UNKNOWN)]
    number = found["histories"]
    notes = []
    if item["same_war"]:
        notes.append(f"  the same war as {item['against']}: 0 of {number:,} histories differ")
    else:
        none = [row["title"] for row in item["measures"] if row["difference"]["verdict"] == NONE]
        if none:
            on = "any measure shown" if len(none) == len(item["measures"]) else "; ".join(none)
            rare = f"0 of {number:,} histories differ, at most {largest_share_unseen(number) * 100.0:.2g} % of all can"
            notes.append(f"  exactly no effect ({rare}) on {on}")
        unknown = [row["title"] for row in item["measures"] if row["difference"]["verdict"] == UNKNOWN]
        if unknown:
            notes.append("  not known in both wars: " + "; ".join(unknown))
    few = [row["title"] for row in told if row["difference"]["differing"] < FEW]
    if few:
        notes.append(f"  fewer than {FEW} histories differ, so the interval is rough: " + "; ".join(few))
    rows = tuple(_row(row, found) for row in told)
    return Table(f"{item['alternative']}, against {item['against']}", COLUMNS, rows, tuple(notes))


def _row(row: Plain, found: Plain) -> tuple[str, ...]:
    difference = row["difference"]
    largest = max(abs(row[name]["mean"] or 0.0) for name in ("against", "alternative"))
    scale, k = (1000.0, "k") if largest >= LARGE else (1.0, "")
    width = (difference["high"] - difference["low"]) / 2.0 / scale
    mean, low, high = (rounded(difference[name] / scale, width) + k for name in ("mean", "low", "high"))
    return (
        row["title"],
        _level(row["against"], scale, k),
        _level(row["alternative"], scale, k),
        mean,
        f"{low} to {high}",
        _percent(difference["up"]),
        _percent(difference["down"]),
        _times(difference["variance_saved"]),
        _effect(difference, found),
    )


def _level(level: Plain, scale: float, k: str) -> str:
    mean, error = (None if level[name] is None else level[name] / scale for name in ("mean", "error"))
    if mean is None:
        return "-"
    return with_error(mean, error).replace("-", "−").replace(" ±", f"{k} ±") + k


def _percent(share: float) -> str:
    """Return a share in percent; a few histories of many are not none of them, nor are most all."""
    if 0.0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1.0 else f"{share * 100.0:.0f} %"


def _times(saved: float | None) -> str:
    if saved is None:
        return "-"
    return f"{saved:,.0f}x" if saved >= 10 else f"{saved:.1f}x"


def _effect(difference: Plain, found: Plain) -> str:
    """Return the verdict; a star where it holds for all intervals of the answer together (Bonferroni)."""
    verdict = str(difference["verdict"])
    if verdict == NOT_SEEN:
        return "none seen"
    several = sum(len(item["measures"]) for item in found["contrasts"])
    return verdict + ("*" if holds_among(difference, several, found["level"]) else "")


def holds_among(difference: Plain, several: int, level: float) -> bool:
    """Whether an interval would leave 0 out if so many intervals had to hold together (Bonferroni).

    Its nearer half is stretched as a normal quantile would be, which is enough for a star.
    """
    one, all_of_them = (NormalDist().inv_cdf(1.0 - (1.0 - level) / (2.0 * many)) for many in (1, several))
    near = difference["low"] if difference["mean"] > 0 else -difference["high"]
    half = abs(difference["mean"]) - near
    return bool(abs(difference["mean"]) - half * all_of_them / one > 0.0)


def _foot(answer: Answer) -> Table:
    found = answer.findings
    several = sum(len(item["measures"]) for item in found["contrasts"])
    shown = [row["difference"] for item in found["contrasts"] for row in item["measures"]]
    chance = several * (1.0 - found["level"])
    lines = [
        "difference: alternative less the war it is held against, mean of all histories; up in, down in: share of "
        "histories; none seen: the interval holds 0, and effects beyond it are excluded",
    ]
    if several > 1:
        lines.append(
            f"{several} intervals: without any effect about {max(1, round(chance))} would leave 0 out by chance; a "
            "star where it is left out for all of them together"
        )
    saved = [row["variance_saved"] for row in shown if row["variance_saved"] is not None]
    if saved:
        lines.append(
            f"saved: how many times more histories unpaired runs would take, half of the time {np.median(saved):.1f}x "
            "and more; it shrinks with the horizon"
        )
    return closing(lines, found["precision"], answer.question.get("precision") or 0.0, answer.command)


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for each measure and alternative."""
    lines = len(_lines(answer))
    return 8.0, min(40.0, 1.6 + (0.14 * len(answer.findings["contrasts"]) + 0.16) * lines)


def _lines(answer: Answer) -> list[int]:
    """Return the measures on which any alternative has an effect, or all if there is none."""
    contrasts = answer.findings["contrasts"]
    every = range(len(contrasts[0]["measures"]))
    moved = [row for row in every if any(item["measures"][row]["difference"]["differing"] for item in contrasts)]
    return moved or list(every)


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw every difference with its interval, in units of the spread between the baseline's histories.

    The scale is the standard deviation of the war that is held against, of the alternative's where the former is 0;
    a hollow mark is exactly no effect.
    """
    contrasts, lines = answer.findings["contrasts"], _lines(answer)
    titles = [contrasts[0]["measures"][line]["title"] for line in lines]
    spread = answer.dataset["value"].std("history", ddof=1, skipna=True)
    for number, item in enumerate(contrasts):
        colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
        shift = ((number + 0.5) / len(contrasts) - 0.5) * 0.7
        labelled = False
        for place, line in enumerate(lines):
            difference = item["measures"][line]["difference"]
            if difference["mean"] is None or difference["low"] is None:
                continue
            scales = [float(spread.sel(case=item[name])[line]) for name in ("against", "alternative")]
            scale = next((one for one in scales if math.isfinite(one) and one > 0), 1.0)
            at = len(titles) - 1 - place - shift
            none = difference["verdict"] == NONE
            against = "" if item["against"] == BASELINE else f" against {item['against']}"
            label = item["alternative"] + against
            ax.plot([difference["low"] / scale, difference["high"] / scale], [at, at], color=colour, linewidth=1.3)
            ax.plot(
                [difference["mean"] / scale], [at], marker=marker, color=colour, markersize=4, linestyle="none",
                markerfacecolor="white" if none else colour, label=None if labelled else label,
            )  # fmt: skip
            labelled = True
    ax.axvline(0.0, color="#57606a", linewidth=0.8)
    ax.set_yticks(range(len(titles)), titles[::-1], fontsize=8)
    ax.set_ylim(-0.7, len(titles) - 0.3)
    ax.set_xlabel("difference, in standard deviations between histories (bars: 95 % interval)")
    ax.set_title(f"{answer.cases[0]['scenario']}, {answer.findings['histories']:,} histories", loc="left", fontsize=10)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(fontsize=8, frameon=False)
    return ax
