"""What the form can change: uncertain numbers, mechanisms, dated decisions and the scenario's own what-ifs.

Comes in: a run.  Goes out: the contract's ``Inputs``.  Which inputs stand out is the arithmetic of the report, next
door in ``sections.inputs``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from polemos.dimensions import MECHANISMS
from polemos.engine.course import scenario_of
from polemos.engine.run import Run
from polemos.interfaces.explorer.plain import Plain, number, precise
from polemos.interfaces.sections.facts import Facts, listed
from polemos.interfaces.sections.inputs import correlations, ordered
from polemos.scenario.inputs import Input
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.schema import Scenario, WhatIf

CLAIMS = re.compile(r"\s*\(c\d\d[^()]*\)")
"""The claims and papers that stand in brackets after what a mechanism is."""


def inputs_of(run: Run) -> Plain:
    """Return what can be changed in the run's war."""
    facts = Facts(run)
    scenario = scenario_of(facts.war)
    return {
        "inputs": _inputs(facts), "mechanisms": _mechanisms(scenario),
        "interventions": [
            {"id": name, "title": act.title or name, "date": act.date.best.isoformat()}
            for name, act in scenario.interventions.items()
        ],
        "what_ifs": [
            {"id": name, "title": change.title or name, "words": in_words(change)}
            for name, change in scenario.what_ifs.items()
        ],
    }  # fmt: skip


def _inputs(facts: Facts) -> list[Plain]:
    """Return the uncertain inputs, those that stand out first, then the least supported."""
    given = facts.war.inputs
    if not given:
        return []
    found, outcome, threshold = correlations(facts)
    weak = [item.confidence in ("", "none") or not item.source for item in given]
    return [
        _input(item, facts.start, outcome[row], float(found[row]), bool(found[row] ** 2 > threshold))
        for row, item in ((row, given[row]) for row in ordered(found**2, threshold, weak))
    ]


def _input(item: Input, start: date, outcome: str, weight: float, told: bool) -> Plain:
    parts = item.path.split(".")
    dated = parts[0] == "interventions" and parts[-1] == "date"
    ends = {"low": item.low, "best": item.best, "high": item.high}
    return {
        "path": item.path, "unit": "date" if dated else item.unit, "date": dated,
        **{
            name: (start + timedelta(int(value))).isoformat() if dated else precise(value)
            for name, value in ends.items()
        },
        "source": item.source, "confidence": item.confidence, "outcome": outcome if told else "",
        "weight": number(weight, "share") if told else None,
    }  # fmt: skip


def _mechanisms(scenario: Scenario) -> list[Plain]:
    """Return what can be switched off: the twelve of every day, and a user's own."""
    found = []
    for name in MECHANISMS:
        words = (Mechanisms.model_fields[name].annotation.__doc__ or "").strip().splitlines()
        found.append({"id": name, "title": name.capitalize(), "words": CLAIMS.sub("", words[0]) if words else ""})
    own = "A mechanism of a module of your own."
    return found + [{"id": name, "title": name, "words": own} for name in scenario.own_mechanisms]


def in_words(change: WhatIf) -> str:
    """Return what a what-if does: what it leaves out, and what it sets."""
    parts = [f"without {listed(change.without)}"] if change.without else []
    paths = list(dict.fromkeys(_paths(change.patch)))
    if paths:
        shown = paths[:4] + ([f"{len(paths) - 4} more"] if len(paths) > 4 else [])
        parts.append(f"changes {listed(shown)}")
    return "; ".join(parts)


def _paths(patch: dict[str, object], before: str = "") -> list[str]:
    """Return the paths of the parts that a patch changes, down to the thing and its field."""
    found: list[str] = []
    for name, value in patch.items():
        path = f"{before}{name}"
        deeper = isinstance(value, dict) and path.count(".") < 2 and not {"low", "best", "high"} & set(value)
        found += _paths(value, f"{path}.") if deeper and isinstance(value, dict) else [path]
    return found
