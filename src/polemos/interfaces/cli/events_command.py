"""``polemos events``: simulated events as a table, and recorded ones read, described and brought into one form.

Comes in: a run folder, or a file of UCDP GED or ACLED.  Goes out: a table, or what the file holds and which of its rows
were rejected.  All of it is made in ``engine.ged`` and ``evidence``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from polemos.errors import Finding, Problem
from polemos.interfaces.cli.match_command import command_match
from polemos.interfaces.cli.rules_option import with_rules

if TYPE_CHECKING:
    from polemos.evidence.readers import Reading

Function = TypeVar("Function", bound=Callable[..., Any])
DATE = click.DateTime(["%Y-%m-%d"])
SIDES = 8


class Verbs(click.Group):
    """The verbs of ``polemos events``; who gives a run folder right away is told that the verb is missing."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb."""
        from polemos.errors import did_you_mean

        if args and not args[0].startswith("-") and args[0] not in self.commands:
            verbs = ", ".join(self.commands)
            ctx.fail(
                f"there is no verb {args[0]!r}, {did_you_mean(args[0], list(self.commands)) or f'give one of {verbs}'}"
            )
        return super().resolve_command(ctx, args)


@click.group("events", cls=Verbs)
def command_events() -> None:
    """Write the deadly events of a simulated history; read recorded events strictly."""


def reading_options(function: Function) -> Function:
    """Add the options with which a file of recorded events is read."""
    for option in reversed((
        click.argument("file", metavar="FILE"),
        click.option("--encoding", metavar="NAME", help="of the file, if it is not UTF-8: utf-16, cp1256, latin-1 ..."),
        click.option("--until", type=DATE, metavar="DATE", help="reject rows that end after this day"),
        click.option("--strict", is_flag=True, help="end with code 1 if a row was rejected"),
    )):  # fmt: skip
        function = option(function)
    return function


@command_events.command("export")
@click.argument("run", metavar="RUN")
@with_rules
@click.option("--history", type=int, required=True, help="the history's number, from 0")
@click.option("-o", "--out", required=True, metavar="FILE", help="a .csv file")
def command_export(run: str, history: int, out: str) -> None:
    """Live one history of RUN again and write its deadly events in the columns of UCDP GED."""
    from polemos.engine.replay import write_events
    from polemos.engine.run import open_run

    click.echo(str(write_events(open_run(run, partial=True), history, out)))


@command_events.command("describe")
@reading_options
@click.option("--long-events", type=click.Choice(["spread", "leave_out"]), default="spread", show_default=True,
              help="what becomes of events of more than 31 days")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
def command_describe(
    file: str, encoding: str | None, until: datetime | None, strict: bool, long_events: str, as_json: bool
) -> None:
    """Say what the recorded events in FILE are, and which rows were rejected and why.

    FILE is a release of UCDP GED or an export of ACLED as its owner delivers it: .csv, .csv.gz or a .zip with one CSV.
    """
    from polemos.evidence.description import describe
    from polemos.evidence.readers import read_events

    reading = read_events(file, encoding=encoding, until=until.date() if until else None)
    told = describe(reading, long_events)
    if as_json:
        click.echo(json.dumps({"file": file, **told}, indent=1, allow_nan=False))
    else:
        for line in in_words(file, told):
            click.echo(line)
    judge(file, reading, strict)


@command_events.command("import")
@reading_options
@click.option("-o", "--out", required=True, metavar="TABLE", help="a .parquet or .csv file")
def command_import(file: str, encoding: str | None, until: datetime | None, strict: bool, out: str) -> None:
    """Write the recorded events in FILE as one clean table, and the rejected rows to TABLE.rejected.csv."""
    from polemos.evidence.event_table import check_target, write_table
    from polemos.evidence.readers import read_events
    from polemos.interfaces.cli.screen import say

    target = check_target(out, file)
    reading = read_events(file, encoding=encoding, until=until.date() if until else None, kept=sys.maxsize)
    write_table(reading.events, reading.rejected, target)
    say(f"{reading.read:,} rows read as {reading.format}: {len(reading.events):,} events, "
        f"{reading.read - len(reading.events):,} rejected")  # fmt: skip
    click.echo(str(target))
    judge(file, reading, strict)


def judge(file: str, reading: Reading, strict: bool) -> None:
    """Raise Finding if rows were rejected and that is not to pass."""
    rejected = reading.read - len(reading.events)
    if strict and rejected:
        raise Finding(Problem(f"{rejected:,} of {reading.read:,} rows were rejected", file=file))


def in_words(file: str, told: dict[str, Any]) -> Iterator[str]:
    """Yield a description of events as lines."""
    yield f"{file}: {told['format']}, {len(told['columns'])} columns"
    yield f"{told['read']:,} rows read = {told['events']:,} events + {told['rejected']:,} rejected"
    for reason, rows in told["rejected_by_reason"].items():
        yield f"  {rows:,}  {reason}"
    for row in told["first_rejected"]:
        wrong = f"{row['column']} {row['reason']}".strip()
        yield f"  row {row['row']:,}, line {row['line']:,}: {wrong}: {row['found']!r}"
    if told["widened"]:
        yield f"{told['widened']:,} with a best estimate outside their own range, which was widened to hold it"
    yield f"Long events: {told['long_events']['told']} ({told['long_events']['deaths']:,} deaths)"
    if not told["counted"]:
        yield "No event is left to be counted"
        return
    low, best, high = (told["deaths"][name] for name in ("low", "best", "high"))
    yield f"From {told['period'][0]} to {told['period'][1]}; {best:,} dead, at least {low:,}, at most {high:,}"
    for title, name in (("Kind", "kinds"), ("Day known to", "date_precision"), ("Place known to", "where_precision")):
        yield from _table(title, [(label, share) for label, share in told[name].items() if share["events"]])
    sides = told["sides"]
    yield from _table("Side (deaths on both sides)", [(side["side"], side) for side in sides[:SIDES]])
    if len(sides) > SIDES:
        yield f"  and {len(sides) - SIDES:,} more; --json names all"
    extent = told["extent"]
    if "south" in extent:
        edges = f"{extent['south']:.2f} to {extent['north']:.2f} N, {extent['west']:.2f} to {extent['east']:.2f} E"
        yield f"Coordinates: {edges}; {extent['without']:,} events have none"
    else:
        yield "Coordinates: no event has any"
    yield "Deaths by month:"
    for month, dead in told["deaths_by_month"].items():
        yield f"  {month}  {dead:10,.0f}"


def _table(title: str, rows: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    wide = max(len(title), *(len(label) + 2 for label, _ in rows))
    yield f"{title:{wide}}  {'events':>9}  {'deaths':>9}"
    for label, share in rows:
        yield f"  {label:{wide - 2}}  {share['events']:9,}  {share['deaths']:9,}"


command_events.add_command(command_match)
