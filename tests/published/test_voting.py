"""The spatial model of politics gives the numbers that its reference implementation logged, every turn of three cases.

Probabilities are printed with four digits and risk attitudes with three, so half of the last digit is the tolerance;
positions with one digit on a scale of 0 to 100.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from polemos.experiments.validation.published import numbers
from polemos.theory import ballots, contests, voting
from polemos.theory.plain_loops import plain
from polemos.theory.voting_rules import codes

SHARED = Path(__file__).resolve().parents[3] / "shared" / "validation"
# Half of the last printed digit, and a hair for what is printed from exactly there.
PROBABILITY, ATTITUDE, POSITION = 0.51e-4, 0.51e-3, 0.051
CASES = ("dummyData_3Dim", "SOE-Pol-Comp")


@cache
def trajectories() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ktab_trajectories.yaml").read_text())
    return loaded


def stakeholders(name: str) -> tuple[Any, Any, Any]:
    """Return capability, position and salience of a shipped case on 0..1."""
    actors = numbers("ktab")[name]["actors"].values()
    return (
        [actor["capability"] for actor in actors],
        np.array([actor["position"] for actor in actors]) / 100.0,
        np.array([actor["salience"] for actor in actors]) / 100.0,
    )


def column(name: str, what: str) -> Any:
    return np.array([actor[what] for actor in numbers("ktab")[name]["actors"].values()])


@cache
def negotiated(name: str) -> voting.Negotiation:
    return voting.negotiate(*stakeholders(name))


def near(ours: Any, theirs: Any, tolerance: float) -> bool:
    return bool(np.abs(np.asarray(ours) - np.asarray(theirs)).max() < tolerance)


@pytest.mark.parametrize("name", CASES)
def test_the_first_election_is_the_published_one(name: str) -> None:
    held = voting.election(*stakeholders(name))
    assert near(held.risk_attitude, column(name, "risk"), ATTITUDE)
    assert near(held.probability, column(name, "first"), PROBABILITY)


@pytest.mark.parametrize("name", CASES)
def test_the_last_election_is_the_published_one(name: str) -> None:
    assert near(negotiated(name).probability[-1], column(name, "last"), PROBABILITY)


@pytest.mark.parametrize(("name", "turns"), [(CASES[0], 10), (CASES[1], 27)])
def test_every_turn_up_to_the_last_is_the_published_one(name: str, turns: int) -> None:
    logged, ours = trajectories()[name], negotiated(name)
    assert ours.quiet
    assert ours.turns == turns == len(logged["probability"]) - 1
    assert near(ours.probability, logged["probability"], PROBABILITY)
    assert near(100.0 * ours.position[-1], logged["last"], POSITION)


@pytest.mark.parametrize("name", CASES)
def test_the_shared_reference_is_met(name: str) -> None:
    file = SHARED / "ktab_smp_reference.yaml"
    if not file.is_file():
        pytest.skip(f"no {file.name} in ../shared/validation")
    case = yaml.safe_load(file.read_text())["cases"][name]
    options = {"victory": "VictoryProbModel", "vote": "VotingRule", "pce": "PCEModel"}
    options |= {"bigRRange": "BigRRange", "bigRAdjust": "BigRAdjust"}
    rules = voting.rules_from_ktab({options[key]: value for key, value in case["options"].items()})
    position, salience = np.array(case["position"]) / 100.0, np.array(case["salience"]) / 100.0
    ours = voting.negotiate(case["capability"], position, salience, rules=rules)
    assert near(ours.risk_attitude[0], case["risk_attitude_turn0"], ATTITUDE)
    assert near(ours.probability[0], case["win_prob_turn0"], PROBABILITY)
    assert near(ours.probability[-1], case["win_prob_final_turn"], PROBABILITY)


def test_drawn_bargains_lagging_ideals_cubic_votes_and_challenges_by_incentive_are_the_published_ones() -> None:
    case = trajectories()["smpExample"]
    draws = np.zeros((100, 5))
    draws[: len(case["draws"])] = case["draws"]
    ours = voting.negotiate(
        case["capability"],
        np.array(case["position"]) / 100.0,
        np.array(case["salience"]) / 100.0,
        rules=voting.rules_from_ktab(case["parameters"]),
        accommodation=case["accommodation"],
        uniform=draws,
    )
    assert ours.quiet
    assert ours.turns == 14
    assert near(ours.probability, case["probability"], PROBABILITY)
    assert near(ours.risk_attitude, case["risk"], ATTITUDE)
    assert near(100.0 * ours.position[-1], case["last"], POSITION)


# Turn 0 of dummyData_3Dim: who challenges whom, the chance it sees, what each is to adopt; the last row is the view
# that the log gives of bargain 0:6 with 0.0925 for a chance.
BARGAINS = (
    (0, 6, 0.7643, (75.61, 24.78, 71.95), (75.61, 24.79, 71.95)),
    (5, 1, 0.8510, (84.39, 34.05, 86.34), (84.39, 34.05, 86.34)),
    (1, 0, 0.7964, (81.69, 73.16, 64.50), (81.69, 73.16, 64.50)),
    (6, 1, 0.3970, (78.93, 56.33, 72.52), (78.93, 56.33, 72.52)),
    (2, 6, 0.8334, (82.26, 82.56, 2.06), (82.26, 82.56, 2.06)),
    (4, 0, 0.5836, (79.54, 44.72, 72.05), (79.54, 44.71, 72.05)),
    (3, 0, 0.8056, (65.82, 50.76, 63.02), (65.82, 50.76, 63.02)),
    (0, 6, 0.0925, (71.08, 33.45, 90.12), (71.08, 33.45, 90.12)),
)


@pytest.mark.parametrize(("one", "two", "chance", "first", "second"), BARGAINS)
def test_a_bargain_interpolates_as_published(
    one: int, two: int, chance: float, first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    _, position, salience = stakeholders("dummyData_3Dim")
    bargain = np.zeros((2, 3))
    squared = ballots.NAMES[ballots.INTERPOLATION].index("squared_product")
    contests.strike(one, two, chance, squared, salience, position, bargain)
    # Chances are printed with four digits; on a gap of 90 points half of the last one moves a bargain by 0.02.
    assert near(100.0 * bargain, (first, second), 0.03)


# Turn 0 of dummyData_3Dim: the chance that the one who is challenged gives to its challenger.
RECEIVERS = {0: 0.7660, 1: 0.7952, 2: 0.8331, 3: 0.8008, 4: 0.7586, 5: 0.8518, 6: 0.3981}


def offered(proposal: str) -> Any:
    """Return the offers [2 S, 2, K] of turn 0 of dummyData_3Dim, with stakes and targets."""
    capability, position, salience = stakeholders("dummyData_3Dim")
    squares, lines, offers, marks = ballots.blank_room(7, 3)
    given = (np.array(capability), salience, position, position, codes(voting.ElectionRules(proposal=proposal)))
    plain().turn(*given, np.zeros(7), squares, lines, offers, marks, np.zeros(7), np.zeros((7, 3)))
    return offers, lines[ballots.STAKE, :7].copy(), marks[ballots.TARGET, :7].copy()


def test_the_receivers_view_of_a_bargain_takes_the_published_chance() -> None:
    _, position, salience = stakeholders("dummyData_3Dim")
    offers, _, target = offered("both")
    for one, chance in RECEIVERS.items():
        bargain = np.zeros((2, 3))
        contests.strike(one, target[one], chance, 1, salience, position, bargain)
        assert near(100.0 * offers[7 + one], 100.0 * bargain, 0.03)


def test_a_compromise_weighs_both_views_by_capability_times_salience() -> None:
    both, stake, target = offered("both")
    compromise, _, _ = offered("compromise")
    for one, two in enumerate(target):
        mean = (stake[one] * both[one] + stake[two] * both[7 + one]) / (stake[one] + stake[two])
        assert near(compromise[one], mean, 1e-12)


def test_everybody_challenges_whom_the_log_says() -> None:
    assert negotiated("dummyData_3Dim").target[0].tolist() == [6, 0, 6, 0, 0, 1, 1]
    # Actor 0 keeps to the bargain that 4 offers it, with a chance of 0.4968.
    assert negotiated("dummyData_3Dim").chosen[0][0] == 4


def test_the_median_and_the_mean_of_the_emission_standards_are_the_published_ones() -> None:
    published = numbers("emission_standards")
    those = published["stakeholders"].values()
    position = [one["position"] for one in those]
    weight = [one["capability"] * one["salience"] for one in those]
    assert voting.weighted_median(position, weight) == published["weighted_median"] == 7.0
    # Ten products and two sums, each rounded once.
    assert abs(voting.weighted_mean(position, weight) - published["weighted_mean"]) < 1e-14
    assert published["weighted_mean"] == 7.389955686853767
