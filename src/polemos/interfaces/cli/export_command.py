"""``polemos export``: a run's numbers for other programs.

Comes in: a run folder and a file name.  Goes out: that file.  The formats are made in ``engine.export``; the events
of one history are next door in ``events_command``.
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
