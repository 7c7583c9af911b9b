"""``polemos validate``: what others published, beside what polemos makes of it.

Comes in: which results, and a folder for data too large to ship.  Goes out: a table or JSON on stdout; exit code 1 if a
result is not what it is declared to be.  The results are in ``experiments.validation``.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from polemos.interfaces.cli.screen import say

if TYPE_CHECKING:
    from polemos.experiments.validation.result import Row


@click.command("validate")
@click.option("--only", multiple=True, metavar="NAME", help="a result, a group or the beginning of names; repeatable")
@click.option("--list", "as_list", is_flag=True, help="name the results and what is declared of each, run nothing")
@click.option("--data", metavar="FOLDER", help="where the files lie that some results need and that are not shipped")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="of the results with chance")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON, every number compared")
@click.option("--quiet", is_flag=True, help="say nothing while it runs")
def command_validate(
    only: tuple[str, ...], as_list: bool, data: str | None, seed: int, as_json: bool, quiet: bool
) -> None:
    """Run everything published that polemos reproduces, and say how near it comes.

    Each result is exact, reproduced (within a tolerance that has a reason), indicative, not reproduced, or left out.
    Exit code 0 if each is what it is declared to be, 1 if not.
    """
    from polemos.experiments.validation.validate import chosen, validate

    if as_list:
        _write_list(chosen(only), as_json)
        return
    with _telling(quiet) as tell:
        report = validate(only, data=data, seed=seed, tell=tell)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=1, allow_nan=False))
    elif sys.stdout.isatty():
        from rich.console import Console

        from polemos.experiments.validation.text import write

        write(Console(), report.results, report.counts)
    else:
        click.echo(str(report))
    if not report.as_declared:
        sys.stdout.flush()
        raise click.exceptions.Exit(1)


def _write_list(rows: list[Row], as_json: bool) -> None:
    if as_json:
        kept = ("name", "what", "source", "declared", "needs")
        click.echo(json.dumps([{name: getattr(row, name) for name in kept} for row in rows], indent=1))
        return
    names, declared = (max(len(getattr(row, field)) for row in rows) for field in ("name", "declared"))
    for row in rows:
        click.echo(f"{row.name:<{names}}  {row.declared:<{declared}}  {row.what} ({row.source})")


@contextlib.contextmanager
def _telling(quiet: bool) -> Iterator[Callable[[Row], None] | None]:
    """Say which result is being worked on: in place on a terminal, only before a long wait elsewhere."""
    if quiet:
        yield None
        return

    def announce(row: Row) -> None:
        from polemos.engine.cache import is_compiled

        if row.simulates and not is_compiled():
            say(f"{row.name}: the engine is being compiled first, which takes about a minute, once")

    if not sys.stderr.isatty():
        yield announce
        return
    from rich.console import Console

    with Console(stderr=True).status("validating") as status:

        def tell(row: Row) -> None:
            status.update(f"validating {row.name}")
            announce(row)

        yield tell
