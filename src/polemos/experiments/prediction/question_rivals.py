"""Simple rivals for dated questions: how often such things happened, that nothing changes, and the place's own past.

Comes in: a question, what was recorded up to the eve of a forecast, and how many weeks are asked about.  Goes out: the
chance that each rival gives it.  How much a rate is believed is next door in ``change_rivals``.

Every question is put as steps: a place changes hands, a place is cut off or has a road again, two camps fight in a
week.  A rival believes in a rate of steps a week and answers with the chance of as many steps as the question needs:
one for a change, two for a relief, three for being cut off once more.  Of several places, one that makes the step is
enough, but for ``held``, which needs all that the camp does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.experiments.prediction.change_rivals import CHANGE_RIVALS, chance_of_change
from polemos.experiments.prediction.questions import Question, Watched, contested, pair_row_of, spells_needed
from polemos.experiments.prediction.roads import supplied

if TYPE_CHECKING:
    from polemos.scenario.compile import War

# Of a thing that cannot happen as things are recorded, yet might be recorded wrongly.
HARDLY = 0.01


class Past(NamedTuple):
    """What is known on the eve: holders and deaths by week as a question watches them, and listed changes of hands."""

    watched: Watched  # one history; weeks 0 .. the eve
    changed: Counts  # [weeks, places] listed changes; may begin before the war
    pair_fought: Counts  # [weeks, pairs] 1 where somebody died between two camps; may begin before the war


def rival_chances(question: Question, past: Past, war: War, weeks: int) -> dict[str, float]:
    """Return the chance of yes by each rival, for so many weeks after the eve; empty if the past is too short."""
    steps, rows = _steps(question, past, war)
    if len(steps) < 2 or weeks < 1:
        return {}
    holder = past.watched.holder[0, -1]
    border = None if question.happens == "fight" else np.isin(np.arange(len(holder)), contested(holder, war))
    found = {}
    for rival in CHANGE_RIVALS:
        by_row = chance_of_change(rival, steps, (0, len(steps)), weeks, border, spells_needed(question.happens))
        one_week = chance_of_change(rival, steps, (0, len(steps)), 1, border)
        found[rival] = _answer(question, war, holder, by_row[rows], one_week[rows])
    return found


def _steps(question: Question, past: Past, war: War) -> tuple[Counts, list[int]]:
    """Return the steps of all places or pairs by week, and the rows that a question asks about."""
    if question.happens == "fight":
        return past.pair_fought, [pair_row_of(question, war)]
    rows = [war.legend.places.index(place) for place in question.places]
    if spells_needed(question.happens) > 1 or question.happens == "cut_off":
        open_road = supplied(past.watched.holder[0], war)
        return (open_road[1:] != open_road[:-1]).astype(np.int64), rows
    return past.changed, rows


def _answer(question: Question, war: War, holder: Counts, moved: Floats, in_a_week: Floats) -> float:
    """Return the chance of yes from those of each row's steps."""
    if question.happens in ("held", "lost"):
        asked = war.legend.camps.index(str(question.camp))
        rows = [war.legend.places.index(place) for place in question.places]
        own = np.append(war.world.camp, -1)[holder[rows]] == asked
        if question.happens == "lost":
            return float(1.0 - np.prod(1.0 - moved[own])) if own.any() else HARDLY
        return float(np.prod(moved[~own]) * (1.0 if (~own).any() else np.prod(1.0 - in_a_week)))
    return float(1.0 - np.prod(1.0 - moved))
