"""The claims that a document seems to hold, as ``polemos read --claims`` prints them.

Comes in: a ``Document``, and a ledger to hold the proposals against if there is one.  Goes out: lines of text, or plain
data for ``--json``.  How claims are proposed is in ``evidence.proposals``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polemos.evidence.ledger import Ledger
    from polemos.evidence.segments import Document


def claims_text(document: Document, ledger: Ledger | None = None, width: int | None = None) -> str:
    """Return the proposed claims as a table, and how well they meet a ledger's spans."""
    from polemos.evidence.proposals import match, propose
    from polemos.experiments.tables import Column, Table, text_of

    proposals = propose(document)
    columns = (
        Column("span", right=False), Column("kind", right=False), Column("speaker", right=False),
        Column("given away by", right=False, wide=1),
    )  # fmt: skip
    rows = tuple((f"{one.first}-{one.last}", one.kind, one.speaker, ", ".join(one.cues)[:60]) for one in proposals)
    notes = ["proposed by words alone; a person confirms: polemos ledger new FILE"]
    if ledger is not None:
        met = match(proposals, ledger)
        notes.append(
            f"against the ledger: {met.found} of {met.spans} spans proposed (recall {met.recall:.2f}), "
            f"{met.right} of {met.proposals} proposals kept (precision {met.precision:.2f})"
        )
    return text_of([Table(f"{len(rows)} sentences that may hold a claim", columns, rows, tuple(notes))], width)


def claims_data(document: Document, ledger: Ledger | None = None) -> dict[str, Any]:
    """Return the same as plain data."""
    from polemos.evidence.proposals import match, propose

    proposals = propose(document)
    found: dict[str, Any] = {"proposals": [{**one._asdict(), "cues": list(one.cues)} for one in proposals]}
    if ledger is not None:
        met = match(proposals, ledger)
        found["match"] = {**met._asdict(), "recall": met.recall, "precision": met.precision}
    return found
