"""What-ifs of the live page: the numbers of compare, growing, stoppable, told as the command line tells them."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import polemos as pm
from interfaces.explorer.conftest import WORLD
from interfaces.explorer.visitor import DAYS, HISTORIES, Site, site_of
from own_rules import allocation
from polemos.engine import provenance
from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.interfaces.cli.main import answer
from polemos.interfaces.explorer import asking
from polemos.interfaces.explorer.asking import FIRST_ROUND, MOST_WAITING, Asking, rounds
from polemos.scenario import register
from worlds import SEED

OVER = ("done", "stopped", "failed")


def over(job: dict[str, Any]) -> bool:
    return job["state"] in OVER


@pytest.fixture
def quiet_site(explored: Run) -> Iterator[Site]:
    """A server of its own, for tests that stop and crowd it."""
    with site_of(explored, threads=1) as found:
        yield found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every block of histories take its time, without the processor."""
    real = asking.Laboratory.run

    def run(laboratory: Any, changes: Any, histories: int) -> Run:
        plan = laboratory.plan(changes)
        waiting = replace_simulate(plan)
        laboratory._plans[changes] = waiting
        return real(laboratory, changes, histories)

    def replace_simulate(plan: Any) -> Any:
        def simulate(first: int, length: int) -> Any:
            time.sleep(0.4)
            return plan.simulate(first, length)

        return plan._replace(simulate=simulate)

    monkeypatch.setattr(asking.Laboratory, "run", run)


def test_the_numbers_are_those_of_compare_with_the_same_histories(site: Site) -> None:
    """The baseline is not simulated again, so pairing rests on nothing but the seed: each number must still agree."""
    job = site.ask(without=["truce"]).json
    told = site.follow(job["id"], over)
    assert told["state"] == "done", told["problem"]
    expected = pm.compare(WORLD, without=["truce"], histories=HISTORIES, seed=SEED, days=DAYS)
    theirs = expected.findings["contrasts"][0]["measures"]
    ours = told["contrast"]["measures"]
    assert len(ours) == len(theirs) > 10
    for mine, row in zip(ours, theirs, strict=True):
        difference = row["difference"]
        assert mine == {
            "measure": row["measure"], "title": row["title"], "unit": row["unit"], "kind": row["kind"],
            "baseline": row["against"]["mean"], "alternative": row["alternative"]["mean"],
            "difference": difference["mean"], "low": difference["low"], "high": difference["high"],
            "up": difference["up"], "words": row["words"],
        }  # fmt: skip
    assert told["contrast"]["paired"] is True
    assert (told["contrast"]["histories"], told["done"], told["asked"]) == (HISTORIES,) * 3
    assert any(mine["difference"] for mine in ours)


def test_the_command_of_a_contrast_gives_its_measures_again(
    site: Site, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The world is a file of the user's own: the command names its text in the run's folder."""
    job = site.ask(without=["truce"], edits=["actors.army.armour=7"], histories=30).json
    contrast = site.follow(job["id"], over)["contrast"]
    words = shlex.split(contrast["command"])
    assert words[:2] == ["polemos", "compare"]
    assert words[2] == str(site.folder / "scenario.yaml")
    monkeypatch.chdir(tmp_path)
    capfd.readouterr()
    assert answer([*words[1:], "--json", "-q"]) == 0
    said = json.loads(capfd.readouterr().out)["result"]["contrasts"][0]["measures"]
    assert [(row["measure"], row["words"]) for row in said] == [
        (mine["measure"], mine["words"]) for mine in contrast["measures"]
    ]


def test_rounds_grow_to_the_number_asked() -> None:
    assert list(rounds(300)) == [25, 50, 100, 200, 300]
    assert list(rounds(FIRST_ROUND)) == [FIRST_ROUND]
    assert list(rounds(7)) == [7]


def test_a_first_answer_comes_early_and_narrows(quiet_site: Site, slow: None) -> None:
    job = quiet_site.ask(without=["truce"]).json
    first = quiet_site.follow(job["id"], lambda job: job["contrast"] is not None)
    assert first["contrast"]["histories"] == FIRST_ROUND
    assert first["state"] == "running"
    last = quiet_site.follow(job["id"], over)
    assert last["contrast"]["histories"] == HISTORIES
    widths = [width_of(job["contrast"], "cohesion") for job in (first, last)]
    assert widths[1] < widths[0]


def width_of(contrast: dict[str, Any], measure: str) -> float:
    band = next(one["difference"] for one in contrast["series"] if one["measure"] == measure)
    return float(band["high"][-1] - band["low"][-1])


def test_stopping_takes_less_than_two_seconds_and_keeps_what_was_found(quiet_site: Site, slow: None) -> None:
    job = quiet_site.ask(without=["truce"]).json
    quiet_site.follow(job["id"], lambda job: job["contrast"] is not None)
    began = time.monotonic()
    assert quiet_site.call("DELETE", f"/api/asked/{job['id']}").status == 200
    stopped = quiet_site.follow(job["id"], over)
    assert time.monotonic() - began < 2.0
    assert stopped["state"] == "stopped"
    assert stopped["contrast"]["histories"] == FIRST_ROUND
    again = quiet_site.ask(without=["truce"]).json
    assert again["id"] == job["id"]
    assert again["state"] in ("waiting", "running")


def test_the_server_answers_while_it_simulates_and_two_people_share_a_job(quiet_site: Site, slow: None) -> None:
    first = quiet_site.ask(without=["truce"]).json
    began = time.monotonic()
    second = quiet_site.ask(without=["truce"]).json
    assert second["id"] == first["id"]
    assert quiet_site.call("GET", "/api/history/1").status == 200
    assert time.monotonic() - began < 1.0
    other = quiet_site.ask(edits=["actors.army.armour=7"]).json
    assert other["id"] != first["id"]
    assert [job["id"] for job in quiet_site.call("GET", "/api/asked").json] == [first["id"], other["id"]]
    assert quiet_site.call("DELETE", f"/api/asked/{other['id']}").json["state"] == "stopped"


def test_only_so_many_may_wait(quiet_site: Site, slow: None) -> None:
    running = quiet_site.ask(without=["truce"]).json
    quiet_site.follow(running["id"], lambda job: job["state"] == "running")
    said = [quiet_site.ask(edits=[f"actors.army.armour={number}"]) for number in range(MOST_WAITING + 1)]
    assert [one.status for one in said] == [200] * MOST_WAITING + [503]
    assert "are waiting already" in said[-1].problem


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "actors.army.armor=7"),
        ("--set", "actors.army.armour=-7"),
        ("--set", "actors.army.armour"),
        ("--without", "leafing"),
        ("--what-if", "nothing_like_it"),
    ],
)
def test_what_is_wrong_is_told_as_on_the_command_line(
    site: Site, words: tuple[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    name = {"--set": "edits", "--without": "without", "--what-if": "what_if"}[words[0]]
    said = site.ask(**{name: [words[1]]})
    assert said.status == 422
    capfd.readouterr()
    assert answer(["compare", str(site.folder / "scenario.yaml"), *words, "--days", str(DAYS), "-q"]) == 2
    lines = capfd.readouterr().err.splitlines()
    assert said.problem.splitlines() == [line.removeprefix("polemos: ") for line in lines]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({}, "there is nothing to compare with"),
        ({"without": "leaving"}, "without: has to be at most"),
        ({"without": ["truce"], "histories": 1}, "histories: has to be a whole number"),
        ({"without": ["truce"], "histories": True}, "histories: has to be a whole number"),
        ({"edits": ["x" * 301]}, "edits: has to be at most"),
        ({"edits": ["a=1\nb=2"]}, "edits: has to be at most"),
        ({"edits": ["days=7"]}, "days stays as it is"),
        ({"edits": ["theatre.from=/etc"]}, "theatre stays as it is"),
        ({"edits": ["from=/etc"]}, "from stays as it is"),
        ({"edits": [" posterior = /etc/passwd"]}, "posterior stays as it is"),
        ({"question": 1}, "a question has"),
        ([], "a question has"),
    ],
)
def test_a_question_of_another_form_is_refused(site: Site, question: Any, problem: str) -> None:
    said = site.call("POST", "/api/asked", body=json.dumps(question).encode())
    assert said.status == 422
    assert problem in said.problem


def test_more_than_the_run_holds_is_cut_to_what_it_holds(site: Site) -> None:
    assert site.ask(without=["truce"], histories=10**9).json["asked"] == HISTORIES


def test_a_branch_is_asked_no_what_if(explored: Run) -> None:
    branch = provenance.Branch("0" * 32, "2000-01-10")
    left = Run(replace(explored.manifest, branches=(branch,)), explored.recorded, explored.folder, explored.war)
    with pytest.raises(BadInput, match="is a branch of another run"):
        Asking(left).ask({"without": ["truce"]})


def test_a_run_of_another_text_is_asked_no_what_if(explored: Run) -> None:
    """A rule of a user's own that has changed since would put other numbers beside those of the run."""
    other = Run(replace(explored.manifest, digest="0" * 64), explored.recorded, explored.folder, explored.war)
    with pytest.raises(BadInput, match="is not the war that was run"):
        Asking(other).ask({"without": ["truce"]})


def test_what_fails_while_it_runs_is_told(quiet_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise BadInput("the disk is full of sand")

    monkeypatch.setattr(asking, "contrast_of", broken)
    job = quiet_site.ask(without=["truce"]).json
    told = quiet_site.follow(job["id"], over)
    assert (told["state"], told["problem"]) == ("failed", "the disk is full of sand")


def test_a_war_with_a_rule_of_ones_own_is_asked_from_its_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scenario's file is gone; the rule has to be named by the person, and be the one that was run."""
    monkeypatch.setattr(register, "_REGISTERED", {})
    war, module, folder = tmp_path / "war.yaml", tmp_path / "own.py", tmp_path / "run"
    war.write_text(WORLD.read_text(encoding="utf-8"), encoding="utf-8")
    module.write_text("import polemos as pm\n" + allocation("return 1.0 + trust"), encoding="utf-8")
    register.import_rules(module)
    rule = "patrons.patron.allocation=mine"
    expected = pm.compare(war, baseline=f"set {rule}", without=["truce"], histories=16, seed=SEED, days=DAYS)
    pm.run(war, histories=16, seed=SEED, days=DAYS, edits=[rule], out=folder)
    war.unlink()

    register._REGISTERED.clear()
    refused = Asking(pm.open_run(folder))
    with pytest.raises(BadInput, match=r'unknown allocation rule "mine".*--rules FILE'):
        refused.ask({"without": ["truce"]})
    module.write_text("import polemos as pm\n" + allocation("return 2.0 + trust"), encoding="utf-8")
    register.import_rules(module)
    with pytest.raises(BadInput, match=r"is not the war that was run.*--rules FILE"):
        refused.ask({"without": ["truce"]})

    register._REGISTERED.clear()
    register.import_rules(folder / "sources" / "own.py")
    asked = Asking(pm.open_run(folder))
    name = asked.ask({"without": ["truce"]})["id"]
    until = time.monotonic() + 60
    while not over(asked.get(name) or {}) and time.monotonic() < until:
        time.sleep(0.02)
    told = asked.get(name)
    asked.close()
    assert told is not None
    assert told["state"] == "done", told["problem"]
    theirs = expected.findings["contrasts"][0]["measures"]
    assert [one["words"] for one in told["contrast"]["measures"]] == [row["words"] for row in theirs]
    assert "--rules" in told["contrast"]["command"]
