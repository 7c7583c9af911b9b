"""What the form of the page can change: uncertain inputs, mechanisms, dated decisions, named what-ifs.

Comes in: a run.  Goes out: the contract's ``Inputs``.  Which input goes with which outcome is the report's arithmetic.
"""

from __future__ import annotations

from datetime import timedelta

from polemos.dimensions import MECHANISMS
from polemos.engine.run import Run
from polemos.interfaces.explorer.plain import Plain, number, precise
from polemos.interfaces.sections.facts import Facts
from polemos.interfaces.sections.inputs import importance


def inputs_of(run: Run) -> Plain:
    """Return what can be changed, with range, unit, source and confidence."""
    facts = Facts(run)
    scenario = facts.war.numbers._scenario
    part, outcome, threshold = importance(facts)
    rows = []
    for row, item in enumerate(facts.war.inputs):
        told = float(part[row]) > threshold
        dated = item.path.startswith("interventions.") and item.path.endswith(".date")
        low, best, high = (
            (facts.start + timedelta(int(value))).isoformat() if dated else precise(value)
            for value in (item.low, item.best, item.high)
        )
        rows.append(
            {"path": item.path, "unit": "date" if dated else item.unit, "date": dated, "low": low, "best": best,
             "high": high, "source": item.source or "", "confidence": item.confidence or "",
             "outcome": outcome[row] if told else "", "weight": number(part[row], "share") if told else None}
        )  # fmt: skip
    fields = type(scenario.mechanisms).model_fields
    return {
        "inputs": rows,
        "mechanisms": [
            {"id": name, "title": name, "words": (fields[name].annotation.__doc__ or "").strip().split("\n")[0]}
            for name in MECHANISMS if name in fields and fields[name].annotation is not None
        ],
        "interventions": [
            {"id": name, "title": act.title or name, "date": act.date.best.isoformat()}
            for name, act in scenario.interventions.items()
        ],
        "what_ifs": [
            {"id": name, "title": change.title, "words": ", ".join(change.without)}
            for name, change in scenario.what_ifs.items()
        ],
    }  # fmt: skip
