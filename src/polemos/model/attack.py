"""Attack rules: how readily an actor attacks at given odds.

Comes in: the odds that a staff sees, and what else it goes by.  Goes out: the share of the actor's full rate of attack,
0 to 1, which ``offensive`` multiplies with tempo, value and the rest.  Each rule is a function of plain numbers, the
same for all actors that name it; arguments and units stand in ``slots``.  Claims c04, c13.
"""

from __future__ import annotations

from polemos.model.compiled import compiled


@compiled
def inviting(ratio: float, required: float) -> float:
    """Return r^4 / (r^4 + required^4): 0 at no strength, one half at the required ratio, towards 1 far above it."""
    odds, even = ratio * ratio, required * required
    return odds * odds / (odds * odds + even * even)


def by_odds(ratio: float, required: float, opening: float, people: float, lost_lately: float) -> float:
    """Attack the more readily the better the odds: r^4 / (r^4 + required^4), one half at the required ratio.

    0 at no strength, towards 1 far above the required ratio.  The fourth power is a convention between a rule of thumb
    and indifference.
    """
    return inviting(ratio, required)


def threshold(ratio: float, required: float, opening: float, people: float, lost_lately: float) -> float:
    """Attack fully from the required ratio on, and never below it.

    The three-to-one rule as a staff would apply it (Mearsheimer 1989; doubted by Epstein 1988, 1989, who found neither
    its units nor its record clear).  It speaks of combat power against a prepared front; here ``ratio`` has cover in
    its denominator already, so that three to one against cover 3 is a required ratio of 1.
    """
    return 1.0 if ratio >= required else 0.0


def opportunist(ratio: float, required: float, opening: float, people: float, lost_lately: float) -> float:
    """Attack by the odds, and only as far as hostile aircraft are seen to be elsewhere: by_odds * opening (c04).

    Who has never seen hostile aircraft sees no opening, and never attacks by this rule.
    """
    return opening * inviting(ratio, required)


def gambler(ratio: float, required: float, opening: float, people: float, lost_lately: float) -> float:
    """Attack at worse odds the more was lost of late: by_odds with required * (1 - lost_lately).

    Gambling for resurrection: who would be removed after a failure goes on where a well-informed principal would stop
    (Downs and Rocke 1994, of executives and wars; that it holds for staffs and offensives, and its size, is judgement).
    Without losses it is by_odds; at a lost force it attacks at any odds.
    """
    return inviting(ratio, required * (1.0 - lost_lately)) if ratio > 0.0 else 0.0
