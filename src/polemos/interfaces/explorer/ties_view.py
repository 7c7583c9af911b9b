"""What binds and what strains, week by week: trust, support from the air, what sponsors send, and who fights whom.

Comes in: a run.  Goes out: the contract's ``Ties``.  Whose aircraft answered a request is not recorded.  A client's
requests are therefore given to one patron: the other actor that has most wings for it, the earlier one in a tie.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polemos.dimensions import ANSWERS
from polemos.engine.run import Run
from polemos.interfaces.explorer.plain import Plain, amounts, mean_of, range_of, shares
from polemos.interfaces.sections.facts import Facts


def ties_of(run: Run) -> Plain:
    """Return the ties between actors and camps in each week, over the histories."""
    return ties_of_facts(Facts(run))


def ties_of_facts(facts: Facts) -> Plain:
    """Return the same from facts that were read already."""
    return {
        "trust": list(_trust(facts)), "support": list(_support(facts)), "flows": list(_flows(facts)),
        "fighting": list(_fighting(facts)),
    }  # fmt: skip


def _trust(facts: Facts) -> Iterator[Plain]:
    """Yield the trust between every two members, the mean of both directions in each history."""
    if len(facts.members) < 2:
        return
    values = facts.read("pair_trust", "week", "truster", "trusted")
    members = [facts.legend.actors.index(str(name)) for name in facts.measures["truster"].values]
    for row, one in enumerate(members):
        for column in range(row + 1, len(members)):
            both = (values[:, :, row, column].astype(np.float64) + values[:, :, column, row]) / 2.0
            mean, low, high = (shares(part) for part in range_of(both))
            yield {"one": one, "two": members[column], "mean": mean, "low": low, "high": high}


def _support(facts: Facts) -> Iterator[Plain]:
    """Yield the mean requests a week of each client that asks, by answer."""
    mean = mean_of(facts.read("requests", "week", "actor", "answer"))
    for client in np.flatnonzero(mean.sum(axis=(0, 2)) > 0).tolist():
        patron = patron_of(facts, client)
        if patron >= 0:
            found = {answer: amounts(mean[:, client, row]) for row, answer in enumerate(ANSWERS)}
            yield {"from": patron, "to": client, **found}


def patron_of(facts: Facts, client: int) -> int:
    """Return the other actor that has most wings for a client, -1 if none has any."""
    world = facts.war.world
    owners = world.wing_patron[world.client[:, client] > 0]
    wings = np.bincount(owners[owners != client], minlength=1)
    return int(wings.argmax()) if wings.any() else -1


def _flows(facts: Facts) -> Iterator[Plain]:
    """Yield what part of each flow comes through, the mean of the histories."""
    mean = shares(mean_of(facts.read("flow_share", "week", "flow")).T)
    for row, part in enumerate(mean):
        yield {"flow": row, "share": part}


def _fighting(facts: Facts) -> Iterator[Plain]:
    """Yield the mean dead a week between every two camps that fight, all sides together."""
    mean = mean_of(facts.read("pair_killed", "week", "pair"))
    camps = len(facts.legend.camps)
    pairs = [(one, two) for one in range(camps) for two in range(one, camps)]
    for row, (one, two) in enumerate(pairs):
        if mean[:, row].any():
            yield {"one": one, "two": two, "killed": amounts(mean[:, row])}
