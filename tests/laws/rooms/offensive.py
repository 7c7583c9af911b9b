"""Laws of offensives: who has the odds, the wish and the freedom attacks, with men from next door and reserves."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, input_of, number, plus, switched, times, together
from laws.dice import recorded
from polemos.model.chance import ASSESSMENT, COMMAND, EMPLOYMENT, OFFENSIVE

THREE_TO_ONE, DEFINED = "Mearsheimer 1989, the 3:1 rule", "by definition"
ACTIVE = 9  # row of State.clock
STILL = together(*(number(f"offensive.{one}", exactly(0.0)) for one in ("reinforcement", "release", "passage", "span")))
KEEN = together(STILL, input_of("tempo", plus(1.0)))
UNEASY = together(KEEN, found("trust", times(0.2)), found("ceded", exactly(0.0)), found("rupture", exactly(-1)))
# Staffs that look for even odds, and fight badly without aircraft.
EVEN = together(STILL, number("offensive.required_ratio", exactly(1.0)), number("combat.missing_air", exactly(0.8)))
# Every place was its worst enemy's until yesterday.
LOST_YESTERDAY = together(STILL, input_of("tempo", plus(0.02)), lambda day: was_of_the_enemy(day))
INTEGRATED = together(UNEASY, found("command", exactly(0)))


def begun(day: Day, after: Any) -> Any:
    """Read: 1 where an attack began today."""
    return (after.leader >= 0) & (day.state.leader < 0)


def was_of_the_enemy(day: Day) -> Day:
    """Return the day on which each held place was an enemy's of its holder a day ago."""
    foe = [int(np.argmin(day.state.stance[one])) if one >= 0 else -1 for one in day.state.holder]
    return together(found("previous", lambda _: np.array(foe)), found("changed", exactly(day.number - 1)))(day)


def joined(day: Day, after: Any) -> Any:
    """Read the members that joined attacks begun today."""
    return np.where(begun(day, after), after.partners, 0).sum()


def usual(attack: str) -> Any:
    return number(f"command.joint_{attack}", exactly(0.0)), number(f"command.joint_{attack}", exactly(1.0))


class TestOffensive(MechanismContract):
    room = mechanism = "offensive"
    streams = frozenset({OFFENSIVE, COMMAND, ASSESSMENT, EMPLOYMENT})
    lasting: ClassVar = {ASSESSMENT: 30}
    reads_again = frozenset({"weigh"})  # a bound on the time of its clock first, the time itself if need be
    own = frozenset("launch since front_attacks threat field underway employment readiness stationed posted".split())
    writes = own | set("men attack reserve leader committed partners offensives trust grievance".split())
    idle_leaves = frozenset({"threat", "field", "underway", "readiness", "stationed", "posted"})
    signs = (
        Sign("tempo", input_of("tempo", times(4)), "attacks", begun, True, DEFINED, STILL),
        Sign("tempo of a front", found("tempo", times(4)), "attacks", begun, True, DEFINED, STILL),
        Sign("odds asked for", number("offensive.required_ratio", times(10)), "attacks", begun, False,
             THREE_TO_ONE, KEEN),
        Sign("preparation of the defence", found("prepared", exactly(1.0)), "attacks", begun, False, THREE_TO_ONE,
             together(KEEN, number("offensive.required_ratio", exactly(2.0)), found("prepared", exactly(0.0)))),
        Sign("people at stake", found("people", plus(10**6)), "attacks", begun, True, "judgement", STILL),
        Sign("restraint", found("restraint", exactly(0.98)), "attacks", begun, False, "Stedman 1997",
             together(KEEN, found("restraint", exactly(0.0)))),
        Sign("restraint", found("restraint", exactly(1.0)), "threat", read("threat"), False, "Stedman 1997", KEEN),
        Sign("weight of openings", number("attention.weight", exactly(20.0)), "attacks", begun, True, "claim c04",
             together(STILL, number("attention.weight", exactly(0.0)), found("seen_peak", plus(50.0)))),
        Sign("will to strike back", number("offensive.counterattack", times(20)), "attacks", begun, True, "judgement",
             LOST_YESTERDAY),
        Sign("span of staffs", number("offensive.span", exactly(1e9)), "attacks", begun, False, "judgement", KEEN),
        Sign("reliance", found("reliance", exactly(1.0)), "attacks", begun, False, "claim c12",
             together(EVEN, found("reliance", exactly(0.0)), found("expected_air", exactly(0.0)))),
        Sign("aircraft counted on", found("expected_air", exactly(1.0)), "attacks", begun, True, "claim c12",
             together(EVEN, found("reliance", exactly(1.0)), found("expected_air", exactly(0.0)))),
        Sign("help counted on", usual("integrated")[1], "attacks", begun, True, "claim c06",
             together(EVEN, found("command", exactly(0)), found("trust", exactly(0.8)), usual("integrated")[0])),
        Sign("garrisons", number("offensive.garrison", times(10)), "attacks", begun, False, DEFINED, KEEN),
        Sign("room on the roads", number("offensive.frontage", exactly(1e6)), "attacks", begun, True,
             "Liddell Hart 1960", together(EVEN, number("offensive.frontage", exactly(100.0)))),
        Sign("spearhead", number("offensive.spearhead", exactly(0.9)), "attacks", begun, True, DEFINED,
             together(STILL, number("offensive.spearhead", exactly(0.0)), found("reserve", plus(5000)))),
        Sign("willingness under one staff", usual("integrated")[1], "partners", joined, True, "claim c06",
             together(INTEGRATED, usual("integrated")[0])),
        Sign("trust", found("trust", exactly(1.0)), "partners", joined, True, "Salehyan 2010", INTEGRATED),
        Sign("ceded authority", found("ceded", exactly(1.0)), "partners", joined, True, "Salehyan 2010", INTEGRATED),
        Sign("bargaining", found("command", exactly(2)), "partners", joined, False, "claim c07",
             together(INTEGRATED, usual("integrated")[1])),
        Sign("overriding", number("trust_.overridden", exactly(0.9)), "trust", read("trust"), False, "claim c08",
             together(KEEN, usual("integrated")[1], number("trust_.overridden", exactly(0.0)))),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody wishes to attack, and no reserve moves."""
        return together(STILL, input_of("tempo", exactly(0.0)))(day)

    def test_at_no_tempo_nobody_attacks(self) -> None:
        for day in map(input_of("tempo", exactly(0.0)), self.telling(60)):
            assert not begun(day, self.after(day)).any()

    def test_at_infinite_tempo_every_weighed_place_with_an_enemy_to_spare_is_attacked(self) -> None:
        """Unless another attack of the day has taken the men; staffs look at a place every third day."""
        eager = together(input_of("tempo", exactly(1e12)), number("offensive.required_ratio", exactly(0.0)), STILL)
        attacks = 0
        for day in map(eager, self.telling(60)):
            if day.state.clock[ACTIVE] > 0:
                continue
            after = self.after(day)
            for place in range(len(day.state.holder)):
                if (int(day.world.place_key[place]) + day.number) % 3 or day.state.leader[place] >= 0:
                    assert not begun(day, after)[place]
                elif candidates(day, day.state, place) and candidates(day, after, place):
                    assert begun(day, after)[place]
                    attacks += 1
        assert attacks > 20

    def test_at_infinite_odds_asked_for_or_garrisons_nobody_attacks(self) -> None:
        for limit in (number("offensive.required_ratio", exactly(1e9)), number("offensive.garrison", exactly(10**9)),
                      number("offensive.committed", exactly(0.0))):  # fmt: skip
            for day in map(limit, self.telling(40)):
                assert not begun(day, self.after(day)).any()

    def test_at_no_frontage_nobody_attacks(self) -> None:
        for day in map(together(KEEN, number("offensive.frontage", exactly(0.0))), self.telling(40)):
            assert not begun(day, self.after(day)).any()

    def test_no_more_men_attack_than_there_is_room_for_on_the_roads(self) -> None:
        """Roads lead from places of the holder's enemies; a city of 100,000 takes twice as many on each."""
        full = 0
        for day in map(together(KEEN, number("offensive.frontage", exactly(500.0))), self.telling(80)):
            after = self.after(day)
            for place in np.flatnonzero(begun(day, after)):
                length = len(hostile_next_door(day, place)) * (1.0 + day.state.people[place] / 100_000)
                assert after.committed[place] <= int(500.0 * length)
                full += int(after.committed[place] > 450.0 * length)  # each share is rounded down
        assert full > 10

    def test_at_everything_committed_the_leader_leaves_nobody_next_door(self) -> None:
        whole = together(KEEN, number("offensive.committed", exactly(1.0)), number("offensive.garrison", exactly(0.0)),
                         number("offensive.frontage", exactly(1e6)))  # fmt: skip
        attacks = 0
        for day in map(whole, self.telling(40)):
            after = self.after(day)
            for place in np.flatnonzero(begun(day, after)):
                for beside in hostile_next_door(day, place):
                    assert after.men[beside, after.leader[place]] == 0
                attacks += 1
        assert attacks > 20

    def test_men_come_from_next_door_and_from_the_reserve(self) -> None:
        """Who leads is hostile to who holds; partners are its friends; what is committed is what came."""
        for day in map(STILL, self.telling(80)):
            after = self.after(day)
            new = begun(day, after)
            source = np.zeros(len(new), dtype=bool)
            for place in np.flatnonzero(new):
                leader, holder = after.leader[place], day.state.holder[place]
                beside = hostile_next_door(day, place)
                assert day.state.stance[leader, holder] == -1
                assert after.launch[place] in beside
                assert after.since[place] == day.number
                assert after.committed[place] == after.attack[place].sum() > 0
                others = [one for one in np.flatnonzero(after.attack[place]) if one != leader]
                assert after.partners[place] == len(others)
                assert all(day.state.stance[leader, one] == 1 for one in others)
                source[beside] = True
            assert (after.men[~source] == day.state.men[~source]).all()
            assert (after.men <= day.state.men).all()
            assert (after.reserve <= day.state.reserve).all()
            assert (after.offensives[:, 0] - day.state.offensives[:, 0]).sum() == new.sum()
            assert (after.front_attacks - day.state.front_attacks).sum() == new.sum()

    def test_at_an_infinite_span_a_leader_runs_one_attack(self) -> None:
        for day in map(together(KEEN, number("offensive.span", exactly(1e12))), self.telling(60)):
            after = self.after(day)
            for leader in after.leader[begun(day, after)]:
                assert (after.leader == leader).sum() == 1

    def test_at_full_restraint_nobody_bound_attacks_the_bound(self) -> None:
        """On any of the three days on which staffs look; but for a millionth, so that its threat is still counted."""
        bound, free = (
            together(KEEN, found("restraint", exactly(1.0 - 1e-6))),
            together(KEEN, found("restraint", exactly(0.0))),
        )
        attacks = [0, 0]
        for day in self.days():
            if day.state.clock[ACTIVE] == 0:
                continue
            for later in range(3):
                for row, change in enumerate((bound, free)):
                    today = change(day._replace(number=day.number + later))
                    after = self.after(today)
                    for place in np.flatnonzero(begun(today, after)):
                        attacks[row] += forbidden(today, after.leader[place], place)
        assert attacks[0] == 0
        assert attacks[1] > 3

    def test_at_no_spread_nobody_misjudges_and_nobody_fights_better_than_numbers(self) -> None:
        exact = together(
            KEEN, number("offensive.misjudgement", exactly(0.0)), number("combat.employment", exactly(0.0))
        )
        attacks = 0
        for day in map(exact, self.telling(100)):
            with recorded() as rows:
                after = self.after(day)
            assert ASSESSMENT not in {row.counter[0] for row in rows}
            assert (after.employment[begun(day, after)] == 1.0).all()
            attacks += int(begun(day, after).sum())
        assert attacks > 10

    def test_on_a_front_that_is_not_its_own_nobody_attacks(self) -> None:
        for strange in (fixed("zone", exactly(0)), found("away", exactly(1)), fixed("front", exactly(-1))):
            for day in map(together(KEEN, strange), self.telling(40)):
                assert not begun(day, self.after(day)).any()

    def test_without_the_mechanism_of_trust_nobody_feels_overridden(self) -> None:
        for day in map(together(KEEN, usual("integrated")[1]), self.telling(60)):
            assert self.moved(day.state, self.after(switched(day, "trust", 0))) & {"trust", "grievance"} == set()

    def test_who_has_broken_joins_nobody(self) -> None:
        alone = together(KEEN, usual("integrated")[1], found("rupture", exactly(0)))
        for day in map(alone, self.telling(40)):
            assert joined(day, self.after(day)) == 0


def forbidden(day: Day, attacker: int, place: int) -> bool:
    """Return whether a truce in force binds both the attacker and the holder of the place, where it holds."""
    defender, front = day.state.holder[place], day.world.front[place]
    truces = day.state.active[: day.state.clock[ACTIVE]]
    bound = day.world.act_bound[truces]
    return bool((bound[:, attacker] & bound[:, defender] & day.world.act_front[truces, front]).any())


def hostile_next_door(day: Day, place: int) -> list[int]:
    """Return the neighbours whose holder is hostile to the holder of the place."""
    links = range(day.world.first_link[place], day.world.first_link[place + 1])
    owners = [(beside, day.state.holder[beside]) for beside in day.world.neighbour[links]]
    return [beside for beside, owner in owners if owner >= 0 and day.state.stance[owner, day.state.holder[place]] == -1]


def candidates(day: Day, now: Any, place: int) -> bool:
    """Return whether somebody hostile next door has men to spare and may fight on the front of the place."""
    front, holder = day.world.front[place], now.holder[place]
    if front < 0 or holder < 0:
        return False
    numbers = day.given.offensive
    may = (day.world.zone[:, front] == 1) & (now.away[:, front] == 0) & (now.stance[:, holder] == -1)
    spare = [
        (now.men[beside] - int(numbers.garrison)) * numbers.committed >= 1.0 for beside in hostile_next_door(day, place)
    ]
    return any((one & may).any() for one in spare)
