"""The least frustration of a connected signed network as an integer program with cutting planes.

Comes in: a ``SignedNetwork`` and into how many clusters it may be divided.  Goes out: the best division found, and
bounds that hold whether or not the time sufficed.  Ties that are given up are the variables; each cycle that no
division satisfies asks for one of them (``cycles``).  Solver: HiGHS through SciPy, whose numbers are good to 1e-6.
"""

from __future__ import annotations

import math
import time
from typing import Any, NamedTuple

import numpy as np

from polemos.theory.cycles import violated_cycles
from polemos.theory.signed import Floats, Numbers, SignedNetwork

STARTS = 10
TOLERANCE = 1e-6
MOST_WHOLE = 500_000  # above that the solver's numbers are too rough to tell a whole weight from the next
_MOST_ROUNDS = 200


class Division(NamedTuple):
    """A division of the nodes, what it costs, and what no division can cost less than."""

    cluster: Numbers  # [nodes] 0, 1, ... in the order of first mention
    upper: float
    lower: float
    proved: bool


def least_frustration(network: SignedNetwork, clusters: int | None, seconds: float | None = None) -> Division:
    """Return a division into at most ``clusters`` clusters (None: any number) with the least weight of wrong ties.

    Wrong are positive ties between clusters and negative ones within.  With f[e] in 0..1 for giving up tie e,

        minimise sum |w[e]| f[e]  subject to  sum over e of C: f[e] >= 1  for each cycle C of ``cycles``

    and, if that leaves a gap, binary x[v, c] for node v in cluster c, f[e] >= x[v, c] - x[u, c] (tie of friends) or
    x[v, c] + x[u, c] - 1 (rivals).  The numbers of clusters follow the first node in each, so that no division is
    looked at twice.  Steps: descents from fixed pseudo-random divisions for the upper bound, linear programs with
    violated cycles for the lower one, then the integer program.  ``seconds`` stops all that between two steps and
    inside the last.  Worst case exponential; bounds hold at any time.  Whole weights, up to 500,000 in all, are solved
    exactly; others to a millionth of the largest weight or of the index, whichever is more.
    """
    import scipy.optimize  # loaded before the clock runs
    import scipy.sparse.csgraph  # noqa: F401

    size = np.abs(network.weight)
    whole = bool((size == np.round(size)).all()) and float(size.sum()) <= MOST_WHOLE
    scale = 1.0 if whole else float(size.max())
    found = _least(network._replace(weight=network.weight / scale), clusters, seconds, whole)
    return found._replace(
        cluster=_renumbered(found.cluster), upper=frustration(network, found.cluster), lower=found.lower * scale
    )


def _least(network: SignedNetwork, clusters: int | None, seconds: float | None, whole: bool) -> Division:
    clock = _Clock(seconds)
    most = len(network.nodes) if clusters is None else min(clusters, len(network.nodes))
    best = _Best(network, most, whole)
    chance = np.random.default_rng(1)
    for _ in range(STARTS):
        best.descend(chance.integers(0, most, len(network.nodes)))
    if most == 1:
        return Division(best.cluster, best.upper, best.upper, True)
    rows = _relaxed(network, most == 2, best, clock)
    if not best.proved and not clock.over:
        if most == 2 or (clusters is not None and most < len(network.nodes)):
            _assigned(network, most, rows, best, clock)
        else:
            _covered(network, rows, best, clock)
    return Division(best.cluster, best.upper, best.lower, best.proved)


class _Clock:
    def __init__(self, seconds: float | None) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def over(self) -> bool:
        return self.left <= 0.0


class _Best:
    """The best division so far and the lower bound; ``proved`` once they meet."""

    def __init__(self, network: SignedNetwork, clusters: int, whole: bool) -> None:
        self.network, self.clusters = network, clusters
        self.cluster: Numbers = np.zeros(len(network.nodes), dtype=np.int64)
        self.upper, self.lower = frustration(network, self.cluster), 0.0
        self._matrix = network.matrix()
        self._whole = whole

    @property
    def proved(self) -> bool:
        return self.upper - self.lower <= 1e-9 * max(1.0, self.upper)

    def raise_to(self, bound: float) -> None:
        """Take a lower bound; of whole weights the next whole number above it."""
        if not math.isfinite(bound):
            return
        if self._whole:
            bound = math.ceil(bound - TOLERANCE * max(1.0, abs(bound)))
        elif bound > self.upper - TOLERANCE * max(1.0, self.upper):
            bound = self.upper
        self.lower = max(self.lower, min(bound, self.upper))

    def descend(self, cluster: Numbers) -> None:
        """Move one node at a time to the cluster where it has the most friends, until none wants to move."""
        cluster = cluster.copy()
        within = np.zeros((len(cluster), self.clusters))  # [nodes, clusters] weight of ties into each
        for node, at in enumerate(cluster.tolist()):
            within[:, at] += self._matrix[node]
        moved = True
        while moved:
            moved = False
            for node in range(len(cluster)):
                old, new = int(cluster[node]), int(within[node].argmax())
                if within[node, new] > within[node, old] + 1e-9:
                    cluster[node], moved = new, True
                    within[:, old] -= self._matrix[node]
                    within[:, new] += self._matrix[node]
        found = frustration(self.network, cluster)
        if found < self.upper:
            self.upper, self.cluster = found, cluster


def frustration(network: SignedNetwork, cluster: Numbers) -> float:
    """Return the weight of the ties that contradict a division."""
    return math.fsum(np.abs(network.weight[wrong_ties(network, cluster)]).tolist())


def wrong_ties(network: SignedNetwork, cluster: Numbers) -> Numbers:
    """Return the ties that contradict a division: positive between clusters, negative within."""
    return np.flatnonzero((cluster[network.one] == cluster[network.other]) == (network.weight < 0))


def _relaxed(network: SignedNetwork, camps: bool, best: _Best, clock: _Clock) -> list[Numbers]:
    """Raise the lower bound by linear programs until no cycle is violated; return the cycles."""
    from scipy.optimize import linprog

    cost = np.abs(network.weight)
    rows: list[Numbers] = []
    given_up = np.zeros(len(cost))
    for _ in range(_MOST_ROUNDS):
        if best.proved or clock.over:
            break
        found = violated_cycles(network, given_up, camps)
        if not found:
            break
        rows += found
        options = {} if math.isinf(clock.left) else {"time_limit": max(clock.left, 0.01)}
        solved = linprog(
            cost, -_incidence(rows, len(cost)), -np.ones(len(rows)), bounds=(0.0, 1.0), method="highs", options=options
        )
        if solved.status != 0:
            break
        given_up = np.asarray(solved.x)
        best.raise_to(float(solved.fun))
        best.descend(_rounded(network, given_up, camps) % best.clusters)
    return rows


def _incidence(rows: list[Numbers], width: int) -> Any:
    from scipy.sparse import csr_array

    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    return csr_array((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), width))


def _rounded(network: SignedNetwork, given_up: Floats, camps: bool) -> Numbers:
    """Return a division that agrees with the ties that are given up least: along a tree, or among friends."""
    order = np.argsort(given_up, kind="stable")
    if not camps:
        order = order[(network.weight[order] > 0) & (given_up[order] < 0.5)]
    group = np.arange(len(network.nodes))
    side = np.zeros(len(network.nodes), dtype=np.int64)
    for tie in order.tolist():
        one, other = int(network.one[tie]), int(network.other[tie])
        if group[one] != group[other]:
            flip = (side[one] ^ side[other]) != (network.weight[tie] < 0)
            members = group == group[other]
            side[members] ^= int(flip)
            group[members] = group[one]
    return side if camps else np.unique(group, return_inverse=True)[1].astype(np.int64)


def _bound(solved: Any) -> float:
    """Return what an integer program has proved so far."""
    return -math.inf if solved.mip_dual_bound is None else float(solved.mip_dual_bound)


def _covered(network: SignedNetwork, rows: list[Numbers], best: _Best, clock: _Clock) -> None:
    """Any number of clusters: whole f, and more cycles until the cover is a division."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost = np.abs(network.weight)
    while not best.proved and not clock.over:
        options = {"mip_rel_gap": 0.0} | ({} if math.isinf(clock.left) else {"time_limit": max(clock.left, 0.01)})
        covers = LinearConstraint(_incidence(rows, len(cost)), 1.0, np.inf)
        solved = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, 1), constraints=covers, options=options)
        best.raise_to(_bound(solved))
        if solved.x is None:
            break
        given_up = np.round(solved.x)
        best.descend(_rounded(network, given_up, False))
        found = violated_cycles(network, given_up, False)
        if not found:
            break
        rows += found


def _assigned(network: SignedNetwork, clusters: int, rows: list[Numbers], best: _Best, clock: _Clock) -> None:
    """The whole program: each node in one cluster, with the cycles found so far as cuts."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    model = _Rows(network, clusters)
    constraints = [LinearConstraint(*model.built())]
    if rows:
        cuts = _incidence(rows, len(network.weight))
        cuts.resize((len(rows), model.width))
        constraints.append(LinearConstraint(cuts, 1.0, np.inf))
    cost = np.zeros(model.width)
    cost[: len(network.weight)] = np.abs(network.weight)
    whole = np.zeros(model.width)
    whole[len(network.weight) :] = 1
    upper = np.ones(model.width)
    upper[model.closed] = 0.0
    options = {"mip_rel_gap": 0.0} | ({} if math.isinf(clock.left) else {"time_limit": max(clock.left, 0.01)})
    solved = milp(cost, integrality=whole, bounds=Bounds(0, upper), constraints=constraints, options=options)
    best.raise_to(_bound(solved))
    if solved.x is not None:
        chosen = solved.x[len(network.weight) :].reshape(len(network.nodes), -1)
        best.descend(chosen.argmax(axis=1) if chosen.shape[1] > 1 else np.round(chosen[:, 0]).astype(np.int64))


class _Rows:
    """The rows of the assignment program; two clusters need one variable a node, more need one a cluster.

    Nodes are taken in falling order of their ties, the first into cluster 0, the second into 0 or 1, and so on; a
    cluster is opened only after the one before it.
    """

    def __init__(self, network: SignedNetwork, clusters: int) -> None:
        self._network = network
        self._columns = 1 if clusters == 2 else clusters
        self._ties = len(network.weight)
        self.width = self._ties + len(network.nodes) * self._columns
        self._cells: list[tuple[list[int], list[float], float, float]] = []
        degree = np.bincount(np.concatenate([network.one, network.other]), minlength=len(network.nodes))
        order = np.argsort(-degree, kind="stable").tolist()
        self.closed = [self._at(order[0], 0)] if clusters == 2 else []
        for tie in range(self._ties):
            for column in range(self._columns):
                self._tie(tie, column)
        if clusters > 2:
            self._clusters(order, clusters)

    def _at(self, node: int, column: int) -> int:
        return self._ties + node * self._columns + column

    def _tie(self, tie: int, column: int) -> None:
        one = self._at(int(self._network.one[tie]), column)
        other = self._at(int(self._network.other[tie]), column)
        if self._network.weight[tie] > 0:
            self._cells += [
                ([tie, one, other], [1, -1, 1], 0.0, math.inf),
                ([tie, one, other], [1, 1, -1], 0.0, math.inf),
            ]
        else:
            self._cells.append(([tie, one, other], [1, -1, -1], -1.0, math.inf))
            if self._columns == 1:
                self._cells.append(([tie, one, other], [1, 1, 1], 1.0, math.inf))

    def _clusters(self, order: list[int], clusters: int) -> None:
        for place, node in enumerate(order):
            columns = [self._at(node, column) for column in range(clusters)]
            self._cells.append((columns, [1.0] * clusters, 1.0, 1.0))
            self.closed += columns[place + 1 :]
            for column in range(1, min(place + 1, clusters)):
                earlier = [self._at(before, column - 1) for before in order[:place]]
                self._cells.append(([columns[column], *earlier], [1.0] + [-1.0] * len(earlier), -math.inf, 0.0))

    def built(self) -> tuple[Any, Floats, Floats]:
        """Return the matrix of the rows with their lower and upper bounds."""
        from scipy.sparse import csr_array

        ends = np.concatenate([[0], np.cumsum([len(columns) for columns, _, _, _ in self._cells])])
        values = np.concatenate([np.array(factors, dtype=np.float64) for _, factors, _, _ in self._cells])
        columns = np.concatenate([np.array(columns) for columns, _, _, _ in self._cells])
        matrix = csr_array((values, columns, ends), shape=(len(self._cells), self.width))
        return matrix, np.array([cell[2] for cell in self._cells]), np.array([cell[3] for cell in self._cells])


def _renumbered(cluster: Numbers) -> Numbers:
    """Return the clusters numbered in the order in which the nodes first meet them."""
    first: dict[int, int] = {}
    return np.array([first.setdefault(at, len(first)) for at in cluster.tolist()], dtype=np.int64)
