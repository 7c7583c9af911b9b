"""What a report asks by itself, so that the page of a fresh run is whole: what-ifs, causes, inputs.

Comes in: a run.  Goes out: answers of ``compare``, ``attribute`` and ``sensitivity`` about the run's own war, kept in
its folder, where a second report finds them.  The run's own histories are the baseline and are not simulated again.
Which answers a run has already is said next door in ``kept_answers``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polemos.engine.ensemble import Progress
from polemos.engine.plan import SCENARIO, Changes
from polemos.errors import BadInput, EnvironmentTrouble, PolemosError
from polemos.experiments.answer import Answer
from polemos.experiments.attribution.attribute import attribute
from polemos.experiments.case import BASELINE, LONGEST_LABEL, Case, label_of, written
from polemos.experiments.contrasts.compare import compare
from polemos.experiments.importance.sensitivity import sensitivity
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.outcomes import all_outcomes, headline
from polemos.interfaces.kept_answers import FOLDER

if TYPE_CHECKING:
    from polemos.engine.run import Run
    from polemos.scenario.schema import Scenario

MOST_HISTORIES = 200
MOST_ALTERNATIVES = 12
MOST_CAUSES = 4
"""Of so many causes all sets are simulated: 16 wars."""
SAMPLES, DICE = 10, 2
"""Trajectories of the screening of inputs, and dice that each of its rows meets."""
OUTCOMES = ("first_fissure", "cohesion", "dead")
QUESTIONS = ("compare", "attribute", "sensitivity")
Report = Callable[[Progress], None]


class Asked(NamedTuple):
    """What came of asking: ``answers``, and by verb why a question has none."""

    answers: list[Answer]
    refused: dict[str, str]


def ask_by_default(
    run: Run,
    there: Sequence[Answer] = (),
    say: Callable[[str], object] | None = None,
    progress: Report | None = None,
) -> Asked:
    """Ask what none of the answers that are ``there`` has asked yet, and keep each answer as soon as it is found.

    Raises Interrupted when stopped: what was finished stays in the run's folder.  Where the folder cannot be written
    answers stay in memory.
    """
    wanted = [verb for verb in QUESTIONS if not any(answer.verb == verb for answer in there)]
    if not wanted:
        return Asked([], {})
    if run.manifest.branches:
        why = "the run is a branch of another: ask with polemos branch"
        return Asked([], dict.fromkeys(wanted, why))
    try:
        lab = laboratory_of(run, progress)
    except BadInput as error:
        return Asked([], dict.fromkeys(wanted, str(error.problems[0])))
    found: list[Answer] = []
    refused: dict[str, str] = {}
    for verb in wanted:
        if say is not None:
            say(f"asking: {verb}")
        try:
            answer = _ASK[verb](run, lab)
        except BadInput as error:
            refused[verb] = str(error.problems[0])
            continue
        _keep(run, answer)
        found.append(answer)
    return Asked(found, refused)


def up_to_date(run: Run, there: Sequence[Answer]) -> list[Answer]:
    """Return the answers without those that were asked here of fewer histories than the run has by now."""
    return [answer for answer in there if not _outgrown(run, answer)]


def _outgrown(run: Run, answer: Answer) -> bool:
    asked_here = answer.folder is not None and answer.folder == _place(run, answer.verb)
    fewer = int(answer.findings.get("histories") or 0) < _histories(run) and answer.verb in ("compare", "attribute")
    return asked_here and fewer


def laboratory_of(run: Run, progress: Report | None = None) -> Laboratory:
    """Return a laboratory of the run's own war, in which the run's histories are the baseline.

    Raises BadInput if this polemos cannot read the war again.
    """
    scenario: Path | Scenario = run.war.numbers._scenario if run.folder is None else run.folder / SCENARIO
    lab = Laboratory(scenario, seed=run.manifest.seed, days=run.manifest.days, progress=progress)
    lab.hold(run)
    return lab


def alternatives(lab: Laboratory, most: int = MOST_ALTERNATIVES) -> list[Case]:
    """Return wars to hold against the run's: its what-ifs, the stated ones first, then each dated decision left out.

    A what-if that this war no longer has room for, or that comes to the same war as one before, is none.
    """
    scenario = lab.war().numbers._scenario
    names = sorted(scenario.what_ifs, key=lambda name: not scenario.what_ifs[name].stated)
    wanted = [Changes(what_if=(name,)) for name in names]
    groups = dict.fromkeys(item.cause or name for name, item in scenario.interventions.items())
    wanted += [Changes(without=(name,)) for name in groups]
    seen = {lab.plan(Changes()).manifest.run}
    found: list[Case] = []
    for changes in wanted:
        if len(found) == most:
            break
        try:
            identity = lab.plan(changes).manifest.run
        except PolemosError:
            continue
        if identity not in seen:
            seen.add(identity)
            title = scenario.what_ifs[changes.what_if[0]].title if changes.what_if else ""
            found.append(Case(_label(title, changes, found), changes))
    return found


def _label(title: str, changes: Changes, before: Sequence[Case]) -> str:
    """Return a label that can be written on a command line: the what-if's title where it fits."""
    plain = " ".join(title.replace(":", " ").split())
    taken = {BASELINE, *(case.label for case in before)}
    begins = plain.split(" ")[0] in ("without", "what-if", "set")
    fits = 0 < len(plain) <= LONGEST_LABEL and plain.isprintable() and not begins and plain not in taken
    return plain if fits else label_of(changes)


def _compared(run: Run, lab: Laboratory) -> Answer:
    chosen = alternatives(lab)
    texts = [f"{case.label}: {written(case.changes)}" for case in chosen]
    return compare(
        lab.scenario, alternatives=texts, histories=_histories(run), seed=lab.seed, days=lab.days, laboratory=lab
    )


def _attributed(run: Run, lab: Laboratory) -> Answer:
    """Return the shares of the stated causes; of the first decisions where the scenario states none."""
    scenario = lab.war().numbers._scenario
    causes: list[str] = []
    if not any(item.stated for item in scenario.what_ifs.values()):
        causes = list(dict.fromkeys(item.cause or name for name, item in scenario.interventions.items()))[:MOST_CAUSES]
        causes = causes or [case.changes.what_if[0] for case in alternatives(lab) if case.changes.what_if][:MOST_CAUSES]
    return attribute(
        lab.scenario, _outcomes(lab)[0], causes, histories=_histories(run), seed=lab.seed, days=lab.days, laboratory=lab
    )


def _screened(run: Run, lab: Laboratory) -> Answer:
    """Return the screening of inputs; an outcome that varies too little for it is left out for the next ones."""
    outcomes = _outcomes(lab)
    while True:
        try:
            return sensitivity(
                lab.scenario, outcomes, samples=SAMPLES, replicates=DICE, seed=lab.seed, days=lab.days, laboratory=lab
            )
        except BadInput as error:
            left = [name for name in outcomes if name not in {problem.key for problem in error.problems}]
            if not left or left == outcomes:
                raise
            outcomes = left


def _outcomes(lab: Laboratory) -> list[str]:
    known = all_outcomes(lab.war())
    return [name for name in OUTCOMES if name in known] or [headline(lab.war())[0].name]


def _histories(run: Run) -> int:
    return min(run.histories, MOST_HISTORIES)


def _place(run: Run, verb: str) -> Path | None:
    return None if run.folder is None else run.folder / FOLDER / verb


def _keep(run: Run, answer: Answer) -> None:
    place = _place(run, answer.verb)
    if place is None:
        return
    try:
        answer.save(place)
    except (EnvironmentTrouble, OSError):
        answer.folder = None  # a folder that may only be read: the page has the answer all the same


_ASK: dict[str, Callable[[Run, Laboratory], Answer]] = {
    "compare": _compared, "attribute": _attributed, "sensitivity": _screened,
}  # fmt: skip
