"""Inputs that were learned from records: draws from their joint distribution, one row for each history in turn.

Comes in: a table of draws, one column per input under its path.  Goes out: ``Learned``, which a war draws from as it
does from any ``Inputs``.  How draws are learned is for ``experiments`` to say; the file is named by ``posterior`` in a
scenario.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.scenario.inputs import Input, Inputs

FILE, RANGES = "posterior.csv", "ranges.csv"
LARGEST = 200_000_000
"""Bytes of the largest table of draws."""


class Draws(NamedTuple):
    """Draws of some inputs [draws, inputs]; a row is one draw of all of them together."""

    paths: tuple[str, ...]
    values: Floats


class Learned(Inputs):
    """The inputs of a war of which some come from draws: history h takes row h modulo the number of rows.

    An input that is certain in this war keeps its value, so that an edit counts; a column for an input that the war
    does not have says nothing.  All other inputs are drawn as they would be without the table, from the same chance.
    """

    def __init__(self, usual: Inputs, draws: Draws) -> None:
        self.__dict__.update(usual.__dict__)
        known = [(self.row[path], column) for column, path in enumerate(draws.paths) if path in self.row]
        used = [(row, column) for row, column in known if self.all[row].uncertain]
        self._rows = np.array([row for row, _ in used], dtype=np.int64)
        self._draws = draws.values[:, [column for _, column in used]]
        self.learned = frozenset(self.all[row].path for row, _ in used)

    def draw(self, seed: int, history: int) -> Floats:
        """Return the usual draws, with those of the history's row in their places."""
        values = super().draw(seed, history)
        values[self._rows] = self._draws[history % len(self._draws)]
        return values


def read_draws(text: str, file: str) -> Draws:
    """Return the draws of a table: a head of input paths, then one row of numbers per draw; raises BadInput."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = next(rows, [])
        _refuse_head(head, file)
        values = [_numbers(row, head, file, rows.line_num) for row in rows]
    except csv.Error as error:
        raise BadInput(Problem(f"is no table of draws ({error})", file)) from None
    if not values:
        raise BadInput(Problem("holds no draw", file, hint="a head of input paths, then a row for each draw"))
    return Draws(tuple(head), np.array(values, dtype=np.float64))


def write_draws(draws: Draws) -> str:
    """Return draws as a table; ``read_draws`` gives the same numbers to the bit."""
    lines = [",".join(draws.paths), *(",".join(repr(float(value)) for value in row) for row in draws.values)]
    return "\n".join(lines) + "\n"


def check_draws(draws: Draws, inputs: Sequence[Input], file: str) -> None:
    """Raise BadInput if the table is of another war: no input that this one has, or a value outside its range."""
    known = {item.path: item for item in inputs}
    ours = [path for path in draws.paths if path in known]
    if not ours:
        near = did_you_mean(draws.paths[0], list(known))
        raise BadInput(Problem("names no input of this scenario", file, 1, 1, draws.paths[0], near))
    problems = []
    for column, path in enumerate(draws.paths):
        item = known.get(path)
        if item is None or not item.uncertain:
            continue
        outside = np.flatnonzero((draws.values[:, column] < item.low) | (draws.values[:, column] > item.high))
        if len(outside):
            row = int(outside[0])
            what = f"{draws.values[row, column]:g} is not from {item.low:g} to {item.high:g} [{item.unit}]"
            hint = "these draws were learned from other ranges: leave this column out, or learn them anew"
            problems.append(Problem(what, file, row + 2, column + 1, path, hint))
    if problems:
        raise BadInput(problems)


def read_file(path: Path) -> str:
    """Return the text of a table of draws, from its file or the folder that holds it; raises BadInput."""
    file = path / FILE if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST:
            raise BadInput(Problem(f"is larger than {LARGEST:,} bytes", str(file)))
        return file.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        hint = "name the folder of what calibrate found, or a table of draws"
        raise BadInput(Problem("there is no such file", str(file), hint=hint)) from None
    except (OSError, ValueError) as error:
        raise BadInput(Problem(f"cannot be read: {error}", str(file))) from None


def _refuse_head(head: Sequence[str], file: str) -> None:
    if not any(name.strip() for name in head):
        raise BadInput(Problem("has no head of input paths", file, 1, 1))
    for column, name in enumerate(head):
        if not name or name != name.strip():
            raise BadInput(Problem(f"{name!r} is no path of an input", file, 1, column + 1))
        if name in head[:column]:
            raise BadInput(Problem(f"{name} stands twice in the head", file, 1, column + 1))


def _numbers(row: Sequence[str], head: Sequence[str], file: str, line: int) -> list[float]:
    if len(row) != len(head):
        raise BadInput(Problem(f"has {len(row)} values, the head {len(head)}", file, line, 1))
    found = []
    for column, text in enumerate(row):
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadInput(Problem(f"{text!r} is no number", file, line, column + 1, head[column]))
        found.append(number)
    return found
