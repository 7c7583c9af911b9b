"""What an unquoted word of a scenario means: nothing, true or false, a number, or text.

Holds the grammar of plain scalars, stricter than YAML 1.1 so that nothing changes silently: ``NO``, ``yes``,
``12:30``, ``010``, ``1_000``, ``2016-03-14`` and digits of other scripts stay text.  In comes the text of one
unquoted scalar, out goes a value or a refusal; quoted scalars never come here.  Files and positions are next
door in ``document.py``.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

LARGEST_WHOLE_NUMBER = 2**53
"""Beyond it a float can no longer hold every whole number, so a larger one would be changed silently."""

LONGEST_NUMBER = 60
"""Characters of the longest number; longer ones are a mistake or an attack."""

_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


class ScalarRefused(ValueError):
    """This unquoted scalar would not keep its meaning; the message says why."""


def plain_scalar(text: str) -> Scalar:
    """Return the value of one unquoted scalar.

    Empty, ``~`` and ``null`` are nothing; ``true`` and ``false`` are the only booleans; numbers are written
    as in JSON, with an optional sign, so ``1e5`` and ``+3`` count and ``010`` or ``.5`` do not.  Everything
    else is text.  Raises ``ScalarRefused`` for nan, infinity, whole numbers beyond 2^53 and numbers that a
    float would turn into infinity or zero.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        raise ScalarRefused(f"{text} is not a finite number")
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if len(text) > LONGEST_NUMBER:
        raise ScalarRefused(f"a number of {len(text)} characters is too long (at most {LONGEST_NUMBER})")
    if match["fraction"] is None and match["exponent"] is None:
        return _whole(text)
    return _real(text)


def show(value: object) -> str:
    """Return a value as a person would write it in a scenario, cut to a readable length."""
    if value is None:
        text = "nothing"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = f'"{readable(value)}"'
    elif isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, list):
        text = f"a list of {len(value)}"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def readable(text: str) -> str:
    """Return text with every character that is not printed written as an escape, cut to a readable length."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return text if len(text) <= 200 else text[:197] + "..."


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_WHOLE_NUMBER:
        raise ScalarRefused(f"{text} is too large to be kept exactly (at most {LARGEST_WHOLE_NUMBER})")
    return number


def _real(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ScalarRefused(f"{text} is too large for a number (at most about 1.8e308)")
    if number == 0 and any(digit in "123456789" for digit in re.split("[eE]", text)[0]):
        raise ScalarRefused(f"{text} is too small: it would become zero")
    return number
