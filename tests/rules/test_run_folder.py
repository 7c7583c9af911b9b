"""A run keeps the text of its own rules, hangs on it, and never runs what lies in a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from own_rules import DESERTION, allocation
from polemos.engine.run import open_run, run_again
from polemos.errors import BadInput
from polemos.interfaces.cli.main import answer
from polemos.scenario import register
from worlds import HERE

Own = Callable[..., Path]
Said = tuple[int, str, str]
WAR = HERE / "two_fronts_one_air_force.yaml"
RULES = allocation("return refused + random") + DESERTION
REMEDY = "name it with --rules FILE, or import it first"


@pytest.fixture
def polemos(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run one command line as in a process of its own: nothing is registered but what it names."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> Said:
        monkeypatch.setattr(register, "_REGISTERED", {})
        capfd.readouterr()
        return (answer(list(words)), *capfd.readouterr())

    return command


@pytest.fixture
def made(own: Own, tmp_path: Path, polemos: Callable[..., Said]) -> Path:
    """A run with rules of its own in the folder ``run``; returns the module."""
    path = own(RULES, imported=False)
    (tmp_path / "war.yaml").write_text(
        f"extends: {WAR}\nname: own-war\npatrons: {{patron: {{allocation: mine}}}}\n"
        "own_mechanisms: {desertion: {numbers: {rate: {low: 0.01, high: 0.03, source: judgement}}}}\n",
        encoding="utf-8",
    )
    assert run(polemos)[0] == 0
    return path


def run(polemos: Callable[..., Said], *more: str, histories: int = 4) -> Said:
    return polemos(
        "run", "war.yaml", "-n", str(histories), "--days", "30", "-o", "run", "-q", "--rules", "own.py", *more
    )


def test_a_question_names_the_rules_that_it_was_asked_with(made: Path, polemos: Callable[..., Said]) -> None:
    words = ("compare", "war.yaml", "--without", "desertion", "-n", "4", "--days", "30", "-q", "--json", "-o", "answer")
    code, out, _ = polemos(*words, "--rules", "own.py")
    command = json.loads(out)["command"]
    assert (code, command.endswith(" --rules own.py")) == (0, True)
    again = polemos(*command.split()[1:], "-q", "--json", "-o", "other")
    assert (again[0], json.loads(again[1])["result"]) == (0, json.loads(out)["result"])


def test_the_folder_keeps_the_text_and_its_digest(made: Path) -> None:
    kept = made.parent / "run" / "sources" / "own.py"
    assert kept.read_text("utf-8") == made.read_text("utf-8")
    manifest = json.loads((made.parent / "run" / "run.json").read_text("utf-8"))
    assert "sources/own.py" in manifest["texts"]
    made.write_text(made.read_text("utf-8") + "# another comment\n", encoding="utf-8")


def test_without_the_module_the_answers_can_be_shown_and_no_history_lived_again(
    made: Path, polemos: Callable[..., Said]
) -> None:
    assert polemos("show", "run")[0] == 0
    code, out, err = polemos("replay", "run", "--history", "2")
    assert (code, out) == (2, "")
    assert f'the war cannot be lived again: nobody has registered "mine", {REMEDY}' in err
    code, _, err = polemos("events", "export", "run", "--history", "2", "--out", "events.csv")
    assert (code, REMEDY in err) == (2, True)


def test_with_the_module_a_history_is_lived_again_and_the_run_goes_on(made: Path, polemos: Callable[..., Said]) -> None:
    code, out, err = polemos("replay", "run", "--history", "2", "--rules", "own.py")
    assert code == 0, err
    assert out
    assert polemos("replay", "run", "--history", "2", "--rules", "run/sources/own.py")[0] == 0
    assert run(polemos, histories=6)[0] == 0
    assert open_run("run").histories == 6


def test_another_text_of_the_module_is_refused(made: Path, polemos: Callable[..., Said]) -> None:
    made.write_text(made.read_text("utf-8") + "# another comment\n", encoding="utf-8")
    code, _, err = polemos("replay", "run", "--history", "2", "--rules", "own.py")
    assert code == 2
    assert f'"mine" of own.py is not as it was when the war was run, {REMEDY}' in err
    code, _, err = run(polemos)
    assert (code, err) == (2, "polemos: run: was made with another own.py, name another folder with --out; runs are "
                              "never mixed\n")  # fmt: skip
    with pytest.raises(BadInput, match="was made with other texts of its own rules than those that are registered"):
        run_again("run")


def test_opening_a_folder_runs_nothing_that_lies_in_it(made: Path, polemos: Callable[..., Said]) -> None:
    """The stored text is changed to one that would leave a trace, first with its digest broken, then unnoticed."""
    trace = made.parent / "trace"
    (made.parent / "run" / "sources" / "own.py").write_text(f"open({str(trace)!r}, 'w')\n", encoding="utf-8")
    assert polemos("show", "run")[0] == 2
    assert polemos("replay", "run", "--history", "1")[0] == 2
    assert not trace.exists()


def test_a_run_without_own_rules_keeps_no_module(made: Path, polemos: Callable[..., Said]) -> None:
    shutil.rmtree("run")
    assert run(polemos, "--set", "patrons.patron.allocation=by_need", "--without", "desertion")[0] == 0
    assert not list((made.parent / "run" / "sources").glob("*.py"))


def test_a_fault_ends_the_command_with_code_2_and_one_line(made: Path, polemos: Callable[..., Said]) -> None:
    made.write_text(made.read_text("utf-8").replace("state.prisoners[actor] += gone", "pass"), encoding="utf-8")
    code, _, err = polemos("run", "war.yaml", "-n", "2", "--days", "30", "-o", "other", "-q", "--rules", "own.py")
    assert code == 2
    assert err.startswith('polemos: own.py:5:1: mechanism "desertion" breaks conservation: men of ')
    assert len(err.splitlines()) == 1


def test_a_missing_module_and_a_file_that_is_none_are_told(polemos: Callable[..., Said]) -> None:
    assert polemos("check", "two-fronts", "--rules", "nothing.py") == (
        2, "", "polemos: nothing.py: there is no such file, name a Python file\n")  # fmt: skip
