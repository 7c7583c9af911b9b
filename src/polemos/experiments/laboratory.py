"""The cases of questions, each simulated once: what was run before with the same digest is not run again.

Comes in: a scenario, a seed, and cases.  Goes out: a ``Run`` per case that keeps only the arrays that questions ask for
(``outcomes.KEPT``).  All cases share the seed, and draws are keyed by seed and history, so that history h has the same
luck in every case: common random numbers (Glasserman and Yao 1992).  Statistics of pairs are next door in
``statistics``.

A case is identified by its run's id: the digest of engine, scenario text with all edits, horizon, seed and kept arrays.
Two cases that come to the same text are one batch.  In a folder, each case is a run folder; a case whose full run lies
in the folder above is taken from there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.engine import store
from polemos.engine.definitions import Recorded
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes, Plan, make_plan
from polemos.engine.run import Interrupted, Run, check_numbers, open_run, perform
from polemos.errors import BadInput, PolemosError, Problem
from polemos.experiments.case import Case
from polemos.experiments.outcomes import KEPT, Outcome
from polemos.scenario.register import registered

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

CASES = "cases"
"""Name of the folder in which an answer's folder keeps its cases."""
ID_LETTERS = 12
"""Letters of a run's id in the name of a case's folder: 48 bits."""
Values = NDArray[np.float64]


class Laboratory:
    """Runs every case of one scenario, horizon and seed once, in a folder of cases or in memory; of what a history
    records only the arrays ``kept``, by default those that outcomes are made of."""

    def __init__(
        self,
        scenario: str | Path | Scenario,
        *,
        seed: int = 1,
        days: int | None = None,
        cases: str | Path | None = None,
        threads: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        kept: tuple[str, ...] = KEPT,
    ) -> None:
        check_numbers(1, seed, threads, None)
        self.kept = kept
        self.scenario, self.seed, self.days = scenario, seed, days
        self.folder = None if cases is None else Path(cases)
        self.threads, self.progress = threads, progress
        self._blocks: list[int] = []
        self._plans: dict[Changes, Plan] = {}
        self._runs: dict[str, Run] = {}

    @property
    def name(self) -> str:
        """What the command line calls the scenario: its name or path."""
        return str(self.scenario) if isinstance(self.scenario, (str, Path)) else self.scenario.name

    @property
    def simulated(self) -> int:
        """How many histories were simulated here so far, and not taken from what was there."""
        return sum(self._blocks)

    def plan(self, case: Case | Changes) -> Plan:
        """Return what a case will simulate: compiled war, provenance, kept arrays; raises BadInput if it cannot be."""
        changes = case.changes if isinstance(case, Case) else case
        if changes not in self._plans:
            whole = make_plan(self.scenario, 1, self.seed, self.days, changes)
            self._plans[changes] = whole._replace(manifest=replace(whole.manifest, kept=self.kept))
        return self._plans[changes]

    def war(self, case: Case | Changes | None = None) -> War:
        """Return the compiled war of a case, of the baseline if none is named."""
        return self.plan(Changes() if case is None else case).war

    def hold(self, run: Run) -> bool:
        """Take a run's histories for those of the war as it is; False if its war, seed or engine is another."""
        manifest = self.plan(Changes()).manifest
        if replace(manifest, kept=()).run != run.manifest.run:
            return False
        self._runs[manifest.run] = run
        return True

    def run(self, case: Case | Changes, histories: int) -> Run:
        """Return the case's run of the first ``histories`` histories; only what is missing is simulated."""
        return self.run_all([case], histories)[0]

    def run_all(self, cases: Sequence[Case | Changes], histories: int) -> list[Run]:
        """Return the runs of several cases, every history of the same number with the same luck.

        All cases are loaded first, so that a wrong name is told before anything is simulated.
        Raises Interrupted when stopped; what was finished stays, in the folder or in this laboratory.
        """
        check_numbers(histories, self.seed, self.threads, None)
        plans = [self.plan(case) for case in cases]
        todo = {plan.manifest.run: plan for plan in plans}
        clock = _Whole(len(todo) * histories, self.progress)
        done = {}
        for identity, plan in todo.items():
            done[identity] = self._simulated(plan, histories, clock.of_case if self.progress else None)
            clock.next_case(histories)
        return [done[plan.manifest.run] for plan in plans]

    def values(self, case: Case | Changes, outcome: Outcome, histories: int) -> Values:
        """Return an outcome of every history of a case [histories]; NaN where it is not known."""
        found: Values = self.table(case, [outcome], histories)[0]
        return found

    def table(self, case: Case | Changes, outcomes: Sequence[Outcome], histories: int) -> Values:
        """Return several outcomes of every history of a case [outcomes, histories]; each array is read once."""
        run = self.run(case, histories)
        recorded = ReadOnce(run.recorded)
        rows = [np.asarray(outcome.make(recorded, run.war), dtype=np.float64) for outcome in outcomes]
        return np.array(rows, dtype=np.float64).reshape(len(outcomes), histories)

    def rules(self) -> list[str]:
        """Return the files of the user's own rules that these wars name, as ``--rules`` takes them."""
        texts = {text for plan in self._plans.values() for text in plan.texts.values()}
        files = [rule.file for rule in registered() if rule.text in texts]
        return sorted({os.path.relpath(file) for file in files})

    def inputs(self, histories: int, case: Case | Changes | None = None) -> Values:
        """Return the uncertain inputs that the histories of a case draw [histories, inputs]; nothing is simulated."""
        war = self.war(case)
        rows = [war.parameters(self.seed, history)[1] for history in range(histories)]
        return np.array(rows, dtype=np.float64).reshape(histories, len(war.inputs))

    def folder_of(self, case: Case | Changes) -> Path | None:
        """Return the folder in which a case is kept, None in memory."""
        return None if self.folder is None else self.folder / case_folder(self.plan(case))

    def _simulated(self, plan: Plan, histories: int, report: Callable[[Progress], None] | None) -> Run:
        identity = plan.manifest.run
        held = self._runs.get(identity)
        if held is not None and (enough := first_histories(held, histories)).recorded.complete:
            return enough
        asked = plan._replace(
            manifest=plan.manifest.asking(histories), simulate=_lean(plan.simulate, self._blocks.append, self.kept)
        )
        if self.folder is None:
            try:
                run = perform(asked, None, self.threads, report, None, held.recorded.parts if held is not None else ())
            except Interrupted as stop:
                if stop.kept is not None:
                    self._runs[identity] = stop.kept
                raise
        else:
            full = self._full_run(plan, histories)
            run = full or perform(asked, self.folder / case_folder(plan), self.threads, report, None)
            run.compiled = plan.war
        self._runs[identity] = run
        return run

    def _full_run(self, plan: Plan, histories: int) -> Run | None:
        """Return a run of the same war with all arrays, if one lies in the folder above that of the cases."""
        assert self.folder is not None
        manifest = replace(plan.manifest, kept=())
        folder = self.folder.parent / manifest.folder_name
        if not (folder / store.MANIFEST).is_file():
            return None
        try:
            run = open_run(folder, partial=True)
        except PolemosError:
            return None
        enough = first_histories(run, histories)
        return enough if run.manifest.run == manifest.run and enough.recorded.complete else None


def laboratory_for(
    laboratory: Laboratory | None,
    scenario: str | Path | Scenario,
    seed: int,
    days: int | None,
    out: str | Path | None,
    cases: str | Path | None,
    threads: int | None,
    progress: Callable[[Progress], None] | None,
) -> Laboratory:
    """Return the laboratory of a question: the one given, else a new one.

    Its cases are kept in ``cases``, else in the folder of that name inside ``out``, else in memory.  Raises BadInput if
    the one given is of another war, seed or horizon.
    """
    if laboratory is None:
        folder = Path(out) / CASES if cases is None and out is not None else cases
        return Laboratory(scenario, seed=seed, days=days, cases=folder, threads=threads, progress=progress)
    if (laboratory.scenario, laboratory.seed, laboratory.days) != (scenario, seed, days):
        what = (
            f"the laboratory is for {laboratory.name}, seed {laboratory.seed}, days {laboratory.days or 'as written'}"
        )
        raise BadInput(Problem(what, hint="ask with the same scenario, seed and days, or make another laboratory"))
    return laboratory


def case_folder(plan: Plan) -> str:
    """Return the name of a case's folder."""
    manifest = plan.manifest
    return f"{manifest.scenario}-{manifest.run[:ID_LETTERS]}-s{manifest.seed}"


def first_histories(run: Run, histories: int) -> Run:
    """Return the run with its first ``histories`` histories only."""
    from polemos.engine.histories import Histories

    return Run(run.manifest.asking(histories), Histories(run.recorded.parts, histories), run.folder, run.compiled)


def _lean(simulate: Callable[[int, int], dict[str, Any]], count: Callable[[int], None], names: tuple[str, ...]) -> Any:
    """Return a function that simulates a block and gives only the arrays that questions ask for."""

    def kept(first: int, length: int) -> dict[str, Any]:
        arrays = simulate(first, length)
        count(length)
        return {name: arrays[name] for name in names}

    return kept


class ReadOnce:
    """Recorded arrays, each read from its files when it is first asked for; ``rows`` of the histories, or all."""

    def __init__(self, recorded: Recorded, rows: NDArray[Any] | None = None) -> None:
        self._recorded, self._rows = recorded, rows
        self._read: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str, /) -> NDArray[Any]:
        """Return one array."""
        if name not in self._read:
            whole = self._recorded[name]
            self._read[name] = whole if self._rows is None else whole[self._rows]
        return self._read[name]


class _Whole:
    """Turns the progress of one case after the other into the progress of all."""

    def __init__(self, asked: int, report: Callable[[Progress], None] | None) -> None:
        self._asked, self._before, self._report = asked, 0, report

    def of_case(self, progress: Progress) -> None:
        """Report the progress of the case that is being simulated."""
        assert self._report is not None
        done = self._before + progress.done
        left = (self._asked - done) / progress.rate if progress.rate > 0 else None
        self._report(Progress(done, self._asked, progress.rate, left))

    def next_case(self, histories: int) -> None:
        """Count a case as done."""
        self._before += histories
