"""How good draws of deaths were, period by period and series by series, beside simple rivals with the same past.

Comes in: a ``DrawTable``, a record, and the eve.  Goes out: for the forecast and every rival CRPS, interval scores with
coverage, ignorance and the histogram of ranks; and against every rival the difference with its interval, in all, by
series and by period.  Scores themselves are in ``theory``; yes-or-no questions are next door in ``question_scores``.

Rivals are fitted to what was recorded up to the eve and to nothing else: the record is cut there first.  They have as
many draws as the forecast, because ignorance hangs on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.prediction.draws import DrawTable
from polemos.experiments.prediction.panels import SOURCES, apart, cut, end_of, panel_of, start_of
from polemos.experiments.prediction.rivals import FEWEST_PERIODS, RIVALS, rival_forecast
from polemos.theory.calibration import interval_coverage, rank_histogram
from polemos.theory.score_tests import FEWEST_PERIODS as FEWEST_TESTED
from polemos.theory.score_tests import NOT_SEEN, ScoreDifference, compare_scores
from polemos.theory.scores import crps_ensemble, ensemble_interval, ignorance_score, interval_score

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

LEVELS = (0.5, 0.8, 0.9)
FORECAST = "forecast"
MOST_BINS, PER_BIN = 10, 5
Plain = dict[str, Any]


class Matched(NamedTuple):
    """A forecast beside what came, on the periods and series that both have."""

    layout: str
    periods: tuple[int | date, ...]
    series: tuple[int | str, ...]
    draws: dict[str, Floats]  # forecaster -> [draws, periods, series]
    came: dict[str, Floats]  # "", "_low", "_high" -> [periods, series]
    past: int  # periods that the rivals were fitted to
    empty: tuple[str, ...]  # series without a recorded death before the window or in it
    elsewhere: tuple[str, ...]  # of series that are camps: those with places that the record does not cover
    without: dict[str, int]  # what could not be scored: reason -> how many series or periods


def matched(table: DrawTable, record: xarray.Dataset, war: War, eve: date, seed: int) -> Matched:
    """Return a forecast beside what came and beside its rivals; raises BadInput where nothing of it can be scored."""
    if table.layout not in SOURCES:
        raise BadInput(Problem(f"no record is read as {table.layout}", hint=f"there are {', '.join(SOURCES)}"))
    starts = [start_of(table.layout, period) for period in table.periods]
    if starts[0] <= eve:
        raise BadInput(Problem(f"its first period begins on {starts[0]}, when {eve} was not over", key=table.layout))
    last = end_of(table.layout, starts[-1])
    came = {bound: panel_of(record, table.layout, war, starts[0], last, bound) for bound in ("", "_low", "_high")}
    rows, period_rows = _common(table.series, came[""].series), _common(table.periods, came[""].periods)
    _refuse_none(table, rows, period_rows, came[""])
    outcome = {bound: one.values[0][np.ix_(period_rows[1], rows[1])] for bound, one in came.items()}
    past, known_before = _before(table.layout, record, war, eve, rows[1])
    covered = np.isfinite(outcome[""]).any(axis=1)
    known = np.isfinite(outcome[""][covered]).all(axis=0) & np.isfinite(past).all(axis=0)
    if not covered.any() or not known.any():
        what = f"nothing of {table.layout} is known from {starts[0]} to {last}"
        raise BadInput(Problem(what, hint=_reach(record)))
    without = {
        "series that the record does not have": len(table.series) - len(rows[0]),
        "series of which the record says nothing": int((~known).sum()),
        "periods that the record does not cover": len(table.periods) - int(covered.sum()),
    }
    keep = np.ix_(covered, known)
    chosen = [table.periods[row] for row, there in zip(period_rows[0], covered, strict=True) if there]
    names = [name for row, name in enumerate(table.series[at] for at in rows[0]) if known[row]]
    draws = {FORECAST: table.values[:, period_rows[0]][:, :, rows[0]][:, covered][:, :, known]}
    if len(past) >= FEWEST_PERIODS:
        steps = [apart(table.layout, known_before, start_of(table.layout, period)) for period in chosen]
        draws |= _rivals(np.rint(past[:, known]).astype(np.int64), steps, len(table.values), seed)
    bare = (past[:, known].sum(axis=0) + outcome[""][keep].sum(axis=0)) == 0.0
    return Matched(
        table.layout, tuple(chosen), tuple(names), draws, {bound: one[keep] for bound, one in outcome.items()},
        len(past), tuple(str(name) for name, nobody in zip(names, bare, strict=True) if nobody),
        camps_elsewhere(war) if table.layout == "camp_week" else (),
        {reason: number for reason, number in without.items() if number},
    )  # fmt: skip


def _before(layout: str, record: xarray.Dataset, war: War, eve: date, series: list[int]) -> tuple[Floats, date]:
    """Return what was known of some series on the eve [periods, series], and when the last of these periods began."""
    before = panel_of(cut(record, war, eve), layout, war, date.min, eve)
    known = np.flatnonzero(np.isfinite(before.values[0]).any(axis=1))
    last = start_of(layout, before.periods[known[-1]]) if len(known) else eve
    return before.values[0][known][:, series], last


def camps_elsewhere(war: War) -> tuple[str, ...]:
    """Return the camps that hold places outside of the counted theatre when the war begins."""
    holder = war.parameters(0, 0)[0].holder
    outside = {
        int(war.world.camp[actor])
        for actor, main in zip(holder, war.world.main, strict=True)
        if not main and actor >= 0
    }
    return tuple(war.legend.camps[row] for row in sorted(outside))


def _common(one: Sequence[Any], other: Sequence[Any]) -> tuple[list[int], list[int]]:
    """Return the rows in both lists of what is in both, in the order of the first."""
    there = {name: row for row, name in enumerate(other)}
    return [row for row, name in enumerate(one) if name in there], [there[name] for name in one if name in there]


def _refuse_none(table: DrawTable, rows: tuple[list[int], list[int]], periods: Any, came: DrawTable) -> None:
    if not rows[0]:
        shown = ", ".join(str(name) for name in came.series[:5])
        what = f"none of its {len(table.series)} series ({table.series[0]} for one) is in the record"
        raise BadInput(Problem(what, key=table.layout, hint=f"the war has {shown} and more" if shown else ""))
    if not periods[0]:
        what = f"none of its {len(table.periods)} periods ({table.periods[0]} for one) is a period of the record"
        hint = f"the war's begin on {came.periods[0]} and so on" if came.periods else "is it another window?"
        raise BadInput(Problem(what, key=table.layout, hint=hint))


def _reach(record: xarray.Dataset) -> str:
    return f"the record goes from {record.attrs.get('first', '?')} to {record.attrs.get('recorded_to', '?')}"


def _rivals(past: Counts, steps: Sequence[int], draws: int, seed: int) -> dict[str, Floats]:
    """Return draws of every rival for the periods that lie so many steps after the last one of the past."""
    at = np.array(steps) - 1
    return {
        name: rival_forecast(name, past, (0, len(past)), max(steps), draws=draws, seed=seed)[:, at].astype(np.float64)
        for name in RIVALS
    }


def scored(one: Matched, seed: int) -> Plain:
    """Return all scores of a layout as plain data."""
    came = one.came[""]
    crps = {name: crps_ensemble(draws, came) for name, draws in one.draws.items()}
    bits = {name: ignorance_score(draws, came) for name, draws in one.draws.items()}
    told = {
        name: {
            "crps": float(crps[name].mean()), "ignorance": float(bits[name].mean()),
            "mean": float(draws.mean(axis=0).sum()), "intervals": [_interval(draws, came, level) for level in LEVELS],
            "ranks": _ranks(draws, came, seed),
            "crps_by_period": crps[name].mean(axis=1).tolist(), "crps_by_series": crps[name].mean(axis=0).tolist(),
        }
        for name, draws in one.draws.items()
    }  # fmt: skip
    return {
        "layout": one.layout, "counted": SOURCES[one.layout].told, "periods": [str(period) for period in one.periods],
        "series": [str(name) for name in one.series], "draws": len(one.draws[FORECAST]), "past": one.past,
        "came": float(came.sum()), "came_low": float(one.came["_low"].sum()),
        "came_high": float(one.came["_high"].sum()), "without": one.without,
        "empty": one.empty, "elsewhere": one.elsewhere, "forecasters": told,
        "against": {name: _against(crps, bits, name, one) for name in one.draws if name != FORECAST},
        "bounds": {
            bound.strip("_"): {
                name: float(crps_ensemble(draws, one.came[bound]).mean()) for name, draws in one.draws.items()
            }
            for bound in ("_low", "_high")
        },
    }  # fmt: skip


def _interval(draws: Floats, came: Floats, level: float) -> Plain:
    low, high = ensemble_interval(draws, level)
    cover = interval_coverage(low, high, came, level)
    return {
        "level": level, "score": float(interval_score(low, high, came, level).mean()), "coverage": cover.share,
        "low": cover.low, "high": cover.high, "width": float((high - low).mean()),
    }  # fmt: skip


def _ranks(draws: Floats, came: Floats, seed: int) -> Plain | None:
    """Return the histogram of ranks, None for too few outcomes."""
    bins = min(MOST_BINS, came.size // PER_BIN)
    if bins < 2:
        return None
    found = rank_histogram(draws, came, seed, bins)
    return {"number": found.number.tolist(), "expected": found.expected, "p_value": found.p_value}


def _against(crps: dict[str, Floats], bits: dict[str, Floats], rival: str, one: Matched) -> Plain:
    """Return what is between the forecast and a rival: in all, by series, by period."""
    own, other = crps[FORECAST], crps[rival]
    by_series = []
    for row, name in enumerate(one.series):
        found = _tested(own[:, row : row + 1], other[:, row : row + 1], by_periods_only=True)
        by_series.append({"series": str(name), **(found or _untested(own[:, row], other[:, row]))})
    steps = [
        {"period": str(period), "forecast": float(own[row].mean()), "rival": float(other[row].mean()),
         "skill": skill(float(own[row].mean()), float(other[row].mean()))}
        for row, period in enumerate(one.periods)
    ]  # fmt: skip
    return {
        "skill": skill(float(own.mean()), float(other.mean())),
        "crps": _tested(own, other) or _untested(own, other),
        "ignorance": _tested(bits[FORECAST], bits[rival]) or _untested(bits[FORECAST], bits[rival]),
        "by_series": by_series, "by_period": steps,
    }  # fmt: skip


def skill(own: float, other: float) -> float | None:
    """Return 1 - own / other: 1 is perfect, 0 as good as the rival, below 0 worse; None where the rival has 0."""
    return None if other <= 0.0 else 1.0 - own / other


def _tested(own: Floats, other: Floats, by_periods_only: bool = False) -> Plain | None:
    """Return the difference of scores [periods, series] with its test: over periods, of few of them over series.

    Over series, each is taken by its mean over the periods and as independent of the others.
    """
    if len(own) >= FEWEST_TESTED:
        return _told(compare_scores(own, other), "periods")
    if not by_periods_only and own.shape[1] >= FEWEST_TESTED:
        return _told(compare_scores(own.mean(axis=0), other.mean(axis=0), lags=0), "series")
    return None


def _told(found: ScoreDifference, over: str) -> Plain:
    return {
        "difference": found.mean, "low": found.low, "high": found.high, "p_value": found.p_value,
        "verdict": found.verdict, "over": over, "number": found.periods,
    }  # fmt: skip


def _untested(own: Floats, other: Floats) -> Plain:
    mean = float(own.mean() - other.mean())
    return {
        "difference": mean, "low": None, "high": None, "p_value": None, "verdict": NOT_SEEN, "over": "nothing",
        "number": len(own),
    }  # fmt: skip
