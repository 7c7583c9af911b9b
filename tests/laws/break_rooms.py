"""Break the rooms: run the laws of each mechanism against each of its mutants.  Plain Python, started by a test.

Usage: ``break_rooms.py [--first N | --beyond N] [MECHANISM ...]`` prints one JSON line per run: mechanism, number of
the mutant (-1: the sources as they are), pytest's exit code, which law failed first, and how long it took [s of CPU].

The days are lived once, with the sources as they are; then every run is a fork that forgets the rooms, imports them
anew with one file's text replaced in memory, and stops at the first law that fails.  No file is changed.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import os
import sys
import time
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType
from typing import Any

import pytest

from laws.days import all_days
from laws.mutant import HERE, MODEL, Mutant, mechanisms, mutants

AT_ONCE = 2


class Replaced(SourceFileLoader):
    """Loads one module from text in memory."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(MODEL / mutant.file))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.source(), self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the mutant before the file."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, f"polemos.model.{mutant.file.removesuffix('.py')}"

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, str(MODEL / self.mutant.file), loader=Replaced(fullname, self.mutant))


class FirstFailure:
    """Remembers the name of the test that failed first, and what it said."""

    def __init__(self) -> None:
        self.test, self.said = "", ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.test:
            self.test, self.said = report.nodeid.split("::")[-1], report.longreprtext[-3000:]

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.test:
            self.test, self.said = "collection", report.longreprtext[-3000:]


def attempt(mechanism: str, number: int) -> dict[str, Any]:
    """Run the laws of a mechanism in this process, with one mutant of it unless the number is -1."""
    if number >= 0:
        for name in [name for name in sys.modules if name.startswith("polemos.model.")]:
            parent, _, leaf = name.rpartition(".")
            del sys.modules[name]
            if hasattr(sys.modules[parent], leaf):
                delattr(sys.modules[parent], leaf)
        sys.meta_path.insert(0, Finder(mutants(mechanism)[number]))
    first, silence = FirstFailure(), io.StringIO()
    options = ["-x", "-q", "--tb=short"]
    for plugin in ("cacheprovider", "hypothesispytest", "unraisableexception", "threadexception", "faulthandler"):
        options += ["-p", f"no:{plugin}"]
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        code = pytest.main([*options, str(HERE / "rooms" / f"{mechanism}.py")], plugins=[first])
    return {"mechanism": mechanism, "mutant": number, "code": int(code), "test": first.test, "said": first.said,
            "cpu": round(time.process_time(), 2)}  # fmt: skip


def start(mechanism: str, number: int) -> int:
    """Fork a process for one attempt and return its id; it prints its line itself, in one write."""
    child = os.fork()
    if child:
        return child
    try:
        line = json.dumps(attempt(mechanism, number)) + "\n"
    except BaseException as fault:
        line = (
            json.dumps({"mechanism": mechanism, "mutant": number, "code": -1, "test": "", "said": repr(fault)}) + "\n"
        )
    os.write(1, line.encode())
    os._exit(0)


def main(chosen: list[str], first: int, beyond: int) -> None:
    """Run the laws of the chosen mechanisms against the sources and mutants number beyond .. first - 1 of each."""
    all_days()
    gc.freeze()  # what is shared stays out of the forks' collections
    tasks = []
    for one in chosen or mechanisms():
        numbers = range(beyond, min(first, len(mutants(one))))
        tasks += [(one, number) for number in (-1, *numbers) if number < 0 or not mutants(one)[number].fault()]
    running: set[int] = set()
    for task in tasks:
        if len(running) >= AT_ONCE:
            running.discard(os.wait()[0])
        running.add(start(*task))
    while running:
        running.discard(os.wait()[0])


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    reader.add_argument("--first", type=int, default=1000)
    reader.add_argument("--beyond", type=int, default=0)
    reader.add_argument("mechanisms", nargs="*")
    asked = reader.parse_args()
    main(asked.mechanisms, asked.first, asked.beyond)
