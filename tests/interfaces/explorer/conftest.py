"""One small run in a folder and one server for all tests of the live page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import polemos as pm
from interfaces.explorer.views import RUN, Plain
from interfaces.explorer.visitor import DAYS, HISTORIES, Site, site_of
from polemos.engine.run import Run
from polemos.interfaces.explorer.page_view import page_of
from polemos.interfaces.explorer.weeks_view import weeks_of
from worlds import HERE, SEED

WORLD = HERE / "two_fronts_one_air_force.yaml"


@pytest.fixture(scope="session")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("explored") / "run"
    pm.run(WORLD, histories=HISTORIES, seed=SEED, days=DAYS, out=folder)
    return pm.open_run(folder)


@pytest.fixture(scope="session")
def site(explored: Run) -> Iterator[Site]:
    with site_of(explored) as found:
        yield found


@pytest.fixture(scope="module")
def page(small: Run) -> Plain:
    return page_of(small, RUN)


@pytest.fixture(scope="module")
def weeks(small: Run) -> Plain:
    return weeks_of(small)
