"""The answers that belong to a run: those that lie in its folder, and those that a person names.

Comes in: a run, and folders of answers.  Goes out: ``Answer``s about the run's own war.  What a report asks by itself
where none lies there is next door in ``asked_by_default``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, is_answer, open_answer
from polemos.scenario.load import load

if TYPE_CHECKING:
    from polemos.engine.run import Run

FOLDER = "answers"
"""Where a run's folder keeps the answers about it, a folder each."""


def kept_answers(run: Run, with_: Sequence[str | Path | Answer] = ()) -> list[Answer]:
    """Return the answers in the run's folder, by name, and then those of ``with_``; each lies there once.

    Raises BadInput for one that is damaged or about another war, naming it.
    """
    found: list[Answer] = []
    for item in [*_lying_in(run), *with_]:
        answer = item if isinstance(item, Answer) else open_answer(item)
        _refuse_other_wars(run, answer)
        if not any(_same_folder(answer, other) for other in found):
            found.append(answer)
    return found


def differences(run: Run, answer: Answer) -> str:
    """Return in words how the war of an answer differs from the run's; nothing if it is the same with the same luck."""
    made = run.manifest
    cases = [case for case in answer.cases if case.get("scenario") == made.scenario]
    if not cases:
        return ""  # scores of draws from elsewhere: of this war, but of no run
    said = []
    if made.days not in [case.get("days", made.days) for case in cases]:
        said.append(f"over {cases[0]['days']:,} days where the run has {made.days:,} (and perhaps with other changes)")
    elif made.digest not in [case.get("digest", made.digest) for case in cases]:
        said.append("of another text of this war, or with other changes")
    if made.seed not in [case.get("seed", made.seed) for case in cases]:
        said.append(f"with seed {cases[0]['seed']} where the run has {made.seed}")
    return f"This answer is {', '.join(said)}: its numbers are not those of the run above." if said else ""


def _lying_in(run: Run) -> list[Path]:
    place = None if run.folder is None else run.folder / FOLDER
    if place is None or not place.is_dir():
        return []
    return sorted(folder for folder in place.iterdir() if is_answer(folder))


def _refuse_other_wars(run: Run, answer: Answer) -> None:
    wars = sorted({str(case.get("scenario")) for case in answer.cases})
    if not wars and answer.question.get("war"):
        wars = [load(answer.question["war"]).name]
    if run.manifest.scenario not in wars:
        what = f"is about {', '.join(wars) or 'no war'}, not {run.manifest.scenario}"
        raise BadInput(Problem(what, str(answer.folder or f"answer of {answer.verb}"), hint="name answers of this war"))


def _same_folder(one: Answer, other: Answer) -> bool:
    return one is other or (
        one.folder is not None and other.folder is not None and one.folder.resolve() == other.folder.resolve()
    )
