"""``polemos export``: a run for other programs: its numbers, its map, its ties, or one figure.

Comes in: a run folder and a file name.  Goes out: that file.  The formats are made behind ``interfaces.exports``; the
events of one history as a table are next door in ``events_command``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.rules_option import with_rules


@click.command("export")
@click.argument("run", metavar="RUN")
@click.argument("file", metavar="FILE")
@with_rules
@click.option("--week", type=int, metavar="N", help="of .graphml and of a map; 0 is the eve  [default: the last]")
@click.option("--history", type=int, metavar="N", help="of .geojson: this history to the day, with its deadly events")
@click.option(
    "--figure", metavar="NAME", help="of .svg and .png: map, cohesion, holding, dead or requests  [default: map]"
)
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
def command_export(
    run: str, file: str, week: int | None, history: int | None, figure: str | None, partial: bool
) -> None:
    """Write RUN to FILE, in the form that its ending says.

    \b
    .nc              all measures
    .parquet, .csv   one long table of them
    .geojson         who holds which place from when to when
    .graphml         who trusts, helps and supplies whom in a week
    .svg, .png       a figure
    """
    from polemos.engine.run import open_run
    from polemos.interfaces.exports import check, export

    check(file, week, history, figure)
    click.echo(str(export(open_run(run, partial=partial), file, week, history, figure)))
