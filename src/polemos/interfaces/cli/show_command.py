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
def command_show(run: str, partial: bool, as_json: bool) -> None:
    """Print the answers of RUN again, the folder of a run or of a question; every file is verified first."""
    from polemos.engine.run import open_run
    from polemos.experiments.answer import is_answer, open_answer

    if is_answer(run):
        print_answer(open_answer(run), as_json)
        return
    print_answers(open_run(run, partial=partial), as_json)


def print_answers(run: Run, as_json: bool) -> None:
    """Print a run's summary on stdout."""
    summary = run.summary()
    if as_json:
        click.echo(json.dumps(summary.to_json(), indent=1, allow_nan=False))
    else:
        click.echo(str(summary))
