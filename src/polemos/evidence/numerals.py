"""How many died or were lost, as a text puts it: figures, number words, dozens and hundreds.

Comes in: a sentence.  Goes out: a number, or None where it says none.  "Hundreds" counts as a hundred, "dozens" as two
dozen: the least that the word allows.
"""

from __future__ import annotations

import re

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "dozen": 12, "dozens": 24, "hundred": 100,
         "hundreds": 100}  # fmt: skip
_LOST = (
    r"soldiers?|fighters?|men|civilians?|people|insurgents?|rebels?|terrorists?|militants?|mercenaries|troops|women"
    r"|children|generals?|officers?|casualties|dead|killed|tanks?|T-?\d\d|BMPs?|aircraft|helicopters?|advisers?"
)
_COUNTED = re.compile(
    rf"\b(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(WORDS)})\s+(?:of\s+|more\s+)?(?:[\w-]+\s+)?(?:{_LOST})\b",
    re.I,
)
_DEADLY = re.compile(r"\b(?:kill|dead|died|death|lost|loss|casualt|destroy|burnt|massacre)\w*", re.I)


def losses_in(words: str) -> int | None:
    """Return the sum of what a sentence says was lost, None if it says nobody was or gives no number."""
    if not _DEADLY.search(words):
        return None
    counts = [_number(match["count"]) for match in _COUNTED.finditer(words)]
    return sum(counts) if counts else None


def _number(word: str) -> int:
    return WORDS.get(word.lower()) or int(word.replace(",", ""))
