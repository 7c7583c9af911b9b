"""``polemos show``: the answers of a run or of a question again, from its folder.

Comes in: a folder.  Goes out: the summary, or the question's tables, as text or JSON on stdout.  They are made in
``engine.summary`` and ``experiments``; the page with maps and curves is next door in ``report``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from polemos.interfaces.cli.question_options import print_answer

if TYPE_CHECKING:
    from polemos.engine.run import Run


@click.command("show")
@click.argument("run", metavar="RUN")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@click.option("--json", "as_json", is_flag=True, help="print the answers as JSON")
@click.option("--measure", metavar="NAME", help="one measure over the histories instead of the answers")
@click.option("--week", type=int, metavar="N", help="of --measure: in this week; 0 is the eve of the first day")
@click.option("--of", "of", multiple=True, metavar="ID", help="of --measure: an actor, camp, place...; may be repeated")
def command_show(
    run: str, partial: bool, as_json: bool, measure: str | None, week: int | None, of: tuple[str, ...]
) -> None:
    """Print the answers of RUN again, the folder of a run or of a question; every file is verified first."""
    from polemos.engine.run import open_run
    from polemos.experiments.answer import is_answer, open_answer

    if measure is None and (week is not None or of):
        raise click.UsageError("--week and --of say which part of a --measure; name one.")
    if measure is None and is_answer(run):
        print_answer(open_answer(run), as_json)
        return
    opened = open_run(run, partial=partial)
    if measure is None:
        print_answers(opened, as_json)
        return
    from polemos.engine.figures import figure
    from polemos.interfaces.cli.figure_words import in_words, plain

    found = figure(opened, measure, week, of)
    click.echo(json.dumps(plain(found), indent=1, allow_nan=False) if as_json else "\n".join(in_words(found, of)))


def print_answers(run: Run, as_json: bool) -> None:
    """Print a run's summary on stdout."""
    summary = run.summary()
    if as_json:
        click.echo(json.dumps(summary.to_json(), indent=1, allow_nan=False))
    else:
        click.echo(str(summary))
