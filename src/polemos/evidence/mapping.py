"""What a recorder's names mean in a war: its sides, holders, places and governorates.

Comes in: a mapping file (YAML, read like a scenario) and the compiled war, or the war alone.  Goes out: a ``Mapping``
from names to rows of the war's axes, or every fault of the file at once, with line, column and the word that was
probably meant.  Matching events by it is next door in ``matching``, changes of hands in ``control_changes``; the
file is read in ``mapping_file``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from polemos.engine.ged import CIVILIANS, NOT_ATTRIBUTED
from polemos.errors import did_you_mean
from polemos.scenario.legend import UNKNOWN

if TYPE_CHECKING:
    from polemos.scenario.compile import War

NOBODY, CIVILIAN = -1, -2
"""What stands in place of a camp's row: nobody is named, or people who do not fight."""
BETWEEN_MEMBERS = ", "
EXACT_KM, NEAR_KM, SAME_KM = 20.0, 30.0, 1.0
"""How far an event lies from its place at most, by how well it is located, and a place from one of another list that
is the same [km].  Judgement; ``docs/matching.md`` says what other distances make of it."""


class Side(NamedTuple):
    """Who a name stands for: an actor, a whole camp (``actor`` -1), civilians, nobody, or one that is ignored."""

    camp: int
    actor: int = NOBODY
    ignored: str = ""  # why events with this side are left out
    stands_in: bool = False  # of a holder: the actor stands for its camp where nobody of the camp held a place before

    @property
    def whole_camp(self) -> bool:
        """Whether the name covers all actors of a camp."""
        return self.camp >= 0 and self.actor < 0


@dataclass(frozen=True, eq=False)
class Mapping:
    """A recorder's names as rows of a war's axes; keys are names as ``plain`` writes them."""

    file: str  # "" for the names of the war alone
    record: str
    source: str
    covers: dict[str, tuple[str, ...]]  # country -> theatres of the war
    sides: dict[str, Side]
    holders: dict[str, Side]
    places: dict[str, tuple[int, ...]]  # several rows: the recorder's place is wider than one of the war's
    governorates: dict[str, str]
    camps: frozenset[int]  # those that the record has names of its own for
    exact_km: float = EXACT_KM
    near_km: float = NEAR_KM
    same_km: float = SAME_KM

    def side(self, name: str) -> Side | None:
        """Return who a side is, None if nobody knows; a joint side is looked up whole, then member by member.

        Members of one camp make a side of that camp, members that are one actor that actor.
        """
        found = self.sides.get(plain(name))
        members = name.split(BETWEEN_MEMBERS)
        if found is not None or len(members) < 2:
            return found
        each = [self.sides.get(plain(member)) for member in members]
        known = [one for one in each if one is not None and one.camp >= 0 and not one.ignored]
        if len(known) < len(each) or len({one.camp for one in known}) > 1:
            return None
        actors = {one.actor for one in known}
        return Side(known[0].camp, actors.pop() if len(actors) == 1 else NOBODY)

    def limit_km(self, where_precision: int) -> float:
        """Return how far an event may lie from its place [km]; 0 for one that is located no better than a district."""
        return {1: self.exact_km, 2: self.near_km}.get(where_precision, 0.0)


def plain(name: str) -> str:
    """Return a name as it is looked up: lower case, underscores and runs of blanks as one blank."""
    return " ".join(name.replace("_", " ").split()).casefold()


def meant(name: str, known: dict[str, Side] | dict[str, str] | dict[str, tuple[int, ...]]) -> str:
    """Return ``did you mean "..."?`` for the nearest name, or the empty string."""
    return did_you_mean(plain(name), list(known))


def own_mapping(war: War) -> Mapping:
    """Return the mapping of a record that uses the war's own titles and ids, as simulated events do."""
    legend = war.legend
    covers: dict[str, tuple[str, ...]] = {}
    for country, theatre in zip(legend.country, legend.theatre, strict=True):
        known = covers.get(plain(country), ())
        covers[plain(country)] = known if theatre in known else (*known, theatre)
    return Mapping(
        "", "the war's own names", "", covers, own_sides(war), own_sides(war), own_places(war), own_governorates(war),
        frozenset(range(len(legend.camps))),
    )  # fmt: skip


def own_sides(war: War) -> dict[str, Side]:
    """Return the sides that the war names itself; an actor goes before a camp of the same name."""
    legend = war.legend
    camp = {name: row for row, name in enumerate(legend.camps)}
    sides = {plain(CIVILIANS): Side(CIVILIAN), plain(NOT_ATTRIBUTED): Side(NOBODY)}
    for names in (legend.camp_titles, legend.camps):
        sides |= {plain(name): Side(row) for row, name in enumerate(names)}
    for names in (legend.actor_titles, legend.actors):
        sides |= {plain(name): Side(camp[legend.camp_of_actor[row]], row) for row, name in enumerate(names)}
    return sides


def own_places(war: War) -> dict[str, tuple[int, ...]]:
    """Return the places by title and id."""
    legend = war.legend
    found: dict[str, tuple[int, ...]] = {}
    for names in (legend.place_titles, legend.places):
        found |= {plain(name): (row,) for row, name in enumerate(names)}
    return found


def own_governorates(war: War) -> dict[str, str]:
    """Return the governorates by their own ids."""
    return {plain(name): name for name in sorted(set(war.legend.governorate) - {"", UNKNOWN})}
