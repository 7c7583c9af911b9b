"""What every benchmark shares: rows of figures, the table, the options, and children whose cost is known.

A benchmark prints a table and asserts nothing about time: machines differ and are shared.  Imports nothing heavy, so
that the memory of a child is the child's own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

WAR = "syria-2016"
SEED = 1


class Figure(NamedTuple):
    """One measured number: what, how much, in which unit, and a word on how."""

    what: str
    value: float
    unit: str
    note: str = ""


class Cost(NamedTuple):
    """What a child process took: seconds by the clock, seconds of CPU, MB at its peak."""

    clock: float
    cpu: float
    peak: float


def polemos(*words: str) -> list[str]:
    """Return the command line of ``polemos`` with these words, under this interpreter."""
    return [str(Path(sys.executable).with_name("polemos")), *words]


def child(command: Sequence[str], **environment: str) -> Cost:
    """Run a command to its end, its output thrown away; exits with its message if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **environment}
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{said.decode(errors='replace')}")
    # The peak is counted in kB on Linux, in bytes on macOS.
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Cost(clock, used.ru_utime + used.ru_stime, peak)


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of some rounds of a piece of work [s]."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main(measure: Callable[[bool], list[Figure]], about: str | None) -> None:
    """Measure, print the table, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(description=(about or "").split("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--big", action="store_true", help="the sizes that take minutes, too")
    asked = parser.parse_args()
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    print(f"{parser.description} ({os.cpu_count()} cores{load})")
    figures = measure(asked.big)
    wide = max(len(figure.what) for figure in figures)
    for figure in figures:
        print(f"  {figure.what:{wide}}  {figure.value:9.4g} {figure.unit:12} {figure.note}".rstrip())
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps([figure._asdict() for figure in figures], indent=1) + "\n", encoding="utf-8")
