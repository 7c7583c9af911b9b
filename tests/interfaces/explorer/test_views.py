"""What the page is told is what the dataset says, in the shapes of the contract, for wars of any kind."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from interfaces.explorer import shapes
from interfaces.explorer.views import RUN, SHARES, Plain, checked, figures, scenario, series, some_of
from interfaces.made_up import HISTORIES, run_of
from polemos.dimensions import MECHANISMS
from polemos.engine.batchfile import Span
from polemos.engine.run import Run
from polemos.interfaces.explorer.inputs_view import inputs_of
from polemos.interfaces.explorer.ledger_view import ledger_of
from polemos.interfaces.explorer.page_view import COLUMNS, ground_in_runs, page_of
from polemos.interfaces.explorer.weeks_view import weeks_of
from polemos.interfaces.ground import ground_of, nearest
from polemos.interfaces.report import page as static_page
from polemos.interfaces.sections.facts import decimal, whole
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from worlds import HERE, WORLDS


def test_a_small_war_keeps_to_the_contract(small: Run, page: Plain, weeks: Plain) -> None:
    shapes.check_page(page)
    shapes.check_weeks(page, weeks)
    shapes.check_inputs(inputs_of(small))


def test_the_same_run_gives_the_same_data(small: Run, page: Plain, weeks: Plain) -> None:
    assert page_of(small, RUN) == page
    assert json.dumps(weeks_of(small)) == json.dumps(weeks)


@pytest.mark.parametrize("world", WORLDS)
def test_the_smallest_wars_have_a_page_too(world: str) -> None:
    page, weeks = checked(run_of(HERE / f"{world}.yaml"))
    assert page["ground"]["countries"] == []
    assert page["ground"]["cells"]["runs"][0] == -1
    if world == "one_front":
        assert (page["coalition"], page["focal"], page["flows"], weeks["ties"]["trust"]) == ("", -1, [], [])
        assert set(series(weeks, "cohesion")["mean"]) == {None}


@pytest.mark.slow
def test_the_big_war_has_its_country_and_keeps_its_size() -> None:
    page, weeks = checked(run_of("syria-2016"))
    assert {country["role"] for country in page["ground"]["countries"]} == {"country", "neighbour"}
    assert len(json.dumps(weeks)) < 1_500_000


def test_cells_are_the_ground_of_the_nearest_place() -> None:
    ground = ground_of(compile_scenario(load("syria-2016")))
    cells = ground_in_runs(ground)["cells"]
    whole = np.repeat(cells["runs"][::2], cells["runs"][1::2]).reshape(cells["rows"], cells["columns"])
    assert np.array_equal(whole, nearest(ground, (ground.west, ground.east, ground.south, ground.north), COLUMNS))
    assert cells["columns"] == COLUMNS
    assert 0.2 < (whole >= 0).mean() < 0.9  # some of the frame is the country, some is not


def test_the_page_and_the_report_give_one_answer(small: Run, page: Plain) -> None:
    said_there = " ".join(html.unescape(re.sub("<[^>]*>", "", static_page(small))).split())
    for line in page["answer"]:
        said = "".join(part if isinstance(part, str) else part["text"] for part in line["parts"])
        assert " ".join(said.split()) in said_there
    commands = [
        part["how"]["command"] for line in page["answer"] for part in line["parts"] if not isinstance(part, str)
    ]
    assert "polemos show 'runs/a war' --measure cohesion --week 0" in commands
    assert f"polemos show 'runs/a war' --measure cohesion --week {page['weeks']}" in commands


def test_every_measure_that_a_command_names_exists_with_its_ids(small: Run, page: Plain) -> None:
    for text, words in ((one["text"], shlex.split(one["how"]["command"])) for one in figures(page)):
        named = dict(zip(words[3::2], words[4::2], strict=True))
        if "--measure" in named:
            measure = small.measures[named["--measure"]]
            assert int(named.get("--week", 0)) <= page["weeks"]
            ids = {
                str(name) for axis in measure.dims if axis not in ("history", "week") for name in measure[axis].values
            }
            assert named.get("--of") is None or named["--of"] in ids
        if "--week" in named:  # then the number is a median of that week
            values = measure.sel(week=int(named["--week"]))
            values = values.sel(camp=named["--of"]) if "--of" in named else values
            form = whole if measure.attrs["units"] != "share" else decimal
            assert text.split(" (")[0] == form(float(np.median(values.values)))


def test_a_partial_run_names_its_histories(small: Run, weeks: Plain) -> None:
    page, some = checked(some_of("two-fronts", Span(10, 5), Span(30, 2)))
    assert page["numbers"] == [10, 11, 12, 13, 14, 30, 31]
    assert page["histories"] == 7
    assert some["control"] != weeks["control"]


def test_one_history_is_a_run() -> None:
    page, weeks = checked(some_of("two-fronts", Span(0, 1), below=1))
    assert page["histories"] == 1
    assert page["numbers"] == []
    assert {part for week in weeks["control"] for place in week for part in place[1::2]} == {1}
    killed = series(weeks, "killed")["fan"]
    assert killed["low"] == killed["high"]


def test_a_war_with_one_place(tmp_path: Path) -> None:
    path = tmp_path / "dot.yaml"
    path.write_text(
        "{polemos: 1, name: dot, title: Dot, start: 2000-01-01, days: 30, theatre: {fronts: {f: F}, places: {p: "
        "{latitude: 35, longitude: 37, population: 10, front: f}}}, camps: {a: {title: A, supply: [p]}, b: {title: B}},"
        " actors: {x: {title: X, camp: a, strength: 5, presence: {f: 1}}, y: {title: Y, camp: b}}, holders: {x: [p]}}",
        encoding="utf-8",
    )
    page, weeks = checked(run_of(path))
    assert (len(page["places"]), page["roads"], page["wings"], page["decisions"]) == (1, [], [], [])
    assert set(map(len, weeks["apart"])) == {0}


def test_hostile_titles_stay_plain_text(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)>"

    def change(told: Plain) -> None:
        told["title"] = evil
        for part in ("camps", "actors", "wings", "interventions", "what_ifs"):
            for item in told[part].values():
                item["title"] = evil

    run = run_of(scenario(tmp_path, change))
    page, _ = checked(run)
    assert {page["title"], *(actor["title"] for actor in page["actors"])} == {evil}
    assert all(len(actor["short"]) <= 22 for actor in page["actors"])
    assert inputs_of(run)["what_ifs"][0]["title"] == evil


def test_the_form_offers_what_can_be_left_out(small: Run) -> None:
    found = inputs_of(small)
    assert [one["id"] for one in found["mechanisms"]] == list(MECHANISMS)
    assert not any("(c0" in one["words"] for one in found["mechanisms"])
    assert {item["path"] for item in found["inputs"]} == {item.path for item in small.war.inputs}
    assert [one["id"] for one in found["interventions"]] == list(small.war.legend.interventions)
    offered = [one["id"] for one in found["interventions"]] + [one["id"] for one in found["mechanisms"]]
    for name in offered:  # what the form offers, the scenario takes
        load("two-fronts", without=(name,))
    for one in found["what_ifs"]:
        load("two-fronts", what_if=(one["id"],))


def test_an_input_that_decides_is_told_with_its_sign() -> None:
    from scipy.stats import spearmanr

    run = run_of("two-fronts")
    arrays = run.recorded.parts[0].arrays  # type: ignore[attr-defined]
    row = 3
    arrays["cohesion"][:, -1] = 1.0 - np.argsort(np.argsort(arrays["inputs"][:, row])) / HISTORIES
    first = inputs_of(run)["inputs"][0]
    assert first["path"] == run.war.inputs[row].path
    assert first["outcome"] == "cohesion"
    expected = spearmanr(arrays["inputs"][:, row], arrays["cohesion"][:, -1]).statistic
    assert first["weight"] == pytest.approx(expected, abs=SHARES)
    assert first["weight"] < -0.99


def test_dates_of_decisions_are_dates(tmp_path: Path) -> None:
    def change(told: Plain) -> None:
        told["interventions"]["jets_leave"]["date"] = {"low": "2000-02-01", "high": "2000-03-02", "source": "invented"}

    run = run_of(scenario(tmp_path, change))
    page, _ = checked(run)
    found = inputs_of(run)
    (dated,) = (item for item in found["inputs"] if item["date"])
    assert (dated["low"], dated["best"], dated["high"]) == ("2000-02-01", "2000-02-16", "2000-03-02")
    assert (dated["path"], dated["unit"]) == ("interventions.jets_leave.date", "date")
    assert [one["date"] for one in found["interventions"]] == ["2000-02-16"]
    (decision,) = page["decisions"]
    assert (decision["date"], decision["day"], decision["low"], decision["high"]) == ("2000-02-16", 46, 31, 61)
    assert decision["ids"] == ["jets_leave"]
    assert page["dates"][:3] == ["2000-01-01", "2000-01-07", "2000-01-14"]


def test_a_war_that_no_ledger_is_about_has_none(small: Run) -> None:
    assert ledger_of(small) is None
