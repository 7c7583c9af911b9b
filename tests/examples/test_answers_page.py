"""The page of answers asks what the claims say, judges by intervals alone, and is what its script writes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from polemos.experiments.outcomes import find_outcome
from polemos.experiments.statistics import estimate, paired
from tools_of_the_house import DOCS, tool
from worlds import world

answers, statements = tool("answers"), tool("statements")
PAGE = (DOCS / "answers.md").read_text(encoding="utf-8")
MARK = " (direction assumed)"
ASKED = [(claim, one) for claim, several in statements.STATEMENTS.items() for one in several]


def answer(effect_of_the_cause: float, higher: bool, histories: int = 400) -> Any:
    """Return a statement judged on made-up histories in which the cause adds so much to a noisy outcome."""
    luck = np.random.default_rng(1).normal(10.0, 1.0, histories)
    noise = np.random.default_rng(2).normal(0.0, 0.1, histories) * (effect_of_the_cause != 0.0)
    with_it, without = luck + effect_of_the_cause, luck + noise
    row = {
        "title": "dead", "against": estimate(with_it)._asdict(), "alternative": estimate(without)._asdict(),
        "difference": paired(with_it, without)._asdict(),
    }  # fmt: skip
    return answers.judge(statements.Statement("it is so", "a_change", "dead", higher), row, 34)


def test_every_claim_from_c02_to_c13_is_asked() -> None:
    assert list(statements.STATEMENTS) == [f"c{number:02d}" for number in range(2, 14)]
    assert set(statements.STATEMENTS) <= set(tool("claims").catalogue().claims)


def test_what_is_taken_away_is_a_what_if_of_the_war_and_what_is_asked_an_outcome() -> None:
    war, known = world(answers.WAR), tool("inputs_at").war().what_ifs
    for _, one in ASKED:
        assert one.change in known
        assert find_outcome(one.outcome, war).kind in ("share", "amount")
    for name in statements.ATTRIBUTED:
        assert find_outcome(name, war).name == name


@pytest.mark.parametrize(
    ("effect", "higher", "verdict"),
    [
        (0.5, True, "as stated"),
        (-0.5, True, "the other way"),
        (0.5, False, "the other way"),
        (-0.5, False, "as stated"),
        (1e-4, True, "no effect seen"),
        (0.0, True, "exactly no effect"),
    ],
)
def test_a_verdict_follows_from_the_interval_and_the_side_that_the_claim_says(
    effect: float, higher: bool, verdict: str
) -> None:
    assert answer(effect, higher).verdict == verdict


def test_an_effect_is_told_as_that_of_the_cause() -> None:
    told = answers._told(answer(0.5, True))
    assert told.startswith("**as stated *:** it is so. Dead: 10.4")
    assert re.search(r"difference \+0\.50\d+, 5 % of the latter \(95 % \+0\.4\d+ to \+0\.5\d+\), higher in 100 %", told)
    assert "0 of 400 histories differ" in answers._told(answer(0.0, True))


def test_the_page_has_a_chapter_for_each_claim_and_a_verdict_for_each_statement() -> None:
    for claim, one in ASKED:
        chapter = PAGE.split(f"\n## {claim}\n")[1].split("\n## ")[0]
        flat = " ".join(chapter.split())
        assert re.search(
            rf"\*\*({'|'.join(answers.VERDICTS)})( \*)?:\*\* {re.escape(one.words + MARK * one.assumed)}\.", flat
        ), one.words
        assert f"`{one.change}`" in flat


@pytest.mark.slow
def test_the_page_is_what_its_script_writes() -> None:
    made = re.search(r"with (\d+) histories of each war", PAGE)
    assert made is not None
    assert answers.page(int(made[1])) == PAGE, "write it anew with make answers"
