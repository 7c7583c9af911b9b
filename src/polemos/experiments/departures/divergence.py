"""Where two paired histories part, and the chain of events from there to what became of them.

Comes in: two runs of one war that differ by edits, and the number of a history.  Goes out: a ``Divergence``: the first
day on which any quantity of the state differs in any bit, the first events that only one side has, and for each outcome
that differs the chain of causes back to the parting, or plainly that no chain of events leads there.  The same over
many histories is next door in ``partings``; the words in ``divergence_told``.

That an event leads back to the parting says through what the difference came.  It does not say that the outcome would
have come otherwise without that event, and a single history says nothing about how often: that is for ``compare``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from polemos.engine.course import Course, Life, scenario_of
from polemos.engine.replay import replay_run
from polemos.engine.state_words import Beside, Difference
from polemos.errors import BadInput, Problem
from polemos.experiments.departures.consequences import Link, links_of, outcomes_of
from polemos.experiments.departures.divergence_told import Divergence, Parting
from polemos.experiments.pairs import refuse_strangers
from polemos.scenario.difference import changed

if TYPE_CHECKING:
    from polemos.engine.run import Run

Event = dict[str, Any]
Pair = tuple[Course, Course]
# What is no part of an event's content: ids and causes shift with every event that one side has more.
NOT_CONTENT = frozenset({"id", "date", "text", "causes", "origin", "occasion", "condition", "grievances"})


def why_diverge(a: Run, b: Run, history: int, other: int | None = None) -> Divergence:
    """Return where one history parts in two runs, and the chains from there to the outcomes.

    Both are lived again and checked against what the runs recorded; the comparison is exact, day by day, over the days
    that both have.  ``other`` is the history's number in ``b`` if it has another there, as a future of a branch does.
    Raises BadInput for runs whose histories do not pair or a history that is not there, Finding if one comes out
    differently than recorded.
    """
    refuse_strangers(a, b)
    numbers = history, history if other is None else other
    courses = a.courses.course(numbers[0]), b.courses.course(numbers[1])
    refuse_unpaired(courses, numbers)
    lived = replay_run(a, numbers[0]), replay_run(b, numbers[1])
    wars, events = (courses[0].stages[-1].war, courses[1].stages[-1].war), (lived[0].events, lived[1].events)
    days = min(course.days for course in courses)
    parting, own = parting_of(*courses, days), own_events(*events, days)
    first = min([event["day"] for side in own for event in side.values()], default=0)
    one, two = ([event for event in side.values() if event["day"] == first] for side in own)
    outcomes = outcomes_of(wars, lived) if parting else []
    links = links_of(outcomes, events, own, first)
    eves_told(links, courses)
    return Divergence(
        names=(name_of(a), name_of(b)), scenario=a.manifest.title, histories=numbers, days=days,
        edits=changed(scenario_of(wars[0]), scenario_of(wars[1])),
        drawn=drawn_otherwise(courses), parting=parting, first_events=(one, two), outcomes=outcomes, links=links,
        events=events,
    )  # fmt: skip


def refuse_unpaired(courses: Pair, numbers: tuple[int, int]) -> None:
    """Raise BadInput for two histories of different inputs and luck: they have nothing in common to part from."""
    a, b = courses
    if (a.seed, a.history) != (b.seed, b.history):
        what = f"history {numbers[0]} of A and history {numbers[1]} of B have no day in common"
        hint = f"the one was drawn as history {a.history} of its run, the other as history {b.history}"
        raise BadInput(Problem(what, key="--other-history", hint=hint))


def name_of(run: Run) -> str:
    """Return a run's folder as it was named, or its war."""
    return str(run.folder) if run.folder else run.manifest.folder_name


def parting_of(a: Course, b: Course, days: int) -> Parting | None:
    """Return the first day at whose end two histories differ in any bit of their state; None if they never do."""
    found = _first_unlike(a, b, days)
    if found is None:
        return None
    one, two, beside = found
    date = one.war.start + timedelta(one.day - 1)
    return Parting(one.day, date.isoformat(), beside.differences(one.state, two.state))


def parting_day(a: Course, b: Course) -> int | None:
    """Return the day of the parting alone, over the days that both have."""
    found = _first_unlike(a, b, min(a.days, b.days))
    return None if found is None else found[0].day


def _first_unlike(a: Course, b: Course, days: int) -> tuple[Life, Life, Beside] | None:
    """Live two histories until their states differ; 366 days cost about twice as much as living them at one go."""
    one, two = Life(a), Life(b)
    wars, beside = (one.war, two.war), Beside(one.war, two.war)
    for day in range(days + 1):
        one.until(day)
        two.until(day)
        if one.war is not wars[0] or two.war is not wars[1]:
            wars, beside = (one.war, two.war), Beside(one.war, two.war)
        if not beside.same(one.state, two.state):
            return one, two, beside
    return None


def content(event: Event) -> tuple[Any, ...]:
    """Return what makes an event this event: all that it says but its number and those of its causes."""
    return tuple((key, event[key]) for key in sorted(event) if key not in NOT_CONTENT)


def own_events(a: list[Event], b: list[Event], days: int) -> tuple[dict[int, Event], dict[int, Event]]:
    """Return the events that only one side has, by id, of the first ``days`` days; each is matched with one alike."""
    sides = []
    for mine, theirs in ((a, b), (b, a)):
        left: dict[tuple[Any, ...], int] = {}
        for event in theirs:
            left[content(event)] = left.get(content(event), 0) + 1
        own = {}
        for event in mine:
            known = content(event)
            if left.get(known, 0):
                left[known] -= 1
            elif event["day"] <= days:
                own[event["id"]] = event
        sides.append(own)
    return sides[0], sides[1]


def drawn_otherwise(courses: Pair) -> list[tuple[str, float, float]]:
    """Return the inputs whose value in this history differs between the two wars."""
    wars = [course.stages[-1].war for course in courses]
    values = [
        dict(
            zip(
                [item.path for item in war.drawn.all], war.drawn.draw(course.seed, course.history).tolist(), strict=True
            )
        )
        for war, course in zip(wars, courses, strict=True)
    ]
    return [(path, value, values[1][path]) for path, value in values[0].items() if values[1].get(path, value) != value]


def eves_told(links: list[Link], courses: Pair) -> None:
    """Give each chain that begins away from the parting what differed where it began, the evening before."""
    waiting = sorted({link.chain[0]["day"] - 1 for link in links if not link.to_the_parting and link.chain})
    if not waiting:
        return
    one, two = Life(courses[0]), Life(courses[1])
    for day in waiting:
        one.until(min(day, courses[0].days))
        two.until(min(day, courses[1].days))
        found = Beside(one.war, two.war).differences(one.state, two.state)
        for link in links:
            if link.chain and not link.to_the_parting and link.chain[0]["day"] - 1 == day:
                link.numbers[:] = near(found, link.chain[0])


def near(found: list[Difference], event: Event) -> list[Difference]:
    """Return the differences at the event's place, those of its actors first; where there are none, of its actors."""
    places = [item for item in found if item.place == event["place"] and item.field not in REMEMBERED]
    actors = [item for item in found if item.place is None and {event["actor"], event["other"]} & {*item.ids} - {None}]
    return sorted(places, key=lambda item: event["actor"] not in item.ids)[:FEW] or actors[:FEW]


FEW = 4
# What a place keeps of its last attack moves nothing.
REMEMBERED = frozenset({"launch", "since", "employment", "partners", "committed"})
