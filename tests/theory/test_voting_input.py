"""Bad input of elections and negotiations: one clear message each; a user's own rules; two forms of one source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import polemos as pm
from polemos.errors import BadInput
from polemos.theory import plain_loops, voting
from polemos.theory.voting import ElectionRules, election, negotiate, rules_from_ktab, weighted_mean, weighted_median
from polemos.theory.voting_rules import REGISTERS, VICTORY_MODELS, VOTE_RULES
from theory.crowds import crowd, every_rule

GOOD: dict[str, Any] = {"capability": [1, 2], "position": [[0.1, 0.2], [0.3, 0.4]], "salience": [[0.5, 0.5]] * 2}
NAN = float("nan")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"capability": []}, "capability: no stakeholders, give at least one"),
        (
            {"capability": np.ones(1001)},
            "capability: 1,001 stakeholders are too many, leave it at 1,000: the cost grows with the third power",
        ),
        ({"capability": [1, -2]}, "capability[1]: is -2, not a finite number, 0 or more"),
        ({"capability": [NAN, 1]}, "capability[0]: is nan, not a finite number, 0 or more"),
        ({"capability": [1, np.inf]}, "capability[1]: is inf, not a finite number, 0 or more"),
        ({"capability": [0, 0]}, "capability: all are 0: nobody takes part, give somebody capability"),
        ({"capability": ["a", "b"]}, "capability: is no table of numbers, give numbers in rows of equal length"),
        ({"capability": 3}, "capability: has 0 axes, give a list of numbers"),
        ({"position": [[0.1, 1.2], [0.3, 0.4]]}, "position[0, 1]: is 1.2, not in 0..1"),
        ({"position": [[0.1], [0.3, 0.4]]}, "position: is no table of numbers, give numbers in rows of equal length"),
        ({"position": [[0.1, 0.2]]}, "position: 1 for 2 stakeholders, give one entry for each stakeholder"),
        ({"position": [[], []]}, "position: no issues, give at least one"),
        ({"position": [[[0.1]]]}, "position: has 3 axes, give a list or a table of numbers"),
        ({"salience": [[0.5, -0.1]] * 2}, "salience[0, 1]: is -0.1, not in 0..1"),
        ({"salience": [[0.5, NAN]] * 2}, "salience[0, 1]: is nan, not in 0..1"),
        ({"salience": [[0.5], [0.5]]}, "salience: 1 for the 2 issues of position, give one column for each issue"),
        (
            {"salience": [[0.5, 0.5], [0.7, 0.8]]},
            "salience[1]: sums to 1.5 over the issues, more than all of its attention, "
            "give shares that sum to at most 1",
        ),
        ({"ideal": [[0.5, 0.5], [0.7, 1.8]]}, "ideal[1, 1]: is 1.8, not in 0..1"),
        ({"risk_attitude": [0.0, 1.5]}, "risk_attitude[1]: is 1.5, not in -1..1"),
        (
            {"risk_attitude": [0.0]},
            "risk_attitude: 1 for 2 stakeholders, give one entry for each stakeholder",
        ),
        (
            {"rules": ElectionRules(risk_range="given")},
            'risk_attitude: the rule "given" needs them, give one for each stakeholder',
        ),
        (
            {"rules": ElectionRules(vote="proportionnal")},
            "vote: no such rule: 'proportionnal', did you mean \"proportional\"?",
        ),
        (
            {"rules": ElectionRules(victory="napoleonic")},
            "victory: no such rule: 'napoleonic', there are linear, square, quartic, octic, binary",
        ),
    ],
)
def test_an_election_says_what_is_wrong_with_its_input(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        election(**{**GOOD, **change})
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": ElectionRules(choice="drawn")}, "numbers in [0, 1) for 100 turns and 2 stakeholders"),
        ({"uniform": [[0.5, 0.5]]}, "uniform: is 1 by 2, not 100 turns by 2 stakeholders"),
        ({"uniform": [[0.5, 1.0]], "most_turns": 1}, "uniform[0, 1]: is 1, not in 0..1"),
        ({"accommodation": [[1.0]]}, "accommodation: is 1 by 1, not 2 by 2, give each stakeholder a row and a column"),
        ({"accommodation": [[0.7, 0.6], [0, 1]]}, "accommodation[0]: sums to 1.3 over its row, more than 1"),
        ({"accommodation": [[-0.1, 0.6], [0, 1]]}, "accommodation[0, 0]: is -0.1, not in 0..1"),
        ({"most_turns": 0}, "least_turns, most_turns, quiet_below: cannot be 2, 0, 0.02"),
        ({"quiet_below": NAN}, "cannot be 2, 100, nan"),
    ],
)
def test_a_negotiation_says_what_is_wrong_with_its_input(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        negotiate(**{**GOOD, **change})
    assert said in str(caught.value)


@pytest.mark.parametrize("function", [weighted_median, weighted_mean])
@pytest.mark.parametrize(
    ("position", "weight", "said"),
    [
        ([], [], "position: no stakeholders, give at least one"),
        ([1, 2], [0, 0], "weight: all are 0, give somebody weight"),
        ([1, 2], [1, -1], "weight[1]: is -1, not a finite number, 0 or more"),
        ([1, NAN], [1, 1], "position[1]: is nan, not a finite number"),
        ([1, 2], [1], "weight: 1 for 2 stakeholders, give one entry for each stakeholder"),
    ],
)
def test_a_weighted_middle_says_what_is_wrong_with_its_input(
    function: Callable[..., float], position: Any, weight: Any, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        function(position, weight)
    assert str(caught.value) == said


def test_ktabs_parameters_are_checked_too() -> None:
    with pytest.raises(BadInput, match=r'VotingRules: no such parameter of KTAB, did you mean "VotingRule"\?'):
        rules_from_ktab({"VotingRules": "Prop"})
    with pytest.raises(BadInput, match="VotingRule: no such value: 'prop', did you mean \"Prop\""):
        rules_from_ktab({"VotingRule": "prop"})


def test_a_median_with_half_of_the_weight_on_either_side_is_the_middle_of_the_gap() -> None:
    assert weighted_median([3, 1, 2, 4], [1, 1, 1, 1]) == 2.5
    assert weighted_median([3, 1, 2], [1, 1, 1]) == 2.0
    assert weighted_median([1, 5, 9], [1, 0, 1]) == 5.0
    assert weighted_median([5], [0.1]) == 5.0


def test_positions_are_not_changed_by_a_negotiation() -> None:
    those = crowd(1)
    before = [field.copy() for field in those]
    negotiate(*those)
    assert all((now == then).all() for now, then in zip(those, before, strict=True))


def test_elections_are_offered_at_the_door() -> None:
    assert pm.theory.election.__wrapped__ is voting.election
    assert pm.theory.VOTE_RULES is VOTE_RULES


@pytest.fixture
def registers() -> Iterator[None]:
    """Leave the registers as they were found."""
    before = {kind: dict(register) for kind, register in REGISTERS.items()}
    yield
    for kind, register in REGISTERS.items():
        register.clear()
        register.update(before[kind])


@pytest.fixture
def forms(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let the loops run compiled (True) or plain (False), whatever has been done before."""
    return lambda compiled: monkeypatch.setattr(plain_loops, "PATIENCE", 0 if compiled else 10**12)


@pytest.mark.usefixtures("registers")
def test_an_own_rule_that_says_the_same_gives_the_same_bits(forms: Callable[[bool], None]) -> None:
    VOTE_RULES["mine"] = lambda gain: gain * gain * gain
    VICTORY_MODELS["mine"] = lambda one, two: one / (one + two)
    for compiled in (False, True):
        forms(compiled)
        own = negotiate(*crowd(2), rules=ElectionRules(vote="mine"))
        built_in = negotiate(*crowd(2), rules=ElectionRules(vote="cubic"))
        assert (own.position == built_in.position).all()
        assert (own.probability == built_in.probability).all()
        own = negotiate(*crowd(2), rules=ElectionRules(victory="mine"))
        # The built-in rule divides by the larger strength first.
        assert np.allclose(own.probability[0], negotiate(*crowd(2)).probability[0], atol=1e-12)


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (lambda gain: -gain, "'mine' gives 1 at a gain of -1: it votes against its own gain"),
        (lambda gain: 1.0 / gain, "'mine' gives inf at a gain of 0, which is no number to vote with"),
        (lambda gain: gain.upper(), "'mine' cannot be compiled"),
        (lambda gain, other: gain, "'mine' cannot be compiled"),
    ],
)
def test_an_own_rule_that_cannot_serve_is_refused(rule: Callable[..., Any], said: str) -> None:
    VOTE_RULES["mine"] = rule
    with pytest.raises(BadInput) as caught:
        election(*crowd(1), rules=ElectionRules(vote="mine"))
    assert str(caught.value).startswith(f"vote: {said}")


@pytest.mark.usefixtures("registers")
def test_own_chances_of_two_sides_must_sum_to_one_and_other_kinds_take_no_function() -> None:
    VICTORY_MODELS["mine"] = lambda one, two: 0.7
    with pytest.raises(BadInput, match=r"gives 0.7 and 0.7 to strengths of .*: chances of the two must sum to 1"):
        election(*crowd(1), rules=ElectionRules(victory="mine"))
    REGISTERS["election"]["mine"] = lambda one: one
    with pytest.raises(BadInput, match="election: 'mine' is a function, own rules join vote and victory only"):
        election(*crowd(1), rules=ElectionRules(election="mine"))


def test_compiled_and_plain_loops_give_the_same_bits(forms: Callable[[bool], None]) -> None:
    dice = np.random.default_rng(7).random((4, 6))
    asked = [(crowd(number), rules) for number, rules in enumerate(every_rule())]
    said = {}
    for compiled in (False, True):
        forms(compiled)
        said[compiled] = [negotiate(*those, rules=rules, uniform=dice, most_turns=4) for those, rules in asked]
    for plain, fast in zip(said[False], said[True], strict=True):
        assert all(np.array_equal(one, two) for one, two in zip(plain, fast, strict=True))
