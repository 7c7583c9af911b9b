"""Sentences about outcomes such as ``ending == partition and dead > 20000``: read, never run as code.

Comes in: a text.  Goes out: a tree of comparisons joined by ``and``, ``or``, ``not`` and brackets; ``not`` binds more
than ``and``, ``and`` more than ``or``.  What the names mean is next door in ``outcomes``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from polemos.errors import BadInput, Problem

LONGEST = 1000
DEEPEST = 50
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<sign>==|!=|<=|>=|<|>|\(|\))|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)|(?P<other>\S))"
)


class Token(NamedTuple):
    """One word of a sentence, what it is, and where it stands, from 0."""

    kind: str
    text: str
    at: int


class Comparison(NamedTuple):
    """An outcome by name; with a sign, compared with a number, a date or a word."""

    name: str
    sign: str = ""
    value: str = ""
    kind: str = ""


class Joined(NamedTuple):
    """Conditions joined by ``and``, ``or``; or one turned round by ``not``."""

    word: str
    parts: tuple[Condition, ...]


Condition = Comparison | Joined


def read_condition(text: str, option: str) -> Condition:
    """Return what a sentence says; raises BadInput naming the option and the place where it cannot be read."""
    if len(text) > LONGEST:
        raise BadInput(Problem(f"is longer than {LONGEST:,} characters", option))
    reader = _Reader(text, option)
    found = reader.either(0)
    if reader.ahead.kind:
        raise reader.fault(f"{reader.ahead.text!r} does not belong there", "join comparisons with and, or")
    return found


def comparisons(condition: Condition) -> list[Comparison]:
    """Return every comparison of a condition in the order in which it stands."""
    if isinstance(condition, Comparison):
        return [condition]
    return [leaf for part in condition.parts for leaf in comparisons(part)]


class _Reader:
    """Reads a sentence from left to right, one word ahead."""

    def __init__(self, text: str, option: str) -> None:
        self.text, self.option = text, option
        tokens = [_token(match) for match in _TOKEN.finditer(text)]
        self.left = [*tokens, Token("", "", len(text))]

    @property
    def ahead(self) -> Token:
        return self.left[0]

    def either(self, depth: int) -> Condition:
        """Read conditions joined by ``or``."""
        parts = [self.both(depth)]
        while self._take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def both(self, depth: int) -> Condition:
        """Read conditions joined by ``and``."""
        parts = [self.single(depth)]
        while self._take("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def single(self, depth: int) -> Condition:
        """Read one comparison, a bracket, or ``not``."""
        if depth > DEEPEST:
            raise self.fault("is nested too deeply")
        if self._take("not"):
            return Joined("not", (self.single(depth + 1),))
        if self._take("("):
            inside = self.either(depth + 1)
            if not self._take(")"):
                raise self.fault("a bracket is not closed")
            return inside
        token = self.left.pop(0) if self.ahead.kind else self.ahead
        if token.kind != "word" or token.text in ("and", "or"):
            at = f"{token.text!r} stands" if token.kind else "the sentence ends"
            raise self.fault(f"{at} where an outcome should", 'write it as in "ending == partition"')
        if self.ahead.text == "=":
            raise self.fault("'=' is no comparison", f"there are {' '.join(COMPARISONS)}")
        if self.ahead.text not in COMPARISONS:
            return Comparison(token.text)
        sign, value = self.left.pop(0), self.ahead
        if value.kind not in ("number", "word", "date"):
            raise self.fault(f"{token.text} {sign.text} lacks what it is compared with")
        self.left.pop(0)
        return Comparison(token.text, sign.text, value.text, value.kind)

    def fault(self, what: str, hint: str = "") -> BadInput:
        return BadInput(Problem(what, self.option, hint=hint))

    def _take(self, word: str) -> bool:
        if self.ahead.text != word:
            return False
        self.left.pop(0)
        return True


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "other"
    return Token(kind, match[kind], match.start(kind))
