"""How a branch looks beside the run that it leaves: what was asked, paired differences, what was still open, a plot.

Comes in: an ``Answer`` of ``branch``, fresh or opened from its folder.  Goes out: tables and axes, made from what the
answer holds alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.experiments.contrasts import contrast_tables
from polemos.experiments.statistics import rounded
from polemos.experiments.tables import Column, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
OPEN = (
    Column("measure", right=False), Column("mean"), Column("8 in 10 from"), Column("to"), Column("spread", wide=1),
    Column("all histories", wide=2), Column("settled"),
)  # fmt: skip
COLOUR = "#005a8c"


def tables(answer: Answer) -> list[Table]:
    """Return what was asked, the paired differences if there are any, and what was still open if that was asked."""
    found = answer.findings
    parts = [_head(answer)]
    if found["contrasts"]:
        parts += contrast_tables.tables(answer)[1:]
    if found["still_open"]:
        parts.append(_open(found))
    if not found["contrasts"]:
        parts.append(Table("", notes=(f"again: {answer.command}",)))
    return parts


def _head(answer: Answer) -> Table:
    found, left = answer.findings, answer.findings["branch"]
    run, made = answer.question["run"], answer.cases[1]["histories"]
    if left["history"] >= 0:
        title = f"{made:,} futures of history {left['history']} of {run} from {left['date']} on"
    elif found["futures"] > 1:
        pasts = made // found["futures"]
        title = f"{pasts:,} histories of {run} from {left['date']} on, with {found['futures']:,} futures each"
    else:
        title = f"{made:,} histories of {run} go on from {left['date']}"
    said = [*left["what_if"], *(f"without {name}" for name in left["without"]), *left["edits"]]
    notes = [f"from that morning on: {', '.join(said)}" if said else "nothing is changed"]
    if found["days"] != found["days_of_run"]:
        notes.append(f"it ends after {found['days']:,} days, the run after {found['days_of_run']:,}: not compared")
    elif found["contrasts"] and found["unit"] == "pasts":
        notes.append("pairs are means over the futures of a past, with and without the edit")
    return Table(title, notes=tuple(notes))


def _open(found: Plain) -> Table:
    rows = tuple(
        (
            row["title"], *(_figure(row[name], row["whole"]) for name in ("mean", "low", "high", "spread", "whole")),
            "-" if row["settled"] is None else f"{row['settled']:.0%}".replace("-", "−"),
        )
        for row in found["still_open"]
    )  # fmt: skip
    notes = (
        "spread: standard deviation among the futures of a past, beside that of all histories of the run; settled: the "
        "share of the variance that the past had decided, 1 - spread² / all histories²",
    )
    return Table(f"still open on {found['branch']['date']}", OPEN, rows, notes)


def _figure(value: float | None, spread: float | None) -> str:
    return "-" if value is None else rounded(value, spread or 0.0, signed=False)


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]."""
    if answer.findings["contrasts"]:
        return contrast_tables.size(answer)
    return 8.0, 1.6 + 0.2 * max(1, len(answer.findings["still_open"]))


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the paired differences; without any, how much of each outcome the past had settled."""
    if answer.findings["contrasts"]:
        return contrast_tables.draw(answer, ax)
    rows = [row for row in answer.findings["still_open"] if row["settled"] is not None][::-1]
    ax.barh(range(len(rows)), [100.0 * row["settled"] for row in rows], color=COLOUR, height=0.6)
    ax.set_yticks(range(len(rows)), [row["title"] for row in rows], fontsize=8)
    ax.axvline(0.0, color="#57606a", linewidth=0.8)
    ax.set_xlim(min([-5.0, *(100.0 * row["settled"] for row in rows)]), 105.0)
    ax.set_xlabel(f"settled by {answer.findings['branch']['date']}, % of the variance")
    ax.set_title(_head(answer).title, loc="left", fontsize=10)
    return ax
