"""How an argued ledger looks: a table of verdicts, one of numbers for each claim, and a plot of all statements.

Comes in: an ``Answer`` of ``argue``, fresh or opened from its folder.  Goes out: tables and axes, made from what the
answer holds alone.  The numbers are made next door in ``argue``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from polemos.evidence.turning import Turn
from polemos.evidence.turning import in_words as turned
from polemos.evidence.verdict import CONTRADICTED, NOT_TESTABLE, SUPPORTED, UNDECIDED
from polemos.experiments.statistics import rounded
from polemos.experiments.tables import Column, Table, closing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
# Readings that are a recorded range and no effect.
RANGES = ("sum", "source")
COLOURS = {SUPPORTED: "#005a8c", CONTRADICTED: "#b3261e", UNDECIDED: "#8a6d00", NOT_TESTABLE: "#57606a"}


def tables(answer: Answer) -> list[Table]:
    """Return the verdicts of all claims, and their numbers; and of a claim that something was asked about."""
    found = answer.findings
    return [_verdicts(answer), *(_claim(*one) for one in found["claims"].items() if _asked(one[1])), _foot(answer)]


def _asked(claim: Plain) -> bool:
    """Whether anything was asked about a claim."""
    return bool(any(claim["statements"].values()) or claim["readings"] or claim["forecast"] or claim["rivals"])


def _verdicts(answer: Answer) -> Table:
    found, case = answer.findings, answer.cases[0] if answer.cases else None
    which = list(found["statements"])
    columns = (
        Column("claim", right=False), Column("kind", right=False, wide=3), Column("speaker", right=False, wide=2),
        *(Column(f"model, {name}" if len(which) > 1 else "model", right=False) for name in which),
        Column("record", right=False), Column("forecast", right=False, wide=1),
    )  # fmt: skip
    rows = tuple(
        (
            f"{name} {claim['words']}", claim["kind"], claim["speaker"],
            *(claim["model"][one]["verdict"] for one in which), claim["record"]["verdict"],
            claim["forecast"]["status"] if claim["forecast"] else "",
        )
        for name, claim in found["claims"].items()
    )  # fmt: skip
    notes: tuple[str, ...] = ()
    if case is not None:
        recorded = "held against what was recorded" if found["record"] else "no record was given"
        long = f"{found['histories']:,} histories of {case['days']:,} days, seed {case['seed']}"
        notes = (f"{long}, the same luck in every war; {recorded}",)
    return Table(f"{found['ledger']['title']}: {len(rows)} claims", columns, rows, notes)


def _claim(name: str, claim: Plain) -> Table:
    rows = []
    for which, several in claim["statements"].items():
        rows += [_statement(one, which if len(claim["statements"]) > 1 else "model") for one in several]
    rows += [_reading(one) for one in claim["readings"]]
    notes = [f"  {one}" for one in hangs_on(claim)]
    notes += [f"  would separate it from {_rival(one)}: {one['observation'].strip()}" for one in claim["rivals"]]
    if claim["record"]["verdict"] == NOT_TESTABLE:
        notes.append(f"  record: {claim['record']['reason']}")
    if claim["forecast"]:
        notes.append(f"  {forecast_in_words(claim['forecast'])}")
    columns = (
        Column("", right=False), Column("where", right=False, wide=3), Column("effect"),
        Column("95 % interval", wide=1), Column("verdict", right=False), Column("because", right=False, wide=2),
    )  # fmt: skip
    return Table(f"{name}: {claim['words']}", columns, tuple(rows), tuple(notes))


def _statement(one: Plain, where: str) -> tuple[str, ...]:
    mean, interval = numbers(one)
    return one["words"], where, mean, interval, one["verdict"], one["reason"]


def numbers(one: Plain) -> tuple[str, str]:
    """Return an effect and its interval as a person reads them; of a reading without one, the recorded range."""
    effect = one["effect"]
    if effect is None or effect["mean"] is None:
        low, high = one["levels"] if one.get("statistic") in RANGES else (None, None)
        return ("", f"{low:,.4g} to {high:,.4g}") if low is not None and high is not None else ("", "")
    if effect["low"] is None:
        return rounded(effect["mean"], math.nan), ""
    width = (effect["high"] - effect["low"]) / 2.0
    low, high = rounded(effect["low"], width), rounded(effect["high"], width)
    return rounded(effect["mean"], width), f"{low} to {high}"


def _reading(one: Plain) -> tuple[str, ...]:
    mean, interval = numbers(one)
    return one["words"], "record", mean, interval, one["verdict"], one["reason"]


def hangs_on(claim: Plain) -> list[str]:
    """Return for each statement that differs at all on which input it hangs, in plain words."""
    told = []
    for several in claim["statements"].values():
        for one in several:
            if not one["effect"]["differing"]:
                continue
            width = ((one["effect"]["high"] or 0.0) - (one["effect"]["low"] or 0.0)) / 2.0
            turns = [Turn(turn["path"], turn["correlation"], turn["lowest"], turn["highest"]) for turn in one["turns"]]
            told.append(f"{one['words']}: {'goes ' if turns else ''}{turned(turns, width)}")
    return told


def _rival(rival: Plain) -> str:
    return str(rival.get("claim") or f'"{rival["words"]}"')


def forecast_in_words(found: Plain) -> str:
    """Return what is known of a forecast as one line."""
    told = f"forecast, by {found['by']}: {found['words']}; {found['status']}"
    if found["recorded"] is not None:
        told += f" (recorded: {found['recorded']:.3g})"
    if found["chance"] is not None:
        told += f"; in the model {found['chance']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
    elif found["why"]:
        told += f"; not asked of the model: {found['why']}"
    return told + (f"; Brier score {found['brier']:.3f}" if found["brier"] is not None else "")


def _foot(answer: Answer) -> Table:
    found = answer.findings
    lines = [
        "effect: the war with the cause less the war without; in the record what a window changes, as a ratio less 1",
        f"smallest effect worth the name: {found['smallest']:g} of a share or of the amount without the cause, or as "
        "the ledger says; verdicts hold for all statements together (Holm); the rules: docs/verdicts.md",
    ]
    return closing(lines, None, 0.0, answer.command)


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for each statement."""
    return 9.0, min(40.0, 1.6 + 0.24 * len(_lines(answer)))


def _lines(answer: Answer) -> list[tuple[str, str, Plain]]:
    found = []
    for name, claim in answer.findings["claims"].items():
        for which, several in claim["statements"].items():
            found += [(name, which, one) for one in several]
    return found


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw every statement's effect on the claimed side, in smallest effects; between -1 and 1 is no effect.

    The axis is linear up to 1 and logarithmic beyond; colours are verdicts.
    """
    lines = _lines(answer)
    several = len(answer.findings["statements"]) > 1
    for row, (_, _, one) in enumerate(lines):
        effect, smallest = one["effect"], one["smallest"]
        if effect["low"] is None or not smallest:
            continue
        sign = 1.0 if one["higher"] else -1.0
        at = len(lines) - 1 - row
        ends = [sign * effect[name] / smallest for name in ("low", "high")]
        colour = COLOURS[one["verdict"]]
        ax.plot(ends, [at, at], color=colour, linewidth=1.3)
        ax.plot([sign * effect["mean"] / smallest], [at], marker="o", color=colour, markersize=4, linestyle="none")
    ax.axvspan(-1.0, 1.0, color="#57606a", alpha=0.15, linewidth=0)
    ax.axvline(0.0, color="#57606a", linewidth=0.8)
    ax.set_xscale("symlog", linthresh=1.0)
    titles = [f"{name} {one['words']}" + (f" ({which})" if several else "") for name, which, one in lines]
    ax.set_yticks(range(len(titles)), titles[::-1], fontsize=7)
    ax.set_ylim(-0.7, len(titles) - 0.3)
    ax.set_xlabel("effect on the claimed side, in smallest effects worth the name (bars: 95 % interval)")
    ax.set_title(answer.findings["ledger"]["title"], loc="left", fontsize=10)
    for verdict, colour in COLOURS.items():
        ax.plot([], [], color=colour, label=verdict)
    ax.legend(fontsize=7, frameon=False)
    return ax
