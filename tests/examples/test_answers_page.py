"""The page of answers asks what the ledger asks, judges by the rules of verdicts, and is what its script writes."""

from __future__ import annotations

import re

import pytest

from polemos.evidence.verdict import VERDICTS
from polemos.experiments.outcomes import find_outcome
from tools_of_the_house import DOCS, tool
from worlds import world

answers, claims = tool("answers"), tool("claims")
PAGE = (DOCS / "answers.md").read_text(encoding="utf-8")
LEDGER = claims.ledger()
WORDS = "|".join(VERDICTS)


def chapter(claim: str) -> str:
    """Return what the page says of a claim, on one line."""
    return " ".join(PAGE.split(f"\n## {claim}\n")[1].split("\n## ")[0].split())


def test_every_claim_has_a_row_and_a_chapter_with_two_verdicts() -> None:
    for name, claim in LEDGER.claims.items():
        row = re.search(rf"^\| \[{name}\]\(#{name}\) \| (.+?) \| {claim.kind} \| ({WORDS}) \| ({WORDS}) \|", PAGE, re.M)
        assert row is not None, name
        assert row[1] == claim.words
        assert f"Model: **{row[2]}**" in chapter(name)
        assert f"Record: **{row[3]}**" in chapter(name)


def test_every_statement_and_reading_has_a_verdict() -> None:
    for name, claim in LEDGER.claims.items():
        flat = chapter(name)
        for one in claim.statements:
            mark = " (assumed)" if one.assumed else ""
            assert re.search(rf"\*\*({WORDS})\*\* \([^)]+\): {re.escape(one.words + mark)}\.", flat), one.words
            assert f"`{one.change}`" in flat
        for reading in claim.record:
            assert re.search(rf"\*\*record: ({WORDS})\*\* \([^)]+\): {re.escape(reading.words)}\.", flat), reading.words


def test_a_statement_whose_direction_is_assumed_never_supports() -> None:
    for name, claim in LEDGER.claims.items():
        for one in claim.statements:
            if one.assumed:
                assert f"**supported** (as claimed): {one.words} (assumed)" not in chapter(name)


def test_what_the_causes_are_asked_about_together_are_outcomes() -> None:
    war = world(answers.WAR)
    for name in LEDGER.attributed:
        assert find_outcome(name, war).name == name


@pytest.mark.slow
def test_the_page_is_what_its_script_writes() -> None:
    made = re.search(r"with (\d+) histories of each war", PAGE)
    assert made is not None
    if not answers.RECORDS.is_dir():
        pytest.skip("needs ../shared/records, which is not part of the project")
    assert answers.page(int(made[1]), records=answers.RECORDS) == PAGE, "write it anew with make answers"
