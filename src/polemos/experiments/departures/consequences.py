"""What became different between two paired histories, and through which events.

Comes in: two histories in full, and the events that only one of them has.  Goes out: the outcomes that differ, and for
each event that made one a ``Link``: the chain of its causes among the events of its own side alone, back to where the
two histories part or to where no earlier event leads on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.replay import Replayed
from polemos.engine.state_words import Difference
from polemos.model.state import CIVILIANS_KILLED

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Event = dict[str, Any]
Wars = tuple["War", "War"]
Lives = tuple[Replayed, Replayed]
NAMES = ("day", "kind", "place", "actor", "other", "about")
"""What two events that differ only in their counts have in common."""
# Chains are sought for this many of the places whose last holder differs, those with most people first.
PLACES_TOLD = 3


class Outcome(NamedTuple):
    """One thing that became of the war; ``told`` are the events that made it on each side, if there are any."""

    name: str
    title: str
    a: Any
    b: Any
    made_by: tuple[int | None, int | None]

    @property
    def differs(self) -> bool:
        """Whether it became otherwise."""
        return bool(self.a != self.b)


@dataclass
class Link:
    """How one side's event leads back: the chain from its beginning to the event, each the cause of the next.

    ``to_the_parting``: the chain begins where the histories part, or with a decision that only this side has.  If not,
    no recorded event led from the parting to its beginning, and ``numbers`` says what differed there on the day before.
    ``beside`` is what the other side has in place of its beginning: the same event with other counts.
    """

    outcome: str
    side: int
    chain: list[Event]
    to_the_parting: bool
    beside: Event | None
    numbers: list[Difference] = field(default_factory=list)


def outcomes_of(wars: Wars, lives: Lives) -> list[Outcome]:
    """Return the outcomes in one order: first fissure, ending, dead, civilians, then every place with its holder."""
    (war_a, a), (war_b, b) = zip(wars, lives, strict=True)
    first, last = ((_id(_event(a, kind)), _id(_event(b, kind))) for kind in ("fissure", "ending"))
    dead, civilians = "dead of all sides", "civilians killed"
    found = [
        Outcome("first_fissure", "first fissure", _fissure(war_a, a), _fissure(war_b, b), first),
        Outcome("ending", "ending", _ending(war_a, a), _ending(war_b, b), last),
        Outcome("dead", dead, int(a.state.killed.sum()), int(b.state.killed.sum()), (None, None)),
        Outcome("civilians_killed", civilians, _civilians(a), _civilians(b), (None, None)),
    ]
    return [*found, *places_held(wars, lives)]


def places_held(wars: Wars, lives: Lives) -> Iterator[Outcome]:
    """Yield the last holder of every place that both wars have, those with most people first."""
    legend, other = wars[0].legend, wars[1].legend
    people = wars[0].world.population
    for row in sorted(range(len(legend.places)), key=lambda row: -int(people[row])):
        name = legend.places[row]
        if name in other.places:
            holders = [_holder(war, again, name) for war, again in zip(wars, lives, strict=True)]
            changes = [_last_change(again, name) for again in lives]
            title = f"holder of {legend.place_titles[row]}"
            yield Outcome(f"holder.{name}", title, holders[0], holders[1], (changes[0], changes[1]))


def links_of(
    outcomes: list[Outcome],
    events: tuple[list[Event], list[Event]],
    own: tuple[dict[int, Event], dict[int, Event]],
    parting: int,
) -> list[Link]:
    """Return the links of the outcomes that differ: of fissure and ending, and of the first places."""
    places = [outcome for outcome in outcomes if outcome.name.startswith("holder.") and outcome.differs]
    told = [outcome for outcome in outcomes if outcome.differs and not outcome.name.startswith("holder.")]
    found = []
    for outcome in [*told, *places[:PLACES_TOLD]]:
        for side, number in enumerate(outcome.made_by):
            if number is not None and number in own[side]:
                chain, there = way_back(number, events[side], own[side], own[1 - side], parting)
                found.append(Link(outcome.name, side, chain, there, counterpart(chain[0], own[1 - side])))
    return found


def way_back(
    number: int, events: list[Event], own: dict[int, Event], theirs: dict[int, Event], parting: int
) -> tuple[list[Event], bool]:
    """Return the chain of own events by the fewest steps from the parting to an event, and whether it reaches there.

    Where no chain does, the one from the earliest beginning is returned.  Complexity: the own events behind the event.
    """
    before: dict[int, int] = {}
    waiting, seen, ends = [number], {number}, []
    for at in waiting:
        if at_the_parting(events[at], theirs, parting):
            return _path(at, number, before, events), True
        causes = [cause for cause in events[at]["causes"] if cause in own]
        if not causes:
            ends.append(at)
        for cause in reversed(causes):
            if cause not in seen:
                seen.add(cause)
                before[cause] = at
                waiting.append(cause)
    return _path(min(ends), number, before, events), False


def counterpart(event: Event, theirs: dict[int, Event]) -> Event | None:
    """Return the other side's event of that day, kind, place and actors, whose counts differ; None if it has none."""
    wanted = [event[name] for name in NAMES]
    return next((other for other in theirs.values() if [other[name] for name in NAMES] == wanted), None)


def at_the_parting(event: Event, theirs: dict[int, Event], parting: int) -> bool:
    """Whether an own event is of the day on which events first differ, or is a decision that the other side lacks.

    A decision is made by the scenario on its date; if the other war makes it on that day too, and only moves another
    number by it, then the numbers had parted before.
    """
    if event["day"] == parting:
        return True
    made = (event["day"], event["about"])
    return event["kind"] == "decision" and all(
        (other["day"], other["about"]) != made for other in theirs.values() if other["kind"] == "decision"
    )


def _path(at: int, number: int, before: dict[int, int], events: list[Event]) -> list[Event]:
    chain = [events[at]]
    while at != number:
        at = before[at]
        chain.append(events[at])
    return chain


def _event(again: Replayed, kind: str) -> Event | None:
    if kind == "fissure":
        return again.fissure
    return next((event for event in again.events if event["kind"] == kind), None)


def _id(event: Event | None) -> int | None:
    return None if event is None else int(event["id"])


def _fissure(war: War, again: Replayed) -> str:
    day, member, kind = again.record.fissure.tolist()
    if day < 0:
        return "none"
    return f"{FISSURE_KINDS[kind]} of {war.legend.actors[member]} on {war.start + timedelta(day)}"


def _ending(war: War, again: Replayed) -> str:
    kind, day = again.record.ending.tolist()
    return ENDING_KINDS[kind] if day < 0 else f"{ENDING_KINDS[kind]} on {war.start + timedelta(day)}"


def _civilians(again: Replayed) -> int:
    return int(again.state.counted[CIVILIANS_KILLED])


def _holder(war: War, again: Replayed, place: str) -> str:
    row = int(again.state.holder[war.legend.places.index(place)])
    return war.legend.actors[row] if row >= 0 else "nobody"


def _last_change(again: Replayed, place: str) -> int | None:
    changes = [event["id"] for event in again.events if event["place"] == place and event["kind"] in CHANGES]
    return int(changes[-1]) if changes else None


CHANGES = ("taken", "surrendered")
