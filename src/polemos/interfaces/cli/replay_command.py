"""``polemos replay`` and ``polemos events``: one history in full.

Comes in: a run folder and the number of a history.  Goes out: its chronicle, in which each event names the one that
led to it, or its deadly events as a table.  Both are made in ``engine.replay``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.engine.run import Run


@click.command("replay")
@click.argument("run", metavar="RUN")
@click.option("--history", type=int, required=True, help="the history's number, from 0")
@click.option("--json", "as_json", is_flag=True, help="print the events as JSON")
def command_replay(run: str, history: int, as_json: bool) -> None:
    """Live one history of RUN again and print its chronicle: each event with the number of what led to it."""
    from polemos.engine.run import open_run

    found = lived_again(open_run(run, partial=True), history)
    if as_json:
        click.echo(json.dumps(found, indent=1, allow_nan=False))
        return
    for event in found:
        click.echo(in_a_line(event))


@click.command("events")
@click.argument("run", metavar="RUN")
@click.option("--history", type=int, required=True, help="the history's number, from 0")
@click.option("-o", "--out", required=True, metavar="FILE", help="a .csv file")
def command_events(run: str, history: int, out: str) -> None:
    """Live one history of RUN again and write its deadly events in the columns of UCDP GED."""
    from polemos.engine.replay import write_events
    from polemos.engine.run import open_run

    click.echo(str(write_events(open_run(run, partial=True), history, out)))


def lived_again(run: Run, history: int) -> list[dict[str, Any]]:
    """Return the events of a history, after checking that it comes out as it was recorded."""
    from polemos.engine.replay import replay, verify

    rows = {int(number): row for row, number in enumerate(run.recorded.numbers)}
    if history not in rows:
        hint = f"it holds {run.histories:,}, counted from 0"
        raise BadInput(Problem(f"the run has no history {history}", key="history", hint=hint))
    again = replay(run.war, run.seed, history)
    verify(run, rows[history], again)
    return again.events


def in_a_line(event: dict[str, Any]) -> str:
    """Return an event as one line of the chronicle."""
    led = f"  <- {event['parent']}" if event["parent"] is not None else ""
    return f"{event['id']:>6}  {event['date']}  {event['text']}{led}"
