"""``polemos attribute``: what each cause has to do with an outcome.

Comes in: a scenario, outcomes and causes as options.  Goes out: shares and probabilities on stdout, the answer in its
folder.  How they are found is in ``experiments.attribution.attribute``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options
from polemos.interfaces.cli.screen import say


@click.command("attribute")
@click.argument("scenario")
@click.option(
    "--outcome",
    multiple=True,
    metavar="NAME",
    help="an outcome, or a sentence such as 'ending == partition'; may be repeated  [default: first_fissure]",
)
@click.option(
    "-c",
    "--cause",
    multiple=True,
    metavar="NAME",
    help="an intervention, a cause of interventions or a mechanism; NAME,NAME are one cause; 'LABEL: what-if NAME, set "
    "PATH=VALUE' says what takes it away  [default: what the scenario marks as stated]",
)
@click.option("--baseline", default="", metavar="TEXT", help="changes of every war: 'without NAME, set PATH=VALUE'")
@click.option(
    "--orders", default=16, show_default=True, help="pairs of random orders of causes, with more than 10 of them"
)
@click.option(
    "--precision", type=float, metavar="WIDTH", help="add histories until half of every share's interval is this"
)
@click.option("--at-most", default=100_000, show_default=True, help="histories, with --precision")
@question_options
def command_attribute(
    scenario: str,
    outcome: tuple[str, ...],
    cause: tuple[str, ...],
    baseline: str,
    orders: int,
    precision: float | None,
    at_most: int,
    asked: Asked,
) -> None:
    """Say what each cause has to do with an outcome of SCENARIO: necessary, sufficient, its share, and what is left.

    Every set of causes is a war of its own, with the same luck; what was simulated before is not simulated again.
    1,000 histories of each, if not said otherwise.  Exit code 1 if a wanted precision was not reached.
    """
    from polemos.experiments.attribution.attribute import OUTCOME, attribute

    with asking(asked) as report:
        answer = attribute(
            scenario, outcome or OUTCOME, cause, baseline=baseline, histories=asked.histories, seed=asked.seed,
            days=asked.days, orders=orders, precision=precision, at_most=at_most, cases=asked.case_folder,
            threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
    if answer.findings["precision"] is not None and not answer.findings["precision"]["reached"]:
        say(f"the precision was not reached with {at_most:,} histories: more with --at-most")
        raise click.exceptions.Exit(1)
