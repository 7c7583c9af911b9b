"""Where two scenarios differ: the values, each by its path, in the order of the scenario.

Comes in: two scenarios.  Goes out: one ``Changed`` per value, or per part that only one of them has.  Words that only
describe a value (titles, sources) do not count, because no number of a history hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from polemos.scenario.schema import Scenario

SILENT = frozenset({"title", "summary", "source", "confidence", "what_ifs", "advisers", "zero", "one"})
NUMBER = frozenset({"low", "best", "high"})


class Changed(NamedTuple):
    """A value that differs; None on the side that lacks it."""

    path: str
    a: str | None
    b: str | None

    def __str__(self) -> str:
        if self.b is None:
            return f"{self.path}: only in A ({self.a})" if self.a else f"{self.path}: only in A"
        if self.a is None:
            return f"{self.path}: only in B ({self.b})" if self.b else f"{self.path}: only in B"
        return f"{self.path}: {self.a} in A, {self.b} in B"


def changed(a: Scenario, b: Scenario) -> list[Changed]:
    """Return the values in which two scenarios differ; a part that only one of them has is one difference."""
    one, two = (scenario.model_dump(mode="json", by_alias=True, exclude_none=True) for scenario in (a, b))
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
    """Return a value as a person would write it: a range as best, low and high; nothing for a whole part."""
    if isinstance(value, dict):
        if not is_number(value):
            return str(value.get("action", ""))
        low, best, high = (value[key] for key in ("low", "best", "high"))
        return in_short(best) if low == high else f"{in_short(best)} ({in_short(low)} to {in_short(high)})"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return f"[{', '.join(in_short(item) for item in value)}]"
    return str(value)
