"""Each room against its twin, on days of small wars.  Run by ``test_twin`` in one process, as plain Python.

Whole numbers are equal; floats to 1e-12, because the twin writes the same sums and powers in another order and with
the C library's power, a few units in the last place (2e-16) at each of some hundred steps.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from polemos.model import (
    air,
    attention,
    bargain,
    ceasefire,
    combat,
    command,
    control,
    decisions,
    offensive,
    reserves,
    supply,
    trust,
)
from polemos.model.chance import Key
from polemos.model.day import dawn, live
from polemos.model.state import State, blank
from reference import twin
from worlds import War, world

SEED, NEAR = 20160101, {"rtol": 1e-12, "atol": 1e-12}
TALKATIVE = ("mechanisms.trust.exclusion=0.3", "mechanisms.trust.solidarity=0.4")
BARE = tuple(
    f"actors.{actor}.{thing}=0" for actor in ("army", "hill_bands", "sand_bands") for thing in ("armour", "missiles")
)
BARE += ("flows.aid.armour=0",)
NAME = "two_fronts_one_air_force"
# Staffs that attack at nearly every look, so that the days below hold fights and requests.
BUSY = ("mechanisms.offensive.required_ratio=0.05",)
BUSY += tuple(f"actors.{actor}.tempo=60" for actor in ("army", "guard", "hill_bands", "sand_bands"))
DAYS = (0, 1, 5, 12, 20, 31, 32, 40, 50, 60, 61, 70)
TIMES = [(history, day) for history in (0, 1) for day in DAYS]


def copied(state: State) -> State:
    return State(*(field.copy() for field in state))


@cache
def eves(war: Any, history: int) -> dict[int, State]:
    """Return the state on the eve of each of the days, with room for a chronicle; plain Python is slow, so once."""
    given, _ = war.parameters(SEED, history)
    state, key, kept = blank(war.world, given, 3000), Key(np.uint64(SEED), np.uint64(history)), {}
    for day in range(max(DAYS) + 1):
        if day in DAYS or 32 <= day < 45:
            kept[day] = copied(state)
        live(war.world, given, state, key, day)
    return kept


class Named:
    """A war that is known by its identity, so that its days can be kept."""

    def __init__(self, war: War) -> None:
        self.world, self.parameters = war.world, war.parameters


@cache
def small(*edits: str, name: str = NAME) -> Named:
    return Named(world(name, *edits))


class Morning:
    """A day of a war, lived up to a room."""

    def __init__(self, war: Named, day: int, history: int, room: Any) -> None:
        self.world, self.day = war.world, day
        self.given, _ = war.parameters(SEED, history)
        self.state = copied(eves(war, history)[day] if day else blank(war.world, self.given))
        self.key = Key(np.uint64(SEED), np.uint64(history))
        self.history = history
        dawn(self.state)
        decisions.take_effect(self.world, self.given, self.state, self.key, day)
        for one in (bargain, ceasefire, supply, command, attention, offensive, air, combat, control, trust):
            if one is room:
                break
            self.act(one)

    def act(self, room: Any) -> State:
        """Let a room act and return the state."""
        if room is ceasefire:
            room.act(self.world, self.given, self.state, self.day)
        elif room is command:
            room.act(self.world, self.given, self.state)
        else:
            room.act(self.world, self.given, self.state, self.key, self.day)
        return self.state

    def dice(self, mechanism: int, actor: Any, place: Any) -> tuple[float, ...]:
        """Return the uniforms of a draw of today, from the twin."""
        return twin.uniforms(SEED, self.history, mechanism, self.day, int(actor), int(place))


def test_this_is_plain_python() -> None:
    assert not hasattr(combat.act, "py_func")


@pytest.mark.parametrize(("history", "day"), TIMES)
def test_roads_and_stores(history: int, day: int) -> None:
    now = Morning(small(), day, history, supply)
    road = twin.roads(now.world, now.state.holder, now.state.stance)
    filled = twin.stores(now.world, now.given, now.state, road)
    state = now.act(supply)
    np.testing.assert_allclose(state.supply_road, road, **NEAR)
    np.testing.assert_allclose(state.stores, filled, **NEAR)


def test_roads_of_the_war_of_2016() -> None:
    now = Morning(small(name="syria-2016"), 0, 0, supply)
    road = twin.roads(now.world, now.state.holder, now.state.stance)
    np.testing.assert_allclose(now.act(supply).supply_road, road, **NEAR)
    assert (road > 0).sum() > 50


@pytest.mark.parametrize("history", [0, 1])
def test_compliance_of_a_truce(history: int) -> None:
    """From the day after it began to its end; the truce of this world is the first intervention."""
    war, moved = small(), 0
    for day in range(32, 45):
        now = Morning(war, day, history, ceasefire)
        if now.state.truce[0] < 0:
            break
        due = twin.compliance(now.world, now.given, now.state, 0, day)
        state = now.act(ceasefire)
        np.testing.assert_allclose(state.compliance[0], due, **NEAR)
        assert (state.truce[0] < 0) == (due < now.given.ceasefire.breaks_below)
        moved += 1
    assert moved >= 1


@pytest.mark.parametrize(("history", "day"), TIMES)
def test_the_watchers_picture(history: int, day: int) -> None:
    now = Morning(small(), day, history, attention)
    due = twin.seen(now.world, now.given, now.state, now.dice)
    np.testing.assert_allclose(now.act(attention).seen, due, **NEAR)


def test_casualties_of_every_fight() -> None:
    fights = 0
    for history, day in TIMES:
        now = Morning(small(*BARE, *BUSY), day, history, combat)
        before = copied(now.state)
        due = {
            p: twin.fight(now.world, now.given, before, now.dice, day, p) for p in np.flatnonzero(before.leader >= 0)
        }
        state, dead = now.act(combat), np.zeros_like(before.killed)
        for place, said in due.items():
            np.testing.assert_array_equal(before.attack[place] - state.attack[place], said["attack"][0])
            np.testing.assert_array_equal(before.men[place] - state.men[place], said["men"][0])
            np.testing.assert_allclose(state.strength_ratio[place], said["ratio"], **NEAR)
            dead += said["attack"][1] + said["men"][1]
            assert state.fallen[place] - before.fallen[place] == said["attack"][1].sum() + said["men"][1].sum()
            fights += 1
        assert (state.killed - before.killed >= dead).all()  # the rest fell to fire across quiet borders
    assert fights >= 8


def test_fire_across_quiet_lines() -> None:
    """With and without the bound that spares the power: the twin has none."""
    hit = spared = 0
    for history, day in TIMES:
        now = Morning(small("mechanisms.combat.harassment=0.0005"), day, history, combat)
        before = copied(now.state)
        quiet = np.flatnonzero(before.leader < 0)
        due = {p: twin.harassed(now.given, before, p, now.dice(8, 0, now.world.place_key[p])) for p in quiet}
        state = now.act(combat)
        for place, (victim, out, dead) in due.items():
            lost = before.men[place] - state.men[place]
            assert lost.sum() == out
            assert out == 0 or lost[victim] == out
            assert state.fallen[place] - before.fallen[place] == dead
            hit, spared = hit + (out > 0), spared + (out == 0 and before.threat[place] > 0.0)
    assert min(hit, spared) >= 8


def test_men_committed_to_an_attack() -> None:
    """Alone, on days on which one attack begins, so that nobody has taken the men before."""
    begun = 0
    loners = tuple(f"mechanisms.command.joint_{mode}=0" for mode in ("integrated", "delegated", "bargained"))
    for history in (0, 1):
        for day in DAYS:
            now = Morning(small(*BUSY, *loners), day, history, offensive)
            before, state = copied(now.state), now.act(offensive)
            fresh = [p for p in np.flatnonzero(state.leader >= 0) if before.leader[p] < 0]
            if len(fresh) == 1:
                place, leader = fresh[0], state.leader[fresh[0]]
                assert state.attack[place, leader] == twin.struck(now.world, now.given, before, place, leader)
                assert state.attack[place].sum() == state.committed[place] == state.attack[place, leader]
                led = now.dice(15, now.world.actor_key[leader], now.world.place_key[place])
                half = 0.5 * now.given.combat.employment * (sum(led) - 2.0) * 3.0**0.5
                np.testing.assert_allclose(state.employment[place], np.exp(half), **NEAR)
                begun += 1
    assert begun >= 3


@pytest.mark.parametrize(("kept", "reinforcement"), [(0.0, 0.05), (0.1, 0.05), (0.4, 0.05), (0.0, 1.0)])
def test_reserves_go_where_the_enemy_is_superior(kept: float, reinforcement: float) -> None:
    """Moves of the day from the state that the attacks left, whatever day it is; with 1.0 they offer too many."""
    sent = back = 0
    edits = (f"mechanisms.offensive.kept={kept}", f"mechanisms.offensive.reinforcement={reinforcement}")
    for history, day in TIMES:
        now = Morning(small(*edits, *BUSY), day, history, air)
        if reinforcement == 1.0:
            now.state.reserve[:] = 9000
        state = copied(now.state)
        morning = Morning(small(*edits, *BUSY), day, history, offensive).state
        due = twin.dispatched(now.world, now.given, state, now.dice, copied(morning))
        reserves.dispatch(now.world, now.given, state, now.key, day)
        for actor in range(len(state.reserve)):
            place, number = due.get(actor, (0, 0))
            assert now.state.reserve[actor, 0] - state.reserve[actor, 0] == number
            assert state.men[place, actor] - now.state.men[place, actor] == number
            sent += number
        before = copied(state)
        men, reserve = twin.thinned(now.world, now.given, state, now.dice, morning)
        reserves.thin_out(now.world, now.given, state, now.key, day)
        np.testing.assert_array_equal(state.men, men)
        np.testing.assert_array_equal(state.reserve[:, 0], reserve)
        back += int(state.reserve.sum() - before.reserve.sum())
    assert min(sent, back) > 100


def test_rest_is_shared_out_over_fronts() -> None:
    """Bound in the north alone, who fights elsewhere too rests less than one whose whole war stands still."""
    now = Morning(small('interventions.truce.fronts=["north"]'), 33, 0, supply)
    rest = [ceasefire.resting(now.world, now.state, actor) for actor in range(len(now.world.actor_key))]
    np.testing.assert_allclose(rest, [twin.resting(now.world, now.state, actor) for actor in range(len(rest))], **NEAR)
    part = rest / np.maximum(now.state.restraint[0], 1e-9)
    assert part.max() == 1.0
    assert ((part > 0.0) & (part <= 0.5)).any()


def test_trust_of_every_member() -> None:
    answers = 0
    for history, day in TIMES:
        now = Morning(small(*TALKATIVE, *BUSY), day, history, trust)
        answers += int(now.state.answers.sum())
        due = twin.trusted(now.world, now.given, now.state, day)
        np.testing.assert_allclose(now.act(trust).trust, due, **NEAR)
    assert answers >= 10


@pytest.mark.parametrize(("rule", "name"), list(enumerate(("by_need", "by_favour", "first_come", "best_use"))))
def test_order_of_answers(rule: int, name: str) -> None:
    """The chronicle of the day lists the answers in the order in which they were given."""
    longest = 0
    war = small(f"patrons.patron.allocation={name}", "wings.jets.aircraft=40", *BUSY)
    for day in DAYS[1:]:
        now = Morning(war, day, 0, air)
        patron = int(now.world.patrons[0])
        due = twin.order(now.world, now.state, now.dice, day, patron, rule)
        first = int(now.state.event_count[0])
        state = now.act(air)
        rows = state.events[first : int(state.event_count[0])]
        given = [(int(row[3]), int(row[2])) for row in rows if row[1] in (5, 6, 7)]
        assert given == due
        longest = max(longest, len(due))
    assert longest >= 2
