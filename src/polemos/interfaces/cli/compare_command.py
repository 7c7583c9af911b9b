"""``polemos compare``: what each of several what-ifs changes, history by history.

Comes in: a scenario and alternatives to it, as options.  Goes out: the differences on stdout, the answer in its folder.
How they are found is in ``experiments.contrasts.compare``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options
from polemos.interfaces.cli.screen import say


@click.command("compare")
@click.argument("scenario")
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    help="an alternative without an intervention, cause or mechanism; NAME,NAME leaves out both",
)
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="an alternative: a what-if of the scenario")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="an alternative with another value")
@click.option(
    "-a",
    "--alternative",
    "alternatives",
    multiple=True,
    metavar="TEXT",
    help="an alternative of several changes: 'LABEL: without NAME, what-if NAME, set PATH=VALUE'",
)
@click.option("--baseline", default="", metavar="TEXT", help="changes of every war, in the same words")
@click.option(
    "--versus",
    default="baseline",
    show_default=True,
    metavar="LABEL",
    help="which case the others are held against; all = every pair",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="an outcome, or a sentence such as 'ending == partition', instead of the headline outcomes",
)
@click.option(
    "--precision",
    type=float,
    metavar="WIDTH",
    help="add histories until half the 95 % interval of every --measure is at most this",
)
@click.option("--at-most", default=100_000, show_default=True, help="histories, with --precision")
@question_options
def command_compare(
    scenario: str,
    without: tuple[str, ...],
    what_if: tuple[str, ...],
    edits: tuple[str, ...],
    alternatives: tuple[str, ...],
    baseline: str,
    versus: str,
    measures: tuple[str, ...],
    precision: float | None,
    at_most: int,
    asked: Asked,
) -> None:
    """Compare SCENARIO with any number of alternatives on common random numbers: every history has the same luck in
    every war.

    Each --without, --what-if and --set is one alternative by itself.  1,000 histories of each, if not said otherwise.
    What was simulated before is not simulated again.  Exit code 1 if a wanted precision was not reached.
    """  # fmt: skip
    from polemos.experiments.contrasts.compare import compare

    with asking(asked) as report:
        answer = compare(
            scenario, without, what_if, edits, alternatives, baseline=baseline, versus=versus, measures=measures,
            histories=asked.histories, seed=asked.seed, days=asked.days, precision=precision, at_most=at_most,
            cases=asked.case_folder, threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
    reached = answer.findings["precision"] is None or answer.findings["precision"]["reached"]
    if not reached:
        say(f"the precision was not reached with {at_most:,} histories: more with --at-most")
        raise click.exceptions.Exit(1)
