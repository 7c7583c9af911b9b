"""``polemos score``: how good a forecast was, once it is recorded what came.

Comes in: a frozen folder or a file of draws, and files of a record.  Goes out: scores beside those of simple rivals.
How they are made is in ``experiments.prediction.score``.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from polemos.interfaces.cli.question_options import RUNS, print_answer
from polemos.interfaces.cli.screen import say

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("score")
@click.argument("forecast")
@click.option("--events", required=True, metavar="FILE", help="recorded events, before the window and in it")
@click.option("--changes", multiple=True, metavar="FILE", help="a list of places that changed hands; may be repeated")
@click.option("--resolved", metavar="FILE", help="CSV with answers: id, outcome (yes or no); goes before the record")
@click.option("--mapping", metavar="FILE", help="what the recorder's names mean  [default: what comes with the war]")
@click.option("--war", metavar="SCENARIO", help="of a .parquet file of draws: which war they are about")
@click.option(
    "--recorded-to",
    type=DATE,
    metavar="DATE",
    help="the day up to which the record is complete  [default: its last event's]",
)
@click.option("--seed", default=1, show_default=True, help="of the rivals' draws")
@click.option("-o", "--out", metavar="FOLDER", help="the answer's folder  [default: one of its own in ./runs]")
@click.option("--json", "as_json", is_flag=True, help="print the answer as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_score(
    forecast: str,
    events: str,
    changes: tuple[str, ...],
    resolved: str | None,
    mapping: str | None,
    war: str | None,
    recorded_to: datetime | None,
    seed: int,
    out: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Score FORECAST, the folder of polemos forecast or a .parquet file of draws, against recorded events.

    Always beside simple rivals that know the record up to the eve: persistence, climatology and a negative binomial
    autoregression for deaths; the base rate, no change and the place's own past for questions.
    """
    from polemos.interfaces.predictions import score

    answer = score(
        forecast, events, changes=changes, resolved=resolved, mapping=mapping, war=war,
        recorded_to=None if recorded_to is None else recorded_to.date(), seed=seed,
    )  # fmt: skip
    folder = answer.save(out or Path(RUNS) / answer.folder_name)
    print_answer(answer, as_json)
    say(f"kept in {folder}", quiet)
