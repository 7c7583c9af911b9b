"""What the page is told is what the dataset says, in the shapes of the contract, for wars of any kind."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from interfaces.explorer import shapes
from interfaces.made_up import HISTORIES, arrays_of, run_of
from polemos.dimensions import MECHANISMS
from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory
from polemos.engine.provenance import Manifest
from polemos.engine.run import Run
from polemos.interfaces.explorer import plain
from polemos.interfaces.explorer.inputs_view import inputs_of
from polemos.interfaces.explorer.ledger_view import ledger_of
from polemos.interfaces.explorer.page_view import COLUMNS, ground_in_runs, page_of
from polemos.interfaces.explorer.ties_view import ties_of
from polemos.interfaces.explorer.weeks_view import _control, weeks_of
from polemos.interfaces.ground import ground_of, nearest
from polemos.interfaces.report import page as static_page
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from worlds import HERE, WORLDS

WARS = Path(__file__).resolve().parents[3] / "src" / "polemos" / "wars"
RUN = "runs/a war"
SHARES, TENTHS = 0.0005 + 1e-9, 0.05 + 1e-9
"""Half of the last decimal that is kept."""
Plain = dict[str, Any]


@pytest.fixture(scope="module")
def page(small: Run) -> Plain:
    return page_of(small, RUN)


@pytest.fixture(scope="module")
def weeks(small: Run) -> Plain:
    return weeks_of(small)


def checked(run: Run) -> tuple[Plain, Plain]:
    """Return page and weeks of a run after all checks of shape."""
    page, weeks = page_of(run, RUN), weeks_of(run)
    shapes.check_page(page)
    shapes.check_weeks(page, weeks)
    shapes.check_inputs(inputs_of(run))
    return page, weeks


def camps_of(run: Run) -> np.ndarray[Any, Any]:
    """Return the camp that holds each counted place [history, week, place], written out as loops over the legend."""
    measures = run.measures
    camps = [str(name) for name in measures["camp"].values]
    by_actor = [camps.index(str(camp)) for camp in measures["camp_of"].values]
    counted = np.flatnonzero(measures["counted"].values)
    holder = measures["holder"].transpose("history", "week", "place").values[:, :, counted]
    return np.vectorize(lambda actor: by_actor[actor] if actor >= 0 else -1)(holder)


def series(weeks: Plain, measure: str, *of: str) -> Plain:
    return next(one for one in weeks["series"] if one["measure"] == measure and one["of"] == list(of))


def hows(page: Plain) -> list[Plain]:
    """Return how each number of the answer came about."""
    return [part["how"] for line in page["answer"] for part in line["parts"] if not isinstance(part, str)]


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


def test_control_is_counted_from_the_holders(small: Run, page: Plain, weeks: Plain) -> None:
    camps = camps_of(small)
    for week in (0, 3, page["weeks"]):
        for place in range(0, len(page["places"]), 3):
            counts = {camp: int((camps[:, week, place] == camp).sum()) for camp in range(-1, len(page["camps"]))}
            said = dict(zip(*(weeks["control"][week][place][part::2] for part in (0, 1)), strict=True))
            for camp, count in counts.items():
                assert said.get(camp, 0.0) == pytest.approx(count / HISTORIES, abs=SHARES)


def test_a_tie_is_given_to_the_earlier_camp_and_nobody_comes_last() -> None:
    camps = np.array([[[0, -1, 1]], [[1, 1, 1]], [[0, -1, -1]], [[1, 1, -1]]], dtype=np.int8)
    assert _control(camps, 2) == [[[0, 0.5, 1, 0.5], [1, 0.5, -1, 0.5], [1, 0.5, -1, 0.5]]]


def test_roads_and_changes_of_hands_are_counted_history_by_history(small: Run, page: Plain, weeks: Plain) -> None:
    camps, week = camps_of(small), 4
    for row, (one, two) in enumerate(page["roads"]):
        differ = sum(camps[history, week, one] != camps[history, week, two] for history in range(HISTORIES))
        assert weeks["apart"][week][row] == pytest.approx(differ / HISTORIES, abs=SHARES)
    said = dict(zip(weeks["taken"][week][::2], weeks["taken"][week][1::2], strict=True))
    for place in range(len(page["places"])):
        moved = sum(camps[history, week, place] != camps[history, week - 1, place] for history in range(HISTORIES))
        assert said.get(place, 0.0) == pytest.approx(moved / HISTORIES, abs=SHARES)


def test_curves_are_the_dataset_s(small: Run, page: Plain, weeks: Plain) -> None:
    measures, week = small.measures, 5
    order = [one["measure"] for one in weeks["series"]]
    first = "cohesion places_held killed civilians_killed requests effort men".split()
    assert list(dict.fromkeys(order)) == first
    killed = measures["killed"].sum("actor").sel(week=week).values
    found = series(weeks, "killed")
    for name, percentile in zip(shapes.FAN, (10, 25, 50, 75, 90), strict=True):
        assert found["fan"][name][week] == pytest.approx(np.percentile(killed, percentile), abs=TENTHS)
    assert found["mean"][week] == pytest.approx(killed.mean(), abs=TENTHS)
    members = [actor["id"] for actor in page["actors"] if actor["member"]]
    late = measures["requests"].sel(answer="late", actor=members).sum("actor").sel(week=week).values
    assert series(weeks, "requests", "late")["mean"][week] == pytest.approx(late.mean(), abs=TENTHS)
    cohesion = measures["cohesion"].sel(week=week).values
    assert series(weeks, "cohesion")["fan"]["middle"][week] == pytest.approx(np.median(cohesion), abs=SHARES)
    assert [one["of"][0] for one in weeks["series"] if one["measure"] == "men"] == members
    holding = [camp["id"] for camp in page["camps"] if camp["holds"]]
    assert [one["of"][0] for one in weeks["series"] if one["measure"] == "places_held"] == holding


def test_fronts_and_wings_are_the_dataset_s(small: Run, page: Plain, weeks: Plain) -> None:
    week = 2
    for row, front in enumerate(page["fronts"]):
        attacks = small.measures["front_attacks"].sel(front=front["id"], week=week).values
        assert weeks["fronts"]["attacks"]["mean"][week][row] == pytest.approx(attacks.mean(), abs=TENTHS)
        assert weeks["fronts"]["attacks"]["high"][week][row] == pytest.approx(np.percentile(attacks, 90), abs=TENTHS)
    for row, wing in enumerate(page["wings"]):
        aircraft = small.measures["aircraft"].sel(wing=wing["id"], week=week).values
        assert weeks["aircraft"]["mean"][week][row] == pytest.approx(aircraft.mean(), abs=TENTHS)


def test_ties_are_the_dataset_s(small: Run, page: Plain, weeks: Plain) -> None:
    ties, week = weeks["ties"], 6
    assert ties_of(small) == ties
    assert {len(ties["support"]), len(ties["fighting"])} & {0} == set()
    for tie in ties["support"]:
        client = page["actors"][tie["to"]]["id"]
        for answer in ("honoured", "late", "refused"):
            asked = small.measures["requests"].sel(actor=client, answer=answer, week=week).values
            assert tie[answer][week] == pytest.approx(asked.mean(), abs=TENTHS)
        owners = [wing["patron"] for row, wing in enumerate(page["wings"]) if small.war.world.client[row, tie["to"]]]
        assert tie["from"] in owners
    for tie in ties["fighting"]:
        pair = f"{page['camps'][tie['one']]['id']}|{page['camps'][tie['two']]['id']}"
        killed = small.measures["pair_killed"].sel(pair=pair, week=week).values
        assert tie["killed"][week] == pytest.approx(killed.mean(), abs=TENTHS)


def test_the_first_fissure_lies_in_the_week_of_its_day(small: Run, page: Plain, weeks: Plain) -> None:
    days, kinds = small.measures["fissure_day"].values, small.measures["fissure_kind"].values
    counts = np.zeros((page["weeks"] + 1, len(page["kinds"])))
    for day, kind in zip(days.tolist(), kinds.tolist(), strict=True):
        if day >= 0:
            counts[min((day + 6) // 7, page["weeks"]), kind] += 1
    assert np.allclose(weeks["fissure"]["shares"], counts / HISTORIES, atol=1e-5)
    assert weeks["fissure"]["day"] == pytest.approx(np.median(days[days >= 0]), abs=TENTHS)
    causes = small.measures["fissure_causes"].mean("history", skipna=True).values
    assert [cause["mean"] for cause in weeks["causes"]] == pytest.approx(causes.tolist(), abs=SHARES)


def test_without_a_fissure_no_day_and_no_cause_is_known() -> None:
    page, weeks = checked(run_of("two-fronts", breaks=False))
    assert weeks["fissure"]["share"] == 0
    assert (weeks["fissure"]["day"], weeks["causes"][0]["mean"]) == (None, None)
    assert "no member breaks" in "".join(part for part in page["answer"][2]["parts"] if isinstance(part, str))


def test_the_page_and_the_report_give_one_answer(small: Run, page: Plain) -> None:
    whole = " ".join(html.unescape(re.sub("<[^>]*>", "", static_page(small))).split())
    for line in page["answer"]:
        said = "".join(part if isinstance(part, str) else part["text"] for part in line["parts"])
        assert " ".join(said.split()) in whole
    commands = [
        part["how"]["command"] for line in page["answer"] for part in line["parts"] if not isinstance(part, str)
    ]
    assert "polemos show 'runs/a war' --measure cohesion --week 0" in commands
    assert f"polemos show 'runs/a war' --measure cohesion --week {page['weeks']}" in commands


def test_every_measure_that_a_command_names_exists_with_its_ids(small: Run, page: Plain) -> None:
    for words in (shlex.split(how["command"]) for how in hows(page)):
        named = dict(zip(words[3::2], words[4::2], strict=True))
        if "--measure" in named:
            measure = small.measures[named["--measure"]]
            assert int(named.get("--week", 0)) <= page["weeks"]
            ids = {
                str(name) for axis in measure.dims if axis not in ("history", "week") for name in measure[axis].values
            }
            assert named.get("--of") is None or named["--of"] in ids


def some_of(scenario: str | Path, *spans: Span, below: int = HISTORIES) -> Run:
    """Return a made-up run of which only some histories are there."""
    war = compile_scenario(load(scenario))
    arrays = arrays_of(war)
    parts = [
        InMemory(span, {name: whole[span.first : span.first + span.length] for name, whole in arrays.items()})
        for span in spans
    ]
    made = Manifest(scenario=war.name, title=war.title, digest="d", days=war.days, seed=3, histories=below, engine="e")
    return Run(made, Histories(parts, below), None, war)


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


def scenario(folder: Path, change: Any) -> Path:
    """Write a changed ``two-fronts``."""
    told = yaml.safe_load((WARS / "two-fronts.yaml").read_text(encoding="utf-8"))
    path = folder / "war.yaml"
    path.write_text(yaml.safe_dump(change(told) or told), encoding="utf-8")
    return path


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


def test_dates_of_decisions_are_dates() -> None:
    found = inputs_of(run_of("two-fronts"))
    dated = [item for item in found["inputs"] if item["date"]]
    begins = {one["id"]: one["date"] for one in found["interventions"]}
    for item in dated:
        assert item["best"] == begins[item["path"].split(".")[1]]
    assert all(item["path"].startswith("interventions.") for item in dated)


def test_a_war_that_no_ledger_is_about_has_none(small: Run) -> None:
    assert ledger_of(small) is None


def test_amounts_keep_their_order_and_four_digits() -> None:
    chance = np.random.Generator(np.random.Philox(key=[5, 0]))
    values = np.sort(np.concatenate([10.0 ** chance.uniform(-2, 8, 2000), [0.0, 999.94, 999.96, 1000.4]]))
    rounded = np.array(plain.amounts(values))
    assert (np.diff(rounded) >= 0).all()
    large = values >= 1000
    assert (np.abs(rounded / np.maximum(values, 1e-9) - 1)[large] <= 5e-4 + 1e-12).all()  # half of the fourth digit
    assert (np.abs(rounded - values)[~large] <= TENTHS).all()
    assert plain.amounts(np.array([np.nan, 12.0, 123456.0])) == [None, 12, 123500]
    assert isinstance(plain.amounts(np.array([12.0]))[0], int)
    assert np.allclose(plain.mean_of(np.array([[1.0, np.nan], [3.0, np.nan]])), [2.0, np.nan], equal_nan=True)
