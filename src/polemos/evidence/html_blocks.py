"""A saved web page as blocks: what the article and its comments say, each visible character once, and nothing else.

Comes in: the page as text.  Goes out: a ``Page`` whose text is put together from the page's words: runs of blanks are
one blank, blocks are parted by an empty line.  The page is read as a stream of tags by lxml (libxml2), which mends
what is broken; no tree is built, nothing recurs, and what is nested too deep is refused where it is met.  What belongs
to the site and not to the post (menus, forms, sharing, scripts) is left out and counted; the rules for that are next
door in ``page_parts``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from polemos.errors import BadInput, Problem
from polemos.evidence import blocks as kinds
from polemos.evidence import page_parts as parts
from polemos.evidence.blocks import Block, Comment, Page
from polemos.evidence.when import dates_in, read_iso, written_iso

DEEPEST = 500
"""Open elements of the deepest nesting that is read."""
HEADER = 0.2
"""An article with less than this share of the words outside comments is a teaser, and the whole page is read."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_PIECE = 65_536


class _Element(NamedTuple):
    """An open element and what holds inside it."""

    tag: str
    skipped: str = ""  # why its words are left out
    kind: str = kinds.TEXT
    comment: int = -1
    article: bool = False
    opens_comment: bool = False


class _Said(NamedTuple):
    words: str
    kind: str
    comment: int
    article: bool


def html_page(text: str, file: str) -> Page:
    """Return a web page as blocks; raises BadInput for nesting deeper than 500 elements."""
    from lxml import etree

    reader = _Reader(file)
    parser = etree.HTMLParser(target=reader, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        for first in range(0, len(text), _PIECE):
            parser.feed(text[first : first + _PIECE])
        parser.close()
    except etree.LxmlError as error:
        raise BadInput(Problem(f"cannot be read as HTML: {str(error)[:100]}", file)) from None
    return _page(reader)


class _Reader:
    """Takes the stream of tags and words; the methods' names are lxml's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.said: list[_Said] = []
        self.comments: list[Comment] = []
        self.left_out: Counter[str] = Counter()
        self.head_title: list[str] = []
        self.date = ""
        self._open: list[_Element] = []
        self._words: list[str] = []
        self._blank = False  # a blank waits for the word after it
        self._spoke: set[int] = set()  # comments that have said something
        self._classed = False  # comments are marked by a class, so plain list items are none

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if len(self._open) >= DEEPEST:
            raise BadInput(Problem(f"is nested deeper than {DEEPEST} elements", self.file, hint="is it a post?"))
        above = self._open[-1] if self._open else _Element("")
        marks = parts.marks_of(attributes)
        if tag == "br":
            self._break_line()
        if tag in parts.BLOCKS:
            self._close()
        here = self._inside(tag, attributes, marks, above)
        if here.kind != above.kind or here.comment != above.comment:
            self._close()
        if here.skipped and not above.skipped:
            self.left_out[here.skipped] += 0
        if tag == "time" and not here.skipped:
            self._dated(attributes.get("datetime", ""), here)
        if tag == "meta":
            self._meta(attributes)
        self._open.append(here)

    def end(self, tag: str) -> None:
        """Close an element, and those inside it that the page forgot to close."""
        if all(element.tag != tag for element in self._open):
            return
        while self._open:
            gone = self._open.pop()
            above = self._open[-1] if self._open else _Element("")
            if gone.tag in parts.BLOCKS or (gone.kind, gone.comment) != (above.kind, above.comment):
                self._close(gone)
            if gone.tag == tag:
                return

    def data(self, words: str) -> None:
        """Take visible words, or count those that are left out."""
        here = self._open[-1] if self._open else _Element("")
        if here.tag == "title" and here.skipped == parts.HEAD:
            self.head_title.append(words)
        elif here.skipped:
            self.left_out[here.skipped] += _count(words) if here.skipped not in parts.UNSEEN else 0
        else:
            for row, piece in enumerate(_BLANKS.split(words)):
                self._blank = self._blank or row > 0
                self._word(piece)

    def close(self) -> _Reader:
        """End the page."""
        self._close()
        return self

    def _word(self, piece: str) -> None:
        if not piece:
            return
        if self._words and self._blank and self._words[-1] != "\n":
            self._words.append(" ")
        self._words.append(piece)
        self._blank = False

    def _break_line(self) -> None:
        if self._words and self._words[-1] == "\n":
            self._close()  # two breaks part paragraphs
        elif self._words:
            self._words.append("\n")
        self._blank = False

    def _close(self, element: _Element | None = None) -> None:
        """End the open block, which belongs to the innermost open element."""
        here = element or (self._open[-1] if self._open else _Element(""))
        words, self._words, self._blank = "".join(self._words).strip(), [], False
        if not words:
            return
        if here.comment >= 0 and here.kind == parts.AUTHOR:
            comment = self.comments[here.comment]
            self.comments[here.comment] = comment._replace(named=comment.named or words[:100])
        if here.kind == kinds.DATE:
            self._dated(words, here)
        if here.comment >= 0 and here.kind in (kinds.TEXT, kinds.QUOTE):
            self._spoke.add(here.comment)
        self.said.append(_Said(words, here.kind, here.comment, here.article))

    def _inside(self, tag: str, attributes: dict[str, str], marks: frozenset[str], above: _Element) -> _Element:
        """Return what holds inside a new element."""
        article = above.article or (above.comment < 0 and parts.is_article(tag, marks))
        why = above.skipped or parts.why_left_out(tag, attributes, marks, article or above.comment >= 0)
        here = _Element(tag, why, above.kind, above.comment, article)
        if why:
            return here
        if self._begins_comment(tag, marks, above):
            depth = sum(element.opens_comment for element in self._open) + 1
            self.comments.append(Comment(depth, above.comment))
            return here._replace(comment=len(self.comments) - 1, kind=kinds.TEXT, opens_comment=True)
        silent = here.comment < 0 or (here.comment not in self._spoke and not self._words)
        return here._replace(kind=parts.kind_inside(tag, marks, above.kind, here.comment >= 0, article, silent))

    def _begins_comment(self, tag: str, marks: frozenset[str], above: _Element) -> bool:
        """Whether an element is a new comment; a wrapper around one that has said nothing yet is not."""
        classed = tag in parts.COMMENT_TAGS and bool(marks & parts.COMMENT)
        self._classed = self._classed or classed
        area = above.comment >= 0 or any(element.kind == parts.AREA for element in self._open)
        plain = tag == "li" and not self._classed and area
        if not classed and not plain:
            return False
        return above.comment < 0 or above.comment in self._spoke or bool(self._words)

    def _dated(self, words: str, here: _Element) -> None:
        """Note the first date of the article or of a comment."""
        days = read_iso(words[:10]) or next((one.days for one in dates_in(words)), None)
        if here.comment >= 0 and days and not self.comments[here.comment].date:
            self.comments[here.comment] = self.comments[here.comment]._replace(date=written_iso(days))
        elif here.comment < 0 and days and not self.date:
            self.date = written_iso(days)

    def _meta(self, attributes: dict[str, str]) -> None:
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if name in ("article:published_time", "date", "dc.date", "dcterms.created"):
            self._dated(attributes.get("content", ""), _Element(""))


def _page(reader: _Reader) -> Page:
    """Return the blocks of the article and its comments, or of all where no article is marked."""
    said, left_out = reader.said, reader.left_out
    inside = sum(_count(one.words) for one in said if one.article and one.comment < 0)
    outside = sum(_count(one.words) for one in said if not one.article and one.comment < 0)
    if inside and inside >= HEADER * (inside + outside):
        kept = [one for one in said if one.article or one.comment >= 0 or parts.about_comments(one.words)]
        left_out[parts.OUTSIDE] += sum(_count(one.words) for one in said) - sum(_count(one.words) for one in kept)
        said = kept
    pieces: list[str] = []
    found: list[Block] = []
    at = 0
    for one in said:
        kind = one.kind if one.kind in (kinds.TEXT, kinds.QUOTE, kinds.HEADING, kinds.TITLE, kinds.DATE) else ""
        if kind == kinds.TITLE and any(block.kind == kinds.TITLE for block in found):
            kind = kinds.HEADING
        kind = {parts.AREA: kinds.TEXT, "": kinds.NOTICE}.get(one.kind if one.kind == parts.AREA else kind, kind)
        if parts.about_comments(one.words) or (kind == kinds.DATE and one.comment >= 0):
            kind = kinds.NOTICE
        found.append(Block(at, at + len(one.words), kind, one.comment))
        pieces.append(one.words)
        at += len(one.words) + 2
    title = next(
        (one.words for one in said if one.kind == kinds.TITLE), _BLANKS.sub(" ", "".join(reader.head_title)).strip()
    )
    told = tuple(f"{why}: {words:,} words" if words else why for why, words in sorted(left_out.items())
                 if words or why not in (parts.HEAD, parts.OUTSIDE))  # fmt: skip
    return Page("\n\n".join(pieces), tuple(found), tuple(reader.comments), title[:300], reader.date, told)


def _count(words: str) -> int:
    """Return how many words there are; signs alone are none."""
    return sum(any(letter.isalnum() for letter in word) for word in words.split())
