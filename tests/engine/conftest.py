"""The toy war for the tests of the engine's shell."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOY = Path(__file__).with_name("fake_war.py")


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fake_war", TOY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_war"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The module of the toy war."""
    return _load()


@pytest.fixture
def toy_script() -> Path:
    """The toy war as a script, for runs in a process of their own."""
    return TOY
