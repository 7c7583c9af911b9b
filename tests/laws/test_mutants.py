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

FAST = 7  # mutants of each mechanism in the fast tests; the others are slow
EVERY = [
    pytest.param(name, number, marks=[pytest.mark.slow] if number >= FAST else [])
    for name in mechanisms()
    for number in range(len(mutants(name)))
]


@cache
def results(which: str) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what became of the first, or of the other, mutants, and of the sources as they are (number -1)."""
    done = plainly(str(HERE / "break_rooms.py"), which, str(FAST))
    assert done.returncode == 0, done.stderr[-4000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {(row["mechanism"], row["mutant"]): row for row in rows}


@pytest.mark.parametrize("mechanism", mechanisms())
def test_the_sources_as_they_are_pass(mechanism: str) -> None:
    """The control: the runner itself makes no law fail."""
    row = results("--first")[mechanism, -1]
    assert row["code"] == 0, row["said"]


@pytest.mark.parametrize("mechanism", mechanisms())
def test_five_mutants_at_least(mechanism: str) -> None:
    assert len({mutant.old + mutant.new for mutant in mutants(mechanism)}) >= 5


@pytest.mark.parametrize(("mechanism", "number"), EVERY)
def test_the_mutant_is_caught(mechanism: str, number: int) -> None:
    """A law failed: not an import, not an empty run."""
    mutant: Mutant = mutants(mechanism)[number]
    assert mutant.fault() == "", mutant.wrong
    row = results("--first" if number < FAST else "--beyond")[mechanism, number]
    assert row["code"] == 1, f"survived: {mutant.wrong} {row}"
    assert row["test"].startswith("test_"), row["said"]
