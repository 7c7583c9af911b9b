"""Which numbers of a war are held against the record, in groups: levels, dynamics, control and the truce.

Comes in: ``Beside`` and the spans of a truce.  Goes out: ``Group``, numbers of every history and of the record under
one title.  Groups of many numbers (deaths by front and week) are judged as a whole; numbers that have a row of their
own (all men killed) one by one.  Numbers that are the same everywhere, in the record too, are left out.  Where they lie
is next door in ``placing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.engine.definitions import governorates_of, pairs_of
from polemos.engine.measures import DAYS_A_WEEK
from polemos.engine.record import months_of
from polemos.experiments.checking.beside import Beside, Both, summed
from polemos.experiments.checking.fall import rates_of
from polemos.experiments.checking.placing import Recorded, differing
from polemos.experiments.checking.truce import Span, Truce, hostile_camps
from polemos.experiments.series import concentration, cross_correlation, gini, lag_one, over_dispersion

if TYPE_CHECKING:
    from polemos.scenario.compile import War

LEVELS_OF, DYNAMICS, CONTROL, TRUCE = "totals and levels", "dynamics", "control", "truce"
TABLES = (LEVELS_OF, DYNAMICS, CONTROL, TRUCE)
FEWEST_DEAD = 20
"""Fronts with fewer dead than this, mean of the histories and the record, have no dynamics worth a number."""


class Group(NamedTuple):
    """Numbers under one title: of every history [history, number], and of the record."""

    title: str
    table: str
    each: bool  # whether each number has a row of its own
    unit: str
    labels: tuple[str, ...]
    simulated: Floats
    recorded: Recorded


class Titles(NamedTuple):
    """How the rows of the axes are called: pairs of camps by their ids, for they are to be short."""

    camps: tuple[str, ...]
    pairs: tuple[str, ...]
    fronts: tuple[str, ...]
    governorates: tuple[str, ...]

    @classmethod
    def of(cls, war: War) -> Titles:
        """Return the titles of a war's axes."""
        camps = war.legend.camp_titles
        pairs = [name.replace("|", " - ") for name in pairs_of(war.legend.camps)]
        governorates = tuple(name.replace("_", " ") for name in governorates_of(war)[0])
        return cls(camps, tuple(pairs), war.legend.front_titles, governorates)


def groups_of(
    beside: Beside, abroad: Sequence[int], truce: Truce | None, spans: Sequence[Span], same_days: bool
) -> list[Group]:
    """Return everything that is compared.

    ``abroad`` are camps of which actors fight where the record does not look, so that their own dead are not held
    against it; ``same_days``: the record of changes of hands ends with the horizon, so that their number is one of the
    same days.
    """
    found = [*_levels(beside, abroad), *_dynamics(beside), *_control(beside, same_days)]
    if truce is not None and len(spans) > 1:
        found += _truce(beside, truce, spans)
    return [group for group in found if group.labels]


def _group(title: str, table: str, each: bool, unit: str, labels: Iterable[str], both: Both | None) -> Group:
    """Return a group of what differs anywhere; the numbers of several axes one after the other."""
    if both is None:
        return Group(title, table, each, unit, (), np.empty((0, 0)), Recorded(*(np.empty(0),) * 3))
    simulated, recorded = both
    flat = simulated.reshape(len(simulated), -1)
    known = Recorded(*(values.reshape(-1) for values in recorded))
    names = np.array(list(labels), dtype=object)
    kept = differing(flat, known)
    return Group(title, table, each, unit, tuple(names[kept]), flat[:, kept],
                 Recorded(*(values[kept] for values in known)))  # fmt: skip


def _crossed(times: Iterable[str], names: Sequence[str]) -> Iterator[str]:
    return (f"{name}, {time}" for time in times for name in names)


def _only(both: Both | None, kept: NDArray[np.bool_]) -> Both | None:
    """Return both with NaN wherever ``kept`` (along the last axis) is false."""
    if both is None:
        return None
    simulated, recorded = both
    return np.where(kept, simulated, np.nan), Recorded(*(np.where(kept, values, np.nan) for values in recorded))


def _one(both: Both) -> Both:
    """Return the sum over the last axis, as a row of one."""
    total = summed(both, both[1].best.ndim - 1)
    return total[0][..., None], Recorded(*(np.atleast_1d(values) for values in total[1]))


def _levels(beside: Beside, abroad: Sequence[int]) -> Iterator[Group]:
    titles = Titles.of(beside.war)
    weeks = [f"week {week}" for week in range(beside.war.days // DAYS_A_WEEK + 1)]
    pairs, fronts = beside["pair_killed"], beside["front_killed"]
    at_home = np.array([row not in abroad for row in range(len(titles.camps))])
    own, governorates = _only(beside.own_by_week(), at_home), beside["governorate_killed"]
    civilians = beside["civilians_killed"]
    if pairs is not None:
        total = summed(pairs, 0)
        yield _group("men killed", LEVELS_OF, True, "men", ["all men killed"], _one(total))
        yield _group("men killed between two camps", LEVELS_OF, True, "men", titles.pairs, total)
    parts = (
        ("own men killed by camp", titles.camps, own), ("men killed by front", titles.fronts, fronts),
        ("men killed by governorate", titles.governorates, governorates),
    )  # fmt: skip
    for title, names, both in parts:
        yield _group(title, LEVELS_OF, True, "men", names, None if both is None else summed(both, 0))
    if civilians is not None:
        total = summed(civilians, 0)
        alone = total[0][:, None], Recorded(*(np.atleast_1d(values) for values in total[1]))
        yield _group("civilians killed", LEVELS_OF, True, "people", ["all civilians killed"], alone)
    yield _group("men killed by front and week", LEVELS_OF, False, "men", _crossed(weeks, titles.fronts), fronts)
    hostile = _hostile_pairs(beside.war)
    for words, kept in (("hostile camps", hostile), ("camps that are not hostile", ~hostile)):
        labels = _crossed(weeks, titles.pairs)
        yield _group(f"men killed by pair of {words} and week", LEVELS_OF, False, "men", labels, _only(pairs, kept))
    yield _group("own men killed by camp and week", LEVELS_OF, False, "men", _crossed(weeks, titles.camps), own)
    yield _group("civilians killed by week", LEVELS_OF, False, "people", weeks, civilians)
    labels = _crossed(beside.months, titles.governorates)
    yield _group("men killed by governorate and month", LEVELS_OF, False, "men", labels, governorates)


def _hostile_pairs(war: War) -> NDArray[np.bool_]:
    """Return which pairs of camps have actors that are hostile to each other [pair]."""
    camps = len(war.legend.camps)
    hostile = hostile_camps(war)
    return np.array([(one, two) in hostile for one in range(camps) for two in range(one, camps)], dtype=np.bool_)


def _dynamics(beside: Beside) -> Iterator[Group]:
    fronts = beside["front_killed"]
    if fronts is None:
        return
    simulated, recorded = fronts
    titles = Titles.of(beside.war).fronts
    together = np.concatenate([recorded.best[None], simulated])
    busy = np.where(np.isfinite(together), together, 0.0).sum(axis=1).mean(axis=0) >= FEWEST_DEAD
    weeks, record = simulated[:, 1:], recorded.best[None, 1:]
    for title, make in (("variance over mean", over_dispersion), ("week to week", lag_one)):
        both = make(weeks), _sure(make(record)[0])
        yield _group(title, DYNAMICS, True, "1", [f"{title}, {name}" for name in titles], _only(both, busy))
    total = summed((weeks, Recorded(*(values[1:] for values in recorded))), 0)
    told = np.stack([cross_correlation(weeks[:, :, busy]), gini(total[0]), concentration(total[0])], axis=-1)
    here = total[1].best[None]
    mine = np.array([cross_correlation(record[:, :, busy])[0], gini(here)[0], concentration(here)[0]])
    names = ("correlation between fronts", "inequality of fronts (Gini)", "concentration on fronts (Herfindahl)")
    yield _group("how fighting is spread over fronts", DYNAMICS, True, "1", names, (told, _sure(mine)))


def _sure(values: Floats) -> Recorded:
    return Recorded(values, values, values)


def _control(beside: Beside, same_days: bool) -> Iterator[Group]:
    held, changes, back = beside.held_by_camp(), beside["place_changes_by_month"], beside["changes_back"]
    camps = Titles.of(beside.war).camps
    if changes is not None:
        total = summed(changes, 0)
        rows = [(total[0], total[1])]
        names = ["changes of hands"]
        if back is not None and same_days:
            some = np.where(total[0] > 0, total[0], np.nan)
            mine = total[1].best if total[1].best > 0 else np.nan
            rows += [back, (back[0] / some, _sure(np.asarray(back[1].best / mine)))]
            names += ["changes back", "changes back as a share of all"]
        both = (np.stack([row[0] for row in rows], axis=-1),
                Recorded(*(np.array([float(row[1][bound]) for row in rows]) for bound in range(3))))  # fmt: skip
        yield _group("changes of hands", CONTROL, True, "count", names, both)
        yield _group("changes of hands by month", CONTROL, False, "count", beside.months, changes)
    if held is not None:
        weeks = month_ends(beside.war.start, beside.war.days)
        told = [week for week in weeks if np.isfinite(held[1].best[week]).any()]
        if told:
            last = held[0][:, told[-1]], Recorded(*(values[told[-1]] for values in held[1]))
            names = [f"places held in week {told[-1]}: {name}" for name in camps]
            yield _group("places held at the end", CONTROL, True, "places", names, last)
            ends = held[0][:, told], Recorded(*(values[told] for values in held[1]))
            labels = _crossed([f"week {week}" for week in told], camps)
            yield _group("places held by camp at the ends of months", CONTROL, False, "places", labels, ends)


def month_ends(start: date, days: int) -> list[int]:
    """Return the last week that is over when each month of the horizon is; each once."""
    _, month = months_of(start, days)
    lasts = [int(np.flatnonzero(month == row)[-1]) for row in range(int(month.max()) + 1)]
    weeks = [(last + 1) // DAYS_A_WEEK for last in lasts]
    return [week for week in dict.fromkeys(weeks) if week > 0]


def _truce(beside: Beside, truce: Truce, spans: Sequence[Span]) -> Iterator[Group]:
    both = beside["pair_killed"]
    if both is None:
        return
    titles = Titles.of(beside.war).pairs
    rates = rates_of(both[0], spans)
    bounds = [rates_of(values, spans) for values in both[1]]
    pairs = (truce.bound, *truce.others)
    cells, labels, known = [], [], []
    for number, span in enumerate(spans):
        for pair in pairs:
            cells.append(rates.per_day[:, number, pair])
            known.append([float(one.per_day[number, pair]) for one in bounds])
            labels.append(f"a day, {span.title}: {titles[pair]}")
    yield _group("dead per day", TRUCE, True, "men", labels, _stacked(cells, known))
    cells, labels, known = [], [], []
    for number, span in enumerate(spans[1:], start=1):
        for pair in pairs:
            cells.append(np.exp(rates.log[:, number, pair] - rates.log[:, 0, pair]))
            known.append([float(np.exp(one.log[number, pair] - one.log[0, pair])) for one in bounds])
            labels.append(f"{span.title} over before: {titles[pair]}")
        one, two = cells[-len(pairs)], cells[-len(pairs) + 1]
        cells.append(one / two)
        known.append([a / b for a, b in zip(known[-len(pairs)], known[-len(pairs) + 1], strict=True)])
        labels.append(f"{span.title} over before: bound over excluded")
    yield _group("dead per day over those before the truce", TRUCE, True, "ratio", labels, _stacked(cells, known))


def _stacked(cells: list[Floats], known: list[list[float]]) -> Both:
    bounds = np.array(known)
    return np.stack(cells, axis=-1), Recorded(bounds[:, 0], bounds.min(axis=1), bounds.max(axis=1))
