"""Laws of endings: who died is counted between those who fought, and a war ends only when what it needs has stood."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, all_days, exactly, fixed, found, number, plus, room, together
from polemos.model import state as rows
from polemos.model.decisions import CEASEFIRE
from polemos.model.endings import COLLAPSE, FROZEN, ONGOING, PARTITION, PERIOD, SETTLEMENT, VICTORY
from polemos.model.state import HOSTILE

UCDP, DEFINED = "UCDP: 25 battle deaths a year", "by definition"
FOUGHT = found("fought", exactly(10**6))
NOBODY_FELL = found("fallen", exactly(0))
AT_PEACE = found("truce", exactly(-1))


def clock(row: int) -> Any:
    """Read one hand of the clock."""
    return lambda _, after: after.clock[row]


def won(_: Day, after: Any) -> Any:
    """Read whether somebody has won today."""
    return after.clock[rows.WON_BY] >= 0


def wound(**hands: int) -> Any:
    """Set hands of the clock, by name."""

    def changed(values: Any) -> Any:
        for name, value in hands.items():
            values[getattr(rows, name)] = value
        return values

    return found("clock", changed)


def weekly(day: Day) -> Day:
    """Return the day on which the room next looks."""
    return day._replace(number=day.number - day.number % PERIOD + PERIOD - 1)


def owned(day: Day) -> Any:
    """Return the camp that holds each counted place, -1 for nobody, [P]."""
    holder = day.state.holder
    return np.where((holder >= 0) & (day.world.main == 1), day.world.camp[holder], -1)


def held_by(day: Day, actor: int) -> Day:
    """Give every place to one actor."""
    return found("holder", exactly(actor))(day)


def pacified(day: Day) -> Day:
    """Let a truce in force bind everybody to everybody."""
    world = day.world._replace(act=np.full_like(day.world.act, CEASEFIRE), act_pair=np.ones_like(day.world.act_pair))
    return day._replace(world=world, state=day.state._replace(truce=np.zeros_like(day.state.truce)))


class TestEndings(MechanismContract):
    room = mechanism = "endings"
    own = frozenset({"fought", "drawn"})
    writes = own | {"clock"}
    signs = (
        Sign("dead", found("fallen", plus(9)), "dead of the war", read("fought"), True, UCDP),
        Sign("dead", found("fallen", plus(9)), "quiet days", clock(rows.QUIET_DAYS), False, DEFINED,
             together(number("endings.quiet_rate", exactly(0.5)), NOBODY_FELL)),
        Sign("quiet rate", number("endings.quiet_rate", plus(1e9)), "quiet days", clock(rows.QUIET_DAYS), True, UCDP,
             together(number("endings.quiet_rate", exactly(0.0)), wound(QUIET_DAYS=70))),
        Sign("movement of a partition", number("endings.partition_movement", exactly(1.0)), "still days",
             clock(rows.STILL_DAYS), True, "claim c20",
             together(number("endings.partition_movement", exactly(0.0)), found("drawn", exactly(-1)))),
        Sign("share of a collapse", number("endings.collapse_share", exactly(0.99)), "days of collapse",
             clock(rows.COLLAPSED_DAYS), True, "claim c22", together(number("endings.collapse_share", exactly(0.0)))),
        Sign("dead that make a war", number("endings.war_dead", exactly(1e9)), "victories",
             won, False, UCDP, together(FOUGHT, found("holder", exactly(1)))),
        Sign("share of a victory", number("endings.victory_share", exactly(1.0)), "victories",
             won, False, "claim c22",
             together(FOUGHT, number("endings.victory_share", exactly(0.01)), fixed("source", exactly(0)))),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Real days, and the days of the same weeks on which the room looks."""
        return [*all_days()["endings"], *map(weekly, all_days()["endings"])]

    def weeks(self) -> list[Day]:
        return list(map(weekly, all_days()["endings"][::3]))

    def idle(self, day: Day) -> Day:
        """Nobody fell, and it is not the day to look."""
        return found("fallen", exactly(0))(weekly(day)._replace(number=day.number - day.number % PERIOD))

    def test_every_dead_man_of_an_attack_is_counted_between_its_camps(self) -> None:
        """Both ways, in the counted theatre, and once in the week's sum; nobody elsewhere."""
        counted = 0
        for first in self.telling(120):
            attacked = first.state.leader >= 0
            day = found("fallen", lambda dead, here=attacked: np.where(here, dead + 3, 0))(first)
            after, due = self.after(day._replace(number=0)), day.state.fought.copy()
            for place in np.flatnonzero((owned(day) >= 0) & (day.state.leader >= 0)):
                one, two = owned(day)[place], day.world.camp[day.state.leader[place]]
                due[one, two] += day.state.fallen[place]
                due[two, one] += day.state.fallen[place] * int(one != two)
                counted += 1
            assert np.array_equal(after.fought, due)
            week = after.clock[rows.LATELY_KILLED] - day.state.clock[rows.LATELY_KILLED]
            assert week == day.state.fallen[owned(day) >= 0].sum()
        assert counted > 20

    def test_who_is_shelled_is_shelled_by_the_strongest_next_door(self) -> None:
        """Or by whom it was just taken from; on a day without an attack."""
        shelled = 0
        for first in self.telling(60):
            day = together(found("leader", exactly(-1)), found("fallen", exactly(2)), found("changed", exactly(-1)))(
                first
            )
            due, after = day.state.fought.copy(), self.after(day._replace(number=0))
            for place in np.flatnonzero(owned(day) >= 0):
                near = day.world.neighbour[slice(*day.world.first_link[place : place + 2])]
                foes = day.state.stance[day.state.holder[place]] == HOSTILE
                men = day.state.men[near].max(axis=0, initial=0) * foes
                if men.max() > 0:
                    one, two = owned(day)[place], day.world.camp[men.argmax()]
                    due[one, two] += 2
                    due[two, one] += 2 * int(one != two)
                    shelled += 1
            assert np.array_equal(after.fought, due)
            taken = together(found("changed", exactly(0)), found("previous", exactly(0)))(day)._replace(number=0)
            row = self.after(taken).fought - day.state.fought
            assert row[day.world.camp[0]].sum() >= 2 * (owned(day) >= 0).sum()
        assert shelled > 60

    def test_at_six_days_of_seven_it_only_counts_the_dead(self) -> None:
        for day in self.telling(60):
            for more in range(1, PERIOD):
                now = weekly(day)._replace(number=weekly(day).number + more)
                after, hands = self.after(now), np.arange(len(day.state.clock)) != rows.LATELY_KILLED
                assert np.array_equal(after.clock[hands], day.state.clock[hands])
                assert np.array_equal(after.drawn, day.state.drawn)

    def test_at_no_counted_theatre_nobody_is_counted(self) -> None:
        elsewhere = together(fixed("main", exactly(0)), found("fallen", plus(5)))
        for day in map(elsewhere, self.telling(40)):
            after = self.after(day._replace(number=0))
            assert self.moved(day.state, after) == set()

    def test_quiet_weeks_add_up_until_a_loud_one(self) -> None:
        """Two dead a day and more are loud; each week is counted for itself."""
        for day in map(together(number("endings.quiet_rate", exactly(2.0)), NOBODY_FELL), self.weeks()):
            for dead, due in ((0, 21), (13, 21), (14, 0), (99, 0)):
                after = self.after(wound(LATELY_KILLED=dead, QUIET_DAYS=14)(day))
                assert after.clock[rows.QUIET_DAYS] == due
                assert after.clock[rows.LATELY_KILLED] == 0

    def test_at_the_first_ending_the_verdict_stands(self) -> None:
        for day in map(wound(ENDED_DAY=3, ENDED_AS=FROZEN), self.weeks()):
            after = self.after(day)
            assert (after.clock[rows.ENDED_DAY], after.clock[rows.ENDED_AS]) == (3, FROZEN)

    def test_what_has_not_stood_long_enough_is_no_ending(self) -> None:
        """Victory before collapse before rest; a victory from its thirtieth day, say, and not before."""
        terms = together(number("endings.standing", exactly(28.0)), number("endings.lasting", exactly(60.0)))
        none = {"WON_BY": -1, "WON_DAYS": 0, "COLLAPSED_DAYS": 0, "QUIET_DAYS": 0}
        for day in map(terms, self.weeks()[::4]):
            for hands, due in (
                (none, {ONGOING}),
                ({**none, "WON_BY": 0, "WON_DAYS": 27}, {ONGOING}),
                ({**none, "WON_BY": 0, "WON_DAYS": 28, "COLLAPSED_DAYS": 99, "QUIET_DAYS": 99}, {VICTORY}),
                ({**none, "WON_BY": -1, "WON_DAYS": 28}, {ONGOING}),
                ({**none, "COLLAPSED_DAYS": 28, "QUIET_DAYS": 59}, {ONGOING}),
                ({**none, "COLLAPSED_DAYS": 35, "QUIET_DAYS": 99}, {COLLAPSE}),
                ({**none, "QUIET_DAYS": 60}, {ONGOING, SETTLEMENT, PARTITION, FROZEN}),
            ):
                now = wound(**hands)(day)
                state = now.copied()
                room("endings").mark_owners(now.world, state)
                assert room("endings").verdict(now.world, now.given, state) in due

    def test_days_of_victory_are_days_of_one_victor(self) -> None:
        """Who holds all has won where there was a war; a new victor begins anew, and none resets them."""
        wins = 0
        for first in map(together(FOUGHT, number("endings.war_dead", exactly(25.0))), self.weeks()):
            if len(first.world.camp_key) < 2 or first.world.main.sum() == 0:
                continue
            actor, peopled = 1, found("people", plus(5))
            day, camp = peopled(held_by(first, actor)), int(first.world.camp[1])
            for before, due in ((camp, 21), (camp + 1, 0), (-1, 0)):
                after = self.after(wound(WON_BY=before, WON_DAYS=14)(day))
                assert (after.clock[rows.WON_BY], after.clock[rows.WON_DAYS]) == (camp, due)
                wins += 1
            peace = self.after(together(NOBODY_FELL, found("fought", exactly(0)))(day))
            assert (peace.clock[rows.WON_BY], peace.clock[rows.WON_DAYS]) == (-1, 0)
        assert wins > 60

    def test_an_enemys_source_of_supply_stands_in_the_way_of_victory(self) -> None:
        """A last village of the enemy does not, unless its supply enters there."""
        stood = 0
        for first in map(together(FOUGHT, number("endings.victory_share", exactly(0.01))), self.weeks()):
            foes = np.flatnonzero(first.state.stance[1] == HOSTILE)
            if not len(foes) or (first.world.main == 0).any() or first.world.camp[foes[0]] == first.world.camp[1]:
                continue
            holder = np.ones_like(first.state.holder)
            holder[-1] = foes[0]
            day = found("people", plus(5))(first._replace(state=first.state._replace(holder=holder)))
            people = day.state.people
            if people[-1] >= people[:-1].sum():
                continue
            for enters in (0, 1):
                after = self.after(fixed("source", exactly(enters))(day))
                assert after.clock[rows.WON_BY] == (-1 if enters else day.world.camp[1])
                stood += 1
        assert stood > 20

    def test_a_vital_place_in_the_hands_of_who_fought_for_it_is_a_collapse(self) -> None:
        """Or a lead without its force; without either the days of collapse are none."""
        lost = 0
        plain = together(number("endings.collapse_share", exactly(0.0)), FOUGHT, wound(COLLAPSED_DAYS=14))
        for first in map(plain, self.weeks()):
            stance = first.state.stance
            for day in (first, *(held_by(first, actor) for actor in range(len(stance)))):
                owner = day.state.holder
                fatal = any(owner[place] >= 0 and stance[owner[place], actor] == HOSTILE
                            for actor, place in np.argwhere(day.world.vital == 1))  # fmt: skip
                assert self.after(day).clock[rows.COLLAPSED_DAYS] == (21 if fatal else 0)
            owner = first.state.holder
            fatal = any(owner[place] >= 0 and stance[owner[place], actor] == HOSTILE
                        for actor, place in np.argwhere(first.world.vital == 1))  # fmt: skip
            foes = np.flatnonzero((stance[1] == HOSTILE) & first.world.vital.any())
            if len(foes) and first.world.vital[1].any():
                taken = held_by(first, int(foes[0]))
                assert self.after(taken).clock[rows.COLLAPSED_DAYS] == 21
                counted = (taken.world.main[taken.world.vital[1] == 1] == 1).all()
                peace = together(NOBODY_FELL, found("fought", exactly(0)))(taken)
                assert not counted or self.after(peace).clock[rows.COLLAPSED_DAYS] == 0
                lost += 1
            if len(first.world.lead) and first.given.men[:, first.world.lead[0]].sum() > 0:
                gone = together(found("men", exactly(0)), found("attack", exactly(0)), found("reserve", exactly(0)))
                beaten = together(gone, found("wounded", exactly(0)), number("endings.collapse_share", exactly(0.5)))(
                    first
                )
                assert self.after(beaten).clock[rows.COLLAPSED_DAYS] == 21
                healing = found("wounded", exactly(10**7))(beaten)
                assert fatal or self.after(healing).clock[rows.COLLAPSED_DAYS] == 0
        assert lost > 10

    def test_at_rest_a_war_is_settled_parted_or_frozen(self) -> None:
        """All bound: settled; unbound and still, with two parts that could live: parted; else frozen; no war: none."""
        kinds = {SETTLEMENT: 0, PARTITION: 0, FROZEN: 0}
        terms = together(FOUGHT, number("endings.partition_share", exactly(0.0)), found("people", plus(5)),
                         number("endings.partition_area", exactly(0.0)), number("endings.lasting", exactly(60.0)),
                         fixed("source", lambda source: np.ones_like(source)))  # fmt: skip
        for first in map(terms, self.weeks()):
            camps, stance, owner = owned(first), first.state.stance, first.state.holder
            hostile = any(camps[one] != camps[two] and min(camps[one], camps[two]) >= 0
                          and stance[owner[one], owner[two]] == HOSTILE
                          for one in range(len(camps)) for two in range(len(camps)))  # fmt: skip
            within = any(camps[one] == camps[two] >= 0 and stance[owner[one], owner[two]] == HOSTILE
                         for one in range(len(camps)) for two in range(len(camps)))  # fmt: skip
            if not hostile or within:
                continue
            for day, still, due in (
                (AT_PEACE(first), 60, PARTITION), (AT_PEACE(first), 59, FROZEN),
                (number("endings.partition_share", exactly(0.99))(AT_PEACE(first)), 60, FROZEN),
                (number("endings.partition_area", exactly(0.99))(AT_PEACE(first)), 60, FROZEN),
                (fixed("source", exactly(0))(AT_PEACE(first)), 60, FROZEN),
                (found("fought", exactly(0))(first), 60, ONGOING), (pacified(first), 60, SETTLEMENT),
            ):  # fmt: skip
                if due == SETTLEMENT and not len(day.world.act):
                    continue
                state = wound(STILL_DAYS=still)(day).copied()
                room("endings").mark_owners(day.world, state)
                assert room("endings").at_rest(day.world, day.given, state) == due
                if due:
                    kinds[due] += 1
        assert min(kinds.values()) > 10
