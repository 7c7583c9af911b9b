"""Laws of civilians: fighting and bombs kill and drive out people, more where more live; nobody dies or flees twice."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, fixed, found, number, plus, times, together
from polemos.model.chance import CIVILIANS

DEFINED = "by definition"
FELL = found("fallen", plus(20))
KILLED, DISPLACED = 2, 3  # rows of State.counted


def weary(under_attack: bool) -> Any:
    """Read the weariness of places with, or without, an attack."""
    return lambda day, after: after.weary[(day.state.leader >= 0) == under_attack]


def counted(row: int) -> Any:
    return lambda day, after: after.counted[row]


class TestCivilians(MechanismContract):
    room = mechanism = "civilians"
    streams = frozenset({CIVILIANS})
    own = frozenset({"people", "weary"})
    writes = own | {"counted", "civilians_fallen"}
    signs = (
        Sign("deaths per soldier killed", number("civilians.killed_by_fighting", times(4)), "people left",
             read("people"),             False, DEFINED),
        Sign("deaths per sortie", number("civilians.killed_by_sortie", times(9)), "people left", read("people"), False,
             DEFINED, found("bombed", plus(5.0))),
        Sign("soldiers killed", found("fallen", plus(100)), "civilians killed", counted(KILLED), True, "judgement"),
        Sign("sorties", found("bombed", plus(50)), "civilians killed", counted(KILLED), True, "judgement"),
        Sign("people", found("people", times(3)), "civilians killed", counted(KILLED), True, "judgement", FELL),
        Sign("people", found("people", times(3)), "civilians who fled", counted(DISPLACED), True, DEFINED),
        Sign("city", fixed("terrain", exactly(2)), "civilians killed", counted(KILLED), True, "judgement",
             together(FELL, fixed("terrain", exactly(0)))),
        Sign("flight", number("civilians.flight", times(5)), "people left", read("people"), False, DEFINED),
        Sign("patience", number("civilians.weariness_days", times(5)), "weariness under attack", weary(True), False,
             DEFINED,             found("weary", exactly(0.2))),
        Sign("patience", number("civilians.weariness_days", times(5)), "weariness in peace", weary(False), True,
             DEFINED,             found("weary", exactly(0.8))),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody is harmed, nobody flees, nobody tires or recovers."""
        harmless = ("killed_by_fighting", "killed_by_sortie", "flight")
        changes = [number(f"civilians.{name}", exactly(0.0)) for name in harmless]
        return together(*changes, number("civilians.weariness_days", lambda _: np.inf))(day)

    def test_at_infinite_harm_everybody_dies_once(self) -> None:
        """And those places alone where soldiers fell or bombs dropped."""
        for day in map(number("civilians.killed_by_fighting", exactly(1e15)), self.telling(60)):
            after = self.after(day)
            assert (after.people[day.state.fallen > 0] == 0).all()
            quiet = (day.state.fallen == 0) & (day.state.bombed <= 0.0) & (day.state.leader < 0)
            assert (after.people[quiet] == day.state.people[quiet]).all()

    def test_at_full_flight_an_attacked_place_is_empty(self) -> None:
        for day in map(number("civilians.flight", exactly(1.0)), self.telling(60)):
            after, under_attack = self.after(day), day.state.leader >= 0
            assert (after.people[under_attack] == 0).all()
            still = ~under_attack & (day.state.fallen == 0) & (day.state.bombed <= 0.0)
            assert (after.people[still] == day.state.people[still]).all()

    def test_at_nobody_there_nobody_dies(self) -> None:
        for day in map(found("people", exactly(0)), self.telling(40)):
            assert (self.after(day).counted == day.state.counted).all()

    def test_at_no_patience_one_day_of_attack_is_enough(self) -> None:
        for day in map(number("civilians.weariness_days", exactly(0.0)), self.telling(40)):
            assert (self.after(day).weary[day.state.leader >= 0] == 1.0).all()

    def test_who_is_gone_was_killed_or_fled(self) -> None:
        """Exactly, over the places of the counted theatre."""
        for day, after in self.acted():
            main = day.world.main == 1
            gone = (day.state.people - after.people)[main].sum()
            assert gone == (after.counted - day.state.counted)[[KILLED, DISPLACED]].sum()

    def test_nobody_flees_from_bombs_alone(self) -> None:
        """People flee where an attack is under way; a raid kills but does not empty a place."""
        for day in map(together(found("bombed", plus(3.0)), found("leader", exactly(-1))), self.telling(40)):
            assert self.after(day).counted[DISPLACED] == day.state.counted[DISPLACED]
