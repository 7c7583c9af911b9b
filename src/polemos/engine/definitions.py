"""What each measure is: axes, unit, definition, and how it is made from what the kernel recorded.

Comes in: recorded arrays and the compiled war.  Goes out: ``MEASURES``, one line per measure.  Putting them together
as a labelled dataset is next door in ``measures``; how sure a number of many histories is, in ``uncertainty``.

Days count from 1 (the first day of the war), so the date of day d is start + d - 1; -1 means never.  Week w is the
state after day 7 w; amounts of a week belong to the seven days before.  Week 0 is the eve of the first day.  Days
after the last whole week are in the daily measures and the totals, not in the weekly ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from polemos.engine.record import PARTS_OF_TRUST, TOTALS, UNKNOWN, months_of
from polemos.engine.weights import Weights, shares_of, staying_men, weights_of

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Array = NDArray[Any]
# Moving a tenth of the people of the theatre to and fro counts as half of the largest possible movement.
QUAGMIRE_REFERENCE = 0.1


class Recorded(Protocol):
    """Recorded arrays by name, histories on the first axis."""

    def __getitem__(self, name: str, /) -> Array:
        """Return one array."""


Make = Callable[[Recorded, "War"], Array]


class Measure(NamedTuple):
    """One question that every history answers."""

    axes: tuple[str, ...]
    kind: str
    unit: str
    title: str
    definition: str
    make: Make


def focal_camp(war: War) -> int:
    """Return the row of the camp of the focal coalition's lead, -1 if there is no coalition."""
    focal = int(war.world.focal[0])
    return int(war.world.camp[war.world.lead[focal]]) if focal >= 0 else -1


def quagmire_of(net: Array, gross: Array, people: float) -> Array:
    """Return the quagmire index, 0 to 1: much movement without progress.

    (1 - |net| / gross) * gross / (gross + people / 10), where gross counts the people of places that the focal camp
    won or lost, each time anew, net those won less those lost, and ``people`` live in the theatre at the start.
    0 when nothing moves or all movement goes one way; towards 1 when the lines move to and fro over many people for
    nothing.  A convention of this project, not of the literature.
    """
    safe = np.where(gross > 0, gross, 1.0)
    still = np.where(gross > 0, 1.0 - np.abs(net) / safe, 0.0)
    return still * gross / (gross + QUAGMIRE_REFERENCE * people + (people <= 0) * 1.0)


def _plain(name: str) -> Make:
    return lambda recorded, war: recorded[name]


def _column(name: str, column: int) -> Make:
    return lambda recorded, war: recorded[name][..., column]


def _total(name: str) -> Make:
    return _column("totals", TOTALS.index(name))


def _from_one(days: Array) -> Array:
    return np.where(days >= 0, days.astype(np.int64) + 1, -1)


def _day(name: str, column: int | None) -> Make:
    def make(recorded: Recorded, war: War) -> Array:
        days = recorded[name]
        return _from_one(days if column is None else days[..., column])

    return make


def _members(war: War) -> NDArray[np.bool_]:
    focal = int(war.world.focal[0])
    return np.asarray((war.world.coalition == focal) & (focal >= 0), dtype=np.bool_)


def _trust(recorded: Recorded, war: War) -> Array:
    members = _members(war)
    known = members & (members.sum() > 1)
    return np.where(known, recorded["trust"], np.float32(np.nan))


def _pair_trust(recorded: Recorded, war: War) -> Array:
    parts = recorded["pair_trust"]
    return np.where(parts == UNKNOWN, np.float32(np.nan), (parts / PARTS_OF_TRUST).astype(np.float32))


def _shares_of_men(recorded: Recorded, war: War) -> Array:
    members = _members(war)
    return shares_of(staying_men(recorded["men"], recorded["member_fissure_day"], members), members)


def member_weights(recorded: Recorded, war: War, week: int) -> Weights:
    """Return what the members of the focal coalition weigh in a week of every history; -1 is the last week."""
    members = _members(war)
    return weights_of(staying_men(recorded["men"], recorded["member_fissure_day"], members, week)[:, 0], members)


def _power(week: int) -> Make:
    return lambda recorded, war: member_weights(recorded, war, week).shapley


def _of_coalition(name: str) -> Make:
    def make(recorded: Recorded, war: War) -> Array:
        values = recorded[name]
        return values if _members(war).any() else np.full(values.shape, np.nan, dtype=np.float32)

    return make


def _share_of_attacks(part: int, whole: int) -> Make:
    def make(recorded: Recorded, war: War) -> Array:
        attacks = recorded["attacks"].astype(np.float32)
        every = attacks[..., whole]
        known = (every > 0) & _members(war).any()
        return np.where(known, attacks[..., part] / np.where(every > 0, every, 1), np.float32(np.nan))

    return make


def _causes(recorded: Recorded, war: War) -> Array:
    causes = recorded["fissure_causes"].astype(np.float64)
    every = causes.sum(axis=-1, keepdims=True)
    return np.where(every > 0, causes / np.where(every > 0, every, 1.0), np.nan)


def _quagmire(recorded: Recorded, war: War) -> Array:
    moved = recorded["movement"]
    if focal_camp(war) < 0:
        return np.full(len(moved), np.nan)
    people = float((war.world.population * war.world.main).sum())
    return quagmire_of(moved[:, 2], moved[:, 3], people)


def _lost_by_owner(recorded: Recorded, war: War) -> Array:
    lost = recorded["aircraft_lost"].astype(np.int64)
    whole = np.zeros((len(lost), len(war.legend.actors)), dtype=np.int64)
    for wing, owner in enumerate(war.world.wing_patron):
        whole[:, owner] += lost[:, wing]
    return whole


def _changes_by_month(recorded: Recorded, war: War) -> Array:
    daily = recorded["changes_daily"]
    names, month = months_of(war.start, daily.shape[1])
    return np.stack([daily[:, month == row].sum(axis=1) for row in range(len(names))], axis=1)


def pairs_of(camps: Sequence[str]) -> list[str]:
    """Return the pairs of camps, ``one|other``, in the order of ``pair_killed``; a camp with itself too."""
    return [f"{one}|{other}" for row, one in enumerate(camps) for other in camps[row:]]


def governorates_of(war: War) -> tuple[list[str], NDArray[np.int64]]:
    """Return the governorates of the counted theatre in order, and the row of each place, -1 for others."""
    named = [name if main else "" for name, main in zip(war.legend.governorate, war.world.main, strict=True)]
    names = sorted(set(named) - {""})
    return names, np.array([names.index(name) if name else -1 for name in named], dtype=np.int64)


def _by_governorate(recorded: Recorded, war: War) -> Array:
    names, row = governorates_of(war)
    dead = recorded["place_killed_by_month"]
    whole = np.zeros((*dead.shape[:-1], len(names)), dtype=np.int64)
    for number in range(len(names)):
        whole[..., number] = dead[..., row == number].sum(axis=-1)
    return whole


_WEEK = ("history", "week")


def _weekly(axis: str, kind: str, unit: str, title: str, definition: str, name: str) -> Measure:
    return Measure((*_WEEK, axis) if axis else _WEEK, kind, unit, title, definition, _plain(name))


def _each(axis: str, unit: str, title: str, definition: str, make: Make, kind: str = "i4") -> Measure:
    return Measure(("history", axis) if axis else ("history",), kind, unit, title, definition, make)


_STATE: dict[str, Measure] = {
    "places_held": _weekly("camp", "i2", "places", "places held",
        "places of the counted theatre whose holder belongs to the camp", "places_held"),
    "population_held": _weekly("camp", "i4", "people", "people in held places",
        "inhabitants, after deaths and flight, of the places that the camp holds", "population_held"),
    "area_held": _weekly("camp", "f4", "km2", "area held",
        "area that counts as held with the places of the camp", "area_held"),
    "holder": _weekly("place", "i1", "1", "holder",
        "row of the actor that holds the place, -1 nobody", "holder"),
    "men": _weekly("actor", "i4", "men", "men",
        "men in the field, in reserve and in hospital, in all theatres", "men"),
    "killed": _weekly("actor", "i4", "men", "men killed",
        "own men killed in the week, in all theatres", "killed"),
    "front_killed": _weekly("front", "i4", "men", "men killed at the front",
        "men of all sides killed at places of the front in the week", "front_killed"),
    "front_attacks": _weekly("front", "i2", "count", "attacks at the front",
        "offensives begun against places of the front in the week, by anybody", "front_attacks"),
    "front_sorties": _weekly("front", "f4", "sorties", "sorties at the front",
        "sorties flown over places of the front in the week, by anybody", "front_sorties"),
    "pair_killed": _weekly("pair", "i4", "men", "men killed between two camps",
        "men of all sides killed in the week at counted places where these two camps fight", "pair_killed"),
    "civilians_killed": _weekly("", "i4", "people", "civilians killed",
        "civilians killed in the counted theatre in the week", "civilians_killed"),
    "displaced": _weekly("", "i4", "people", "displaced so far",
        "people who fled from attacked places of the counted theatre since the start", "displaced"),
    "effort": _weekly("", "f4", "ratio", "effort of the patron",
        "factor on the focal patron's sorties set by bargain and decisions, 1 = as the scenario gives it", "effort"),
    "flow_share": _weekly("flow", "f4", "ratio", "what comes through of a flow",
        "men and weapons that the flow brings at the week's end, 1 = as the scenario gives it: bargain, decisions and "
        "a truce's rest move it, and nothing comes while no crossing is open", "flow_share"),
    "aircraft": _weekly("wing", "i2", "aircraft", "aircraft deployed",
        "airframes of the wing at its base", "aircraft"),
}  # fmt: skip
_COALITION: dict[str, Measure] = {
    "requests": Measure((*_WEEK, "actor", "answer"), "i2", "requests", "requests for air support",
        "calls answered in the week to this client by another actor's aircraft; late = after more than a day",
        _plain("requests")),
    "trust": Measure((*_WEEK, "actor"), "f4", "share", "trust",
        "mean trust of the member in the other members of the focal coalition; unknown for others", _trust),
    "pair_trust": Measure((*_WEEK, "truster", "trusted"), "f4", "share", "trust in another member",
        "trust of one member of the focal coalition in another, kept in hundredths; unknown in itself", _pair_trust),
    "cohesion": Measure(_WEEK, "f4", "share", "cohesion",
        "trust of the members of the focal coalition, weighted by their men", _of_coalition("cohesion")),
    "frustration": Measure(_WEEK, "f4", "count", "frustration index",
        "least number of ties between members whose sign must change for balance; exact", _of_coalition("frustration")),
    "share_of_men": Measure((*_WEEK, "actor"), "f4", "share", "share of the men",
        "the member's part of the men of the focal coalition, 0 once it has left; unknown for others", _shares_of_men),
    "power_at_start": Measure(("history", "actor"), "f4", "share", "power at the start",
        "chance that the member's men turn a minority of the coalition's men into a majority (Shapley-Shubik), week 0",
        _power(0)),
    "power_at_end": Measure(("history", "actor"), "f4", "share", "power at the end",
        "the same after the last whole week, without members that have left", _power(-1)),
    "joint_share": Measure(_WEEK, "f4", "share", "share of joint attacks",
        "attacks of the focal coalition in the week that another member joined; unknown without attacks",
        _share_of_attacks(1, 0)),
    "initiative": Measure(_WEEK, "f4", "share", "initiative",
        "attacks of the week that the focal coalition began; unknown without attacks", _share_of_attacks(0, 2)),
    "killed_daily": Measure(("history", "day", "camp"), "i4", "men", "men killed on the day",
        "own men killed on the day, in all theatres", _plain("killed_daily")),
}  # fmt: skip
_FISSURE: dict[str, Measure] = {
    "ending": _each("", "1", "ending", "first ending that applied, row of the axis of endings", _column("ending", 0)),
    "ending_day": _each("", "day", "day of the ending", "-1 while the war goes on", _day("ending", 1)),
    "fissure_day": _each("", "day", "day of the first fissure",
        "first day on which a member of the focal coalition broke, -1 never", _day("fissure", 0)),
    "fissure_actor": _each("", "1", "who broke first", "row of the actor, -1 nobody", _column("fissure", 1)),
    "fissure_kind": _each("", "1", "kind of the first fissure", "row of the axis kind, -1 none", _column("fissure", 2)),
    "fissure_causes": _each("cause", "share", "causes of the first fissure",
        "parts of the member's grievance on the day of the first fissure; unknown without one", _causes, "f8"),
    "member_fissure_day": Measure(("history", "actor", "kind"), "i4", "day", "first fissure of the member by kind",
        "first day on which the member broke in this way, -1 never", _day("member_fissure_day", None)),
}  # fmt: skip
_TOTALS: dict[str, Measure] = {
    "killed_total": _each("actor", "men", "men killed", "own men killed, all days, all theatres",
        _total("killed_total")),
    "armour_lost": _each("actor", "vehicles", "vehicles destroyed", "own vehicles destroyed", _total("armour_lost")),
    "armour_captured": _each("actor", "vehicles", "vehicles captured", "vehicles taken from others",
        _total("armour_captured")),
    "anti_armour_fired": _each("actor", "missiles", "missiles fired", "guided anti-armour missiles fired",
        _total("anti_armour_fired")),
    "aircraft_lost": _each("actor", "aircraft", "aircraft lost", "airframes of the actor's wings lost in the air",
        _lost_by_owner),
    "prisoners": _each("actor", "men", "men taken prisoner", "own men taken prisoner", _total("prisoners")),
    "offensives_started": _each("actor", "count", "offensives begun", "offensives that the actor led",
        _total("offensives_started")),
    "offensives_joint": _each("actor", "count", "joint offensives", "of these, joined by a partner",
        _total("offensives_joint")),
    "offensives_repelled": _each("actor", "count", "offensives repelled", "of these, ended without taking the place",
        _total("offensives_repelled")),
    "place_changes": _each("", "count", "changes of hands", "places that changed hands, each time, in all theatres",
        _column("movement", 0)),
    "changes_back": _each("", "count", "changes back",
        "changes of hands that returned a place to the camp that had lost it not long before", _column("movement", 1)),
    "net_movement": _each("", "people", "net movement",
        "people of places won less those lost by the camp of the focal coalition's lead", _column("movement", 2), "f8"),
    "gross_movement": _each("", "people", "gross movement",
        "people of places won or lost by that camp, each time anew", _column("movement", 3), "f8"),
    "quagmire": _each("", "share", "quagmire index",
        "(1 - |net| / gross) * gross / (gross + a tenth of the people); a convention of this project", _quagmire, "f8"),
    "place_killed": _each("place", "men", "men killed at the place", "men of all sides killed there, all days",
        _plain("place_killed")),
    "place_killed_by_month": Measure(("history", "month", "place"), "i4", "men", "men killed at the place by month",
        "men of all sides killed there in the calendar month", _plain("place_killed_by_month")),
    "place_civilians_by_month": Measure(("history", "month", "place"), "i4", "people",
        "civilians killed at the place by month", "civilians killed there in the calendar month",
        _plain("place_civilians_by_month")),
    "governorate_killed": Measure(("history", "month", "governorate"), "i4", "men", "men killed in the governorate",
        "men of all sides killed at its places in the calendar month", _by_governorate),
    "place_changes_by_month": _each("month", "count", "changes of hands by month",
        "places that changed hands in the calendar month, in all theatres", _changes_by_month),
    "inputs": _each("input", "1", "uncertain inputs",
        "value drawn for the history; its unit is the coordinate input_unit", _plain("inputs"), "f8"),
}  # fmt: skip

MEASURES: dict[str, Measure] = {**_STATE, **_COALITION, **_FISSURE, **_TOTALS}
"""Every measure by its name in the dataset."""
