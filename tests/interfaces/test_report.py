"""The page is one file that asks for nothing, holds every part, and says what the dataset says."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
import yaml

import polemos as pm
from interfaces.made_up import HISTORIES, run_of
from polemos.engine.run import Run
from polemos.errors import BadInput, EnvironmentTrouble
from polemos.experiments.answer import Answer
from polemos.interfaces.report import PARTS, page, report
from worlds import HERE

WARS = Path(__file__).resolve().parents[2] / "src" / "polemos" / "wars"
VOID = {"meta", "br", "hr", "img", "link", "input"}
# Each of these loads something from elsewhere, or runs something.
LOADING = {
    "script",
    "link",
    "iframe",
    "object",
    "embed",
    "img",
    "base",
    "form",
    "audio",
    "video",
    "foreignobject",
}


class Elements(HTMLParser):
    """What a page consists of: elements with their attributes, in order, and the text between them."""

    def __init__(self, page_text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page_text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def elements(small_page: str) -> Elements:
    return Elements(small_page)


def test_every_element_is_closed_and_no_id_comes_twice(elements: Elements) -> None:
    assert elements.open == []
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_page_asks_for_nothing_and_runs_nothing(small_page: str, elements: Elements) -> None:
    assert {tag for tag, _ in elements.found} & LOADING == set()
    known = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    for tag, attributes in elements.found:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "xlink:href", "data", "action", "poster", "srcset"):
                text = value or ""
                held = text.startswith("data:image/png;base64,") or text.removeprefix("#") in known
                assert held, (tag, text[:60])
    outside = re.findall(r"url\(\s*['\"]?(?!#)|@import|https?:|//[a-z]", small_page)
    assert outside == []


def test_page_forbids_itself_everything_but_style_and_pictures_it_holds(elements: Elements) -> None:
    policy = [a["content"] for tag, a in elements.found if tag == "meta" and "http-equiv" in a]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    # A policy binds only what comes after it.
    assert [tag for tag, _ in elements.found].index("style") > [tag for tag, _ in elements.found].index("meta")


def test_every_part_is_there_and_reached(elements: Elements) -> None:
    sections = [attributes.get("id") for tag, attributes in elements.found if tag == "section"]
    assert sections == [anchor for anchor, _ in PARTS]
    assert [a["href"] for tag, a in elements.found if tag == "a"] == [f"#{anchor}" for anchor, _ in PARTS]
    assert sum(tag == "h1" for tag, _ in elements.found) == 1
    assert "not for targeting" in " ".join(elements.text[:40])


def test_every_drawing_has_a_name_for_those_who_do_not_see_it(elements: Elements) -> None:
    drawings = [attributes for _, attributes in elements.found if attributes.get("role") == "img"]
    assert len(drawings) >= 8
    assert all(attributes["aria-label"] for attributes in drawings)


def test_same_run_gives_the_same_page(small: Run, small_page: str) -> None:
    assert page(small) == small_page


def said(elements: Elements) -> str:
    return re.sub(r"\s+", " ", " ".join(elements.text))


def test_numbers_of_the_page_are_the_dataset_s(small: Run, elements: Elements) -> None:
    measures, words = small.measures, said(elements)
    endings = measures["ending"].values
    for code, name in enumerate(["still going on", "decisive victory", "collapse", "settlement"]):
        share = 100.0 * float((endings == code).mean())
        assert re.search(rf"{name} {share:.0f} % \(", words), (name, share)
    broke = measures["fissure_day"].values
    assert f"a member breaks in {100 * (broke >= 0).mean():.0f} % (" in words
    low, middle, high = np.percentile(broke[broke >= 0], [10, 50, 90])
    assert f"first on day {middle:.0f} ({low:.0f} to {high:.0f})" in words
    dead = measures["killed_total"].sum("actor").values
    low, middle, high = np.percentile(dead, [10, 50, 90])
    assert f"{middle:,.0f} ({low:,.0f} to {high:,.0f}) fighters" in words
    held = measures["places_held"].isel(week=-1).sel(camp="government").values
    low, middle, high = np.percentile(held, [10, 50, 90])
    assert f"hold {middle:.0f} ({low:.0f} to {high:.0f}) places" in words
    army = measures["requests"].sel(actor="army").sum("week").values
    refused = np.percentile(army[:, 2] / army.sum(axis=1), [10, 50, 90]) * 100
    assert f"{refused[1]:.0f} % ({refused[0]:.0f} to {refused[2]:.0f})" in words


def test_months_of_the_page_are_the_dataset_s(small: Run, elements: Elements) -> None:
    measures, words = small.measures, said(elements)
    changes = np.percentile(measures["place_changes_by_month"].sel(month="2000-02").values, [10, 50, 90])
    # February 2000 is days 32 to 60: weeks 5 (days 29 to 35) to 9 (days 57 to 63), each with its days in the month.
    days = {5: 4, 6: 7, 7: 7, 8: 7, 9: 4}
    weekly = measures["front_killed"].sum("front")
    deaths = sum(weekly.sel(week=week).values * number for week, number in days.items()) / 7 / sum(days.values())
    rate = np.percentile(deaths, [10, 50, 90])
    row = f"2000-02 {rate[1]:.0f} ({rate[0]:.0f} to {rate[2]:.0f})"
    assert row in words
    assert f"{changes[1]:.0f} ({changes[0]:.0f} to {changes[2]:.0f})" in words.split(row)[1][:40]


def test_an_input_that_decides_is_named_first(small: Run) -> None:
    path = small.war.inputs[0].path
    steered = run_of("two-fronts")
    arrays = steered.recorded["population_held"]
    order = steered.recorded["inputs"][:, 0].argsort().argsort()
    arrays[:, -1, 0] = 1000 + order
    found = re.findall(r'class="path">(?:▲ )?([^<]*)</th><td>[^<]*</td><td>[^<]*</td><td>([^<]*)<', page(steered))
    assert (path, "people held: 100\u00a0%") == found[0]


def test_page_says_how_to_run_it_again(elements: Elements) -> None:
    words = said(elements)
    command = f"polemos run two-fronts --histories {HISTORIES} --seed 3 --days 180 --set actors.army.armour=7"
    assert command in words
    assert "d1ge57" in words


def test_unsourced_inputs_are_marked(small: Run, small_page: str) -> None:
    given = small.war.inputs
    assert given
    marked = re.findall(r'<tr class="weak"><th scope="row" class="path">▲ ([^<]*)<', small_page)
    expected = [item.path for item in given if item.confidence in ("", "none") or not item.source]
    assert sorted(marked) == sorted(expected)
    assert all(item.path in small_page for item in given)


def test_a_war_without_coalition_or_fissure_has_a_page_too(tmp_path: Path) -> None:
    plain = yaml.safe_load((WARS / "two-fronts.yaml").read_text(encoding="utf-8"))
    for key in ("coalitions", "wings", "patrons", "interventions", "what_ifs"):
        plain.pop(key)
    path = tmp_path / "lonely.yaml"
    path.write_text(yaml.safe_dump(plain), encoding="utf-8")
    words = said(Elements(page(run_of(path))))
    assert "no coalition" in words
    unbroken = said(Elements(page(run_of("two-fronts", breaks=False))))
    assert "no member breaks in any history" in unbroken


HOSTILE = "<img src=x onerror=alert(1)>\"'&</style><!-- $x^2$ ]]> _"
HARMLESS = "x" * len(HOSTILE)


def with_texts(words: str, folder: Path) -> Run:
    """Return a made-up run of a war in which every text field holds these words."""

    def filled(part: Any, key: str = "") -> Any:
        if isinstance(part, dict) and key == "fronts":
            return dict.fromkeys(part, words)
        if isinstance(part, dict):
            return {name: filled(item, name) for name, item in part.items()}
        if isinstance(part, list):
            return [filled(item) for item in part]
        return words if key in ("title", "source", "summary", "zero", "one") else part

    plain = yaml.safe_load((WARS / "two-fronts.yaml").read_text(encoding="utf-8"))
    path = folder / "war.yaml"
    path.write_text(yaml.safe_dump(filled(plain)), encoding="utf-8")
    return run_of(path, edits=(f"x={words}",), source=words, versions={words: words})


def structure(page_text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(sorted(attributes))) for tag, attributes in Elements(page_text).found]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile, harmless = page(with_texts(HOSTILE, tmp_path)), page(with_texts(HARMLESS, tmp_path))
    assert structure(hostile) == structure(harmless)
    elements = Elements(hostile)
    assert sum(HOSTILE in text for text in elements.text) > 10
    assert "<img" not in hostile.replace("&lt;img", "")


def test_text_cannot_turn_letters_round_or_hide(small: Run) -> None:
    turned = Run(replace(small.manifest, title="war\u202eraw\x07"), small.recorded, None, small.compiled)
    found = page(turned)
    assert "\u202e" not in found
    assert "\x07" not in found


def test_file_lies_where_asked_and_replaces_the_old_page_whole(small: Run, small_page: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    assert report(small, path, quick=True) == path
    assert path.read_text(encoding="utf-8") == small_page
    assert sorted(item.name for item in tmp_path.iterdir()) == ["page.html"]
    with pytest.raises(EnvironmentTrouble, match="cannot write the page"):
        report(small, tmp_path / "nowhere" / "page.html", quick=True)


@pytest.mark.slow
def test_the_big_war_keeps_its_size_and_shows_its_country() -> None:
    big = page(run_of("syria-2016"))
    assert len(big.encode()) < 2_000_000
    elements = Elements(big)
    assert "Natural Earth" in said(elements)
    assert {"Raqqa", "Palmyra", "Aleppo"} <= {text.strip() for text in elements.text}


def test_an_argued_ledger_becomes_a_section(tmp_path: Path) -> None:
    """Only one about the run's own war, and only an answer of argue."""
    war = HERE / "two_fronts_one_air_force.yaml"
    run = pm.run(war, histories=3, days=14)
    argued = tmp_path / "argued"
    plain = {"statements": {"prior": 0}, "claims": {}, "histories": 3, "ledger": {"title": "A <b>post</b>"}}
    case = {"scenario": "two-fronts-one-air-force"}
    answer = Answer("argue", {"scenario": "x"}, plain, [case], "0", {}, data=xr.Dataset())
    page = pm.report(run, tmp_path / "page.html", answer, quick=True).read_text(encoding="utf-8")
    assert '<section id="ledger">' in page
    assert '<a href="#ledger">Claims</a>' in page
    assert "A &lt;b&gt;post&lt;/b&gt;: 0 claims" in page
    bare = pm.report(run, tmp_path / "bare.html", quick=True).read_text(encoding="utf-8")
    assert "No ledger comes with this war" in bare
    with pytest.raises(BadInput, match="argues about elsewhere, not two-fronts-one-air-force"):
        pm.report(run, argued, Answer("argue", {}, plain, [{"scenario": "elsewhere"}], "0", {}))
    with pytest.raises(BadInput, match="is an answer of compare"):
        pm.report(run, argued, Answer("compare", {}, plain, [case], "0", {}))
