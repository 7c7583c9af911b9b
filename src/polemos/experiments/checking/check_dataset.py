"""Every number of a predictive check as a labelled dataset.

Comes in: judged groups, and the record beside the histories.  Goes out: an ``xarray.Dataset`` with the recorded numbers
and their places, the fans of weekly series, and the dead per day of the truce's spans in every history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Floats
from polemos.experiments.checking import placing
from polemos.experiments.checking.beside import Beside, Both
from polemos.experiments.checking.compared import Titles
from polemos.experiments.checking.fall import rates_of
from polemos.experiments.checking.judging import Judged
from polemos.experiments.checking.truce import Span, Truce

if TYPE_CHECKING:
    import xarray

FAN = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


def dataset_of(
    beside: Beside, judged: Sequence[Judged], weekly: Mapping[str, Floats], truce: Truce | None, spans: Sequence[Span]
) -> xarray.Dataset:
    """Return all numbers with their labels; ``weekly`` are dead by week and pair of camps, of each case."""
    import xarray as xr

    variables, coordinates = _numbers(judged)
    titles = Titles.of(beside.war)
    fans: tuple[tuple[str, str, tuple[str, ...], Both | None], ...] = (
        ("pair", "men killed between two camps by week", titles.pairs, beside["pair_killed"]),
        ("camp", "places held, of those whose holder is recorded", titles.camps, beside.held_by_camp()),
    )
    for axis, words, names, both in fans:
        if both is not None:
            variables |= _fan(axis, words, both)
            coordinates[axis] = list(beside.war.legend.camps) if axis == "camp" else list(names)
            coordinates["week"], coordinates["quantile"] = np.arange(both[0].shape[1]), list(FAN)
            coordinates[f"{axis}_title"] = (axis, list(names))
    if truce is not None and len(spans) > 1:
        pairs = [truce.bound, *truce.others]
        rates = [rates_of(values.astype(np.float64), spans).per_day[:, :, pairs] for values in weekly.values()]
        variables["dead_per_day"] = (("case", "history", "span", "truce_pair"), np.stack(rates))
        coordinates |= {"case": list(weekly), "history": np.arange(beside.histories),
                        "span": [span.title for span in spans],
                        "truce_pair": [titles.pairs[row] for row in pairs]}  # fmt: skip
    return xr.Dataset(variables, coordinates, {"levels": list(placing.LEVELS)})


def _numbers(judged: Sequence[Judged]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the numbers of all groups one after the other, and what each is."""

    def row(values: Sequence[Any]) -> Any:
        return ("number", np.concatenate(values))

    groups, found = [one.group for one in judged], [one.places for one in judged]
    recorded = [group.recorded for group in groups]
    variables: dict[str, Any] = {
        "recorded": row([one.best for one in recorded]), "recorded_low": row([one.low for one in recorded]),
        "recorded_high": row([one.high for one in recorded]),
        "interval_low": (("level", "number"), np.concatenate([one.low for one in found], axis=1)),
        "interval_high": (("level", "number"), np.concatenate([one.high for one in found], axis=1)),
        "rank": row([one.ranks[0] for one in judged]),
    }  # fmt: skip
    for name in ("median", "below", "p_value", "width", "factor"):
        variables[name] = row([getattr(one, name) for one in found])
    variables["range_outside"] = row([one.range_outside for one in found])
    variables["verdict"] = row([one.verdict for one in found])

    def label(names: Sequence[Any]) -> Any:
        return ("number", np.array(names, dtype=np.str_))

    coordinates: dict[str, Any] = {
        "level": list(placing.LEVELS),
        "title": label([name for group in groups for name in group.labels]),
        "group": label([group.title for group in groups for _ in group.labels]),
        "units": label([group.unit for group in groups for _ in group.labels]),
    }
    return variables, coordinates


def _fan(axis: str, words: str, both: Both) -> dict[str, Any]:
    simulated, recorded = both
    told = np.isfinite(recorded.best)
    fan = placing.quantiles(np.where(told, simulated, 0.0), FAN)
    axes = ("week", axis)
    return {
        f"{axis}_fan": (("quantile", *axes), np.where(told, fan, np.nan), {"description": words}),
        f"{axis}_recorded": (axes, recorded.best),
        f"{axis}_recorded_low": (axes, recorded.low),
        f"{axis}_recorded_high": (axes, recorded.high),
    }
