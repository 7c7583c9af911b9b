"""The option ``--rules FILE``: the only way in which a command runs a user's own Python.

Comes in: the names of modules, given by the person who types.  Goes out: nothing; the modules have registered what they
hold.  A scenario or a run folder can name a rule and can never bring it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def with_rules(command: F) -> F:
    """Give a command the option; it can be repeated."""
    option = click.option(
        "--rules",
        multiple=True,
        metavar="FILE",
        expose_value=False,
        callback=_import_all,
        help="a Python module of your own with rules or mechanisms that the war names; it is run",
    )
    return option(command)


def _import_all(context: click.Context, option: click.Parameter, files: tuple[str, ...]) -> None:
    for file in files:
        from polemos.scenario.register import import_rules

        import_rules(file)
