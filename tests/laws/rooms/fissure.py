"""Laws of breaks: what a member does that has had enough, and what it leaves as it was."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign
from laws.days import Day, all_days, exactly, found, room, together
from laws.members import free, told_apart
from polemos.model.fissure import KINDS, LEAVE_COALITION, LEAVE_FRONT, LOCAL_TRUCE, STOP_JOINT, TURN
from polemos.model.state import HOSTILE, NEUTRAL, ROADS_CHANGED


def member(day: Day) -> int:
    """Return the member that breaks: the first by its id, so that the order of rows is nothing to it."""
    may = np.flatnonzero(free(day))
    return int(may[np.argmin(day.world.actor_key[may])])


def kind(day: Day) -> int:
    """Return its kind of break: the days go through all five."""
    return int((day.number + int(day.key.history) + len(day.world.place_key) + day.name.count("1")) % KINDS)


def others(day: Day) -> Any:
    return np.arange(len(day.world.camp)) != member(day)


def allies(day: Day) -> Any:
    """Return the other members of the one that breaks, [A]."""
    return (day.world.coalition == day.world.coalition[member(day)]) & others(day)


def held_back(state: Any) -> Any:
    return state.reserve.sum(axis=1)


def crowded(day: Day) -> Day:
    """Put men of everybody everywhere, in places and in attacks, more where the row is higher."""
    places, actors = day.state.men.shape
    men = 10 + np.arange(places * actors).reshape(places, actors)
    return day._replace(state=day.state._replace(men=men, attack=men // 2))


class TestFissure(MechanismContract):
    room = "fissure"
    mechanism = None  # its switch is that of trust
    own = frozenset({"broke", "first_break", "first_causes", "rupture", "away"})
    writes = own | set("stance clock men attack reserve".split())
    idle_leaves = own - {"away"} | {"stance", "clock"}  # the enemy of who turns
    word = own - {"away"}  # what a break leaves that is only a word
    order_matters: ClassVar = {
        "fronts": ("of fronts that refused it as often, who leaves one leaves the first", told_apart),
    }
    signs = (
        Sign("refusals on a front", found("refusals", lambda there: there + 99.0 * (np.arange(there.shape[1]) == 0)),
             "fronts left", lambda _, after: after.away[:, 0], True, "claim c11"),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Days with a member that may break and has not yet."""
        return [found("rupture", exactly(-1))(day) for day in all_days()["trust"] if free(day).any()]

    def act(self, day: Day, now: Any) -> None:
        room("fissure").break_away(day.world, now, member(day), kind(day), day.number)

    def broken(self, day: Day, how: int) -> Any:
        """Return the state after a break of this kind."""
        now = day.copied()
        room("fissure").break_away(day.world, now, member(day), how, day.number)
        return now

    def idle(self, day: Day) -> Day:
        """Nobody is friend or enemy, and nobody is in the field: a break is a word, but who turns has a new enemy."""
        world = day.world._replace(zone=day.world.zone * 0)
        bare = together(found("stance", exactly(NEUTRAL)), found("men", exactly(0)), found("attack", exactly(0)))
        return bare(day._replace(world=world))

    def test_a_break_is_written_down_once(self) -> None:
        """The gravest kind so far, the first day of each kind; only the member's, nobody else's."""
        for day in (*self.telling(60), *map(found("broke", exactly(0)), self.telling(20))):
            for how in range(KINDS):
                after, one = self.broken(day, how), member(day)
                assert after.rupture[one] == how
                due = day.state.broke.copy()
                due[one, how] = day.number if due[one, how] < 0 else due[one, how]
                assert np.array_equal(after.broke, due)
                assert np.array_equal(after.rupture[others(day)], day.state.rupture[others(day)])

    def test_the_first_break_of_the_focal_coalition_keeps_its_causes(self) -> None:
        """Who, when, how, and the member's grievances of that day; later breaks and other coalitions change nothing."""
        for day in self.telling(40):
            one = member(day)
            fresh = found("first_break", exactly(-1))(day)
            after = self.broken(fresh, LOCAL_TRUCE)
            focal = day.world.coalition[one] == day.world.focal[0]
            assert after.first_break.tolist() == ([day.number, one, LOCAL_TRUCE] if focal else [-1, -1, -1])
            assert np.array_equal(after.first_causes, day.state.grievance[one] if focal else day.state.first_causes)
            again = self.broken(found("first_break", exactly(0))(day), LEAVE_FRONT)
            assert (again.first_break == 0).all()
            stranger = fresh._replace(world=fresh.world._replace(focal=np.array([-1])))
            assert (self.broken(stranger, TURN).first_break == -1).all()

    def test_who_stops_joining_changes_nothing_else(self) -> None:
        for day in self.telling(60):
            assert self.moved(day.state, self.broken(day, STOP_JOINT)) <= self.word

    def test_a_local_truce_is_with_the_nearest_enemy_alone(self) -> None:
        """The one with most men, ten times those that attack where the member stands; no man moves; nobody has none."""
        made = 0
        for day in [*self.telling(60), *map(crowded, self.telling(60))]:
            after, one, now = self.broken(day, LOCAL_TRUCE), member(day), day.state
            weight = now.men.sum(axis=0) + 10 * now.attack[now.men[:, one] > 0].sum(axis=0)
            foes = np.flatnonzero((now.stance[one] == HOSTILE) & (weight > 0))
            due = now.stance.copy()
            if len(foes):
                nearest = foes[np.argmax(weight[foes])]
                due[one, nearest] = due[nearest, one] = NEUTRAL
                assert after.clock[ROADS_CHANGED] == 1
                made += 1
            assert np.array_equal(after.stance, due)
            assert self.moved(now, after) <= self.word | {"stance", "clock"}
        assert made > 50

    def test_at_no_enemy_a_local_truce_is_a_word(self) -> None:
        for day in map(found("stance", exactly(NEUTRAL)), self.telling(30)):
            assert self.moved(day.state, self.broken(day, LOCAL_TRUCE)) <= self.word

    def test_who_leaves_a_front_leaves_the_one_that_refused_it_most(self) -> None:
        """Of those where it may fight and has not left; its men there, defenders and attackers, are its reserve now."""
        left = 0
        for day in map(crowded, self.telling(60)):
            one, now = member(day), day.state
            fronts = np.flatnonzero((day.world.zone[one] == 1) & (now.away[one] == 0))
            for worst in fronts:
                refusals = np.where(np.arange(now.refusals.shape[1]) == worst, 2.0, 1.0) * np.ones_like(now.refusals)
                after = self.broken(found("refusals", lambda _, rows=refusals: rows)(day), LEAVE_FRONT)
                there, due = day.world.front == worst, now.away.copy()
                due[one, worst] = 1
                assert np.array_equal(after.away, due)
                gone = (now.men + now.attack)[there, one].sum()
                assert held_back(after)[one] == held_back(now)[one] + gone
                for field in ("men", "attack"):
                    kept = getattr(now, field).copy()
                    kept[there, one] = 0
                    assert np.array_equal(getattr(after, field), kept)
                assert np.array_equal(after.stance, now.stance)
                left += int(gone > 0)
        assert left > 30

    def test_at_no_front_left_nobody_moves(self) -> None:
        for day in map(found("away", exactly(1)), self.telling(30)):
            assert self.moved(day.state, self.broken(day, LEAVE_FRONT)) <= self.word

    def test_who_leaves_the_coalition_is_neutral_to_it(self) -> None:
        """Both ways; enemies stay enemies, among former allies too, and nobody else's stance moves."""
        for day in map(crowded, self.telling(60)):
            one, mates = member(day), allies(day)
            for quarrel in (False, True):
                stance = day.state.stance.copy()
                if quarrel:
                    mate = np.flatnonzero(mates)[0]
                    stance[one, mate] = stance[mate, one] = HOSTILE
                due = stance.copy()
                due[one, mates] = np.minimum(stance[one, mates], NEUTRAL)
                due[mates, one] = due[one, mates]
                now = found("stance", lambda _, rows=stance: rows)(day)
                after = self.broken(now, LEAVE_COALITION)
                assert np.array_equal(after.stance, due)
                assert after.clock[ROADS_CHANGED] == 1 or np.array_equal(stance, due)

    def test_who_leaves_the_coalition_stands_on_its_own_ground_alone(self) -> None:
        """Men at places of others, defenders and attackers, go to the reserve; those at its own stay."""
        for day in map(crowded, self.telling(60)):
            one, now = member(day), day.state
            for how in (LEAVE_COALITION, TURN):
                after, own = self.broken(day, how), now.holder == one
                assert np.array_equal(after.men[own], now.men[own])
                assert (after.men[~own, one] == 0).all()
                assert (after.attack[~own, one] == 0).all()
                assert np.array_equal(after.men[:, others(day)], now.men[:, others(day)])
                gone = (now.men + now.attack)[~own, one].sum()
                assert held_back(after)[one] == held_back(now)[one] + gone

    def test_who_turns_is_the_leads_enemy(self) -> None:
        """The lead that plans today; neutral to the other former allies."""
        for day in map(crowded, self.telling(60)):
            one, mates = member(day), np.flatnonzero(allies(day))
            for lead in mates:
                leads = np.full_like(day.state.lead, lead)
                after = self.broken(found("lead", lambda _, rows=leads: rows)(day), TURN)
                assert after.stance[one, lead] == after.stance[lead, one] == HOSTILE
                rest = [mate for mate in mates if mate != lead]
                assert (after.stance[one, rest] <= NEUTRAL).all()

    def test_who_returns_only_joins_again(self) -> None:
        for day in map(found("rupture", exactly(0)), self.telling(30)):
            now = day.copied()
            room("fissure").reconcile(now, member(day), day.number)
            due = day.state.rupture.copy()
            due[member(day)] = -1
            assert np.array_equal(now.rupture, due)
            assert self.moved(day.state, now) == {"rupture"}
