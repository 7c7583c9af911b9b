"""Numbers that others published, as they lie in ``polemos/published``: small files of facts with their source.

Comes in: the name of a file.  Goes out: plain data.  Each file says at its head where its numbers are from; what
polemos makes of them is next door in ``validate`` and the rooms of ``validation``.  Data sets too large to ship lie in
a folder of the user's.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from typing import Any

from polemos.errors import BadInput, Problem, did_you_mean


@cache
def _text(file: str) -> str:
    folder = resources.files("polemos") / "published"
    known = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith((".yaml", ".csv")))
    if file not in known:
        hint = did_you_mean(file, known) or f"there are {', '.join(known)}"
        raise BadInput(Problem("no such file of published numbers", key=file, hint=hint))
    return (folder / file).read_text(encoding="utf-8")


@cache
def _parsed(name: str) -> Any:
    import yaml

    return yaml.safe_load(_text(f"{name}.yaml"))


def numbers(name: str) -> dict[str, Any]:
    """Return the numbers of ``published/<name>.yaml``; raises BadInput that lists the files if there is none."""
    found: dict[str, Any] = _parsed(name)
    return found


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``published/<name>.csv`` by column; raises BadInput that lists the files if there is none."""
    return list(csv.DictReader(io.StringIO(_text(f"{name}.csv"))))
