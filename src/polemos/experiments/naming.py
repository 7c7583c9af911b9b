"""Paths of a scenario in plain words, for tables, axes and sentences.

Comes in: a path such as ``actors.army.quality``, and the war whose legend knows titles.  Goes out: words that a person
reads ("quality of Army") and values as they are written ("0.38", "300 men", a date).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.inputs import Input

SECTIONS = {
    "actors": "the actors' own numbers", "wings": "aircraft", "flows": "sponsors' flows", "patrons": "patrons",
    "trust": "trust at the start", "interventions": "dates and sizes of decisions",
    "bargaining": "great powers' bargain", "mechanisms": "the mechanisms", "own_mechanisms": "own mechanisms",
    "other_inputs": "all other inputs",
}  # fmt: skip
KINDS = {
    "mechanisms": " (mechanism)", "patrons": " (patron)", "wings": " (aircraft)", "interventions": " (decision)",
    "bargaining": " of the bargain",
}  # fmt: skip
PLAIN_UNITS = ("share", "ratio", "1")


def input_title(path: str, war: War | None = None) -> str:
    """Return the words for one number or word of a scenario."""
    steps = path.split(".")
    if len(steps) == 2:
        return f"{_spaced(steps[1])} ({SECTIONS.get(steps[0], _spaced(steps[0]))})"
    if len(steps) < 2:
        return _spaced(path)
    if steps[:2] == ["bargaining", "stakeholders"]:
        steps = ["stakeholders", *steps[2:]]
    elif steps[:2] == ["bargaining", "issues"]:
        steps = ["issues", *steps[2:]]
    whose, what = _title_of(steps[0], steps[1], war), _spaced(" ".join(reversed(steps[2:])))
    if steps[0] in ("stakeholders", "issues") and len(steps) > 3:
        what = f"{_spaced(steps[-1])} on {_spaced(steps[-2])}" if steps[0] == "stakeholders" else _spaced(steps[-1])
    return f"{what} ({whose})"


def group_title(name: str, war: War | None = None) -> str:
    """Return the words for a group of inputs: a section, one part of a section, or a single input."""
    steps = name.split(".")
    if len(steps) == 1:
        return SECTIONS.get(name, _spaced(name))
    if len(steps) == 2:
        return _title_of(steps[0], steps[1], war) + KINDS.get(steps[0], "")
    return input_title(name, war)


def meaning(path: str) -> str:
    """Return what the schema says of a number of a scenario; empty where it says nothing."""
    from polemos.scenario.schema import Scenario

    kind: Any = Scenario
    said = ""
    for step in path.split("."):
        parts = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, BaseModel)]
        fields = next((part.model_fields for part in parts if step in part.model_fields), None)
        if fields is not None:
            said, kind = fields[step].description or "", fields[step].annotation
        elif get_origin(kind) in (dict, list):
            said, kind = "", get_args(kind)[-1]
    return said


def value_text(item: Input, value: float, war: War) -> str:
    """Return a value of an input as a person would write it; a date for days from the scenario's start."""
    if item.path.startswith("interventions.") and item.path.endswith(".date"):
        return (war.start + timedelta(round(value))).isoformat()
    number = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return number if item.unit in PLAIN_UNITS else f"{number} {item.unit}"


def _title_of(section: str, name: str, war: War | None) -> str:
    if war is not None:
        legend = war.legend
        known = {
            "actors": (legend.actors, legend.actor_titles), "patrons": (legend.actors, legend.actor_titles),
            "wings": (legend.wings, legend.wing_titles),
            "interventions": (legend.interventions, legend.intervention_titles),
        }  # fmt: skip
        ids, titles = known.get(section, ((), ()))
        if name in ids and (title := titles[ids.index(name)]):
            return title
    return {"mechanisms": "", "flows": "flow "}.get(section, "") + _spaced(name)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
