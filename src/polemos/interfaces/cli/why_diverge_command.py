"""``polemos why-diverge``: where the paired histories of two runs part, and through what.

Comes in: two run folders of one war, and a history's number or none.  Goes out: one parting in full, or the partings of
all histories as a table.  All of it is made in ``divergence`` and ``partings`` of ``experiments.departures``.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from polemos.interfaces.cli.question_options import print_answer
from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import progress_shown, say


@click.command("why-diverge")
@click.argument("run_a", metavar="RUN_A")
@click.argument("run_b", metavar="RUN_B")
@with_rules
@click.option("--history", type=int, help="tell this history in full; without it, all are counted")
@click.option("--other-history", type=int, metavar="NUMBER",
              help="its number in RUN_B, where that differs, as among the futures of one past")  # fmt: skip
@click.option(
    "-n", "--histories", type=click.IntRange(1), help="count the first so many  [default: all that both hold]"
)
@click.option("-o", "--out", metavar="FOLDER", help="the table's folder  [default: one of its own in ./runs]")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_why_diverge(
    run_a: str, run_b: str, history: int | None, other_history: int | None, histories: int | None,
    out: str | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Say where the histories of RUN_A and RUN_B part, two runs of one war with one seed that differ by edits.

    With --history: what was changed, the first day on which any number differs, the first event that only one of them
    has, and the chain of causes from there to what became of the war.
    """
    from polemos.engine.run import open_run

    a, b = open_run(run_a, partial=True), open_run(run_b, partial=True)
    if history is not None:
        from polemos.experiments.departures.divergence import why_diverge

        if histories is not None or out is not None:
            raise click.UsageError("Give --history for one history, or --histories and --out for a table, not both.")
        found = why_diverge(a, b, history, other_history)
        click.echo(json.dumps(found.as_dict(), indent=1, allow_nan=False) if as_json else str(found))
        return
    if other_history is not None:
        raise click.UsageError("Option '--other-history' needs --history.")
    from polemos.experiments.departures.partings import partings

    with progress_shown(quiet) as report:
        every = partings(a, b, histories, report)
    folder = every.save(out or Path("runs") / every.folder_name)
    print_answer(every, as_json)
    say(f"kept in {folder}", quiet)
