"""polemos: a laboratory for coalition wars, and the front door of its Python interface.

Holds the public names and where each is at home; the room of a name is loaded when the name is first used, so
that importing the package costs next to nothing.  The same verbs as commands are in ``interfaces.cli``.

    import polemos as pm

    war = pm.load("syria-2016")
    runs = pm.run(war, histories=200, seed=1)
    print(runs.summary())
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polemos import theory
    from polemos.engine.run import open_run, run
    from polemos.errors import BadInput, EnvironmentTrouble, Finding, PolemosError
    from polemos.evidence.argue import argue
    from polemos.experiments.answer import open_answer
    from polemos.experiments.attribution.attribute import attribute
    from polemos.experiments.calibration.calibrate import calibrate
    from polemos.experiments.checking.check_prior import check_prior
    from polemos.experiments.contrasts.compare import compare
    from polemos.experiments.departures.branch import branch
    from polemos.experiments.departures.divergence import why_diverge
    from polemos.experiments.discovery.discover import discover
    from polemos.experiments.importance.sensitivity import sensitivity
    from polemos.experiments.laboratory import Laboratory
    from polemos.experiments.validation.validate import validate
    from polemos.interfaces.predictions import forecast, score
    from polemos.interfaces.report import report
    from polemos.model.chance import draw
    from polemos.scenario.load import check, load
    from polemos.scenario.register import allocation_rule, attack_rule, break_rule, mechanism

__version__ = "0.1.0"

_HOME = {
    "load": "polemos.scenario.load",
    "check": "polemos.scenario.load",
    "run": "polemos.engine.run",
    "open_run": "polemos.engine.run",
    "calibrate": "polemos.experiments.calibration.calibrate",
    "argue": "polemos.evidence.argue",
    "attribute": "polemos.experiments.attribution.attribute",
    "check_prior": "polemos.experiments.checking.check_prior",
    "compare": "polemos.experiments.contrasts.compare",
    "sensitivity": "polemos.experiments.importance.sensitivity",
    "discover": "polemos.experiments.discovery.discover",
    "Laboratory": "polemos.experiments.laboratory",
    "open_answer": "polemos.experiments.answer",
    "branch": "polemos.experiments.departures.branch",
    "why_diverge": "polemos.experiments.departures.divergence",
    "forecast": "polemos.interfaces.predictions",
    "score": "polemos.interfaces.predictions",
    "report": "polemos.interfaces.report",
    "validate": "polemos.experiments.validation.validate",
    "allocation_rule": "polemos.scenario.register",
    "attack_rule": "polemos.scenario.register",
    "break_rule": "polemos.scenario.register",
    "mechanism": "polemos.scenario.register",
    "draw": "polemos.model.chance",
    "PolemosError": "polemos.errors",
    "BadInput": "polemos.errors",
    "Finding": "polemos.errors",
    "EnvironmentTrouble": "polemos.errors",
}

__all__ = [
    "BadInput",
    "EnvironmentTrouble",
    "Finding",
    "Laboratory",
    "PolemosError",
    "__version__",
    "allocation_rule",
    "argue",
    "attack_rule",
    "attribute",
    "branch",
    "break_rule",
    "calibrate",
    "check",
    "check_prior",
    "compare",
    "discover",
    "draw",
    "forecast",
    "load",
    "mechanism",
    "open_answer",
    "open_run",
    "report",
    "run",
    "score",
    "sensitivity",
    "theory",
    "validate",
    "why_diverge",
]


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for; ``theory`` is a room of many names itself."""
    if name == "theory":
        return import_module("polemos.theory")
    if name not in _HOME:
        raise AttributeError(f"module 'polemos' has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names only."""
    return sorted(__all__)
