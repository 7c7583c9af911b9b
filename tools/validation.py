"""Write docs/validation.md: published results beside ours, prose from validation.md beside this file, the rest made.

    .venv/bin/python tools/validation.py

Each ``<!-- made: name -->`` of the prose is replaced by what the function of that name in ``PIECES`` returns.  A test
compares the page with ``page()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from polemos.experiments.validation.result import MEANING
from polemos.experiments.validation.validate import SUBJECTS, validate

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "validation.md"
MARK = re.compile(r"<!-- made: (\w+) -->")


def groups() -> str:
    """Return the groups as one can name them."""
    return ", ".join(f"`{room}`" for room in SUBJECTS)


def states() -> str:
    """Return what each status means."""
    return "\n".join(f"- **{status}**: {meaning}." for status, meaning in MEANING.items())


def table() -> str:
    """Return the report as ``polemos validate`` prints it, without data of a user's."""
    return str(validate())


PIECES: dict[str, Callable[[], str]] = {"groups": groups, "states": states, "table": table}


def page() -> str:
    """Return the whole page."""
    prose = (HERE / "validation.md").read_text(encoding="utf-8")
    return MARK.sub(lambda mark: PIECES[mark[1]]().strip("\n"), prose)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PAGE.parents[1])}")
