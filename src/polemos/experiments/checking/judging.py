"""Groups of numbers judged: their places, their coverage, and both as plain data.

Comes in: ``Group``.  Goes out: ``Judged``, and rows for tables and JSON.  What is compared is next door in
``compared``, the arithmetic in ``placing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.experiments.checking import placing
from polemos.experiments.checking.compared import Group

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

Plain = dict[str, Any]
MOST_FAR = 12
"""Numbers without a row of their own that are told one by one."""


class Judged(NamedTuple):
    """A group with the places of its numbers and the ranks of the record and of every history."""

    group: Group
    places: placing.Places
    ranks: Floats
    held: list[placing.Held]


def judge(group: Group, seed: int, number: int) -> Judged:
    """Return a group with the places of its numbers; ``number`` keys the luck that breaks ties."""
    luck = placing.luck_for(seed, number, len(group.simulated), len(group.labels))
    ranks = placing.ranks(group.simulated, group.recorded.best, luck)
    return Judged(group, placing.places(group.simulated, group.recorded), ranks, placing.held(ranks))


def plain_of(one: Judged) -> Plain:
    """Return a group as plain data, its numbers left out."""
    verdict = one.places.verdict
    return {
        "title": one.group.title, "table": one.group.table, "each": one.group.each, "number": len(one.group.labels),
        "held": [level._asdict() for level in one.held], "ranks": placing.histogram(one.ranks).tolist(),
        "verdicts": {word: int((verdict == word).sum()) for word in placing.VERDICTS},
        "range_outside": int(one.places.range_outside.sum()),
    }  # fmt: skip


def rows_of(one: Judged) -> list[Plain]:
    """Return every number of a group with its place, as plain data."""
    group, found = one.group, one.places
    return [
        {
            "title": label, "group": group.title, "table": group.table, "unit": group.unit,
            "recorded": [float(values[row]) for values in (group.recorded.low, group.recorded.best,
                                                            group.recorded.high)],
            "median": found.median[row],
            "intervals": [[found.low[level, row], found.high[level, row]] for level in range(len(placing.LEVELS))],
            "below": found.below[row], "p_value": found.p_value[row], "width": found.width[row],
            "factor": found.factor[row], "histories": int(found.known[row]),
            "range_outside": bool(found.range_outside[row]), "verdict": str(found.verdict[row]),
        }
        for row, label in enumerate(group.labels)
    ]  # fmt: skip


def farthest(judged: Sequence[Judged], most: int = MOST_FAR) -> list[Plain]:
    """Return the numbers without rows of their own that no history comes near, the largest gaps first."""
    out = [row for one in judged if not one.group.each for row in rows_of(one) if row["range_outside"]]

    def gap(row: Plain) -> float:
        low, _, high = row["recorded"]
        least, upmost = row["intervals"][-1]
        return float(max(low - upmost, least - high))

    return sorted(out, key=gap, reverse=True)[:most]


def camps_abroad(war: War, record: xarray.Dataset) -> list[int]:
    """Return the camps of which actors stand where the record does not look: their own dead cannot be compared."""
    covered = {name.strip() for name in str(record.attrs.get("covers", "")).split(",")} - {""}
    legend = war.legend
    if not covered or covered >= set(legend.theatre):
        return []
    places = dict(zip(legend.places, legend.theatre, strict=True))
    fronts: dict[str, set[str]] = {}
    for front, theatre in zip(legend.front_of_place, legend.theatre, strict=True):
        fronts.setdefault(front, set()).add(theatre)
    found = set()
    for name, actor in war.numbers._scenario.actors.items():
        for where in actor.presence:
            if (fronts.get(where) or {places.get(where, "")}) - covered:
                found.add(legend.camps.index(legend.camp_of_actor[legend.actors.index(name)]))
    return sorted(found)


def about(record: xarray.Dataset) -> Plain:
    """Return what the record says of itself, with a digest of its numbers."""
    whole = blake2b(digest_size=16)
    for name in sorted(map(str, record.data_vars)):
        values = np.ascontiguousarray(record[name].values, dtype=np.float64)
        whole.update(f"{name} {values.shape}".encode() + np.nan_to_num(values, nan=-1.0).tobytes())
    plain = {str(name): value for name, value in record.attrs.items() if isinstance(value, (str, int, float))}
    if plain.get("mapping"):
        plain["mapping"] = Path(str(plain["mapping"])).name
    return {**plain, "digest": whole.hexdigest()}
