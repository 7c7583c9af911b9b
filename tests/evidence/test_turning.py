"""On what a difference hangs: a planted input is found with its sign, chance is not, ties and gaps do no harm."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.evidence.turning import discovered, in_words, turning

DRAWS = np.random.Generator(np.random.Philox(key=11))
INPUTS = DRAWS.random((300, 40))
PATHS = [f"input.{row}" for row in range(40)]
NOISE = DRAWS.normal(0.0, 0.2, 300)


def test_a_planted_input_is_found_first_and_its_sign_turns() -> None:
    found = turning(INPUTS[:, 7] - 0.5 + NOISE, INPUTS, PATHS)
    assert found[0].path == "input.7"
    assert found[0].correlation > 0.6
    assert found[0].turns
    assert found[0].lowest == pytest.approx(-1.0 / 3.0, abs=0.08)  # the mean of the lowest third of 0..1, less 0.5
    assert "its sign turns" in in_words(found, 0.01)
    fell = turning(-2.0 - INPUTS[:, 7] + NOISE, INPUTS, PATHS)
    assert fell[0].correlation < -0.6
    assert not fell[0].turns


def test_nothing_hangs_on_what_does_not_differ_or_is_too_few() -> None:
    assert turning(np.zeros(300), INPUTS, PATHS) == []
    assert turning(np.full(300, np.nan), INPUTS, PATHS) == []
    assert turning(INPUTS[:20, 7], INPUTS[:20], PATHS) == []
    assert in_words([], 0.1) == "no input is seen to move it"


def test_unknown_histories_and_inputs_that_are_certain_are_left_out() -> None:
    values = INPUTS[:, 7].copy()
    values[:50] = np.nan
    drawn = INPUTS.copy()
    drawn[:, 3] = 1.0
    found = turning(values, drawn, PATHS)
    assert found[0].path == "input.7"
    assert found[0].correlation == pytest.approx(1.0)
    assert "input.3" not in {one.path for one in found}


def test_discoveries_are_those_of_the_published_example() -> None:
    """Benjamini and Hochberg 1995, section 3: at 5 % the first four of fifteen, Holm and Bonferroni find three."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
               0.7590, 1.0]  # fmt: skip
    assert discovered(np.array(chances), 0.05).tolist() == [0, 1, 2, 3]
    assert discovered(np.array(chances[::-1]), 0.05).tolist() == [11, 12, 13, 14]
    assert discovered(np.array([]), 0.05).tolist() == []
    assert discovered(np.array([0.5, 0.9]), 0.05).tolist() == []


@pytest.mark.statistical
def test_chance_is_seldom_named() -> None:
    """Of 200 sets without any effect at most one in five names an input: the rate is a tenth, five errors of 2 %."""
    draws = np.random.Generator(np.random.Philox(key=13))
    named = sum(bool(turning(draws.normal(size=200), draws.random((200, 40)), PATHS)) for _ in range(200))
    assert named / 200 <= 0.2
