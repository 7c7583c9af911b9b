"""A document in pieces: who says what, where it begins and where it ends.

Holds ``Document`` and ``Segment``.  How a file is read into them is next door in ``document``; what is named in them,
in ``mentions``; what is claimed, in ``ledger``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

KINDS = ("title", "date", "heading", "paragraph", "quotation", "digest_item", "comment", "notice", "gap")
"""What a segment can be.  ``notice``: what the page says about itself (likes, counts); ``gap``: only blanks."""
AUTHOR, EARLIER, QUOTED, COMMENT, NOBODY = "author", "author, earlier", "quoted", "comment", ""


class Segment(NamedTuple):
    """A piece of a document's text, ``text[first:last]``; segments follow each other without a character between."""

    kind: str
    first: int
    last: int
    speaker: str  # AUTHOR; EARLIER (quoting an own older text); "quoted 1", ...; "comment 1", ...; NOBODY
    named: str = ""  # the name that the document gives the speaker, if it does
    date: str = ""  # when it was said, as a day or an interval of days in ISO form, where the document says so
    depth: int = 0  # of a comment: 1 answers the document, 2 answers a comment, ...
    parent: int = -1  # row of the first segment of the comment that is answered, -1 none


@dataclass(frozen=True)
class Document:
    """The body of a document as text, and its pieces; spans everywhere count characters of ``text`` from 0."""

    file: str
    format: str  # html, markdown or text
    digest: str  # BLAKE2b-256 of the bytes that were read
    text: str
    title: str
    date: str
    segments: tuple[Segment, ...]
    left_out: tuple[str, ...] = ()  # what was taken for the page's own and not for the document, in words
    doubts: tuple[str, ...] = ()  # what the reading had to guess, in words

    def said(self, segment: Segment) -> str:
        """Return the words of a segment."""
        return self.text[segment.first : segment.last]

    def segment_at(self, place: int) -> int:
        """Return the row of the segment that holds a character; raises IndexError outside the text."""
        for row, segment in enumerate(self.segments):
            if segment.first <= place < segment.last:
                return row
        raise IndexError(f"no segment holds character {place}")
