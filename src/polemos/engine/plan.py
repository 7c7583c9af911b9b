"""From a scenario to all that a run needs: the compiled war, its provenance, and one function that simulates.

Comes in: a scenario's name, path or object, with edits; or a run folder.  Goes out: a ``Plan``, with texts
from which the same scenario can be loaded again without anything outside the run's folder.  Loading and
compiling are on the floor below; doing the plan is next door in ``run``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from polemos.engine import provenance
from polemos.engine.batchfile import Arrays
from polemos.engine.cache import kept_compiled
from polemos.engine.provenance import Manifest, text_digest
from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.engine.course import HasCourses
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

SCENARIO = "scenario.yaml"
SOURCES = "sources"
DRAWS = f"{SOURCES}/posterior.csv"
"""The table of draws of learned inputs."""
BEFORE = "before-{}.yaml"
"""The texts of the wars that held before a branch, from 1."""
DAYS = re.compile(r"^days: (\d+)$", re.MULTILINE)
AGAIN = "run the war again into a new folder, or open this one with the polemos that made it"


class Changes(NamedTuple):
    """What a run lays over its scenario; the horizon [days] counts as a change too."""

    edits: tuple[str, ...] = ()
    what_if: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Plan(NamedTuple):
    """What is to be simulated: ``simulate(first, length)`` gives the arrays of a block of histories.

    ``courses`` says how each is lived where that is more than one war from its eve to its end.
    """

    manifest: Manifest
    texts: dict[str, str]
    war: War
    simulate: Callable[[int, int], Arrays]
    courses: HasCourses | None = None


def make_plan(scenario: str | Path | Scenario, histories: int, seed: int, days: int | None, changes: Changes) -> Plan:
    """Load, edit and compile a scenario; raises BadInput with all that is wrong with it."""
    from polemos.scenario.compile import compile_scenario

    with kept_compiled():
        from polemos.engine.kernel import simulate

    if days is not None:
        changes = changes._replace(edits=(*changes.edits, f"days={days}"))
    try:
        loaded = _loaded(scenario, changes)
    except BadInput as error:
        raise BadInput(_by_option(problem, days) for problem in error.problems) from None
    with kept_compiled():
        war = compile_scenario(loaded)
    texts = texts_of(loaded)
    manifest = Manifest(
        scenario=loaded.name,
        title=loaded.title,
        digest=scenario_digest(texts),
        days=loaded.days,
        seed=seed,
        histories=histories,
        engine=provenance.engine_digest(),
        source=Path(scenario).name if isinstance(scenario, (str, Path)) else loaded.name,
        edits=changes.edits,
        what_if=changes.what_if,
        without=changes.without,
        texts={name: text_digest(text) for name, text in texts.items()},
        versions=provenance.versions(),
        machine=provenance.machine(),
    )
    return Plan(manifest, texts, war, lambda first, length: simulate(war, seed, first, length))


def plan_again(folder: Path, manifest: Manifest) -> Plan:
    """Return the plan of a folder's run, made from the folder's own texts alone."""
    plan = make_plan(folder / SCENARIO, manifest.histories, manifest.seed, manifest.days, Changes())
    if _modules(plan.manifest) != _modules(manifest):
        what = "was made with other texts of its own rules than those that are registered"
        hint = f"name the modules that lie in {folder / SOURCES} with --rules FILE, after reading them"
        raise BadInput(Problem(what, file=str(folder), hint=hint))
    asked = replace(
        plan.manifest,
        source=manifest.source,
        edits=manifest.edits,
        what_if=manifest.what_if,
        without=manifest.without,
        texts=manifest.texts,
    )
    texts = {name: (folder / name).read_bytes().decode("utf-8") for name in manifest.texts}
    return plan._replace(manifest=asked, texts=texts)


def _modules(manifest: Manifest) -> dict[str, str]:
    """Return the digests of the modules of a user's rules."""
    return {name: digest for name, digest in manifest.texts.items() if name.endswith(".py")}


def modules_of(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Return the texts of the modules of a user's rules that lie in a run's folder."""
    return {name: (folder / name).read_text("utf-8") for name in _modules(manifest)}


def war_of_folder(folder: Path, manifest: Manifest) -> War:
    """Return the compiled war of a folder's run, from its own texts; a rule of a user's own is never run from there.

    Raises BadInput, naming the folder's scenario, if this polemos no longer reads it as the war that was run: an
    input that came, went or is written otherwise would stand beside numbers that belong to another.
    """
    modules = modules_of(folder, manifest)
    rules = frozenset(modules.values())
    war = war_of_text(folder, SCENARIO, rules, manifest.days)
    texts = {**texts_of(war.numbers._scenario), **modules}
    for number in range(1, len(manifest.branches) + 1):
        name = BEFORE.format(number)
        texts[name] = texts_of(war_of_text(folder, name, rules).numbers._scenario)[SCENARIO]
    if scenario_digest(texts) != manifest.digest:
        raise _of_another_schema(folder / SCENARIO, "its inputs are others than those recorded")
    return war


def war_of_text(folder: Path, name: str, rules: frozenset[str], days: int | None = None) -> War:
    """Return the compiled war of one text of a run's folder; ``rules`` are the modules' texts that it may use."""
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    path = folder / name
    try:
        if days is None:
            days = int(DAYS.findall(path.read_text("utf-8"))[0])
        # The horizon is given as an option again: only so may dated decisions lie beyond it.
        loaded = load(path, edits=[f"days={days}"], strange_rules=True)
        with kept_compiled():
            return compile_scenario(loaded, rules)
    except BadInput as error:
        first = error.problems[0]
        raise _of_another_schema(path, f"{first.key}: {first.what}" if first.key else first.what) from None


def texts_of(scenario: Scenario) -> dict[str, str]:
    """Return texts that give the scenario again, and those that it was written in.

    ``scenario.yaml`` holds every value, edits and defaults included, and names its theatre ``sources``, where
    the theatre's files lie beside the texts as the user wrote them.
    """
    from polemos.scenario import own_rules
    from polemos.scenario.load import THEATRE_FILES
    from polemos.scenario.writing import dump

    plain = _plain(scenario)
    sources = {f"{SOURCES}/{_file_name(name)}": text for name, text in scenario._texts.items() if name != SCENARIO}
    if scenario._folder:
        plain["theatre"]["from"] = SOURCES
        folder = Path(scenario._folder)
        there = [name for name in THEATRE_FILES if (folder / name).is_file()]
        sources |= {f"{SOURCES}/{name}": (folder / name).read_text(encoding="utf-8") for name in there}
    sources |= {f"{SOURCES}/{_file_name(name)}": text for name, text in own_rules.texts(scenario).items()}
    if scenario.posterior is not None:
        plain["posterior"] = DRAWS
        sources[DRAWS] = scenario._draws
    return {SCENARIO: dump(plain), **sources}


def scenario_digest(texts: dict[str, str]) -> str:
    """Return the digest of all that the scenario says: comments and layout of its files do not count.

    The modules of a user's rules do, to the last letter; and the wars that held before a branch.
    """
    from polemos.scenario.load import THEATRE_FILES

    counted = [SCENARIO, DRAWS, *(f"{SOURCES}/{name}" for name in THEATRE_FILES)]
    counted += sorted(name for name in texts if name.endswith(".py") or name.startswith(BEFORE.split("{")[0]))
    return text_digest("".join(f"{name} {text_digest(texts[name])}\n" for name in counted if name in texts))


def _of_another_schema(path: Path, why: str) -> BadInput:
    """Return the refusal of a folder whose text is unharmed and yet no longer says what was run."""
    what = f"was written by a polemos that describes wars otherwise ({why})"
    return BadInput(Problem(what, file=str(path), hint=AGAIN))


def _by_option(problem: Problem, days: int | None) -> Problem:
    """Return a fault of the horizon under the name of the option that gave it."""
    return problem._replace(file="--days", key="") if days is not None and problem.file == "--set days" else problem


def _loaded(scenario: str | Path | Scenario, changes: Changes) -> Scenario:
    from polemos.scenario.load import load

    if isinstance(scenario, (str, Path)):
        return load(scenario, **changes._asdict())
    return changed_scenario(scenario, changes) if any(changes) else scenario


def changed_scenario(scenario: Scenario, changes: Changes) -> Scenario:
    """Lay changes over a scenario that was loaded before; raises BadInput with all that is wrong with them."""
    from polemos.scenario.edit import Change, Edit, WhatIf, Without, apply, parse_set
    from polemos.scenario.load import draws_of, validate
    from polemos.scenario.node import Mark, written

    plain = _plain(scenario)
    if scenario._folder:
        plain["theatre"]["from"] = str(Path(scenario._folder).resolve())
    kept = {"posterior": plain.pop("posterior", None)}
    at = Mark(scenario.name)
    wanted: list[Change] = [
        *map(WhatIf, changes.what_if),
        *map(Without, changes.without),
        *map(parse_set, changes.edits),
    ]
    root, problems = apply(written(plain, at, at), wanted)
    changed, faults = validate(root, Path(scenario.name))
    if problems or faults or changed is None:
        raise BadInput([*problems, *faults])
    if scenario._folder and changed.theatre.folder == plain["theatre"]["from"]:
        named = changed.theatre.model_copy(update={"folder": scenario.theatre.folder})
        changed = changed.model_copy(update={"theatre": named})
    if "posterior" in [change.path for change in wanted if isinstance(change, Edit)]:
        draws = draws_of(root)
    else:
        changed, draws = changed.model_copy(update=kept), scenario._draws
    changed._texts, changed._folder, changed._draws = scenario._texts, scenario._folder, draws
    return changed


def _plain(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def _file_name(name: str) -> str:
    """Return a name that every file system takes and that leads nowhere else."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name.removeprefix(f"{SOURCES}/"))
    return re.sub(r"^[^A-Za-z0-9]", "x", plain)
