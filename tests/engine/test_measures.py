"""Measures are labelled, defined, bounded, and add up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from polemos.dimensions import ENDING_KINDS
from polemos.engine.definitions import MEASURES, governorates_of, pairs_of, quagmire_of
from polemos.engine.record import months_of
from polemos.units import UNITS
from small_run import DAYS, HISTORIES, small_run

SHARES = ("trust", "pair_trust", "cohesion", "joint_share", "initiative", "quagmire", "fissure_causes")


@pytest.fixture(scope="module")
def measures() -> xr.Dataset:
    return small_run().measures


def test_every_measure_says_what_it_is(measures: xr.Dataset) -> None:
    for name, variable in measures.data_vars.items():
        assert variable.attrs["units"] in UNITS, name
        assert variable.attrs["long_name"], name
        assert variable.attrs["definition"], name
        assert variable.dims == MEASURES[str(name)].axes
        assert variable.to_numpy().shape == variable.shape, name


def test_axes_carry_ids(measures: xr.Dataset) -> None:
    assert measures.sizes["history"] == HISTORIES
    assert measures["week"].to_numpy().tolist() == list(range(DAYS // 7 + 1))
    assert measures["day"].to_numpy()[[0, -1]].tolist() == [1, DAYS]
    assert measures["month"].to_numpy().tolist() == ["2000-01", "2000-02", "2000-03", "2000-04"]
    assert measures["coalition"].to_numpy().tolist() == ["alliance"]
    assert measures["camp_of"].sel(actor="guard").item() == "allies"
    assert measures["front_of"].sel(place="pass").item() == "north"


def test_deaths_add_up_however_they_are_counted(measures: xr.Dataset) -> None:
    whole = measures["killed_total"].sum("actor").to_numpy()
    assert whole.sum() > 0
    for name, axes in (("killed", ["week", "actor"]), ("killed_daily", ["day", "camp"]), ("place_killed", ["place"])):
        np.testing.assert_array_equal(measures[name].sum(axes).to_numpy(), whole)
    np.testing.assert_array_equal(measures["front_killed"].sum(["week", "front"]).to_numpy(), whole)
    by_month = measures["place_killed_by_month"].sum("month")
    np.testing.assert_array_equal(by_month.to_numpy(), measures["place_killed"].to_numpy())
    civilians = measures["place_civilians_by_month"].sum(["month", "place"]).to_numpy()
    np.testing.assert_array_equal(civilians, measures["civilians_killed"].sum("week").to_numpy())


def test_the_dead_between_camps_are_those_of_the_fronts(measures: xr.Dataset) -> None:
    """All but those of a day on which the last enemy in reach fell too or fled: 3 in 1,000 in this small war."""
    between, whole = measures["pair_killed"].sum("pair").to_numpy(), measures["front_killed"].sum("front").to_numpy()
    assert (between <= whole).all()
    assert between.sum() >= 0.99 * whole.sum()
    camps = measures["camp"].to_numpy().tolist()
    assert measures["pair"].to_numpy().tolist() == pairs_of(camps)
    friends = measures["pair_killed"].sel(pair=[f"{camp}|{camp}" for camp in camps])
    assert friends.sum().item() == 0


def test_governorates_sum_their_places(measures: xr.Dataset) -> None:
    names, row = governorates_of(small_run().war)
    assert measures["governorate"].to_numpy().tolist() == names
    by_place = measures["place_killed_by_month"].to_numpy()
    for number, name in enumerate(names):
        found = measures["governorate_killed"].sel(governorate=name).to_numpy()
        np.testing.assert_array_equal(found, by_place[:, :, row == number].sum(axis=2))


def test_changes_of_hands_add_up(measures: xr.Dataset) -> None:
    changes = measures["place_changes"].to_numpy()
    assert changes.sum() > 0
    np.testing.assert_array_equal(measures["place_changes_by_month"].sum("month").to_numpy(), changes)
    assert (measures["changes_back"].to_numpy() <= changes).all()
    assert (np.abs(measures["net_movement"]) <= measures["gross_movement"]).all()


def test_offensives_add_up(measures: xr.Dataset) -> None:
    begun = measures["offensives_started"].sum("actor").to_numpy()
    np.testing.assert_array_equal(measures["front_attacks"].sum(["week", "front"]).to_numpy(), begun)
    assert (measures["offensives_joint"] <= measures["offensives_started"]).all()


def test_who_holds_what_agrees_with_the_holders(measures: xr.Dataset) -> None:
    camps = measures["camp"].to_numpy()
    camp_of = np.array([camps.tolist().index(camp) for camp in measures["camp_of"].to_numpy()])
    holder = measures["holder"].to_numpy()
    for row in range(len(camps)):
        held = ((holder >= 0) & (camp_of[holder] == row)).sum(axis=2)
        np.testing.assert_array_equal(held, measures["places_held"].to_numpy()[:, :, row])


@pytest.mark.parametrize("name", SHARES)
def test_shares_stay_within_bounds(measures: xr.Dataset, name: str) -> None:
    values = measures[name].to_numpy()
    known = values[np.isfinite(values)]
    assert len(known)
    assert known.min() >= 0
    assert known.max() <= 1 + 1e-6  # stored in single precision


def test_trust_is_known_of_members_only(measures: xr.Dataset) -> None:
    known = np.isfinite(measures["trust"]).all(["history", "week"])
    assert (known == measures["member"]).all()
    assert known.sum() == 3


def test_trust_is_the_mean_of_the_trust_in_each_other(measures: xr.Dataset) -> None:
    """Hundredths are off by half of one at most, so is a mean of them, and so is a mean weighted by men."""
    pairs = measures["pair_trust"]
    members = measures["actor"].to_numpy()[measures["member"].to_numpy()].tolist()
    assert pairs["truster"].to_numpy().tolist() == pairs["trusted"].to_numpy().tolist() == members
    mean = pairs.mean("trusted")
    trust = measures["trust"].sel(actor=members).to_numpy()
    assert np.abs(mean.to_numpy() - trust).max() <= 0.005 + 1e-6
    assert np.abs(pairs.to_numpy()[..., 1, 0] - pairs.to_numpy()[..., 0, 1]).max() > 0.02  # trust has a direction
    men = measures["men"].sel(actor=members).to_numpy().astype(np.float64)
    weighted = (men * mean.to_numpy()).sum(axis=2) / np.maximum(men.sum(axis=2), 1)
    assert np.abs(weighted - measures["cohesion"].to_numpy()).max() <= 0.005 + 1e-6


def test_nobody_is_asked_whether_it_trusts_itself(measures: xr.Dataset) -> None:
    unknown = np.isnan(measures["pair_trust"]).all(["history", "week"]).to_numpy()
    np.testing.assert_array_equal(unknown, np.eye(3, dtype=bool))
    assert np.isnan(measures["pair_trust"]).sum() == measures["pair_trust"].size / 3


def test_trust_on_the_eve_is_what_the_scenario_says(measures: xr.Dataset) -> None:
    war, eve = small_run().war, measures["pair_trust"].isel(week=0)
    for row in range(3):
        given, _ = war.parameters(small_run().manifest.seed, row)
        for one in eve["truster"].to_numpy():
            for two in set(eve["trusted"].to_numpy()) - {one}:
                wanted = given.trust[war.legend.actors.index(one), war.legend.actors.index(two)]
                found = eve.sel(truster=one, trusted=two).isel(history=row).item()
                assert found == pytest.approx(wanted, abs=0.005 + 1e-6)


def test_a_flow_knows_who_sends_and_who_gets_it(measures: xr.Dataset) -> None:
    flow = measures["flow_share"].sel(flow="aid")
    assert (flow["flow_from"].item(), flow["flow_to"].item()) == ("patron", "guard")
    assert (flow.isel(week=0) == 1).all()


def without(*switched: str, edits: tuple[str, ...] = ()) -> xr.Dataset:
    """Return the measures of the small war with these mechanisms switched off."""
    return small_run(without=switched, edits=edits).measures


def test_a_flow_comes_through_whole_or_not_at_all_where_nothing_moves_it() -> None:
    """Without bargain and truces only its crossing counts: open while a friend of the client holds the mill."""
    still = without("bargain", "ceasefire", edits=("flows.aid.through=[mill]",))
    friends = [row for row, camp in enumerate(still["camp_of"].to_numpy()) if camp == "allies"]
    held = np.isin(still["holder"].sel(place="mill").to_numpy(), friends)
    assert 0 < held.mean() < 1
    np.testing.assert_array_equal(still["flow_share"].sel(flow="aid").to_numpy(), held.astype(np.float32))


def test_nothing_comes_through_without_supply() -> None:
    assert (without("supply")["flow_share"] == 0).all()


def test_what_moves_a_flow_is_the_bargain_and_the_rest_that_a_truce_gives(measures: xr.Dataset) -> None:
    whole, in_war = measures["flow_share"].to_numpy(), without("ceasefire")["flow_share"].to_numpy()
    at_rest = without("bargain")["flow_share"].to_numpy()
    assert len(np.unique(in_war)) > 10
    assert at_rest.max() > 1  # more than the scenario's amount while the truce lasts
    assert set(np.unique(at_rest[:, 1:5])) <= {0.0, 1.0}  # it begins on 1 February, in the fifth week
    assert (whole >= 0).all()


def test_days_count_from_one_and_agree_with_each_other(measures: xr.Dataset) -> None:
    day, first = measures["fissure_day"], measures["member_fissure_day"]
    recorded = small_run().recorded["fissure"][:, 0]
    np.testing.assert_array_equal(day.to_numpy(), np.where(recorded >= 0, recorded + 1, -1))
    earliest = first.where(first > 0).min(["actor", "kind"]).fillna(-1)
    np.testing.assert_array_equal(earliest.to_numpy(), day.to_numpy())
    assert ((day == -1) | ((day >= 1) & (day <= DAYS))).all()


def test_causes_are_known_where_somebody_broke(measures: xr.Dataset) -> None:
    causes = measures["fissure_causes"].sum("cause", skipna=False).to_numpy()
    broke = measures["fissure_day"].to_numpy() > 0
    assert np.isnan(causes[~broke]).all()
    assert causes[broke][np.isfinite(causes[broke])] == pytest.approx(1.0)


def test_endings_are_dated_where_the_war_ended(measures: xr.Dataset) -> None:
    over = measures["ending"] != ENDING_KINDS.index("ongoing")
    assert ((measures["ending_day"] > 0) == over).all()


def test_a_part_is_the_part_of_the_whole(measures: xr.Dataset) -> None:
    whole = measures["requests"].to_numpy()
    piece = measures["requests"].isel(history=[5, 2], answer=1, week=slice(3, 9))
    np.testing.assert_array_equal(piece.to_numpy(), whole[[5, 2], 3:9, :, 1])
    assert measures["requests"].sel(actor="guard").sum() == whole[:, :, 2].sum()


def test_the_file_has_the_same_numbers(measures: xr.Dataset, tmp_path: Path) -> None:
    measures.to_netcdf(tmp_path / "m.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "m.nc", engine="h5netcdf") as again:
        assert set(again.data_vars) == set(measures.data_vars)
        for name in measures.data_vars:
            np.testing.assert_array_equal(again[name].to_numpy(), measures[name].to_numpy(), err_msg=str(name))


def test_a_war_without_a_coalition_has_no_cohesion() -> None:
    measures = small_run("one_front", 3, 28).measures
    if measures.sizes["coalition"]:
        pytest.skip("this world has a coalition")
    assert np.isnan(measures["cohesion"]).all()
    assert np.isnan(measures["frustration"]).all()
    assert np.isnan(measures["quagmire"]).all()


def test_quagmire_is_movement_without_progress() -> None:
    net = np.array([0.0, 500.0, 0.0, -250.0, 0.0])
    gross = np.array([0.0, 500.0, 100.0, 500.0, 1e9])
    found = quagmire_of(net, gross, 1000.0)
    # nothing moves; all one way; to and fro over a tenth; half of it in vain; without end
    assert found.tolist() == pytest.approx([0.0, 0.0, 0.5, 0.5 * 500 / 600, 1.0])


def test_months_are_the_calendar_months() -> None:
    from datetime import date

    names, month = months_of(date(2016, 1, 31), 31)
    assert names == ["2016-01", "2016-02", "2016-03"]
    assert np.bincount(month).tolist() == [1, 29, 1]
