"""What led to what: causes fit their events, and a fissure's causes add up to what the war remembered."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from polemos.dimensions import CAUSES
from polemos.engine.chronicle import KINDS
from polemos.engine.replay import Replayed, replay
from polemos.engine.sentences import SENTENCES, Names, many, men
from polemos.engine.why import chain, fissure_told, remembered, tree
from polemos.scenario.compile import War
from worlds import SEED, world

Event = dict[str, Any]
# Trust breaks readily, and two members answer to one sponsor, so that there is something to explain.
SORE = (
    "mechanisms.trust.breaking_point=0.7",
    "mechanisms.trust.breaking_rate=3",
    "mechanisms.trust.solidarity=0.4",
    "mechanisms.trust.overridden=0.1",
    "actors.army.sponsor=patron",
    "interventions.truce.bound=[army, guard, hill_bands]",
)
BUSY = tuple(f"actors.{actor}.tempo=40" for actor in ("army", "guard", "hill_bands", "sand_bands"))
NUMBERS = range(6)

# Which kinds of earlier events may lead to an event; what is not named has no causes.
ROADS = {"taken", "surrendered", "fissure", "reconciled"}
FLIGHTS = {"honoured", "late", "supported", "air_strike"}
SCARCE = {"decision", "effort_moved"}
MAY_LEAD: dict[str, set[str]] = {
    "truce": {"decision"},
    "truce_ended": {"truce", "offensive"},
    "offensive": {"taken", "surrendered", "truce_ended", "decision"} | FLIGHTS,
    "joined": {"offensive", "decision"},
    "honoured": {"offensive"},
    "supported": {"offensive"},
    "late": {"offensive", "decision"},
    "refused": {"offensive", "honoured", "late", "supported", "truce"} | SCARCE,
    "fighting": {"offensive", "honoured", "late", "refused"},
    "taken": {"offensive", "fighting"},
    "repelled": {"offensive", "fighting"},
    "besieged": ROADS,
    "relieved": {"besieged"} | ROADS,
    "surrendered": {"besieged"} | ROADS,
    "aircraft_lost": FLIGHTS,
    "air_strike": {"offensive"},
    "fissure": {"grievance", "fissure", "reconciled"},
    "reconciled": {"fissure"},
    "ending": {"taken", "surrendered", "truce"},
    "shelling": {"taken", "surrendered"},
    "civilians_killed": {"fighting", "shelling", "offensive"} | FLIGHTS,
    "grievance": {"grievance", "refused", "late", "honoured", "truce", "joined", "repelled", "fighting"},
    "effort_moved": {"effort_moved"},
    "flow_moved": {"flow_moved"},
}


@cache
def sore_war() -> War:
    return world("two_fronts_one_air_force", *SORE, *BUSY)


@cache
def lived(number: int) -> Replayed:
    return replay(sore_war(), SEED, number)


@cache
def reference(number: int) -> Replayed:
    return replay(world("syria-2016"), SEED, number)


def everything() -> list[Replayed]:
    return [*(lived(number) for number in NUMBERS), reference(0)]


def test_every_kind_has_a_sentence_and_a_rule() -> None:
    names = {name for name, *_ in KINDS.values()}
    assert names == set(SENTENCES)
    assert names == set(MAY_LEAD) | {"decision"}


def test_causes_are_earlier_and_of_a_kind_that_can_lead_there() -> None:
    seen = set()
    for again in everything():
        for event in again.events:
            for cause in event["causes"]:
                assert cause < event["id"]
                assert again.events[cause]["kind"] in MAY_LEAD.get(event["kind"], set()), event
                seen.add((event["kind"], again.events[cause]["kind"]))
    # the chains that the war is about do occur
    assert {("refused", "offensive"), ("refused", "honoured"), ("refused", "decision")} <= seen
    assert {
        ("offensive", "honoured"),
        ("offensive", "taken"),
        ("fighting", "refused"),
        ("fissure", "grievance"),
    } <= seen
    assert {("grievance", "grievance"), ("grievance", "truce"), ("grievance", "joined"), ("truce", "decision")} <= seen


def of(again: Replayed, kind: str) -> list[tuple[Event, list[Event]]]:
    return [
        (event, [again.events[cause] for cause in event["causes"]]) for event in again.events if event["kind"] == kind
    ]


def one(causes: list[Event], *kinds: str) -> Event:
    (found,) = [cause for cause in causes if cause["kind"] in kinds]
    return found


def test_what_belongs_to_an_attack_names_that_attack() -> None:
    for again in everything():
        for kind in ("joined", "honoured", "late", "refused", "fighting", "taken", "repelled"):
            for event, causes in of(again, kind):
                attack = one(causes, "offensive")
                assert attack["place"] == event["place"]
                assert kind not in ("fighting", "taken", "repelled") or attack["actor"] == event["actor"]
                ended = [
                    later
                    for later in again.events[attack["id"] : event["id"]]
                    if later["place"] == event["place"] and later["kind"] in ("taken", "repelled", "surrendered")
                ]
                assert ended == []


def test_a_refusal_for_want_of_fronts_names_who_was_served_instead_that_day() -> None:
    found, reasons = 0, set()
    for again in everything():
        for event, causes in of(again, "refused"):
            reasons.add(event["about"])
            served = [cause for cause in causes if cause["kind"] in ("honoured", "late", "supported")]
            if event["about"] == "fronts":
                assert len(served) == 1
            if event["about"] == "grounded":
                assert (served, one(causes, "truce")["days_grounded"] > 0) == ([], True)
            for other in served:
                found += 1
                assert (other["day"], other["other"]) == (event["day"], event["other"])
                assert other["place"] != event["place"] or other["actor"] != event["actor"]
    assert found > 10
    assert {"fronts", "staff"} <= reasons


def test_a_lack_names_what_made_it_and_nothing_that_eased_it() -> None:
    """Fewer aircraft, less effort, a looser command; the commands of these wars only loosen, so no one joins for it."""
    for again in everything():
        for kind in ("refused", "late", "joined"):
            for event, causes in of(again, kind):
                for cause in causes:
                    if cause["kind"] == "decision":
                        less = cause.get("aircraft", 0) < 0 or cause.get("factor", 1) < 1
                        assert kind != "joined"
                        assert less if kind == "refused" and event["about"] != "staff" else "command" in cause
                    if cause["kind"] == "effort_moved":
                        assert cause["effort"] < 1


def test_a_battle_names_the_answers_of_its_own_day() -> None:
    for again in everything():
        for event, causes in of(again, "fighting"):
            for cause in causes:
                if cause["kind"] != "offensive":
                    assert (cause["day"], cause["place"]) == (event["day"], event["place"])


def test_a_counterattack_names_the_loss_it_answers() -> None:
    for again in everything():
        for event, causes in of(again, "offensive"):
            for cause in causes:
                if cause["kind"] in ("taken", "surrendered"):
                    assert event["day"] - cause["day"] <= 14
                if cause["kind"] == "decision":
                    assert cause["factor"] > 1


def test_the_heaviest_day_of_an_attack_is_among_what_decided_it() -> None:
    for again in everything():
        for kind in ("taken", "repelled"):
            for event, causes in of(again, kind):
                attack = one(causes, "offensive")
                days = [
                    other
                    for other in again.events[attack["id"] : event["id"]]
                    if other["kind"] == "fighting" and other["place"] == event["place"]
                ]
                most = max((deaths(day) for day in days), default=0)
                named = [deaths(cause) for cause in causes if cause["kind"] == "fighting"]
                assert max(named, default=0) == most


def deaths(event: Event) -> int:
    return int(event["deaths_actor"] + event["deaths_other"])


def test_vehicles_and_prisoners_are_all_in_the_chronicle() -> None:
    for again in everything():
        destroyed = sum(event["vehicles"] for event in again.events if event["kind"] == "fighting")
        assert destroyed == again.state.armour_lost.sum()
        captured = sum(event["vehicles"] for event in again.events if event["kind"] == "taken")
        assert captured == again.state.armour_captured.sum()
        prisoners = sum(event["prisoners"] for event in again.events if event["kind"] == "taken")
        assert prisoners == again.state.prisoners.sum()


# A grievance is written to a part in a million million; ten thousand of them, half a part off each, are off by 5e-9.
NEARLY = 1e-8


def test_grievances_in_the_chronicle_are_those_that_the_war_keeps() -> None:
    """At the end of the history, for every member and cause."""
    for war, again in [(sore_war(), lived(number)) for number in NUMBERS] + [(world("syria-2016"), reference(0))]:
        number = NUMBERS[0] if war.name == "syria-2016" else next(n for n in NUMBERS if lived(n) is again)
        given, _ = war.parameters(SEED, number)
        speed = 1.0 / max(1.0, given.trust_.forgetting)
        for row, member in enumerate(war.legend.actors):
            found = remembered(again.events, member, len(again.events), war.days, speed)
            kept = np.zeros(len(CAUSES))
            for cause in found:
                kept[CAUSES.index(cause["cause"])] = cause["remembered"]
            np.testing.assert_allclose(kept, again.state.grievance[row], atol=NEARLY, rtol=0)


def test_the_causes_of_a_fissure_add_up_to_what_was_recorded() -> None:
    found = 0
    for again in (lived(number) for number in NUMBERS):
        broken = again.fissure
        if broken is None:
            continue
        found += 1
        recorded = dict(zip(CAUSES, again.record.fissure_causes, strict=True))
        told = {cause["cause"]: cause["remembered"] for cause in broken["grievances"]}
        for name, amount in recorded.items():
            assert told.get(name, 0.0) == pytest.approx(amount, abs=NEARLY)
        assert broken["day"] - 1 == again.record.fissure[0]
        whole = 1.0 if broken["grievances"] else 0.0  # a few break because trust had always been low
        assert sum(cause["share"] for cause in broken["grievances"]) == pytest.approx(whole)
        parts = [cause["remembered"] for cause in broken["grievances"]]
        assert parts == sorted(parts, reverse=True)
    assert found >= 3


def test_the_chain_of_a_fissure_goes_back_to_the_first_events() -> None:
    again = next(lived(number) for number in NUMBERS if lived(number).fissure)
    broken = again.fissure
    assert broken is not None
    for cause in broken["grievances"]:
        for grave in cause["gravest"]:
            assert again.events[grave["id"]]["about"] == cause["cause"]
            assert grave["chain"] == chain(again.events, grave["id"])
            assert not any(again.events[number]["causes"] for number in grave["chain"][:1])
    lines = list(fissure_told(again.events, broken, 99))
    assert lines[0].endswith(broken["text"])
    assert not any("..." in line for line in lines)
    gravest = broken["grievances"][0]["gravest"][0]["id"]
    assert any(line.strip().startswith(f"{gravest}  ") for line in lines)


def test_a_chain_holds_every_cause_once_and_a_tree_tells_it() -> None:
    events = [
        {"id": number, "date": "2000-01-01", "text": f"event {number}", "causes": causes}
        for number, causes in enumerate(([], [0], [0], [1, 2], []))
    ]
    assert chain(events, 3) == [0, 1, 2]
    assert chain(events, 4) == []
    assert list(tree(events, 3, 9)) == [
        "3  2000-01-01  event 3",
        "  2  2000-01-01  event 2",
        "    0  2000-01-01  event 0",
        "  1  2000-01-01  event 1",
        "    0  (above)",
    ]
    assert list(tree(events, 3, 0))[1:] == ["  ... 3 earlier events: --why 3"]


def test_a_fissure_without_grievances_says_so() -> None:
    event = {"id": 0, "date": "2000-01-01", "text": "Fissure.", "causes": [], "grievances": []}
    assert list(fissure_told([event], event, 3))[1].endswith("its trust had always been low enough.")


def test_sentences_name_who_and_where_in_plain_english() -> None:
    for again in everything():
        for event in again.events:
            text = event["text"]
            assert text[0].isupper() or text[0].isdigit(), text
            assert text.endswith("."), text
            assert not any(slip in text for slip in ("None", " nan", "{", "  ", " 1 men", " 1 sorties", " 1 days"))
            if event["place"]:
                assert "unknown" not in text
    assert [men(0), men(1), men(1200)] == ["no men", "1 man", "1,200 men"]
    assert many(2, "party", "parties") == "2 parties"


@pytest.mark.parametrize(("kind", "said"), [
    ("stop_joint", "Guard stopped taking part in joint attacks."),
    ("local_truce", "Guard made a separate truce with Army."),
    ("leave_front", "Guard left a front: North; 40 men went back to the reserve."),
    ("leave_coalition", "Guard left the coalition; 40 men went back to the reserve."),
    ("turn", "Guard left the coalition and turned against Army; 40 men went back to the reserve."),
])  # fmt: skip
def test_every_kind_of_fissure_has_its_words(kind: str, said: str) -> None:
    event = {"about": kind, "actor": "guard", "other": "army", "front": "north", "men": 40}
    assert SENTENCES["fissure"](event, Names(sore_war()), []) == f"Fissure: {said}"


def test_causes_are_told_apart_by_their_part() -> None:
    for again in everything():
        for event in again.events:
            parts = {event[part] for part in ("origin", "occasion", "condition")} - {None}
            assert parts <= set(event["causes"])
            if event["kind"] != "fissure":
                assert sorted(parts) == event["causes"]


def test_siege_and_surrender_are_told_with_their_days() -> None:
    for again in everything():
        for event, causes in of(again, "surrendered"):
            if event["days_of_siege"] >= 7:
                begun = one(causes, "besieged")
                assert begun["place"] == event["place"]
                assert event["day"] - begun["day"] == event["days_of_siege"] - begun["days_of_siege"]
        for event, causes in of(again, "relieved"):
            assert one(causes, "besieged")["place"] == event["place"]


def test_dates_never_go_back() -> None:
    for again in everything():
        assert all(one["date"] <= two["date"] for one, two in pairwise(again.events))
