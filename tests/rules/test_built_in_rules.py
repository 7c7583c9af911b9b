"""The built-in rules do what they say, and every name of the language has its function."""

from __future__ import annotations

import inspect
import math

import pytest

from polemos.dimensions import ATTACK_RULES
from polemos.model import allocation, attack, trust
from polemos.model.attack import by_odds, gambler, opportunist, threshold
from polemos.model.slots import BUILT_IN, SLOTS
from polemos.model.trust import by_losses, by_trust
from polemos.scenario.schema import Scenario
from worlds import plain, world

ROOMS = {"allocation": allocation, "decision": attack, "breaking": trust}
RULES = {slot: [getattr(ROOMS[slot], name) for name in SLOTS[slot].built_in] for slot in SLOTS}
RATIOS = (0.01, 0.5, 1.0, 2.0, 3.0, 50.0)
SHARES = (0.0, 0.3, 1.0)


@pytest.mark.parametrize(("slot", "name"), BUILT_IN)
def test_a_built_in_rule_has_the_arguments_that_a_users_must_have(slot: str, name: str) -> None:
    assert ROOMS[slot].__name__ == f"polemos.model.{SLOTS[slot].room}"
    assert list(inspect.signature(getattr(ROOMS[slot], name)).parameters) == list(SLOTS[slot].arguments)


@pytest.mark.parametrize("rule", RULES["decision"])
def test_an_attack_rule_answers_with_a_share(rule: object) -> None:
    for ratio in RATIOS:
        for opening in SHARES:
            for lost in SHARES:
                assert 0.0 <= rule(ratio, 1.5, opening, 1e5, lost) <= 1.0


@pytest.mark.parametrize("rule", RULES["decision"])
def test_better_odds_never_make_an_attack_less_likely(rule: object) -> None:
    for lost in SHARES:
        answers = [rule(ratio, 1.5, 0.5, 1e5, lost) for ratio in RATIOS]
        assert answers == sorted(answers)


def test_by_the_odds_a_staff_attacks_at_half_its_rate_at_the_required_ratio() -> None:
    assert by_odds(1.5, 1.5, 0.0, 0.0, 0.0) == 0.5
    assert math.isclose(by_odds(3.0, 1.5, 0.0, 0.0, 0.0), 16 / 17)


def test_a_threshold_is_a_step() -> None:
    assert [threshold(ratio, 3.0, 1.0, 0.0, 0.0) for ratio in (2.999, 3.0, 9.0)] == [0.0, 1.0, 1.0]


def test_an_opportunist_goes_by_the_odds_when_aircraft_are_elsewhere_and_waits_when_they_are_here() -> None:
    assert opportunist(2.0, 1.5, 1.0, 0.0, 0.0) == by_odds(2.0, 1.5, 1.0, 0.0, 0.0)
    assert opportunist(9.0, 1.5, 0.0, 0.0, 0.0) == 0.0


def test_a_gambler_without_losses_goes_by_the_odds_and_with_nothing_left_attacks_at_any() -> None:
    assert gambler(2.0, 1.5, 0.0, 0.0, 0.0) == by_odds(2.0, 1.5, 0.0, 0.0, 0.0)
    assert gambler(0.1, 1.5, 0.0, 0.0, 0.4) > by_odds(0.1, 1.5, 0.0, 0.0, 0.4)
    assert gambler(0.1, 1.5, 0.0, 0.0, 1.0) == 1.0
    assert gambler(0.0, 1.5, 0.0, 0.0, 1.0) == 0.0


def test_losses_make_a_member_break_at_a_confidence_at_which_it_else_would_not() -> None:
    assert by_losses(0.6, 0.3, 0.05, 0.0, 0.0) == by_trust(0.6, 0.3, 0.05, 0.0, 0.0)
    assert by_losses(0.6, 0.3, 0.05, 0.0, 0.3) == by_trust(0.3, 0.3, 0.05, 0.0, 0.0) == 0.25
    assert by_trust(0.71, 0.3, 0.05, 0.0, 1.0) == 0.0


@pytest.mark.parametrize("rule", RULES["allocation"])
def test_an_allocation_rule_orders_requests_and_refuses_none(rule: object) -> None:
    for men in (0.0, 1.0, 5000.0):
        assert rule(men, 100.0, 1.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0) > 0.0


def test_actors_that_name_no_rule_go_by_odds_and_by_trust() -> None:
    rules = world("two_fronts_one_air_force").rules
    assert set(rules.names["decision"]) == {"by_odds"}
    assert set(rules.names["breaking"]) == {"by_trust"}
    assert rules.own == {}
    assert not rules.missing


@pytest.mark.parametrize("name", ATTACK_RULES)
def test_a_war_may_name_every_attack_rule(name: str) -> None:
    data = plain("one_front")
    for actor in data["actors"].values():
        actor["decision"] = name
    assert {actor.decision for actor in Scenario.model_validate(data).actors.values()} == {name}
