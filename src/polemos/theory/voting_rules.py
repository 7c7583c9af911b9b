"""The registers of rules by which stakeholders vote, win, take sides, interpolate and choose.

Comes in: names.  Goes out: the integers of ``theory.ballots``, where each rule is defined.  Names are ours, KTAB's
stand in ``KTAB``.  A user's own rule for votes or victories joins its register as a function of plain numbers:
``VOTE_RULES["bold"] = lambda gain: ...``.  It is compiled by itself in some tenths of a second and called by its
address, so the loops stay compiled; the other kinds of rule are steps of the loops and cannot be added from outside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np
from numba.core.errors import NumbaError

from polemos.dimensions import Counts
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.theory import ballots

Rule: TypeAlias = "int | Callable[..., float]"

# KTAB's name of each register, and of each rule in the order of ours.
KTAB = {
    "VotingRule": ("Binary", "PropBin", "Prop", "PropCbc", "Cubic", "ASymProsp"),
    "VictoryProbModel": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "PCEModel": ("Conditional", "MarkovIncentive", "MarkovUniform"),
    "ThirdPartyCommit": ("NoCommit", "SemiCommit", "FullCommit"),
    "BigRRange": ("Min", "Mid", "Max"),
    "BigRAdjust": ("None", "OneThird", "Half", "TwoThirds", "Full"),
    "InterVecBrgn": ("S1P1", "S2P2", "S2PMax"),
    "BargnModel": ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp"),
    "StateTransitions": ("Deterministic", "Stochastic"),
}


@dataclass(frozen=True)
class ElectionRules:
    """One rule of each kind, by name; KTAB's own choice unless said otherwise.

    How utility becomes votes, votes a victory of one over another, victories an election; how far third parties commit
    themselves; the range of attitudes to risk ("given" where they are handed in) and how far the others' are known; how
    a bargain interpolates two packages, whose view of it is put on the table, and how one on the table is chosen;
    whether votes in an election weigh by capability alone or by capability times the sum of salience.
    """

    vote: str = "proportional"
    victory: str = "linear"
    election: str = "conditional"
    commitment: str = "half"
    risk_range: str = "middle"
    risk_adjustment: str = "third"
    interpolation: str = "squared_product"
    proposal: str = "initiator"
    choice: str = "likeliest"
    influence: str = "capability"


KINDS = tuple(field.name for field in fields(ElectionRules))
REGISTERS: dict[str, dict[str, Rule]] = {
    kind: {name: code for code, name in enumerate(names)} for kind, names in zip(KINDS, ballots.NAMES, strict=True)
}
VOTE_RULES = REGISTERS["vote"]
VICTORY_MODELS = REGISTERS["victory"]
# How many numbers a user's own rule takes: the gain; the strengths of both coalitions.
ARGUMENTS = {"vote": 1, "victory": 2}


def codes(rules: ElectionRules) -> Counts:
    """Return the integers of the rules; raises BadInput for an unknown name or an own rule that cannot serve."""
    found = np.zeros(len(KINDS), dtype=np.int64)
    for place, kind in enumerate(KINDS):
        name, register = getattr(rules, kind), REGISTERS[kind]
        if name not in register:
            known = list(register)
            hint = (did_you_mean(name, known) if isinstance(name, str) else "") or f"there are {', '.join(known)}"
            raise BadInput(Problem(f"no such rule: {name!r}", key=kind, hint=hint))
        rule = register[name]
        found[place] = _own(kind, name, rule) if callable(rule) else rule
    return found


def rules_from_ktab(parameters: Mapping[str, str]) -> ElectionRules:
    """Return the rules that KTAB's model parameters name, such as {"VotingRule": "PropCbc"}; the rest are its own.

    Raises BadInput for a parameter or value that KTAB does not know.
    """
    chosen: dict[str, str] = {}
    for parameter, value in parameters.items():
        if parameter not in KTAB:
            hint = did_you_mean(parameter, list(KTAB)) or f"there are {', '.join(KTAB)}"
            raise BadInput(Problem("no such parameter of KTAB", key=parameter, hint=hint))
        if value not in KTAB[parameter]:
            hint = did_you_mean(value, KTAB[parameter]) or f"there are {', '.join(KTAB[parameter])}"
            raise BadInput(Problem(f"no such value: {value!r}", key=parameter, hint=hint))
        place = list(KTAB).index(parameter)
        chosen[KINDS[place]] = ballots.NAMES[place][KTAB[parameter].index(value)]
    return ElectionRules(**chosen)


def _own(kind: str, name: str, rule: Callable[..., float]) -> int:
    """Return the address of a user's rule after trying it out."""
    if kind not in ARGUMENTS:
        raise BadInput(
            Problem(f"{name!r} is a function", key=kind, hint=f"own rules join {' and '.join(ARGUMENTS)} only")
        )
    takes = "the gain" if kind == "vote" else "the strengths of two coalitions"
    try:
        address = ballots.own_rule(rule, ARGUMENTS[kind])
    except (NumbaError, TypeError, ValueError) as error:
        said = next(line for line in str(error).splitlines() if line and "nopython" not in line)
        hint = f"take {takes} as plain numbers and return a number"
        raise BadInput(Problem(f"{name!r} cannot be compiled: {said}", key=kind, hint=hint)) from None
    wrong = _fault_of_vote(address) if kind == "vote" else _fault_of_victory(address)
    if wrong:
        raise BadInput(Problem(f"{name!r} {wrong}", key=kind))
    return address


def _fault_of_vote(address: int) -> str:
    """Tell what is wrong with a rule for votes at gains from -1 to 1; empty if nothing."""
    for gain in np.linspace(-1.0, 1.0, 41):
        vote = ballots.response(address, float(gain))
        if not np.isfinite(vote):
            return f"gives {vote:g} at a gain of {gain:g}, which is no number to vote with"
        if vote * gain < 0.0:
            return f"gives {vote:g} at a gain of {gain:g}: it votes against its own gain"
    return ""


def _fault_of_victory(address: int) -> str:
    """Tell what is wrong with a model of victory at strengths from 1e-8 to 1e4; empty if nothing."""
    strengths = np.logspace(-8.0, 4.0, 13)
    for one, two in itertools.product(strengths, strengths):
        wins, loses = (ballots.victory(address, float(a), float(b)) for a, b in ((one, two), (two, one)))
        if not (0.0 <= wins <= 1.0 and abs(wins + loses - 1.0) < 1e-9):
            return f"gives {wins:g} and {loses:g} to strengths of {one:g} and {two:g}: chances of the two must sum to 1"
    return ""
