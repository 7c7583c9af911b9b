"""The questions of a forecast: those of a file, those by rule, and what the histories answer.

Comes in: where questions come from, a run, and the window.  Goes out: for every question in how many histories it came
true, or why it cannot be answered; and from whom it is known which places are contested.  What a question means is next
door in ``questions``.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.prediction.panels import cut, end_of, week_start
from polemos.experiments.prediction.questions import (
    Question,
    Truths,
    Watched,
    by_rule,
    contested,
    eve_of,
    happened,
    read_questions,
)
from polemos.scenario.sources import WARS

if TYPE_CHECKING:
    import xarray

    from polemos.engine.run import Run
    from polemos.scenario.compile import War

FOLDER = WARS / "questions"
USUAL = 10
RECORDED, SIMULATED = "as recorded on the eve", "as most histories have it on the eve"


class Asked(NamedTuple):
    """Where questions come from; ``record`` is all that is recorded, to be cut at the eve."""

    source: str | Path | None
    by_rule: int | None
    record: xarray.Dataset | None


class Reply(NamedTuple):
    """What the histories say to one question."""

    question: Question
    happened: Truths | None  # [histories]
    reason: str  # why it is not answered
    eve: str  # who holds the places asked about on the eve, and in how many histories

    @property
    def yes(self) -> int | None:
        """In how many histories it came true."""
        return None if self.happened is None else int(self.happened.sum())


class Replies(NamedTuple):
    """All questions with their answers."""

    all: list[Reply]
    contested_by: str
    contested: int  # places among which the rule chose
    wanted: int  # questions by rule that were wanted
    eve: date  # the end of the last week before the window


def check(asked: Asked, war: War) -> list[Question]:
    """Return the questions of the file, before anything is simulated; raises BadInput."""
    if asked.by_rule is not None and asked.by_rule < 0:
        raise BadInput(Problem(f"needs 0 or more, not {asked.by_rule}", "--by-rule"))
    return [] if asked.source is None else read_questions(question_file(asked.source), war)


def question_file(source: str | Path) -> Path:
    """Return the path of a file of questions, or of those that come with polemos under a name; raises BadInput."""
    path = Path(source)
    shipped = {file.stem: file for file in sorted(FOLDER.glob("*.yaml"))}
    if path.is_file() or path.suffix:
        return path
    if str(source) in shipped:
        return shipped[str(source)]
    hint = did_you_mean(str(source), list(shipped)) or f"there are {', '.join(shipped)}, or name a file"
    raise BadInput(Problem(f"there are no questions {str(source)!r}", "--questions", hint=hint))


def answered(asked: Asked, run: Run, first: date, last: date) -> Replies:
    """Return what the histories of a run say to all questions about the days from ``first`` to ``last``."""
    war = run.war
    measures = run.measures
    watched = Watched(
        np.asarray(measures["holder"].to_numpy(), dtype=np.int64),
        np.asarray(measures["pair_killed"].to_numpy(), dtype=np.int64),
    )
    named = [_reply(one, watched, war, first, last) for one in check(asked, war)]
    told = [one for one in named if one.happened is not None]
    wanted = asked.by_rule if asked.by_rule is not None else len(told) if named else USUAL
    eve, recorded = eve_of(war, first), None
    if asked.record is not None:
        recorded = held_on(cut(asked.record, war, first - timedelta(1)), eve)
    holder = majority(watched.holder[:, eve]) if recorded is None else recorded
    rules = by_rule(holder, war, dates_of(war, first, last), wanted, [one.question for one in told])
    ruled = [_reply(one, watched, war, first, last) for one in rules]
    by = SIMULATED if recorded is None else RECORDED
    ends = end_of("front_week", week_start(war, eve))
    return Replies([*named, *ruled], by, len(contested(holder, war)), wanted, ends)


def dates_of(war: War, first: date, last: date) -> list[date]:
    """Return the two dates of questions by rule: half through the window and its end, one if it is too short."""
    halfway = first + timedelta((last - first).days // 2)
    return [halfway, last] if eve_of(war, halfway + timedelta(1)) > eve_of(war, first) else [last]


def majority(holder: Counts) -> Counts:
    """Return the holder of each place [places] in most of the histories [histories, places]; of two the first actor."""
    actors = range(-1, int(holder.max()) + 1)
    often: NDArray[np.int64] = np.array([(holder == actor).sum(axis=0) for actor in actors])
    return np.asarray(often.argmax(axis=0) - 1, dtype=np.int64)


def held_on(record: xarray.Dataset, week: int) -> Counts | None:
    """Return the recorded holders at a week's end [places], those that several hold as before; None if not known."""
    if "holder" not in record:
        return None
    holder = known_holders(record)
    return holder[week] if week < len(holder) else None


def known_holders(record: xarray.Dataset) -> Counts:
    """Return the recorded holders from the war's eve to the last week of which any is known [weeks, places].

    Where several hold a place, and nobody can tell who, the last known holder stays.
    """
    values = record["holder"].sel(week=slice(0, None)).to_numpy()
    known = np.flatnonzero(np.isfinite(values).any(axis=1))
    values = values[: known[-1] + 1].copy() if len(known) else values[:0]
    for week in range(1, len(values)):
        values[week] = np.where(np.isfinite(values[week]), values[week], values[week - 1])
    return np.asarray(np.nan_to_num(values, nan=-1.0), dtype=np.int64)


def _reply(question: Question, watched: Watched, war: War, first: date, last: date) -> Reply:
    reason, found = "", None
    if question.happens == "nothing_modelled":
        reason = "nothing in the model can bring it forth"
    elif question.by > last:
        reason = f"its date, {question.by}, is after the window"
    else:
        try:
            found = happened(question, watched, war, first)
        except BadInput as error:
            reason = error.problems[0].what
    return Reply(question, found, reason, _on_the_eve(question, watched, war, eve_of(war, first)))


def _on_the_eve(question: Question, watched: Watched, war: War, eve: int) -> str:
    """Return by whom the places asked about are held on the eve, and in how many of the histories."""
    if not question.places:
        return ""
    camps = np.append(war.world.camp, -1)[watched.holder[:, eve]]
    said = []
    for place in question.places:
        column = camps[:, war.legend.places.index(place)]
        names, often = np.unique(column, return_counts=True)
        most = int(often.argmax())
        name = war.legend.camps[names[most]] if names[most] >= 0 else "nobody"
        said.append(f"{place}: {name} {often[most] / len(column) * 100.0:.0f} %")
    return ", ".join(said)
