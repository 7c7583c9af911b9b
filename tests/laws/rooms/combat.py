"""Laws of combat: fire costs the other side men; cover, stores and missing aircraft say how many."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, lost, read
from laws.days import Day, exactly, fixed, found, input_of, number, plus, room, times, together
from polemos.model.chance import COMBAT, Four, tail_mean

LANCHESTER, DUPUY = "Lanchester 1916", "Dupuy 1990"
DEFENCE, ATTACK = 0, 1  # rows of ``lost``
LOW = number("combat.attrition", times(0.1))  # so that nobody's losses are cut off at all of its men

UNHURT = number("combat.missile_kill", exactly(0.0))
PLENTY = found("missiles", plus(100_000))


def side(row: int) -> Any:
    """Read the men that one side of the attacks lost; quiet places left out."""
    return lambda day, after: lost(day, after)[row][day.state.leader >= 0]


def quiet(day: Day, after: Any) -> Any:
    """Read the men lost at places without an attack."""
    return lost(day, after)[DEFENCE][day.state.leader < 0]


def wheels(day: Day, after: Any) -> Any:
    """Read all vehicles destroyed so far."""
    return after.armour_lost.sum()


class TestCombat(MechanismContract):
    room = mechanism = "combat"
    streams = frozenset({COMBAT})
    reads_again = frozenset({"harass"})  # a bound on its intensity first, the intensity itself if need be
    own = frozenset({"strength_ratio", "armour_lost", "missiles_fired"})
    writes = own | set("men attack wounded killed fallen unhelped stores prepared armour missiles".split())
    idle_leaves = frozenset({"prepared", "strength_ratio"})
    order_matters: ClassVar = {
        "places": (
            "attacks that one actor's vehicles and missiles serve draw on them one after the other: without losses of "
            "vehicles and missiles on the day they do not meet",
            together(UNHURT, PLENTY),
        ),
        "actors": (
            "a bombardment of a quiet place hits one actor, found by walking through its actors in proportion to their "
            "men, and hunters of vehicles shoot one after the other: who is meant hangs on rows, the chance does not",
            together(number("combat.harassment", exactly(0.0)), UNHURT),
        ),
    }
    signs = (
        Sign("attrition", number("combat.attrition", times(2)), "losses", lost, True, LANCHESTER),
        Sign("attackers", found("attack", times(2)), "losses of the defence", side(DEFENCE), True, LANCHESTER, LOW),
        Sign("quality", input_of("quality", times(2)), "losses of the others", lost, True, DUPUY, LOW),
        Sign("stores", found("stores", times(0.2)), "losses of the others", lost, False, "judgement"),
        Sign("air support of attacks", found("fire", plus(np.array([500.0, 0.0]))), "losses of the defence",
             side(DEFENCE), True, "claim c12"),
        Sign("air support of defences", found("fire", plus(np.array([0.0, 500.0]))), "losses of the attackers",
             side(ATTACK), True, "claim c12"),
        Sign("air support of attacks", found("fire", plus(np.array([500.0, 0.0]))), "strength ratio",
             read("strength_ratio"), True, "claim c12"),
        Sign("skill of the attack", found("employment", times(3)), "losses of the defence", side(DEFENCE), True,
             "Biddle 2004"),
        Sign("skill of the attack", found("employment", times(3)), "losses of the attackers", side(ATTACK), False,
             "Biddle 2004"),
        Sign("preparation", found("prepared", exactly(1.0)), "losses of the defence", side(DEFENCE), False, DUPUY,
             found("prepared", exactly(0.0))),
        Sign("entrenchment", number("combat.entrenchment", plus(2)), "strength ratio", read("strength_ratio"),
             False, DUPUY),
        Sign("city walls", number("combat.urban", times(3)), "losses of the defence", side(DEFENCE), False, DUPUY,
             fixed("terrain", exactly(2))),
        Sign("mountains", number("combat.mountain", times(3)), "losses of the defence", side(DEFENCE), False, DUPUY,
             fixed("terrain", exactly(3))),
        Sign("rivers", number("combat.river", times(3)), "losses of the defence", side(DEFENCE), False, DUPUY,
             fixed("terrain", exactly(4))),
        Sign("need of missing aircraft", number("combat.missing_air", exactly(1.0)), "losses of the others", lost,
             False,             "claim c12", number("combat.missing_air", exactly(0.0))),
        Sign("reliance", found("reliance", exactly(1.0)), "losses of the others", lost, False, "claim c12",
             together(found("reliance", exactly(0.0)), number("combat.missing_air", exactly(0.8)))),
        Sign("surprise", number("combat.surprise", times(3)), "losses of the defence", side(DEFENCE), True, DUPUY),
        Sign("worth of vehicles", number("combat.armour_worth", times(5)), "losses", lost, True, DUPUY),
        Sign("missiles", found("missiles", plus(1000)), "vehicles destroyed", wheels,
             True, "claim c23", found("missiles", exactly(0))),
        Sign("effect of missiles", number("combat.missile_kill", exactly(1.0)), "vehicles destroyed",
             wheels, True, "claim c23", number("combat.missile_kill", exactly(0.0))),
        Sign("deaths per casualty", number("combat.killed", exactly(0.9)), "killed", read("killed"), True,
             "by definition",             number("combat.killed", exactly(0.1))),
        Sign("deaths per casualty", number("combat.killed", exactly(0.9)), "wounded", read("wounded"), False,
             "by definition", number("combat.killed", exactly(0.1))),
        Sign("harassment", number("combat.harassment", times(50)), "losses of quiet places", quiet, True,
             "by definition"),
        Sign("threat", found("threat", times(10)), "losses of quiet places", quiet, True, "judgement",
             number("combat.harassment", times(20))),
        Sign("consumption", number("supply.consumption", plus(0.2)), "stores", read("stores"), False, "by definition"),
        Sign("days to dig in", number("combat.entrenchment_days", times(5)), "preparation", read("prepared"), False,
             "by definition", found("prepared", exactly(0.0))),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody shoots, nobody hits, nothing is used up."""
        numbers = ("combat.attrition", "combat.harassment", "supply.consumption")
        return together(*(number(one, exactly(0.0)) for one in numbers), found("missiles", exactly(0)))(day)

    def test_at_zero_and_at_one_deaths_per_casualty(self) -> None:
        """Nobody who is hit dies; nobody who is hit lives."""
        for day in self.telling(50):
            none = self.after(number("combat.killed", exactly(0.0))(day))
            assert (none.killed == day.state.killed).all()
            assert none.fallen.sum() == day.state.fallen.sum()
            every = self.after(number("combat.killed", exactly(1.0))(day))
            assert (every.wounded == day.state.wounded).all()
            assert every.fallen.sum() - day.state.fallen.sum() == (every.killed - day.state.killed).sum()

    def test_at_infinite_attrition_nobody_is_left_who_was_fired_at(self) -> None:
        fought = 0
        for day in map(number("combat.attrition", exactly(1e12)), self.telling(50)):
            after = self.after(day)
            for place in np.flatnonzero(day.state.leader >= 0):
                fought += 1
                if day.state.attack[place].sum() > 0 and after.strength_ratio[place] > 1e-6:
                    assert after.men[place].sum() == 0
                if day.state.attack[place].sum() > 0 and day.state.men[place].sum() > 0:
                    assert after.attack[place].sum() == 0
        assert fought > 20

    def test_at_infinite_cover_no_defender_falls(self) -> None:
        ground = together(*(number(f"combat.{one}", exactly(1e15)) for one in ("urban", "mountain", "river")),
                          number("combat.entrenchment", exactly(1e15)), found("prepared", exactly(1.0)))  # fmt: skip
        for day in map(ground, self.telling(50)):
            assert (side(DEFENCE)(day, self.after(day)) == 0).all()

    def test_at_no_men_or_no_missiles_nothing_is_destroyed(self) -> None:
        for day in self.telling(50):
            after = self.after(found("missiles", exactly(0))(day))
            assert (after.armour_lost == day.state.armour_lost).all()
            nobody = together(found("men", exactly(0)), found("attack", exactly(0)))(day)
            assert self.moved(nobody.state, self.after(nobody)) <= {"prepared", "strength_ratio", "stores"}

    def test_each_law_is_its_own_sides(self) -> None:
        """The law of the attackers moves no defender's losses, and the other way round (Deitchman 1962)."""
        moved = [0, 0]
        seen = together(number("combat.law_attackers", exactly(0.0)), number("combat.law_defenders", exactly(0.0)))
        for day in self.telling(50):
            base = self.after(seen(day))
            for law, mine, other in (("law_attackers", "attack", "men"), ("law_defenders", "men", "attack")):
                after = self.after(number(f"combat.{law}", exactly(1.0))(seen(day)))
                fought = day.state.leader >= 0
                assert (getattr(after, other)[fought] == getattr(base, other)[fought]).all()
                moved[mine == "men"] += int((getattr(after, mine) != getattr(base, mine)).any())
        assert min(moved) > 3

    def test_preparation_grows_to_its_end_and_stays(self) -> None:
        for day in self.telling(20):
            assert (self.after(number("combat.entrenchment_days", exactly(0.0))(day)).prepared == 1.0).all()
            forever = self.after(number("combat.entrenchment_days", exactly(1e18))(day))
            assert np.allclose(forever.prepared, day.state.prepared, atol=1e-15)

    def test_on_the_first_day_alone_surprise_counts(self) -> None:
        for day in self.telling(50):
            later = day.state.since != day.number
            one = self.after(day).strength_ratio
            three = self.after(number("combat.surprise", times(3.0))(day)).strength_ratio
            assert (one[later] == three[later]).all()

    def test_a_bombardment_is_fair_to_the_rows(self) -> None:
        """Over 200 evenly spread marks each actor is hit as often as its share of the men says, within one mark."""
        several = 0
        mean, tail = (
            tail_mean(6.0),
            together(number("combat.tail", exactly(6.0)), number("combat.harassment", exactly(1.0))),
        )
        for day in map(tail, self.telling(40)):
            for place in np.flatnonzero((day.state.leader < 0) & (day.state.present > 1) & (day.state.threat > 0)):
                men = day.state.men[place]
                if several > 6 or men.sum() != day.state.present_men[place] or men[men > 0].min() < 30:
                    continue  # reserves have come or gone since the morning; fewer men than can fall; enough seen
                hits = np.zeros(len(men))
                for mark in range(200):
                    now = day.copied()
                    four = Four(0.5, 0.5, (mark + 0.5) / 200, 0.5)
                    room("combat").harass(day.given, now, day.number, place, mean, four)
                    hits += now.men[place] < men
                assert (np.abs(hits / 200 - men / men.sum()) <= 1 / 200).all()
                several += 1
        assert several > 3

    def test_who_was_not_left_in_the_lurch_has_no_unhelped_dead(self) -> None:
        """Dead without aircraft are counted where a side asked in vain, and only there."""
        for day in self.telling(50):
            after = self.after(found("served", exactly(3))(day))
            assert (after.unhelped == day.state.unhelped).all()
            vain = self.after(found("served", exactly(1))(day))
            fell = vain.killed - day.state.killed
            assert (vain.unhelped - day.state.unhelped <= fell).all()
            if not ((day.state.leader < 0) & (day.state.threat > 0)).any():
                assert (vain.unhelped - day.state.unhelped == fell).all()
