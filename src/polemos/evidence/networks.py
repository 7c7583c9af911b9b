"""Who fought whom, as a signed network, read from dated events: recorded ones and simulated ones alike.

Comes in: rows with the columns of the UCDP Georeferenced Event Dataset, as a release or ``polemos events export``
writes them.  Goes out: a ``SignedNetwork`` for ``theory.balance``, with what was counted and what was left out.  Events
tell of rivals; who is a friend they tell only where sides are coded as fighting together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

from polemos.engine.ged import ACTIVE, NOT_ATTRIBUTED, ONE_SIDED, SIMULATED
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.event_rows import LONGEST, day_in, event_rows, number_in
from polemos.theory.signed import SignedNetwork

SIDES = ("side_a", "side_b")
COLUMNS = ("type_of_violence", "date_start", "date_end", "best")
BETWEEN_MEMBERS = ", "

Pair = tuple[str, str]


class FightingNetwork(NamedTuple):
    """A signed network of the sides of a war, and what it was made of."""

    network: SignedNetwork  # ties of -1 and 1; sides without a tie are not in it
    killed: dict[Pair, float]  # dead between each two sides within the window, few or many
    together: dict[Pair, float]  # dead in the fights that two sides fought side by side
    both: tuple[Pair, ...]  # rivals here who would else be friends
    events: int  # rows that were counted
    left_out: dict[str, int]  # rows that were not, by reason


def fighting_network(
    events: Any,
    *,
    first: str | date | None = None,
    last: str | date | None = None,
    least: float = ACTIVE,
    joint_sides: str = "one",
    friends: Iterable[Pair] = (),
    common_enemy: bool = False,
    called: Mapping[str, str] | None = None,
    sides: tuple[str, str] = SIDES,
    long_events: str = "leave_out",
) -> FightingNetwork:
    """Return the network in which sides are rivals who killed at least ``least`` people between them in the window.

    ``events`` is a CSV file of UCDP GED (``.csv`` or ``.csv.gz``), or its rows as a data frame or as dicts.  Counted is
    the best estimate of state-based and non-state events (codebook 22.1) whose days fall between ``first`` and
    ``last``, both included; an event of several days is spread evenly over them.  One-sided violence makes no tie, nor
    do deaths that nobody is named for.  ``least`` is UCDP's threshold for an active year unless given.

    Rows of more than 31 days are left out, or spread too if ``long_events`` is "spread": they are sums for a campaign.
    ``sides`` are the two columns that tell who fought (``side_a_new_id`` and ``side_b_new_id`` for ids), ``called``
    gives sides other names, so that some become one.

    Friends: events know them only in names such as "Ahrar al-Sham, Southern Front", for a fight in which both stood on
    one side.  ``joint_sides`` "one" takes such a name for a side of its own, "members" for each of its members, who
    then are friends if at least ``least`` died in such fights, and each of whom has fought the other side (simulated
    sides are never joint).  ``friends`` adds pairs from elsewhere.  ``common_enemy`` makes friends of all who share a
    rival and are not rivals themselves: that assumes what balance theory asks about, so the balance of such a network
    is partly so by construction, and only its frustration says something.  Two who killed each other are rivals
    whatever else they are (``both``).

    Two warnings on UCDP's names: a blanket side ("Syrian insurgents") holds groups that other rows name one by one, so
    one side may be two nodes; and sides without ``least`` dead are missing, not neutral.  Raises BadInput for files,
    columns, dates and numbers that cannot be read, and for a window or a ``least`` that is none.  Cost: the rows.
    """
    _known("joint_sides", joint_sides, ("one", "members"))
    _known("long_events", long_events, ("leave_out", "spread"))
    if not (math.isfinite(least) and least > 0.0):
        raise BadInput(Problem(f"is {least:g}", key="least", hint="give a number of people above 0"))
    window = (day_in(first, "first") or date.min, day_in(last, "last") or date.max)
    if window[0] > window[1]:
        raise BadInput(Problem(f"begins on {window[0]} and ends on {window[1]}", key="first, last"))
    killed: dict[Pair, float] = defaultdict(float)
    together: dict[Pair, float] = defaultdict(float)
    left_out: Counter[str] = Counter()
    counted = 0
    with event_rows(events) as rows:
        for number, row in enumerate(rows, start=1):
            reason, dead = _weigh(row, number, window, sides, long_events == "spread")
            apart = joint_sides == "members" and not _simulated(row)
            camps = [_members(str(row[side]).strip(), apart, called or {}) for side in sides]
            if not reason and set(camps[0]) & set(camps[1]):
                reason = "within one side"
            if reason:
                left_out[reason] += 1
                continue
            counted += 1
            for one, other in product(*camps):
                killed[_pair(one, other)] += dead
            for pair in (pair for camp in camps for pair in combinations(camp, 2)):
                together[_pair(*pair)] += dead
    rivals = [pair for pair, dead in killed.items() if dead >= least]
    allies = [_pair(*pair) for pair in friends] + [pair for pair, dead in together.items() if dead >= least]
    both = tuple(sorted(set(allies) & set(rivals)))
    ties = dict.fromkeys(rivals, -1.0) | dict.fromkeys((pair for pair in allies if pair not in both), 1.0)
    if common_enemy:
        ties |= {pair: 1.0 for pair in _with_common_enemy(rivals) if pair not in ties}
    return FightingNetwork(_network(ties), dict(killed), dict(together), both, counted, dict(left_out))


def _weigh(
    row: Mapping[str, Any], number: int, window: tuple[date, date], sides: tuple[str, str], spread: bool
) -> tuple[str, float]:
    """Return why a row is left out, or "" and how many of its dead fall into the window."""
    missing = [column for column in (*COLUMNS, *sides) if column not in row]
    if missing:
        hint = did_you_mean(missing[0], [str(name) for name in row]) or "these are not rows of UCDP GED"
        raise BadInput(Problem(f"has no column {missing[0]}", key="events", hint=hint))
    where = f"events, row {number}"
    if int(number_in(row["type_of_violence"], where)) == ONE_SIDED:
        return "one-sided violence", 0.0
    if NOT_ATTRIBUTED in (str(row[sides[0]]), str(row[sides[1]])):
        return "nobody named", 0.0
    began, ended = day_in(row["date_start"], where), day_in(row["date_end"], where)
    if began is None or ended is None or ended < began:
        raise BadInput(Problem(f"lasts from {row['date_start']} to {row['date_end']}", key=where))
    days = (ended - began).days + 1
    within = (min(ended, window[1]) - max(began, window[0])).days + 1
    if within <= 0:
        return "outside the window", 0.0
    if days > LONGEST and not spread:
        return f"longer than {LONGEST} days", 0.0
    return "", number_in(row["best"], where) * within / days


def _members(side: str, apart: bool, called: Mapping[str, str]) -> list[str]:
    if side in called or not apart:
        return [called.get(side, side)]
    return sorted({called.get(member, member) for member in side.split(BETWEEN_MEMBERS)})


def _simulated(row: Mapping[str, Any]) -> bool:
    return str(row.get("id", "")).isdecimal() and int(row["id"]) > SIMULATED


def _with_common_enemy(rivals: list[Pair]) -> Iterator[Pair]:
    enemies: dict[str, list[str]] = {}
    for one, other in rivals:
        enemies.setdefault(one, []).append(other)
        enemies.setdefault(other, []).append(one)
    for pair in combinations(sorted(enemies), 2):
        if not set(enemies[pair[0]]).isdisjoint(enemies[pair[1]]):
            yield pair


def _network(ties: Mapping[Pair, float]) -> SignedNetwork:
    names = sorted({side for pair in ties for side in pair})
    row = {side: number for number, side in enumerate(names)}
    pairs = np.array([(row[one], row[other]) for one, other in sorted(ties)], dtype=np.int64).reshape(-1, 2)
    weights = np.array([ties[pair] for pair in sorted(ties)], dtype=np.float64)
    return SignedNetwork(tuple(names), pairs[:, 0], pairs[:, 1], weights)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _known(key: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise BadInput(Problem(f"is {given!r}, it can be {' or '.join(map(repr, choices))}", key=key))
