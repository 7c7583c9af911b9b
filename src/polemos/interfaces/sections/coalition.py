"""The coalition: cohesion over time, and who breaks first, how, when and why.

Comes in: the facts of a run.  Goes out: two sections of the page and the figure of cohesion, also used alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polemos.dimensions import CAUSES as CAUSE_IDS
from polemos.dimensions import FISSURE_KINDS
from polemos.engine.definitions import member_weights
from polemos.interfaces import charts
from polemos.interfaces.drawing import svg
from polemos.interfaces.markup import Html, figure, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.example import told_example
from polemos.interfaces.sections.facts import CAUSES, KINDS, Facts, Values, decimal, middle, percent, share_of
from polemos.interfaces.sections.fighting import BANDS, swatch

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

KIND_LOOKS = (("#56b4e9", ""), ("#f0b400", "//"), ("#0072b2", "xx"), ("#d55e00", "\\\\"), ("#2b2b2b", ".."))
COHESION = "#005a8c"


def cohesion(facts: Facts) -> Html:
    """Return the fan of cohesion with the dated decisions and when the first fissure comes."""
    if not facts.members:
        return section("cohesion", "Cohesion of the coalition", paragraph("This war has no coalition."))
    said = (
        f"Above: cohesion, the members' trust in each other weighted by their men, 0 to 1. {BANDS} "
        "Numbered lines: dated "
        "decisions; a pale strip where the date is a range. Below: in which week the first fissure "
        "comes, in percent of "
        "all histories."
    )
    numbers = [tag("li", text(f"{facts.date_of(mark.day)}: {'; '.join(names)}")) for mark, names in facts.decisions]
    key = [
        tag("li", join([swatch(colour, hatch), text(KINDS[kind])]))
        for kind, (colour, hatch) in zip(FISSURE_KINDS, KIND_LOOKS, strict=True)
    ]
    picture = svg(7.6, 4.6, lambda page: draw_cohesion(page, facts), "cohesion")
    return section(
        "cohesion", "Cohesion of the coalition", figure(picture, said, "large"), tag("ul", join(key), class_="key"),
        tag("ol", join(numbers), class_="decisions"), _weights(facts),
    )  # fmt: skip


def _weights(facts: Facts) -> Html:
    """Return what each member that has men weighs, at the start and at the end."""
    start, end = (member_weights(facts.run.recorded, facts.war, week) for week in (0, -1))
    order = sorted(facts.members, key=lambda row: -float(np.nan_to_num(start.men[:, row]).mean()))
    rows = [
        (facts.actor(row), *(
            middle(values[np.isfinite(values[:, row]), row], percent) if np.isfinite(values[:, row]).any() else "–"
            for values in (start.men, start.shapley, end.men, end.shapley, end.banzhaf)
        ))
        for row in order
        if max(np.nan_to_num(start.men[:, row]).max(), np.nan_to_num(end.men[:, row]).max()) > 0.0
    ]  # fmt: skip
    if not rows:
        return paragraph("No member of the coalition has men.")
    said = (
        "Men: the member's part of the coalition's men. Power: in how many of all orders of joining its men turn a "
        "minority of them into a majority (Shapley and Shubik); Banzhaf's counts coalitions instead of orders. "
        "Aircraft do not count here, so power says who is indispensable on the ground. Who has left weighs nothing."
    )
    heads = ("Member", "men, start (80 %)", "power", "men, end (80 %)", "power", "power (Banzhaf)")
    return join([table(heads, rows, "What each member weighs"), paragraph(said)])


def draw_cohesion(page: Figure | SubFigure, facts: Facts) -> None:
    """Draw cohesion above and the week of the first fissure below, on one axis of time."""
    above, below = page.subplots(2, 1, sharex=True, height_ratios=(2.6, 1.0))
    charts.fan(above, facts.week_days, facts.values("cohesion", "week"), COHESION)
    above.set_ylim(0, 1)
    above.set_ylabel("cohesion")
    charts.mark_decisions(above, facts.marks)
    charts.first_days(below, facts.values("fissure_day") - 1, facts.days, facts.values("fissure_kind"), KIND_LOOKS)
    charts.mark_decisions(below, facts.marks, numbered=False)
    below.set_ylabel("first fissure,\n% of histories")
    charts.dated(below, facts.months)


def fissure(facts: Facts) -> Html:
    """Return who breaks first, how, when, and the causes."""
    title = "The first fissure"
    days = facts.values("fissure_day")
    broke = days >= 0
    count = int(broke.sum())
    if not facts.members or not count:
        return section("fissure", title, paragraph(f"No member breaks in any of the {facts.histories:,} histories."))
    who = facts.values("fissure_actor").astype(int)
    kind = facts.values("fissure_kind").astype(int)
    first = table(
        ("Member", "breaks first", "on day (80 %)", "breaks at all", "trust at the start", "trust at the end"),
        _members(facts, days, who), f"Who, and when, in {facts.histories:,} histories",
    )  # fmt: skip
    kinds = [
        (
            KINDS[name],
            share_of(int((broke & (kind == row)).sum()), facts.histories),
            _day(days[broke & (kind == row)]),
        )
        for row, name in enumerate(FISSURE_KINDS)
    ]
    causes = facts.values("fissure_causes", "cause")[broke]
    order = np.argsort(-np.nan_to_num(np.nanmean(causes, axis=0)), kind="stable")
    why = [
        (CAUSES[CAUSE_IDS[row]], percent(float(np.nanmean(causes[:, row]))), middle(causes[:, row], percent))
        for row in order
    ]
    return section(
        "fissure", title,
        paragraph(
            f"In {share_of(count, facts.histories)} of histories a member breaks; the first time on "
            f"day {middle(days[broke])}, "
            f"{facts.date_of(float(np.median(days[broke])) - 1)} in the middle of them. Causes are the "
            "parts of that member's "
            "grievance on the day as the model counts it: an account of the model, not yet a what-if."
        ),
        first, tag("div", join([
            table(("The member", "share of histories", "on day (80 %)"), kinds, "Kind of the first fissure"),
            table(("Cause", "mean share", "median (80 %)"), why, "Causes of the first fissure"),
        ]), class_="grid"),
        told_example(facts),
    )  # fmt: skip


def _members(
    facts: Facts,
    days: Values,
    who: Values,
) -> list[tuple[str, ...]]:
    trust = facts.values("trust", "week", "actor")
    ever = facts.values("member_fissure_day", "actor", "kind").max(axis=2) >= 0
    order = sorted(facts.members, key=lambda row: (-int(((who == row) & (days >= 0)).sum()), row))
    rows: list[tuple[str, ...]] = []
    for row in order:
        first = (who == row) & (days >= 0)
        rows.append((
            facts.actor(row), share_of(int(first.sum()), facts.histories), _day(days[first]),
            share_of(int(ever[:, row].sum()), facts.histories), middle(trust[:, 0, row], decimal),
            middle(trust[:, -1, row], decimal),
        ))  # fmt: skip
    return rows


def _day(days: Values) -> str:
    return middle(days) if len(days) else "–"
