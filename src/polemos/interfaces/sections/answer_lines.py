"""The answer in five lines, as words with numbers in them; each number knows what it is and what prints it again.

Comes in: the facts of a run.  Goes out: ``Line``, from which the report next door in ``answers`` and the live page are
made.  ``Figure.options`` are what follows ``polemos show RUN``; without any its summary prints the number.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from polemos.dimensions import ANSWERS, ENDING_KINDS, FISSURE_KINDS
from polemos.interfaces.sections.facts import ENDINGS, KINDS, Facts, decimal, middle, percent, share_of, whole

SHARE = "share of the histories and its 95 % interval"
RANGE = "median of the histories and their middle 80 %"


class Figure(NamedTuple):
    """A number in a line: its ``text``, what it is in ``words``, and the ``options`` of ``polemos show`` for it."""

    text: str
    words: str
    options: tuple[str, ...] = ()


Parts = list[str | Figure]


class Line(NamedTuple):
    """A line of the answer: its first words, and the parts that follow."""

    head: str
    parts: Parts

    @property
    def text(self) -> str:
        """What follows the first words, as plain text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def lines(facts: Facts) -> list[Line]:
    """Return how the war stands, who holds what, the coalition, its air support, the dead."""
    return [_standing(facts), _holding(facts), _fissure(facts), _requests(facts), _dead(facts)]


def _standing(facts: Facts) -> Line:
    codes = facts.values("ending").astype(int)
    parts: Parts = []
    for code, count in Counter(codes.tolist()).most_common(3):
        how = ENDINGS[ENDING_KINDS[code]]
        share = Figure(share_of(count, facts.histories), f"{how}: {SHARE}")
        parts += ["; " if parts else "", f"{how} in ", share, " of histories"]
    return Line(f"After {facts.days} days the war is", [*parts, "."])


def _holding(facts: Facts) -> Line:
    camp = facts.focal_camp if facts.focal_camp >= 0 else (facts.camps or (0,))[0]
    places = facts.values("places_held", "week", "camp")[:, :, camp]
    people = facts.values("population_held", "week", "camp")[:, :, camp]
    gained = places[:, -1] - places[:, 0]
    better = int((gained > 0).sum())
    of = ("--of", facts.legend.camps[camp])
    start, end = ("--week", "0", *of), ("--week", str(facts.weeks), *of)
    return Line(
        facts.camp(camp),
        [
            "hold ", Figure(middle(places[:, -1]), f"places held at the end: {RANGE}", _measure("places_held", end)),
            " places with ",
            Figure(middle(people[:, -1]), f"people in them: {RANGE}", _measure("population_held", end)),
            " people at the end, against ",
            Figure(whole(float(np.median(places[:, 0]))), "places held at the start: median of the histories",
                   _measure("places_held", start)),
            " places with ",
            Figure(whole(float(np.median(people[:, 0]))), "people in them: median of the histories",
                   _measure("population_held", start)),
            " people at the start; they hold more places than at the start in ",
            Figure(share_of(better, facts.histories), f"more places at the end than at the start: {SHARE}",
                   _measure("places_held", of)),
            " of histories.",
        ],
    )  # fmt: skip


def _fissure(facts: Facts) -> Line:
    if not facts.members:
        return Line("Coalition:", ["this war has none that could split."])
    days = facts.values("fissure_day")
    broke = days >= 0
    count = int(broke.sum())
    share = Figure(share_of(count, facts.histories), f"a member breaks: {SHARE}")
    if not count:
        return Line("The coalition:", ["no member breaks in any history (", share, "); ", *_fall(facts)])
    who = Counter(facts.values("fissure_actor")[broke].astype(int).tolist()).most_common(1)[0]
    kind = Counter(facts.values("fissure_kind")[broke].astype(int).tolist()).most_common(1)[0]
    among = "share of the histories with a fissure"
    return Line(
        "The coalition:",
        [
            "a member breaks in ", share, " of histories, first on day ",
            Figure(middle(days[broke]), "day of the first fissure where there is one: median and middle 80 %"),
            f"; most often {facts.actor(who[0])} (", Figure(percent(who[1] / count), f"breaks first: {among}"),
            f" of these), and most often it {KINDS[FISSURE_KINDS[kind[0]]]} (",
            Figure(percent(kind[1] / count), f"breaks in this way first: {among}"), "); ", *_fall(facts),
        ],
    )  # fmt: skip


def _fall(facts: Facts) -> Parts:
    cohesion = facts.values("cohesion", "week")
    first, last = (
        Figure(middle(cohesion[:, week], decimal), f"cohesion at the {when}: {RANGE}",
               _measure("cohesion", ("--week", str(week % (facts.weeks + 1)))))
        for week, when in ((0, "start"), (-1, "end"))
    )  # fmt: skip
    return ["cohesion goes from ", first, " to ", last, " of 1."]


def _requests(facts: Facts) -> Line:
    clients = list(facts.members) or list(range(len(facts.legend.actors)))
    requests = facts.values("requests", "week", "actor", "answer")[:, :, clients].sum(axis=2)
    asked = requests.sum(axis=(1, 2))
    if not asked.any():
        return Line("Air support:", ["nobody asks for any."])
    whose = "of the coalition's members" if facts.members else "of all clients"
    honoured = ANSWERS.index("honoured")
    every = np.where(asked > 0, requests[:, :, honoured].sum(axis=1) / np.maximum(asked, 1), np.nan)
    quarter = max(1, facts.weeks // 4)
    early, late = (
        np.where(
            part.sum(axis=(1, 2)) > 0,
            part[:, :, honoured].sum(axis=1) / np.maximum(part.sum(axis=(1, 2)), 1),
            np.nan,
        )
        for part in (requests[:, : quarter + 1], requests[:, -quarter:])
    )
    said = f"requests {whose} that are honoured within a day"
    return Line(
        "Air support:",
        [
            "of ", Figure(middle(asked), f"requests {whose}: {RANGE}"), f" requests {whose} ",
            Figure(middle(every, percent), f"share of the {said}: {RANGE}"),
            " are honoured at once; in the first quarter of the time ",
            Figure(middle(early, percent), f"share of the {said}, up to week {quarter}: {RANGE}",
                   _measure("requests", ("--of", "honoured"))),
            ", in the last ",
            Figure(middle(late, percent), f"share of the {said}, in the last {quarter} weeks: {RANGE}",
                   _measure("requests", ("--of", "honoured"))),
            ".",
        ],
    )  # fmt: skip


def _dead(facts: Facts) -> Line:
    dead = facts.values("killed_total", "actor").sum(axis=1)
    civilians = facts.values("civilians_killed", "week").sum(axis=1)
    quagmire = facts.values("quagmire")
    parts: Parts = [
        Figure(middle(dead), f"men of all sides killed, all theatres: {RANGE}", _measure("killed_total")),
        " fighters and ",
        Figure(middle(civilians), f"civilians killed in the counted theatre: {RANGE}"),
        " civilians dead; places change hands ",
        Figure(middle(facts.values("place_changes")), f"changes of hands: {RANGE}", _measure("place_changes")),
        " times",
    ]
    if np.isfinite(quagmire).any():
        index = Figure(middle(quagmire, decimal), f"quagmire index: {RANGE}", _measure("quagmire"))
        parts += ["; quagmire index ", index, " of 1"]
    return Line("The price:", [*parts, "."])


def _measure(name: str, options: tuple[str, ...] = ()) -> tuple[str, ...]:
    return ("--measure", name, *options)
