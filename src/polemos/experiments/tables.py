"""Tables of an answer as text: narrow on a narrow screen, whole on a wide one.

Comes in: rows of cells, and which columns can be spared.  Goes out: lines of text of at most so many characters, or the
same for a terminal with its colours.  What stands in the cells is said by the room of each question.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDEST, USUAL, NARROWEST = 120, 100, 40
# The first column says what a row is about; it is cut before it gets narrower than this.
LEAST_TITLE, EASY_TITLE = 18, 28
GAP = 2


class Column(NamedTuple):
    """One column: its title, its side, and whether it may be left out where there is no room.

    ``wide`` 0 stays; of the others the greatest is left out first.
    """

    title: str
    right: bool = True
    wide: int = 0


class Table(NamedTuple):
    """A title, columns, rows of text, and lines under it."""

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def text_of(tables: Sequence[Table], width: int | None = None) -> str:
    """Return the tables as plain text of at most ``width`` characters [the terminal's, 40 to 120]."""
    from rich.console import Console

    page = Console(
        width=_within(width), file=StringIO(), color_system=None, force_terminal=False, legacy_windows=False,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    with page.capture() as found:
        page.print(renderable(tables, page.width))
    return "\n".join(line.rstrip() for line in found.get().splitlines()).strip("\n")


def renderable(tables: Sequence[Table], width: int) -> RenderableType:
    """Return the tables as rich draws them on a console of this width."""
    from rich.console import Group

    parts: list[RenderableType] = []
    for number, table in enumerate(tables):
        parts += [""] * (number > 0) + _drawn(table, width)
    return Group(*parts)


def closing(lines: Sequence[str], precise: dict[str, Any] | None, precision: float, command: str) -> Table:
    """Return the lines under an answer: what they say, whether a wanted precision was reached, how to ask again."""
    told = list(lines)
    if precise is not None:
        word = "reached" if precise["reached"] else "not reached"
        width = "unknown" if precise["half_width"] is None else f"{precise['half_width']:.3g}"
        told.append(f"precision {precision:g} {word}: ±{width} with {precise['histories']:,} histories")
    return Table("", notes=(*told, f"again: {command}"))


def _drawn(table: Table, width: int) -> list[Any]:
    from rich.table import Table as Grid
    from rich.text import Text

    parts: list[Any] = [Text(table.title, style="bold")] if table.title else []
    if table.rows:
        shown = _that_fit(table, width)
        grid = Grid(box=None, padding=(0, 0, 0, GAP), pad_edge=False, show_edge=False, header_style="dim")
        rest = sum(_widest(table, number) + GAP for number in shown[1:])
        for number in shown:
            column, wide = table.columns[number], _widest(table, number)
            wide = min(wide, max(LEAST_TITLE, width - rest)) if number == 0 else wide
            side: Any = "right" if column.right else "left"
            grid.add_column(Text(column.title), justify=side, no_wrap=True, overflow="ellipsis", width=wide)
        for row in table.rows:
            grid.add_row(*(Text(row[number]) for number in shown))
        parts.append(grid)
    return parts + [Text(note, overflow="fold") for note in table.notes]


def _that_fit(table: Table, width: int) -> list[int]:
    """Return the columns that find room beside a title that can be read; what can best be spared goes first."""
    shown = list(range(len(table.columns)))
    spare = sorted((number for number in shown if table.columns[number].wide), key=lambda n: -table.columns[n].wide)
    for number in spare:
        needed = sum(_widest(table, column) + GAP for column in shown[1:]) + min(EASY_TITLE, _widest(table, 0))
        if needed <= width:
            break
        shown.remove(number)
    return shown


def _widest(table: Table, column: int) -> int:
    cells = [table.columns[column].title, *(row[column] for row in table.rows)]
    return max(len(cell) for cell in cells)


def _within(width: int | None) -> int:
    wanted = shutil.get_terminal_size((USUAL, 24)).columns if width is None else width
    return max(NARROWEST, min(WIDEST, wanted))
