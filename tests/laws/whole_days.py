"""Laws of a whole day that no room can keep alone.  Run by ``test_every_mechanism`` as plain Python."""

from __future__ import annotations

from laws.days import all_days, room
from laws.dice import recorded, wrong
from laws.relabelling import CHRONICLE
from polemos.dimensions import MECHANISMS
from polemos.model.chance import ASSESSMENT

READ_AGAIN = frozenset({"harass", "weigh"})  # functions that read one number on two lines for one purpose

LASTING = {ASSESSMENT: 30}  # a staff's error about its odds


def test_no_two_rooms_share_a_number() -> None:
    """Over all rooms of a day, no number of any stream serves two purposes."""
    drawn = 0
    for day in all_days()["decisions"]:
        with recorded() as rows:
            room("day").live(day.world, day.given, day.copied(), day.key, day.number)
        assert wrong(rows, frozenset(range(1, 64)), READ_AGAIN, LASTING, day.number, day.key) == [], day
        drawn += len(rows)
    assert drawn > 1000


def test_all_that_is_off_is_no_war() -> None:
    """Every mechanism switched off, a day without decisions changes nothing beyond what its dawn does."""
    for day in all_days()["decisions"]:
        off = day.world._replace(switches=day.world.switches * 0, act=day.world.act[:0])
        now, rested = day.copied(), day.copied()
        room("day").dawn(rested)
        room("day").live(off, day.given, now, day.key, day.number)
        assert [name for name in now._fields if name not in CHRONICLE
                and getattr(now, name).tobytes() != getattr(rested, name).tobytes()] == []  # fmt: skip


def test_a_switch_for_each_mechanism() -> None:
    assert all(len(day.world.switches) == len(MECHANISMS) for day in all_days()["decisions"])
