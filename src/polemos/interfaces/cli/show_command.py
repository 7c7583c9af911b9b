"""``polemos show``: the answers of a run or of a question again, from its folder, or one measure in figures.

Comes in: a folder.  Goes out: the summary, the question's tables, or a measure's figures, as text or JSON on stdout.
They are made in ``engine.summary``, ``experiments`` and ``engine.figures``; the page with maps and curves is next door
in ``report``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from polemos.errors import BadInput, Problem
from polemos.interfaces.cli.question_options import print_answer

if TYPE_CHECKING:
    from polemos.engine.run import Run


@click.command("show")
@click.argument("run", metavar="RUN")
@click.option("--measure", metavar="NAME", help="print one measure: mean, percentiles and error, or shares by name")
@click.option("--week", type=int, metavar="N", help="of the measure in this week only; 0 is the eve")
@click.option(
    "--of", multiple=True, metavar="ID", help="of this actor, place, camp ... only, or AXIS=ID; may be given again"
)
@click.option("--history", type=int, metavar="N", help="the number of this history instead of all")
@click.option("--sum", "total", is_flag=True, help="with --measure: sum what --of does not name; requests: of members")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@click.option("--json", "as_json", is_flag=True, help="print the answers as JSON")
def command_show(
    run: str,
    measure: str | None,
    week: int | None,
    of: tuple[str, ...],
    history: int | None,
    total: bool,
    partial: bool,
    as_json: bool,
) -> None:
    """Print the answers of RUN again, the folder of a run or of a question; every file is verified first.

    With --measure print that measure of a run instead: over all histories, or of one.
    """
    from polemos.engine.run import open_run
    from polemos.experiments.answer import is_answer, open_answer

    if measure is None and (week is not None or of or history is not None or total):
        raise click.UsageError("--week, --of, --sum and --history say of what a measure is: give --measure too.")
    if is_answer(run):
        if measure is not None:
            what = "is the answer of a question, which has no measures"
            raise BadInput(Problem(what, file=run, hint="name the folder of a run"))
        print_answer(open_answer(run), as_json)
        return
    opened = open_run(run, partial=partial)
    if measure is None:
        print_answers(opened, as_json)
    else:
        print_measure(opened, measure, week, of, history, total, as_json)


def print_answers(run: Run, as_json: bool) -> None:
    """Print a run's summary on stdout."""
    summary = run.summary()
    if as_json:
        click.echo(json.dumps(summary.to_json(), indent=1, allow_nan=False))
    else:
        click.echo(str(summary))


def print_measure(
    run: Run, measure: str, week: int | None, of: tuple[str, ...], history: int | None, total: bool, as_json: bool
) -> None:
    """Print one measure of a run on stdout."""
    from polemos.engine.figures import figure
    from polemos.interfaces.cli.measure_told import as_data, in_lines

    found = figure(run, measure, week, of, history, total)
    if as_json:
        click.echo(json.dumps(as_data(run, found), indent=1, allow_nan=False))
        return
    for line in in_lines(run, found):
        click.echo(line)
