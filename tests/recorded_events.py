"""Made-up files of recorded events for the tests: rows in a recorder's columns, and a second reader of CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from polemos.engine import ged as release
from polemos.evidence.event_table import COLUMNS as OWN_COLUMNS

SHARED = Path(__file__).resolve().parents[2] / "shared" / "records"
RECORDS = SHARED / "ucdp_ged_syria_2016-01_2016-09.csv.gz"
NO_RECORDS = "needs ../shared/records, which is not part of the project"

CURRENT = release.COLUMNS
# As in the release of single years of Syria, sources left out.
REDUCED = (
    "id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id", "dyad_name",
    "side_a_new_id", "side_a", "side_b_new_id", "side_b", "number_of_sources", "where_prec", "where_coordinates",
    "adm_1", "adm_2", "latitude", "longitude", "priogrid_gid", "country", "country_id", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip
# The columns that releases before the one with 49 had; geometry and both series of ids among them.
OLDER = (
    *REDUCED[:4], "conflict_dset_id", *REDUCED[4:6], "dyad_dset_id", *REDUCED[6:8], "side_a_dset_id", "side_a_new_id",
    "gwnoa", "side_a", "side_b_dset_id", "side_b_new_id", "gwnob", "side_b", "number_of_sources", "source_article",
    "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
    "country", "country_id", "region", *REDUCED[22:],
)  # fmt: skip
ACLED_NOW = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
ACLED_OLD = (
    "GWNO", "EVENT_ID_CNTY", "EVENT_ID_NO_CNTY", "EVENT_DATE", "YEAR", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1",
    "ALLY_ACTOR_1", "INTER1", "ACTOR2", "ALLY_ACTOR_2", "INTER2", "INTERACTION", "COUNTRY", "ADMIN1", "ADMIN2",
    "ADMIN3", "LOCATION", "LATITUDE", "LONGITUDE", "GEO_PRECISION", "SOURCE", "NOTES", "FATALITIES",
)  # fmt: skip


def ged(number: int = 1, **other: Any) -> dict[str, str]:
    """Return a row of UCDP GED whose cells tell their column."""
    row = {
        "id": f"{1000 + number}", "year": "2016", "relid": f"MID-2016-1-{number}", "type_of_violence": "1",
        "side_a": f"side a {number}", "side_b": f"side b {number}", "where_prec": "2",
        "where_coordinates": f"place {number}", "adm_1": f"area {number}", "latitude": "34.5", "longitude": "36.25",
        "country": "Midland", "date_prec": "1", "date_start": "2016-02-27", "date_end": "2016-02-28", "deaths_a": "1",
        "deaths_b": "2", "deaths_civilians": "3", "deaths_unknown": "4", "low": "9", "best": "10", "high": "12",
        "source_article": '"Agency, 2016-02-28, A ""quoted"" headline";\r\n"Another, with a comma"',
    }  # fmt: skip
    return row | {name: str(value) for name, value in other.items()}


def acled(number: int = 1, **other: Any) -> dict[str, str]:
    """Return a row of an ACLED export."""
    row = {
        "event_id_cnty": f"MID{number}", "event_date": "27 February 2016", "year": "2016", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "Rebels of the Hills", "inter1": "Rebel group", "actor2": "Military Forces of Midland (2000-)",
        "inter2": "State forces", "interaction": "State forces-Rebel group", "country": "Midland", "admin1": "North",
        "location": "Ford", "latitude": "34.5", "longitude": "36.25", "geo_precision": "1", "fatalities": "7",
        "notes": "Men fought, \nand some died.", "timestamp": "1456700000",
    }  # fmt: skip
    return row | {name: str(value) for name, value in other.items()}


def text_of(rows: list[dict[str, str]], columns: tuple[str, ...] = REDUCED) -> str:
    """Return rows as the text of a CSV file; columns may be in capitals."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([row.get(column.lower(), "") for column in columns] for row in rows)
    return file.getvalue()


def as_file(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = REDUCED) -> Path:
    """Write rows to a CSV file."""
    path.write_bytes(text_of(rows, columns).encode())
    return path


def values(events: Any, row: int = 0) -> dict[str, Any]:
    """Return an event as a dict of plain values, days as text."""
    found = {name: getattr(events, name)[row] for name in OWN_COLUMNS}
    return {name: str(value) if name in ("first", "last") else value for name, value in found.items()}


def second_reading(text: str) -> list[list[str]]:
    """Return the fields of well-formed CSV, letter by letter after RFC 4180; ValueError for any other."""
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        field, at = _field(text, at)
        row.append(field)
        if at < len(text) and text[at] == ",":
            at += 1
            if at < len(text):
                continue
            row.append("")
        elif text.startswith("\r\n", at):
            at += 2
        elif text.startswith("\n", at):
            at += 1
        elif at < len(text):
            raise ValueError(at)
        rows.append(row)
        row = []
    return [found for found in rows if found != [""]]


def _field(text: str, at: int) -> tuple[str, int]:
    if text.startswith('"', at):
        said = ""
        at += 1
        while True:
            end = text.index('"', at)
            said, at = said + text[at:end], end + 1
            if not text.startswith('"', at):
                return said, at
            said, at = said + '"', at + 1
    end = at
    while end < len(text) and text[end] not in ",\r\n":
        end += 1
    return text[at:end], end
