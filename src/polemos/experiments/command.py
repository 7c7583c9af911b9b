"""The command line that asks a question again.

Comes in: a verb and its question as plain data: option -> value.  Goes out: one line for a shell.  Every question is
asked and kept in this form, so that no answer can stand without the command that reproduces it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

# What stands before the options, in this order.
ARGUMENTS = ("scenario", "run", "other", "forecast")
# Options whose name on the command line is another than in Python.
NAMES = {"edits": "set", "alternatives": "alternative", "measures": "measure", "switches": "switch"}

Question = Mapping[str, Any]


def command_of(verb: str, question: Question) -> str:
    """Return the command of a question: lists are repeated options, True is a bare one, what is empty is left out."""
    words = ["polemos", verb, *(str(question[name]) for name in ARGUMENTS if question.get(name))]
    for name, value in question.items():
        if name in ARGUMENTS or value is None or value is False or value in ("", (), []):
            continue
        option = "--" + NAMES.get(name, name).replace("_", "-")
        for item in value if isinstance(value, (list, tuple)) else [value]:
            words += [option] if item is True else [option, _plain(item)]
    return shlex.join(words)


def _plain(value: Any) -> str:
    return format(value, ".12g") if isinstance(value, float) else str(value)
