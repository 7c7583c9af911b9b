"""The claims of a document, what became of them, and the document itself where its reader has it.

Comes in: an argued ledger, or the one that comes with polemos for a war; a post.  Goes out: the contract's ``Ledger``
and ``Document``.  Nothing of a document lies in a ledger: its text comes from the reader's own file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.evidence.argued_tables import forecast_in_words, hangs_on, numbers
from polemos.evidence.document import read_post
from polemos.evidence.ledger_file import read_ledger, shipped_for
from polemos.experiments.answer import Answer
from polemos.interfaces.explorer.plain import Plain

# Which panel shows what an outcome, or else a mechanism, is about.
PANELS = (
    ("fissure", "cohesion"), ("cohesion", "cohesion"), ("honoured", "requests"), ("refused", "requests"),
    ("late", "requests"), ("sorties", "requests"), ("dead", "dead"), ("killed", "dead"), ("civilians", "dead"),
    ("places", "holding"), ("people", "holding"), ("movement", "holding"), ("held", "holding"), ("joint", "graph"),
    ("trust", "graph"), ("command", "graph"), ("supply", "graph"), ("bargain", "graph"), ("ceasefire", "compare"),
    ("air", "requests"), ("attention", "requests"), ("offensive", "map"), ("control", "map"), ("combat", "dead"),
    ("endings", "answer"),
)  # fmt: skip


def ledger_of(run: Run, argued: Answer | None) -> Plain | None:
    """Return the ledger of the run's war; None if there is none."""
    if argued is not None:
        found = argued.findings
        return {
            "title": found["ledger"]["title"], "document": found["ledger"]["digest"], "command": argued.command,
            "claims": [_argued(name, claim) for name, claim in found["claims"].items()],
        }  # fmt: skip
    try:
        ledger = read_ledger(shipped_for(run.manifest.scenario))
    except BadInput:
        return None
    claims = []
    for name, claim in ledger.claims.items():
        asked = " ".join([*(one.outcome for one in claim.statements), *claim.rooms])
        claims.append(
            {**_bare(name, claim.words, claim.kind, claim.speaker, claim.spans, asked), "limits": claim.limits or ""}
        )
    return {
        "title": ledger.document.title, "document": ledger.document.digest, "claims": claims,
        "command": f"polemos argue {run.manifest.scenario} --seed {run.manifest.seed}",
    }  # fmt: skip


def _bare(name: str, words: str, kind: str, speaker: str, spans: Any, asked: str) -> Plain:
    """Return a claim of which nothing was asked."""
    return {
        "id": name, "words": words, "kind": kind, "speaker": speaker, "panel": panel_of(asked),
        "spans": [{"segment": "", "start": int(start), "end": int(end)} for start, end in spans],
        "model": [], "record": None, "rivals": [], "limits": "", "notes": [],
    }  # fmt: skip


def _argued(name: str, claim: Plain) -> Plain:
    outcomes = [one["outcome"] for several in claim["statements"].values() for one in several]
    asked = " ".join([*outcomes, *claim["rooms"]])
    model = [
        {"asked": which, "verdict": found["verdict"], "reasons": [_reason(one) for one in claim["statements"][which]]}
        for which, found in claim["model"].items()
    ]
    rivals = [f"{one.get('claim') or one['words']}: {one['observation']}" for one in claim["rivals"]]
    notes = [*hangs_on(claim), *([forecast_in_words(claim["forecast"])] if claim["forecast"] else [])]
    return {
        **_bare(name, claim["words"], claim["kind"], claim["speaker"], claim["spans"], asked),
        "model": model, "rivals": rivals, "limits": claim["limits"] or "", "notes": notes,
        "record": {"verdict": claim["record"]["verdict"], "reasons": [_reason(one) for one in claim["readings"]]},
    }  # fmt: skip


def _reason(one: Plain) -> Plain:
    effect, interval = numbers(one)
    verdict = f"{one['verdict']}: {one['reason']}"
    return {"words": one["words"], "effect": effect, "interval": interval, "verdict": verdict}


def panel_of(asked: str) -> str:
    """Return the panel that shows what these outcomes and mechanisms are about, "" for none."""
    words = asked.replace("_", " ").replace(".", " ").split()
    return next((panel for word, panel in PANELS for said in words if said.startswith(word)), "")


def document_of(path: str | Path) -> Plain:
    """Return a post in pieces; raises BadInput for what cannot be read."""
    document = read_post(Path(path))
    return {
        "title": document.title,
        "segments": [
            {"id": str(row), "speaker": one.speaker, "start": one.first, "end": one.last,
             "text": document.text[one.first : one.last]}
            for row, one in enumerate(document.segments) if document.text[one.first : one.last].strip()
        ],
    }  # fmt: skip
