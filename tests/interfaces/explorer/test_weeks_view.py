"""Control, fighting, ties and curves are those of the dataset, counted anew history by history."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interfaces.explorer import shapes
from interfaces.explorer.views import SHARES, TENTHS, Plain, abroad, camps_of, checked, series
from interfaces.made_up import HISTORIES, run_of
from polemos.engine.run import Run
from polemos.interfaces.explorer import plain
from polemos.interfaces.explorer.ties_view import ties_of
from polemos.interfaces.explorer.weeks_view import _control
from worlds import HERE


def test_control_is_counted_from_the_holders(small: Run, tmp_path: Path) -> None:
    for run in (small, run_of(abroad(tmp_path))):
        page, weeks = checked(run)
        camps = camps_of(run)
        for week in (0, 3, page["weeks"]):
            for place in range(len(page["places"])):
                counts = {camp: int((camps[:, week, place] == camp).sum()) for camp in range(-1, len(page["camps"]))}
                said = dict(zip(*(weeks["control"][week][place][part::2] for part in (0, 1)), strict=True))
                for camp, count in counts.items():
                    assert said.get(camp, 0.0) == pytest.approx(count / HISTORIES, abs=SHARES)
    assert [place["id"] for place in page["places"]] == ["fort", "market"]
    assert page["roads"] == [[0, 1]]


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
    fought = small.measures["pair_killed"].sum(("history", "week"))
    assert len(ties["fighting"]) == int((fought > 0).sum())
    for tie in ties["fighting"]:
        pair = f"{page['camps'][tie['one']]['id']}|{page['camps'][tie['two']]['id']}"
        killed = small.measures["pair_killed"].sel(pair=pair).mean("history").values
        assert tie["killed"] == pytest.approx(killed.tolist(), abs=TENTHS)


def test_trust_is_the_mean_of_both_directions(small: Run, page: Plain, weeks: Plain) -> None:
    ids = [actor["id"] for actor in page["actors"]]
    members = [actor["id"] for actor in page["actors"] if actor["member"]]
    ties, week = weeks["ties"]["trust"], 3
    assert len(ties) == len(members) * (len(members) - 1) // 2
    for tie in ties:
        one, two = ids[tie["one"]], ids[tie["two"]]
        each = small.measures["pair_trust"].sel(week=week)
        both = (each.sel(truster=one, trusted=two) + each.sel(truster=two, trusted=one)).values / 2
        assert tie["mean"][week] == pytest.approx(both.mean(), abs=SHARES)
        assert tie["high"][week] == pytest.approx(np.percentile(both, 90), abs=SHARES)


def test_what_comes_through_of_a_flow_is_its_own() -> None:
    run = run_of(HERE / "long_road.yaml")
    page, weeks = checked(run)
    assert len(weeks["ties"]["flows"]) == len(page["flows"]) > 0
    for tie in weeks["ties"]["flows"]:
        flow = run.measures["flow_share"].sel(flow=page["flows"][tie["flow"]]["id"])
        assert tie["share"] == pytest.approx(flow.mean("history").values.tolist(), abs=SHARES)
        ends = (str(flow["flow_from"].values), str(flow["flow_to"].values))
        said = page["flows"][tie["flow"]]
        assert ends == (page["actors"][said["from"]]["id"], page["actors"][said["to"]]["id"])


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


def test_amounts_keep_their_order_and_four_digits() -> None:
    chance = np.random.Generator(np.random.Philox(key=[5, 0]))
    values = np.sort(np.concatenate([10.0 ** chance.uniform(-2, 8, 2000), [0.0, 999.94, 999.96, 1000.4]]))
    rounded = np.array(plain.amounts(values))
    assert (np.diff(rounded) >= 0).all()
    large = values >= 1000
    assert (np.abs(rounded / np.maximum(values, 1e-9) - 1)[large] <= 5e-4 + 1e-12).all()  # half of the fourth digit
    assert (np.abs(rounded - values)[~large] <= TENTHS).all()
    assert all(str(int(value)).rstrip("0") == str(int(value))[:4].rstrip("0") for value in rounded[large])
    assert plain.amounts(np.array([np.nan, 12.0, 123456.0])) == [None, 12, 123500]
    assert plain.amounts(np.array([999.94, 1234.56])) == [999.9, 1235]
    assert isinstance(plain.amounts(np.array([12.0]))[0], int)
    assert np.allclose(plain.mean_of(np.array([[1.0, np.nan], [3.0, np.nan]])), [2.0, np.nan], equal_nan=True)
