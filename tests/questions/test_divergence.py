"""Two histories part where the edit acts and nowhere before, and chains lead back or are said not to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pairs_of_runs import HISTORIES, SORE, made
from polemos.engine.course import Life, scenario_of
from polemos.engine.replay import events
from polemos.errors import BadInput
from polemos.experiments.answer import open_answer
from polemos.experiments.departures.consequences import counterpart, way_back
from polemos.experiments.departures.divergence import content, own_events, why_diverge
from polemos.experiments.departures.partings import partings
from polemos.scenario.difference import changed
from worlds import SEED, differing, world

Event = dict[str, Any]


def test_a_history_beside_itself_is_the_same_and_said_to_be() -> None:
    found = why_diverge(made(), made(), 4)
    assert found.identical
    assert (found.parting, found.edits, found.outcomes, found.links) == (None, [], [], [])
    assert str(found).splitlines()[-1] == (
        "The two histories are the same on all 120 days, to the last bit and in every event."
    )
    assert found.as_dict()["identical"] is True


def test_histories_part_on_the_day_of_the_decision_that_one_of_them_lacks() -> None:
    found = why_diverge(made(), made(without=("leaving",)), 4)
    assert [str(item) for item in found.edits] == ["interventions.leaving: only in A (withdraw_aircraft)"]
    assert found.parting is not None
    assert (found.parting.day, found.parting.date) == (61, "2000-03-01")
    assert str(found.parting.differences[0]) == "aircraft of jets: 4 against 10"
    first, other = found.first_events
    assert (first[0]["kind"], first[0]["about"], first[0]["day"]) == ("decision", "leaving", 61)
    assert all(event["day"] == 61 for event in other)
    text = str(found)
    assert "They part on 2000-03-01, day 61." in text
    assert first[0]["text"] in text


def test_the_day_of_the_parting_is_the_first_on_which_the_whole_state_differs() -> None:
    a, b = made(), made("mechanisms.combat.tail=2.9")
    for number in range(3):
        found = why_diverge(a, b, number)
        one, two = Life(a.courses.course(number)), Life(b.courses.course(number))
        assert found.parting is not None
        day = found.parting.day
        same = differing(one.until(day - 1).state, two.until(day - 1).state)
        assert day == 1 or same == []
        assert differing(one.until(day).state, two.until(day).state) != []


def test_an_edit_of_the_start_parts_the_histories_on_the_eve() -> None:
    found = why_diverge(made(), made("actors.army.strength=5100"), 0)
    assert found.parting is not None
    assert found.parting.day == 0
    assert "They part on the eve of the war." in str(found)
    assert found.drawn == [("actors.army.strength", 5000.0, 5100.0)]


def test_an_edit_that_acts_never_leaves_the_histories_the_same() -> None:
    found = why_diverge(made(), made("mechanisms.endings.lasting=3000"), 0)
    assert found.edits
    assert found.identical


def test_own_events_are_the_rest_when_equal_ones_are_paired() -> None:
    told = events(world("two_fronts_one_air_force"), SEED, 1)
    assert own_events(told, told, 120) == ({}, {})
    doubled = [*told, {**told[5], "id": len(told)}]
    one, two = own_events(doubled, told, 120)
    assert (list(one), two) == ([len(told)], {})
    changed_one = [{**event, "sorties": 99} if event["id"] == 7 else event for event in told]
    one, two = own_events(told, changed_one, 120)
    assert (list(one), list(two)) == ([7], [7])
    assert content(told[7]) != content(changed_one[7])
    assert own_events(told, changed_one, told[7]["day"] - 1) == ({}, {})


def planted(*causes: list[int], days: tuple[int, ...], kinds: dict[int, str] | None = None) -> list[Event]:
    return [
        {"id": number, "day": day, "kind": (kinds or {}).get(number, "fighting"), "place": "mill", "actor": "army",
         "other": None, "about": None, "causes": causes[number]}
        for number, day in enumerate(days)
    ]  # fmt: skip


def test_the_shortest_chain_of_own_events_to_the_parting_is_found() -> None:
    told = planted([], [0], [1], [], [2, 3], [4, 1], days=(3, 3, 4, 5, 6, 7))
    own = {number: told[number] for number in range(6)}
    chain, there = way_back(5, told, own, {}, 3)
    assert ([event["id"] for event in chain], there) == ([1, 5], True)


def test_a_chain_over_an_event_that_both_have_does_not_count() -> None:
    told = planted([], [0], [1], days=(3, 4, 5))
    chain, there = way_back(2, told, {0: told[0], 2: told[2]}, {}, 3)
    assert ([event["id"] for event in chain], there) == ([2], False)


def test_a_decision_of_one_side_alone_is_where_a_chain_may_begin() -> None:
    told = planted([], [0], days=(40, 60), kinds={0: "decision"})
    chain, there = way_back(1, told, dict(enumerate(told)), {}, 3)
    assert ([event["id"] for event in chain], there) == ([0, 1], True)
    # the same decision on both sides, which moves another number, is none
    chain, there = way_back(1, told, dict(enumerate(told)), {9: {**told[0], "aircraft": 3}}, 3)
    assert there is False
    assert counterpart(told[0], {9: {**told[0], "aircraft": 3}}) is not None
    assert counterpart(told[0], {9: {**told[0], "place": "ford"}}) is None


def test_every_chain_is_made_of_causes_and_begins_where_it_says() -> None:
    whole, without = made(*SORE), made(*SORE, without=("loosening",))
    links = 0
    for number in range(HISTORIES):
        found = why_diverge(whole, without, number)
        sides = own_events(*found.events, found.days)
        first = min(event["day"] for side in sides for event in side.values())
        for link in found.links:
            links += 1
            own = sides[link.side]
            for cause, event in zip(link.chain, link.chain[1:], strict=False):
                assert cause["id"] in event["causes"]
            assert all(event["id"] in own for event in link.chain)
            began = link.chain[0]
            if link.to_the_parting:
                assert began["day"] == first or began["kind"] == "decision"
            else:
                assert not [cause for cause in began["causes"] if cause in own]
                assert began["day"] > first
        json.dumps(found.as_dict(), allow_nan=False)
    assert links > 0


def test_outcomes_are_those_that_the_runs_recorded() -> None:
    a, b = made(*SORE), made(*SORE, without=("leaving",))
    for number in range(4):
        told = {item.name: item for item in why_diverge(a, b, number).outcomes}
        for run, side in ((a, "a"), (b, "b")):
            dead = int(run.recorded["totals"][number, :, 8].sum())
            assert getattr(told["dead"], side) == dead
            fissure = run.recorded["fissure"][number]
            assert (getattr(told["first_fissure"], side) == "none") == (fissure[0] < 0)


@pytest.mark.parametrize(("other", "said"), [
    (made(seed=5), "the runs have two seeds, 20160101 and 5: their histories share no luck, "
                   "run one of them again with --seed 20160101 or --seed 5"),
    (made(world="one_front"), "the runs are of two wars, two-fronts-one-air-force and one-front: "
                              "nothing pairs their histories, give two runs of one war that differ by edits"),
    (made("start=2000-01-02"), "the wars begin on two days, 2000-01-01 and 2000-01-02: their days do not pair, "
                               "give two runs of one war that differ by edits"),
])  # fmt: skip
def test_runs_that_do_not_pair_are_refused(other: Any, said: str) -> None:
    for question in (lambda: why_diverge(made(), other, 0), lambda: partings(made(), other)):
        with pytest.raises(BadInput) as refused:
            question()
        assert str(refused.value) == said


def test_a_history_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        why_diverge(made(), made(), 99)
    assert str(refused.value) == "history: the run has no history 99, it holds 12, counted from 0"
    with pytest.raises(BadInput, match="history 3 of A and history 4 of B have no day in common"):
        why_diverge(made(), made(), 3, 4)


def test_changes_are_told_by_their_path_with_both_values() -> None:
    war = world("two_fronts_one_air_force")
    edited = world("two_fronts_one_air_force", "actors.army.tempo={low: 1, best: 2, high: 4}",
                   "camps.sands.supply=[ford]", "coalitions.alliance.title=Other")  # fmt: skip
    assert [str(item) for item in changed(scenario_of(war), scenario_of(edited))] == [
        "camps.sands.supply: [wells] in A, [ford] in B",
        "actors.army.tempo: 12 in A, 2 (1 to 4) in B",
    ]


def test_the_table_counts_what_the_single_histories_tell(tmp_path: Path) -> None:
    a, b = made(*SORE), made(*SORE, without=("loosening",))
    table = partings(a, b)
    days = table.dataset["parting_day"].values
    for number, day in enumerate(days[:4]):
        parting = why_diverge(a, b, number).parting
        assert (parting.day if parting else -1) == day
    assert table.findings["parted"]["mean"] == np.mean(days >= 0)
    assert 0 <= table.findings["most_telling"] < HISTORIES
    assert f"--history {table.findings['most_telling']}" in str(table)
    again = open_answer(table.save(tmp_path / "table"))
    assert str(again) == str(table)
    assert again.plot().get_xlabel()
    assert partings(a, b, 3).dataset["history"].values.tolist() == [0, 1, 2]


def test_a_table_of_a_run_beside_itself_says_that_none_parts() -> None:
    table = partings(made(), made())
    assert table.findings["parted"]["mean"] == 0.0
    assert table.findings["most_telling"] is None
    assert table.findings["median_day"] is None
    assert "None of the 12 histories parts: each is the same in both runs, to the last bit." in str(table)
