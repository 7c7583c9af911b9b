"""What a user is told when something is wrong: what, where and what to do.

Holds the one family of errors that crosses floors.  Rooms raise them, the command line prints them and turns
them into an exit code; nothing here prints.  Exit codes: 1 a finding, 2 bad input, 3 the environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong, with the place where a person can mend it.

    ``line`` and ``column`` count from 1; 0 means unknown.  ``key`` is the path inside the document, such as
    ``actors.hezbollah.strength``.
    """

    what: str
    file: str = ""
    line: int = 0
    column: int = 0
    key: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        parts = [part for part in (place, self.key, self.what) if part]
        text = ": ".join(parts)
        return f"{text}, {self.hint}" if self.hint else text


class PolemosError(Exception):
    """Base of all errors that a user can cause or meet; carries every problem found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadInput(PolemosError):
    """The user's file, option or value cannot be taken as it stands."""

    exit_code = 2


class Finding(PolemosError):
    """The program worked and has found what it was asked to look for (a damaged run, a failed check)."""

    exit_code = 1


class EnvironmentTrouble(PolemosError):
    """The machine stands in the way: no space, no permission, a missing library."""

    exit_code = 3


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``did you mean "strength"?`` for the nearest known word, or the empty string."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""
