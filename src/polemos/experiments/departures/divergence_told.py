"""The parting of two histories as data and in words.

Comes in: what ``divergence`` found.  Goes out: ``Divergence``, lines for the terminal, or a dictionary for programs.
Nothing is computed here.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from polemos.engine.state_words import Difference, shown
from polemos.experiments.departures.consequences import Link, Outcome
from polemos.scenario.difference import Changed

Event = dict[str, Any]
SIDES = ("A", "B")
MOST = 6
LONGEST_CHAIN = 12


@dataclass(frozen=True)
class Parting:
    """The first day (from 1; 0 = the eve of the war) on which the states differ, and in what."""

    day: int
    date: str
    differences: list[Difference]


@dataclass(frozen=True)
class Divergence:
    """Two paired histories: what was changed, where they part, what became different, and through what."""

    names: tuple[str, str]
    scenario: str
    histories: tuple[int, int]
    days: int
    edits: list[Changed]
    drawn: list[tuple[str, float, float]]
    parting: Parting | None
    first_events: tuple[list[Event], list[Event]]
    outcomes: list[Outcome]
    links: list[Link]
    events: tuple[list[Event], list[Event]]

    @property
    def identical(self) -> bool:
        """Whether the two are the same history, in every bit of the state and in every event."""
        return self.parting is None and not self.first_events[0] and not self.first_events[1]

    def lines(self) -> list[str]:
        """Return it as lines for the terminal."""
        return [*_head(self), "", *_edits(self), "", *_parting(self), *_outcomes(self)]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return _plain(self)

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _head(found: Divergence) -> Iterator[str]:
    one, two = found.histories
    number = f"History {one}" if one == two else f"History {one} of A and history {two} of B"
    yield f"{number} of {found.scenario}, {found.days:,} days"
    yield from (f"{side}: {name}" for side, name in zip(SIDES, found.names, strict=True))


def _edits(found: Divergence) -> Iterator[str]:
    if not found.edits:
        yield "The two wars are the same in every value."
        return
    yield "What differs between the two wars:"
    yield from cut([f"  {item}" for item in found.edits], "  ")
    if found.drawn:
        yield "Drawn for this history:"
        yield from cut([f"  {path}: {shown(a, b)} in A, {shown(b, a)} in B" for path, a, b in found.drawn], "  ")


def _parting(found: Divergence) -> Iterator[str]:
    if found.identical:
        yield f"The two histories are the same on all {found.days:,} days, to the last bit and in every event."
        return
    parting = found.parting
    if parting is None:
        yield "No quantity of the state differs on any day."
    else:
        when = "on the eve of the war" if parting.day == 0 else f"on {parting.date}, day {parting.day}"
        yield f"They part {when}. At its end these differ:" if parting.day else f"They part {when}. These differ:"
        yield from cut([f"  {item}" for item in parting.differences], "  ")
    every = [event for side in found.first_events for event in side]
    if not every:
        yield "No recorded event differs."
        return
    yield f"The first events that only one of them has are of {every[0]['date']}, day {every[0]['day']}:"
    for side, name in enumerate(SIDES):
        told = [told_event(event) for event in found.first_events[side]]
        yield from cut([f"  {name}  {line}" for line in told] or [f"  {name}  none"], f"  {name}  ")


def _outcomes(found: Divergence) -> Iterator[str]:
    if found.identical:
        return
    main = [outcome for outcome in found.outcomes if not outcome.name.startswith("holder.")]
    places = [outcome for outcome in found.outcomes if outcome.name.startswith("holder.")]
    lost = [outcome for outcome in places if outcome.differs]
    yield ""
    if not any(outcome.differs for outcome in found.outcomes):
        yield "Nothing that is told as an outcome differs: fissure, ending, dead, civilians, last holders."
        return
    yield "What became of it:"
    for outcome in main:
        yield f"  {outcome.title}: {_both(outcome)}"
    yield f"  last holders: {len(lost)} of {len(places)} places differ"
    yield from cut([f"    {outcome.title}: {_both(outcome)}" for outcome in lost], "    ")
    for outcome in [*main, *lost]:
        links = [link for link in found.links if link.outcome == outcome.name]
        for link in links:
            yield ""
            yield from told_link(outcome, link)
    if any(outcome.differs and outcome.made_by == (None, None) for outcome in main):
        yield ""
        yield "The dead are sums over all fighting; no single event made their difference."


def _both(outcome: Outcome) -> str:
    if not outcome.differs:
        return f"{_value(outcome.a)} in both"
    return f"{_value(outcome.a)} in A, {_value(outcome.b)} in B"


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")


def told_link(outcome: Outcome, link: Link) -> Iterator[str]:
    """Yield the chain behind an outcome's event on one side, earliest first, and where it begins."""
    side, chain = SIDES[link.side], link.chain
    how = "back to the parting" if link.to_the_parting else "not back to the parting"
    steps = len(chain) - 1
    yield f"{outcome.title} in {side}, {how} by {steps} step{'' if steps == 1 else 's'}:"
    shown_events = chain if len(chain) <= LONGEST_CHAIN else [*chain[:6], None, *chain[-5:]]
    for event in shown_events:
        yield f"  {told_event(event)}" if event is not None else f"  ... {len(chain) - 11} more"
    if link.to_the_parting:
        return
    first, through = chain[0]["id"], f"came through numbers: no event that only {side} has led to it"
    if link.beside is None:
        yield f"  Event {first} is in {side} alone. It {through}."
    else:
        yield f"  Event {first} is in {SIDES[1 - link.side]} with other counts: {link.beside['text']}"
        yield f"  The difference {through}."
    if link.numbers:
        yield "  The evening before, these differed there:"
        yield from (f"    {item}" for item in link.numbers)


def told_event(event: Event) -> str:
    """Return an event's number, date and sentence."""
    return f"{event['id']}  {event['date']}  {event['text']}"


def cut(told: list[str], indent: str) -> list[str]:
    """Return the first lines, and how many more there are."""
    more = len(told) - MOST
    return told if more <= 0 else [*told[:MOST], f"{indent}and {more:,} more"]


def command(found: Divergence) -> str:
    """Return the command that tells it again."""
    one, two = found.histories
    words = ["polemos", "why-diverge", *found.names, "--history", str(one)]
    return shlex.join(words + (["--other-history", str(two)] if one != two else []))


def _plain(found: Divergence) -> dict[str, Any]:
    """Return everything as plain data; events by their number, with all that they hold."""
    parting = found.parting
    return {
        "command": command(found),
        "a": {"run": found.names[0], "history": found.histories[0]},
        "b": {"run": found.names[1], "history": found.histories[1]},
        "days": found.days,
        "edits": [item._asdict() for item in found.edits],
        "drawn": [{"path": path, "a": a, "b": b} for path, a, b in found.drawn],
        "identical": found.identical,
        "parting": None
        if parting is None
        else {
            "day": parting.day, "date": parting.date,
            "differences": [item._asdict() | {"ids": list(item.ids)} for item in parting.differences],
        },
        "first_events": {side.lower(): events for side, events in zip(SIDES, found.first_events, strict=True)},
        "outcomes": [
            {"name": item.name, "title": item.title, "a": item.a, "b": item.b, "differs": item.differs,
             "event_a": item.made_by[0], "event_b": item.made_by[1]}
            for item in found.outcomes
        ],
        "links": [
            {"outcome": item.outcome, "side": SIDES[item.side].lower(), "to_the_parting": item.to_the_parting,
             "chain": item.chain, "beside": item.beside,
             "numbers": [one._asdict() | {"ids": list(one.ids)} for one in item.numbers]}
            for item in found.links
        ],
    }  # fmt: skip
