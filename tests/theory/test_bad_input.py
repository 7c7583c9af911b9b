"""Nothing bad gets through the door of the theory: each argument of each function is refused by name.

Every public function is called with good arguments, and with each of them replaced in turn by what is no such thing.
What then comes back without an error is listed, so that nothing new can slip through.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import polemos as pm
from polemos.errors import BadInput
from polemos.theory.arguments import CHECKS, check_for, guarded

SIZES = [4.0, 3.0, 2.0, 1.0] * 10
LAW = pm.theory.fit_power_law(range(1, 60), smallest=2.0)
DAYS, LOSSES = [1.0, 2, 3, 4, 5, 6, 7, 8, 9], [3.0, 1, 4, 1, 5, 9, 2, 6, 5]
GAME = [0, 0, 0, 1]
VOTES = pm.theory.weighted_voting(3, [2, 1, 1])
TIES = [("a", "b", 1), ("b", "c", -1), ("a", "c", 1)]
PROPENSITIES = [[0.0, 1.0], [1.0, 0.0]]


def chance(number: int) -> np.ndarray:
    return np.full(number, 0.5)


def root(share: float) -> float:
    return math.sqrt(share)


DRAWS, CAME = [[0.0, 2.0, 4.0], [1.0, 2.0, 3.0]], [1.0, 2.0, 5.0]
ANSWERS = {"probability": [0.1, 0.5, 0.9], "outcome": [0, 1, 1]}
WEEKS = [1.0, 2.0, 3.0, 5.0, 4.0, 2.0, 3.0, 1.0]
SERIES = {"x": DAYS, "x_lost": LOSSES, "y": LOSSES, "y_lost": DAYS}
FIGHT = {"x": 3.0, "y": 2.0, "a": 1.0, "b": 1.0}
LANDSCAPE = {"sizes": [1.0, 2.0], "propensities": PROPENSITIES}
STAKEHOLDERS = {
    "capability": [1.0, 2.0], "position": [0.1, 0.9], "salience": [0.5, 0.5], "ideal": [0.1, 0.9],
    "risk_attitude": [0.0, 0.0],
}  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "alignment_energy": LANDSCAPE | {"side": [0, 1]},
    "alignments": LANDSCAPE | {"names": "ab"},
    "alternating_offers": {"discount_first": 0.9, "discount_other": 0.8},
    "ambush": {"regulars": 100.0, "guerrillas": 50.0, "aimed": 0.1, "area": 0.01},
    "balanced_triangles": {"graph": TIES, "nodes": "abc", "weighted": False},
    "bankruptcy_game": {"estate": 100, "claims": [100, 200], "fractions": False},
    "banzhaf_index": {"game": GAME, "members": 2, "fractions": False},
    "bargaining_range": {"win": 0.5, "cost_one": 0.1, "cost_two": 0.1},
    "bootstrap_exponents": SERIES | {"chance": chance, "replicas": 2},
    "bootstrap_power_law": {"sizes": SIZES, "chance": chance, "replicas": 2, "whole": True, "smallest": 1.0},
    "bootstrap_scores": {"one": WEEKS, "other": WEEKS[::-1], "chance": 1, "block": 2.0, "replicas": 100},
    "brier_parts": ANSWERS | {"bins": 2, "corrected": True},
    "brier_score": ANSWERS,
    "compare_scores": {"one": WEEKS, "other": WEEKS[::-1], "horizon": 1, "lags": 1},
    "crps_ensemble": {"draws": DRAWS, "outcome": CAME, "fair": True},
    "crps_negative_binomial": {"mean": [1.0, 2.0, 3.0], "size": [1.0, 2.0, 3.0], "outcome": CAME},
    "crps_poisson": {"mean": [1.0, 2.0, 3.0], "outcome": CAME},
    "descend": LANDSCAPE | {"side": [0, 1], "names": "ab"},
    "draw_power_law": {"uniforms": [0.5], "law": LAW},
    "duel": {"x": 3, "y": 2, "a": 1.0, "b": 1.0, "law_x": 0.0, "law_y": 1.0},
    "election": STAKEHOLDERS,
    "ensemble_interval": {"draws": DRAWS, "level": 0.5},
    "fit_attrition_law": SERIES,
    "fit_power_law": {"sizes": SIZES, "whole": True, "smallest": 1.0},
    "frustration_index": {
        "graph": TIES, "clusters": 2, "weighted": False, "nodes": "abc", "disconnected": "sum", "seconds": 1.0,
    },
    "hurwitz_zeta": {"s": 2.0, "q": 1.0},
    "ignorance_score": {"draws": DRAWS, "outcome": CAME, "edges": [0.0, 1.0, 3.0]},
    "in_core": {"game": GAME, "allocation": [0.5, 0.5], "members": 2},
    "interval_coverage": {"low": [0.0] * 3, "high": [4.0] * 3, "outcome": CAME, "level": 0.9},
    "interval_score": {"low": [0.0] * 3, "high": [4.0] * 3, "outcome": CAME, "level": 0.9},
    "least_core": {"game": GAME, "members": 2},
    "linear_law": FIGHT,
    "log_score": ANSWERS | {"least": 0.01},
    "lowest_alignment": LANDSCAPE | {"names": "ab", "seconds": 1.0},
    "majority_power": {"weights": [[1.0, 2.0, 3.0]]},
    "nash_bargain": {"utility_one": root, "utility_two": root, "disagreement": (0.0, 0.0), "weight": 0.5},
    "negotiate": STAKEHOLDERS | {
        "accommodation": PROPENSITIES, "least_turns": 1, "most_turns": 2, "quiet_below": 0.1,
    },
    "nucleolus": {"game": GAME, "members": 2, "prenucleolus": False, "fractions": False},
    "power_law_against_lognormal": {"sizes": SIZES, "law": LAW},
    "power_law_exponent_by_half": {"sizes": SIZES, "smallest": 2.0},
    "power_law_plausibility": {"sizes": SIZES, "law": LAW, "chance": chance, "replicas": 2, "refit": False},
    "power_law_survival": {"x": [3.0, 4.0], "law": LAW},
    "rank_histogram": {"draws": np.ones((2, 10)), "outcome": np.ones(10), "chance": 1, "bins": 2},
    "rates_of_square_law": {"x": 100.0, "y": 100.0, "landed": [0.0, 0.0], "left_x": 50.0, "left_y": 60.0},
    "reinforced_square_law": {"x": 0.0, "y": 100.0, "a": 0.1, "b": 0.1, "landed": [10.0, 0.0]},
    "reliability_diagram": ANSWERS | {"bins": 2, "level": 0.9},
    "rules_from_ktab": {"parameters": {"VotingRule": "Prop"}},
    "sampled_banzhaf": {"game": VOTES, "members": 3, "chance": 1, "blocks": 10},
    "sampled_shapley": {"game": VOTES, "members": 3, "chance": 1, "blocks": 10},
    "shapley_interaction": {"game": GAME, "members": 2, "fractions": False},
    "shapley_value": {"game": GAME, "members": 2, "fractions": False},
    "signed_network": {"graph": TIES},
    "square_law": FIGHT,
    "talmud_rule": {"estate": 100, "claims": [100, 200], "fractions": False},
    "weighted_mean": {"position": [0.1, 0.2], "weight": [1.0, 1.0]},
    "weighted_median": {"position": [0.1, 0.2], "weight": [1.0, 1.0]},
    "weighted_voting": {"quota": 3, "weights": [2, 1, 1]},
}  # fmt: skip
BAD: dict[str, Any] = {
    "NaN": math.nan, "infinity": math.inf, "minus one": -1.0, "a text": "many", "nothing": None, "an empty list": [],
    "NaNs": [math.nan] * 4, "words": ["x", "y"], "a cube": np.zeros((2, 2, 2)), "a mapping": {"a": "b"},
    "a thing": object(), "a truth": True,
}  # fmt: skip
# What a bad thing may do without an error, and why that is no fault.
LET_THROUGH = {
    ("a truth", "bool"): "it is one",
    ("a truth", "Any"): "counts as 1",
    ("a truth", "npt.ArrayLike"): "counts as 1",
    ("a truth", "Number"): "counts as 1",
    ("minus one", "float", "law_x"): "men may fall more seldom where there are more of them",
    ("minus one", "float", "law_y"): "men may fall more seldom where there are more of them",
    ("minus one", "int | None", "members"): "a voting game knows its members",
    ("minus one", "npt.ArrayLike", "low"): "one bound may do for all outcomes, and lie below 0",
    ("a cube", "npt.ArrayLike", "draws"): "two draws of a square of outcomes, where no outcomes are given",
    ("an empty list", "Any", "graph"): "nodes without ties, since the nodes are named",
    ("words", "Sequence[Hashable] | None", "names"): "they are names",
    ("a cube", "Sequence[Hashable] | None", "names"): "its two halves are as good as names",
}
FUNCTIONS = {name: getattr(pm.theory, name) for name in pm.theory.__all__}
FUNCTIONS = {name: function for name, function in FUNCTIONS.items() if inspect.isfunction(function)}


def test_every_public_function_is_tried_with_every_argument() -> None:
    assert set(GOOD) == set(FUNCTIONS)
    for name, good in GOOD.items():
        FUNCTIONS[name](**good)
        rest = set(inspect.signature(FUNCTIONS[name]).parameters) - set(good)
        assert rest <= {"rules", "uniform", "nodes", "weighted", "fractions"}, f"{name}: {rest}"


def test_every_annotation_of_the_door_has_its_check() -> None:
    for name, function in FUNCTIONS.items():
        for argument, given in inspect.signature(function).parameters.items():
            assert check_for(str(given.annotation)) is not None, f"{name}: {argument}: {given.annotation}"
    asked = {str(given.annotation).removesuffix(" | None") for function in FUNCTIONS.values()
             for given in inspect.signature(function).parameters.values()}  # fmt: skip
    assert set(CHECKS) - {"Sequence[Hashable]"} <= asked


@pytest.mark.parametrize("name", list(GOOD))
def test_what_is_bad_is_refused_by_name(name: str) -> None:
    function: Callable[..., Any] = FUNCTIONS[name]
    parameters = inspect.signature(function).parameters
    for argument in GOOD[name]:
        annotation = str(parameters[argument].annotation)
        for said, bad in BAD.items():
            reason = LET_THROUGH.get((said, annotation)) or LET_THROUGH.get((said, annotation, argument))
            reason = reason or (bad is None and annotation.endswith("| None") and "may be left out")
            reason = reason or (bad is None and parameters[argument].default is None and "may be left out")
            try:
                function(**{**GOOD[name], argument: bad})
            except BadInput as refused:
                said_where = {word for problem in refused.problems for word in re.findall(r"\w+", problem.key)}
                # Where two arguments do not fit each other, either may be named; of a table its row or key is.
                places = {*GOOD[name], "tie", *(bad if isinstance(bad, dict) else ())}
                unnamed = "" if said_where & places else str(refused)
            else:
                unnamed = "" if reason else "went through"
            assert not unnamed, f"{name}({argument}={said}): {unnamed}"


def test_a_refusal_names_argument_need_and_value_and_tells_all_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        pm.theory.square_law("many", 2.0, None, 1.0)
    assert str(refused.value) == "x: needs a finite number, not 'many'\na: needs a finite number, not None"
    with pytest.raises(BadInput, match=r"^x: needs a finite number, not \[0, 1, 2, 3, 4, 5, \.\.\.\]$"):
        pm.theory.square_law(list(range(10_000)), 2.0, 1.0, 1.0)


def test_the_door_changes_nothing_else() -> None:
    from polemos.theory import lanchester

    assert pm.theory.square_law(3.0, 2.0, 1.0, 1.0) == lanchester.square_law(3.0, 2.0, 1.0, 1.0)
    assert pm.theory.square_law.__doc__ == lanchester.square_law.__doc__
    assert inspect.signature(pm.theory.square_law) == inspect.signature(lanchester.square_law)
    with pytest.raises(TypeError, match="missing a required argument: 'y'"):
        guarded(lanchester.square_law)(1.0)  # type: ignore[call-arg]


CALLS: list[tuple[Callable[[], object], str]] = [
    (lambda: pm.theory.frustration_index([]), "graph"),
    (lambda: pm.theory.frustration_index([("a", "b", 1), ("c", "d", -1)]), "graph"),
    (lambda: pm.theory.frustration_index([("a", "b", 0.0)]), "tie 'a' - 'b'"),
    (lambda: pm.theory.frustration_index([("a", "b", math.nan)]), "tie 'a' - 'b'"),
    (lambda: pm.theory.weighted_voting(5, [2, 1, 1]), "quota"),
    (lambda: pm.theory.weighted_voting(0, [2, 1, 1]), "quota"),
    (lambda: pm.theory.weighted_voting(2, [2, -1, 1]), "weights"),
    (lambda: pm.theory.nucleolus(lambda inside: len(inside), 21), "members"),
    (lambda: pm.theory.election([1.0, 2.0], [0.1, 1.2], [0.5, 0.5]), "position"),
    (lambda: pm.theory.election([1.0, 2.0], [0.1, 0.2], [0.5, 1.5]), "salience"),
    (lambda: pm.theory.election([0.0, 0.0], [0.1, 0.2], [0.5, 0.5]), "capability"),
    (lambda: pm.theory.weighted_mean([0.1, 0.2], [0.0, 0.0]), "weight"),
    (lambda: pm.theory.majority_power([[1.0, math.nan]]), "weights"),
    (lambda: pm.theory.square_law(0.0, 1.0, 1.0, 1.0), "x"),
    (lambda: pm.theory.fit_power_law([1, 2, 0] * 20), "sizes"),
]


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_what_no_network_no_vote_and_no_position_is(number: int) -> None:
    call, named = CALLS[number]
    with pytest.raises(BadInput, match=rf"({named})"):
        call()
