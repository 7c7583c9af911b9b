"""Interventions as arrays, for ``model.decisions``.

Comes in: the dated decisions of a scenario.  Goes out: the ``act_`` fields of ``World``, one row per intervention.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from polemos.dimensions import COMMAND_MODES, Counts, Floats
from polemos.model import decisions
from polemos.scenario.interventions import ChangeCommand, ChangeEffort, DeclareCeasefire, Intervention
from polemos.scenario.legend import Legend
from polemos.scenario.schema import Scenario

_CODES = {
    "withdraw_aircraft": decisions.WITHDRAW_AIRCRAFT,
    "deploy_aircraft": decisions.DEPLOY_AIRCRAFT,
    "deploy_men": decisions.DEPLOY_MEN,
    "change_command": decisions.CHANGE_COMMAND,
    "ceasefire": decisions.CEASEFIRE,
    "change_flow": decisions.CHANGE_FLOW,
    "change_tempo": decisions.CHANGE_TEMPO,
    "change_effort": decisions.CHANGE_EFFORT,
    "deliver": decisions.DELIVER,
    "change_capability": decisions.CHANGE_CAPABILITY,
}


def acts_of(scenario: Scenario, legend: Legend) -> dict[str, Any]:
    """Return kind, target and detail of each decision, and the wings, places, fronts and actors that it names."""
    acts = list(scenario.interventions.values())
    bound = _named(acts, "bound", legend.actors)
    place, calm = _where(acts, legend)
    result = {
        "act": np.array([_CODES[act.action] for act in acts], dtype=np.int64),
        "act_target": np.array([_target(act, legend) for act in acts], dtype=np.int64),
        "act_detail": np.array([_detail(act, scenario) for act in acts], dtype=np.int64),
        "act_lead": np.array([_lead(act, legend) for act in acts], dtype=np.int64),
        "act_wing": _named(acts, "wings", legend.wings),
        "act_front": _named(acts, "fronts", legend.fronts),
        "act_place": place,
        "act_calm": calm,
        "act_party": _named(acts, "parties", legend.actors),
        "act_bound": bound,
        "act_excluded": _named(acts, "excluded", legend.actors),
        "act_pair": _pairs(acts, bound, legend.actors),
        "act_against": _named(acts, "against", legend.actors),
    }
    for number, act in enumerate(acts):
        if isinstance(act, DeclareCeasefire) and not act.fronts and not act.places:
            result["act_front"][number, :] = 1
    return result


def _target(act: Intervention, legend: Legend) -> int:
    """Return the row of the coalition, wing, flow or actor that a decision is about; -1 where it names several."""
    kinds = {"coalition": legend.coalitions, "wing": legend.wings, "flow": legend.flows}
    kinds["stakeholder"] = legend.stakeholders
    for field, ids in {**kinds, **dict.fromkeys(("actor", "patron", "client"), legend.actors)}.items():
        if hasattr(act, field):
            return ids.index(getattr(act, field))
    return -1


def _detail(act: Intervention, scenario: Scenario) -> int:
    """Return the command mode, or the last day of a truce or of an order; -1 where there is none."""
    if isinstance(act, ChangeCommand) and act.command is not None:
        return COMMAND_MODES.index(act.command)
    if isinstance(act, (DeclareCeasefire, ChangeEffort)) and act.until is not None:
        return act.until.toordinal() - scenario.start.toordinal()
    return -1


def _lead(act: Intervention, legend: Legend) -> int:
    return legend.actors.index(act.lead) if isinstance(act, ChangeCommand) and act.lead is not None else -1


def _where(acts: list[Intervention], legend: Legend) -> tuple[Counts, Floats]:
    """Return where each truce holds: 0 or 1 by place, and the share of each front's places."""
    places, calm = np.zeros((len(acts), len(legend.places)), dtype=np.int64), np.zeros((len(acts), len(legend.fronts)))
    front = np.array([legend.fronts.index(name) for name in legend.front_of_place], dtype=np.int64)
    size = np.maximum(1, np.bincount(front, minlength=len(legend.fronts)))
    for number, act in enumerate(acts):
        if not isinstance(act, DeclareCeasefire):
            continue
        if not act.fronts and not act.places:
            places[number], calm[number] = 1, 1.0
            continue
        for row, name in enumerate(legend.places):
            places[number, row] = int(name in act.places or legend.front_of_place[row] in act.fronts)
        calm[number] = np.bincount(front, weights=places[number], minlength=len(legend.fronts)) / size
    return places, calm


def _pairs(acts: list[Intervention], bound: Counts, actors: tuple[str, ...]) -> Counts:
    """Return who is to stop fighting whom, both ways: the pairs that a truce names, else all that it binds."""
    result = bound[:, :, None] * bound[:, None, :]
    for number, act in enumerate(acts):
        if isinstance(act, DeclareCeasefire) and act.pairs:
            result[number] = 0
            for one, two in act.pairs:
                row, column = actors.index(one), actors.index(two)
                result[number, row, column] = result[number, column, row] = 1
        np.fill_diagonal(result[number], 0)
    return result


def _named(acts: list[Intervention], field: str, ids: tuple[str, ...]) -> Counts:
    rows = [[int(name in getattr(act, field, ())) for name in ids] for act in acts]
    return np.array(rows, dtype=np.int64).reshape(len(acts), len(ids))
