"""``polemos replay``: one history in full.

Comes in: a run folder and the number of a history.  Goes out: its chronicle, in which each event names those that led
to it, or the chain behind one event or behind the fissure.  All of it is made in ``engine.replay`` and ``engine.why``.
Its deadly events as a table are next door, in ``events_command``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.interfaces.cli.rules_option import with_rules

if TYPE_CHECKING:
    from polemos.engine.replay import Replayed
    from polemos.engine.run import Run

Event = dict[str, Any]
DATE = click.DateTime(["%Y-%m-%d"])
FEW = 8


@click.command("replay")
@click.argument("run", metavar="RUN")
@with_rules
@click.option("--history", type=int, help="the history's number, from 0")
@click.option("--fissure", "only_fissure", is_flag=True,
              help="print the chain behind the fissure; without --history, of the first history with one")  # fmt: skip
@click.option("--why", metavar="EVENT", help="print the chain behind an event, by its number, or 'fissure'")
@click.option("--depth", type=click.IntRange(0), metavar="STEPS", help="how far back a chain is printed; all by default"
              ", 4 steps behind each grievance")  # fmt: skip
@click.option("--kind", multiple=True, help="only events of this kind; may be given again")
@click.option("--actor", multiple=True, metavar="ID", help="only events of this actor; may be given again")
@click.option("--place", multiple=True, metavar="ID", help="only events at this place; may be given again")
@click.option("--from", "first", type=DATE, metavar="DATE", help="only events from this day on")
@click.option("--until", "last", type=DATE, metavar="DATE", help="only events up to this day")
@click.option("--json", "as_json", is_flag=True, help="print the events as JSON")
def command_replay(run: str, history: int | None, only_fissure: bool, why: str | None, depth: int | None,
                   as_json: bool, **chosen: Any) -> None:  # fmt: skip
    """Live one history of RUN again and print its chronicle: each event with the numbers of what led to it.

    A history with a fissure ends with the chain of its causes.
    """
    from polemos.engine.replay import replay_run
    from polemos.engine.run import open_run

    if only_fissure:
        why = why or "fissure"
    if history is None and not only_fissure:
        raise click.UsageError("Missing option '--history'; or give --fissure for the first history with a fissure.")
    opened = open_run(run, partial=True)
    if history is None:
        history = first_with_fissure(opened)
    again = replay_run(opened, history)
    events = again.events
    if why is not None:
        lines, found = chain_told(opened, again, history, why, depth)
    else:
        found = list(filtered(opened, events, **chosen))
        lines = chronicle_told(opened, again, found, depth)
    if as_json:
        click.echo(json.dumps(found, indent=1, allow_nan=False))
        return
    for line in lines:
        click.echo(line)


def first_with_fissure(run: Run) -> int:
    """Return the first history of a run with a fissure, and say which it is; raises BadInput if there is none."""
    from polemos.engine.replay import histories_with_fissure
    from polemos.interfaces.cli.screen import say

    found = histories_with_fissure(run)
    if not found:
        raise BadInput(Problem(f"none of the {run.histories:,} histories of this run has a fissure", key="--fissure"))
    say(f"history {found[0]}, the first of {len(found):,} with a fissure among {run.histories:,}")
    return found[0]


def chronicle_told(run: Run, again: Replayed, events: list[Event], depth: int | None) -> Iterator[str]:
    """Yield events with their date once per day, and the chain of the fissure after a whole chronicle."""
    from polemos.engine.sentences import Names, in_sympathy
    from polemos.engine.why import fissure_told

    date, names = "", Names(run.war)
    for _, group in groupby(events, key=partial(hurt_by, again.events)):
        told = list(group)
        if told[0]["date"] != date:
            date = told[0]["date"]
            yield date
        if len(told) == 1:
            yield in_a_line(f"{told[0]['id']}", told[0]["text"], told[0]["causes"])
        else:
            yield in_a_line(f"{told[0]['id']}-{told[-1]['id']}", in_sympathy(told, names), told[0]["causes"])
    broken = again.fissure
    if len(events) == len(again.events) and broken is not None:
        yield "\nWhy:"
        yield from fissure_told(again.events, broken, 4 if depth is None else depth)
        later = [str(event["id"]) for event in again.events if event["kind"] == "fissure" and event is not broken]
        if later:
            yield f"\nOther fissures of this history: {', '.join(later)} (--why NUMBER tells their causes)"


def hurt_by(events: list[Event], event: Event) -> tuple[int, int]:
    """Return what keeps an event's line apart: its own number, or that of the grievance that it feels with."""
    if event["kind"] == "grievance" and event["causes"] and events[event["causes"][0]]["kind"] == "grievance":
        return event["causes"][0], 1
    return event["id"], 0


def in_a_line(numbers: str, text: str, causes: list[int]) -> str:
    """Return one line of the chronicle."""
    led = f"  <- {', '.join(str(cause) for cause in causes)}" if causes else ""
    return f"{numbers:>6}  {text}{led}"


def chain_told(
    run: Run, again: Replayed, history: int, why: str, depth: int | None
) -> tuple[Iterator[str], list[Event]]:
    """Return the chain behind an event as indented lines, and the events that make it up."""
    from polemos.engine.why import chain, fissure_told, tree

    events = again.events
    if why == "fissure":
        event = again.fissure
        if event is None:
            raise BadInput(Problem(f"history {history} has no fissure", key="--why", hint=with_fissure(run)))
    elif why.isdecimal() and int(why) < len(events):
        event = events[int(why)]
    else:
        hint = f"its events are numbered from 0 to {len(events) - 1:,}, or write 'fissure'"
        raise BadInput(Problem(f"history {history} has no event {why!r}", key="--why", hint=hint))
    found = [events[number] for number in (*chain(events, event["id"]), event["id"])]
    if event["kind"] == "fissure":
        return fissure_told(events, event, 4 if depth is None else depth), found
    return tree(events, event["id"], len(events) if depth is None else depth), found


def with_fissure(run: Run) -> str:
    """Return in words which histories of a run have a fissure."""
    from polemos.engine.replay import histories_with_fissure

    found = histories_with_fissure(run)
    if not found:
        return "nor has any other of this run"
    more = f" and {len(found) - FEW:,} more" if len(found) > FEW else ""
    return f"of this run these have one: {', '.join(str(number) for number in found[:FEW])}{more}"


def filtered(
    run: Run, events: list[Event], kind: tuple[str, ...], actor: tuple[str, ...], place: tuple[str, ...],
    first: datetime | None, last: datetime | None,
) -> Iterator[Event]:  # fmt: skip
    """Yield the events of these kinds, actors, places and days; raises BadInput for a name that does not exist."""
    from polemos.engine.chronicle import KINDS

    legend = run.war.legend
    every = {"kind": [name for name, *_ in KINDS.values()], "actor": legend.actors, "place": legend.places}
    problems = []
    for option, names in (("kind", kind), ("actor", actor), ("place", place)):
        for name in names:
            if name not in every[option]:
                hint = did_you_mean(name, list(every[option])) or f"there are {', '.join(every[option])}"
                problems.append(Problem(f"there is no {option} {name!r}", key=f"--{option}", hint=hint))
    if problems:
        raise BadInput(problems)
    start, end = (f"{day:%Y-%m-%d}" if day else "" for day in (first, last))
    for event in events:
        if kind and event["kind"] not in kind:
            continue
        if actor and event["actor"] not in actor and event["other"] not in actor:
            continue
        if (place and event["place"] not in place) or event["date"] < start or (end and event["date"] > end):
            continue
        yield event
