"""Spellings of one transliterated name told apart from other names, by rules that can be read.

Comes in: words.  Goes out: their folded form, their skeleton of consonants, and whether one is a variant of another.
Kinsibb and Kinsabba are one place by these rules, Daraa and Darayya two; what the rules cannot tell stands as an alias
in the mapping file.
"""

from __future__ import annotations

import re
import unicodedata

LEAST_SKELETON = 3
"""Consonants that a name needs before another spelling of it is looked for."""
_ARTICLES = re.compile(r"\b(?:al|el|ul|ar|as|ash|at|ad|az|ez|an)[\s-]+|(?<=[\s-])(?:al|el)(?=[A-Z])", re.I)
_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ph", "f"), ("ck", "k"), ("ch", "s"))
_LETTERS = str.maketrans({"q": "k", "c": "k", "y": "i", "w": "u", "v": "f", "p": "b"})


def folded(name: str) -> str:
    """Return a name as one run of small letters and digits: no accents, apostrophes, hyphens or blanks."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return "".join(letter for letter in plain if letter.isalnum())


def skeleton(name: str) -> str:
    """Return the consonants of a name, articles left out, like sounds alike; the first vowel counts if it begins it."""
    plain = folded(_ARTICLES.sub("", name))
    for pair, letter in _DIGRAPHS:
        plain = plain.replace(pair, letter)
    plain = plain.translate(_LETTERS)
    plain = re.sub(r"(.)\1+", r"\1", plain)
    rest = re.sub(r"[aeiou]|h(?=[^aeiou]|$)", "", plain[1:])
    return re.sub(r"(.)\1+", r"\1", plain[:1] + rest)


def most_edits(length: int) -> int:
    """Return how many letters a variant of a name of some length may differ by; short names have no variants."""
    return 0 if length < 6 else 1 if length < 8 else 2


def edits(one: str, other: str, most: int) -> int:
    """Return how many letters have to be changed, put in, taken out or swapped with their neighbour (at most + 1)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for here, letter in enumerate(one, 1):
        above, row, older = row, [here], before
        for there, match in enumerate(other, 1):
            cost = min(above[there] + 1, row[there - 1] + 1, above[there - 1] + (letter != match))
            swapped = here > 1 and there > 1 and letter == other[there - 2] and one[here - 2] == match
            row.append(min(cost, older[there - 2] + 1) if swapped else cost)
        before = above
        if min(row) > most:
            return most + 1
    return row[-1]


def is_variant(written: str, name: str) -> bool:
    """Whether ``written`` may be another spelling of ``name``: the same consonants, and few letters differ."""
    bones = skeleton(name)
    if len(bones) < LEAST_SKELETON or skeleton(written) != bones:
        return False
    one, other = folded(_ARTICLES.sub("", written)), folded(_ARTICLES.sub("", name))
    most = most_edits(len(other))
    return edits(one, other, most) <= most
