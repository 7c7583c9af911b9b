"""Write docs/mechanisms.md: for each claim what carries it in the model, how to leave it out, and what that moves.

    .venv/bin/python tools/mechanisms.py

The claims come from ``polemos/wars/claims``, equations and limits from docs/model.md, numbers from the scenario with
the mechanisms' own, titles of what-ifs from the scenario.  A test compares the page with ``page()``.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from inputs_at import HEAD, row, war
from quotes import section_of, sections

from claims import Catalogue, Claim, catalogue
from polemos.dimensions import MECHANISMS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mechanisms.md"
OPENING = """# What carries each claim

Made by `tools/mechanisms.py`; do not edit it here. The reference war `syria-2016` was written to examine the claims
of one document of June 2016, in our words below. None is assumed true. Each is carried by rooms of the model that can
be left out alone, and a test runs each switch on paired histories with the same luck: it moves every measure that
stands behind it here in at least one of twelve histories. That a measure moves says nothing yet about how far, which
way, and whether the records agree.

Equations are quoted from [the model](model.md), which explains their terms and limits. Ranges are those of the
scenario: *low*, *best* and *high* of a triangle from which each history draws. Where a line stands for many actors
or wings (`*`) it shows the least *low*, the median *best* and the greatest *high*, and in brackets how often a source
is given. "Judgement" means that nobody has measured it. See also [all numbers of the mechanisms](parameters.md),
[what was read](references.md) and [what a word means](glossary.md).

"""


def page() -> str:
    """Return the whole page."""
    book = catalogue()
    parts = [OPENING, _overview(book), _by_mechanism(book)]
    parts += [_claim(name, claim) for name, claim in book.claims.items()]
    return "".join(parts) + _unclaimed(book)


def limits(text: str) -> str:
    """Return what a claim's rooms cannot say as a paragraph in lines of the house's length."""
    return textwrap.fill("*Limits.* " + text, 118, break_long_words=False, break_on_hyphens=False)


def _room(room: str) -> str:
    return f"[{room}](model.md#{section_of(room).anchor})"


def _option(switch: str) -> str:
    return f"--what-if {switch}" if switch in war().what_ifs else f"--without {switch}"


def _overview(book: Catalogue) -> str:
    lines = ["## Overview\n\n| | in our words | rooms | leave out or change | measures |\n|---|---|---|---|---|\n"]
    for name, claim in book.claims.items():
        rooms = ", ".join(map(_room, claim.rooms)) or "none"
        switches = ", ".join(f"`{switch}`" for switch in claim.switches) or "none"
        moves = ", ".join(f"`{measure}`" for measure in claim.moves) or "none"
        lines.append(f"| [{name}](#{name}) | {claim.words} | {rooms} | {switches} | {moves} |\n")
    return "".join(lines)


def _by_mechanism(book: Catalogue) -> str:
    lines = [
        "\n## By mechanism\n\nEach mechanism can be switched off alone, with `--without mechanisms.air` and the like.\n"
        "Ceasefires, aircraft that come or go and changes of command are dated decisions, which are left out by\n"
        "their cause.\n\n| mechanism | carries | switched off it moves, among others |\n|---|---|---|\n"
    ]
    for room in MECHANISMS:
        carried = ", ".join(f"[{name}](#{name})" for name, claim in book.claims.items() if room in claim.rooms)
        key = f"mechanisms.{room}"
        moved = dict.fromkeys(item for claim in book.claims.values() for item in claim.switches.get(key, []))
        lines.append(f"| {_room(room)} | {carried} | {', '.join(f'`{item}`' for item in moved) or 'nothing yet'} |\n")
    return "".join(lines)


def _claim(name: str, claim: Claim) -> str:
    parts = [f"\n## {name}\n\n**{claim.words}**\n\n"]
    if claim.rooms:
        parts.append(f"Rooms: {', '.join(map(_room, claim.rooms))}.")
    if claim.literature:
        parts.append(f" Literature: {', '.join(claim.literature)}.")
    parts.append("\n\n" if claim.rooms else "")
    parts.append(_quoted(claim))
    if claim.inputs:
        parts.append(HEAD + "".join(row(path).line() + "\n" for path in claim.inputs) + "\n")
    parts += [_switch(switch, measures) for switch, measures in claim.switches.items()]
    if claim.counted_by:
        measures = ", ".join(f"`{name}`" for name in claim.counted_by)
        parts.append(f"- It would be counted by {measures}.\n")
    return "".join(parts) + ("\n" if claim.switches else "") + f"{limits(claim.limits)}\n"


def _quoted(claim: Claim) -> str:
    equations, said = [], []
    for room, beginnings in claim.equations.items():
        for quote in map(sections()[room].quote, beginnings):
            if quote.kind == "equation":
                equations.append(quote.text)
            else:
                said.append(f"- {quote.text} ({room})\n")
    block = "```\n" + "\n".join(equations) + "\n```\n\n" if equations else ""
    return block + "".join(said) + ("\n" if said else "")


def _switch(switch: str, measures: list[str]) -> str:
    known = war().what_ifs.get(switch)
    title = f" ({known.title})" if known else ""
    moved = ", ".join(f"`{measure}`" for measure in measures)
    return f"- `{_option(switch)}`{title} moves {moved or 'nothing in the histories that were tried: a finding'}.\n"


def _unclaimed(book: Catalogue) -> str:
    lines = "".join(row(path)._replace(meaning=why).line() + "\n" for path, why in book.unclaimed.items())
    return "\n## Numbers that no claim asks for\n\nWith what they are needed for.\n\n" + HEAD + lines


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PAGE.parents[1])}")
