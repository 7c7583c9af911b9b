"""The table of the mechanisms' numbers is the one that the schema gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    """Return tools/parameters.py as a module."""
    spec = importlib.util.spec_from_file_location("parameters_tool", ROOT / "tools" / "parameters.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_parameters_is_current() -> None:
    written = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
    assert written == tool().page(), "run .venv/bin/python tools/parameters.py"


def test_small_numbers_are_written_in_full() -> None:
    assert [tool().number(value) for value in (0.00005, 0.0, 600.0, 0.1)] == ["0.00005", "0", "600", "0.1"]
