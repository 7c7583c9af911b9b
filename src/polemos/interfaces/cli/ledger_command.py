"""``polemos ledger``: begin the ledger of a document, and say what is wrong with one.

Comes in: a document, or a ledger.  Goes out: a draft for a person to confirm; or the number of claims, or every fault.
What a ledger is, is in ``evidence.ledger``; documents are read in ``evidence.document``.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polemos.errors import BadInput, Problem
from polemos.interfaces.cli.record_options import DATE

if TYPE_CHECKING:
    from polemos.evidence.segments import Document


@click.group("ledger")
def command_ledger() -> None:
    """Begin the ledger of a document, or check one: each claim with its place, its speaker and what would answer it."""


@command_ledger.command("new")
@click.argument("file")
@click.option("--war", required=True, metavar="SCENARIO", help="the war that the document is about: a name or a file")
@click.option("--date", "day", type=DATE, metavar="DATE", help="when it was written, if it does not say so itself")
@click.option("-o", "--out", required=True, metavar="FILE", help="where the draft goes; it must not exist yet")
def new(file: str, war: str, day: datetime | None, out: str) -> None:
    """Write a draft ledger of the document FILE: a claim for every sentence whose words give one away.

    The draft has spans and kinds; words, statements, record and rivals are a person's to write.
    """
    from polemos.evidence.proposals import MOST, draft, propose
    from polemos.scenario.load import load

    name, document = load(war).name, read_document(file, day)
    written = day.date().isoformat() if day else document.date[:10]
    if not written:
        raise BadInput(Problem("does not say when it was written", file=file, hint="say so with --date"))
    proposals = propose(document)
    if not proposals:
        raise BadInput(Problem("holds no sentence that looks like a claim", file=file))
    try:
        with Path(out).open("x", encoding="utf-8") as target:
            target.write(draft(document, name, proposals, written))
    except FileExistsError:
        raise BadInput(Problem("exists already", file=out, hint="name another file with --out")) from None
    number = min(len(proposals), MOST)
    click.echo(f"{out}: {number} claim{'s' if number != 1 else ''} to confirm")


@command_ledger.command("check")
@click.argument("file")
@click.option("--document", metavar="FILE", help="the document itself: digest and spans are checked too")
@click.option("--war", metavar="SCENARIO", help="the war, if it is none of those that come with polemos")
def check(file: str, document: str | None, war: str | None) -> None:
    """Say what is wrong with the ledger FILE: names that its war does not have, spans that lie outside its document."""
    from polemos.evidence.ledger_file import check_document, read_ledger
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    path = Path(file)
    scenario = load(war or read_ledger(path).war)
    ledger = read_ledger(path, compile_scenario(scenario), list(scenario.what_ifs))
    if document is not None:
        check_document(ledger, path, read_document(document, None))
    kinds = [claim.kind for claim in ledger.claims.values()]
    told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    asked = sum(len(claim.statements) for claim in ledger.claims.values())
    read = sum(len(claim.record) for claim in ledger.claims.values())
    click.echo(f"{file}: {len(kinds)} claims ({told}); {asked} statements, {read} readings")


def read_document(file: str, day: datetime | None) -> Document:
    """Return a document in pieces."""
    room: Any = import_module("polemos.evidence.document")
    found: Document = room.read_post(Path(file), date=day.date() if day else None)
    return found
