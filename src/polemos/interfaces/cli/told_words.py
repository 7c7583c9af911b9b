"""Told events, and how they stand to recorded ones, as lines for a terminal.

Comes in: what ``evidence.coding`` and ``evidence.recorded_near`` made.  Goes out: lines and plain data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from polemos.scenario.scalars import readable

if TYPE_CHECKING:
    from polemos.evidence.coding import Told
    from polemos.evidence.recorded_near import Compared


def told_as_data(one: Told) -> dict[str, Any]:
    """Return a told event as plain data, with its classes."""
    return {**one._asdict(), "sentence": list(one.sentence), "plover": one.plover, "cameo": one.cameo}


def told_lines(told: Sequence[Told]) -> Iterator[str]:
    """Yield one line for each told event."""
    yield f"{len(told):,} events told"
    for one in told:
        yield f"  {one.first:>6}:{one.last:<6} {_what(one)}  [{one.speaker}]"


def _what(one: Told) -> str:
    losses = "" if one.losses is None else f"{one.losses:,} lost"
    parts = (
        one.place and f"at {one.place}",
        one.date,
        one.weapon,
        losses,
        "" if one.certainty == "asserted" else one.certainty,
    )
    who = f"{one.source or '?'} -> {one.target or '?'}"
    return ", ".join(
        [f"{one.plover} {one.cameo} {one.action.replace('_', ' ')}: {who}", *(part for part in parts if part)]
    )


def compared_as_data(one: Compared) -> dict[str, Any]:
    """Return a comparison as plain data; an unknown distance is null."""
    nearest = [event._asdict() | {"km": None if event.km != event.km else round(event.km, 1)} for event in one.nearest]
    return {
        "told": told_as_data(one.told),
        "outcome": one.outcome,
        "why": one.why,
        "days": one.days,
        "by_chance": None if one.by_chance != one.by_chance else round(one.by_chance, 3),
        "nearest": nearest,
    }


def compared_lines(rows: Sequence[Compared]) -> Iterator[str]:
    """Yield a summary, then every told event with the nearest recorded ones."""
    counts = Counter(one.outcome for one in rows)
    yield f"{len(rows):,} events told: " + (
        ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()) or "none"
    )
    for one in rows:
        yield f"  {one.told.first:>6}:{one.told.last:<6} {_what(one.told)}  [{one.told.speaker}]"
        chance = "" if one.by_chance != one.by_chance else f"; something fits in {one.by_chance:.0%} of such windows"
        yield f"{'':>16}{one.outcome}: {one.why}" + (f" ({one.days}){chance}" if one.days else "")
        for event in one.nearest:
            far = "in the governorate" if event.km != event.km else f"{event.km:.0f} km"
            sides = readable(f"{event.sides[0]} and {event.sides[1]}")
            fits = "" if event.fits else ", other sides"
            where = f"{readable(event.place)} ({far})"
            yield f"{'':>18}{event.id} {event.first} {where}, {sides}, {event.best:,} dead{fits}"
