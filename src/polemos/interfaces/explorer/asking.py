"""What-ifs that somebody asks in the page: simulated one after another, in growing rounds, stoppable.

Comes in: the explored run and changes to its war.  Goes out: the contract's ``Asked``, with the paired difference known
so far.  The baseline is the explored run itself, of which nothing is simulated again; the alternative is its war, read
from the run's own folder, with the changes laid over it and the same luck.  The arithmetic is next door in
``contrasts``.
"""

from __future__ import annotations

import queue
import shlex
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from polemos.engine.ensemble import Progress
from polemos.engine.plan import SCENARIO, Changes, Plan, make_plan
from polemos.engine.run import Run, perform
from polemos.errors import BadInput, PolemosError, Problem
from polemos.experiments.case import label_of, written
from polemos.experiments.laboratory import first_histories
from polemos.interfaces.explorer.contrasts import contrast_of
from polemos.interfaces.explorer.plain import Plain

FIRST_ROUND = 25
MOST_WAITING = 8
MOST_CHANGES, LONGEST_CHANGE = 40, 400
WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"


class Stopped(Exception):
    """Somebody stopped the what-if."""


@dataclass(eq=False)
class Question:
    """One what-if and how far it is; ``told`` is what the page is told."""

    id: str
    plan: Plan
    changes: Changes
    histories: int
    stop: threading.Event = field(default_factory=threading.Event)
    told: Plain = field(default_factory=dict)


class Asking:
    """The what-ifs of one explored run."""

    def __init__(self, run: Run, path: str) -> None:
        self.run, self.path = run, path
        self._asked: dict[str, Question] = {}
        self._waiting: queue.Queue[Question] = queue.Queue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def ask(self, body: Any) -> Plain:
        """Take a what-if; returns how it stands.  Raises BadInput for what cannot be asked."""
        changes, histories = _read(body, self.run.histories)
        with self._lock:
            for known in self._asked.values():
                same = (known.changes, known.histories) == (changes, histories)
                if same and known.told["state"] in (WAITING, RUNNING, DONE):
                    return known.told
            if sum(one.told["state"] in (WAITING, RUNNING) for one in self._asked.values()) >= MOST_WAITING:
                raise BadInput(Problem(f"{MOST_WAITING} what-ifs are waiting", hint="stop one of them or wait"))
        question = Question(str(len(self._asked) + 1), self._plan(changes), changes, histories)
        question.told = {
            "id": question.id, "label": label_of(changes), "state": WAITING, "done": 0, "asked": histories,
            "rate": 0.0, "seconds_left": None, "problem": "", "contrast": None,
        }  # fmt: skip
        with self._lock:
            self._asked[question.id] = question
            self._waiting.put(question)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True, name="polemos-asking")
                self._worker.start()
        return question.told

    def all(self) -> list[Plain]:
        """Return how all what-ifs stand, without their numbers."""
        return [{**one.told, "contrast": None} for one in list(self._asked.values())]

    def one(self, name: str) -> Plain | None:
        """Return how one stands, None if there is none of that name."""
        return self._asked[name].told if name in self._asked else None

    def stop(self, name: str) -> Plain | None:
        """Stop one; what it has found so far stays."""
        question = self._asked.get(name)
        if question is None:
            return None
        question.stop.set()
        if question.told["state"] == WAITING:
            question.told = {**question.told, "state": STOPPED}
        return question.told

    def _plan(self, changes: Changes) -> Plan:
        """Return the plan of the run's war with the changes laid over it."""
        manifest, folder = self.run.manifest, self.run.folder
        if manifest.branches:
            raise BadInput(Problem("the run is a branch: what-ifs are asked of the run that it leaves", key="RUN"))
        assert folder is not None
        return make_plan(folder / SCENARIO, 1, manifest.seed, manifest.days, changes)

    def _work(self) -> None:
        while True:
            question = self._waiting.get()
            if question.stop.is_set():
                continue
            try:
                self._answer(question)
                question.told = {**question.told, "state": DONE, "seconds_left": 0.0}
            except Stopped:
                question.told = {**question.told, "state": STOPPED, "seconds_left": None}
            except PolemosError as error:
                question.told = {**question.told, "state": FAILED, "problem": problem_of(error)}
            except Exception as error:
                said = f"a fault of polemos itself ({type(error).__name__}: {error})"
                question.told = {**question.told, "state": FAILED, "problem": said}

    def _answer(self, question: Question) -> None:
        """Simulate in rounds and tell after each."""
        question.told = {**question.told, "state": RUNNING}

        def progress(now: Progress) -> None:
            if question.stop.is_set():
                raise Stopped
            left = (question.histories - now.done) / now.rate if now.rate > 0 else None
            question.told = {**question.told, "done": now.done, "rate": round(now.rate, 1),
                             "seconds_left": None if left is None else round(left, 1)}  # fmt: skip

        held: tuple[Any, ...] = ()
        for number in rounds(question.histories):
            asked = question.plan._replace(manifest=question.plan.manifest.asking(number))
            found = perform(asked, None, None, progress, None, held)
            held = found.recorded.parts
            command = self.command(question.changes, number)
            told = contrast_of(first_histories(self.run, number), found, question.told["label"], command)
            question.told = {**question.told, "done": number, "contrast": told}

    def command(self, changes: Changes, histories: int) -> str:
        """Return the command line that gives the same measures again."""
        manifest = self.run.manifest
        scenario = f"{self.path}/{SCENARIO}"
        words = ["polemos", "compare", scenario, "--alternative", f"{label_of(changes)}: {written(changes)}"]
        words += ["--histories", str(histories), "--seed", str(manifest.seed), "--days", str(manifest.days)]
        return shlex.join(words)


def rounds(histories: int) -> Iterator[int]:
    """Yield growing numbers of histories, each about twice the one before, up to the number asked."""
    number = FIRST_ROUND
    while number < histories:
        yield number
        number *= 2
    yield histories


def problem_of(error: PolemosError) -> str:
    """Return an error as one text, as the command line says it."""
    return "; ".join(str(problem) for problem in error.problems)


def _read(body: Any, most: int) -> tuple[Changes, int]:
    """Return the changes and the number of histories of an ``Ask``; raises BadInput."""
    names = ("without", "what_if", "edits")
    fits = isinstance(body, dict) and set(body) <= {*names, "histories"}
    lists = [body.get(name, []) for name in names] if fits else []
    for found in lists:
        fits = fits and isinstance(found, list) and len(found) <= MOST_CHANGES
        fits = fits and all(isinstance(word, str) and 0 < len(word) <= LONGEST_CHANGE for word in found)
    if not fits:
        raise BadInput(Problem("the question is not of the form without, what_if, edits, histories", key="asked"))
    number = body.get("histories", most)
    if isinstance(number, bool) or not isinstance(number, int) or not 2 <= number <= most:
        raise BadInput(Problem(f"needs a whole number from 2 to {most:,}, not {number!r}", key="histories"))
    without, what_if, edits = (tuple(dict.fromkeys(found)) for found in lists)
    if not (without or what_if or edits):
        raise BadInput(Problem("nothing is changed", hint="name an edit, a what-if or something to leave out"))
    return Changes(edits, what_if, without), number
