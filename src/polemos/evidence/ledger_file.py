"""A ledger file: read, checked against its war and its document, written anew as a draft.

Comes in: the path of a ledger, the compiled war, a document.  Goes out: a ``Ledger``, or every fault with file, line
and the word that was probably meant.  The YAML is read by ``scenario.document`` under its budgets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from polemos.dimensions import MECHANISMS
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.ledger import Claim, Ledger, Reading
from polemos.experiments.outcomes import find_outcome
from polemos.scenario.document import read_document
from polemos.scenario.explain import explain, problem_at
from polemos.scenario.node import Node, Steps
from polemos.scenario.sources import WARS

if TYPE_CHECKING:
    from polemos.evidence.segments import Document
    from polemos.scenario.compile import War

FOLDER = WARS / "ledgers"
# Rooms that carry a claim and have no switch of their own.
FURTHER_ROOMS = ("decisions", "reserves", "allocation", "fissure", "events")
SERIES = ("own", "pair", "front", "won", "lost")
NEEDED = {
    "ratio": ("series", "inside", "outside"), "ratio_difference": ("series", "against", "inside", "outside"),
    "share_difference": ("series", "against", "inside", "outside"), "correlation": ("series", "against", "inside"),
    "sum": ("series", "inside"), "source": ("fact",),
}  # fmt: skip


def shipped_for(war: str) -> Path:
    """Return the ledger that comes with polemos for a war; raises BadInput if there is none."""
    path = FOLDER / f"{war}.yaml"
    if not path.is_file():
        hint = "name one with --ledger, or begin one with polemos ledger new"
        raise BadInput(Problem(f"no ledger comes with the war {war!r}", hint=hint))
    return path


def read_ledger(source: Path, war: War | None = None, what_ifs: Sequence[str] = ()) -> Ledger:
    """Return the ledger of a file; raises BadInput with all that is wrong, each with its line.

    With a war, its names are checked too: what-ifs, outcomes, camps, fronts, actors.
    """
    written = read_document(source)
    try:
        ledger = Ledger.model_validate(written.data)
    except ValidationError as error:
        raise BadInput(explain(error.errors(include_url=False), written.root, Ledger)) from None
    problems = list(_own_faults(ledger, written.root))
    if war is not None:
        problems += _of_another_war(ledger, written.root, war.name)
        problems += list(_strange_names(ledger, written.root, war, what_ifs))
    if problems:
        raise BadInput(problems)
    return ledger


def check_document(ledger: Ledger, source: Path, document: Document) -> None:
    """Raise BadInput if a ledger is of another document, or a span lies outside its text or holds only space."""
    root = read_document(source).root
    if ledger.document.digest != document.digest:
        what = f"is the ledger of another document: its digest is {ledger.document.digest[:12]}..."
        hint = f"that of {document.file} is {document.digest[:12]}..."
        raise BadInput(problem_at(root, ("document", "digest"), what, hint))
    problems = []
    for name, claim in ledger.claims.items():
        for row, (first, last) in enumerate(claim.spans):
            at: Steps = ("claims", name, "spans", row)
            if last > len(document.text):
                what = f"ends at {last:,}, beyond the {len(document.text):,} characters of {document.file}"
                problems.append(problem_at(root, at, what))
            elif not document.text[first:last].strip():
                problems.append(problem_at(root, at, "holds no words"))
    if problems:
        raise BadInput(problems)


def _own_faults(ledger: Ledger, root: Node) -> Iterator[Problem]:
    """Give what is wrong with a ledger by itself."""
    known = list(ledger.claims)
    for name, claim in ledger.claims.items():
        at: Steps = ("claims", name)
        for row, (first, last) in enumerate(claim.spans):
            if first < 0 or last <= first:
                yield problem_at(root, (*at, "spans", row), f"the span {first} to {last} is empty")
        for row, room in enumerate(claim.rooms):
            rooms = [*MECHANISMS, *FURTHER_ROOMS]
            if room not in rooms:
                yield problem_at(root, (*at, "rooms", row), f"there is no room {room!r}", did_you_mean(room, rooms))
        for row, rival in enumerate(claim.rivals):
            here = (*at, "rivals", row)
            if (rival.claim is None) == (rival.words is None):
                yield problem_at(root, here, "needs either a claim or words")
            elif rival.claim is not None and (rival.claim not in known or rival.claim == name):
                what = f"there is no other claim {rival.claim}"
                yield problem_at(root, (*here, "claim"), what, did_you_mean(rival.claim, known))
        for row, reading in enumerate(claim.record):
            yield from _of_reading(reading, (*at, "record", row), ledger, root)
        yield from _of_kind(claim, at, root)


def _of_kind(claim: Claim, at: Steps, root: Node) -> Iterator[Problem]:
    if claim.kind in ("evaluative", "question") and (claim.statements or claim.record or claim.resolution):
        article = "an evaluative claim" if claim.kind == "evaluative" else "a question"
        yield problem_at(root, (*at, "kind"), f"{article} is not judged: nothing can be asked of it")
    if claim.resolution is not None and claim.kind != "forecast":
        yield problem_at(root, (*at, "resolution"), f"belongs to a forecast, this claim is {claim.kind}")
    if claim.resolution is not None and claim.resolution.by <= claim.resolution.since:
        yield problem_at(root, (*at, "resolution", "by"), "must be later than since")


def _of_reading(reading: Reading, at: Steps, ledger: Ledger, root: Node) -> Iterator[Problem]:
    for field in NEEDED[reading.statistic]:
        if not getattr(reading, field):
            yield problem_at(root, at, f'{reading.statistic} needs the key "{field}"')
    if reading.fact is not None and reading.fact not in ledger.facts:
        near = did_you_mean(reading.fact, list(ledger.facts))
        yield problem_at(root, (*at, "fact"), f"there is no fact {reading.fact!r}", near)
    if reading.statistic in ("sum", "source") and reading.least is None and reading.most is None:
        yield problem_at(root, at, f"{reading.statistic} needs least, most or both")
    for field in ("inside", "outside"):
        days = getattr(reading, field)
        if days and days[1] < days[0]:
            yield problem_at(root, (*at, field), f"ends on {days[1]}, before {days[0]}")


def _of_another_war(ledger: Ledger, root: Node, war: str) -> list[Problem]:
    if ledger.war == war:
        return []
    return [problem_at(root, ("war",), f"is a ledger of {ledger.war}, not of {war}")]


def _strange_names(ledger: Ledger, root: Node, war: War, what_ifs: Sequence[str]) -> Iterator[Problem]:
    """Give the names that the war does not have."""
    for name, claim in ledger.claims.items():
        at: Steps = ("claims", name)
        for row, one in enumerate(claim.statements):
            here = (*at, "statements", row)
            if one.change not in what_ifs:
                hint = did_you_mean(one.change, what_ifs) or f"there are {', '.join(what_ifs)}"
                yield problem_at(root, (*here, "change"), f"there is no what-if {one.change!r}", hint)
            yield from _outcome(one.outcome, (*here, "outcome"), root, war)
        for row, reading in enumerate(claim.record):
            for field in ("series", "against"):
                yield from _series(getattr(reading, field), (*at, "record", row, field), root, war)
        if claim.labels is not None and claim.labels.actor not in war.legend.actors:
            what, near = f"there is no actor {claim.labels.actor!r}", list(war.legend.actors)
            yield problem_at(root, (*at, "labels", "actor"), what, did_you_mean(claim.labels.actor, near))
    for row, outcome in enumerate(ledger.attributed):
        yield from _outcome(outcome, ("attributed", row), root, war)


def _outcome(name: str, at: Steps, root: Node, war: War) -> Iterator[Problem]:
    try:
        find_outcome(name, war)
    except BadInput as error:
        for problem in error.problems:
            yield problem_at(root, at, problem.what, problem.hint)


def _series(text: str, at: Steps, root: Node, war: War) -> Iterator[Problem]:
    for part in filter(None, (part.strip() for part in text.split("+"))):
        kind, dot, name = part.partition(".")
        if not dot or kind not in SERIES:
            hint = did_you_mean(kind, SERIES) or f"there are {', '.join(f'{one}.NAME' for one in SERIES)}"
            yield problem_at(root, at, f"{part!r} is no series", hint)
            continue
        known = war.legend.fronts if kind == "front" else war.legend.camps
        names = name.split("|")
        if len(names) not in {"pair": (2,), "own": (1, 2)}.get(kind, (1,)):
            yield problem_at(root, at, f"{part!r} needs {'two camps' if kind == 'pair' else 'one name'}")
        word = "front" if kind == "front" else "camp"
        for one in names:
            if one not in known:
                yield problem_at(root, at, f"there is no {word} {one!r}", did_you_mean(one, list(known)))
