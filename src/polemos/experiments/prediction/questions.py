"""Questions with a date: what they ask of a course of events, and whether it happened, in a history as in a record.

Comes in: a file of questions, or the rule that makes them.  Goes out: for every history, and for what was recorded,
whether the thing asked happened.  Both are answered by one function from the same measures, so that a question means
the same on either side.  How likely it is and how good the answer was is said next door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from polemos.dimensions import Counts
from polemos.engine.definitions import pairs_of
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.prediction.roads import supplied
from polemos.model.state import HOSTILE
from polemos.scenario.document import Document, read_document
from polemos.scenario.explain import explain, problem_at
from polemos.scenario.node import Steps
from polemos.scenario.part import Id, Part, Text

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Truths = NDArray[np.bool_]
DAYS_A_WEEK = 7
BY_RULE = "by rule"
LONG_NAME = 60


class Question(Part):
    """Something that will have happened by a date, or not."""

    id: str = Field(min_length=1, max_length=LONG_NAME)
    text: Text
    by: date
    happens: Literal[
        "changes_hands", "held", "lost", "cut_off", "relieved", "cut_off_again", "fight", "nothing_modelled"
    ]
    places: list[Id] = Field(default_factory=list)
    camp: Id | None = None
    camps: list[Id] = Field(default_factory=list)
    least: int = Field(default=1, ge=1, description="dead between the two camps that make a fight")
    source: str = "file"


class QuestionFile(Part):
    """The questions of one file."""

    questions: list[Question] = Field(min_length=1)


class Watched(NamedTuple):
    """What a question looks at, week by week; week 0 is the eve of the war's first day."""

    holder: Counts  # [histories, weeks, places] row of the actor, -1 nobody
    pair_killed: Counts  # [histories, weeks, pairs of camps]


def read_questions(source: Path, war: War) -> list[Question]:
    """Return the questions of a file; raises BadInput with all that is wrong, each with its line."""
    document = read_document(source)
    try:
        asked = QuestionFile.model_validate(document.data).questions
    except ValidationError as error:
        raise BadInput(explain(error.errors(include_url=False), document.root, QuestionFile)) from None
    problems = [problem for row, one in enumerate(asked) for problem in _faults(one, row, war, document)]
    names = [one.id for one in asked]
    problems += [
        problem_at(document.root, ("questions", row, "id"), f"{name} is the name of two questions")
        for row, name in enumerate(names)
        if name in names[:row]
    ]
    if problems:
        raise BadInput(problems)
    return asked


def _faults(one: Question, row: int, war: War, document: Document) -> Iterator[Problem]:
    known = {"places": war.legend.places, "camps": war.legend.camps}

    def at(*steps: str | int, what: str, hint: str = "") -> Problem:
        where: Steps = ("questions", row, *steps)
        return problem_at(document.root, where, what)._replace(hint=hint)

    for field, names in known.items():
        for number, name in enumerate(getattr(one, field)):
            if name not in names:
                yield at(field, number, what=f"there is no {field[:-1]} {name!r}", hint=did_you_mean(name, list(names)))
    if one.camp is not None and one.camp not in war.legend.camps:
        near = did_you_mean(one.camp, list(war.legend.camps))
        yield at("camp", what=f"there is no camp {one.camp!r}", hint=near)
    if one.happens in ("held", "lost") and one.camp is None:
        yield at("happens", what=f"{one.happens} needs a camp")
    if one.happens == "fight" and len(set(one.camps)) != 2:
        yield at("happens", what="fight needs two camps")
    if one.happens not in ("fight", "nothing_modelled") and not one.places:
        yield at("happens", what=f"{one.happens} needs places")


def contested(holder: Counts, war: War) -> list[int]:
    """Return the counted places that a link joins to a hostile holder's; ``holder`` [places] are rows of actors."""
    world = war.world
    found = []
    for place in range(len(holder)):
        others = holder[world.neighbour[world.first_link[place] : world.first_link[place + 1]]]
        if not world.main[place] or holder[place] < 0:
            continue
        if any(other >= 0 and world.stance[holder[place], other] == HOSTILE for other in others):
            found.append(place)
    return found


def by_rule(
    holder: Counts, war: War, by: Sequence[date], number: int, named: Sequence[Question] = ()
) -> list[Question]:
    """Return questions that nobody chose: does a contested place change hands by a date.

    Places come in the order of a digest of their id, which knows nothing of the war; the dates of ``by`` take turns.
    Places that ``named`` questions ask about are passed over.  Fewer than ``number`` if there are fewer such places.
    """
    taken = {place for one in named for place in one.places}
    places = [war.legend.places[row] for row in contested(holder, war)]
    order = sorted(set(places) - taken, key=lambda name: blake2b(name.encode(), digest_size=8).digest())
    titles = dict(zip(war.legend.places, war.legend.place_titles, strict=True))
    return [
        Question(id=f"R{row + 1:02d}", text=f"Does {titles[name]} change hands by {by[row % len(by)]}?",
                 by=by[row % len(by)], happens="changes_hands", places=[name], source=BY_RULE)
        for row, name in enumerate(order[:number])
    ]  # fmt: skip


def week_of(war: War, day: date) -> int:
    """Return the last week that has ended by the evening of a day; 0 on the eve of the war or before."""
    return max(0, ((day - war.start).days + 1) // DAYS_A_WEEK)


def eve_of(war: War, first: date) -> int:
    """Return the last week that has ended before the morning of a day: where a forecast that begins then stands."""
    return week_of(war, first - timedelta(days=1))


def happened(question: Question, watched: Watched, war: War, first: date) -> Truths:
    """Return for every history whether the thing asked happened from a day on [histories].

    What holds at the ends of weeks is looked at: from the last one before ``first`` to the last one by the question's
    date.  ``changes_hands``: another camp holds a place than on that eve.  ``held``: the camp holds all places at once.
    ``lost``: a place that the camp held on the eve is no longer its own.  ``cut_off``, ``relieved`` (a road again after
    being cut off), ``cut_off_again``: of a place that its camp of the eve still holds; being cut off on the eve counts.
    ``fight``: at least so many dead between two camps.  Raises BadInput if no week ends in between, or if nothing in
    the model can answer.
    """
    eve, last = eve_of(war, first), week_of(war, question.by)
    if question.happens == "nothing_modelled":
        raise BadInput(Problem("asks for something that the model does not know", key=question.id))
    if last <= eve or last >= watched.holder.shape[1]:
        what = f"is to be answered by {question.by}, which is not within the weeks that are known"
        raise BadInput(
            Problem(what, key=question.id, hint=f"they go from {first} on for {watched.holder.shape[1]} weeks")
        )
    if question.happens == "fight":
        row = pair_row_of(question, war)
        dead = watched.pair_killed[:, eve + 1 : last + 1, row].sum(axis=1)
        return np.asarray(dead >= question.least, dtype=np.bool_)
    camp = np.append(war.world.camp, -1)[watched.holder[:, eve : last + 1]]
    rows = [war.legend.places.index(place) for place in question.places]
    here = camp[:, :, rows]
    if question.happens == "changes_hands":
        return np.asarray((here != here[:, :1]).any(axis=(1, 2)), dtype=np.bool_)
    if question.happens in ("held", "lost"):
        asked = war.legend.camps.index(str(question.camp))
        if question.happens == "held":
            return np.asarray((here[:, 1:] == asked).all(axis=2).any(axis=1), dtype=np.bool_)
        return np.asarray(((here[:, :1] == asked) & (here != asked)).any(axis=(1, 2)), dtype=np.bool_)
    open_road = supplied(watched.holder[:, eve : last + 1], war)[:, :, rows]
    spells = [_spells(here[:, :, one], open_road[:, :, one], question.happens) for one in range(len(rows))]
    return np.asarray(np.any(spells, axis=0), dtype=np.bool_)


def spells_needed(happens: str) -> int:
    """Return how many steps a kind of question needs: cut off, a road again, cut off once more; others need one."""
    return {"relieved": 2, "cut_off_again": 3}.get(happens, 1)


def pair_row_of(question: Question, war: War) -> int:
    """Return the row of the pair of camps that a question asks about."""
    one, other = sorted(question.camps, key=war.legend.camps.index)
    return pairs_of(war.legend.camps).index(f"{one}|{other}")


def _spells(camp: Counts, open_road: Truths, wanted: str) -> Truths:
    """Follow a place from the eve on: open, cut off, open again, cut off again; while the camp of the eve holds it."""
    stage = np.zeros(len(camp), dtype=np.int64)
    kept = np.ones(len(camp), dtype=np.bool_)
    for week in range(camp.shape[1]):
        kept &= camp[:, week] == camp[:, 0]
        closed = ~open_road[:, week]
        stage += kept & (((stage % 2 == 0) & closed) | ((stage % 2 == 1) & ~closed))
    return np.asarray(stage >= spells_needed(wanted), dtype=np.bool_)
