"""What-ifs that the page asks for: one after the other in the background, the answer growing as histories come in.

Comes in: a run and questions as plain data.  Goes out: the contract's ``Asked``.  The run itself is the baseline: its
histories are there; the alternative is made from the run's folder alone and simulated in rounds, each history with the
luck of the run's own of the same number.  What is said of the two is next door in ``contrasts``.

A what-if names no file: what would (``theatre``, ``posterior``), and what would keep histories from pairing (``days``,
``start``), is left to the command line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from polemos.engine.batchfile import Span
from polemos.engine.ensemble import GRACE, Progress
from polemos.engine.histories import Histories, InMemory
from polemos.engine.plan import SCENARIO, Changes
from polemos.engine.run import Run
from polemos.errors import BadInput, EnvironmentTrouble, PolemosError, Problem
from polemos.experiments.case import label_of
from polemos.experiments.laboratory import Laboratory, first_histories
from polemos.experiments.outcomes import KEPT
from polemos.interfaces.explorer.contrasts import contrast_of
from polemos.interfaces.explorer.repeating import identity, laboratory_of, refuse_unwritable, what_if_command

Plain = dict[str, Any]
MOST_WAITING = 8
MOST_KEPT = 100
FIRST_ROUND = 25
MOST_CHANGES, LONGEST_CHANGE = 32, 300
WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
OVER = (DONE, STOPPED, FAILED)
FIXED = ("days", "start", "theatre", "from", "posterior", "extends")
"""Parts of a scenario that a what-if of the page leaves as they are."""


class Question(NamedTuple):
    """What is to be changed, and of how many histories the difference is wanted."""

    changes: Changes
    histories: int


@dataclass
class Job:
    """One question on its way."""

    id: str
    label: str
    question: Question
    laboratory: Laboratory
    command: Callable[[int], str] | None = None
    state: str = WAITING
    done: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    problem: str = ""
    contrast: Plain | None = None
    stopping: bool = False

    def told(self) -> Plain:
        """Return the contract's ``Asked``."""
        return {
            "id": self.id, "label": self.label, "state": self.state, "done": self.done,
            "asked": self.question.histories, "rate": self.rate, "seconds_left": self.seconds_left,
            "problem": self.problem, "contrast": self.contrast,
        }  # fmt: skip


class Stop(KeyboardInterrupt):
    """Raised where a run tells its progress, because then it stops at once and waits for no block."""


class Asking:
    """The questions asked about one run; any thread may call, one thread of its own simulates."""

    def __init__(self, run: Run, threads: int | None = None) -> None:
        self._run, self._threads = run, threads
        self._jobs: dict[str, Job] = {}
        self._changed = threading.Condition()
        self._planning = threading.Lock()
        self._worker: threading.Thread | None = None
        self._closed = False
        self._checked = False
        self._baseline: Run | None = None
        numbers = run.recorded.numbers
        self._most = int(np.argmin(np.append(numbers == np.arange(len(numbers)), False)))

    def ask(self, plain: Any) -> Plain:
        """Take a question; the same one again is the same job, begun anew if it was stopped or failed.

        Raises BadInput, before anything is simulated, for what polemos compare would refuse; EnvironmentTrouble if too
        many wait.
        """
        question = question_of(plain, self._most)
        name = _name_of(question)
        with self._changed:
            there = self._jobs.get(name)
            if there is not None and there.state not in (STOPPED, FAILED):
                return there.told()
        with self._planning:
            job = self._planned(name, question)
        with self._changed:
            there = self._jobs.get(name)
            if there is not None and there.state not in (STOPPED, FAILED):
                return there.told()
            if self._closed or sum(one.state == WAITING for one in self._jobs.values()) >= MOST_WAITING:
                what = f"{MOST_WAITING} questions are waiting already"
                raise EnvironmentTrouble(Problem(what, hint="stop one, or wait for an answer"))
            self._jobs.pop(name, None)
            self._jobs[name] = job
            self._forget()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="polemos-asking", daemon=True)
                self._worker.start()
            self._changed.notify_all()
            return job.told()

    def all(self) -> list[Plain]:
        """Return every question, in the order in which they were asked."""
        with self._changed:
            return [job.told() for job in self._jobs.values()]

    def get(self, name: str) -> Plain | None:
        """Return one question by its id, None if there is none."""
        with self._changed:
            job = self._jobs.get(name)
            return None if job is None else job.told()

    def stop(self, name: str) -> Plain | None:
        """Stop one question; what it had found stays.  None if there is none."""
        with self._changed:
            job = self._jobs.get(name)
            if job is None:
                return None
            job.stopping = True
            if job.state == WAITING:
                job.state = STOPPED
            return job.told()

    def close(self) -> None:
        """Stop everything, and wait a moment for it."""
        with self._changed:
            self._closed = True
            for job in self._jobs.values():
                job.stopping = True
                job.state = STOPPED if job.state == WAITING else job.state
            self._changed.notify_all()
        if self._worker is not None:
            self._worker.join(GRACE)

    def _planned(self, name: str, question: Question) -> Job:
        """Return the job of a question whose alternative can be run; raises BadInput."""
        run = self._run
        if run.manifest.branches:
            what = "is a branch of another run: no what-if is asked of it here"
            hint = "explore the run that it leaves, or ask polemos branch for another edit"
            raise BadInput(Problem(what, str(run.folder or ""), hint=hint))
        if run.folder is None:
            raise BadInput(Problem("the run lies in no folder from which its war could be loaded"))
        job = Job(name, label_of(question.changes), question, self._laboratory())
        if not self._checked and identity(job.laboratory, Changes()) != run.manifest.run:
            what = "is not the war that was run: a rule of its own or the engine is another now"
            raise BadInput(
                Problem(what, str(run.folder / SCENARIO), hint="name the rules it was run with by --rules FILE")
            )
        self._checked = True
        job.laboratory.plan(question.changes)
        job.laboratory.progress = self._reporting(job)
        return job

    def _laboratory(self) -> Laboratory:
        assert self._run.folder is not None
        return laboratory_of(self._run, self._run.folder / SCENARIO, threads=self._threads)

    def _reporting(self, job: Job) -> Callable[[Progress], None]:
        def report(progress: Progress) -> None:
            with self._changed:
                if job.stopping:
                    raise Stop
                job.done, job.rate = progress.done, progress.rate
                left = job.question.histories - progress.done
                job.seconds_left = left / progress.rate if progress.rate > 0 else None

        return report

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._next() is not None)
                job = self._next()
                if self._closed or job is None:
                    return
                job.state = RUNNING
            self._end(job, *self._answered(job))

    def _next(self) -> Job | None:
        return next((job for job in self._jobs.values() if job.state == WAITING), None)

    def _answered(self, job: Job) -> tuple[str, str]:
        """Simulate one question to its end; return how it ended, and the problem if it failed."""
        try:
            for upto in rounds(job.question.histories):
                self._one_round(job, upto)
        except KeyboardInterrupt:
            return STOPPED, ""
        except PolemosError as error:
            return FAILED, "\n".join(str(problem) for problem in error.problems)
        except MemoryError:
            return FAILED, "not enough memory, ask for fewer histories"
        except Exception as error:
            return FAILED, f"a fault of polemos itself ({type(error).__name__}: {error})"
        return DONE, ""

    def _one_round(self, job: Job, upto: int) -> None:
        asked = job.question.changes
        alternative = job.laboratory.run(asked, upto)
        if job.command is None:
            with self._planning:
                job.command = what_if_command(self._run, asked, identity(job.laboratory, asked))
        baseline = first_histories(self._held(), upto)
        contrast = contrast_of(baseline, alternative, job.label, job.command(upto))
        with self._changed:
            job.contrast, job.done = contrast, upto
            if job.stopping:
                raise Stop

    def _end(self, job: Job, state: str, problem: str) -> None:
        with self._changed:
            job.state, job.problem, job.seconds_left = state, problem, None
            job.laboratory = self._laboratory()  # the histories of the alternative are not needed any more
            self._changed.notify_all()

    def _held(self) -> Run:
        """Return the run's own histories in memory, of each what questions ask for."""
        if self._baseline is None:
            run, most = self._run, self._most
            arrays = {name: run.recorded[name][:most] for name in KEPT}
            whole = Histories([InMemory(Span(0, most), arrays)], most)
            self._baseline = Run(run.manifest, whole, run.folder, run.war)
        return self._baseline

    def _forget(self) -> None:
        """Drop the oldest answers beyond those that are kept."""
        over = [name for name, job in self._jobs.items() if job.state in OVER]
        for name in over[: max(0, len(self._jobs) - MOST_KEPT)]:
            del self._jobs[name]


def question_of(plain: Any, most: int) -> Question:
    """Return the question of the contract's ``Ask``, of at most ``most`` histories; raises BadInput."""
    if not isinstance(plain, dict) or set(plain) - {"without", "what_if", "edits", "histories"}:
        raise BadInput(Problem("a question has without, what_if, edits and histories"))
    parts = []
    for name in Changes._fields:
        words = plain.get(name, [])
        if not isinstance(words, list) or len(words) > MOST_CHANGES or not all(map(_is_change, words)):
            what = f"has to be at most {MOST_CHANGES} lines of at most {LONGEST_CHANGE} letters"
            raise BadInput(Problem(what, key=name))
        parts.append(tuple(dict.fromkeys(word.strip() for word in words)))
    changes = Changes(*parts)
    refuse_unwritable(changes)
    for text in changes.edits:
        begins = text.partition("=")[0].strip().strip("'\"").partition(".")[0]
        if begins in FIXED:
            hint = "ask polemos compare on the command line"
            raise BadInput(Problem(f"{begins} stays as it is in a what-if of the page", f"--set {text}", hint=hint))
    histories = plain.get("histories", most)
    if isinstance(histories, bool) or not isinstance(histories, int) or histories < 2:
        raise BadInput(Problem("has to be a whole number of 2 or more", key="histories"))
    if most < 2:
        raise BadInput(Problem("the run holds fewer than 2 histories from the first on: there is nothing to pair"))
    return Question(changes, min(histories, most))


def rounds(histories: int) -> Iterator[int]:
    """Yield how many histories are to be there after each round: twice as many each time."""
    upto = FIRST_ROUND
    while upto < histories:
        yield upto
        upto *= 2
    yield histories


def _is_change(word: Any) -> bool:
    return isinstance(word, str) and bool(word.strip()) and len(word) <= LONGEST_CHANGE and word.isprintable()


def _name_of(question: Question) -> str:
    text = "\n".join([*map(repr, question.changes), str(question.histories)])
    return blake2b(text.encode(), digest_size=8).hexdigest()
