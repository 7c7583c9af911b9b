"""A box in plain data and plain sentences.

Comes in: a box that was found, with the inputs it limits.  Goes out: a dict for answers, with the sentence that a
person reads.  The search is next door in ``box_search``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.experiments.discovery.box_search import Found
from polemos.experiments.discovery.boxes import Fit
from polemos.experiments.naming import input_title, meaning, value_text
from polemos.experiments.outcomes import Outcome
from polemos.experiments.statistics import wilson

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.inputs import Input

Plain = dict[str, Any]


def as_plain(one: Found, number: int, items: Sequence[Input], war: War, outcome: Outcome) -> Plain:
    """Return the box of this number, from 1, as data.

    Its limits, what the histories held out and the others say of it, and the sentence.
    """
    limits = [
        {
            "input": items[limit.column].path, "title": input_title(items[limit.column].path, war),
            "unit": items[limit.column].unit, "meaning": meaning(items[limit.column].path),
            "low": limit.low if np.isfinite(limit.low) else None,
            "high": limit.high if np.isfinite(limit.high) else None,
            "range": [items[limit.column].low, items[limit.column].high],
            "words": _limit_words(items[limit.column], limit.low, limit.high, war),
            "chosen": one.chosen.get(limit.column),
        }
        for limit in one.box
    ]  # fmt: skip
    others = [{"input": items[row].path, "title": input_title(items[row].path, war), "chosen": share}
              for row, share in one.others]  # fmt: skip
    plain = {
        "told": one.told, "limits": limits, "others": others, "held_out": _fit(one.fit), "made_on": _fit(one.made_on),
    }  # fmt: skip
    return {**plain, "sentence": _sentence(plain, number, outcome) if one.told else ""}


def _fit(fit: Fit) -> Plain:
    def share(count: int, number: int) -> Plain:
        low, high = wilson(float(count), number) if number else (0.0, 1.0)
        return {"value": count / number if number else None, "low": low, "high": high}

    rest, missed = fit.histories - fit.inside, fit.happened - fit.happened_inside
    return {
        "histories": fit.histories, "inside": fit.inside, "mass": share(fit.inside, fit.histories),
        "density": share(fit.happened_inside, fit.inside), "outside": share(missed, rest),
        "coverage": share(fit.happened_inside, fit.happened), "p_value": fit.p_value,
    }  # fmt: skip


def _limit_words(item: Input, low: float, high: float, war: War) -> str:
    title = input_title(item.path, war)
    dated = item.path.startswith("interventions.") and item.path.endswith(".date")
    above, below = ("after", "before") if dated else ("above", "below")
    if np.isfinite(low) and np.isfinite(high):
        return f"{title} is between {value_text(item, low, war)} and {value_text(item, high, war)}"
    if np.isfinite(low):
        return f"{title} is {above} {value_text(item, low, war)}"
    return f"{title} is {below} {value_text(item, high, war)}"


def _sentence(plain: Plain, number: int, outcome: Outcome) -> str:
    fit = plain["held_out"]
    where = " and ".join(limit["words"] for limit in plain["limits"])
    inside, outside = _percent(fit["density"]), _percent(fit["outside"])
    mass, coverage = _percent(fit["mass"], False), _percent(fit["coverage"], False)
    among = {1: "", 2: "outside box 1, "}.get(number, f"outside boxes 1 to {number - 1}, ")
    return (
        f"{outcome.title}: {among}in {inside} of histories when {where}; in {outside} otherwise. These are {mass} of "
        f"{'the histories there' if among else 'all histories'} and hold {coverage} of those in which it happens."
    )


def _percent(share: Plain, interval: bool = True) -> str:
    told = f"{100.0 * share['value']:.0f} %"
    return told + (f" ({100.0 * share['low']:.0f} to {100.0 * share['high']:.0f})" if interval else "")
