"""Which command prints the numbers of a section again: a line under each, on the screen and on paper.

Comes in: a section of the page.  Goes out: the same with its line.  The command of the run itself stands in the section
``again``.
"""

from __future__ import annotations

from polemos.interfaces.markup import Html, tag, text

COMMANDS = {
    "answer": ("polemos show RUN",),
    "inputs": ("polemos show RUN --json",),
    "endings": ("polemos show RUN --measure ending",),
    "holding": ("polemos show RUN --measure places_held", "polemos show RUN --measure population_held"),
    "map": ("polemos show RUN --measure holder --week N",),
    "dead": ("polemos show RUN --measure killed_total",),
    "requests": ("polemos show RUN --measure requests",),
    "cohesion": ("polemos show RUN --measure cohesion --week N",),
    "fissure": ("polemos show RUN --measure fissure_day",),
}
WORDS = "How these numbers are made again:"


def with_commands(anchor: str, part: Html) -> Html:
    """Return a section with the commands that print its numbers; one that names its own stays as it is."""
    commands = COMMANDS.get(anchor)
    if not commands:
        return part
    end = "</section>"
    assert part.endswith(end)
    codes = ", ".join(tag("code", text(command)) for command in commands)
    line = tag("p", Html(f"{text(WORDS)} {codes}"), class_="how")
    return Html(f"{part.removesuffix(end)}{line}{end}")
