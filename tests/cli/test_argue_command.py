"""``polemos argue`` and ``polemos ledger`` from the command line: what they print, keep and refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evidence.small_ledgers import LEDGER, ledger_file, planted
from polemos.interfaces.cli.main import answer


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    planted(tmp_path)
    ledger_file(tmp_path)
    return tmp_path


ARGUE = ["argue", "planted.yaml", "--ledger", "ledger.yaml", "-n", "12", "--days", "30", "-q"]


def test_verdicts_are_printed_kept_and_shown_again(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert answer([*ARGUE, "--claim", "c01", "--claim", "c03", "--out", "kept"]) == 0
    first = capfd.readouterr().out
    assert "A made-up text: 2 claims" in first
    assert "c03: The name does it." in first
    assert answer(["show", "kept"]) == 0
    assert capfd.readouterr().out == first
    assert answer([*ARGUE, "--claim", "c01", "--json", "--out", "again"]) == 0
    found: Any = json.loads(capfd.readouterr().out)
    assert found["verb"] == "argue"
    assert found["command"].startswith("polemos argue planted.yaml --ledger ledger.yaml --claim c01")
    assert (place / "again" / "answer.svg").is_file()


def test_what_is_wrong_is_told(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["argue", "two-fronts", "-q"]) == 2
    assert "no ledger comes with the war 'two-fronts'" in capfd.readouterr().err
    assert answer([*ARGUE, "--claim", "c99"]) == 2
    assert "there is no claim 'c99' in the ledger" in capfd.readouterr().err
    ledger_file(place, LEDGER.replace("rebels_rest", "rebels_rests"), "wrong.yaml")
    assert answer(["ledger", "check", "wrong.yaml", "--war", "planted.yaml"]) == 2
    said = capfd.readouterr().err
    assert "wrong.yaml:11:35: claims.c01.statements.0.change: there is no what-if 'rebels_rests', did you mean" in said


def test_a_sound_ledger_is_counted(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["ledger", "check", "ledger.yaml", "--war", "planted.yaml"]) == 0
    assert capfd.readouterr().out == "ledger.yaml: 6 claims (5 causal, 1 evaluative); 5 statements, 0 readings\n"


def test_a_draft_overwrites_nothing(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("polemos.evidence.document")
    (place / "post.txt").write_text("A title\n\nBecause it rained, the road was lost.\n", encoding="utf-8")
    asked = ["ledger", "new", "post.txt", "--war", "two-fronts", "--out", "draft.yaml"]
    assert answer(asked) == 2
    assert "does not say when it was written, say so with --date" in capfd.readouterr().err
    assert answer([*asked, "--date", "2000-06-01"]) == 0
    assert capfd.readouterr().out == "draft.yaml: 1 claim to confirm\n"
    assert answer(["ledger", "check", "draft.yaml", "--document", "post.txt"]) == 0
    assert answer([*asked, "--date", "2000-06-01"]) == 2
    assert "draft.yaml: exists already" in capfd.readouterr().err
