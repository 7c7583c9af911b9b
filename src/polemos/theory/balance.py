"""Structural balance of signed networks of any size: how far friends and rivals are from consistent camps.

Comes in: a signed network in any form that ``signed`` reads.  Goes out: the frustration index with a best division and
its bounds, and the share of balanced triangles.  How it is found is next door: ``configurations`` goes through all
divisions of few members, ``frustration_program`` solves an integer program for many; ``divisions`` is what the kernel
calls for the coalition of every history.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from polemos.errors import BadInput, Problem
from polemos.theory import configurations, frustration_program
from polemos.theory.signed import Numbers, SignedNetwork, connected, signed_network

FEW = 16


@dataclass(frozen=True)
class Frustration:
    """How frustrated a network is, and one division that is no more frustrated than that."""

    index: float  # the weight of the wrong ties of ``partition``: a whole number unless the network is weighted
    partition: tuple[tuple[Hashable, ...], ...]  # the camps, by the names of the nodes
    frustrated: tuple[tuple[Hashable, Hashable], ...]  # the wrong ties: friends apart, rivals together
    lower: float  # no division is less frustrated than this
    proved: bool  # whether ``index`` is the least, not only the least that was found
    nodes: int
    ties: int

    @property
    def upper(self) -> float:
        """The least index is at most this: the index of the partition that was found."""
        return self.index


class Triangles(NamedTuple):
    """How many sets of three nodes are tied all three, and how many of them are balanced."""

    number: int
    balanced: int

    @property
    def share(self) -> float:
        """The balanced share, NaN without triangles."""
        return self.balanced / self.number if self.number else math.nan


def frustration_index(
    graph: Any,
    clusters: int | None = 2,
    *,
    weighted: bool = False,
    nodes: Sequence[Hashable] | None = None,
    disconnected: str = "refuse",
    seconds: float | None = None,
) -> Frustration:
    """Return the least number of ties whose removal, or change of sign, leaves a network with consistent camps.

    For two camps this is the line index of balance (Harary 1959),

        L = min over divisions s of the number of ties with sign[i, j] s[i] s[j] = -1,

    positive ties across and negative ties within.  ``clusters`` = k asks for at most k camps (k-balance: Davis 1967;
    Doreian & Mrvar 1996), None for any number; with more clusters an enemy's enemy need not be a friend.  With
    ``weighted`` the ties count with their weights.  ``graph``, ``nodes``: as ``signed.signed_network`` takes them.

    Two camps and up to 16 nodes: all divisions.  Else an integer program with cycle cuts, exact as well (Aref, Mason
    & Wilson 2020, in the manner of Barahona & Mahjoub 1986).  NP-hard: the worst case is exponential; networks of
    150 states and 1,200 ties take a tenth of a second, dense random signs of 40 nodes may take minutes and more.
    Memory grows with the square of the nodes: 40 MB for 1,000.
    ``seconds`` stops the search; then ``lower`` and ``index`` are still bounds and ``proved`` says whether they meet.
    If several divisions are equally good, one of them is given, always the same for the same version of SciPy.

    At its limits: 0 exactly if the network is balanced (Cartwright & Harary 1956); at most half of the ties for two
    camps; the negative ties for one.  Camps of different ``parts`` of a network have nothing to do with each other:
    one that falls apart is refused unless ``disconnected`` is "sum", which adds up the parts.  Raises BadInput for
    that, for what ``signed_network`` refuses, and for ``clusters`` below 1 or ``seconds`` not above 0.
    """
    _check(clusters, seconds)
    network = signed_network(graph, nodes=nodes, weighted=weighted)
    parts = connected(network, disconnected)
    cluster = np.zeros(len(network.nodes), dtype=np.int64)
    lower, proved = 0.0, True
    for members in parts:
        part = network.part(members)
        left = None if seconds is None else seconds * len(members) / len(network.nodes)
        found = all_divisions(part) if clusters == 2 and len(members) <= FEW else None
        found = found or frustration_program.least_frustration(part, clusters, left)
        cluster[members] = found.cluster
        lower += found.lower
        proved &= found.proved
    wrong = frustration_program.wrong_ties(network, cluster)
    index = math.fsum(np.abs(network.weight[wrong]).tolist())
    lower = index if proved else min(lower, index)
    if not weighted:
        index, lower = round(index), round(lower)
    camps = tuple(
        tuple(name for name, at in zip(network.nodes, cluster.tolist(), strict=True) if at == camp)
        for camp in range(int(cluster.max()) + 1)
    )
    return Frustration(index, camps, _names(network, wrong), lower, proved, len(network.nodes), len(network.weight))


def all_divisions(network: SignedNetwork) -> frustration_program.Division:
    """Return the first best division into two camps of up to 20 nodes by going through all of them."""
    cost = configurations.apart(network.matrix())
    cluster = configurations.sides(int(cost.argmin()), len(network.nodes))
    least = frustration_program.frustration(network, cluster)
    return frustration_program.Division(cluster, least, least, True)


def balanced_triangles(graph: Any, *, nodes: Sequence[Hashable] | None = None, weighted: bool = False) -> Triangles:
    """Return how many triangles a signed network has, and how many have an even number of negative ties.

    With A the matrix of signs and |A| that of ties, T = trace(|A|**3) / 6 and balanced = (T + trace(A**3) / 6) / 2
    (Cartwright & Harary 1956; Terzi & Winkler 2011), in whole numbers.  ``graph`` as in ``frustration_index``, of
    weights only the signs count; it need not be connected.  Cost: ties times the mean number of ties of a node.
    """
    from scipy.sparse import csr_array

    network = signed_network(graph, nodes=nodes, weighted=weighted)
    ends = (np.concatenate([network.one, network.other]), np.concatenate([network.other, network.one]))
    size = (len(network.nodes), len(network.nodes))
    signs = np.tile(np.sign(network.weight).astype(np.int64), 2)
    signed, plain = csr_array((signs, ends), shape=size), csr_array((np.abs(signs), ends), shape=size)
    number, surplus = (int(((matrix @ matrix) * matrix).sum()) // 6 for matrix in (plain, signed))
    return Triangles(number, (number + surplus) // 2)


def _check(clusters: int | None, seconds: float | None) -> None:
    if clusters is not None and (clusters != int(clusters) or clusters < 1):
        hint = "give a whole number of at least 1, or None for any number"
        raise BadInput(Problem(f"is {clusters:g}", key="clusters", hint=hint))
    if seconds is not None and not seconds > 0.0:
        raise BadInput(Problem(f"is {seconds:g}", key="seconds", hint="give seconds above 0, or None for no limit"))


def _names(network: SignedNetwork, ties: Numbers) -> tuple[tuple[Hashable, Hashable], ...]:
    ends = zip(network.one[ties].tolist(), network.other[ties].tolist(), strict=True)
    return tuple((network.nodes[one], network.nodes[other]) for one, other in ends)
