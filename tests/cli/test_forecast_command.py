"""``polemos forecast`` and ``polemos score`` from the command line, with the questions and the codes of both."""

from __future__ import annotations

import json
from pathlib import Path

from cli.conftest import Command
from experiments.prediction.recorded_history import FIRST, LAST, WAR, record
from polemos.experiments.frozen import verify

ASK = ("forecast", str(WAR), "--from", str(FIRST), "--to", str(LAST), "-n", "12", "--by-rule", "2", "-q")


def test_a_forecast_is_frozen_scored_and_shown_again(polemos: Command, tmp_path: Path) -> None:
    said = polemos(*ASK, "--out", "summer")
    assert said.code == 0, said.err
    digest = verify(tmp_path / "summer").digest
    assert said.out.rstrip().endswith(f"frozen as {digest}")
    again = polemos(*ASK, "--out", "summer")
    assert (again.code, "is frozen: nothing may be written" in again.err) == (2, True)
    files = record()
    scored = polemos("score", "summer", "--events", str(files.events), "--changes", str(files.changes), "--recorded-to",
                     str(LAST), "-q", "--json", "--out", "how")  # fmt: skip
    assert scored.code == 0, scored.err
    told = json.loads(scored.out)
    assert told["result"]["frozen"] == digest
    assert set(told["result"]["layouts"]["front_week"]["against"]) == {"persistence", "climatology", "autoregression"}
    assert told["command"].startswith("polemos score summer --events")
    shown = polemos("show", "how")
    assert "the forecast from 2000-02-12 to 2000-04-30, scored" in shown.out
    assert polemos("show", "summer").code == 0


def test_without_a_folder_each_answer_has_one_of_its_own(polemos: Command, tmp_path: Path) -> None:
    said = polemos(*ASK, "--json")
    assert json.loads(said.out)["verb"] == "forecast"
    (folder,) = (tmp_path / "runs").iterdir()
    assert verify(folder).about["forecast"].startswith("polemos forecast")


def test_faults_are_told_with_what_to_do(polemos: Command, tmp_path: Path) -> None:
    files = record()
    asked = {
        "is not after the scenario's first day": ("forecast", str(WAR), "--from", "2000-01-01", "--to", "2000-03-01"),
        'did you mean "syria-2016"': (*ASK, "--questions", "syria2016"),
        "is no forecast": ("score", "nowhere", "--events", str(files.events)),
        "there is no such file": ("score", "nowhere", "--events", "none.csv"),
    }
    for message, words in asked.items():
        said = polemos(*words)
        assert (said.code, message in said.err) == (2, True), said.err
        assert "Traceback" not in said.err
    assert not list(tmp_path.iterdir())
    assert "--from" in polemos("forecast", str(WAR)).err
