"""An answer of a question as a piece of the page: its tables, its notes, the command, its plot.

Comes in: an ``Answer``.  Goes out: markup made from ``experiments.tables.Table`` alone, so that every verb looks alike
and none has to know of pages.  In which section an answer stands is said next door in ``asked``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from polemos.errors import PolemosError
from polemos.experiments.tables import Table
from polemos.interfaces.drawing import inline
from polemos.interfaces.markup import Html, figure, folded, join, paragraph, scrolled, tag, text

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

OPEN = 3
"""Tables of an answer that are shown open; the others are folded under their titles."""
MOST_BYTES = 150_000
"""A plot of more bytes is left out: it lies in the answer's folder."""
AGAIN = "again: "


def answer_tables(answer: Answer, name: str, run: str = "", first: int = OPEN, plot: bool = True) -> Html:
    """Return an answer; ``name`` keeps the plot's inner ids its own, ``run`` is the folder that is called RUN here.

    The first ``first`` tables with rows are open.
    """
    parts: list[Html] = []
    shown = 0
    for table in answer.tables():
        drawn = _table(table, run)
        if table.rows and shown >= first:
            drawn = folded(table.title or "More", drawn)
        shown += bool(table.rows)
        parts.append(drawn)
    picture = _plot(answer, name) if plot else None
    return tag("div", join([*parts, *([picture] if picture else [])]), class_="asked")


def command_line(command: str, run: str = "") -> Html:
    """Return a command as a person types it; the run's folder is called RUN."""
    said = command.replace(run, "RUN") if run else command
    return tag("pre", tag("code", text(said)))


def _table(table: Table, run: str) -> Html:
    parts: list[Html] = []
    if table.rows:
        parts.append(_rows(table))
    elif table.title:
        parts.append(paragraph(table.title))
    for note in table.notes:
        if note.startswith(AGAIN):
            parts.append(command_line(note.removeprefix(AGAIN), run))
        else:
            parts.append(paragraph(note.strip(), "note"))
    return join(parts)


def _rows(table: Table) -> Html:
    sides = ["number" if column.right else "name" for column in table.columns]
    head = [
        tag("th", text(column.title), scope="col", class_=side)
        for column, side in zip(table.columns, sides, strict=True)
    ]
    body = []
    for row in table.rows:
        cells = [tag("th", text(row[0]), scope="row", class_=sides[0])]
        cells += [tag("td", text(cell), class_=side) for cell, side in zip(row[1:], sides[1:], strict=True)]
        body.append(tag("tr", Html("".join(cells))))
    inside = [tag("thead", tag("tr", join(head))), tag("tbody", join(body))]
    caption = [tag("caption", text(table.title or f"By {table.columns[0].title}"))]
    return scrolled(tag("table", join([*caption, *inside])), len(body))


def _plot(answer: Answer, name: str) -> Html | None:
    try:
        drawn = _own_ids(inline(answer.svg()), name)
    except (PolemosError, ValueError):
        return None
    if len(drawn.encode()) > MOST_BYTES:
        return paragraph("The plot is too large for a page; it lies in the answer's folder as answer.svg.", "note")
    return figure(drawn, f"The answer of {answer.verb} as a plot; the numbers are in its tables", "plot")


def _own_ids(drawing: str, name: str) -> str:
    """Return a drawing whose ids no other drawing of the page has."""
    for found in dict.fromkeys(re.findall(r' id="([^"]+)"', drawing)):
        for before, after in ((' id="', '"'), ("url(#", ")"), ('href="#', '"')):
            drawing = drawing.replace(f"{before}{found}{after}", f"{before}{name}-{found}{after}")
    return drawing


def titled(answers: Sequence[Answer]) -> list[tuple[str, Answer]]:
    """Return each answer with a name of its own within the page, as ``compare-1``."""
    count: dict[str, int] = {}
    named = []
    for answer in answers:
        count[answer.verb] = count.get(answer.verb, 0) + 1
        named.append((f"{answer.verb}-{count[answer.verb]}", answer))
    return named
