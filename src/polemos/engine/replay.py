"""One history in full: lived again bit for bit, with a chronicle in which each event names those that led to it.

Comes in: a compiled war, a seed and the history's number.  Goes out: its last state, its record and its events as
plain data with ids, dates and a sentence each.  How rows become events is next door in ``chronicle``, what led to what
in ``why``, the same events in the columns of UCDP GED in ``ged``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.engine.chronicle import Event, in_words
from polemos.engine.course import Course, Life, OneWar
from polemos.engine.ged import as_ged_rows, check_target, write_ged
from polemos.engine.record import STORED, Record
from polemos.engine.why import explain_fissures
from polemos.errors import BadInput, Finding, Problem
from polemos.model.state import State

if TYPE_CHECKING:
    from polemos.engine.histories import Recording
    from polemos.scenario.compile import War

__all__ = [
    "Event", "Replayed", "as_ged_rows", "events", "histories_with_fissure", "replay", "replay_course", "replay_run",
    "verify", "write_events",
]  # fmt: skip

CAPACITY = 200_000


class Replayed(NamedTuple):
    """A history lived again."""

    state: State
    record: Record
    events: list[Event]

    @property
    def fissure(self) -> Event | None:
        """The first fissure of the focal coalition, else of any; None if there is none."""
        first = next((event for event in self.events if event["kind"] == "fissure" and event["focal"]), None)
        return first or next((event for event in self.events if event["kind"] == "fissure"), None)


def replay(war: War, seed: int, history: int) -> Replayed:
    """Live one history again with its full chronicle, however long it is; recording changes no number."""
    return replay_course(OneWar(war, seed).course(history))


def replay_course(course: Course) -> Replayed:
    """Live one history again along its course.

    A fissure's remembered grievances fade as fast as the last stage of the course says, also those of earlier stages.
    """
    capacity = CAPACITY
    life = Life(course, capacity).end()
    while life.state.event_count[0] >= capacity:
        capacity *= 4
        life = Life(course, capacity).end()
    told = in_words(life.war, life.given, life.state)
    explain_fissures(told, life.given.trust_.forgetting)
    return Replayed(life.state, life.record, told)


def events(war: War, seed: int, history: int) -> list[Event]:
    """Return the events of one history in the order in which they happened.

    Each has ``id`` (from 0), ``day`` (from 1), ``date`` (ISO), ``kind``, ``place``, ``actor`` and ``other`` (ids or
    None), ``about`` (the wing, intervention, reason, cause, kind of fissure or ending; or None), ``causes`` (the ids of
    the earlier events that led to it), ``origin``, ``occasion`` and ``condition`` (which of them is what, or None), its
    counts under their own names, and ``text``.  ``deaths_actor`` and
    ``deaths_other`` are dead of the whole side that ``actor`` or ``other`` leads.  A fissure has ``grievances`` too,
    see ``why``.
    """
    return replay(war, seed, history).events


def verify(run: Recording, row: int, again: Replayed) -> None:
    """Raise Finding if a replayed history differs in any bit from the one recorded in this row of the run."""
    different = [
        name
        for name, kind in STORED.items()
        if name in run.recorded
        and getattr(again.record, name).astype(kind).tobytes() != run.recorded[name][row].tobytes()
    ]
    if different:
        what = f"history {run.recorded.numbers[row]} comes out differently in {', '.join(different)}"
        raise Finding(Problem(what, hint="the run was made by another version of the engine; run it again"))


def write_events(run: Recording, history: int, path: str | Path) -> Path:
    """Write one history's deadly events in the columns of UCDP GED, after checking that it is the recorded one.

    Raises BadInput for a history that the run does not hold or a file that cannot be, Finding if the history comes
    out differently, EnvironmentTrouble if the disk will not have the file.
    """
    target = check_target(path)
    return write_ged(as_ged_rows(run.war, replay_run(run, history).events), target)


def replay_run(run: Recording, history: int) -> Replayed:
    """Live one history of a run again, after checking that the run holds it and that it comes out as recorded.

    Raises BadInput for a history that the run does not hold, Finding if it comes out differently.
    """
    row = np.flatnonzero(run.recorded.numbers == history)
    if not len(row):
        hint = f"it holds {len(run.recorded):,}, counted from 0"
        raise BadInput(Problem(f"the run has no history {history}", key="history", hint=hint))
    again = replay_course(run.courses.course(history))
    verify(run, int(row[0]), again)
    return again


def histories_with_fissure(run: Recording) -> list[int]:
    """Return the numbers of the histories in which the focal coalition has a fissure."""
    broken = run.recorded["fissure"][:, 0] >= 0
    return [int(number) for number in run.recorded.numbers[broken]]
