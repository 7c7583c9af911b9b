"""The map on chosen days, with a legend of the camps.

Comes in: the facts of a run and its ground.  Goes out: one section of the page and the large map, also used alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from polemos.interfaces import map as theatre_map
from polemos.interfaces.camps import Style, style
from polemos.interfaces.drawing import svg
from polemos.interfaces.ground import Box, Ground
from polemos.interfaces.markup import Html, figure, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.facts import DAYS_A_WEEK, Facts, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CREDIT = (
    "Borders: Natural Earth (public domain), drawn as that source draws them; they express no view. "
    "Places: GeoNames and "
    "UCDP GED (both CC BY 4.0), some from memory."
)
CROWD, CROWD_WIDTH = 12, 0.105
"""A part of the map of this share of its width, with this many places in it, gets an enlarged map of
its own."""
SETTLED = 14
"""Days after the last dated decision at which the war is shown once more."""


def maps(facts: Facts, ground: Ground) -> Html:
    """Return the large map of the end, small ones of earlier days, and the legend."""
    weeks = chosen_weeks(facts)
    last = facts.weeks
    titles = [ground_title(title) for title in ground.titles]
    whole = (ground.west, ground.east, ground.south, ground.north)
    large = svg(
        *_size(ground, whole, 8.0),
        lambda page: draw_large(_full(page), facts, ground, last),
        "map-end",
        None,
    )
    figures = [figure(large, f"{facts.week_date(last)}: who holds what at the end", "large map")]
    crowded = crowds(ground)
    for number, box in enumerate(crowded):
        draw = partial(_draw_part, facts=facts, ground=ground, week=last, box=box)
        inset = svg(*_size(ground, box, 4.6), draw, f"map-part-{number}", None)
        figures.append(
            figure(inset, f"{_largest(ground, titles, box)} and around, {facts.week_date(last)}", "part map")
        )
    for week, why in weeks:
        draw = partial(_draw_small, facts=facts, ground=ground, week=week)
        small = svg(*_size(ground, whole, 4.0), draw, f"map-{week}", None)
        figures.append(figure(small, f"{facts.week_date(week)}: {why}", "third map"))
    words = paragraph(
        "Colour and shape: the camp that holds the place in most histories. Full: in at least 80 % of "
        "them; pale: in 50 to "
        "80 %; hollow: in fewer. The wash gives the ground to the place that the model counts it with, "
        "paler where histories "
        "disagree. Size grows with people. Grey lines: roads; dark dashed lines: roads whose two ends "
        "different camps hold in "
        "at least half of the histories; names in italics: fronts."
    )
    credit = [paragraph(CREDIT, "note")] if ground.countries else []
    return section(
        "map",
        "The theatre",
        words,
        legend(facts),
        tag("div", join(figures), class_="maps"),
        *credit,
        _open_places(facts, ground),
    )


def chosen_weeks(facts: Facts) -> list[tuple[int, str]]:
    """Return weeks worth a small map: the start, the first truce that begins in the war, after the
    last decision."""
    weeks = [(0, "at the start")]
    truces = [mark.day for mark, names in facts.decisions if mark.day > 0 and set(names) & set(_truces(facts))]
    if truces:
        weeks.append((round(truces[0] / DAYS_A_WEEK), "about the first truce of the war"))
    if facts.decisions:
        after = facts.decisions[-1][0].day + SETTLED
        weeks.append((round(after / DAYS_A_WEEK), "two weeks after the last dated decision"))
    if len(weeks) < 3:
        weeks.append((facts.weeks // 2, "half way"))
    found: dict[int, str] = {}
    for week, why in sorted(weeks):
        if week < facts.weeks or week == 0:
            found.setdefault(week, why)
    return list(found.items())


def _truces(facts: Facts) -> list[str]:
    """Return titles of the interventions that declare a ceasefire for the whole theatre or most of
    its fronts."""
    world, legend = facts.war.world, facts.legend
    bound = world.act_bound.sum(axis=1) > 1 if len(legend.interventions) else []
    wide = world.act_front.mean(axis=1) > 0.5 if len(legend.interventions) else []
    pairs = zip(legend.interventions, legend.intervention_titles, bound, wide, strict=True)
    return [title or name for name, title, many, everywhere in pairs if many and everywhere]


def _size(ground: Ground, box: Box, width: float) -> tuple[float, float]:
    """Return width and height [inches] of a map of a part, at most a square and a half high."""
    west, east, south, north = box
    return width, min(1.5 * width, width * (north - south) * ground.stretch / (east - west))


def _full(page: Figure) -> Axes:
    """Return axes that fill the figure but for the line of their frame."""
    return page.add_axes((0.002, 0.002, 0.996, 0.996))


def draw_large(ax: Axes, facts: Facts, ground: Ground, week: int, enlarged: bool = True) -> None:
    """Draw the whole theatre with names; with ``enlarged`` without small names in the parts shown larger beside it."""
    hidden = np.zeros(len(ground.titles), dtype=bool)
    parts = crowds(ground) if enlarged else []
    for west, east, south, north in parts:
        hidden |= (
            (ground.longitude > west)
            & (ground.longitude < east)
            & (ground.latitude > south)
            & (ground.latitude < north)
        )
    rows = np.argsort(-ground.people, kind="stable")[: theatre_map.IMPORTANT]
    labels = ["" if hidden[row] and row not in rows else ground_title(title) for row, title in enumerate(ground.titles)]
    theatre_map.draw(ax, ground, theatre_map.control(facts.measures, ground, week), labels=labels, fronts=True)
    for west, east, south, north in parts:
        ax.plot(
            [west, east, east, west, west],
            [south, south, north, north, south],
            color="#444b54",
            linewidth=0.8,
            zorder=2,
        )


def _draw_part(page: Figure, facts: Facts, ground: Ground, week: int, box: Box) -> None:
    labels = [ground_title(title, full=True) for title in ground.titles]
    state = theatre_map.control(facts.measures, ground, week)
    theatre_map.draw(_full(page), ground, state, box, size=1.3, labels=labels)


def _draw_small(page: Figure, facts: Facts, ground: Ground, week: int) -> None:
    rows = set(np.argsort(-ground.people, kind="stable")[: theatre_map.IMPORTANT].tolist())
    labels = [ground_title(title) if row in rows else "" for row, title in enumerate(ground.titles)]
    state = theatre_map.control(facts.measures, ground, week)
    theatre_map.draw(_full(page), ground, state, size=0.72, letters=8.5, labels=labels)


def ground_title(title: str, full: bool = False) -> str:
    """Return a short title for a map: without what is in brackets or, unless ``full``, after a comma."""
    short = title.split(" (")[0]
    return (short if full else short.split(",")[0])[:34]


def crowds(ground: Ground) -> list[Box]:
    """Return up to two parts of the map (west, east, south, north) in which too many places lie to
    name them."""
    half_x = CROWD_WIDTH * (ground.east - ground.west) / 2.0
    half_y = half_x / ground.stretch
    left = np.ones(len(ground.longitude), dtype=bool)
    boxes: list[Box] = []
    while len(boxes) < 2:
        near = (np.abs(ground.longitude[:, None] - ground.longitude) < half_x) & (
            np.abs(ground.latitude[:, None] - ground.latitude) < half_y
        )
        counts = (near & left).sum(axis=1) * left
        if not len(counts) or counts.max() < CROWD:
            break
        inside = near[int(counts.argmax())]
        x, y = float(ground.longitude[inside].mean()), float(ground.latitude[inside].mean())
        boxes.append((x - half_x, x + half_x, y - half_y, y + half_y))
        left &= ~((np.abs(ground.longitude - x) < 2 * half_x) & (np.abs(ground.latitude - y) < 2 * half_y))
    return boxes


def _largest(ground: Ground, titles: list[str], box: Box) -> str:
    west, east, south, north = box
    inside = (
        (ground.longitude > west) & (ground.longitude < east) & (ground.latitude > south) & (ground.latitude < north)
    )
    return titles[int(np.where(inside, ground.people, -1.0).argmax())]


def legend(facts: Facts) -> Html:
    """Return the named camps with their colour and shape, and how sureness looks."""
    items = [tag("li", join([marker(style(camp)), text(facts.camp(camp))])) for camp in facts.camps]
    return tag("ul", join(items), class_="key")


def marker(look: Style) -> Html:
    """Return the marker of a camp as a small drawing."""
    shapes = {
        "o": '<circle cx="7" cy="7" r="5"/>', "D": '<path d="M7 1 13 7 7 13 1 7z"/>', "^": '<path d="M7 1 13 12H1z"/>',
        "p": '<path d="M7 1 13 5.5 10.8 12.5H3.2L1 5.5z"/>', "s": '<path d="M2 2h10v10H2z"/>',
        "v": '<path d="M7 13 13 2H1z"/>', "P": '<path d="M5 1h4v4h4v4H9v4H5V9H1V5h4z"/>',
        "X": '<path d="M4 1 7 4 10 1 13 4 10 7 13 10 10 13 7 10 4 13 1 10 4 7 1 4z"/>',
        "h": '<path d="M7 1 12.5 4v6L7 13 1.5 10V4z"/>', "<": '<path d="M1 7 12 1v12z"/>',
        "*": '<path d="M7 1 8.6 5.2H13L9.5 8 10.8 12.5 7 9.8 3.2 12.5 4.5 8 1 5.2H5.4z"/>',
    }  # fmt: skip
    shape = shapes.get(look.marker, shapes["o"])
    return Html(
        f'<svg class="swatch" viewBox="0 0 14 14" aria-hidden="true" fill="{look.fill}" stroke="#111">{shape}</svg>'
    )


def _open_places(facts: Facts, ground: Ground) -> Html:
    """Return the table of the places about which the histories disagree most at the end."""
    state = theatre_map.control(facts.measures, ground, facts.weeks)
    order = sorted(range(len(ground.titles)), key=lambda row: (state.share[row], -ground.people[row]))[:15]
    rows = []
    for row in order:
        held = sorted(
            ((float((state.camps[:, row] == camp).mean()), camp) for camp in range(-1, len(facts.legend.camps))),
            reverse=True,
        )
        words = [
            f"{'nobody' if camp < 0 else facts.camp(camp)} {percent(share)}" for share, camp in held[:3] if share > 0
        ]
        rows.append((ground.titles[row], "; ".join(words)))
    return table(("Place", "held at the end by"), rows, "The places about which the histories disagree most", 2)
