"""Commands: data on stdout, talk on stderr, honest exit codes, one located line for each trouble."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import toy_war
from polemos.engine import cache, durable, plan, provenance
from polemos.engine import run as shell
from polemos.errors import BadInput, EnvironmentTrouble, Finding, Problem
from polemos.interfaces.cli import check_command, screen
from polemos.interfaces.cli.main import COMMANDS
from worlds import HERE

Command = Callable[..., Any]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(polemos: Command, command: str) -> None:
    said = polemos(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: polemos {command}")
    assert said.err == ""


@pytest.mark.usefixtures("toy")
def test_run_answers_on_stdout_and_talks_on_stderr(polemos: Command) -> None:
    said = polemos("run", "toy", "--histories", "40")
    (folder,) = os.listdir("runs")
    assert said.code == 0
    assert said.out == "a toy war of 40 histories\n"
    assert f"kept in runs/{folder}\n" in said.err
    assert folder.startswith("toy-")
    assert folder.endswith("-s1")


@pytest.mark.usefixtures("toy")
def test_quiet_says_nothing_and_json_is_json(polemos: Command) -> None:
    said = polemos("run", "toy", "--histories", "40", "--out", "here", "--quiet", "--json")
    assert said == (0, said.out, "")
    assert json.loads(said.out) == {"histories": 40}
    again = polemos("show", "here", "--json")
    assert again == (0, said.out, "")


@pytest.mark.usefixtures("toy")
def test_the_first_start_says_why_it_takes_long(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "is_compiled", lambda: False)
    assert polemos("run", "toy", "--histories", "4").err.startswith("first start: the engine is being compiled")
    assert polemos("run", "toy", "--histories", "4", "--quiet").err == ""


@pytest.mark.usefixtures("toy")
def test_the_same_command_again_answers_at_once(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    first = polemos("run", "toy", "--histories", "40")
    monkeypatch.setattr(toy_war, "simulate", None)
    assert polemos("run", "toy", "--histories", "40") == first


@pytest.mark.parametrize("command", [["show"], ["show", "--json"], ["report"], ["export"]])
@pytest.mark.parametrize("other", ["engine", "schema"])
def test_a_folder_of_another_polemos_is_one_line(
    polemos: Command, monkeypatch: pytest.MonkeyPatch, command: list[str], other: str
) -> None:
    """No numbers under names that meant something else when they were recorded, and no traceback either."""
    texts_of = plan.texts_of

    def without_an_input(scenario: Any) -> dict[str, str]:
        texts = texts_of(scenario)
        text = re.sub(r"\n    harassment: .*", "", texts["scenario.yaml"])
        assert text != texts["scenario.yaml"]
        return {**texts, "scenario.yaml": text}

    with monkeypatch.context() as then:
        if other == "engine":
            then.setattr(provenance, "engine_digest", lambda: "f" * 32)
        else:
            then.setattr(plan, "texts_of", without_an_input)
        shell.run(HERE / "one_front.yaml", histories=2, days=30, out="old")
    said = polemos(*command, "old", *(["old.csv"] if command == ["export"] else []))
    file = "run.json" if other == "engine" else "scenario.yaml"
    assert (said.code, said.out) == (2, "")
    lines = [line for line in said.err.splitlines() if not line.startswith("drawing")]
    assert len(lines) == 1
    assert lines[0].startswith(f"polemos: old/{file}: was ")
    assert "run the war again into a new folder" in lines[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--histories", "0"], "polemos: histories: needs a whole number from 1 to 10,000,000, not 0\n"),
        (["--histories", "-3"], "polemos: histories: needs a whole number from 1 to 10,000,000, not -3\n"),
        (["--seed", "-1"], "polemos: seed: needs a whole number from 0 to 4,294,967,295, not -1\n"),
        (["--threads", "0"], "polemos: threads: needs a whole number from 1 to 1,024, not 0\n"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_impossible_numbers_are_refused(polemos: Command, words: list[str], said: str) -> None:
    assert polemos("run", "toy", *words) == (2, "", said)
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu", "x"], "there is no command 'rnu', did you mean \"run\"?"),
        (["zzz"], "there are run, show"),
        (["run"], "Missing argument 'SCENARIO'"),
        (["run", "toy", "--historys", "3"], "No such option"),
        (["run", "toy", "--histories", "many"], "'many' is not a valid integer"),
        (["run", "toy", "--histories", "1e3"], "'1e3' is not a valid integer"),
        (["check", "x", "--format", "xml"], "'xml' is not one of"),
        (["show"], "Missing argument 'RUN'"),
        (["events", "export", "here"], "Missing option"),
        (["events", "here"], "there is no verb 'here', give one of export, describe, import, match"),
        (["events", "descrbe", "x"], "there is no verb 'descrbe', did you mean \"describe\"?"),
        (["replay", "here"], "Missing option"),
    ],
)
def test_a_wrong_command_line_is_explained(polemos: Command, words: list[str], said: str) -> None:
    code, out, err = polemos(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("toy")
def test_a_damaged_run_is_one_located_line_and_code_2(polemos: Command) -> None:
    polemos("run", "toy", "--histories", "40", "--out", "here", "--quiet")
    batch = Path("here/batches/000016-000031.batch")
    batch.write_bytes(batch.read_bytes()[:-1])
    for words in (
        ["show", "here"],
        ["export", "here", "x.csv"],
        ["run", "toy", "--histories", "40", "-o", "here"],
    ):
        code, out, err = polemos(*words)
        assert (code, out) == (2, "")
        assert err.startswith("polemos: here/batches/000016-000031.batch: is damaged")
        assert "remove that file" in err
        assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["show"], ["report"], ["export", "x.nc"]])
def test_what_is_no_run_is_said(polemos: Command, command: list[str]) -> None:
    code, out, err = polemos(command[0], "nowhere", *command[1:])
    assert (code, out, err) == (2, "", "polemos: nowhere: there is no such run folder\n")


@pytest.mark.usefixtures("toy")
def test_a_stopped_run_is_shown_only_when_asked(polemos: Command) -> None:
    polemos("run", "toy", "--histories", "40", "--out", "here", "--quiet")
    Path("here/batches/000016-000031.batch").unlink()
    code, out, err = polemos("show", "here")
    assert (code, out) == (2, "")
    assert "here: holds 24 of 40 histories, give the run command again" in err
    assert polemos("show", "here", "--partial") == (0, "a toy war of 24 histories\n", "")


@pytest.mark.usefixtures("toy")
def test_a_full_disk_is_code_3(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(durable.os, "write", full)
    code, out, err = polemos("run", "toy", "--histories", "40", "--out", "here")
    assert (code, out) == (3, "")
    assert "polemos: here/" in err
    assert "no space left on the disk" in err
    assert "bytes needed" in err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            BadInput([Problem("bad", "a.yaml", 3, 5, "x.y"), Problem("worse", "a.yaml")]),
            2,
            "a.yaml:3:5: x.y: bad",
        ),
        (Finding("a difference"), 1, "polemos: a difference\n"),
        (EnvironmentTrouble("no network"), 3, "polemos: no network\n"),
        (MemoryError(), 3, "polemos: not enough memory"),
        (ModuleNotFoundError("No module", name="numba"), 3, "polemos: the library numba is missing"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/etc/x"),
            3,
            "polemos: /etc/x: Permission denied\n",
        ),
        (ZeroDivisionError("division by zero"), 70, "a fault of polemos itself (ZeroDivisionError"),
        (ModuleNotFoundError("No module", name="polemos.attic"), 70, "a fault of polemos itself"),
        (KeyboardInterrupt(), 130, "polemos: stopped\n"),
    ],
)
def test_every_error_has_its_code_and_no_traceback(
    polemos: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fails(*words: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(shell, "run", fails)
    found = polemos("run", "toy")
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert "Traceback" not in found.err
    assert all(line.startswith("polemos: ") for line in found.err.splitlines())


def test_a_fault_shows_its_place_to_who_asks(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*words: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(shell, "run", fails)
    monkeypatch.setenv("POLEMOS_DEBUG", "1")
    assert "Traceback" in polemos("run", "toy").err


def test_doctor_tells_versions_and_cores(polemos: Command) -> None:
    found = json.loads(polemos("doctor", "--json").out)
    assert {"python", "polemos", "numpy", "numba", "system", "cores", "engine"} <= set(found)
    assert found["cores"] >= 1
    text = polemos("doctor").out
    assert all(name in text for name in found)


def test_schema_is_json(polemos: Command) -> None:
    assert json.loads(polemos("schema").out)["$schema"].startswith("https://json-schema.org")


def test_scenarios_lists_the_built_in_wars(polemos: Command) -> None:
    listed = json.loads(polemos("scenarios", "--json").out)
    assert "syria-2016" in [war["name"] for war in listed]
    assert all(war["title"] for war in listed)
    lines = polemos("scenarios").out.splitlines()
    assert [line.split()[0] for line in lines] == [war["name"] for war in listed]


PROBLEMS = [
    Problem("unknown key", "my war.yaml", 11, 5, "actors.x.strenght", 'did you mean "strength"?'),
    Problem("100% wrong:\nreally", "a,b:c.yaml"),
]


@pytest.mark.parametrize("problems", [PROBLEMS, []])
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_check_has_three_forms(
    polemos: Command, monkeypatch: pytest.MonkeyPatch, form: str, problems: list[Problem]
) -> None:
    from polemos.scenario import load

    monkeypatch.setattr(load, "check", lambda file: problems)
    monkeypatch.setattr(check_command, "remarks", lambda file: [])
    code, out, err = polemos("check", "my war.yaml", "--format", form)
    assert code == (2 if problems else 0)
    if form == "json":
        assert [Problem(**item) for item in json.loads(out)] == problems
    elif form == "github" and problems:
        assert out.splitlines() == [
            '::error file=my war.yaml,line=11,col=5::actors.x.strenght: unknown key, did you mean "strength"?',
            "::error file=a%2Cb%3Ac.yaml::100%25 wrong:%0Areally",
        ]
    elif form == "text" and problems:
        assert out.startswith('my war.yaml:11:5: actors.x.strenght: unknown key, did you mean "strength"?\n')
        assert err == "2 problems in my war.yaml\n"
    elif form == "text":
        assert out == "my war.yaml: nothing wrong\n"


def test_check_says_where_the_best_values_settle_if_not_at_the_reference(polemos: Any, tmp_path: Path) -> None:
    world = HERE / "two_fronts_one_air_force.yaml"
    assert polemos("check", str(world)) == (0, f"{world}: nothing wrong\n", "")
    war = tmp_path / "war.yaml"
    war.write_text(f"extends: {world}\nbargaining: {{issues: {{intervention: {{reference: 0.5}}}}}}\n")
    said = "bargaining.issues.intervention: the best values settle at 0.554, not at 0.5\n"
    assert polemos("check", str(war)) == (0, f"{war}: nothing wrong\n{said}", "")


# The screen.


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ((0, 1000, 0.0, None), "0 of 1,000 histories"),
        ((320, 1000, 97.6, 7.0), "320 of 1,000 histories, 98 a second, 7 s left"),
        ((1, 9, 0.05, 160.0), "1 of 9 histories, 0.05 a second, 3 min left"),
        ((10, 10, 50.0, 0.0), "10 of 10 histories, 50 a second"),
        ((1, 10**6, 50.0, 20_000.0), "1 of 1,000,000 histories, 50 a second, 5.6 h left"),
    ],
)
def test_progress_in_words(progress: tuple[int, int, float, float | None], words: str) -> None:
    from polemos.engine.ensemble import Progress

    assert screen.in_words(Progress(*progress)) == words


def test_plain_lines_are_few(capsys: pytest.CaptureFixture[str]) -> None:
    from polemos.engine.ensemble import Progress

    now = iter([0.0, 1.0, 9.9, 10.0, 10.1, 19.0, 20.0])
    report = screen._lines(lambda: next(now))
    for done in range(1, 7):
        report(Progress(done, 100, 0.0, None))
    assert capsys.readouterr().err.splitlines() == ["3 of 100 histories", "6 of 100 histories"]
