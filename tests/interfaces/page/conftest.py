"""The small war, served once; a browser for each file of tests; a window for each test that is checked at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interfaces.page.browsing import Visit, find_browser, start, visit
from interfaces.page.served import make_everything, serving

BUILT = Path(__file__).resolve().parents[3] / "src" / "polemos" / "interfaces" / "explorer" / "built" / "page.js"
Look = Callable[..., Visit]


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small war with its runs and answers."""
    if not BUILT.exists():
        pytest.skip("the page is not built here: make page")
    if find_browser() is None:
        pytest.skip("no browser here: install Chromium or name one in POLEMOS_BROWSER")
    return make_everything(tmp_path_factory.mktemp("war"))


@pytest.fixture(scope="session")
def address(everything: Path) -> Iterator[str]:
    """The address of the run with its ledger, document and kept answer."""
    with serving(everything, "run", "--argued", "argued", "--document", "post.txt") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for this file alone: its event loop must not stay on the thread for others."""
    if find_browser() is None:
        pytest.skip("no browser here: install Chromium or name one in POLEMOS_BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = start(playwright)
        yield found
        found.close()


@pytest.fixture
def look(browser: Any, address: str) -> Iterator[Look]:
    """Opens windows on the small war; each must have kept to this machine and complained of nothing."""
    seen: list[Visit] = []

    def open_window(fragment: str = "", at: str = address, **options: Any) -> Visit:
        seen.append(visit(browser, at + fragment, **options))
        return seen[-1]

    yield open_window
    for one in seen:
        one.page.context.close()
    for one in seen:
        one.check()
