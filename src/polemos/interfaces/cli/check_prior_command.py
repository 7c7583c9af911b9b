"""``polemos check-prior``: where recorded events lie among the histories of a war, and what the model cannot make.

Comes in: a scenario, files of recorded events and of changes of hands, as options.  Goes out: the answer on stdout and
in its folder.  The record is made in ``evidence.recorded_war``, the check in ``experiments.checking``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options
from polemos.interfaces.cli.record_options import Files, record_options


@click.command("check-prior")
@click.argument("scenario")
@record_options
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="another value; posterior=FOLDER: learned")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="a what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="an intervention, cause or mechanism to leave out")
@click.option("--truce", default="", metavar="NAME", help="the ceasefire to look at  [default: that which binds most]")
@click.option("--natural-test", is_flag=True, help="simulate the war without that ceasefire as well, on the same luck")
@question_options
def command_check_prior(
    scenario: str,
    files: Files,
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

    record = recorded_war(scenario, **files._asdict(), days=asked.days, edits=edits, what_if=what_if, without=without)
    with asking(asked) as report:
        answer = check_prior(
            scenario, record, edits=edits, what_if=what_if, without=without, truce=truce, natural_test=natural_test,
            histories=asked.histories, seed=asked.seed, days=asked.days, asked_of=files.told(), cases=asked.case_folder,
            threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
