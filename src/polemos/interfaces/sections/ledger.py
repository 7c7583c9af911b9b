"""The claims of a document and what became of them, for a page.

Comes in: an answer of ``argue``.  Goes out: a section with the table of verdicts, and the numbers of each claim folded
below it.  What the verdicts mean is in ``evidence.verdict``.  Without such an answer the claims of the ledger that
comes with the war stand there, not yet argued.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.errors import BadInput
from polemos.evidence.argued_tables import forecast_in_words, hangs_on, numbers
from polemos.evidence.ledger_file import read_ledger, shipped_for
from polemos.interfaces.kept_answers import differences
from polemos.interfaces.markup import Html, folded, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.facts import Facts

if TYPE_CHECKING:
    from polemos.evidence.ledger import Claim, Ledger
    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
NOTE = (
    "The words are ours; speakers are those of the document. What the model says and what was recorded are kept apart: "
    "a model can agree with a claim that the record contradicts. Values and questions are not judged."
)


def ledger(facts: Facts, answer: Answer | None) -> Html:
    """Return the section of the claims: argued if there is an answer, else as they stand in the war's own ledger."""
    return unargued(facts.run.manifest.scenario) if answer is None else argued(facts, answer)


def unargued(war: str) -> Html:
    """Return the claims of the ledger that comes with a war, with their sources, and the command that argues them."""
    try:
        found = read_ledger(shipped_for(war))
    except BadInput:
        said = "No ledger comes with this war. One is begun from a document, and argued, with:"
        commands = "polemos ledger new DOCUMENT --war RUN/scenario.yaml --out LEDGER\n"
        commands += "polemos argue RUN/scenario.yaml --ledger LEDGER --out ARGUED"
        return section("ledger", "The document's claims", paragraph(said), tag("pre", tag("code", text(commands))))
    rows = [_claimed(name, claim, found) for name, claim in found.claims.items()]
    head = ("Claim", "kind", "said by", "in the document at", "figures from", "what would answer it")
    caption = f"{found.document.title}, {found.document.date.isoformat()}: {len(rows)} claims, not argued yet"
    said = "Not argued yet: nothing is said here about whether a claim is true. Verdicts come with:"
    command = f"polemos argue {war} --out ARGUED\npolemos report RUN --argued ARGUED"
    return section(
        "ledger", "The document's claims", paragraph(NOTE, "note"), paragraph(said),
        tag("pre", tag("code", text(command))), table(head, rows, caption, len(head), "claims"),
    )  # fmt: skip


def _claimed(name: str, claim: Claim, whole: Ledger) -> tuple[str, ...]:
    spans = ", ".join(f"{first:,}–{last:,}" for first, last in claim.spans)
    facts = [whole.facts[one.fact].source for one in claim.record if one.fact]
    asked = [one.words for one in claim.statements] + [one.words for one in claim.record]
    asked += [claim.resolution.words] if claim.resolution else []
    return (
        f"{name} {claim.words}", claim.kind, claim.speaker, f"characters {spans}", "; ".join(dict.fromkeys(facts)),
        "; ".join(dict.fromkeys(asked)) or claim.limits or claim.unrecorded or "not testable",
    )  # fmt: skip


def argued(facts: Facts, answer: Answer) -> Html:
    """Return the section of an argued ledger."""
    other = differences(facts.run, answer)
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
    warned = [paragraph(other, "warned")] if other else []
    return section("ledger", "The document's claims", paragraph(NOTE, "note"), *warned,
                   table(head, rows, caption, len(head)), *details, again)  # fmt: skip


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
