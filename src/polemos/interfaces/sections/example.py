"""One history told: the most typical of the first fissures, with the chain of events that led to it.

Comes in: the facts of a run.  Goes out: a piece of the section on the first fissure.  The history is lived again by
``engine.replay`` and its chain is told by ``engine.why``.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from polemos.dimensions import FISSURE_KINDS
from polemos.engine import provenance
from polemos.engine.replay import replay_run
from polemos.engine.why import fissure_told
from polemos.errors import PolemosError
from polemos.interfaces.markup import Html, join, paragraph, tag, text
from polemos.interfaces.sections.facts import KINDS, Facts

DEPTH = 1
MOST_LINES = 48
LEAST_SHARE = 0.05
"""A cause with less of what was remembered is not told on the page."""
DEEPEST = 6
ROW_DEPTH = 2
"""Blanks by which a step of a chain is indented."""
HOW = (
    "Read it downwards: the fissure, the causes that the member remembered on that day with their shares, the gravest "
    "events of each, and what led to these. Numbers are those of the history's events. Causes below 5 % are left out; "
    "the whole chain is printed by:"
)


class Typical(NamedTuple):
    """The history chosen: its ``number``, the ``day`` (from 1) of its first fissure, the member and the kind.

    ``alike`` histories have the same member and kind, and ``broken`` have a first fissure at all.
    """

    number: int
    day: int
    actor: int
    kind: int
    alike: int
    broken: int


def most_typical(facts: Facts) -> Typical | None:
    """Return the history whose first fissure is the most typical; None if there is no fissure.

    Of the histories with the most frequent pair of member and kind, the one whose day is nearest to their median; of
    equals the one with the lowest number.
    """
    day, actor, kind = (facts.values(name).astype(int) for name in ("fissure_day", "fissure_actor", "fissure_kind"))
    broke = day >= 0
    if not facts.members or not broke.any():
        return None
    pairs = Counter(zip(actor[broke].tolist(), kind[broke].tolist(), strict=True))
    (who, how), alike = min(pairs.items(), key=lambda item: (-item[1], item[0]))
    rows = np.flatnonzero(broke & (actor == who) & (kind == how))
    row = int(rows[np.argmin(np.abs(day[rows] - np.median(day[rows])))])
    number = int(np.asarray(facts.run.recorded.numbers)[row])
    return Typical(number, int(day[row]), who, how, alike, int(broke.sum()))


def told_example(facts: Facts) -> Html:
    """Return the chain of the chosen history's fissure as a list, how it was chosen, and the command that tells it."""
    chosen = most_typical(facts)
    if chosen is None:
        return Html("")
    said = (
        f"History {chosen.number}, in which {facts.actor(chosen.actor)} {KINDS[FISSURE_KINDS[chosen.kind]]} on day "
        f"{chosen.day} ({facts.date_of(chosen.day - 1)}). Chosen because this member and this way of breaking are the "
        f"most frequent first fissure ({chosen.alike:,} of {chosen.broken:,}), and its day is nearest to the median of "
        "these. One possible history, not the most probable one."
    )
    parts = [tag("h3", text("One history told")), paragraph(said), *_lines(facts, chosen)]
    command = f"polemos replay RUN --history {chosen.number} --fissure"
    parts += [paragraph(HOW, "note"), tag("pre", tag("code", text(command)))]
    return tag("div", join(parts), class_="told")


def _lines(facts: Facts, chosen: Typical) -> list[Html]:
    if facts.run.manifest.engine != provenance.engine_digest():
        return [paragraph("It is not told here: the run was made by another engine, which alone can live it again.")]
    try:
        again = replay_run(facts.run, chosen.number)
    except PolemosError as error:
        return [paragraph(f"It is not told here: {error.problems[0]}")]
    assert again.fissure is not None
    weighty = [cause for cause in again.fissure["grievances"] if cause["share"] >= LEAST_SHARE]
    told = fissure_told(again.events, {**again.fissure, "grievances": weighty}, DEPTH)
    # How many earlier events there are is told by the command.
    lines = [line for line in told if not line.lstrip().startswith("...")]
    items = [_item(line) for line in lines[:MOST_LINES]]
    left = len(lines) - len(items)
    more = [paragraph(f"{left:,} more lines with the command below.", "note")] if left else []
    return [tag("ol", join(items), class_="chain"), *more]


def _item(line: str) -> Html:
    words = line.lstrip(" ")
    level = min(DEEPEST, (len(line) - len(words)) // ROW_DEPTH)
    return tag("li", text(words), class_=f"step-{level}")
