"""Told events are held against what was recorded near: matched, contradicted, unmatched, or not compared and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evidence.read_texts import names, war
from polemos.evidence.coding import events_of
from polemos.evidence.control_changes import read_changes
from polemos.evidence.document import read_post
from polemos.evidence.mapping_file import read_mapping
from polemos.evidence.matching import match
from polemos.evidence.mentions import mentions_of
from polemos.evidence.readers import read_events
from polemos.evidence.recorded_near import Compared, compare_told
from recorded_events import as_file, ged

PALMYRA = {"latitude": 34.56, "longitude": 38.27, "where_coordinates": "Tadmur/Palmyra town", "adm_1": "Homs"}
GOVERNMENT, ISIL = "Government of Syria", "IS"
CHANGES = (
    "date,place,lat,lon,from_holder,to_holder,source,confidence\n2016-06-02,Kinsabba,35.66,36.2,GOV,JAN,made up,high\n"
)


def row(number: int, day: str, **other: Any) -> dict[str, str]:
    usual = {
        "side_a": GOVERNMENT,
        "side_b": ISIL,
        "country": "Syria",
        "date_start": day,
        "date_end": day,
        "where_prec": 1,
    }
    return ged(number, **(PALMYRA | usual | other))


def compared(folder: Path, text: str, rows: list[dict[str, str]], written: str | None = "2016-06-15") -> list[Compared]:
    document = read_post(f"A title\n\n{text}".encode(), date=written)
    mapping = read_mapping(None, war())
    matched = match(read_events(as_file(folder / "ged.csv", rows)).events, mapping, war())
    (folder / "changes.csv").write_text(CHANGES, encoding="utf-8")
    changes = read_changes([folder / "changes.csv"], mapping, war())
    return list(compare_told(document, events_of(document, mentions_of(document, names())), matched, war(), changes))


ONE, NOTHING = "1 recorded, 12 dead at most", "nothing was recorded near"
OTHERS = "1 near, none with the sides that are told"
TAKEN = "changed hands on 2016-06-02, to insurgents"
FAR = [row(8, "2016-01-02"), row(9, "2016-09-01")]  # the record reaches from January to September


@pytest.mark.parametrize(
    ("text", "rows", "outcome", "why"),
    [
        ("ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03")], "matched", ONE),
        ("ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-06")], "matched", ONE),
        ("ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-07")], "unmatched", NOTHING),
        ("ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03", latitude=34.9)], "unmatched", NOTHING),
        ("ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03", where_prec=4)], "unmatched", NOTHING),
        ("ANF attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03")], "unmatched", OTHERS),
        ("NATO attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03")], "unmatched", OTHERS),
        ("ISIL killed 13 soldiers at Palmyra on 3 June.", [row(1, "2016-06-03")], "contradicted",
         "13 are told, at most 12 recorded"),
        ("ISIL killed 12 soldiers at Palmyra on 3 June.", [row(1, "2016-06-03")], "matched", ONE),
        ("ISIL shelled Homs province on 3 June.", [row(1, "2016-06-03", where_prec=4)], "matched", ONE),
        ("ISIL attacked the SAA at Palmyra.", [row(1, "2016-05-20")], "matched", ONE),
        ("ISIL attacked the SAA at Palmyra.", [row(1, "2016-04-20")], "unmatched", NOTHING),
        ("ISIL attacked the SAA at Palmyra.", [row(1, "2016-06-16")], "unmatched", NOTHING),
        ("Massacre at Palmyra by ISIL.", [row(1, "2016-06-03", deaths_civilians=0, deaths_a=4)], "unmatched", OTHERS),
        ("Massacre at Palmyra by ISIL.", [row(1, "2016-06-03")], "matched", ONE),
        ("ANF took back Kinsabba on 3 June.", [row(1, "2016-06-03")], "matched", TAKEN),
        ("SAA took back Kinsabba on 3 June.", [row(1, "2016-06-03")], "contradicted", TAKEN),
        ("ISIL attacked the SAA.", [], "not compared", "no place is told"),
        ("Russia withdrew from Palmyra.", [], "not compared", "is not of a kind that the record counts"),
        ("ISIL denied that it had attacked Palmyra.", [], "not compared", "is denied, not told"),
        ("ISIL attacked Sirte.", [], "not compared", "lies outside what the record covers"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_told_event(
    tmp_path: Path, text: str, rows: list[dict[str, str]], outcome: str, why: str
) -> None:
    (one,) = compared(tmp_path, text, [*rows, *FAR])
    assert (one.outcome, one.why) == (outcome, why)


def test_without_a_day_of_writing_a_vague_event_is_not_compared(tmp_path: Path) -> None:
    (one,) = compared(tmp_path, "ISIL attacked the SAA at Palmyra.", FAR, None)
    assert (one.outcome, one.why) == ("not compared", "no day is known")


def test_the_nearest_are_told_with_distance_and_days(tmp_path: Path) -> None:
    rows = [row(1, "2016-06-05"), row(2, "2016-06-03", latitude=34.7), row(3, "2016-06-03", side_b="SDF"), *FAR]
    (one,) = compared(tmp_path, "ISIL attacked the SAA at Palmyra on 3 June.", rows)
    assert [(event.id, event.days, event.fits) for event in one.nearest] == [
        ("1002", 0, True), ("1001", 2, True), ("1003", 0, False),
    ]  # fmt: skip
    assert one.nearest[0].km == pytest.approx(
        15.6, abs=1.5
    )  # 0.14 degrees of latitude, and the place's own coordinates
    assert one.days == "2016-06-03/2016-06-03"


def test_chance_is_the_share_of_windows_with_something_that_fits(tmp_path: Path) -> None:
    first, last = date(2016, 1, 2), date(2016, 9, 1)
    (one,) = compared(tmp_path, "ISIL attacked the SAA at Palmyra on 3 June.", [row(1, "2016-06-03"), *FAR])
    length = 1 + 2 * 3
    windows = (last - first).days + 2 - length
    # One event in the middle lies in as many windows as a window has days; the two at the ends lie in one each.
    assert one.by_chance == pytest.approx((length + 2) / windows, rel=1e-12)
