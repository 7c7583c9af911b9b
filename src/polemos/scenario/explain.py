"""What the schema refuses, in plain words at the line where it stands.

In come the errors of pydantic and the tree that was validated; out goes one ``Problem`` for each fault: the
path as people write it, what is wrong, and the nearest word that would be right.  Faults that pydantic lets
pass by changing the value (quoted numbers, ``true`` for 1) are found here too.  What only the whole war can
tell (does this actor exist?) is next door in ``coherence.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from polemos.errors import Problem, did_you_mean
from polemos.scenario.node import Mark, Node, Steps, dotted, locate
from polemos.scenario.patch import is_range
from polemos.scenario.scalars import readable, show
from polemos.scenario.shape import shape_at

Error = Mapping[str, Any]

_WRONG_KIND = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
    "string_type": "text",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a day such as 2016-03-14",
    "date_parsing": "a day such as 2016-03-14",
    "date_from_datetime_parsing": "a day such as 2016-03-14",
    "date_from_datetime_inexact": "a day such as 2016-03-14",
    "finite_number": "a finite number",
}
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "an id: small letters, digits and _, beginning with a letter",
    r"^[a-z0-9][a-z0-9-]*$": "a name: small letters, digits and -",
}


def explain(errors: Iterable[Error], root: Node, model: type[BaseModel]) -> list[Problem]:
    """Return one problem for each fault, without the doubles that alternatives of a field give."""
    placed = [(*_place(error, root), error) for error in errors]
    problems: dict[Problem, None] = {}
    for steps, in_branch, error in placed:
        kind = error["type"]
        here = [other for at, _, other in placed if at == steps]
        if kind == "missing" and _only_half_a_range(steps, root, model, placed):
            continue
        deeper = any(len(at) > len(steps) and at[: len(steps)] == steps for at, _, _ in placed)
        if in_branch and kind in _WRONG_KIND:
            if deeper or any(other["type"] not in _WRONG_KIND for other in here):
                continue
            wanted = dict.fromkeys(_WRONG_KIND[other["type"]] for other in here)
            problem = problem_at(root, steps, f"must be {' or '.join(wanted)}, not {_found(root, steps)}")
        else:
            problem = _problem(error, root, steps, model)
        problems[problem] = None
    return list(problems)


def faulty_paths(errors: Iterable[Error], root: Node) -> list[Steps]:
    """Return the paths of the values that the errors are about."""
    return list(dict.fromkeys(_place(error, root)[0] for error in errors if error["type"] != "missing"))


def changed_kinds(errors: Iterable[Error], root: Node) -> list[Error]:
    """Return those errors of a strict validation that an ordinary one would mend in silence."""
    kept: list[Error] = []
    for error in errors:
        value = locate(root, _place(error, root)[0]).value
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if error["type"] == "bool_type" or (error["type"] in ("int_type", "float_type") and not number):
            kept.append(error)
    return kept


def altered(value: object, node: Node, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Yield the path and fault of every value that validation took only by turning it into another kind."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            child = node.child(key)
            if child is not None:
                yield from altered(getattr(value, name), child, (*steps, key))
    elif isinstance(value, (dict, list, tuple)):
        branches: Iterable[tuple[str | int, object]]
        branches = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in branches:
            child = node.child(step)
            if child is not None:
                yield from altered(item, child, (*steps, step))
    elif isinstance(value, date) and node.value != value.isoformat():
        yield steps, f"must be a day such as 2016-03-14, not {show(node.plain())}"
    elif isinstance(value, (bool, int, float)):
        truth = isinstance(value, bool)
        if isinstance(node.value, bool) != truth or not isinstance(node.value, (int, float)):
            wanted = "true or false" if truth else "a number"
            yield steps, f"must be {wanted}, not {_found(node, ())}"


def problem_at(root: Node, steps: Steps, what: str, hint: str = "", *, at_key: bool = False) -> Problem:
    """Return a problem placed at a value (or at its key), or at the nearest one above that exists."""
    node = locate(root, steps)
    at: Mark = node.key_at if at_key and node.key_at is not None else node.at
    if is_range(node):
        # A fault of a whole range that an option changed in part is the option's.
        at = next((below.at for _, below in node.walk() if below.at.line == 0), at)
    return Problem(what, at.file, at.line, at.column, readable(dotted(root, steps)), hint)


def _place(error: Error, root: Node) -> tuple[Steps, bool]:
    """Return the path in the document, and whether pydantic tried one of several alternatives there."""
    steps: list[str | int] = []
    node: Node | None = root
    in_branch = False
    last = len(error["loc"]) - 1
    for index, step in enumerate(error["loc"]):
        below = node.child(step) if node is not None else None
        named = index == last and error["type"] in ("missing", "extra_forbidden")
        if below is not None or named:
            steps.append(step)
            node, in_branch = below, in_branch and named
        elif step != "[key]":
            in_branch = True
    return tuple(steps), in_branch


def _problem(error: Error, root: Node, steps: Steps, model: type[BaseModel]) -> Problem:
    """Return what one error says; ``model`` knows what would have been right."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return _missing(root, steps, model)
    if kind == "extra_forbidden":
        return problem_at(root, steps, "unknown key", _known_keys(root, steps, model), at_key=True)
    if kind == "string_pattern_mismatch" and error["loc"][-1] == "[key]":
        return problem_at(root, steps, f"{show(steps[-1])} is not {_pattern(context)}", at_key=True)
    if kind in ("literal_error", "enum"):
        return _not_a_word(root, steps, context["expected"])
    if kind == "union_tag_invalid":
        return _not_a_word(root, (*steps, context["discriminator"].strip("'")), context["expected_tags"])
    if kind == "union_tag_not_found":
        tag, shape = context["discriminator"].strip("'"), shape_at(model, root, steps)
        words = ", ".join(shape.words_of(tag)) if shape else ""
        return problem_at(root, steps, f'needs the key "{tag}"', f"one of {words}", at_key=True)
    if kind in _WRONG_KIND:
        return _wrong_kind(kind, root, steps, model)
    say = _SAYINGS.get(kind)
    what = say(context, _found(root, steps)) if say else error["msg"].removeprefix("Value error, ")
    return problem_at(root, steps, what)


def _only_half_a_range(
    steps: Steps, root: Node, model: type[BaseModel], placed: list[tuple[Steps, bool, Error]]
) -> bool:
    """Whether the missing end of a range is missing only because of another fault in that range."""
    shape = shape_at(model, root, steps[:-1])
    beside = [(at[-1], error["type"]) for at, _, error in placed if at and at[:-1] == steps[:-1]]
    faulty = (kind == "extra_forbidden" or key in ("low", "best", "high") for key, kind in beside if kind != "missing")
    return shape is not None and shape.ranged and any(faulty)


def _missing(root: Node, steps: Steps, model: type[BaseModel]) -> Problem:
    *above, key = steps
    if isinstance(key, int):
        return problem_at(root, tuple(above), f"needs at least {key + 1} entries")
    shape = shape_at(model, root, tuple(above))
    if shape is not None and shape.ranged:
        return problem_at(root, tuple(above), 'needs "best", or "low" and "high"')
    return problem_at(root, tuple(above), f'needs the key "{key}"', at_key=True)


def _wrong_kind(kind: str, root: Node, steps: Steps, model: type[BaseModel]) -> Problem:
    shape, value = shape_at(model, root, steps), locate(root, steps).value
    wanted, hint = _WRONG_KIND[kind], ""
    if wanted == "a mapping" and shape is not None and shape.ranged:
        one = "a day such as 2016-03-14" if shape.dated else "a number"
        wanted = f"{one} or {{low, best, high, source, confidence}}"
    if kind == "string_type" and isinstance(value, (bool, int, float)):
        hint = "quote it if it is meant as text"
    return problem_at(root, steps, f"must be {wanted}, not {_found(root, steps)}", hint)


_SAYINGS: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "greater_than": lambda ctx, found: f"must be more than {ctx['gt']:g}, not {found}",
    "greater_than_equal": lambda ctx, found: f"must be at least {ctx['ge']:g}, not {found}",
    "less_than": lambda ctx, found: f"must be less than {ctx['lt']:g}, not {found}",
    "less_than_equal": lambda ctx, found: f"must be at most {ctx['le']:g}, not {found}",
    "string_pattern_mismatch": lambda ctx, found: f"{found} is not {_pattern(ctx)}",
    "string_too_long": lambda ctx, found: f"is longer than {ctx['max_length']} characters",
    "string_too_short": lambda ctx, found: f"is shorter than {ctx['min_length']} characters",
    "too_long": lambda ctx, found: f"has {ctx['actual_length']} entries, at most {ctx['max_length']} are allowed",
    "too_short": lambda ctx, found: f"has {ctx['actual_length']} entries, at least {ctx['min_length']} needed",
}


def _pattern(context: Mapping[str, Any]) -> str:
    return _PATTERNS.get(context["pattern"], f"of the form {context['pattern']}")


def _found(root: Node, steps: Steps) -> str:
    return show(locate(root, steps).plain())


def _not_a_word(root: Node, steps: Steps, expected: str) -> Problem:
    found = _found(root, steps)
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    if len(words) == 1:
        return problem_at(root, steps, f"must be {words[0]}, not {found}")
    near = did_you_mean(str(locate(root, steps).plain()), words)
    return problem_at(root, steps, f"{found} is not one of {', '.join(words)}", near)


def _known_keys(root: Node, steps: Steps, model: type[BaseModel]) -> str:
    shape = shape_at(model, root, steps[:-1])
    if shape is None:
        return ""
    known, key = list(shape.fields()), str(steps[-1])
    if key in ("unit", "units") and shape.unit():
        return f"the unit is fixed: {shape.unit()}"
    near = did_you_mean(key, known)
    if near or not known:
        return near
    return f"known here: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}"
