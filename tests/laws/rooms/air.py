"""Laws of the air: what is flown is spent, who asks in vain is told, and what flies over a defence may be shot down."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, all_days, exactly, fixed, found, input_of, number, plus, room, times, together
from laws.flights import asked, booked, fleet_days, pool, supporters
from polemos.model.chance import AIR
from polemos.model.sorties import HELICOPTER, STRIKE
from polemos.model.state import HOSTILE

DEFINED = "by definition"
MODES = ("integrated", "delegated", "bargained")
SILENT = input_of("interdiction", exactly(0.0))  # aircraft fly for who asks, and for nobody else
LONELY = found("leader", exactly(-1))  # nobody asks


def staffs(what: str, amount: float) -> Any:
    """Give all modes of command the same delay or chance of refusal."""
    return together(*(number(f"command.{what}_{mode}", exactly(amount)) for mode in MODES))


PROMPT = together(staffs("delay", 0.0), staffs("refusal", 0.0))
WAITING, DENIED = staffs("delay", 1e9), staffs("refusal", 1.0)
EVERYWHERE = together(input_of("reach", exactly(1e6)), input_of("fronts_at_once", exactly(99.0)))
UNHURT = number("air.loss_rate", exactly(0.0))
MORE = together(found("aircraft", plus(60)), found("aircraft_moved", plus(60)))
DANGEROUS = together(number("air.loss_rate", exactly(0.02)), input_of("air_defence", exactly(0.5)), MORE)
HALF_A_SORTIE = input_of("sorties", exactly(0.5))
KEEN = together(found("effort", exactly(9.0)), found("effort_order", exactly(1.0)), found("willing", exactly(1.0)))


def total(field: str) -> Any:
    return lambda _, after: getattr(after, field).sum()


def answered(kind: int) -> Any:
    return lambda _, after: after.answers[:, kind]


def learnt(day: Day, after: Any) -> Any:
    """Read how far reliance moved."""
    return np.abs(after.reliance - day.state.reliance)


def once_each(day: Day) -> Day:
    """Leave the attacks whose two sides ask nowhere else, in the order of the places' ids."""
    leader, seen = np.full_like(day.state.leader, -1), set()
    for place in np.argsort(day.world.place_key):
        sides = {int(day.state.leader[place]), int(day.state.men[place].argmax())}
        if day.state.leader[place] >= 0 and not sides & seen:
            leader[place] = day.state.leader[place]
            seen |= sides
    return day._replace(state=day.state._replace(leader=leader))


class TestAir(MechanismContract):
    room = mechanism = "air"
    streams = frozenset({AIR})
    own = frozenset("reliance expected_air flown front_sorties aircraft_lost answered".split())
    writes = own | set("men killed fallen bombed served fire answers refusals aircraft".split())
    idle_leaves = frozenset({"flown"})
    order_matters: ClassVar = {
        "places": (
            "who gets two answers on a day learns from one after the other: with one request a day it does not matter",
            once_each,
        )
    }
    signs = (
        Sign("aircraft", MORE, "sorties", total("bombed"), True, "claim c03", EVERYWHERE),
        Sign("aircraft", MORE, "support", read("fire"), True, "claim c03", EVERYWHERE),
        Sign("aircraft", MORE, "refusals", answered(2), False, "claim c03", EVERYWHERE),
        Sign("serviceable aircraft", input_of("serviceable", times(3)), "sorties", total("bombed"), True, DEFINED,
             EVERYWHERE),
        Sign("sorties each", input_of("sorties", times(3)), "sorties", total("bombed"), True, DEFINED, EVERYWHERE),
        Sign("effort", found("effort", times(3)), "sorties", total("bombed"), True, "claim c16", EVERYWHERE),
        Sign("effort ordered", found("effort_order", times(0.3)), "sorties", total("bombed"), False, "claim c16",
             EVERYWHERE),
        Sign("reach", EVERYWHERE, "refusals", answered(2), False, DEFINED,
             together(MORE, input_of("reach", exactly(10.0)), input_of("fronts_at_once", exactly(99.0)))),
        Sign("fronts at once", input_of("fronts_at_once", plus(5.0)), "refusals", answered(2), False, "claim c04",
             together(MORE, input_of("fronts_at_once", exactly(1.0)), found("aircraft_first", exactly(1)))),
        Sign("support per sortie", number("air.fire_per_sortie", times(2)), "support", read("fire"), True, DEFINED),
        Sign("worth of late support", number("air.late_effect", exactly(1.0)), "support", read("fire"), True, DEFINED,
             WAITING),
        Sign("worth of fast aircraft", number("air.strike_factor", times(3)), "support", read("fire"), True,
             "claim c03"),
        Sign("worth of helicopters", number("air.helicopter_factor", times(3)), "support", read("fire"), True, DEFINED),
        Sign("failure in the staff", DENIED, "refusals", answered(2), True, "claim c07", PROMPT),
        Sign("failure in the staff", DENIED, "support", read("fire"), False, "claim c07", together(PROMPT, EVERYWHERE,
             MORE)),
        Sign("delay in the staff", WAITING, "late answers", answered(1), True, "claim c07", PROMPT),
        Sign("delay in the staff", WAITING, "support", read("fire"), False, "claim c09", PROMPT),
        Sign("smallest flight", number("air.flight", times(3)), "refusals", answered(2), True, DEFINED, EVERYWHERE),
        Sign("air defence", input_of("air_defence", exactly(1.0)), "aircraft lost", read("aircraft_lost"), True,
             "claim c23",
             DANGEROUS),
        Sign("loss rate", number("air.loss_rate", times(4)), "aircraft lost", read("aircraft_lost"), True,
             "claim c23", DANGEROUS),
        Sign("risk of helicopters", number("air.helicopter_risk", times(4)), "aircraft lost", read("aircraft_lost"),
             True,
             "claim c23", DANGEROUS),
        Sign("strikes of its own", input_of("interdiction", exactly(1.0)), "killed", read("killed"), True, DEFINED,
             SILENT),
        Sign("kills per sortie", number("air.interdiction_kills", times(4)), "killed", read("killed"), True, DEFINED),
        Sign("will to strike an enemy", found("willing", exactly(0.0)), "support", read("fire"), False, "claim c16"),
        Sign("will to strike an enemy", found("willing", exactly(0.0)), "killed", read("killed"), False, "claim c16"),
        Sign("days to learn", number("air.reliance_days", times(3)), "change of reliance", learnt, False, "claim c12"),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Real days, and those with a request again with a larger fleet and an enemy that flies."""
        return [*all_days()["air"], *fleet_days()]

    def idle(self, day: Day) -> Day:
        """Nobody ever had an aircraft, and nobody asks for one."""
        return together(LONELY, found("aircraft", exactly(0)), found("aircraft_first", exactly(0)))(day)

    def test_at_no_aircraft_left_or_no_leave_to_fly_all_ask_in_vain(self) -> None:
        """Refused, and booked as that: none left, kept on the ground, or without effort."""
        vain = 0
        for day in self.telling(80):
            grounded = found("grounded", exactly(day.number + 1))(day)
            for still in (found("aircraft", exactly(0))(day), grounded, found("effort", exactly(0.0))(day)):
                after = self.after(still)
                assert (after.bombed == day.state.bombed).all()
                assert (after.fire == 0.0).all()
                if still.state.aircraft.sum() == 0 and (still.state.aircraft_first == 0).all():
                    continue
                due = np.zeros_like(after.answers)
                for place, client in booked(still):
                    due[client, 2] += 1
                    assert after.refusals[client, day.world.front[place]] >= 1.0
                assert np.array_equal(after.answers, due)
                assert all(after.served[place, side] == 1 for _, place, side, _ in asked(still))
                vain += int(due.sum())
            again = self.after(found("grounded", exactly(day.number))(day))  # the first day of flying again
            assert self.moved(again, self.after(day)) <= {"grounded"}
        assert vain > 60

    def test_at_endless_aircraft_and_a_prompt_staff_all_are_served(self) -> None:
        """A package each, worth what its best kind is worth; with a staff that takes for ever, late and worth less."""
        several = 0
        plenty = together(EVERYWHERE, PROMPT, SILENT, UNHURT, KEEN, found("aircraft", plus(99_999)),
                          found("grounded", exactly(-1)))  # fmt: skip
        for day in map(plenty, self.telling(60)):
            if any(room("sorties").base_lost(day.world, day.state, wing, patron)
                   for wing, patron in enumerate(day.world.wing_patron)):  # fmt: skip
                continue
            numbers = day.given.air
            worth = {0: 1.0, STRIKE: numbers.strike_factor, HELICOPTER: numbers.helicopter_factor}
            factor, own = np.zeros_like(day.state.fire), np.zeros_like(day.state.fire)
            for patron, place, side, client in asked(day):
                kinds = day.world.wing_kind[(day.world.wing_patron == patron) & supporters(day.world, client, place)]
                best = next(kind for kind in (0, HELICOPTER, STRIKE) if kind in kinds)
                fire = worth[best] * numbers.package * numbers.fire_per_sortie
                (own if patron == client else factor)[place, side] += fire
                several += 1
            after = self.after(day)
            assert np.allclose(after.fire, factor + own, rtol=1e-9)
            assert after.answers[:, 0].sum() == len(booked(day))
            late = self.after(WAITING(day))
            assert np.allclose(late.fire, numbers.late_effect * factor + own, rtol=1e-9)
            assert late.answers[:, 1].sum() == len(booked(day))
        assert several > 40

    def test_at_one_front_all_that_is_served_lies_on_it(self) -> None:
        """However many aircraft; requests elsewhere are refused, and none on the open front is."""
        closed = 0
        crowded = together(MORE, MORE, PROMPT, SILENT, KEEN, input_of("reach", exactly(1e6)),
                           input_of("fronts_at_once", exactly(0.2)))  # fmt: skip
        for day in map(crowded, self.telling(80)):
            after = self.after(day)
            for patron in day.world.patrons:
                fronts = {day.world.front[place] for who, place, _, _ in asked(day) if who == patron}
                busy = np.flatnonzero(after.flown[patron] > 0)
                assert len(busy) <= 1
                closed += int(len(fronts) > 1)
            wide = fixed("front", lambda front: np.minimum(front, 0))(day)
            if all(now >= 0.0 for now in pool(wide)) and (pool(wide) > 50.0).all():
                assert (self.after(wide).answers[:, 2] == 0).all()
        assert closed > 3

    def test_fronts_at_once_fall_with_the_aircraft_that_are_left(self) -> None:
        """In proportion, not below one and not above what they were at first."""
        four = together(input_of("fronts_at_once", exactly(4.0)), fixed("base_of_wing", exactly(-1)))
        for day in self.telling(30):
            for patron in day.world.patrons:
                for left, fronts in ((8, 4), (4, 2), (1, 1), (16, 4)):
                    mine = day.world.wing_patron == patron
                    share = np.where(np.cumsum(mine) == 1, left, 0) * mine
                    there = together(found("aircraft", lambda _, s=share: s), found("aircraft_first", exactly(8)))(day)
                    ready = together(four, found("grounded", exactly(-1)))(there)
                    prepare = room("sorties").prepare
                    assert prepare(ready.world, ready.given, ready.copied(), ready.key, ready.number, patron) == fronts

    def test_sorties_are_aircraft_times_readiness_times_effort(self) -> None:
        """Rounded to one of the two whole numbers beside it; none from a base in hostile hands."""
        lost = 0
        for day in self.telling(40):
            for now in (day, together(fixed("base_of_wing", exactly(0)), HALF_A_SORTIE)(day)):
                there, effort = pool(now), (now.state.effort * now.state.effort_order)[now.world.wing_patron]
                due = now.state.aircraft * now.given.serviceable * now.given.sorties * effort
                base = now.world.base_of_wing
                owner = np.where(base >= 0, now.state.holder[base], -1)
                shut = (owner >= 0) & (now.state.stance[now.world.wing_patron, owner] == HOSTILE)
                down = day.number < now.state.grounded[now.world.wing_patron]
                assert (there[shut | down] == 0.0).all()
                assert (np.abs(there - due)[~(shut | down)] < 1.0).all()
                lost += int((shut & (due > 0.0)).any())
        assert lost > 3

    def test_what_is_flown_is_spent_and_seen(self) -> None:
        """Sorties leave a wing's pool, and are seen over places and fronts as many times as they were flown."""
        for day in self.telling(120):
            after = self.after(day)
            spent, bombed = pool(day) - after.pool, after.bombed - day.state.bombed
            flown = after.flown.sum() + bombed[day.world.front < 0].sum()
            assert (spent >= -1e-12).all()
            assert abs(spent.sum() - bombed.sum()) < 1e-9
            assert abs(flown - bombed.sum()) < 1e-9
            assert np.allclose(after.front_sorties - day.state.front_sorties, after.flown.sum(axis=0), atol=1e-9)
            near = day.world.distance <= day.given.reach[:, None]
            for wing in np.flatnonzero(spent > 0.0):
                assert bombed[near[wing]].sum() >= spent[wing] - 1e-9
            assert (bombed[~near.any(axis=0)] == 0.0).all()

    def test_orders_to_spare_hold_against_the_enemy(self) -> None:
        """Nothing is done against who is to be spared, whoever asks; to spare friends changes nothing."""
        spared = 0
        for day in self.telling(80):
            foes, everybody = day.state.stance == HOSTILE, self.after(found("willing", exactly(1.0))(day))
            after = self.after(found("willing", lambda _, foes=foes: 1.0 - foes)(day))
            assert (after.bombed == day.state.bombed).all()
            same_ = self.after(found("willing", lambda _, foes=foes: 1.0 * foes)(day))
            assert self.moved(everybody, same_) <= {"willing"}
            spared += int((everybody.fire > 0.0).any())
        assert spared > 20

    def test_a_wing_flies_for_its_own_clients_alone(self) -> None:
        """Who has no request of a client over enemies of its patron stays on the ground."""
        idle = 0
        for day in map(together(SILENT, EVERYWHERE), self.telling(160)):
            spent = pool(day) - self.after(day).pool
            for wing, patron in enumerate(day.world.wing_patron):
                wanted = any(
                    who == patron and supporters(day.world, client, place)[wing] for who, place, _, client in asked(day)
                )
                assert wanted or spent[wing] == 0.0
                idle += int(not wanted)
        assert idle > 20

    def test_at_no_distance_nobody_flies(self) -> None:
        """Except over the base itself; and a patron that is nobody's enemy is no help to anyone."""
        for day in self.telling(60):
            short = together(input_of("reach", exactly(1.0)), fixed("distance", plus(2.0)))(day)
            peaceful = found("stance", np.abs)(day)
            for still in (short, peaceful):
                assert (self.after(still).bombed == day.state.bombed).all()
            assert (self.after(peaceful).served == 0).all()

    def test_a_request_is_answered_within_a_package(self) -> None:
        """Never more than one package for each request, and no flight smaller than the smallest."""
        for day in map(SILENT, self.telling(120)):
            numbers, requests = day.given.air, asked(day)
            flown = self.after(day).bombed - day.state.bombed
            for place in range(len(flown)):
                here = sum(1 for one in requests if one[1] == place)
                assert flown[place] <= here * numbers.package + 1e-9
                assert flown[place] == 0.0 or flown[place] >= min(numbers.flight, numbers.package) - 1e-9

    def test_the_best_kind_flies_first(self) -> None:
        """Fast aircraft fly for a request only when nothing better is left for the client, helicopters likewise."""
        seen = 0
        for day in map(together(SILENT, EVERYWHERE, HALF_A_SORTIE), fleet_days()):
            before, after = pool(day), self.after(day)
            spent = before - after.pool
            for worse, better in ((1, 2), (0, 2), (4, 3)):
                if spent[worse] > 1e-9 and before[better] > 0.0:
                    assert after.pool[better] < 1e-9
                    seen += 1
        assert seen > 10

    def test_all_answers_are_booked_once(self) -> None:
        """To members by the patron of their coalition; the tally and the front keep them."""
        for day in self.telling(120):
            after = self.after(day)
            due = np.zeros(len(day.world.camp), dtype=int)
            np.add.at(due, [client for _, client in booked(day)], 1)
            assert np.array_equal(after.answers.sum(axis=1), due)
            assert np.array_equal(after.answered - day.state.answered, after.answers)
            assert np.allclose((after.refusals - day.state.refusals).sum(axis=1), after.answers[:, 2])
            best = {(place, side) for _, place, side, _ in asked(day)}
            for place, side in np.argwhere(after.served > 0):
                assert (place, side) in best
            assert ((after.served >= 2) == (after.fire > 0.0)).all() or day.given.air.late_effect == 0.0

    def test_risk_is_sorties_times_the_strongest_defence_beneath(self) -> None:
        """Times the loss rate, and more for helicopters; the loss itself is risk to the next whole aircraft.

        Of wars with one wing, whose sorties are those seen over the places.
        """
        shot = 0
        lone = [one for one in all_days()["air"] if len(one.world.wing_key) == 1]
        for day in map(DANGEROUS, [*lone, *map(found("men", plus(5)), lone)]):  # and with everybody everywhere
            after, patron = self.after(day), day.world.wing_patron[0]
            there = (day.state.men + day.state.attack > 0) & (day.state.stance[:, patron] == HOSTILE)
            danger = (there * day.given.air_defence).max(axis=1)
            due = day.given.air.loss_rate * (danger * (after.bombed - day.state.bombed)).sum()
            if day.world.wing_kind[0] == HELICOPTER:
                due *= day.given.air.helicopter_risk
            assert abs(after.risk[0] - due) < 1e-12
            lost = after.aircraft_lost[0] - day.state.aircraft_lost[0]
            assert int(due) <= lost <= int(due) + 1
            shot += lost
        assert shot > 5

    def test_losses_come_at_the_rate_of_the_risk(self) -> None:
        """Over histories of their own, |z| < 5 (6e-7): each rounding is a fair one, with p (1 - p) for its variance."""
        off, variance = 0.0, 0.0
        for row, first in enumerate(self.telling(60)):
            for history in range(4):
                key = first.key._replace(history=np.uint64(1000 * row + history))
                day = DANGEROUS(first._replace(key=key))
                after = self.after(day)
                off += float((after.aircraft_lost - day.state.aircraft_lost - after.risk).sum())
                variance += float(((after.risk % 1.0) * (1.0 - after.risk % 1.0)).sum())
        assert variance > 5.0
        assert abs(off) < 5.0 * np.sqrt(variance)

    def test_strikes_of_its_own_hit_a_threatening_enemy_within_reach(self) -> None:
        """A package on each target, the largest force there, as many dead as the sorties say to the next whole man."""
        hit = 0
        few = [day for day in self.telling(120) if len(day.world.patrons) == 1]
        for day in map(LONELY, [*few, *map(number("air.interdiction_kills", exactly(1e6)), few)]):
            after, rate = self.after(day), day.given.air.interdiction_kills
            dead, flown = day.state.men - after.men, after.bombed - day.state.bombed
            assert (dead.sum(axis=0) == after.killed - day.state.killed).all()
            assert (dead.sum(axis=1) == after.fallen - day.state.fallen).all()
            assert (flown <= day.given.air.package * (1.0 + 1e-12)).all()
            for place, actor in np.argwhere(dead > 0):
                holder = day.state.holder[place]
                foes = day.state.stance[day.world.patrons[0]] == HOSTILE
                assert day.state.threat[place] > 0.0
                assert foes[holder]
                assert foes[actor]
                assert day.state.men[place, actor] == max(day.state.men[place, foes])
                assert after.men[place, actor] >= 0
                assert dead[place, actor] < flown[place] * rate + 1.0
                assert dead[place, actor] > flown[place] * rate - 1.0 or after.men[place, actor] == 0
                hit += 1
        assert hit > 30

    def test_what_nobody_asked_for_is_flown_at_the_rate_of_interdiction(self) -> None:
        """That share of the pool, if there are targets enough within reach; never more."""
        all_of_it = 0
        for day in map(LONELY, self.telling(80)):
            before, after = pool(day), self.after(day)
            due = float((before * day.given.interdiction[day.world.wing_patron]).sum())
            flown = float((after.bombed - day.state.bombed).sum())
            assert flown <= due * (1.0 + 1e-9)
            all_of_it += int(due > 0.0 and np.isclose(flown, due, rtol=1e-9))
        assert all_of_it > 20

    def test_reliance_grows_with_support_and_fades_three_times_more_slowly(self) -> None:
        """By 1 / reliance_days of what is missing; what is expected by a tenth; of clients who ask once a day."""
        grew = [0, 0]
        for day in self.telling(120):
            after, now = self.after(day), day.copied()
            number_ = room("allocation").collect_requests(day.world, now)
            clients = now.request[:number_, 2].tolist()
            speed = 1.0 / max(1.0, day.given.air.reliance_days)
            for place, side, client in now.request[:number_]:
                if clients.count(client) > 1:
                    continue
                before, expected = day.state.reliance[client], day.state.expected_air[client]
                helped = after.served[place, side] >= 2
                due = (before + speed * (1.0 - before), expected + 0.1 * (1.0 - expected)) if helped else \
                    (before * (1.0 - speed / 3.0), 0.9 * expected)  # fmt: skip
                assert np.allclose((after.reliance[client], after.expected_air[client]), due, rtol=1e-12)
                grew[int(helped)] += 1
            silent = np.setdiff1d(np.arange(len(day.world.camp)), clients)
            assert (after.reliance[silent] == day.state.reliance[silent]).all()
        assert min(grew) > 10

    def test_at_one_day_to_learn_one_answer_decides(self) -> None:
        for day in map(number("air.reliance_days", exactly(0.0)), self.telling(40)):
            now = day.copied()
            count = room("allocation").collect_requests(day.world, now)
            after = self.after(day)
            for client in set(now.request[:count, 2].tolist()):
                answers = [after.served[place, side] >= 2 for place, side, who in now.request[:count] if who == client]
                if len(answers) == 1:
                    due = 1.0 if answers[0] else day.state.reliance[client] * 2.0 / 3.0
                    assert abs(after.reliance[client] - due) < 1e-15
