"""Laws of the bargain: a settlement lies among the packages, nearer to who is strong and cares; efforts follow it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, input_of, number, plus, recording, times, together
from polemos.model import events
from polemos.model.chance import BARGAIN
from polemos.theory import ballots, elections
from reference import twin

MEDIAN = "Black 1948; Bueno de Mesquita 1984"
PUTNAM, DEFINED = "Putnam 1988", "by definition"
STILL = number("bargain.volatility", exactly(0.0))
APART = number("bargain.linkage", exactly(0.0))
STUBBORN = together(STILL, APART, number("bargain.yielding", exactly(0.0)))
YIELDING = together(STILL, APART, number("bargain.yielding", exactly(0.1)))
PERIOD = 7


def ruled(**chosen: str) -> Any:
    """Return a change of the day to the rules that a scenario has by default, but for those named."""
    rows = {"risk_range": ballots.RISK_RANGE, "choice": ballots.CHOICE, "influence": ballots.INFLUENCE}
    codes = ballots.PLAIN_RULES.copy()
    codes[ballots.INFLUENCE] = ballots.EFFECTIVE_CAPABILITY
    for rule, name in chosen.items():
        codes[rows[rule]] = ballots.NAMES[rows[rule]].index("given" if name == "neutral" else name)
    return fixed("bargain_rules", lambda _: codes)


def low_before(day: Day) -> Day:
    """Put last week's settlements at 0, so that all have risen since."""
    return found("settled", exactly(0.0))(day)


def stakes_above_0(day: Day) -> Day:
    """Let every effort and flow gain when a settlement rises."""
    return together(input_of("effort_gain", np.abs), input_of("flow_gain", np.abs))(day)


def unlike(day: Day) -> Day:
    """Make no two stakeholders alike, by their ids: of equal offers the first counts, whoever that is."""
    share = (day.world.stakeholder_key % np.uint64(97)).astype(float) / 97.0
    kept = together(
        found("capability", lambda c: c * (1.0 - 0.1 * share)),
        found("position", lambda x: 0.9 * x + 0.1 * share[:, None]),
        input_of("salience", lambda s: s * (0.9 + 0.1 * share[:, None])),
    )
    return kept(day)


def of_the_highest(field: str, factor: float) -> Any:
    """Multiply something of whoever holds the highest position on each issue."""

    def changed(day: Day) -> Day:
        values = getattr(day.given, field).copy()
        for issue in range(day.state.position.shape[1]):
            values[day.state.position[:, issue].argmax(), issue] *= factor
        return day._replace(given=day.given._replace(**{field: values}))

    return changed


def alike(day: Day) -> Day:
    """Give every issue the positions and saliences of the first, and nobody an attitude to risk.

    With attitudes, which hang on who leads, more power can move a settlement the other way: decision 0010.
    """
    columns = np.zeros(day.state.position.shape[1], dtype=int)
    first = together(found("position", lambda held: held[:, columns]), input_of("salience", lambda s: s[:, columns]))
    return together(first, ruled(risk_range="neutral"))(day)


def power_of_the_highest(day: Day) -> Day:
    powers = day.state.capability.copy()
    if day.state.position.size:
        powers[day.state.position[:, 0].argmax()] *= 4.0
    return day._replace(state=day.state._replace(capability=powers))


def apart(day: Day, after: Any) -> Any:
    """Read how far positions stand from the package that bargaining would have them adopt."""
    return np.abs(after.position - after.following) * (day.given.salience > 0.0)


def stepped(day: Day, after: Any) -> Any:
    """Read how far positions moved."""
    return np.abs(after.position - day.state.position)


def efforts(day: Day, after: Any) -> Any:
    """Read efforts and flows."""
    return np.concatenate([after.effort, after.flow])


def change_of_effort(day: Day, after: Any) -> Any:
    """Read how far efforts and flows are from what the scenario gives."""
    return np.abs(np.concatenate([after.effort, after.flow]) - 1.0)


class TestBargain(MechanismContract):
    room = mechanism = "bargain"
    streams = frozenset({BARGAIN})
    own = frozenset({"settled", "position", "effort", "flow"})
    writes = own
    order_matters: ClassVar = {"stakeholders": ("of equal gains or chances the first counts", unlike)}
    signs = (
        Sign("power of the highest", power_of_the_highest, "settlement", read("settled"), True, MEDIAN, alike),
        Sign("salience of the highest", of_the_highest("salience", 4.0), "settlement", read("settled"), True, MEDIAN,
             alike),
        Sign("yielding", number("bargain.yielding", times(5)), "distance from the bargain struck", apart, False,
             "Bueno de Mesquita 1984", YIELDING),
        Sign("volatility", number("bargain.volatility", times(3)), "change of positions", stepped, True, DEFINED,
             together(STUBBORN, number("bargain.volatility", exactly(0.02)))),
        Sign("linkage to risen issues", number("bargain.linkage", exactly(1.0)), "positions", read("position"), True,
             PUTNAM, together(low_before, STILL, number("bargain.linkage", exactly(0.1)))),
        Sign("rise over the reference", input_of("reference", times(0.5)), "effort and flows", efforts, True,
             "claim c16", together(stakes_above_0, input_of("reference", exactly(0.9)))),
        Sign("stake of a patron", input_of("effort_gain", times(3)), "change of effort", change_of_effort, True,
             "claim c16"),
        Sign("stake of a sponsor", input_of("flow_gain", times(3)), "change of flows", change_of_effort, True,
             "claim c16"),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody yields, is pulled or drifts: what this week's settlement has done already, it does not do again."""
        still = STUBBORN(day)
        return still._replace(state=self.after(still))

    def weeks(self, number_of: int = 60) -> list[Day]:
        """Return days on which there is something to settle."""
        return [day for day in self.telling(number_of) if day.number % PERIOD == 0 and day.state.position.size]

    def test_at_days_between_the_weeks_nothing_moves(self) -> None:
        between = [(day, after) for day, after in self.acted() if day.number % PERIOD]
        assert len(between) > 100
        assert all(self.moved(day.state, after) == set() for day, after in between)

    def test_at_the_reference_efforts_and_flows_are_as_given(self) -> None:
        """Whoever is strong: efforts count from the scenario's reference, not from where a history began."""
        for day in self.weeks():
            settled = self.after(day).settled
            after = self.after(input_of("reference", lambda _, settled=settled: settled)(day))
            assert (after.effort == 1.0).all()
            assert (after.flow == 1.0).all()

    def test_at_one_voice_it_gets_its_way(self) -> None:
        for day in self.weeks():
            for who in range(len(day.state.capability)):
                voice = (np.arange(len(day.state.capability)) == who).astype(float)
                alone = together(
                    found("capability", lambda _, v=voice: v), input_of("salience", exactly(1.0)), STUBBORN
                )
                after = self.after(alone(day))
                assert np.array_equal(after.settled, day.state.position[who]), day
                assert np.array_equal(after.position, day.state.position)

    def test_at_no_power_and_at_one_position(self) -> None:
        """Where nobody has a voice all stays as it was settled; where all agree, that is the settlement."""
        for day in map(YIELDING, self.weeks()):
            after = self.after(found("capability", exactly(0.0))(day))
            assert np.array_equal(after.settled, day.state.settled)
            assert np.allclose(after.position, day.state.position, atol=1e-15)
            cared = (day.state.capability[:, None] * day.given.salience > 0.0).any(axis=0)
            after = self.after(found("position", exactly(0.3))(day))
            assert np.allclose(after.settled[cared], 0.3, atol=1e-12)

    def test_at_salience_0_nobody_has_a_position(self) -> None:
        """What it would be does not matter; an issue about which nobody cares stays where it was settled."""
        told = 0
        for day in self.weeks():
            careless = input_of("salience", lambda s: np.where(np.arange(s.shape[1]) == 0, 0.0, s))(day)
            after = self.after(careless)
            assert after.settled[0] == day.state.settled[0]
            assert np.array_equal(after.position[:, 0], day.state.position[:, 0])
            one = input_of("salience", lambda s: np.where(np.arange(len(s)) == 0, 0.0, s.T).T)(day)
            there = found("position", lambda x: np.where(np.arange(len(x)) == 0, 0.5, x.T).T)(one)
            here, moved = self.after(one), self.after(there)
            assert np.array_equal(here.settled, moved.settled)
            assert np.array_equal(here.position[1:], moved.position[1:])
            told += 1
        assert told > 10

    def test_at_care_about_nothing_a_stakeholder_is_not_there(self) -> None:
        """Its power is as good as none, and its package is not on the table."""
        for day in self.weeks():
            first = np.arange(len(day.state.capability)) == 0
            careless = input_of("salience", lambda s, first=first: np.where(first[:, None], 0.0, s))(day)
            powerless = found("capability", lambda c, first=first: np.where(first, 0.0, c))(careless)
            here, there = self.after(careless), self.after(powerless)
            assert np.array_equal(here.settled, there.settled)
            assert np.array_equal(here.position, there.position)

    def test_the_settlement_lies_among_the_positions(self) -> None:
        """And moves and turns round with them: only distances decide votes."""
        for day in map(unlike, self.weeks()):
            held, after = day.state.position, self.after(day)
            stands = (day.state.capability[:, None] * day.given.salience) > 0.0
            for issue in np.flatnonzero(stands.any(axis=0)):
                among = held[stands[:, issue], issue]
                assert among.min() - 1e-12 <= after.settled[issue] <= among.max() + 1e-12
                for change in (lambda x: x + 0.25, lambda x: 1.0 - x):
                    there = self.after(together(found("position", change), found("settled", change))(day))
                    assert np.allclose(there.settled, change(after.settled), atol=1e-9)

    def test_the_settlement_is_that_of_the_published_election(self) -> None:
        """Against an independent reading of it (Wise, Lester & Efird 2015); sums of logarithms are good to 1e-9."""
        for neutral in (False, True):
            rule = ruled(risk_range="neutral" if neutral else "middle")
            for day in map(together(unlike, rule), self.weeks(240)):
                given, state = day.given, day.state
                due = twin.election(state.capability, given.salience, state.position, state.settled, neutral)
                np.testing.assert_allclose(self.after(day).settled, due, atol=1e-9)

    def test_at_full_yielding_a_week_is_a_turn_of_the_published_bargaining(self) -> None:
        """Everybody stands where the turn leaves it; who has no capability or no position stays."""
        sure = together(STILL, APART, unlike, number("bargain.yielding", exactly(1.0)))
        moved = 0
        for day in map(sure, self.weeks()):
            after = self.after(day)
            space, following = ballots.blank_room(*day.state.position.shape), np.zeros_like(day.state.position)
            lot = np.array([0.5] * len(following))
            if day.world.bargain_rules[ballots.CHOICE] == ballots.DRAWN:
                continue
            attention = day.given.salience / following.shape[1]
            voice = np.where(attention.sum(axis=1) > 0, day.state.capability, 0.0)
            package = twin.packages(day.state.capability, day.given.salience, day.state.position, day.state.settled)
            elections.turn(
                voice, attention, package, day.world.bargain_rules, lot, space.squares, space.lines, space.offers,
                space.marks, np.zeros(len(lot)), following,
            )  # fmt: skip
            held = (day.given.salience > 0.0) & (day.state.capability > 0.0)[:, None]
            # Offers are struck in ten-thousandths: another order of sums may round one the other way.
            assert np.allclose(after.position[held], following[held], atol=2e-4)
            assert np.array_equal(after.position[~held], day.state.position[~held])
            moved += int((np.abs(following - day.state.position)[held] > 1e-3).sum())
        assert moved > 10

    def test_at_infinite_volatility_positions_stay_on_the_issue(self) -> None:
        for day in map(number("bargain.volatility", exactly(1e6)), self.weeks()):
            assert set(self.after(day).position[day.given.salience > 0.0]) <= {0.0, 1.0}

    def test_at_infinite_stakes_efforts_stop_at_nothing(self) -> None:
        """An effort is never negative, however far below the reference a settlement is."""
        fallen = together(input_of("reference", exactly(1.0)), found("position", times(0.9)),
                          found("settled", times(0.9)), stakes_above_0,
                          *(input_of(f"{one}_gain", times(1e6)) for one in ("effort", "flow")))  # fmt: skip
        stopped = 0
        for day in map(fallen, self.weeks()):
            after = self.after(day)
            assert (after.effort[(day.given.effort_gain > 0.0).any(axis=0)] == 0.0).all()
            assert (after.flow[(day.given.flow_gain > 0.0).any(axis=0)] == 0.0).all()
            stopped += int((after.flow == 0.0).sum())
        assert stopped > 10

    def test_an_issue_pulls_on_the_others_alone(self) -> None:
        """Only the first issue's settlement has moved: positions on it stay, all others are pulled its way, once."""
        linked = together(STILL, unlike, number("bargain.linkage", exactly(0.5)))
        pulled = 0
        for day in map(linked, self.weeks()):
            if day.state.position.shape[1] < 2:
                continue
            now = self.after(day).settled.copy()
            first = np.where(np.arange(len(now)) == 0, now - 0.3, now)
            pull = self.after(found("settled", lambda _, first=first: first)(day)).position
            rest = self.after(found("settled", lambda _, now=now: now)(day)).position
            assert np.array_equal(pull[:, 0], rest[:, 0])
            due = np.minimum(1.0, rest[:, 1:] + 0.5 * 0.3 / (pull.shape[1] - 1))
            due = np.where(day.given.salience[:, 1:] > 0.0, due, rest[:, 1:])
            assert np.allclose(pull[:, 1:], due, atol=1e-9)
            pulled += 1
        assert pulled > 10

    def test_a_bargain_that_is_drawn_is_one_of_those_on_the_table(self) -> None:
        """Over 100 histories stakeholders keep to different bargains, each to one of the few offered to it."""
        drawn = together(ruled(choice="drawn"), STILL, APART, number("bargain.yielding", exactly(1.0)))
        widest = drawn(max(self.weeks(), key=lambda day: day.state.position.size))
        seen = [self.after(widest._replace(key=widest.key._replace(history=np.uint64(row)))) for row in range(100)]
        ends = {after.position.round(9).tobytes() for after in seen}
        assert 1 < len(ends) < 100
        likeliest = self.after(ruled(choice="likeliest")(widest)).position.round(9).tobytes()
        assert likeliest in ends

    def test_a_moved_effort_is_laid_to_the_issue_that_moved_it_most(self) -> None:
        """Every effort and flow a tenth or more from the scenario's is noted once, with that issue and its size."""
        noted = 0
        for day in self.weeks():
            day = recording(together(unlike, input_of("reference", plus(0.35)))(day), 200)
            after = self.after(day)
            away = after.settled - day.given.reference
            written = after.events[: after.event_count[0]]
            for kind, gains, sizes, seen in (
                (
                    events.EFFORT_MOVED,
                    day.given.effort_gain,
                    after.effort,
                    day.state.actor_rows[:, events.EFFORT_NOTED],
                ),
                (events.FLOW_MOVED, day.given.flow_gain, after.flow, day.state.flow_rows[:, events.FLOW_NOTED]),
            ):
                now = np.floor(1000.0 * sizes + 0.5)
                due = np.flatnonzero(np.abs(now - seen) >= 100)
                rows = written[written[:, events.KIND] == kind]
                whose = events.ACTOR if kind == events.EFFORT_MOVED else events.THIRD
                assert list(rows[:, whose]) == list(due)
                assert list(rows[:, events.FIRST]) == list(now[due])
                assert list(rows[:, events.DETAIL]) == [np.abs(gains[:, row] * away).argmax() for row in due]
                noted += len(due)
        assert noted > 20

    def test_nobody_drifts_to_one_side(self) -> None:
        """Over 400 histories the drift has mean 0 and variance 1: |z| < 5 each, 1e-6 in all."""
        drift = together(number("bargain.volatility", exactly(0.01)), number("bargain.yielding", exactly(0.0)),
                         found("position", exactly(0.5)), found("settled", exactly(0.5)),
                         input_of("salience", exactly(1.0)), APART)  # fmt: skip
        widest = drift(max(self.weeks(), key=lambda day: day.state.position.size))
        days = (widest._replace(key=widest.key._replace(history=np.uint64(row))) for row in range(400))
        z = np.concatenate([(self.after(day).position.ravel() - 0.5) / 0.01 for day in days])
        assert len(z) > 1000
        assert abs(z.mean()) < 5.0 / len(z) ** 0.5
        # The sum of four uniforms has the fourth moment 2.7, so the variance of its square is 1.7.
        assert abs((z**2).mean() - 1.0) < 5.0 * (1.7 / len(z)) ** 0.5

    def test_without_stakeholders_nothing_is_settled(self) -> None:
        nobody = [(day, after) for day, after in self.acted() if not day.state.position.size]
        assert nobody
        assert all(self.moved(day.state, after) == set() for day, after in nobody)
