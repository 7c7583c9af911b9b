"""Stakeholders drawn at random for the laws of elections, from seeds fixed in advance."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from polemos.theory import ballots
from polemos.theory.plain_loops import plain
from polemos.theory.voting import ElectionRules
from polemos.theory.voting_rules import KINDS, codes

SEEDS = range(20)


class Crowd(NamedTuple):
    """Capability [S], position and salience [S, K]."""

    capability: Any
    position: Any
    salience: Any


def crowd(seed: int, stakeholders: int = 6, issues: int = 3) -> Crowd:
    """Return stakeholders whose positions keep a tenth from the ends of the axes."""
    random = np.random.default_rng(seed)
    position = 0.1 + 0.8 * random.random((stakeholders, issues))
    salience = random.random((stakeholders, issues))
    salience *= (0.4 + 0.6 * random.random((stakeholders, 1))) / salience.sum(axis=1, keepdims=True)
    return Crowd(0.2 + random.random(stakeholders), position, salience)


def every_rule() -> Iterator[ElectionRules]:
    """Give rules in which each rule of each kind comes up, one kind at a time, and all votes with all elections."""
    for kind, names in zip(KINDS, ballots.NAMES, strict=True):
        yield from (ElectionRules(**{kind: name}) for name in names if name != "given")
    for vote, victory, election in itertools.product(*ballots.NAMES[:3]):
        yield ElectionRules(vote=vote, victory=victory, election=election)


def pairs(those: Crowd, rules: ElectionRules) -> Any:
    """Return the chance [S, S] that the package of one beats that of another when all are neutral to risk."""
    return _squares(those, rules)[ballots.BEATS]


def strengths(those: Crowd) -> Any:
    """Return the coalitions [S, S] for one package against another, by the plain rules, all neutral to risk."""
    return _squares(those, ElectionRules())[ballots.STRENGTH]


def _squares(those: Crowd, rules: ElectionRules) -> Any:
    stakeholders, issues = those.position.shape
    room, chosen = ballots.blank_room(stakeholders, issues), codes(rules)
    chosen[ballots.RISK_RANGE] = ballots.GIVEN_RISK
    different = plain().elect(
        those.capability, those.salience, those.position, those.position, chosen, room.squares, room.lines, room.marks,
        np.zeros(stakeholders), np.zeros(stakeholders),
    )  # fmt: skip
    assert different == stakeholders
    return room.squares[:, :stakeholders, :stakeholders]
