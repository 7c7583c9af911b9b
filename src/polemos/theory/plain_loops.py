"""The loops of an election in two forms: as plain Python at once, or compiled, which takes seconds and pays for many.

Comes in: how much work is asked for.  Goes out: the functions that do it.  Both forms are made of the one source in
``ballots``, ``contests`` and ``elections`` and give the same bits, so nobody can tell which ran but by the clock.  The
war's kernel does not come by here: it compiles the loops into itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any, NamedTuple

from polemos.theory import ballots, contests, elections

# Steps of plain Python, each about a millionth of a second, that cost as much as compiling does.
PATIENCE = 4_000_000


class Loops(NamedTuple):
    """What the public faces call; arguments as in ``elections``."""

    elect: Callable[..., int]
    turn: Callable[..., int]
    expect: Callable[..., None]


COMPILED = Loops(elections.elect_by_ideals, elections.turn_by_ideals, elections.expect)
_done = 0


def loops(steps: int) -> Loops:
    """Return the loops to do so many steps with: plain until all calls together have cost what compiling does."""
    global _done
    _done += steps
    return plain() if _done < PATIENCE else COMPILED


@cache
def plain() -> Loops:
    """Return the loops as plain Python: the functions' own code, each calling the others in its plain form."""
    names: dict[str, Any] = {}
    for room in (ballots, contests, elections):
        for name, thing in vars(room).items():
            source = getattr(thing, "py_func", None)
            names[name] = thing if source is None else FunctionType(source.__code__, names, name)
    names["call"] = ballots.call_plainly
    return Loops(names["elect_by_ideals"], names["turn_by_ideals"], names["expect"])
