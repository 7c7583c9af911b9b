"""Why something happened: the chain of earlier events behind an event, and what was remembered behind a fissure.

Comes in: the events of one history, and how fast its grievances fade.  Goes out: chains as ids and as indented lines,
and for a fissure its causes with their shares.  What remained of a grievance on the day of a fissure is computed as the
war forgets, so that per cause the parts add up to what the history recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Event = dict[str, Any]

GRAVEST = 3


def explain_fissures(events: list[Event], forgetting: float) -> None:
    """Give each fissure its ``grievances``, gravest cause first, and the gravest of each as its ``causes``.

    A grievance booked on day d has faded (1 - 1 / ``forgetting``)**(D - d + 1) times by the fissure of day D: the day
    forgets after it has hurt, and before a member considers a break.  Each cause has ``share`` (of all that is
    remembered), ``remembered`` (trust, 0..1), ``events`` (how many grievances) and ``gravest``: up to three of them
    with what remained of each, and ``chain``, the ids of all earlier events behind it.
    """
    speed = 1.0 / max(1.0, forgetting)
    for event in events:
        if event["kind"] != "fissure":
            continue
        event["grievances"] = remembered(events, event["actor"], event["id"], event["day"], speed)
        for cause in event["grievances"]:
            for grave in cause["gravest"]:
                grave["chain"] = chain(events, grave["id"])
        first = [cause["gravest"][0]["id"] for cause in event["grievances"]]
        event["causes"] = sorted({*event["causes"], *first})


def remembered(events: list[Event], member: str, before: int, day: int, speed: float) -> list[dict[str, Any]]:
    """Return what a member remembers of each cause on a day, of the grievances booked before an event's number."""
    parts: dict[str, list[tuple[float, int]]] = {}
    for event in events[:before]:
        if event["kind"] == "grievance" and event["actor"] == member:
            rest = event["amount"] * (1.0 - speed) ** (day - event["day"] + 1)
            parts.setdefault(event["about"], []).append((rest, event["id"]))
    every = sum(rest for found in parts.values() for rest, _ in found)
    causes = [
        {
            "cause": cause,
            "share": sum(rest for rest, _ in found) / every,
            "remembered": sum(rest for rest, _ in found),
            "events": len(found),
            "gravest": [{"id": number, "remembered": rest} for rest, number in sorted(found, reverse=True)[:GRAVEST]],
        }
        for cause, found in parts.items()
    ]
    return sorted(causes, key=lambda cause: (-cause["remembered"], cause["cause"]))


def chain(events: list[Event], number: int) -> list[int]:
    """Return the ids of all earlier events that led to an event, directly or by way of others, in their order."""
    found: set[int] = set()
    waiting = list(events[number]["causes"])
    while waiting:
        cause = waiting.pop()
        if cause not in found:
            found.add(cause)
            waiting += events[cause]["causes"]
    return sorted(found)


def tree(events: list[Event], number: int, depth: int, seen: set[int] | None = None, level: int = 0) -> Iterator[str]:
    """Yield an event and, indented under it, what led to it, down to the roots or ``depth`` steps.

    An event that was told before is named by its number alone.
    """
    seen = set() if seen is None else seen
    event, indent = events[number], "  " * level
    if number in seen:
        yield f"{indent}{number}  (above)"
        return
    seen.add(number)
    yield f"{indent}{number}  {event['date']}  {event['text']}"
    if level >= depth:
        left = chain(events, number)
        if left:
            yield f"{indent}  ... {len(left):,} earlier event{'s' if len(left) > 1 else ''}: --why {number}"
        return
    for cause in reversed(event["causes"]):
        yield from tree(events, cause, depth, seen, level + 1)


def fissure_told(events: list[Event], fissure: Event, depth: int) -> Iterator[str]:
    """Yield a fissure and the chain of its causes: what was remembered of each, and the gravest with their own."""
    yield f"{fissure['id']}  {fissure['date']}  {fissure['text']}"
    if not fissure["grievances"]:
        yield "  No grievance is behind it: its trust had always been low enough."
    seen = {fissure["id"]}
    for cause in fissure["grievances"]:
        number = cause["events"]
        gravest = "" if number == 1 else f", the gravest {min(number, GRAVEST)}"
        times = "1 event" if number == 1 else f"{number:,} events"
        yield f"  {100 * cause['share']:.0f} % {cause['cause'].replace('_', ' ')}: {times}{gravest}:"
        for grave in cause["gravest"]:
            yield from tree(events, grave["id"], depth + 2, seen, 2)
    for earlier in fissure["causes"]:
        if events[earlier]["kind"] in ("fissure", "reconciled"):
            yield f"  after {earlier}  {events[earlier]['date']}  {events[earlier]['text']}"
