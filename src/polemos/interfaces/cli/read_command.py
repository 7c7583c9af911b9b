"""``polemos read``: a post in pieces, who says what and where.

Comes in: a file, or standard input, and the day it was written if it does not say so.  Goes out: an overview, or all of
it as JSON.  Reading is done in ``evidence.document``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from polemos.evidence.document import FORMATS, read_post
from polemos.scenario.scalars import readable

if TYPE_CHECKING:
    from polemos.evidence.segments import Document

DATE = click.DateTime(["%Y-%m-%d"])
SHOWN = 44
"""Characters shown of a segment; the whole is in ``--json``."""


@click.command("read")
@click.argument("file", metavar="FILE")
@click.option("--date", type=DATE, metavar="DATE", help="the day it was written, if it does not say so")
@click.option("--form", type=click.Choice(FORMATS), help="what it is  [default: by its name and its beginning]")
@click.option("--encoding", metavar="NAME", help="of the file, if it is not UTF-8 and does not declare another")
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
def command_read(file: str, date: datetime | None, form: str | None, encoding: str | None, as_json: bool) -> None:
    """Cut the post in FILE into who says what: paragraphs, quotations, digest items, comments.

    FILE is a web page as a browser saves it, Markdown or plain text; - is standard input.
    """
    document = read_post(file, date=date.date() if date else None, form=form, encoding=encoding)
    if as_json:
        click.echo(json.dumps(as_data(document), indent=1, allow_nan=False))
    else:
        for line in in_words(document):
            click.echo(line)


def as_data(document: Document) -> dict[str, Any]:
    """Return a document as plain data, its segments with their words."""
    return {
        "file": document.file, "format": document.format, "digest": document.digest, "title": document.title,
        "date": document.date, "left_out": list(document.left_out), "doubts": list(document.doubts),
        "text": document.text, "segments": [segment._asdict() for segment in document.segments],
    }  # fmt: skip


def in_words(document: Document) -> Iterator[str]:
    """Yield an overview: how much of each kind, who speaks, then every segment with its span and first words."""
    said = [segment for segment in document.segments if segment.kind != "gap"]
    yield f"{readable(document.file)}: {readable(document.title) or 'no title'}"
    yield f"{document.format}, {len(document.text):,} characters, date {document.date or 'not stated (--date DATE)'}"
    kinds = list(dict.fromkeys(segment.kind for segment in said))
    counts = [f"{sum(one.kind == kind for one in said)} {kind.replace('_', ' ')}" for kind in kinds]
    yield f"{len(said)} segments: {', '.join(counts)}"
    for what in document.left_out:
        yield f"left out: {what}"
    for doubt in document.doubts:
        yield f"doubt: {doubt}"
    yield "speaker                characters  named, date"
    for speaker in dict.fromkeys(segment.speaker for segment in said if segment.speaker):
        theirs = [segment for segment in said if segment.speaker == speaker]
        about = ", ".join(part for part in (readable(theirs[0].named), theirs[0].date) if part)
        yield f"  {speaker:<20} {sum(one.last - one.first for one in theirs):>9,}  {about}".rstrip()
    yield "segment"
    for row, segment in enumerate(document.segments):
        if segment.kind != "gap":
            answers = f" answers {segment.parent}" if segment.parent >= 0 else ""
            who = f"{segment.speaker}{answers}"
            span = f"{segment.first}:{segment.last}"
            words = readable(" ".join(document.said(segment).split())[:SHOWN])
            yield f"  {row:>4} {span:>13}  {segment.kind.replace('_', ' '):<11} {who:<21} {words}"
