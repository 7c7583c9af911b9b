"""The state variables of the model as tables: names, axes and meaning from model/state.py, units from here.

Comes in: the fields of ``State`` and ``World`` with the comment behind each.  Goes out: one table per entity.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import polemos

SOURCE = Path(polemos.__file__).resolve().parent / "model" / "state.py"
AXES = {
    "P": "place", "A": "actor", "C": "camp", "F": "front", "W": "wing", "L": "flow", "K": "coalition",
    "N": "intervention", "G": "ground", "S": "stakeholder", "I": "issue", "E": "link",
}  # fmt: skip
LONG_ENOUGH = 3
"""Words of a comment that says what the field means; shorter ones only state a range or a unit."""
FIELD = re.compile(r"^    (\w+): (Counts|Floats|Keys)(?:  # (?:\[(.*?)\])?[ \t]*(.*))?$", re.MULTILINE)
UNITS = {
    "men": "men men_first lost_before lost_of_late attack committed present_men reserve wounded killed prisoners "
    "arrived field fallen unhelped threat stationed posted fought",
    "vehicles": "armour armour_lost armour_captured armour_surrendered armour_arrived",
    "missiles": "missiles missiles_fired missiles_arrived",
    "aircraft": "aircraft aircraft_lost aircraft_moved aircraft_first",
    "sorties": "front_sorties flown bombed",
    "sorties/day": "seen seen_all seen_peak",
    "people": "people population counted civilians_fallen",
    "share": "prepared stores readiness expected_air weary reliance trust grievance ceded compliance restraint "
    "position settled first_causes willing act_calm",
    "ratio": "strength_ratio employment effort effort_order flow flow_order tempo capability",
    "riflemen": "fire",
    "km": "supply_road road distance",
    "km2": "area",
    "day": "since changed grounded broke truce",
    "days": "siege clock",
    "count": "offensives underway front_attacks answered partners answers refusals",
    "row": "holder leader launch previous first_break rupture stance command camp sponsor terrain front lead patron "
    "coalition wing_patron wing_kind base_of_wing patrons flow_client flow_gate neighbour first_link act "
    "act_target act_detail act_lead focal ground home network drawn",
    "code": "served fault bargain_rules client",
    "address": "allocation decision breaking own",
    "yes or no": "away main zone source vital client_front switches act_wing act_front act_party act_bound "
    "act_place act_excluded act_pair act_against",
    "key": "place_key actor_key camp_key front_key wing_key flow_key stakeholder_key issue_key",
    "chronicle": "events event_count place_rows actor_rows flight_rows act_rows command_rows flow_rows",
}
UNIT_OF = {name: unit for unit, names in UNITS.items() for name in names.split()}
MEANINGS = {
    "men": "men at the place", "killed": "own men killed so far", "wounded": "men in hospital",
    "prisoners": "own men taken prisoner so far", "reserve": "men at no place who can be sent",
    "people": "inhabitants left", "armour": "armoured vehicles", "armour_arrived": "vehicles that came in",
    "missiles": "guided anti-armour missiles in stock", "missiles_fired": "missiles fired so far",
    "missiles_arrived": "missiles that came in", "aircraft": "airframes at the base",
    "aircraft_lost": "airframes lost in the air so far", "reliance": "how far it is used to air support",
    "stance": "of the first towards the second: 1 friendly, 0 neutral, -1 hostile",
    "trust": "of the first in the second", "grievance": "trust lost by cause, fading",
    "command": "command mode of the coalition", "compliance": "of a truce", "position": "on the issue",
    "capability": "weight in the bargain",
    "settled": "settlement of the issue",
    "seen_peak": "the most that the camp ever saw over one front", "seen_all": "hostile sorties seen over all fronts",
    "stores": "what men there can live and fight on",
    "weary": "how much its people want the fighting to stop", "neighbour": "place at the other end",
    "front": "of the place", "camp": "of the actor", "sponsor": "actor that it answers to", "lead": "of the coalition",
    "patron": "of the coalition", "coalition": "of the actor", "vital": "the place's loss is the actor's collapse",
    "wing_patron": "who owns the wing", "flow_client": "who receives it",
    "client": "1 the wing supports the actor, 2 on some fronts alone", "client_front": "where the wing supports the actor",
    "distance": "km by air from the base", "area": "that counts as held with the place",
    "event_count": "rows written", "act_wing": "wings that the decision names",
    "act_front": "fronts that the decision names", "act_party": "parties of a truce",
    "act_bound": "actors that a truce binds", "act_excluded": "actors that a truce leaves out",
    "siege": "days since it was cut off", "lost_of_late": "dead and prisoners, fading over 30 days",
    "fallen": "men killed there today", "civilians_fallen": "civilians killed there today", "issue_key": "",
}  # fmt: skip


class Variable(NamedTuple):
    """One field: its name, axes, unit and meaning."""

    name: str
    axes: str
    unit: str
    meaning: str

    @property
    def entity(self) -> str:
        """What it belongs to: the first of its axes, a member's own rows of causes and kinds included."""
        first = self.axes.split(",")[0].split()[0] if self.axes else ""
        return AXES.get(first, "")

    @property
    def scratch(self) -> bool:
        """Whether a room uses it within a day only."""
        return self.meaning.startswith("scratch") or self.name in ("roster", "mustered")


def variables(of: str) -> list[Variable]:
    """Return the fields of ``State`` or ``World`` in their order."""
    text = SOURCE.read_text(encoding="utf-8")
    body = re.search(rf"^class {of}\(NamedTuple\):\n(.*?)^(?=\S)", text, re.MULTILINE | re.DOTALL)
    assert body is not None
    found = []
    for name, _, axes, said in FIELD.findall(body[1]):
        rows = re.search(rf"^# rows of {of}\.{name}\n((?:[A-Z_, ]+ = range.*\n)+)", text, re.MULTILINE)
        meaning = MEANINGS.get(name, said) if len(said.split()) < LONG_ENOUGH else said
        if rows:
            meaning = ", ".join(re.findall(r"[A-Z_]+", rows[1])).lower().replace("_", " ")
        found.append(Variable(name, axes, UNIT_OF.get(name, ""), meaning))
    return found


def tables(of: str) -> str:
    """Return one table per entity; chance keys and scratch space are named in a sentence."""
    every = variables(of)
    shown = [one for one in every if not one.scratch and one.unit not in ("key", "chronicle")]
    parts = []
    for entity in dict.fromkeys(one.entity for one in shown):
        rows = [one for one in shown if one.entity == entity]
        lines = [f"| `{one.name}` | {one.axes or '1'} | {one.unit} | {one.meaning} |" for one in rows]
        title = entity.capitalize() if entity else "The war as a whole"
        parts.append(
            f"*{title}*\n\n| variable | axes | unit | meaning |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"
        )
    left = [one.name for one in every if one.scratch]
    keys = [one.name for one in every if one.unit == "key"]
    told = [one.name for one in every if one.unit == "chronicle"]
    if keys:
        parts.append(f"Keys of chance, made of ids: {_named(keys)}.\n")
    if told:
        parts.append(f"The chronicle, which no room reads: {_named(told)}.\n")
    if left:
        parts.append(f"Scratch space within a day, no state: {_named(left)}.\n")
    return "\n".join(parts)


def _named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
