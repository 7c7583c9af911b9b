"""Who may stand in a rule's slot: the built-in rules, and what a user's own module has registered by name.

Comes in: a user's functions, from a module that the user imports or names with ``--rules``; never from a scenario,
which holds names and nothing that runs.  Goes out: what is registered, held to the slot's arguments.  The slots are in
``model.slots``; which rules a scenario needs is next door in ``own_rules``.
"""

from __future__ import annotations

import importlib.util
import inspect
import linecache
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import TypeVar

from polemos.dimensions import MECHANISMS
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.model.slots import MECHANISM_ARGUMENTS, SLOTS
from polemos.units import unit

F = TypeVar("F", bound=Callable[..., object])
OWN_MECHANISM = "own_mechanisms"
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, eq=False)
class Rule:
    """A user's function, where it is written, and the text of its module, which decides numbers."""

    slot: str
    name: str
    function: FunctionType
    file: str
    line: int
    text: str
    after: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return "mechanism" if self.slot == OWN_MECHANISM else SLOTS[self.slot].kind

    @property
    def module(self) -> str:
        """The name of its file."""
        return Path(self.file).name

    def problem(self, what: str, hint: str = "", line: int = 0) -> Problem:
        """Return a problem at the place where it is written."""
        return Problem(f'{self.kind} "{self.name}" {what}', self.module, line or self.line, 1, hint=hint)


_REGISTERED: dict[tuple[str, str], Rule] = {}


def allocation_rule(name: str) -> Callable[[F], F]:
    """Register how a patron orders requests for aircraft: ``patrons.PATRON.allocation: NAME``.

    The function takes own, enemy, attacking, trust, waiting, served, refused, people and random, and returns an
    urgency of at least 0.
    """
    return _into("allocation", name)


def attack_rule(name: str) -> Callable[[F], F]:
    """Register how readily an actor attacks: ``actors.ACTOR.decision: NAME``.

    The function takes ratio, required, opening, people and lost_lately, and returns a share of the full rate, 0 to 1.
    """
    return _into("decision", name)


def break_rule(name: str) -> Callable[[F], F]:
    """Register what makes a member break with its coalition: ``actors.ACTOR.breaking: NAME``.

    The function takes confidence, point, width, grievance and lost_lately, and returns a share of the full rate,
    0 to 1.
    """
    return _into("breaking", name)


def mechanism(name: str, *, after: str, **numbers: str) -> Callable[[F], F]:
    """Register a mechanism that acts every day after the room ``after``: ``own_mechanisms: {NAME: ...}``.

    ``numbers`` are the names of the numbers that the scenario has to give it, each with its unit.  The function takes
    world, given, numbers, state, key, stream and day, and returns nothing.
    """

    def register(function: F) -> F:
        rule = _written(OWN_MECHANISM, name, function, tuple(MECHANISM_ARGUMENTS), after, numbers)
        if after not in MECHANISMS:
            hint = did_you_mean(after, MECHANISMS) or f"rooms of a day: {', '.join(MECHANISMS)}"
            raise BadInput(rule.problem(f'cannot act after "{after}"', hint))
        if name in MECHANISMS:
            raise BadInput(rule.problem("is the name of a built-in one", "take another name"))
        for number, word in numbers.items():
            try:
                unit(word)
            except BadInput as error:
                fault = error.problems[0]
                raise BadInput(rule.problem(f"has {fault.what} for {number}", fault.hint)) from None
        _keep(rule)
        return function

    return register


def find(slot: str, name: str) -> Rule | None:
    """Return what is registered under a name, or None."""
    return _REGISTERED.get((slot, name))


def registered() -> list[Rule]:
    """Return every rule that users' modules have registered here."""
    return list(_REGISTERED.values())


def known(slot: str) -> list[str]:
    """Return every name that a slot knows, the built-in ones first."""
    built_in = SLOTS[slot].built_in if slot in SLOTS else ()
    return [*built_in, *sorted(name for there, name in _REGISTERED if there == slot)]


def import_rules(path: str | Path) -> None:
    """Run a user's module, which registers its rules; raises BadInput with its file and line if it cannot be."""
    file = Path(path)
    if not file.is_file():
        raise BadInput(Problem("there is no such file", str(path), hint="name a Python file"))
    name = f"polemos_rules_{blake2b(str(file.resolve()).encode(), digest_size=8).hexdigest()}"
    spec = importlib.util.spec_from_file_location(name, file.resolve())
    if spec is None or spec.loader is None:
        raise BadInput(Problem("is no Python file", str(path), hint="its name must end in .py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    linecache.checkcache(str(file.resolve()))
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        spec.loader.exec_module(module)
    except BadInput:
        raise
    except SyntaxError as error:
        raise BadInput(Problem(f"is no Python: {error.msg}", str(path), error.lineno or 0, error.offset or 1)) from None
    except Exception as error:
        line = line_of(error, str(file.resolve()))
        what = f"raised {type(error).__name__} when it was imported: {error}"
        raise BadInput(Problem(what, str(path), line, 1)) from None
    finally:
        sys.dont_write_bytecode = before


def line_of(error: BaseException, file: str) -> int:
    """Return the last line of a file that an error passed through, 0 if none."""
    lines = [step.lineno or 0 for step in traceback.extract_tb(error.__traceback__) if step.filename == file]
    return lines[-1] if lines else 0


def _into(slot: str, name: str) -> Callable[[F], F]:
    def register(function: F) -> F:
        rule = _written(slot, name, function, tuple(SLOTS[slot].arguments), "", {})
        if name in SLOTS[slot].built_in:
            raise BadInput(rule.problem("is the name of a built-in one", "take another name"))
        _keep(rule)
        return function

    return register


def _keep(rule: Rule) -> None:
    """Register a rule; the same file may do it again, as notebooks do, another may not."""
    there = _REGISTERED.get((rule.slot, rule.name))
    if there is not None and there.file != rule.file:
        raise BadInput(rule.problem(f"is registered by {there.module}:{there.line} already", "take another name"))
    _REGISTERED[rule.slot, rule.name] = rule


def _written(
    slot: str, name: str, function: object, arguments: tuple[str, ...], after: str, numbers: Mapping[str, str]
) -> Rule:
    """Return the rule of a function after checking its name and arguments."""
    if not isinstance(function, FunctionType):
        raise BadInput(Problem(f'"{name}" is {type(function).__name__}, not a function of Python'))
    file = inspect.getsourcefile(function) or ""
    line = function.__code__.co_firstlineno
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = "".join(linecache.getlines(file))
    rule = Rule(slot, name, function, file, line, text, after, dict(numbers))
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise BadInput(rule.problem("has no proper name", "names are lower-case letters, digits and _"))
    if not text:
        raise BadInput(rule.problem("has no text that could be kept", "write it in a file"))
    if function.__closure__:
        raise BadInput(rule.problem("is made inside another function", "write it at the top of its module"))
    _hold_to(rule, arguments)
    return rule


def _hold_to(rule: Rule, arguments: tuple[str, ...]) -> None:
    """Raise BadInput with the right signature unless the function has exactly these arguments."""
    wanted = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in arguments]
    found = inspect.signature(rule.function).parameters.values()
    if [one.replace(annotation=inspect.Parameter.empty) for one in found] == wanted:
        return
    written = str(inspect.signature(rule.function))
    right = f"def {rule.function.__name__}({', '.join(arguments)})"
    raise BadInput(rule.problem(f"has the arguments {written}", f"write it as {right}"))
