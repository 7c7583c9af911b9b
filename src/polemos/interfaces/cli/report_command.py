"""``polemos report``: one page with a run's answers, map and curves, that opens without a network.

Comes in: a run folder.  Goes out: one HTML file.  The page is made in ``interfaces.report``.
"""

from __future__ import annotations

from pathlib import Path

import click

from polemos.interfaces.cli.screen import progress_shown, say


@click.command("report")
@click.argument("run", metavar="RUN")
@click.option("-o", "--out", metavar="FILE", help="[default: report.html in the run's folder]")
@click.option("--argued", metavar="FOLDER", help="an answer of polemos argue: its claims become a section")
@click.option("--with", "with_", multiple=True, metavar="FOLDER", help="another answer about this war: it becomes a "
              "part of the page; may be repeated")  # fmt: skip
@click.option(
    "--quick", is_flag=True, help="ask nothing: leave out what-ifs, causes and inputs that were not asked yet"
)
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_report(
    run: str, out: str | None, argued: str | None, with_: tuple[str, ...], quick: bool, partial: bool, quiet: bool
) -> None:
    """Write the answers of RUN as one HTML page and print where it lies.

    What-ifs, causes and inputs that matter are asked first, once: their answers stay in RUN/answers.
    """
    from polemos.engine.run import open_run

    opened = open_run(run, partial=partial)
    from polemos.interfaces.report import report

    path = Path(out) if out else Path(run) / "report.html"
    with progress_shown(quiet) as shown:
        report(opened, path, argued, with_, quick, lambda words: say(words, quiet), shown)
    click.echo(str(path))
