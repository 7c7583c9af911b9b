"""Every mechanism keeps the contract: the laws of ``contract``, on the rooms as plain Python in a process of its own.

That the compiled rooms give the same bits is the business of ``reproducible/test_same_bytes``.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from laws.mutant import HERE, mechanisms
from polemos.dimensions import MECHANISMS

# Rooms that act inside another's, or before all; they have laws and mutants of their own.
WITHIN = ("decisions", "reserves", "allocation", "fissure")


def plainly(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on these arguments with the rooms uncompiled."""
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=1800,  # two minutes on two free cores
        check=False,
    )


def test_every_mechanism_keeps_its_laws() -> None:
    files = [str(HERE / "rooms" / f"{name}.py") for name in mechanisms()]
    files.append(str(HERE / "whole_days.py"))
    done = plainly("-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_every_mechanism_has_laws() -> None:
    assert set(mechanisms()) == {*MECHANISMS, *WITHIN}


@pytest.mark.parametrize("mechanism", mechanisms())
def test_laws_of_a_mechanism_are_the_contract(mechanism: str) -> None:
    """A file of laws holds a class that inherits all of them."""
    text = (HERE / "rooms" / f"{mechanism}.py").read_text(encoding="utf-8")
    assert "(MechanismContract):" in text
