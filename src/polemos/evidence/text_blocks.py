"""A post in plain text or Markdown as blocks: paragraphs, headings, quoted lines, and a thread of comments.

Comes in: text.  Goes out: a ``Page`` over that very text; not a character is changed, so spans count as in the file.
Comments are told by the line that counts them ("3 thoughts on ...") and by numbers and indentation under it.  HTML is
next door in ``html_blocks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from polemos.evidence import blocks as kinds
from polemos.evidence import phrases
from polemos.evidence.blocks import Block, Comment, Page
from polemos.evidence.when import dates_in, written_iso

WRAPPED = 120
"""A line longer than this is a paragraph of its own: nobody wraps lines there."""
TAB = 4
_MARKED = re.compile(r"\s*(?:#{1,6}\s|>|[-*+•]\s)")
_RULE = re.compile(r"\s*(?:[-=*_~]\s?){3,}\s*")
_NUMBER = re.compile(r"(\s*)(\d{1,5}[.)])(?:\s+|$)")
_HEAD = re.compile(r"\s*#{1,6}\s")


class _Line(NamedTuple):
    first: int
    last: int  # without the line's end
    words: str


def text_page(text: str) -> Page:
    """Return plain text or Markdown as a page."""
    blocks = list(_paragraphs(text))
    start = next((row for row, block in enumerate(blocks) if _begins_comments(text, block)), len(blocks))
    blocks = _underlined(text, blocks[:start]) + blocks[start:]
    start = next((row for row, block in enumerate(blocks) if _begins_comments(text, block)), len(blocks))
    thread = _Thread(text)
    for block in blocks[start:]:
        thread.take(block)
    found = blocks[:start] + thread.blocks
    return Page(text, tuple(_told(text, found)), tuple(thread.comments))


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        words = match[0].rstrip("\r\n")
        yield _Line(match.start(), match.start() + len(words), words)


def _paragraphs(text: str) -> Iterator[Block]:
    """Give runs of lines that belong together, without the blanks around them."""
    open_lines: list[_Line] = []
    for line in _lines(text):
        blank = not line.words.strip()
        alone = _NUMBER.match(line.words) or _MARKED.match(line.words) or len(line.words) > WRAPPED
        same = open_lines and not blank and _quoted(open_lines[-1]) and _quoted(line)
        if open_lines and (blank or (alone and not same) or _closed(open_lines)):
            yield from _block(text, open_lines)
            open_lines = []
        if not blank:
            open_lines.append(line)
    yield from _block(text, open_lines)


def _closed(lines: list[_Line]) -> bool:
    return len(lines[-1].words) > WRAPPED or _HEAD.match(lines[-1].words) is not None


def _quoted(line: _Line) -> bool:
    return line.words.lstrip().startswith(">")


def _block(text: str, lines: list[_Line]) -> Iterator[Block]:
    if not lines:
        return
    said = text[lines[0].first : lines[-1].last]
    first = lines[0].first + len(said) - len(said.lstrip())
    last = lines[-1].last - (len(said) - len(said.rstrip()))
    kind = kinds.QUOTE if _quoted(lines[0]) else kinds.TEXT
    if _HEAD.match(said):
        kind = kinds.HEADING
    elif _RULE.fullmatch(said):
        kind = kinds.NOTICE
    yield Block(first, last, kind)


def _underlined(text: str, found: list[Block]) -> list[Block]:
    """Return the blocks with lines that are underlined by === or --- as headings."""
    return [
        block._replace(kind=kinds.HEADING)
        if block.kind == kinds.TEXT
        and re.fullmatch(r"[^\n]{1,120}\n\s*(?:={3,}|-{3,})", text[block.first : block.last])
        else block
        for block in found
    ]


def _begins_comments(text: str, block: Block) -> bool:
    return phrases.counts_comments(text[block.first : block.last].lstrip("# "))


class _Open(NamedTuple):
    row: int
    indent: int


class _Thread:
    """The blocks under the line that counts comments; who answers whom is told by indentation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.comments: list[Comment] = []
        self._open: list[_Open] = []
        self._silent = True  # the open comment has said nothing yet

    def take(self, block: Block) -> None:
        """Add a block: a new comment, more of an open one, or a notice."""
        said = self.text[block.first : block.last]
        indent = self._indent(block.first)
        number = _NUMBER.match(said)
        if number is not None:
            self._begin(indent)
            mark = block.first + number.end(2)
            self.blocks.append(Block(block.first, mark, kinds.NOTICE, self._row))
            rest = said[number.end() :]
            if rest:
                self._say(block._replace(first=block.last - len(rest)))
        elif not self.comments or phrases.is_notice(said):
            kind = kinds.NOTICE if phrases.is_notice(said.lstrip("# ")) else block.kind
            self.blocks.append(block._replace(kind=kind, comment=self._row if kind == kinds.NOTICE else -1))
        else:
            while self._open and self._open[-1].indent > indent:
                self._open.pop()
            self._say(block)

    @property
    def _row(self) -> int:
        return self._open[-1].row if self._open else -1

    def _begin(self, indent: int) -> None:
        while self._open and self._open[-1].indent >= indent:
            self._open.pop()
        self.comments.append(Comment(len(self._open) + 1, self._row))
        self._open.append(_Open(len(self.comments) - 1, indent))
        self._silent = True

    def _say(self, block: Block) -> None:
        """Give a block to the open comment; its first lines may name who speaks, and when."""
        row, said = self._row, self.text[block.first : block.last]
        name = phrases.SAYS.match(said) if self._silent and row >= 0 else None
        if name is not None and len(said) <= phrases.LONGEST_NOTICE and name.end() == len(said):
            self.comments[row] = self.comments[row]._replace(named=name[1])
            self.blocks.append(block._replace(kind=kinds.NOTICE, comment=row))
            return
        when = dates_in(said) if self._silent and row >= 0 and len(said) <= 60 else []
        if when and when[0].days is not None and when[0].first <= 12 and not self.comments[row].date:
            self.comments[row] = self.comments[row]._replace(date=written_iso(when[0].days))
            self.blocks.append(block._replace(kind=kinds.NOTICE, comment=row))
            return
        self._silent = False
        self.blocks.append(block._replace(comment=row))

    def _indent(self, first: int) -> int:
        start = max(self.text.rfind("\n", 0, first), self.text.rfind("\r", 0, first)) + 1
        return len(self.text[start:first].expandtabs(TAB))


def _told(text: str, found: list[Block]) -> Iterator[Block]:
    """Give the blocks with title, headings and notices told from how they stand."""
    for row, block in enumerate(found):
        said = text[block.first : block.last]
        if row == 0 and len(found) > 1 and _is_title(block, said):
            yield block._replace(kind=kinds.TITLE)
        elif block.kind == kinds.TEXT and phrases.is_notice(said):
            yield block._replace(kind=kinds.NOTICE)
        else:
            yield block


def _is_title(block: Block, said: str) -> bool:
    short = len(said) <= phrases.LONGEST_TITLE and "\n" not in said.strip()
    return block.kind in (kinds.HEADING, kinds.TEXT) and short and not said.lstrip().startswith(("“", '"', "«"))
