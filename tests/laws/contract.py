"""What every mechanism owes: one class whose tests all mechanisms inherit.

A mechanism declares in ``tests/laws/rooms`` what it may write and draw and which way its inputs push; the tests here
try that on real days of small wars, the same for all.  Everything runs as plain Python in one process, see
``test_every_mechanism``; the mutants of ``tests/laws/mutants`` show that the tests can fail.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import numpy as np

from laws import relabelling
from laws.books import broken
from laws.days import ENTRY, Day, all_days, recording, room, switched
from laws.dice import recorded, wrong

Change = Callable[[Day], Day]
Reading = Callable[[Day, Any], Any]


def same(day: Day) -> Day:
    """Change nothing."""
    return day


class Sign(NamedTuple):
    """More of an input, everything else equal, never lowers (or never raises) an output, and somewhere moves it.

    ``read`` takes the day before the change and the state after the room, and returns an array (or number); the law
    holds for each of its entries on each day.  ``start`` is laid under both days, to bring the input to where it bites.
    """

    of: str
    more: Change
    on: str
    read: Reading
    up: bool
    source: str
    start: Change = same

    def __str__(self) -> str:
        return f"more {self.of}, {'more' if self.up else 'less'} {self.on}"


class MechanismContract(ABC):
    """The facts of one mechanism, and the laws that follow from them."""

    room: ClassVar[str]  # module of polemos.model; its door is where the days stop
    mechanism: ClassVar[str | None]  # whose switch keeps the room shut; None = always open
    writes: ClassVar[frozenset[str]]  # fields of State that it may write, scratch left out
    own: ClassVar[frozenset[str]] = frozenset()  # of these, fields that nobody else writes: still when switched off
    rare: ClassVar[frozenset[str]] = frozenset()  # of these, fields that move only on days rarer than ours, and why not
    streams: ClassVar[frozenset[int]] = frozenset()  # streams of chance that it may draw from
    reads_again: ClassVar[frozenset[str]] = frozenset()  # functions that read one number on two lines for one purpose
    lasting: ClassVar[dict[int, int]] = {}  # streams whose draws hold for several days, and for how many
    signs: ClassVar[tuple[Sign, ...]] = ()
    idle_leaves: ClassVar[frozenset[str]] = frozenset()  # fields that move even when all inputs are neutral
    # Axis whose row order matters, why, and the change under which it does not.
    order_matters: ClassVar[dict[str, tuple[str, Change]]] = {}

    # --- what a mechanism may say otherwise ---

    def act(self, day: Day, now: Any) -> None:
        """Let the room act on ``now``."""
        arguments: list[Any] = [day.world, day.given, now, day.key, day.number]
        arguments = {"ceasefire": [*arguments[:3], day.number], "endings": [*arguments[:3], day.number],
                     "command": arguments[:3]}.get(self.room, arguments)  # fmt: skip
        getattr(room(self.room), ENTRY[self.room])(*arguments)

    def days(self) -> list[Day]:
        """Return the days that the laws are tried on."""
        return all_days()[self.room]

    @abstractmethod
    def idle(self, day: Day) -> Day:
        """Return the day with neutral inputs: as if the mechanism were not there."""

    # --- what the tests share ---

    def after(self, day: Day) -> Any:
        """Return the state after the room acted."""
        now = day.copied()
        self.act(day, now)
        return now

    @classmethod
    def acted(cls) -> list[tuple[Day, Any]]:
        """Return every day with the state after it; made once."""
        if "_acted" not in cls.__dict__:
            one = cls()
            cls._acted = [(day, one.after(day)) for day in one.days()]  # type: ignore[attr-defined]
        return cls._acted  # type: ignore[attr-defined,no-any-return]

    @classmethod
    def telling(cls, number: int) -> list[Day]:
        """Return about this many days, those on which the room does most first."""
        if "_ranked" not in cls.__dict__:
            ranked = sorted(cls.acted(), key=lambda pair: -len(cls.moved(pair[0].state, pair[1])))
            cls._ranked = [day for day, _ in ranked]  # type: ignore[attr-defined]
        best: list[Day] = cls._ranked  # type: ignore[attr-defined]
        return best[: 2 * number : 2] if number < len(best) else best[::2] + best[1::2]

    @classmethod
    def moved(cls, before: Any, after: Any) -> set[str]:
        """Return the lasting fields that differ in any bit; the chronicle and scratch do not last."""
        passing = relabelling.scratch() | set(relabelling.CHRONICLE)
        return {
            name
            for name in before._fields
            if name not in passing and getattr(before, name).tobytes() != getattr(after, name).tobytes()
        }

    @classmethod
    def pytest_generate_tests(cls, metafunc: Any) -> None:
        """Make one test of each sign and of each axis."""
        if "sign" in metafunc.fixturenames:
            metafunc.parametrize("sign", cls.signs, ids=str)
        if "axis" in metafunc.fixturenames:
            metafunc.parametrize("axis", list(relabelling.AXES))

    # --- the laws, cheapest first ---

    def test_it_writes_only_what_it_declares(self) -> None:
        for day, after in self.acted():
            assert self.moved(day.state, after) <= self.writes, day

    def test_it_keeps_the_books_and_the_bounds(self) -> None:
        """Men, vehicles, missiles and aircraft are moved, never made; nothing negative or infinite; shares in 0..1."""
        for day, after in self.acted():
            assert broken(day.given, after) == [], day
            assert (after.people <= day.state.people).all(), day

    def test_its_draws_are_keyed_and_its_own(self) -> None:
        """Own stream, this day, this history, and no number serves two purposes."""
        for day in self.telling(80):
            with recorded() as rows:
                self.after(day)
            assert wrong(rows, self.streams, self.reads_again, self.lasting, day.number, day.key) == [], day

    def test_the_same_day_twice_is_the_same(self) -> None:
        """No hidden memory."""
        for day, after in self.acted()[::3]:
            assert self.moved(after, self.after(day)) == set(), day

    def test_a_chronicle_changes_nothing(self) -> None:
        """Recorded, or until the book is full, a day is the day that is not recorded."""
        for day in self.telling(30):
            after = self.after(day)
            for capacity in (3, 200):
                assert self.moved(after, self.after(recording(day, capacity))) == set(), day

    def test_it_reads_the_world_and_the_numbers_without_writing(self) -> None:
        for day in self.telling(30):
            before = [np.copy(field).tobytes() for whole in (day.world, day.given) for field in whole]
            self.after(day)
            assert before == [np.copy(field).tobytes() for whole in (day.world, day.given) for field in whole]

    def test_it_moves_all_that_it_declares(self) -> None:
        """The other side of the first law: what never moves was declared in vain."""
        moved = set().union(*(self.moved(day.state, after) for day, after in self.acted()))
        still = sorted(self.writes - moved - self.rare)
        assert still == [], still

    def test_relabelling_changes_nothing(self, axis: str) -> None:
        """Whole numbers equal; floats to 1e-12, because sums run in another order (2e-16 each, a few hundred terms)."""
        _, tamed = self.order_matters.get(axis, ("", same))
        several = [day for day in self.telling(len(self.days())) if relabelling.rows(day, axis) > 1]
        for day in map(tamed, several[:24]):
            here = self.after(day)
            there = relabelling.back(day, self.after(relabelling.relabelled(day, axis)), axis)
            for name in here._fields:
                if name in relabelling.scratch() or name in relabelling.CHRONICLE:
                    continue
                one, other = getattr(here, name), getattr(there, name)
                equal = np.array_equal if one.dtype.kind == "i" else _near
                assert equal(one, other), f"{name}, {axis}, {day}"

    def test_the_sign_of(self, sign: Sign) -> None:
        found = 0
        for number, first in enumerate(map(sign.start, self.telling(len(self.days())))):
            if number >= 60 and found > 0:
                break
            little = np.asarray(sign.read(first, self.after(first)), dtype=float)
            more = np.asarray(sign.read(first, self.after(sign.more(first))), dtype=float)
            off = more - little if sign.up else little - more
            # Sums of some hundred terms round at 1e-13 of their size.
            assert (off >= -1e-12 * (1.0 + np.abs(little))).all(), first
            found += int((off > 1e-9).any())
        assert found > 0, "the input moved nothing on any day"

    def test_neutral_inputs_are_no_mechanism(self) -> None:
        for day in map(self.idle, self.telling(80)):
            assert self.moved(day.state, self.after(day)) <= self.idle_leaves, day

    def test_switched_off_it_is_not_entered_and_its_fields_rest(self) -> None:
        """A whole day with and without it: entered once a day or never, and what only it writes stays."""
        if self.mechanism is None:
            return
        live, module, entry = room("day").live, room(self.room), ENTRY[self.room]
        kept, entered = getattr(module, entry), []
        setattr(module, entry, lambda *arguments: (entered.append(1), kept(*arguments)))
        try:
            for number, day in enumerate(all_days()["decisions"][::4]):
                now = day.copied()
                live(*switched(day, self.mechanism, 1)[2:4], now, day.key, day.number)
                assert len(entered) == number + 1
                now = day.copied()
                live(*switched(day, self.mechanism, 0)[2:4], now, day.key, day.number)
                assert len(entered) == number + 1
                assert self.moved(day.state, now) & self.own == set(), day
        finally:
            setattr(module, entry, kept)

    def test_it_states_its_limits_and_sources(self) -> None:
        """At least two tests named ``test_at_...`` (zero, infinity, nobody); every sign has a source."""
        assert len([name for name in dir(self) if name.startswith("test_at_")]) >= 2
        assert all(sign.source for sign in self.signs)


def _near(one: Any, other: Any) -> bool:
    return np.array_equal(one, other) or bool(np.allclose(one, other, rtol=1e-12, atol=1e-12))


def lost(day: Day, after: Any) -> Any:
    """Read: men who left places and attacks, [2, P, A]."""
    return np.stack([day.state.men - after.men, day.state.attack - after.attack])


def read(field: str) -> Reading:
    """Read: a field after the room."""
    return lambda _, after: getattr(after, field)
