"""The natural test of a truce: whom it was to stop, whom it left out, and the weeks before, in and after it.

Comes in: the ceasefires of a scenario.  Goes out: ``Truce``, the camps that it binds and those that it excludes as
pairs of camps, and ``Span``, whole weeks.  A truce that works lowers the dead between those it binds and not between
those it excludes, so the latter say what would have come anyway (a difference in differences).  The numbers are made
next door in ``fall``.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polemos.engine.definitions import pairs_of
from polemos.engine.measures import DAYS_A_WEEK
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.model.state import HOSTILE
from polemos.scenario.interventions import DeclareCeasefire, WithdrawAircraft

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

LEAST_DAYS = 14
"""A span is not ended by a date that is nearer to its beginning than this."""


class Truce(NamedTuple):
    """A ceasefire as a test: the pair of camps that it binds, and hostile pairs of one of them with one it excludes."""

    name: str
    title: str
    start: date
    leave_out: str  # its cause if it has one, else its name: what is left out to take it away
    bound: int  # row of the pair of camps
    others: tuple[int, ...]  # rows of the pairs that may fight on; the first is that of the camp bound most


class Span(NamedTuple):
    """Whole weeks with a name, both ends included; week 1 is the first of the war."""

    title: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """Days in it."""
        return (self.last - self.first + 1) * DAYS_A_WEEK


def find_truce(war: War, scenario: Scenario, name: str = "") -> Truce | None:
    """Return a ceasefire as a test, by default the one within the horizon that binds most actors.

    None where the war has none that begins after its first day, leaves somebody out and binds two hostile camps.
    Raises BadInput for a name that is no such ceasefire.
    """
    found = {key: one for key, act in scenario.interventions.items()
             if isinstance(act, DeclareCeasefire) and (one := _as_test(key, act, war))}  # fmt: skip
    if name:
        if name not in found:
            hint = did_you_mean(name, list(found)) or (f"there are {', '.join(found)}" if found else "there is none")
            what = f"there is no ceasefire {name!r} that binds two hostile camps and excludes a third"
            raise BadInput(Problem(what, "--truce", hint=hint))
        return found[name]
    acts = scenario.interventions
    ranked = sorted(found, key=lambda key: (-len(getattr(acts[key], "bound", ())), found[key].start, key))
    return found[ranked[0]] if ranked else None


def _as_test(name: str, act: DeclareCeasefire, war: War) -> Truce | None:
    legend, world = war.legend, war.world
    camp = dict(zip(legend.actors, world.camp.tolist(), strict=True))
    bound = Counter(camp[actor] for actor in act.bound)
    left_out = sorted({camp[actor] for actor in act.excluded} - set(bound))
    start = act.date.best
    if not war.start < start < war.start + timedelta(war.days) or not left_out:
        return None
    hostile = hostile_camps(war)
    ranked = sorted(bound, key=lambda row: (-bound[row], row))
    stopped = [(one, two) for place, one in enumerate(ranked) for two in ranked[place + 1 :] if (one, two) in hostile]
    others = [(one, two) for one in ranked for two in left_out if (one, two) in hostile]
    if not stopped or not others:
        return None
    rows = {pair: row for row, pair in enumerate(pairs_of(legend.camps))}

    def row_of(pair: tuple[int, int]) -> int:
        one, two = sorted(pair)
        return rows[f"{legend.camps[one]}|{legend.camps[two]}"]

    return Truce(name, act.title, start, act.cause or name, row_of(stopped[0]), tuple(map(row_of, others)))


def hostile_camps(war: War) -> set[tuple[int, int]]:
    """Return the pairs of camps of which an actor of one is hostile to one of the other."""
    world = war.world
    return {
        (int(world.camp[one]), int(world.camp[two]))
        for one in range(len(world.camp))
        for two in range(len(world.camp))
        if world.stance[one, two] == HOSTILE
    }


def spans_of(war: War, scenario: Scenario, truce: Truce) -> list[Span]:
    """Return the weeks before the truce, in it, and after; the edges are rounded to the nearest whole week.

    As a span the truce ends with the first withdrawal of aircraft within the month after it, or else with its month;
    from there on it goes by calendar months to the end of the horizon.  No span ends within two weeks of its beginning.
    """
    end = war.start + timedelta(war.days)
    leave = [act.date.best for act in scenario.interventions.values() if isinstance(act, WithdrawAircraft)]
    edges = [(war.start, "before the truce"), (truce.start, "truce")]
    least = timedelta(LEAST_DAYS)
    after = [day for day in leave if truce.start + least <= day < min(_next_month(_next_month(truce.start)), end)]
    if after:
        edges.append((min(after), "after the withdrawal"))
    month = _next_month(edges[-1][0])
    while month < end:
        if month >= edges[-1][0] + least:
            edges.append((month, f"{month:%B %Y}"))
        month = _next_month(month)
    whole = war.days // DAYS_A_WEEK
    weeks = [min(whole, ((day - war.start).days + DAYS_A_WEEK // 2) // DAYS_A_WEEK) for day, _ in edges]
    spans = zip(edges, weeks, [*weeks[1:], whole], strict=True)
    return [Span(title, begins + 1, ends) for (_, title), begins, ends in spans if ends > begins]


def dates_of(span: Span, start: date) -> tuple[date, date]:
    """Return the first and the last day of a span."""
    return start + timedelta((span.first - 1) * DAYS_A_WEEK), start + timedelta(span.last * DAYS_A_WEEK - 1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
