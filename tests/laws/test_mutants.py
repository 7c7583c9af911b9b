"""The laws notice mistakes: each mutant of ``mutants`` makes a law of its mechanism fail, the sources as they are none.

Which law fails first is free.  The mutants run as forks of one plain-Python process, see ``break_rooms``.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from laws.mutant import HERE, Mutant, mechanisms, mutants
from laws.test_every_mechanism import plainly

EVERY = [(name, number) for name in mechanisms() for number in range(len(mutants(name)))]


@cache
def results() -> dict[tuple[str, int], dict[str, Any]]:
    """Return what became of every mutant, and of the sources as they are (number -1)."""
    done = plainly(str(HERE / "break_rooms.py"))
    assert done.returncode == 0, done.stderr[-4000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {(row["mechanism"], row["mutant"]): row for row in rows}


@pytest.mark.parametrize("mechanism", mechanisms())
def test_the_sources_as_they_are_pass(mechanism: str) -> None:
    """The control: the runner itself makes no law fail."""
    row = results()[mechanism, -1]
    assert row["code"] == 0, row["said"]


@pytest.mark.parametrize("mechanism", mechanisms())
def test_five_mutants_at_least(mechanism: str) -> None:
    assert len({mutant.old + mutant.new for mutant in mutants(mechanism)}) >= 5


@pytest.mark.parametrize(("mechanism", "number"), EVERY)
def test_the_mutant_is_caught(mechanism: str, number: int) -> None:
    """A law failed: not an import, not an empty run."""
    mutant: Mutant = mutants(mechanism)[number]
    assert mutant.fault() == "", mutant.wrong
    row = results()[mechanism, number]
    assert row["code"] == 1, f"survived: {mutant.wrong} {row}"
    assert row["test"].startswith("test_"), row["said"]
