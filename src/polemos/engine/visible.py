"""Text that every program can show: nothing in it that no file may hold or that turns its letters round.

Comes in: a title as somebody wrote it.  Goes out: the same with the mark for an unknown letter in place of each control
character, lone surrogate, non-character and mark of direction.  XML forbids most of these, JSON readers choke on some.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Return a text with U+FFFD for each letter that cannot be seen or stored; line ends become spaces."""
    return UNSEEN.sub("\ufffd", " ".join(text.splitlines()) if "\n" in text or "\r" in text else text)
