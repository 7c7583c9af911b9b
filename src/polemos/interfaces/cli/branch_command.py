"""``polemos branch``: go on from a date, with an edit, with other luck, or both.

Comes in: a run folder, a date, edits or a number of futures.  Goes out: a run folder like any other, and what the
branch says beside the run that it leaves.  All of it is made in ``experiments.departures.branch``.
"""

from __future__ import annotations

import json
from typing import Any

import click

from polemos.interfaces.cli.question_options import print_answer
from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import progress_shown, say


@click.command("branch")
@click.argument("run", metavar="RUN")
@click.option("--at", required=True, metavar="DATE", help="the first day that goes on otherwise, as 2016-07-17")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value from that day on")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if from that day on")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention that was not made by then")
@click.option("--each", is_flag=True, help="make a branch of every edit by itself, all from the same mornings")
@click.option("--history", type=int, metavar="NUMBER", help="go on from the past of this history alone")
@click.option("--futures", type=int, default=1, show_default=True,
              help="how many futures go on from each past; the first has the luck that the history had")  # fmt: skip
@click.option("-n", "--histories", type=int, help="go on from the first so many histories  [default: all of RUN]")
@click.option("--days", type=int, help="another horizon, counted from the start of the war  [days]")
@with_rules
@click.option("-o", "--out", metavar="FOLDER", help="the branch's folder  [default: one of its own below ./runs]")
@click.option("--threads", type=int, help="[default: one per processor core]")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_branch(
    run: str, at: str, edits: tuple[str, ...], what_if: tuple[str, ...], without: tuple[str, ...], each: bool,
    history: int | None, futures: int, histories: int | None, days: int | None, out: str | None,
    threads: int | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Go on from a date in the histories of RUN, and say what differs from then on.

    With an edit, every history goes on with the luck that it had, and is paired with the run.  With --futures, the
    same past goes on with other luck so many times.  The branch is a run folder: show, report, replay and why-diverge
    take it.
    """
    from polemos.engine.plan import Changes
    from polemos.engine.run import open_run
    from polemos.experiments.departures.branch import beside, branches

    left = open_run(run, partial=True)
    wanted = [Changes(edits, what_if, without)]
    if each:
        wanted = [Changes(what_if=(name,)) for name in what_if] + [Changes(without=(name,)) for name in without]
        wanted += [Changes(edits=(edit,)) for edit in edits]
        if not wanted:
            raise click.UsageError("Option '--each' needs --what-if, --without or --set.")
    found, kept = [], []
    with progress_shown(quiet) as report:
        options: dict[str, Any] = {"history": history, "futures": futures, "histories": histories, "days": days}
        options |= {"threads": threads, **({"out": out} if out else {"below": "runs"})}
        for made in branches(left, at, wanted, each, **options, progress=report):
            answer = beside(made, left, threads, report)
            assert made.folder is not None
            answer.save(made.folder / "answer")
            found.append(answer)
            kept.append(made.folder)
    if as_json:
        told = [item.to_json() for item in found]
        click.echo(json.dumps(told if each else told[0], indent=1, allow_nan=False))
        return
    for number, item in enumerate(found):
        click.echo("\n" * bool(number), nl=False)
        print_answer(item, False)
        say(f"kept in {kept[number]}", quiet)
