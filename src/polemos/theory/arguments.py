"""What may come in at the door of the theory: every argument is of the kind that its annotation says, or refused.

Comes in: a public function.  Goes out: the same function, which raises BadInput with the argument's name for a text
where a number belongs, NaN, nothing at all, or what cannot be called or gone through.  What a number may be (above 0,
not above the sum) each function checks itself; rooms that call each other pay for no door.
"""

from __future__ import annotations

import functools
import inspect
import math
import numbers
import reprlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

import numpy as np

from polemos.errors import BadInput, Problem

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[[Any], str]
"""Returns what is needed instead of a value, or the empty string if the value will do."""


def _number(value: Any) -> str:
    fine = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)) and math.isfinite(value)
    return "" if fine else "a finite number"


def _whole(value: Any) -> str:
    return "" if not _number(value) and value == int(value) else "a whole number"


def _truth(value: Any) -> str:
    return "" if isinstance(value, (bool, np.bool_)) else "True or False"


def _array(value: Any) -> str:
    try:
        found = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return "numbers in a list or an array"
    return "numbers in a list or an array" if value is None or not found.size else ""


def _iterable(value: Any) -> str:
    return "" if isinstance(value, Iterable) else "a list"


def _callable(value: Any) -> str:
    return "" if callable(value) else "a function"


def _pair(value: Any) -> str:
    fine = isinstance(value, (tuple, list)) and len(value) == 2 and not any(map(_number, value))
    return "" if fine else "a pair of finite numbers"


def _game(value: Any) -> str:
    return "" if callable(value) or isinstance(value, Iterable) else "a table of values, a function, or a mapping"


def _counted_game(value: Any) -> str:
    return (
        "" if callable(value) or type(value).__name__ == "VotingGame" else "a function of a coalition or a voting game"
    )


def _chance(value: Any) -> str:
    fine = isinstance(value, np.random.Generator) or (not _whole(value) and value >= 0)
    return "" if fine else "a numpy Generator or a seed of 0 or more"


def _mapping(value: Any) -> str:
    return "" if isinstance(value, Mapping) else "a mapping"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "a word"


def _of(name: str) -> Check:
    """Return a check that a value is of a class of the theory's own, told by its name."""
    return lambda value: "" if type(value).__name__ == name else f"a {name}"


def _or_none(check: Check) -> Check:
    return lambda value: "" if value is None else check(value)


CHECKS: dict[str, Check] = {
    "float": _number,
    "int": _whole,
    "bool": _truth,
    "str": _text,
    "npt.ArrayLike": _array,
    "Floats": _array,
    "Number": _array,
    "Iterable[Any]": _iterable,
    "Sequence[Hashable]": _iterable,
    "Mapping[str, str]": _mapping,
    "tuple[float, float]": _pair,
    "Callable[[int], Floats]": _callable,
    "Utility": _callable,
    "Game": _game,
    "Callable[[Coalition], Any] | VotingGame": _counted_game,
    "np.random.Generator | int": _chance,
    "PowerLaw": _of("PowerLaw"),
    "ElectionRules": _of("ElectionRules"),
    "Any": lambda value: "",
}
"""What each annotation of a public function asks for; ``X | None`` is X or nothing."""


def check_for(annotation: str) -> Check | None:
    """Return the check of an annotation, None if there is none."""
    bare = annotation.removesuffix(" | None")
    check = CHECKS.get(bare)
    return check if check is None or bare == annotation else _or_none(check)


def guarded(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with a check of every argument before it; all that are wrong are told at once."""
    signature = inspect.signature(function)
    checks = {name: check_for(str(given.annotation)) for name, given in signature.parameters.items()}

    @functools.wraps(function)
    def checked(*given: P.args, **named: P.kwargs) -> R:
        problems = []
        for name, value in signature.bind(*given, **named).arguments.items():
            check = checks[name]
            needed = check(value) if check is not None else ""
            if needed:
                problems.append(Problem(f"needs {needed}, not {reprlib.repr(value)}", key=name))
        if problems:
            raise BadInput(problems)
        return function(*given, **named)

    return checked
