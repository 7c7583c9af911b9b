"""Tables of predictive draws as Parquet files: our own layouts and those of the ViEWS prediction challenge.

Comes in: draws [draws, periods, series] with their labels, or a file, from here or elsewhere.  Goes out: the file,
whole or not at all, or the draws, checked row by row.  A file has one row for each number: two columns that say which
period and series, ``draw``, and ``outcome``; a file of what came has the same without ``draw``.  The layout is told by
its columns:

| layout              | period                              | series                            |
|---------------------|-------------------------------------|-----------------------------------|
| `views_country`     | `month_id`, 1 is January 1980       | `country_id`, a whole number      |
| `views_grid`        | `month_id`                          | `priogrid_gid`, a whole number    |
| `front_week`        | `week`, the date of its first day   | `front`, text                     |
| `camp_week`         | `week`                              | `camp`, text                      |
| `pair_week`         | `week`                              | `pair`, text                      |
| `governorate_month` | `month`, the date of its first day  | `governorate`, text               |
| `place_month`       | `month`                             | `place`, text                     |
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.engine import durable
from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    import pyarrow

LAYOUTS: dict[str, tuple[str, str]] = {
    "views_country": ("month_id", "country_id"),
    "views_grid": ("month_id", "priogrid_gid"),
    "front_week": ("week", "front"),
    "camp_week": ("week", "camp"),
    "pair_week": ("week", "pair"),
    "governorate_month": ("month", "governorate"),
    "place_month": ("month", "place"),
}
DRAW, OUTCOME = "draw", "outcome"
DATED, NUMBERED = ("week", "month"), ("month_id", "country_id", "priogrid_gid")
# What pandas calls the numbers of its rows when it writes them; they say nothing.
ROW_NUMBERS = "__index_level_0__"
FIRST_YEAR = 1980
# Problems of one kind that are told one by one; the rest is counted.
TOLD = 5


class DrawTable(NamedTuple):
    """Draws with their labels; a single draw for what came."""

    layout: str
    periods: tuple[int | date, ...]
    series: tuple[int | str, ...]
    values: Floats  # [draws, periods, series]


def month_id(when: date) -> int:
    """Return the ViEWS number of a month: 1 is January 1980, 433 January 2016; raises BadInput before 1980."""
    if when.year < FIRST_YEAR:
        raise BadInput(Problem(f"{when} lies before January {FIRST_YEAR}, where month_id begins", key="month_id"))
    return (when.year - FIRST_YEAR) * 12 + when.month


def month_of(number: int) -> date:
    """Return the first day of the month with a ViEWS number; raises BadInput for what is none."""
    if not 1 <= number <= (9999 - FIRST_YEAR + 1) * 12:
        raise BadInput(Problem(f"{number} is none: 1 is January {FIRST_YEAR}", key="month_id"))
    return date(FIRST_YEAR + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def write_draws(path: str | Path, table: DrawTable) -> Path:
    """Write a table of draws, whole or not at all; rows by period, series and draw (counted from 1).

    The same table gives the same bytes with the same pyarrow.  Raises BadInput for what could not be read back,
    EnvironmentTrouble if the disk will not have it.
    """
    target = Path(path)
    durable.write_whole(target, draws_file(table))
    return target


def draws_file(table: DrawTable) -> bytes:
    """Return the bytes of the file of a table of draws; raises BadInput."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    period, series = _checked(table)
    draws, periods, many = table.values.shape
    place = np.indices((periods, many, draws)).reshape(3, -1)
    columns = {
        period: pa.array(table.periods, _kind(period)).take(pa.array(place[0])),
        series: pa.array(table.series, _kind(series)).take(pa.array(place[1])),
        DRAW: pa.array(place[2] + 1, pa.int32()),
        OUTCOME: pa.array(np.moveaxis(table.values, 0, 2).ravel(), pa.float64()),
    }
    file = BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd", write_page_checksum=True)
    return file.getvalue()


def read_draws(path: str | Path) -> DrawTable:
    """Return the draws of a file in any of the layouts, from here or elsewhere.

    Draws may bear any numbers and rows stand in any order.  Refused by row and column: missing and unknown columns,
    what is no number, no month or no date, negative and missing outcomes, a draw that is there twice, and periods and
    series with fewer or more draws than the others.  Raises BadInput with all problems.
    """
    return _read(Path(path), with_draws=True)


def read_outcomes(path: str | Path) -> DrawTable:
    """Return what came, from a file without the column ``draw``, as one draw; checked as ``read_draws``."""
    return _read(Path(path), with_draws=False)


def _kind(column: str) -> pyarrow.DataType:
    import pyarrow as pa

    return pa.date32() if column in DATED else pa.int32() if column in NUMBERED else pa.string()


def _checked(table: DrawTable) -> tuple[str, str]:
    """Return the two columns of a table that can be written; raises BadInput."""
    if table.layout not in LAYOUTS:
        raise BadInput(Problem(f"there is no layout {table.layout!r}", hint=f"there are {', '.join(LAYOUTS)}"))
    columns = LAYOUTS[table.layout]
    if table.values.ndim != 3 or table.values.shape[1:] != (len(table.periods), len(table.series)):
        what = (
            f"has the shape {table.values.shape}, not draws of {len(table.periods)} periods, {len(table.series)} series"
        )
        raise BadInput(Problem(what, key="values"))
    if not table.values.size or not (np.isfinite(table.values) & (table.values >= 0.0)).all():
        raise BadInput(Problem("needs draws that are finite and not negative", key="values"))
    for column, labels in zip(columns, (table.periods, table.series), strict=True):
        if len(set(labels)) != len(labels):
            raise BadInput(Problem("some labels are there twice", key=column))
        problem = next((said for label in labels if (said := _odd(column, label))), "")
        if problem:
            raise BadInput(Problem(problem, key=column))
    return columns


def _odd(column: str, label: Any) -> str:
    """Return what is wrong with a label of a column, or nothing."""
    if column in DATED:
        if type(label) is not date:
            return f"needs dates, not {label!r}"
        return f"{label} is not the first day of a month" if column == "month" and label.day != 1 else ""
    if column in NUMBERED:
        return "" if isinstance(label, int) and label >= 1 else f"needs whole numbers from 1 on, not {label!r}"
    return "" if isinstance(label, str) and label else f"needs names, not {label!r}"


def _read(path: Path, with_draws: bool) -> DrawTable:
    found = _table(path)
    layout, columns = _layout(path, found.column_names, with_draws)
    read = {name: found.column(name) for name in columns}
    problems = [said for place, name in enumerate(columns) for said in _bad_cells(path, name, read[name], place + 1)]
    if problems:
        raise BadInput(problems)
    labels = [_labels(read[name]) for name in columns[:2]]
    (periods, period), (series, which) = labels
    outcome = np.asarray(read[OUTCOME].to_numpy(), dtype=np.float64)
    cell = period * len(series) + which
    draw = np.asarray(read[DRAW].to_numpy(), dtype=np.int64) if with_draws else np.zeros(len(cell), dtype=np.int64)
    order = np.lexsort((draw, cell))
    _refuse_twice(path, cell[order], draw[order], order, columns)
    number = np.bincount(cell, minlength=len(periods) * len(series))
    _refuse_uneven(path, number, periods, series, with_draws)
    values = outcome[order].reshape(len(periods), len(series), -1)
    return DrawTable(layout, tuple(periods), tuple(series), np.moveaxis(values, 2, 0))


def _table(path: Path) -> pyarrow.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_table(path, page_checksum_verification=True, partitioning=None)
    except FileNotFoundError:
        raise BadInput(Problem("there is no such file", file=str(path))) from None
    except (OSError, pa.ArrowException) as error:
        what = f"is no Parquet file, or damaged ({str(error).splitlines()[0][:100]})"
        raise BadInput(Problem(what, file=str(path))) from None
    if not found.num_rows:
        raise BadInput(Problem("holds no rows", file=str(path)))
    return found


def _layout(path: Path, names: Sequence[str], with_draws: bool) -> tuple[str, tuple[str, ...]]:
    """Return the layout that has these columns, and its columns; raises BadInput for another set."""
    rest = (DRAW, OUTCOME) if with_draws else (OUTCOME,)
    given = [name for name in names if name != ROW_NUMBERS]
    for layout, pair in LAYOUTS.items():
        if set(given) == {*pair, *rest} and len(given) == len({*pair, *rest}):
            return layout, (*pair, *rest)
    near = max(LAYOUTS.values(), key=lambda pair: len({*pair} & {*given}))
    missing = [name for name in (*near, *rest) if name not in given]
    unknown = [name for name in given if name not in (*near, *rest)]
    what = "; ".join(
        f"{word} {', '.join(some)}" for word, some in (("lacks", missing), ("does not know", unknown)) if some
    )
    layouts = ", ".join(" and ".join(pair) for pair in LAYOUTS.values())
    hint = f"its columns are to be {', '.join(rest)} and one of: {layouts}"
    raise BadInput(Problem(f"the table {what or 'has a column twice'}", file=str(path), hint=hint))


def _bad_cells(path: Path, name: str, column: pyarrow.ChunkedArray, place: int) -> list[Problem]:
    """Return what is wrong in a column, by row; rows count from 1."""
    import pyarrow as pa

    wanted: dict[str, tuple[Callable[[Any], bool], str]] = {
        DRAW: (pa.types.is_integer, "whole numbers"),
        OUTCOME: (lambda kind: pa.types.is_integer(kind) or pa.types.is_floating(kind), "numbers"),
    }
    fallback: tuple[Callable[[Any], bool], str]
    if name in DATED:
        fallback = (pa.types.is_date32, "dates")
    elif name in NUMBERED:
        fallback = (pa.types.is_integer, "whole numbers")
    else:
        fallback = (lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind), "text")
    fits, words = wanted.get(name, fallback)
    if not fits(column.type):
        return [Problem(f"needs {words}, its type is {column.type}", file=str(path), key=name)]
    wrong: list[tuple[int, str]] = []
    if column.null_count:
        wrong += [(row, "is missing") for row in np.flatnonzero(column.is_null().to_numpy()).tolist()]
    elif name == OUTCOME:
        values = np.asarray(column.to_numpy(), dtype=np.float64)
        bad = ~np.isfinite(values) | (values < 0.0)
        wrong += [(row, f"is {values[row]:g}, not 0 or more") for row in np.flatnonzero(bad).tolist()]
    elif name != DRAW:
        odd = {label: said for label in column.unique().to_pylist() if (said := _odd(name, label))}
        if odd:
            wrong += [(row, odd[label]) for row, label in enumerate(column.to_pylist()) if label in odd]
    told = [Problem(said, file=str(path), line=row + 1, column=place, key=name) for row, said in wrong[:TOLD]]
    if len(wrong) > TOLD:
        told.append(Problem(f"and {len(wrong) - TOLD:,} more rows like these", file=str(path), key=name))
    return told


def _labels(column: pyarrow.ChunkedArray) -> tuple[list[Any], Any]:
    """Return the labels of a column in order, and each row's place among them."""
    labels = sorted(column.unique().to_pylist())
    place = {label: number for number, label in enumerate(labels)}
    coded = column.combine_chunks().dictionary_encode()
    return labels, np.array([place[label] for label in coded.dictionary.to_pylist()])[coded.indices.to_numpy()]


def _refuse_twice(path: Path, cell: Any, draw: Any, order: Any, columns: Sequence[str]) -> None:
    again = np.flatnonzero((cell[1:] == cell[:-1]) & (draw[1:] == draw[:-1]))
    if not len(again):
        return
    what = " and ".join(name for name in columns if name != OUTCOME)
    problems = [
        Problem(f"has the {what} of row {int(order[at]) + 1}", file=str(path), line=int(order[at + 1]) + 1, column=1)
        for at in again[:TOLD]
    ]
    if len(again) > TOLD:
        problems.append(Problem(f"and {len(again) - TOLD:,} more rows like these", file=str(path)))
    raise BadInput(problems)


def _refuse_uneven(path: Path, number: Any, periods: list[Any], series: list[Any], with_draws: bool) -> None:
    most = int(number.max())
    uneven = np.flatnonzero(number != most)
    if not len(uneven):
        return
    word = "draws" if with_draws else "outcomes"
    problems = [
        Problem(
            f"{periods[at // len(series)]}, {series[at % len(series)]} has {int(number[at])} {word}, others {most}",
            file=str(path),
        )
        for at in uneven[:TOLD]
    ]
    if len(uneven) > TOLD:
        problems.append(Problem(f"and {len(uneven) - TOLD:,} more like these", file=str(path)))
    raise BadInput(problems)
