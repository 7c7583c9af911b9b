"""``polemos discover``: under which inputs something happens more often.

Comes in: a scenario or a run folder, and what is to happen.  Goes out: boxes in plain sentences on stdout, the answer
in its folder.  How they are found is in ``experiments.discovery.discover``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options


@click.command("discover")
@click.argument("scenario", metavar="SCENARIO|RUN")
@click.option(
    "--outcome",
    required=True,
    metavar="TEXT",
    help="a sentence such as 'ending == partition', or an outcome that is true or false such as first_fissure",
)
@click.option(
    "--method", default="prim", show_default=True, metavar="NAME", help="prim: peeling; cart: leaves of a tree"
)
@click.option("--inputs", default="", metavar="PATTERN", help="search these inputs only, such as 'mechanisms.trust.*'")
@click.option("--boxes", default=2, show_default=True, help="look for so many, one after the other")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value of the scenario")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention or a mechanism")
@question_options
def command_discover(
    scenario: str,
    outcome: str,
    method: str,
    inputs: str,
    boxes: int,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    asked: Asked,
) -> None:
    """Say under which uncertain inputs an outcome happens more often, in boxes of a few limits each, with the share of
    histories in which it happens inside (density) and the share of all such histories that lie inside (coverage).

    Of the folder of a run nothing is simulated anew.  2,000 histories of a scenario, if not said otherwise.  Every
    second history is held out from the search and tells whether the box is more than chance.
    """  # fmt: skip
    from polemos.experiments.discovery.discover import discover

    with asking(asked) as report:
        answer = discover(
            scenario, outcome, method=method, inputs=inputs, boxes=boxes, histories=asked.histories, edits=edits,
            what_if=what_if, without=without, seed=asked.seed, days=asked.days, cases=asked.case_folder,
            threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
