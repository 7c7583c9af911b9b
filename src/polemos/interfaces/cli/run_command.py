"""``polemos run``: from a scenario to a folder of histories and the answers in short.

Comes in: a scenario's name or path and options.  Goes out: the summary on stdout (or JSON), progress on stderr,
the run in its folder.  What a run is, is in ``engine.run``; how it looks, next door in ``screen`` and ``show``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from polemos.interfaces.cli.rules_option import with_rules
from polemos.interfaces.cli.screen import progress_shown, say
from polemos.interfaces.cli.show_command import print_answers

if TYPE_CHECKING:
    from polemos.engine.run import Run

HISTORIES = 1000


@click.command("run")
@click.argument("scenario")
@click.option("-n", "--histories", type=int, help="how many possible histories  [default: 1000]")
@click.option("--seed", default=1, show_default=True, help="of the random numbers: 0 to 4294967295")
@click.option("--days", type=int, help="horizon, instead of the scenario's own  [days]")
@click.option("--set", "edits", multiple=True, metavar="PATH=VALUE", help="change a value of the scenario")
@click.option("--what-if", "what_if", multiple=True, metavar="NAME", help="take a named what-if of the scenario")
@click.option("--without", multiple=True, metavar="NAME", help="leave out an intervention or a mechanism")
@with_rules
@click.option("-o", "--out", metavar="FOLDER", help="the run's folder  [default: one of its own below ./runs]")
@click.option(
    "--precision",
    type=float,
    metavar="WIDTH",
    help="add histories until half the 95 % interval of every "
    "--measure is at most this; --histories is then the first step  [200]",
)
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="an outcome, with --precision")
@click.option("--at-most", default=100_000, show_default=True, help="histories, with --precision")
@click.option("--threads", type=int, help="[default: one per processor core]")
@click.option("--json", "as_json", is_flag=True, help="print the answers as JSON")
@click.option("-q", "--quiet", is_flag=True, help="say nothing on stderr but errors")
def command_run(
    scenario: str,
    histories: int | None,
    seed: int,
    days: int | None,
    edits: tuple[str, ...],
    what_if: tuple[str, ...],
    without: tuple[str, ...],
    out: str | None,
    precision: float | None,
    measures: tuple[str, ...],
    at_most: int,
    threads: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate possible histories of SCENARIO, a built-in name or a file, and say what became of the war.

    The same command given again goes on where a stopped one ended, and computes nothing twice.  The numbers
    depend on scenario, edits, seed and version alone: not on the machine nor on --threads.  Exit code 1 if a wanted
    precision was not reached.
    """
    from polemos.engine.run import check_numbers, run

    check_numbers(1 if histories is None else histories, seed, threads, None)
    _announce_compilation(quiet)
    with progress_shown(quiet) as report:

        def simulate(number: int) -> Run:
            return run(
                scenario, histories=number, seed=seed, days=days, edits=edits, what_if=what_if, without=without,
                out=out, below=None if out else "runs", threads=threads, progress=report,
            )  # fmt: skip

        if precision is None:
            done, reached = simulate(HISTORIES if histories is None else histories), True
        else:
            done, reached = _until_precise(simulate, measures, precision, histories, at_most, quiet)
    print_answers(done, as_json)
    say(f"kept in {done.folder}", quiet)
    if not reached:
        raise click.exceptions.Exit(1)


def _until_precise(
    simulate: Callable[[int], Run],
    measures: tuple[str, ...],
    precision: float,
    histories: int | None,
    at_most: int,
    quiet: bool,
) -> tuple[Run, bool]:
    """Add histories until the measures are precise; say how precise they are."""
    from polemos.experiments.precision import START, check_precision, run_until_precise
    from polemos.experiments.statistics import rounded

    check_precision(precision, at_most)
    run, precise, found = run_until_precise(simulate, measures, precision, histories or START, at_most)
    for title, one in found.items():
        width = one.half_width
        low, high = rounded(one.low, width, signed=False), rounded(one.high, width, signed=False)
        say(f"{title}: {rounded(one.mean, width, signed=False)}, 95 % {low} to {high}", quiet)
    word = "reached" if precise.reached else "not reached"
    say(f"precision {precision:g} {word} with {precise.histories:,} histories", quiet and precise.reached)
    return run, precise.reached


def _announce_compilation(quiet: bool) -> None:
    """Prepare a person for the wait of the first start."""
    from polemos.engine.cache import is_compiled

    if not is_compiled():
        say("first start: the engine is being compiled, about a minute, once", quiet)
