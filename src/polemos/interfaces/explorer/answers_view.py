"""Questions that were asked about this war and kept: their tables as text, and contrasts that can be asked again.

Comes in: answers.  Goes out: the contract's ``Kept`` of each, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polemos.experiments.answer import Answer
from polemos.experiments.case import BASELINE
from polemos.experiments.tables import Table
from polemos.interfaces.explorer.plain import Plain, precise


def answers_of(answers: Sequence[Answer]) -> list[Plain]:
    """Return the answers as plain data; the plot of each is at the address of its number."""
    return [
        {
            "verb": answer.verb, "command": answer.command, "tables": [_table(table) for table in answer.tables()],
            "plot": f"/api/answers/{row}/plot.svg", "contrasts": _contrasts(answer),
        }
        for row, answer in enumerate(answers)
    ]  # fmt: skip


def _table(table: Table) -> Plain:
    return {
        "title": table.title, "head": [column.title for column in table.columns],
        "rows": [list(row) for row in table.rows], "notes": list(table.notes),
    }  # fmt: skip


def _contrasts(answer: Answer) -> list[Plain]:
    """Return the contrasts of an answer of ``compare``."""
    if answer.verb != "compare":
        return []
    return [
        {
            "label": _label(item["alternative"], item["against"]), "ask": _ask(answer, item),
            "measures": [difference_of(row) for row in item["measures"]],
        }
        for item in answer.findings["contrasts"]
    ]  # fmt: skip


def _label(alternative: str, against: str) -> str:
    return alternative if against == BASELINE else f"{alternative}, against {against}"


def difference_of(row: Plain) -> Plain:
    """Return one measure of a contrast, as ``compare`` found it, in the contract's words."""
    found = row["difference"]
    return {
        "measure": row["measure"], "title": row["title"], "unit": row["unit"], "kind": row["kind"],
        "baseline": precise(row["against"]["mean"]), "alternative": precise(row["alternative"]["mean"]),
        "difference": precise(found["mean"]), "low": precise(found["low"]), "high": precise(found["high"]),
        "up": precise(found["up"]), "words": row["words"],
    }  # fmt: skip


def _ask(answer: Answer, item: Plain) -> Plain | None:
    """Return what the form would send to ask for a contrast with the baseline again; None where it cannot.

    What the baseline itself changes, the horizon among it, is no part of what is asked.
    """
    cases = {case["label"]: case for case in answer.cases}
    if item["against"] != BASELINE or not {BASELINE, item["alternative"]} <= set(cases):
        return None
    ground, case = cases[BASELINE], cases[item["alternative"]]

    def more(name: str) -> list[Any]:
        return [change for change in case[name] if change not in ground[name]]

    ask = {"without": more("without"), "what_if": more("what_if"), "edits": more("edits")}
    return {**ask, "histories": answer.findings["histories"]} if any(ask.values()) else None
