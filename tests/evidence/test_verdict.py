"""From an interval to a verdict: every line of the tables in docs/verdicts.md, and the edges between them."""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist

import numpy as np
import pytest

from polemos.evidence.verdict import (
    CONTRADICTED,
    NOT_TESTABLE,
    SUPPORTED,
    UNDECIDED,
    Effect,
    Judgement,
    chance,
    holm,
    judge,
    of_claim,
    within,
)

NAN = math.nan
TABLE = [
    # mean, low, high, verdict, reason; the claim says higher, the smallest effect is 1
    (3.0, 2.0, 4.0, SUPPORTED, "as claimed"),
    (3.0, 0.1, 6.0, SUPPORTED, "as claimed"),
    (-3.0, -4.0, -2.0, CONTRADICTED, "the other way"),
    (0.0, -0.5, 0.5, CONTRADICTED, "no effect worth the name"),
    (0.6, 0.5, 0.7, CONTRADICTED, "no effect worth the name"),  # sure and on the claimed side, but nothing
    (0.0, -1.0, 1.0, CONTRADICTED, "no effect worth the name"),  # ends at the smallest effect: within it
    (1.0, 1.0, 1.0, CONTRADICTED, "no effect worth the name"),
    (0.0, -1.5, 0.5, UNDECIDED, "the interval holds both"),
    (2.0, 0.0, 4.0, UNDECIDED, "the interval holds both"),  # ends at 0: holds it
    (0.9, 0.5, 1.3, UNDECIDED, "sure, but perhaps too small to matter"),
    (-0.9, -1.3, -0.5, UNDECIDED, "sure, but perhaps too small to matter"),
    (1.0, 0.5, 1.5, SUPPORTED, "as claimed"),  # the smallest effect is large enough
    (NAN, NAN, NAN, NOT_TESTABLE, "not known"),
    (1.0, NAN, NAN, NOT_TESTABLE, "not known"),
    (2.0, 1.0, math.inf, NOT_TESTABLE, "not known"),
]


@pytest.mark.parametrize(("mean", "low", "high", "verdict", "reason"), TABLE)
def test_a_verdict_follows_from_the_interval_alone(
    mean: float, low: float, high: float, verdict: str, reason: str
) -> None:
    assert judge(Effect(mean, low, high), True, 1.0) == (verdict, reason)


@pytest.mark.parametrize(("mean", "low", "high", "verdict", "reason"), TABLE)
def test_the_mirror_image_of_a_statement_has_the_same_verdict(
    mean: float, low: float, high: float, verdict: str, reason: str
) -> None:
    assert judge(Effect(-mean, -high, -low), False, 1.0) == (verdict, reason)


def test_exactly_no_effect_contradicts_only_if_enough_pairs_say_so() -> None:
    assert judge(Effect(0.0, 0.0, 0.0, 0), True, 1.0) == (CONTRADICTED, "exactly no effect")
    # Of a share the interval stays wide while there are few pairs: 2.8 / (n + 2) either way.
    assert judge(Effect(0.0, -0.06, 0.06, 0), True, 0.01).verdict == UNDECIDED
    assert judge(Effect(0.0, -0.007, 0.007, 0), True, 0.01).reason == "exactly no effect"


def test_without_a_smallest_effect_only_a_point_at_zero_is_none() -> None:
    assert judge(Effect(0.0, 0.0, 0.0), True, 0.0).verdict == CONTRADICTED
    assert judge(Effect(1e-9, 1e-10, 1e-8), True, 0.0).verdict == SUPPORTED
    with pytest.raises(ValueError, match="size"):
        judge(Effect(0.0, 0.0, 0.0), True, -1.0)


def test_an_assumed_direction_never_supports_and_can_fail() -> None:
    verdicts = [judge(Effect(mean, low, high), True, 1.0, assumed=True) for mean, low, high, *_ in TABLE]
    assert SUPPORTED not in {one.verdict for one in verdicts}
    assert judge(Effect(3.0, 2.0, 4.0), True, 1.0, assumed=True) == (NOT_TESTABLE, "the model assumes the direction")
    assert judge(Effect(-3.0, -4.0, -2.0), True, 1.0, assumed=True).verdict == CONTRADICTED
    assert judge(Effect(0.0, -0.5, 0.5), True, 1.0, assumed=True).verdict == CONTRADICTED


@pytest.mark.parametrize(("mean", "low", "high", "verdict"), [row[:4] for row in TABLE])
def test_what_is_not_sure_among_many_decides_nothing(mean: float, low: float, high: float, verdict: str) -> None:
    found = judge(Effect(mean, low, high), True, 1.0, sure=False).verdict
    assert found == (verdict if verdict == NOT_TESTABLE else UNDECIDED)


RANGES = [
    ((0.67, 1.0), (0.5, 1.0), SUPPORTED),
    ((0.35, 0.5), (0.65, 0.75), CONTRADICTED),
    ((0.35, 0.5), (0.5, 1.0), CONTRADICTED),  # a common end is nothing in common
    ((0.35, 0.7), (0.65, 0.75), UNDECIDED),
    ((0.6, 0.8), (0.65, 0.75), UNDECIDED),
    ((5.0, 5.0), (5.0, math.inf), SUPPORTED),
    ((5.0, 5.0), (-math.inf, 4.0), CONTRADICTED),
    ((NAN, 1.0), (0.0, 1.0), NOT_TESTABLE),
]


@pytest.mark.parametrize(("recorded", "said", "verdict"), RANGES)
def test_a_range_is_held_against_a_range(
    recorded: tuple[float, float], said: tuple[float, float], verdict: str
) -> None:
    assert within(*recorded, *said).verdict == verdict


def test_chances_are_those_of_the_normal_interval() -> None:
    """An interval that just touches 0 has a chance of 5 %; one twice as far that of a z of 3.92."""
    assert chance(Effect(1.0, 0.0, 2.0), 0.1) == pytest.approx(0.05)
    twice = 2.0 * (1.0 - NormalDist().cdf(2.0 * NormalDist().inv_cdf(0.975)))
    assert chance(Effect(2.0, 1.0, 3.0), 0.1) == pytest.approx(twice)
    # Of no effect: one-sided, from the nearer edge; just within is 2.5 %.
    assert chance(Effect(0.0, -1.0, 1.0), 1.0) == pytest.approx(0.025)
    assert chance(Effect(NAN, NAN, NAN), 1.0) == 1.0
    assert chance(Effect(0.0, 0.0, 0.0, 0), 1.0) == 0.0
    assert chance(Effect(0.0, 0.0, 0.0, 0), 0.0) == 1.0


def test_holm_is_the_published_procedure() -> None:
    """The example of Holm's step-down: 0.01, 0.04, 0.03, 0.005 at 5 %: the two smallest hold."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == [True, False, False, True]
    # Stepping down is more than dividing by three: 0.02 and 0.04 would not hold against 0.0167.
    assert holm([0.01, 0.02, 0.04]) == [True, True, True]
    assert holm([]) == []
    assert holm([0.05]) == [True]
    assert holm([0.0501]) == [False]
    # Ties stand or fall together, also at the edge.
    assert holm([0.025, 0.025]) == [True, True]
    assert holm([0.03, 0.03]) == [False, False]


def test_holm_does_not_hang_on_the_order_and_is_between_bonferroni_and_none() -> None:
    draws = np.random.Generator(np.random.Philox(key=7))
    for _ in range(50):
        chances = draws.random(6) ** 3
        kept = holm(list(chances))
        order = draws.permutation(6)
        assert holm(list(chances[order])) == [kept[row] for row in order]
        bonferroni, single = chances <= 0.05 / 6, chances <= 0.05
        assert all(bonferroni <= np.array(kept))
        assert all(np.array(kept) <= single)


S, C, U, N = (Judgement(word, "") for word in (SUPPORTED, CONTRADICTED, UNDECIDED, NOT_TESTABLE))
CLAIMS = [
    ((), NOT_TESTABLE),
    ((N, N), NOT_TESTABLE),
    ((S,), SUPPORTED),
    ((S, S, N), SUPPORTED),
    ((S, U), UNDECIDED),
    ((S, C), UNDECIDED),
    ((C,), CONTRADICTED),
    ((C, U, N), CONTRADICTED),
    ((U, N), UNDECIDED),
]


@pytest.mark.parametrize(("several", "verdict"), CLAIMS)
def test_a_claim_says_all_of_its_statements_in_any_order(several: tuple[Judgement, ...], verdict: str) -> None:
    assert {of_claim(order).verdict for order in itertools.permutations(several)} == {verdict}
