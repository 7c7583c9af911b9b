"""``polemos export`` and ``polemos events``: a run's numbers for other programs.

Comes in: a run folder and a file name.  Goes out: that file.  The formats are made in ``engine.export``, the
events of one history in ``engine.replay``.
"""

from __future__ import annotations

import click


@click.command("export")
@click.argument("run", metavar="RUN")
@click.argument("file", metavar="FILE")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
def command_export(run: str, file: str, partial: bool) -> None:
    """Write the measures of RUN to FILE: .nc holds all of them, .parquet and .csv one long table."""
    from polemos.engine.export import check_target, export
    from polemos.engine.run import open_run

    check_target(file)
    click.echo(str(export(open_run(run, partial=partial), file)))


@click.command("events")
@click.argument("run", metavar="RUN")
@click.option("--history", type=int, required=True, help="the history's number, from 0")
@click.option("-o", "--out", required=True, metavar="FILE", help="a .csv file")
def command_events(run: str, history: int, out: str) -> None:
    """Replay one history of RUN and write its events in the columns of UCDP GED."""
    from polemos.engine.replay import write_events
    from polemos.engine.run import open_run

    click.echo(str(write_events(open_run(run, partial=True), history, out)))
