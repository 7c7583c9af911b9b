"""``argue``: for each claim of a document a verdict in the model and one in the record, kept apart, with the numbers.

Comes in: a war, a ledger, and what was recorded.  Goes out: an ``Answer``.  Every statement of a claim is a paired
contrast of the war with and without the stated cause, on common random numbers; every reading a number of the record;
every forecast a chance, an outcome and a score.  The rules of judging are next door in ``verdict``, the record's
numbers in ``record_estimands``, forecasts in ``forecasts``, how the answer looks in ``argued_tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.run import Run
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.argued_data import Asked, Mentions, claims_of, dataset_of, effect_of
from polemos.evidence.argued_data import called as called
from polemos.evidence.argued_tables import draw as draw
from polemos.evidence.argued_tables import size as size
from polemos.evidence.argued_tables import tables as tables
from polemos.evidence.called import counts_of, who_is_called
from polemos.evidence.control_changes import read_changes
from polemos.evidence.counting import too_long
from polemos.evidence.document import read_post
from polemos.evidence.forecasts import resolve
from polemos.evidence.ledger import Claim, Ledger, Statement
from polemos.evidence.ledger_file import check_document, read_ledger, shipped_for
from polemos.evidence.mapping_file import read_mapping
from polemos.evidence.matching import match
from polemos.evidence.mentions import mentions_of
from polemos.evidence.names_file import read_names
from polemos.evidence.readers import read_events
from polemos.evidence.record_estimands import measure
from polemos.evidence.record_series import Recorded
from polemos.evidence.turning import turning
from polemos.evidence.verdict import (
    NOT_TESTABLE,
    UNKNOWN,
    Judgement,
    chance,
    holm,
    judge,
)
from polemos.experiments.answer import Answer, make_answer
from polemos.experiments.case import Case, laid_over
from polemos.experiments.contrasts.compare import Contrasts, contrasts
from polemos.experiments.laboratory import Laboratory, laboratory_for
from polemos.experiments.outcomes import Outcome, find_outcome
from polemos.experiments.statistics import estimate

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

HISTORIES = 400
SMALLEST = 0.01
"""The smallest effect worth the name: a percentage point of a share, a hundredth of an amount without the cause."""
PRIOR, POSTERIOR = "prior", "posterior"


def argue(
    scenario: str | Path | Scenario,
    *,
    ledger: str | Path | None = None,
    claims: Sequence[str] = (),
    events: str | Path | None = None,
    changes: str | Path | Sequence[str | Path] = (),
    mapping: str | Path | None = None,
    long_events: str = "spread",
    posterior: str | Path | None = None,
    document: str | Path | None = None,
    histories: int | None = None,
    seed: int = 1,
    days: int | None = None,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Hold the claims of a ledger against a model of their war and against what was recorded of it.

    ``ledger`` is by default the one that comes with the war, ``claims`` all of its claims, ``days`` [the day of the
    document].  ``events`` and ``changes`` are files of what was recorded; ``posterior`` a folder of ``calibrate``, from
    which inputs are drawn a second time; ``document`` the ledger's own, to count who calls whom what.
    ``histories`` [400] of each war.  Raises BadInput, EnvironmentTrouble, Interrupted.
    """
    from polemos.scenario.load import load

    several = [changes] if isinstance(changes, (str, Path)) else list(changes)
    war = load(scenario) if isinstance(scenario, (str, Path)) else scenario
    file = shipped_for(war.name) if ledger is None else Path(ledger)
    first = read_ledger(file)
    days = days or max(1, min(war.days, (first.document.date - war.start).days + 1))
    lab = laboratory_for(laboratory, scenario, seed, days, out, cases, threads, progress)
    book = read_ledger(file, lab.war(), list(war.what_ifs))
    chosen = _chosen(book, claims)
    mentions = None if document is None else _mentions(lab.war(), book, Path(document), file)
    number = HISTORIES if histories is None else histories
    recorded = _recorded(lab.war(), events, several, mapping, long_events)
    runs: dict[str, Run] = {}
    asked = {which: _model(chosen, lab, ground, number, runs, which) for which, ground in _grounds(posterior).items()}
    readings = {name: [measure(one, recorded, book.facts) for one in claim.record] for name, claim in chosen.items()}
    horizons = _Horizons(scenario, lab, cases or (Path(out) / "cases" if out else None))
    resolved = {
        name: resolve(claim.resolution, recorded, horizons.longest, horizons, Changes(), number)
        for name, claim in chosen.items()
        if claim.resolution is not None
    }
    found = {
        "ledger": {"title": book.document.title, "digest": book.document.digest, "war": book.war, "file": file.name,
                   "date": book.document.date.isoformat()},
        "histories": number, "smallest": SMALLEST, "record": recorded is not None,
        "claims": claims_of(chosen, asked, readings, resolved, mentions),
        "statements": {which: sum(map(len, several.values())) for which, several in asked.items()},
    }  # fmt: skip
    question = {
        "scenario": lab.name, "ledger": _named(ledger), "claim": list(claims), "events": _named(events),
        "changes": [str(one) for one in several], "mapping": _named(mapping),
        "long_events": "" if long_events == "spread" else long_events, "document": _named(document),
        "posterior": _named(posterior), "days": days, "histories": number, "seed": seed,
    }  # fmt: skip
    answer = make_answer("argue", question, lab, runs, dataset_of(found), found)
    if out is not None:
        answer.save(out)
    return answer


def _named(path: str | Path | None) -> str | None:
    """Return a path as an answer keeps it."""
    return None if path is None else str(path)


def _mentions(war: War, book: Ledger, path: Path, file: Path) -> Mentions:
    """Return who calls whom what in the document; raises BadInput if it is not the ledger's."""
    document = read_post(path, date=book.document.date)
    check_document(book, file, document)
    return counts_of(who_is_called(document, mentions_of(document, read_names(None, war))))


def _chosen(book: Ledger, claims: Sequence[str]) -> dict[str, Claim]:
    for name in claims:
        if name not in book.claims:
            near = did_you_mean(name, list(book.claims)) or f"there are {', '.join(book.claims)}"
            raise BadInput(Problem(f"there is no claim {name!r} in the ledger", "--claim", hint=near))
    return book.claimed(tuple(claims))


def _grounds(posterior: str | Path | None) -> dict[str, Changes]:
    grounds = {PRIOR: Changes()}
    return grounds if posterior is None else {**grounds, POSTERIOR: Changes(edits=(f"posterior={posterior}",))}


def _recorded(
    war: War, events: str | Path | None, changes: Sequence[str | Path], mapping: str | Path | None, long_events: str
) -> Recorded | None:
    """Return what was recorded, counted as far as any of the files goes; None without files."""
    if events is None and not changes:
        return None
    names = read_mapping(mapping, war)
    matched = None if events is None else match(read_events(events).events, names, war)
    last: list[date] = []
    if matched is not None:
        if long_events == "leave_out":
            left = np.where(too_long(matched.events), "longer than 31 days", matched.left_out)
            matched = matched._replace(left_out=left)
        last.append(matched.events.last[matched.counted].max().astype(object))
    listed = read_changes(list(changes), names, war) if changes else None
    if listed is not None:
        last.append(listed.rows[-1].day)
    return Recorded(war, matched, listed, max(last))


class _Horizons(dict[int, Laboratory]):
    """Laboratories of the same war and seed with other horizons, made when a forecast needs one."""

    def __init__(self, scenario: str | Path | Scenario, lab: Laboratory, cases: str | Path | None) -> None:
        self._scenario, self._lab, self._cases = scenario, lab, cases
        self[lab.war().days] = lab
        whole = Laboratory(scenario, seed=lab.seed, cases=cases, threads=lab.threads)
        self.longest = whole.war()

    def __missing__(self, days: int) -> Laboratory:
        lab = self._lab
        made = Laboratory(
            self._scenario, seed=lab.seed, days=days, cases=self._cases, threads=lab.threads, progress=lab.progress
        )
        self[days] = made
        return made


def _model(
    chosen: Mapping[str, Claim], lab: Laboratory, ground: Changes, histories: int, runs: dict[str, Run], which: str
) -> dict[str, list[Asked]]:
    """Return what the model says of every statement; each war is simulated once, all statements are held together."""
    statements = [(name, one) for name, claim in chosen.items() for one in claim.statements]
    if not statements:
        return {name: [] for name in chosen}
    usual = Case("baseline" if which == PRIOR else which, ground)
    extra = "" if which == PRIOR else f", {which}"
    label = {one.change: f"what if {one.change}{extra}" for _, one in statements}
    cases = [usual, *(Case(text, laid_over(ground, Changes(what_if=(name,)))) for name, text in label.items())]
    war = lab.war(usual)
    outcomes = {one.outcome: find_outcome(one.outcome, war) for _, one in statements}
    # The war with the cause less the one without: the effect of the cause.
    pairs = [(usual.label, case.label) for case in cases[1:]]
    found = contrasts(lab, cases, pairs, list(outcomes.values()), histories)
    runs |= {case.label: run for case, run in zip(cases, lab.run_all(cases, histories), strict=True)}
    inputs, paths = lab.inputs(histories, usual), [item.path for item in war.inputs]
    rows = {name: row for row, name in enumerate(outcomes)}
    raw = [
        _raw(one, found, usual.label, label[one.change], rows[one.outcome], outcomes[one.outcome])
        for _, one in statements
    ]
    sure = holm([chance(effect_of(one.effect), one.smallest) for one in raw])
    several: dict[str, list[Asked]] = {name: [] for name in chosen}
    for (name, one), asked, held in zip(statements, raw, sure, strict=True):
        judgement = judge(effect_of(asked.effect), one.higher, asked.smallest, one.assumed, held)
        row = rows[one.outcome]
        change = found.values[usual.label][row] - found.values[label[one.change]][row]
        several[name].append(asked._replace(judgement=judgement, turns=turning(change, inputs, paths)))
    return several


def _raw(one: Statement, found: Contrasts, usual: str, other: str, row: int, outcome: Outcome) -> Asked:
    levels = tuple(estimate(found.values[label][row], outcome.kind) for label in (usual, other))
    effect = found.differences[usual, other][row]
    return Asked(one, outcome, (levels[0], levels[1]), effect, smallest_of(one, outcome, levels[1].mean),
                 Judgement(NOT_TESTABLE, UNKNOWN), [])  # fmt: skip


def smallest_of(statement: Statement, outcome: Outcome, without: float) -> float:
    """Return the smallest effect worth the name, in the outcome's unit: the statement's own, else the usual one."""
    if statement.smallest is not None:
        return statement.smallest
    return SMALLEST if outcome.unit == "share" else SMALLEST * abs(without) if np.isfinite(without) else 0.0


__all__: Sequence[str] = ("argue", "called", "draw", "size", "smallest_of", "tables")
