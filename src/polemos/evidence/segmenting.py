"""From blocks to segments: who says each piece of a post, so that every character belongs to exactly one.

Comes in: a ``Page``.  Goes out: segments without a gap, and doubts in words.  An own older text announced by "I wrote
..." is the author's, earlier; what stands in quotation marks or is marked as a quotation is somebody else's; an article
that is announced and not marked runs to the next heading, which is a guess and said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from polemos.evidence import blocks as kinds
from polemos.evidence import phrases
from polemos.evidence.blocks import Block, Page
from polemos.evidence.segments import AUTHOR, COMMENT, EARLIER, NOBODY, QUOTED, Segment
from polemos.evidence.when import Days, dates_in, read_iso, written_iso

LONGEST_RUN = 40
"""Blocks of the longest quotation between marks; a mark that is not closed by then opened none."""
LONGEST_TAIL = 80
"""Characters that may follow the closing mark: who said it."""
_MARKS = {"“": "”", "„": "“", "«": "»", '"': '"'}


class Quoted(NamedTuple):
    """Blocks ``first`` to before ``last`` that somebody else, or the author earlier, has said."""

    first: int
    last: int
    speaker: str
    named: str = ""
    date: str = ""
    doubt: str = ""


def segments_of(page: Page, written: Days | None) -> tuple[tuple[Segment, ...], tuple[str, ...]]:
    """Return the segments of a page in order, and what is doubtful about them."""
    quotations = list(_quotations(page, written))
    quoted = {row: one for one in quotations for row in range(one.first, one.last)}
    found: list[Segment] = []
    first_row: dict[int, int] = {}  # of each comment's first segment
    at, digest = 0, False
    for row, block in enumerate(page.blocks):
        if block.first > at:
            found.append(Segment("gap", at, block.first, NOBODY))
        digest = _in_digest(page, row, digest, row in quoted)
        found.append(_segment(page, block, quoted.get(row), digest, first_row))
        if block.comment >= 0 and found[-1].speaker != NOBODY:
            first_row.setdefault(block.comment, len(found) - 1)
        at = block.last
    if at < len(page.text):
        found.append(Segment("gap", at, len(page.text), NOBODY))
    return tuple(found), tuple(one.doubt for one in quotations if one.doubt)


def _segment(page: Page, block: Block, quoted: Quoted | None, digest: bool, first_row: dict[int, int]) -> Segment:
    if block.kind in (kinds.NOTICE, kinds.DATE):
        return Segment("date" if block.kind == kinds.DATE else "notice", block.first, block.last, NOBODY)
    depth, parent, speaker, named, date = 0, -1, AUTHOR, "", ""
    if block.comment >= 0:
        comment = page.comments[block.comment]
        depth, parent = comment.depth, first_row.get(comment.parent, -1)
        speaker, named, date = f"{COMMENT} {block.comment + 1}", comment.named, comment.date
    if quoted is not None:
        return Segment("quotation", block.first, block.last, quoted.speaker, quoted.named, quoted.date, depth, parent)
    if block.comment >= 0:
        kind = "comment"
    elif block.kind in (kinds.TITLE, kinds.HEADING):
        kind = block.kind
    elif digest:
        kind = "digest_item"
    else:
        kind = "heading" if phrases.is_heading(page.text[block.first : block.last]) else "paragraph"
    return Segment(kind, block.first, block.last, speaker, named, date, depth, parent)


def _in_digest(page: Page, row: int, digest: bool, quoted: bool) -> bool:
    """Whether a block is an item of a digest: short, under a heading that announces one."""
    block = page.blocks[row]
    said = page.text[block.first : block.last]
    if quoted or block.comment >= 0 or block.kind == kinds.TITLE or len(said) > phrases.LONGEST_DIGEST_ITEM:
        return False
    if block.kind == kinds.HEADING or (not digest and row and _announces_digest(page, row - 1)):
        return block.kind != kinds.HEADING
    return digest


def _announces_digest(page: Page, row: int) -> bool:
    block = page.blocks[row]
    said = page.text[block.first : block.last].strip("#=-* \n")
    heads = block.kind == kinds.HEADING or (
        block.kind == kinds.TEXT and bool(said) and phrases.is_heading(said.rstrip(":"))
    )
    return heads and block.comment < 0 and phrases.UPDATE.search(said) is not None


class _Numbers:
    """Numbers those who are quoted, in order; one who is named keeps the number."""

    def __init__(self) -> None:
        self.count = 0
        self.known: dict[str, str] = {}

    def speaker(self, named: str) -> str:
        if named and named in self.known:
            return self.known[named]
        self.count += 1
        if named:
            self.known[named] = f"{QUOTED} {self.count}"
        return f"{QUOTED} {self.count}"


def _quotations(page: Page, written: Days | None) -> Iterator[Quoted]:
    numbers, row = _Numbers(), 0
    while row < len(page.blocks):
        found = _quotation(page, row, written, numbers)
        if found is None:
            row += 1
        else:
            yield found
            row = found.last


def _quotation(page: Page, row: int, written: Days | None, numbers: _Numbers) -> Quoted | None:
    """Return the quotation that begins at a block, None if none does."""
    block, text = page.blocks[row], page.text
    if block.kind not in (kinds.TEXT, kinds.QUOTE):
        return None
    before = _announcement(page, row)
    last = _while_alike(page.blocks, row) if block.kind == kinds.QUOTE else _between_marks(page, row)
    doubt = ""
    if last == row and before and block.comment < 0 and not phrases.ANNOUNCES.search(text[block.first : block.last]):
        last, doubt = _unmarked(page, row, before)
    if last == row:
        return None
    if phrases.OWN_OLDER.search(before) and block.comment < 0:
        when = next((one.days for one in dates_in(before, written) if one.days), None)
        return Quoted(row, last, EARLIER, "", written_iso(when), doubt)
    named = block.named or phrases.author_in(before)
    when = next((one.days for one in dates_in(before, written) if one.days), None)
    return Quoted(row, last, numbers.speaker(named), named, written_iso(when), doubt)


def _announcement(page: Page, row: int) -> str:
    """Return the words before a block if they announce something said elsewhere, else the empty string."""
    if not row or page.blocks[row - 1].comment != page.blocks[row].comment:
        return ""
    before = page.blocks[row - 1]
    said = page.text[before.first : before.last]
    if before.kind not in (kinds.TEXT, kinds.HEADING) or not phrases.ANNOUNCES.search(said):
        return ""
    last = said[-400:]
    return last if phrases.OWN_OLDER.search(last) or phrases.SOMEBODY_WROTE.search(last) else ""


def _while_alike(found: Sequence[Block], row: int) -> int:
    last = row
    while last < len(found) and (found[last].kind, found[last].comment) == (kinds.QUOTE, found[row].comment):
        last += 1
    return last


def _between_marks(page: Page, row: int) -> int:
    """Return the block after the one in which a quotation ends that opens a block, ``row`` if it opens none."""
    block, text = page.blocks[row], page.text
    opening = text[block.first]
    closing = _MARKS.get(opening)
    if closing is None:
        return row
    depth = 0
    for last in range(row, min(row + LONGEST_RUN, len(page.blocks))):
        here = page.blocks[last]
        if here.kind != kinds.TEXT or here.comment != block.comment:
            return row
        said = text[here.first : here.last]
        if opening == closing:
            if (
                said.rstrip(" .,;").endswith(closing)
                and (last > row or len(said) > 1)
                and said.count(closing) % 2 == (last > row)
            ):
                return last + 1
            continue
        if last > row and said.startswith(opening):
            said = said[1:]  # every paragraph opens, only the last closes
        for mark in re.finditer(f"[{opening}{closing}]", said):
            place, letter = mark.start(), mark[0]
            depth += (letter == opening) - (letter == closing)
            if depth == 0 and letter == closing:
                tail = said[place + 1 :]
                return last + 1 if len(tail) <= LONGEST_TAIL and _names_only(tail) else row
    return row


def _names_only(tail: str) -> bool:
    """Whether what follows a closing mark is nothing, a stop, or who said it after a dash."""
    rest = tail.strip(" .,;:!?")
    return not rest or rest[0] in "-–—(" or phrases.SOMEBODY_WROTE.search(rest) is not None


def _unmarked(page: Page, row: int, before: str) -> tuple[int, str]:
    """Return where an announced quotation without marks ends, and the doubt about it."""
    if phrases.OWN_OLDER.search(before):
        last = row + 1
        what = "one paragraph is taken for it"
    elif phrases.SOMEBODY_WROTE.search(before) and phrases.author_in(before):
        last = row
        while last < len(page.blocks) and _goes_on(page, last):
            last += 1
        what = "it is taken to run to the next heading, comment or notice"
    else:
        return row, ""
    first, end = page.blocks[row].first, page.blocks[max(row, last - 1)].last
    return last, f"characters {first:,} to {end:,} are announced as a quotation whose end is not marked; {what}"


def _goes_on(page: Page, row: int) -> bool:
    block = page.blocks[row]
    said = page.text[block.first : block.last]
    return block.kind == kinds.TEXT and block.comment < 0 and not phrases.is_heading(said)


def stated_date(page: Page) -> str:
    """Return the day on which a post says it was written, from a line that says little else; else the empty string."""
    if page.date:
        return page.date
    for block in page.blocks[:8]:
        said = page.text[block.first : block.last]
        found = [one for one in dates_in(said) if one.days] if block.comment < 0 and len(said) <= 100 else []
        if found and found[0].days and found[0].days[0] == found[0].days[1]:
            rest = phrases.POSTED.sub("", said[: found[0].first]) + said[found[0].last :]
            if len(rest.split()) <= 6 and (phrases.POSTED.match(said) or len(rest.split()) <= 2):
                return written_iso(found[0].days)
    return ""


def day_given(date: str) -> Days | None:
    """Return the days that a document's date means, None for no date."""
    return read_iso(date) if date else None
