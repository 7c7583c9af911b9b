"""What an actor lost of late, as its own staff and its allies feel it.

Comes in: the dead and the prisoners so far.  Goes out: ``State.lost_of_late`` and a share of the force.  Which rules go
by it is next door in ``attack`` and ``trust``.
"""

from __future__ import annotations

from polemos.model.compiled import compiled
from polemos.model.state import State

MOURNING = 30.0


@compiled
def remember(state: State) -> None:
    """Add yesterday's dead and prisoners to the losses of late, which fade over 30 days.

    d lost_of_late = lost yesterday - lost_of_late / 30, so a steady loss of n a day weighs 30 n.
    """
    for actor in range(state.lost_of_late.shape[0]):
        lost = state.killed[actor] + state.prisoners[actor]
        state.lost_of_late[actor] += lost - state.lost_before[actor] - state.lost_of_late[actor] / MOURNING
        state.lost_before[actor] = lost


@compiled
def lost_lately(state: State, actor: int) -> float:
    """Return the losses of late as a share of the force that there would be without them, 0 to 1; 0 for no force."""
    lost = state.lost_of_late[actor]
    if lost <= 0.0:
        return 0.0
    force = state.men_first[actor] + state.arrived[actor] - state.killed[actor] - state.prisoners[actor]
    return lost / (lost + max(0.0, float(force)))
