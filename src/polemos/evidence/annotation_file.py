"""What a person marked in a text, by span: names with kind and id, events with action and roles; never its words.

Comes in: a YAML file and the document that it belongs to.  Goes out: an ``Annotation``, or every fault with its line.
A file that was made for other bytes is refused by their digest, since spans would point at other words.  How well a
reading agrees with it is next door in ``agreement``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.names import MENTION_KINDS
from polemos.evidence.segments import Document
from polemos.scenario.document import read_document
from polemos.scenario.node import Node
from polemos.scenario.scalars import show

VERSION = 1
KEYS = ("polemos", "text", "date", "mentions", "events")
MENTION_KEYS = ("span", "kind", "id")
ROLES = ("source", "target", "place", "weapon", "date", "losses", "certainty")
EVENT_KEYS = ("span", "action", *ROLES)


class MarkedMention(NamedTuple):
    """A name that a person marked."""

    first: int
    last: int
    kind: str
    id: str


class MarkedEvent(NamedTuple):
    """An event that a person marked: the words that say it, what happened, and the roles that the text gives."""

    first: int
    last: int
    action: str
    roles: dict[str, str]


class Annotation(NamedTuple):
    """All marks of one text; ``None`` where a file does not mark a part at all."""

    file: str
    date: str
    mentions: tuple[MarkedMention, ...] | None
    events: tuple[MarkedEvent, ...] | None


def read_annotation(path: Path | str, document: Document) -> Annotation:
    """Return the marks of a file; raises BadInput with every fault, or if it belongs to another text."""
    source = read_document(Path(path))
    root, walk = source.root, _Walk(source.file, len(document.text))
    belongs = root.child("text")
    if belongs is None or belongs.value != document.digest:
        what = "is missing" if belongs is None else f"belongs to another text than {document.file}"
        hint = f"the digest of the text is {document.digest}"
        walk.wrong(belongs or root, "text", what, hint)
        raise BadInput(walk.problems)
    walk.known(root, KEYS, "")
    version = root.child("polemos")
    if version is None or version.value != VERSION:
        walk.wrong(version or root, "polemos", f"must be {VERSION}")
    date = root.child("date")
    mentions = tuple(walk.mentions(root)) if root.child("mentions") is not None else None
    events = tuple(walk.events(root)) if root.child("events") is not None else None
    if walk.problems:
        raise BadInput(walk.problems)
    return Annotation(source.file, str(date.value) if date is not None and date.value else "", mentions, events)


class _Walk:
    """Checks marks against the text and notes what is wrong with each."""

    def __init__(self, file: str, length: int) -> None:
        self.file, self.length = file, length
        self.problems: list[Problem] = []

    def wrong(self, node: Node, key: str, what: str, hint: str = "") -> None:
        """Note a fault."""
        self.problems.append(Problem(what, self.file, node.at.line, node.at.column, key, hint))

    def known(self, node: Node, keys: tuple[str, ...], key: str) -> None:
        """Note keys that nobody knows."""
        for name, below in node.value.items() if isinstance(node.value, dict) else ():
            if name not in keys:
                self.wrong(below, f"{key}.{name}".lstrip("."), f'unknown key "{name}"', did_you_mean(name, keys))

    def rows(self, root: Node, part: str, keys: tuple[str, ...]) -> Iterator[tuple[Node, str, tuple[int, int]]]:
        """Give the rows of a list that have a span."""
        node = root.child(part)
        if node is None or node.value is None:
            return
        if not isinstance(node.value, list):
            self.wrong(node, part, f"must be a list, not {show(node.plain())}")
            return
        for number, row in enumerate(node.value):
            key = f"{part}.{number}"
            if not isinstance(row.value, dict):
                self.wrong(row, key, f"must be a mapping, not {show(row.plain())}")
                continue
            self.known(row, keys, key)
            span = self.span(row, key)
            if span is not None:
                yield row, key, span

    def span(self, row: Node, key: str) -> tuple[int, int] | None:
        """Return a span inside the text."""
        node = row.child("span")
        numbers = node.plain() if node is not None else None
        if isinstance(numbers, list) and len(numbers) == 2:
            first, last = numbers
            if type(first) is int and type(last) is int and 0 <= first < last <= self.length:
                return first, last
        self.wrong(node or row, f"{key}.span", f"must be [first, last] with 0 <= first < last <= {self.length:,}")
        return None

    def mentions(self, root: Node) -> Iterator[MarkedMention]:
        """Give the marked names."""
        for row, key, span in self.rows(root, "mentions", MENTION_KEYS):
            kind, one = row.child("kind"), row.child("id")
            if kind is None or kind.value not in MENTION_KINDS:
                self.wrong(kind or row, f"{key}.kind", f"must be one of {', '.join(MENTION_KINDS)}")
            elif one is None or not isinstance(one.value, str):
                self.wrong(one or row, f"{key}.id", "must be an id")
            else:
                yield MarkedMention(*span, str(kind.value), one.value)

    def events(self, root: Node) -> Iterator[MarkedEvent]:
        """Give the marked events."""
        for row, key, span in self.rows(root, "events", EVENT_KEYS):
            action = row.child("action")
            if action is None or not isinstance(action.value, str):
                self.wrong(action or row, f"{key}.action", "must be an action")
                continue
            roles = {name: row.child(name) for name in ROLES}
            yield MarkedEvent(
                *span, action.value, {name: str(one.value) for name, one in roles.items() if one is not None}
            )
