"""Laws of reserves: they go where the enemy is superior, quiet places give men back, and nobody is made or lost."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, found, number, plus, times, together
from polemos.model.chance import OFFENSIVE

DEFINED = "by definition"
NO_RETURN, NOBODY_SENT = number("offensive.release", exactly(0.0)), number("offensive.reinforcement", exactly(0.0))
NO_PASSAGE = number("offensive.passage", exactly(0.0))
FULL = together(NO_RETURN, found("reserve", plus(500)), number("offensive.kept", exactly(0.0)))


def sent(day: Day, after: Any) -> Any:
    """Read the men that each actor sent out."""
    return (day.state.reserve - after.reserve).sum(axis=1)


class TestReserves(MechanismContract):
    room = "reserves"
    mechanism = "offensive"
    streams = frozenset({OFFENSIVE})
    writes = frozenset({"men", "reserve"})
    signs = (
        Sign("reinforcement", number("offensive.reinforcement", times(3)), "men sent", sent, True, DEFINED, FULL),
        Sign("kept reserves", number("offensive.kept", exactly(0.9)), "men sent", sent, False, DEFINED,
             together(FULL, found("threat", plus(10**7)))),
        Sign("release", number("offensive.release", times(3)), "reserve", read("reserve"), True, DEFINED, NOBODY_SENT),
        Sign("threat", found("threat", times(5)), "reserve", read("reserve"), False, "judgement",
             together(NOBODY_SENT, number("offensive.kept", exactly(0.0)))),
        Sign("garrisons", number("offensive.garrison", times(3)), "reserve", read("reserve"), False, DEFINED,
             NOBODY_SENT),
        Sign("shortage", number("offensive.kept", exactly(0.9)), "reserve", read("reserve"), True, "judgement",
             together(NOBODY_SENT, number("offensive.kept", exactly(0.0)))),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        return together(NO_RETURN, NOBODY_SENT, NO_PASSAGE)(day)

    def test_at_infinite_reinforcement_friends_send_what_brings_equal_numbers(self) -> None:
        """To one place each, of friends with a road, where the enemy is superior, on a front of the actor."""
        moved = 0
        for day in map(together(FULL, NO_PASSAGE, number("offensive.reinforcement", exactly(1e9))), self.telling(60)):
            after, danger = self.after(day), day.state.threat + day.state.committed
            came = after.men - day.state.men
            for actor in np.flatnonzero(sent(day, after)):
                places = np.flatnonzero(came[:, actor])
                grounds = day.world.ground[places]
                assert len(set(grounds)) == len(grounds)
                left = day.state.reserve[actor].copy()
                np.subtract.at(left, grounds, came[places, actor])
                assert (after.reserve[actor] == left).all()  # from the ground of the place, no other
                for place in places:
                    holder, front = day.state.holder[place], day.world.front[place]
                    assert holder == actor or day.state.stance[actor, holder] == 1
                    assert day.world.zone[actor, front] == 1
                    assert day.state.away[actor, front] == 0
                    assert day.state.supply_road[place] >= 0.0
                    assert danger[place] > day.state.present_men[place]
                    senders = (came[place] > 0).sum()
                    assert came[place].sum() <= danger[place] - day.state.present_men[place] + senders  # rounded each
                    moved += 1
        assert moved > 20

    def test_at_infinite_release_a_garrison_is_what_stays(self) -> None:
        """Give or take the part of a man; at places with a road and without a threat, on a day of thinning out."""
        thinned = 0
        endless = together(NOBODY_SENT, number("offensive.release", exactly(1e9)), found("threat", exactly(0.0)))
        for day in map(endless, self.telling(60)):
            after = self.after(day)
            if (after.men != day.state.men).any():
                open_road = (day.state.supply_road >= 0.0) & (day.state.present_men > 0)
                there = [day.state.who[place, : day.state.present[place]] for place in range(len(open_road))]
                for place in np.flatnonzero(open_road):
                    assert (after.men[place, there[place]] <= max(1.0, day.given.offensive.garrison + 1.0)).all()
                assert (after.men[day.state.supply_road < 0.0] == day.state.men[day.state.supply_road < 0.0]).all()
                thinned += 1
        assert thinned > 10

    def test_at_no_reserve_nobody_is_sent(self) -> None:
        for day in map(together(NO_RETURN, found("reserve", exactly(0))), self.telling(40)):
            assert (self.after(day).men == day.state.men).all()

    def test_at_full_passage_the_largest_reserve_crosses_to_where_need_is_greatest(self) -> None:
        """Whole, from one other ground, on a day of thinning out; without passage nobody crosses."""
        still, crossed = together(NO_RETURN, NOBODY_SENT), 0
        for day in self.days():
            if day.state.reserve.shape[1] < 2:
                continue
            none, every = (self.after(number("offensive.passage", exactly(share))(still(day))) for share in (0.0, 1.0))
            assert (none.reserve == day.state.reserve).all()
            assert (every.reserve.sum(axis=1) == day.state.reserve.sum(axis=1)).all()
            for actor in np.flatnonzero((every.reserve != day.state.reserve).any(axis=1)):
                (source,) = np.flatnonzero(every.reserve[actor] < day.state.reserve[actor])
                assert every.reserve[actor, source] == 0
                crossed += 1
        assert crossed > 3

    def test_at_no_road_nobody_comes_or_goes(self) -> None:
        for day in map(found("supply_road", exactly(-1.0)), self.telling(40)):
            assert (self.after(day).men == day.state.men).all()

    def test_where_the_enemy_is_weaker_nobody_is_sent(self) -> None:
        safe = together(FULL, found("threat", exactly(0.0)), found("committed", exactly(0)))
        for day in map(safe, self.telling(40)):
            assert (self.after(day).men == day.state.men).all()
