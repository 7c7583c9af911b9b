"""The made-up runs that the tests of the page share, drawn once."""

from __future__ import annotations

import pytest

from interfaces.made_up import run_of
from polemos.engine.run import Run
from polemos.interfaces.report import page


@pytest.fixture(scope="session")
def small() -> Run:
    return run_of("two-fronts", versions={"numpy": "2.0"}, edits=("actors.army.armour=7",))


@pytest.fixture(scope="session")
def small_page(small: Run) -> str:
    return page(small)
