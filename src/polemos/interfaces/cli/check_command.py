"""``polemos check`` and ``polemos schema``: for who writes a scenario.

Comes in: a scenario file.  Goes out: every problem at once, with line and column, in the form that a person, a
program or a code host reads; or the JSON Schema.  The checking is done in ``scenario.load``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from polemos.errors import Problem
from polemos.interfaces.cli.rules_option import with_rules


@click.command("check")
@click.argument("file")
@with_rules
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
def command_check(file: str, form: str) -> None:
    """Say all that is wrong with the scenario FILE (or built-in name); exit code 2 if anything is.

    If nothing is, say of each issue of the bargain whose best values settle elsewhere than at its reference where.
    """
    from polemos.scenario.load import check

    problems = check(file)
    if form == "json":
        click.echo(json.dumps([problem._asdict() for problem in problems], indent=1))
    elif form == "github":
        for problem in problems:
            click.echo(as_annotation(problem))
    else:
        write_plainly(file, problems)
        for line in () if problems else remarks(file):
            click.echo(line)
    if problems:
        sys.stdout.flush()
        raise click.exceptions.Exit(2)


@click.command("schema")
def command_schema() -> None:
    """Print the JSON Schema of scenario files; editors complete and underline with it."""
    from polemos.scenario.describe import json_schema

    click.echo(json.dumps(json_schema(), indent=1, ensure_ascii=False))


def remarks(file: str) -> list[str]:
    """Return what is worth a word in a scenario with nothing wrong."""
    from polemos.scenario.load import load
    from polemos.scenario.settlements import off_reference

    return off_reference(load(file).bargaining)


def write_plainly(file: str, problems: Sequence[Problem]) -> None:
    """Print one line for each problem, or that there is none."""
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in {file}", err=True)
    else:
        click.echo(f"{file}: nothing wrong")


def as_annotation(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub, which shows it beside the line."""
    place = ",".join(
        f"{name}={_escaped(str(value), ',:')}"
        for name, value in (("file", problem.file), ("line", problem.line), ("col", problem.column))
        if value
    )
    what = ": ".join(part for part in (problem.key, problem.what) if part)
    text = f"{what}, {problem.hint}" if problem.hint else what
    return f"::error {place}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Return a text with the characters that end a command or a field written as %XX."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
