"""Two runs of one war side by side: whether their histories pair, and what differs between the wars.

Comes in: two runs.  Goes out: a refusal, or the values of the scenario that differ, each by its path.  What follows
from them in one history is next door in ``divergence``, in all of them in ``partings``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.engine.run import Run
    from polemos.scenario.compile import War

# Keys that say something about a value and change no number of a history.
SILENT = frozenset({"title", "summary", "source", "confidence", "what_ifs", "advisers", "zero", "one"})
NUMBER = frozenset({"low", "best", "high"})


class Changed(NamedTuple):
    """A value of the scenario that differs; None on the side that lacks it."""

    path: str
    a: str | None
    b: str | None

    def __str__(self) -> str:
        if self.b is None:
            return f"{self.path}: only in A ({self.a})" if self.a else f"{self.path}: only in A"
        if self.a is None:
            return f"{self.path}: only in B ({self.b})" if self.b else f"{self.path}: only in B"
        return f"{self.path}: {self.a} in A, {self.b} in B"


def refuse_strangers(a: Run, b: Run) -> None:
    """Raise BadInput unless the histories of two runs pair: one war but for edits, one start, one seed."""
    one, two = a.manifest, b.manifest
    problems = []
    if one.scenario != two.scenario:
        what = f"the runs are of two wars, {one.scenario} and {two.scenario}: nothing pairs their histories"
        problems.append(Problem(what, hint="give two runs of one war that differ by edits"))
    elif a.war.start != b.war.start:
        what = f"the wars begin on two days, {a.war.start} and {b.war.start}: their days do not pair"
        problems.append(Problem(what, hint="give two runs of one war that differ by edits"))
    if one.seed != two.seed:
        what = f"the runs have two seeds, {one.seed} and {two.seed}: their histories share no luck"
        problems.append(Problem(what, hint=f"run one of them again with --seed {one.seed} or --seed {two.seed}"))
    if problems:
        raise BadInput(problems)


def changed(a: War, b: War) -> list[Changed]:
    """Return the values in which two wars differ, in the order of the scenario; words that only describe do not count.

    A part that only one of them has is one difference.
    """
    one, two = (war.numbers._scenario.model_dump(mode="json", by_alias=True, exclude_none=True) for war in (a, b))
    return list(_between(one, two, ""))


def _between(a: Any, b: Any, path: str) -> Iterator[Changed]:
    if isinstance(a, dict) and isinstance(b, dict) and not is_number(a) and not is_number(b):
        for key in dict.fromkeys([*a, *b]):
            if key in SILENT:
                continue
            here = f"{path}.{key}" if path else str(key)
            if key not in b:
                yield Changed(here, in_short(a[key]), None)
            elif key not in a:
                yield Changed(here, None, in_short(b[key]))
            else:
                yield from _between(a[key], b[key], here)
    elif in_short(a) != in_short(b) or (isinstance(a, list) and a != b):
        yield Changed(path, in_short(a), in_short(b))


def is_number(value: dict[str, Any]) -> bool:
    """Whether a mapping is one number or date with its range."""
    return NUMBER.issubset(value)


def in_short(value: Any) -> str:
    """Return a value as a person would write it: a range as low, best and high; nothing for a whole part."""
    if isinstance(value, dict):
        if not is_number(value):
            return str(value.get("action", ""))
        low, best, high = (value[key] for key in ("low", "best", "high"))
        return in_short(best) if low == high else f"{in_short(best)} ({in_short(low)} to {in_short(high)})"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return f"[{', '.join(in_short(item) for item in value)}]"
    return str(value)
