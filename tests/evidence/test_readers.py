"""Files of recorded events: what comes out of each recorder's columns, and what is rejected, row for row."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.engine.ged import as_ged_rows, write_ged
from polemos.engine.replay import replay
from polemos.errors import BadInput
from polemos.evidence.description import deaths_by_month, describe
from polemos.evidence.event_table import check_target, write_table
from polemos.evidence.readers import Reading, Rejected, read_events, settle_long
from recorded_events import (
    ACLED_NOW,
    ACLED_OLD,
    CURRENT,
    NO_RECORDS,
    OLDER,
    RECORDS,
    REDUCED,
    SHARED,
    acled,
    as_file,
    ged,
    text_of,
    values,
)
from small_run import small_run
from worlds import SEED

EXPECTED = {
    "row": 1, "id": "1001", "kind": 1, "first": "2016-02-27", "last": "2016-02-28", "date_precision": 1,
    "latitude": 34.5, "longitude": 36.25, "where_precision": 2, "place": "place 1", "adm_1": "area 1",
    "country": "Midland", "side_a": "side a 1", "side_b": "side b 1", "deaths_a": 1, "deaths_b": 2,
    "deaths_civilians": 3, "deaths_unknown": 4, "low": 9, "best": 10, "high": 12,
}  # fmt: skip


def one(path: Path, row: dict[str, str], columns: tuple[str, ...] = REDUCED, **options: Any) -> dict[str, Any]:
    """Return the one event of a file with one row."""
    reading = read_events(as_file(path / "x.csv", [row], columns), **options)
    assert (reading.read, len(reading.events), reading.rejected) == (1, 1, ())
    return values(reading.events)


def rejected(path: Path, row: dict[str, str], columns: tuple[str, ...] = REDUCED, **options: Any) -> Rejected:
    """Return why the second of three rows is rejected; the others have to be taken as they are."""
    make = acled if "actor1" in row else ged
    reading = read_events(as_file(path / "x.csv", [make(1), row, make(3)], columns), **options)
    assert reading.events.row.tolist() == [1, 3]
    assert (reading.read, len(reading.rejected), sum(reading.rejected_by_reason.values())) == (3, 1, 1)
    (found,) = reading.rejected
    assert reading.rejected_by_reason == {f"{found.column} {found.reason}".strip(): 1}
    assert found.row == 2
    return found


@pytest.mark.parametrize("columns", [REDUCED, OLDER, CURRENT, tuple(reversed(CURRENT))], ids=len)
def test_every_set_of_columns_of_a_release_gives_the_same_event(tmp_path: Path, columns: tuple[str, ...]) -> None:
    assert one(tmp_path, ged(), columns) == EXPECTED
    assert read_events(tmp_path / "x.csv").format == "UCDP GED"
    upper = tuple(name.upper() for name in columns)
    assert one(tmp_path, ged(), upper) == EXPECTED


def test_what_polemos_writes_it_reads(tmp_path: Path) -> None:
    """Every simulated row, with its deaths; a formula cell keeps the apostrophe that it was written with."""
    rows = as_ged_rows(small_run().war, replay(small_run().war, SEED, 3).events)
    reading = read_events(write_ged(rows, tmp_path / "events.csv"))
    assert (reading.read, reading.rejected, reading.format) == (len(rows), (), "UCDP GED")
    assert reading.events.best.tolist() == [row["best"] for row in rows]
    assert reading.events.side_a.tolist() == [row["side_a"] for row in rows]
    assert reading.events.latitude.tolist() == [row["latitude"] for row in rows]
    assert np.datetime_as_string(reading.events.first).tolist() == [row["date_start"] for row in rows]


@pytest.mark.parametrize("word", ["NA", "NaN", "None", "null", "0", "nan", "TRUE"])
def test_words_stay_words(tmp_path: Path, word: str) -> None:
    found = one(tmp_path, ged(side_a=word, where_coordinates=word, adm_1=word, country=word, id=word))
    assert [found[name] for name in ("side_a", "place", "adm_1", "country", "id")] == [word] * 5


def test_what_may_be_empty_is_empty(tmp_path: Path) -> None:
    found = one(tmp_path, ged(adm_1="", where_coordinates="", country="", latitude="", longitude=""))
    assert (found["adm_1"], found["place"], found["country"]) == ("", "", "")
    assert np.isnan([found["latitude"], found["longitude"]]).all()


WHOLE, DATE = "is no whole number of at least 0", "is no date such as 2016-02-27"
FAULTS: list[tuple[str, str, str]] = [
    *[("best", given, WHOLE) for given in ("NA", "", "NaN", "nan", "inf", "-1", "1.0", "1e1", "1_0", " 10", "+10", "١٠",
                                           "0x1", "9999999999", "None")],
    ("deaths_unknown", "two", WHOLE), ("high", "-0", WHOLE),
    ("type_of_violence", "4", "is none of 1, 2, 3"), ("type_of_violence", "1.0", "is none of 1, 2, 3"),
    ("date_prec", "0", "is none of 1, 2, 3, 4, 5"), ("date_prec", "6", "is none of 1, 2, 3, 4, 5"),
    ("where_prec", "8", "is none of 1, 2, 3, 4, 5, 6, 7"), ("where_prec", "", "is none of 1, 2, 3, 4, 5, 6, 7"),
    *[("date_start", given, DATE) for given in ("27/02/2016", "02/27/2016", "2016-2-27", "2016-02-30", "20160227", "",
                                                "2016-02-27T00:00:00", "2016-02-27 12:00:00", "27 February 2016", "NA",
                                                "2016-02-27 00:00:00.000Z", "0000-01-01", "٢٠١٦-02-27")],
    ("date_end", "2016-02-26", "is before date_start"),
    *[("latitude", given, "is no number of degrees from -90 to 90")
      for given in ("90.1", "-91", "NaN", "nan", "inf", "34,5", "34°", "1e9", "3_4.5", " 34.5")],
    ("longitude", "180.5", "is no number of degrees from -180 to 180"),
    ("longitude", "", "is missing, while the other coordinate is there"),
    ("latitude", "", "is missing, while the other coordinate is there"),
    ("side_a", "", "is empty"), ("side_b", "  ", "is empty"), ("id", "", "is empty"),
    ("side_a", "two\nlines", "holds a line break or another control character"),
    ("where_coordinates", "\x1b[2J", "holds a line break or another control character"),
    ("id", "1001", "stands in an earlier row"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "given", "reason"), FAULTS, ids=[f"{c}={g!r}" for c, g, _ in FAULTS])
def test_a_faulty_cell_rejects_its_row_and_says_where(tmp_path: Path, column: str, given: str, reason: str) -> None:
    found = rejected(tmp_path, ged(2, **{column: given}))
    assert (found.column, found.reason) == (column, reason)
    if "low" not in reason and "missing" not in reason:
        assert found.found == given
    assert rejected(tmp_path, ged(2, **{column: given}), CURRENT)[2:] == found[2:]


def test_the_line_is_that_of_the_file_where_the_row_begins(tmp_path: Path) -> None:
    """Each row of the full columns covers two lines, for a cell of it runs over."""
    assert rejected(tmp_path, ged(2, best="NA")).line == 3
    assert rejected(tmp_path, ged(2, best="NA"), CURRENT).line == 4


@pytest.mark.parametrize("midnight", ["", " 00:00:00", " 00:00:00.000"])
def test_a_day_may_carry_a_midnight(tmp_path: Path, midnight: str) -> None:
    row = ged(date_start=f"2016-02-27{midnight}", date_end=f"2016-02-28{midnight}")
    assert one(tmp_path, row) == EXPECTED


def test_the_future_is_what_the_caller_says(tmp_path: Path) -> None:
    late = ged(2, date_end="2016-03-01")
    for until in ("2016-02-28", date(2016, 2, 28)):
        found = rejected(tmp_path, late, until=until)
        assert found[2:] == ("date_end", "is after 2016-02-28", "2016-03-01")
    assert one(tmp_path, late, until="2016-03-01")["last"] == "2016-03-01"
    assert one(tmp_path, ged(date_end="2999-01-01"))["last"] == "2999-01-01"
    with pytest.raises(BadInput, match="until: needs a date"):
        read_events(tmp_path / "x.csv", until="soon")


def test_a_row_of_another_length_is_rejected_and_never_shifted(tmp_path: Path) -> None:
    """A comma too many or too few; what pandas would shift by one column, or fill, is not taken."""
    first, second, third = text_of([ged(1), ged(2), ged(3)]).splitlines(keepends=True)[1:]
    head = text_of([]).encode()
    path = tmp_path / "x.csv"
    for broken, reason, found in (
        ("," + second, "has too many fields", "34 for 33 columns"),
        (second.replace("side a 2", "side a, 2"), "has too many fields", "34 for 33 columns"),
        (second.replace("side b 2,", ""), "has too few fields", "32 for 33 columns"),
        (second.replace("side a 2", '"side" a 2'), "has a quote out of place", "line 3"),
        (second.replace("side a 2", "x" * 140_000), "has a field of more than 131,072 characters", "line 3"),
    ):
        path.write_bytes(head + (first + broken + third).encode())
        reading = read_events(path)
        assert reading.rejected == (Rejected(2, 3, "", reason, found),)
        assert [values(reading.events, row)["side_a"] for row in (0, 1)] == ["side a 1", "side a 3"]
        assert reading.events.row.tolist() == [1, 3]


def test_counts_are_exact_beyond_the_rows_that_are_kept(tmp_path: Path) -> None:
    rows = [ged(number, best="NA" if number % 3 else "10") for number in range(1, 31)]
    path = as_file(tmp_path / "x.csv", rows)
    for kept in (0, 5, 100):
        reading = read_events(path, kept=kept)
        assert (reading.read, len(reading.events), len(reading.rejected)) == (30, 10, min(kept, 20))
        assert reading.rejected_by_reason == {f"best {WHOLE}": 20}


def test_blocks_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_file(tmp_path / "x.csv", [ged(number, best=number % 4 + 9) for number in range(1, 31)])
    whole = read_events(path)
    monkeypatch.setattr("polemos.evidence.readers.BLOCK", 7)
    pieces = read_events(path)
    assert pieces[1:] == whole[1:]
    for row in range(len(whole.events)):
        assert values(pieces.events, row) == values(whole.events, row)
    assert {array.dtype.str for array in (pieces.events.best, pieces.events.kind)} == {"<i8"}


def test_files_that_are_no_events_are_said(tmp_path: Path) -> None:
    def said(text: str) -> str:
        (tmp_path / "x.csv").write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            read_events(tmp_path / "x.csv")
        return str(caught.value).removeprefix(f"{tmp_path}/")

    assert said(text_of([])) == "x.csv: has a head and no rows"
    assert said(text_of([ged(best="NA")])) == (
        f"x.csv: none of its 1 rows is an event; the first, in line 2: best {WHOLE}"
    )
    assert said("date,place,deaths\n") == (
        "x.csv: has the columns of no known recorder, known are UCDP GED, ACLED, polemos; the first line has to name "
        "the columns"
    )
    lacking = text_of([ged()]).replace("date_prec,", "date_precision,", 1)
    assert said(lacking) == (
        'x.csv: is nearest to UCDP GED, but lacks the columns date_prec, did you mean "date_precision"?'
    )
    assert said(text_of([acled()], tuple(name for name in ACLED_NOW if name[:5] != "inter"))) == (
        "x.csv: is nearest to ACLED, but lacks the columns inter1, inter2"
    )
    assert "is nearest to UCDP GED, but lacks the columns type_of_violence, date_prec, where_coordinates" in said(
        "id,side_a,latitude,longitude,country,date_start,date_end,where_prec\n"
    )
    assert said(text_of([ged()]).replace("year", "BEST", 1)) == (
        "x.csv:1:1: has the column 'best' twice, in small letters and capitals"
    )
    headless = text_of([ged()]).partition("\n")[2]
    assert said(headless) == "x.csv:1:1: has the column '' 12 times, the first line has to name each column once"


ACLED_EVENT = EXPECTED | {
    "id": "MID1", "last": "2016-02-27", "where_precision": 1, "place": "Ford", "adm_1": "North",
    "side_a": "Military Forces of Midland (2000-)", "side_b": "Rebels of the Hills", "deaths_a": 0, "deaths_b": 0,
    "deaths_civilians": 0, "deaths_unknown": 7, "low": 7, "best": 7, "high": 7,
}  # fmt: skip


def test_acled_old_and_new_gives_the_same_event(tmp_path: Path) -> None:
    assert one(tmp_path, acled(), ACLED_NOW) == ACLED_EVENT
    assert read_events(tmp_path / "x.csv").format == "ACLED"
    assert one(tmp_path, acled(event_date="2016-02-27"), ACLED_NOW) == ACLED_EVENT
    old = acled(event_type="Battle-No change of territory", inter1="2", inter2="1", event_date="27-February-2016")
    assert one(tmp_path, old, ACLED_OLD) == ACLED_EVENT


MILITIA, REBEL, STATE, CIVILIANS = "Political militia", "Rebel group", "State forces", "Civilians"
MAPPED = [
    ("a rebel fights a militia", {"inter2": MILITIA, "actor2": "Guard"}, (2, "Rebels of the Hills", "Guard")),
    ("the state comes first", {}, (1, "Military Forces of Midland (2000-)", "Rebels of the Hills")),
    ("two states keep their order", {"inter1": STATE, "actor1": "Army"},
     (1, "Army", "Military Forces of Midland (2000-)")),
    ("a state abroad is external", {"inter2": "External/Other forces", "actor2": "Military Forces of Upland"},
     (1, "Military Forces of Upland", "Rebels of the Hills")),
    ("others from outside are no state", {"inter2": "8", "actor2": "Upland Guards Ltd"},
     (2, "Rebels of the Hills", "Upland Guards Ltd")),
    ("civilians stand last", {"actor1": "Civilians (Midland)", "inter1": CIVILIANS, "inter2": REBEL, "actor2": "Band"},
     (3, "Band", "Civilians (Midland)")),
    ("targeting makes it one-sided", {"civilian_targeting": "Civilian targeting"},
     (3, "Rebels of the Hills", "Military Forces of Midland (2000-)")),
    ("violence against civilians", {"event_type": "Violence against civilians", "actor2": "", "inter2": ""},
     (3, "Rebels of the Hills", "Civilians")),
    ("shelling at nobody named", {"event_type": "Explosions/Remote violence", "actor2": "", "inter2": "0"},
     (2, "Rebels of the Hills", "not attributed")),
    ("protesters shot at", {"event_type": "Protests", "sub_event_type": "Excessive force against protesters",
                            "actor1": "Protesters (Midland)", "inter1": "Protesters"},
     (3, "Military Forces of Midland (2000-)", "Protesters (Midland)")),
]  # fmt: skip


@pytest.mark.parametrize(("about", "row", "expected"), MAPPED, ids=[row[0] for row in MAPPED])
def test_acled_kinds_and_sides(tmp_path: Path, about: str, row: dict[str, str], expected: tuple[int, str, str]) -> None:
    found = one(tmp_path, acled(**row), ACLED_NOW)
    assert (found["kind"], found["side_a"], found["side_b"]) == expected


def test_a_misspelt_column_is_no_absent_one(tmp_path: Path) -> None:
    """ACLED's older exports lack two columns; whoever misspells one does not lose what it says."""
    columns = tuple("civilian_targetting" if name == "civilian_targeting" else name for name in ACLED_NOW)
    with pytest.raises(BadInput) as caught:
        read_events(as_file(tmp_path / "x.csv", [acled()], columns))
    assert str(caught.value).endswith(
        'x.csv:1:1: is ACLED without the column civilian_targeting, did you mean "civilian_targetting"?'
    )
    assert one(tmp_path, acled(), tuple(name for name in ACLED_NOW if name != "civilian_targeting")) == ACLED_EVENT


def test_acled_precisions_are_translated(tmp_path: Path) -> None:
    for code, (day, place) in {"1": (1, 1), "2": (3, 2), "3": (4, 4)}.items():
        found = one(tmp_path, acled(time_precision=code, geo_precision=code), ACLED_NOW)
        assert (found["date_precision"], found["where_precision"]) == (day, place)


NO_FIGHT = "is no armed violence (protests, riots, strategic developments)"
ACLED_FAULTS = [
    ("event_type", "Protests", NO_FIGHT), ("event_type", "Strategic developments", NO_FIGHT),
    ("event_type", "", NO_FIGHT),
    ("event_date", "27/02/2016", DATE), ("event_date", "31 February 2016", DATE), ("event_date", "27 Feb 2016", DATE),
    ("event_date", "27 février 2016", DATE), ("event_date", "February 27 2016", DATE),
    ("inter1", "9", "is no known kind of actor"), ("inter2", "Army", "is no known kind of actor"),
    ("actor1", "", "is empty"), ("fatalities", "", WHOLE), ("fatalities", "3.5", WHOLE),
    ("time_precision", "4", "is none of 1, 2, 3"), ("geo_precision", "0", "is none of 1, 2, 3"),
    ("event_id_cnty", "MID1", "stands in an earlier row"), ("latitude", "95", "is no number of degrees from -90 to 90"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "given", "reason"), ACLED_FAULTS, ids=[f"{c}={g!r}" for c, g, _ in ACLED_FAULTS])
def test_a_faulty_cell_of_acled_rejects_its_row(tmp_path: Path, column: str, given: str, reason: str) -> None:
    assert rejected(tmp_path, acled(2, **{column: given}), ACLED_NOW)[2:] == (column, reason, given)


def lasting(*days: int) -> list[dict[str, str]]:
    start = date(2016, 1, 1)
    return [ged(n, date_start=start, date_end=start + timedelta(days=d - 1)) for n, d in enumerate(days, start=1)]


def test_a_long_event_lasts_more_than_31_days_both_ends_counted(tmp_path: Path) -> None:
    events = read_events(as_file(tmp_path / "x.csv", lasting(1, 30, 31, 32, 33))).events
    kept, long = settle_long(events, "leave_out")
    assert (kept.row.tolist(), long) == ([1, 2, 3], 2)
    spread, long = settle_long(events, "spread")
    assert (spread, long) == (events, 2)
    assert settle_long(events, "leave_out", longest=32)[1] == 1
    for rule, longest, message in (
        ("halve", 31, "rule: is 'halve', it can be spread or leave_out"),
        ("leave_out", 0, "longest"),
    ):
        with pytest.raises(BadInput, match=message):
            settle_long(events, rule, longest)


def test_deaths_are_spread_evenly_over_days_and_none_is_lost(tmp_path: Path) -> None:
    """30 January to 2 February: half of ten in each month, whatever was in between."""
    rows = [*lasting(31, 60), ged(3, date_start="2016-01-30", date_end="2016-02-02")]
    events = read_events(as_file(tmp_path / "x.csv", rows)).events
    found = deaths_by_month(events)
    assert found == pytest.approx({"2016-01": 10 + 10 * 31 / 60 + 5, "2016-02": 10 * 29 / 60 + 5}, abs=1e-5)  # rounded
    assert deaths_by_month(events.where(np.zeros(3, dtype=bool))) == {}


def test_a_table_can_be_read_again(tmp_path: Path) -> None:
    """What was imported as CSV gives the same events, the row in its file apart; Parquet holds the same columns."""
    import pyarrow.parquet as pq

    rows = [
        ged(1, latitude="", longitude=""),
        ged(2, best="NA"),
        ged(3, side_a="=1+1"),
        ged(4, where_coordinates="حلب"),
    ]
    reading = read_events(as_file(tmp_path / "x.csv", rows))
    write_table(reading.events, reading.rejected, tmp_path / "y.csv")
    again = read_events(tmp_path / "y.csv")
    assert (again.format, again.read, again.rejected) == ("polemos", 3, ())
    for row in (0, 2):
        one, other = (str(values(each.events, row) | {"row": 0}) for each in (reading, again))
        assert one == other
    assert values(again.events, 1)["side_a"] == "'=1+1"
    with (tmp_path / "y.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["row", "line", "column", "reason", "found"], ["2", "3", "best", WHOLE, "NA"],
        ]  # fmt: skip
    write_table(reading.events, (), tmp_path / "z.parquet")
    table = pq.read_table(tmp_path / "z.parquet").to_pydict()
    assert table["side_a"] == ["side a 1", "=1+1", "side a 4"]
    assert (table["latitude"], table["row"]) == ([None, 34.5, 34.5], [1, 3, 4])
    assert table["first"] == [date(2016, 2, 27)] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "x.csv", "y.csv", "y.csv.rejected.csv", "z.parquet", "z.parquet.rejected.csv",
    ]  # fmt: skip


def test_a_target_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    source = as_file(tmp_path / "x.csv", [ged()])
    (tmp_path / "folder.csv").mkdir()
    for target, message in (
        ("y.txt", "its ending says no format that can be written, end it in .parquet or .csv"),
        ("no/y.csv", "there is no such folder, make it first"),
        ("folder.csv", "is a folder, name another file"),
        ("x.csv", "is the file that is read, name another file"),
        ("./folder.csv/../x.csv", "is the file that is read, name another file"),
    ):
        with pytest.raises(BadInput) as caught:
            check_target(tmp_path / target, source)
        assert str(caught.value).endswith(message)


@pytest.fixture(scope="module")
def recorded() -> tuple[Reading, list[dict[str, str]]]:
    if not RECORDS.exists():
        pytest.skip(NO_RECORDS)
    with gzip.open(RECORDS, "rt", encoding="utf-8", newline="") as file:
        return read_events(RECORDS, until="2016-09-30"), list(csv.DictReader(file))


def test_the_recorded_months_are_read_whole(recorded: tuple[Reading, list[dict[str, str]]]) -> None:
    """UCDP GED, Syria, January to September 2016: 4,543 rows, of which 14 have a best outside their range, widened."""
    reading, rows = recorded
    assert (reading.read, reading.format, len(reading.columns)) == (4543, "UCDP GED", 33)
    odd = [n for n, row in enumerate(rows, start=1) if not int(row["low"]) <= int(row["best"]) <= int(row["high"])]
    assert reading.widened == len(odd) == 14
    assert not reading.rejected
    assert len(reading.events) == len(rows) == 4543
    for name, column in (("id", "id"), ("side_a", "side_a"), ("side_b", "side_b"), ("adm_1", "adm_1"),
                         ("place", "where_coordinates")):  # fmt: skip
        assert getattr(reading.events, name).tolist() == [row[column] for row in rows]
    for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best"):
        assert getattr(reading.events, name).tolist() == [int(row[name]) for row in rows]
    for name, widest in (("low", min), ("high", max)):
        assert getattr(reading.events, name).tolist() == [widest(int(row[name]), int(row["best"])) for row in rows]
    assert np.datetime_as_string(reading.events.last).tolist() == [row["date_end"] for row in rows]


def test_the_recorded_months_have_the_events_and_deaths_of_the_derived_table(
    recorded: tuple[Reading, list[dict[str, str]]],
) -> None:
    """By the month of the first day, long events left out: as in a table that was made of the whole release.

    The table has two events of September, with 6 dead, that ended after the last day of the file.
    """
    reading, _ = recorded
    events, _ = settle_long(reading.events, "leave_out")
    found: Counter[str] = Counter(np.datetime_as_string(events.first.astype("datetime64[M]")).tolist())
    dead: Counter[str] = Counter()
    for month, best in zip(events.first.astype("datetime64[M]").tolist(), events.best.tolist(), strict=True):
        dead[f"{month:%Y-%m}"] += best
    table: Counter[str] = Counter({"2016-09": -2})
    table_dead: Counter[str] = Counter({"2016-09": -6})
    with (SHARED / "monthly_by_dyad.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            table[line["month"]] += int(line["events"])
            table_dead[line["month"]] += int(line["best"])
    assert (found, dead) == (table, table_dead)
    assert sum(dead.values()) == 23_809 - 617


def test_the_recorded_long_events(recorded: tuple[Reading, list[dict[str, str]]]) -> None:
    """Nine last more than 31 days, two of them 32."""
    reading, _ = recorded
    kept, long = settle_long(reading.events, "leave_out")
    assert (len(kept), long, settle_long(reading.events, "leave_out", longest=32)[1]) == (4534, 9, 7)
    told = describe(reading, "spread")
    assert sum(told["deaths_by_month"].values()) == pytest.approx(told["deaths"]["best"], abs=1e-4)  # 9 rounded months
    assert told["period"] == ["2016-01-01", "2016-09-30"]
    dropped = describe(reading, "leave_out")
    assert told["deaths"]["best"] - dropped["deaths"]["best"] == told["long_events"]["deaths"] == 617
    assert dropped["counted"] == 4534
