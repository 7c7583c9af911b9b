"""``polemos calibrate``: from files to a posterior that other commands take, and what it says of bad questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import polemos as pm
from polemos.engine.replay import write_events
from polemos.interfaces.cli.main import answer
from worlds import HERE

WAR = str(HERE / "two_fronts_one_air_force.yaml")
ASKED = ("calibrate", WAR, "--days", "56", "--budget", "400", "--draws", "60", "--inputs", "mechanisms.civilians.*")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One history as recorded events."""
    target = tmp_path_factory.mktemp("record") / "events.csv"
    write_events(pm.run(WAR, histories=2, seed=9, days=56), 1, target)
    return target


def test_from_a_file_to_a_posterior(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "fit"
    assert answer([*ASKED, "--events", str(recorded), "--out", str(out), "--json", "-q"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verb"] == "calibrate"
    assert f"--events {recorded}" in told["command"]
    assert told["result"]["simulations"] <= 400
    assert told["result"]["record"]["deaths_counted"] > 0
    assert list((out / "cases").glob("calibrate-*.state"))
    assert answer(["show", str(out)]) == 0
    assert "Not identified" in capsys.readouterr().out
    if (out / "posterior.csv").exists():
        assert answer(["run", WAR, "--set", f"posterior={out}", "-n", "2", "--days", "5", "-o", str(tmp_path / "r"),
                       "-q"]) == 0  # fmt: skip


FAULTS = [
    ((), "nothing recorded is named, give --events FILE, --changes FILE or both"),
    (("--events", "missing.csv"), "missing.csv: there is no such file"),
    (("--events", "EVENTS", "--histories", "9"), "--histories: a calibration has simulations, not histories"),
    (("--events", "EVENTS", "--inputs", "mechanism.*"), "--inputs: no uncertain input fits"),
    (("--events", "EVENTS", "--budget", "90"), "--budget: 90 simulations are too few for 60 draws"),
    (("--events", "EVENTS", "--from", "2001-01-01"), "begins on 2001-01-01 and ends on"),
    (("--events", "EVENTS", "--until", "1999-12-01"), "begins on 2000-01-0"),
]


@pytest.mark.parametrize(("words", "said"), FAULTS, ids=[said[:30] for _, said in FAULTS])
def test_what_cannot_be_asked_is_told(
    words: tuple[str, ...], said: str, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    given = [str(recorded) if word == "EVENTS" else word for word in words]
    assert answer([*ASKED, *given, "-q"]) == 2
    assert said in capsys.readouterr().err
