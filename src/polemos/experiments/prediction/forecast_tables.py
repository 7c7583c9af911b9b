"""How a forecast looks: a table of questions with their chances, what the files hold, and a plot of the chances.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables and axes, made from what the answer holds
alone.  The numbers are made next door in ``forecast``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.experiments.tables import Column, Table, closing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
BLUE, RED, GREY = "#005a8c", "#b3261e", "#57606a"
LONGEST = 60
COLUMNS = (
    Column("question", right=False), Column("by", wide=3), Column("yes in", wide=2), Column("chance"),
    Column("±", wide=1), Column("on the eve", right=False, wide=4),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return the answer as tables."""
    found = answer.findings
    told = [one for one in found["questions"] if one["chance"] is not None]
    rest = [one for one in found["questions"] if one["chance"] is None]
    parts = [_head(answer)]
    for title, source in (("Questions", "file"), ("Questions by rule, which nobody chose", "by rule")):
        rows = tuple(_row(one) for one in told if one["asked"]["source"] == source)
        if rows:
            parts.append(Table(title, COLUMNS, rows))
    if rest:
        rows = tuple((f"{one['id']} {one['asked']['text']}", one["not_answered"]) for one in rest)
        parts.append(Table("Not answered", (Column("question", right=False), Column("why", right=False)), rows))
    parts.append(_files(found))
    return [*parts, _foot(answer)]


def _head(answer: Answer) -> Table:
    found, case = answer.findings, answer.cases[0]
    inputs = found["inputs"]
    lines = [f"{found['histories']:,} histories from {found['start']}, seed {case['seed']}"]
    if inputs["learned"]:
        draws = f" ({inputs['draws']:,} draws)" if inputs["draws"] else ""
        lines.append(f"{len(inputs['learned'])} inputs learned from records{draws}, others as stated")
    else:
        lines.append("inputs as the scenario states them: nothing was learned from records (a forecast of the prior)")
    if inputs["dropped"]:
        lines.append(f"{len(inputs['dropped'])} learned inputs were not taken over:")
        lines += [f"  {name} {reason}" for name, reason in inputs["dropped"].items()]
    return Table(f"{case['scenario']}: forecast from {found['first']} to {found['last']}", notes=tuple(lines))


def _row(one: Plain) -> tuple[str, ...]:
    asked = one["asked"]
    return (
        f"{one['id']} {asked['text']}", asked["by"], f"{one['k']:,} of {one['n']:,}", percent(one["chance"]),
        percent(one["error"]), one["on_the_eve"],
    )  # fmt: skip


def percent(share: float | None) -> str:
    """Return a share in percent with one digit after the point below 10 and above 90."""
    if share is None:
        return "-"
    return f"{share * 100.0:.1f} %" if share < 0.1 or share > 0.9 else f"{share * 100.0:.0f} %"


def _files(found: Plain) -> Table:
    columns = (
        Column("draws", right=False), Column("counted", right=False, wide=2), Column("periods"), Column("series"),
        Column("mean of the sum"),
    )  # fmt: skip
    rows = tuple(
        (one["file"], one["counted"], str(one["periods"]), str(one["series"]), f"{one['total']:,.0f}")
        for one in found["layouts"].values()
    )
    return Table("Files", columns, rows, notes=() if rows else ("no whole week or month is in the window",))


def _foot(answer: Answer) -> Table:
    found = answer.findings
    ruled = sum(one["asked"]["source"] != "file" for one in found["questions"])
    lines = [
        "chance: (yes + 1/2) / (histories + 1); ±: Monte Carlo error; on the eve: who holds the places, in how many"
    ]
    lines.append(
        f"changes of hands are looked at by weeks, from {found['eve_week_ends']} on, the last that ended before"
    )
    if found["by_rule_wanted"]:
        lines.append(
            f"by rule: {ruled} of {found['contested']} contested places, {found['contested_by']}, in the order of a "
            "digest of their ids"
        )
    return closing(lines, None, 0.0, answer.command)


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for each question."""
    return 8.5, min(40.0, 1.5 + 0.27 * max(3, sum(one["chance"] is not None for one in answer.findings["questions"])))


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the chance of every question with two Monte Carlo errors either way."""
    found = answer.findings
    told = [one for one in found["questions"] if one["chance"] is not None]
    for place, one in enumerate(reversed(told)):
        colour = BLUE if one["asked"]["source"] == "file" else GREY
        low, high = (max(0.0, min(1.0, one["chance"] + way * 2.0 * one["error"])) for way in (-1.0, 1.0))
        ax.plot([0.0, one["chance"]], [place, place], color=colour, linewidth=1.0, alpha=0.35)
        ax.plot([low, high], [place, place], color=colour, linewidth=1.6)
        ax.plot([one["chance"]], [place], "o", color=colour, markersize=5)
    titles = [f"{one['id']} {one['asked']['text']}" for one in reversed(told)]
    titles = [title if len(title) <= LONGEST else title[: LONGEST - 1] + "…" for title in titles]
    ax.set_yticks(range(len(told)), titles, fontsize=8)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.7, max(0.3, len(told) - 0.3))
    ax.set_xlabel("chance (blue: asked by somebody, grey: by rule)")
    title = f"{answer.cases[0]['scenario']}, {found['first']} to {found['last']}, {found['histories']:,} histories"
    ax.set_title(title, loc="left", fontsize=10)
    if not told:
        ax.text(0.5, 0.0, "no question was answered", ha="center", fontsize=9)
    return ax
