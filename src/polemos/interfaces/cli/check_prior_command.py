"""``polemos check-prior``: where recorded events lie among the histories of a war, and what the model cannot make.

Comes in: a scenario, files of recorded events and of changes of hands, as options.  Goes out: the answer on stdout and
in its folder.  The record is made in ``evidence.recorded_war``, the check in ``experiments.checking``.
"""

from __future__ import annotations

from datetime import datetime

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("check-prior")
@click.argument("scenario")
@click.option(
    "--events", metavar="FILE", help="recorded events: UCDP GED, ACLED, or a table of `polemos events import`"
)
@click.option("--changes", metavar="FILE", multiple=True, help="a list of places that changed hands; may be repeated")
@click.option("--mapping", metavar="FILE", help="what the recorder's names mean  [default: what comes with the war]")
@click.option("--from", "first", type=DATE, metavar="DATE", help="first day of the record that counts")
@click.option("--until", "last", type=DATE, metavar="DATE", help="last day of the record, and of the histories")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="another value; posterior=FOLDER: learned")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="a what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="an intervention, cause or mechanism to leave out")
@click.option("--truce", default="", metavar="NAME", help="the ceasefire to look at  [default: that which binds most]")
@click.option("--natural-test", is_flag=True, help="simulate the war without that ceasefire as well, on the same luck")
@question_options
def command_check_prior(
    scenario: str,
    events: str | None,
    changes: tuple[str, ...],
    mapping: str | None,
    first: datetime | None,
    last: datetime | None,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    truce: str,
    natural_test: bool,
    asked: Asked,
) -> None:
    """Say where what was recorded lies among the possible histories of SCENARIO: within, in the tail, or in none.

    400 histories, if not said otherwise, to the last recorded day.  With --set posterior=FOLDER the same is asked of
    the inputs that were learned from records.
    """
    from polemos.evidence.recorded_war import recorded_war
    from polemos.experiments.checking.check_prior import check_prior

    window = (first.date() if first else None, last.date() if last else None)
    record = recorded_war(
        scenario, events=events, changes=changes, mapping=mapping, first=window[0], last=window[1], days=asked.days,
        edits=edits, what_if=what_if, without=without,
    )  # fmt: skip
    of = {"events": events, "changes": list(changes), "mapping": mapping,
          "from": window[0].isoformat() if window[0] else None,
          "until": window[1].isoformat() if window[1] else None}  # fmt: skip
    with asking(asked) as report:
        answer = check_prior(
            scenario, record, edits=edits, what_if=what_if, without=without, truce=truce, natural_test=natural_test,
            histories=asked.histories, seed=asked.seed, days=asked.days, asked_of=of, cases=asked.case_folder,
            threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
