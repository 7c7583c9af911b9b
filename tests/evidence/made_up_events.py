"""Events of the world ``two_theatres`` as rows in the columns of UCDP GED, made by hand."""

from __future__ import annotations

from typing import Any

from evidence.loaded_events import events_of
from polemos.evidence.events import Events

HOME, ABROAD = "Homeland", "Foreign Land"
MAPPING = """polemos: 1
record: a made-up record
covers: {Homeland: home}
sides:
  The settled: {camp: settled}
  Raiders of the hills: {actor: raiders}
  Bandits: {ignored: no party}
places: {Oases: [base, oasis]}
within_km: {exact: 10, near: 20, same: 1}
"""


def row(a: int = 0, b: int = 0, civilians: int = 0, unknown: int = 0, **changed: Any) -> dict[str, Any]:
    """Return one event at the place ``base`` on the first day of the war, with changes."""
    best = a + b + civilians + unknown
    found = {
        "id": "1", "type_of_violence": 1, "date_start": "2000-01-01", "date_end": "", "date_prec": 1, "latitude": 35.0,
        "longitude": 37.0, "where_prec": 1, "where_coordinates": "somewhere", "adm_1": "", "country": HOME,
        "side_a": "The settled", "side_b": "Raiders of the hills", "deaths_a": a, "deaths_b": b,
        "deaths_civilians": civilians, "deaths_unknown": unknown, "low": best, "best": best, "high": best,
    } | changed  # fmt: skip
    found["date_end"] = found["date_end"] or found["date_start"]
    return found


def made(*rows: dict[str, Any]) -> Events:
    """Return these rows as events."""
    return events_of(list(rows))
