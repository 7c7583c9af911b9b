"""A scenario file as plain data in which every value remembers where it was written.

In comes a path, bytes or text; out goes a ``Document``: a tree of ``Node`` (next door in ``node.py``) with
file, line and column of every value and key.  The YAML is read event by event under budgets (bytes, depth,
values, length), so that nothing is built before it is known to be small; aliases, anchors, tags, merge keys,
duplicate keys and a second document are refused.  The bytes are checked in ``source_text.py``, unquoted words
get their meaning in ``scalars.py``; what the keys mean is the schema's business, and joining documents that
of ``patch.py``.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import NamedTuple, NoReturn

import yaml

from polemos.errors import BadInput, Problem
from polemos.scenario.node import Branches, Data, Mark, Node, Steps
from polemos.scenario.scalars import Scalar, ScalarRefused, plain_scalar, readable, show
from polemos.scenario.source_text import UNSEEN, check_text, decode, name_unseen, printed, read_text
from polemos.scenario.syntax import syntax_problem

DEEPEST = 32
"""Levels of the deepest nesting."""
MOST_NODES = 100_000
"""Values in the largest document: some twenty-five times the largest war, and still refused within about a second."""
LONGEST_TEXT = 20_000
"""Characters of the longest text."""
LONGEST_KEY = 200
"""Characters of the longest key."""
MOST_PROBLEMS = 50
"""A document with more faults than this is reported up to here."""


class Document(NamedTuple):
    """One scenario file, read but not yet understood: the tree, the text it came from and its name."""

    root: Node
    text: str
    file: str
    path: Path | None = None

    @property
    def data(self) -> dict[str, Data]:
        """The document as plain mappings, lists and scalars."""
        data = self.root.plain()
        assert isinstance(data, dict)
        return data

    @property
    def positions(self) -> dict[Steps, tuple[Mark, Mark | None]]:
        """The place of every value and, if it has one, of its key, by path."""
        return {steps: (node.at, node.key_at) for steps, node in self.root.walk()}


def read_document(source: Path | str | bytes, file: str | None = None) -> Document:
    """Read one YAML document from a path, or from text or bytes given as such.

    ``file`` is the name used in messages.  At most 1,000,000 bytes, 32 levels, 100,000 values and 20,000
    characters in one text.  Raises ``BadInput`` with every fault found, each with line and column.
    """
    if isinstance(source, Path):
        text = read_text(source)
        file = printed(source) if file is None else file
        return Document(_Reader(file).read(text), text, file, source)
    file = "text" if file is None else file
    if isinstance(source, bytes):
        source = decode(source, file)
    else:
        source = source.removeprefix("\ufeff")
        check_text(source, file)
    return Document(_Reader(file).read(source), source, file)


class _Open:
    """A mapping or list that is not closed yet; ``key`` waits for its value."""

    __slots__ = ("key", "key_at", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: str | None = None
        self.key_at: Mark | None = None


class _Reader:
    """Builds the tree from YAML events; holds what is open, what was counted and what was wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0
        self.documents = 0
        self.problems: list[Problem] = []

    def read(self, text: str) -> Node:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(text, Loader=loader):
                self._take(event)
        except yaml.YAMLError as error:
            self._stop(syntax_problem(error, text, self.file))
        except (ValueError, OverflowError):
            self._stop(Problem("holds an escape that is no character", self.file))
        if self.problems:
            raise BadInput(self.problems)
        if self.root is None or self.root.value is None:
            raise BadInput(Problem("is empty", self.file, 1, 1, hint="a scenario is a mapping of keys to values"))
        if not isinstance(self.root.value, dict):
            what = f"is not a mapping of keys to values but {show(self.root.plain())}"
            raise BadInput(Problem(what, self.file, self.root.at.line, self.root.at.column))
        return self.root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_ornaments(event, event.tag)
            if self.open and self._awaits_key():
                self._stop(self._at(event, "a key must be one word or text, not a list or mapping"))
            if len(self.open) >= DEEPEST:
                self._stop(self._at(event, f"is nested deeper than {DEEPEST} levels"))
            value: Branches = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.open.append(_Open(self._place(value, event)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
        elif isinstance(event, yaml.AliasEvent):
            what = f"the alias *{readable(event.anchor or '')} is not allowed"
            self._stop(self._at(event, what, "write the value out, or use extends"))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(self._at(event, "a second document begins here", "write one document in each file"))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        self._refuse_ornaments(event, event.tag)
        if self.open and self._awaits_key():
            self._key(event)
            return
        unseen = UNSEEN.search(text)
        if unseen:
            self._note(self._at(event, f"the text holds {name_unseen(unseen[0])}", "remove it"))
        if len(text) > LONGEST_TEXT:
            what = f"a text of {len(text):,} characters is too long (at most {LONGEST_TEXT:,})"
            self._note(self._at(event, what))
        value: Scalar = text
        if not event.style:
            try:
                value = plain_scalar(text)
            except ScalarRefused as refusal:
                self._note(self._at(event, str(refusal), "quote it if it is meant as text"))
        self._place(value, event)

    def _key(self, event: yaml.ScalarEvent) -> None:
        top, key = self.open[-1], event.value
        fault = _key_fault(key)
        if fault:
            self._note(self._at(event, *fault))
        branches = top.node.value
        if isinstance(branches, dict) and key in branches:
            first = branches[key].key_at
            what = f"the key {show(key)} is written twice"
            hint = f"the first is in line {first.line}" if first else ""
            self._note(self._at(event, what, hint))
        top.key, top.key_at = key, self._mark(event)

    def _place(self, value: Branches, event: yaml.NodeEvent) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(self._at(event, f"holds more than {MOST_NODES:,} values"))
        if not self.open:
            self.root = Node(value, self._mark(event))
            return self.root
        top = self.open[-1]
        node = Node(value, self._mark(event), top.key_at)
        if isinstance(top.node.value, dict):
            assert top.key is not None
            top.node.value[top.key] = node
            top.key = top.key_at = None
        elif isinstance(top.node.value, list):
            top.node.value.append(node)
        return node

    def _awaits_key(self) -> bool:
        top = self.open[-1]
        return top.key is None and isinstance(top.node.value, dict)

    def _refuse_ornaments(self, event: yaml.NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            self._note(self._at(event, f"the anchor &{readable(event.anchor)} is not allowed", "remove it"))
        if tag is not None:
            name = readable(tag.replace("tag:yaml.org,2002:", "!!"))
            self._note(self._at(event, f"the tag {name} is not allowed", "remove it"))

    def _mark(self, event: yaml.Event) -> Mark:
        mark = event.start_mark
        return Mark(self.file) if mark is None else Mark(self.file, mark.line + 1, mark.column + 1)

    def _at(self, event: yaml.Event, what: str, hint: str = "") -> Problem:
        steps: list[str] = []
        for level, part in enumerate(self.open):
            branches, waits = part.node.value, level == len(self.open) - 1
            if isinstance(branches, list):
                steps.append(str(len(branches) if waits else len(branches) - 1))
            elif waits:
                steps += [part.key] if part.key is not None else []
            elif isinstance(branches, dict):
                steps.append(next(reversed(branches)))
        if len(steps) > 8:
            steps[8:] = ["..."]
        mark = self._mark(event)
        return Problem(what, self.file, mark.line, mark.column, readable(".".join(steps)), hint)

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise BadInput(self.problems)

    def _stop(self, problem: Problem) -> NoReturn:
        raise BadInput([*self.problems, problem])


def _key_fault(key: str) -> tuple[str, str] | None:
    """Return what is wrong with the text of a key and what to do, or None."""
    if not key.strip():
        return "a key is empty", "name it or quote it"
    if key == "<<":
        return "the merge key << is not allowed", "write the keys out, or use extends"
    if len(key) > LONGEST_KEY:
        return f"a key of {len(key)} characters is too long (at most {LONGEST_KEY})", ""
    if key != key.strip():
        return f"the key {show(key)} begins or ends with a space", "remove it"
    hidden = next((c for c in key if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Zl", "Zp", "Co", "Cn")), None)
    if hidden is not None:
        return f"the key holds a character that is not seen (U+{ord(hidden):04X})", "remove it"
    if not unicodedata.is_normalized("NFC", key):
        return f"the key {show(key)} is not in normal form C", "type the accented letter as one character"
    return None
