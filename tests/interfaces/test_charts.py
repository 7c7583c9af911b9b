"""Charts and map draw what they are given: bands where the percentiles lie, places with their holders."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from polemos.engine.run import Run
from polemos.interfaces import charts
from polemos.interfaces import map as theatre_map
from polemos.interfaces.camps import STYLES, style
from polemos.interfaces.drawing import svg
from polemos.interfaces.ground import ground_of, nearest
from polemos.interfaces.sections.facts import middle, percent, whole, wilson


def test_fan_has_its_median_and_bands_at_the_percentiles() -> None:
    values = np.arange(101.0)[:, None] * np.array([1.0, 2.0, 3.0])
    ax = charts.fan(Figure().add_subplot(), np.arange(3.0), values)
    assert list(ax.lines[0].get_ydata()) == [50.0, 100.0, 150.0]
    wide, narrow = (band.get_paths()[0].get_extents() for band in ax.collections)
    assert (wide.y0, wide.y1) == (10.0, 270.0)
    assert (narrow.y0, narrow.y1) == (25.0, 225.0)


def test_unknown_values_do_not_count() -> None:
    values = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    found = charts.quantiles(values)
    assert found[2, 0] == 2.0
    assert np.isnan(found[:, 1]).all()


def test_names_at_the_ends_keep_their_order_and_their_distance() -> None:
    ax = Figure().add_subplot()
    ax.set_ylim(0, 1)
    charts.name_ends(ax, 1.0, [(0.5, "b", "k"), (0.51, "c", "k"), (0.0, "a", "k"), (1.0, "d", "k")], gap=0.1)
    heights = {text.get_text(): text.xy[1] for text in ax.texts}  # type: ignore[attr-defined]
    spots = [heights[name] for name in "abcd"]
    # Sums of tenths are exact to about 1e-16.
    assert all(after - before > 0.1 - 1e-12 for before, after in pairwise(spots))
    assert spots[-1] <= 1.0


def test_camps_keep_apart_without_colour() -> None:
    assert len({look.marker for look in STYLES}) == len(STYLES)
    assert len({str(look.dash) for look in STYLES}) == len(STYLES)
    assert len({to_hex(look.fill) for look in STYLES}) == len(STYLES)


def lightness(colour: str) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("look", STYLES)
def test_names_in_a_camp_s_ink_are_read_on_white(look: object) -> None:
    ink = look.ink  # type: ignore[attr-defined]
    assert 1.05 / (lightness(ink) + 0.05) >= 4.5


def test_control_is_the_most_frequent_camp_and_its_share(small: Run) -> None:
    ground = ground_of(small.war)
    state = theatre_map.control(small.measures, ground, 4)
    camp_of = [*small.measures["camp_of"].values, ""]
    for row, place in enumerate(ground.shown):
        held = [str(camp_of[holder]) for holder in small.measures["holder"].values[:, 4, place]]
        name = "" if state.camp[row] < 0 else small.war.legend.camps[state.camp[row]]
        assert held.count(name) == max(held.count(each) for each in set(held))
        assert state.share[row] == held.count(name) / len(held)


def test_map_of_a_war_without_outline_shows_places_and_roads(small: Run) -> None:
    ground = ground_of(small.war)
    assert ground.countries == ()
    assert (nearest(ground, (ground.west, ground.east, ground.south, ground.north)) == -1).all()
    assert len(ground.roads) == 9
    state = theatre_map.control(small.measures, ground, 0)
    ax = theatre_map.draw(Figure().add_subplot(), ground, state, labels=ground.titles)
    drawn = sum(len(part.get_offsets()) for part in ax.collections if isinstance(part, PathCollection))
    assert drawn == len(ground.shown)
    assert {text.get_text() for text in ax.texts} <= set(ground.titles)


def test_drawing_keeps_text_as_text_and_refers_to_nothing() -> None:
    found = svg(2, 2, lambda page: page.text(0.1, 0.5, "<b>&$x$"), "one")
    assert "&lt;b&gt;&amp;$x$" in found
    assert "http" not in found
    assert found == svg(2, 2, lambda page: page.text(0.1, 0.5, "<b>&$x$"), "one")


def test_numbers_in_words() -> None:
    assert (whole(9_876), whole(123_456), whole(float("nan"))) == ("9,876", "123,000", "–")
    assert [percent(share) for share in (0.344, 0.0, 0.004, 1.0)] == [
        "34\u00a0%",
        "0\u00a0%",
        "0.4\u00a0%",
        "100\u00a0%",
    ]
    assert middle(np.full(9, 4.0)) == "4"
    assert middle(np.arange(11.0)) == "5 (1 to 9)"
    assert style(-1) != style(0)


def test_interval_of_a_share() -> None:
    # Newcombe 1998, table I: 15 of 148 gives 0.0624 to 0.1605; 0 of 20 gives 0 to 0.1611.
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
