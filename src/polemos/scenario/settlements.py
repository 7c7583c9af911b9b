"""Where the best values of a bargain settle: the number that a scenario's author needs as an issue's reference.

Comes in: the ``bargaining`` part of a scenario.  Goes out: one settlement per issue, by the election of the first day.
"""

from __future__ import annotations

import numpy as np

from polemos.scenario.bargaining import Bargaining


def settlements(bargaining: Bargaining) -> dict[str, float]:
    """Return the settlement of each issue about which anybody at the table cares, all values at their best.

    Compiles the election, which takes some seconds, unless compiling is switched off.
    """
    from polemos.model.bargain import lay_out
    from polemos.scenario.compile import rule_codes
    from polemos.theory import ballots, elections

    issues, people = list(bargaining.issues), list(bargaining.stakeholders.values())
    capability = np.array([one.capability.best for one in people], dtype=np.float64)
    position, salience = np.zeros((2, len(people), len(issues)))
    for row, one in enumerate(people):
        for name in set(issues) & set(one.issues):
            position[row, issues.index(name)] = one.issues[name].position.best
            salience[row, issues.index(name)] = one.issues[name].salience.best
    weighed = (capability[:, None] * salience).any(axis=0)
    if not weighed.any():
        return {}
    settled, space = np.zeros(len(issues)), ballots.blank_room(*position.shape)
    voice, attitude, probability = np.zeros((3, len(people)))
    attention, package = np.zeros((2, *position.shape))
    lay_out(capability, salience, position, settled, voice, attention, package)
    elections.elect(
        voice, attention, package, rule_codes(bargaining.rules), space.squares, space.lines, space.marks, attitude,
        probability,
    )  # fmt: skip
    elections.expect(package, probability, space.marks, settled)
    return {name: float(settled[row]) for row, name in enumerate(issues) if weighed[row]}
