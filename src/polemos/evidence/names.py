"""What texts call the parties, places and weapons of a war, looked up by how it is written.

Holds ``Name`` and ``Names``.  They are read from a mapping file in ``names_file`` and looked for in a document in
``mentions``; the spelling rules are next door in ``spelling``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from polemos.evidence.spelling import LEAST_SKELETON, folded, is_variant, skeleton

ACTOR, PLACE, WEAPON, LABEL, DATED = "actor", "place", "weapon", "label", "date"
MENTION_KINDS = (ACTOR, PLACE, WEAPON, DATED, LABEL)
CAMP, OTHER, AREA, COUNTRY = "camp:", "other:", "area:", "country:"
"""What an id begins with that is no actor's or place's: a camp, no party of the war, a governorate, a country."""
LARGEST_NAME = 6
"""Words of the longest name."""


_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|ad|az|ez|an)[-\s](?=[A-Z])")


class Name(NamedTuple):
    """A name as it is written, and whom or what it may stand for, the likeliest first."""

    written: str
    kind: str
    ids: tuple[str, ...]
    may_mean: tuple[str, ...] = ()  # of a label: camps and actors

    @property
    def ambiguous(self) -> bool:
        """Whether it stands for several."""
        return len(self.ids) > 1 or len(self.may_mean) > 1


@dataclass(frozen=True, eq=False)
class Names:
    """All names of a mapping file and of the war itself."""

    file: str
    war: str
    days: Mapping[str, date]  # what something is called -> the day it began
    known: dict[str, tuple[Name, ...]] = field(default_factory=dict)  # folded form -> names, the mapping file's first
    bones: dict[str, tuple[Name, ...]] = field(default_factory=dict)  # skeleton -> names that may be spelt otherwise
    seen: dict[str, tuple[Name, bool] | None] = field(default_factory=dict)  # what was looked up before

    def find(self, written: str) -> tuple[Name, bool] | None:
        """Return the name that is written so, and whether it is a variant; None for none, or two that differ."""
        if written not in self.seen:
            self.seen[written] = self._look_up(written)
        return self.seen[written]

    def _look_up(self, written: str) -> tuple[Name, bool] | None:
        for name in self.known.get(folded(written), ()):
            if _case_fits(written, name.written):
                return name, False
        if not _ARTICLE.sub("", written)[:1].isupper():
            return None
        near = {name.ids: name for name in self.bones.get(skeleton(written), ()) if is_variant(written, name.written)}
        narrow = [name for ids, name in near.items() if all(set(ids) <= set(other) for other in near)]
        return (narrow[0], True) if narrow else None


def names_of(file: str, war: str, days: Mapping[str, date], names: Iterable[Name]) -> Names:
    """Return names by their folded form and skeleton; of two that are written alike, the first counts."""
    known: dict[str, tuple[Name, ...]] = {}
    bones: dict[str, tuple[Name, ...]] = {}
    for name in names:
        known[folded(name.written)] = (*known.get(folded(name.written), ()), name)
        if name.kind in (ACTOR, PLACE) and name.written[:1].isupper() and not name.written.isupper():
            bone = skeleton(name.written)
            if len(bone) >= LEAST_SKELETON:
                bones[bone] = (*bones.get(bone, ()), name)
    return Names(file, war, days, known, bones)


def _case_fits(written: str, name: str) -> bool:
    """Whether capitals are where they have to be: US is not us, Turkey is no turkey, rebels are Rebels."""
    letters = [letter for letter in name if letter.isalpha()]
    if letters and all(letter.isupper() for letter in letters):
        return [letter for letter in written if letter.isalpha()] == letters
    return not name[:1].isupper() or _ARTICLE.sub("", written)[:1].isupper()
