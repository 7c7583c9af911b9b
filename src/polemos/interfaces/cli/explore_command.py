"""``polemos explore``: look at a run live in a browser, on this machine only.

Comes in: a run folder, perhaps a second one, answers and a document.  Goes out: the page's address on stdout, and the
page at that address until Ctrl-C.  The server is in ``interfaces.explorer.serve``.
"""

from __future__ import annotations

import sys

import click

from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import say


@click.command("explore")
@click.argument("run", metavar="RUN")
@click.argument("other", metavar="[RUN2]", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="on this machine  [default: a free one]")
@click.option("--argued", metavar="FOLDER", help="an answer of polemos argue: its verdicts stand beside the claims")
@click.option("--with", "with_", multiple=True, metavar="FOLDER", help="another answer about this war")
@click.option("--document", metavar="FILE", help="the document itself, to be read beside its claims")
@click.option("--partial", is_flag=True, help="take a stopped run with the histories that it has")
@with_rules
@click.option("--open", "opens", is_flag=True, help="open the page in the browser")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_explore(
    run: str,
    other: str | None,
    port: int,
    argued: str | None,
    with_: tuple[str, ...],
    document: str | None,
    partial: bool,
    opens: bool,
    quiet: bool,
) -> None:
    """Serve a page about RUN, beside RUN2 if given, on this machine only, and print its address.

    The page has a slider over the weeks, every history by itself, and what-ifs that are simulated while one looks.
    Answers kept in RUN/answers are shown too.  Nothing is written to the run's folder.  Ctrl-C ends it.
    """
    from polemos.interfaces.explorer.app import built_page
    from polemos.interfaces.explorer.serve import open_all, serve

    built = built_page()
    say("opening the run", quiet)
    opened = open_all(run, other, argued, with_, document, partial)

    def ready(address: str) -> None:
        click.echo(address)
        sys.stdout.flush()
        say("The page is at this address, for whoever has it, on this machine only.  Ctrl-C ends it.", quiet)
        if opens:
            _open(address)

    serve(opened, built, port, ready)


def _open(address: str) -> None:
    """Open the browser without waiting for it."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
