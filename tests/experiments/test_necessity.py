"""The probabilities of causation are counted as defined, lie within Tian and Pearl's bounds, and know their limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.experiments.attribution.necessity import causation

# Ten histories: four happen with and without the cause, three only with it, one only without, two never.
PRESENT = np.array([1, 1, 1, 1, 1, 1, 1, 0, 0, 0], dtype=float)
ABSENT = np.array([1, 1, 1, 1, 0, 0, 0, 1, 0, 0], dtype=float)


def test_each_probability_is_a_share_of_its_own_histories() -> None:
    found = causation(PRESENT, ABSENT)
    assert (found.necessity.mean, found.necessity.histories) == (3 / 7, 7)
    assert (found.sufficiency.mean, found.sufficiency.histories) == (3 / 5, 5)
    assert (found.both.mean, found.both.histories) == (0.3, 10)
    assert (found.prevented.mean, found.prevented.histories) == (0.1, 10)
    assert found.effect.mean == pytest.approx(found.both.mean - found.prevented.mean)
    assert found.by_luck == 0.5
    assert causation(PRESENT[:8], ABSENT[:8]).by_luck == 3 / 8


def test_the_order_of_histories_does_not_matter_but_their_pairing_does() -> None:
    order = np.random.default_rng(1).permutation(10)
    assert causation(PRESENT[order], ABSENT[order]) == causation(PRESENT, ABSENT)
    assert causation(PRESENT[order], ABSENT).necessity != causation(PRESENT, ABSENT).necessity


def test_counted_probabilities_lie_within_the_bounds_of_unpaired_data() -> None:
    chance = np.random.default_rng(2)
    for _ in range(200):
        one, zero = (chance.random((2, 60)) < chance.random((2, 1))).astype(float)
        found = causation(one, zero)
        pairs = ((found.necessity, found.necessity_bounds), (found.sufficiency, found.sufficiency_bounds),
                 (found.both, found.both_bounds))  # fmt: skip
        for told, bounds in pairs:
            if told.histories:
                # Rounding of shares.
                assert bounds.low - 1e-12 <= told.mean <= bounds.high + 1e-12


def test_bounds_meet_where_the_cause_never_prevents_and_everything_is_its_work() -> None:
    """Tian and Pearl: without prevention (monotony) PNS = p1 - p0, the lower bound."""
    found = causation(np.array([1.0, 1, 1, 0]), np.array([1.0, 0, 0, 0]))
    assert found.both.mean == found.both_bounds.low == 0.5
    assert found.necessity.mean == pytest.approx(found.necessity_bounds.low)
    assert found.sufficiency.mean == pytest.approx(found.sufficiency_bounds.low)


def test_at_an_outcome_that_never_or_always_comes() -> None:
    never = causation(np.zeros(5), np.zeros(5))
    assert math.isnan(never.necessity.mean)
    assert never.necessity.histories == 0
    assert math.isnan(never.necessity_bounds.low)
    assert never.sufficiency.mean == 0.0
    always = causation(np.ones(5), np.ones(5))
    assert math.isnan(always.sufficiency.mean)
    assert always.necessity.mean == 0.0
    assert always.effect.verdict == "none"


def test_unknown_pairs_are_left_out() -> None:
    one, zero = np.append(PRESENT, [np.nan, 1.0]), np.append(ABSENT, [0.0, np.nan])
    assert causation(one, zero) == causation(PRESENT, ABSENT)


def test_amounts_are_no_events() -> None:
    with pytest.raises(ValueError, match="either happens"):
        causation(np.array([0.5]), np.array([0.0]))


@pytest.mark.statistical
def test_intervals_cover_as_often_as_they_say() -> None:
    """2,000 samples of 120 histories with P(Y1, Y0) = (0.35, 0.25, 0.1, 0.3): PN 0.25 / 0.6, PS 0.25 / 0.55, PNS 0.25.

    Wilson's interval covers 95 % on average over shares; 93 to 97 % are taken as nominal at one, and 4 standard
    deviations (0.5 %) beyond that make a false alarm of below 1e-4 for each of four.
    """
    chance = np.random.default_rng(3)
    truth = {"necessity": 0.25 / 0.6, "sufficiency": 0.25 / 0.55, "both": 0.25, "prevented": 0.1}
    covered = dict.fromkeys(truth, 0)
    for _ in range(2000):
        kind = chance.choice(4, 120, p=[0.35, 0.25, 0.1, 0.3])
        found = causation(np.isin(kind, (0, 1)) * 1.0, np.isin(kind, (0, 2)) * 1.0)
        for name, value in truth.items():
            told = getattr(found, name)
            covered[name] += told.low <= value <= told.high
    assert all(0.93 - 0.02 <= number / 2000 <= 0.97 + 0.02 for number in covered.values()), covered
