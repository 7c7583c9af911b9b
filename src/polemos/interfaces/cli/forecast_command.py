"""``polemos forecast``: what will have come of a war by a date, frozen before anybody knows.

Comes in: a scenario, a window, questions.  Goes out: the chances on stdout, the frozen folder and its digest.  How it
is made is in ``experiments.prediction.forecast``.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from polemos.interfaces.cli.question_options import RUNS, Asked, asking, print_answer
from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import say

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("forecast")
@click.argument("scenario")
@click.option("--from", "first", type=DATE, required=True, metavar="DATE", help="first day of the window")
@click.option("--to", "last", type=DATE, required=True, metavar="DATE", help="its last day, and the horizon")
@click.option("--posterior", metavar="FOLDER", help="inputs learned from records, where they have the same range here")
@click.option("--questions", metavar="FILE", help="dated questions, a file or the name of one that comes with polemos")
@click.option(
    "--by-rule", type=int, metavar="N", help="questions that nobody chose  [default: as many as are answered]"
)
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="another value of an input")
@click.option(
    "--changes",
    multiple=True,
    metavar="FILE",
    help="a list of places that changed hands; what was known on the eve says which places are contested",
)
@click.option("--mapping", metavar="FILE", help="what names in --changes mean  [default: what comes with the war]")
@click.option("-n", "--histories", type=int, help="how many possible histories  [default: 1000]")
@click.option("--seed", default=1, show_default=True, help="of the random numbers")
@with_rules
@click.option("-o", "--out", metavar="FOLDER", help="the forecast's folder  [default: one of its own in ./runs]")
@click.option("--threads", type=int, help="[default: one per processor core]")
@click.option("--json", "as_json", is_flag=True, help="print the answer as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_forecast(
    scenario: str,
    first: datetime,
    last: datetime,
    posterior: str | None,
    questions: str | None,
    by_rule: int | None,
    edits: tuple[str, ...],
    changes: tuple[str, ...],
    mapping: str | None,
    histories: int | None,
    seed: int,
    out: str | None,
    threads: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Forecast SCENARIO from one day to another: chances of dated questions, and draws of deaths as Parquet files.

    The folder is frozen: its digest is printed, and polemos score refuses it if anything in it was changed.  Nothing
    recorded after the eve of the window is read.
    """  # fmt: skip
    from polemos.experiments.frozen import refuse_frozen
    from polemos.experiments.prediction.forecast import keep
    from polemos.interfaces.predictions import forecast

    if out is not None:
        refuse_frozen(Path(out))
    asked = Asked(histories, seed, None, out, None, threads, as_json, quiet)
    with asking(asked) as report:
        answer = forecast(
            scenario, first.date(), last.date(), posterior=posterior, questions=questions, by_rule=by_rule, edits=edits,
            changes=changes, mapping=mapping, histories=histories, seed=seed, threads=threads, progress=report,
        )  # fmt: skip
    folder = Path(out) if out else Path(RUNS) / answer.folder_name
    frozen = keep(answer, folder)
    print_answer(answer, as_json)
    if as_json:
        say(f"frozen as {frozen.digest}", quiet)
    else:
        click.echo(f"frozen as {frozen.digest}")
    say(f"kept in {folder}", quiet)
