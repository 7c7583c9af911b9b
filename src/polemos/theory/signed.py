"""Signed networks, however they are handed over: who has a positive or a negative tie with whom.

Comes in: a networkx graph, a table of ties, or a square matrix.  Goes out: a ``SignedNetwork`` of numbered nodes that
remembers their names, or every error at once.  Ties have no direction.  What follows from a network is next door in
``balance`` and ``landscape``; no files are read here.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem, did_you_mean

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Tie = tuple[Hashable, Hashable, Any]

COLUMNS = ("a", "b", "sign")
WORDS = {"+": 1.0, "-": -1.0}
MOST_PROBLEMS = 10
FORMS = "a networkx graph, a list of (a, b, sign), a table with the columns a, b and sign, or a square matrix"


class SignedNetwork(NamedTuple):
    """Nodes by number and their ties, each once; ``weight`` is above 0 for friends and below 0 for rivals."""

    nodes: tuple[Hashable, ...]
    one: Numbers  # [ties] the node that was named first of all
    other: Numbers  # [ties]
    weight: Floats  # [ties] +1 or -1 unless weighted

    def matrix(self) -> Floats:
        """Return the symmetric matrix of weights [nodes, nodes], 0 where there is no tie."""
        full = np.zeros((len(self.nodes), len(self.nodes)))
        full[self.one, self.other] = full[self.other, self.one] = self.weight
        return full

    def components(self) -> list[Numbers]:
        """Return the nodes of each connected part, in the order of its first node."""
        parent = list(range(len(self.nodes)))

        def root(node: int) -> int:
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        for one, other in zip(self.one.tolist(), self.other.tolist(), strict=True):
            low, high = sorted((root(one), root(other)))
            parent[high] = low
        roots = np.array([root(node) for node in range(len(parent))], dtype=np.int64)
        return [np.flatnonzero(roots == first) for first in np.unique(roots)]

    def part(self, members: Numbers) -> SignedNetwork:
        """Return the network of some of the nodes and the ties among them."""
        row = np.full(len(self.nodes), -1)
        row[members] = np.arange(len(members))
        kept = (row[self.one] >= 0) & (row[self.other] >= 0)
        nodes = tuple(self.nodes[node] for node in members.tolist())
        return SignedNetwork(nodes, row[self.one[kept]], row[self.other[kept]], self.weight[kept])


def signed_network(graph: Any, *, nodes: Sequence[Hashable] | None = None, weighted: bool = False) -> SignedNetwork:
    """Return the signed network that ``graph`` describes.

    ``graph`` is one of: a networkx graph, whose edges have the attribute ``sign``, or else ``weight``; a list of
    tuples (a, b, sign); a table with the columns ``a``, ``b`` and ``sign`` or ``weight`` (a dict of columns, a list
    of dicts as ``csv.DictReader`` gives them, a structured array, a data frame); a square symmetric matrix (an array,
    a list of lists, a sparse matrix, a data frame whose rows and columns have the same names) with 0 for no tie and
    on its diagonal.  Signs are 1 and -1 (or "+" and "-"); with ``weighted`` any finite number but 0.

    ``nodes`` names the rows of a matrix, or lists all nodes of a table, so that one without ties is known and a
    misspelt one is found.  The same tie twice, in either order, counts once if both say the same.  A directed graph
    is read as undirected in that way.

    Raises BadInput, up to 10 errors at once: no nodes, a tie without a sign, signs that are not 1 or -1 (0 and NaN
    among them), a tie without both names or of a node with itself, two that contradict each other, a matrix that is
    not square, symmetric or 0 on its diagonal, a node that ``nodes`` does not list.  Cost: nodes and ties, for a
    matrix its cells.
    """
    names, ties = signed_ties(graph, nodes)
    row = {name: number for number, name in enumerate(names)}
    if len(row) < len(names):
        double = next(name for at, name in enumerate(names) if row[name] != at)
        raise BadInput(Problem(f"names {double!r} twice", key="nodes"))
    problems: list[Problem] = []
    weights: dict[tuple[int, int], float] = {}
    for one, other, sign in ties:
        weight, wrong = _weight(one, other, sign, row, weighted, nodes is not None)
        if not wrong:
            pair = (min(row[one], row[other]), max(row[one], row[other]))
            if weights.setdefault(pair, weight) != weight:
                wrong = f"is given as {weights[pair]:g} and as {weight:g}"
        if wrong:
            problems.append(Problem(wrong, key=f"tie {one!r} - {other!r}"))
    if problems:
        raise BadInput(problems[:MOST_PROBLEMS])
    if not names:
        raise BadInput(Problem("the network is empty", key="graph", hint="it needs at least one node"))
    pairs = np.array(list(weights), dtype=np.int64).reshape(-1, 2)
    return SignedNetwork(names, pairs[:, 0], pairs[:, 1], np.array(list(weights.values()), dtype=np.float64))


def connected(network: SignedNetwork, disconnected: str) -> list[Numbers]:
    """Return the connected parts; raises BadInput if there are several and ``disconnected`` is not "sum"."""
    if disconnected not in ("refuse", "sum"):
        raise BadInput(Problem(f"is {disconnected!r}, it can be 'refuse' or 'sum'", key="disconnected"))
    parts = network.components()
    if len(parts) > 1 and disconnected == "refuse":
        alone = network.nodes[int(min(parts, key=len)[0])]
        raise BadInput(
            Problem(
                f"the network falls into {len(parts)} parts without a tie between them ({alone!r} is in the smallest)",
                key="graph",
                hint='their camps have nothing to do with each other: say disconnected="sum" to add the parts up',
            )
        )
    return parts


def signed_ties(graph: Any, nodes: Sequence[Hashable] | None) -> tuple[tuple[Hashable, ...], list[Tie]]:
    """Return the names and the ties as they were given, unchecked; raises BadInput for what is no network at all."""
    if isinstance(graph, SignedNetwork):
        ends = zip(graph.one.tolist(), graph.other.tolist(), graph.weight.tolist(), strict=True)
        return graph.nodes, [(graph.nodes[one], graph.nodes[other], weight) for one, other, weight in ends]
    if hasattr(graph, "is_directed") and hasattr(graph, "edges"):
        edges = [(one, other, _sign_of(data)) for one, other, data in graph.edges(data=True)]
        return _names(nodes if nodes is not None else graph.nodes, ()), edges
    if isinstance(graph, (str, bytes)) or hasattr(graph, "__fspath__"):
        hint = "hand over its rows, as list(csv.DictReader(open(path)))"
        raise BadInput(Problem("is a text or a path, and no file is read here", key="graph", hint=hint))
    table = _columns(graph)
    if table is not None:
        return _names(nodes, table), table
    ties, labels = _matrix(graph, nodes)
    return labels, ties


def _weight(
    one: Hashable, other: Hashable, sign: Any, row: Mapping[Hashable, int], weighted: bool, listed: bool
) -> tuple[float, str]:
    """Return the weight of a tie, or what is wrong with it."""
    for end in (one, other):
        if end is None or end == "" or end != end:
            return 0.0, "lacks the name of a node"
        if end not in row:
            hint = did_you_mean(str(end), [str(name) for name in row])
            return 0.0, f"{end!r} is not among the nodes" + (f", {hint}" if hint else "")
    if one == other:
        return 0.0, "ties a node to itself"
    try:
        weight = WORDS[sign] if isinstance(sign, str) and sign in WORDS else float(sign)
    except (TypeError, ValueError):
        return 0.0, "has no sign" if sign is None else f"has the sign {sign!r}, which is no number"
    if not math.isfinite(weight) or weight == 0.0:
        return 0.0, f"has the weight {weight:g}, it has to be finite and not 0"
    if not weighted and abs(weight) != 1.0:
        return 0.0, f"has the sign {weight:g}, it can be 1 or -1 (weighted=True takes any weight)"
    return weight, ""


def _sign_of(data: Mapping[str, Any]) -> Any:
    return data.get("sign", data.get("weight"))


def _names(given: Iterable[Hashable] | None, ties: Iterable[Tie]) -> tuple[Hashable, ...]:
    """Return the listed nodes, or those of the ties in the order in which they are first named."""
    ends = list(given) if given is not None else [end for one, other, _ in ties for end in (one, other)]
    for end in ends:
        try:
            hash(end)
        except TypeError:
            hint = "use a text or a number"
            raise BadInput(Problem(f"{end!r} cannot be the name of a node", key="graph", hint=hint)) from None
    return tuple(ends) if given is not None else tuple(dict.fromkeys(ends))


def _columns(graph: Any) -> list[Tie] | None:
    """Return the ties of anything that is a table of ties; None if it may be a matrix."""
    names = graph.dtype.names if isinstance(graph, np.ndarray) else getattr(graph, "columns", None)
    if isinstance(graph, Mapping):
        names = list(graph)
    if names is not None:
        if not {"a", "b"} <= set(names):
            if isinstance(graph, (Mapping, np.ndarray)):
                _no_columns(names)
            return None
        last = next((name for name in ("sign", "weight") if name in list(names)), None)
        if last is None:
            _no_columns(names)
        columns = [_plain(graph[name]) for name in ("a", "b", last)]
        if len({len(column) for column in columns}) > 1:
            raise BadInput(Problem("has columns of different lengths", key="graph"))
        return list(zip(*columns, strict=True))
    if not isinstance(graph, (list, tuple)):
        return None
    if any(isinstance(row, Mapping) for row in graph):
        return [_tie_of(row) for row in graph]
    if all(isinstance(row, tuple) for row in graph) or any(isinstance(end, str) for row in graph for end in _ends(row)):
        return [_triple(row) for row in graph]
    return None


def _no_columns(names: Iterable[Any]) -> NoReturn:
    raise BadInput(Problem(f"has the columns {', '.join(map(str, names))}", key="graph", hint="it needs a, b and sign"))


def _plain(column: Any) -> list[Any]:
    return list(column.tolist()) if hasattr(column, "tolist") else list(column)


def _ends(row: Any) -> Sequence[Any]:
    return row[:2] if isinstance(row, (list, tuple)) else ()


def _tie_of(row: Any) -> Tie:
    if not isinstance(row, Mapping) or not {"a", "b"} <= set(row):
        _no_columns(row if isinstance(row, Mapping) else [repr(row)])
    return row["a"], row["b"], _sign_of(row)


def _triple(row: Any) -> Tie:
    if not isinstance(row, (list, tuple)) or len(row) != 3:
        raise BadInput(Problem(f"{row!r} is no tie", key="graph", hint="each is (a, b, sign)"))
    return row[0], row[1], row[2]


def _matrix(graph: Any, nodes: Sequence[Hashable] | None) -> tuple[list[Tie], tuple[Hashable, ...]]:
    """Return the ties above the diagonal of a matrix, and the names of its rows."""
    labels = nodes
    if labels is None and hasattr(graph, "columns") and list(graph.columns) == list(getattr(graph, "index", ())):
        labels = list(graph.columns)
    try:
        cells = np.asarray(graph.toarray() if hasattr(graph, "toarray") else graph, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput(Problem(f"is a {type(graph).__name__}", key="graph", hint=f"it can be {FORMS}")) from None
    if cells.size == 0:
        cells = np.zeros((0, 0))
    if cells.ndim != 2 or cells.shape[0] != cells.shape[1]:
        shape = " x ".join(map(str, cells.shape)) or "a single number"
        raise BadInput(Problem(f"is {shape}", key="graph", hint=f"it can be {FORMS}"))
    labels = tuple(range(len(cells))) if labels is None else tuple(labels)
    if len(labels) != len(cells):
        raise BadInput(Problem(f"names {len(labels)} nodes, the matrix has {len(cells)}", key="nodes"))
    wrong = np.argwhere(~((cells == cells.T) | (np.isnan(cells) & np.isnan(cells.T))))
    problems = [
        Problem(f"is {cells[i, j]:g}, but the other way round {cells[j, i]:g}", key=f"matrix[{i}, {j}]")
        for i, j in wrong[wrong[:, 0] < wrong[:, 1]].tolist()
    ]
    ends = np.argwhere(np.triu(cells != 0.0)).tolist()
    problems += [Problem("ties a node to itself, it has to be 0", key=f"matrix[{i}, {j}]") for i, j in ends if i == j]
    if problems:
        raise BadInput(problems[:MOST_PROBLEMS])
    return [(labels[i], labels[j], float(cells[i, j])) for i, j in ends], labels
