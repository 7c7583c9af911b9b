"""The command as a process: light at the start, quiet in a pipe, quick to stop."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import toy_war

HEAVY = {
    "numpy",
    "numba",
    "pydantic",
    "yaml",
    "rich",
    "xarray",
    "pandas",
    "pyarrow",
    "matplotlib",
    "h5netcdf",
}
LIST_MODULES = """
import sys
from polemos.interfaces.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print("\\nMODULES", *sys.modules)
"""
TOY_RUN = f"""
import sys
sys.path.insert(0, {str(Path(toy_war.__file__).parent)!r})
import toy_war
toy_war.stand_in(setattr, seconds=0.1)
from polemos.interfaces.cli.main import main
main(["run", "toy", "--histories", "1600", "--threads", "2", "--out", sys.argv[1], *sys.argv[2:]])
"""


def modules_after(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *words], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_the_overview_loads_no_command_and_nothing_heavy() -> None:
    loaded = modules_after("--help")
    assert not HEAVY & loaded
    ours = {name for name in loaded if name.startswith("polemos.")}
    assert not [name for name in ours if name.startswith(("polemos.engine", "polemos.scenario", "polemos.model"))]
    assert not [name for name in ours if name.endswith("_command")]


@pytest.mark.parametrize("command", ["run", "show", "export", "check", "doctor"])
def test_the_help_of_a_command_loads_that_room_and_nothing_heavy(command: str) -> None:
    assert not HEAVY & modules_after(command, "--help")


def test_a_closed_pipe_is_quiet() -> None:
    """``polemos schema | head -1`` with a reader that goes away before the writing begins."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "polemos.interfaces.cli", "schema"],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


def test_a_terminal_without_unicode_is_no_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "polemos.interfaces.cli", "scenarios"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("which", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_within_two_seconds_and_says_how_to_go_on(
    tmp_path: Path, which: signal.Signals, code: int
) -> None:
    folder = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", TOY_RUN, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while len(list(folder.glob("batches/*.batch"))) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    sent = time.monotonic()
    process.send_signal(which)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 2.5  # 2 s promised, half a second for a busy machine
    assert process.returncode == code
    assert out == ""
    kept = 32 * len(list(folder.glob("batches/*.batch")))
    assert f"polemos: stopped after {kept:,} of 1,600 histories, kept in {folder}; the same command goes on" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
def test_a_terminal_gets_a_bar_and_no_colour_if_it_wants_none(tmp_path: Path, environment: dict[str, str]) -> None:
    master, slave = pty.openpty()
    variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen(
        [sys.executable, "-c", TOY_RUN, str(tmp_path / "run"), "--histories", "64"],
        stdout=subprocess.PIPE,
        stderr=slave,
        env=variables,
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.stdout is not None
    assert process.stdout.read() == b"a toy war of 64 histories\n"
    assert process.wait(timeout=30) == 0
    assert b"of 64 histories" in shown
    coloured = b"\x1b[3" in shown
    assert coloured == (not environment)
