"""Sentences and clauses of a piece of text, by their marks.

Comes in: text and a span in it.  Goes out: spans.  Abbreviations and initials end no sentence; a relative clause
between commas can be blanked, so that its subject is not taken for that of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[”\"')\]]*(?=\s|\Z)|;\s*|\n\s*\n")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|St|No|vs|approx|U\.S|U\.N|[A-Z])|\b[a-z])\.\Z")
_BREAK = re.compile(
    r"\b(?:while|where|whereas|when|after|before|because|although|but|since|until|as\s+soon\s+as|that|who|which)\b|[:;–—]",
    re.I,
)
_ATTRIBUTED = re.compile(
    r",\s+(?:(?:the\s+)?\w+\s+){0,5}?(?:said|says|reported|reports|claimed|claims|told)\b[^,;]*\Z|,\s+according\s+to\s+[^,;]*\Z",
    re.I,
)
_RELATIVE = re.compile(r",\s+(?:which|who|whom|where)\b[^,.;]*,", re.I)


def sentences(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the spans of sentences between two places; blanks around them belong to none."""
    start = first
    for mark in _END.finditer(text, first, last):
        if mark[0].startswith(".") and _SHORT.search(text[max(start, mark.start() - 8) : mark.start() + 1]):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, last)


def _trimmed(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    said = text[first:last]
    if said.strip():
        yield first + len(said) - len(said.lstrip()), last - (len(said) - len(said.rstrip()))


def clause_around(words: str, first: int, last: int) -> tuple[int, int]:
    """Return the part of a sentence around some words, between words that begin another clause."""
    before = [mark.end() for mark in _BREAK.finditer(words, 0, first)]
    after = _BREAK.search(words, last)
    return (before[-1] if before else 0), (after.start() if after else len(words))


def stretch_of(words: str, before: int, first: int, last: int, after: int) -> tuple[int, int]:
    """Return the part of a sentence that belongs to some words, between others that end at ``before`` and begin at
    ``after``: from the last comma or "and" before each."""
    return _parted(words, before, first) if before else 0, _parted(words, last, after) if after < len(words) else after


def _parted(words: str, first: int, last: int) -> int:
    marks = [
        mark.start() for mark in re.finditer(r",|;|:|\band\b|\bbut\b|\bwhile\b|\bafter\b|\bwhere\b", words[first:last])
    ]
    return first + marks[-1] if marks else last


def without_relatives(words: str) -> str:
    """Return a sentence without relative clauses between commas and without who reports it at its end.

    Both are blanked, so that every other character keeps its place.
    """
    for pattern in (_RELATIVE, _ATTRIBUTED):
        words = pattern.sub(lambda found: " " * len(found[0]), words)
    return words
