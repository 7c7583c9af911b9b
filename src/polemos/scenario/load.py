"""From a name or a file to a validated ``Scenario``, or every fault at once with file, line and column.

In comes a built-in name or a path, with edits; out goes a frozen ``Scenario`` that carries the texts it came
from. The steps: gather the files (``sources.py``), lay the edits over them (``edit.py``), validate
(``explain.py`` puts pydantic's words into plain ones), and check what hangs together (``coherence.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from polemos.errors import BadInput, Problem
from polemos.scenario.coherence import incoherent, two_camps
from polemos.scenario.edit import Edit, WhatIf, Without, apply, parse_set
from polemos.scenario.explain import Error, altered, changed_kinds, explain, faulty_paths, problem_at
from polemos.scenario.inputs import find_inputs
from polemos.scenario.node import Node, Steps, locate, placed
from polemos.scenario.own_rules import unknown_rules, used
from polemos.scenario.patch import is_range
from polemos.scenario.posterior import FILE, check_draws, read_draws, read_file
from polemos.scenario.references import Ground, Where
from polemos.scenario.schema import Scenario
from polemos.scenario.source_text import printed
from polemos.scenario.sources import Source, gather, theatre_folder
from polemos.scenario.writing import dump

if TYPE_CHECKING:
    from polemos.scenario.theatre import Theatre

THEATRE_FILES = ("places.csv", "gazetteer.csv", "links.csv", "fronts.csv", "outline.geojson")
MOST_PROBLEMS = 100
"""More faults than this are not listed."""


class Loaded(NamedTuple):
    """A scenario, the tree it was made of after all edits, and texts that suffice to load it again."""

    scenario: Scenario
    texts: dict[str, str]
    root: Node


def load(
    name_or_path: str | Path,
    *,
    edits: Iterable[Edit | str] = (),
    what_if: Iterable[str] = (),
    without: Iterable[str] = (),
    strange_rules: bool = False,
) -> Scenario:
    """Return a scenario by built-in name or path, with edits laid over it.

    ``edits`` are ``"path=value"`` or ``Edit``; ``what_if`` are names of the scenario's own what-ifs;
    ``without`` leaves out interventions (by id or cause) or switches mechanisms off.  They are laid on in the
    order what-ifs, without, edits.  ``strange_rules`` takes a war whose own rules nobody has registered here, to be
    looked at.  Raises ``BadInput`` with every fault of the file and the edits.
    """
    found = load_whole(name_or_path, edits=edits, what_if=what_if, without=without, strange_rules=strange_rules)
    return found.scenario


def load_whole(
    name_or_path: str | Path,
    *,
    edits: Iterable[Edit | str] = (),
    what_if: Iterable[str] = (),
    without: Iterable[str] = (),
    strange_rules: bool = False,
) -> Loaded:
    """Return a scenario as ``load`` does, with its tree and texts."""
    source = gather(name_or_path)
    changes: list[Edit | WhatIf | Without] = [WhatIf(name) for name in what_if]
    changes += [Without(name) for name in without]
    changes += [parse_set(edit) if isinstance(edit, str) else edit for edit in edits]
    root, problems = apply(source.root, changes)
    scenario, faults = validate(root, source.path, strange_rules=strange_rules)
    problems += source.problems + faults
    if problems or scenario is None:
        raise BadInput(_in_order(problems, source))
    texts = _texts(source)
    scenario._texts = texts
    scenario._folder = str(theatre_folder(root, source.path) or "")
    scenario._draws = draws_of(root)
    return Loaded(scenario, texts, root)


def check(name_or_path: str | Path) -> list[Problem]:
    """Return every fault of a scenario file and of each of its what-ifs; empty if it is sound."""
    try:
        source = gather(name_or_path)
    except BadInput as error:
        return list(error.problems)
    theatres: dict[Path, Theatre] = {}
    scenario, problems = validate(source.root, source.path, theatres)
    problems += source.problems
    if problems or scenario is None:
        return _in_order(problems, source)
    problems += _rules_that_fail(scenario, source)
    for name in scenario.what_ifs:
        root, faults = apply(source.root, [WhatIf(name)])
        problems += faults or validate(root, source.path, theatres)[1]
    return _in_order(problems, source)


def _rules_that_fail(scenario: Scenario, source: Source) -> list[Problem]:
    """Return what the compiler says of a user's own rules; nothing is compiled for a war without any."""
    if not used(scenario):
        return []
    from polemos.scenario.compile import compile_scenario

    scenario._folder = str(theatre_folder(source.root, source.path) or "")
    try:
        compile_scenario(scenario)
    except BadInput as error:
        return list(error.problems)
    return []


def validate(
    root: Node, path: Path, theatres: dict[Path, Theatre] | None = None, strange_rules: bool = False
) -> tuple[Scenario | None, list[Problem]]:
    """Return the scenario of a tree and its faults; ``path`` is the file from which relative names count.

    ``theatres`` keeps the theatres that were read, for the next call; ``strange_rules`` lets rules be named that
    nobody has registered.
    When single values are faulty the rest is still checked for what hangs together, as if they were not
    given.
    """
    problems: list[Problem] = []
    sound = root
    scenario, errors = _validated(root)
    if scenario is None:
        strict = changed_kinds(_validated(root, strict=True)[1], root)
        problems = _with_camps(explain([*errors, *strict], root, Scenario), root)
        sound = _pruned(root, faulty_paths([*errors, *strict], root))
        scenario, _ = _validated(sound)
        if scenario is None:
            return None, problems
    problems += [problem_at(root, steps, what) for steps, what in altered(scenario, sound)]
    ground = _ground(scenario, root, path, problems, {} if theatres is None else theatres)
    problems += _faults_of_draws(scenario, root)
    if ground is not None:
        where = Where(root, ground)
        problems += [*incoherent(scenario, where), *(() if strange_rules else unknown_rules(scenario, where))]
    return (None if problems else scenario), problems


def _validated(root: Node, *, strict: bool = False) -> tuple[Scenario | None, Sequence[Error]]:
    try:
        return Scenario.model_validate(root.plain(), strict=strict), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _with_camps(problems: list[Problem], root: Node) -> list[Problem]:
    """Return the problems in which an actor of two camps is called that, not a list in place of a word."""
    said = {(at := problem_at(root, steps, what)).key: at for steps, what in two_camps(root)}
    return [said.get(problem.key, problem) for problem in problems]


def _pruned(root: Node, paths: Sequence[Steps]) -> Node:
    """Return the tree without the single values at these paths; lists and whole parts stay."""
    for steps in paths:
        node = locate(root, steps)
        single = is_range(node) or not isinstance(node.value, (dict, list))
        if single and steps and not any(isinstance(step, int) for step in steps):
            root = placed(root, steps, None)
    return root


def _ground(
    scenario: Scenario, root: Node, path: Path, problems: list[Problem], theatres: dict[Path, Theatre]
) -> Ground | None:
    """Return the places, links and fronts of the scenario's own and of its theatre's files."""
    folder = theatre_folder(root, path)
    if folder is None:
        return Ground.of(scenario, None)
    steps = ("theatre", "from")
    if "\0" in str(folder) or not folder.is_dir():
        problems.append(problem_at(root, steps, f"there is no folder {folder}"))
        return None
    from polemos.scenario import theatre

    try:
        if folder not in theatres:
            theatres[folder] = theatre.load(folder)
        return Ground.of(scenario, theatres[folder])
    except BadInput as error:
        problems += error.problems
        return None


def draws_of(root: Node) -> str:
    """Return the text of the table that ``posterior`` names, "" without one; raises BadInput if it cannot be read.

    A name in a file counts from that file's folder, one that was given as an option from where the command is given.
    """
    said = root.child("posterior")
    if said is None or not isinstance(said.value, str):
        return ""
    beside = Path(said.at.file).parent if said.at.line else Path()
    return read_file(beside / said.value)


def _faults_of_draws(scenario: Scenario, root: Node) -> list[Problem]:
    """Return what is wrong with the scenario's table of draws."""
    if scenario.posterior is None:
        return []
    try:
        draws = read_draws(draws_of(root), scenario.posterior)
        check_draws(draws, list(find_inputs(scenario, scenario.start.toordinal())), scenario.posterior)
    except BadInput as error:
        return list(error.problems)
    return []


def _texts(source: Source) -> dict[str, str]:
    """Return texts that suffice to load the scenario again, and those that it was made of.

    ``scenario.yaml`` is whole (what it extends is in it) and names its theatre ``sources``; there lie the
    files as they were found and copies of the theatre's files.
    """
    root, folder = source.root, theatre_folder(source.root, source.path)
    theatre: dict[str, str] = {}
    if folder is not None:
        there = [folder / name for name in THEATRE_FILES if (folder / name).is_file()]
        theatre = {f"sources/{path.name}": path.read_text(encoding="utf-8") for path in there}
        root = placed(root, ("theatre", "from"), Node("sources", root.at))
    sources = {f"sources/{name}": text for name, text in source.texts.items()}
    if draws := draws_of(root):
        root = placed(root, ("posterior",), Node(f"sources/{FILE}", root.at))
        sources[f"sources/{FILE}"] = draws
    return {"scenario.yaml": dump(root.plain()), **sources, **theatre}


def _in_order(problems: Iterable[Problem], source: Source) -> list[Problem]:
    """Return problems without doubles, the asked file first, each file from top to bottom."""
    ordered = sorted(
        dict.fromkeys(problems),
        key=lambda one: (one.file != printed(source.path), one.file, one.line, one.column),
    )
    if len(ordered) > MOST_PROBLEMS:
        ordered[MOST_PROBLEMS:] = [Problem(f"and {len(ordered) - MOST_PROBLEMS} more", printed(source.path))]
    return ordered
