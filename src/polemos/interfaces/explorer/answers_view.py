"""Questions that were asked about the war and kept: their tables, and what each what-if of a comparison changed.

Comes in: answers.  Goes out: a list of the contract's ``Kept``; their plots are served beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from polemos.experiments.answer import Answer
from polemos.interfaces.explorer.plain import Plain, precise


def answers_of(answers: Sequence[Answer]) -> list[Plain]:
    """Return the answers in their order."""
    return [
        {"verb": answer.verb, "command": answer.command, "tables": _tables(answer),
         "plot": f"/api/answers/{row}/plot.svg", "contrasts": _contrasts(answer)}
        for row, answer in enumerate(answers)
    ]  # fmt: skip


def _tables(answer: Answer) -> list[Plain]:
    return [
        {"title": table.title, "head": [column.title for column in table.columns],
         "rows": [list(row) for row in table.rows], "notes": list(table.notes)}
        for table in answer.tables()
    ]  # fmt: skip


def _contrasts(answer: Answer) -> list[Plain]:
    """Return the paired differences of a comparison, each with the question that asks for it again."""
    if answer.verb != "compare":
        return []
    cases = {case["label"]: case for case in answer.cases}
    found = []
    for one in answer.findings["contrasts"]:
        case = cases.get(one["alternative"])
        ask = None if case is None else {name: case[name] for name in ("without", "what_if", "edits")}
        measures = [
            {"measure": row["measure"], "title": row["title"], "unit": row["unit"], "kind": row["kind"],
             "baseline": precise(row["against"]["mean"]), "alternative": precise(row["alternative"]["mean"]),
             "difference": precise(row["difference"]["mean"]), "low": precise(row["difference"]["low"]),
             "high": precise(row["difference"]["high"]), "up": precise(row["difference"]["up"]),
             "words": row["words"]}
            for row in one["measures"]
        ]  # fmt: skip
        asked = None if ask is None else {**ask, "histories": answer.findings["histories"]}
        found.append({"label": one["alternative"], "ask": asked, "measures": measures})
    return found
