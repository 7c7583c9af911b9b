"""The toy war for the tests of the engine's shell."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import toy_war


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The module of the toy war."""
    return toy_war


@pytest.fixture
def toy_script() -> Path:
    """The toy war as a script, for runs in a process of their own."""
    return Path(toy_war.__file__)
