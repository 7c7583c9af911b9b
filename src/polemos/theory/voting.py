"""The spatial model of politics: elections among packages of positions, negotiations, weighted medians and means.

Comes in: capability, position and salience of stakeholders on one or several issues.  Goes out: attitudes to risk, the
chance of each package to win, and how packages move until they are quiet.  The loops are those of ``theory.elections``,
which the war's own bargaining runs too; the rules that a user can choose, and add to, are in ``theory.voting_rules``.

Bueno de Mesquita 1984, 1994; Wise, Lester & Efird 2015 (KTAB); Black 1958 for the median.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.dimensions import Counts, Floats
from polemos.theory import ballots
from polemos.theory.plain_loops import loops
from polemos.theory.voting_input import ROUNDING, Table, checked, dice_of, following_of, weighted
from polemos.theory.voting_rules import KTAB as KTAB
from polemos.theory.voting_rules import VICTORY_MODELS as VICTORY_MODELS
from polemos.theory.voting_rules import VOTE_RULES as VOTE_RULES
from polemos.theory.voting_rules import ElectionRules as ElectionRules
from polemos.theory.voting_rules import rules_from_ktab as rules_from_ktab

# What is added to the first turn's movement before later ones are compared with it.
LEAST_MOVEMENT = 1e-4


class Election(NamedTuple):
    """One probabilistic Condorcet election among S stakeholders over K issues, P different packages on the table."""

    risk_attitude: Floats  # [S] above 0 averse to risk
    probability: Floats  # [S] chance of the stakeholder's package; the same for all who hold the same one
    holder: Counts  # [P] first stakeholder with each package
    package_probability: Floats  # [P] sums to 1
    expected: Floats  # [K] mean package

    @property
    def favourite(self) -> int:
        """Return the first stakeholder with the likeliest package."""
        return int(self.holder[np.argmax(self.package_probability)])


class Negotiation(NamedTuple):
    """Turns 0 .. T of packages that challenges and bargains move."""

    position: Floats  # [T + 1, S, K]
    ideal: Floats  # [T + 1, S, K]
    risk_attitude: Floats  # [T + 1, S]
    probability: Floats  # [T + 1, S]
    expected: Floats  # [T + 1, K]
    target: Counts  # [T, S] whom a stakeholder challenged, -1 nobody
    chosen: Counts  # [T, S] initiator of the bargain that it kept to, -1 the status quo
    quiet: bool  # False: the turns ran out first

    @property
    def turns(self) -> int:
        """Return T."""
        return len(self.target)


def election(
    capability: npt.ArrayLike, position: npt.ArrayLike, salience: npt.ArrayLike, *, rules: ElectionRules | None = None,
    ideal: npt.ArrayLike | None = None, risk_attitude: npt.ArrayLike | None = None,
) -> Election:  # fmt: skip
    """Hold one probabilistic Condorcet election among the packages of all stakeholders.

    Stakeholder i votes w_i f(u_i(a) - u_i(b)) for package a against b, u = (1 - d)(1 + d R), d_ij = sqrt(sum_k (s_ik
    (y_ik - x_jk))**2 / sum_k s_ik**2); a coalition of strength A beats one of B with A / (A + B); a wins in proportion
    to the product of its chances over all.  Attitudes R come from such an election at R = 0, unless ``risk_attitude``
    [S] in -1..1 is given; ``rules`` names other f, victories and elections.

    ``capability`` [S], not negative (0: takes no part); ``position`` and ``salience`` [S, K], or [S] for one issue, in
    0..1, salience with sums of at most 1 over the issues (shares of attention); ``ideal`` [S, K] is what is wanted, the
    position unless given.  Packages nearer than 1e-3 are one.  Raises BadInput, also for more than 1,000 stakeholders.
    Cost S**3, memory 28 S**2 numbers.
    """
    table = checked(capability, position, salience, rules, ideal, risk_attitude)
    return _elect(table)


def negotiate(
    capability: npt.ArrayLike, position: npt.ArrayLike, salience: npt.ArrayLike, *, rules: ElectionRules | None = None,
    ideal: npt.ArrayLike | None = None, accommodation: npt.ArrayLike | None = None,
    risk_attitude: npt.ArrayLike | None = None, uniform: npt.ArrayLike | None = None, least_turns: int = 2,
    most_turns: int = 100, quiet_below: float = 0.02,
) -> Negotiation:  # fmt: skip
    """Let stakeholders challenge each other and bargain, turn by turn, until their packages are quiet.

    A turn is ``elections.turn``.  It is the last one where all packages together move by less than ``quiet_below`` of
    (their movement in turn 1 + 1e-4), but not before ``least_turns`` nor after ``most_turns``: KTAB's rule.  Ideals
    follow the positions y' = A x' + (1 - row sums of A) y with the ``accommodation`` A [S, S], not negative, rows of at
    most 1; without it everybody wants what it stands for, or keeps its ``ideal`` if that is given.  The rule "drawn"
    needs ``uniform`` [most_turns, S] in [0, 1).  The other arguments and the errors are those of ``election``; cost
    S**3 a turn.
    """
    table = checked(capability, position, salience, rules, ideal, risk_attitude)
    stakeholders = len(table.capability)
    follow = following_of(accommodation, stakeholders, ideal is not None)
    dice = dice_of(uniform, least_turns, most_turns, quiet_below, table)
    held = [_elect(table)]
    positions, ideals, targets, chosen = [table.position], [table.ideal], [], []
    quiet, first = False, 0.0
    for turn in range(1, most_turns + 1):
        following, attitude = np.empty_like(table.position), table.attitude.copy()
        squares, lines, offers, marks = table.room
        loops(4 * stakeholders**3).turn(
            table.capability, table.salience, table.ideal, table.position, table.rules, dice[turn - 1], squares, lines,
            offers, marks, attitude, following,
        )  # fmt: skip
        targets.append(marks[ballots.TARGET, :stakeholders].copy())
        chosen.append(marks[ballots.CHOSEN, :stakeholders].copy())
        moved = float(np.sqrt(((following - table.position) ** 2).sum(axis=1)).sum())
        lag = (1.0 - follow.sum(axis=1))[:, None]
        table = table._replace(position=following, ideal=follow @ following + lag * table.ideal)
        positions.append(table.position)
        ideals.append(table.ideal)
        held.append(_elect(table))
        first = first or moved + LEAST_MOVEMENT
        quiet = moved / first < quiet_below
        if quiet and turn >= least_turns:
            break
    return Negotiation(
        np.array(positions), np.array(ideals), np.array([one.risk_attitude for one in held]),
        np.array([one.probability for one in held]), np.array([one.expected for one in held]), np.array(targets),
        np.array(chosen), quiet,
    )  # fmt: skip


def weighted_median(position: npt.ArrayLike, weight: npt.ArrayLike) -> float:
    """Return the position that half of the weight lies on either side of: the Condorcet winner on one issue.

    Whoever is nearer to it has at least half of the weight against any other position, if all votes are full and
    preferences have one peak (Black 1958).  Where exactly half lies below a gap, its middle.  ``position`` [S] on any
    scale, ``weight`` [S] not negative and not all 0, such as capability * salience; raises BadInput.  Cost S log S.
    """
    positions, weights = weighted(position, weight)
    order = np.argsort(positions, kind="stable")
    positions, passed = positions[order], np.cumsum(weights[order])
    half = passed[-1] / 2.0
    here = int(np.searchsorted(passed, half * (1.0 - ROUNDING)))
    if abs(passed[here] - half) <= half * ROUNDING:
        return float((positions[here] + positions[int(np.searchsorted(passed, half * (1.0 + ROUNDING)))]) / 2.0)
    return float(positions[here])


def weighted_mean(position: npt.ArrayLike, weight: npt.ArrayLike) -> float:
    """Return sum(weight * position) / sum(weight); arguments and errors as of ``weighted_median``."""
    positions, weights = weighted(position, weight)
    return math.fsum(positions * weights) / math.fsum(weights)


def _elect(table: Table) -> Election:
    attitude, probability = table.attitude.copy(), np.empty(len(table.capability))
    squares, lines, _, marks = table.room
    run = loops(len(probability) ** 3)
    run.elect(
        table.capability, table.salience, table.ideal, table.position, table.rules, squares, lines, marks, attitude,
        probability,
    )  # fmt: skip
    package = marks[ballots.PACKAGE, : len(probability)]
    holder = np.flatnonzero(package == np.arange(len(probability)))
    expected = np.empty(table.position.shape[1])
    run.expect(table.position, probability, marks, expected)
    return Election(attitude, probability, holder, probability[holder], expected)
