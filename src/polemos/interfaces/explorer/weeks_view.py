"""What the slider moves through: who holds what, the fighting, the ties and the curves, week by week.

Comes in: a run.  Goes out: the contract's ``Weeks``.  All of it is computed over whole arrays; of the arrays with
a place or a pair for each week one is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from polemos.dimensions import CAUSES, FISSURE_KINDS
from polemos.engine.run import Run
from polemos.interfaces.charts import quantiles
from polemos.interfaces.explorer.plain import Plain, Values, amounts, number, range_of, shares
from polemos.interfaces.explorer.series_view import series_of, weekly
from polemos.interfaces.explorer.ties_view import ties_of_facts
from polemos.interfaces.ground import Ground, ground_of
from polemos.interfaces.sections.facts import DAYS_A_WEEK, Facts, wilson

FRONTS = {"killed": "front_killed", "attacks": "front_attacks", "sorties": "front_sorties"}


def weeks_of(run: Run) -> Plain:
    """Return what happens in each week, over the histories."""
    facts = Facts(run)
    ground = ground_of(facts.war, run.folder)
    camps = holding_camps(facts, ground)
    return {
        "control": _control(camps, len(facts.legend.camps)),
        "apart": _apart(camps, ground.roads),
        "taken": _taken(camps),
        "fronts": {name: _numbers(facts.read(measure, "week", "front")) for name, measure in FRONTS.items()},
        "aircraft": _numbers(facts.read("aircraft", "week", "wing")),
        "ties": ties_of_facts(facts),
        "series": [weekly(series) for series in series_of(facts, facts.camps)],
        "fissure": _fissure(facts),
        "causes": _causes(facts),
    }


def holding_camps(facts: Facts, ground: Ground) -> npt.NDArray[np.int8]:
    """Return the camp that holds each place of the map [history, week, place], -1 nobody."""
    legend = facts.legend
    camp_of = np.array([legend.camps.index(camp) for camp in legend.camp_of_actor] + [-1], dtype=np.int8)
    return np.asarray(camp_of[facts.read("holder", "week", "place")[:, :, ground.shown]])


def _control(camps: npt.NDArray[np.int8], number_of_camps: int) -> list[list[list[float]]]:
    """Return for each week and place the camps that hold it and in what share, the largest first; ties as on the map.

    A camp comes before a later one with the same share, nobody after all.
    """
    rows = [*range(number_of_camps), -1]
    part = np.stack([(camps == row).mean(axis=0) for row in rows], axis=-1)
    order = np.argsort(-part, axis=-1, kind="stable")
    rounded, names = np.round(np.take_along_axis(part, order, axis=-1), 3), np.array(rows)[order]
    found = []
    for week in range(part.shape[0]):
        held = zip(names[week].tolist(), rounded[week].tolist(), strict=True)
        found.append([list(_pairs(camp, share)) for camp, share in held])
    return found


def _pairs(rows: list[int], part: list[float]) -> Iterator[float]:
    """Yield row, share, row, share ... of what has a share."""
    for row, share in zip(rows, part, strict=True):
        if share > 0.0:
            yield row
            yield int(share) if share == 1.0 else share


def _apart(camps: npt.NDArray[np.int8], roads: npt.NDArray[np.int64]) -> list[list[float]]:
    """Return for each week the share of histories in which different camps hold the two ends of each road."""
    return shares((camps[:, :, roads[:, 0]] != camps[:, :, roads[:, 1]]).mean(axis=0))


def _taken(camps: npt.NDArray[np.int8]) -> list[list[float]]:
    """Return for each week which places another camp holds than a week before, and in what share of histories."""
    moved = np.zeros(camps.shape[1:])
    moved[1:] = (camps[:, 1:] != camps[:, :-1]).mean(axis=0)
    every = list(range(camps.shape[2]))
    return [list(_pairs(every, week)) for week in np.round(moved, 3).tolist()]


def _numbers(values: Values) -> Plain:
    """Return mean and the ends of the middle 80 % of values [history, week, row]."""
    return {name: amounts(part) for name, part in zip(("mean", "low", "high"), range_of(values), strict=True)}


def _fissure(facts: Facts) -> Plain:
    """Return when the first fissure comes: by week and kind, in all, on which day, and the first history with one."""
    days, kinds = facts.values("fissure_day"), facts.values("fissure_kind")
    broke = days >= 0
    count = int(broke.sum())
    low, high = wilson(count, facts.histories)
    # Week 1 ends with day 7; the days after the last whole week are counted with it.
    week = np.clip(np.ceil(days / DAYS_A_WEEK), 0, facts.weeks).astype(np.int64)
    part = np.zeros((facts.weeks + 1, len(FISSURE_KINDS)))
    np.add.at(part, (week[broke], kinds[broke].astype(np.int64)), 1.0 / facts.histories)
    early, _, middle, _, late = quantiles(days[broke]) if count else [np.nan] * 5
    first = int(facts.measures["history"].values[broke.argmax()]) if count else None
    return {
        "first": first, "shares": np.round(part, 5).tolist(), "share": number(count / facts.histories, "share"),
        "low": number(low, "share"), "high": number(high, "share"),
        "day": number(middle), "day_low": number(early), "day_high": number(late),
    }  # fmt: skip


def _causes(facts: Facts) -> list[Plain]:
    """Return what part each cause has in the first fissure, over the histories that have one."""
    means, lows, highs = (shares(part) for part in range_of(facts.values("fissure_causes", "cause")))
    return [
        {"id": cause, "mean": mean, "low": low, "high": high}
        for cause, mean, low, high in zip(CAUSES, means, lows, highs, strict=True)
    ]
