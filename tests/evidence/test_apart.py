"""Of spans that overlap the longest stays, and a text made to be slow is read in time."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.read_texts import names
from polemos.evidence.apart import longest_apart
from polemos.evidence.coding import events_of
from polemos.evidence.document import read_post
from polemos.evidence.mentions import mentions_of


class Span(NamedTuple):
    first: int
    last: int


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda one: Span(one[0], one[0] + one[1])), max_size=20
)


@given(SPANS)
@settings(max_examples=150, deadline=None)
def test_what_stays_is_what_one_by_one_would_leave(spans: list[Span]) -> None:
    kept = longest_apart(spans)
    assert all(one.last <= other.first for one, other in pairwise(kept))
    plain: list[Span] = []
    for one in sorted(spans, key=lambda one: one.first - one.last):
        if all(one.last <= other.first or other.last <= one.first for other in plain):
            plain.append(one)
    assert kept == sorted(plain)


SLOW = {
    "names": "Aleppo " * 30_000,
    "relatives": "ISIL attacked, which, " * 10_000,
    "openings": "a\n\n“b\n\n" * 10_000,
    "initials": "A. " * 60_000,
    "prepositions": "in of by " * 20_000,
    "dates": "3 May 2016 31 February 2016 " * 4_000,
    "thread": "1 comment\n\n" + "".join(" " * depth + "1. x\n\n" for depth in range(400)),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_text_that_is_made_to_be_slow_is_read_in_time(name: str) -> None:
    # Some 200 kB take well under 4 s of CPU where time grows as the text does; a square of it takes minutes.
    before = time.process_time()
    document = read_post(f"A title\n\n{SLOW[name]}".encode(), date="2016-06-15")
    events_of(document, mentions_of(document, names()))
    assert time.process_time() - before < 8.0
