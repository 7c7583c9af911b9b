"""What a change makes of a war, for the page: two runs held against each other, history by history.

Comes in: the explored run and another of the same war.  Goes out: the contract's ``Contrast``.  Runs with the same seed
share their luck and are compared in pairs; others as independent samples, which is said.  The statistics are those of
``compare``; the curves are next door in ``series_view``.
"""

from __future__ import annotations

import math

import numpy as np

from polemos.engine.run import Run
from polemos.experiments.laboratory import first_histories
from polemos.experiments.outcomes import headline
from polemos.experiments.statistics import Difference, estimate, in_words, paired
from polemos.interfaces.explorer.plain import Plain, Values, fan_of, in_unit, precise
from polemos.interfaces.explorer.series_view import Series, series_of, shown
from polemos.interfaces.sections.facts import WILSON, Facts


def contrast_of(baseline: Run, alternative: Run, label: str, command: str) -> Plain:
    """Return what the alternative changes, over the histories that both hold."""
    share_luck = baseline.seed == alternative.seed
    number = min(baseline.histories, alternative.histories)
    if share_luck:
        baseline, alternative = first_histories(baseline, number), first_histories(alternative, number)
    return {
        "label": label, "command": command, "histories": number, "paired": share_luck,
        "measures": list(_measures(baseline, alternative, share_luck)),
        "series": list(_series(baseline, alternative, share_luck)),
    }  # fmt: skip


def _measures(baseline: Run, alternative: Run, share_luck: bool) -> list[Plain]:
    rows = []
    for outcome in headline(baseline.war):
        old = np.asarray(outcome.make(baseline.recorded, baseline.war), dtype=np.float64)
        new = np.asarray(outcome.make(alternative.recorded, alternative.war), dtype=np.float64)
        if share_luck:
            found = paired(new, old, outcome.kind)
            mean, low, high, up = found.mean, found.low, found.high, found.up
            words = in_words(found, outcome.title, outcome.unit)
        else:
            mean, low, high = apart(old, new)
            up, words = math.nan, "the two runs do not share their luck: difference of two independent samples"
        rows.append(
            {
                "measure": outcome.name, "title": outcome.title, "unit": outcome.unit, "kind": outcome.kind,
                "baseline": precise(estimate(old, outcome.kind).mean),
                "alternative": precise(estimate(new, outcome.kind).mean),
                "difference": precise(mean), "low": precise(low), "high": precise(high), "up": precise(up),
                "words": words,
            }
        )  # fmt: skip
    return rows


def apart(old: Values, new: Values) -> tuple[float, float, float]:
    """Return the difference of the means of two independent samples with its 95 % interval (normal)."""
    old, new = old[np.isfinite(old)], new[np.isfinite(new)]
    if len(old) < 2 or len(new) < 2:
        return math.nan, math.nan, math.nan
    mean = float(new.mean() - old.mean())
    error = math.sqrt(float(new.var(ddof=1)) / len(new) + float(old.var(ddof=1)) / len(old))
    return mean, mean - WILSON * error, mean + WILSON * error


def _series(baseline: Run, alternative: Run, share_luck: bool) -> list[Plain]:
    there = {(one.measure, one.of): one for one in series_of(Facts(alternative))}
    found = []
    for old in shown(Facts(baseline)):
        new = there.get((old.measure, old.of))
        if new is None or old.measure == "men":
            continue
        found.append(
            {
                "measure": old.measure, "of": list(old.of), "title": old.title, "unit": old.unit,
                "baseline": fan_of(old.values, old.unit), "alternative": fan_of(new.values, new.unit),
                "difference": _band(old, new, share_luck),
            }
        )  # fmt: skip
    return found


def _band(old: Series, new: Series, share_luck: bool) -> Plain:
    """Return the mean difference by week with its 95 % interval (normal)."""
    weeks = old.values.shape[1]
    if share_luck:
        rows = [_mean_and_error(new.values[:, week] - old.values[:, week]) for week in range(weeks)]
    else:
        rows = [apart(old.values[:, week], new.values[:, week]) for week in range(weeks)]
    mean, low, high = np.array(rows, dtype=np.float64).T
    small = "share" if old.unit in ("share", "ratio") or float(np.nanmax(np.abs(high), initial=0.0)) < 10 else old.unit
    return {"mean": in_unit(mean, small), "low": in_unit(low, small), "high": in_unit(high, small)}


def _mean_and_error(differences: Values) -> tuple[float, float, float]:
    known = differences[np.isfinite(differences)]
    if len(known) < 2:
        return math.nan, math.nan, math.nan
    mean, error = float(known.mean()), float(known.std(ddof=1)) / math.sqrt(len(known))
    return mean, mean - WILSON * error, mean + WILSON * error


__all__ = ["Difference", "apart", "contrast_of"]
