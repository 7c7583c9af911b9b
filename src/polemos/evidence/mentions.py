"""What a document names: actors, places, weapons, dates and loaded labels, each with its exact span.

Comes in: a ``Document`` and ``Names``.  Goes out: ``Mention`` rows in order.  The longest name wins, none overlap,
words are whole.  A spelling that only the rules of ``spelling`` find is flagged as a variant, a name that stands for
several as ambiguous, with all of them; nothing is settled here that the words do not settle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from polemos.evidence.apart import longest_apart
from polemos.evidence.names import AREA, DATED, LARGEST_NAME, PLACE, Name, Names
from polemos.evidence.segments import Document, Segment
from polemos.evidence.when import Days, dates_in, read_iso, written_iso

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[ \t\u00a0]?[-\u2010-\u2013'’ʼ`/.]?[ \t\u00a0]?\n?[ \t]*")
_BEFORE = re.compile(
    r"\b(?:(?:north|south|east|west|central)(?:ern|-?east(?:ern)?|-?west(?:ern)?)?(?:\s+and\s+|\s*/\s*)?){1,2}\s+\Z",
    re.I,
)
_AFTER = re.compile(r"\s+(?:province|governorate|areas?|city|district|region|countryside|town|village)\b", re.I)
_PROVINCE = re.compile(r"province|governorate", re.I)
SILENT = ("gap", "notice")


class Mention(NamedTuple):
    """One name in a document: ``text[first:last]`` and what it stands for."""

    kind: str  # one of MENTION_KINDS
    id: str  # an id of the war, or with a prefix; a kind of weapon; a label; days in ISO form, "" if nobody knows
    first: int
    last: int
    segment: int  # row
    speaker: str
    candidates: tuple[str, ...] = ()  # all it may stand for, if that is more than one; of a label, whom it may mean
    variant: bool = False  # a spelling that is written nowhere in the mapping

    @property
    def ambiguous(self) -> bool:
        """Whether it may stand for several."""
        return len(self.candidates) > 1


class _Found(NamedTuple):
    first: int
    last: int
    kind: str
    id: str
    candidates: tuple[str, ...]
    variant: bool


def mentions_of(document: Document, names: Names) -> tuple[Mention, ...]:
    """Return everything that is named in a document, in order."""
    found: list[Mention] = []
    for row, segment in enumerate(document.segments):
        if segment.kind in SILENT:
            continue
        words = document.said(segment)
        dates = [
            _Found(one.first, one.last, DATED, written_iso(one.days), (), False)
            for one in dates_in(words, written_on(document, segment), names.days)
        ]
        for one in longest_apart([*dates, *_names_in(words, names)]):
            found.append(
                Mention(one.kind, one.id, segment.first + one.first, segment.first + one.last, row, segment.speaker,
                        one.candidates, one.variant)
            )  # fmt: skip
    return tuple(found)


def written_on(document: Document, segment: Segment) -> Days | None:
    """Return the days on which a segment was said: its own, else the document's."""
    return read_iso(segment.date or document.date) if segment.date or document.date else None


def _names_in(words: str, names: Names) -> Iterator[_Found]:
    """Give the names in some words from left to right, at each place the longest."""
    spots = [(match.start(), match.end()) for match in _pieces(words)]
    row = 0
    while row < len(spots):
        found = _longest(words, spots, row, names)
        if found is None:
            row += 1
            continue
        count, name, variant = found
        first, last = spots[row][0], spots[row + count - 1][1]
        yield _widened(words, first, last, name, variant, names)
        row += count


def _pieces(words: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(words))


def _longest(
    words: str, spots: list[tuple[int, int]], row: int, names: Names
) -> tuple[int, Name, bool] | None:  # fmt: skip
    """Return how many words from one on make a name, which, and whether it is a variant; exact ones go first."""
    reach = 1
    while reach < LARGEST_NAME and row + reach < len(spots):
        between = words[spots[row + reach - 1][1] : spots[row + reach][0]]
        if _BETWEEN.fullmatch(between) is None:
            break
        reach += 1
    variant: tuple[int, Name, bool] | None = None
    for count in range(reach, 0, -1):
        found = names.find(words[spots[row][0] : spots[row + count - 1][1]])
        if found is not None and not found[1]:
            return count, found[0], False
        if found is not None and variant is None:
            variant = count, found[0], True
    return variant


def _widened(words: str, first: int, last: int, name: Name, variant: bool, names: Names) -> _Found:
    """Return a name with what says which part of a place is meant ("south", "province")."""
    ids = name.ids
    if name.kind == PLACE:
        after, before = _AFTER.match(words, last), _BEFORE.search(words, max(0, first - 40), first)
        if after is not None:
            if _PROVINCE.search(after[0]) and not ids[0].startswith(AREA):
                ids = _province(ids, names, name)
            last = after.end()
        if before is not None:
            first = before.start()
    candidates = name.may_mean or (ids if len(ids) > 1 else ())
    return _Found(first, last, name.kind, ids[0], candidates, variant)


def _province(ids: tuple[str, ...], names: Names, name: Name) -> tuple[str, ...]:
    """Return the governorate of the same name, if there is one."""
    area = f"{AREA}{ids[0]}"
    known = any(area in one.ids for every in names.known.values() for one in every)
    return (area,) if known else ids
