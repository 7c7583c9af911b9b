"""A tree of plain values in which every value remembers where it was written.

Holds ``Node`` and ``Mark`` and the way to a value by its path.  Trees are made in ``document.py`` from a file
and in ``edit.py`` from an option, joined in ``patch.py``, and turned into a ``Scenario`` in ``load.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from polemos.scenario.scalars import Scalar

Steps: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = "Scalar | list[Data] | dict[str, Data]"
Branches: TypeAlias = "Scalar | list[Node] | dict[str, Node]"


class Mark(NamedTuple):
    """Where something was written; line and column count from 1, line 0 means that there is only a name."""

    file: str
    line: int = 0
    column: int = 0


class Node(NamedTuple):
    """One value with its place, and the place of its key when it has one."""

    value: Branches
    at: Mark
    key_at: Mark | None = None

    def plain(self) -> Data:
        """Return the value without its places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """Return the value under a key or an index, or None."""
        if isinstance(self.value, dict):
            child: Node | None = self.value.get(str(step))
            return child
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            item: Node = self.value[step]
            return item
        return None

    def walk(self, steps: Steps = ()) -> Iterator[tuple[Steps, Node]]:
        """Yield every value below and including this one with its path, in the order of the file."""
        yield steps, self
        if isinstance(self.value, dict):
            for key, child in self.value.items():
                yield from child.walk((*steps, key))
        elif isinstance(self.value, list):
            for index, child in enumerate(self.value):
                yield from child.walk((*steps, index))


def locate(root: Node, steps: Steps) -> Node:
    """Return the node at a path, or the deepest one above it that exists."""
    node = root
    for step in steps:
        below = node.child(step)
        if below is None:
            break
        node = below
    return node


def dotted(root: Node, steps: Steps) -> str:
    """Return a path as people write it; an item of a list goes by its ``id`` where it has one."""
    words: list[str] = []
    node: Node | None = root
    for step in steps:
        node = node.child(step) if node is not None else None
        name = node.child("id") if node is not None and isinstance(step, int) else None
        words.append(name.value if name is not None and isinstance(name.value, str) else str(step))
    return ".".join(words)


def written(value: Data, at: Mark, key_at: Mark | None = None) -> Node:
    """Return plain data as a tree in which everything was written at one place."""
    if isinstance(value, dict):
        return Node({key: written(item, at, at) for key, item in value.items()}, at, key_at)
    if isinstance(value, list):
        return Node([written(item, at) for item in value], at, key_at)
    return Node(value, at, key_at)


def placed(root: Node, steps: Steps, node: Node | None) -> Node:
    """Return the tree with another node at a path of keys (None takes it away); missing mappings are made.

    What stays keeps its order, so that an edit never renumbers actors.  Raises ``ValueError`` where a value
    on the way is no mapping.
    """
    if not steps:
        return root if node is None else node
    if not isinstance(root.value, dict):
        raise ValueError("is no mapping")
    key = str(steps[0])
    branches = dict(root.value)
    if len(steps) > 1 and (node is not None or key in branches):
        branches[key] = placed(branches.get(key) or Node({}, root.at), steps[1:], node)
    elif node is not None:
        branches[key] = node
    else:
        branches.pop(key, None)
    return root._replace(value=branches)
