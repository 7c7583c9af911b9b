"""What both readers of posts hand on: a text, its blocks in order, and who commented on whom.

Holds ``Block``, ``Comment`` and ``Page``.  They are made from plain text and Markdown in ``text_blocks``, from HTML in
``html_blocks``; what the blocks are in the document is settled in ``segmenting``.
"""

from __future__ import annotations

from typing import NamedTuple

TEXT, TITLE, HEADING, QUOTE, NOTICE, DATE = "text", "title", "heading", "quote", "notice", "date"
"""What a block is known to be from how it is written; ``TEXT`` may still turn out to be anything."""


class Block(NamedTuple):
    """``text[first:last]``, which neither begins nor ends with a blank; all between blocks is blank."""

    first: int
    last: int
    kind: str = TEXT
    comment: int = -1  # row of the comment it belongs to, -1 the document itself
    named: str = ""  # of a quotation: who is named in its markup


class Comment(NamedTuple):
    """One comment of a thread; who wrote it and when, as far as the page says."""

    depth: int  # 1 answers the document
    parent: int = -1  # row of the comment that is answered
    named: str = ""
    date: str = ""


class Page(NamedTuple):
    """A post as it was read, before anybody asks who speaks."""

    text: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = ()
    title: str = ""
    date: str = ""
    left_out: tuple[str, ...] = ()
