"""On a phone, by keyboard alone, and beside a second run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from interfaces.page.browsing import WAIT
from interfaces.page.conftest import Look
from interfaces.page.served import serving

FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const name = one.getAttribute('aria-label') ?? one.innerText ?? '';
  // A thing in a drawing shows it by a line around its own area.
  const hit = one.querySelector(':scope > .hit');
  const line = hit ? getComputedStyle(hit).stroke : look.outlineStyle;
  return [one.tagName, one.id, name.slice(0, 40), line, one.matches(':focus-visible')];
}"""
SMALL = """() => [...document.querySelectorAll('button, summary, select, input:not([type=checkbox])')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && box.height && !one.closest('dialog') && !one.matches('.number, .link') && box.height < 23.5;
}).map(one => `${one.tagName} ${one.className} ${one.innerText}`)"""


@pytest.mark.parametrize("week", [0, 17])
def test_a_phone_has_nothing_to_push_aside(look: Look, week: int) -> None:
    shown = look(f"#week={week}&history=3", size=(360, 740), has_touch=True, is_mobile=True).ready()
    shown.page.locator("#history ol.chronicle").wait_for()
    assert shown.wide() <= 0
    expect(shown.page.locator("#week")).to_be_in_viewport()
    assert shown.page.evaluate(SMALL) == []


def test_tab_reaches_what_can_be_pressed_and_shows_where_it_is(look: Look) -> None:
    shown = look().ready()
    reached, order = set(), []
    for _ in range(400):
        shown.page.keyboard.press("Tab")
        tag, name, words, line, visible = shown.page.evaluate(FOCUSED)
        if tag == "BODY":
            break
        order.append((tag, name, words))
        reached.add(name or words)
        assert visible, words
        assert line != "none", (tag, words)
    assert "week" in reached
    assert "Play" in reached
    assert "Take along" in {words.strip() for _, _, words in order}
    assert any("Run it against this war" in words for _, _, words in order)
    assert order[0][2].startswith("To the map")


def test_a_second_run_stands_beside_the_first(look: Look, everything: Path) -> None:
    with serving(everything, "run", "other") as address:
        shown = look(at=address).ready()
        expect(shown.page.locator("#compare table").first).to_be_visible(timeout=WAIT)
        assert "share their luck" not in shown.page.locator("#compare").inner_text()
        shown.page.get_by_role("button", name="Back to the run alone").click()
        expect(shown.page.get_by_role("button", name="Back to the run alone")).to_have_count(0)
        shown.check()
        shown.page.context.close()
