"""A report of validation as a table for people and as plain data for programs.

Comes in: judged rows.  Goes out: a table that says for each what was published and what ours is, notes on all that is
not exact, and what each status means.  Words carry all that colours do.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from polemos.experiments.validation.result import (
    CLOSED_FORM,
    EXACT,
    INDICATIVE,
    LEFT_OUT,
    MEANING,
    NOT_REPRODUCED,
    REPRODUCED,
    Pair,
    Result,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 110
COLOUR = {EXACT: "green", REPRODUCED: "green", INDICATIVE: "yellow", NOT_REPRODUCED: "red", LEFT_OUT: "dim"}
LEGEND = "n numbers or words were compared; published, ours and off by are of the one that is furthest off."


def as_text(results: Sequence[Result], counts: Mapping[str, int], width: int = WIDTH) -> str:
    """Return the report as plain text."""
    from rich.console import Console

    out = io.StringIO()
    write(Console(file=out, width=width, color_system=None, legacy_windows=False), results, counts)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def write(console: Console, results: Sequence[Result], counts: Mapping[str, int]) -> None:
    """Write the table, the notes and the legend to a console."""
    console.print(table(results, min(console.width, WIDTH)))
    console.print()
    for result in results:
        if result.reason or not result.as_declared:
            console.print(note(result), soft_wrap=False, highlight=False, markup=False)
    console.print()
    console.print(verdict(results, counts), highlight=False, markup=False)
    console.print(LEGEND, highlight=False, markup=False)
    for status, meaning in MEANING.items():
        if status in counts:
            console.print(f"{status}: {meaning}.", highlight=False, markup=False)


def table(results: Sequence[Result], width: int) -> Table:
    """Return the rows under the headings of their subjects, in a table as wide as it may be."""
    from rich.markup import escape
    from rich.table import Table

    source, number = (16, 15) if width >= 100 else (12, 12)
    rest = source + 3 + 2 * number + 6 + 10 + 6
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    made.add_column("what", width=max(19, width - rest), overflow="fold")
    made.add_column("source", width=source, overflow="fold")
    made.add_column("n", width=3, justify="right", no_wrap=True)
    made.add_column("published", width=number, overflow="fold")
    made.add_column("ours", width=number, overflow="fold")
    made.add_column("off by", width=6, no_wrap=True)
    made.add_column("status", width=10)
    subject = ""
    for result in results:
        row, worst = result.row, result.worst
        if row.subject != subject:
            made.add_row(*([""] * 7))
            made.add_row(f"[bold underline]{escape(row.subject)}[/]")
            subject = row.subject
        shown = (str(len(result.pairs)), *sides(worst), difference(result)) if worst else ("", "", "", "")
        colour = COLOUR[result.status] if result.as_declared else "bold red"
        made.add_row(
            f"[bold]{escape(row.name)}[/]\n{escape(row.what)}", escape(row.source), *map(escape, shown),
            f"[{colour}]{standing(result)}[/]",
        )  # fmt: skip
    return made


def standing(result: Result) -> str:
    """Return the status in words, with a warning where it is not the declared one."""
    if result.as_declared:
        return result.status
    if result.status == result.row.declared:
        return f"CHANGED: {result.status}, with other numbers"
    return f"WRONG: {result.status}, declared {result.row.declared}"


def note(result: Result) -> str:
    """Return why a row is no better than it is."""
    return f"{result.row.name} ({standing(result)}): {result.reason or 'outside what is declared'}."


def verdict(results: Sequence[Result], counts: Mapping[str, int]) -> str:
    """Return the counts and whether all is as declared."""
    rows = f"{len(results)} published result{'' if len(results) == 1 else 's'}"
    said = ", ".join(f"{number} {status}" for status, number in counts.items())
    wrong = [result.row.name for result in results if not result.as_declared]
    ran = "Every one that ran" if LEFT_OUT in counts else "Every one"
    end = f"NOT as declared: {', '.join(wrong)}." if wrong else f"{ran} is what it is declared to be."
    return f"{rows}: {said}.\n{end}\n"


def sides(pair: Pair) -> tuple[str, str]:
    """Return a published number and ours with as many digits as were published."""
    return _shown(pair.published, pair.exact), _shown(pair.ours, pair.exact)


def difference(result: Result) -> str:
    """Return the difference of the worst number; a dash between words."""
    gap = result.difference
    if gap is None:
        return "-"
    if gap == 0.0 and result.worst is not None and result.worst.published == round(float(result.worst.published)):
        return "0"
    if gap < CLOSED_FORM:
        return "<1e-9"
    return f"{gap:.1g}" if gap < 0.001 else f"{gap:.2g}"


def _shown(value: float | str, exact: float) -> str:
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "infinite"
    decimals = -math.log10(2.0 * exact) if exact > 0.0 else 0.5
    if abs(decimals - round(decimals)) < 1e-5:
        return f"{value:,.{round(decimals)}f}"
    return f"{value:,.10g}" if exact > 0.0 else f"{value:,.4g}"


def as_plain(head: Mapping[str, Any], results: Sequence[Result]) -> dict[str, Any]:
    """Return a report's head and results as dicts, lists, texts and numbers; None where a number is not finite."""
    from polemos import __version__

    return {
        "polemos": __version__,
        **head,
        "meaning": dict(MEANING),
        "results": [_plain(result) for result in results],
    }


def _plain(result: Result) -> dict[str, Any]:
    row = result.row
    return {
        "name": row.name, "subject": row.subject, "what": row.what, "source": row.source,
        "declared": row.declared, "status": result.status, "as_declared": result.as_declared,
        "reason": result.reason, "difference": _strict(result.difference),
        "published": [_strict(pair.published) for pair in result.pairs],
        "ours": [_strict(pair.ours) for pair in result.pairs],
        "rests_on": list(row.rests_on), "needs": list(row.needs), "seconds": round(result.seconds, 3),
    }  # fmt: skip


def _strict(value: Any) -> Any:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
