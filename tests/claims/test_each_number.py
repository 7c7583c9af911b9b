"""No number of a mechanism is idle: from one end of its range to the other some measure of some history differs."""

from __future__ import annotations

from typing import Any

import pytest

from moved_measures import moved_measures
from polemos.dimensions import MECHANISMS
from polemos.engine.run import run
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.quantity import Quantity
from worlds import SEED

HISTORIES, DAYS = 12, 182
# Endings come after more than half a year, by thresholds that are conventions: their laws have wars of their own.
ROOMS = tuple(room for room in MECHANISMS if room != "endings")


def numbers() -> list[Any]:
    """Return each uncertain number of these mechanisms with the ends of its range."""
    defaults = Mechanisms()
    found = [
        (f"{room}.{name}", value)
        for room in ROOMS
        for name, value in getattr(defaults, room)
        if isinstance(value, Quantity) and value.uncertain
    ]
    return [pytest.param(f"mechanisms.{path}", value.low, value.high, id=path) for path, value in found]


def test_only_endings_have_numbers_without_a_range() -> None:
    """A certain number would be left out below without a word."""
    defaults = Mechanisms()
    certain = [
        room
        for room in ROOMS
        for _, value in getattr(defaults, room)
        if isinstance(value, Quantity) and not value.uncertain
    ]
    assert certain == []


@pytest.mark.slow
@pytest.mark.parametrize(("path", "low", "high"), numbers())
def test_a_number_moves_the_reference_war(path: str, low: float, high: float) -> None:
    one, other = (
        run("syria-2016", histories=HISTORIES, seed=SEED, days=DAYS, edits=[f"{path}={end}"]).measures
        for end in (low, high)
    )
    assert moved_measures(one, other)
