"""Precision and recall are what they are defined as, on cases that can be counted by hand."""

from __future__ import annotations

import math

import pytest

from polemos.evidence.agreement import agreement_on_mentions, share_of_days
from polemos.evidence.annotation_file import MarkedMention
from polemos.evidence.mentions import Mention


def found(kind: str, one: str, first: int, last: int) -> Mention:
    return Mention(kind, one, first, last, 0, "author")


def test_each_mark_counts_once_and_only_for_its_kind_and_id() -> None:
    ours = [
        found("actor", "a", 0, 3),
        found("actor", "a", 2, 5),
        found("actor", "b", 8, 9),
        found("place", "p", 10, 12),
    ]
    theirs = [MarkedMention(0, 4, "actor", "a"), MarkedMention(8, 9, "actor", "c"), MarkedMention(10, 12, "place", "p"),
              MarkedMention(20, 22, "place", "p")]  # fmt: skip
    rows = {row.kind: row for row in agreement_on_mentions(ours, theirs)}
    actor, place, everything = rows["actor"], rows["place"], rows["all"]
    assert (actor.marked, actor.found, actor.right, actor.exact) == (2, 3, 1, 0)
    assert (place.marked, place.found, place.right, place.exact) == (2, 1, 1, 1)
    assert (place.precision, place.recall) == (1.0, 0.5)
    assert (everything.marked, everything.found, everything.right) == (4, 4, 2)
    assert math.isnan(rows["weapon"].precision)
    assert math.isnan(rows["weapon"].recall)


def test_one_finding_is_not_right_twice() -> None:
    marks = [MarkedMention(0, 3, "actor", "a"), MarkedMention(5, 9, "actor", "a")]
    assert agreement_on_mentions([found("actor", "a", 0, 10)], marks)[-1].right == 1


def test_nothing_found_and_nothing_marked() -> None:
    assert agreement_on_mentions([], [])[-1][1:] == (0, 0, 0, 0)
    assert agreement_on_mentions([], [MarkedMention(0, 1, "actor", "a")])[-1].recall == 0.0


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("2016-01-01", "2016-01-01", 1.0), ("2016-01-01/2016-01-04", "2016-01-01/2016-01-02", 0.5),
     ("2016-01-01", "2016-01-02", 0.0), ("2016-01-01", "2016-03-01", 0.0), ("", "2016-01-01", 0.0), ("", "", 0.0)],
)  # fmt: skip
def test_days_are_shared_as_a_part_of_all(one: str, other: str, share: float) -> None:
    assert share_of_days(one, other) == share_of_days(other, one) == share
