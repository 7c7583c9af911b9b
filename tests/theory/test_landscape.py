"""What is true of every landscape of alignments: the way down ends, in a minimum, and the lowest one is the lowest."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.theory.balance import frustration_index
from polemos.theory.configurations import apart, sides
from polemos.theory.landscape import alignment_energy, alignments, descend, lowest_alignment


def nations(number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Sizes and propensities in eighths, so that sums are exact."""
    chance = np.random.default_rng(seed)
    wish = np.triu(chance.integers(-16, 17, (number, number)) / 8.0, 1)
    return chance.integers(1, 9, number).astype(float), wish + wish.T


def energy_by_hand(sizes: np.ndarray, wish: np.ndarray, side: Any) -> float:
    pairs = itertools.permutations(range(len(sizes)), 2)
    return float(sum(sizes[i] * sizes[j] * wish[i, j] for i, j in pairs if side[i] != side[j]))


def alignments_by_hand(sizes: np.ndarray, wish: np.ndarray) -> list[float]:
    """Return the energies of all alignments that no single change lowers, in plain loops."""
    minima = []
    for rest in itertools.product((0, 1), repeat=len(sizes) - 1):
        side = [0, *rest]
        energy = energy_by_hand(sizes, wish, side)
        moved = [[at ^ (node == who) for node, at in enumerate(side)] for who in range(len(side))]
        if all(energy_by_hand(sizes, wish, other) >= energy for other in moved):
            minima.append(energy)
    return sorted(minima)


@pytest.mark.parametrize("number", [1, 2, 5, 7])
def test_minima_and_energies_are_those_of_plain_loops(number: int) -> None:
    sizes, wish = nations(number, number)
    found = alignments(sizes, wish)
    assert [alignment.energy for alignment in found] == alignments_by_hand(sizes, wish)
    for alignment in found:
        side = [int(nation in alignment.sides[1]) for nation in range(number)]
        assert alignment.energy == alignment_energy(sizes, wish, side) == energy_by_hand(sizes, wish, side)
        assert 0 in alignment.sides[0]


@pytest.mark.parametrize("seed", range(5))
def test_every_way_down_ends_in_one_of_the_minima(seed: int) -> None:
    sizes, wish = nations(9, seed)
    minima = alignments(sizes, wish)
    for start in itertools.product((0, 1), repeat=9):
        end = descend(sizes, wish, start)
        assert end in minima
        assert end.energy <= alignment_energy(sizes, wish, start)


@pytest.mark.parametrize(("number", "seed"), [(3, 1), (9, 2), (18, 3)])
def test_the_lowest_alignment_is_the_first_minimum(number: int, seed: int) -> None:
    """Also beyond sixteen nations, where an integer program finds it."""
    sizes, wish = nations(number, seed)
    assert lowest_alignment(sizes, wish).energy == alignments(sizes, wish)[0].energy


def test_energy_is_twice_the_frustration_but_for_a_constant() -> None:
    sizes, wish = nations(8, 4)
    weights = np.outer(sizes, sizes) * wish
    rivals = -float(weights[weights < 0].sum()) / 2
    index = frustration_index(weights, weighted=True, disconnected="sum").index
    assert alignments(sizes, wish)[0].energy == 2 * (index - rivals)


def test_all_divisions_are_there_once() -> None:
    weights = nations(6, 5)[1]
    cost = apart(weights)
    every = sides(np.arange(len(cost)), 6)
    assert len({tuple(side) for side in every.tolist()}) == len(cost) == 32
    for side, found in zip(every, cost, strict=True):
        assert found == energy_by_hand(np.ones(6), weights, side) / 2


def test_two_triples_of_friends_fall_apart_and_names_come_back() -> None:
    side = np.array([1, 1, -1, -1, -1])
    found = alignments(np.ones(5), np.outer(side, side), names="abcde")
    assert [alignment.sides for alignment in found] == [(("a", "b"), ("c", "d", "e"))]
    assert found[0].energy == -12.0
    assert lowest_alignment(np.ones(5), np.outer(side, side), names="abcde") == found[0]
    assert descend(np.ones(5), np.outer(side, side), [0] * 5, names="abcde") == found[0]


def test_without_wishes_every_alignment_is_as_good() -> None:
    """Equal neighbours all count: 2**(n - 1) minima of energy 0."""
    assert [alignment.energy for alignment in alignments(np.ones(4), np.zeros((4, 4)))] == [0.0] * 8


ONE = np.ones(3)
FLAT = np.zeros((3, 3))
BAD: list[tuple[Any, Any, str]] = [
    ([], np.zeros((0, 0)), "needs a list with one number for each nation"),
    ([1, 0, 2], FLAT, "sizes: needs finite numbers above 0"),
    ([1, math.nan, 2], FLAT, "sizes: needs finite numbers above 0"),
    (ONE, np.zeros((2, 2)), "propensities: is 2 x 2, there are 3 sizes"),
    (ONE, np.full((3, 3), math.nan), "propensities: needs finite numbers"),
    (ONE, np.triu(np.ones((3, 3))), r"propensities[0, 1]: differs from the other way round"),
    (["many"], [[0]], "needs numbers"),
    (np.ones(21), np.zeros((21, 21)), "has 21 nations, all alignments are looked at for at most 20"),
]


@pytest.mark.parametrize(("sizes", "wish", "message"), BAD, ids=[row[2] for row in BAD])
def test_what_is_wrong_is_said(sizes: Any, wish: Any, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        alignments(sizes, wish)
    assert message in str(caught.value)


def test_sides_and_names_have_to_fit() -> None:
    with pytest.raises(BadInput, match="needs 3 values, at most two different ones"):
        alignment_energy(ONE, FLAT, [0, 1, 2])
    with pytest.raises(BadInput, match="has 2 names for 3 nations"):
        alignments(ONE, FLAT, names="ab")
