"""An analyst's post, read: HTML as saved from a browser, Markdown or plain text, cut into who says what.

Comes in: a path, "-" or bytes.  Goes out: a ``Document`` (``segments``) in which every character of the text belongs to
exactly one segment.  Bytes become text in ``post_bytes``, text becomes blocks in ``text_blocks`` and ``html_blocks``,
blocks become segments in ``segmenting``.  Nothing of a page is run, loaded or shown as markup: what comes out is text.
"""

from __future__ import annotations

from datetime import date as Day
from hashlib import blake2b
from pathlib import Path

from polemos.errors import BadInput, Problem
from polemos.evidence import blocks as kinds
from polemos.evidence.blocks import Block, Page
from polemos.evidence.html_blocks import html_page
from polemos.evidence.post_bytes import bytes_of, declares_html, text_of
from polemos.evidence.segmenting import day_given, segments_of, stated_date
from polemos.evidence.segments import Document
from polemos.evidence.text_blocks import text_page
from polemos.evidence.when import written_iso

FORMATS = ("html", "markdown", "text")
_ENDINGS = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}


def read_post(
    source: Path | str | bytes, *, date: Day | str | None = None, form: str | None = None, encoding: str | None = None
) -> Document:
    """Return a post in pieces.

    ``source``: a path, ``"-"`` for standard input, or the bytes themselves.  ``date``: when it was written, if the post
    does not say so itself; vague dates in it count from there.  ``form``: html, markdown or text, if neither the name
    nor the beginning tells.  ``encoding``: of the bytes, if it is neither UTF-8 nor declared by the page.  Raises
    BadInput for what cannot be read: no text, other bytes than claimed, more than 5,000,000 bytes, elements nested
    deeper than 500.
    """
    if form is not None and form not in FORMATS:
        raise BadInput(Problem(f"is {form!r}", key="form", hint=f"it can be {', '.join(FORMATS)}"))
    given = _day(date)
    data, file = bytes_of(source)
    name = "" if isinstance(source, bytes) else Path(source).suffix.lower()
    form = form or _ENDINGS.get(name) or ("html" if declares_html(data) else "text")
    text = text_of(data, file, html=form == "html", encoding=encoding)
    page = html_page(text, file) if form == "html" else text_page(text)
    if not any(letter.isalnum() for letter in page.text):
        left = f" but what belongs to the page ({', '.join(page.left_out)})" if page.left_out else ""
        raise BadInput(Problem(f"holds no text{left}", file))
    page = page if form == "html" else _dated(page)
    when = given or stated_date(page)
    segments, doubts = segments_of(page, day_given(when))
    title = page.title or next((_plain(page, one) for one in page.blocks if one.kind == kinds.TITLE), "")
    digest = blake2b(data, digest_size=32).hexdigest()
    return Document(file, form, digest, page.text, title, when, segments, page.left_out, doubts)


def _day(date: Day | str | None) -> str:
    """Return a given date in ISO form; raises BadInput for one that does not exist."""
    if date is None:
        return ""
    if isinstance(date, Day):
        return date.isoformat()
    days = day_given(date)
    if days is None:
        raise BadInput(Problem(f"is {date!r}", key="date", hint="write a day as 2016-06-15"))
    return written_iso(days)


def _dated(page: Page) -> Page:
    """Return the page with the line that states its date marked as such."""
    for row, block in enumerate(page.blocks[:8]):
        if block.kind == kinds.TEXT and stated_date(page._replace(blocks=(block,))):
            changed = block._replace(kind=kinds.DATE)
            return page._replace(blocks=(*page.blocks[:row], changed, *page.blocks[row + 1 :]))
    return page


def _plain(page: Page, block: Block) -> str:
    return page.text[block.first : block.last].strip("#= -\n\t")
