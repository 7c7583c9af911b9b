"""The claims of a document beside the model: what each says, its verdicts, and which panel shows what it speaks of.

Comes in: a run and an answer of ``argue``, or the ledger that comes with the run's war; the path of a document.  Goes
out: the contract's ``Ledger`` and ``Document``.  The document is the user's own file: its text is handed to the page
and kept nowhere.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from polemos.engine.course import scenario_of
from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.evidence.argued_tables import forecast_in_words, hangs_on, numbers
from polemos.evidence.document import read_post
from polemos.evidence.ledger import Claim
from polemos.evidence.ledger_file import read_ledger, shipped_for
from polemos.evidence.segments import Document
from polemos.experiments.answer import Answer
from polemos.interfaces.explorer.plain import Plain

OUTCOMES = {
    "requests": "requests honoured_share late_share refused_share",
    "cohesion": "cohesion mean_cohesion first_fissure first_fissure_day days_to_fissure fissure fissure_actor "
    "fissure_kind breaks joint_share frustration",
    "dead": "dead armour_lost aircraft_lost displaced",
    "holding": "places_held population_held men net_movement gross_movement to_and_fro quagmire",
    "map": "place_changes changes_back attacks offensives_started offensives_repelled initiative initiative_lost",
    "compare": "ending ends_as ongoing days_of_war",
}
"""Which panel shows an outcome, by the first word of its name."""
ROOMS = {
    "requests": "air allocation", "map": "attention offensive reserves ceasefire", "holding": "control",
    "dead": "combat civilians", "graph": "supply bargain trust", "cohesion": "command fissure",
    "compare": "endings decisions", "history": "events",
}  # fmt: skip
"""Which panel shows what a mechanism does, for claims of which nothing is asked of the model."""


def ledger_of(run: Run, argued: Answer | None = None, document: Document | None = None) -> Plain | None:
    """Return the argued claims, or those of the packaged ledger without verdicts; None if there are neither.

    With the document its segments are named in the spans; without it they are "".  The spans of another document than
    the ledger's own are left out: they would point at words that are not meant.
    """
    return _argued(argued, document) if argued is not None else _packaged(run, document)


def panel_of(outcomes: Iterable[str], rooms: Iterable[str]) -> str:
    """Return the panel that shows the first outcome that any panel shows, else the first room's; "" if none does."""
    of_outcome, of_room = (
        {name: panel for panel, names in table.items() for name in names.split()} for table in (OUTCOMES, ROOMS)
    )
    first = (re.split(r"\W", name)[0] for name in outcomes)
    return next((of_outcome[name] for name in first if name in of_outcome), "") or next(
        (of_room[name] for name in rooms if name in of_room), ""
    )


def _argued(answer: Answer, document: Document | None) -> Plain:
    found = answer.findings
    about = found["ledger"]
    where = _Where(about["digest"], document)
    return {
        "title": about["title"], "document": f"{about['title']}, {about['date']}", "command": answer.command,
        "claims": [_judged(name, claim, where) for name, claim in found["claims"].items()],
    }  # fmt: skip


def _judged(name: str, claim: Plain, where: _Where) -> Plain:
    """Return a claim with its verdicts."""
    several = [one for each in claim["statements"].values() for one in each]
    forecast = claim["forecast"]
    outcomes = [one["outcome"] for one in several] + ([forecast["measure"]] if forecast else [])
    notes = [*hangs_on(claim), *([forecast_in_words(forecast)] if forecast else [])]
    notes += [f"model, {which}: {one['reason']}" if len(claim["model"]) > 1 else f"model: {one['reason']}"
              for which, one in claim["model"].items() if not claim["statements"][which]]  # fmt: skip
    return {
        **_frame(name, claim["words"], claim["kind"], claim["speaker"], claim["spans"], where),
        "panel": panel_of(outcomes, claim["rooms"]),
        "model": [
            {"asked": which, "verdict": claim["model"][which]["verdict"], "reasons": [_reason(one) for one in each]}
            for which, each in claim["statements"].items()
        ],
        "record": {
            "verdict": claim["record"]["verdict"], "reasons": [_reason(one) for one in claim["readings"]]
        },
        "rivals": [f"{one.get('claim') or one['words']}: {one['observation'].strip()}" for one in claim["rivals"]],
        "limits": (claim["limits"] or "").strip(),
        "notes": notes + ([] if claim["readings"] else [f"record: {claim['record']['reason']}"]),
    }  # fmt: skip


def _reason(one: Plain) -> Plain:
    effect, interval = numbers(one)
    return {"words": one["words"], "effect": effect, "interval": interval, "verdict": one["verdict"]}


def _packaged(run: Run, document: Document | None) -> Plain | None:
    """Return the claims of the ledger that comes with the war and fits it; None if there is none."""
    try:
        book = read_ledger(shipped_for(run.manifest.scenario), run.war, list(scenario_of(run.war).what_ifs))
    except BadInput:
        return None
    where = _Where(book.document.digest, document)
    return {
        "title": book.document.title, "document": f"{book.document.title}, {book.document.date.isoformat()}",
        "command": shlex.join(["polemos", "argue", run.manifest.source or run.manifest.scenario]),
        "claims": [_unjudged(name, claim, where) for name, claim in book.claims.items()],
    }  # fmt: skip


def _unjudged(name: str, claim: Claim, where: _Where) -> Plain:
    """Return a claim with what would be asked, and no verdict."""
    outcomes = [one.outcome for one in claim.statements]
    outcomes += [claim.resolution.measure] if claim.resolution else []
    return {
        **_frame(name, claim.words, claim.kind, claim.speaker, claim.spans, where),
        "panel": panel_of(outcomes, claim.rooms),
        "model": [{"asked": "model", "verdict": "", "reasons": [_unasked(one.words) for one in claim.statements]}]
        if claim.statements
        else [],
        "record": {"verdict": "", "reasons": [_unasked(one.words) for one in claim.record]} if claim.record else None,
        "rivals": [f"{one.claim or one.words}: {one.observation.strip()}" for one in claim.rivals],
        "limits": (claim.limits or "").strip(),
        "notes": [f"forecast, by {claim.resolution.by}: {claim.resolution.words}"] if claim.resolution else [],
    }  # fmt: skip


def _unasked(words: str) -> Plain:
    return {"words": words, "effect": "", "interval": "", "verdict": ""}


def _frame(name: str, words: str, kind: str, speaker: str, spans: Sequence[Sequence[int]], where: _Where) -> Plain:
    """Return what a claim says, who says it and where."""
    return {
        "id": name, "words": words, "kind": kind, "speaker": speaker,
        "spans": [
            {"segment": where.segment(int(first)), "start": int(first), "end": int(last)}
            for first, last in spans
            if where.fits
        ],
    }  # fmt: skip


class _Where(NamedTuple):
    """The document that spans point into, by its digest, and the one that is there."""

    digest: str
    document: Document | None

    @property
    def fits(self) -> bool:
        """Whether no other document is there."""
        return self.document is None or self.document.digest == self.digest

    def segment(self, place: int) -> str:
        """Return the id of the segment in which a character lies, "" if that is not known."""
        if self.document is None or not 0 <= place < len(self.document.text):
            return ""
        return f"s{self.document.segment_at(place)}"


def document_of(path: str | Path) -> Plain:
    """Return a document in segments; raises BadInput for what cannot be read."""
    return document_in_segments(read_post(Path(path)))


def document_in_segments(document: Document) -> Plain:
    """Return a document that was read, without the gaps between its segments; spans count its characters from 0."""
    return {
        "title": document.title or Path(document.file).name,
        "segments": [
            {
                "id": f"s{row}", "speaker": segment.speaker, "start": segment.first, "end": segment.last,
                "text": document.said(segment),
            }
            for row, segment in enumerate(document.segments)
            if segment.kind != "gap"
        ],
    }  # fmt: skip
