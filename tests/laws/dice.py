"""A record of every draw: who drew, from which stream, with which key, and which of the four numbers were read.

Comes in: a room that acts.  Goes out: rows, and sentences about draws that share chance where they should not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Draw:
    """One call of ``chance.draw``; hands the numbers on and notes which were read."""

    def __init__(self, four: Any, key: Any, counter: tuple[int, int, int, int], site: str) -> None:
        self.four, self.key, self.counter, self.site = four, key, counter, site
        self.read: dict[str, set[tuple[str, int]]] = {}  # word -> function and line

    def __getattr__(self, word: str) -> float:
        if word not in ("a", "b", "c", "d"):
            raise AttributeError(word)
        reader = sys._getframe(1)
        self.read.setdefault(word, set()).add((reader.f_code.co_name, reader.f_lineno))
        return float(getattr(self.four, word))

    def __iter__(self) -> Iterator[float]:
        return iter([self.a, self.b, self.c, self.d])

    def __str__(self) -> str:
        stream, day, actor, place = self.counter
        return f"{self.site}: stream {stream}, day {day}, actor {actor}, place {place}"


# Functions in which one number serves several things, and why that is borne.
SHARED = {
    "offer": "one number rounds what an actor offers of its reserves on all grounds",
    "send_offers": "one number rounds what an actor sends of its reserves on all grounds",
}


@contextmanager
def recorded() -> Iterator[list[Draw]]:
    """Record every draw of every room."""
    rooms = [module for name, module in list(sys.modules.items()) if name.startswith("polemos.model.")]
    users = [module for module in rooms if hasattr(module, "draw") and not module.__name__.endswith(".chance")]
    kept = {module: module.draw for module in users}
    rows: list[Draw] = []

    def watched(real: Any) -> Any:
        def draw(key: Any, stream: int, day: int, actor: Any, place: Any) -> Draw:
            site = sys._getframe(1).f_code
            four = real(key, stream, day, actor, place)
            row = Draw(four, key, (int(stream), int(day), int(actor), int(place)), f"{site.co_filename}:{site.co_name}")
            rows.append(row)
            return row

        return draw

    for module in users:
        module.draw = watched(kept[module])
    try:
        yield rows
    finally:
        for module in users:
            module.draw = kept[module]


def wrong(
    rows: list[Draw], streams: frozenset[int], again: frozenset[str], lasting: dict[int, int], day: int, key: Any
) -> list[str]:
    """Return a sentence for each draw from a foreign stream, day or history, and for each number used twice.

    Functions in ``again`` read one number on two lines for one purpose; streams in ``lasting`` keep it so many days.
    """
    found = [f"foreign stream, {row}" for row in rows if row.counter[0] not in streams]
    found += [f"not of this day, {row}" for row in rows
              if row.counter[1] != day - day % lasting.get(row.counter[0], 1)]  # fmt: skip
    found += [f"not of this history, {row}" for row in rows if tuple(row.key) != tuple(key)]
    used: dict[tuple[Any, str], Draw] = {}
    for row in rows:
        for word, readers in row.read.items():
            if len({reader for reader in readers if reader[0] not in again}) > 1:
                found.append(f"the number {word} serves {sorted(readers)}, {row}")
            if (row.counter, word) in used and row.site.rpartition(":")[2] not in SHARED:
                found.append(f"the number {word} is used twice, {row} and {used[row.counter, word]}")
            used[row.counter, word] = row
    return found
