"""What is said while a run goes on: a bar on a terminal, plain lines elsewhere, always on stderr.

Comes in: ``Progress`` of a run.  Goes out: nothing that a program would want to read.  NO_COLOR is respected.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from polemos.engine.ensemble import Progress

# On no terminal one line is written per so many seconds: enough to see life, little enough for a log.
LINE_EVERY = 10.0

Report = Callable[["Progress"], None]


def say(text: str, quiet: bool = False) -> None:
    """Say a line to the person, not to the program that reads the output."""
    if not quiet:
        click.echo(text, err=True)


@contextlib.contextmanager
def progress_shown(quiet: bool) -> Iterator[Report | None]:
    """Give a function that shows a run's progress; None when nothing is to be shown."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _lines(time.monotonic)


def in_words(progress: Progress) -> str:
    """Return the progress as one line."""
    text = f"{progress.done:,} of {progress.asked:,} histories"
    if progress.rate > 0:
        text += f", {progress.rate:,.0f} a second" if progress.rate >= 1 else f", {progress.rate:.2g} a second"
    if progress.seconds_left and progress.done < progress.asked:
        text += f", {duration(progress.seconds_left)} left"
    return text


def duration(seconds: float) -> str:
    """Return a time in the words of a clock."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


@contextlib.contextmanager
def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("simulating"), BarColumn(), TextColumn("{task.fields[words]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("simulating", total=None, words="")

        def report(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.asked, words=in_words(progress))

        yield report


def _lines(clock: Callable[[], float]) -> Report:
    last = clock()

    def report(progress: Progress) -> None:
        nonlocal last
        now = clock()
        if now - last >= LINE_EVERY:
            last = now
            click.echo(in_words(progress), err=True)

    return report
