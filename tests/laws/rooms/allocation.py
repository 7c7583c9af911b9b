"""Laws of allocation: each rule orders requests by what its name says, and never refuses one."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws import relabelling
from laws.contract import MechanismContract, Sign
from laws.days import Day, exactly, found, room, together
from laws.flights import busy_days, fleet_days
from polemos.dimensions import ALLOCATION_RULES
from polemos.model.chance import AIR
from polemos.model.rules import built_in
from polemos.model.slots import MOST_URGENT
from polemos.model.state import ATTACK, DEFENCE

DEFINED = "by definition"
# Nothing but the named input: own, enemy, attacking, trust, waiting, served, refused, people, random.
PLAIN = (100.0, 100.0, 0.0, 0.5, 3.0, 1.0, 1.0, 1000.0, 0.5)
OWN, ENEMY, TRUST, WAITING = 0, 1, 3, 4


def by_rule(name: str) -> Any:
    """Let every patron answer by this rule."""

    def changed(day: Day) -> Day:
        address = built_in("allocation", name).number
        return day._replace(world=day.world._replace(allocation=np.full_like(day.world.allocation, address)))

    return changed


def asked(day: Day, now: Any) -> Any:
    """Return the requests of the day, each (place, side, client)."""
    return now.request[: room("allocation").collect_requests(day.world, now)]


def urgencies(day: Day, after: Any) -> Any:
    """Read how urgent each side of each attack is to the first patron, [P, 2]; -1 where nobody asks."""
    found_, now = np.full((len(day.state.holder), 2), -1.0), day.copied()
    now = now._replace(trust=after.trust, men=after.men, attack=after.attack, since=after.since)
    for row, (place, side, _) in enumerate(asked(day, now)):
        found_[place, side] = room("allocation").urgency(
            day.world, day.given, now, day.key, day.number, day.world.patrons[0], row
        )
    return found_


def of_side(side: int) -> Any:
    return lambda day, after: urgencies(day, after)[:, side]


def value(rule: str, argument: int, amount: float) -> float:
    """Return a rule's answer when one thing is otherwise than plain."""
    known = list(PLAIN)
    known[argument] = amount
    return float(getattr(room("allocation"), rule)(*known))


MORE_MEN, MORE_ATTACKERS = found("men", lambda men: 3 * men), found("attack", lambda attack: 3 * attack)
NEED, FAVOUR, FIRST, BEST = (by_rule(name) for name in ("by_need", "by_favour", "first_come", "best_use"))


class TestAllocation(MechanismContract):
    room = "allocation"
    mechanism = None  # a part of the air, whose switch it has
    streams = frozenset({AIR})
    writes = frozenset()  # a list of requests and their order, gone by evening
    signs = (
        Sign("attackers", MORE_ATTACKERS, "need of the defence", of_side(DEFENCE), True, DEFINED, NEED),
        Sign("defenders", MORE_MEN, "need of the attack", of_side(ATTACK), True, DEFINED, NEED),
        Sign("trust of the patron", found("trust", lambda trust: 0.5 + 0.5 * trust), "favour", urgencies, True,
             "claim c11", FAVOUR),
        Sign("days since it began", found("since", lambda since: since - 5), "first come", urgencies, True, DEFINED,
             FIRST),
        Sign("attackers beyond even odds", MORE_ATTACKERS, "best use", urgencies, False, DEFINED,
             together(BEST, found("attack", lambda attack: 999 * attack))),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Days with an attack and a patron, and again with a larger fleet and an enemy that flies."""
        return [*busy_days(), *fleet_days()]

    def act(self, day: Day, now: Any) -> None:
        """Collect the requests and put them in the order of the first patron's rule."""
        self.order(day, now, day.world.patrons[0])

    def order(self, day: Day, now: Any, patron: int) -> list[tuple[int, int, int]]:
        """Return the requests in the order in which the patron takes them up."""
        allocation, taken = room("allocation"), []
        requests = asked(day, now)
        for row in range(len(requests)):
            now.urgency[row] = allocation.urgency(day.world, day.given, now, day.key, day.number, patron, row)
        for _ in range(len(requests)):
            row = allocation.next_request(now, len(requests))
            taken.append(tuple(int(one) for one in requests[row]))
            now.urgency[row] = -1.0
        assert allocation.next_request(now, len(requests)) == -1
        return taken

    def idle(self, day: Day) -> Day:
        return found("leader", exactly(-1))(day)

    def test_each_side_of_an_attack_asks_once_by_its_largest_force(self) -> None:
        """The leader for the attack, who has most men there for the defence; nobody off the fronts, nobody absent."""
        several = 0
        for day in self.days():
            due = set()
            for place in np.flatnonzero((day.state.leader >= 0) & (day.world.front >= 0)):
                due.add((int(place), ATTACK, int(day.state.leader[place])))
                if day.state.men[place].sum() > 0:
                    due.add((int(place), DEFENCE, int(day.state.men[place].argmax())))
            rows = [tuple(int(one) for one in row) for row in asked(day, day.copied())]
            assert len(rows) == len(due)
            assert set(rows) == due
            several += int(len(rows) > 2)
        assert several > 10

    def test_at_no_attack_or_no_front_nobody_asks(self) -> None:
        for day in self.telling(30):
            assert len(asked(self.idle(day), day.copied()._replace(leader=day.state.leader * 0 - 1))) == 0
            off = day._replace(world=day.world._replace(front=np.full_like(day.world.front, -1)))
            assert len(asked(off, off.copied())) == 0

    def test_at_an_empty_place_the_attack_alone_asks(self) -> None:
        for day in map(found("men", exactly(0)), self.telling(30)):
            assert (asked(day, day.copied())[:, 1] == ATTACK).all()

    def test_every_request_is_taken_up_once(self) -> None:
        """Whatever the rule: a rule orders and never refuses."""
        for name in ALLOCATION_RULES:
            for day in map(by_rule(name), self.telling(30)):
                now = day.copied()
                rows = [tuple(int(one) for one in row) for row in asked(day, now)]
                for patron in day.world.patrons:
                    assert sorted(self.order(day, now, patron)) == sorted(rows)

    def test_the_most_urgent_is_taken_first(self) -> None:
        """And of what is left always the most urgent."""
        for day in self.telling(60):
            urgency = urgencies(day, day.copied())
            order = [urgency[place, side] for place, side, _ in self.order(day, day.copied(), day.world.patrons[0])]
            assert order == sorted(order, reverse=True)

    def test_at_any_answer_of_a_rule_urgency_is_above_nothing_and_finite(self) -> None:
        """At nobody, at equal sides and at a million men on one side."""
        for name in ALLOCATION_RULES:
            rule = getattr(room("allocation"), name)
            for own in (0.0, 1.0, 1e6):
                for enemy in (0.0, 1.0, 1e6):
                    for trust in (0.0, 1.0):
                        assert 1.0 <= rule(own, enemy, 0.0, trust, 0.0, 0.0, 0.0, 0.0, 0.5) < MOST_URGENT

    def test_each_rule_looks_at_what_its_name_says(self) -> None:
        """And at nothing else: need at men, favour at trust, first come at days, best use at odds."""
        looks = {"by_need": {OWN, ENEMY}, "by_favour": {TRUST}, "first_come": {WAITING}, "best_use": {OWN, ENEMY}}
        for name in ALLOCATION_RULES:
            plain = value(name, OWN, PLAIN[OWN])
            moved = {row for row in range(len(PLAIN)) if value(name, row, PLAIN[row] * 2.0 + 1.0) != plain}
            assert moved == looks[name]

    def test_the_rules_at_plain_numbers(self) -> None:
        """Need: enemies per own man, times thousands engaged; best use is greatest at even odds."""
        assert abs(value("by_need", OWN, 99.0) - (1.0 + 100.0 / 100.0 * 199.0 / 1000.0)) < 1e-12
        assert value("by_need", ENEMY, 0.0) == 1.0
        assert value("by_favour", TRUST, 0.25) == 1.25
        assert value("first_come", WAITING, 9.0) == 10.0
        assert value("best_use", OWN, 100.0) > value("best_use", OWN, 50.0)
        assert value("best_use", OWN, 100.0) > value("best_use", OWN, 200.0)
        assert abs(value("best_use", OWN, 300.0) - (1.0 + 100.0 / 301.0)) < 1e-12

    def test_each_side_sees_itself_as_its_own(self) -> None:
        """The attack's own men are those committed, the defence's those of the place; it is the patron that trusts."""
        for day in self.telling(60):
            men, attack = day.state.men.sum(axis=1), day.state.attack.sum(axis=1)
            trust = np.linspace(0.1, 0.9, day.state.trust.size).reshape(day.state.trust.shape)
            now, patron = day.state._replace(trust=trust), day.world.patrons[0]
            for rule in ALLOCATION_RULES:
                ruled = by_rule(rule)(day)
                urgency = urgencies(ruled, now)
                for place, side, client in asked(day, day.copied()):
                    own, enemy = (attack, men)[:: 1 if side == ATTACK else -1]
                    known = (own[place], enemy[place], float(side == ATTACK), trust[patron, client],
                             day.number - day.state.since[place], 0.0, 0.0, 0.0, 0.5)  # fmt: skip
                    due = getattr(room("allocation"), rule)(*map(float, known))
                    assert due < urgency[place, side] <= due + 1e-6 * (1.0 + 1e-9) + 1e-12 * due

    def test_the_order_hangs_on_no_row(self) -> None:
        """Places and actors listed the other way round: the same requests in the same order, ties by lot."""
        several = 0
        for rule in ALLOCATION_RULES:
            for day in map(by_rule(rule), self.telling(60)):
                places, actors = len(day.state.holder), len(day.world.camp)
                for patron in day.world.patrons:
                    here = self.order(day, day.copied(), patron)
                    there = relabelling.relabelled(day, "places")
                    moved = [(places - 1 - place, side, who) for place, side, who in here]
                    assert self.order(there, there.copied(), patron) == moved
                    there = relabelling.relabelled(day, "actors")
                    moved = [(place, side, actors - 1 - who) for place, side, who in here]
                    assert self.order(there, there.copied(), actors - 1 - patron) == moved
                    several += int(len(here) > 2)
        assert several > 10

    def test_ties_are_broken_anew_each_day(self) -> None:
        """Where a patron trusts all alike, both of two are first on some days: never one of them on 60 (2e-18)."""
        day = next(one for one in self.days() if len(asked(one, one.copied())) > 2)
        even = together(FAVOUR, found("trust", exactly(0.5)))(day)
        first = {self.order(even._replace(number=date), even.copied(), even.world.patrons[0])[0] for date in range(60)}
        assert len(first) > 1
