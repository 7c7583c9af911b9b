"""``polemos report``: one page with a run's answers, map and curves, that opens without a network.

Comes in: a run folder.  Goes out: one HTML file.  The page is made in ``interfaces.report``.
"""

from __future__ import annotations

from pathlib import Path

import click

from polemos.interfaces.cli.screen import say


@click.command("report")
@click.argument("run", metavar="RUN")
@click.option("-o", "--out", metavar="FILE", help="[default: report.html in the run's folder]")
@click.option("--argued", metavar="FOLDER", help="an answer of polemos argue: its claims become a section")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_report(run: str, out: str | None, argued: str | None, partial: bool, quiet: bool) -> None:
    """Write the answers of RUN as one HTML page and print where it lies."""
    from polemos.engine.run import open_run

    opened = open_run(run, partial=partial)
    from polemos.interfaces.report import report

    path = Path(out) if out else Path(run) / "report.html"
    say("drawing the page", quiet)
    report(opened, path, argued)
    click.echo(str(path))
