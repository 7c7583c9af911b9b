"""Every statement of the document that names a mechanism is shown in a small war, and fails in another."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tools_of_the_house import tool
from worlds import WORLDS
from worlds.claims import CLAIMS, NOT_FOLLOWING

HERE = Path(__file__).resolve().parent
STATED: Any = tool("claims").catalogue().claims
SHOWN = sorted(name for name, shown in CLAIMS.items() if shown is not None)


def docstrings() -> dict[str, list[str]]:
    """Return for each claim the docstrings of its tests, found by their names (``test_c04_...``)."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.glob("test_claims_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            claim = re.match(r"test_(c\d\d)_", node.name) if isinstance(node, ast.FunctionDef) else None
            if claim is not None and isinstance(node, ast.FunctionDef):
                found.setdefault(claim[1], []).append(" ".join((ast.get_docstring(node) or "").split()))
    return found


TOLD = docstrings()


def test_the_table_has_every_statement() -> None:
    assert set(CLAIMS) == set(STATED)
    assert CLAIMS["c24"] is None
    assert [name for name, shown in CLAIMS.items() if shown is None] == ["c24"]
    assert set(NOT_FOLLOWING) < set(SHOWN)


@pytest.mark.parametrize("claim", SHOWN)
def test_a_statement_is_shown_and_fails_where_its_assumption_is_taken_away(claim: str) -> None:
    told = TOLD[claim]
    assert all(text.startswith(claim) for text in told)
    assert any("Assumption: " in text and "Sign: " in text for text in told)
    assert any("ounter-world" in text for text in told)
    assert (claim in NOT_FOLLOWING) == any("does not follow" in text for text in told)


@pytest.mark.parametrize("claim", SHOWN)
def test_its_worlds_exist(claim: str) -> None:
    shown = CLAIMS[claim]
    assert shown is not None
    assert set(shown.worlds) <= set(WORLDS)


def test_every_world_says_in_a_sentence_what_it_shows() -> None:
    for name in WORLDS:
        first = (HERE / f"{name}.yaml").read_text(encoding="utf-8").partition("polemos:")[0]
        assert first.startswith("# ")
        assert "Shows " in first
