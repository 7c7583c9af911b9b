"""What went in: every uncertain number with range, source and confidence, the weighty ones first.

Comes in: the facts of a run.  Goes out: one section of the page.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from polemos.engine.uncertainty import rank_correlations
from polemos.interfaces.markup import Html, folded, join, paragraph, scrolled, section, tag, text
from polemos.interfaces.sections.facts import Facts, percent

FIRST = 25
FEWEST = 40
"""Histories below which nothing is said about which inputs matter."""
WORDS = {"high": "high", "medium": "medium", "low": "low", "none": "none: judgement", "": "not stated"}


def inputs(facts: Facts) -> Html:
    """Return the inputs, sorted by how much of an outcome's spread goes with them, then the least
    supported."""
    given = facts.war.inputs
    if not given:
        return section("inputs", "What was assumed", paragraph("Every number of this scenario is taken as certain."))
    part, outcome, threshold = importance(facts)
    weak = [item.confidence in ("", "none") or not item.source for item in given]
    order = ordered(part, threshold, weak)
    rows = [_row(facts, row, part[row], outcome[row], threshold, weak[row]) for row in order]
    told = int((part > threshold).sum())
    said = (
        f"{len(given):,} numbers are uncertain; {sum(weak):,} of them rest on judgement or have no "
        "source (marked ▲). Each "
        "history draws every one of them from its range."
    )
    if math.isfinite(threshold):
        said += (
            f" With {facts.histories:,} histories {told:,} inputs stand out from chance: shown is the "
            "part of an outcome's "
            "spread that goes with the input alone (squared rank correlation). The others may matter "
            "too, less or together."
        )
    else:
        said += " There are too few histories to say which of them matter."
    head = ("Input", "range (low, best, high)", "unit", "matters for", "confidence", "source")
    content = [
        paragraph(said),
        _table(head, rows[:FIRST], "The inputs that matter most, then the least supported"),
    ]
    if rows[FIRST:]:
        content.append(folded(f"The other {len(rows) - FIRST:,} inputs", _table(head, rows[FIRST:], "Other inputs")))
    return section("inputs", "What was assumed", *content)


def ordered(part: npt.NDArray[np.float64], threshold: float, weak: list[bool]) -> list[int]:
    """Return the rows of the inputs: the weighty ones first, then the least supported."""
    return sorted(range(len(part)), key=lambda row: (-_told(float(part[row]), threshold), not weak[row], row))


def importance(facts: Facts) -> tuple[npt.NDArray[np.float64], list[str], float]:
    """Return, per uncertain input, the largest squared rank correlation with an outcome, which one, and the threshold.

    Above the threshold chance would lift one input in all, one time in twenty; infinite with too few histories.
    """
    found, name, threshold = correlations(facts)
    return found**2, name, threshold


def correlations(facts: Facts) -> tuple[npt.NDArray[np.float64], list[str], float]:
    """Return the same with the rank correlation itself, sign and all; the threshold is that of its square."""
    drawn = facts.values("inputs", "input")
    number = drawn.shape[1]
    if facts.histories < FEWEST:
        return np.zeros(number), [""] * number, math.inf
    camp = max(facts.focal_camp, 0)
    outcomes = {
        "people held": facts.values("population_held", "week", "camp")[:, -1, camp],
        "the dead": facts.values("killed_total", "actor").sum(axis=1),
        "cohesion": facts.values("cohesion", "week")[:, -1],
        "first fissure": np.where(facts.values("fissure_day") < 0, facts.days + 1, facts.values("fissure_day")),
    }
    best, name = np.zeros(number), [""] * number
    for title, values in outcomes.items():
        if not np.isfinite(values).all() or np.ptp(values) == 0:
            continue
        found = rank_correlations(values, drawn)
        for row in np.flatnonzero(found**2 > best**2):
            best[row], name[row] = found[row], title
    # Two-sided normal tail of 1/20 shared among all inputs and outcomes: exp(-z^2/2) bounds it from above.
    z = math.sqrt(2.0 * math.log(20.0 * number * len(outcomes)))
    return best, name, z * z / facts.histories


def _told(part: float, threshold: float) -> float:
    return float(part) if part > threshold else 0.0


def _row(
    facts: Facts, row: int, part: float, outcome: str, threshold: float, weak: bool
) -> tuple[tuple[str, ...], bool]:
    item = facts.war.inputs[row]
    if item.path.startswith("interventions.") and item.path.endswith(".date"):
        span = ", ".join(facts.date_of(day) for day in (item.low, item.best, item.high))
        unit = "date"
    else:
        span, unit = ", ".join(f"{value:.6g}" for value in (item.low, item.best, item.high)), item.unit
    matters = f"{outcome}: {percent(part)}" if part > threshold else "–"
    name = ("▲ " if weak else "") + item.path
    return (
        name,
        span,
        unit,
        matters,
        WORDS.get(item.confidence, item.confidence),
        item.source or "no source",
    ), weak


def _table(head: tuple[str, ...], rows: list[tuple[tuple[str, ...], bool]], caption: str) -> Html:
    top = tag("tr", join(tag("th", text(cell), scope="col") for cell in head))
    body = []
    for cells, weak in rows:
        first = tag("th", text(cells[0]), scope="row", class_="path")
        rest = [tag("td", text(cell)) for cell in cells[1:]]
        body.append(tag("tr", Html("".join([first, *rest])), **({"class_": "weak"} if weak else {})))
    inside = [tag("caption", text(caption)), tag("thead", top), tag("tbody", join(body))]
    return scrolled(tag("table", join(inside), class_="inputs"), len(body))
