"""How an answer of ``discover`` looks: a sentence and a table for every box, and one plot.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables and axes, made from what the answer holds
alone.  The boxes are found next door in ``box_search``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.experiments.statistics import wilson
from polemos.experiments.tables import Column, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
YES, NO, FILL, INK = "#b3261e", "#8c959f", "#fbe9e7", "#1f2328"
BINS = 10
LIMITS = (Column("input", right=False), Column("in the box"), Column("range", wide=1), Column("chosen again"))
FITS = (
    Column("", right=False), Column("histories"), Column("in the box"), Column("outside"), Column("coverage"),
    Column("mass", wide=1),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return a line on the study, the boxes, and what is to be kept in mind."""
    found, case = answer.findings, answer.cases[0]
    share = found["share"]
    days, seed, method = case["days"], case["seed"], found["method"].upper()
    lines = [
        f"{found['title']}: in {_percent(share)} of {found['histories']:,} histories of {days:,} days, seed {seed}; "
        f"{found['inputs']:,} uncertain inputs searched ({method}), every second history held out"
    ]
    if found["unknown"]:
        lines.append(f"left out: {found['unknown']:,} histories in which it is not known")
    head = Table(f"{case['scenario']}: under which inputs it happens", notes=tuple(lines))
    parts = [head]
    for number, box in enumerate(found["boxes"], 1):
        parts += _box(number, box) if box["told"] else [_nothing(box, found)]
    notes = [
        "told are the histories held out, which had no part in the search; if no input mattered one study of twenty "
        "would tell a box"
    ]
    if found["told"] and found["told"] == len(found["boxes"]):
        notes.append("a box says where it happens more often; outside it happens too, by other inputs and by chance")
    return [*parts, Table("", notes=tuple(notes))]


def _box(number: int, box: Plain) -> list[Table]:
    rows = tuple(
        (limit["title"], _to(_edges(limit)), _to(limit["range"]), f"{100.0 * limit['chosen']:.0f} %")
        for limit in box["limits"]
    )
    others = ", ".join(f"{one['title']} ({100.0 * one['chosen']:.0f} %)" for one in box["others"])
    notes = tuple(f"  {limit['title']}: {limit['meaning']}" for limit in box["limits"] if limit["meaning"])
    notes += (f"  resampled searches chose also: {others}",) if others else ()
    fits = tuple(_fit(name, box[key]) for name, key in (("held out", "held_out"), ("searched", "made_on")))
    return [
        Table(f"Box {number}", notes=(box["sentence"],)),
        Table("", LIMITS, rows, notes),
        Table("", FITS, fits, (f"  chance of so much in it if inputs did not matter: {_unlikely(box)}",)),
    ]


def _nothing(box: Plain, found: Plain) -> Table:
    if not box["limits"]:
        return Table("No box", notes=("no limit on any input stands out: the outcome is not seen to hang on inputs",))
    fit = box["held_out"]
    where = " and ".join(limit["words"] for limit in box["limits"])
    if fit["density"]["value"] is None or fit["outside"]["value"] is None:
        return Table("No box", notes=(f"the best one found ({where}) holds all of the histories held out or none",))
    inside, outside = _percent(fit["density"]), _percent(fit["outside"])
    said = (
        f"the best one found ({where}) does not hold up: on the histories held out it happens in {inside} inside and "
        f"in {outside} outside, which chance explains (p = {fit['p_value']:.2f})"
    )
    return Table("No box", notes=(said,))


def _fit(name: str, fit: Plain) -> tuple[str, ...]:
    parts = [_percent(fit[key], key in ("density", "outside")) for key in ("density", "outside", "coverage", "mass")]
    return (name, f"{fit['histories']:,}", *parts)


def _to(ends: Sequence[float]) -> str:
    return f"{_number(ends[0])} to {_number(ends[1])}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def _unlikely(box: Plain) -> str:
    p_value = box["held_out"]["p_value"]
    return "below 0.0001" if p_value < 1e-4 else f"{p_value:.2g}"


def _percent(share: Plain, interval: bool = True) -> str:
    if share["value"] is None:
        return "–"
    told = f"{100.0 * share['value']:.0f} %"
    return told + (f" ({100.0 * share['low']:.0f} to {100.0 * share['high']:.0f})" if interval else "")


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]."""
    return 7.5, 5.5


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the first box on the histories held out.

    With two limits or more: the histories in the plane of the first two inputs, filled where it happened, and the box.
    With one: the share in which it happened in tenths of the input, 95 % intervals, the box shaded.  Without a box: a
    sentence.
    """
    data, found = answer.dataset, answer.findings
    box = found["boxes"][0]
    titles = {limit["input"]: _axis_title(limit) for limit in box["limits"]}
    ax.set_title(f"{answer.cases[0]['scenario']}: {found['title']}", loc="left", fontsize=10, fontweight="bold", pad=16)
    ax.spines[["top", "right"]].set_visible(False)
    if not box["told"]:
        ax.set_axis_off()
        ax.text(0.5, 0.5, "no box of inputs holds up\non the histories held out", ha="center", va="center",
                transform=ax.transAxes, color=INK)  # fmt: skip
        return ax
    rows = data["held_out"].values
    happened = data["happened"].values[rows]
    columns = [data["value"].sel(input=name).values[rows] for name in list(titles)[:2]]
    if len(columns) == 1:
        _draw_share(ax, columns[0], happened, box["limits"][0], found["share"]["value"])
        ax.set_ylabel("share of histories in which it happens")
    else:
        _draw_plane(ax, columns, happened, box["limits"][:2])
        ax.set_ylabel(list(titles.values())[1])
    ax.set_xlabel(next(iter(titles.values())))
    density, outside = (box["held_out"][name] for name in ("density", "outside"))
    said = f"in the box {_percent(density)}, outside {_percent(outside)}"
    ax.text(0.0, 1.01, said, transform=ax.transAxes, ha="left", va="bottom", fontsize=8.5, color=INK)
    return ax


def _axis_title(limit: Plain) -> str:
    title: str = limit["title"]
    return title + ("" if limit["unit"] in ("share", "ratio", "1") else f"  [{limit['unit']}]")


def _edges(limit: Plain) -> tuple[float, float]:
    low, high = limit["range"]
    return (low if limit["low"] is None else limit["low"]), (high if limit["high"] is None else limit["high"])


def _draw_plane(ax: Axes, columns: list[Any], happened: Any, limits: list[Plain]) -> None:
    from matplotlib.patches import Rectangle

    (left, right), (low, high) = _edges(limits[0]), _edges(limits[1])
    ax.add_patch(
        Rectangle((left, low), right - left, high - low, facecolor=FILL, edgecolor=YES, linewidth=1.2, zorder=0)
    )
    ax.scatter(columns[0][~happened], columns[1][~happened], s=12, facecolors="none", edgecolors=NO, linewidths=0.7,
               label="did not happen")  # fmt: skip
    ax.scatter(columns[0][happened], columns[1][happened], s=14, color=YES, linewidths=0, alpha=0.8, label="happened")
    ax.set_xlim(*limits[0]["range"])
    ax.set_ylim(*limits[1]["range"])
    ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.11), ncols=2, frameon=False, fontsize=8.5)


def _draw_share(ax: Axes, values: Any, happened: Any, limit: Plain, overall: float) -> None:
    ax.axvspan(*_edges(limit), color=FILL, zorder=0)
    order = np.argsort(values, kind="stable")
    for part in np.array_split(order, BINS):
        share = happened[part].mean()
        low, high = wilson(float(happened[part].sum()), len(part))
        reach = [[max(0.0, share - low)], [max(0.0, high - share)]]
        ax.errorbar(values[part].mean(), share, yerr=reach, fmt="o", color=YES, ecolor=INK, elinewidth=0.8, capsize=2)
    ax.axhline(overall, color=NO, linewidth=1.0, linestyle="--")
    ax.text(limit["range"][1], overall, "all histories", ha="right", va="bottom", fontsize=8.5, color=INK)
    ax.set_xlim(*limit["range"])
    ax.set_ylim(0.0, 1.0)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100.0 * value:.0f} %")
