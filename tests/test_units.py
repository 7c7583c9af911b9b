"""A unit is one of a closed list, and a wrong one is named with its nearest neighbour."""

from __future__ import annotations

import pytest

from polemos import BadInput
from polemos.units import UNITS, unit


@pytest.mark.parametrize("word", list(UNITS))
def test_known_unit_is_returned_and_explained(word: str) -> None:
    assert unit(word) == word
    assert len(UNITS[word]) > 10


@pytest.mark.parametrize(("word", "hint"), [("sortie/day", "sorties/day"), ("KM", "known units"), ("km ", "km")])
def test_unknown_unit_is_refused_with_a_way_out(word: str, hint: str) -> None:
    with pytest.raises(BadInput, match="unknown unit") as refused:
        unit(word)
    assert word in str(refused.value)
    assert hint in str(refused.value)
