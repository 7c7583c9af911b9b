"""Published results on structural balance and landscapes: signed networks of tribes and states, Europe before the war.

The networks of alliances and disputes are too large to ship: their rows need the files ``cow_edges.csv`` (window, a, b,
sign) and ``cow_frustration.csv`` (window, frustration_index, triangles, balanced_triangles) in the --data folder.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.experiments.validation.published import numbers, table
from polemos.experiments.validation.result import EXACT, NOT_REPRODUCED, Means, Pair, Row, by_formula, printed
from polemos.theory import balance, landscape

EDGES, FRUSTRATION = "cow_edges.csv", "cow_frustration.csv"
COLUMNS = {EDGES: ("window", "a", "b", "sign"), FRUSTRATION: ("window", "frustration_index", "triangles",
                                                             "balanced_triangles")}  # fmt: skip
SUBTRIBES = {2: 7, 3: 2}
"""Frustrated ties of the Gahuku-Gama by the number of clusters (Read 1954; Hage & Harary 1983)."""
TENTHS = 100.0


def subtribes(means: Means, clusters: int) -> list[Pair]:
    """Divide the subtribes into so many clusters with the fewest ties that contradict it, proved to be the fewest."""
    found = balance.frustration_index(table("gahuku_gama"), clusters)
    return by_formula([SUBTRIBES[clusters], SUBTRIBES[clusters]], [found.index, found.lower])


def from_folder(folder: Path | None, file: str) -> list[dict[str, str]]:
    """Return the rows of a table of the user's; raises BadInput if a column is missing."""
    assert folder is not None
    with (folder / file).open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = [name for name in COLUMNS[file] if name not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(Problem(f"has no column {', '.join(missing)}", file=str(folder / file)))
        return list(reader)


def alliances(means: Means, what: str) -> list[Pair]:
    """Go through all windows: the frustration index and the bound that proves it, or triangles and balanced ones."""
    ties = defaultdict(list)
    for row in from_folder(means.data, EDGES):
        ties[row["window"]].append(row)
    pairs = []
    for row in from_folder(means.data, FRUSTRATION):
        if what == "frustration":
            found = balance.frustration_index(ties[row["window"]], disconnected="sum")
            pairs += by_formula([float(row["frustration_index"])] * 2, [found.index, found.lower])
        else:
            counted = balance.balanced_triangles(ties[row["window"]])
            pairs += by_formula([float(row["triangles"]), float(row["balanced_triangles"])], counted[:2])
    return pairs


def europe() -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return names, sizes and propensities to work together of the nations of 1938, by the rule of the source."""
    data = numbers("landscape_1938")
    nations: dict[str, dict[str, Any]] = data["nations"]
    conflicts = {frozenset(pair) for pair in data["conflicts"]}

    def wish(one: str, other: str) -> float:
        if one == other:
            return 0.0
        alike = sum(1 if nations[one][trait] == nations[other][trait] else -1 for trait in ("religion", "government"))
        return alike + 1.0 - 2.0 * (frozenset((one, other)) in conflicts)

    names = list(nations)
    propensities = np.array([[wish(one, other) for other in names] for one in names])
    return names, TENTHS * np.array([nation["capability"] for nation in nations.values()]), propensities


def spin(energy: float) -> float:
    """Return an energy over pairs apart as the sum of -propensity s s, as the source has it, over all pairs."""
    _, sizes, wish = europe()
    return energy - float(np.triu(np.outer(sizes, sizes) * wish, 1).sum())


def minimum(means: Means) -> list[Pair]:
    """Find all local minima of 65,536 alignments: how many, the lowest energy (four decimals), who stands where."""
    names, sizes, wish = europe()
    due = numbers("landscape_1938")["minimum"]
    found = landscape.alignments(sizes, wish, names=names)
    sides = [", ".join(sorted(str(name) for name in side)) for side in found[0].sides]
    return [
        *by_formula([due["local_minima"]], [len(found)]),
        *printed([due["energy_spin_form"]], [spin(found[0].energy)], 4),
        *(Pair(", ".join(sorted(side)), one) for side, one in zip((due["one"], due["other"]), sides, strict=True)),
    ]


def second_best(means: Means) -> list[Pair]:
    """Move one nation out of the minimum: the cheapest move and its energy (four decimals)."""
    names, sizes, wish = europe()
    due = numbers("landscape_1938")["minimum"]
    energies = {}
    for mover in names:
        side = [int((name in due["other"]) != (name == mover)) for name in names]
        energies[mover] = spin(landscape.alignment_energy(sizes, wish, side))
    cheapest = min(energies, key=lambda name: energies[name])
    return [Pair(due["second"]["moves"][0], cheapest), *printed([due["second"]["energy"]], [energies[cheapest]], 4)]


def descents(means: Means) -> list[Pair]:
    """Run down from the predicted alignment and from the one that came, one nation at a time: to the one minimum."""
    names, sizes, wish = europe()
    data = numbers("landscape_1938")
    starts = [[int(name in data[which]["other"]) for name in names] for which in ("prediction", "alignment")]
    ends = [spin(landscape.descend(sizes, wish, start).energy) for start in starts]
    return printed([data["minimum"]["energy_spin_form"]] * 2, ends, 4)


def prediction(means: Means) -> list[Pair]:
    """Count the nations that the lowest alignment puts on the side on which they fought."""
    data = numbers("landscape_1938")
    names, sizes, wish = europe()
    came = set(data["alignment"]["one"])
    side = set(landscape.lowest_alignment(sizes, wish, names=names).sides[0])
    right = max(len(names) - len(came ^ side), len(came ^ side))
    due = len(names) - len(came ^ set(data["prediction"]["one"]))
    return by_formula([due], [right])


_INDEX, _TRIANGLES = "theory.balance.frustration_index", "theory.balance.balanced_triangles"
_CLUSTERS = {2: "two", 3: "three"}

ROWS = (
    *(Row(f"gahuku-gama-{word}", f"subtribes of the Gahuku-Gama: frustrated ties in {word} clusters",
          "Read 1954; Hage & Harary 1983", EXACT, (_INDEX,), partial(subtribes, clusters=clusters))
      for clusters, word in _CLUSTERS.items()),
    Row("cow-frustration", "alliances and disputes 1946-1999, eleven windows: frustration index",
        "Correlates of War, another solver", EXACT, (_INDEX,), partial(alliances, what="frustration"),
        needs=(EDGES, FRUSTRATION)),
    Row("cow-triangles", "alliances and disputes 1946-1999, eleven windows: triangles, balanced ones",
        "Correlates of War", EXACT, (_TRIANGLES,), partial(alliances, what="triangles"), needs=(EDGES, FRUSTRATION)),
    Row("landscape-minimum", "Europe 1938: local minima, lowest energy, sides", "stand-in for Axelrod 1993",
        EXACT, ("theory.landscape.alignments",), minimum),
    Row("landscape-second", "Europe 1938: cheapest move out of the minimum", "stand-in for Axelrod 1993",
        EXACT, ("theory.landscape.alignment_energy",), second_best),
    Row("landscape-descent", "Europe 1938: where two alignments run down to, one nation at a time",
        "Axelrod 1993, note 2", EXACT, ("theory.landscape.descend",), descents),
    Row("landscape-prediction", "Europe 1938: nations on the side on which they fought, of 17", "Axelrod 1993",
        NOT_REPRODUCED, ("theory.landscape.lowest_alignment",), prediction, instead=(12.0,),
        reason="the paper's propensities were not found; ours are a third party's stand-in, whose exact minimum also "
        "misplaces Estonia, Greece and Romania"),
)  # fmt: skip
