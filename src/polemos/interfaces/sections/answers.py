"""The answer in five lines, and how the war ends.

Comes in: the facts of a run.  Goes out: two sections of the page.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from polemos.dimensions import ANSWERS, ENDING_KINDS, FISSURE_KINDS
from polemos.interfaces.markup import Html, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.facts import ENDINGS, KINDS, Facts, decimal, middle, percent, share_of, whole

NOTE = (
    "After a share of histories: its 95 % interval, which more histories would narrow. After any other "
    "number: the "
    "middle 80 % of the histories, which more histories would not narrow; it holds chance and the "
    "uncertain inputs."
)


def five_lines(facts: Facts) -> Html:
    """Return the answer as a section."""
    items = [tag("li", join([tag("strong", text(head + " ")), text(body)])) for head, body in lines(facts)]
    return section(
        "answer", "The answer in five lines", tag("ol", join(items), class_="answer"), paragraph(NOTE, "note")
    )


def lines(facts: Facts) -> list[tuple[str, str]]:
    """Return the answer: how the war stands, who holds what, the coalition, its air support, the dead."""
    return [_standing(facts), _holding(facts), _fissure(facts), _requests(facts), _dead(facts)]


def endings(facts: Facts) -> Html:
    """Return the table of end states: share of histories, day."""
    codes = facts.values("ending").astype(int)
    days = facts.values("ending_day")
    rows = []
    for code, name in enumerate(ENDING_KINDS):
        chosen = codes == code
        count = int(chosen.sum())
        when = middle(days[chosen]) if count and name != "ongoing" else "–"
        rows.append((ENDINGS[name], share_of(count, facts.histories), when))
    head = ("The war is or ends in", "share of histories (95 % interval)", "day of it (80 %)")
    end = f"End states after {facts.days} days, {facts.date_of(facts.days - 1)}"
    return section("endings", "How the war ends", table(head, rows, end))


def _standing(facts: Facts) -> tuple[str, str]:
    codes = facts.values("ending").astype(int)
    order = Counter(codes.tolist()).most_common(3)
    parts = [
        f"{ENDINGS[ENDING_KINDS[code]]} in {share_of(count, facts.histories)} of histories" for code, count in order
    ]
    return f"After {facts.days} days the war is", "; ".join(parts) + "."


def _holding(facts: Facts) -> tuple[str, str]:
    camp = facts.focal_camp if facts.focal_camp >= 0 else (facts.camps or (0,))[0]
    places = facts.values("places_held", "week", "camp")[:, :, camp]
    people = facts.values("population_held", "week", "camp")[:, :, camp]
    gained = places[:, -1] - places[:, 0]
    better = int((gained > 0).sum())
    return (
        facts.camp(camp),
        f"hold {middle(places[:, -1])} places with {middle(people[:, -1])} people at the end, against "
        f"{whole(float(np.median(places[:, 0])))} places with {whole(float(np.median(people[:, 0])))} "
        "people at the start; "
        f"they hold more places than at the start in {share_of(better, facts.histories)} of histories.",
    )


def _fissure(facts: Facts) -> tuple[str, str]:
    if not facts.members:
        return "Coalition:", "this war has none that could split."
    days = facts.values("fissure_day")
    broke = days >= 0
    count = int(broke.sum())
    cohesion = facts.values("cohesion", "week")
    fall = f"cohesion goes from {middle(cohesion[:, 0], decimal)} to {middle(cohesion[:, -1], decimal)} of 1"
    if not count:
        return "The coalition:", f"no member breaks in any history ({share_of(0, facts.histories)}); {fall}."
    who = Counter(facts.values("fissure_actor")[broke].astype(int).tolist()).most_common(1)[0]
    kind = Counter(facts.values("fissure_kind")[broke].astype(int).tolist()).most_common(1)[0]
    return (
        "The coalition:",
        f"a member breaks in {share_of(count, facts.histories)} of histories, first on day "
        f"{middle(days[broke])}; most often "
        f"{facts.actor(who[0])} ({percent(who[1] / count)} of these), and most often it "
        f"{KINDS[FISSURE_KINDS[kind[0]]]} "
        f"({percent(kind[1] / count)}); {fall}.",
    )


def _requests(facts: Facts) -> tuple[str, str]:
    clients = list(facts.members) or list(range(len(facts.legend.actors)))
    requests = facts.values("requests", "week", "actor", "answer")[:, :, clients].sum(axis=2)
    asked = requests.sum(axis=(1, 2))
    if not asked.any():
        return "Air support:", "nobody asks for any."
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
    return (
        "Air support:",
        f"of {middle(asked)} requests {whose} {middle(every, percent)} are honoured at once; in the "
        "first quarter of the time "
        f"{middle(early, percent)}, in the last {middle(late, percent)}.",
    )


def _dead(facts: Facts) -> tuple[str, str]:
    dead = facts.values("killed_total", "actor").sum(axis=1)
    civilians = facts.values("civilians_killed", "week").sum(axis=1)
    changes = facts.values("place_changes")
    quagmire = facts.values("quagmire")
    index = f"; quagmire index {middle(quagmire, decimal)} of 1" if np.isfinite(quagmire).any() else ""
    return (
        "The price:",
        f"{middle(dead)} fighters and {middle(civilians)} civilians dead; places change hands "
        f"{middle(changes)} times{index}.",
    )
