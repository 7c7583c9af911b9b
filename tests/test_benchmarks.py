"""The profile by room times the day as it is: apart from the laps, its statements are those of the model.

Reads sources only, so that nothing is compiled; that the timed day plays the same history, the profile checks itself.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from polemos.dimensions import MECHANISMS

OFFENSIVE = MECHANISMS.index("offensive")
ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "src" / "polemos" / "model"
TIMED = ROOT / "benchmarks" / "timed_day.py"


class WithoutLaps(ast.NodeTransformer):
    """Takes the laps out, and writes the names of a module's own functions as that module does."""

    def __init__(self, home: str) -> None:
        self.home = home

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "lap":
            return None
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "timed_enter":
            node.func = ast.Name("enter", ast.Load())
            node.args = [one for one in node.args if not (isinstance(one, ast.Name) and one.id == "book")]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        own = isinstance(node.value, ast.Name) and node.value.id == self.home
        return ast.Name(node.attr, node.ctx) if own else self.generic_visit(node)


def statements(source: str, function: str, home: str = "") -> list[str]:
    """Return the statements of a function, its docstring and laps left out."""
    tree = ast.parse(source)
    (found,) = (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function)
    return [ast.unparse(one) for one in WithoutLaps(home).visit(found).body[1:]]


def differing(timed: str, ours: str, theirs: Path, name: str) -> list[str]:
    """Return the statements in which the timed function and the model's function differ."""
    there = statements(theirs.read_text(encoding="utf-8"), name)
    here = statements(timed, ours, theirs.stem)
    return sorted(set(here) ^ set(there)) or ([] if here == there else ["the order"])


PAIRS = [("timed_live", "day.py", "live"), ("timed_offensive", "offensive.py", "act")]


@pytest.mark.parametrize(("ours", "file", "name"), PAIRS)
def test_the_timed_day_is_the_day(ours: str, file: str, name: str) -> None:
    assert differing(TIMED.read_text(encoding="utf-8"), ours, MODEL / file, name) == []


def test_the_timed_history_is_the_kernels() -> None:
    timed = statements(TIMED.read_text(encoding="utf-8"), "timed_play")
    kernel = (ROOT / "src" / "polemos" / "engine" / "kernel.py").read_text(encoding="utf-8")
    plain = [line.replace("timed_live", "live").replace(", day, book)", ", day)") for line in timed]
    assert plain == statements(
        f'"""."""\n{kernel}'.replace(":\n    world, given", ':\n    "."\n    world, given'), "_play"
    )


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("        if world.switches[room]:", "        if world.switches[room - 1]:"),
        ("        weigh(world", "        offensive.begin(world"),
        ("    dawn(state)\n", ""),
        ("    lap(book, 8)\n    while True:", "    while True:\n        lap(book, 8)\n        break\n    while True:"),
        ("        state.ring[first] = 2.0\n", "        state.ring[first] = 1.0\n"),
    ],
)
def test_a_day_out_of_step_is_seen(was: str, becomes: str) -> None:
    text = TIMED.read_text(encoding="utf-8")
    assert was in text
    changed = text.replace(was, becomes)
    assert any(differing(changed, ours, MODEL / file, name) for ours, file, name in PAIRS)


def test_every_lap_has_a_name_and_is_taken_once() -> None:
    tree = ast.parse(TIMED.read_text(encoding="utf-8"))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and ast.unparse(one.func) == "lap"]
    said = [ast.unparse(one.args[1]) for one in calls]
    rooms = "room + (2 if room < OFFENSIVE else 5)"
    assert rooms in said
    each = [room + (2 if room < OFFENSIVE else 5) for room in range(len(MECHANISMS)) if room != OFFENSIVE]
    rows = sorted([int(row) for row in said if row != rooms] + each)
    (names,) = (
        ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign) and "ROWS" in ast.unparse(one)
    )
    assert [row for row in rows if row] == list(range(1, len(names)))
