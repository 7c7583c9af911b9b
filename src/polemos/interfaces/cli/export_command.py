"""``polemos export``: a run's numbers for other programs.

Comes in: a run folder and a file name.  Goes out: that file.  The formats are made in ``interfaces.exports``; the
events of one history are next door in ``events_command``.
"""

from __future__ import annotations

import click


@click.command("export")
@click.argument("run", metavar="RUN")
@click.argument("file", metavar="FILE")
@click.option("--week", type=int, metavar="N", help="of .graphml, and of the map as a figure [default: the last]")
@click.option("--history", type=int, metavar="N", help="of .geojson: one history with its deadly events, not all")
@click.option("--figure", metavar="NAME", help="of .svg and .png: map, cohesion, holding, dead or requests  [map]")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
def command_export(
    run: str, file: str, week: int | None, history: int | None, figure: str | None, partial: bool
) -> None:
    """Write RUN to FILE, whose ending says how: .nc holds all measures, .parquet and .csv one long table, .geojson who
    holds what over time, .graphml the coalition as a network, .svg and .png a figure.
    """  # fmt: skip
    from polemos.engine.run import open_run
    from polemos.interfaces.exports import check_target, export

    check_target(file, figure)
    click.echo(str(export(open_run(run, partial=partial), file, week, history, figure)))
