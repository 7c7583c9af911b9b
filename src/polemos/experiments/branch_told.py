"""A branch beside the run that it leaves in words, and as plain data.

Comes in: what ``branch`` found.  Goes out: lines for the terminal, or a dictionary for programs.
"""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polemos.engine.run import Run

WIDE = 42
VERDICTS = {"none": "exactly no effect", "not seen": "no effect seen", "up": "up", "down": "down", "unknown": "unknown"}


def lines(made: Run, left: Run, compared: Sequence[Any], still_open: Sequence[Any]) -> list[str]:
    """Return what was asked, the paired differences, and what was still open."""
    return [*_head(made, left), *_differences(made, compared), *_spread(made, still_open)]


def _head(made: Run, left: Run) -> Iterator[str]:
    manifest, last = made.manifest, made.manifest.branches[-1]
    name = str(left.folder) if left.folder else left.manifest.folder_name
    if last.history >= 0:
        yield f"{made.histories:,} futures of history {last.history} of {name} from {last.date} on"
    elif last.futures > 1:
        pasts = made.histories // last.futures
        yield f"{pasts:,} histories of {name}, from {last.date} on with {last.futures:,} futures each"
    else:
        yield f"{made.histories:,} histories of {name} go on from {last.date}"
    said = [*last.what_if, *(f"without {name}" for name in last.without), *last.edits]
    yield f"From that morning on: {', '.join(said)}" if said else "Nothing is changed."
    if manifest.days != left.manifest.days:
        yield f"It ends after {manifest.days:,} days and the run after {left.manifest.days:,}: they are not compared."


def _differences(made: Run, compared: Sequence[Any]) -> Iterator[str]:
    if not compared:
        return
    if all(item.difference.verdict == "none" for item in compared):
        yield f"Exactly no effect: 0 of {made.histories:,} histories differ in any of {len(compared)} outcomes."
        return
    yield ""
    yield f"{'Branch less unedited continuation, paired':<{WIDE}}{'unedited':>11}{'branch':>11}  difference, 95 %"
    for item in compared:
        if item.difference.verdict != "none":
            yield (
                f"  {item.outcome.title[: WIDE - 3]:<{WIDE - 2}}{number(item.before):>11}{number(item.after):>11}  "
                f"{difference(item.difference)}"
            )
    unmoved = [item.outcome.title for item in compared if item.difference.verdict == "none"]
    if unmoved:
        yield f"Exactly no effect: {', '.join(unmoved)}."


def difference(found: Any) -> str:
    """Return a paired difference with its interval and what it says."""
    if found.verdict == "unknown":
        return VERDICTS[found.verdict]
    said = f"{signed(found.mean)} ({signed(found.low)} to {signed(found.high)})"
    return f"{said}, {VERDICTS[found.verdict]}; differs in {found.differing:,} of {found.histories:,}"


def _spread(made: Run, still_open: Sequence[Any]) -> Iterator[str]:
    if not still_open:
        return
    yield ""
    title = f"Still open on {made.manifest.branches[-1].date}"
    yield f"{title:<{WIDE}}{'mean':>11}{'8 in 10 from':>14}{'to':>11}{'settled':>10}"
    for item in still_open:
        share = "-" if math.isnan(item.settled) else f"{100 * item.settled:.0f} %"
        yield (
            f"  {item.outcome.title[: WIDE - 3]:<{WIDE - 2}}{number(item.mean):>11}{number(item.low):>14}"
            f"{number(item.high):>11}{share:>10}"
        )
    yield "settled: 1 - variance among the futures of a past / variance among all histories of the run"


def number(value: float) -> str:
    """Return a number short enough for a table."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 or value == 0.0 else f"{value:.3g}"


def signed(value: float) -> str:
    """Return a number with its sign."""
    return number(value) if value <= 0.0 or math.isnan(value) else f"+{number(value)}"


def plain(made: Run, left: Run, compared: Sequence[Any], still_open: Sequence[Any]) -> dict[str, Any]:
    """Return everything as plain data."""
    manifest, last = made.manifest, made.manifest.branches[-1]
    return {
        "command": command(made, str(left.folder) if left.folder else left.manifest.folder_name),
        "run": str(made.folder) if made.folder else None,
        "left": str(left.folder) if left.folder else left.manifest.folder_name,
        "date": last.date, "history": None if last.history < 0 else last.history,
        "futures": made.histories if last.history >= 0 else last.futures, "histories": made.histories,
        "edits": list(last.edits), "what_if": list(last.what_if), "without": list(last.without),
        "days": manifest.days, "seed": manifest.seed,
        "compared": {
            item.outcome.name: {"title": item.outcome.title, "unit": item.outcome.unit, "unedited": known(item.before),
                                "branch": known(item.after), **_plain(item.difference)}
            for item in compared
        },
        "still_open": {
            item.outcome.name: {"title": item.outcome.title, "unit": item.outcome.unit,
                                **{name: known(getattr(item, name)) for name in FIGURES}}
            for item in still_open
        },
    }  # fmt: skip


def command(made: Run, left: str = "RUN") -> str:
    """Return the command that makes a branch again from the run that it leaves."""
    manifest, last = made.manifest, made.manifest.branches[-1]
    words = ["polemos", "branch", left, "--at", last.date]
    if last.history >= 0:
        words += ["--history", str(last.history), "--futures", str(made.histories)]
    elif last.futures > 1:
        words += ["--futures", str(last.futures)]
    days = f"days={manifest.days}"
    for option, values in (("--set", last.edits), ("--what-if", last.what_if), ("--without", last.without)):
        for value in values:
            words += ["--days", str(manifest.days)] if (option, value) == ("--set", days) else [option, value]
    return shlex.join(words)


FIGURES = ("mean", "low", "high", "spread", "whole", "settled")


def _plain(found: Any) -> dict[str, Any]:
    return {name: known(value) if isinstance(value, float) else value for name, value in found._asdict().items()}


def known(value: float) -> float | None:
    """Return a number, None for what is not known or not finite."""
    return float(value) if math.isfinite(value) else None
