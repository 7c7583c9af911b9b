"""A mapping file, walked value by value: every name checked against the war, every fault with its line.

Comes in: the path of a mapping and the compiled war.  Goes out: a ``Mapping``.  The YAML itself is read by
``scenario.document`` under its budgets; what a mapping is, is next door in ``mapping``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.mapping import (
    EXACT_KM,
    NEAR_KM,
    NOBODY,
    SAME_KM,
    Mapping,
    Side,
    own_governorates,
    own_mapping,
    own_places,
    own_sides,
    plain,
)
from polemos.scenario.document import read_document
from polemos.scenario.node import Node
from polemos.scenario.scalars import show
from polemos.scenario.sources import WARS

if TYPE_CHECKING:
    from polemos.scenario.compile import War

FOLDER = WARS / "mappings"
KEYS = ("polemos", "wars", "record", "source", "covers", "sides", "holders", "places", "governorates", "within_km")
SIDE_KEYS = ("camp", "actor", "ignored")
DISTANCES = {"exact": EXACT_KM, "near": NEAR_KM, "same": SAME_KM}
FARTHEST_KM = 500.0
VERSION = 1

Found = TypeVar("Found")


def read_mapping(source: Path | str | None, war: War) -> Mapping:
    """Return the mapping of a file for a war, laid over the war's own names.

    Without a file, the one that comes with polemos and lists the war under ``wars``; where there is none, the war's own
    names.  Raises BadInput with every fault of the file.
    """
    path = shipped_for(war.name) if source is None else Path(source)
    return own_mapping(war) if path is None else mapping_of(path, war)


def shipped_for(war: str) -> Path | None:
    """Return the mapping that comes with polemos for a war, None if there is none."""
    for path in sorted(FOLDER.glob("*.yaml")):
        root = read_document(path).root
        named = root.child("wars")
        if named is not None and war in _texts(named) and root.child("record") is not None:
            return path
    return None


def mapping_of(path: Path, war: War) -> Mapping:
    """Return the mapping of a file, laid over the war's own names; raises BadInput with every fault found."""
    document = read_document(path)
    walk = _Walk(war, document.file)
    root = document.root
    for key, given in walk.pairs(root, ""):
        if key not in KEYS:
            walk.wrong(given, key, f'unknown key "{key}"', did_you_mean(key, KEYS), at_key=True)
    for key in ("polemos", "record", "covers"):
        if root.child(key) is None:
            walk.wrong(root, key, "is missing")
    version = root.child("polemos")
    if version is not None and version.value != VERSION:
        walk.wrong(version, "polemos", f"must be {VERSION}, not {show(version.plain())}")
    within = walk.table(root, "within_km", walk.distance)
    sides = walk.table(root, "sides", walk.side)
    found = Mapping(
        document.file, walk.text(root, "record"), walk.text(root, "source"),
        walk.table(root, "covers", walk.theatres),
        own_sides(war) | sides,
        own_sides(war) | walk.table(root, "holders", walk.holder),
        own_places(war) | walk.table(root, "places", walk.rows),
        own_governorates(war) | walk.table(root, "governorates", walk.governorate),
        frozenset(side.camp for side in sides.values() if side.camp >= 0),
        *(within.get(name, usual) for name, usual in DISTANCES.items()),
    )  # fmt: skip
    if walk.problems:
        raise BadInput(walk.problems)
    return found


def _texts(given: Node) -> list[str]:
    """Return a text or a list of texts as a list; what is no text is left out."""
    items = given.value if isinstance(given.value, list) else [given]
    return [item.value for item in items if isinstance(item.value, str)]


class _Walk:
    """Checks values against the war and notes what is wrong with each."""

    def __init__(self, war: War, file: str) -> None:
        self.war, self.file = war, file
        self.problems: list[Problem] = []

    def wrong(self, given: Node, key: str, what: str, hint: str = "", at_key: bool = False) -> None:
        at = given.key_at if at_key and given.key_at is not None else given.at
        self.problems.append(Problem(what, self.file, at.line, at.column, key, hint))

    def pairs(self, given: Node | None, key: str) -> Iterator[tuple[str, Node]]:
        if given is None or given.value is None:
            return
        if not isinstance(given.value, dict):
            self.wrong(given, key, f"is not a mapping of names to values but {show(given.plain())}")
            return
        yield from given.value.items()

    def text(self, root: Node, key: str) -> str:
        given = root.child(key)
        if given is None or isinstance(given.value, str):
            return "" if given is None else str(given.value)
        self.wrong(given, key, f"must be a text, not {show(given.plain())}")
        return ""

    def table(self, root: Node, key: str, take: Callable[[Node, str], Found | None]) -> dict[str, Found]:
        """Return a part of the file by plain name; two names that are looked up alike are a fault."""
        found: dict[str, Found] = {}
        for name, given in self.pairs(root.child(key), key):
            if plain(name) in found:
                self.wrong(given, f"{key}.{name}", "is looked up like another name before it", at_key=True)
            taken = take(given, f"{key}.{name}")
            if taken is not None:
                found[plain(name)] = taken
        return found

    def row(self, given: Node, key: str, what: str, known: Sequence[str]) -> int:
        """Return the row of an id, -1 and a problem noted if there is none."""
        if isinstance(given.value, str) and given.value in known:
            return known.index(given.value)
        hint = did_you_mean(str(given.value), known) or f"the war knows {', '.join(known[:8])} ..."
        self.wrong(given, key, f"there is no {what} {show(given.plain())}", hint)
        return NOBODY

    def side(self, given: Node, key: str) -> Side | None:
        """Return ``{actor: id}``, ``{camp: id}`` or ``{ignored: why}``."""
        found = self._parts(given, key)
        if found is not None and len(found) != 1:
            self.wrong(given, key, "needs one of camp, actor or ignored")
            return None
        return None if found is None else self._side(found, key)

    def holder(self, given: Node, key: str) -> Side | None:
        """Return ``{actor: id}``, ``{camp: id, actor: id}`` (who stands for the camp) or ``{ignored: why}``."""
        found = self._parts(given, key)
        if found is None:
            return None
        if "ignored" in found and len(found) > 1:
            self.wrong(given, key, "needs camp or actor, or ignored alone")
            return None
        taken = self._side(found, key)
        if taken is not None and taken.camp >= 0 and "camp" in found and taken.actor >= 0:
            camp = self.war.legend.camp_of_actor[taken.actor]
            if camp != found["camp"].value:
                self.wrong(found["actor"], f"{key}.actor", f'is of the camp "{camp}"')
        return taken

    def _parts(self, given: Node, key: str) -> dict[str, Node] | None:
        if not isinstance(given.value, dict) or not given.value:
            self.wrong(
                given, key, f"needs {{camp: ...}}, {{actor: ...}} or {{ignored: why}}, not {show(given.plain())}"
            )
            return None
        for name, below in given.value.items():
            if name not in SIDE_KEYS:
                self.wrong(below, f"{key}.{name}", f'unknown key "{name}"', did_you_mean(name, SIDE_KEYS), at_key=True)
                return None
        return given.value

    def _side(self, found: dict[str, Node], key: str) -> Side | None:
        legend = self.war.legend
        if "ignored" in found:
            why = found["ignored"].value
            if not isinstance(why, str) or not why.strip():
                self.wrong(found["ignored"], f"{key}.ignored", "needs the reason as a text")
                return None
            return Side(NOBODY, NOBODY, why)
        camp = self.row(found["camp"], f"{key}.camp", "camp", legend.camps) if "camp" in found else NOBODY
        actor = self.row(found["actor"], f"{key}.actor", "actor", legend.actors) if "actor" in found else NOBODY
        if actor >= 0 and "camp" not in found:
            camp = legend.camps.index(legend.camp_of_actor[actor])
        return Side(camp, actor, stands_in="camp" in found and actor >= 0)

    def theatres(self, given: Node, key: str) -> tuple[str, ...] | None:
        """Return the theatres that a country is in the war."""
        known = tuple(dict.fromkeys(self.war.legend.theatre))
        rows = [self.row(item, key, "theatre", known) for item in _items(given)]
        return tuple(known[row] for row in rows if row >= 0)

    def rows(self, given: Node, key: str) -> tuple[int, ...] | None:
        """Return the place, or the places, that a recorder's place is."""
        rows = [self.row(item, key, "place", self.war.legend.places) for item in _items(given)]
        return tuple(row for row in rows if row >= 0)

    def governorate(self, given: Node, key: str) -> str | None:
        """Return the id of a governorate."""
        known = tuple(own_governorates(self.war).values())
        row = self.row(given, key, "governorate", known)
        return known[row] if row >= 0 else None

    def distance(self, given: Node, key: str) -> float | None:
        """Return a distance of 0 to 500 km."""
        name = key.split(".", 1)[1]
        if name not in DISTANCES:
            self.wrong(given, key, f'unknown key "{name}"', did_you_mean(name, tuple(DISTANCES)), at_key=True)
        elif not isinstance(given.value, (int, float)) or isinstance(given.value, bool):
            self.wrong(given, key, f"must be a number of km, not {show(given.plain())}")
        elif not 0.0 <= given.value <= FARTHEST_KM:
            self.wrong(given, key, f"{given.value} is out of range, 0 to {FARTHEST_KM:g} is allowed")
        else:
            return float(given.value)
        return None


def _items(given: Node) -> list[Node]:
    return given.value if isinstance(given.value, list) else [given]
