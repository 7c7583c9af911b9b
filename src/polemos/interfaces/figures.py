"""One figure of a run as a file of its own: with its title, its key and where it comes from.

Comes in: a run, the name of a figure and, for the map, a week.  Goes out: SVG or PNG.  The curves are drawn next door
in ``charts`` and ``sections``, the map in ``map``; the page that holds all of them is ``report``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from polemos.dimensions import ANSWERS, FISSURE_KINDS
from polemos.engine.answers import deaths_per_week
from polemos.engine.figures import check_week
from polemos.engine.visible import visible
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.interfaces import charts
from polemos.interfaces.camps import NOBODY, style
from polemos.interfaces.drawing import Layout, picture
from polemos.interfaces.ground import Ground, ground_of
from polemos.interfaces.sections import coalition, theatre
from polemos.interfaces.sections.facts import DAYS_A_WEEK, KINDS, Facts
from polemos.interfaces.sections.fighting import BANDS, HELD

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from polemos.engine.run import Run

WIDE = 9.0
LINE, LETTERS = 0.16, 8.0
"""Height of a line [inches] and of its letters [points]."""
LETTERS_A_LINE = 148
CLIENTS = 12
ID = re.compile(rb'id="([a-z][0-9a-f]{10})"')


class Sign(NamedTuple):
    """One entry of a key: a colour, its name, and the marker, dashes or hatch that say the same in grey."""

    colour: str
    name: str
    marker: str = ""
    dash: Any = ""
    hatch: str = ""


class Drawing(NamedTuple):
    """What a figure needs: its height without title and words, how it is drawn, and what is said about it."""

    height: float
    draw: Callable[[SubFigure], None]
    title: str
    words: str
    key: Sequence[Sign] = ()
    layout: Layout = "constrained"


def save_figure(run: Run, name: str = "map", week: int | None = None, form: Literal["svg", "png"] = "svg") -> bytes:
    """Return a figure of a run as the bytes of a file; the same run gives the same bytes.

    Raises BadInput for an unknown figure, for a week that the war does not have, and for what this war has not.
    """
    run = _readable(run)
    facts = Facts(run)
    found = FIGURES[check_figure(name, week)](facts, facts.weeks if week is None else check_week(week, facts.weeks))
    made = run.manifest
    said = (
        f"{found.words} {facts.histories:,} histories of {made.scenario}, seed {made.seed}, scenario {made.digest[:8]}."
    )
    lines = textwrap.wrap(said.replace(" %", "\u00a0%"), LETTERS_A_LINE, break_on_hyphens=False)
    rows = -(-len(found.key) // 4)
    above, below = 0.4, LINE * (len(lines) + 1) + 0.22 * rows
    height = above + found.height + below

    def draw(page: Figure) -> None:
        parts = page.subfigures(3, 1, squeeze=False, height_ratios=(above, found.height, below))
        top, middle, bottom = parts[:, 0]
        top.text(0.01, 0.5, f"{made.title or made.scenario}: {found.title}", va="center", fontsize=12, weight="bold")
        found.draw(middle)
        bottom.text(0.01, 1.0 - 0.22 * rows / below, "\n".join(lines), va="top", fontsize=LETTERS, linespacing=1.25)
        if found.key:
            _key(bottom, found.key)

    content = picture(WIDE, height, draw, f"figure-{name}", found.layout, form)
    return content if form == "png" else _numbered(content)


def _numbered(svg: bytes) -> bytes:
    """Return an SVG whose ids count up: matplotlib makes them of lengths whose last bit differs from time to time."""
    ids = {found: b"%s%d" % (found[:1], number) for number, found in enumerate(dict.fromkeys(ID.findall(svg)))}
    return re.sub(rb'(?<=["#])([a-z][0-9a-f]{10})(?=["\)])', lambda found: ids.get(found[1], found[1]), svg)


def _readable(run: Run) -> Run:
    """Return the run with titles that can be drawn."""
    legend = run.war.legend
    titles: dict[str, Any] = {
        name: tuple(visible(title) for title in getattr(legend, name))
        for name in legend._fields
        if name.endswith("_titles")
    }
    war = replace(run.war, title=visible(run.war.title), legend=legend._replace(**titles))
    return replace(run, manifest=replace(run.manifest, title=visible(run.manifest.title)), compiled=war)


def check_figure(name: str, week: int | None) -> str:
    """Return the name of a figure; raises BadInput for one that does not exist or has no weeks."""
    if name not in FIGURES:
        hint = did_you_mean(name, list(FIGURES)) or f"there are {', '.join(FIGURES)}"
        raise BadInput(Problem(f"there is no figure {name!r}", key="figure", hint=hint))
    if week is not None and name != "map":
        raise BadInput(Problem(f"the figure {name} shows all weeks", key="week", hint="leave it out"))
    return name


def _key(page: SubFigure, key: Sequence[Sign]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def shown(sign: Sign) -> Any:
        if sign.marker:
            about: Any = {"marker": sign.marker, "linestyle": "", "markeredgecolor": "#111111", "markersize": 7}
            return Line2D([], [], color=sign.colour, **about)
        if sign.dash:
            return Line2D([], [], color=sign.colour, linestyle=sign.dash, linewidth=1.7)
        return Patch(facecolor=sign.colour, hatch=sign.hatch, edgecolor="white")

    names = [charts.clipped(sign.name, 30) for sign in key]
    marks = [shown(sign) for sign in key]
    page.legend(marks, names, loc="upper left", ncols=4, frameon=False, fontsize=LETTERS, borderaxespad=0.0)


def _map(facts: Facts, week: int) -> Drawing:
    ground = ground_of(facts.war, facts.run.folder)
    height = min(1.5 * WIDE, WIDE * (ground.north - ground.south) * ground.stretch / (ground.east - ground.west))
    key = [Sign(style(camp).fill, facts.camp(camp), style(camp).marker) for camp in facts.camps]
    key.append(Sign(NOBODY.fill, "nobody", NOBODY.marker))
    words = (
        "Colour and shape: the camp that holds the place in most histories; full: in at least 80 % of them, pale: in "
        "50 to 80 %, hollow: in fewer. Dark dashed: roads whose ends different camps hold in at least half of them."
    )
    if ground.countries:
        words += f" {theatre.CREDIT}"
    return Drawing(
        height,
        lambda page: _whole_map(page, facts, ground, week),
        f"who holds what, {facts.week_date(week)}",
        words,
        key,
        None,
    )


def _whole_map(page: SubFigure, facts: Facts, ground: Ground, week: int) -> None:
    theatre.draw_large(page.add_axes((0.005, 0.002, 0.99, 0.996)), facts, ground, week, enlarged=False)


def _cohesion(facts: Facts, week: int) -> Drawing:
    if not facts.members:
        raise BadInput(
            Problem("this war has no coalition", key="figure", hint=f"draw {', '.join(_others('cohesion'))}")
        )
    key = [
        Sign(colour, KINDS[kind], hatch=hatch)
        for kind, (colour, hatch) in zip(FISSURE_KINDS, coalition.KIND_LOOKS, strict=True)
    ]
    dates = "; ".join(
        f"({mark.label}) {facts.date_of(mark.day)}: {', '.join(names)}" for mark, names in facts.decisions
    )
    words = (
        f"Above: the members' trust in each other weighted by their men, 0 to 1. {BANDS} Below: in which week the "
        "first fissure comes, in percent of all histories, by kind."
    )
    words += f" Numbered lines: {dates}." if dates else ""
    return Drawing(4.6, lambda page: coalition.draw_cohesion(page, facts), "cohesion of the coalition", words, key)


def _holding(facts: Facts, week: int) -> Drawing:
    def draw(page: SubFigure) -> None:
        for ax, (name, title, unit) in zip(page.subplots(1, len(HELD)), HELD, strict=True):
            values = facts.values(name, "week", "camp")
            for camp in facts.camps:
                charts.fan(ax, facts.week_days, values[:, :, camp], style(camp).ink, style(camp).dash)
            ax.set_ylim(bottom=0)
            _few_months(charts.thousands(ax), facts)
            ax.set_title(f"{title} [{unit}]")

    key = [Sign(style(camp).ink, facts.camp(camp), dash=style(camp).dash) for camp in facts.camps]
    return Drawing(3.2, draw, "who holds how much", BANDS, key)


def _dead(facts: Facts, week: int) -> Drawing:
    here = deaths_per_week(facts.run)[:, 1:] / DAYS_A_WEEK
    killed = facts.values("killed_total", "actor")
    order = [int(row) for row in np.argsort(-np.median(killed, axis=0), kind="stable") if killed[:, row].any()]

    def draw(page: SubFigure) -> None:
        left, right = page.subplots(1, 2)
        if here.shape[1]:
            charts.fan(left, facts.week_days[1:] - DAYS_A_WEEK / 2, here, "#1f2328")
        left.set_ylim(bottom=0)
        left.set_xlim(0, facts.days)
        _few_months(left, facts)
        left.set_title("Battle deaths a day in the theatre of the map")
        looks = [style(facts.camp_of(row)) for row in order]
        names = [charts.clipped(facts.actor(row)) for row in order]
        charts.ranges(right, names, killed[:, order], [look.ink for look in looks], [look.marker for look in looks])
        right.xaxis.set_major_formatter(lambda value, _: charts.short(value))
        right.set_title("Dead of each actor, all theatres")

    camps = dict.fromkeys(facts.camp_of(row) for row in order)
    key = [Sign(style(camp).ink, facts.camp(camp), style(camp).marker) for camp in camps]
    words = f"{BANDS} Right: median, middle 50 and 80 %."
    return Drawing(max(3.2, 0.9 + 0.21 * len(order)), draw, "the dead", words, key)


def _requests(facts: Facts, week: int) -> Drawing:
    asked = facts.values("requests", "week", "actor", "answer")
    sums = asked.sum(axis=(1, 3)).mean(axis=0)
    asking = [int(row) for row in np.argsort(-sums, kind="stable") if sums[row] > 0]
    busy = asking[:CLIENTS]
    if not busy:
        what = "nobody asks for aircraft in this war"
        raise BadInput(Problem(what, key="figure", hint=f"draw {', '.join(_others('requests'))}"))
    columns = min(3, len(busy))
    rows = -(-len(busy) // columns)

    def draw(page: SubFigure) -> None:
        tiles = page.subplots(rows, columns, squeeze=False).ravel()
        for ax, row in zip(tiles, busy, strict=False):
            charts.answers(ax, facts.week_days[1:], asked[:, 1:, row])
            ax.set_xlim(0, facts.days)
            _few_months(ax, facts)
            ax.set_title(charts.clipped(facts.actor(row), 33))
        for ax in tiles[len(busy) :]:
            ax.set_axis_off()

    key = [Sign(look[0], name, hatch=look[1]) for look, name in zip(charts.ANSWER_LOOKS, ANSWERS, strict=True)]
    words = "Requests a week by client, mean of the histories; the scales differ."
    if len(asking) > CLIENTS:
        words += f" {len(asking) - CLIENTS} clients that ask least are left out."
    return Drawing(1.9 * rows, draw, "requests for air support", words, key)


def _few_months(ax: Axes, facts: Facts) -> None:
    charts.dated(ax, facts.months[:: max(1, len(facts.months) // 3)])


def _others(name: str) -> list[str]:
    return [other for other in FIGURES if other != name]


FIGURES: dict[str, Callable[[Facts, int], Drawing]] = {
    "map": _map,
    "cohesion": _cohesion,
    "holding": _holding,
    "dead": _dead,
    "requests": _requests,
}
"""What can be drawn, by the name that a person gives."""
