"""Everything published that polemos reproduces, run and judged: how near ours is, and whether that is as declared.

Comes in: which rows, a seed for those with chance, a user's folder for data too large to ship.  Goes out: a report of
judged rows.  The rows are in ``validation``, by subject; the published numbers next door in ``published``.
"""

from __future__ import annotations

import shlex
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.validation.result import (
    LEFT_OUT,
    MEANING,
    NOT_REPRODUCED,
    Means,
    Result,
    Row,
    judge,
)

SUBJECTS = {
    "elections": "Elections and negotiations",
    "networks": "Structural balance and landscapes",
    "power": "Power and bargains",
    "attrition": "Attrition",
    "severity": "Severity of events",
}
"""Rooms of ``validation`` in the order of the report, and their headings."""


@dataclass(frozen=True)
class Report:
    """What every row gave, in the order of the subjects."""

    results: tuple[Result, ...]
    seed: int
    only: tuple[str, ...] = ()
    data: str | None = None

    @property
    def command(self) -> str:
        """The command that gives this report again."""
        words = ["polemos", "validate", *(word for name in self.only for word in ("--only", name))]
        return shlex.join([*words, *(("--data", self.data) if self.data else ()), "--seed", str(self.seed)])

    @property
    def as_declared(self) -> bool:
        """Whether every row is what it is declared to be."""
        return all(result.as_declared for result in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which status, in the order from exact to left out."""
        found = Counter(result.status for result in self.results)
        return {status: found[status] for status in MEANING if found[status]}

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data that strict JSON can hold."""
        from polemos.experiments.validation.text import as_plain

        head = {"command": self.command, "seed": self.seed, "as_declared": self.as_declared, "counts": self.counts}
        return as_plain(head, self.results)

    def __str__(self) -> str:
        from polemos.experiments.validation.text import as_text

        return as_text(self.results, self.counts)


def rows() -> dict[str, tuple[Row, ...]]:
    """Return all rows by the room in which they are."""
    return {
        room: tuple(
            row._replace(subject=subject) for row in import_module(f"polemos.experiments.validation.{room}").ROWS
        )
        for room, subject in SUBJECTS.items()
    }


def chosen(only: Sequence[str] = ()) -> list[Row]:
    """Return the rows that are named, by their names, the beginnings of names, or subjects; all if none is.

    Raises BadInput for each word that names nothing.
    """
    if isinstance(only, str):
        only = (only,)
    by_subject = rows()
    every = [row for found in by_subject.values() for row in found]
    wanted, problems = set[str](), []
    for word in only:
        named = by_subject.get(word) or [row for row in every if f"{row.name}-".startswith(f"{word}-")]
        wanted |= {row.name for row in named}
        if not named:
            hint = did_you_mean(str(word), [*by_subject, *(row.name for row in every)]) or "--list names them all"
            problems.append(Problem("no published result is called so", key=str(word), hint=hint))
    if problems:
        raise BadInput(problems)
    return [row for row in every if not only or row.name in wanted]


def validate(
    only: Sequence[str] = (),
    *,
    data: str | Path | None = None,
    seed: int = 1,
    tell: Callable[[Row], None] | None = None,
) -> Report:
    """Run the rows that are named (all if none is) and judge each; a row that fails is not reproduced, and says why.

    ``data`` is a folder with the files that some rows need and that are not shipped; without it these rows are left
    out.  ``seed`` is for the rows with chance.  ``tell`` is called with each row before it runs.  Raises BadInput for
    unknown names and for a folder without the files.
    """
    if not isinstance(seed, int) or seed < 0:
        raise BadInput(Problem("needs a whole number of 0 or more", key="seed"))
    only = (only,) if isinstance(only, str) else tuple(only)
    todo = chosen(only)
    means = Means(seed, _folder(data, todo))
    results = []
    for row in todo:
        if tell is not None:
            tell(row)
        results.append(_run(row, means))
    return Report(tuple(results), seed, tuple(only), None if data is None else str(data))


def _folder(data: str | Path | None, todo: Sequence[Row]) -> Path | None:
    if data is None:
        return None
    folder = Path(data)
    if not folder.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(data)))
    missing = sorted({file for row in todo for file in row.needs if not (folder / file).is_file()})
    if missing:
        raise BadInput(Problem("is not in the folder", file=str(folder / file)) for file in missing)
    return folder


def _run(row: Row, means: Means) -> Result:
    if row.needs and means.data is None:
        reason = f"needs {' and '.join(row.needs)}, which are not shipped: name their folder with --data"
        return Result(row, (), LEFT_OUT, True, reason, 0.0)
    began = time.perf_counter()
    try:
        pairs = row.work(means)
    except BadInput as error:
        if any(means.data is not None and problem.file.startswith(str(means.data)) for problem in error.problems):
            raise
        return Result(row, (), NOT_REPRODUCED, False, str(error), time.perf_counter() - began)
    except Exception as error:  # whatever a wrong function does, its row says so and the others go on
        said = f"{type(error).__name__}: {error}"
        return Result(row, (), NOT_REPRODUCED, False, said, time.perf_counter() - began)
    return judge(row, pairs, time.perf_counter() - began)
