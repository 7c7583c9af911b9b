"""The chronicle of one history: what happened, where, to whom, and which earlier events led to it.

Comes in: a call from a room at the moment something happens.  Goes out: rows of ``State.events``, from which
``engine.replay`` makes sentences and ``engine.ged`` makes columns of UCDP GED.  No mechanism reads the rows, so
recording changes no history.  Which earlier events an event is laid to is next door in ``causes``.

Three earlier events can lead to one: the ORIGIN that it belongs to or grew out of (a battle's offensive), the OCCASION
that made it happen then and so (the refusal that left a battle without aircraft), and the CONDITION that had made it
more likely before (the withdrawal of aircraft).  -1 stands for none: what no earlier event of the history led to.
"""

from __future__ import annotations

from polemos.dimensions import Counts
from polemos.model.compiled import compiled
from polemos.model.state import State

DECISION, TRUCE, TRUCE_BROKEN, OFFENSIVE, JOINED, HONOURED, LATE, REFUSED = range(8)
FIGHTING, TAKEN, REPELLED, SURRENDERED, AIRCRAFT_LOST, AIR_STRIKE, FISSURE = range(8, 15)
RECONCILED, ENDING, SHELLING, CIVILIANS_KILLED, BESIEGED, RELIEVED, GRIEVANCE = range(15, 22)
EFFORT_MOVED, FLOW_MOVED, SUPPORTED = range(22, 25)

# columns of State.events
DAY, KIND, PLACE, ACTOR, OTHER, FIRST, SECOND, THIRD, ORIGIN, OCCASION, CONDITION, DETAIL = range(12)
COLUMNS = 12

# columns of the State's rows of latest events: of a place (the last is no row but 1 while it is cut off) ...
OFFENSIVE_AT, ANSWER_TO_ATTACK, ANSWER_TO_DEFENCE, HEAVIEST_AT, FIGHTING_AT, CHANGE_AT = range(6)
SIEGE_AT, FLIGHT_AT, ROAD_AT, CUT_OFF = range(6, 10)
# ... of an actor (the first six as a patron; the last is no row but the effort last noted, in thousandths) ...
FRONT_TAKEN, SORTIES_TAKEN, FEWER_AIRCRAFT, LESS_EFFORT, EFFORT_ROW, GROUNDED_BY, UNHELPED_IN, BREAK_ROW = range(8)
EFFORT_NOTED = 8
# ... of an intervention: its decision, the beginning or end of its truce, the last violation, how many violations ...
DECIDED, TRUCE_ROW, VIOLATED, VIOLATIONS = range(4)
# ... and of a flow: its last change, and the size last noted in thousandths.
FLOW_ROW, FLOW_NOTED = range(2)

# why a request was refused
BY_THE_STAFF, FRONTS_TAKEN, NO_AIRCRAFT, GROUNDED, SPARED = range(5)
# why an attack ended without success
NOBODY_LEFT, OUT_OF_TIME, TOO_COSTLY, GIVEN_UP_FIRST, NO_LONGER_ENEMIES = range(5)
# trust is counted in parts of a million million, so that a grievance's rounding does not show
GRAIN = 1e12


@compiled
def recording(state: State) -> bool:
    """Return whether a chronicle is kept."""
    return state.events.shape[0] > 0


@compiled
def note(state: State, day: int, kind: int, place: int, actor: int, other: int, first: int, second: int, third: int,
         origin: int, occasion: int, condition: int, detail: int) -> int:  # fmt: skip
    """Record an event and return its row, or -1 when nothing is recorded or the book is full.

    ``first``, ``second`` and ``third`` are counts whose meaning hangs on ``kind``: for FIGHTING the dead of ``actor``'s
    side, of ``other``'s side, and vehicles destroyed.
    """
    row = state.event_count[0]
    if row >= state.events.shape[0]:
        return -1
    values = (day, kind, place, actor, other, first, second, third, origin, occasion, condition, detail)
    for column in range(COLUMNS):
        state.events[row, column] = values[column]
    state.event_count[0] = row + 1
    return row


@compiled
def keep(rows: Counts, which: int, column: int, row: int) -> None:
    """Keep an event's row as the latest of its sort, if it was recorded."""
    if row >= 0:
        rows[which, column] = row


@compiled
def of_day(state: State, row: int, day: int) -> int:
    """Return the row if its event is of this day, else -1."""
    return row if row >= 0 and state.events[row, DAY] == day else -1


@compiled
def todays(state: State, day: int, kind: int, actor: int, number: int) -> int:
    """Return the row of today's event of this kind and actor with this number, counted back from 0; -1 if none."""
    row = state.event_count[0] - 1
    while row >= 0 and state.events[row, DAY] == day:
        if state.events[row, KIND] == kind and state.events[row, ACTOR] == actor:
            if number == 0:
                return row
            number -= 1
        row -= 1
    return -1


@compiled
def deadliness(state: State, row: int) -> int:
    """Return the dead of both sides in a recorded battle, -1 for none."""
    return state.events[row, FIRST] + state.events[row, SECOND] if row >= 0 else -1
