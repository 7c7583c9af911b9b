"""``polemos sensitivity``: which inputs matter for an outcome, and how much of it is chance.

Comes in: a scenario, outcomes and what varies, as options.  Goes out: effects or shares of variance on stdout, the
answer in its folder.  How they are found is in ``experiments.importance.sensitivity``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options


@click.command("sensitivity")
@click.argument("scenario")
@click.option(
    "--outcome",
    multiple=True,
    required=True,
    metavar="NAME",
    help="an outcome, or a sentence such as 'ending == partition'; several are taken from the same histories",
)
@click.option(
    "--method",
    default="morris",
    show_default=True,
    metavar="NAME",
    help="morris: effects, from few histories; sobol: shares of variance, alone and with others",
)
@click.option(
    "--groups",
    default="mechanism",
    show_default=True,
    metavar="NAME",
    help="what moves together: mechanism, section, part (every actor, wing, flow and mechanism) or none (each input)",
)
@click.option("--inputs", default="", metavar="PATTERN", help="such as 'actors.*'; all other inputs become one group")
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="TEXT",
    help="vary also NAME (there, or left out as with --without) or PATH=VALUE|VALUE",
)
@click.option("--samples", type=int, help="trajectories [default: 16] or base points [default: 64], a power of two")
@click.option("--replicates", default=4, show_default=True, help="dice that every row of the design meets")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value of the scenario")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention or a mechanism")
@question_options
def command_sensitivity(
    scenario: str,
    outcome: tuple[str, ...],
    method: str,
    groups: str,
    inputs: str,
    choices: tuple[str, ...],
    samples: int | None,
    replicates: int,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    asked: Asked,
) -> None:
    """Say which uncertain inputs of SCENARIO matter for an outcome, alone and together, and what share of it is chance
    whatever the inputs.

    All inputs vary at once within their ranges, a group of them after the other; every row of this design is played
    under several dice.  With --histories as many samples are taken as these allow.  What the sample cannot tell is
    refused.
    """  # fmt: skip
    from polemos.experiments.importance.sensitivity import sensitivity

    with asking(asked) as report:
        answer = sensitivity(
            scenario, outcome, method=method, groups=groups, inputs=inputs, choices=choices, samples=samples,
            replicates=replicates, histories=asked.histories, edits=edits, what_if=what_if, without=without,
            seed=asked.seed, days=asked.days, threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
