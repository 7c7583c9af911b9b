"""Laws of the bargain: a settlement lies among the positions, nearer to who is strong and cares; efforts follow it."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, found, input_of, number, times, together
from polemos.model.chance import BARGAIN

MEDIAN = "Black 1948; Bueno de Mesquita 1984"
PUTNAM, DEFINED = "Putnam 1988", "by definition"
STILL = number("bargain.volatility", exactly(0.0))
STUBBORN = together(STILL, number("bargain.yielding", exactly(0.0)))
YIELDING = together(STILL, number("bargain.linkage", exactly(0.0)), number("bargain.yielding", exactly(0.1)))
PERIOD, ROUNDS = 7, 24


def first_is_least(day: Day) -> Day:
    """Put the first settlement at 0, so that all have risen since."""
    return found("settled_first", exactly(0.0))(day)


def stakes_above_0(day: Day) -> Day:
    """Let every effort and flow gain when a settlement rises."""
    return together(input_of("effort_gain", np.abs), input_of("flow_gain", np.abs))(day)


def of_the_highest(field: str, factor: float) -> Any:
    """Multiply something of whoever holds the highest position on each issue."""

    def changed(day: Day) -> Day:
        values = getattr(day.given, field).copy()
        for issue in range(day.state.position.shape[1]):
            values[day.state.position[:, issue].argmax(), issue] *= factor
        return day._replace(given=day.given._replace(**{field: values}))

    return changed


def alike(day: Day) -> Day:
    """Give every issue the positions and saliences of the first, so that one stakeholder is highest on all."""
    columns = np.zeros(day.state.position.shape[1], dtype=int)
    first = together(found("position", lambda held: held[:, columns]), input_of("salience", lambda s: s[:, columns]))
    return first(day)


def power_of_the_highest(day: Day) -> Day:
    powers = day.state.capability.copy()
    if day.state.position.size:
        powers[day.state.position[:, 0].argmax()] *= 4.0
    return day._replace(state=day.state._replace(capability=powers))


def apart(day: Day, after: Any) -> Any:
    """Read how far positions stand from today's settlement."""
    return np.abs(after.position - after.settled)


def stepped(day: Day, after: Any) -> Any:
    """Read how far positions moved."""
    return np.abs(after.position - day.state.position)


def efforts(day: Day, after: Any) -> Any:
    """Read efforts and flows on days after the first."""
    return np.concatenate([after.effort, after.flow]) * (day.number > 0)


def change_of_effort(day: Day, after: Any) -> Any:
    """Read how far efforts and flows are from what they were at first."""
    return np.abs(np.concatenate([after.effort, after.flow]) - 1.0)


class TestBargain(MechanismContract):
    room = mechanism = "bargain"
    streams = frozenset({BARGAIN})
    own = frozenset({"settled", "settled_first", "position", "effort", "flow"})
    writes = own
    signs = (
        Sign("power of the highest", power_of_the_highest, "settlement", read("settled"), True, MEDIAN, alike),
        Sign("salience of the highest", of_the_highest("salience", 4.0), "settlement", read("settled"), True, MEDIAN),
        Sign("yielding", number("bargain.yielding", times(5)), "distance from the settlement", apart, False,
             "Bueno de Mesquita 1984", YIELDING),
        Sign("volatility", number("bargain.volatility", times(3)), "change of positions", stepped, True, DEFINED,
             together(number("bargain.yielding", exactly(0.0)), number("bargain.volatility", exactly(0.02)))),
        Sign("linkage to risen issues", number("bargain.linkage", exactly(1.0)), "positions", read("position"), True,
             PUTNAM, together(first_is_least, STILL, number("bargain.linkage", exactly(0.1)))),
        Sign("rise of settlements", found("settled_first", times(0.5)), "effort and flows", efforts, True, "claim c16",
             together(stakes_above_0, found("settled_first", exactly(0.9)))),
        Sign("stake of a patron", input_of("effort_gain", times(3)), "change of effort", change_of_effort, True,
             "claim c16"),
        Sign("stake of a sponsor", input_of("flow_gain", times(3)), "change of flows", change_of_effort, True,
             "claim c16"),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody yields, nothing drifts: what this week's settlement has done already, it does not do again."""
        still = STUBBORN(day)
        return still._replace(state=self.after(still))

    def weeks(self, number_of: int = 60) -> list[Day]:
        """Return days on which there is something to settle."""
        return [day for day in self.telling(number_of) if day.number % PERIOD == 0 and day.state.position.size]

    def test_at_days_between_the_weeks_nothing_moves(self) -> None:
        between = [(day, after) for day, after in self.acted() if day.number % PERIOD]
        assert len(between) > 100
        assert all(self.moved(day.state, after) == set() for day, after in between)

    def test_at_the_first_day_efforts_and_flows_are_whole(self) -> None:
        for day, after in self.acted():
            if day.number == 0:
                assert (after.effort == 1.0).all()
                assert (after.flow == 1.0).all()
                assert (after.settled == after.settled_first).all()
            elif day.number % PERIOD == 0:
                assert (after.settled_first == day.state.settled_first).all()

    def test_at_one_voice_it_gets_its_way(self) -> None:
        """To within what the rounds of the chain leave of the spread."""
        for day in self.weeks():
            for who in range(len(day.state.capability)):
                voice = (np.arange(len(day.state.capability)) == who).astype(float)
                alone = together(found("capability", lambda _, v=voice: v), input_of("salience", exactly(1.0)))
                left = (1.0 - 1.0 / len(voice)) ** ROUNDS + 1e-12
                spread = np.ptp(day.state.position, axis=0)
                held = day.state.position[who]
                assert (np.abs(self.after(alone(day)).settled - held) <= left * spread + 1e-12).all(), day

    def test_at_no_power_and_at_one_position(self) -> None:
        """Where nobody weighs anything all positions are as likely; where all agree, that is the settlement."""
        for day in self.weeks():
            after = self.after(found("capability", exactly(0.0))(day))
            assert np.allclose(after.settled, day.state.position.mean(axis=0), atol=1e-12)
            after = self.after(found("position", exactly(0.3))(day))
            assert np.allclose(after.settled, 0.3, atol=1e-12)

    def test_the_settlement_lies_among_the_positions(self) -> None:
        """And moves, widens and turns round with them: only distances decide votes."""
        for day in self.weeks():
            held, after = day.state.position, self.after(day)
            assert (after.settled >= held.min(axis=0) - 1e-12).all()
            assert (after.settled <= held.max(axis=0) + 1e-12).all()
            for change in (lambda x: x + 0.25, lambda x: 0.5 * x, lambda x: 1.0 - x):
                there = self.after(found("position", change)(day))
                assert np.allclose(there.settled, change(after.settled), atol=1e-12)

    def test_the_settlement_is_the_chains_own_mean(self) -> None:
        """Against the stationary distribution by linear algebra (Wise, Lester & Efird 2015)."""
        for day in self.weeks(240):
            after = self.after(day)
            for issue, settled in enumerate(after.settled):
                held, weight = day.state.position[:, issue], day.state.capability * day.given.salience[:, issue]
                mean, spread = stationary(held, weight) @ held, float(np.ptp(held))
                assert abs(settled - mean) <= (1.0 - 1.0 / len(held)) ** ROUNDS * spread + 1e-12

    def test_at_full_yielding_who_does_not_care_gives_in(self) -> None:
        """And who cares as much as can be does not move."""
        sure = together(STILL, number("bargain.linkage", exactly(0.0)), number("bargain.yielding", exactly(1.0)))
        for day in map(sure, self.weeks()):
            after = self.after(input_of("salience", exactly(0.0))(day))
            assert np.allclose(after.position, after.settled, atol=1e-12)
            assert np.array_equal(self.after(input_of("salience", exactly(1.0))(day)).position, day.state.position)

    def test_at_infinite_volatility_positions_stay_on_the_issue(self) -> None:
        for day in map(number("bargain.volatility", exactly(1e6)), self.weeks()):
            assert set(self.after(day).position.ravel()) <= {0.0, 1.0}

    def test_at_infinite_stakes_efforts_stop_at_nothing(self) -> None:
        """An effort is never negative, however far a settlement has fallen."""
        fallen = together(found("settled_first", exactly(1.0)), found("position", times(0.9)), stakes_above_0,
                          *(input_of(f"{one}_gain", times(1e6)) for one in ("effort", "flow")))  # fmt: skip
        stopped = 0
        for day in map(fallen, self.weeks()):
            if day.number == 0:
                continue
            after = self.after(day)
            assert (after.effort[(day.given.effort_gain > 0.0).any(axis=0)] == 0.0).all()
            assert (after.flow[(day.given.flow_gain > 0.0).any(axis=0)] == 0.0).all()
            stopped += int((after.flow == 0.0).sum())
        assert stopped > 10

    def test_effort_counts_from_the_first_settlement(self) -> None:
        """Where settlements are what they were, so are efforts and flows."""
        for day in self.weeks():
            first = self.after(day).settled
            after = self.after(found("settled_first", lambda _, first=first: first)(day))
            assert (after.effort == 1.0).all()
            assert (after.flow == 1.0).all()

    def test_an_issue_pulls_on_the_others_alone(self) -> None:
        """Only the first issue's settlement has moved: positions on it stay, all others are pulled its way."""
        linked = together(STILL, number("bargain.linkage", exactly(0.5)), number("bargain.yielding", exactly(0.2)))
        pulled = 0
        for day in map(linked, self.weeks()):
            if day.number == 0 or day.state.position.shape[1] < 2:
                continue
            first = self.after(day).settled.copy()
            first[0] -= 0.3
            pull = self.after(found("settled_first", lambda _, first=first: first)(day)).position
            rest = self.after(number("bargain.linkage", exactly(0.0))(day)).position
            assert np.array_equal(pull[:, 0], rest[:, 0])
            due = np.minimum(1.0, rest[:, 1:] + 0.5 * 0.2 * 0.3 / (pull.shape[1] - 1))
            assert np.allclose(pull[:, 1:], due, atol=1e-12)
            pulled += 1
        assert pulled > 10

    def test_nobody_drifts_to_one_side(self) -> None:
        """Over 400 histories the drift has mean 0 and variance 1: |z| < 5 each, 1e-6 in all."""
        drift = together(number("bargain.volatility", exactly(0.01)), number("bargain.yielding", exactly(0.0)),
                         found("position", exactly(0.5)))  # fmt: skip
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


def stationary(held: Any, weight: Any) -> Any:
    """Return the long-run share of each position as the standing one, challenged by a random other."""
    number_of = len(held)
    chain = np.zeros((number_of, number_of))
    for j in range(number_of):
        for k in range(number_of):
            if j != k:
                votes = weight * ((held[k] - held) ** 2 - (held[j] - held) ** 2)
                total = np.abs(votes).sum()
                wins = 0.5 if total <= 0.0 else votes[votes > 0.0].sum() / total
                chain[k, j] = wins / number_of
    for k in range(number_of):
        chain[k, k] = 1.0 - chain[k].sum()
    system = np.vstack([chain.T - np.eye(number_of), np.ones(number_of)])
    return np.linalg.lstsq(system, np.append(np.zeros(number_of), 1.0), rcond=None)[0]
