"""Questions that were asked about a run's war and kept: those in its folder and those that somebody names.

Comes in: a run and folders of answers.  Goes out: the answers, each checked to be about this war.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polemos.engine.run import Run
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, is_answer, open_answer

ANSWERS = "answers"
"""The folder inside a run's folder in which answers about it are kept."""


def kept_answers(run: Run, named: Sequence[str | Path] = ()) -> list[Answer]:
    """Return the answers kept with a run and those named, each folder once.

    Raises BadInput for a folder that holds none, is damaged, or answers about another war.
    """
    folders = [Path(one) for one in named]
    if run.folder is not None and (run.folder / ANSWERS).is_dir():
        folders += sorted(place for place in (run.folder / ANSWERS).iterdir() if is_answer(place))
    return [answer_about(run, folder) for folder in {one.resolve(): one for one in reversed(folders)}.values()][::-1]


def answer_about(run: Run, folder: str | Path, verb: str = "") -> Answer:
    """Return the answer of a folder; raises BadInput if it is of another verb or about another war."""
    answer = open_answer(folder)
    if verb and answer.verb != verb:
        raise BadInput(
            Problem(f"is an answer of {answer.verb}", str(folder), hint=f"name the folder of polemos {verb}")
        )
    wars = {case["scenario"] for case in answer.cases}
    if run.manifest.scenario not in wars:
        what = f"is about {', '.join(sorted(wars)) or 'no war'}, not {run.manifest.scenario}"
        raise BadInput(Problem(what, str(folder)))
    return answer
