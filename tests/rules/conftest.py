"""A user's own module, written into an empty folder and taken out of the register after the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from polemos.scenario import register

Written = Callable[..., Path]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write a module and import it as ``--rules`` does; ``named`` only writes it."""
    monkeypatch.setattr(register, "_REGISTERED", {})

    def write(text: str, name: str = "own.py", *, imported: bool = True) -> Path:
        path = tmp_path / name
        path.write_text("import polemos as pm\n" + text, encoding="utf-8")
        if imported:
            register.import_rules(path)
        return path

    return write
