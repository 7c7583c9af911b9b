"""``polemos read``: a post in pieces, who says what and where.

Comes in: a file, or standard input, and the day it was written if it does not say so.  Goes out: an overview, or all of
it as JSON.  With ``--against``, how well the reading agrees with what a person marked.  Reading is
done in ``evidence.document``, comparing in ``evidence.agreement``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from polemos.errors import BadInput, Problem
from polemos.interfaces.cli.post_options import Asked, post_options
from polemos.interfaces.cli.told_words import compared_as_data, compared_lines, told_as_data, told_lines
from polemos.scenario.scalars import readable

if TYPE_CHECKING:
    from polemos.evidence.agreement import Agreement
    from polemos.evidence.segments import Document

SHOWN = 44
"""Characters shown of a segment; the whole is in ``--json``."""


@click.command("read")
@post_options
@click.option("--told", "tells", is_flag=True, help="print the events that it tells: who did what to whom, where, when")
@click.option(
    "--claims", "claims", is_flag=True, help="print the sentences that may hold a claim, and what gives them away"
)
@click.option("--ledger", metavar="FILE", help="hold these against the confirmed claims of a ledger")
@click.option("--events", metavar="FILE", help="hold them against recorded events, as UCDP GED or ACLED deliver them")
@click.option("--changes", multiple=True, metavar="FILE", help="and against changes of hands; may be given again")
@click.option("--mapping", metavar="FILE", help="what the recorder's names mean  [default: what comes with the war]")
@click.option("--against", metavar="ANNOTATION", help="say how well this agrees with what a person marked by hand")
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
def command_read(
    asked: Asked, tells: bool, claims: bool, ledger: str | None,
    events: str | None, changes: tuple[str, ...], mapping: str | None, against: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Cut the post in FILE into who says what: paragraphs, quotations, digest items, comments.

    FILE is a web page as a browser saves it, Markdown or plain text; - is standard input.
    """
    if changes and events is None:
        raise BadInput(Problem("needs --events", key="--changes"))
    if ledger is not None and not claims:
        raise BadInput(Problem("needs --claims", key="--ledger"))
    document = asked.document()
    if claims:
        lines, data = _claims(document, ledger)
    elif against is not None:
        lines, data = _agreement(asked, document, against)
    elif events is not None:
        lines, data = _compared(asked, document, events, changes, mapping)
    elif tells or as_json:
        lines, data = _told(asked, document)
    else:
        lines, data = in_words(document), {}
    if as_json:
        click.echo(json.dumps(data, indent=1, allow_nan=False))
    else:
        for line in lines:
            click.echo(line)


def _claims(document: Document, file: str | None) -> tuple[Iterator[str], dict[str, Any]]:
    from pathlib import Path

    from polemos.evidence.ledger_file import check_document, read_ledger
    from polemos.interfaces.cli.claims_section import claims_data, claims_text

    ledger = None if file is None else read_ledger(Path(file))
    if ledger is not None:
        check_document(ledger, Path(str(file)), document)
    return iter(claims_text(document, ledger).splitlines()), claims_data(document, ledger)


def _told(asked: Asked, document: Document) -> tuple[Iterator[str], dict[str, Any]]:
    from polemos.evidence.coding import events_of
    from polemos.evidence.mentions import mentions_of

    mentions = mentions_of(document, asked.known_names(asked.compiled()))
    told = events_of(document, mentions)
    data = as_data(document) | {
        "mentions": [one._asdict() | {"ambiguous": one.ambiguous} for one in mentions],
        "events": [told_as_data(one) for one in told],
    }
    return told_lines(told), data


def _compared(
    asked: Asked, document: Document, events: str, changes: tuple[str, ...], mapping: str | None
) -> tuple[Iterator[str], dict[str, Any]]:  # fmt: skip
    from polemos.evidence.coding import events_of
    from polemos.evidence.control_changes import read_changes
    from polemos.evidence.mapping_file import read_mapping
    from polemos.evidence.matching import match
    from polemos.evidence.mentions import mentions_of
    from polemos.evidence.readers import read_events
    from polemos.evidence.recorded_near import compare_told

    war = asked.compiled()
    told = events_of(document, mentions_of(document, asked.known_names(war)))
    recorder = read_mapping(mapping, war)
    matched = match(read_events(events).events, recorder, war)
    hands = read_changes(changes, recorder, war) if changes else None
    rows = compare_told(document, told, matched, war, hands)
    data = {"file": document.file, "digest": document.digest, "date": document.date, "record": matched.mapping.record,
            "compared": [compared_as_data(one) for one in rows]}  # fmt: skip
    return compared_lines(rows), data


def _agreement(asked: Asked, document: Document, against: str) -> tuple[Iterator[str], dict[str, Any]]:
    from polemos.evidence.agreement import agreement_on_events, agreement_on_mentions
    from polemos.evidence.annotation_file import read_annotation
    from polemos.evidence.coding import events_of
    from polemos.evidence.mentions import mentions_of

    marks = read_annotation(against, document)
    mentions = mentions_of(document, asked.known_names(asked.compiled()))
    rows: list[Agreement] = []
    if marks.mentions is not None:
        rows += agreement_on_mentions(mentions, marks.mentions)
    if marks.events is not None:
        rows += agreement_on_events(events_of(document, mentions), marks.events)
    return agreement_lines(rows), {"file": document.file, "annotation": marks.file,
                                   "agreement": [row._asdict() for row in rows]}  # fmt: skip


def agreement_lines(rows: Sequence[Agreement]) -> Iterator[str]:
    """Yield precision and recall kind by kind."""
    yield f"{'':<10} {'marked':>7} {'found':>7} {'right':>7} {'exact span':>11} {'precision':>10} {'recall':>7}"
    for row in rows:
        shares = [f"{value:.2f}" if value == value else "-" for value in (row.precision, row.recall)]
        counts = f"{row.marked:>7} {row.found:>7} {row.right:>7} {row.exact:>11}"
        yield f"{row.kind:<10} {counts} {shares[0]:>10} {shares[1]:>7}"


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
