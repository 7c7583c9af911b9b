"""What stands at a path of a scenario, where ``*`` stands for every id: numbers with range and source, or words.

Comes in: a loaded scenario and a path such as ``actors.*.reliance``.  Goes out: one row for a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from polemos.scenario.inputs import Input, find_inputs
from polemos.scenario.interventions import When
from polemos.scenario.load import load
from polemos.scenario.schema import Scenario

HEAD = "| | meaning | unit | low | best | high | source | confidence |\n|---|---|---|---:|---:|---:|---|---|\n"
MOST_SOURCES = 3


class Row(NamedTuple):
    """One line of a table of inputs."""

    path: str
    meaning: str
    unit: str
    low: str
    best: str
    high: str
    source: str
    confidence: str

    def line(self) -> str:
        """Return it as a line of a Markdown table."""
        cells = (f"`{self.path}`", *self[1:])
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def number(value: float) -> str:
    """Return a number as a person would write it."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if value else "0"


@cache
def war(name: str = "syria-2016") -> Scenario:
    """Return a built-in war."""
    return load(name)


@cache
def numbers(name: str = "syria-2016") -> dict[str, Input]:
    """Return every number of a war by its path; dates are days from its start."""
    scenario = war(name)
    return {item.path: item for item in find_inputs(scenario, scenario.start.toordinal())}


def found(part: Any, steps: tuple[str, ...], meaning: str = "", path: str = "") -> Iterator[tuple[str, Any, str]]:
    """Give (path, value, meaning of the field) for every place that the steps lead to."""
    if not steps:
        yield path, part, meaning
        return
    step, rest = steps[0], steps[1:]
    if isinstance(part, BaseModel):
        field = type(part).model_fields.get(step)
        if field is not None:
            yield from found(getattr(part, step), rest, field.description or "", f"{path}.{step}".lstrip("."))
    elif isinstance(part, dict):
        for key, value in part.items():
            if step in ("*", key):
                yield from found(value, rest, meaning, f"{path}.{key}".lstrip("."))


def row(path: str, name: str = "syria-2016") -> Row:
    """Return the row of a path; raises ValueError if nothing stands there."""
    there = list(found(war(name), tuple(path.split("."))))
    if not there:
        raise ValueError(f"nothing stands at {path} in {name}")
    meaning = there[0][2]
    known = [numbers(name)[place] for place, _, _ in there if place in numbers(name)]
    if not known:
        said = f"{meaning or path.rpartition('.')[2]}: {_words([value for _, value, _ in there])}"
        return Row(path, said, "", "", "", "", "", "")
    if isinstance(there[0][1], When):
        when = there[0][1]
        return Row(path, meaning or "date", "day", *map(str, (when.low, when.best, when.high)), when.source or "",
                   when.confidence or "")  # fmt: skip
    if len(known) == 1:
        one = known[0]
        return Row(path, meaning, one.unit, *map(number, (one.low, one.best, one.high)), one.source, one.confidence)
    low, high = min(item.low for item in known), max(item.high for item in known)
    best = sorted(item.best for item in known)[len(known) // 2]
    meaning = f"{meaning or path.rpartition('.')[2]}, of {len(known)}".replace("*, of", "each, of")
    unit = ", ".join(dict.fromkeys(item.unit for item in known))
    return Row(path, meaning, unit, *map(number, (low, best, high)), _most([item.source for item in known]),
               _most([item.confidence for item in known]))  # fmt: skip


def _most(said: list[str]) -> str:
    """Return the words that are said most often, each with how often."""
    often = Counter(said)
    often.pop("", None)
    parts = [f"{word} ({count})" for word, count in often.most_common(MOST_SOURCES)]
    rest = len(often) - len(parts)
    return "; ".join(parts) + (f"; {rest} more" if rest > 0 else "")


def _words(values: list[Any]) -> str:
    """Return plain values as text, the most frequent first."""
    words = [", ".join(value) if isinstance(value, list) else _word(value) for value in values]
    return words[0] if len(words) == 1 else _most([word for word in words if word])


def _word(value: Any) -> str:
    if isinstance(value, BaseModel):
        return "a point outside the theatre"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
