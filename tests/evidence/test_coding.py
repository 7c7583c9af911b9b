"""What a document says happened: who did what to whom, where and when, and what is no event at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.posts import NO_POST, POST
from evidence.read_texts import marked, names
from polemos.evidence.actions import ACTIONS, PATTERNS
from polemos.evidence.agreement import Agreement, agreement_on_events
from polemos.evidence.coding import Told, events_of
from polemos.evidence.document import read_post
from polemos.evidence.mentions import mentions_of
from polemos.evidence.numerals import losses_in
from polemos.evidence.sentences import sentences, stretch_of

PLOVER = set(
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
)


def told(text: str, date: str | None = "2016-06-15") -> list[Told]:
    document = read_post(f"A title\n\n{text}".encode(), date=date)
    return list(events_of(document, mentions_of(document, names())))


def test_every_action_has_a_class_of_plover_and_words() -> None:
    assert {action.plover for action in ACTIONS.values()} <= PLOVER
    assert {action.cameo for action in ACTIONS.values()} <= {f"{root:02d}" for root in range(1, 21)}
    assert {pattern.action for pattern in PATTERNS} | {"capture"} == set(ACTIONS)  # what is taken and is no place


@pytest.mark.parametrize(
    ("text", "action", "source", "target", "place"),
    [
        ("ISIL attacked the SAA near Palmyra.", "attack", "isil", "syrian_army", "palmyra"),
        ("The SAA was attacked by ISIL near Palmyra.", "attack", "isil", "syrian_army", "palmyra"),
        ("An attack by ISIL on Hezbollah began in Palmyra.", "attack", "isil", "hezbollah", "palmyra"),
        ("ANF took back Kinsabba.", "seizure", "nusra", "", "kinsabba"),
        ("Kinsabba was captured by ANF.", "seizure", "nusra", "", "kinsabba"),
        ("The crew was captured by ISIL near Idlib.", "capture", "isil", "", "area:idlib"),
        ("ISIL and Hezbollah fought near Palmyra.", "fighting", "isil", "hezbollah", "palmyra"),
        ("Talks failed, a truce negotiated between Russia and Turkey ended.", "negotiation", "russia", "turkey", ""),
        ("Insurgents led by Ahrar al-Sham stormed Zaytan.", "attack", "ahrar_al_sham", "", "zaytan"),
        ("ISIL, which the SAA never feared, shelled Marea.", "shelling", "isil", "", "marea"),
        ("The YPG siege of Manbij goes on.", "siege", "pyd_forces", "", "manbij"),
        ("Rockets hit Marea.", "shelling", "", "", "marea"),
        ("The army withdrew from Palmyra.", "withdrawal", "syrian_army", "", "palmyra"),
        ("Massacre in Aleppo by rebels.", "massacre", "camp:insurgents", "", "area:aleppo"),
        ("Russia accused Turkey.", "accusation", "russia", "turkey", ""),
    ],
)  # fmt: skip
def test_who_did_what_to_whom_where(text: str, action: str, source: str, target: str, place: str) -> None:
    (one,) = told(text)
    assert (one.action, one.source, one.target, one.place) == (action, source, target, place)
    assert one.plover == ACTIONS[action].plover


@pytest.mark.parametrize(
    "text",
    ["Has ISIL attacked Palmyra?", "ISIL will be attacked in Palmyra.", "ISIL will attack Palmyra.",
     "They should have shelled it, not talked, to take Palmyra.",
     "He took a look at Palmyra.", "The market in Palmyra is busy.", "Battles for Aleppo", "The aircraft sat down.",
     "It took two years.", "Russian forces with advanced weapons stood by."],
)  # fmt: skip
def test_what_has_not_happened_is_no_event(text: str) -> None:
    assert [one for one in told(text) if one.action != "shelling"] == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [("ISIL attacked Palmyra.", "asserted"), ("ISIL reportedly attacked Palmyra.", "hedged"),
     ("ISIL may have attacked Palmyra.", "hedged"), ("ISIL attacked Palmyra, a website claimed.", "hedged"),
     ("ISIL denied that it had attacked Palmyra.", "denied"), ("ISIL never attacked Palmyra.", "denied")],
)  # fmt: skip
def test_how_sure_the_text_is(text: str, certainty: str) -> None:
    (one,) = told(text)
    assert one.certainty == certainty


def test_what_belongs_to_one_event_is_not_told_of_the_next() -> None:
    first, second, third = told(
        "ISIL attacked Palmyra with rockets on 3 June and destroyed two tanks, and 31 men were killed in Hama."
    )
    assert (first.date, first.weapon, first.losses) == ("2016-06-03", "rocket", None)
    assert (second.source, second.place, second.date, second.losses) == ("isil", "palmyra", "2016-06-03", 2)
    assert (third.source, third.place, third.date, third.losses) == ("", "area:hama", "", 31)
    down, capture = told("A MiG-23 was shot down near Hama and the pilot was captured by rebels.")
    assert (down.source, down.weapon, down.place) == ("", "aircraft", "area:hama")
    assert (capture.action, capture.source) == ("capture", "camp:insurgents")


def test_an_item_of_a_digest_needs_no_verb_of_its_own() -> None:
    items = told(
        "News update\n\nHoms, Turkish Mi-8 down;\n\nOfficer executed;\n\nT-55 attacked with a Kornet near Idlib;"
    )
    assert [(one.action, one.source, one.target, one.place) for one in items] == [
        ("shoot_down", "", "turkey", "area:homs"), ("killing", "", "", ""), ("attack", "", "", "area:idlib"),
    ]  # fmt: skip
    assert [one.weapon for one in items] == ["helicopter", "", "anti_tank_missile"]


def test_events_keep_their_speaker() -> None:
    one, other = told("ISIL attacked Palmyra.\n\nJo Doe wrote:\n\n> ISIL attacked Marea.")
    assert (one.speaker, other.speaker) == ("author", "quoted 1")


@pytest.mark.parametrize(
    ("words", "losses"),
    [("14 soldiers and 9 insurgents were killed", 23), ("1,200 men died", 1200), ("hundreds of casualties, dead", 100),
     ("two tanks destroyed", 2), ("31 civilians came", None), ("men were killed", None), ("in 2016 they died", None)],
)  # fmt: skip
def test_losses_are_counted_where_something_was_lost(words: str, losses: int | None) -> None:
    assert losses_in(words) == losses


def test_sentences_end_where_they_end() -> None:
    text = "The U.S. left. Mr. Roe came! “Did he?” no; yes\n\nthe end"
    assert [text[first:last] for first, last in sentences(text, 0, len(text))] == [
        "The U.S. left.", "Mr. Roe came!", "“Did he?”", "no;", "yes", "the end",
    ]  # fmt: skip


@given(st.text('ab .,;?!\nA\u2026"', max_size=40))
@settings(max_examples=100, deadline=None)
def test_sentences_hold_every_letter_once_in_order(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert "".join("".join(text[first:last].split()) for first, last in spans) == "".join(text.split())
    assert spans == sorted(spans)


def test_a_stretch_ends_before_what_belongs_to_the_next() -> None:
    words = "A hit B on Monday, and C was taken"
    stretch = stretch_of(words, 0, 2, 5, words.index("taken"))
    assert words[slice(*stretch)] == "A hit B on Monday, "


@given(st.lists(st.sampled_from(
    ["ISIL", "attacked", "was", "captured", "by", "SAA", "Palmyra", "and", ",", ".", "with", "TOW", "31", "men",
     "killed", "3 June",
     "which", "never", "fighting", "down", "Mi-25", "took", ";"]), max_size=20))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_events_of_any_words_lie_in_their_sentence(words: list[str]) -> None:
    document = read_post(("Word.\n\nBegin " + " ".join(words)).encode(), date="2016-06-15")
    mentions = mentions_of(document, names())
    known = {one.id for one in mentions} | {party for one in mentions for party in one.candidates} | {""}
    for one in events_of(document, mentions):
        assert one.sentence[0] <= one.first < one.last <= one.sentence[1]
        assert {one.source, one.target, one.place, one.date, one.weapon} <= known
        assert one.action in ACTIONS


def agreement(name: str) -> dict[str, Agreement]:
    read = marked(name)
    assert read.marks.events is not None
    return {row.kind: row for row in agreement_on_events(events_of(read.document, read.mentions), read.marks.events)}


@pytest.mark.parametrize(("name", "least", "roles"), [("agency", 0.9, 0.8), ("partisan", 0.8, 0.5)])
def test_events_in_marked_texts_are_found(name: str, least: float, roles: float) -> None:
    rows = agreement(name)
    assert rows["event"].precision >= least
    assert rows["event"].recall >= least
    assert min(rows[role].recall for role in ("source", "place")) >= roles


def test_events_in_the_real_post_are_found() -> None:
    if not POST.exists():
        pytest.skip(NO_POST)
    rows = agreement("post")
    assert rows["event"].precision >= 0.9
    assert rows["event"].recall >= 0.9
    assert rows["source"].recall >= 0.9
