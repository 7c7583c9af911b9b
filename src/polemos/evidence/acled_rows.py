"""Rows of the Armed Conflict Location & Event Data as ACLED delivers them, translated into UCDP's terms.

Comes in: the cells of a row.  Goes out: the values of ``Events``.  Columns of the exports since 2023 and of the older
ones are known, in capitals too.  What is translated, and how:

- Which rows: battles, explosions and remote violence, violence against civilians, and excessive force against
  protesters.  Other protests and riots, and strategic developments, are not fighting as UCDP counts it: refused.
- Kind: one-sided if the row says "Civilian targeting", is violence against civilians, or has civilians, or protesters,
  on one side; else state-based if one side is a state's force; else between others.  A state's force has the actor
  code 1 (State forces), or 8 (External/Other forces) and a name that begins with "Military Forces of", "Police Forces
  of" or "Government of": abroad, ACLED codes a state's army as external.
- Sides: ACLED's order says nothing of who attacked.  Side a is the one that is no civilian, else the state, else
  actor1.  Without actor2 side b is "Civilians" in one-sided violence and "not attributed" in other.
- Deaths: ACLED gives one number for all sides.  It is low, best and high, and all of it of unknown side.
- Day: ACLED names one day.  Its precision 1, 2, 3 (day, week, month) is 1, 3, 4 with UCDP.
- Place: precision 1, 2, 3 (town; near it or a small area; a larger area) is 1, 2, 4 with UCDP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from polemos.engine.ged import CIVILIANS, NON_STATE, NOT_ATTRIBUTED, ONE_SIDED, STATE_BASED
from polemos.evidence import cells
from polemos.evidence.cells import Refused, Values
from polemos.evidence.row_format import VALUES, Format, ReadRow, Unkept, look_up

STATE, RIOTERS, PROTESTERS, CIVILIAN, EXTERNAL = 1, 5, 6, 7, 8
ACTOR_KINDS = {
    "": 0, "0": 0, "state forces": STATE, "rebel group": 2, "rebel groups": 2, "rebel forces": 2,
    "political militia": 3, "political militias": 3, "identity militia": 4, "identity militias": 4,
    "rioters": RIOTERS, "protesters": PROTESTERS, "civilians": CIVILIAN, "external/other forces": EXTERNAL,
    "other forces": EXTERNAL, **{str(number): number for number in range(1, 9)},
}  # fmt: skip
OF_A_STATE = ("Military Forces of", "Police Forces of", "Government of")
FIGHTING = ("battle", "explosions/remote violence", "remote violence", "violence against civilians")
AGAINST_CIVILIANS = "violence against civilians"
AGAINST_PROTESTERS = ("excessive force against protesters", "excessive force against protestors")
DATE_PRECISION, WHERE_PRECISION = {1: 1, 2: 3, 3: 4}, {1: 1, 2: 2, 3: 4}

NO_FIGHTING = "is no armed violence (protests, riots, strategic developments)"
NO_ACTOR_KIND = "is no known kind of actor"

REQUIRED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "inter1", "actor2", "inter2", "country",
    "admin1", "location", "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
MAY_LACK = ("sub_event_type", "civilian_targeting")
CALLED = dict.fromkeys(VALUES[13:], "fatalities") | {
    "id": "event_id_cnty", "kind": "event_type", "first": "event_date", "last": "event_date",
    "date_precision": "time_precision", "latitude": "latitude", "longitude": "longitude",
    "where_precision": "geo_precision", "place": "location", "adm_1": "admin1", "country": "country",
    "side_a": "actor1", "side_b": "actor2",
}  # fmt: skip


def fighting(text: str) -> str:
    """Return the type of an event in small letters; raises ``Refused`` for what is no fighting."""
    found = text.strip().lower()
    if not found.startswith(FIGHTING):
        raise Refused(NO_FIGHTING)
    return found


def actor_kind(text: str) -> int:
    """Return ACLED's code of a kind of actor, given as number or in words; 0 where there is no actor."""
    found = ACTOR_KINDS.get(text.strip().lower())
    if found is None:
        raise Refused(NO_ACTOR_KIND)
    return found


def coded(known: Mapping[int, int]) -> Callable[[str], int]:
    """Return a reading of ACLED's codes that gives UCDP's."""
    code = cells.code(known)
    return lambda text: known[code(text)]


def reading(places: Mapping[str, int]) -> ReadRow:
    """Return the reading of rows with the columns at these places."""
    kinds, names = Values(actor_kind), Values(cells.words)
    plan: list[tuple[str, int, Values]] = [
        (column, places[column], values)
        for column, values in (
            ("event_id_cnty", Unkept(cells.name)), ("event_date", Values(cells.day_or_words)),
            ("time_precision", Values(coded(DATE_PRECISION))), ("actor1", Values(cells.name)), ("inter1", kinds),
            ("actor2", names), ("inter2", kinds), ("country", names), ("admin1", names), ("location", names),
            ("latitude", Values(cells.degrees(90.0))), ("longitude", Values(cells.degrees(180.0))),
            ("geo_precision", Values(coded(WHERE_PRECISION))), ("fatalities", Values(cells.whole)),
        )
    ]  # fmt: skip
    of_type, types = places["event_type"], Values(fighting)
    sub_type, targeting = (places.get(column, -1) for column in MAY_LACK)

    def read(row: list[str]) -> tuple[Any, ...]:
        row = [*row, ""]
        hurt = row[sub_type].strip().lower() in AGAINST_PROTESTERS
        event = AGAINST_CIVILIANS if hurt else look_up(types, row[of_type], "event_type")
        try:
            found = [values[row[place]] for _, place, values in plan]
        except Refused:
            for column, place, values in plan:
                look_up(values, row[place], column)
            raise
        (name, day, date_precision, one, kind_one, two, kind_two, country, adm_1, place, latitude, longitude,
         where_precision, dead) = found  # fmt: skip
        against = event == AGAINST_CIVILIANS or bool(row[targeting].strip())
        kind, side_a, side_b = sides((one, kind_one), (two, kind_two), against)
        return (
            name, kind, day, day, date_precision, latitude, longitude, where_precision, place, adm_1, country, side_a,
            side_b, 0, 0, 0, dead, dead, dead, dead,
        )  # fmt: skip

    return read


def sides(one: tuple[str, int], two: tuple[str, int], against_civilians: bool) -> tuple[int, str, str]:
    """Return the kind of violence and its sides in UCDP's order, from two actors, each a name and a kind."""
    harmless = [kind in (CIVILIAN, PROTESTERS) for _, kind in (one, two)]
    states = [kind == STATE or (kind == EXTERNAL and name.startswith(OF_A_STATE)) for name, kind in (one, two)]
    if against_civilians or any(harmless):
        if harmless[0] and not harmless[1] and two[0]:
            one, two = two, one
        return ONE_SIDED, one[0], two[0] or CIVILIANS
    if states[1] and not states[0]:
        one, two = two, one
    return STATE_BASED if any(states) else NON_STATE, one[0], two[0] or NOT_ATTRIBUTED


ACLED = Format("ACLED", REQUIRED, MAY_LACK, CALLED, reading)
