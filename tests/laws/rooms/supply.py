"""Laws of supply: stores thin out along the road, what is sent arrives over friendly crossings and is booked."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, input_of, number, plus, room, times, together
from polemos.model.chance import SUPPLY
from polemos.model.state import ACTIVE, FRIENDLY, HOSTILE, ROADS_CHANGED

BOULDING, DEFINED = "Boulding 1962, loss of strength along the way", "by definition"
EMPTY = found("stores", exactly(0.0))
CUT_OFF = fixed("source", exactly(0))
NOTHING_SENT = input_of("flow_men", exactly(0.0))
NOBODY_RAISED = input_of("recruits", exactly(0.0))
NOBODY_HURT = found("wounded", exactly(0))


def _again(clock: Any) -> Any:
    clock[ROADS_CHANGED] = 1
    return clock


def _no_truce(clock: Any) -> Any:
    clock[ACTIVE] = 0
    return clock


LOOKED_FOR = found("clock", _again)  # the roads are looked for again today
AT_WAR = found("clock", _no_truce)
TIRED = together(found("weary", exactly(0.8)), input_of("recruits", times(20)))


def whole_country(day: Day) -> Day:
    """Give every place to the first actor, supplied from both ends of the list, over roads of uneven length."""
    source, first = np.zeros_like(day.world.source), day.world.first_link
    source[[0, -1]] = 1
    ends = np.repeat(np.arange(len(first) - 1), np.diff(first)) + day.world.neighbour  # the same from either end
    uneven = together(fixed("source", lambda _: source), fixed("road", lambda road: road + 60.0 * (ends % 3)))
    return together(uneven, found("holder", exactly(0)), LOOKED_FOR)(day)


def crossing(stance: int) -> Any:
    """Let every flow need one crossing: a place held by a friend of its client, or by an enemy."""

    def changed(day: Day) -> Day:
        gate = np.full_like(day.world.flow_gate, -1)
        if gate.shape[1] == 0:
            return day
        for flow, client in enumerate(day.world.flow_client):
            owners = day.state.holder
            fits = [row for row, who in enumerate(owners) if who >= 0 and day.state.stance[client, who] == stance]
            gate[flow, 0] = fits[0] if fits else -1
        return day._replace(world=day.world._replace(flow_gate=gate))

    return changed


def two_grounds(day: Day) -> Day:
    """Cut the country in two: places belong by turns to one ground and the other, reserves stand on the first."""
    ground = np.arange(len(day.world.ground)) % 2
    men = np.stack([day.state.men[ground == side].sum(axis=0) for side in (0, 1)], axis=1)
    reserve = np.stack([day.state.reserve.sum(axis=1), np.zeros_like(men[:, 0])], axis=1)
    now = day.state._replace(reserve=reserve, stationed=men)
    return together(fixed("ground", lambda _: ground), fixed("home", exactly(0)))(day._replace(state=now))


def gated(day: Day) -> bool:
    return bool(day.world.flow_gate.size) and (day.world.flow_gate[:, 0] >= 0).all()


def joined(day: Day, after: Any, place: int) -> Any:
    """Return the places next door that hold with this one, and the roads to them."""
    here, owner = slice(*day.world.first_link[place : place + 2]), after.holder[place]
    ways = zip(day.world.neighbour[here], day.world.road[here], strict=True)
    return [
        (other, road)
        for other, road in ways
        if after.holder[other] >= 0
        and (after.holder[other] == owner or day.state.stance[owner, after.holder[other]] == FRIENDLY)
    ]


class TestSupply(MechanismContract):
    room = mechanism = "supply"
    streams = frozenset({SUPPLY})
    own = frozenset({"network", "supply_road", "missiles_arrived", "armour_arrived"})
    writes = own | set("stores clock reserve arrived missiles armour wounded".split())
    order_matters: ClassVar = {
        "grounds": (
            "on which ground men join is found by walking through the grounds in proportion to their actor's men: "
            "where one lands hangs on rows, the chance does not",
            together(NOTHING_SENT, NOBODY_RAISED, NOBODY_HURT),
        )
    }
    signs = (
        Sign("resupply", number("supply.resupply", times(3)), "stores", read("stores"), True, DEFINED, EMPTY),
        Sign("reach of supply", number("supply.half_distance", times(3)), "stores", read("stores"), True, BOULDING,
             EMPTY),
        Sign("kilometres", fixed("road", times(3)), "stores", read("stores"), False, BOULDING,
             together(EMPTY, LOOKED_FOR)),
        Sign("kilometres", fixed("road", times(3)), "length of supply roads", read("supply_road"), True, DEFINED,
             LOOKED_FOR),
        Sign("smuggling", number("supply.smuggling", times(2)), "stores", read("stores"), True,
             "sieges that lasted years", together(EMPTY, CUT_OFF, LOOKED_FOR)),
        Sign("stores sent", input_of("flow_stores", plus(0.2)), "stores", read("stores"), True, "claim c01", EMPTY),
        Sign("men sent", input_of("flow_men", times(4)), "reserve", read("reserve"), True, "claim c01"),
        Sign("missiles sent", input_of("flow_missiles", times(9)), "missiles", read("missiles"), True, "claim c17"),
        Sign("vehicles sent", input_of("flow_armour", times(90)), "vehicles", read("armour"), True, DEFINED),
        Sign("support bargained for", found("flow", times(5)), "arrivals", read("arrived"), True, "claim c16"),
        Sign("support decided on", found("flow_order", times(5)), "arrivals", read("arrived"), True, "claim c17"),
        Sign("support decided on", found("flow_order", times(9)), "missiles", read("missiles"), True, "claim c17"),
        Sign("recruits", input_of("recruits", times(3)), "reserve", read("reserve"), True, DEFINED),
        Sign("rearming", number("ceasefire.rearming", times(30)), "arrivals", read("arrived"), True, "claim c02"),
        Sign("rearming", number("ceasefire.rearming", times(90)), "missiles", read("missiles"), True, "claim c02",
             NOBODY_RAISED),
        Sign("restraint", found("restraint", times(1.4)), "arrivals", read("arrived"), True, "claim c02",
             number("ceasefire.rearming", exactly(9.0))),
        Sign("weariness", found("weary", exactly(1.0)), "arrivals", read("arrived"), False, "judgement",
             together(found("weary", exactly(0.0)), input_of("recruits", times(20)))),
        Sign("dodging", number("civilians.dodging", exactly(1.0)), "arrivals", read("arrived"), False, "judgement",
             together(TIRED, number("civilians.dodging", exactly(0.1)))),
        Sign("days in hospital", number("combat.recovery", times(5)), "wounded", read("wounded"), True, DEFINED),
        Sign("wounded", found("wounded", plus(900)), "reserve", read("reserve"), True, DEFINED),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nothing is sent or raised, nobody is in hospital, stores are neither brought nor smuggled; the map is old."""
        numbers = ("flow_men", "flow_missiles", "flow_armour", "flow_stores", "recruits")
        still = found("clock", lambda clock: np.where(np.arange(len(clock)) == ROADS_CHANGED, 0, clock))
        bare = (number("supply.resupply", exactly(0.0)), NOBODY_HURT, still)
        return together(*(input_of(one, exactly(0.0)) for one in numbers), *bare)(day)

    def test_at_no_source_all_live_by_what_is_smuggled(self) -> None:
        for day in map(together(CUT_OFF, LOOKED_FOR), self.telling(60)):
            after, numbers, held = self.after(day), day.given.supply, day.state.holder >= 0
            assert (after.supply_road == -1.0).all()
            due = np.minimum(1.0, day.state.stores + numbers.resupply * numbers.smuggling)
            assert np.array_equal(after.stores[held], due[held])

    def test_at_infinite_and_at_half_reach(self) -> None:
        """However far, all of it; at the half distance, half of it."""
        unaided = together(EMPTY, number("supply.resupply", exactly(0.5)), input_of("flow_stores", exactly(0.0)))
        halves = 0
        for day in map(unaided, self.telling(40)):
            supplied = self.after(day).supply_road >= 0.0
            held = supplied & (day.state.holder >= 0)
            far = self.after(number("supply.half_distance", exactly(1e300))(day))
            assert (far.stores[held] == 0.5).all()
            for road in set(self.after(day).supply_road[held]) - {0.0}:
                half = self.after(number("supply.half_distance", exactly(road))(day))
                assert (half.stores[held & (half.supply_road == road)] == 0.25).all()
                halves += 1
        assert halves > 20

    def test_at_the_enemys_crossings_nothing_comes_through(self) -> None:
        """And at a friend's all of it; without crossings too."""
        shut = opened = 0
        for day in map(together(NOBODY_RAISED, NOBODY_HURT), self.telling(120)):
            enemy, friend = crossing(HOSTILE)(day), crossing(FRIENDLY)(day)
            free = self.after(fixed("flow_gate", exactly(-1))(day))
            if gated(enemy):
                after = self.after(enemy)
                assert self.moved(enemy.state, after) <= {"stores", "clock", "supply_road", "network"}
                unsent = self.after(input_of("flow_stores", exactly(0.0))(enemy))
                assert np.array_equal(after.stores, unsent.stores)
                shut += int((free.missiles != day.state.missiles).any())
            if gated(friend):
                assert self.moved(free, self.after(friend)) == set()
                opened += 1
        assert min(shut, opened) > 20

    def test_at_full_weariness_and_dodging_nobody_is_raised(self) -> None:
        unwilling = together(found("weary", exactly(1.0)), number("civilians.dodging", exactly(1.0)), NOTHING_SENT,
                             found("people", plus(1)), found("holder", lambda row: np.maximum(row, 0)))  # fmt: skip
        for day in map(unwilling, self.telling(60)):
            camps = set(day.world.camp[day.state.holder])  # camps without a place have no people to ask
            after = self.after(day)
            for actor, camp in enumerate(day.world.camp):
                assert camp not in camps or after.arrived[actor] == day.state.arrived[actor]

    def test_at_no_and_at_endless_recovery(self) -> None:
        """All are back today; nobody is, ever."""
        for day in map(together(NOBODY_RAISED, NOTHING_SENT), self.telling(60)):
            back = self.after(number("combat.recovery", exactly(0.0))(day))
            assert (back.wounded == 0).all()
            assert (back.reserve.sum(axis=1) == day.state.reserve.sum(axis=1) + day.state.wounded).all()
            never = self.after(number("combat.recovery", exactly(1e30))(day))
            assert (never.wounded == day.state.wounded).all()

    def test_at_full_and_at_empty_stores(self) -> None:
        """Strength runs from the least to all of it, in a straight line."""
        for day in self.telling(5):
            least, left = day.given.supply.least_strength, room("supply").strength_left
            assert left(day.given, 0.0) == least
            assert abs(left(day.given, 1.0) - 1.0) < 1e-15
            assert abs(left(day.given, 0.5) - (1.0 + least) / 2.0) < 1e-15

    def test_supply_takes_the_shortest_way_over_friends(self) -> None:
        """0 at a source; else the least of the neighbours' roads and the way from them; none where no friend has one.

        Those three together leave one solution.
        """
        far = 0
        for day in [*map(LOOKED_FOR, self.telling(60)), *map(whole_country, self.telling(20))]:
            after = self.after(day)
            for place, owner in enumerate(after.holder):
                if owner < 0:
                    assert after.supply_road[place] == -1.0
                    continue
                if day.world.source[place, day.world.camp[owner]]:
                    assert after.supply_road[place] == 0.0
                    continue
                ways = joined(day, after, place)
                due = min((after.supply_road[other] + road for other, road in ways if after.supply_road[other] >= 0.0),
                          default=-1.0)  # fmt: skip
                assert abs(after.supply_road[place] - due) < 1e-9
                far += int(due > 0.0)
        assert far > 100

    def test_stores_sent_reach_their_client_where_a_road_is_open(self) -> None:
        sent = together(EMPTY, number("supply.resupply", exactly(0.0)), input_of("flow_stores", exactly(0.1)))
        for day in map(sent, self.telling(60)):
            after, due = self.after(day), np.zeros(len(day.world.camp))
            np.add.at(due, day.world.flow_client, 0.1 * day.state.flow * day.state.flow_order)
            got = (day.state.holder >= 0) & (after.supply_road >= 0.0)
            assert np.allclose(after.stores[got], np.minimum(1.0, due[day.state.holder[got]]), rtol=1e-12)
            assert (after.stores[~got] == 0.0).all()

    def test_as_many_come_as_are_due(self) -> None:
        """Whole men and weapons, without bias: what is half a man over comes as often as not, |z| < 5 (4e-6 in all).

        Every rounding is off by a fair half at most, so its variance is 1/4.  No truce, nobody weary.
        """
        sent = ("flow_men", "flow_missiles", "flow_armour")
        halves = (input_of(one, lambda value: np.floor(value) + 0.5) for one in (*sent, "recruits"))
        plain = together(AT_WAR, found("weary", exactly(0.0)), found("flow", exactly(1.0)), *halves,
                         fixed("flow_gate", exactly(-1)), found("flow_order", exactly(1.0)))  # fmt: skip
        off, throws = np.zeros(4), np.zeros(4)
        for row, day in enumerate(map(plain, self.days())):  # each in a history of its own, so that no draw comes twice
            now = day._replace(key=day.key._replace(history=np.uint64(row)))
            after, world, given = self.after(now), day.world, day.given
            due = [np.zeros(len(world.camp)) for _ in sent]
            for much, one in zip(due, sent, strict=True):
                np.add.at(much, world.flow_client, getattr(given, one))
            come = [getattr(after, one) - getattr(day.state, one) for one in ("arrived", "missiles", "armour")]
            due[0] += given.recruits
            back = day.state.wounded / max(1.0, given.combat.recovery)
            off += [*(float((one - other).sum()) for one, other in zip(come, due, strict=True)),
                    float((day.state.wounded - after.wounded - back).sum())]  # fmt: skip
            flows = len(world.flow_client)
            throws += [flows + len(world.camp), flows, flows, (back % 1.0 > 0.0).sum()]
        assert (throws > 200).all()
        assert (np.abs(off) < 5.0 * 0.5 * np.sqrt(throws)).all()

    def test_a_network_is_all_supplied_places_that_roads_over_friends_join(self) -> None:
        """Named by one of them; who is cut off, or held by nobody, belongs to none."""
        apart = 0
        for day in [*map(LOOKED_FOR, self.telling(60)), *map(whole_country, self.telling(20))]:
            after = self.after(day)
            supplied = (after.holder >= 0) & (after.supply_road >= 0.0)
            assert (after.network[~supplied] == -1).all()
            for name in set(after.network[supplied].tolist()):
                reached, ahead = {name}, [name]
                while ahead:
                    for other, _ in joined(day, after, ahead.pop()):
                        if other not in reached and supplied[other]:
                            reached.add(int(other))
                            ahead.append(other)
                assert set(np.flatnonzero(after.network == name).tolist()) == reached
            apart += int(len(set(after.network[supplied].tolist())) > 1)
        assert apart > 20

    def test_men_join_where_the_crossing_is_or_where_their_side_stands(self) -> None:
        """Those sent, on the ground of the crossing; recruits and the healed where their actor has men or at home."""
        crossed = 0
        for day in map(two_grounds, self.telling(60)):
            sent = crossing(FRIENDLY)(together(NOBODY_RAISED, NOBODY_HURT)(day))
            come = self.after(sent).reserve - sent.state.reserve
            if gated(sent):
                there = set(sent.world.ground[sent.world.flow_gate[:, 0]].tolist())
                assert all(come[:, ground].sum() == 0 for ground in {0, 1} - there)
                crossed += int(come.sum() > 0)
            raised = together(NOTHING_SENT, found("wounded", plus(50)))(day)
            come = self.after(raised).reserve - raised.state.reserve
            stands = raised.state.stationed > 0
            stands[~stands.any(axis=1), raised.world.home[0]] = True
            assert (come[~stands] == 0).all()
        assert crossed > 20

    def test_men_join_in_proportion_to_who_stands_there(self) -> None:
        """A quarter of 400 times on the ground with a quarter of the men: |z| < 5, 6e-7 each."""
        day = two_grounds(max(self.telling(60), key=lambda one: len(one.world.camp)))
        quarter = np.tile([25, 75], (len(day.world.camp), 1))
        one = together(NOTHING_SENT, NOBODY_HURT, found("stationed", lambda _: quarter),
                       input_of("recruits", exactly(8.0)), found("weary", exactly(0.0)), AT_WAR)(day)  # fmt: skip
        times_there = np.zeros(len(day.world.camp))
        for row in range(400):
            there = one._replace(key=one.key._replace(history=np.uint64(row)))
            times_there += (self.after(there).reserve - one.state.reserve)[:, 0] > 0
        assert (np.abs(times_there - 100.0) < 5.0 * (400 * 0.25 * 0.75) ** 0.5).all()
