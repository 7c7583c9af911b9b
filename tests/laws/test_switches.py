"""A mechanism that is switched off has no effect: what it would have written keeps its neutral value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polemos.dimensions import MECHANISMS
from worlds import after, differing, made_of, plain, simulate, unequal, world

NAME = "two_fronts_one_air_force"
DAYS = 100
HISTORIES = range(6)

# What each mechanism alone may move: fields of the state that stay as they were on the eve when it is off.
NEUTRAL = {
    "bargain": ("effort", "flow", "position", "settled"),
    "ceasefire": ("restraint", "compliance", "grounded"),
    "supply": ("arrived", "missiles_arrived", "armour_arrived", "supply_road", "siege", "stores"),
    "command": ("ceded",),
    "attention": ("seen", "seen_all", "seen_peak"),
    "offensive": ("attack", "leader", "offensives", "front_attacks", "threat", "holder", "killed", "men"),
    "air": (
        "answered",
        "front_sorties",
        "flown",
        "fire",
        "served",
        "aircraft_lost",
        "reliance",
        "bombed",
        "expected_air",
    ),
    "combat": ("wounded", "armour_lost", "missiles_fired", "strength_ratio"),
    "control": ("holder", "prisoners", "changed", "siege", "armour_captured", "armour_surrendered"),
    "civilians": ("people", "weary"),
    "trust": ("trust", "rupture", "broke", "first_break", "away", "grievance", "stance"),
    "endings": (),
}


def test_every_mechanism_has_its_row() -> None:
    assert tuple(NEUTRAL) == MECHANISMS


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_what_is_switched_off_leaves_its_values_neutral(mechanism: str) -> None:
    war = world(NAME, without=(mechanism,))
    for history in HISTORIES:
        eve, state = after(war, 0, history), after(war, DAYS, history)
        moved = [name for name in NEUTRAL[mechanism] if getattr(eve, name).tobytes() != getattr(state, name).tobytes()]
        assert moved == []


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switched_on_it_does_something(mechanism: str) -> None:
    """The other side of the table: the same fields do move when the mechanism acts, so the test above can fail."""
    war = world(NAME, *RESTLESS)
    still = set(NEUTRAL[mechanism])
    for history in HISTORIES:
        eve = after(war, 0, history)
        for day in (1, 31, 35, 50, 70, DAYS):
            state = after(war, day, history)
            still -= {name for name in still if getattr(eve, name).tobytes() != getattr(state, name).tobytes()}
    assert still <= RARE


RESTLESS = (
    "mechanisms.trust.breaking_point=0.7",
    "mechanisms.trust.breaking_rate=3",
    "mechanisms.air.loss_rate=0.02",
    "mechanisms.control.surrender=10",
)
RARE = {"away", "aircraft_lost", "siege", "grounded"}  # need a rare chain of events, or a truce that grounds aircraft


def test_no_ending_without_endings() -> None:
    arrays = simulate(world(NAME, without=("endings",)), 10)
    assert (arrays["ending"] == [0, -1]).all()
    soon = tuple(f"mechanisms.endings.{name}=14" for name in ("standing", "lasting"))
    assert (simulate(world(NAME, *soon), 10)["ending"][:, 0] != 0).any()


def test_endings_only_watch() -> None:
    """Days go on after an ending, so leaving the room out changes nothing but what it wrote."""
    one, other = simulate(world(NAME), 6), simulate(world(NAME, without=("endings",)), 6)
    assert set(unequal(one, other)) <= {"ending"}


def test_a_weight_of_nothing_is_no_attention() -> None:
    off, zero = world(NAME, without=("attention",)), world(NAME, "mechanisms.attention.weight=0")
    one, other = simulate(off, 10), simulate(zero, 10)
    assert set(unequal(one, other)) <= {"inputs"}  # the weight is an uncertain input in one of them only
    assert unequal(one, simulate(world(NAME), 10))


def test_a_bargain_that_never_moves_is_none() -> None:
    """Where the reference is what is settled, and stays settled: to the last bit with one stakeholder."""
    still = [f"mechanisms.bargain.{name}=0" for name in ("yielding", "volatility", "linkage")]
    hawks = "{title: Hawks, capability: 0.6, issues: {intervention: {position: 0.9, salience: 0.7}}}"
    still += [f"bargaining.stakeholders={{hawks: {hawks}}}", "bargaining.issues.intervention.reference=0.9"]
    one, other = simulate(world(NAME, without=("bargain",)), 10), simulate(world(NAME, *still), 10)
    assert set(unequal(one, other)) <= {"inputs"}


def without(*interventions: str) -> Any:
    """Return the war without these interventions."""
    data = plain(NAME)
    for name in interventions:
        del data["interventions"][name]
    return made_of(data)


def test_without_the_ceasefire_mechanism_a_truce_is_words() -> None:
    """Switched off, a declared truce does what one that was never declared does: nothing, to nobody."""
    off = world(NAME, "mechanisms.ceasefire.on=false")
    none = without("truce")
    for history in HISTORIES:
        moved = differing(after(off, DAYS, history), after(none, DAYS, history))
        by_intervention = ("truce", "compliance", "restraint", "active")  # one row more in one of the two wars
    assert [name for name in moved if name not in by_intervention] == []


def test_no_aircraft_is_no_air() -> None:
    """Without an aircraft nobody is served; what is left of the room is the answers themselves."""
    none = world(NAME, "wings.jets.aircraft=0")
    for history in HISTORIES:
        state = after(none, DAYS, history)
        assert state.answered.sum() == 0  # a patron without aircraft gives no answer at all
        assert state.front_sorties.sum() == 0.0
        assert differing(state, after(none, DAYS, history)) == []


def test_leaving_out_a_mechanism_leaves_the_draws_of_the_inputs() -> None:
    one, other = world(NAME), world(NAME, without=("air",))
    assert np.array_equal(one.drawn.draw(1, 7), other.drawn.draw(1, 7))
