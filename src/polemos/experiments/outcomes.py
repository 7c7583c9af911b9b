"""Which outcome a person means: a name, or a sentence such as ``ending == partition and dead > 20000``.

Comes in: a text and a war.  Goes out: an ``Outcome``, or a message with the nearest name that there is.  The outcomes
themselves are next door in ``catalogue``, sentences are taken apart in ``conditions``; nothing is run as code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from polemos.engine.definitions import Recorded
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.catalogue import KEPT, Make, Outcome, Values, all_outcomes, headline
from polemos.experiments.conditions import Comparison, Condition, comparisons, read_condition

if TYPE_CHECKING:
    from polemos.scenario.compile import War

__all__ = ["KEPT", "Outcome", "all_outcomes", "find_outcome", "headline"]


def find_outcome(text: str, war: War, option: str = "--outcome") -> Outcome:
    """Return the outcome that a name or a sentence such as ``ending == partition and dead > 20000`` means.

    A sentence is true or false in every history, unknown where one of its outcomes is.  Days may be compared with
    dates; what never came is later than any day.  Raises BadInput with the nearest name that there is.
    """
    known, where = all_outcomes(war), f"{option} {text!r}"
    condition = read_condition(text, where)
    if isinstance(condition, Comparison) and not condition.sign:
        found = _named(condition.name, known, war, where)
        if found.kind == "word":
            hint = f'compare it, as in "{found.name} == {found.words[-1]}"'
            raise BadInput(Problem(f"{found.name} is a word and no number", where, hint=hint))
        return found
    judges = {leaf: _judge(leaf, known, war, where) for leaf in comparisons(condition)}
    name = " ".join(text.split())
    return Outcome(name, name, "share", "share", f"share of histories in which {name}",
        lambda r, w: _verdicts(condition, {leaf: judge(r, w) for leaf, judge in judges.items()}))  # fmt: skip


def _named(name: str, known: dict[str, Outcome], war: War, where: str) -> Outcome:
    if name in known:
        return known[name]
    short = [key for key in known if "." not in key]
    none = "" if int(war.world.focal[0]) >= 0 else "; this war has no coalition to look at"
    hint = did_you_mean(name, list(known)) or f"there are {', '.join(short)} and more{none}"
    raise BadInput(Problem(f"there is no outcome {name!r}", where, hint=hint))


def _judge(leaf: Comparison, known: dict[str, Outcome], war: War, where: str) -> Make:
    """Return what says of each history whether a comparison is true (1), false (0) or unknown."""
    outcome = _named(leaf.name, known, war, where)
    if not leaf.sign:
        if outcome.kind != "share":
            hint = f'compare it, as in "{outcome.name} > 0"'
            raise BadInput(Problem(f"{outcome.name} is neither true nor false", where, hint=hint))
        return lambda r, w: np.asarray(outcome.make(r, w), dtype=np.float64)
    value, compare = _value(leaf, outcome, war, where), _COMPARE[leaf.sign]

    def judge(recorded: Recorded, war: War) -> Values:
        values = np.asarray(outcome.make(recorded, war), dtype=np.float64)
        if outcome.dated:  # what never came is later than any day
            values = np.where(np.isfinite(values), values, np.inf)
        return np.where(np.isnan(values), np.nan, compare(values, value))

    return judge


def _value(leaf: Comparison, outcome: Outcome, war: War, where: str) -> float:
    """Return the number that an outcome is compared with: a number, a word's row, or a date's day."""
    if outcome.kind == "word":
        if leaf.sign not in ("==", "!="):
            raise BadInput(Problem(f"{outcome.name} is a word: only == and != fit", where))
        if leaf.value not in outcome.words:
            hint = did_you_mean(leaf.value, outcome.words) or f"there are {', '.join(outcome.words)}"
            raise BadInput(Problem(f"{outcome.name} is never {leaf.value!r}", where, hint=hint))
        return float(outcome.words.index(leaf.value))
    if leaf.kind == "date" and outcome.dated:
        try:
            return float((date.fromisoformat(leaf.value) - war.start).days + 1)
        except ValueError:
            raise BadInput(Problem(f"there is no date {leaf.value}", where)) from None
    if leaf.kind != "number":
        hint = "compare it with a number" + (" or a date" if outcome.dated else "")
        raise BadInput(Problem(f"{outcome.name} is a number, not {leaf.value!r}", where, hint=hint))
    return float(leaf.value)


def _verdicts(condition: Condition, found: dict[Comparison, Values]) -> Values:
    """Return 1, 0 or NaN per history; a sentence with an unknown part is unknown, whatever the rest says."""
    if isinstance(condition, Comparison):
        return found[condition]
    parts = np.stack([_verdicts(part, found) for part in condition.parts])
    unknown = np.isnan(parts).any(axis=0)
    true = parts > 0
    said = ~true[0] if condition.word == "not" else true.all(axis=0) if condition.word == "and" else true.any(axis=0)
    return np.where(unknown, np.nan, said)


_COMPARE: dict[str, Callable[[Values, float], Values]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
