"""The command line that gives the numbers of a contrast again.

Comes in: a run and what is laid over it, or two runs.  Goes out: a line for a shell.  A line is given out only if the
wars that it names come to the same digests as those that were run; a scenario whose file has changed or gone since is
named as it lies in the run's folder.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.engine.plan import SCENARIO, Changes
from polemos.errors import BadInput, PolemosError, Problem
from polemos.experiments.case import label_of, laid_over, parse_alternative, parse_changes, written
from polemos.experiments.command import command_of
from polemos.experiments.laboratory import Laboratory
from polemos.scenario.sources import built_in_names

if TYPE_CHECKING:
    from polemos.engine.run import Run


def changes_of(run: Run) -> Changes:
    """Return what a run lays over its scenario, the horizon apart."""
    made = run.manifest
    edits = tuple(text for text in made.edits if text != f"days={made.days}")
    return Changes(edits, made.what_if, made.without)


def laboratory_of(run: Run, scenario: str | Path, **options: Any) -> Laboratory:
    """Return a laboratory for the seed and horizon of a run."""
    return Laboratory(scenario, seed=run.seed, days=run.manifest.days, **options)


def identity(laboratory: Laboratory, changes: Changes) -> str:
    """Return the id that a run of this case has when it keeps all arrays; raises BadInput for what cannot be run."""
    return replace(laboratory.plan(changes).manifest, kept=()).run


def refuse_unwritable(changes: Changes) -> None:
    """Raise BadInput for changes that are none, or that one alternative of ``polemos compare`` cannot say."""
    if not any(changes):
        hint = "leave something out, take a what-if, or set a value"
        raise BadInput(Problem("there is nothing to compare with", hint=hint))
    if parse_alternative(written(changes)).changes != changes:
        hint = "write values with commas in [brackets] or {braces}"
        raise BadInput(Problem("a change cannot be written in one line with the others", hint=hint))


def what_if_command(run: Run, asked: Changes, expected: str) -> Callable[[int], str]:
    """Return what gives the command, by the number of histories, for a what-if laid over a run.

    ``expected`` is the id of the alternative, as ``identity`` says it.
    """
    for scenario, ground in _places(run):
        laboratory = laboratory_of(run, scenario)
        if _fits(laboratory, ground, run) and _same(laboratory, laid_over(ground, asked), expected):
            break
    question = _alternative(asked) | {"baseline": written(ground)}
    return lambda histories: _compare(laboratory, question, run, histories)


def pair_command(run: Run, other: Run, histories: int) -> str:
    """Return the command for two runs: ``polemos compare`` where both come from one text, else the page itself."""
    cases = changes_of(run), changes_of(other)
    for scenario, _ in _places(run) if _writable(cases) else ():
        laboratory = laboratory_of(run, scenario)
        if all(_fits(laboratory, case, one) for case, one in zip(cases, (run, other), strict=True)):
            question: dict[str, Any] = {"alternatives": [written(case) for case in cases if any(case)]}
            if any(cases[0]):
                question["versus"] = label_of(cases[0])
            return _compare(laboratory, question, run, histories)
    return shlex.join(["polemos", "explore", str(run.folder or "RUN"), str(other.folder or "RUN2")])


def _writable(cases: tuple[Changes, Changes]) -> bool:
    """Whether two different cases can be written as alternatives."""
    try:
        for case in cases:
            if any(case):
                refuse_unwritable(case)
    except BadInput:
        return False
    return cases[0] != cases[1]


def _places(run: Run) -> Iterator[tuple[str | Path, Changes]]:
    """Yield from where a run's war can be loaded, and what has to be laid over it there."""
    ground = changes_of(run)
    readable = not any(ground) or parse_changes(written(ground), "--baseline") == ground
    if run.manifest.source in built_in_names() and readable:
        yield run.manifest.source, ground
    if run.folder is not None:
        yield run.folder / SCENARIO, Changes()


def _fits(laboratory: Laboratory, changes: Changes, run: Run) -> bool:
    return run.seed == laboratory.seed and _same(laboratory, changes, run.manifest.run)


def _same(laboratory: Laboratory, changes: Changes, expected: str) -> bool:
    try:
        return identity(laboratory, changes) == expected
    except PolemosError:
        return False


def _alternative(changes: Changes) -> dict[str, Any]:
    """Return the shortest option that says an alternative."""
    kinds = [name for name, part in zip(Changes._fields, changes, strict=True) if part]
    if kinds == ["edits"] and len(changes.edits) == 1:
        return {"edits": list(changes.edits)}
    if kinds in (["without"], ["what_if"]):
        return {kinds[0]: [",".join(getattr(changes, kinds[0]))]}
    return {"alternatives": [written(changes)]}


def _compare(laboratory: Laboratory, question: dict[str, Any], run: Run, histories: int) -> str:
    asked = {"scenario": laboratory.name, **question, "days": run.manifest.days, "histories": histories}
    return command_of("compare", {**asked, "seed": run.seed, "rules": laboratory.rules()})
