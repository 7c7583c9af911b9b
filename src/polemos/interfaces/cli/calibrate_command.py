"""``polemos calibrate``: which inputs of a war agree with what was recorded, and which a record cannot tell.

Comes in: a scenario, files of what was recorded, a budget, as options.  Goes out: what was learned on stdout, the
posterior in the answer's folder.  How it is learned is in ``experiments.calibration``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options
from polemos.interfaces.cli.record_options import Files, record_options


@click.command("calibrate")
@click.argument("scenario")
@record_options
@click.option("--inputs", default="", metavar="PATTERN", help="learn only these, such as 'mechanisms.*'")
@click.option("--budget", type=int, help="simulations in all  [default: 20000]")
@click.option("--draws", type=int, help="simulations that are kept  [default: 2000]")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value of the scenario")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention or a mechanism")
@question_options
def command_calibrate(
    scenario: str,
    files: Files,
    inputs: str,
    budget: int | None,
    draws: int | None,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    asked: Asked,
) -> None:
    """Learn the uncertain inputs of SCENARIO from what was recorded, and say which of them the record cannot tell.

    The answer's folder holds a posterior that every command takes with --set posterior=FOLDER.  A stopped calibration
    goes on when the command is given again, and so does one with a larger --budget.
    """  # fmt: skip
    from polemos.errors import BadInput, Problem
    from polemos.evidence.recorded_war import recorded_war
    from polemos.experiments.calibration.calibrate import BUDGET, DRAWS, calibrate

    if asked.histories is not None:
        hint = "say with --budget how many simulations there may be"
        raise BadInput(Problem("a calibration has simulations, not histories", "--histories", hint=hint))
    record = recorded_war(scenario, **files._asdict(), days=asked.days, edits=edits, what_if=what_if, without=without)
    with asking(asked) as report:
        answer = calibrate(
            scenario, record, inputs=inputs, budget=BUDGET if budget is None else budget,
            draws=DRAWS if draws is None else draws, edits=edits, what_if=what_if, without=without, seed=asked.seed,
            days=asked.days, cases=asked.case_folder, threads=asked.threads, progress=report, told=files.told(),
        )  # fmt: skip
    answered(answer, asked)
