"""How a history is lived, day by day: in one war from its eve to its end, or in another from a date on.

Comes in: the stages of a history, each with the war that holds and the key of its chance from a day on.  Goes out: a
``Life``, which can be stopped on any morning, copied and gone on with.  What a stage may change is next door in
``branching``; the days themselves are in ``kernel``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from polemos.engine.cache import kept_compiled
from polemos.engine.record import CALENDAR, Record, blank_record, note_end
from polemos.model import events
from polemos.model.chance import Key
from polemos.model.state import State, blank

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

# Fields of State with a row for each intervention; of ``active``, made anew every day, none is kept.
BY_INTERVENTION = ("truce", "compliance", "restraint", "act_rows")
ABOUT_INTERVENTION = (events.DECISION, events.TRUCE, events.TRUCE_BROKEN)


class Stage(NamedTuple):
    """From the morning of day ``first`` (0 = the first of the war) on, this war holds and chance has this key."""

    first: int
    war: War
    key: Key


class Course(NamedTuple):
    """The stages of one history in their order, and the seed and number that its inputs are drawn with.

    ``war`` is the one that the run shows: its uncertain inputs are recorded, whatever else holds in this history.
    """

    stages: tuple[Stage, ...]
    seed: int
    history: int
    days: int
    war: War


class HasCourses(Protocol):
    """What knows how its histories are lived."""

    war: War
    """The war that holds at the end of each."""

    @property
    def days(self) -> int:
        """How many days each has."""

    def course(self, number: int) -> Course:
        """Return the course of one history."""


class OneWar:
    """The courses of a run without a branch: one war, one seed."""

    def __init__(self, war: War, seed: int) -> None:
        self.war, self.seed = war, seed

    @property
    def days(self) -> int:
        """How many days each history has."""
        return self.war.days

    def course(self, number: int) -> Course:
        """Return the course of one history."""
        return Course((Stage(0, self.war, key_of(self.seed, number)),), self.seed, number, self.war.days, self.war)


def key_of(seed: int, history: int) -> Key:
    """Return the key of a history's chance."""
    return Key(np.uint64(seed), np.uint64(history))


class Life:
    """One history while it is lived: ``day`` is the one whose morning it has come to."""

    def __init__(self, course: Course, event_capacity: int = 0) -> None:
        self.course = course
        self.day = 0
        self._stage = 0
        self.given, self.drawn = self.war.parameters(course.seed, course.history)
        self.state = blank(self.war.world, self.given, event_capacity)
        self.record: Record = blank_record(course.stages[-1].war.world, course.war.start, course.days)

    @property
    def war(self) -> War:
        """The war that holds now."""
        return self.course.stages[self._stage].war

    def until(self, day: int) -> Life:
        """Live on to the morning of a day, across every stage that begins by then; return itself."""
        with kept_compiled():
            from polemos.engine.kernel import live_on

        while True:
            following = self.course.stages[self._stage + 1 :][:1]
            end = min([day, *(stage.first for stage in following)])
            if end > self.day:
                key = self.course.stages[self._stage].key
                live_on(self.war, self.given, self.state, self.record, key, self.day, end)
                self.day = end
            if not following or self.day < following[0].first:
                return self
            self._cross(following[0].war)

    def end(self) -> Life:
        """Live to the end of the last day and close the books; return itself."""
        self.until(self.course.days)
        note_end(self.state, self.record)
        if self.war is not self.course.war:
            shown = self.course.war.drawn
            self.drawn = shown.ranged(shown.draw(self.course.seed, self.course.history))
        return self

    def along(self, course: Course) -> Life:
        """Return a copy that goes on along another course, whose stages up to this morning are the same."""
        copy = object.__new__(Life)
        copy.course, copy.day, copy._stage = course, self.day, self._stage
        copy.given, copy.drawn = self.given, self.drawn
        copy.state = self.state._replace(**{name: array.copy() for name, array in self.state._asdict().items()})
        copy.record = blank_record(course.stages[-1].war.world, course.war.start, course.days)
        for name, new, old in zip(Record._fields, copy.record, self.record, strict=True):
            if name == CALENDAR:
                continue
            new[...] = 0
            rows = tuple(slice(0, min(one, two)) for one, two in zip(new.shape, old.shape, strict=True))
            new[rows] = old[rows]
        return copy

    def _cross(self, war: War) -> None:
        """Go over to the next stage: another war's numbers, the same state."""
        before, self._stage = self.war, self._stage + 1
        if war is not before:
            self.given, self.drawn = war.parameters(self.course.seed, self.course.history)
            self.state = carried(self.state, before, war, blank(war.world, self.given))


def scenario_of(war: War) -> Scenario:
    """Return the scenario that a war was compiled from."""
    return war.numbers._scenario


def carried(state: State, before: War, after: War, eve: State) -> State:
    """Return a state whose rows of interventions are those of another war; ``eve`` gives the rows that are new.

    All other axes are the same in both wars, and what they hold is not touched.
    """
    old, new = before.legend.interventions, after.legend.interventions
    if old == new:
        return state
    kept = [(new.index(name), row) for row, name in enumerate(old) if name in new]
    to, of = (np.array(rows, dtype=np.int64) for rows in zip(*kept, strict=True)) if kept else (_NONE, _NONE)
    changed: dict[str, npt.NDArray[Any]] = {"active": eve.active}
    for name in BY_INTERVENTION:
        changed[name] = getattr(eve, name).copy()
        changed[name][to] = getattr(state, name)[of]
    renamed = np.full(len(old) + 1, -1, dtype=np.int64)
    renamed[of] = to
    book = state.events.copy()
    about = np.isin(book[:, events.KIND], ABOUT_INTERVENTION)
    book[about, events.DETAIL] = renamed[book[about, events.DETAIL]]
    return state._replace(events=book, **changed)


_NONE = np.zeros(0, dtype=np.int64)
