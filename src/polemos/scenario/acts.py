"""Interventions as arrays, for ``model.decisions``.

Comes in: the dated decisions of a scenario.  Goes out: the ``act_`` fields of ``World``, one row per intervention.
"""

from __future__ import annotations

import numpy as np

from polemos.dimensions import COMMAND_MODES, Counts
from polemos.model import decisions
from polemos.scenario.interventions import ChangeCommand, DeclareCeasefire, Intervention
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
}


def acts_of(scenario: Scenario, legend: Legend) -> dict[str, Counts]:
    """Return kind, target, detail, days on the ground and the wings, fronts and actors that each decision names."""
    acts = list(scenario.interventions.values())
    targets = {"coalition": legend.coalitions, "wing": legend.wings, "actor": legend.actors, "flow": legend.flows}
    result = {
        "act": np.array([_CODES[act.action] for act in acts], dtype=np.int64),
        "act_target": np.full(len(acts), -1, dtype=np.int64),
        "act_detail": np.array([_detail(act, scenario) for act in acts], dtype=np.int64),
        "act_ground": np.array([getattr(act, "ground_aircraft", 0) for act in acts], dtype=np.int64),
        "act_wing": _named(acts, "wings", legend.wings),
        "act_front": _named(acts, "fronts", legend.fronts),
        "act_party": _named(acts, "parties", legend.actors),
        "act_bound": _named(acts, "bound", legend.actors),
    }
    for number, act in enumerate(acts):
        for field, ids in targets.items():
            if hasattr(act, field):
                result["act_target"][number] = ids.index(getattr(act, field))
        if hasattr(act, "patron"):
            result["act_target"][number] = legend.actors.index(act.patron)
        if isinstance(act, DeclareCeasefire) and not act.fronts:
            result["act_front"][number, :] = 1
    return result


def _detail(act: Intervention, scenario: Scenario) -> int:
    """Return the command mode, or the last day of an agreed truce; -1 where there is none."""
    if isinstance(act, ChangeCommand):
        return COMMAND_MODES.index(act.command)
    if isinstance(act, DeclareCeasefire) and act.until is not None:
        return act.until.toordinal() - scenario.start.toordinal()
    return -1


def _named(acts: list[Intervention], field: str, ids: tuple[str, ...]) -> Counts:
    rows = [[int(name in getattr(act, field, ())) for name in ids] for act in acts]
    return np.array(rows, dtype=np.int64).reshape(len(acts), len(ids))
