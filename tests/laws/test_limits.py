"""What a war does at its edges: nobody, nothing, one day, everything at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from laws.books import broken, first_of
from worlds import NAMES, after, made_of, plain, simulate, world

MEN = ("blue_army", "red_army")


def one_front(**change: Any) -> Any:
    """Return the war of one front with a field of every actor changed."""
    data = plain("one_front")
    for actor in data["actors"].values():
        actor.update(change)
    return made_of(data)


@pytest.mark.parametrize("name", NAMES)
def test_one_day(name: str) -> None:
    arrays = simulate(world(name, "days=1"), 5)
    assert arrays["holder"].shape[1] == 1
    assert arrays["killed_daily"].shape[1] == 1


def test_nobody_to_fight() -> None:
    state = after(one_front(strength=0, recruits=0), 120)
    assert state.killed.sum() == state.offensives.sum() == state.men.sum() == state.reserve.sum() == 0
    assert not np.array_equal(state.people, [])
    assert (state.people == made_of(plain("one_front")).world.population).all()


def test_nobody_attacks_without_tempo() -> None:
    arrays = simulate(one_front(tempo=0), 20)
    assert arrays["totals"][:, :, 4].sum() == 0
    assert arrays["movement"][:, 0].sum() == 0
    assert arrays["killed_daily"].sum() > 0  # fire across the line goes on


def test_a_million_men() -> None:
    war = one_front(strength=1_000_000, recruits=0)
    for history in range(5):
        state = after(war, 120, history)
        assert broken(first_of(war, history, 20160101), state) == []
        assert state.killed.sum() > 0


def test_certainty_is_certain() -> None:
    """Chances of 0 and 1: nobody who is hit lives, no garrison gets away, every shot destroys; then the opposite."""
    sure = ("mechanisms.combat.killed=1", "mechanisms.control.escape=0", "mechanisms.combat.missile_kill=1")
    never = ("mechanisms.combat.killed=0", "mechanisms.control.escape=1", "mechanisms.combat.missile_kill=0")
    for history in range(10):
        state = after(world("one_front", *sure), 120, history)
        assert state.wounded.sum() == 0
        assert state.missiles_fired.sum() == state.armour_lost.sum()
        state = after(world("one_front", *never), 120, history)
        assert state.killed.sum() == 0
        assert state.armour_lost.sum() == 0


def test_no_war_is_no_war() -> None:
    """Neutral neighbours: men come in, nobody dies, moves, asks or trusts less than usual."""
    for history in range(10):
        state = after(world("no_war"), 120, history)
        eve = after(world("no_war"), 0, history)
        for name in "killed prisoners offensives answered people weary holder trust grievance aircraft".split():
            assert np.array_equal(getattr(state, name), getattr(eve, name)), name
        assert np.abs(state.arrived - np.array([120, 120, 0])).max() <= 1  # 30 a month, rounded with the right mean


def test_no_crossing_no_flow() -> None:
    """What comes through a place that the enemy holds does not come."""
    data = plain("two_fronts_one_air_force")
    data["flows"]["aid"]["through"] = ["wells"]
    data["mechanisms"]["offensive"]["on"] = False
    state = after(made_of(data), 60)
    assert state.missiles_arrived.sum() == 0
    data["flows"]["aid"]["through"] = []
    assert after(made_of(data), 60).missiles_arrived.sum() > 0


def test_out_of_reach_is_out_of_the_war() -> None:
    """The base lies 90 km from the nearest place: every request is refused, and nobody flies."""
    refused = 0
    for history in range(20):
        state = after(world("lone_client", "wings.jets.reach=80"), 120, history)
        assert state.front_sorties.sum() == 0.0
        assert state.answered[:, :2].sum() == 0
        refused += int(state.answered[:, 2].sum())
    assert refused > 20  # some wars pass without an attack, so without a request


def test_aircraft_that_leave_are_gone() -> None:
    """All of them, on the day; before it nobody is missing."""
    war = world("two_fronts_one_air_force", "interventions.leaving.share=1", "mechanisms.air.loss_rate=0")
    assert after(war, 60).aircraft.tolist() == [10]
    assert after(war, 61).aircraft.tolist() == [0]
    assert after(war, 61).aircraft_moved.tolist() == [-10]


def test_who_asks_for_no_odds_attacks_most() -> None:
    """A required ratio of 0 is the limit of small ones: every chance invites."""
    none = simulate(world("one_front", "mechanisms.offensive.required_ratio=0"), 20)["totals"][:, :, 4]
    hardly = simulate(world("one_front", "mechanisms.offensive.required_ratio=0.000001"), 20)["totals"][:, :, 4]
    many = simulate(world("one_front", "mechanisms.offensive.required_ratio=100"), 20)["totals"][:, :, 4]
    assert (none == hardly).all()
    assert none.sum() > many.sum()
