"""One figure of a run in words: what ``polemos show --measure`` prints.

Comes in: a ``Figure``.  Goes out: its lines, or the same as plain data.  The arithmetic is in ``engine.figures``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from polemos.engine.figures import PERCENTILES, Figure

ENDS = [f"{part:g} %" for part in PERCENTILES]


def in_words(found: Figure, of: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a figure."""
    whose = f" of {', '.join(of)}" if of else ""
    summed = f", summed over {' and '.join(found.summed)}" if found.summed else ""
    yield f"{found.title}{whose} [{found.unit}]{summed}"
    yield f"  {found.definition}"
    if found.shares:
        yield f"  of {len(found.values):,} histories{_week(found)}"
        yield from (f"  {name:<32}{100 * share:8.1f} %" for name, share in found.shares)
        return
    mean, error, known = found.mean()
    yield f"  known in {known:,} of {len(found.values):,} histories ({100 * known / len(found.values):.1f} %)"
    if found.by_week is not None:
        yield f"  by the week asked for: {100 * found.by_week:.1f} % of all histories"
    ends = found.percentiles()
    if len(found.weeks) > 1:
        yield "  week" + "".join(f"{name:>12}" for name in ("mean", "error", *ENDS))
        for column, week in enumerate(found.weeks):
            mean, error, _ = found.mean(column)
            yield f"  {week:>4}" + "".join(f"{_number(one):>12}" for one in (mean, error, *ends[:, column]))
        return
    yield f"  mean {_number(mean)} ± {_number(error)} (Monte Carlo error){_week(found)}"
    yield "  percentiles of the histories: " + ", ".join(
        f"{name} {_number(one)}" for name, one in zip(ENDS, ends[:, 0], strict=True)
    )


def plain(found: Figure) -> dict[str, Any]:
    """Return a figure as plain data: None for what is not known."""
    ends = found.percentiles()
    rows = []
    for column in range(found.values.shape[1]):
        mean, error, known = found.mean(column)
        row = {"mean": _plain(mean), "error": _plain(error), "known": known}
        row |= {f"p{part:g}": _plain(float(ends[at, column])) for at, part in enumerate(PERCENTILES)}
        rows.append({"week": found.weeks[column], **row} if found.weeks else row)
    return {
        "measure": found.measure, "title": found.title, "unit": found.unit, "definition": found.definition,
        "summed": list(found.summed), "histories": len(found.values), "figures": [] if found.shares else rows,
        "shares": dict(found.shares), "by_week": found.by_week,
    }  # fmt: skip


def _week(found: Figure) -> str:
    return f", week {found.weeks[0]}" if found.weeks else ""


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
