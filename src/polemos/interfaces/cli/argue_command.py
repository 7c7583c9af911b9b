"""``polemos argue``: the claims of a document, each with a verdict in the model and one in the record.

Comes in: a scenario, a ledger and files of what was recorded, as options.  Goes out: verdicts and numbers on stdout,
the answer in its folder.  How they are found is in ``evidence.argue``, the rules of judging are in
``evidence.verdict``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.question_options import Asked, answered, asking, question_options


@click.command("argue")
@click.argument("scenario")
@click.option("--ledger", metavar="FILE", help="the ledger of a document  [default: the one that comes with the war]")
@click.option("--claim", "claims", multiple=True, metavar="NAME", help="only this claim; may be given again")
@click.option("--events", metavar="FILE", help="recorded events, as UCDP GED or ACLED deliver them")
@click.option("--changes", multiple=True, metavar="FILE", help="recorded changes of hands; may be given again")
@click.option("--mapping", metavar="FILE", help="what the recorder calls the war's sides and places  [default: the one "
              "that comes with the war]")  # fmt: skip
@click.option("--long-events", type=click.Choice(["spread", "leave_out"]), default="spread", show_default=True,
              help="events of more than 31 days: spread over their days, or left out")  # fmt: skip
@click.option("--document", metavar="FILE", help="the ledger's document: counts who calls whom what")
@click.option("--posterior", metavar="FOLDER", help="what calibrate found: every statement is asked again with it")
@question_options
def command_argue(
    scenario: str,
    ledger: str | None,
    claims: tuple[str, ...],
    events: str | None,
    changes: tuple[str, ...],
    mapping: str | None,
    long_events: str,
    document: str | None,
    posterior: str | None,
    asked: Asked,
) -> None:
    """Hold the claims of a document against SCENARIO and against what was recorded: supported, contradicted, undecided
    or not testable, in the model and in the record apart, with the numbers and what would change the verdict.

    400 histories of each war, up to the day of the document, if not said otherwise.
    """  # fmt: skip
    from polemos.evidence.argue import argue

    with asking(asked) as report:
        answer = argue(
            scenario, ledger=ledger, claims=claims, events=events, changes=changes, mapping=mapping,
            long_events=long_events, document=document, posterior=posterior,
            histories=asked.histories, seed=asked.seed, days=asked.days,
            cases=asked.case_folder, threads=asked.threads, progress=report,
        )  # fmt: skip
    answered(answer, asked)
