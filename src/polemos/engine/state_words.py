"""What each number of the state counts, in words, and where two states differ.

Comes in: the states of two histories, in wars that may differ by an edit.  Goes out: every quantity that is not the
same to the last bit, found by the ids of its rows, tangible things first.  Scratch space of a day and the rows of the
chronicle are no state and are left out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.dimensions import ANSWERS, CAUSES, COMMAND_MODES, FISSURE_KINDS
from polemos.engine.sentences import Names

if TYPE_CHECKING:
    from polemos.model.state import State
    from polemos.scenario.compile import War

Ids = tuple[str, ...]
NOBODY = "nobody"
SIDES = ("attackers", "defenders")
CLOCK = (
    "whether roads have changed", "quiet days", "days without movement", "killed of late", "moved of late",
    "day of the ending", "kind of ending", "changes of hands", "changes back", "truces in force", "victor",
    "days of victory", "days of collapse",
)  # fmt: skip
COUNTED = ("net movement", "gross movement", "civilians killed", "people displaced")
BREAK = ("day", "member", "kind")
OFFENSIVES = ("begun", "joint", "repelled")


class Words(NamedTuple):
    """The axes of a field, what it counts with a blank for the id on each axis, and what a value is."""

    axes: str
    text: str
    value: str = "number"


# Tangible things first: of several quantities that part on one day, the first here are told first.
WORDS: dict[str, Words] = {
    "aircraft": Words("W", "aircraft of {}"),
    "armour": Words("A", "armour of {}"),
    "missiles": Words("A", "missiles of {}"),
    "men": Words("PA", "men at {} of {}"),
    "attack": Words("PA", "men in the attack on {} of {}"),
    "reserve": Words("AG", "reserve of {} on {}"),
    "wounded": Words("A", "wounded of {}"),
    "killed": Words("A", "killed of {}"),
    "prisoners": Words("A", "prisoners taken from {}"),
    "holder": Words("P", "holder of {}", "A"),
    "command": Words("K", "command of {}", "mode"),
    "lead": Words("K", "whose staff plans in {}", "A"),
    "truce": Words("N", "beginning of the truce {}", "day"),
    "compliance": Words("N", "compliance with {}"),
    "restraint": Words("NA", "restraint under {} of {}"),
    "stance": Words("AA", "stance of {} towards {}"),
    "effort": Words("A", "effort of {}"),
    "effort_order": Words("A", "ordered effort of {}"),
    "willing": Words("AA", "share of requests that {} takes up against {}"),
    "grounded": Words("A", "day from which {} flies again", "day"),
    "flow": Words("L", "size of the flow {}"),
    "flow_order": Words("L", "ordered size of the flow {}"),
    "tempo": Words("AF", "tempo of {} at {}"),
    "capability": Words("S", "capability of {}"),
    "position": Words("SI", "position of {} on {}"),
    "settled": Words("I", "settlement of {}"),
    "trust": Words("AA", "trust of {} in {}"),
    "grievance": Words("Ac", "grievance of {} for {}"),
    "ceded": Words("A", "authority ceded by {}"),
    "broke": Words("Ak", "first break of {}: {}", "day"),
    "first_break": Words("b", "first fissure: {}"),
    "first_causes": Words("c", "cause of the first fissure: {}"),
    "rupture": Words("A", "gravest break of {}"),
    "away": Words("AF", "whether {} has left {}"),
    "refusals": Words("AF", "refusals of late to {} at {}"),
    "reliance": Words("A", "reliance of {} on air support"),
    "expected_air": Words("A", "share of requests that {} expects to be served"),
    "readiness": Words("A", "strength that the staffs of {} count on"),
    "leader": Words("P", "who attacks {}", "A"),
    "launch": Words("P", "from where {} is attacked", "P"),
    "since": Words("P", "first day of the attack on {}", "day"),
    "committed": Words("P", "men at the start of the attack on {}"),
    "partners": Words("P", "partners in the attack on {}"),
    "employment": Words("P", "how well the attack on {} is led"),
    "strength_ratio": Words("P", "attackers to defenders at {}"),
    "prepared": Words("P", "entrenchment of {}"),
    "stores": Words("P", "stores of {}"),
    "supply_road": Words("P", "supply road to {}, km"),
    "network": Words("P", "supplied network of {}", "P"),
    "siege": Words("P", "days of siege of {}"),
    "changed": Words("P", "last change of hands of {}", "day"),
    "previous": Words("P", "holder before of {}", "A"),
    "threat": Words("P", "threat to {}"),
    "people": Words("P", "people of {}"),
    "weary": Words("P", "weariness of {}"),
    "seen": Words("CF", "sorties seen by {} over {}"),
    "seen_all": Words("C", "sorties seen by {}"),
    "seen_peak": Words("C", "most sorties seen by {} over one front"),
    "flown": Words("AF", "sorties of {} over {} on the day"),
    "served": Words("Ps", "answer at {} to the {}"),
    "fire": Words("Ps", "air support at {} for the {}"),
    "bombed": Words("P", "sorties over {} on the day"),
    "fallen": Words("P", "men killed at {} on the day"),
    "civilians_fallen": Words("P", "civilians killed at {} on the day"),
    "unhelped": Words("A", "men of {} killed on the day where support was asked for in vain"),
    "answers": Words("Ar", "requests of {} on the day: {}"),
    "answered": Words("Ar", "requests of {} so far: {}"),
    "offensives": Words("Ao", "offensives of {} so far: {}"),
    "underway": Words("A", "attacks that {} leads"),
    "front_attacks": Words("F", "attacks at {} so far"),
    "front_sorties": Words("F", "sorties over {} so far"),
    "aircraft_lost": Words("W", "aircraft lost of {} so far"),
    "aircraft_moved": Words("W", "aircraft that came or went of {}"),
    "aircraft_first": Words("A", "aircraft at the start of {}"),
    "armour_lost": Words("A", "armour lost of {} so far"),
    "armour_captured": Words("A", "armour captured by {} so far"),
    "armour_surrendered": Words("A", "armour taken from {} so far"),
    "armour_arrived": Words("A", "armour that came in to {}"),
    "missiles_fired": Words("A", "missiles fired by {}"),
    "missiles_arrived": Words("A", "missiles that came in to {}"),
    "arrived": Words("A", "men that came in to {}"),
    "men_first": Words("A", "men at the start of {}"),
    "lost_before": Words("A", "dead and prisoners of {} until the day before"),
    "lost_of_late": Words("A", "dead and prisoners of late of {}"),
    "field": Words("A", "men in the field in the morning of {}"),
    "stationed": Words("AG", "men in supply in the morning of {} on {}"),
    "posted": Words("PA", "men in supply in the morning in the network of {} of {}"),
    "fought": Words("CC", "men killed between {} and {}"),
    "drawn": Words("P", "line at {}", "C"),
    "counted": Words("m", "{} so far"),
    "clock": Words("t", "{}"),
    "fault": Words("f", "fault of a rule ({})"),
}
ROWS = ("A", "P", "C")
"""Kinds of values that are rows of an axis."""
FIXED: dict[str, Ids] = {
    "c": CAUSES, "k": FISSURE_KINDS, "r": ANSWERS, "s": SIDES, "o": OFFENSIVES, "b": BREAK, "m": COUNTED, "t": CLOCK,
    "f": tuple(map(str, range(20))),
}  # fmt: skip


class Difference(NamedTuple):
    """One quantity that is not the same in two states; a side without it has None."""

    field: str
    ids: Ids
    text: str
    a: Any
    b: Any

    @property
    def size(self) -> float:
        """How far apart the two are, relative to the larger; 1 for what is no number."""
        if isinstance(self.a, str | None) or isinstance(self.b, str | None):
            return 1.0
        return float(abs(self.a - self.b) / max(abs(self.a), abs(self.b), 1e-300))

    @property
    def place(self) -> str | None:
        """The place that the quantity is of, if it is of one."""
        return next((name for axis, name in zip(WORDS[self.field].axes, self.ids, strict=True) if axis == "P"), None)

    def __str__(self) -> str:
        return f"{self.text}: {shown(self.a, self.b)} against {shown(self.b, self.a)}"


def shown(value: Any, beside: Any = None) -> str:
    """Return a value with as many digits as it takes to tell it from the one beside it."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return value
    for digits in (3, 6, 9, 12, 17):
        text = f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.{digits}g}"
        other = f"{beside:.{digits}g}" if isinstance(beside, float | int) and value != beside else ""
        if text != other:
            break
    return text


def axes_of(war: War) -> dict[str, Ids]:
    """Return the ids along each axis of a war's state."""
    legend = war.legend
    grounds = tuple(f"ground {number}" for number in range(int(war.world.ground.max()) + 1))
    return FIXED | {
        "P": legend.places, "A": legend.actors, "C": legend.camps, "F": legend.fronts, "W": legend.wings,
        "L": legend.flows, "K": legend.coalitions, "N": legend.interventions, "S": legend.stakeholders,
        "I": legend.issues, "G": grounds,
    }  # fmt: skip


def titles_of(war: War) -> dict[str, dict[str, str]]:
    """Return the title of each id, by axis."""
    legend, names = war.legend, Names(war)
    return {
        "A": {name: names.actor(name) for name in legend.actors},
        "P": {name: names.place(name) for name in legend.places},
        "C": dict(zip(legend.camps, legend.camp_titles, strict=True)),
        "F": {name: names.front(name) for name in legend.fronts},
        "W": {name: names.title(name) for name in legend.wings},
        "N": {name: names.title(name) for name in legend.interventions},
    }


class Beside:
    """Two wars side by side: which rows of their states mean the same.

    What stands in only one of the wars (an actor, an intervention) is a difference of the wars, not of their states.
    """

    def __init__(self, a: War, b: War) -> None:
        self.wars = a, b
        axes_a, axes_b = axes_of(a), axes_of(b)
        self._titles = titles_of(a)
        self._ids: dict[str, tuple[list[Ids], list[Ids]]] = {}
        self._whole: list[str] = []
        for name, words in WORDS.items():
            self._ids[name] = [axes_a[axis] for axis in words.axes], [axes_b[axis] for axis in words.axes]
            one, two = self._ids[name]
            if one == two and (words.value not in ROWS or axes_a[words.value] == axes_b[words.value]):
                self._whole.append(name)
        self._partly = [name for name in WORDS if name not in self._whole]

    def same(self, a: State, b: State) -> bool:
        """Whether two states agree in every bit of what both have."""
        for name in self._whole:
            if name in a._fields and getattr(a, name).tobytes() != getattr(b, name).tobytes():
                return False
        return not any(self._of_field(name, a, b) for name in self._partly if name in a._fields)

    def differences(self, a: State, b: State) -> list[Difference]:
        """Return every quantity that both states have and that differs, tangible things and large gaps first."""
        found: list[Difference] = []
        for name in WORDS:
            if name in a._fields:
                found += sorted(self._of_field(name, a, b), key=lambda item: -item.size)
        return found

    def _of_field(self, name: str, a: State, b: State) -> list[Difference]:
        words, (ids_a, ids_b) = WORDS[name], self._ids[name]
        shared = [tuple(item for item in row if item in set(other)) for row, other in zip(ids_a, ids_b, strict=True)]
        one, two = _cut(getattr(a, name), ids_a, shared), _cut(getattr(b, name), ids_b, shared)
        by_name = words.value in ROWS and name in self._partly
        made = []
        for at in map(tuple, np.argwhere(np.ones(one.shape, bool) if by_name else _unlike(one, two)).tolist()):
            left, right = (
                told(words.value, war, cut[at].item()) for war, cut in zip(self.wars, (one, two), strict=True)
            )
            if left != right or not by_name:
                ids = tuple(both[index] for both, index in zip(shared, at, strict=True))
                made.append(Difference(name, ids, words.text.format(*self._titled(words, ids)), left, right))
        return made

    def _titled(self, words: Words, ids: Ids) -> list[str]:
        """Return ids as people read them."""
        return [
            self._titles.get(axis, {}).get(item, item.replace("_", " "))
            for axis, item in zip(words.axes, ids, strict=True)
        ]


def _cut(array: npt.NDArray[Any], ids: list[Ids], shared: list[Ids]) -> npt.NDArray[Any]:
    """Return the rows and columns that both wars have, in one order."""
    return array[np.ix_(*[[row.index(item) for item in both] for row, both in zip(ids, shared, strict=True)])]


def _unlike(one: npt.NDArray[Any], two: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return where the bits differ: a NaN is like itself, and 0 is unlike -0."""
    return np.asarray(np.ascontiguousarray(one).view(np.int64) != np.ascontiguousarray(two).view(np.int64))


def told(kind: str, war: War, value: Any) -> Any:
    """Return a value of the state as a number, an id or a date."""
    if kind == "day":
        return (war.start + timedelta(int(value))).isoformat() if value >= 0 else "never"
    if kind == "mode":
        return COMMAND_MODES[int(value)]
    if kind not in ROWS:
        return value
    legend = war.legend
    ids = {"A": legend.actors, "P": legend.places, "C": legend.camps}[kind]
    return ids[int(value)] if value >= 0 else NOBODY
