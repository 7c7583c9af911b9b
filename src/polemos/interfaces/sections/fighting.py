"""Who holds how much, who dies, who is helped from the air: curves, ranges and their tables.

Comes in: the facts of a run.  Goes out: three sections of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polemos.dimensions import ANSWERS
from polemos.engine.answers import deaths_per_week
from polemos.engine.record import months_of
from polemos.interfaces import charts
from polemos.interfaces.camps import style
from polemos.interfaces.drawing import svg
from polemos.interfaces.markup import Html, figure, folded, join, paragraph, section, table, tag
from polemos.interfaces.sections.facts import DAYS_A_WEEK, Facts, Values, middle, percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, HIGH = 5.2, 2.9
SMOOTH = 8
"""Weeks over which the initiative is averaged: in one week few attacks begin, and their share jumps."""
NUMBERED = "Numbered lines: decisions, dated below at cohesion."
BANDS = "Line: median of the histories; dark band: middle 50 %; light band: middle 80 %."
HELD = (
    ("places_held", "Places held", "places"),
    ("population_held", "People in held places", "people"),
    ("area_held", "Area held", "km²"),
)


def holding(facts: Facts) -> Html:
    """Return places, people and area held by each camp, week by week."""
    figures = []
    for name, title, unit in HELD:
        values = facts.values(name, "week", "camp")
        curves = [(camp, values[:, :, camp]) for camp in facts.camps]
        figures.append(figure(_curves(facts, curves, facts.week_days, unit, name), f"{title} [{unit}]. {BANDS}"))
    if facts.members and facts.weeks > SMOOTH:
        said = f"Initiative: share of attacks that the coalition begins, mean of {SMOOTH} weeks up to the day. {BANDS}"
        figures.append(figure(_initiative(facts), said))
    rows = []
    for camp in facts.camps:
        row = [facts.camp(camp)]
        for name, _, _ in HELD:
            held = facts.values(name, "week", "camp")[:, :, camp]
            row += [middle(held[:, 0]), middle(held[:, -1])]
        rows.append(row)
    head = ["Camp"] + [f"{title.lower()}, {when}" for _, title, _ in HELD for when in ("start", "end")]
    numbers = table(head, rows, "Median (middle 80 % of histories)")
    return section("holding", "Who holds how much", tag("div", join(figures), class_="grid"), numbers)


def dead(facts: Facts) -> Html:
    """Return battle deaths a day over time, per camp, and the dead of each actor."""
    daily = facts.values("killed_daily", "day", "camp")
    whole_weeks = daily.shape[1] // DAYS_A_WEEK
    per_day = daily[:, : whole_weeks * DAYS_A_WEEK].reshape(len(daily), whole_weeks, DAYS_A_WEEK, -1).mean(axis=2)
    x = facts.week_days[1 : whole_weeks + 1] - DAYS_A_WEEK / 2
    killed = facts.values("killed_total", "actor")
    order = [int(row) for row in np.argsort(-np.median(killed, axis=0), kind="stable") if killed[:, row].any()]
    left, tiles = [], []
    if whole_weeks:
        said = f"Battle deaths a day in the theatre of the map, all sides, mean of each week. {BANDS} {NUMBERED}"
        here = deaths_per_week(facts.run)[:, 1 : whole_weeks + 1] / DAYS_A_WEEK
        left.append(figure(_total(facts, x, here), said))
        lost = per_day.sum(axis=1)
        for camp in np.argsort(-np.median(lost, axis=0), kind="stable"):
            if lost[:, camp].any():
                tiles.append(figure(_camp_dead(facts, x, per_day, int(camp)), facts.camp(int(camp)), "small"))
        left += [
            paragraph("The same in all theatres by the camp of the dead; the scales differ:"),
            tag("div", join(tiles), class_="tiles"),
        ]
    right = figure(
        _by_actor(facts, killed, order), "Dead of each actor over the whole time: median, middle 50 and 80 %."
    )
    rows = [(facts.actor(row), facts.camp(facts.camp_of(row)), middle(killed[:, row])) for row in order]
    numbers = table(("Actor", "camp", "own dead (80 %)"), rows, "Own men killed, all days, all theatres", 2)
    civilians = middle(facts.values("civilians_killed", "week").sum(axis=1))
    fled = middle(facts.values("displaced", "week")[:, -1])
    words = paragraph(f"Civilians killed: {civilians}. People who fled from attacked places: {fled}.")
    return section(
        "dead",
        "The dead",
        tag("div", join([tag("div", join(left)), tag("div", join([right, _months(facts)]))]), class_="grid"),
        words,
        folded("The dead of each actor as a table", numbers),
    )


def _months(facts: Facts) -> Html:
    """Return battle deaths a day and changes of hands by calendar month, for the eye that knows the records."""
    names, month = months_of(facts.start, facts.days)
    deaths = deaths_per_week(facts.run)
    changes = facts.values("place_changes_by_month", "month")
    week = np.arange(facts.days) // DAYS_A_WEEK + 1
    rows = []
    for row, name in enumerate(names):
        mine = week[(month == row) & (week < deaths.shape[1])]
        rate = middle(deaths[:, mine].mean(axis=1) / DAYS_A_WEEK) if len(mine) else "–"
        rows.append((name, rate, middle(changes[:, row])))
    head = ("Month", "battle deaths a day in the theatre of the map", "places changing hands, all theatres")
    return table(head, rows, "By month, median (middle 80 % of histories)")


def requests(facts: Facts) -> Html:
    """Return requests for air support and their answers, per client over time."""
    asked = facts.values("requests", "week", "actor", "answer")
    sums = asked.sum(axis=1)
    busy = [int(row) for row in np.argsort(-sums.sum(axis=2).mean(axis=0), kind="stable") if sums[:, row].any()]
    # The coalition's members first: the page is about them.
    clients = sorted(busy, key=lambda row: row not in facts.members)
    if not clients:
        return section("requests", "Requests for air support", paragraph("Nobody asks for aircraft in this war."))
    top = [figure(_answers(facts, asked[:, 1:, row], row), facts.actor(row), "small") for row in clients]
    rows = []
    for row in clients:
        every = sums[:, row].sum(axis=1)
        shares = [np.where(every > 0, sums[:, row, n] / np.maximum(every, 1), np.nan) for n in range(len(ANSWERS))]
        rows.append((facts.actor(row), middle(every), *(middle(share, percent) for share in shares)))
    head = ("Client", "requests", "honoured at once", "late", "refused")
    key = [
        tag("li", join([swatch(colour, hatch), Html(name)]))
        for (colour, hatch), name in zip(charts.ANSWER_LOOKS, ("honoured at once", "late", "refused"), strict=True)
    ]
    return section(
        "requests", "Requests for air support",
        paragraph("Requests a week by client, mean of the histories. The scales differ from client to client."),
        tag("ul", join(key), class_="key"), tag("div", join(top), class_="tiles"),
        table(head, rows, "Whole time, median (middle 80 % of histories)"),
    )  # fmt: skip


def swatch(colour: str, hatch: str = "") -> Html:
    """Return a small square of a colour; its hatch in words of lines, as the charts have it."""
    lines = {"//": "M0 12 12 0", "xx": "M0 12 12 0M0 0 12 12"}.get(hatch, "")
    inside = f'<rect width="12" height="12" fill="{colour}"/>' + (f'<path d="{lines}" stroke="#fff"/>' if lines else "")
    return Html(f'<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">{inside}</svg>')


def _curves(facts: Facts, curves: list[tuple[int, Values]], x: Values, unit: str, name: str) -> str:
    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        ends = []
        for camp, values in curves:
            look = style(camp)
            charts.fan(ax, x, values, look.ink, look.dash)
            ends.append((float(np.median(values[:, -1])), facts.camp(camp), look.ink))
        ax.set_ylim(bottom=0)
        charts.dated(charts.thousands(ax), facts.months)
        ax.set_ylabel(unit)
        charts.name_ends(ax, float(x[-1]), ends)

    return svg(WIDE, HIGH, drawn, f"curves-{name}")


def _initiative(facts: Facts) -> str:
    weekly = facts.values("initiative", "week")[:, 1:]
    windows = np.lib.stride_tricks.sliding_window_view(weekly, SMOOTH, axis=1)
    known = np.isfinite(windows)
    smooth = np.where(known, windows, 0.0).sum(axis=2) / np.where(known.any(axis=2), known.sum(axis=2), np.nan)

    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        look = style(facts.focal_camp)
        charts.fan(ax, facts.week_days[SMOOTH:], smooth, look.ink, look.dash)
        ax.set_ylim(0, 1)
        ax.set_xlim(0, facts.days)
        charts.dated(ax, facts.months)
        ax.set_ylabel("share of attacks")

    return svg(WIDE, HIGH, drawn, "initiative")


def _total(facts: Facts, x: Values, total: Values) -> str:
    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        charts.fan(ax, x, total, "#1f2328")
        ax.set_ylim(bottom=0)
        ax.set_xlim(0, facts.days)
        charts.dated(ax, facts.months)
        ax.set_ylabel("dead a day")
        charts.mark_decisions(ax, facts.marks)

    return svg(WIDE, HIGH, drawn, "total")


def _camp_dead(facts: Facts, x: Values, per_day: Values, camp: int) -> str:
    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        look = style(camp)
        charts.fan(ax, x, per_day[:, :, camp], look.ink, look.dash)
        ax.set_ylim(bottom=0)
        ax.set_xlim(0, facts.days)
        charts.dated(ax, facts.months[:: max(1, len(facts.months) // 3)])

    return svg(2.9, 1.7, drawn, f"dead-{camp}")


def _by_actor(facts: Facts, killed: Values, order: list[int]) -> str:
    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        looks = [style(facts.camp_of(row)) for row in order]
        names = [charts.clipped(facts.actor(row)) for row in order]
        charts.ranges(ax, names, killed[:, order], [look.ink for look in looks], [look.marker for look in looks])
        ax.xaxis.set_major_formatter(lambda value, _: charts.short(value))
        ax.set_xlabel("dead; colour and shape by camp")

    return svg(WIDE, 0.9 + 0.21 * len(order), drawn, "actors")


def _answers(facts: Facts, asked: Values, row: int) -> str:
    def drawn(page: Figure) -> None:
        ax = page.add_subplot()
        charts.answers(ax, facts.week_days[1:], asked)
        ax.set_xlim(0, facts.days)
        charts.dated(ax, facts.months[:: max(1, len(facts.months) // 3)])

    return svg(2.9, 1.7, drawn, f"answers-{row}")
