"""The page draws the run, and one slider moves map, graph and charts together, by keys, by touch and by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import expect

import polemos as pm
from interfaces.page.conftest import Look

MOVING = ("map", "graph", "cohesion", "holding", "dead", "requests")


def test_opens_and_draws(look: Look) -> None:
    shown = look().ready()
    page = shown.page
    assert page.locator("#map").get_by_text("Capital").count() > 0
    for panel in MOVING:
        assert page.locator(f"#{panel} svg path, #{panel} svg rect, #{panel} svg circle").count() > 3, panel
    assert page.locator("#graph").get_by_text("Guard").count() > 0
    assert "token" not in page.url
    assert page.locator("[role=alert]").count() == 0
    box = page.locator("#map").bounding_box()
    assert box is not None
    assert box["height"] < 2 * box["width"]  # though all its places lie on one meridian


def test_keys_move_everything_from_anywhere(look: Look) -> None:
    shown = look().ready()
    page = shown.page
    last = int(page.locator("#week").get_attribute("max") or 0)
    assert last == 17
    page.locator("#map-title").click()
    for key, week in (("End", last), ("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        before = {panel: shown.drawn(panel) for panel in MOVING}
        said = page.locator("output").first.inner_text()
        page.keyboard.press(key)
        shown.settle()
        assert shown.week() == week
        assert shown.fragment()["week"] == str(week)
        assert page.locator("output").first.inner_text() != said
        if key in {"End", "Home"}:
            assert [panel for panel in MOVING if shown.drawn(panel) == before[panel]] == []


def test_arrows_in_a_text_field_are_the_fields(look: Look) -> None:
    shown = look("#week=5").ready()
    field = shown.page.locator("#ask input[type=search]").first
    field.click()
    shown.page.keyboard.type("jets")
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("Home")
    shown.settle()
    assert shown.week() == 5


def test_it_plays_to_the_end_and_stops(look: Look) -> None:
    shown = look("#week=12").ready()
    shown.page.get_by_role("button", name="Play").click()
    expect(shown.page.locator("#week")).to_have_value("17")
    expect(shown.page.get_by_role("button", name="Play")).to_be_visible()


def test_an_address_brings_a_view_back(look: Look) -> None:
    first = look("#week=9&history=3&place=ford&tab=dead").ready()
    first.page.locator("#history ol.chronicle").wait_for()
    again = look(f"#{first.page.url.split('#')[1]}").ready()
    again.page.locator("#history ol.chronicle").wait_for()
    assert again.fragment() == first.fragment() == {"week": "9", "history": "3", "place": "ford", "tab": "dead"}
    assert again.drawn("map") == first.drawn("map")
    far = look("#week=999&history=x&place=nowhere").ready()
    assert far.week() == 17


def test_a_finger_drags_the_weeks(look: Look) -> None:
    shown = look(has_touch=True, is_mobile=True, size=(390, 844)).ready()
    box = shown.page.locator("#week").bounding_box()
    assert box is not None
    session = shown.page.context.new_cdp_session(shown.page)
    middle = box["y"] + box["height"] / 2

    def touch(kind: str, share: float | None) -> None:
        points = [] if share is None else [{"x": box["x"] + share * box["width"], "y": middle}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.1)
    for step in range(2, 9):
        touch("touchMove", step / 10)
    touch("touchEnd", None)
    shown.settle()
    assert 10 <= shown.week() <= 16  # 80 % of the way, give or take the thumb's own width


def unlike_the_many(folder: Path, week: int) -> int:
    """Return a history in which, in that week, another camp holds a place than in most histories."""
    run = pm.open_run(folder)
    camps = run.war.world.camp[run.measures["holder"].values[:, week]]
    most = np.array([np.bincount(column).argmax() for column in camps.T])
    return int(np.flatnonzero((camps != most).any(axis=1))[0])


def test_one_history_fills_the_map_and_is_told(look: Look, everything: Path) -> None:
    shown = look("#week=17").ready()
    many, number = shown.drawn("map"), unlike_the_many(everything / "run", 17)
    shown.page.locator("#history input[type=number]").fill(str(number))
    shown.page.get_by_role("button", name="Follow it").click()
    shown.page.locator("#history ol.chronicle").wait_for()
    shown.settle()
    assert shown.drawn("map") != many
    shown.page.get_by_label("all weeks").check()
    assert shown.page.locator("#history ol.chronicle li").count() > 5
    assert shown.fragment()["history"] == str(number)
    shown.page.get_by_role("button", name="All histories again").click()
    shown.settle()
    assert shown.drawn("map") == many


def test_a_history_that_is_not_there_is_told_in_words(look: Look) -> None:
    shown = look("#history=9999").ready()
    shown.page.locator("#history [role=alert]").wait_for()
    assert "9,999" in shown.page.locator("#history [role=alert]").inner_text().replace("9999", "9,999")
    shown.complaints.clear()  # the browser itself notes that the server answered 422
