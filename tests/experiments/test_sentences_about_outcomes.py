"""What a person writes for an outcome: a name, a sentence, or one message with the nearest name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polemos.engine.answers import answers
from polemos.engine.definitions import MEASURES
from polemos.errors import BadInput
from polemos.experiments.conditions import DEEPEST, Joined, comparisons, read_condition
from polemos.experiments.outcomes import KEPT, all_outcomes, find_outcome, headline
from polemos.experiments.statistics import estimate
from small_run import small_run


def values(text: str, run: Any = None) -> Any:
    run = run or small_run()
    outcome = find_outcome(text, run.war)
    return np.asarray(outcome.make(run.recorded, run.war), dtype=float)


class OnlyKept:
    """The arrays that a case keeps, and no other."""

    def __init__(self, run: Any) -> None:
        self.recorded = run.recorded

    def __getitem__(self, name: str, /) -> Any:
        assert name in KEPT
        return self.recorded[name]


@pytest.mark.parametrize("world", ["two_fronts_one_air_force", "one_front", "no_war"])
def test_every_outcome_is_one_number_per_history_from_what_a_case_keeps(world: str) -> None:
    run = small_run(world, 20, 35)
    for outcome in all_outcomes(run.war).values():
        found = np.asarray(outcome.make(OnlyKept(run), run.war), dtype=float)
        assert found.shape == (20,), outcome.name
        assert outcome.title
        assert outcome.definition
        if outcome.kind == "share":
            assert set(found[np.isfinite(found)]) <= {0.0, 1.0}, outcome.name


def test_a_case_keeps_nothing_that_no_outcome_uses_but_what_later_questions_may_ask() -> None:
    run, used = small_run(), set()

    class Noting:
        def __getitem__(self, name: str, /) -> Any:
            used.add(name)
            return run.recorded[name]

    for outcome in all_outcomes(run.war).values():
        outcome.make(Noting(), run.war)
    assert set(KEPT) - used == {"effort", "fissure_causes", "front_attacks", "killed"}


def test_headline_outcomes_are_the_numbers_of_the_summary() -> None:
    run = small_run()
    told = answers(run)
    means = {one.name: estimate(one.make(run.recorded, run.war), one.kind).mean for one in headline(run.war)}
    for ending in told["war"]["endings"][1:]:
        assert means[f"ends_as.{ending['ending']}"] == pytest.approx(ending["share"])
    for camp in told["camps"]:
        for name in ("places_held", "population_held"):
            assert means[f"{name}.{camp['camp']}"] == pytest.approx(camp[name]["end"]["mean"])
    assert means["dead"] == pytest.approx(sum(row["killed"]["mean"] for row in told["dead"]))
    assert means["dead.own"] + means["dead.others"] == pytest.approx(means["dead"])
    assert means["dead.civilians"] == pytest.approx(told["civilians"]["killed"]["mean"])
    assert means["displaced"] == pytest.approx(told["civilians"]["displaced"]["mean"])
    assert means["requests"] == pytest.approx(sum(row["made"]["mean"] for row in told["requests"]))
    assert means["cohesion"] == pytest.approx(told["cohesion"][-1]["mean"])
    assert means["first_fissure"] == pytest.approx(told["fissure"]["probability"]["mean"])
    assert means["quagmire"] == pytest.approx(told["quagmire"]["mean"])


def test_the_initiative_is_lost_where_others_begin_most_attacks_of_the_last_quarter() -> None:
    run = small_run()
    attacks = run.recorded["attacks"][:, -(run.war.days // 7 // 4) :].sum(axis=1)
    known = attacks[:, 2] > 0
    assert np.array_equal(values("initiative_lost")[known], attacks[known, 0] * 2 < attacks[known, 2])
    assert np.isnan(values("initiative_lost")[~known]).all()


def test_days_to_a_fissure_are_the_horizon_where_there_is_none() -> None:
    day, found = MEASURES["fissure_day"].make(small_run().recorded, small_run().war), values("days_to_fissure")
    assert np.array_equal(found, np.where(day > 0, day, small_run().war.days))


def test_sentences_compare_join_and_turn_round() -> None:
    dead, ongoing = values("dead"), values("ending == ongoing")
    middle = float(np.median(dead))
    assert np.array_equal(values(f"dead > {middle}"), dead > middle)
    assert np.array_equal(values(f"not dead > {middle}"), dead <= middle)
    assert np.array_equal(values(f"dead>{middle} or ending==ongoing"), (dead > middle) | (ongoing > 0))
    assert np.array_equal(values("ending != ongoing"), 1 - ongoing)
    both = f"(dead > {middle} or dead < 3) and ends_as.ongoing"
    assert np.array_equal(values(both), ((dead > middle) | (dead < 3)) & (ongoing > 0))
    assert find_outcome(both, small_run().war).kind == "share"


def test_and_binds_more_than_or_and_not_more_than_both() -> None:
    found = read_condition("not dead > 1 and quagmire < 1 or first_fissure", "--outcome")
    assert isinstance(found, Joined)
    assert (found.word, [part.word if isinstance(part, Joined) else part.name for part in found.parts]) == (
        "or", ["and", "first_fissure"],
    )  # fmt: skip
    assert [leaf.name for leaf in comparisons(found)] == ["dead", "quagmire", "first_fissure"]


def test_a_day_is_compared_with_a_date_and_what_never_came_is_later() -> None:
    run = small_run()
    day = MEASURES["fissure_day"].make(run.recorded, run.war)
    last = run.war.start.replace(month=3)
    number = (last - run.war.start).days + 1
    assert np.array_equal(values(f"first_fissure_day <= {last}"), (day > 0) & (day <= number))
    assert np.array_equal(values(f"first_fissure_day > {last}"), (day < 0) | (day > number))


def test_what_is_unknown_makes_a_sentence_unknown() -> None:
    assert np.array_equal(np.isnan(values("joint_share > 0.5 or dead > 0")), np.isnan(values("joint_share")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("endng == partition", "there is no outcome 'endng', did you mean \"ending\"?"),
        ("ending == partitin", "ending is never 'partitin', did you mean \"partition\"?"),
        ("ending == 3", "ending is never '3', there are ongoing, decisive_victory, collapse, settlement, partition"),
        ("ending < partition", "ending is a word: only == and != fit"),
        ("ending", 'ending is a word and no number, compare it, as in "ending == frozen"'),
        ("dead and ending == frozen", 'dead is neither true nor false, compare it, as in "dead > 0"'),
        ("ending = partition", "'=' is no comparison, there are == != <= >= < >"),
        ("dead >", "dead > lacks what it is compared with"),
        ("(dead > 3", "a bracket is not closed"),
        ("dead > 3)", "')' does not belong there, join comparisons with and, or"),
        ("dead > army", "dead is a number, not 'army', compare it with a number"),
        ("dead > 2016-01-01", "dead is a number, not '2016-01-01', compare it with a number"),
        ("first_fissure_day > 2016-13-01", "there is no date 2016-13-01"),
        ("", 'the sentence ends where an outcome should, write it as in "ending == partition"'),
        ("and", "'and' stands where an outcome should, write it as in \"ending == partition\""),
        ("__import__('os')", "there is no outcome '__import__', there are"),
        ("(" * (DEEPEST + 2) + "dead > 1", "is nested too deeply"),
        ("dead > 1" * 200, "is longer than 1,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_message(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        find_outcome(text, small_run().war)
    if text.startswith("__import__"):
        said = "'(' does not belong there"
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"--outcome {text!r}: ")


def test_a_war_without_a_coalition_says_so() -> None:
    with pytest.raises(BadInput, match="this war has no coalition to look at"):
        find_outcome("fellowship", small_run("one_front", 20, 35).war)
