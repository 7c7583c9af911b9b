"""Laws of control: the stronger the attack the sooner a place falls; men retreat next door or are taken."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import Change, MechanismContract, Sign
from laws.days import Day, exactly, found, number, plus, times, together
from polemos.model.chance import CONTROL

DUPUY, DEFINED = "Dupuy 1990", "by definition"
NOBODY_YIELDS = number("control.surrender", exactly(0.0))


def breaking(prepared: float, unprepared: float) -> Change:
    """Return the change that sets the rates at which defences break."""
    rates = (
        number("control.break_rate", exactly(prepared)),
        number("control.break_rate_unprepared", exactly(unprepared)),
    )
    return together(*rates)


CERTAIN = together(found("strength_ratio", exactly(1e9)), breaking(1.0, 1.0), NOBODY_YIELDS)
FIRM = together(breaking(0.0, 0.0), NOBODY_YIELDS)
LASTING = together(number("offensive.longest", exactly(1e6)), number("offensive.tolerated_loss", exactly(1.0)))
BESIEGED = together(found("supply_road", exactly(-1.0)), found("threat", plus(1000)), found("leader", exactly(-1)))


def attacked(day: Day) -> Any:
    return day.state.leader >= 0


def taken(day: Day, after: Any) -> Any:
    """Read: 1 where an attacked place changed hands, or a place without an attack did."""
    return after.holder != day.state.holder


def holders(day: Day, after: Any) -> Any:
    """Read the men at places that changed hands."""
    return after.men[taken(day, after)].sum()


def repelled(day: Day, after: Any) -> Any:
    """Read the attacks that ended in nothing, of all leaders."""
    return after.offensives[:, 2].sum()


def prisoners(day: Day, after: Any) -> Any:
    return after.prisoners.sum()


def one_attack(day: Day) -> Day:
    """Leave the one attack whose place has the highest key: which that is does not hang on rows."""
    keys = np.where(attacked(day), day.world.place_key, 0)
    alone = np.arange(len(keys)) == keys.argmax()
    return found("leader", lambda leader: np.where(alone, leader, -1))(day)


def next_door(day: Day, place: int) -> Any:
    return day.world.neighbour[day.world.first_link[place] : day.world.first_link[place + 1]]


class TestControl(MechanismContract):
    room = mechanism = "control"
    streams = frozenset({CONTROL})
    own = frozenset("holder previous changed siege prisoners armour_surrendered armour_captured".split())
    writes = own | set(
        "leader committed partners prepared stores men attack reserve armour offensives clock counted trust grievance"
        .split()
    )  # fmt: skip
    rare = frozenset({"reserve"})  # men whose base was lost, and garrisons that surrender; both have a test below
    idle_leaves = frozenset({"siege"})
    order_matters: ClassVar = {
        "places": (
            "a place that falls first closes the way out of its neighbour, and its captured vehicles are there for the "
            "next: with one attack a day and no surrender nothing can come in between",
            together(one_attack, NOBODY_YIELDS),
        )
    }
    signs = (
        Sign("strength", found("strength_ratio", times(3)), "places taken", taken, True, DUPUY, LASTING),
        Sign("readiness to break", number("control.break_rate", exactly(1.0)), "places taken", taken, True, DEFINED,
             together(LASTING, NOBODY_YIELDS, breaking(0.1, 0.1), found("prepared", exactly(0.5)))),
        Sign("readiness of the unprepared to break", number("control.break_rate_unprepared", exactly(1.0)),
             "places taken", taken, True, DEFINED,
             together(LASTING, NOBODY_YIELDS, breaking(0.1, 0.1), found("prepared", exactly(0.5)))),
        Sign("preparation", found("prepared", exactly(1.0)), "places taken", taken, False, "Biddle 2004",
             together(LASTING, NOBODY_YIELDS, breaking(0.1, 0.9), found("prepared", exactly(0.0)))),
        Sign("holding", number("offensive.holding", exactly(1.0)), "men at places taken", holders, True, DEFINED,
             together(CERTAIN, number("offensive.holding", exactly(0.1)))),
        Sign("firmness", number("control.break_ratio", times(10)), "places taken", taken, False, DUPUY, LASTING),
        Sign("escape", number("control.escape", exactly(1.0)), "prisoners", prisoners, False, DEFINED,
             number("control.escape", exactly(0.1))),
        Sign("escape", number("control.escape", exactly(1.0)), "vehicles captured",
             lambda _, after: after.armour_captured.sum(), False, DEFINED, number("control.escape", exactly(0.0))),
        Sign("patience of attackers", number("offensive.longest", times(4)), "attacks repelled", repelled, False,
             DEFINED,             together(FIRM, number("offensive.longest", exactly(1.0)),
             number("offensive.tolerated_loss", exactly(1.0)))),
        Sign("tolerated losses", number("offensive.tolerated_loss", exactly(1.0)), "attacks repelled", repelled, False,
             DEFINED, together(FIRM, number("offensive.tolerated_loss", exactly(0.05)))),
        Sign("readiness to surrender", number("control.surrender", exactly(20.0)), "places taken", taken, True,
             DEFINED, together(BESIEGED, found("siege", exactly(20)), NOBODY_YIELDS)),
        Sign("days of siege", found("siege", exactly(300)), "places taken", taken, True, "judgement",
             together(BESIEGED, found("siege", exactly(0)), number("control.surrender", exactly(10.0)))),
        Sign("patience of the besieged", number("control.patience", times(50)), "places taken", taken, False, DEFINED,
             together(BESIEGED, found("siege", exactly(30)), number("control.surrender", exactly(20.0)))),
        Sign("weariness", found("weary", exactly(1.0)), "places taken", taken, True, "judgement",
             together(BESIEGED, found("siege", exactly(30)), found("weary", exactly(0.0)),
                      number("control.surrender", exactly(10.0)))),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody attacks, and nobody surrenders."""
        return together(found("leader", exactly(-1)), NOBODY_YIELDS)(day)

    def test_at_no_strength_no_place_is_taken_that_somebody_defends(self) -> None:
        for day in map(together(found("strength_ratio", exactly(0.0)), NOBODY_YIELDS), self.telling(80)):
            defended = day.state.men.sum(axis=1) > 0
            assert not (taken(day, self.after(day)) & defended).any()

    def test_at_overwhelming_strength_every_place_is_taken(self) -> None:
        sure = together(found("strength_ratio", exactly(1e9)), breaking(1.0, 1.0), one_attack)
        falls = 0
        for day in map(sure, self.telling(80)):
            for place in np.flatnonzero(attacked(day)):
                leader, holder = day.state.leader[place], day.state.holder[place]
                if day.state.attack[place].sum() > 0 and day.state.stance[leader, holder] == -1:
                    after = self.after(day)
                    assert after.holder[place] == leader
                    assert after.previous[place] == holder
                    assert after.changed[place] == day.number
                    falls += 1
        assert falls > 20

    def test_at_nobody_left_the_place_falls_at_once(self) -> None:
        empty = together(one_attack, found("men", exactly(0)), FIRM, LASTING)
        falls = 0
        for day in map(empty, self.telling(60)):
            for place in np.flatnonzero(attacked(day)):
                if (
                    day.state.attack[place].sum() > 0
                    and day.state.stance[day.state.leader[place], day.state.holder[place]] == -1
                ):
                    assert taken(day, self.after(day))[place]
                    falls += 1
        assert falls > 20

    def test_at_no_attackers_the_attack_is_over(self) -> None:
        for day in map(together(found("attack", exactly(0)), NOBODY_YIELDS), self.telling(60)):
            after = self.after(day)
            assert (after.leader == -1).all()
            assert not taken(day, after).any()

    def test_at_a_lost_base_survivors_of_an_attack_go_to_the_reserve(self) -> None:
        """The base is made the attacked place itself, which the enemy holds."""
        lost = together(found("launch", lambda launch: np.arange(len(launch))), FIRM,
                        number("offensive.longest", exactly(0.0)), found("men", plus(1)))  # fmt: skip
        came_back = 0
        for day in map(lost, self.telling(40)):
            after, hostile = self.after(day), np.zeros(len(day.state.leader), dtype=bool)
            for place in np.flatnonzero(attacked(day)):
                friends = day.state.stance[:, day.state.holder[place]] == 1
                hostile[place] = not day.state.attack[place, friends].any() and day.state.attack[place].sum() > 0
            came = (after.reserve - day.state.reserve).sum(axis=1)
            assert (came >= day.state.attack[hostile].sum(axis=0)).all()
            assert (after.leader == -1).all()
            came_back += int(came.sum() > 0)
        assert came_back > 10

    def test_at_whole_holding_everybody_stays_and_at_none_everybody_goes_back(self) -> None:
        """To where the attack began, if a friend holds that; the books of each actor are kept by the contract."""
        falls = 0
        for day in map(together(one_attack, CERTAIN), self.telling(60)):
            none, whole = (self.after(number("offensive.holding", exactly(share))(day)) for share in (0.0, 1.0))
            for place in np.flatnonzero(taken(day, whole)):
                came, launch = day.state.attack[place], day.state.launch[place]
                assert (whole.men[place] == came).all()
                assert (none.men[place] == 0).all()
                back = none.men[launch] - whole.men[launch]
                back += (none.reserve - whole.reserve).sum(axis=1)
                assert (back == came).all()
                falls += 1
        assert falls > 20

    def test_who_takes_a_place_finds_neither_works_nor_depots(self) -> None:
        falls = 0
        for day in map(together(CERTAIN, found("prepared", exactly(1.0)), found("stores", exactly(1.0))),
                       self.telling(60)):  # fmt: skip
            after = self.after(day)
            new = taken(day, after)
            assert (after.prepared[new] < 0.2).all()
            assert (after.stores[new] < 0.5).all()
            assert (after.stores[~new] == 1.0).all()
            falls += int(new.sum())
        assert falls > 20

    def test_at_full_preparation_the_rate_of_the_unprepared_is_idle_and_at_none_the_other(self) -> None:
        for level, idle in ((1.0, "break_rate_unprepared"), (0.0, "break_rate")):
            for day in map(together(found("prepared", exactly(level)), LASTING), self.telling(40)):
                one, other = (self.after(number(f"control.{idle}", exactly(rate))(day)) for rate in (0.0, 1.0))
                assert (taken(day, one) == taken(day, other)).all()

    def test_at_full_escape_only_those_without_a_way_out_are_taken(self) -> None:
        ways = [number("control.escape", exactly(float(share))) for share in (0, 1)]
        for day in map(one_attack, self.telling(60)):
            none, every = (self.after(way(NOBODY_YIELDS(day))) for way in ways)
            for place in np.flatnonzero(taken(day, every)):
                new = every.prisoners - day.state.prisoners
                assert (none.prisoners - day.state.prisoners == day.state.men[place]).all()
                for actor in np.flatnonzero(day.state.men[place]):
                    owners = day.state.holder[next_door(day, place)]
                    friends = any(
                        owner == actor or day.state.stance[actor, owner] == 1 for owner in owners if owner >= 0
                    )
                    assert new[actor] == (0 if friends else day.state.men[place, actor])

    def test_men_arrive_only_next_door_at_friends_or_where_they_won(self) -> None:
        for day, after in self.acted():
            if (after.holder != day.state.holder).sum() > 1:
                continue  # a chain of falls may move men twice
            for place, actor in zip(*np.nonzero(after.men > day.state.men), strict=True):
                owner = after.holder[place]
                assert owner == actor or day.state.stance[actor, owner] == 1
                sources = [place, *next_door(day, place)]
                there = day.state.men[sources, actor].sum() + day.state.attack[sources, actor].sum()
                back = day.state.attack[day.state.launch == place, actor].sum()
                assert after.men[place, actor] <= there + back

    def test_after_an_attack_nobody_is_left_in_it(self) -> None:
        for _, after in self.acted():
            assert (after.attack[after.leader < 0] == 0).all()

    def test_a_siege_lasts_while_no_road_is_open_and_an_enemy_is_near(self) -> None:
        for day in map(together(NOBODY_YIELDS, found("siege", plus(5))), self.telling(60)):
            after = self.after(day)
            shut = (day.state.supply_road < 0.0) & (day.state.threat > 0.0)
            kept = ~taken(day, after)
            assert (after.siege[shut & kept] == day.state.siege[shut & kept] + 1).all()
            assert (after.siege[~shut] == 0).all()

    def test_who_surrenders_leaves_with_all_men(self) -> None:
        """The garrison is in its reserve; nobody is taken prisoner, no vehicle is captured."""
        sure = together(BESIEGED, found("attack", exactly(0)), found("siege", exactly(1000)),
                        number("control.surrender", exactly(1e6)))  # fmt: skip
        gone = 0
        for day in map(sure, self.telling(40)):
            after = self.after(day)
            left = taken(day, after)
            assert (after.men[left] == 0).all()
            assert ((after.reserve - day.state.reserve).sum(axis=1) == day.state.men[left].sum(axis=0)).all()
            assert (after.prisoners == day.state.prisoners).all()
            assert (after.armour == day.state.armour).all()
            gone += int(left.sum())
        assert gone > 20

    def test_people_are_counted_once_for_and_once_against(self) -> None:
        """Net movement is at most gross, and both are people of places that changed hands."""
        for day, after in self.acted():
            net, gross = (after.counted - day.state.counted)[:2]
            assert abs(net) <= gross <= day.state.people[taken(day, after)].sum()
