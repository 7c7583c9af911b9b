"""One measure of a run in words: a table of its figures, or who holds what in how many histories; or strict JSON.

Comes in: a ``Figure`` from ``engine.figures``.  Goes out: lines of text, or plain data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from polemos.engine.figures import BANDS, Figure, Named, Row, Share, changed_hands, week_date
from polemos.engine.summary import UNKNOWN, with_error

if TYPE_CHECKING:
    from polemos.engine.run import Run

DIGITS = 4
Plain = dict[str, Any]


def in_lines(run: Run, found: Figure) -> Iterator[str]:
    """Yield what the measure is, of which histories, and a line for each week and id."""
    unit = "" if found.unit == "1" else f" [{found.unit}]"
    yield f"{found.measure}  {found.title}{unit}"
    yield found.definition
    many = f"{found.histories:,} histories" if found.history is None else f"history {found.history}"
    yield f"{run.manifest.scenario} · {many} · seed {run.manifest.seed} · scenario {run.manifest.digest[:8]}"
    yield ""
    if found.unit == "day":
        yield f"Day 1 is {run.war.start.isoformat()}; a history in which the day never comes does not count."
    rows = [row for row in found.rows if isinstance(row, Row)]
    if rows:
        yield from _table(run, found, rows)
    for row in found.rows:
        if isinstance(row, Named):
            yield from _names(run, row, found.history is not None)
            if found.measure == "holder" and row.week and found.history is None:
                moved = with_error(*changed_hands(run, row.of["place"], row.week))
                yield f"  another camp than a week before {moved}"


def number(value: float) -> str:
    """Return a number with at least four figures; a dash for the unknown."""
    if not math.isfinite(value):
        return UNKNOWN
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.{max(0, DIGITS - 1 - math.floor(math.log10(abs(value))))}f}"


def _table(run: Run, found: Figure, rows: list[Row]) -> Iterator[str]:
    axes = list(rows[0].of)
    heads = [*(["week", "date"] if rows[0].week is not None else []), *axes]
    single = found.history is not None
    heads += ["value"] if single else ["mean ± MC error", *(f"{band:.0f} %" for band in BANDS), "known in"]
    lines = []
    for row in rows:
        cells = [] if row.week is None else [str(row.week), week_date(run.war, row.week)]
        cells += row.of.values()
        if single:
            cells.append(number(row.mean))
        else:
            mean = with_error(_known(row.mean), _known(row.error))
            cells += [mean, *map(number, row.percentiles), f"{row.known:,}"]
        lines.append(cells)
    words = len(axes) + (1 if rows[0].week is not None else 0)
    first = 1 if rows[0].week is not None else 0
    wide = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]
    for line in [heads, *lines]:
        parts = [
            f"{cell:<{size}}" if first <= column <= words - 1 + first else f"{cell:>{size}}"
            for column, (cell, size) in enumerate(zip(line, wide, strict=True))
        ]
        yield "  ".join(parts).rstrip()


def _names(run: Run, row: Named, single: bool) -> Iterator[str]:
    when = [] if row.week is None else [f"week {row.week}", week_date(run.war, row.week)]
    head = ", ".join([*when, *row.of.values()])
    if head:
        yield head
    for word, shares in row.by.items():
        for share in shares:
            told = "" if single else f" {with_error(share.share, share.error)}"
            yield f"  {word:<6} {share.id}{told}{f'  {share.title}' if share.title != share.id else ''}"


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def as_data(run: Run, found: Figure) -> Plain:
    """Return the same as data for strict JSON: None for what is not known."""
    about = {"scenario": run.manifest.scenario, "seed": run.manifest.seed, "digest": run.manifest.digest}
    told = found._asdict() | {"rows": [_row_data(run, row, found.history is not None) for row in found.rows]}
    return about | told


def _row_data(run: Run, row: Row | Named, single: bool) -> Plain:
    data: Plain = {"week": row.week, "date": None if row.week is None else week_date(run.war, row.week), "of": row.of}
    if isinstance(row, Named):
        return data | {word: [_share_data(share, single) for share in shares] for word, shares in row.by.items()}
    if single:
        return data | {"value": _known(row.mean)}
    bands = {f"{band:.0f}": _known(value) for band, value in zip(BANDS, row.percentiles, strict=True)}
    return data | {"known": row.known, "mean": _known(row.mean), "error": _known(row.error), "percentiles": bands}


def _share_data(share: Share, single: bool) -> Plain:
    data = share._asdict()
    return {name: data[name] for name in ("id", "title")} if single else data
