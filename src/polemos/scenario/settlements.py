"""Where the best values of a bargain settle: the number that a scenario's author needs as an issue's reference.

Comes in: the ``bargaining`` part of a scenario.  Goes out: one settlement per issue, by the election of the first day.
"""

from __future__ import annotations

import numpy as np

from polemos.scenario.bargaining import Bargaining

ROUNDING = 0.005
"""A reference farther than this from the settlement of the best values is worth a word."""


def settlements(bargaining: Bargaining) -> dict[str, float]:
    """Return the settlement of each issue about which anybody at the table cares, all values at their best."""
    from polemos.model.bargain import lay_out
    from polemos.theory import voting

    issues, people = list(bargaining.issues), list(bargaining.stakeholders.values())
    capability = np.array([one.capability.best for one in people], dtype=np.float64)
    position, salience = np.zeros((2, len(people), len(issues)))
    for row, one in enumerate(people):
        for name in set(issues) & set(one.issues):
            position[row, issues.index(name)] = one.issues[name].position.best
            salience[row, issues.index(name)] = one.issues[name].salience.best
    weighed = np.asarray((capability[:, None] * salience).any(axis=0))
    if not weighed.any():
        return {}
    voice = np.zeros(len(people))
    attention, package = np.zeros((2, *position.shape))
    lay_out = getattr(lay_out, "py_func", lay_out)
    lay_out(capability, salience, position, np.zeros(len(issues)), voice, attention, package)
    names = bargaining.rules.model_dump()
    neutral = names["risk_range"] == "neutral"
    rules = voting.ElectionRules(**{**names, "risk_range": "given" if neutral else names["risk_range"]})
    attitude = np.zeros(len(people)) if neutral else None
    held = voting.election(voice, package, attention, rules=rules, risk_attitude=attitude)
    return {name: float(held.expected[row]) for row, name in enumerate(issues) if weighed[row]}


def off_reference(bargaining: Bargaining) -> list[str]:
    """Say of each issue whose best values settle elsewhere than at its reference where they do."""
    if not bargaining.issues:
        return []
    said = []
    for name, settled in settlements(bargaining).items():
        reference = bargaining.issues[name].reference
        if reference is not None and abs(reference.best - settled) > ROUNDING:
            said.append(f"bargaining.issues.{name}: the best values settle at {settled:.3f}, not at {reference.best:g}")
    return said
