"""The shell around the kernel: a war becomes a run, in memory or in a folder.

Comes in: a scenario or its name, how many histories, a seed, edits.  Goes out: a ``Run``, whose ``measures``
is a labelled dataset.  Stopping it loses nothing that was finished in a folder; the same command goes on.
Threads are next door in ``ensemble``, files in ``store``, what makes a plan out of a scenario in ``plan``.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.engine import durable, provenance, store
from polemos.engine.batchfile import Arrays, Span
from polemos.engine.ensemble import Clock, Progress, do_blocks, usual_block
from polemos.engine.histories import Histories, InMemory, Part
from polemos.engine.plan import AGAIN, Changes, Plan, make_plan, plan_again, war_of_folder
from polemos.engine.provenance import Manifest, cores
from polemos.engine.store import Stored
from polemos.errors import BadInput, EnvironmentTrouble, Finding, Problem

if TYPE_CHECKING:
    import xarray

    from polemos.engine.course import HasCourses
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

MOST_HISTORIES = 10_000_000
MOST_THREADS = 1024
MOST_SEED = 2**32 - 1
# A run in memory may fill this share of the machine's memory; measures need room beside it.
MEMORY_SHARE = 0.5

Report = Callable[[Progress], None]


class Interrupted(KeyboardInterrupt):
    """The run was stopped by a person or a signal; ``kept`` holds what a run in memory had finished."""

    kept: Run | None = None

    def __init__(self, done: int, asked: int, folder: Path | None) -> None:
        self.done, self.asked, self.folder = done, asked, folder
        where = f"kept in {folder}; the same command goes on from there" if folder else "kept in memory only"
        super().__init__(f"stopped after {done:,} of {asked:,} histories, {where}")


@dataclass(eq=False)
class Run:
    """Many histories of one war, with what made them."""

    manifest: Manifest
    recorded: Histories
    folder: Path | None = None
    compiled: War | None = None
    ways: HasCourses | None = None

    @property
    def histories(self) -> int:
        """How many histories it holds."""
        return len(self.recorded)

    @property
    def seed(self) -> int:
        """The seed of its random numbers."""
        return self.manifest.seed

    @cached_property
    def war(self) -> War:
        """The compiled war: its legend names what the arrays count."""
        if self.compiled is not None:
            return self.compiled
        assert self.folder is not None
        return war_of_folder(self.folder, self.manifest)

    @cached_property
    def courses(self) -> HasCourses:
        """How each of its histories is lived, to live one again."""
        from polemos.engine.course import OneWar

        if self.ways is not None:
            return self.ways
        if not self.manifest.branches:
            return OneWar(self.war, self.seed)
        from polemos.engine.branching import courses_of_folder

        assert self.folder is not None
        return courses_of_folder(self.folder, self.manifest, self.war)

    @cached_property
    def measures(self) -> xarray.Dataset:
        """What became of the war, per history, labelled, with units and definitions."""
        from polemos.engine.measures import dataset

        return dataset(self)

    def summary(self) -> Any:
        """Return the answers in short, with Monte Carlo error; prints as text."""
        from polemos.engine.summary import summarise

        return summarise(self)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self.summary()))}</pre>"

    def __repr__(self) -> str:
        place = f", {self.folder}" if self.folder else ""
        return f"<Run of {self.manifest.scenario}: {self.histories:,} histories, seed {self.seed}{place}>"


def run(
    scenario: str | Path | Scenario,
    histories: int = 1000,
    seed: int = 1,
    days: int | None = None,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    out: str | Path | None = None,
    below: str | Path | None = None,
    threads: int | None = None,
    progress: Report | None = None,
    block: int | None = None,
) -> Run:
    """Simulate possible histories of a war.

    ``scenario`` is a built-in name, a path or a loaded scenario; ``edits`` are ``path=value``; ``what_if``
    names changes that the scenario offers, ``without`` what is left out.  ``out`` is the run's folder,
    ``below`` a folder in which one is made under the run's own name; with neither, the histories stay in
    memory.  The numbers of a history depend on scenario, seed and the history alone: not on ``threads`` nor
    ``block`` [histories].

    Raises BadInput for what cannot be run, EnvironmentTrouble for a full disk, Interrupted (a
    KeyboardInterrupt) when stopped.
    """
    check_numbers(histories, seed, threads, block)
    changes = Changes(tuple(edits), tuple(what_if), tuple(without))
    plan = make_plan(scenario, histories, seed, days, changes)
    if out is None and below is not None:
        out = Path(below) / plan.manifest.folder_name
    return perform(plan, None if out is None else Path(out), threads, progress, block)


def open_run(path: str | Path, partial: bool = False, lean: bool = False) -> Run:
    """Open a run folder, every file verified.

    Raises BadInput, naming the file, if anything is damaged, missing, foreign or of another version; also if another
    engine made it, because its numbers may mean something else.  With ``partial`` a run that was stopped is opened
    with the histories that it has; with ``lean`` also a case of a question, which keeps only some arrays.
    """
    folder = Path(path)
    manifest = store.read_folder(folder)
    engine = provenance.engine_digest()
    if manifest.engine != engine:
        what = f"was made by another engine ({manifest.engine[:6]}, this is {engine[:6]})"
        raise BadInput(Problem(what, file=str(folder / store.MANIFEST), hint=AGAIN))
    if manifest.kept and not lean:
        what = "is a case of a question and keeps only what questions ask for"
        hint = "name the folder of the question's answer, or run this war into a folder of its own with polemos run"
        raise BadInput(Problem(what, file=str(folder), hint=hint))
    return _opened(folder, manifest, partial)


def _opened(folder: Path, manifest: Manifest, partial: bool = False) -> Run:
    """Open a folder whose manifest has been read, whatever engine made it."""
    recorded = Histories(store.read_batches(folder, manifest), manifest.histories)
    if not recorded.complete and not (partial and len(recorded)):
        what = f"holds {len(recorded):,} of {manifest.histories:,} histories"
        raise BadInput(Problem(what, file=str(folder), hint="give the run command again to go on with it"))
    return Run(manifest, recorded, folder)


def run_again(path: str | Path, out: str | Path | None = None, threads: int | None = None) -> Run:
    """Run a folder's run again from its provenance alone; raises Finding if the histories differ.

    Another engine's folder is taken too: whether its histories come out the same is what is asked.
    """
    folder = Path(path)
    old = _opened(folder, store.read_folder(folder))
    check_numbers(old.manifest.histories, old.manifest.seed, threads, None)
    if old.manifest.branches:
        from polemos.engine.branching import plan_branch_again as plan_again_of
    else:
        plan_again_of = plan_again
    new = perform(plan_again_of(folder, old.manifest), None if out is None else Path(out), threads, None, None)
    different = [name for name in old.recorded if not _equal(old.recorded, new.recorded, name)]
    if different:
        what = f"was run again and differs in {', '.join(different)}"
        raise Finding(Problem(what, file=str(folder), hint="compare the engine and versions in run.json"))
    return new


def perform(
    plan: Plan,
    folder: Path | None,
    threads: int | None,
    progress: Report | None,
    block: int | None,
    held: Sequence[Part] = (),
) -> Run:
    """Simulate what a plan asks for and is not there yet, in its folder or among ``held`` parts in memory."""
    asked = plan.manifest.histories
    block = block or usual_block(asked)
    threads = threads or cores()
    if folder is None:
        parts: list[Part] = list(held)

        def keep(span: Span, arrays: Arrays) -> Stored:
            parts.append(InMemory(span, arrays))
            return Stored(sum(array.nbytes for array in arrays.values()), 0)

        try:
            missing = store.missing_spans([part.span for part in parts], asked, block)
            _simulate(plan, missing, threads, keep, progress, None)
        except Interrupted as stop:
            stop.kept = Run(plan.manifest, Histories(list(parts), asked), None, plan.war, plan.courses)
            raise
        return Run(plan.manifest, Histories(parts, asked), None, plan.war, plan.courses)
    with store.writing(folder, plan.manifest, plan.texts) as writer:
        _simulate(plan, writer.missing(asked, block), threads, writer.write, progress, folder)
        batches = store.read_batches(folder, writer.manifest)
    return Run(plan.manifest, Histories(batches, asked), folder, plan.war, plan.courses)


def _simulate(
    plan: Plan,
    spans: Sequence[Span],
    threads: int,
    keep: Callable[[Span, Arrays], Stored | None],
    progress: Report | None,
    folder: Path | None,
) -> None:
    asked = plan.manifest.histories
    already = asked - sum(span.length for span in spans)
    clock = Clock(asked, already)
    done = already
    sized = False

    def finished(span: Span, stored: Stored | None) -> None:
        nonlocal done, sized
        if stored is None:
            return
        done += span.length
        clock.add(span.length)
        if not sized:
            sized = True
            _refuse_too_large(stored, span.length, asked - done, folder)

    def heartbeat() -> None:
        if progress is not None:
            progress(clock.now())

    heartbeat()
    try:
        do_blocks(spans, lambda span: keep(span, plan.simulate(*span)), threads, finished, heartbeat)
    except KeyboardInterrupt:
        raise Interrupted(done, asked, folder) from None


def _refuse_too_large(stored: Stored, count: int, left: int, folder: Path | None) -> None:
    """Refuse, once the first block's size is known, what the disk or the memory cannot hold."""
    if folder is not None:
        needed, room = stored.on_disk * left // count, durable.free_bytes(folder)
        where, hint = (
            str(folder),
            "ask for fewer histories or name another disk with --out; what is finished stays",
        )
    else:
        needed, room = stored.unpacked * (left + count) // count, int(_memory() * MEMORY_SHARE)
        where, hint = "", "ask for fewer histories or name a folder with out="
    if needed > room:
        what = f"{left:,} histories more need about {needed:,} bytes, {room:,} are free"
        raise EnvironmentTrouble(Problem(what, file=where, hint=hint))


def _memory() -> int:
    """Bytes of memory of this machine."""
    import os

    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def check_numbers(histories: int, seed: int, threads: int | None, block: int | None) -> None:
    """Raise BadInput with every number that cannot be; all of them are whole numbers."""
    wanted: list[tuple[str, Any, int, int]] = [
        ("histories", histories, 1, MOST_HISTORIES),
        ("seed", seed, 0, MOST_SEED),
        ("threads", 1 if threads is None else threads, 1, MOST_THREADS),
        ("block", 1 if block is None else block, 1, MOST_HISTORIES),
    ]
    problems = [
        Problem(f"needs a whole number from {least:,} to {most:,}, not {value!r}", key=name)
        for name, value, least, most in wanted
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most
    ]
    if problems:
        raise BadInput(problems)


def _equal(old: Histories, new: Histories, name: str) -> bool:
    return name in new and bool((old[name].tobytes() == new[name].tobytes()) and old[name].shape == new[name].shape)
