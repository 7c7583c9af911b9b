"""Probabilistic Condorcet elections among packages of positions, and the bargains that move them: one turn.

Comes in: capability, salience and position of each stakeholder on each issue.  Goes out: risk attitudes, the chance of
each package to win, the packages of the next turn.  The spatial model of politics (Bueno de Mesquita 1984, 1994) as
KTAB defines it (Wise, Lester & Efird 2015), as plain loops that the war's kernel and ``theory.voting`` share; how
votes are cast and counted is next door in ``ballots``.

Distance of package j to stakeholder i: d_ij = sqrt(sum_k (s_ik (y_ik - x_jk))**2 / sum_k s_ik**2) with its ideal y,
which is its own package x unless somebody says otherwise; utility u = (1 - d)(1 + d R) with the risk attitude R.  A
stakeholder without capability is none; one without salience has utility 1 from everything, so it votes for nobody, and
yields when challenged.
"""

from __future__ import annotations

import math

import numba

from polemos.dimensions import Counts, Floats
from polemos.theory.ballots import (
    CHANCE,
    CHOSEN,
    DISTANCE,
    EFFECTIVE_CAPABILITY,
    GIVEN_RISK,
    INFLUENCE,
    MIDDLE,
    NARROW,
    OWN,
    PACKAGE,
    PRESENT,
    RESOLVE,
    RISK_RANGE,
    STAKE,
    TABLE,
    TARGET,
    WEIGHT,
    count,
    vote_on,
)
from polemos.theory.ballots import NAMES as NAMES
from polemos.theory.ballots import PLAIN_RULES as PLAIN_RULES
from polemos.theory.ballots import Room as Room
from polemos.theory.ballots import blank_room as blank_room
from polemos.theory.contests import apart, challenge, choose, lay_out, value

# Packages nearer to each other than this (plain norm on 0..1) are one.
SAME_PACKAGE = 1e-3
# Chances that differ by no more than rounding say nothing about attitudes to risk.
NO_SPREAD = 1e-12


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def elect(
    capability: Floats, salience: Floats, position: Floats, rules: Counts, squares: Floats, lines: Floats,
    marks: Counts, attitude: Floats, probability: Floats,
) -> int:  # fmt: skip
    """Hold an election in which everybody wants what it stands for: its package is its ideal."""
    different: int = elect_by_ideals(
        capability, salience, position, position, rules, squares, lines, marks, attitude, probability
    )
    return different


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def elect_by_ideals(
    capability: Floats, salience: Floats, ideal: Floats, position: Floats, rules: Counts, squares: Floats,
    lines: Floats, marks: Counts, attitude: Floats, probability: Floats,
) -> int:  # fmt: skip
    """Hold one election among the different packages on the table; return how many there are.

    Writes ``attitude`` [S] and ``probability`` [S], the chance that a stakeholder's package wins: those with the same
    package carry the same number.  marks[PACKAGE] names the first stakeholder with the package, -1 without capability
    (attitude and probability 0).  One package: probability 1, attitudes 0.  Cost S**3 / 2 votes, twice.
    """
    present = attend(capability, salience, ideal, position, rules, squares, lines, marks, attitude)
    table, chance, package = marks[TABLE], lines[CHANCE], marks[PACKAGE]
    different = 0
    for place in range(present):
        who = marks[PRESENT, place]
        known = -1
        for other in range(different):
            if same(position, who, table[other]):
                known = table[other]
                break
        if known < 0:
            known = who
            table[different] = who
            different += 1
        package[who] = known
    for one in range(different):
        lay_out(marks, present, table[one], squares[DISTANCE], attitude, squares[OWN])
    if different > 0:
        vote_on(squares[OWN], table, different, marks[PRESENT], present, rules, squares, lines[WEIGHT])
        count(different, rules, squares, lines)
    for who in range(capability.shape[0]):
        probability[who] = 0.0
    for place in range(present):
        who = marks[PRESENT, place]
        for one in range(different):
            if table[one] == package[who]:
                probability[who] = chance[one]
    return different


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def expect(position: Floats, probability: Floats, marks: Counts, outcome: Floats) -> None:
    """Write the mean package [K] under the probabilities of an election, each different package counted once.

    Lies within the range of the packages on every issue; left as it is when nobody has capability.
    """
    for issue in range(position.shape[1]):
        mean, found = 0.0, False
        for who in range(position.shape[0]):
            if marks[PACKAGE, who] == who:
                mean += probability[who] * position[who, issue]
                found = True
        if found:
            outcome[issue] = mean


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def turn(
    capability: Floats, salience: Floats, position: Floats, rules: Counts, uniform: Floats, squares: Floats,
    lines: Floats, offers: Floats, marks: Counts, attitude: Floats, following: Floats,
) -> int:  # fmt: skip
    """Run a turn in which everybody wants what it stands for: its package is its ideal."""
    moved: int = turn_by_ideals(
        capability, salience, position, position, rules, uniform, squares, lines, offers, marks, attitude, following
    )
    return moved


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def turn_by_ideals(
    capability: Floats, salience: Floats, ideal: Floats, position: Floats, rules: Counts, uniform: Floats,
    squares: Floats, lines: Floats, offers: Floats, marks: Counts, attitude: Floats, following: Floats,
) -> int:  # fmt: skip
    """Let everybody challenge whom it gains most from and settle the bargains; return how many packages moved.

    Each stakeholder i takes on the j that promises it the largest gain above 1e-5, if any; the two get an interpolated
    bargain.  Those on the table of k are the status quo, its own and those of its challengers, and an election among
    all decides which one k keeps to: the likeliest one, or one drawn with ``uniform`` [S].  Writes ``following``
    [S, K], another array than ``position``, marks[TARGET] (-1 nobody) and marks[CHOSEN] (the initiator of the bargain
    kept to, -1 the status quo).  Cost S**3 third parties' votes and less than 2 S**3 on the tables.
    """
    present = attend(capability, salience, ideal, position, rules, squares, lines, marks, attitude)
    for who in range(capability.shape[0]):
        marks[TARGET, who] = marks[CHOSEN, who] = -1
        for issue in range(position.shape[1]):
            following[who, issue] = position[who, issue]
    for place in range(present):
        who = marks[PRESENT, place]
        lay_out(marks, present, who, squares[DISTANCE], attitude, squares[OWN])
    for place in range(present):
        challenge(marks[PRESENT, place], present, salience, position, rules, squares, lines, offers, marks, attitude)
    value(present, salience, ideal, rules, squares, offers, marks, attitude)
    moved = 0
    for place in range(present):
        who = marks[PRESENT, place]
        bargain = choose(who, present, rules, uniform[who], squares, lines, marks)
        if bargain > 0:
            initiator = (bargain - 1) % capability.shape[0]
            marks[CHOSEN, who] = initiator
            change = 0.0
            for issue in range(position.shape[1]):
                following[who, issue] = offers[bargain - 1, 0 if who == initiator else 1, issue]
                change += abs(following[who, issue] - position[who, issue])
            if change > 0.0:
                moved += 1
    return moved


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def attend(
    capability: Floats, salience: Floats, ideal: Floats, position: Floats, rules: Counts, squares: Floats,
    lines: Floats, marks: Counts, attitude: Floats,
) -> int:  # fmt: skip
    """List who is present, measure the distances, infer the attitudes to risk; return how many are present."""
    present = 0
    for who in range(capability.shape[0]):
        marks[PACKAGE, who] = -1
        if rules[RISK_RANGE] != GIVEN_RISK:
            attitude[who] = 0.0
        if capability[who] > 0.0:
            marks[PRESENT, present] = who
            marks[TABLE, present] = who
            present += 1
            care = 0.0
            for issue in range(salience.shape[1]):
                care += salience[who, issue]
            lines[RESOLVE, who] = min(1.0, care)
            lines[STAKE, who] = capability[who] * lines[RESOLVE, who]
            lines[WEIGHT, who] = lines[STAKE, who] if rules[INFLUENCE] == EFFECTIVE_CAPABILITY else capability[who]
    for place in range(present):
        measure(marks[PRESENT, place], present, salience, ideal, position, marks, squares[DISTANCE])
    if rules[RISK_RANGE] != GIVEN_RISK:
        infer(present, rules, squares, lines, marks, attitude)
    return present


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def infer(present: int, rules: Counts, squares: Floats, lines: Floats, marks: Counts, attitude: Floats) -> None:
    """Infer the attitudes to risk from an election among all packages in which everybody is neutral to risk.

    With p the chance to win and share = (p - min) / (max - min): R = share (narrow), 1.5 share - 0.5 (middle) or
    2 share - 1 (wide); 0 for all when the chances are equal.  R > 0 is aversion, utility concave in the distance:
    whoever leads has most to lose.
    """
    for place in range(present):
        lay_out(marks, present, marks[PRESENT, place], squares[DISTANCE], attitude, squares[OWN])
    vote_on(squares[OWN], marks[TABLE], present, marks[PRESENT], present, rules, squares, lines[WEIGHT])
    count(present, rules, squares, lines)
    low, high = 1.0, 0.0
    for place in range(present):
        low, high = min(low, lines[CHANCE, place]), max(high, lines[CHANCE, place])
    if high - low > NO_SPREAD:
        for place in range(present):
            share = (lines[CHANCE, place] - low) / (high - low)
            if rules[RISK_RANGE] == NARROW:
                attitude[marks[PRESENT, place]] = share
            elif rules[RISK_RANGE] == MIDDLE:
                attitude[marks[PRESENT, place]] = 1.5 * share - 0.5
            else:
                attitude[marks[PRESENT, place]] = 2.0 * share - 1.0


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def measure(
    who: int, present: int, salience: Floats, ideal: Floats, position: Floats, marks: Counts, distance: Floats
) -> None:
    """Fill row ``who`` of the distances [stakeholder, package of the other], from its ideal."""
    for place in range(present):
        other = marks[PRESENT, place]
        distance[who, other] = apart(who, salience, ideal[who], position[other])


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def same(position: Floats, one: int, two: int) -> bool:
    """Tell whether two stakeholders hold one package, within 1e-3 by the plain norm."""
    square = 0.0
    for issue in range(position.shape[1]):
        gap = position[one, issue] - position[two, issue]
        square += gap * gap
    return math.sqrt(square) < SAME_PACKAGE
