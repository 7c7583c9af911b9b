"""Where a rule of a user's own may stand: what it is called with, in which units, and what it may answer.

Comes in: nothing.  Goes out: the slots, which are the contract between a war and the rules that it names.  A built-in
rule has the same arguments as a user's; how either is called is next door in ``rules``, who may register one in
``scenario.register``.  No library is loaded here, so that a scenario can be checked without the engine.
"""

from __future__ import annotations

from typing import NamedTuple

from polemos.dimensions import ALLOCATION_RULES, ATTACK_RULES, BREAK_RULES

ALLOCATION, ATTACK, BREAK = 1, 2, 3
# Above every urgency that a person would write, and far below infinity.
MOST_URGENT = 1e300


class Slot(NamedTuple):
    """One question that a rule answers with a number from 0 to ``most``; ``room`` holds the built-in ones by name."""

    number: int
    kind: str
    room: str
    built_in: tuple[str, ...]
    arguments: dict[str, str]
    most: float
    answer: str


SLOTS = {
    "allocation": Slot(
        ALLOCATION,
        "allocation rule",
        "allocation",
        ALLOCATION_RULES,
        {
            "own": "men on the client's side of the fight",
            "enemy": "men on the other side",
            "attacking": "1 where the client attacks, 0 where it defends",
            "trust": "the patron's trust in the client, 0 to 1",
            "waiting": "days since the fighting there began",
            "served": "requests of the client honoured so far, late ones included",
            "refused": "requests of the client refused so far",
            "people": "people of the place",
            "random": "a number from 0 to 1 that belongs to patron, client, place and day",
        },
        MOST_URGENT,
        "an urgency of at least 0; the most urgent request is taken first",
    ),
    "decision": Slot(
        ATTACK,
        "attack rule",
        "attack",
        ATTACK_RULES,
        {
            "ratio": "strength that the actor would commit, divided by the defence behind its cover",
            "required": "the required ratio of the scenario",
            "opening": "how free of hostile aircraft the front looks, 0 to 1",
            "people": "people of the place",
            "lost_lately": "share of its force that the actor lost in the last month or so, 0 to 1",
        },
        1.0,
        "the share of its full rate of attack, 0 to 1",
    ),
    "breaking": Slot(
        BREAK,
        "break rule",
        "trust",
        BREAK_RULES,
        {
            "confidence": "the member's trust in its coalition, 0 to 1",
            "point": "the breaking point for this kind of break; below 0 for a grave one",
            "width": "the width of that threshold, above 0",
            "grievance": "the trust that its greatest grievance has cost, forgotten with time",
            "lost_lately": "share of its force that the member lost in the last month or so, 0 to 1",
        },
        1.0,
        "the share of the full rate of breaking, 0 to 1",
    ),
}
"""By the field of the scenario that names the rule."""

BUILT_IN = tuple((slot, name) for slot in SLOTS for name in SLOTS[slot].built_in)

MECHANISM_ARGUMENTS = {
    "world": "what stays the same in all histories; read only",
    "given": "the numbers of this history; read only",
    "numbers": "the mechanism's own numbers in this history, by name",
    "state": "everything that changes; may be written",
    "key": "what makes this history's chance its own, for draw",
    "stream": "the mechanism's own stream of chance, for draw",
    "day": "0 is the first",
}
