"""Spellings of one name are found, other names are not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.evidence.spelling import edits, folded, is_variant, skeleton

WORD = st.text("abk-' ", max_size=7)


@pytest.mark.parametrize(
    ("written", "name"),
    [("Kinsibb", "Kinsabba"), ("Menbij", "Manbij"), ("Falluja", "Fallujah"), ("Jebal-Al Acrad", "Jabal al-Akrad"),
     ("Hizbullah", "Hezbollah"), ("Khan Touman", "Khan Tuman"), ("Maarat al-Nu'man", "Maarrat al-Numan")],
)  # fmt: skip
def test_a_spelling_is_found(written: str, name: str) -> None:
    assert is_variant(written, name)


@pytest.mark.parametrize(
    ("written", "name"),
    [("Daraa", "Darayya"), ("Hama", "Homs"), ("Syrte", "Sirte"), ("Tabqa", "Tubaq"), ("Manjib", "Manbij"),
     ("Command", "Kimonad"), ("Salami", "Salamiyah"), ("Raqqah", "Raqqa"), ("Mari", "Marea")],
)  # fmt: skip
def test_another_name_or_a_short_one_is_none(written: str, name: str) -> None:
    assert not is_variant(written, name)


def test_what_the_rules_leave_out() -> None:
    assert folded("Deir ez-Zór’s") == "deirezzors"
    assert skeleton("al-Qaryatayn") == skeleton("Karyatain") == "krtn"
    assert skeleton("Jabal al-Akrad") == skeleton("jebel el akrad") == "jblkrd"


def reference(one: str, other: str) -> int:
    """Edits with swaps of neighbours by the recursion that defines them."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        reference(one[:-1], other) + 1, reference(one, other[:-1]) + 1,
        reference(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )  # fmt: skip
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        least = min(least, reference(one[:-2], other[:-2]) + 1)
    return least


@given(st.text("ab", max_size=5), st.text("abc", max_size=5), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_edits_are_those_of_their_definition(one: str, other: str, most: int) -> None:
    true = reference(one, other)
    assert min(edits(one, other, most), most + 1) == min(true, most + 1)
    assert edits(one, other, 9) == edits(other, one, 9) == true


@given(WORD)
@settings(max_examples=100, deadline=None)
def test_a_skeleton_knows_neither_case_nor_hyphens(word: str) -> None:
    assert skeleton(skeleton(word)) == skeleton(word)
    assert folded(word.upper()) == folded(word) == folded(word.replace("-", " "))
