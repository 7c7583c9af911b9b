"""Going on from a date: the same past, and from its morning on another war, other chance, or both.

Comes in: the courses of a run, a date, and the scenario that holds from it on.  Goes out: courses in which every
history is lived as in the run up to that morning, and a ``Plan`` whose histories are kept like any other run's.  Which
edits make sense then is in ``scenario.afterwards``; living a course is next door in ``course``.

Chance: a history keeps its key, so that without an edit it goes on as it did, to the last bit.  Future k of a history
has from the date on another key, made of the history's own and k; future 0 keeps it.  The key does not hang on the
date: futures of two dates, or with and without an edit, pair by their number.  Inputs were drawn once, with the past,
and stay: what varies among futures is chance alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from polemos.engine.batchfile import Arrays
from polemos.engine.cache import kept_compiled
from polemos.engine.course import Course, HasCourses, Life, OneWar, Stage, scenario_of
from polemos.engine.histories import Recording
from polemos.engine.plan import (
    BEFORE,
    SCENARIO,
    SOURCES,
    Changes,
    Plan,
    changed_scenario,
    modules_of,
    scenario_digest,
    texts_of,
    war_of_folder,
    war_of_text,
)
from polemos.engine.provenance import Branch, Manifest, engine_digest, machine, text_digest, versions
from polemos.errors import BadInput, Problem
from polemos.model.chance import Key

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario


class Left(Recording, Protocol):
    """What a branch asks of the run that it leaves."""

    @property
    def folder(self) -> Path | None:
        """Its folder, if it has one."""


class Mornings:
    """The histories of a run on the morning of a date, each lived once and gone on from many times.

    The ``most`` that came last are held in memory (0.6 MB each in a war of 157 places); what was dropped is lived anew.
    """

    def __init__(self, base: HasCourses, first: int, most: int) -> None:
        self.base, self.first, self.most = base, first, most
        self._held: dict[int, Life] = {}
        self._guard = Lock()

    def of(self, history: int) -> Life:
        """Return a history of the run on that morning; to be copied before it goes on."""
        life = self._held.get(history)
        if life is None:
            life = Life(self.base.course(history)).until(self.first)
            with self._guard:
                self._held[history] = life
                while len(self._held) > self.most:
                    del self._held[next(iter(self._held))]
        return life


# While the futures of a past are lived, a few pasts more than threads are held.
FEW = 16


class Branched:
    """The courses of a branch: those of a run up to a morning, then another war or chance."""

    def __init__(
        self, base: HasCourses, war: War, first: int, history: int = -1, futures: int = 1,
        rules: frozenset[str] | None = None,
    ) -> None:  # fmt: skip
        self.base, self.war, self.first = base, war, first
        self.history, self.futures = history, futures
        self._rules = rules
        self._wars: dict[tuple[int, frozenset[str]], War] = {}
        self._edited: dict[int, list[int]] = {}
        self._guard = Lock()
        self.mornings = Mornings(base, first, FEW if futures > 1 or history >= 0 else 0)

    @property
    def days(self) -> int:
        """How many days each history has."""
        return self.war.days

    def past_of(self, number: int) -> tuple[int, int]:
        """Return which history of the run a history of the branch goes on from, and which of its futures it is."""
        if self.history >= 0:
            return self.history, number
        return number // self.futures, number % self.futures

    def course(self, number: int) -> Course:
        """Return the course of one history."""
        history, future = self.past_of(number)
        base = self.base.course(history)
        stage = Stage(self.first, self._war_after(base), future_key(base.stages[-1].key, future))
        return Course((*base.stages, stage), base.seed, base.history, self.days, self.war)

    def life(self, number: int) -> Life:
        """Return a history on the morning of the branch or before; mornings that are held are not lived again."""
        if self.mornings.most == 0:
            return Life(self.course(number))
        return self.mornings.of(self.past_of(number)[0]).along(self.course(number))

    def _war_after(self, base: Course) -> War:
        """Return the war that holds in this history: decisions that had been made by then stay made."""
        from polemos.scenario.afterwards import decided, same
        from polemos.scenario.compile import compile_scenario

        old = base.stages[-1].war
        before, after = scenario_of(old), scenario_of(self.war)
        if id(old) not in self._edited:
            names = old.legend.interventions
            self._edited[id(old)] = [row for row, name in enumerate(names) if not same(before, after, name)]
        edited = self._edited[id(old)]
        if not edited:
            return self.war
        days = old.parameters(base.seed, base.history)[0].act_day
        made = frozenset(old.legend.interventions[row] for row in edited if days[row] < self.first)
        if not made:
            return self.war
        with self._guard, kept_compiled():
            if (id(old), made) not in self._wars:
                self._wars[id(old), made] = compile_scenario(decided(before, after, made), self._rules)
            return self._wars[id(old), made]

    def simulate(self, first: int, count: int) -> Arrays:
        """Return the recorded arrays of histories ``first`` .. ``first + count - 1``, histories on the first axis."""
        with kept_compiled():
            from polemos.engine.kernel import stored

        rows = []
        for number in range(first, first + count):
            life = self.life(number).end()
            rows.append(stored(life.state, life.record, life.drawn))
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def future_key(key: Key, future: int) -> Key:
    """Return the key of a history's future: its own for future 0, else 64 bits of a digest of its own and k."""
    if future == 0:
        return key
    words = blake2b(f"future {future} of {int(key.seed)} {int(key.history)}".encode(), digest_size=8).digest()
    return Key(*(np.uint64(int.from_bytes(words[at : at + 4], "little")) for at in (0, 4)))


def plan_branch(
    run: Left, at: str | date, changes: Changes, history: int, futures: int, histories: int | None,
    mornings: Mornings | None = None,
) -> Plan:  # fmt: skip
    """Return the plan of a branch of a run; raises BadInput with all that cannot be from that date on.

    ``history`` is -1 for all; ``histories`` counts the pasts that are gone on from, all that the run holds if None.
    ``mornings`` are those of another branch of the run at that date, see ``mornings_of``.
    """
    from polemos.scenario.afterwards import check_afterwards
    from polemos.scenario.compile import compile_scenario

    day = date_of(run, at)
    pasts = check_pasts(run, history, futures, histories)
    before = scenario_of(run.war)
    after = changed_scenario(before, changes) if any(changes) else before
    check_afterwards(before, after, day)
    first = (day - before.start).days
    if first >= after.days:
        what = f"the last day is {after.start.fromordinal(after.start.toordinal() + after.days - 1)}, before {day}"
        raise BadInput(Problem(what, key="--days", hint="give more days or an earlier date"))
    with kept_compiled():
        war = compile_scenario(after) if after is not before else run.war
    courses = Branched(run.courses, war, first, history, futures)
    if mornings is not None:
        assert (mornings.base, mornings.first) == (run.courses, first)
        courses.mornings = mornings
    old = run.manifest
    texts = {**texts_and_sources(after, run), **texts_before(run.courses, len(old.branches) + 1)}
    left = Branch(old.run, day.isoformat(), history, 1 if history >= 0 else futures, *changes)
    manifest = replace(
        old, days=after.days, histories=pasts * futures, digest=scenario_digest(texts), kept=(),
        texts={name: text_digest(text) for name, text in texts.items()}, branches=(*old.branches, left),
    )  # fmt: skip
    return Plan(manifest, texts, war, courses.simulate, courses)


def mornings_of(run: Left, at: str | date, most: int) -> Mornings:
    """Return the mornings of a date, to be shared by several branches of a run; raises BadInput for the date."""
    return Mornings(run.courses, (date_of(run, at) - run.war.start).days, most)


def texts_and_sources(after: Scenario, run: Left) -> dict[str, str]:
    """Return the texts of the war that holds from a date on, with the sources of the run's folder if it has one."""
    texts = texts_of(after)
    if run.folder is None:
        return texts
    names = [name for name in run.manifest.texts if name.startswith(f"{SOURCES}/")]
    sources = {name: (run.folder / name).read_bytes().decode("utf-8") for name in names}
    return sources | {name: text for name, text in texts.items() if name == SCENARIO or name.endswith(".py")}


def texts_before(ways: HasCourses, number: int) -> dict[str, str]:
    """Return the texts of the wars that hold before a branch, the last of them with this number."""
    text = texts_of(scenario_of(ways.war))[SCENARIO]
    earlier = texts_before(ways.base, number - 1) if isinstance(ways, Branched) else {}
    return {**earlier, BEFORE.format(number): text}


def date_of(run: Left, at: str | date) -> date:
    """Return the date of a branch; raises BadInput for what is no date or lies outside the days that can be left."""
    start, days = run.war.start, run.manifest.days
    try:
        day = at if isinstance(at, date) else date.fromisoformat(at)
    except ValueError:
        raise BadInput(Problem(f"is no date: {at!r}", key="--at", hint="write it as 2016-07-17")) from None
    earliest = date.fromisoformat(run.manifest.branches[-1].date) if run.manifest.branches else start
    last = start.fromordinal(start.toordinal() + days - 1)
    if not earliest <= day <= last:
        why = "the run leaves another on the first of these" if run.manifest.branches else "the days of the war"
        raise BadInput(Problem(f"{day} is not from {earliest} to {last}, {why}", key="--at"))
    return day


def check_pasts(run: Left, history: int, futures: int, histories: int | None) -> int:
    """Return how many pasts a branch goes on from; raises BadInput for one that the run does not hold."""
    held = {int(number) for number in run.recorded.numbers}
    if history >= 0:
        if histories is not None:
            what = "one history has one past"
            raise BadInput(
                Problem(what, key="--histories", hint="ask for more --futures of it, or leave --history out")
            )
        if history not in held:
            hint = f"it holds {len(held):,}, counted from 0"
            raise BadInput(Problem(f"the run has no history {history}", key="--history", hint=hint))
        return 1
    asked = len(held) if histories is None else histories
    if not asked >= 1 or not set(range(asked)) <= held:
        raise BadInput(Problem(f"the run holds {len(held):,} histories, not {asked:,}", key="--histories"))
    return asked


def courses_of_folder(folder: Path, manifest: Manifest, war: War) -> HasCourses:
    """Return the courses of a branch's folder, from its own texts; ``war`` is the one of its last stage."""
    rules = frozenset(modules_of(folder, manifest).values())
    wars = [war_of_text(folder, BEFORE.format(number), rules) for number in range(1, len(manifest.branches) + 1)]
    ways: HasCourses = OneWar(wars[0], manifest.seed)
    for left, after in zip(manifest.branches, [*wars[1:], war], strict=True):
        first = (date.fromisoformat(left.date) - war.start).days
        ways = Branched(ways, after, first, left.history, left.futures, rules)
    return ways


def plan_branch_again(folder: Path, manifest: Manifest) -> Plan:
    """Return the plan of a branch's folder, made from the folder's own texts alone."""
    war = war_of_folder(folder, manifest)
    courses = courses_of_folder(folder, manifest, war)
    assert isinstance(courses, Branched)
    texts = {name: (folder / name).read_bytes().decode("utf-8") for name in manifest.texts}
    made = replace(manifest, engine=engine_digest(), versions=versions(), machine=machine())
    return Plan(made, texts, war, courses.simulate, courses)
