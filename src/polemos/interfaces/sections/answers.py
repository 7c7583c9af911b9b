"""The answer in five lines, and how the war ends.

Comes in: the facts of a run.  Goes out: two sections of the page.  The lines are made next door in ``answer_lines``.
"""

from __future__ import annotations

from polemos.dimensions import ENDING_KINDS
from polemos.interfaces.markup import Html, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.answer_lines import lines
from polemos.interfaces.sections.facts import ENDINGS, Facts, middle, share_of

NOTE = (
    "After a share of histories: its 95 % interval, which more histories would narrow. After any other "
    "number: the "
    "middle 80 % of the histories, which more histories would not narrow; it holds chance and the "
    "uncertain inputs."
)


def five_lines(facts: Facts) -> Html:
    """Return the answer: how the war stands, who holds what, the coalition, its air support, the dead."""
    items = [tag("li", join([tag("strong", text(f"{line.head} ")), text(line.text)])) for line in lines(facts)]
    return section(
        "answer", "The answer in five lines", tag("ol", join(items), class_="answer"), paragraph(NOTE, "note")
    )


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
