"""What is true of frustration, triangles and clusters in every signed network, small ones against plain enumeration."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterator
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.errors import BadInput
from polemos.theory.balance import Frustration, all_divisions, balanced_triangles, frustration_index
from polemos.theory.cycles import violated_cycles
from polemos.theory.divisions import frustration_of
from polemos.theory.frustration_program import frustration, least_frustration
from polemos.theory.signed import SignedNetwork, signed_network

ENEMIES = [("red", "blue", -1), ("blue", "green", -1), ("red", "green", -1)]


@st.composite
def networks(draw: st.DrawFn, most: int = 8, weighted: bool = False) -> SignedNetwork:
    """Any connected signed network: a tree and some more ties."""
    number = draw(st.integers(2, most))
    weights = st.sampled_from([-1.0, 1.0])
    if weighted:
        weights = st.integers(1, 40).map(lambda whole: whole / 8.0) | st.integers(-40, -1).map(
            lambda whole: whole / 8.0
        )
    ties = {(draw(st.integers(0, node - 1)), node): draw(weights) for node in range(1, number)}
    for pair in itertools.combinations(range(number), 2):
        if pair not in ties and draw(st.booleans()):
            ties[pair] = draw(weights)
    return signed_network([(*pair, weight) for pair, weight in ties.items()], weighted=weighted)


def labellings(number: int, clusters: int) -> Iterator[tuple[int, ...]]:
    """Give every division into at most so many clusters once: a node joins one that is there or opens the next."""
    if number == 0:
        yield ()
        return
    for before in labellings(number - 1, clusters):
        for label in range(min(max(before, default=-1) + 2, clusters)):
            yield (*before, label)


def by_hand(network: SignedNetwork, clusters: int) -> float:
    """Return the least frustration over all divisions, in plain loops."""
    ties = list(zip(network.one.tolist(), network.other.tolist(), network.weight.tolist(), strict=True))
    return min(
        sum(abs(weight) for one, other, weight in ties if (label[one] == label[other]) == (weight < 0))
        for label in labellings(len(network.nodes), clusters)
    )


def index(graph: Any, clusters: int | None = 2, **options: Any) -> float:
    return frustration_index(graph, clusters, **options).index


def complete(number: int, sign: int) -> np.ndarray:
    return sign * (1 - np.eye(number, dtype=int))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_three_ways_to_two_camps_agree(network: SignedNetwork) -> None:
    """All divisions in NumPy, the compiled Gray walk of the kernel, and the integer program, against plain loops."""
    truth = by_hand(network, 2)
    walked = frustration_of(network.matrix().astype(np.int64), len(network.nodes), np.zeros(8, dtype=np.int64))
    solved = least_frustration(network, 2)
    assert (all_divisions(network).upper, walked, solved.upper, solved.lower) == (truth,) * 4
    assert solved.proved


@given(networks(most=7), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_the_program_finds_the_best_clusters(network: SignedNetwork, clusters: int) -> None:
    found = least_frustration(network, clusters)
    assert found.upper == found.lower == by_hand(network, clusters)
    assert frustration(network, found.cluster) == found.upper
    assert len(set(found.cluster.tolist())) <= clusters


@given(networks(most=7))
@settings(max_examples=30, deadline=None)
def test_any_number_of_clusters_is_as_many_as_there_are_nodes(network: SignedNetwork) -> None:
    found = least_frustration(network, None)
    assert found.upper == found.lower == by_hand(network, len(network.nodes))


@given(networks(most=7, weighted=True), st.sampled_from([2, 3, None]))
@settings(max_examples=40, deadline=None)
def test_weighted_ties_count_with_their_weight(network: SignedNetwork, clusters: int | None) -> None:
    """Weights are eighths, so that sums are exact."""
    found = least_frustration(network, clusters)
    assert found.proved
    assert found.upper == by_hand(network, len(network.nodes) if clusters is None else clusters)


def random_network(number: int, density: float, seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.random((number, number)) < density, 1) * chance.choice([-1, 1], (number, number))
    upper[np.arange(number - 1), np.arange(1, number)] = 1  # a path, so that it is connected
    return upper + upper.T


@pytest.mark.parametrize("seed", range(6))
def test_larger_networks_agree_with_the_compiled_brute_force(seed: int) -> None:
    """Sixteen nodes, where linear programs leave a gap that the integer program has to close."""
    signs = random_network(16, 0.3 + 0.1 * seed, seed)
    solved = least_frustration(signed_network(signs), 2)
    assert solved.lower == solved.upper == frustration_of(signs, 16, np.zeros(16, dtype=np.int64))


@pytest.mark.parametrize("seed", range(4))
def test_larger_weighted_networks_agree_with_all_divisions(seed: int) -> None:
    """Weights in eighths, dense, so that linear programs leave a gap; sums are exact."""
    chance = np.random.default_rng(seed)
    upper = np.triu(random_network(15, 0.9, seed) * chance.integers(1, 40, (15, 15)) / 8.0)
    network = signed_network(upper + upper.T, weighted=True)
    solved, every = least_frustration(network, 2), all_divisions(network)
    assert solved.proved
    assert solved.upper == every.upper


@pytest.mark.parametrize("seed", range(3, 11))
def test_any_number_of_clusters_is_one_less_than_all_where_there_are_friends(seed: int) -> None:
    """Two programs of different form: cycles alone, and each node assigned to one of eleven clusters.

    With a tie of friends some best division of twelve nodes has at most eleven clusters.
    """
    network = signed_network(random_network(12, 0.7, seed))
    covered, assigned = least_frustration(network, None), least_frustration(network, 11)
    assert (covered.proved, assigned.proved) == (True, True)
    assert covered.upper == assigned.upper


def test_a_common_friend_of_enemies_is_frustrated_by_all_but_one() -> None:
    """Whoever sides with it, the others are lost as friends: m - 1 for m enemies, where linear programs say m / 2."""
    for enemies in (3, 5, 8):
        matrix = complete(enemies + 1, -1)
        matrix[0, 1:] = matrix[1:, 0] = 1
        found = frustration_index(matrix, None)
        assert (found.index, found.proved) == (enemies - 1, True)


@given(networks(most=7), st.sampled_from([1e-12, 1e12]), st.sampled_from([2, 3, None]))
@settings(max_examples=30, deadline=None)
def test_the_unit_of_weights_does_not_matter(network: SignedNetwork, unit: float, clusters: int | None) -> None:
    scaled = network._replace(weight=network.weight * unit)
    found = least_frustration(scaled, clusters)
    truth = least_frustration(network, clusters).upper
    assert found.proved
    assert found.upper == pytest.approx(truth * unit, rel=1e-12)
    assert found.lower == pytest.approx(truth * unit, rel=1e-12)


@given(networks(), st.data())
@settings(max_examples=40, deadline=None)
def test_switching_changes_nothing(network: SignedNetwork, data: st.DataObject) -> None:
    """To turn all ties of some nodes round leaves index and balanced triangles alone (Zaslavsky 1982)."""
    side = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=8, max_size=8)))[: len(network.nodes)]
    switched = network.matrix() * np.outer(side, side)
    assert index(switched) == index(network)
    assert least_frustration(signed_network(switched), 2).upper == index(network)
    assert balanced_triangles(switched) == balanced_triangles(network)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_a_division_and_its_wrong_ties_give_the_index(network: SignedNetwork) -> None:
    found = frustration_index(network)
    camp = {name: at for at, camp in enumerate(found.partition) for name in camp}
    ends = zip(network.one.tolist(), network.other.tolist(), network.weight.tolist(), strict=True)
    wrong = {(one, other) for one, other, weight in ends if (camp[one] == camp[other]) == (weight < 0)}
    assert sorted(camp) == sorted(network.nodes)
    assert set(found.frustrated) == wrong
    assert found.index == len(wrong)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_balanced_networks_and_no_others_have_index_zero(network: SignedNetwork) -> None:
    """Balanced is what networkx can colour: friends made one node, rivals on different sides (Harary 1953)."""
    friends = networkx.Graph()
    friends.add_nodes_from(network.nodes)
    ties = list(zip(network.one.tolist(), network.other.tolist(), network.weight.tolist(), strict=True))
    friends.add_edges_from((one, other) for one, other, weight in ties if weight > 0)
    group = {node: at for at, nodes in enumerate(networkx.connected_components(friends)) for node in nodes}
    rivals = networkx.Graph([(group[one], group[other]) for one, other, weight in ties if weight < 0])
    assert (index(network) == 0) == networkx.is_bipartite(rivals)


@given(networks(), st.data())
@settings(max_examples=40, deadline=None)
def test_one_more_tie_adds_at_most_itself_and_takes_nothing(network: SignedNetwork, data: st.DataObject) -> None:
    matrix = network.matrix()
    free = [(i, j) for i, j in itertools.combinations(range(len(matrix)), 2) if matrix[i, j] == 0]
    if free:
        i, j = data.draw(st.sampled_from(free))
        before = index(matrix)
        matrix[i, j] = matrix[j, i] = data.draw(st.sampled_from([-1, 1]))
        assert index(matrix) - before in (0, 1)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_at_most_half_the_ties_are_frustrated(network: SignedNetwork) -> None:
    """At most (m - (n - 1) / 2) / 2, as every graph has a cut of m/2 + (n - 1)/4 ties (Edwards 1973), switched."""
    assert index(network) <= (len(network.weight) - (len(network.nodes) - 1) / 2) / 2


@given(networks())
@settings(max_examples=20, deadline=None)
def test_more_clusters_are_never_worse(network: SignedNetwork) -> None:
    indices = [index(network, clusters) for clusters in (1, 2, 3, 4, None)]
    assert indices == sorted(indices, reverse=True)
    assert indices[0] == (network.weight < 0).sum()


@pytest.mark.parametrize("number", [2, 3, 4, 7, 10, 17])
def test_a_war_of_all_against_all_has_a_closed_form(number: int) -> None:
    """Camps as equal as can be leave the fewest rivals together: for k of them sum of pairs within (Turan 1941)."""
    for clusters in (1, 2, 3):
        sizes = [len(range(first, number, clusters)) for first in range(clusters)]
        if number < 17 or clusters < 3:
            found = frustration_index(complete(number, -1), clusters)
            assert found.index == sum(math.comb(size, 2) for size in sizes)
            assert found.proved
    assert index(complete(number, -1), None) == 0
    assert index(complete(number, 1)) == 0


def test_three_enemies_have_one_tie_too_many_and_three_camps_none() -> None:
    found = frustration_index(ENEMIES)
    assert isinstance(found, Frustration)
    assert (found.index, found.upper, found.lower, found.proved, found.nodes, found.ties) == (1, 1, 1, True, 3, 3)
    assert isinstance(found.index, int)
    assert len(found.partition) == 2
    assert sorted(name for camp in found.partition for name in camp) == ["blue", "green", "red"]
    assert len(found.frustrated) == 1
    assert frustration_index(ENEMIES, 3).partition == (("red",), ("blue",), ("green",))


def test_one_node_alone_is_balanced() -> None:
    found = frustration_index([], nodes=["red"])
    assert (found.index, found.partition, found.frustrated, found.proved) == (0, (("red",),), (), True)
    assert frustration_index([[0]], None).index == 0
    assert balanced_triangles([[0]]).number == 0
    assert math.isnan(balanced_triangles([[0]]).share)


def test_the_friend_of_two_rivals_is_frustrated_however_many_camps() -> None:
    ties = [("red", "blue", -1), ("blue", "green", 1), ("red", "green", 1)]
    assert [index(ties, clusters) for clusters in (1, 2, 3, None)] == [1, 1, 1, 1]


@given(networks())
@settings(max_examples=40, deadline=None)
def test_triangles_are_those_that_are_counted_one_by_one(network: SignedNetwork) -> None:
    matrix = network.matrix()
    products = [matrix[i, j] * matrix[j, k] * matrix[i, k] for i, j, k in itertools.combinations(range(len(matrix)), 3)]
    found = balanced_triangles(network)
    assert found == (sum(product != 0 for product in products), sum(product > 0 for product in products))
    assert found.share == found.balanced / found.number if found.number else math.isnan(found.share)


def test_in_a_complete_network_balance_is_all_triangles_balanced() -> None:
    """Cartwright & Harary 1956; and the share of a war of all against all is 0."""
    side = np.array([1, 1, -1, 1, -1])
    assert balanced_triangles(np.outer(side, side) * complete(5, 1)).share == 1.0
    assert balanced_triangles(complete(5, -1)) == (10, 0)


@pytest.mark.parametrize("camps", [True, False])
def test_only_violated_and_unsatisfiable_cycles_become_cuts(camps: bool) -> None:
    """Each is a simple cycle with an odd number of negative ties, or just one, of which less than one is given up."""
    network = signed_network(random_network(12, 0.4, 5))
    given_up = np.random.default_rng(7).random(len(network.weight)) / 4
    cycles = violated_cycles(network, given_up, camps)
    assert len(cycles) > 5
    for cycle in cycles:
        ends = networkx.Graph(list(zip(network.one[cycle].tolist(), network.other[cycle].tolist(), strict=True)))
        negative = int((network.weight[cycle] < 0).sum())
        assert set(dict(ends.degree).values()) == {2}
        assert networkx.is_connected(ends)
        assert negative % 2 == 1 if camps else negative == 1
        assert given_up[cycle].sum() < 1
    assert violated_cycles(network, np.ones(len(network.weight)), camps) == []


@given(networks(), st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_violated_cycle_is_found_if_there_is_one(network: SignedNetwork, camps: bool, chance: Any) -> None:
    """Against all cycles of the network, one by one; nothing is said within a thousandth of the bound."""
    given_up = np.array([chance.random() / 2 for _ in network.weight])
    sign = {
        frozenset(pair): row for row, pair in enumerate(zip(network.one.tolist(), network.other.tolist(), strict=True))
    }
    least = 1.0
    for ring in networkx.simple_cycles(networkx.Graph(list(map(tuple, sign)))):
        cycle = [sign[frozenset(pair)] for pair in itertools.pairwise([*ring, ring[0]])]
        negative = int((network.weight[cycle] < 0).sum())
        if (negative % 2 == 1) if camps else (negative == 1):
            least = min(least, float(given_up[cycle].sum()))
    found = violated_cycles(network, given_up, camps)
    if found:
        assert float(given_up[found[0]].sum()) == pytest.approx(least)
    else:
        assert least > 0.999


def same_network() -> list[Any]:
    """One network of four in every form."""
    rows = [("a", "b", 1), ("b", "c", -1), ("c", "d", 1), ("d", "a", 1), ("a", "c", -1)]
    graph, directed, weighted = networkx.Graph(), networkx.DiGraph(), networkx.Graph()
    for one, other, sign in rows:
        graph.add_edge(one, other, sign=sign, weight=7)
        directed.add_edge(one, other, sign=sign)
        directed.add_edge(other, one, sign=sign)
        weighted.add_edge(one, other, weight=sign)
    columns = {"a": [r[0] for r in rows], "b": [r[1] for r in rows], "sign": [r[2] for r in rows]}
    text = "a,b,sign\n" + "\n".join(f"{one},{other},{sign}" for one, other, sign in rows)
    structured = np.array(rows, dtype=[("a", "U1"), ("b", "U1"), ("sign", "i8")])
    plus = [(one, other, "+" if sign > 0 else "-") for one, other, sign in rows]
    lists = [[one, other, str(sign)] for one, other, sign in rows]
    forms = [rows, graph, directed, weighted, columns, list(csv.DictReader(io.StringIO(text))), structured, plus, lists]
    return [*forms, [*rows, ("c", "b", -1)]]


def test_every_form_of_a_network_is_the_same_network() -> None:
    first = frustration_index(same_network()[0])
    assert first.index == 1
    for graph in same_network():
        assert frustration_index(graph) == first
    matrix = np.array([[0, 1, -1, 1], [1, 0, -1, 0], [-1, -1, 0, 1], [1, 0, 1, 0]])
    sparse = networkx.to_scipy_sparse_array(networkx.from_numpy_array(matrix))
    for form in (matrix, matrix.tolist(), matrix.astype(float), sparse):
        assert frustration_index(form, nodes="abcd").index == 1
        assert frustration_index(form).partition == tuple(
            tuple("abcd".index(name) for name in camp) for camp in frustration_index(form, nodes="abcd").partition
        )


def test_parts_without_a_tie_are_refused_or_added_up() -> None:
    two = [*ENEMIES, ("east", "west", -1), ("west", "south", -1), ("east", "south", -1)]
    found = frustration_index(two, disconnected="sum")
    assert (found.index, found.proved, found.nodes) == (2, True, 6)
    with pytest.raises(BadInput, match=r'falls into 2 parts .* say disconnected="sum"'):
        frustration_index(two)
    assert balanced_triangles(two) == (2, 0)


def test_a_search_that_is_cut_short_says_what_it_knows() -> None:
    """Twenty-six enemies of one another are beyond a tenth of a second; the bounds still hold the closed form."""
    found = frustration_index(complete(26, -1), 3, seconds=0.1)
    truth = sum(math.comb(size, 2) for size in (9, 9, 8))
    assert found.lower <= truth <= found.index == found.upper
    assert not found.proved
    assert len(found.frustrated) == found.index


def test_bounds_of_parts_add_up_when_time_is_up() -> None:
    """The first part has a lower bound above 1, and three enemies add one."""
    ties = [(one, other, -1) for one, other in itertools.combinations(range(26), 2)]
    alone = frustration_index(ties, seconds=0.5)
    both = frustration_index([*ties, *ENEMIES], disconnected="sum", seconds=0.5)
    assert not both.proved
    assert 1 < both.lower <= 157 <= both.index
    assert alone.index + 1 == both.index


def loop_graph() -> networkx.Graph:
    graph = networkx.Graph()
    graph.add_edge("red", "red", sign=1)
    return graph


BAD: list[tuple[Any, dict[str, Any], str]] = [
    ([], {}, "the network is empty"),
    (networkx.Graph(), {}, "the network is empty"),
    (np.zeros((0, 0)), {}, "the network is empty"),
    (np.zeros((3, 3)), {}, "falls into 3 parts"),
    ([("red", "blue", 0)], {"weighted": True}, "has the weight 0, it has to be finite and not 0"),
    ([("red", "blue", math.nan)], {"weighted": True}, "has the weight nan"),
    ([("red", "blue", math.inf)], {"weighted": True}, "has the weight inf"),
    ([("red", "blue", 0.5)], {}, "has the sign 0.5, it can be 1 or -1"),
    ([("red", "blue", "ally")], {}, "has the sign 'ally', which is no number"),
    ([("red", "blue", None)], {}, "has no sign"),
    ([("red", "red", 1)], {}, "tie 'red' - 'red': ties a node to itself"),
    (loop_graph(), {}, "ties a node to itself"),
    (networkx.path_graph(3), {}, "tie 0 - 1: has no sign"),
    ([("red", "blue", 1), ("blue", "red", -1)], {}, "is given as 1 and as -1"),
    ([("red", "blue", 1)], {"nodes": ["red", "bleu"]}, "'blue' is not among the nodes, did you mean \"bleu\""),
    ([("red", "blue", 1)], {"nodes": ["red", "blue", "red"]}, "names 'red' twice"),
    ([("red", "blue")], {}, "is no tie, each is"),
    ([{"from": "red", "to": "blue"}], {}, "it needs a, b and sign"),
    ({"a": [1], "b": [2]}, {}, "it needs a, b and sign"),
    ({"a": [1], "b": [2, 3], "sign": [1, 1]}, {}, "columns of different lengths"),
    ("ties.csv", {}, "no file is read here"),
    (7, {}, "is a single number"),
    (object(), {}, "is a object, it can be"),
    (np.ones((2, 3)), {}, "is 2 x 3"),
    ([[0, 1], [1, 0]], {"nodes": ["red"]}, "names 1 nodes, the matrix has 2"),
    ([[0, 1], [-1, 0]], {}, "is 1, but the other way round -1"),
    ([[1, 1], [1, 0]], {}, "ties a node to itself, it has to be 0"),
    ([[0, math.nan], [math.nan, 0]], {}, "has the weight nan"),
    (ENEMIES, {"clusters": 0}, "clusters: is 0"),
    (ENEMIES, {"clusters": 1.5}, "clusters: is 1.5"),
    (ENEMIES, {"seconds": 0}, "seconds: is 0"),
    (ENEMIES, {"disconnected": "ignore"}, "can be 'refuse' or 'sum'"),
    ([(["red"], "blue", 1)], {}, "cannot be the name of a node"),
    ([((["red"],), "blue", 1)], {}, "(['red'],) cannot be the name of a node"),
    ([("red", "", 1)], {}, "lacks the name of a node"),
    ([("red", math.nan, 1)], {}, "red' - nan: lacks the name of a node"),
]


@pytest.mark.parametrize(("graph", "options", "message"), BAD, ids=[row[2] for row in BAD])
def test_what_is_wrong_is_said(graph: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        frustration_index(graph, **options)
    assert message in str(caught.value)


def test_all_wrong_ties_are_named_at_once_up_to_ten() -> None:
    with pytest.raises(BadInput) as caught:
        frustration_index([(0, node, 0) for node in range(1, 30)])
    assert len(caught.value.problems) == 10
