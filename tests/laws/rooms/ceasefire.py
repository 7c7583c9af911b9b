"""Laws of ceasefires: the bound hold back as far as they comply, violations wear a truce out, the excluded fight on."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, input_of, number, room, times, together
from polemos.model.decisions import CEASEFIRE
from polemos.model.state import ACTIVE, FRIENDLY, HOSTILE

STEDMAN, KYDD, DEFINED = "Stedman 1997", "Kydd & Walter 2002", "by definition"
LASTING = number("ceasefire.breaks_below", exactly(0.0))
STEADY = together(LASTING, number("ceasefire.decay", exactly(0.0)))
NEVER = -9999
# All who are not enemies are friends, so that somebody who is bound stands beside somebody who is excluded.
ALLIES = found("stance", lambda stance: np.where(stance == HOSTILE, HOSTILE, FRIENDLY))
QUIET = together(found("leader", exactly(-1)), found("attack", exactly(0)), found("changed", exactly(NEVER)))


def _none_active(clock: Any) -> Any:
    clock[ACTIVE] = 0
    return clock


def truces(day: Day) -> Any:
    """Return the rows of the truces in force this morning."""
    return np.flatnonzero((day.world.act == CEASEFIRE) & (day.state.truce >= 0))


def first_day(day: Day) -> Day:
    """Let every truce that is in force begin today."""
    return found("truce", lambda truce: np.where(truce >= 0, day.number, truce))(day)


def second_day(day: Day) -> Day:
    """Let every truce that is in force have begun yesterday, and run without a last day."""
    begun = found("truce", lambda truce: np.where(truce >= 0, day.number - 1, truce))
    kept = found("compliance", lambda kept: np.where(day.state.truce >= 0, 0.8, kept))
    return together(begun, kept, fixed("act_detail", exactly(-1)))(day)


def staged(day: Day, place: int, attacker: int, defender: int, ago: int = 1) -> Day:
    """Return the day with one attack in the world, which began so many days ago."""

    def put(field: str, value: int) -> Any:
        return found(field, lambda row: np.where(np.arange(len(row)) == place, value, row))

    men = np.zeros_like(day.state.attack)
    men[place, attacker] = 100
    alone = (put("leader", attacker), put("holder", defender), put("since", day.number - ago))
    return together(QUIET, *alone, found("attack", lambda _: men))(day)


def assaulted(day: Day) -> Day:
    """Let the first who is bound attack the second on every place since yesterday."""
    for n in truces(day):
        pairs = np.argwhere(day.world.act_pair[n])
        if len(pairs):
            one, two = pairs[0]
            return together(found("leader", exactly(one)), found("holder", exactly(two)),
                            found("since", exactly(day.number - 1)))(day)  # fmt: skip
    return day


def disputed(day: Day) -> Day:
    """Let the first who is excluded attack, since yesterday and everywhere, one who is bound to its friends."""
    for n in truces(day):
        for one in np.flatnonzero(day.world.act_excluded[n]):
            for two in np.flatnonzero(day.world.act_bound[n]):
                friends = (day.state.stance[:, one] == FRIENDLY) & (day.world.act_pair[n, :, two] == 1)
                if friends.any():
                    return together(QUIET, found("leader", exactly(one)), found("holder", exactly(two)),
                                    found("since", exactly(day.number - 1)),
                                    found("men", lambda men: men + 100))(day)  # fmt: skip
    return day


def over_all(function: str) -> Any:
    """Read what the room answers for every attacker, defender and place, [A, A, P]."""

    def answers(day: Day, after: Any) -> Any:
        ask, actors, places = getattr(room("ceasefire"), function), range(len(day.world.camp)), range(len(after.holder))
        first = (day.world, day.given, after) if function == "provoked" else (day.world, after)
        return np.array([[[ask(*first, one, two, place) for place in places] for two in actors] for one in actors])

    return answers


freedoms, provocations = over_all("freedom"), over_all("provoked")


def rests(day: Day, after: Any) -> Any:
    """Read how far each actor is given rest, [A]."""
    resting = room("ceasefire").resting
    return np.array([resting(day.world, after, actor) for actor in range(len(day.world.camp))])


class TestCeasefire(MechanismContract):
    room = mechanism = "ceasefire"
    own = frozenset({"compliance", "restraint", "truce", "grounded"})
    writes = own | {"clock"}
    rare = frozenset({"truce"})  # ends between our days; test_at_the_agreed_last_day and others end it
    signs = (
        Sign("compliance agreed on", number("ceasefire.compliance", times(1.1)), "restraint", read("restraint"), True,
             "deaths per day fell by half on 27 February 2016", first_day),
        Sign("compliance so far", found("compliance", times(1.1)), "attacks left", freedoms, False, DEFINED,
             second_day),
        Sign("spoiling", number("ceasefire.spoiling", times(1.5)), "restraint", read("restraint"), False, STEDMAN,
             LASTING),
        Sign("spoiling", number("ceasefire.spoiling", times(1.5)), "attacks left", freedoms, True, STEDMAN, LASTING),
        Sign("spoiling", number("ceasefire.spoiling", times(1.5)), "rest", rests, False, STEDMAN, LASTING),
        Sign("decay", number("ceasefire.decay", times(5)), "compliance", read("compliance"), False,
             "deaths were back within two months of 27 February 2016"),
        Sign("assaults", assaulted, "compliance", read("compliance"), False, KYDD, together(second_day, QUIET)),
        Sign("erosion", number("ceasefire.erosion", times(5)), "compliance", read("compliance"), False, KYDD,
             together(second_day, assaulted)),
        Sign("entanglement", number("ceasefire.entanglement", times(1.5)), "compliance", read("compliance"), False,
             "truce of February 2016 around al-Nusra", together(ALLIES, second_day, disputed)),
        Sign("impatience", number("ceasefire.breaks_below", exactly(0.99)), "truces in force",
             lambda _, after: after.truce >= 0, False, DEFINED, number("ceasefire.breaks_below", exactly(0.01))),
        Sign("days without flights", input_of("act_ground", exactly(30)), "days on the ground", read("grounded"), True,
             DEFINED, first_day),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """No truce is in force, and none was this morning."""
        return together(found("truce", exactly(-1)), found("clock", _none_active))(day)

    def under_truce(self, number_of: int = 60) -> list[tuple[Day, int]]:
        """Return days on which a truce is a day old, and which truce."""
        return [(STEADY(second_day(day)), int(truces(day)[0])) for day in self.telling(number_of) if len(truces(day))]

    def kept(self, day: Day, n: int) -> float:
        """Return the share of the truce's compliance that is left after the day."""
        return float(self.after(day).compliance[n] / day.state.compliance[n])

    def test_at_full_compliance_the_bound_leave_each_other_alone(self) -> None:
        """Wholly, where the truce holds; everybody else fights on, and so do they elsewhere."""
        whole = together(number("ceasefire.compliance", exactly(1.0)), number("ceasefire.spoiling", exactly(0.0)))
        spared = 0
        for day, n in self.under_truce():
            after = self.after(first_day(whole(day)))
            hostile = np.repeat((day.state.stance == HOSTILE)[:, :, None], len(after.holder), axis=2)
            bound = day.world.act_pair[n][:, :, None] * day.world.act_place[n] == 1
            assert (freedoms(day, after) == np.where(hostile & ~bound, 1.0, 0.0)).all()
            spared += int((hostile & bound).sum())
        assert spared > 100

    def test_at_no_compliance_a_truce_is_paper(self) -> None:
        """It binds nobody, and is over at once if anything can break it."""
        for day, n in self.under_truce(30):
            paper = first_day(number("ceasefire.compliance", exactly(0.0))(day))
            after = self.after(paper)
            free = np.repeat((day.state.stance == HOSTILE)[:, :, None], len(after.holder), axis=2)
            assert (freedoms(day, after) == free).all()
            assert (rests(day, after) == 0.0).all()
            over = self.after(number("ceasefire.breaks_below", exactly(0.01))(paper))
            assert over.truce[n] == -1
            assert over.clock[ACTIVE] == 0

    def test_restraint_is_compliance_and_less_for_who_was_not_asked(self) -> None:
        for day, n in self.under_truce():
            after, world = self.after(day), day.world
            share = np.where(world.act_party[n] == 1, 1.0, 1.0 - day.given.ceasefire.spoiling)
            assert np.allclose(after.restraint[n], after.compliance[n] * share * world.act_bound[n], rtol=1e-12)
            assert (after.compliance == self.after(ALLIES(day)).compliance).all()

    def test_it_is_the_attackers_restraint(self) -> None:
        for day, n in self.under_truce(30):
            after = self.after(day)
            free = freedoms(day, after)
            for attacker, defender in np.argwhere(day.world.act_pair[n]):
                for place in range(len(after.holder)):
                    if day.state.stance[attacker, defender] == HOSTILE and day.world.act_place[n, place]:
                        assert abs(free[attacker, defender, place] - (1.0 - after.restraint[n, attacker])) < 1e-12

    def test_at_the_agreed_last_day_it_holds_and_the_day_after_it_is_over(self) -> None:
        for day, n in self.under_truce(30):
            until = [self.after(fixed("act_detail", exactly(day.number - late))(day)) for late in (0, 1)]
            assert until[0].truce[n] >= 0
            assert until[0].clock[ACTIVE] == 1
            assert until[1].truce[n] == -1
            assert until[1].clock[ACTIVE] == 0
            assert (until[1].restraint == 0.0).all()
            again = self.after(day._replace(state=until[1]))
            assert self.moved(until[1], again) == set()

    def test_an_assault_between_the_bound_counts_once(self) -> None:
        """On the day after it began, by ``erosion``; not on the day itself, and not while it goes on."""
        for day, n in self.under_truce(40):
            worn = 1.0 - day.given.ceasefire.erosion
            for one, two in np.argwhere(day.world.act_pair[n])[:2]:
                assert abs(self.kept(staged(day, 0, one, two), n) - worn) < 1e-12
                assert self.kept(staged(day, 0, one, two, ago=0), n) == 1.0
                assert self.kept(staged(day, 0, one, two, ago=2), n) == 1.0
                taken = staged(day, 0, two, one)  # the place fell on the first day: two holds it now, one lost it
                changes = (found("leader", exactly(-1)), found("holder", exactly(one)), found("previous", exactly(two)),
                           found("changed", lambda row, day=day: np.where(np.arange(len(row)) == 0, day.number - 1,
                                                                          row)))  # fmt: skip
                assert abs(self.kept(together(*changes)(taken), n) - worn) < 1e-12

    def test_two_assaults_wear_it_twice(self) -> None:
        for day, n in self.under_truce(20):
            one, two = np.argwhere(day.world.act_pair[n])[0]
            both = assaulted(staged(day, 0, one, two))
            places = int((day.world.act_place[n] == 1).sum())
            assert abs(self.kept(both, n) - (1.0 - day.given.ceasefire.erosion) ** places) < 1e-12

    def test_at_endless_erosion_one_assault_ends_it(self) -> None:
        sharp = number("ceasefire.erosion", exactly(1.0))
        for day, n in self.under_truce(20):
            one, two = np.argwhere(day.world.act_pair[n])[0]
            assert self.kept(sharp(staged(day, 0, one, two)), n) == 0.0
            broken = number("ceasefire.breaks_below", exactly(1e-9))(sharp(staged(day, 0, one, two)))
            assert self.after(broken).truce[n] == -1

    def test_where_it_does_not_hold_nothing_is_a_violation(self) -> None:
        nowhere = fixed("act_place", exactly(0))
        for day, n in self.under_truce(20):
            one, two = np.argwhere(day.world.act_pair[n])[0]
            assert self.kept(nowhere(staged(day, 0, one, two)), n) == 1.0
            after = self.after(nowhere(day))
            away = nowhere(day)
            free = np.repeat((day.state.stance == HOSTILE)[:, :, None], len(after.holder), axis=2)
            assert (freedoms(away, after) == free).all()
            assert (provocations(away, after) == 1.0).all()

    def test_who_joins_an_attack_violates_too(self) -> None:
        """An excluded leader breaks nothing by itself; a bound member that joins it does."""
        joined = 0
        for day, n in self.under_truce(40):
            for leader in np.flatnonzero(day.world.act_bound[n] == 0):
                one, two = np.argwhere(day.world.act_pair[n])[0]
                strangers = found("stance", exactly(HOSTILE))(staged(day, 0, leader, two))
                assert self.kept(strangers, n) == 1.0
                men = strangers.state.attack.copy()
                men[0, one] = 50
                helped = found("attack", lambda _, men=men: men)(strangers)
                assert abs(self.kept(helped, n) - (1.0 - day.given.ceasefire.erosion)) < 1e-12
                joined += 1
        assert joined > 20

    def test_a_fight_with_the_excluded_wears_it_where_they_are_mixed_with_the_bound(self) -> None:
        """By the share ``entanglement``, either way; not at all where no friend of theirs is near."""
        mixed = 0
        for day, n in self.under_truce(40):
            numbers = day.given.ceasefire
            for out in np.flatnonzero(day.world.act_excluded[n]):
                for one, two in np.argwhere(day.world.act_pair[n])[:3]:
                    stance = np.full_like(day.state.stance, HOSTILE)
                    stance[two, out] = stance[out, two] = FRIENDLY
                    near = np.zeros_like(day.state.men)
                    near[day.world.neighbour[day.world.first_link[0]], two] = 10
                    for attacker, defender in ((one, out), (out, one)):
                        alone = together(found("stance", lambda _, stance=stance: stance),
                                         found("men", exactly(0)))(staged(day, 0, attacker, defender))  # fmt: skip
                        assert self.kept(alone, n) == 1.0
                        beside = found("men", lambda _, near=near: near)(alone)
                        due = 1.0 - numbers.erosion * numbers.entanglement
                        assert abs(self.kept(beside, n) - due) < 1e-12
                        strangers = found("stance", exactly(HOSTILE))(beside)
                        assert self.kept(strangers, n) == 1.0
                        mixed += 1
        assert mixed > 20

    def test_only_the_excluded_whose_friends_made_peace_are_provoked(self) -> None:
        provoked = 0
        for day, n in self.under_truce(40):
            after = self.after(day)
            for friendly in (day, ALLIES(day)):
                there = friendly._replace(given=number("ceasefire.provocation", exactly(3.0))(day).given)
                now, world = after._replace(stance=friendly.state.stance), day.world
                factors = provocations(there, now)
                for one in range(len(world.camp)):
                    friends = now.stance[:, one] == FRIENDLY
                    for two in range(len(world.camp)):
                        peace = (friends & (world.act_pair[n, :, two] == 1)).any()
                        reason = world.act_excluded[n, one] and world.act_bound[n, two] and peace
                        due = np.where((world.act_place[n] == 1) & bool(reason), 3.0, 1.0)
                        assert (factors[one, two] == due).all()
                        provoked += int(bool(reason))
                quiet = now._replace(clock=_none_active(now.clock.copy()))
                assert (provocations(there, quiet) == 1.0).all()
        assert provoked > 20

    def test_rest_is_restraint_on_the_fronts_where_it_holds(self) -> None:
        """The mean over the actor's own fronts; all of it for a truce that holds everywhere."""
        for day, n in self.under_truce():
            after = self.after(day)
            for calm in (np.ones(day.world.act_calm.shape), np.arange(day.world.act_calm.size).reshape(
                    day.world.act_calm.shape) / max(1, day.world.act_calm.size)):  # fmt: skip
                there = fixed("act_calm", lambda _, calm=calm: calm)(day)
                zone = day.world.zone
                share = (zone * calm[n]).sum(axis=1) / np.maximum(1, zone.sum(axis=1))
                assert np.allclose(rests(there, after), after.restraint[n] * share, rtol=1e-12)

    def test_parties_stay_on_the_ground_for_the_agreed_days_from_the_first(self) -> None:
        """Who is bound without being a party flies on; later days add none; a longer stay is not cut short."""
        agreed = input_of("act_ground", exactly(5))
        for day, n in self.under_truce(40):
            down = found("grounded", lambda row, day=day: row * 0 + day.number + 2)(day)
            after = self.after(agreed(first_day(down)))
            party = day.world.act_party[n] == 1
            assert (after.grounded[party] == day.number + 5).all()
            assert (after.grounded[~party] == day.number + 2).all()
            assert (self.after(agreed(down)).grounded == down.state.grounded).all()
            longer = found("grounded", exactly(day.number + 50))(day)
            assert (self.after(agreed(first_day(longer))).grounded == day.number + 50).all()

    def test_at_total_decay_it_is_over_in_a_day(self) -> None:
        for day, n in self.under_truce(20):
            gone = together(QUIET, number("ceasefire.decay", exactly(1.0)))(day)
            assert self.after(gone).compliance[n] == 0.0
            assert self.kept(QUIET(day), n) == 1.0

    def test_it_binds_the_pairs_of_a_truce_in_force(self) -> None:
        for day, n in self.under_truce(20):
            after, actors = self.after(day), range(len(day.world.camp))
            over = self.after(found("truce", exactly(-1))(day))
            for one in actors:
                for two in actors:
                    assert room("ceasefire").binds(day.world, after, one, two) == day.world.act_pair[n, one, two]
                    assert not room("ceasefire").binds(day.world, over, one, two)
