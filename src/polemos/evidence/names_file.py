"""A mapping file of names in texts, walked value by value: every id checked against the war, every fault with its line.

Comes in: a path and the compiled war.  Goes out: ``Names``.  The war's own titles and the names of the recorder's
mapping that the file ``uses`` are laid under its own, so that no place is written twice.  What a recorder's names mean
is next door in ``mapping_file``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.mapping import Mapping
from polemos.evidence.mapping_file import FOLDER, mapping_of
from polemos.evidence.names import ACTOR, AREA, CAMP, COUNTRY, LABEL, OTHER, PLACE, WEAPON, Name, Names, names_of
from polemos.scenario.document import read_document
from polemos.scenario.node import Node
from polemos.scenario.scalars import show

if TYPE_CHECKING:
    from polemos.scenario.compile import War

SHIPPED = "documents-*.yaml"
VERSION = 1
LISTS = ("actors", "camps", "others", "places", "governorates", "countries", "weapons")
KEYS = ("polemos", "wars", "source", "uses", "ambiguous", "labels", "days", *LISTS)
LABEL_KEYS = ("words", "may_mean")
_KIND = {"places": PLACE, "governorates": PLACE, "countries": PLACE, "weapons": WEAPON}
_PREFIX = {"camps": CAMP, "others": OTHER, "governorates": AREA, "countries": COUNTRY}


def read_names(source: Path | str | None, war: War) -> Names:
    """Return what texts call the parties and places of a war.

    Without a file, the one that comes with polemos and lists the war under ``wars``; where there is none, the war's own
    titles.  Raises BadInput with every fault of the file.
    """
    path = names_for(war.name) if source is None else Path(source)
    return names_of("", war.name, {}, own_names(war, None)) if path is None else names_in(path, war)


def names_for(war: str) -> Path | None:
    """Return the file of names that comes with polemos for a war, None if there is none."""
    for path in sorted(FOLDER.glob(SHIPPED)):
        named = read_document(path).root.child("wars")
        if named is not None and war in [item.value for item in _items(named)]:
            return path
    return None


def names_in(path: Path, war: War) -> Names:
    """Return the names of a file, laid over the war's own; raises BadInput with every fault found."""
    document = read_document(path)
    walk = _Walk(war, document.file)
    root = document.root
    for key, node in walk.pairs(root, ""):
        if key not in KEYS:
            walk.wrong(node, key, f'unknown key "{key}"', did_you_mean(key, KEYS), at_key=True)
    version = root.child("polemos")
    if version is None or version.value != VERSION:
        found = "is missing" if version is None else f"must be {VERSION}, not {show(version.plain())}"
        walk.wrong(version or root, "polemos", found)
    names = [name for key in LISTS for name in walk.names(root, key)]
    names += [*walk.ambiguous(root), *walk.labels(root)]
    days = dict(walk.days(root))
    record = walk.uses(root, path)
    if walk.problems:
        raise BadInput(walk.problems)
    return names_of(document.file, war.name, days, [*names, *own_names(war, record)])


def own_names(war: War, record: Mapping | None) -> Iterator[Name]:
    """Give the titles of a war and the names of a recorder as names in texts; joint titles are taken apart."""
    legend = war.legend
    for ids, titles in ((legend.actors, legend.actor_titles), (legend.places, legend.place_titles)):
        kind = ACTOR if ids is legend.actors else PLACE
        for one, title in zip(ids, titles, strict=True):
            plain = re.sub(r"\s*\(.*?\)", "", title).split(",")[0]
            for part in re.split(r"\s+and\s+(?:the\s+|its\s+)?", plain) if kind == PLACE else [plain]:
                if part == plain or part[:1].isupper() or part.startswith("al-"):
                    yield Name(part[:1].upper() + part[1:], kind, (one,))
    for written, rows in sorted(record.places.items()) if record else ():
        plain = re.sub(r"\s+(?:town|city|village|suburb|mountain|field|farms)$", "", written)
        yield Name(plain.title(), PLACE, tuple(legend.places[row] for row in rows))
    for written, side in sorted(record.sides.items()) if record else ():
        if side.camp >= 0 and len(written) > 3 and "," not in written:
            one = legend.actors[side.actor] if side.actor >= 0 else CAMP + legend.camps[side.camp]
            yield Name(written.title(), ACTOR, (one,))


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else [node]


class _Walk:
    """Checks values against the war and notes what is wrong with each."""

    def __init__(self, war: War, file: str) -> None:
        self.war, self.file = war, file
        self.problems: list[Problem] = []
        legend = war.legend
        self.known = {
            "actors": legend.actors, "camps": legend.camps, "places": legend.places,
            "governorates": tuple(sorted(set(legend.governorate))),
        }  # fmt: skip

    def wrong(self, node: Node, key: str, what: str, hint: str = "", at_key: bool = False) -> None:
        """Note a fault."""
        at = node.key_at if at_key and node.key_at is not None else node.at
        self.problems.append(Problem(what, self.file, at.line, at.column, key, hint))

    def pairs(self, node: Node | None, key: str) -> Iterator[tuple[str, Node]]:
        """Give what a mapping holds."""
        if node is None or node.value is None:
            return
        if not isinstance(node.value, dict):
            self.wrong(node, key, f"is not a mapping of names to values but {show(node.plain())}")
            return
        yield from node.value.items()

    def texts(self, node: Node, key: str) -> list[str]:
        """Return a list of texts; what is none is a fault."""
        found = []
        for item in _items(node):
            if isinstance(item.value, str) and any(letter.isalnum() for letter in item.value):
                found.append(item.value)
            else:
                self.wrong(item, key, f"must be a name, not {show(item.plain())}")
        return found

    def names(self, root: Node, part: str) -> Iterator[Name]:
        """Give the names of one list of ids."""
        known = self.known.get(part)
        for one, node in self.pairs(root.child(part), part):
            if known is not None and one not in known:
                hint = did_you_mean(one, known) or f"the war knows {', '.join(known[:8])} ..."
                self.wrong(node, f"{part}.{one}", f'there is no {part.removesuffix("s")} "{one}"', hint, at_key=True)
            for written in self.texts(node, f"{part}.{one}"):
                yield Name(written, _KIND.get(part, ACTOR), (_PREFIX.get(part, "") + one,))

    def ambiguous(self, root: Node) -> Iterator[Name]:
        """Give names that stand for several actors or camps."""
        for written, node in self.pairs(root.child("ambiguous"), "ambiguous"):
            yield Name(written, ACTOR, self.parties(node, f"ambiguous.{written}"))

    def labels(self, root: Node) -> Iterator[Name]:
        """Give loaded labels: their words, and whom they may mean."""
        for label, node in self.pairs(root.child("labels"), "labels"):
            key = f"labels.{label}"
            parts = dict(self.pairs(node, key))
            for name in parts:
                if name not in LABEL_KEYS:
                    self.wrong(
                        parts[name], f"{key}.{name}", f'unknown key "{name}"', did_you_mean(name, LABEL_KEYS), True
                    )
            lacking = [name for name in LABEL_KEYS if name not in parts]
            if lacking:
                self.wrong(node, key, f"needs {' and '.join(lacking)}", at_key=True)
                continue
            meant = self.parties(parts["may_mean"], f"{key}.may_mean")
            for written in self.texts(parts["words"], f"{key}.words"):
                yield Name(written, LABEL, (label,), meant)

    def parties(self, node: Node, key: str) -> tuple[str, ...]:
        """Return camps and actors by id; a camp goes before an actor of the same id."""
        found = []
        for item in _items(node):
            legend = self.war.legend
            if item.value in legend.camps:
                found.append(f"{CAMP}{item.value}" if key.startswith("labels") or item.value not in legend.actors
                             else str(item.value))  # fmt: skip
            elif item.value in legend.actors:
                found.append(str(item.value))
            else:
                hint = did_you_mean(str(item.value), (*legend.camps, *legend.actors))
                self.wrong(item, key, f"there is no camp or actor {show(item.plain())}", hint)
        return tuple(found)

    def days(self, root: Node) -> Iterator[tuple[str, date]]:
        """Give named days; a name is one word in small letters."""
        for name, node in self.pairs(root.child("days"), "days"):
            try:
                day = date.fromisoformat(str(node.value))
            except ValueError:
                self.wrong(node, f"days.{name}", f"must be a day as 2016-02-27, not {show(node.plain())}")
                continue
            if not re.fullmatch(r"[a-z]+", name):
                self.wrong(node, f"days.{name}", "must be one word in small letters", at_key=True)
            yield name, day

    def uses(self, root: Node, path: Path) -> Mapping | None:
        """Return the recorder's mapping that the file builds on."""
        node = root.child("uses")
        if node is None:
            return None
        if not isinstance(node.value, str) or "/" in node.value or "\\" in node.value:
            self.wrong(node, "uses", f"must be the name of a file beside this one, not {show(node.plain())}")
            return None
        try:
            return mapping_of(path.parent / node.value, self.war)
        except BadInput as error:
            self.problems += error.problems
            return None
