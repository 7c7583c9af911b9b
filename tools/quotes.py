"""Quote docs/model.md: its sections by room, and in them equations, rows of tables and sentences by their beginning.

The equations of the model stand once, on that page; other pages take them from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

MODEL = Path(__file__).resolve().parents[1] / "docs" / "model.md"
SECTIONS_OF = {"Dated decisions": "decisions", "The record": "record"}
HOUSED_IN = {
    "allocation": "air",
    "sorties": "air",
    "strikes": "air",
    "planning": "offensive",
    "reserves": "offensive",
    "fissure": "trust",
    "events": "record",
    "causes": "record",
}
"""Files of the model that are described in another room's section."""


class Quote(NamedTuple):
    """A piece of the page: an equation with its continuation lines, a row of a table, or a sentence."""

    kind: Literal["equation", "row", "sentence"]
    text: str

    @property
    def plain(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())


class Section(NamedTuple):
    """One room's part of the page."""

    title: str
    text: str

    @property
    def anchor(self) -> str:
        """The part of a link behind the #."""
        return re.sub(r"[^\w -]", "", self.title.lower()).replace(" ", "-")

    @property
    def limits(self) -> str:
        """What the room cannot do, as the page says it; empty if it says nothing."""
        found = re.search(r"\*Limits\.\*\s+(.*?)(?=\n\n|\Z)", self.text, re.DOTALL)
        return found[1].strip() if found else ""

    def quotes(self) -> Iterator[Quote]:
        """Give every equation, row and sentence in the order of the page."""
        for number, part in enumerate(re.split(r"^```\w*\n(.*?)^```$", self.text, flags=re.DOTALL | re.MULTILINE)):
            yield from _equations(part) if number % 2 else _prose(part)

    def quote(self, beginning: str) -> Quote:
        """Return the one quote that begins so; raises ValueError if there is none, or more than one."""
        wanted = " ".join(beginning.split())
        found = [quote for quote in self.quotes() if quote.plain.startswith(wanted)]
        if len(found) != 1:
            raise ValueError(f"docs/model.md, {self.title}: {len(found)} pieces begin with {wanted!r}")
        return found[0]


def _equations(block: str) -> Iterator[Quote]:
    for equation in re.split(r"^(?=\S)", block, flags=re.MULTILINE):
        if equation.strip():
            yield Quote("equation", equation.rstrip())


def _prose(text: str) -> Iterator[Quote]:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.strip().splitlines()
        if lines and lines[0].startswith("|"):
            for line in lines[2:]:
                yield Quote("row", ": ".join(cell.strip() for cell in line.strip("| ").split(" | ")))
        else:
            for sentence in re.split(r"(?<=[.:])\s+(?=\*?[A-Z`])", " ".join(lines)):
                if sentence:
                    yield Quote("sentence", sentence)


@cache
def sections() -> dict[str, Section]:
    """Return the page's sections by room; others, such as the overview, by their title."""
    found: dict[str, Section] = {}
    for part in re.split(r"^## ", MODEL.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        name = re.sub(r"^\d+\. ", "", title).strip()
        found[SECTIONS_OF.get(name, name)] = Section(title.strip(), text.strip())
    return found


def section_of(room: str) -> Section:
    """Return the section that describes a file of the model."""
    return sections()[HOUSED_IN.get(room, room)]
