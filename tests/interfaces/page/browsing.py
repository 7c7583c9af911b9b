"""A real browser that looks at the page: headless Chromium, every request and every complaint on record.

Comes in: the address that ``polemos explore`` prints.  Goes out: a ``Visit``.  A request that would leave this
machine is refused and remembered, so that a test which looks at ``strayed`` fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, Route, expect

# Nothing that Chromium does by itself may look like something that the page did.
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-default-apps --disable-domain-reliability"
).split()
HERE = frozenset({"127.0.0.1"})
WAIT = 20_000  # ms that a machine shared with others may take
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def find_browser() -> str | None:
    """Return a browser's program, looked for as tools/browser.sh does."""
    names = (os.environ.get("POLEMOS_BROWSER", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def start(playwright: Playwright) -> Browser:
    """Start a headless browser."""
    return playwright.chromium.launch(executable_path=find_browser(), args=QUIET)


@dataclass
class Visit:
    """A page that is looked at, and what it did meanwhile."""

    page: Page
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def drawn(self, panel: str) -> str:
        """Return what a panel has drawn: the shapes, not the words."""
        found: Any = self.page.evaluate(
            "panel => [...document.querySelectorAll(`#${panel} svg, #${panel} canvas`)].map(one => "
            "one.tagName === 'CANVAS' ? one.toDataURL() : one.outerHTML).join('')",
            panel,
        )
        return str(found)

    def fragment(self) -> dict[str, str]:
        """Return what the address says after its #."""
        text = urlsplit(self.page.url).fragment
        return dict(part.split("=", 1) for part in text.split("&") if part)

    def week(self) -> int:
        return int(self.page.locator("#week").input_value())

    def settle(self) -> None:
        """Wait until what was asked of the page is drawn."""
        self.page.evaluate(FRAME)

    def ready(self) -> Visit:
        """Wait for the first drawing."""
        expect(self.page.locator("#map svg").first).to_be_visible(timeout=WAIT)
        self.settle()
        return self

    def wide(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def check(self) -> None:
        """Fail if the page left the machine or complained."""
        assert self.strayed == []
        assert self.complaints == []


def visit(browser: Browser, address: str, *, size: Sequence[int] = (1280, 800), **options: Any) -> Visit:
    """Open an address in a window of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion=options.pop("motion", "no-preference"), **options
    )
    context.set_default_timeout(WAIT)
    found = Visit(context.new_page())

    def look(route: Route) -> None:
        url = urlsplit(route.request.url)
        at_home = url.hostname in HERE if url.scheme in {"http", "ws"} else url.scheme in {"blob", "data"}
        if not at_home and route.request.url != address:
            found.strayed.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**", look)
    found.page.on("pageerror", lambda error: found.complaints.append(f"error: {error}"))
    found.page.on(
        "console",
        lambda said: (
            found.complaints.append(f"{said.type}: {said.text}") if said.type in {"error", "warning"} else None
        ),
    )
    found.page.on("dialog", lambda dialog: (found.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    found.page.goto(address)
    return found
