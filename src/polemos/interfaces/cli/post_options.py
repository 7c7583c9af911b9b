"""What the commands that read a post share: which file, when it was written, in which war its names are looked up.

Comes in: a command's function.  Goes out: the same with ``FILE``, ``--date`` and the like, which reach it as one
``Asked``.  How a post is read is in ``evidence.document``, what it names in ``evidence.mentions``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from polemos.evidence.names import Names
    from polemos.evidence.segments import Document
    from polemos.scenario.compile import War

F = TypeVar("F", bound=Callable[..., Any])
DATE = click.DateTime(["%Y-%m-%d"])
FORMS = ("html", "markdown", "text")


class Asked(NamedTuple):
    """A post as a person names it."""

    file: str
    date: datetime | None
    form: str | None
    encoding: str | None
    war: str
    names: str | None

    def document(self) -> Document:
        """Return the post, read."""
        from polemos.evidence.document import read_post

        day = self.date.date() if self.date else None
        return read_post(self.file, date=day, form=self.form, encoding=self.encoding)

    def compiled(self) -> War:
        """Return the war in which names are looked up."""
        from polemos.scenario.compile import compile_scenario
        from polemos.scenario.load import load

        return compile_scenario(load(self.war))

    def known_names(self, war: War) -> Names:
        """Return what posts call the parties and places of the war."""
        from polemos.evidence.names_file import read_names

        return read_names(self.names, war)


def post_options(command: F) -> F:
    """Give a command the options of a post; its function receives them as the argument ``asked``."""

    @functools.wraps(command)
    def told(**options: Any) -> Any:
        return command(asked=Asked(*(options.pop(name) for name in Asked._fields)), **options)

    options = [
        click.argument("file", metavar="FILE"),
        click.option("--date", type=DATE, metavar="DATE", help="the day it was written, if it does not say so"),
        click.option("--form", type=click.Choice(FORMS), help="what it is  [default: by its name and its beginning]"),
        click.option("--encoding", metavar="NAME", help="of the file, if it is not UTF-8 and does not declare another"),
        click.option("--war", metavar="WAR", default="syria-2016", show_default=True,
                     help="the war whose parties and places it names"),
        click.option("--names", metavar="FILE", help="what posts call them  [default: what comes with the war]"),
    ]  # fmt: skip
    for option in reversed(options):
        told = option(told)
    return told  # type: ignore[return-value]
