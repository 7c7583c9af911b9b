"""Networks of who fought whom: what makes a tie, what is left out, and the same reading of records and simulations."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from polemos.engine.ged import NOT_ATTRIBUTED, as_ged_rows, write_ged
from polemos.engine.replay import replay
from polemos.errors import BadInput
from polemos.evidence.networks import FightingNetwork, fighting_network
from polemos.theory.balance import balanced_triangles, frustration_index
from small_run import small_run
from worlds import SEED

SHARED = Path(__file__).resolve().parents[3] / "shared" / "records" / "ucdp_ged_syria_2016-01_2016-09.csv.gz"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/records, not part of the project")


def event(
    one: str, other: str, best: float, began: str = "2016-02-01", ended: str = "", kind: int = 2
) -> dict[str, Any]:
    ends = {"date_start": began, "date_end": ended or began}
    return {"side_a": one, "side_b": other, "best": best, "type_of_violence": kind, **ends}


def ties(found: FightingNetwork) -> dict[tuple[str, str], int]:
    network = found.network
    ends = zip(network.one.tolist(), network.other.tolist(), network.weight.tolist(), strict=True)
    return {(str(network.nodes[one]), str(network.nodes[other])): int(weight) for one, other, weight in ends}


def test_sides_with_enough_dead_between_them_are_rivals() -> None:
    """Either side may come first; 25 are enough, 24 are not, and a side without a tie is no node."""
    found = fighting_network([event("red", "blue", 15), event("blue", "red", 10), event("red", "green", 24)])
    assert ties(found) == {("blue", "red"): -1}
    assert found.killed == {("blue", "red"): 25, ("green", "red"): 24}
    assert (found.events, found.left_out) == (3, {})
    assert ties(fighting_network([event("red", "green", 24)], least=24)) == {("green", "red"): -1}
    assert fighting_network([event("red", "green", 24)]).network.nodes == ()


def test_what_makes_no_tie_is_left_out_and_counted() -> None:
    rows = [
        event("red", "Civilians", 90, kind=3),
        event(NOT_ATTRIBUTED, "blue", 90),
        event("red", "red", 90),
        event("red", "blue", 90, "2015-12-31"),
        event("red", "blue", 90, "2016-02-01", "2016-03-03"),
        event("red", "blue", 25, "2016-02-01", "2016-03-02"),
    ]
    found = fighting_network(rows, first="2016-01-01", last="2016-06-15")
    assert ties(found) == {("blue", "red"): -1}
    assert found.killed == {("blue", "red"): 25}
    assert found.left_out == {
        "one-sided violence": 1,
        "nobody named": 1,
        "within one side": 1,
        "outside the window": 1,
        "longer than 31 days": 1,
    }


def test_an_event_of_many_days_is_spread_over_them() -> None:
    """A hundred dead in ten days, four of them in the window; a long row too if it is asked for."""
    short, long = event("a", "b", 100, "2016-02-01", "2016-02-10"), event("a", "b", 50, "2016-01-01", "2016-02-19")
    assert fighting_network([short], first="2016-02-07").killed == {("a", "b"): 40}
    assert fighting_network([short], last="2016-02-04").killed == {("a", "b"): 40}
    assert fighting_network([long], last="2016-01-10", long_events="spread").killed == {("a", "b"): 10}
    assert fighting_network([long]).killed == {}


def test_those_named_as_one_side_are_one_side_or_friends() -> None:
    rows = [event("red, blue", "green", 30), event("red", "yellow", 30)]
    assert ties(fighting_network(rows)) == {("green", "red, blue"): -1, ("red", "yellow"): -1}
    apart = fighting_network(rows, joint_sides="members")
    assert ties(apart) == {("blue", "green"): -1, ("blue", "red"): 1, ("green", "red"): -1, ("red", "yellow"): -1}
    assert apart.together == {("blue", "red"): 30}


def test_who_killed_each_other_are_rivals_whatever_else() -> None:
    rows = [event("red, blue", "green", 30), event("red", "blue", 30)]
    found = fighting_network(rows, joint_sides="members", friends=[("green", "blue"), ("white", "red")])
    expected = {("blue", "green"): -1, ("blue", "red"): -1, ("green", "red"): -1, ("red", "white"): 1}
    assert ties(found) == expected
    assert found.both == (("blue", "green"), ("blue", "red"))


def test_a_common_enemy_makes_friends_only_if_asked_and_never_of_rivals() -> None:
    rows = [
        event("red", "green", 30),
        event("blue", "green", 30),
        event("white", "red", 30),
        event("white", "blue", 30),
    ]
    assert set(ties(fighting_network(rows)).values()) == {-1}
    found = fighting_network([*rows, event("red", "blue", 30)], common_enemy=True)
    assert ties(found)["blue", "red"] == -1
    assert ties(found)["green", "white"] == 1


def test_other_names_make_one_side_of_several() -> None:
    rows = [event("red", "blue", 30), event("pink", "blue", 30), event("red", "pink", 30)]
    found = fighting_network(rows, called={"pink": "red"})
    assert (ties(found), found.killed, found.left_out) == (
        {("blue", "red"): -1},
        {("blue", "red"): 60},
        {"within one side": 1},
    )


def test_rows_data_frames_and_files_are_read_alike(tmp_path: Path) -> None:
    rows = [event("red", "blue", 30), event("red, pink", "green", 30)]
    path = tmp_path / "events.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    pd.DataFrame(rows).to_csv(tmp_path / "events.csv.gz", index=False)
    forms = [rows, iter(rows), pd.DataFrame(rows), path, str(path), tmp_path / "events.csv.gz"]
    assert [ties(fighting_network(form)) for form in forms] == [ties(fighting_network(rows))] * len(forms)
    ids = [row | {"side_a_new_id": 7, "side_b_new_id": 8} for row in rows]
    assert ties(fighting_network(ids, sides=("side_a_new_id", "side_b_new_id"))) == {("7", "8"): -1}


def test_simulated_events_are_read_as_recorded_ones_are(tmp_path: Path) -> None:
    """The five actors of a small war: only enemies kill each other, so its two camps are as they were written."""
    war = small_run().war
    rows = as_ged_rows(war, replay(war, SEED, 3).events)
    found = fighting_network(write_ged(rows, tmp_path / "events.csv"), joint_sides="members")
    killed = sum(row["best"] for row in rows if row["type_of_violence"] != 3 and row["side_a"] != NOT_ATTRIBUTED)
    assert sum(found.killed.values()) == killed > 0
    camp_of = dict(zip(war.legend.actor_titles, war.legend.camp_of_actor, strict=True))
    assert len(ties(found)) >= 2
    for one, other in ties(found):
        assert camp_of[one] != camp_of[other]
    assert frustration_index(found.network, disconnected="sum").index == 0


@needs_shared
def test_the_recorded_war_has_the_rivalries_that_it_is_known_for() -> None:
    """UCDP GED, 1 January to 15 June 2016.

    Groups that were coded as fighting together are friends. What stays frustrated in two camps: two enemies of nearly
    all others who also fought each other, and the infighting of eastern Ghouta in April and May.
    """
    found = fighting_network(SHARED, last="2016-06-15", joint_sides="members")
    frustration = frustration_index(found.network)
    assert (frustration.nodes, frustration.ties, sum(sign < 0 for sign in ties(found).values())) == (21, 52, 30)
    assert (frustration.index, frustration.proved) == (3, True)
    assert balanced_triangles(found.network) == (62, 47)
    assert found.both == (("Jabhat Fateh al-Sham", "Jaysh al-Islam"), ("Jaysh al-Islam", "Rahman Corps"))
    assert ties(found)["Government of Syria", "IS"] == ties(found)["IS", "SDF"] == -1
    assert found.left_out["longer than 31 days"] == 7


@needs_shared
def test_with_all_insurgents_as_one_side_four_fight_each_against_each() -> None:
    """Government, insurgents, IS and SDF: no triangle is balanced, and two camps leave two of six rivalries inside."""
    with_names = fighting_network(SHARED, last="2016-06-15", least=1, joint_sides="members").network.nodes
    others = ("IS", "SDF", "Hezbollah")
    groups = [name for name in map(str, with_names) if not name.startswith("Government") and name not in others]
    called = dict.fromkeys(groups, "Syrian insurgents")
    found = fighting_network(SHARED, last="2016-06-15", joint_sides="members", called=called)
    four = {"Government of Syria", "IS", "SDF", "Syrian insurgents"}
    assert all(sign == -1 for sign in ties(found).values())
    assert len([pair for pair in ties(found) if set(pair) <= four]) == 6
    assert balanced_triangles(found.network) == (4, 0)
    assert [frustration_index(found.network, clusters).index for clusters in (2, 3, 4)] == [2, 1, 0]


BAD: list[tuple[Any, dict[str, Any], str]] = [
    ([{"side_a": "red"}], {}, "has no column type_of_violence"),
    ([{**event("a", "b", 1), "best": "many"}], {}, "events, row 1: needs a number of at least 0, not 'many'"),
    ([{**event("a", "b", 1), "best": -1}], {}, "needs a number of at least 0, not -1"),
    ([event("a", "b", 1, "yesterday")], {}, "needs a date such as 2016-02-27, not 'yesterday'"),
    ([event("a", "b", 1, "2016-02-02", "2016-02-01")], {}, "lasts from 2016-02-02 to 2016-02-01"),
    ([event("a", "b", 1)], {"sides": ("one", "two")}, "has no column one"),
    ([event("a", "b", 1)], {"least": 0}, "least: is 0"),
    (
        [event("a", "b", 1)],
        {"first": "2016-02-02", "last": "2016-02-01"},
        "begins on 2016-02-02 and ends on 2016-02-01",
    ),
    ([event("a", "b", 1)], {"first": "soon"}, "first: needs a date"),
    ([event("a", "b", 1)], {"joint_sides": "both"}, "can be 'one' or 'members'"),
    ([event("a", "b", 1)], {"long_events": "halve"}, "can be 'leave_out' or 'spread'"),
    ([("a", "b", 1)], {}, "are no rows of events"),
    (7, {}, "are no rows of events"),
    ("nowhere.csv", {}, "nowhere.csv: there is no such file"),
]


@pytest.mark.parametrize(("events", "options", "message"), BAD, ids=[row[2] for row in BAD])
def test_what_is_wrong_is_said(events: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        fighting_network(events, **options)
    assert message in str(caught.value)


def test_a_file_that_is_no_text_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "events.csv.gz"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(BadInput, match="cannot be read as CSV in UTF-8"):
        fighting_network(path)


def test_an_empty_file_has_no_network(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with path.open("w", newline="") as file:
        csv.DictWriter(file, list(event("a", "b", 1))).writeheader()
    assert fighting_network(path).events == 0
