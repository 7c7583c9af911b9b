"""Published results as pure functions that know no war, and the door to them.

Holds the public names of the rooms next door; a room is loaded when one of its names is first used, so that
``import polemos as pm; pm.theory.square_law(...)`` loads what it needs and no more.  Every function takes numbers and
gives numbers; files, actors and places are strangers here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polemos.theory.balance import balanced_triangles as balanced_triangles
    from polemos.theory.balance import frustration_index as frustration_index
    from polemos.theory.lanchester import ambush as ambush
    from polemos.theory.lanchester import duel as duel
    from polemos.theory.lanchester import linear_law as linear_law
    from polemos.theory.lanchester import square_law as square_law
    from polemos.theory.landscape import alignment_energy as alignment_energy
    from polemos.theory.landscape import alignments as alignments
    from polemos.theory.landscape import descend as descend
    from polemos.theory.landscape import lowest_alignment as lowest_alignment
    from polemos.theory.signed import signed_network as signed_network
    from polemos.theory.voting import VICTORY_MODELS as VICTORY_MODELS
    from polemos.theory.voting import VOTE_RULES as VOTE_RULES
    from polemos.theory.voting import Rules as Rules
    from polemos.theory.voting import election as election
    from polemos.theory.voting import negotiate as negotiate
    from polemos.theory.voting import rules_from_ktab as rules_from_ktab
    from polemos.theory.voting import weighted_mean as weighted_mean
    from polemos.theory.voting import weighted_median as weighted_median

# Room -> the names that it offers here; a room's docstring says what its functions share.
ROOMS = {
    "balance": ("balanced_triangles", "frustration_index"),
    "landscape": ("alignment_energy", "alignments", "descend", "lowest_alignment"),
    "signed": ("signed_network",),
    "lanchester": ("ambush", "duel", "linear_law", "square_law"),
    "voting": (
        "Rules",
        "VICTORY_MODELS",
        "VOTE_RULES",
        "election",
        "negotiate",
        "rules_from_ktab",
        "weighted_mean",
        "weighted_median",
    ),
}
_HOME = {name: room for room, names in ROOMS.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for; rooms themselves answer to their own names."""
    if name not in _HOME:
        raise AttributeError(f"module 'polemos.theory' has no attribute {name!r}")
    found: object = getattr(import_module(f"polemos.theory.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names only."""
    return list(__all__)
