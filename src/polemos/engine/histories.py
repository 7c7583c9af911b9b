"""What a run recorded: arrays over histories, one at a time, from memory or from verified batch files.

Comes in: blocks of histories in any order and of any size.  Goes out: one array per name with the histories
in ascending order on the first axis; block sizes leave no trace.  Only the array asked for is in memory, so a
run of many histories needs no more than its largest array.  What the arrays mean is next door in
``measures``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from polemos.engine.batchfile import Arrays, Span
from polemos.engine.provenance import Manifest

if TYPE_CHECKING:
    from polemos.engine.course import HasCourses
    from polemos.scenario.compile import War


class Part(Protocol):
    """A block of histories that gives its arrays when asked."""

    @property
    def span(self) -> Span:
        """Which histories these are."""

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays that can be loaded."""

    def load(self, name: str) -> NDArray[Any]:
        """Return one array, histories on its first axis."""


class InMemory(NamedTuple):
    """A block that was never written."""

    span: Span
    arrays: Arrays

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays that can be loaded."""
        return tuple(self.arrays)

    def load(self, name: str) -> NDArray[Any]:
        """Return one array."""
        return self.arrays[name]


class Histories:
    """The recorded arrays of the histories below ``below``, in ascending order of the histories."""

    def __init__(self, parts: Iterable[Part], below: int) -> None:
        self._parts = sorted((part for part in parts if part.span.first < below), key=lambda part: part.span)
        self._below = below

    def __len__(self) -> int:
        """How many histories there are."""
        return sum(self._count(part) for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the arrays."""
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        """Whether an array of this name was recorded."""
        return name in self.names

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one array [histories, ...]; raises KeyError for an unknown name."""
        if name not in self.names:
            raise KeyError(f"no array {name!r} was recorded; there are {', '.join(self.names)}")
        pieces = (part.load(name)[: self._count(part)] for part in self._parts)
        first = next(pieces)
        if len(self._parts) == 1:
            return first
        whole = np.empty((len(self), *first.shape[1:]), dtype=first.dtype)
        whole[: len(first)] = first
        at = len(first)
        for piece in pieces:
            whole[at : at + len(piece)] = piece
            at += len(piece)
        return whole

    @property
    def parts(self) -> tuple[Part, ...]:
        """The blocks, in order."""
        return tuple(self._parts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arrays, sorted."""
        return tuple(sorted(self._parts[0].names)) if self._parts else ()

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the histories, as the random numbers are keyed by them."""
        spans = [np.arange(part.span.first, part.span.first + self._count(part)) for part in self._parts]
        return np.concatenate([np.empty(0, dtype=np.int64), *spans]).astype(np.int64)

    @property
    def complete(self) -> bool:
        """Whether no history below the number asked for is missing."""
        return len(self) == self._below

    def blocks(self) -> Iterator[tuple[Span, Arrays]]:
        """Iterate over the blocks with all their arrays: for sums over more than fits into memory."""
        for part in self._parts:
            count = self._count(part)
            yield Span(part.span.first, count), {name: part.load(name)[:count] for name in part.names}

    def _count(self, part: Part) -> int:
        return min(part.span.end, self._below) - part.span.first


class Recording(Protocol):
    """What measures, summaries and pages may ask of a run, whatever holds it."""

    @property
    def recorded(self) -> Histories:
        """The arrays."""

    @property
    def war(self) -> War:
        """The compiled war, whose legend names what the arrays count."""

    @property
    def manifest(self) -> Manifest:
        """What made the run."""

    @property
    def courses(self) -> HasCourses:
        """How each history is lived."""
