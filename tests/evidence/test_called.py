"""Who is called what, by whom: a label is its speaker's, and is told as meaning several where the text does not say."""

from __future__ import annotations

import pytest

from evidence.posts import NO_POST, POST
from evidence.read_texts import marked, names
from polemos.evidence.called import Called, who_is_called
from polemos.evidence.document import read_post
from polemos.evidence.mentions import mentions_of


def called(text: str) -> list[Called]:
    document = read_post(f"A title\n\n{text}".encode())
    return list(who_is_called(document, mentions_of(document, names())))


def test_a_label_beside_a_name_is_that_partys() -> None:
    (one,) = called("The ANF terrorists came.")
    assert (one.whom, one.label, one.speaker, one.ambiguous) == (("nusra",), "terrorists", "author", False)
    first, second = called("To some ANF terrorists “rebels” are.")
    assert (first.whom, first.label, first.in_marks) == (("nusra",), "terrorists", 0)
    assert (second.whom, second.label, second.in_marks) == (("nusra",), "rebels", 1)


@pytest.mark.parametrize("text", ["Nusra, terrorists.", "Nusra fought terrorists.", "The ANF\n\nTerrorists came."])
def test_a_label_farther_off_is_not(text: str) -> None:
    (one,) = called(text)
    assert one.whom == ("camp:insurgents", "camp:isil")
    assert one.ambiguous


def test_the_same_label_of_two_speakers_is_told_apart() -> None:
    text = "The rebels came.\n\nJo Doe wrote:\n\n> The rebels left. Rebels!\n"
    first, second = called(text)
    assert (first.speaker, first.named, len(first.spans)) == ("quoted 1", "Jo Doe", 2)
    assert (second.speaker, len(second.spans)) == ("author", 1)


def test_a_text_without_labels_has_none() -> None:
    assert called("The army met the men of the hills.") == []


def test_speakers_of_the_real_post_call_one_group_two_things() -> None:
    if not POST.exists():
        pytest.skip(NO_POST)
    read = marked("post")
    rows = who_is_called(read.document, read.mentions)
    of_nusra = {one.label for one in rows if one.whom == ("nusra",)}
    assert of_nusra == {"terrorists", "rebels"}
    assert {one.speaker for one in rows if one.label == "terrorists"} == {"author", "author, earlier", "quoted 1"}
    assert {one.label for one in rows if one.speaker == "comment 1"} == {"daesh", "wahhabis"}
    for one in rows:
        for first, last in one.spans:
            assert read.document.text[first:last].strip()
