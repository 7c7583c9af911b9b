"""What was learned on one war, for a forecast of another: which inputs may be taken over, and which may not.

Comes in: the folder of what was learned (``posterior.csv``, and ``ranges.csv`` if it tells from which ranges), and the
inputs of the war that is forecast.  Goes out: the draws that are taken, and every input that is not, with the reason.
How a war draws from them is in ``scenario.posterior``.

The rule: an input is taken if both wars have it, uncertain, with the same (low, best, high).  Where no ``ranges.csv``
tells the ranges in which it was learned, every draw has to lie within the range of the war that is forecast.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from polemos.errors import BadInput, Problem
from polemos.scenario.inputs import Input
from polemos.scenario.posterior import FILE, RANGES, Draws, read_draws, read_file

COLUMNS = ("path", "low", "best", "high")
# Ranges written as text with 12 digits and read again.
ROUNDING = 1e-9
Range = tuple[float, float, float]


class Transfer(NamedTuple):
    """Draws of the inputs that are taken, and why the others are not: path -> reason."""

    draws: Draws
    dropped: dict[str, str]
    ranges_known: bool


def transferred(source: str | Path, inputs: Sequence[Input]) -> Transfer:
    """Return what of a table of draws may be used in a war with these inputs.

    Raises BadInput if it cannot be read or if nothing of it is of this war.
    """
    path = Path(source)
    draws = read_draws(read_file(path), str(path))
    ranges = _ranges(path)
    known = {item.path: item for item in inputs}
    dropped: dict[str, str] = {}
    for column, name in enumerate(draws.paths):
        reason = _reason(known.get(name), draws, column, ranges)
        if reason:
            dropped[name] = reason
    kept = [column for column, name in enumerate(draws.paths) if name not in dropped]
    if not kept:
        first, why = next(iter(dropped.items()))
        what = f"nothing of it can be taken over: {first} {why}" + (
            f", and {len(dropped) - 1} more" if len(dropped) > 1 else ""
        )
        raise BadInput(Problem(what, file=str(path / FILE if path.is_dir() else path), key=first))
    return Transfer(Draws(tuple(draws.paths[at] for at in kept), draws.values[:, kept]), dropped, ranges is not None)


def _reason(item: Input | None, draws: Draws, column: int, ranges: dict[str, Range] | None) -> str:
    """Return why an input is not taken over, "" if it is."""
    if item is None:
        return "is no input of this war"
    if not item.uncertain:
        return "is certain in this war"
    if ranges is not None:
        there = ranges.get(item.path)
        if there is None:
            return f"has no range in {RANGES}"
        here = (item.low, item.best, item.high)
        if not all(
            math.isclose(one, two, rel_tol=ROUNDING, abs_tol=1e-12) for one, two in zip(there, here, strict=True)
        ):
            told, ours = (" / ".join(f"{number:g}" for number in each) for each in (there, here))
            return f"was learned from another range ({told}, here {ours})"
    values = draws.values[:, column]
    if (values < item.low).any() or (values > item.high).any():
        return f"has draws outside of the range here ({item.low:g} to {item.high:g})"
    return ""


def _ranges(source: Path) -> dict[str, Range] | None:
    """Return the ranges in which inputs were learned, None where nobody wrote them down; raises BadInput."""
    path = (source if source.is_dir() else source.parent) / RANGES
    if not path.is_file():
        return None
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise BadInput(Problem(f"cannot be read: {error}", str(path))) from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise BadInput(Problem(f"needs the columns {', '.join(COLUMNS)}", str(path), 1, 1))
    found: dict[str, Range] = {}
    for line, row in enumerate(rows[1:], start=2):
        try:
            name, low, best, high = row[0], *map(float, row[1:])
        except (ValueError, IndexError):
            raise BadInput(Problem("needs a path and three numbers", str(path), line, 1)) from None
        found[name] = (low, best, high)
    return found
