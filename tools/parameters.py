"""Write docs/parameters.md: every number of the twelve mechanisms, from the schema that holds them.

    .venv/bin/python tools/parameters.py

A test compares the page with ``page()``, so that it cannot drift from ``polemos.scenario.mechanisms``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polemos.scenario.mechanisms import Mechanism, Mechanisms
from polemos.scenario.quantity import Measure, Quantity

TABLE = """
| | meaning | unit | low | best | high | source | confidence |
|---|---|---|---:|---:|---:|---|---|
"""
PAGE = Path(__file__).resolve().parents[1] / "docs" / "parameters.md"
HEAD = """# The mechanisms' numbers

Made by `tools/parameters.py` from `politics.py`, `fighting.py` and `support.py` in `src/polemos/scenario`; change them
there. The equations that use them are in [the model](model.md). A scenario overrides a number under `mechanisms`, a command by
`--set mechanisms.air.package=8`. Each number is drawn once per history, from a triangle between *low* and *high* with
its peak at *best*. "Judgement" means that nobody has measured it.
"""


def number(value: float) -> str:
    """Return a number as a person would write it."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if value else "0"


def rows(mechanism: Mechanism) -> Iterator[str]:
    """Give one line of the table for each number of a mechanism."""
    for name, field in type(mechanism).model_fields.items():
        value = getattr(mechanism, name)
        if not isinstance(value, Quantity):
            continue
        measure = next(item for item in field.metadata if isinstance(item, Measure))
        low, best, high = number(value.low), number(value.best), number(value.high)
        known = (value.source or "", value.confidence or "")
        cells = (f"`{name}`", field.description or "", measure.unit, low, best, high, *known)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    defaults = Mechanisms()
    for place, name in enumerate(Mechanisms.model_fields, start=1):
        mechanism = getattr(defaults, name)
        parts.append(f"\n## {place}. `{name}`\n\n{type(mechanism).__doc__}\n")
        parts.append(TABLE + "\n".join(rows(mechanism)) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PAGE.parents[1])}")
