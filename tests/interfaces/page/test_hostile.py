"""Whatever a war, its ledger and its document say stays text: on the page and in the report nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interfaces.page.browsing import Visit, visit
from interfaces.page.served import make_everything, serving, war_file
from interfaces.test_report import structure
from polemos.errors import BadInput
from polemos.scenario.load import load

STRINGS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "\" onload=\"alert(3)\" ' onclick='alert(4)' `",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 abc",  # written from the right
    "javascript:alert(5)//http://a.example/",
    "&lt;b&gt; {{constructor.constructor('alert(6)')()}} ${alert(7)}",
    "\U0001f4a3" * 12,
    "W" * 3900,  # one word of the length that a scenario's text may have
)
FEW = 6  # histories: enough for every part of the page
STRUCTURE = """() => [...document.querySelectorAll('body *')].map(one =>
    `${one.tagName}#${one.id}.${one.getAttribute('class') ?? ''}`)"""


def replaced_by(strings: tuple[str, ...]) -> Any:
    """Return what gives each text one of these strings, in turn."""
    count = iter(range(1_000_000))
    return lambda text: strings[next(count) % len(strings)]


def harmless(text: str) -> str:
    """Return a text of the same length that no browser can misread."""
    return "".join("i" if letter != " " else letter for letter in text)


def test_a_text_that_turns_letters_round_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="reverses the direction"):
        load(war_file(tmp_path, lambda text: f"{text}\u202e"))


@pytest.fixture(scope="module")
def folders(everything: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A war of hostile texts, and the same war with harmless ones of the same length."""
    return {
        "hostile": make_everything(tmp_path_factory.mktemp("hostile"), replaced_by(STRINGS), FEW),
        "harmless": make_everything(
            tmp_path_factory.mktemp("harmless"), replaced_by(tuple(harmless(one) for one in STRINGS)), FEW
        ),
    }


@pytest.fixture(scope="module")
def seen(folders: dict[str, Path], browser: Any) -> Iterator[dict[str, Visit]]:
    """Both wars' pages, side by side."""
    words = ("run", "--argued", "argued", "--document", "post.txt")
    with serving(folders["hostile"], *words) as one, serving(folders["harmless"], *words) as two:
        found = {name: visit(browser, at).ready() for name, at in (("hostile", one), ("harmless", two))}
        yield found
        for shown in found.values():
            shown.page.context.close()


def opened(shown: Visit) -> list[str]:
    """Unfold everything, follow a history, go to the end; return the page's structure."""
    page = shown.page
    page.keyboard.press("End")
    for panel in ("#ledger", "#answers", "#inputs", "#map"):
        for one in page.locator(f"{panel} summary").all():
            if one.is_visible():
                one.click()
    page.locator("#history").get_by_role("button", name="The first").click()
    page.locator("#history ol.chronicle").wait_for()
    shown.settle()
    found: Any = page.evaluate(STRUCTURE)
    return list(found)


def test_the_pages_structure_is_that_of_harmless_texts(seen: dict[str, Visit]) -> None:
    hostile, plain = opened(seen["hostile"]), opened(seen["harmless"])
    assert len(plain) > 500
    assert [row for row in zip(hostile, plain, strict=False) if row[0] != row[1]][:5] == []
    assert len(hostile) == len(plain)


def test_nothing_runs_and_nothing_is_asked_for(seen: dict[str, Visit]) -> None:
    for shown in seen.values():
        shown.check()
        assert shown.page.locator("script").count() == 1
        assert shown.page.locator("#page img[src='x'], [onerror], [onload], [onclick], iframe, object").count() == 0


def test_the_hostile_texts_are_there_to_be_read(seen: dict[str, Visit]) -> None:
    assert "<img src=x onerror=alert(1)>" in seen["hostile"].page.locator("body").inner_text()


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_long_words_do_not_widen_the_page(seen: dict[str, Visit], size: tuple[int, int]) -> None:
    shown = seen["hostile"]
    shown.page.set_viewport_size({"width": size[0], "height": size[1]})
    shown.settle()
    assert shown.wide() <= 0


DRAWING = re.compile("<svg\\b.*?</svg>", re.DOTALL)


def undrawn(page: str) -> str:
    """Return a page without the inside of its drawings."""
    return DRAWING.sub("<svg></svg>", page)


def test_the_report_keeps_its_structure_too(folders: dict[str, Path], browser: Any) -> None:
    import polemos as pm

    texts = {}
    for name, folder in folders.items():
        page = folder / "page.html"
        pm.report(pm.open_run(folder / "run"), page, argued=folder / "argued", quick=True)
        texts[name] = page.read_text(encoding="utf-8")
        shown = visit(browser, page.as_uri())
        shown.page.context.close()
        shown.check()
    # Drawings place names where there is room, which depends on how wide the letters are.
    hostile, plain = (
        structure(re.sub(r"<svg\b.*?</svg>", "<svg></svg>", text, flags=re.DOTALL)) for text in texts.values()
    )
    assert len(plain) > 300
    assert [row for row in zip(hostile, plain, strict=False) if row[0] != row[1]][:5] == []
    assert len(hostile) == len(plain)
