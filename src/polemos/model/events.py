"""The chronicle of one history: what happened, where, to whom, and which earlier event led to it.

Comes in: a call from a room at the moment something happens.  Goes out: rows of ``State.events``, from which
``engine.replay`` makes sentences and UCDP GED-like columns.  Nothing reads the rows during a day, so recording
changes no history.
"""

from __future__ import annotations

from polemos.model.compiled import compiled
from polemos.model.state import State

DECISION, TRUCE, TRUCE_BROKEN, OFFENSIVE, JOINED, HONOURED, LATE, REFUSED = range(8)
FIGHTING, TAKEN, REPELLED, SURRENDERED, AIRCRAFT_LOST, AIR_STRIKE, FISSURE = range(8, 15)
RECONCILED, ENDING, SHELLING = range(15, 18)

# columns of State.events
DAY, KIND, PLACE, ACTOR, OTHER, FIRST, SECOND, THIRD, PARENT, DETAIL = range(10)


@compiled
def note(state: State, day: int, kind: int, place: int, actor: int, other: int, first: int, second: int, third: int,
         parent: int, detail: int) -> int:  # fmt: skip
    """Record an event and return its row, or -1 when nothing is recorded or the book is full.

    ``first``, ``second`` and ``third`` are counts whose meaning hangs on ``kind``: for FIGHTING the dead of ``actor``'s
    side, of ``other``'s side and among civilians.
    """
    row = state.event_count[0]
    if row >= state.events.shape[0]:
        return -1
    values = (day, kind, place, actor, other, first, second, third, parent, detail)
    for column in range(10):
        state.events[row, column] = values[column]
    state.event_count[0] = row + 1
    if place >= 0:
        state.last_at[place] = row
    return row
