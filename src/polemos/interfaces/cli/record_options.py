"""What every command shares that holds a war against a record: which files, which names, which days.

Comes in: a command's function.  Goes out: the same with ``--events``, ``--changes`` and the like, which reach it as one
``Files``.  How files become a record on the axes of a war is in ``evidence.recorded_war``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
DATE = click.DateTime(["%Y-%m-%d"])


class Files(NamedTuple):
    """The options that say what was recorded; None where the person said nothing."""

    events: str | None
    changes: tuple[str, ...]
    mapping: str | None
    first: date | None
    last: date | None
    long_events: str

    def told(self) -> dict[str, Any]:
        """Return the options as an answer keeps them, under the names of the command line."""
        return {
            "events": self.events, "changes": list(self.changes), "mapping": self.mapping,
            "from": self.first and self.first.isoformat(), "until": self.last and self.last.isoformat(),
            "long_events": "" if self.long_events == "spread" else self.long_events,
        }  # fmt: skip


def record_options(command: F) -> F:
    """Give a command the options of a record; its function receives them as the argument ``files``."""

    @functools.wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        days = {name: options.pop(name) for name in ("first", "last")}
        days = {name: day.date() if isinstance(day, datetime) else day for name, day in days.items()}
        rest = {name: options.pop(name) for name in ("events", "changes", "mapping", "long_events")}
        return command(*arguments, files=Files(**rest, **days), **options)

    options = [
        click.option("--events", metavar="FILE", help="recorded events: UCDP GED, ACLED, or what events import wrote"),
        click.option("--changes", multiple=True, metavar="FILE",
                     help="recorded changes of hands; may be given again"),
        click.option("--mapping", metavar="FILE", help="what the recorder calls the war's sides and places  [default: "
                     "the one that comes with the war]"),
        click.option("--from", "first", type=DATE, metavar="DATE", help="leave out what was recorded before this day"),
        click.option("--until", "last", type=DATE, metavar="DATE", help="leave out what was recorded after this day"),
        click.option("--long-events", type=click.Choice(["spread", "leave_out"]), default="spread", show_default=True,
                     help="events of more than 31 days: spread over their days, or left out"),
    ]  # fmt: skip
    for option in reversed(options):
        told = option(told)
    return told  # type: ignore[return-value]
