"""Published results as pure functions that know no war, and the door to them.

Holds the public names of the rooms next door; a room is loaded when one of its names is first used, so that
``import polemos as pm; pm.theory.square_law(...)`` loads what it needs and no more.  Every function takes numbers and
gives numbers; files, actors and places are strangers here.  What comes in at this door is checked (``arguments``).
"""

from __future__ import annotations

from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polemos.theory.attrition_fit import bootstrap_exponents as bootstrap_exponents
    from polemos.theory.attrition_fit import fit_attrition_law as fit_attrition_law
    from polemos.theory.balance import balanced_triangles as balanced_triangles
    from polemos.theory.balance import frustration_index as frustration_index
    from polemos.theory.bargains import alternating_offers as alternating_offers
    from polemos.theory.bargains import bankruptcy_game as bankruptcy_game
    from polemos.theory.bargains import bargaining_range as bargaining_range
    from polemos.theory.bargains import nash_bargain as nash_bargain
    from polemos.theory.bargains import talmud_rule as talmud_rule
    from polemos.theory.calibration import interval_coverage as interval_coverage
    from polemos.theory.calibration import rank_histogram as rank_histogram
    from polemos.theory.calibration import reliability_diagram as reliability_diagram
    from polemos.theory.core import in_core as in_core
    from polemos.theory.core import least_core as least_core
    from polemos.theory.core import nucleolus as nucleolus
    from polemos.theory.games import banzhaf_index as banzhaf_index
    from polemos.theory.games import shapley_interaction as shapley_interaction
    from polemos.theory.games import shapley_value as shapley_value
    from polemos.theory.lanchester import ambush as ambush
    from polemos.theory.lanchester import duel as duel
    from polemos.theory.lanchester import linear_law as linear_law
    from polemos.theory.lanchester import rates_of_square_law as rates_of_square_law
    from polemos.theory.lanchester import reinforced_square_law as reinforced_square_law
    from polemos.theory.lanchester import square_law as square_law
    from polemos.theory.landscape import alignment_energy as alignment_energy
    from polemos.theory.landscape import alignments as alignments
    from polemos.theory.landscape import descend as descend
    from polemos.theory.landscape import lowest_alignment as lowest_alignment
    from polemos.theory.lognormal_tails import power_law_against_lognormal as power_law_against_lognormal
    from polemos.theory.sampling import sampled_banzhaf as sampled_banzhaf
    from polemos.theory.sampling import sampled_shapley as sampled_shapley
    from polemos.theory.score_tests import bootstrap_scores as bootstrap_scores
    from polemos.theory.score_tests import compare_scores as compare_scores
    from polemos.theory.scores import VIEWS_EDGES as VIEWS_EDGES
    from polemos.theory.scores import crps_ensemble as crps_ensemble
    from polemos.theory.scores import crps_negative_binomial as crps_negative_binomial
    from polemos.theory.scores import crps_poisson as crps_poisson
    from polemos.theory.scores import ensemble_interval as ensemble_interval
    from polemos.theory.scores import ignorance_score as ignorance_score
    from polemos.theory.scores import interval_score as interval_score
    from polemos.theory.signed import signed_network as signed_network
    from polemos.theory.tails import bootstrap_power_law as bootstrap_power_law
    from polemos.theory.tails import draw_power_law as draw_power_law
    from polemos.theory.tails import fit_power_law as fit_power_law
    from polemos.theory.tails import hurwitz_zeta as hurwitz_zeta
    from polemos.theory.tails import power_law_exponent_by_half as power_law_exponent_by_half
    from polemos.theory.tails import power_law_plausibility as power_law_plausibility
    from polemos.theory.tails import power_law_survival as power_law_survival
    from polemos.theory.voting import VICTORY_MODELS as VICTORY_MODELS
    from polemos.theory.voting import VOTE_RULES as VOTE_RULES
    from polemos.theory.voting import ElectionRules as ElectionRules
    from polemos.theory.voting import election as election
    from polemos.theory.voting import negotiate as negotiate
    from polemos.theory.voting import rules_from_ktab as rules_from_ktab
    from polemos.theory.voting import weighted_mean as weighted_mean
    from polemos.theory.voting import weighted_median as weighted_median
    from polemos.theory.voting_power import majority_power as majority_power
    from polemos.theory.voting_power import weighted_voting as weighted_voting
    from polemos.theory.yes_no_scores import brier_parts as brier_parts
    from polemos.theory.yes_no_scores import brier_score as brier_score
    from polemos.theory.yes_no_scores import log_score as log_score

# Room -> the names that it offers here; a room's docstring says what its functions share.
ROOMS = {
    "balance": ("balanced_triangles", "frustration_index"),
    "bargains": ("alternating_offers", "bankruptcy_game", "bargaining_range", "nash_bargain", "talmud_rule"),
    "calibration": ("interval_coverage", "rank_histogram", "reliability_diagram"),
    "core": ("in_core", "least_core", "nucleolus"),
    "games": ("banzhaf_index", "shapley_interaction", "shapley_value"),
    "lanchester": (
        "ambush",
        "duel",
        "linear_law",
        "rates_of_square_law",
        "reinforced_square_law",
        "square_law",
    ),
    "landscape": ("alignment_energy", "alignments", "descend", "lowest_alignment"),
    "sampling": ("sampled_banzhaf", "sampled_shapley"),
    "score_tests": ("bootstrap_scores", "compare_scores"),
    "scores": (
        "VIEWS_EDGES",
        "crps_ensemble",
        "crps_negative_binomial",
        "crps_poisson",
        "ensemble_interval",
        "ignorance_score",
        "interval_score",
    ),
    "signed": ("signed_network",),
    "attrition_fit": ("bootstrap_exponents", "fit_attrition_law"),
    "lognormal_tails": ("power_law_against_lognormal",),
    "tails": (
        "bootstrap_power_law",
        "draw_power_law",
        "fit_power_law",
        "hurwitz_zeta",
        "power_law_exponent_by_half",
        "power_law_plausibility",
        "power_law_survival",
    ),
    "voting": (
        "ElectionRules",
        "VICTORY_MODELS",
        "VOTE_RULES",
        "election",
        "negotiate",
        "rules_from_ktab",
        "weighted_mean",
        "weighted_median",
    ),
    "voting_power": ("majority_power", "weighted_voting"),
    "yes_no_scores": ("brier_parts", "brier_score", "log_score"),
}
_HOME = {name: room for room, names in ROOMS.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for, functions with a check of their arguments."""
    if name not in _HOME:
        raise AttributeError(f"module 'polemos.theory' has no attribute {name!r}")
    found: object = getattr(import_module(f"polemos.theory.{_HOME[name]}"), name)
    if isinstance(found, FunctionType):
        from polemos.theory.arguments import guarded

        found = guarded(found)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names only."""
    return list(__all__)
