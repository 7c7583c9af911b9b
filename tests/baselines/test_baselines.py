"""The small wars give the numbers that lie beside this file: a change that moves them has to be meant and explained.

Draws are keyed and sums are exact, so the numbers are compared for equality, not within a tolerance.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools_of_the_house import tool
from worlds import WORLDS

HERE = Path(__file__).resolve().parent
MEANT = "if the change is meant: run .venv/bin/python tools/baselines.py and say why under Regression in CHANGELOG.md"


@pytest.mark.parametrize("name", WORLDS)
def test_a_small_war_gives_its_numbers(name: str) -> None:
    kept: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    assert tool("baselines").table(name) == kept, MEANT


def test_every_file_is_of_a_world() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == set(WORLDS)


def test_a_small_change_is_seen() -> None:
    """The table is fine enough to notice half a percent more attrition in the smallest war."""
    tables = tool("baselines")
    more = tables.of("one_front", "mechanisms.combat.attrition={low: 0.0201, best: 0.03015, high: 0.05025}",
                     count=tables.HISTORIES)  # fmt: skip
    kept = json.loads((HERE / "one_front.json").read_text(encoding="utf-8"))
    assert tables.mean(more.measures["killed_total"]) != kept["means"]["killed_total"]
