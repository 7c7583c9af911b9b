"""Spans that do not overlap, the longest first; in time that stays small for any number of them.

Comes in: things with ``first`` and ``last``.  Goes out: those that stay, in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything with a span."""

    @property
    def first(self) -> int:
        """Where it begins."""

    @property
    def last(self) -> int:
        """Where it has ended."""


Thing = TypeVar("Thing", bound=Spanned)


def longest_apart(things: Iterable[Thing]) -> list[Thing]:
    """Return things that do not overlap; a longer one goes before a shorter, of equal ones the first that is given."""
    starts: list[int] = []
    kept: list[Thing] = []
    for one in sorted(things, key=lambda one: one.first - one.last):
        place = bisect_left(starts, one.first)
        free_before = not place or kept[place - 1].last <= one.first
        if free_before and (place == len(kept) or one.last <= kept[place].first):
            starts.insert(place, one.first)
            kept.insert(place, one)
    return kept
