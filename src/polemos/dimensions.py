"""Axes and array shapes: one name each, used by every room.

A shape is written in the docstring of the field that holds it: ``[places, actors]`` and so on.  The sizes of a war
(how many places, actors ...) belong to the compiled war, not to this room.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

TERRAINS = ("plain", "desert", "urban", "mountain", "river")
STANCES = ("hostile", "neutral", "friendly")
AIRCRAFT_KINDS = ("attack", "strike", "helicopter")
COMMAND_MODES = ("integrated", "delegated", "bargained")
ALLOCATION_RULES = ("by_need", "by_favour", "first_come", "best_use")
ATTACK_RULES = ("by_odds", "threshold", "opportunist", "gambler")
BREAK_RULES = ("by_trust", "by_losses")
ANSWERS = ("honoured", "late", "refused")
FISSURE_KINDS = ("stop_joint", "local_truce", "leave_front", "leave_coalition", "turn")
CAUSES = ("refused", "late", "favour", "exclusion", "overridden", "shared_loss", "losses")
ENDING_KINDS = ("ongoing", "decisive_victory", "collapse", "settlement", "partition", "frozen")
MECHANISMS = (
    "bargain",
    "ceasefire",
    "supply",
    "command",
    "attention",
    "offensive",
    "air",
    "combat",
    "control",
    "civilians",
    "trust",
    "endings",
)
