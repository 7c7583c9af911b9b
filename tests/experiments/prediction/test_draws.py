"""Files of draws come back as they went, are read from elsewhere, and are refused by row and column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polemos.errors import BadInput
from polemos.experiments.prediction.draws import (
    LAYOUTS,
    DrawTable,
    month_id,
    month_of,
    read_draws,
    read_outcomes,
    write_draws,
)

MONDAYS = (date(2016, 6, 6), date(2016, 6, 13))
MONTHS = (date(2016, 6, 1), date(2016, 7, 1))
LABELS: dict[str, tuple[Any, Any]] = {
    "views_country": ((438, 439), (7, 124, 220)),
    "views_grid": ((438, 439), (174669, 174670, 175388)),
    "front_week": (MONDAYS, ("A, east", "b", "ü")),
    "camp_week": (MONDAYS, ("a", "b", "c")),
    "pair_week": (MONDAYS, ("a", "b", "c")),
    "governorate_month": (MONTHS, ("a", "b", "c")),
    "place_month": (MONTHS, ("a", "b", "c")),
}


def table(layout: str = "views_country") -> DrawTable:
    chance = np.random.Generator(np.random.Philox(key=1))
    return DrawTable(layout, *LABELS[layout], chance.poisson(3.0, (5, 2, 3)).astype(np.float64))


@pytest.mark.parametrize(
    ("number", "month"),
    [
        (1, date(1980, 1, 1)),
        (12, date(1980, 12, 1)),
        (13, date(1981, 1, 1)),
        (121, date(1990, 1, 1)),
        (433, date(2016, 1, 1)),
        (438, date(2016, 6, 1)),
        # Windows of the challenge: 2018 is 457 to 468, 2024 ends with 540.
        (457, date(2018, 1, 1)),
        (468, date(2018, 12, 1)),
        (540, date(2024, 12, 1)),
    ],
)
def test_month_numbers_as_views_counts_them(number: int, month: date) -> None:
    assert month_id(month) == number
    assert month_of(number) == month
    assert month_id(month.replace(day=28)) == number


def test_months_that_have_no_number_are_refused() -> None:
    with pytest.raises(BadInput, match=r"^month_id: 1979-12-31 lies before January 1980"):
        month_id(date(1979, 12, 31))
    for number in (0, -3, 10**6):
        with pytest.raises(BadInput, match=rf"^month_id: {number} is none: 1 is January 1980$"):
            month_of(number)


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_a_table_comes_back_as_it_went(layout: str, tmp_path: Path) -> None:
    whole = table(layout)
    path = write_draws(tmp_path / "draws.parquet", whole)
    again = read_draws(path)
    assert again[:3] == whole[:3]
    assert (again.values == whole.values).all()
    assert path.read_bytes() == write_draws(tmp_path / "other.parquet", whole).read_bytes()
    assert pq.read_schema(path).names == [*LAYOUTS[layout], "draw", "outcome"]


def rows(**change: list[Any]) -> dict[str, list[Any]]:
    """Return a small file of the challenge as columns: two months, two countries, two draws."""
    columns: dict[str, list[Any]] = {
        "month_id": [438, 438, 438, 438, 439, 439, 439, 439],
        "country_id": [7, 7, 220, 220, 7, 7, 220, 220],
        "draw": [0, 1, 0, 1, 0, 1, 0, 1],
        "outcome": [5, 0, 1, 2, 3, 4, 0, 9],
    }
    return {**columns, **change}


def written(path: Path, columns: dict[str, list[Any]]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_a_file_of_the_challenge_is_read(tmp_path: Path) -> None:
    found = read_draws(written(tmp_path / "a.parquet", rows()))
    assert found.layout == "views_country"
    assert (found.periods, found.series) == ((438, 439), (7, 220))
    assert found.values.tolist() == [[[5, 1], [3, 0]], [[0, 2], [4, 9]]]


def test_rows_in_any_order_and_draws_of_any_number_are_read_alike(tmp_path: Path) -> None:
    first = read_draws(written(tmp_path / "a.parquet", rows()))
    mixed = {name: [column[at] for at in (3, 7, 0, 5, 2, 6, 1, 4)] for name, column in rows().items()}
    mixed["draw"] = [10 * draw + 3 for draw in mixed["draw"]]
    again = read_draws(written(tmp_path / "b.parquet", mixed))
    assert again[:3] == first[:3]
    assert (again.values == first.values).all()


def test_a_file_that_pandas_wrote_is_read_with_and_without_its_index(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows())
    frame.set_index(["month_id", "country_id", "draw"]).to_parquet(tmp_path / "indexed.parquet")
    frame.iloc[[3, 7, 0, 5, 2, 6, 1, 4]].to_parquet(tmp_path / "numbered.parquet")
    assert "__index_level_0__" in pq.read_schema(tmp_path / "numbered.parquet").names
    for name in ("indexed.parquet", "numbered.parquet"):
        assert read_draws(tmp_path / name).values.tolist() == [[[5, 1], [3, 0]], [[0, 2], [4, 9]]]
    # And ours is read by pandas as the challenge's own scripts do.
    path = write_draws(tmp_path / "ours.parquet", table())
    back = pd.read_parquet(path).set_index(["month_id", "country_id", "draw"])["outcome"]
    assert back.loc[(438, 124, 2)] == table().values[1, 0, 1]


def test_what_came_is_read_without_draws(tmp_path: Path) -> None:
    columns = {"month_id": [438, 438], "priogrid_gid": [174669, 174670], "outcome": [4, 0]}
    found = read_outcomes(written(tmp_path / "a.parquet", columns))
    assert found.layout == "views_grid"
    assert found.values.tolist() == [[[4, 0]]]
    with pytest.raises(BadInput, match="the table lacks draw"):
        read_draws(tmp_path / "a.parquet")
    with pytest.raises(BadInput, match="the table does not know draw"):
        read_outcomes(written(tmp_path / "b.parquet", rows()))


def without(name: str) -> dict[str, list[Any]]:
    return {key: column for key, column in rows().items() if key != name}


BAD: list[tuple[Callable[[], dict[str, list[Any]]], str]] = [
    (
        lambda: without("outcome"),
        r": the table lacks outcome, its columns are to be draw, outcome and one of: month_id",
    ),
    (lambda: without("country_id"), r": the table lacks country_id"),
    (lambda: {**rows(), "pg_id": [1] * 8}, r": the table does not know pg_id"),
    (lambda: rows(outcome=[5, 0, 1, -2, 3, 4, 0, 9]), r":4:4: outcome: is -2, not 0 or more$"),
    (lambda: rows(outcome=[5, 0, 1, float("nan"), 3, 4, 0, 9]), r":4:4: outcome: is nan, not 0 or more$"),
    (lambda: rows(outcome=[5, 0, 1, float("inf"), 3, 4, 0, 9]), r":4:4: outcome: is inf, not 0 or more$"),
    (lambda: rows(outcome=[5, 0, None, 1, 3, 4, 0, 9]), r":3:4: outcome: is missing$"),
    (lambda: rows(outcome=list("abcdefgh")), r": outcome: needs numbers, its type is string$"),
    (
        lambda: rows(month_id=[438, 438, 438, 438, 0, 0, 0, 0]),
        r":5:1: month_id: needs whole numbers from 1 on, not 0\n",
    ),
    (lambda: rows(month_id=[438.0] * 4 + [439.0] * 4), r": month_id: needs whole numbers, its type is double$"),
    (lambda: rows(country_id=[7, 7, None, 220, 7, 7, 220, 220]), r":3:2: country_id: is missing$"),
    (lambda: rows(draw=[0, 1, 0, 0, 0, 1, 0, 1]), r":4:1: has the month_id and country_id and draw of row 3$"),
    (lambda: {name: column[:-1] for name, column in rows().items()}, r": 439, 220 has 1 draws, others 2$"),
    (lambda: {name: column[:-2] for name, column in rows().items()}, r": 439, 220 has 0 draws, others 2$"),
    (lambda: rows(outcome=[-1] * 8), r":5:4: outcome: is -1, not 0 or more\n.*: outcome: and 3 more rows like these$"),
]


@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_bad_file_is_refused_with_row_and_column(number: int, tmp_path: Path) -> None:
    columns, message = BAD[number]
    path = written(tmp_path / "a.parquet", columns())
    with pytest.raises(BadInput) as refused:
        read_draws(path)
    import re

    assert re.search(re.escape(str(path)) + message, str(refused.value)), str(refused.value)


def test_what_is_no_file_of_draws_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("month_id,country_id\n")
    with pytest.raises(BadInput, match=r"a\.parquet: is no Parquet file, or damaged"):
        read_draws(tmp_path / "a.parquet")
    with pytest.raises(BadInput, match=r"b\.parquet: there is no such file$"):
        read_draws(tmp_path / "b.parquet")
    empty = {name: pa.array([], pa.int64()) for name in rows()}
    pq.write_table(pa.table(empty), tmp_path / "c.parquet")
    with pytest.raises(BadInput, match=r"c\.parquet: holds no rows$"):
        read_draws(tmp_path / "c.parquet")


def test_weeks_and_months_are_dates(tmp_path: Path) -> None:
    columns = {"month": [date(2016, 6, 2)], "place": ["x"], "draw": [1], "outcome": [1.0]}
    with pytest.raises(BadInput, match=r":1:1: month: 2016-06-02 is not the first day of a month$"):
        read_draws(written(tmp_path / "a.parquet", columns))
    columns = {"week": ["2016-06-06"], "front": ["x"], "draw": [1], "outcome": [1.0]}
    with pytest.raises(BadInput, match=r"week: needs dates, its type is string$"):
        read_draws(written(tmp_path / "a.parquet", columns))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layout": "weekly"}, "there is no layout 'weekly'"),
        ({"series": (7, 7, 220)}, "country_id: some labels are there twice"),
        ({"series": (7, "b", 220)}, "country_id: needs whole numbers from 1 on, not 'b'"),
        ({"periods": (438,)}, "values: has the shape"),
        ({"values": np.full((5, 2, 3), -1.0)}, "values: needs draws that are finite and not negative"),
        ({"values": np.full((5, 2, 3), np.nan)}, "values: needs draws that are finite and not negative"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=message):
        write_draws(tmp_path / "a.parquet", table()._replace(**change))
    assert list(tmp_path.iterdir()) == []
