"""The answers of a run in words: a page of plain text for the terminal and the notebook, or strict JSON.

Comes in: a run.  Goes out: ``Summary``.  The numbers are made next door in ``answers``.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from polemos.engine.answers import Plain, answers

if TYPE_CHECKING:
    from polemos.engine.histories import Recording

WIDTH = 100
TITLE = 34
UNKNOWN = "-"
# Shares smaller than this would be shown as nothing.
SHOWN = 0.0005
ENDINGS = {
    "ongoing": "still going on", "decisive_victory": "decisive victory", "collapse": "collapse",
    "settlement": "settlement", "partition": "partition", "frozen": "frozen war",
}  # fmt: skip


class Summary:
    """What a run says, as text, data, or a cell of a notebook."""

    def __init__(self, found: Plain) -> None:
        self._found = found

    def as_dict(self) -> Plain:
        """Return the answers as plain data: no NaN, None for what is not known."""
        return self._found

    def to_json(self) -> Plain:
        """Return the same as ``as_dict``."""
        return self._found

    def lines(self) -> list[str]:
        """Return the answers as lines of at most 100 characters."""
        return [line.rstrip() for part in _PARTS for line in part(self._found)]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


def summarise(run: Recording) -> Summary:
    """Return the answers of a run, with Monte Carlo error and the spread from uncertain inputs kept apart."""
    return Summary(answers(run))


def _short(text: str, width: int) -> str:
    """Return a text that fits: without what it has in brackets at the end, else cut."""
    text = text if len(text) <= width else text.split(" (")[0]
    return text if len(text) <= width else text[: width - 1] + "…"


def figure(value: float | None, error: float | None = None) -> str:
    """Return a number with as many decimals as its error warrants, at most three; a dash for the unknown."""
    if value is None:
        return UNKNOWN
    if not error:
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    decimals = min(3, max(0, math.ceil(-math.log10(error))))
    return f"{value:,.{decimals}f}"


def with_error(value: float | None, error: float | None) -> str:
    """Return ``12.3 ± 0.4``."""
    if value is None:
        return UNKNOWN
    return f"{figure(value, error)} ± {figure(error, error) if error else UNKNOWN if error is None else 0}"


def between(low: float | None, high: float | None) -> str:
    """Return ``4 – 12``: whole numbers as such, others to about a tenth of the width."""
    if low is None or high is None:
        return UNKNOWN
    whole = float(low).is_integer() and float(high).is_integer()
    rough = None if whole or high == low else (high - low) / 10.0
    return f"{figure(low, rough)} – {figure(high, rough)}"


def _row(title: str, start: str, mean: str, interval: str, share: str) -> str:
    return f"  {_short(title, TITLE):<{TITLE}} {start:>9} {mean:>19} {interval:>19} {share:>12}"


def _estimate_row(title: str, item: Plain, scale: float = 1.0, start: float | None = None) -> str:
    mean, error, low, high = (None if item[k] is None else item[k] / scale for k in ("mean", "error", "low", "high"))
    interval = between(low, high)
    share = with_error(item["from_inputs"], item["from_inputs_error"])
    first = "" if start is None else figure(start / scale, None if (start / scale).is_integer() else error)
    return _row(title, first, with_error(mean, error), interval, share)


def _scenario(found: Plain) -> Iterator[str]:
    about = found["scenario"]
    yield f"{about['name']}  {about['title']}"
    yield (
        f"{about['actors']} actors · {about['fronts']} fronts · {about['places']} places · {about['days']:,} days "
        f"from {about['start']} · {about['histories']:,} histories"
    )
    yield f"seed {about['seed']} · digest {about['digest'][:12]}"
    changed = [f"set {item}" for item in about["edits"]] + [f"what if {item}" for item in about["what_if"]]
    for line in changed + [f"without {item}" for item in about["without"]]:
        yield f"  {line}"
    for left in about.get("branches", ()):
        yield f"  {_branch(left)}"


def _branch(left: Plain) -> str:
    """Return where a run leaves another, and what holds from then on."""
    past = f" from the past of history {left['history']}" if left["history"] >= 0 else ""
    many = f" with {left['futures']} futures of each history" if left["futures"] > 1 else ""
    changed = [f"set {item}" for item in left["edits"]] + [f"what if {item}" for item in left["what_if"]]
    changed += [f"without {item}" for item in left["without"]]
    return f"from {left['date']} on{past}{many}: {', '.join(changed) or 'nothing changed'}"


def _war(found: Plain) -> Iterator[str]:
    war = found["war"]
    yield ""
    yield f"How the war stands after {war['weeks']} weeks, on {war['date']} (share of histories ± Monte Carlo error)"
    for row in sorted(war["endings"], key=lambda row: -row["share"]):
        if row["share"] > 0:
            yield f"  {ENDINGS[row['ending']]:<{TITLE}} {with_error(row['share'], row['error'])}"
    never = [ENDINGS[row["ending"]] for row in war["endings"] if row["share"] == 0]
    if never:
        yield f"  in no history: {', '.join(never)}"


def _camps(found: Plain) -> Iterator[str]:
    most = max((row["population_held"]["start"] or 0 for row in found["camps"]), default=0)
    scale, word = (1000.0, "thousand people") if most >= 100_000 else (1.0, "people")
    for name, title, unit in (("places_held", "places held", 1.0), ("population_held", f"{word} held", scale)):
        yield ""
        yield _row(title, "start", "end ± MC error", "80 % of histories", "from inputs")
        for row in found["camps"]:
            held = row[name]
            if held["start"] or held["end"]["mean"]:
                yield _estimate_row(row["title"], held["end"], unit, held["start"])
    yield f"  {_about_inputs(found)}"


def _about_inputs(found: Plain) -> str:
    known, histories = found["inputs"], found["scenario"]["histories"]
    if not known["uncertain"]:
        return "No input of this scenario is uncertain: all spread is chance."
    shares = [row[name]["end"]["from_inputs"] for row in found["camps"] for name in ("places_held", "population_held")]
    if all(share is None for share in shares):
        if histories < known["histories_needed"]:
            return f"Too few histories to tell what comes from inputs: it needs about {known['histories_needed']:,}."
        return "from inputs: not known to within 0.2"
    return "from inputs: least share of the variance between histories that uncertain inputs explain"


def _dead(found: Plain) -> Iterator[str]:
    yield ""
    yield _row("killed (own men, all theatres)", "", "mean ± MC error", "80 % of histories", "from inputs")
    for row in sorted(found["dead"], key=lambda row: -(row["killed"]["mean"] or 0)):
        yield _estimate_row(row["title"], row["killed"])
    yield _estimate_row("civilians (counted theatre)", found["civilians"]["killed"])


def _requests(found: Plain) -> Iterator[str]:
    yield ""
    if not found["requests"]:
        yield "Requests for air support: none was made to another's aircraft"
        return
    yield f"  {'requests for air support':<{TITLE}} {'made':>9} {'honoured':>15} {'late':>15} {'refused':>15}"
    for row in found["requests"]:
        answers_to_it = [row[name] for name in ("honoured", "late", "refused")]
        shares = [f"{with_error(item['share'], item['error']):>15}" for item in answers_to_it]
        title = _short(row["title"], TITLE)
        yield f"  {title:<{TITLE}} {row['made']['mean']:>9,.1f} {' '.join(shares)}"


def _coalition(found: Plain) -> Iterator[str]:
    yield ""
    if found["cohesion"][0]["mean"] is None:
        yield "No coalition is looked at: no cohesion, no fissure"
        return
    yield _row("cohesion of the coalition (0 to 1)", "", "mean ± MC error", "80 % of histories", "from inputs")
    for row in found["cohesion"]:
        yield _estimate_row(f"{row['when']}, {row['date']}", row)
    yield _estimate_row("frustration index at the end", found["frustration"])
    yield "  0: members who trust each other make one camp or two; each more: a pair that does not fit in"
    fissure = found["fissure"]
    yield ""
    yield _row("first fissure", "", "share ± MC error", "", "from inputs")
    chance = fissure["probability"]
    share = with_error(chance["from_inputs"], chance["from_inputs_error"])
    yield _row("in the time looked at", "", with_error(chance["mean"], chance["error"]), "", share)
    if fissure["day"] is None:
        return
    day = fissure["day"]
    yield (
        f"  where it happens: median {day['median_date']} (day {figure(day['median'])} ± "
        f"{figure(day['error'], day['error'])}), 80 %: {day['low_date']} – {day['high_date']}"
    )
    yield from _listed("who", [(_short(row["title"], TITLE), row) for row in fissure["who"]])
    yield from _listed("how", [(row["kind"].replace("_", " "), row) for row in fissure["kinds"]])
    yield from _listed("why", [(row["cause"].replace("_", " "), row) for row in fissure["causes"]])


def _weights(found: Plain) -> Iterator[str]:
    if not found["weights"]:
        return
    yield ""
    wide, when = TITLE - 6, ("start", "start", "end", "end", "end")
    yield f"  {'weight in the coalition (%)':<{wide}} " + " ".join(f"{f'at the {one}':>13}" for one in when)
    heads = ("men", "power", "men", "power", "Banzhaf")
    yield f"  {'':<{wide}} " + " ".join(f"{head:>13}" for head in heads)
    for row in found["weights"]:
        start, end = row["start"], row["end"]
        cells = [start["men"], start["shapley"], end["men"], end["shapley"], end["banzhaf"]]
        yield f"  {_short(row['title'], wide):<{wide}} " + " ".join(f"{_percent(item):>13}" for item in cells)
    yield "  men: part of the coalition's; power: chance of being the one whose men turn a minority of them"
    yield "  into a majority (Shapley-Shubik; Banzhaf counts coalitions), mean over histories. Aircraft do not"
    yield "  count: power says who is indispensable on the ground."


def _percent(item: Plain) -> str:
    if item["mean"] is None:
        return UNKNOWN
    error = UNKNOWN if item["error"] is None or math.isnan(item["error"]) else f"{100 * item['error']:.2f}"
    return f"{100 * item['mean']:.1f} ± {error}"


def _listed(word: str, rows: list[tuple[str, Any]]) -> Iterator[str]:
    """Yield ``who: this 0.5 ± 0.1, that ...`` on as many lines as it needs."""
    line = f"  {word}: "
    ordered = sorted(rows, key=lambda row: -row[1]["share"])
    parts = [f"{title} {with_error(row['share'], row['error'])}" for title, row in ordered if row["share"] >= SHOWN]
    for number, part in enumerate(parts):
        item = part + (", " if number + 1 < len(parts) else "")
        if len(line) + len(item.rstrip()) > WIDTH:
            yield line.rstrip()
            line = " " * (len(word) + 4)
        line += item
    yield line


def _movement(found: Plain) -> Iterator[str]:
    yield ""
    if found["quagmire"]["mean"] is not None:
        yield _row("quagmire index (0 to 1)", "", "mean ± MC error", "80 % of histories", "from inputs")
        yield _estimate_row("to and fro without progress", found["quagmire"])
        yield ""
    yield f"  {'month':<9} {'battle deaths a day':>22} {'80 %':>15} {'places changing hands':>26} {'80 %':>13}"
    for row in found["months"]:
        dead, moved = row["deaths_per_day"], row["place_changes"]
        cells = []
        for item in (dead, moved):
            cells += [with_error(item["mean"], item["error"])]
            cells += [UNKNOWN if item["low"] is None else f"{item['low']:,.0f} – {item['high']:,.0f}"]
        yield f"  {row['month']:<9} {cells[0]:>22} {cells[1]:>15} {cells[2]:>26} {cells[3]:>13}"
    yield "  battle deaths: men of all sides in the counted theatre; changes of hands: in all theatres"


def _supports(found: Plain) -> Iterator[str]:
    yield ""
    yield "Weakest supports of this answer (inputs without a good source, by rank correlation)"
    for row in found["weakest_inputs"]:
        yield f"  {row['path']} = {row['best']:g} ({row['low']:g} – {row['high']:g}) {row['unit']}"
        source = f"confidence {row['confidence'] or 'not stated'}"
        yield f"      {row['correlation']:+.2f} with {row['outcome']}; {source}"
    if not found["weakest_inputs"]:
        yield f"  none stands out of chance with {found['scenario']['histories']:,} histories"


def _report(found: Plain) -> Iterator[str]:
    folder = found["scenario"]["folder"]
    yield ""
    yield f"The page with map and curves: polemos report {folder}" if folder else "Kept in memory only: no report"


_PARTS = (_scenario, _war, _camps, _dead, _requests, _coalition, _weights, _movement, _supports, _report)
