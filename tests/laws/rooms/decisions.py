"""Laws of dated decisions: each moves what it names, by what it says, on its day, and is booked."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign
from laws.days import Day, all_days, input_of, room, switched, times
from laws.relabelling import TARGET, shapes
from polemos.model import decisions as acts
from polemos.model.chance import AIR

DEFINED = "by definition"
KINDS = 10
STOCKS = ("men", "missiles", "armour")


def rows(day: Day, kind: int) -> int:
    """Return how many targets a kind of decision has in this war."""
    letter = TARGET.get(kind, "N")
    name = next(name for name, axes in shapes("World").items() if axes[0] == letter)
    return len(getattr(day.world, name))


def decided(day: Day, kind: int, target: int = 0, value: float = 0.5, **world: Any) -> Day:
    """Let one decision be due today, the first of the list, and no other."""
    number, actors = len(day.world.act), len(day.world.camp)

    def only(first: float, rest: float) -> Any:
        return np.where(np.arange(number) == 0, first, rest)

    changed = {
        "act": only(kind, acts.CHANGE_FLOW), "act_target": only(target, 0), "act_detail": only(-1, -1),
        "act_lead": only(-1, -1), "act_wing": np.ones_like(day.world.act_wing),
        "act_front": np.ones_like(day.world.act_front), "act_against": np.zeros((number, actors)), **world,
    }  # fmt: skip
    changed = {name: np.asarray(rows).astype(getattr(day.world, name).dtype) for name, rows in changed.items()}
    given = day.given._replace(
        act_day=only(day.number, 9999).astype(np.int64), act_value=only(value, 1.0),
        act_men=only(50, 0).astype(np.int64), act_missiles=only(30, 0).astype(np.int64),
        act_armour=only(20, 0).astype(np.int64),
    )  # fmt: skip
    return day._replace(world=day.world._replace(**changed), given=given)


def fleet(_: Day, after: Any) -> Any:
    return after.aircraft


class TestDecisions(MechanismContract):
    room = "decisions"
    mechanism = None  # before all; a truce hangs on the switch of ceasefires
    streams = frozenset({AIR})
    own = frozenset("aircraft_moved command lead flow_order tempo effort_order willing capability".split())
    writes = own | set("aircraft truce reserve arrived missiles missiles_arrived armour armour_arrived".split())
    signs = (
        Sign("share withdrawn", input_of("act_value", lambda value: 0.5 + 0.5 * value), "aircraft", fleet, False,
             "claim c03", input_of("act_value", times(0.4))),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Real days, and days of real wars on which one decision of each kind is due."""
        days = all_days()["decisions"]
        able = [day for day in days if len(day.world.act)][::9]
        due = [decided(day, kind) for kind in range(KINDS) for day in able if rows(day, kind)]
        for day in able[::3]:
            due.append(decided(day, acts.CHANGE_COMMAND, act_lead=day.world.act * 0 + 2))
            due.append(decided(day, acts.CHANGE_EFFORT, act_against=np.ones_like(day.world.act_bound)))
        return days + due

    def idle(self, day: Day) -> Day:
        """Nothing is dated today, and nothing has ended."""
        quiet = day._replace(world=day.world._replace(act_detail=np.full_like(day.world.act_detail, -1)))
        return input_of("act_day", lambda date: date * 0 - 1)(quiet)

    def of(self, kind: int) -> list[Day]:
        """Return days of wars in which this kind of decision has a target."""
        return [day for day in all_days()["decisions"][::5] if len(day.world.act) and rows(day, kind)]

    def test_at_no_share_and_at_all_of_it(self) -> None:
        """Nobody leaves, or everybody does; in between to the next whole aircraft, of the named wings alone."""
        for day in self.of(acts.WITHDRAW_AIRCRAFT):
            for share in (0.0, 0.3, 1.0):
                first = np.zeros_like(day.world.act_wing)
                first[:, 0] = 1
                for named in (np.ones_like(first), first):
                    after = self.after(decided(day, acts.WITHDRAW_AIRCRAFT, value=share, act_wing=named))
                    gone, due = day.state.aircraft - after.aircraft, share * day.state.aircraft * named[0]
                    assert (np.abs(gone - due) < 1.0).all()
                    assert np.array_equal(day.state.aircraft_moved - after.aircraft_moved, gone)

    def test_as_many_leave_as_are_due(self) -> None:
        """Over histories of their own, |z| < 5 (6e-7): each rounding is off by a fair half at most."""
        off, throws = 0.0, 0
        for row, first in enumerate(self.of(acts.WITHDRAW_AIRCRAFT)):
            for history in range(8):
                key = first.key._replace(history=np.uint64(1000 * row + history))
                day = decided(first._replace(key=key), acts.WITHDRAW_AIRCRAFT, value=0.37)
                off += float((day.state.aircraft - self.after(day).aircraft - 0.37 * day.state.aircraft).sum())
                throws += int((day.state.aircraft > 0).sum())
        assert throws > 100
        assert abs(off) < 5.0 * 0.5 * np.sqrt(throws)

    def test_who_comes_comes_whole_and_to_its_own(self) -> None:
        """Aircraft to their wing, men to the actor's home, a delivery of men and weapons to its client; all booked."""
        for day in self.of(acts.DEPLOY_AIRCRAFT):
            last = rows(day, acts.DEPLOY_AIRCRAFT) - 1
            after = self.after(decided(day, acts.DEPLOY_AIRCRAFT, last, 7.0))
            assert self.moved(day.state, after) == {"aircraft", "aircraft_moved"}
            assert (after.aircraft - day.state.aircraft).tolist() == [7 * (row == last) for row in range(last + 1)]
        for first in self.of(acts.DEPLOY_MEN):
            far, last = first.state.reserve.shape[1] - 1, len(first.world.camp) - 1
            day = first._replace(world=first.world._replace(home=np.full_like(first.world.home, far)))
            after = self.after(decided(day, acts.DEPLOY_MEN, last, 7.0))
            assert self.moved(day.state, after) == {"reserve", "arrived"}
            assert after.reserve[last, far] - day.state.reserve[last, far] == 7
            after = self.after(decided(day, acts.DELIVER, last))
            assert after.reserve[last, far] - day.state.reserve[last, far] == 50
            assert (after.missiles - day.state.missiles)[last] == 30
            assert (after.armour - day.state.armour)[last] == 20
            assert (after.arrived - day.state.arrived).sum() == 50

    def test_a_command_changes_in_mode_or_in_lead_or_in_both(self) -> None:
        for day in self.of(acts.CHANGE_COMMAND):
            for mode in (-1, 0, 1, 2):
                for lead in (-1, 1):
                    change = {"act_detail": day.world.act * 0 + mode, "act_lead": day.world.act * 0 + lead}
                    after = self.after(decided(day, acts.CHANGE_COMMAND, **change))
                    assert after.command[0] == (mode if mode >= 0 else day.state.command[0])
                    assert after.lead[0] == (lead if lead >= 0 else day.state.lead[0])
                    assert self.moved(day.state, after) <= {"command", "lead"}

    def test_a_truce_begins_today_unless_truces_are_switched_off(self) -> None:
        for day in self.of(acts.CEASEFIRE):
            after = self.after(switched(decided(day, acts.CEASEFIRE), "ceasefire", 1))
            assert after.truce[0] == day.number
            assert np.array_equal(after.truce[1:], day.state.truce[1:])
            off = switched(decided(day, acts.CEASEFIRE), "ceasefire", 0)
            assert self.moved(day.state, self.after(off)) == set()

    def test_flows_tempo_and_weight_are_multiplied(self) -> None:
        """Those of the target alone, a tempo on the named fronts alone; twice in a row twice as much."""
        for kind, field in ((acts.CHANGE_FLOW, "flow_order"), (acts.CHANGE_CAPABILITY, "capability")):
            for day in self.of(kind):
                last, before = rows(day, kind) - 1, getattr(day.state, field)
                factor = np.where(np.arange(last + 1) == last, 3.0, 1.0)
                assert np.array_equal(getattr(self.after(decided(day, kind, last, 3.0)), field), factor * before)
        for day in self.of(acts.CHANGE_TEMPO):
            named = np.zeros_like(day.world.act_front)
            named[:, 0] = 1
            after, due = self.after(decided(day, acts.CHANGE_TEMPO, 1, 3.0, act_front=named)), day.state.tempo.copy()
            due[1, 0] *= 3.0
            assert np.array_equal(after.tempo, due)

    def test_orders_to_fly_hold_from_their_day_to_their_last(self) -> None:
        """Against all, or against those who are named alone; the product of those in force, at most all requests."""
        for first in self.of(acts.CHANGE_EFFORT):
            actors = len(first.world.camp)
            against = np.zeros((len(first.world.act), actors), dtype=np.int64)
            against[:, actors - 1] = 1
            for last, later, held in ((-1, 400, True), (first.number + 5, 0, True), (first.number + 5, 5, True),
                                      (first.number + 5, 6, False)):  # fmt: skip
                order = first.world.act * 0 + last
                for named, factor in ((against * 0, 3.0), (against, 0.4), (against, 3.0)):
                    day = decided(first, acts.CHANGE_EFFORT, 0, factor, act_detail=order, act_against=named)
                    begun = day._replace(state=self.after(day))
                    after = self.after(begun._replace(number=day.number + later))
                    effort, willing = np.ones(actors), np.ones((actors, actors))
                    if held and named.any():
                        willing[0, actors - 1] = min(1.0, factor)
                    elif held:
                        effort[0] = factor
                    assert np.array_equal(after.effort_order, effort)
                    assert np.array_equal(after.willing, willing)

    def test_at_any_other_day_nothing_is_decided(self) -> None:
        """The day before, the day after, and never."""
        for day in self.telling(60):
            for date in (day.number - 1, day.number + 1, -1):
                other = input_of("act_day", lambda days, date=date: days * 0 + date)(day)
                still = other._replace(world=other.world._replace(act_detail=np.full_like(other.world.act_detail, -1)))
                assert self.moved(day.state, self.after(still)) == set()

    def test_what_is_moved_is_told(self) -> None:
        """A chronicle keeps who and how many: aircraft that left are one figure."""
        for day in self.of(acts.WITHDRAW_AIRCRAFT)[:10]:
            now = decided(day, acts.WITHDRAW_AIRCRAFT, value=1.0)
            state = now.copied()
            moved = room("decisions").withdraw(now.world, state, now.key, now.number, 0, 1.0)
            assert moved == (day.state.aircraft - state.aircraft).sum()
