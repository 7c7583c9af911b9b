"""Write docs/reading.md: how posts are read and how well, prose from reading.md beside this file, the tables measured.

    .venv/bin/python tools/reading.py

The real post lies outside the project; where it is absent, the page says that it was not measured.  A test compares the
page with ``page()``.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path
from typing import NamedTuple

from polemos.evidence.agreement import Agreement, agreement_on_events, agreement_on_mentions
from polemos.evidence.annotation_file import read_annotation
from polemos.evidence.coding import events_of
from polemos.evidence.document import read_post
from polemos.evidence.mentions import mentions_of
from polemos.evidence.names import AREA, PLACE
from polemos.evidence.names_file import read_names
from polemos.evidence.readers import read_events
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.geography import great_circle_km
from polemos.scenario.load import load
from polemos.scenario.sources import WARS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "reading.md"
TESTS = ROOT / "tests" / "evidence"
POST = ROOT.parent / "shared" / "documents" / "fissure-post-2016-06.txt"
WRITTEN = "2016-06-15"
RECORD = ROOT.parent / "shared" / "records" / "ucdp_ged_syria_2016-01_2016-09.csv.gz"
MARK, RECORDER = "<!-- made: tables -->", "<!-- made: recorder -->"
NEAR_KM = 15.0
KIND = re.compile(r"[_ ](town|city|village|suburb|mountain|farms?|field|camp|district|neighborhood|area)$")
MARKS, TEXTS_HERE = TESTS / "annotations", TESTS / "texts"
TEXTS = (
    ("The post of June 2016 (looked at while rules were made)", POST, WARS / "annotations/fissure-post-2016-06.yaml"),
    ("A made-up agency report (looked at)", TEXTS_HERE / "agency.txt", MARKS / "agency.yaml"),
    ("A made-up partisan post (kept aside)", TEXTS_HERE / "partisan.html", MARKS / "partisan.yaml"),
)


@cache
def the_war() -> War:
    """Return the war in which names are looked up."""
    return compile_scenario(load("syria-2016"))


def measured(text: Path, marks: Path) -> list[Agreement]:
    """Return the agreement of a reading with the marks of a text."""
    war = the_war()
    document = read_post(text, date=WRITTEN if text == POST else None)
    annotation = read_annotation(marks, document)
    mentions = mentions_of(document, read_names(None, war))
    told = events_of(document, mentions)
    return [
        *agreement_on_mentions(mentions, annotation.mentions or ()),
        *agreement_on_events(told, annotation.events or ()),
    ]


def table(title: str, rows: list[Agreement]) -> str:
    """Return one text's table."""
    lines = [f"### {title}", "", "| what | marked | found | right | precision | recall |", "|---|---|---|---|---|---|"]
    for row in rows:
        shares = [f"{value:.2f}" if value == value else "-" for value in (row.precision, row.recall)]
        name = {"all": "all names", "event": "events"}.get(row.kind, row.kind)
        lines.append(f"| {name} | {row.marked} | {row.found} | {row.right} | {shares[0]} | {shares[1]} |")
    return "\n".join(lines)


def tables() -> str:
    """Return the tables of all texts that are there."""
    return "\n\n".join(
        table(title, measured(text, marks)) if text.exists() else f"### {title}\n\nNot measured: the text is not here."
        for title, text, marks in TEXTS
    )


class Recorder(NamedTuple):
    """What became of the names of a recorder's places: found as a place of the war, and that place within 15 km."""

    names: int
    found: int
    right: int
    variants: int
    right_variants: int


def recorder_names() -> Recorder:
    """Return how many names of places of UCDP GED are found, and how many of them where the recorder says they are."""
    war = the_war()
    names, events = read_names(None, war), read_events(RECORD).events
    spots = {
        str(events.place[row]): (float(events.latitude[row]), float(events.longitude[row]))
        for row in range(len(events) - 1, -1, -1)
        if events.where_precision[row] <= 2
    }
    hits = []
    for place, spot in spots.items():
        found = names.find(KIND.sub("", place.replace("_", " ")))
        if found is not None and found[0].kind == PLACE:
            hits.append((_is_near(found[0].ids, spot, war), found[1]))
    return Recorder(len(spots), len(hits), sum(right for right, _ in hits), sum(variant for _, variant in hits),
                    sum(right and variant for right, variant in hits))  # fmt: skip


def _is_near(ids: tuple[str, ...], spot: tuple[float, float], war: War) -> bool:
    legend = war.legend
    there = zip(legend.places, legend.governorate, legend.latitude, legend.longitude, strict=True)
    return any(
        great_circle_km((latitude, longitude), spot) <= NEAR_KM
        for name, governorate, latitude, longitude in there
        if name in ids or AREA + governorate in ids
    )


def recorder() -> str:
    """Return what became of a recorder's names in words."""
    if not RECORD.exists():
        return "Not measured: the record is not here."
    found = recorder_names()
    words = (
        f"UCDP GED has {found.names} names of places in Syria from January to September 2016, spelt as its coders "
        f"found them. Most are no place of the war; {found.found} are found as one, {found.right} of them "
        f"({found.right / found.found:.0%}) within {NEAR_KM:.0f} km of where the recorder has it. Of the "
        f"{found.variants} that only the rules of spelling find, {found.right_variants} "
        f"({found.right_variants / found.variants:.0%}). What is wrong is mostly another place of the same name."
    )
    return textwrap.fill(words, 119, break_on_hyphens=False)


def page() -> str:
    """Return the whole page."""
    prose = (HERE / "reading.md").read_text(encoding="utf-8")
    return prose.replace(MARK, tables()).replace(RECORDER, recorder())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
