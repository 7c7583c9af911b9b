"""Laws of attention: who fears aircraft sees, late and with error, where they flew, and strikes where they did not."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, number, plus, room, times, together
from polemos.model.chance import ATTENTION
from polemos.model.state import HOSTILE

DEFINED = "by definition"
EXACT = number("attention.error", exactly(0.0))
AT_ONCE = number("attention.lag", exactly(1.0))
PLAIN = together(EXACT, AT_ONCE)
UNSEEN = together(found("seen", exactly(0.0)), found("seen_peak", exactly(0.0)))


def everybody_flies(day: Day) -> Day:
    """Let every actor own aircraft that flew over every front yesterday, each a number of its own."""
    actors, fronts = day.state.flown.shape
    flown = 1.0 + np.arange(actors * fronts).reshape(actors, fronts)
    return together(fixed("patrons", lambda _: np.arange(actors)), found("flown", lambda _: flown))(day)


def flown_over(front: int, amount: float) -> Any:
    """Let all sorties of yesterday have been over one front."""

    def changed(day: Day) -> Day:
        flown = np.zeros_like(day.state.flown)
        if flown.shape[1] > front:
            flown[:, front] = amount
        return found("flown", lambda _: flown)(day)

    return changed


def elsewhere(day: Day) -> Day:
    """Let more have flown over every front but the first."""
    return found("flown", lambda flown: flown + 9.0 * (np.arange(flown.shape[1]) > 0))(day)


def here(day: Day) -> Day:
    """Let more have flown over the first front."""
    return found("flown", lambda flown: flown + 9.0 * (np.arange(flown.shape[1]) == 0))(day)


def openings(day: Day, after: Any) -> Any:
    """Read how open every front looks to every actor, [A, F]."""
    opening = room("attention").opening
    actors, fronts = after.flown.shape
    return np.array([[opening(day.world, after, actor, front) for front in range(fronts)] for actor in range(actors)])


def first_front(day: Day, after: Any) -> Any:
    return openings(day, after)[:, :1]


def change(day: Day, after: Any) -> Any:
    """Read how far the picture moved."""
    return np.abs(after.seen - day.state.seen)


def mistaken(day: Day, after: Any) -> Any:
    """Read how far the picture is from what flew."""
    return np.abs(after.seen - due(day))


def due(day: Day) -> Any:
    """Return the sorties over each front by patrons that are hostile to somebody of each camp, [C, F]."""
    sorties = np.zeros_like(day.state.seen)
    for camp in range(len(sorties)):
        members = np.flatnonzero(day.world.camp == camp)
        for patron in day.world.patrons:
            if (day.state.stance[members, patron] == HOSTILE).any():
                sorties[camp] += day.state.flown[patron]
    return sorties


def watching(day: Day) -> Any:
    """Return which camps have a hostile patron, [C]."""
    camps = range(len(day.world.camp_key))
    return np.array(
        [(day.state.stance[day.world.camp == camp][:, day.world.patrons] == HOSTILE).any() for camp in camps]
    )


class TestAttention(MechanismContract):
    room = mechanism = "attention"
    streams = frozenset({ATTENTION})
    own = frozenset({"seen", "seen_all", "seen_peak"})
    writes = own
    signs = (
        Sign("sorties", found("flown", times(3)), "seen", read("seen"), True, "claim c04"),
        Sign("sorties", found("flown", times(3)), "most ever seen", read("seen_peak"), True, "claim c04"),
        Sign("lag", number("attention.lag", times(4)), "change of the picture", change, False, DEFINED),
        Sign("error", number("attention.error", times(4)), "distance from the truth", mistaken, True, DEFINED,
             together(AT_ONCE, number("attention.error", exactly(0.1)))),
        Sign("sorties elsewhere", elsewhere, "opening of the first front", first_front, True, "claim c04", PLAIN),
        Sign("sorties here", here, "opening of the first front", first_front, False, "claim c04", PLAIN),
        Sign("sorties seen before", found("seen_peak", plus(20.0)), "opening of fronts that nothing flies over now",
             lambda day, after: openings(day, after) * (due(day)[day.world.camp] == 0.0), False, "judgement", PLAIN),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """The picture is what flew, and has been added up."""
        still = together(PLAIN, found("seen", lambda _: due(day)))(day)
        return still._replace(state=self.after(still))

    def test_at_no_lag_and_no_error_the_picture_is_yesterdays(self) -> None:
        """Every hostile patron counted once, however many of the camp it is hostile to; no friend's, no neutral's."""
        for day in [*map(PLAIN, self.telling(60)), *map(together(PLAIN, everybody_flies), self.telling(30))]:
            assert np.allclose(self.after(day).seen[watching(day)], due(day)[watching(day)], rtol=1e-12)

    def test_at_a_lag_below_a_day_it_is_not_foreseen(self) -> None:
        for day in self.telling(30):
            one, none = (self.after(number("attention.lag", exactly(lag))(day)) for lag in (1.0, 0.0))
            assert self.moved(one, none) == set()

    def test_at_endless_lag_nothing_is_ever_noticed(self) -> None:
        for day in map(number("attention.lag", exactly(1e300)), self.telling(30)):
            assert np.allclose(self.after(day).seen, day.state.seen, atol=1e-15)

    def test_at_infinite_error_nobody_sees_less_than_nothing(self) -> None:
        wild = together(number("attention.error", exactly(1e6)), AT_ONCE, found("flown", plus(3.0)))
        seen = np.concatenate([self.after(day).seen[watching(day)].ravel() for day in map(wild, self.telling(60))])
        assert (seen >= 0.0).all()
        assert 0.2 < (seen == 0.0).mean() < 0.8

    def test_at_nobody_hostile_nobody_watches(self) -> None:
        for day in map(found("stance", exactly(1)), self.telling(30)):
            assert self.moved(day.state, self.after(day)) == set()

    def test_camps_without_a_hostile_patron_keep_their_picture(self) -> None:
        for day, after in self.acted():
            blind = ~watching(day)
            for name in self.writes:
                assert (getattr(after, name)[blind] == getattr(day.state, name)[blind]).all()

    def test_the_picture_adds_up(self) -> None:
        """All fronts together, and the most that was ever seen over one."""
        for day, after in self.acted():
            watchers = watching(day)
            assert np.allclose(after.seen_all[watchers], after.seen.sum(axis=1)[watchers], rtol=1e-12)
            most = np.maximum(day.state.seen_peak, after.seen.max(axis=1))
            assert np.array_equal(after.seen_peak[watchers], most[watchers])

    def test_what_no_longer_flies_fades_from_the_picture(self) -> None:
        """With nothing flying, the picture fades by 1 / lag a day."""
        fading = together(number("attention.lag", exactly(4.0)), found("flown", exactly(0.0)))
        for day in map(fading, self.telling(60)):
            watchers = watching(day)
            assert np.allclose(self.after(day).seen[watchers], 0.75 * day.state.seen[watchers], rtol=1e-12)

    def test_at_idle_aircraft_no_front_is_open(self) -> None:
        """c04 is about aircraft that are busy elsewhere: where none fly there is nothing to use."""
        for day in map(together(PLAIN, found("flown", exactly(0.0))), self.telling(30)):
            assert (openings(day, self.after(day)) == 0.0).all()

    def test_at_all_aircraft_over_one_front_the_others_are_open(self) -> None:
        """Wholly, and this one not at all; nobody sees an opening where no front is, or without hostile aircraft."""
        opened = 0
        for day in self.telling(60):
            fronts = day.state.flown.shape[1]
            for front in range(fronts):
                busy = together(PLAIN, UNSEEN, flown_over(front, 6.0))(day)
                after = self.after(busy)
                seen, watchers = openings(busy, after), watching(busy)[busy.world.camp]
                away = np.arange(fronts) != front
                assert (seen[watchers][:, away] == 1.0).all()
                assert (seen[:, front] == 0.0).all()
                assert (seen[~watchers] == 0.0).all()
                assert room("attention").opening(busy.world, after, 0, -1) == 0.0
                opened += int(seen.sum())
        assert opened > 20

    def test_at_half_of_the_most_a_front_is_half_free_and_half_the_aircraft_are_busy(self) -> None:
        """As many sorties over two fronts as half of the most ever seen: a quarter there, 1 where nothing flies."""
        halves = together(PLAIN, UNSEEN, found("seen_peak", exactly(6.0)),
                          found("flown", lambda row: 3.0 * (np.arange(row.shape[1]) < 2) + row * 0.0))  # fmt: skip
        tried = 0
        for day in map(halves, self.telling(60)):
            fronts = day.state.flown.shape[1]
            if fronts > 1:
                watchers = watching(day)[day.world.camp]
                due_here = np.where(np.arange(fronts) < 2, 0.25, 1.0)
                assert np.allclose(openings(day, self.after(day))[watchers], due_here, rtol=1e-12)
                tried += int(watchers.sum())
        assert tried > 20

    def test_openings_are_shares(self) -> None:
        for day, after in self.acted()[::2]:
            seen = openings(day, after)
            assert ((seen >= 0.0) & (seen <= 1.0)).all()
            if seen.shape[1] == 1:
                assert (seen == 0.0).all()

    def test_errors_go_both_ways(self) -> None:
        """Over 300 histories the picture has the mean of the truth: |z| < 5, 6e-7; standard deviation ``error``."""
        noisy = together(AT_ONCE, number("attention.error", exactly(0.2)), found("flown", exactly(5.0)))
        day = noisy(max(self.telling(60), key=lambda one: watching(one).sum() * one.state.flown.shape[1]))
        days = (day._replace(key=day.key._replace(history=np.uint64(row))) for row in range(300))
        z = np.concatenate([(self.after(one).seen[watching(day)].ravel() / 5.0 - 1.0) / 0.2 for one in days])
        assert len(z) > 500
        assert abs(z.mean()) < 5.0 / len(z) ** 0.5
        assert abs((z**2).mean() - 1.0) < 5.0 * (1.7 / len(z)) ** 0.5  # the fourth moment is 2.7
