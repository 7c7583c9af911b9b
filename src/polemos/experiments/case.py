"""A case: one war of which a question needs many histories, and how a person writes it down.

Comes in: what is laid over a scenario, as options or as a sentence such as ``no truce: without ceasefire``.  Goes out:
``Case``, a label with its changes.  What a change may be is decided by ``scenario.edit``; simulating cases is next door
in ``laboratory``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from polemos.engine.plan import Changes
from polemos.errors import BadInput, Problem

BASELINE = "baseline"
LONGEST_LABEL = 60
_WORDS = ("without", "what-if", "set")
_FORM = "write it as 'LABEL: without NAME, what-if NAME, set PATH=VALUE'"
_BEGINS = re.compile(r"(without|what-if|set)(?=\s|$)")


class Case(NamedTuple):
    """One war among those that a question compares: how it is called, and what is laid over the scenario."""

    label: str
    changes: Changes = Changes()


def laid_over(base: Changes, more: Changes) -> Changes:
    """Return the changes of both, those of ``more`` later, none twice.

    An edit of ``more`` that sets a path which ``base`` sets too comes later and so counts.
    """
    return Changes(*(tuple(dict.fromkeys((*one, *other))) for one, other in zip(base, more, strict=True)))


def label_of(changes: Changes) -> str:
    """Return a case's usual name: what is changed, in the words of the options."""
    parts = [f"without {' and '.join(changes.without)}"] if changes.without else []
    parts += [f"what if {' and '.join(changes.what_if)}"] if changes.what_if else []
    parts += [text.replace(" ", "") if len(text) < LONGEST_LABEL else text for text in changes.edits]
    return ", ".join(parts) or BASELINE


def alternatives_of(
    without: Iterable[str] = (), what_if: Iterable[str] = (), edits: Iterable[str] = (), texts: Iterable[str] = ()
) -> list[Case]:
    """Return one case for every option of a command line: each stands by itself.

    ``without`` and ``what_if`` may join several names by commas, which are then changed together; ``texts`` are
    alternatives written out, see ``parse_alternative``.  Raises BadInput if two cases bear one label.
    """
    changes = [Changes(without=_names(text, "--without")) for text in without]
    changes += [Changes(what_if=_names(text, "--what-if")) for text in what_if]
    changes += [Changes(edits=(text,)) for text in edits]
    cases = [*(Case(label_of(one), one) for one in changes), *map(parse_alternative, texts)]
    check_labels(cases)
    return cases


def check_labels(cases: Sequence[Case]) -> None:
    """Raise BadInput if two cases, or a case and the baseline, go by the same name."""
    seen = {BASELINE}
    for case in cases:
        if case.label in seen:
            hint = "give each alternative once, or a label of its own with --alternative 'LABEL: ...'"
            raise BadInput(Problem(f'two cases are called "{case.label}"', hint=hint))
        seen.add(case.label)


def parse_alternative(text: str) -> Case:
    """Return the case of a sentence such as ``alone: without withdrawal, set wings.attack.sorties=80``.

    The label, up to a colon, may be left out.  Commas inside brackets or quotes belong to a value.  Raises BadInput.
    """
    whole = text.strip()
    label, rest = "", whole
    if not _BEGINS.match(whole):
        label, colon, rest = whole.partition(":")
        if not colon:
            raise _wrong(text, "has neither a label with a colon nor begins with " + ", ".join(_WORDS))
    changes = parse_changes(rest, f"--alternative {text!r}")
    label = label.strip()
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise _wrong(text, f"has a label of more than {LONGEST_LABEL} letters")
    return Case(label or label_of(changes), changes)


def parse_changes(text: str, option: str) -> Changes:
    """Return the changes of ``without NAME, what-if NAME, set PATH=VALUE``; raises BadInput naming the option."""
    found: dict[str, list[str]] = {word: [] for word in _WORDS}
    for part in _parts(text):
        begins = _BEGINS.match(part)
        said = part[begins.end() :].strip() if begins else ""
        if begins is None or not said:
            what = f"{part!r} is no change" if part else "a change is missing"
            raise BadInput(Problem(what, option, hint="each begins with without, what-if or set and says what"))
        found[begins[1]].append(said)
    return Changes(tuple(found["set"]), tuple(found["what-if"]), tuple(found["without"]))


def written(changes: Changes) -> str:
    """Return the changes as ``parse_changes`` reads them."""
    parts = chain(
        (f"without {name}" for name in changes.without),
        (f"what-if {name}" for name in changes.what_if),
        (f"set {text}" for text in changes.edits),
    )
    return ", ".join(parts)


def _names(text: str, option: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise BadInput(Problem("a name is missing", f"{option} {text!r}", hint="names are joined by single commas"))
    return names


def _parts(text: str) -> list[str]:
    """Return the text cut at the commas that stand in no brackets and no quotes."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{(":
            depth += 1
        elif letter in ")}]":
            depth -= 1
        if letter == "," and not quote and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _wrong(text: str, what: str) -> BadInput:
    return BadInput(Problem(what, f"--alternative {text!r}", hint=_FORM))
