"""What varies in a study of sensitivity: uncertain inputs and choices, gathered in groups that move together.

Comes in: a compiled war, which inputs are meant, how they are grouped, and choices (something left out or not, a word
with several values).  Goes out: a ``Space``, whose points are rows of numbers between 0 and 1, one column per input or
choice.  Where the points lie is next door in ``design``; what happens there in ``nested``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from polemos.engine.plan import Changes
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.naming import group_title, input_title
from polemos.scenario.inputs import Input

if TYPE_CHECKING:
    from polemos.scenario.compile import War

GROUPINGS = ("mechanism", "section", "part", "none")
OTHERS = "other_inputs"


class Level(NamedTuple):
    """One value of a choice, as changes of the scenario; ``Changes()`` leaves it as it is."""

    label: str
    changes: Changes


class Choice(NamedTuple):
    """An input with levels instead of a range; histories have them in equal shares."""

    name: str
    title: str
    levels: tuple[Level, ...]


class Group(NamedTuple):
    """Columns that move together, and what people call them."""

    name: str
    title: str
    columns: tuple[int, ...]


class Space(NamedTuple):
    """All that varies: a column per uncertain input of the war, then one per choice; each column is in one group."""

    inputs: tuple[Input, ...]
    choices: tuple[Choice, ...]
    groups: tuple[Group, ...]

    @property
    def columns(self) -> int:
        """How many columns a point has."""
        return len(self.inputs) + len(self.choices)


def choice_of(text: str) -> Choice:
    """Return the choice that a text says: ``NAME`` (as it is, or left out) or ``PATH=VALUE|VALUE|...``.

    ``NAME`` is an intervention, a cause or a mechanism as for ``--without``; the choice is called ``without NAME``, so
    that no group of inputs has its name.  Raises BadInput for an empty name or fewer than two values; whether the war
    has such a thing is seen when it is compiled.
    """
    path, equals, values = text.partition("=")
    name = path.strip()
    if not name:
        raise BadInput(Problem("names nothing", file=f"--choice {text}", hint="for example --choice withdrawal"))
    if not equals:
        kept, gone = Level("as it is", Changes()), Level("left out", Changes(without=(name,)))
        return Choice(f"without {name}", f"{name.replace('_', ' ')}, or not", (kept, gone))
    words = [word.strip() for word in values.split("|") if word.strip()]
    if len(set(words)) < 2 or len(set(words)) < len(words):
        hint = "for example --choice patrons.eagle.allocation=by_need|by_favour"
        raise BadInput(Problem("needs two values or more, parted by |", file=f"--choice {text}", hint=hint))
    levels = tuple(Level(word, Changes(edits=(f"{name}={word}",))) for word in words)
    return Choice(name, input_title(name), levels)


def space_of(war: War, groups: str = "mechanism", pattern: str = "", choices: Sequence[str] = ()) -> Space:
    """Return what varies: every uncertain input of the war in one group or another, and the choices.

    ``groups``: "mechanism" (the twelve mechanisms apart, all else by section of the scenario), "section", "part"
    (every actor, wing, flow and mechanism apart) or "none" (each input alone).  With a ``pattern``
    (``mechanisms.trust.*``) the inputs that it does not fit go on varying, as one group ``other_inputs``: to hold
    them still would hide what they do.
    """
    if groups not in GROUPINGS:
        hint = did_you_mean(groups, GROUPINGS) or f"there are {', '.join(GROUPINGS)}"
        raise BadInput(Problem(f"there is no grouping {groups!r}", key="groups", hint=hint))
    inputs, chosen = war.inputs, tuple(choice_of(text) for text in choices)
    meant = [fnmatchcase(item.path, pattern or "*") for item in inputs]
    if pattern and not any(meant):
        near = did_you_mean(pattern, [item.path for item in inputs])
        raise BadInput(
            Problem(f"no uncertain input fits {pattern!r}", key="inputs", hint=near or "for example actors.*")
        )
    names = [_group_of(item.path, groups) if fits else OTHERS for item, fits in zip(inputs, meant, strict=True)] + [
        choice.name for choice in chosen
    ]
    doubled = sorted({choice.name for choice in chosen if names.count(choice.name) > 1})
    if doubled:
        raise BadInput(
            Problem("is named twice, or has the name of a group", key=doubled[0], hint="leave one of them out")
        )
    if not names:
        raise BadInput(Problem("nothing in this scenario is uncertain", hint="give an input a range, or a --choice"))
    titles = {choice.name: choice.title for choice in chosen}
    found = tuple(
        Group(
            name, titles.get(name) or group_title(name, war), tuple(at for at, one in enumerate(names) if one == name)
        )
        for name in dict.fromkeys(names)
    )
    return Space(inputs, chosen, found)


def _group_of(path: str, groups: str) -> str:
    steps = path.split(".")
    if groups == "none":
        return path
    if groups == "part" or (groups == "mechanism" and steps[0] == "mechanisms"):
        return ".".join(steps[:2])
    return steps[0]
