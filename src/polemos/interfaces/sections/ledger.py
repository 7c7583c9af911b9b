"""The claims of a document and what became of them, for a page.

Comes in: an answer of ``argue``.  Goes out: a section with the table of verdicts, and the numbers of each claim folded
below it.  What the verdicts mean is in ``evidence.verdict``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.evidence.argued_tables import forecast_in_words, hangs_on, numbers
from polemos.interfaces.markup import Html, folded, join, paragraph, section, table, tag, text

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
NOTE = (
    "The words are ours; speakers are those of the document. What the model says and what was recorded are kept apart: "
    "a model can agree with a claim that the record contradicts. Values and questions are not judged."
)


def ledger(answer: Answer) -> Html:
    """Return the section of an argued ledger."""
    found = answer.findings
    which = list(found["statements"])
    head = ("Claim", "kind", "said by", *(f"model, {one}" if len(which) > 1 else "model" for one in which), "record")
    rows = [
        (
            f"{name} {claim['words']}", claim["kind"], claim["speaker"],
            *(claim["model"][one]["verdict"] for one in which), claim["record"]["verdict"],
        )
        for name, claim in found["claims"].items()
    ]  # fmt: skip
    caption = f"{found['ledger']['title']}: {len(rows)} claims, {found['histories']:,} histories of each war"
    details = [_claim(name, claim) for name, claim in found["claims"].items() if _told(claim)]
    again = tag("pre", tag("code", text(answer.command)))
    return section("ledger", "The document's claims", paragraph(NOTE, "note"), table(head, rows, caption, len(head)),
                   *details, again)  # fmt: skip


def _told(claim: Plain) -> bool:
    return bool(any(claim["statements"].values()) or claim["readings"] or claim["forecast"])


def _claim(name: str, claim: Plain) -> Html:
    rows = [
        (one["words"], which, *numbers(one), f"{one['verdict']}: {one['reason']}")
        for which, several in claim["statements"].items()
        for one in several
    ]
    rows += [(one["words"], "record", *numbers(one), f"{one['verdict']}: {one['reason']}") for one in claim["readings"]]
    parts = []
    if rows:
        head = ("What should be so", "asked of", "effect", "95 % interval, or range", "verdict")
        parts.append(table(head, rows, claim["words"], 2))
    said = [*hangs_on(claim), *([forecast_in_words(claim["forecast"])] if claim["forecast"] else [])]
    said += [f"Would tell it from {one.get('claim') or one['words']}: {one['observation']}" for one in claim["rivals"]]
    said += [claim["limits"]] if claim["limits"] else []
    return folded(f"{name}: {claim['words']}", join([*parts, *(paragraph(line, "note") for line in said)]))
