"""Who is whose member, and days on which members are answered or bound: what the laws of trust and of breaks share."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.days import Day, found, together
from polemos.model.decisions import CEASEFIRE
from polemos.model.fissure import KINDS


def answers(kind: int, more: int) -> Any:
    """Give every client so many more answers of a kind."""
    return found("answers", lambda answers: answers + more * (np.arange(3) == kind))


def patrons(day: Day) -> Any:
    """Return the patron of each actor's coalition, -1 outside and for the patron itself, [A]."""
    coalition, actors = day.world.coalition, np.arange(len(day.world.camp))
    who = np.array([day.world.patron[one] if one >= 0 else -1 for one in coalition], dtype=np.int64)
    return np.where(who == actors, -1, who)


def free(day: Day) -> Any:
    """Return which actors may break: members that neither lead nor are the patron, [A]."""
    coalition, actors = day.world.coalition, np.arange(len(day.world.camp))
    leads = np.array([day.state.lead[one] if one >= 0 else -1 for one in coalition])
    return (patrons(day) >= 0) & (leads != actors)


def truce_today(day: Day) -> Day:
    """Let every truce begin today, agreed by patrons alone, binding all."""
    truces = day.world.act == CEASEFIRE
    party = np.zeros_like(day.world.act_party)
    party[:, [one for one in day.world.patron if one >= 0]] = 1
    world = day.world._replace(act_party=party, act_bound=np.ones_like(party))
    return day._replace(world=world, state=day.state._replace(truce=np.where(truces, day.number, -1)))


def told_apart(day: Day) -> Day:
    """Let no two fronts have refused anybody equally often, by the fronts' ids."""
    rank = np.argsort(np.argsort(day.world.front_key))
    return found("refusals", lambda refusals: refusals + 1e-3 * (1 + rank))(day)


def one_restless(day: Day) -> Day:
    """Let nobody break but the first who may, by its id, and no two enemies be equally near."""
    may, rank = np.flatnonzero(free(day)), np.argsort(np.argsort(day.world.actor_key))
    first = may[np.argmin(day.world.actor_key[may])] if len(may) else -1
    broken = found("rupture", lambda rupture: np.where(np.arange(len(rupture)) == first, rupture, KINDS - 1))
    return together(broken, found("men", lambda men: men + rank))(day)
