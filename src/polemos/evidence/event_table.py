"""Events as one clean table, in the columns of ``Events``, and the rejected rows beside it.

Comes in: events, rejected rows and a file name whose ending chooses the format.  Goes out: that file and
``<file>.rejected.csv``, each whole or not at all; the table as CSV can be read again like any other.  What is not known
is an empty cell.  Rows of a release may be another's property: who passes the table on has to look at its licence.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from polemos.engine import durable
from polemos.engine.ged import harmless
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.evidence.events import Events
from polemos.evidence.row_format import VALUES, Format, cell_by_cell

COLUMNS = tuple(column.name for column in fields(Events))
REJECTED_ROW_COLUMNS = ("row", "line", "column", "reason", "found")
ENDINGS = (".parquet", ".csv")
ROWS_AT_ONCE = 50_000

SAME = {value: value for value in VALUES}
OWN = Format("polemos", VALUES, (), SAME, cell_by_cell(SAME))


def check_target(path: str | Path, source: str | Path) -> Path:
    """Return the path if a table can be written to it; raises BadInput if not, or if it is the file that is read."""
    target = Path(path)
    if target.suffix not in ENDINGS:
        hint = did_you_mean(target.suffix, ENDINGS) or f"end it in {' or '.join(ENDINGS)}"
        raise BadInput(Problem("its ending says no format that can be written", file=str(path), hint=hint))
    if not target.parent.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(target.parent), hint="make it first"))
    for written in (target, beside(target)):
        if written.is_dir():
            raise BadInput(Problem("is a folder", file=str(written), hint="name another file"))
        if written.exists() and Path(source).exists() and written.samefile(source):
            raise BadInput(Problem("is the file that is read", file=str(written), hint="name another file"))
    return target


def beside(target: Path) -> Path:
    """Return where the rejected rows of a table go."""
    return target.with_name(f"{target.name}.rejected.csv")


def write_table(events: Events, rejected: Iterable[Sequence[Any]], target: Path) -> Path:
    """Write events as Parquet or CSV, and the rejected rows (of ``readers``) as CSV beside them.

    Texts that a spreadsheet would take for a formula get a leading apostrophe in CSV.  Earlier files stay until the new
    ones are whole.  Raises EnvironmentTrouble if the disk will not have them.
    """
    write = _write_parquet if target.suffix == ".parquet" else _write_csv
    _whole(target, lambda file: write(events, file))
    _whole(beside(target), lambda file: _write_rows(file, REJECTED_ROW_COLUMNS, rejected))
    return target


def _whole(target: Path, write: Callable[[Path], None]) -> None:
    unfinished = target.with_name(target.name + durable.UNFINISHED)
    try:
        write(unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise durable.trouble(error, target, 0, "mend this or name another file") from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _write_csv(events: Events, path: Path) -> None:
    def pieces() -> Iterable[Sequence[Any]]:
        for start in range(0, len(events), ROWS_AT_ONCE):
            part = [_cells(getattr(events, name)[start : start + ROWS_AT_ONCE]) for name in COLUMNS]
            yield from zip(*part, strict=True)

    _write_rows(path, COLUMNS, pieces())


def _cells(column: Any) -> list[Any]:
    if column.dtype.kind == "M":
        return list(np.datetime_as_string(column))
    cells = column.tolist()
    return ["" if cell != cell else cell for cell in cells] if column.dtype.kind == "f" else cells


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def _write_parquet(events: Events, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: _arrow(getattr(events, name)) for name in COLUMNS})
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def _arrow(column: Any) -> Any:
    import pyarrow as pa

    if column.dtype.kind == "O":
        return pa.array(column, type=pa.string())
    return pa.array(column, from_pandas=column.dtype.kind == "f")
