"""Contests of two: what a stakeholder expects of challenging another, and the bargain that the two then strike.

Comes in: the distances and attitudes that ``elections`` has measured.  Goes out: whom everybody challenges, the
bargains, what they are worth to all, and which one a stakeholder keeps to.  As defined in KTAB (Wise, Lester & Efird
2015), with two slips of its source mended: the receiver's view of a bargain takes its estimate of the chance to win,
not of the gain, and a compromise weighs each side by its own capability.  Both are outside KTAB's own choice of rules.
"""

from __future__ import annotations

import math

import numba

from polemos.dimensions import Counts, Floats
from polemos.theory.ballots import (
    CHANCE,
    CHOICE,
    COMMITMENT,
    DISTANCE,
    DRAWN,
    INTERPOLATION,
    OFFERED,
    OWN,
    PRESENT,
    PROPOSAL,
    RESOLVE,
    RISK_ADJUSTMENT,
    SEEN,
    STAKE,
    TABLE,
    TARGET,
    VOTE,
    WEIGHT,
    count,
    response,
    vote_on,
)

# What a coalition in a contest of two weighs at least; the gain below which nobody starts one.
LEAST_CONTEST, LEAST_GAIN = 1e-10, 1e-5
# What keeps both packages where they are when neither side cares or can press; bargains are struck in ten-thousandths.
LEAST_PULL, GRAIN = 1e-6, 10000.0
HALF_COMMITTED = 1
PRODUCT, SQUARED_PRODUCT, POWER_SURPLUS = range(3)
ONE_INITIATOR, BOTH_SIDES, COMPROMISE = range(3)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def apart(who: int, salience: Floats, one: Floats, two: Floats) -> float:
    """Return how far two packages [K] are from each other in the eyes of a stakeholder; 0 if it cares for nothing."""
    spread, care = 0.0, 0.0
    for issue in range(salience.shape[1]):
        attention = salience[who, issue]
        gap = attention * (one[issue] - two[issue])
        spread += gap * gap
        care += attention * attention
    return math.sqrt(spread / care) if care > 0.0 else 0.0


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def utility(distance: float, attitude: float) -> float:
    """Return (1 - d)(1 + d R); beyond a distance of 1, where only rounding leads, (1 - d)(1 + R)."""
    return (1.0 - distance) * (1.0 + min(1.0, distance) * attitude)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def lay_out(marks: Counts, present: int, package: int, distance: Floats, attitude: Floats, own: Floats) -> None:
    """Fill row ``package`` of the utilities [package, stakeholder], everybody with its own attitude."""
    for place in range(present):
        who = marks[PRESENT, place]
        own[package, who] = utility(distance[who, package], attitude[who])


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def trusted(rule: int, own: float, other: float) -> float:
    """Return the attitude to risk that one of attitude ``own`` ascribes to another: own + (other - own) rule weight.

    Weights 0, 1/3, 1/2, 2/3, 1 (none, third, half, two_thirds, full).
    """
    if rule == 0:
        return own
    if rule == 1:
        return (2.0 * own + other) / 3.0
    if rule == 2:
        return (own + other) / 2.0
    if rule == 3:
        return (own + 2.0 * other) / 3.0
    return other


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def see(eye: int, present: int, rules: Counts, squares: Floats, marks: Counts, attitude: Floats) -> None:
    """Fill the utilities SEEN [package, stakeholder] as stakeholder ``eye`` estimates them."""
    distance, seen = squares[DISTANCE], squares[SEEN]
    for place in range(present):
        who = marks[PRESENT, place]
        supposed = trusted(rules[RISK_ADJUSTMENT], attitude[eye], attitude[who])
        for other in range(present):
            package = marks[PRESENT, other]
            seen[package, who] = utility(distance[who, package], supposed)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def contest(one: int, two: int, present: int, rules: Counts, seen: Floats, lines: Floats, marks: Counts) -> float:
    """Return the chance that ``one`` beats ``two`` if it challenges it, by the utilities ``seen``.

    Both throw in stake * response(own gain), stake = capability * sum of salience.  A third party n expects them and
    itself to decide, with the chance p for the side of ``one``; half committed, it backs the side for which
    p (u_n(n) - u_n(one)) and (1 - p)(u_n(n) - u_n(two)) differ.  With no or full commitment its alternatives are equal
    by KTAB's definition, and it has no voice.  A coalition wins in proportion, whatever the rule of victory.
    """
    stake, vote = lines[STAKE], rules[VOTE]
    ours = stake[one] * response(vote, seen[one, one] - seen[two, one])
    theirs = stake[two] * response(vote, seen[one, two] - seen[two, two])
    pro = first_pro = LEAST_CONTEST + max(0.0, ours) + max(0.0, theirs)
    contra = first_contra = LEAST_CONTEST + max(0.0, -ours) + max(0.0, -theirs)
    if rules[COMMITMENT] == HALF_COMMITTED:
        for place in range(present):
            third = marks[PRESENT, place]
            if third != one and third != two:
                lean = stake[third] * response(vote, seen[one, third] - seen[two, third])
                with_one = first_pro + max(0.0, lean)
                wins = with_one / (with_one + first_contra + max(0.0, -lean))
                kept = seen[third, third]
                gain = wins * (kept - seen[one, third]) - (1.0 - wins) * (kept - seen[two, third])
                voice = stake[third] * response(vote, gain)
                pro += max(0.0, voice)
                contra += max(0.0, -voice)
    chance: float = pro / (pro + contra)
    return chance


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def challenge(
    who: int, present: int, salience: Floats, position: Floats, rules: Counts, squares: Floats, lines: Floats,
    offers: Floats, marks: Counts, attitude: Floats,
) -> None:  # fmt: skip
    """Find whom a stakeholder gains most from challenging, if anybody, and write the bargain to the offers.

    Gain of i from j, in i's eyes: (1 - s_j) 2 u_i(i) + s_j (p 2 u_i(i) + (1 - p) 2 u_i(j)) - u_i(i) - u_i(j), where
    s_j is the sum of j's salience: one that cares little gives in.  Of equal gains the first counts.
    """
    seen, stakeholders = squares[SEEN], position.shape[0]
    see(who, present, rules, squares, marks, attitude)
    best, most, chance = -1, LEAST_GAIN, 0.0
    for place in range(present):
        other = marks[PRESENT, place]
        if other != who:
            wins = contest(who, other, present, rules, seen, lines, marks)
            own, theirs = seen[who, who], seen[other, who]
            fight = lines[RESOLVE, other]
            gain = (1.0 - fight) * 2.0 * own + fight * (wins * 2.0 * own + (1.0 - wins) * 2.0 * theirs) - own - theirs
            if gain > most:
                best, most, chance = other, gain, wins
    marks[TARGET, who] = best
    if best < 0:
        return
    strike(who, best, chance, rules[INTERPOLATION], salience, position, offers[who])
    if rules[PROPOSAL] != ONE_INITIATOR:
        see(best, present, rules, squares, marks, attitude)
        chance = contest(who, best, present, rules, seen, lines, marks)
        strike(who, best, chance, rules[INTERPOLATION], salience, position, offers[stakeholders + who])
    if rules[PROPOSAL] == COMPROMISE:
        share = lines[STAKE, who] / (lines[STAKE, who] + lines[STAKE, best])
        for side in range(2):
            for issue in range(position.shape[1]):
                theirs = offers[stakeholders + who, side, issue]
                offers[who, side, issue] = share * offers[who, side, issue] + (1.0 - share) * theirs


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def strike(one: int, two: int, chance: float, rule: int, salience: Floats, position: Floats, bargain: Floats) -> None:
    """Write the packages [2, K] that ``one`` and ``two`` agree on when ``one`` wins with this chance.

    product: both move to the mean of the two positions with weights s p; squared_product: s**2 p**2; to the nearest
    ten-thousandth.  power_surplus: only the weaker side moves, by the share e s**2 / (e s**2 + (1 - e) s'**2) of the
    gap, e the surplus of chance over its own, s the other's salience, s' its own.  A pull of 1e-6 keeps each at its
    own position where neither cares or can press.
    """
    for issue in range(position.shape[1]):
        ours, theirs = position[one, issue], position[two, issue]
        care, their_care = salience[one, issue], salience[two, issue]
        if rule == POWER_SURPLUS:
            care, their_care = care * care, their_care * their_care
            loss, gain = max(0.0, 1.0 - 2.0 * chance), max(0.0, 2.0 * chance - 1.0)
            give = loss * their_care / (loss * their_care + LEAST_PULL + (1.0 - loss) * care)
            take = gain * care / (gain * care + LEAST_PULL + (1.0 - gain) * their_care)
            bargain[0, issue] = ours + give * (theirs - ours)
            bargain[1, issue] = theirs + take * (ours - theirs)
        else:
            pull, their_pull = care * chance, their_care * (1.0 - chance)
            if rule == SQUARED_PRODUCT:
                pull, their_pull = pull * pull, their_pull * their_pull
            total = pull + LEAST_PULL + their_pull
            first = ((pull + LEAST_PULL) * ours + their_pull * theirs) / total
            second = (pull * ours + (LEAST_PULL + their_pull) * theirs) / total
            bargain[0, issue] = math.floor(0.5 + first * GRAIN) / GRAIN
            bargain[1, issue] = math.floor(0.5 + second * GRAIN) / GRAIN


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def value(
    present: int, salience: Floats, ideal: Floats, rules: Counts, squares: Floats, offers: Floats, marks: Counts,
    attitude: Floats,
) -> None:  # fmt: skip
    """Fill OFFERED [proposal, stakeholder]: mean utility of all packages, row 0 as they stand, row 1 + b after b.

    A bargain b replaces the packages of its initiator and receiver and leaves the others alone.
    """
    own, offered, stakeholders = squares[OWN], squares[OFFERED], ideal.shape[0]
    for place in range(present):
        who = marks[PRESENT, place]
        total = 0.0
        for other in range(present):
            total += own[marks[PRESENT, other], who]
        offered[0, who] = total / present
        for bargain in range(2 * stakeholders):
            initiator = bargain % stakeholders
            receiver = marks[TARGET, initiator]
            if made(bargain, stakeholders, rules, marks):
                after = total - own[initiator, who] - own[receiver, who]
                for side in range(2):
                    gap = apart(who, salience, ideal[who], offers[bargain, side])
                    after += utility(gap, attitude[who])
                offered[1 + bargain, who] = after / present


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def made(bargain: int, stakeholders: int, rules: Counts, marks: Counts) -> bool:
    """Tell whether a row of the offers holds a bargain of this turn."""
    initiator = bargain % stakeholders
    return marks[TARGET, initiator] >= 0 and (bargain < stakeholders or rules[PROPOSAL] == BOTH_SIDES)


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def choose(who: int, present: int, rules: Counts, uniform: float, squares: Floats, lines: Floats, marks: Counts) -> int:
    """Return which proposal a stakeholder keeps to: 0 the status quo, 1 + row of the offers.

    The election is among the status quo and all bargains that it has part in, and all who are present vote.
    """
    table, chance, stakeholders = marks[TABLE], lines[CHANCE], marks.shape[1] // 2
    table[0] = 0
    proposals = 1
    for bargain in range(2 * stakeholders):
        initiator = bargain % stakeholders
        if (initiator == who or marks[TARGET, initiator] == who) and made(bargain, stakeholders, rules, marks):
            table[proposals] = 1 + bargain
            proposals += 1
    if proposals == 1:
        return 0
    vote_on(squares[OFFERED], table, proposals, marks[PRESENT], present, rules, squares, lines[WEIGHT])
    count(proposals, rules, squares, lines)
    if rules[CHOICE] == DRAWN:
        passed = 0.0
        for place in range(proposals):
            passed += chance[place]
            if uniform < passed:
                return int(table[place])
        return int(table[proposals - 1])
    best = 0
    for place in range(1, proposals):
        if chance[place] > chance[best]:
            best = place
    return int(table[best])
