"""``polemos run``: from a scenario to a folder of histories and the answers in short.

Comes in: a scenario's name or path and options.  Goes out: the summary on stdout (or JSON), progress on stderr,
the run in its folder.  What a run is, is in ``engine.run``; how it looks, next door in ``screen`` and ``show``.
"""

from __future__ import annotations

import click

from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import progress_shown, say
from polemos.interfaces.cli.show_command import print_answers


@click.command("run")
@click.argument("scenario")
@click.option("-n", "--histories", default=1000, show_default=True, help="how many possible histories")
@click.option("--seed", default=1, show_default=True, help="of the random numbers: 0 to 4294967295")
@click.option("--days", type=int, help="horizon, instead of the scenario's own  [days]")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value of the scenario")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention or a mechanism")
@with_rules
@click.option("-o", "--out", metavar="FOLDER", help="the run's folder  [default: one of its own below ./runs]")
@click.option("--threads", type=int, help="[default: one per processor core]")
@click.option("--json", "as_json", is_flag=True, help="print the answers as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_run(
    scenario: str,
    histories: int,
    seed: int,
    days: int | None,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    out: str | None,
    threads: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate possible histories of SCENARIO, a built-in name or a file, and say what became of the war.

    The same command given again goes on where a stopped one ended, and computes nothing twice.  The numbers
    depend on scenario, edits, seed and version alone: not on the machine nor on --threads.
    """
    from polemos.engine.run import check_numbers, run

    check_numbers(histories, seed, threads, None)
    _announce_compilation(quiet)
    with progress_shown(quiet) as report:
        done = run(
            scenario,
            histories=histories,
            seed=seed,
            days=days,
            edits=edits,
            what_if=what_if,
            without=without,
            out=out,
            below=None if out else "runs",
            threads=threads,
            progress=report,
        )
    print_answers(done, as_json)
    say(f"kept in {done.folder}", quiet)


def _announce_compilation(quiet: bool) -> None:
    """Prepare a person for the wait of the first start."""
    from polemos.engine.cache import is_compiled

    if not is_compiled():
        say("first start: the engine is being compiled, about a minute, once", quiet)
