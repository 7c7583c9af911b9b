"""Every roll of the dice in the model, found in its source: which mechanism's stream, in which function, keyed by what.

Comes in: the files of ``polemos/model``.  Goes out: one row per mechanism's stream.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polemos

ROOMS = Path(polemos.__file__).resolve().parent / "model"


def draws() -> dict[str, list[str]]:
    """Return the draws of each stream as ``room.function (keyed by actor, place)``, in the order of the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(ROOMS.glob("*.py")):
        if path.stem == "chance":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _called(call) in ("draw", "fill") and len(call.args) >= 5:
                        stream = ast.unparse(call.args[1])
                        where = f"{path.stem}.{function.name}"
                        keyed = ", ".join(dict.fromkeys(_key(argument) for argument in call.args[3:5]))
                        said = f"`{where}` ({keyed})"
                        if said not in found.setdefault(stream, []):
                            found[stream].append(said)
    return found


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _key(argument: ast.expr) -> str:
    text = ast.unparse(argument)
    parts = re.findall(r"(\w+)_key\[(\w+)\]", text)
    if not parts:
        return "nobody" if text == "NOBODY" else text.removeprefix("world.")
    return " with ".join(name if kind == "actor" else kind for kind, name in parts)


def table() -> str:
    """Return the streams as a table."""
    lines = [f"| {stream.lower()} | {', '.join(said)} |" for stream, said in sorted(draws().items())]
    return "| stream | drawn in (keyed by) |\n|---|---|\n" + "\n".join(lines) + "\n"
