"""How the partings of many histories look: what was changed, when they part, what comes out otherwise, a plot.

Comes in: an ``Answer`` of ``partings``, fresh or opened from its folder.  Goes out: tables and axes, made from what the
answer holds alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.experiments.departures.divergence_told import MOST, cut
from polemos.experiments.tables import Column, Table
from polemos.scenario.difference import Changed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
COLUMNS = (Column("comes out otherwise in", right=False), Column("of the histories"), Column("95 % interval"))
COLOUR = "#005a8c"


def tables(answer: Answer) -> list[Table]:
    """Return what was changed, when the histories part, and how often each outcome comes out otherwise."""
    found = answer.findings
    parts = [_head(answer), _edits(found), Table("", notes=_when(found))]
    moved = [row for row in found["differs"] if row["mean"]]
    if moved:
        rows = tuple((row["title"], f"{row['mean']:.0%}", f"{row['low']:.0%} to {row['high']:.0%}") for row in moved)
        never = [row["title"] for row in found["differs"] if not row["mean"]]
        notes = (f"  in no history: {'; '.join(never)}",) if never else ()
        parts.append(Table("", COLUMNS, rows, notes))
    return [*parts, Table("", notes=_foot(answer, bool(moved)))]


def _head(answer: Answer) -> Table:
    found, (one, two) = answer.findings, answer.cases
    names = (f"A: {answer.question['run']}", f"B: {answer.question['other']}")
    return Table(f"{found['histories']:,} histories of {one['scenario']} in two runs, seed {two['seed']}", notes=names)


def _edits(found: Plain) -> Table:
    if not found["edits"]:
        return Table("", notes=("The two wars are the same in every value.",))
    said = [f"  {Changed(**item)}" for item in found["edits"]]
    return Table("", notes=("What differs between the two wars:", *cut(said, "  ")))


def _when(found: Plain) -> tuple[str, ...]:
    parted = found["parted"]
    if not parted["mean"]:
        return (f"None of the {found['histories']:,} histories parts: each is the same in both runs, to the last bit.",)
    middle, low, high = (
        f"day {day:.0f} ({date})"
        for day, date in zip((found["median_day"], found["day_low"], found["day_high"]), found["dates"], strict=True)
    )
    give = "" if found["median_day_error"] is None else f" ± {found['median_day_error']:.1f} days"
    return (
        f"{parted['mean']:.1%} of the histories part ({parted['low']:.1%} to {parted['high']:.1%}): half of them by "
        f"{middle}{give}, eight in ten from {low} to {high}.",
    )


def _foot(answer: Answer, moved: bool) -> tuple[str, ...]:
    found, question = answer.findings, answer.question
    lines = [] if moved or not found["parted"]["mean"] else ["No outcome differs in any history."]
    if found["most_telling"] is not None:
        titles = found["told_by"]
        differs = "; ".join(titles[:MOST]) + (" and more" if len(titles) > MOST else "")
        lines += [
            f"History {found['most_telling']} parts most tellingly ({differs}):",
            f"  polemos why-diverge {question['run']} {question['other']} --history {found['most_telling']}",
        ]
    return (*lines, f"again: {answer.command}")


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]."""
    return 8.0, 1.6 + 0.2 * len(answer.findings["differs"])


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the share of histories in which each outcome comes out otherwise, with its interval."""
    rows = answer.findings["differs"][::-1]
    for place, row in enumerate(rows):
        ax.plot([100.0 * row["low"], 100.0 * row["high"]], [place, place], color=COLOUR, linewidth=1.3)
        ax.plot([100.0 * row["mean"]], [place], marker="o", color=COLOUR, markersize=4)
    ax.set_yticks(range(len(rows)), [row["title"] for row in rows], fontsize=8)
    ax.set_xlim(-2.0, 102.0)
    ax.set_xlabel("comes out otherwise in so many % of the histories (bars: 95 % interval)")
    ax.set_title(_head(answer).title, loc="left", fontsize=10)
    return ax
