"""What every question's command shares: its options, where answers and cases are kept, and how an answer is printed.

Comes in: a command's function.  Goes out: the same with ``--histories``, ``--seed`` and the like, which reach it as one
``Asked``.  What is asked is decided in ``experiments``; how an answer looks is its own affair.
"""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import Report, progress_shown, say

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

F = TypeVar("F", bound=Callable[..., Any])
RUNS, CASES = "runs", "cases"


class Asked(NamedTuple):
    """The options that all questions share; None where the person said nothing."""

    histories: int | None
    seed: int
    days: int | None
    out: str | None
    cases: str | None
    threads: int | None
    as_json: bool
    quiet: bool

    @property
    def case_folder(self) -> Path:
        """Where cases are kept and looked for: one place for all questions below ./runs, else inside the answer's."""
        if self.cases:
            return Path(self.cases)
        return Path(self.out) / CASES if self.out else Path(RUNS) / CASES


def question_options(command: F) -> F:
    """Give a command the shared options; its function receives them as the argument ``asked``."""

    @functools.wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        asked = Asked(**{name: options.pop(name) for name in Asked._fields})
        return command(*arguments, asked=asked, **options)

    options = [
        click.option("-n", "--histories", type=int, help="how many possible histories of each war"),
        click.option("--seed", default=1, show_default=True, help="of the random numbers, the same in every war"),
        click.option("--days", type=int, help="horizon, instead of the scenario's own  [days]"),
        with_rules,
        click.option("-o", "--out", metavar="FOLDER", help="the answer's folder  [default: one of its own in ./runs]"),
        click.option("--cases", metavar="FOLDER", help="where simulated wars are kept and looked for  "
                     "[default: ./runs/cases, with --out FOLDER/cases]"),
        click.option("--threads", type=int, help="[default: one per processor core]"),
        click.option("--json", "as_json", is_flag=True, help="print the answer as JSON"),
        click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors"),
    ]  # fmt: skip
    for option in reversed(options):
        told = option(told)
    return told  # type: ignore[return-value]


@contextlib.contextmanager
def asking(asked: Asked) -> Iterator[Report | None]:
    """Prepare a person for the wait, and show the progress over all wars."""
    from polemos.engine.cache import is_compiled

    if not is_compiled():
        say("first start: the engine is being compiled, about a minute, once", asked.quiet)
    with progress_shown(asked.quiet) as report:
        yield report


def answered(answer: Answer, asked: Asked) -> None:
    """Keep an answer in its folder and print it."""
    folder = answer.save(asked.out or Path(RUNS) / answer.folder_name)
    print_answer(answer, asked.as_json)
    say(f"kept in {folder}", asked.quiet)


def print_answer(answer: Answer, as_json: bool) -> None:
    """Print an answer on stdout: as JSON, in colour on a terminal, else as plain text."""
    if as_json:
        click.echo(json.dumps(answer.to_json(), indent=1, allow_nan=False))
    elif sys.stdout.isatty():
        from rich.console import Console

        from polemos.experiments.tables import WIDEST

        console = Console(highlight=False, emoji=False)
        console.print(answer, width=min(console.width, WIDEST))
    else:
        click.echo(answer.text())
