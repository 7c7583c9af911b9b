"""How a calibration is told: what was learned, what was not, and whether the record is one that the model can make.

Comes in: the answer as it was kept.  Goes out: tables, and a plot of every learned input before and after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polemos.experiments.tables import Column, Table, closing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer, Plain

MOST_SHOWN = 25
BAR = 0.32
KINDS = {
    "front_week": "dead by front and week", "pair_fortnight": "dead between camps, by fortnight",
    "camp_fortnight": "own dead by camp and fortnight", "governorate_month": "dead by governorate and month",
    "civilians": "civilians killed, by four weeks", "held": "places held by camp, every four weeks",
    "changes": "changes of hands by month", "changes_back": "changes back",
    "moved": "places won by each camp from each other", "texture": "how bursty, lasting and joint fighting is",
}  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return the tables of a calibration."""
    found = answer.findings
    head = (
        f"{found['simulations']:,} simulations, {found['summaries']:,} numbers of the record, {found['inputs']:,} "
        f"uncertain inputs; {found['draws']:,} draws kept, worth {found['effective']:,.0f} independent ones",
        f"ended because {found['why']}",
    )
    parts = [Table(f"{answer.cases[0]['scenario']}: inputs learned from a record", notes=head), _fits(found)]
    parts += [_learned(found), _not_identified(found)]
    if found["correlated"]:
        parts.append(_correlated(found))
    parts.append(_within(found))
    closing_lines = ("posterior.csv in the answer's folder: take it with --set posterior=FOLDER",)
    return [*parts, closing(closing_lines, None, 0.0, answer.command)]


def _fits(found: Plain) -> Table:
    """Say whether the record is one that the model can make."""
    notes = []
    for name, title in (("summaries", "all summaries"), ("statistics", "what bears on the inputs")):
        fit = found["fits"][name]
        if fit is not None:
            notes.append(f"{title}: {fit['sentence']}")
    if not notes:
        notes = ["too few simulations to say whether the record is one that the model can make"]
    return Table("Can the model make this record?", notes=tuple(notes))


def _learned(found: Plain) -> Table:
    rows = []
    for one in found["learned"][:MOST_SHOWN]:
        before, after = (_range(one[name]) for name in ("prior", "posterior"))
        narrower = f"{one['contraction']:+.2f} ± {(one['contraction_high'] - one['contraction_low']) / 2:.2f}"
        rows.append((one["title"], before, after, one["unit"], f"{one['moved']:+.2f}", narrower, one["confidence"]))
    columns = (
        Column("input", right=False), Column("before"), Column("after"), Column("unit", right=False, wide=2),
        Column("moved", wide=1), Column("contraction"), Column("support", right=False, wide=3),
    )  # fmt: skip
    more = len(found["learned"]) - len(rows)
    notes = [
        "before and after: 90 % interval; moved: shift of the mean in standard deviations of the range before; "
        "contraction: 1 less variance after over before, with half its 95 % interval; below 0 it became wider",
    ]
    if not rows:
        notes = ["no input was learned: the record is as likely under any of their values, as far as this many "
                 "simulations can tell"]  # fmt: skip
    if more > 0:
        notes.append(f"and {more} more in the answer")
    return Table(f"Learned ({len(found['learned'])} of {found['inputs']})", columns, tuple(rows), tuple(notes))


def _range(three: list[float]) -> str:
    return f"{_figure(three[0])} to {_figure(three[2])}"


def _figure(value: float) -> str:
    """Return two or three digits of a number, thousands parted, without powers of ten where it can be."""
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 1e-3 else f"{value:.3g}"


def _not_identified(found: Plain) -> Table:
    names = found["not_identified"]
    sections: dict[str, int] = {}
    for path in names:
        section = ".".join(path.split(".")[:2]) if path.startswith("mechanisms.") else path.split(".")[0]
        sections[section] = sections.get(section, 0) + 1
    told = ", ".join(f"{section} {number}" for section, number in sorted(sections.items(), key=lambda one: -one[1]))
    note = f"these stay as uncertain as they were: {told}" if names else "every input was learned"
    return Table(f"Not identified ({len(names)} of {found['inputs']})", notes=(note,))


def _correlated(found: Plain) -> Table:
    rows = tuple(
        (*pair["titles"], f"{pair['value']:+.2f} ± {pair['error']:.2f}") for pair in found["correlated"]
    )  # fmt: skip
    columns = (Column("input", right=False), Column("believed together with", right=False), Column("correlation"))
    return Table("What the record can tell only together", columns, rows)


def _within(found: Plain) -> Table:
    rows = tuple(
        (KINDS.get(kind, kind), f"{one['number']:,}", f"{one['inside']:,}", f"{one['inside'] / one['number']:.0%}")
        for kind, one in found["within"].items()
    )
    columns = (Column("kind", right=False), Column("recorded"), Column("inside"), Column("share"))
    note = "inside: within 90 % of the kept simulations, before adjustment; check-prior with this posterior says more"
    return Table("The record among what was kept", columns, rows, (note,))


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for each input shown."""
    return 9.0, 1.6 + 0.32 * max(3, min(MOST_SHOWN, len(answer.findings["learned"])))


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw what was learned: the 90 % interval of each input before and after, on the input's own range."""
    shown = answer.findings["learned"][:MOST_SHOWN]
    for row, one in enumerate(reversed(shown)):
        low, high = one["prior"][0], one["prior"][2]
        width = (high - low) or 1.0
        for values, shift, colour, label in (
            (one["prior"], BAR / 2, "#9a9a9a", "before"), (one["posterior"], -BAR / 2, "#0b6e99", "after"),
        ):  # fmt: skip
            at = [(value - low) / width for value in values]
            ax.plot([at[0], at[2]], [row + shift] * 2, color=colour, linewidth=3.5, solid_capstyle="butt",
                    label=label if row == 0 else None)  # fmt: skip
            ax.plot([at[1]], [row + shift], marker="o", color=colour, markersize=4.5)
    ax.set_yticks(range(len(shown)), [one["title"] for one in reversed(shown)], fontsize=8)
    ax.set_xticks([0.0, 1.0], ["5 % of the range before", "95 %"])
    ax.set_title(f"{len(answer.findings['learned'])} of {answer.findings['inputs']} inputs were learned", loc="left")
    if shown:
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    return ax
