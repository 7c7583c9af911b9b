"""Laying one document over another: what a file that extends another, or a what-if, changes.

In come two trees, out goes one in which every value still knows the file that gave it.  Mappings merge key by
key, everything else replaces, and ``~`` takes a key away.  A number with its range (``low``, ``best``,
``high``) is one value and is replaced whole, so that a new figure never keeps an old one's bounds or source.
Finding the files is next door in ``load.py``.
"""

from __future__ import annotations

from polemos.errors import Problem, did_you_mean
from polemos.scenario.node import Node, Steps

RANGE_KEYS = frozenset({"low", "best", "high", "source", "confidence"})


def patched(base: Node, patch: Node, problems: list[Problem], steps: Steps = ()) -> Node:
    """Return ``base`` with ``patch`` laid over it; what cannot be taken away is added to ``problems``."""
    if not isinstance(base.value, dict) or not isinstance(patch.value, dict) or is_range(patch):
        return patch
    branches = dict(base.value)
    for key, change in patch.value.items():
        path = (*steps, key)
        below = branches.get(key)
        if change.value is not None:
            branches[key] = change if below is None else patched(below, change, problems, path)
        elif below is None:
            at = change.key_at or change.at
            hint = did_you_mean(key, list(base.value))
            name = ".".join(map(str, path))
            problems.append(Problem("there is nothing to take away", at.file, at.line, at.column, name, hint))
        else:
            del branches[key]
    return Node(branches, patch.at, patch.key_at)


def is_range(node: Node) -> bool:
    """Whether a mapping is one number (or date) with its range."""
    if not isinstance(node.value, dict):
        return False
    keys = node.value.keys()
    return keys <= RANGE_KEYS and bool(keys & {"low", "best", "high"})
