"""Men, vehicles, missiles and aircraft are moved, used and lost, never made: exactly, on every day.

The same walk over the days looks at the bounds: nothing negative, nothing infinite, shares within 0..1, people who
never grow.  The books are next door in ``books``, the random wars in ``random_wars``.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from laws.books import broken, every_day, first_of
from laws.random_wars import wars
from worlds import NAMES, after, made_of, world

STEADY = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), max_examples=150
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("history", [0, 1, 2])
def test_small_wars_keep_their_books_every_day(name: str, history: int) -> None:
    assert every_day(world(name), range(0, 121), history) == []


@STEADY
@given(data=wars())
def test_random_wars_keep_their_books_every_day(data: dict[str, Any]) -> None:
    """150 wars of 45 days; most hold several numbers at the edge of their range."""
    assert every_day(made_of(data), range(0, 46)) == []


def test_random_wars_are_wars() -> None:
    """The check above is worth something: of the first hundred a third has dead, a fifth changes hands, some break."""
    seen: list[tuple[bool, ...]] = []

    @settings(STEADY, max_examples=100)
    @given(data=wars())
    def look(data: dict[str, Any]) -> None:
        state = after(made_of(data), 45, seed=1)
        facts = (state.killed.sum(), state.clock[7], state.answered.sum(), state.armour_lost.sum())
        seen.append(tuple(fact > 0 for fact in facts))

    look()
    dead, changes, answers, wheels = (sum(row[column] for row in seen) for column in range(4))
    assert dead > 33
    assert min(changes, answers, wheels) > 20


def test_the_war_of_2016_keeps_its_books() -> None:
    """Every tenth day of one history, with the days of truce and withdrawal; the last day of three more."""
    war = world("syria-2016")
    assert every_day(war, range(0, 366, 10)) == []
    for history in (1, 2, 3):
        assert broken(first_of(war, history, 1), after(war, 366, history, 1)) == []


@pytest.mark.slow
def test_the_war_of_2016_keeps_its_books_every_day() -> None:
    assert every_day(world("syria-2016"), range(0, 367), history=4) == []


def test_a_fault_in_the_books_is_seen() -> None:
    """One man, one vehicle, one missile, one aircraft too many: each is found by its own law."""
    war = world("two_fronts_one_air_force")
    start, state = first_of(war, 0, 1), after(war, 30, 0, 1)
    assert broken(start, state) == []
    for field, law in (
        ("wounded", "men"),
        ("armour", "armour"),
        ("missiles_fired", "missiles"),
        ("aircraft", "aircraft"),
    ):
        getattr(state, field)[0] += 1
        assert [sentence.split(":")[0] for sentence in broken(start, state)] == [law]
        getattr(state, field)[0] -= 1
    state.trust[0, 0] = 1.5
    state.stores[0] = -0.1
    assert len(broken(start, state)) == 2
