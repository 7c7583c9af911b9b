"""What a report asks by itself is asked once, is what the question's own command says, and is told as it is."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import polemos as pm
from interfaces.test_report import HARMLESS, HOSTILE, Elements, said, structure, with_texts
from polemos.engine.replay import replay_run
from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.interfaces import asked_by_default
from polemos.interfaces.asked_by_default import QUESTIONS, ask_by_default, up_to_date
from polemos.interfaces.cli.main import answer as command_line
from polemos.interfaces.kept_answers import kept_answers
from polemos.interfaces.report import PARTS, page
from polemos.interfaces.sections.asked import Questions, difference_in_words
from polemos.interfaces.sections.example import most_typical
from polemos.interfaces.sections.facts import Facts

WAR, HISTORIES, DAYS, SEED = "two-fronts", 24, 120, 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a small war, with a change of its own, that was reported once."""
    place = tmp_path_factory.mktemp("reported") / "run"
    run = pm.run(WAR, histories=HISTORIES, seed=SEED, days=DAYS, edits=["trust.usual=0.3"], out=place)
    pm.report(run)
    return place


@pytest.fixture(scope="module")
def elements(folder: Path) -> Elements:
    return Elements((folder / "report.html").read_text(encoding="utf-8"))


def not_asked(*_: Any) -> Answer:
    raise AssertionError("a question was asked again")


def test_a_fresh_run_s_page_is_whole_and_in_order(elements: Elements) -> None:
    sections = [a.get("id") for tag, a in elements.found if tag == "section"]
    assert sections == [anchor for anchor, _ in PARTS]
    assert "not asked for this page" not in said(elements)
    ids = [a["id"] for _, a in elements.found if "id" in a]
    assert len(ids) == len(set(ids))


def test_answers_stay_in_the_run_and_a_second_report_finds_them(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sorted(place.name for place in (folder / "answers").iterdir()) == sorted(QUESTIONS)
    for verb in QUESTIONS:
        monkeypatch.setitem(asked_by_default._ASK, verb, not_asked)
    again = pm.report(pm.open_run(folder), tmp_path / "again.html")
    assert again.read_bytes() == (folder / "report.html").read_bytes()


def test_a_run_can_still_be_opened_and_go_on(folder: Path) -> None:
    assert pm.open_run(folder).histories == HISTORIES


def test_baseline_of_the_questions_is_the_run_itself(folder: Path) -> None:
    """The same war with the same change: nothing of it is simulated again, and levels are the run's own means."""
    run, found = pm.open_run(folder), open_answer(folder / "answers" / "compare")
    baseline = next(case for case in found.cases if case["label"] == "baseline")
    assert (baseline["run"], baseline["digest"]) == (run.manifest.run, run.manifest.digest)
    row = next(one for one in found.findings["contrasts"][0]["measures"] if one["measure"] == "dead")
    assert row["against"]["mean"] == pytest.approx(float(run.measures["killed_total"].sum("actor").mean()))


def test_what_ifs_of_the_page_are_those_of_compare(folder: Path, elements: Elements) -> None:
    asked = pm.compare(
        WAR, what_if=["jets_stay"], baseline="set trust.usual=0.3", histories=HISTORIES, seed=SEED, days=DAYS
    )
    measures = {row["measure"]: row for row in asked.findings["contrasts"][0]["measures"]}
    words = said(elements).replace("\u00a0", " ")
    row = words.split("The jets stay")[1][:400]
    for name in ("first_fissure", "cohesion", "dead"):
        assert difference_in_words(measures[name]) in row, name


def test_the_command_of_a_question_asks_it_again(folder: Path, elements: Elements, tmp_path: Path) -> None:
    commands = [words for words in elements.text if words.startswith("polemos attribute RUN/")]
    assert len(commands) == 1
    words = shlex.split(commands[0].replace("RUN", str(folder)))[1:]
    assert command_line([*words, "--out", str(tmp_path / "again"), "--quiet"]) == 0
    again, first = open_answer(tmp_path / "again"), open_answer(folder / "answers" / "attribute")
    assert again.findings == first.findings


def test_quick_asks_nothing_and_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    run = pm.run(WAR, histories=3, seed=SEED, days=20, out=tmp_path / "run")
    words = said(Elements(pm.report(run, quick=True).read_text(encoding="utf-8")))
    assert words.count("not asked for this page, because it was left out (--quick)") == len(QUESTIONS)
    for verb in QUESTIONS:
        assert f"polemos {verb} RUN/scenario.yaml" in words
    assert not (tmp_path / "run" / "answers").exists()


def test_told_history_has_the_most_frequent_first_fissure(folder: Path, elements: Elements) -> None:
    run = pm.open_run(folder)
    facts = Facts(run)
    chosen = most_typical(facts)
    assert chosen is not None
    words = said(elements)
    assert f"polemos replay RUN --history {chosen.number} --fissure" in words
    fissure = replay_run(run, chosen.number).fissure
    assert fissure is not None
    assert fissure["day"] == chosen.day
    assert fissure["actor"] == run.war.legend.actors[chosen.actor]
    assert f"{fissure['id']} {fissure['date']} {fissure['text']}" in words
    days = run.measures["fissure_day"].values
    pairs = list(
        zip(run.measures["fissure_actor"].values, run.measures["fissure_kind"].values, strict=True),
    )
    count = Counter(pair for pair, day in zip(pairs, days, strict=True) if day >= 0)
    assert count[(chosen.actor, chosen.kind)] == max(count.values()) == chosen.alike
    alike = [day for pair, day in zip(pairs, days, strict=True) if day >= 0 and pair == (chosen.actor, chosen.kind)]
    assert abs(chosen.day - np.median(alike)) == min(abs(day - np.median(alike)) for day in alike)


def test_an_answer_about_another_war_is_refused_by_name(folder: Path, tmp_path: Path) -> None:
    other = pm.compare("two-fronts", without=["air"], histories=3, days=10, out=tmp_path / "other")
    other.cases = [{**case, "scenario": "elsewhere"} for case in other.cases]
    other.save(tmp_path / "other")
    with pytest.raises(BadInput, match=r"other: is about elsewhere, not two-fronts"):
        kept_answers(pm.open_run(folder), [tmp_path / "other"])


def test_a_damaged_answer_is_named(folder: Path, tmp_path: Path) -> None:
    place = pm.compare(WAR, without=["air"], histories=3, days=10, out=tmp_path / "harmed").folder
    assert place is not None
    path = place / "answer.json"
    path.write_bytes(path.read_bytes().replace(b'"histories": 3', b'"histories": 4'))
    with pytest.raises(BadInput, match=r"answer\.json: is damaged"):
        pm.report(pm.open_run(folder), tmp_path / "page.html", with_=[place], quick=True)
    assert not (tmp_path / "page.html").exists()


def test_an_answer_with_another_seed_is_told_with_a_warning(folder: Path, tmp_path: Path) -> None:
    place = pm.compare(WAR, without=["air"], histories=3, days=DAYS, seed=9, out=tmp_path / "seed").folder
    assert place is not None
    made = pm.report(pm.open_run(folder), tmp_path / "page.html", with_=[place, place], quick=True)
    text = made.read_text(encoding="utf-8")
    words = said(Elements(text))
    assert words.count("with seed 9 where the run has 2") == 1
    ids = [a["id"] for _, a in Elements(text).found if "id" in a]
    assert len(ids) == len(set(ids))
    assert re.findall(r"url\(\s*['\"]?(?!#)|@import|https?:|//[a-z]", text) == []


def test_what_was_answered_before_a_stop_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pm.run(WAR, histories=6, seed=SEED, days=40, out=tmp_path / "run")

    def stopped(*_: Any) -> Answer:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(asked_by_default._ASK, "attribute", stopped)
        with pytest.raises(KeyboardInterrupt):
            pm.report(run)
    assert [place.name for place in (tmp_path / "run" / "answers").iterdir()] == ["compare"]
    assert not (tmp_path / "run" / "report.html").exists()
    asked: list[str] = []
    pm.report(run, say=asked.append)
    assert asked == ["asking: attribute", "asking: sensitivity", "drawing the page"]


def test_answers_of_a_run_that_has_grown_are_asked_again(folder: Path) -> None:
    run = pm.open_run(folder)
    there = kept_answers(run)
    assert up_to_date(run, there) == there
    for answer in there:
        if answer.verb == "compare":
            answer.findings["histories"] = HISTORIES - 1
    assert sorted(answer.verb for answer in up_to_date(run, there)) == ["attribute", "sensitivity"]


def test_a_folder_that_cannot_be_written_to_and_a_run_in_memory_have_whole_pages(tmp_path: Path) -> None:
    run = pm.run(WAR, histories=12, seed=SEED, days=60, edits=["trust.usual=0.3"], out=tmp_path / "run")
    (tmp_path / "run" / "answers").write_text("in the way", encoding="utf-8")
    held = Run(run.manifest, run.recorded, None, run.compiled)
    for one in (run, held):
        text = pm.report(one, tmp_path / "page.html").read_text(encoding="utf-8")
        assert "not asked for this page" not in said(Elements(text))


def test_a_question_that_cannot_be_asked_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pm.run(WAR, histories=3, seed=SEED, days=20)

    def refused(run: Run, lab: Any) -> Answer:
        return pm.sensitivity(lab.scenario, "no_such", laboratory=lab, seed=lab.seed, days=lab.days)

    monkeypatch.setitem(asked_by_default._ASK, "sensitivity", refused)
    words = said(Elements(pm.report(run, tmp_path / "page.html").read_text(encoding="utf-8")))
    assert "not asked for this page, because" in words
    assert "there is no outcome 'no_such'" in words


def hostile_page(words: str, place: Path, ask: Callable[[Run], list[Answer]]) -> str:
    run = with_texts(words, place)
    return page(run, None, Questions(ask(run), {}))


def test_hostile_titles_in_answers_stay_text(tmp_path: Path) -> None:
    def ask(run: Run) -> list[Answer]:
        few = Run(run.manifest.asking(4), run.recorded, None, run.compiled)
        monkey = ask_by_default(few)
        assert monkey.refused == {}
        return monkey.answers

    hostile, harmless = (hostile_page(words, tmp_path, ask) for words in (HOSTILE, HARMLESS))
    assert structure(hostile) == structure(harmless)
    assert "<img" not in hostile.replace("&lt;img", "")
