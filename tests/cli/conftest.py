"""The command line with the toy war in place of a scenario and its kernel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import toy_war
from polemos.engine import cache
from polemos.interfaces.cli.main import answer


class Said(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def polemos(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run one command line inside this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLEMOS_DEBUG", raising=False)
    monkeypatch.setattr(cache, "is_compiled", lambda: True)

    def run(*words: str) -> Said:
        capfd.readouterr()
        code = answer(list(words))
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``polemos run`` simulate the toy war whatever scenario is named."""
    toy_war.stand_in(monkeypatch.setattr)
