"""A mutant: one deliberate mistake in a room, which the laws of its mechanism must notice."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "src" / "polemos" / "model"


class Mutant(NamedTuple):
    """Replace ``old``, which occurs once in the file, by ``new``; ``wrong`` says what is then wrong with the war."""

    wrong: str
    file: str
    old: str
    new: str

    def fault(self) -> str:
        """Return why the mutant cannot be made any more, or nothing."""
        number = (MODEL / self.file).read_text(encoding="utf-8").count(self.old)
        return "" if number == 1 else f"stale: its text occurs {number} times in {self.file}: {self.old!r}"

    def source(self) -> str:
        return (MODEL / self.file).read_text(encoding="utf-8").replace(self.old, self.new)


def mechanisms() -> list[str]:
    """Return the mechanisms that have laws, by file."""
    return sorted(path.stem for path in (HERE / "rooms").glob("[a-z]*.py"))


def mutants(mechanism: str) -> tuple[Mutant, ...]:
    """Return the mutants of a mechanism."""
    return tuple(import_module(f"laws.mutants.{mechanism}").MUTANTS)
