"""``polemos labels``: who is called what in a post, and by whom.

Comes in: a post and the war whose parties it names.  Goes out: a table, or JSON with every span.  Labels are told as
their speaker's words; who is meant is decided in ``evidence.called``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from polemos.interfaces.cli.post_options import Asked, post_options
from polemos.scenario.scalars import readable

if TYPE_CHECKING:
    from polemos.evidence.called import Called

SPANS = 6
"""Spans shown of a row; all are in ``--json``."""


@click.command("labels")
@post_options
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
def command_labels(asked: Asked, as_json: bool) -> None:
    """Say which loaded labels the post in FILE uses, for whom, and which speaker does.

    A label is told as its speaker's word. Where the text does not say which party is meant, all that may be are told.
    """
    from polemos.evidence.called import who_is_called
    from polemos.evidence.mentions import mentions_of

    document = asked.document()
    called = who_is_called(document, mentions_of(document, asked.known_names(asked.compiled())))
    if as_json:
        rows = [one._asdict() | {"ambiguous": one.ambiguous} for one in called]
        click.echo(json.dumps({"file": document.file, "digest": document.digest, "labels": rows}, indent=1))
    else:
        for line in in_words(called):
            click.echo(line)


def in_words(called: Sequence[Called]) -> Iterator[str]:
    """Yield the table, one line for each party, label and speaker."""
    if not called:
        yield "no label that the mapping knows is used"
        return
    yield f"{'times':>5}  {'label':<16} {'speaker':<28} {'of whom':<36} spans"
    for one in called:
        who = f"{one.speaker} ({readable(one.named)})" if one.named else one.speaker
        whom = " or ".join(one.whom) + (" ?" if one.ambiguous else "")
        spans = ", ".join(f"{first}:{last}" for first, last in one.spans[:SPANS])
        more = f" and {len(one.spans) - SPANS} more" if len(one.spans) > SPANS else ""
        marks = f"  ({one.in_marks} in quotation marks)" if one.in_marks else ""
        label = f"“{one.label}”"
        yield f"{len(one.spans):>5}  {label:<16} {who:<28} {whom:<36} {spans}{more}{marks}"
