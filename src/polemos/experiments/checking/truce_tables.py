"""How the natural test of a truce looks: dead per day by span, how often the histories fell so, and the truce's doing.

Comes in: the findings of an answer.  Goes out: tables with plain words under them.  The numbers are made next door in
``fall``.
"""

from __future__ import annotations

import math
from typing import Any

from polemos.experiments.tables import Column, Table

Plain = dict[str, Any]
SPANS = (
    Column("span", right=False), Column("between", right=False), Column("recorded a day"), Column("range", wide=2),
    Column("histories, mean"), Column("95 % of them"),
)  # fmt: skip
FELL = (
    Column("fell by at least", right=False), Column("histories"), Column("while the other did not"),
    Column("record", right=False), Column("while the other did not", right=False, wide=1),
)  # fmt: skip
DOING = (
    Column("between", right=False), Column("fall in the model"), Column("would have come anyway"),
    Column("the truce's doing"), Column("95 % interval", wide=1), Column("lower in"),
)  # fmt: skip


def truce_tables(found: Plain) -> list[Table]:
    """Return the natural test as tables."""
    test = found["truce"]
    spans = {span["title"]: span for span in test["spans"]}
    rows = tuple(_rate(row, test, spans) for row in test["rates"])
    edges = "; ".join(f"{span['title']} {span['dates'][0]} to {span['dates'][1]}" for span in test["spans"])
    title = f"The natural test: {test['title']} of {test['start']}"
    parts = [Table(title, SPANS, rows, (f"men killed a day; whole weeks, edges rounded: {edges}",))]
    shares = tuple(
        (row["title"], _percent(row["fell"]), _percent(row["fell_alone"]), _yes(row.get("recorded_fell")),
         _yes(row.get("recorded_alone")))
        for row in test["shares"]
    )  # fmt: skip
    about = f"Dead between {test['bound']} in the truce, against before; the other: {test['others'][0]}"
    parts.append(Table(about, FELL, shares, (sentence_of(test),)))
    if "doing" in test:
        parts.append(_doing(test))
    return parts


def _rate(row: Plain, test: Plain, spans: Plain) -> tuple[str, ...]:
    known = [value for value in row["recorded"] if value is not None]
    best, ranged = ("-", "") if len(known) < 3 else (f"{known[0]:.1f}", f"{known[1]:.1f} to {known[2]:.1f}")
    if row["mean"] is None:
        return row["span"], test["titles"][str(row["pair"])], best, ranged, "-", "-"
    return (row["span"], test["titles"][str(row["pair"])], best, ranged, f"{row['mean']:.1f}",
            f"{row['least']:.1f} to {row['most']:.1f}")  # fmt: skip


def _doing(test: Plain) -> Table:
    rows = []
    for row in test["doing"]["pairs"]:
        rows.append((
            test["titles"][str(row["pair"])], change_of(row["fall"]["mean"]), change_of(row["anyway"]["mean"]),
            change_of(row["doing"]["mean"]), f"{change_of(row['doing']['low'])} to {change_of(row['doing']['high'])}",
            _percent(row["lower"]),
        ))  # fmt: skip
    notes = (
        f"the same histories, with {test['left_out']} and without it, on the same luck; geometric means, so that "
        "anyway and the truce's doing multiply to the fall",
        doing_in_words(test),
    )
    return Table("How much of the fall is the truce's doing, in the model", DOING, tuple(rows), notes)


def sentence_of(test: Plain) -> str:
    """Return which part of the fall the record shows and whether the histories show it."""
    bound, other, apart = test["falls"][0], test["falls"][1], test["falls"][-1]
    said = (
        f"difference in differences: histories {change_of(apart['mean'])} on average, 95 % of them "
        f"{change_of(apart['least'])} to {change_of(apart['most'])}"
    )
    if not bound["recorded"] or bound["recorded"][0] is None:
        return said
    mine = (
        f"recorded: {test['bound']} {change_of(bound['recorded'][0])}, {test['others'][0]} "
        f"{change_of(other['recorded'][0])}, the one over the other {change_of(apart['recorded'][0])}"
    )
    as_low = f"; {_percent(apart['as_low'])} of histories fall so far apart"
    return f"{mine}; {said}{as_low}"


def doing_in_words(test: Plain) -> str:
    """Return in one sentence how much of the fall would have come anyway."""
    row = test["doing"]["pairs"][0]
    fall, anyway, own = (row[name]["mean"] for name in ("fall", "anyway", "doing"))
    if fall is None or own is None:
        return "nothing can be said: the spans have no numbers"
    if fall >= 0.0:
        return f"in the model there is no fall on average ({change_of(fall)}); the truce makes {change_of(own)} of it"
    share = own / fall
    return (
        f"in the model {test['bound']} fall {change_of(fall)} on average; {change_of(anyway)} would have come anyway, "
        f"so that {share * 100.0:.0f} % of the fall, in logarithms, is the truce's doing"
    )


def change_of(log: float | None) -> str:
    """Return a difference of logarithms as a change in percent."""
    if log is None or not math.isfinite(log):
        return "-"
    return f"{math.expm1(log) * 100.0:+.0f} %".replace("-", "−")


def _percent(share: float | None) -> str:
    return "-" if share is None or not math.isfinite(share) else f"{share * 100.0:.0f} %"


def _yes(said: bool | None) -> str:
    return "-" if said is None else "yes" if said else "no"
