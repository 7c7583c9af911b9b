"""``polemos explore``: a run, live in a browser on this machine.

Comes in: one or two run folders.  Goes out: an address on stdout, and a server until Ctrl-C.  What it serves is in
``interfaces.explorer``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polemos.errors import BadInput, Problem
from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import say

if TYPE_CHECKING:
    from polemos.engine.run import Run


@click.command("explore")
@click.argument("run", metavar="RUN")
@click.argument("other", metavar="[RUN2]", required=False)
@with_rules
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free one")
@click.option("--argued", metavar="FOLDER", help="an answer of polemos argue: its verdicts stand in the ledger")
@click.option("--with", "named", multiple=True, metavar="FOLDER", help="an answer about this war; may be given again")
@click.option(
    "--document", metavar="FILE", type=click.Path(dir_okay=False), help="the ledger's document, to show spans"
)
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@click.option("--open", "at_once", is_flag=True, help="open the address in the browser")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_explore(
    run: str, other: str | None, port: int, argued: str | None, named: tuple[str, ...], document: str | None,
    partial: bool, at_once: bool, quiet: bool,
) -> None:  # fmt: skip
    """Look at RUN in a browser: map, coalition and curves by week, what-ifs asked while you look; RUN2 beside it.

    Prints the address, which holds a token, and serves it to this machine alone until Ctrl-C.
    """
    from polemos.engine.run import open_run
    from polemos.interfaces.explorer.app import Explored
    from polemos.interfaces.explorer.serve import check_built, serve
    from polemos.interfaces.kept_answers import kept_answers
    from polemos.interfaces.report import argued_about

    check_built()
    opened = open_run(run, partial=partial)
    second = None if other is None else open_run(other, partial=partial)
    if second is not None and other is not None:
        _check_alike(opened, second, other)
    if document is not None:
        from polemos.interfaces.explorer.ledger_view import document_of

        document_of(document)
    explored = Explored(
        opened, run, second, other or "", tuple(kept_answers(opened, named)),
        argued_about(opened, argued),
        None if document is None else Path(document),
    )  # fmt: skip

    def ready(address: str) -> None:
        click.echo(address)
        say("serves this machine alone; Ctrl-C ends it", quiet)
        if at_once:
            import webbrowser

            webbrowser.open(address)

    serve(explored, port, ready)
    # A block that is being simulated cannot be stopped, and nobody waits for it any more.
    os._exit(0)


def _check_alike(run: Run, second: Run, name: str) -> None:
    """Raise BadInput if the second run is of a war with other actors, places or days."""
    one, two = run.war, second.war
    for what in ("places", "camps", "actors", "fronts", "wings"):
        if getattr(one.legend, what) != getattr(two.legend, what):
            raise BadInput(Problem(f"is a run of a war with other {what}", name, hint="name two runs of one war"))
    if one.days != two.days:
        what = f"has {two.days:,} days, the first run {one.days:,}"
        raise BadInput(Problem(what, name, hint="run both with the same --days"))
