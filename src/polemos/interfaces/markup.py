"""Words into a page: every text is escaped here, once.

Comes in: text of a scenario or of ours.  Goes out: ``Html``, a string type of its own, so that what is markup and what
is text cannot be mistaken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

SHORT = 16
"""A table of so many rows is kept on one page of paper."""
INTERVAL = re.compile(r"\([^()]{1,40}\)")

Html = NewType("Html", str)
Content = Html | Iterable[Html]


def text(words: object) -> Html:
    """Return words as text that stays text, whatever they hold."""
    return Html(escape(str(words), quote=True))


def tag(name: str, content: Html, **attributes: str) -> Html:
    """Return an element; attribute values are escaped, ``class_`` becomes ``class`` and so on."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(value, quote=True)}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{written}>{content}</{name}>")


def join(parts: Iterable[Html]) -> Html:
    """Return the parts one after the other, a line each."""
    return Html("\n".join(parts))


def paragraph(words: str, class_: str = "") -> Html:
    """Return a paragraph of plain text."""
    return tag("p", text(words), **({"class_": class_} if class_ else {}))


def section(name: str, title: str, *content: Html) -> Html:
    """Return a section with its heading; ``name`` is its anchor."""
    return tag("section", join([tag("h2", text(title)), *content]), id=name)


def figure(drawing: str, caption: str, class_: str = "", label: str = "") -> Html:
    """Return a drawing with a caption, which also names it for readers who do not see it."""
    picture = tag("div", Html(drawing), class_="drawing", role="img", aria_label=label or caption)
    return tag("figure", join([picture, tag("figcaption", text(caption))]), class_=class_ or "plain")


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], caption: str, numbers_from: int = 1, class_: str = ""
) -> Html:
    """Return a table of plain texts; the first column heads its row, columns from ``numbers_from`` are figures."""
    top = tag(
        "tr",
        join(tag("th", text(cell), scope="col", class_=_side(n, numbers_from)) for n, cell in enumerate(head)),
    )
    body = []
    for row in rows:
        cells = [tag("th", text(row[0]), scope="row", class_=_side(0, numbers_from))]
        cells += [
            tag("td", text(_together(cell) if n >= numbers_from else cell), class_=_side(n, numbers_from))
            for n, cell in enumerate(row)
            if n
        ]
        body.append(tag("tr", Html("".join(cells))))
    inside = [tag("caption", text(caption)), tag("thead", top), tag("tbody", join(body))]
    return scrolled(tag("table", join(inside)), len(body), class_)


def scrolled(content: Html, rows: int, class_: str = "") -> Html:
    """Return a table that scrolls by itself where it is too wide; one of few rows is not torn apart on paper."""
    names = ["wide", *(["short"] if rows <= SHORT else []), *([class_] if class_ else [])]
    return tag("div", content, class_=" ".join(names))


def _together(cell: str) -> str:
    """Return a figure whose interval, in brackets, is not broken over two lines."""
    return INTERVAL.sub(lambda found: found[0].replace(" ", "\u00a0"), cell)


def folded(title: str, content: Html) -> Html:
    """Return content that opens at a click, without a script."""
    return tag("details", join([tag("summary", text(title)), content]))


def _side(column: int, numbers_from: int) -> str:
    return "number" if column >= numbers_from else "name"
