"""Who is called what, and by whom: loaded labels as quotations of their speaker, never as names of ours.

Comes in: a document and its mentions.  Goes out: ``Called`` rows, one for each party, label and speaker.  A label that
stands beside a party's name is that party's; any other may mean the camps that the mapping file gives it, and is
ambiguous if these are several.  Claim c24: the same group is one thing to one source and another to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from polemos.evidence.mentions import Mention
from polemos.evidence.names import ACTOR, LABEL
from polemos.evidence.segments import Document

_BESIDE = re.compile(r"[\s“”\"'’(]{1,3}(?:(?:is|are|was|were|as)\s+)?(?:(?:a|an|the)\s+)?[“\"]?", re.I)
_OPENING, _CLOSING = '“"‘«', '”"’»'


class Called(NamedTuple):
    """A party that a speaker calls by a label, each time with its span."""

    whom: tuple[str, ...]  # an actor or camp; several if the label may mean several
    label: str
    speaker: str
    named: str
    spans: tuple[tuple[int, int], ...]
    in_marks: int  # how often it stands in quotation marks of its own: somebody else's word

    @property
    def ambiguous(self) -> bool:
        """Whether the text does not say which party is meant."""
        return len(self.whom) > 1


def who_is_called(document: Document, mentions: Sequence[Mention]) -> tuple[Called, ...]:
    """Return who is called what by which speaker, the most frequent first."""
    spans: dict[tuple[tuple[str, ...], str, str, str], list[tuple[int, int]]] = {}
    marks: dict[tuple[tuple[str, ...], str, str, str], int] = {}
    whom: dict[Mention, tuple[str, ...]] = {}
    for row, one in enumerate(mentions):
        if one.kind != LABEL:
            continue
        before = mentions[row - 1] if row else None
        whom[one] = _beside(document, before, one, whom) or one.candidates
        segment = document.segments[one.segment]
        key = (whom[one], one.id, one.speaker, segment.named)
        spans.setdefault(key, []).append((one.first, one.last))
        marks[key] = marks.get(key, 0) + _in_marks(document.text, one)
    found = [Called(*key, tuple(theirs), marks[key]) for key, theirs in spans.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.spans), one.spans)))


def _beside(
    document: Document, before: Mention | None, one: Mention, whom: dict[Mention, tuple[str, ...]]
) -> tuple[str, ...]:  # fmt: skip
    """Return the party whose name stands right before a label, or whom a label right before it meant by name."""
    if before is None or before.segment != one.segment:
        return ()
    if _BESIDE.fullmatch(document.text[before.last : one.first]) is None:
        return ()
    if before.kind == ACTOR:
        return (before.id,)
    return whom[before] if before.kind == LABEL and len(whom[before]) == 1 else ()


def _in_marks(text: str, one: Mention) -> bool:
    return text[one.first - 1 : one.first] in tuple(_OPENING) and text[one.last : one.last + 1] in tuple(_CLOSING)


def counts_of(called: Sequence[Called]) -> dict[tuple[str, str, str], int]:
    """Return how often which speaker calls whom what: (party, label, speaker) -> times; ambiguous ones are left out.

    A label in quotation marks of its own is somebody else's word: it counts as ``SPEAKER, quoting``.
    """
    found: dict[tuple[str, str, str], int] = {}
    for one in called:
        if one.ambiguous:
            continue
        for speaker, times in ((one.speaker, len(one.spans) - one.in_marks), (f"{one.speaker}, quoting", one.in_marks)):
            if times:
                key = (one.whom[0], one.label, speaker)
                found[key] = found.get(key, 0) + times
    return found
