"""Scores: a forecast beside what came and beside rivals with the same past; changed folders and wrong files refused."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.prediction.recorded_history import FIRST, LAST, WAR, record
from experiments.prediction.test_forecast import HISTORIES, made, recorded
from polemos.errors import BadInput
from polemos.evidence.past import record_of
from polemos.evidence.readers import read_events
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.frozen import freeze
from polemos.experiments.prediction.draws import DrawTable, read_draws, write_draws
from polemos.experiments.prediction.panel_scores import matched, scored
from polemos.experiments.prediction.panels import cut, panel_of
from polemos.experiments.prediction.question_rivals import Past, rival_chances
from polemos.experiments.prediction.question_scores import questions_scored, read_resolved, resolve, watched_of
from polemos.experiments.prediction.questions import Question, Watched, happened
from polemos.experiments.prediction.rivals import rival_forecast
from polemos.experiments.prediction.score_tables import verdict_of
from polemos.interfaces.predictions import score
from polemos.theory.scores import crps_ensemble
from worlds import SEED

EVE = FIRST - timedelta(1)


@cache
def answer(**more: Any) -> Answer:
    files = record()
    return score(made()[1], files.events, changes=[files.changes], recorded_to=LAST, **more)


def test_the_score_of_the_forecast_is_that_of_its_draws_and_what_came() -> None:
    """By the slow road: draws from the file, the record's own arrays, the score from the floor below."""
    told = answer().findings["layouts"]["front_week"]
    table = read_draws(made()[1] / "front_week.parquet")
    came = recorded()["front_killed"].sel(week=slice(7, 17), front=list(table.series)).to_numpy()
    draws = table.values
    assert told["forecasters"]["forecast"]["crps"] == pytest.approx(float(crps_ensemble(draws, came).mean()))
    assert told["came"] == came.sum()
    assert (len(told["periods"]), len(told["series"])) == came.shape


def test_rivals_see_the_record_to_the_eve_and_reach_over_the_gap() -> None:
    told = answer().findings["layouts"]["front_week"]
    fronts = recorded()["front_killed"].sel(front=told["series"])
    past = fronts.sel(week=slice(1, 6)).to_numpy().astype(int)
    came = fronts.sel(week=slice(7, 17)).to_numpy()
    assert told["past"] == 6
    for name in ("persistence", "climatology", "autoregression"):
        draws = rival_forecast(name, past, (0, 6), 11, draws=HISTORIES, seed=1)
        assert told["forecasters"][name]["crps"] == pytest.approx(float(crps_ensemble(draws, came).mean()))


def test_no_leak_rivals_of_a_record_that_ends_differently_are_the_same() -> None:
    table = read_draws(made()[1] / "front_week.parquet")
    files = record()
    other = recorded().copy(deep=True)
    values = other["front_killed"].to_numpy().copy()
    values[7:] += 1000.0
    other["front_killed"] = (("week", "front"), values)
    one, two = (matched(table, each, files.war, EVE, 3) for each in (recorded(), other))
    assert (two.came[""] == one.came[""] + 1000.0).all()
    for name, draws in one.draws.items():
        assert draws.tolist() == two.draws[name].tolist()


def test_a_forecast_that_begins_before_the_eve_is_over_is_refused() -> None:
    table = read_draws(made()[1] / "front_week.parquet")
    with pytest.raises(BadInput, match="when 2000-02-12 was not over"):
        matched(table, recorded(), record().war, FIRST, 1)


def test_the_answer_says_who_wins_and_prints_the_same_when_opened(tmp_path: Path) -> None:
    found = answer()
    text = found.text(118)
    for part in ("recorded from 2000-01-0", "and unchanged", "front_week: men of all sides", "CRPS against",
                 "skill against", "by ignorance:", "the recorder's low", "Questions, all", "not answered",
                 "no rival: only 1 whole periods are recorded before the eve", "again: polemos score"):  # fmt: skip
        assert part in text
    found.save(tmp_path / "score")
    assert open_answer(tmp_path / "score").text(118) == text
    drawn = found.svg()
    assert drawn == open_answer(tmp_path / "score").svg()
    for part in ("skill: worse than the rival", "how often it came", "front_week: persistence", "questions: base_rate"):
        assert part in drawn
    dataset = found.dataset["front_week_crps_by_period"].sel(forecaster="forecast").to_numpy()
    assert dataset.mean() == pytest.approx(found.findings["layouts"]["front_week"]["forecasters"]["forecast"]["crps"])


def test_words_follow_the_numbers() -> None:
    def found(verdict: str, difference: float, over: str = "periods") -> dict[str, Any]:
        return {"verdict": verdict, "difference": difference, "over": over}

    assert verdict_of(found("better", -1.0), "x") == "beats x"
    assert verdict_of(found("worse", 1.0), "x") == "loses to x"
    assert verdict_of(found("no difference seen", 1.0), "x") == "behind, but no more than chance"
    assert verdict_of(found("no difference seen", -1.0, "nothing"), "x") == "ahead of x; too few to tell from chance"


def test_worse_draws_lose_and_better_ones_win() -> None:
    """Draws of what came, with little noise, against rivals; and the same a thousand dead too high."""
    files, table = record(), read_draws(made()[1] / "front_week.parquet")
    came = panel_of(recorded(), "front_week", files.war, FIRST, LAST).values
    noise = np.random.Generator(np.random.Philox(key=4)).poisson(1.0, (40, *came.shape[1:]))
    series = panel_of(recorded(), "front_week", files.war, FIRST, LAST).series
    for shift, word in ((0.0, "better"), (1000.0, "worse")):
        said = table._replace(series=series, values=came + noise + shift)
        against = scored(matched(said, recorded(), files.war, EVE, 1), 1)["against"]
        assert word in {one["crps"]["verdict"] for one in against.values()} <= {word, "no difference seen"}
        assert all((one["skill"] > 0.0) == (word == "better") for one in against.values())


def test_low_and_high_of_the_recorder_move_the_score() -> None:
    files, table = record(), read_draws(made()[1] / "front_week.parquet")
    other = recorded().copy(deep=True)
    other["front_killed_low"], other["front_killed_high"] = other["front_killed"] * 0.0, other["front_killed"] + 500.0
    told = scored(matched(table, other, files.war, EVE, 1), 1)
    assert told["came_low"] == 0.0
    assert told["bounds"]["high"]["forecast"] > told["forecasters"]["forecast"]["crps"]
    assert told["bounds"]["low"]["forecast"] != told["forecasters"]["forecast"]["crps"]
    other["cell_killed_low"] = other["cell_killed"] * 0.0
    assert panel_of(other, "views_grid", files.war, FIRST, LAST, "_low").values.sum() == 0.0
    assert panel_of(other, "views_grid", files.war, FIRST, LAST).values.sum() > 0.0


def test_questions_are_resolved_by_the_same_function_in_record_and_history() -> None:
    files = record()
    watched = watched_of(recorded(), files.war)
    lived = Watched(files.again.record.holder[None].astype(np.int64), files.again.record.pair_killed[None])
    rows = {row["id"]: row for row in answer().findings["questions"]["questions"]}
    camp = np.append(files.war.world.camp, -1)  # a record tells the camp; which of its actors holds a place, it may not
    assert (camp[watched.holder] == camp[lived.holder]).all()
    for one in made()[0].findings["questions"]:
        if one["chance"] is not None and one["asked"]["happens"] != "fight":
            question = Question.model_validate(one["asked"])
            assert rows[one["id"]]["came"] == bool(happened(question, lived, files.war, FIRST)[0])
            assert rows[one["id"]]["known_by"] == "record"


def test_a_list_of_answers_goes_before_the_record_and_disagreement_is_told(tmp_path: Path) -> None:
    rows = {row["id"]: row["came"] for row in answer().findings["questions"]["questions"]}
    file = tmp_path / "resolved.csv"
    said = {"A": "no" if rows["A"] else "yes", "C": "yes", "Z9": "no"}
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["id", "question", "outcome"], *([name, "?", word] for name, word in said.items())])
    found = score(made()[1], record().events, changes=[record().changes], resolved=file, recorded_to=LAST)
    told = {row["id"]: row for row in found.findings["questions"]["questions"]}
    assert (told["A"]["came"], told["A"]["known_by"], told["A"]["disagree"]) == (not rows["A"], "list", True)
    assert (told["C"]["came"], told["C"]["disagree"]) == (True, False)
    assert found.findings["questions"]["strangers"] == ["Z9"]
    text = found.text(118)
    assert "A: the list says" in text
    assert "answers to questions that were not asked: Z9" in text
    group = found.findings["questions"]["groups"]["asked"]
    assert (group["scored"], group["not_answered"]) == (2, 3)  # A and B; C, D and E have no chance
    for bad, message in (("id,outcome\nA,maybe\n", "needs an id and yes or no"), ("name\nA\n", "needs the columns"),
                         ("id,outcome\nA,yes\nA,no\n", "has an answer already")):  # fmt: skip
        file.write_text(bad, encoding="utf-8")
        with pytest.raises(BadInput, match=message):
            read_resolved(file)


def test_without_a_list_of_changes_only_fights_are_known() -> None:
    files = record()
    events_only = record_of(files.war, events=read_events(files.events).events, recorded_to=LAST)
    watched = watched_of(events_only, files.war)
    asked = {"id": "Q", "text": "?", "by": "2000-04-01"}
    place = Question.model_validate({**asked, "happens": "changes_hands", "places": ["ford"]})
    fight = Question.model_validate({**asked, "happens": "fight", "camps": ["allies", "sands"]})
    assert resolve(place, watched, files.war, FIRST, {}).came is None
    assert resolve(fight, watched, files.war, FIRST, {}).came is not None


def test_rivals_of_questions_know_no_more_than_the_eve_and_answer_like_their_rates() -> None:
    files = record()
    war, places = files.war, len(files.war.legend.places)
    own = np.tile(np.asarray(war.parameters(0, 0)[0].holder, dtype=np.int64), (1, 7, 1))
    changed = np.zeros((20, places), dtype=np.int64)
    ford = war.legend.places.index("ford")
    changed[::2, ford] = 1
    past = Past(Watched(own, np.zeros((1, 7, 6), dtype=np.int64)), changed, np.zeros((20, 6), dtype=np.int64))
    asked = {"id": "Q", "text": "?", "by": "2000-04-01", "happens": "changes_hands"}
    busy = rival_chances(Question.model_validate({**asked, "places": ["ford"]}), past, war, 5)
    quiet = rival_chances(Question.model_validate({**asked, "places": ["wells"]}), past, war, 5)
    assert busy["base_rate"] == quiet["base_rate"]
    assert busy["own_past"] > 0.8 > 0.3 > quiet["own_past"]
    # 10 changes in 20 weeks of 5 places, Jeffreys: A = 10.5, B = 90.5
    still = np.prod([(90.5 + week) / (101.0 + week) for week in range(5)])
    assert busy["base_rate"] == pytest.approx(1.0 - still)
    none = np.prod([(20.5 + week) / (21.0 + week) for week in range(5)])
    assert quiet["nothing_changes"] == pytest.approx(1.0 - none)
    either = rival_chances(Question.model_validate({**asked, "places": ["ford", "wells"]}), past, war, 5)
    assert either["nothing_changes"] == pytest.approx(1.0 - none**2)
    both = Question.model_validate({**asked, "happens": "held", "camp": "hills", "places": ["ford", "wells"]})
    assert rival_chances(both, past, war, 5)["nothing_changes"] == pytest.approx((1.0 - none) ** 2)
    # The allies hold the ford and lack the wells: one place has to move, not two.
    half = Question.model_validate({**asked, "happens": "held", "camp": "allies", "places": ["ford", "wells"]})
    assert rival_chances(half, past, war, 5)["nothing_changes"] == pytest.approx(1.0 - none)
    short = past._replace(changed=changed[:1])
    assert rival_chances(both, short, war, 5) == {}


def test_no_leak_rivals_of_questions_are_the_same_whatever_came() -> None:
    files, other = record(), recorded().copy(deep=True)
    week = other["week"].to_numpy()
    for name, number in (("changed", 1.0), ("pair_killed", 90.0), ("holder", 0.0)):
        values = other[name].to_numpy().copy()
        values[week > 6] = number
        other[name] = (other[name].dims, values)
    asked = made()[0].findings["questions"]
    one, two = (questions_scored(asked, each, files.war, FIRST, {})["questions"] for each in (recorded(), other))
    assert [row["rivals"] for row in one] == [row["rivals"] for row in two]
    assert sum(len(row["rivals"]) == 3 for row in one) >= 4
    assert [row["came"] for row in one] != [row["came"] for row in two]


def test_an_edited_folder_is_refused_and_so_is_one_that_is_no_forecast(tmp_path: Path) -> None:
    files = record()
    edited = shutil.copytree(made()[1], tmp_path / "edited")
    path = edited / "answer.json"
    path.write_text(path.read_text().replace('"seed"', '"sead"', 1))
    with pytest.raises(BadInput, match="was changed after freezing"):
        score(edited, files.events)
    loose = shutil.copytree(made()[1], tmp_path / "loose")
    (loose / "frozen.json").unlink()
    with pytest.raises(BadInput, match="is not frozen"):
        score(loose, files.events)
    answer().save(tmp_path / "score")
    freeze(tmp_path / "score")
    with pytest.raises(BadInput, match="is an answer of score, not a forecast"):
        score(tmp_path / "score", files.events)
    with pytest.raises(BadInput, match="is no forecast"):
        score(tmp_path / "nowhere", files.events)


def test_a_record_that_says_nothing_of_the_window_is_refused() -> None:
    with pytest.raises(BadInput, match="is known from 2000-02-12") as raised:
        score(made()[1], record().events, recorded_to=FIRST)
    assert "the record goes from" in str(raised.value)


def test_a_record_that_ends_in_the_window_scores_what_it_covers() -> None:
    found = score(made()[1], record().events, recorded_to=date(2000, 3, 31)).findings["layouts"]
    assert len(found["front_week"]["periods"]) == 7
    assert found["front_week"]["without"]["periods that the record does not cover"] == 4
    assert found["place_month"]["periods"] == ["2000-03-01"]


def test_draws_of_somebody_else_are_scored_against_the_same_record(tmp_path: Path) -> None:
    files = record()
    theirs = read_draws(made()[1] / "views_grid.parquet")
    path = write_draws(tmp_path / "theirs.parquet", theirs)
    found = score(path, files.events, war=WAR, recorded_to=LAST).findings
    assert (
        found["layouts"]["views_grid"]["forecasters"]["forecast"]["crps"]
        == (answer().findings["layouts"]["views_grid"]["forecasters"]["forecast"]["crps"])
    )
    assert (found["questions"], found["frozen"]) == (None, "")
    with pytest.raises(BadInput, match="of which war"):
        score(path, files.events)
    strange = DrawTable("front_week", (FIRST,), ("nowhere",), np.ones((3, 1, 1)))
    with pytest.raises(BadInput, match="none of its 1 series") as raised:
        score(write_draws(tmp_path / "strange.parquet", strange), files.events, war=WAR, recorded_to=LAST)
    assert "north" in str(raised.value)
    late = DrawTable("front_week", (FIRST + timedelta(2),), ("north",), np.ones((3, 1, 1)))
    with pytest.raises(BadInput, match="none of its 1 periods"):
        score(write_draws(tmp_path / "late.parquet", late), files.events, war=WAR, recorded_to=LAST)
    (tmp_path / "text.parquet").write_text("no", encoding="utf-8")
    with pytest.raises(BadInput, match="is no Parquet file"):
        score(tmp_path / "text.parquet", files.events, war=WAR)


@pytest.mark.slow
@pytest.mark.statistical
def test_a_right_forecast_is_seldom_called_worse_than_a_right_rival() -> None:
    """What came is one of the histories that the forecast is drawn from, and the rival is other histories of the same.

    40 wars; the test of equal scores over 11 weeks calls 5 to 10 % of equal forecasts different either way (see
    ``compare_scores``), so worse 5 % at most: more than 6 of 40 has the chance 0.3 %.
    """
    from polemos.engine.run import run
    from polemos.theory.score_tests import compare_scores

    plain = run(WAR, 440, SEED, days=121)
    panel = panel_of(plain.measures, "front_week", plain.war, FIRST, LAST).values
    came, one, other = panel[:40], panel[40:240], panel[240:]
    worse = sum(compare_scores(crps_ensemble(one, now), crps_ensemble(other, now)).verdict == "worse" for now in came)
    assert worse <= 6


@pytest.mark.slow
@pytest.mark.statistical
def test_right_chances_come_true_as_often_as_they_say() -> None:
    """Brier of the chances of one half of the histories, over the other half: the mean of z lies within 4."""
    from polemos.engine.run import run

    plain = run(WAR, 600, SEED, days=121)
    holder = np.asarray(plain.measures["holder"].to_numpy(), dtype=np.int64)
    killed = np.asarray(plain.measures["pair_killed"].to_numpy(), dtype=np.int64)
    for one in made()[0].findings["questions"]:
        if one["chance"] is None:
            continue
        yes = happened(Question.model_validate(one["asked"]), Watched(holder, killed), plain.war, FIRST)
        said = (yes[:300].sum() + 0.5) / 301.0
        # Both halves have errors: the difference of two shares of 300, in its standard deviation.
        wide = np.sqrt(2.0 * said * (1.0 - said) / 300.0)
        assert abs(yes[300:].mean() - said) < 4.0 * wide


def test_cutting_twice_is_cutting_once() -> None:
    files = record()
    once = cut(recorded(), files.war, EVE)
    assert cut(once, files.war, EVE).equals(once)
