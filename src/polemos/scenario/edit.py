"""What-ifs as data: a value set, a named what-if of the scenario, something left out.

In come ``--set path=value``, ``--what-if NAME`` and ``--without NAME`` (or the same as objects); out goes the
document tree with the change laid over it, before validation, so that an edit is held to the same rules as
the file and a fault in it says which option it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.scenario.document import read_document
from polemos.scenario.node import Data, Mark, Node, Steps, dotted, placed, written
from polemos.scenario.patch import patched
from polemos.scenario.scalars import readable, show
from polemos.scenario.schema import Scenario
from polemos.scenario.shape import Shape, shape_at, shape_of

LONGEST_EDIT = 10_000
"""Characters of the longest ``--set``."""


class Edit(NamedTuple):
    """Set the value at a dotted path of the document, such as ``wings.attack.sorties``."""

    path: str
    value: Data

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"--set {readable(self.path)}"


class WhatIf(NamedTuple):
    """Lay one of the scenario's own what-ifs over it."""

    name: str

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"--what-if {readable(self.name)}"


class Without(NamedTuple):
    """Leave out interventions by id or cause, or switch a mechanism off."""

    name: str

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"--without {readable(self.name)}"


Change = Edit | WhatIf | Without


def parse_set(text: str) -> Edit:
    """Return the edit that ``path=value`` says.

    The value is written as in a scenario file: a number, a word, ``~``, or an inline ``{low: 1, high: 2}`` or
    ``[a, b]``.  Raises ``BadInput`` naming the option.
    """
    label = f"--set {readable(text)}"
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise BadInput(Problem("is not path=value", label, hint="for example --set days=90"))
    if len(text) > LONGEST_EDIT or "\n" in value or "\r" in value:
        raise BadInput(Problem(f"the value must be one line of at most {LONGEST_EDIT:,} characters", label))
    edit = Edit(path.strip(), None)
    try:
        node = read_document(f"value: {value.strip()}\n", edit.label).root.child("value")
    except BadInput as error:
        raise BadInput(Problem(fault.what, edit.label, hint=fault.hint) for fault in error.problems) from None
    return edit._replace(value=node.plain() if node is not None else None)


def apply(root: Node, changes: Iterable[Change]) -> tuple[Node, list[Problem]]:
    """Return the tree after all changes, in their order, and what could not be changed."""
    problems: list[Problem] = []
    whole = root
    for change in changes:
        if isinstance(change, Edit):
            root = _set(root, change, problems)
        elif isinstance(change, WhatIf):
            root = _what_if(root, whole, change, problems)
        else:
            root = _leave_out(root, whole, written(change.name, Mark(change.label)), problems)
    return root, problems


def _set(root: Node, edit: Edit, problems: list[Problem]) -> Node:
    at = Mark(edit.label)
    steps = _resolve(root, tuple(edit.path.split(".")))
    fault = _cannot_set(root, steps, edit)
    if fault is not None:
        problems.append(fault)
        return root
    return placed(root, steps, None if edit.value is None else written(edit.value, at, at))


def _resolve(root: Node, steps: tuple[str, ...]) -> Steps:
    """Return the full path: a path may begin with an id instead of its part where only one part fits."""
    if steps[0] in shape_of(Scenario).fields() or not isinstance(root.value, dict):
        return steps
    found = [((part, *steps), node.child(steps[0])) for part, node in root.value.items()]
    holding = [path for path, part in found if part is not None]
    fitting = [path for path in holding if shape_at(Scenario, root, path) is not None]
    mappings = [path for path, part in found if part is not None and isinstance(part.value, dict)]
    return next((paths[0] for paths in (fitting, mappings, holding) if len(paths) == 1), steps)


def _cannot_set(root: Node, steps: Steps, edit: Edit) -> Problem | None:
    """Return why there is nothing to set at a path, with the nearest path there is."""
    shape: Shape | None = shape_of(Scenario, root)
    node: Node | None = root
    for index, step in enumerate(steps):
        here = steps[:index]
        last = index == len(steps) - 1
        if node is not None and not isinstance(node.value, dict):
            what = f"{dotted(root, here)} is {show(node.plain())}: set the whole of it"
            return Problem(what, edit.label)
        keys = list(shape.fields()) if shape is not None else []
        there = list(node.value) if node is not None and isinstance(node.value, dict) else []
        is_new_part = last and shape is not None and shape.keyed_by_id and isinstance(edit.value, dict)
        if step not in keys and step not in there and not is_new_part:
            paths = [".".join([*map(str, here), key]) for key in [*there, *keys]]
            near = did_you_mean(".".join(map(str, steps[: index + 1])), paths)
            elsewhere = "" if near else _of_its_own(root, steps)
            known = f"there: {', '.join((there or keys)[:12])}" if there or keys else ""
            what = f"there is no {readable('.'.join(map(str, steps if elsewhere else steps[: index + 1])))}"
            return Problem(what, edit.label, hint=near or elsewhere or known)
        node = node.child(step) if node is not None else None
        shape = shape.below(step, node) if shape is not None else None
    return None


def _of_its_own(root: Node, steps: Steps) -> str:
    """Return where ``ID.FIELD`` may be meant: that field of the parts that say they are of ID; empty if there are none.

    So ``hmeimim.sorties`` leads to the sorties of the wings that stand at hmeimim.
    """
    if len(steps) != 2 or not isinstance(root.value, dict):
        return ""
    owner, field = steps
    found = [
        dotted(root, (part, key, field))
        for part, node in root.value.items()
        for key, item in _branches(node).items()
        if owner in _said(item) and shape_at(Scenario, root, (part, key, field)) is not None
    ]
    more = ", ..." if len(found) > 3 else ""
    return f"what is {readable(str(owner))}'s is at {', '.join(found[:3])}{more}" if found else ""


def _said(item: Node) -> list[object]:
    """Return the words that stand directly in a part."""
    return [child.value for child in _branches(item).values() if isinstance(child.value, str)]


def _what_if(root: Node, whole: Node, change: WhatIf, problems: list[Problem]) -> Node:
    known = root.child("what_ifs")
    found = known.child(change.name) if known is not None else None
    if found is None or not isinstance(found.value, dict):
        names = list(_branches(known))
        listed = f"there: {', '.join(names)}" if names else "this scenario names none"
        hint = did_you_mean(change.name, names) or listed
        problems.append(Problem("the scenario has no such what-if", change.label, hint=hint))
        return root
    without, patch = found.child("without"), found.child("patch")
    for name in without.value if without is not None and isinstance(without.value, list) else []:
        root = _leave_out(root, whole, name, problems, f"what_ifs.{change.name}.without")
    if patch is not None and isinstance(patch.value, dict):
        root = patched(root, patch._replace(at=root.at, key_at=None), problems)
    return root


def _leave_out(root: Node, whole: Node, said: Node, problems: list[Problem], key: str = "") -> Node:
    """Leave out an intervention, all interventions of a cause, or else switch off a mechanism.

    ``whole`` is the scenario before any change: what another change has left out already is no mistake.
    """
    name, at = str(said.value), said.at
    there = _branches(whole.child("interventions"))
    causes = {key: cause.value for key, node in there.items() if (cause := node.child("cause")) is not None}
    gone = [key for key in there if name in (key, causes.get(key))]
    if gone:
        for key in gone:
            root = placed(root, ("interventions", key), None)
        return root
    shape = shape_at(Scenario, root, ("mechanisms",))
    mechanisms = list(shape.fields()) if shape is not None else []
    mechanism = name.removeprefix("mechanisms.")
    if mechanism in mechanisms:
        return placed(root, ("mechanisms", mechanism, "on"), Node(False, at, at))
    own = list(_branches(whole.child("own_mechanisms")))
    if name in own:
        return placed(root, ("own_mechanisms", name, "on"), Node(False, at, at))
    known = list(dict.fromkeys(str(word) for word in [*there, *causes.values(), *mechanisms, *own]))
    what = f"there is no intervention, cause or mechanism {show(name)}"
    problems.append(
        Problem(
            what,
            at.file,
            at.line,
            at.column,
            key,
            hint=did_you_mean(name, known) or f"there: {', '.join(known)}",
        )
    )
    return root


def _branches(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}
