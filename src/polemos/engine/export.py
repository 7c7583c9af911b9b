"""A run's measures as a file for other programs: NetCDF whole, or one long table as Parquet or CSV.

Comes in: a run (or its measures) and a file name whose ending chooses the format.  Goes out: that file, whole
or not at all.  The columns of the table are written down in docs/exports.md.  What is not known is an
empty cell, never the word NaN.  The run's own files are next door in ``store``; maps
and graphs for other programs in ``geojson`` and ``graphml``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.engine import durable
from polemos.errors import BadInput, Problem, did_you_mean

if TYPE_CHECKING:
    import pyarrow
    import xarray

    from polemos.engine.run import Run

ENDINGS = (".nc", ".parquet", ".csv")
# Axes that would make the table unwieldy; NetCDF has them all.
NOT_IN_TABLE = frozenset({"place", "day", "month"})
ROWS_AT_ONCE = 200_000


def export(run: Run, path: str | Path) -> Path:
    """Write a run's measures to ``path``; the ending says how: .nc, .parquet or .csv.

    Raises BadInput for another ending or a missing folder, EnvironmentTrouble if the disk will not have it;
    an earlier file of that name stays as it was until the new one is whole.
    """
    target = check_target(path)
    measures = run.measures.assign_attrs(origin_of(run))
    unfinished = target.with_name(target.name + durable.UNFINISHED)
    try:
        _FORMATS[target.suffix](measures, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise durable.trouble(error, target, 0, "mend this or name another file") from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    return target


def check_target(path: str | Path, endings: Sequence[str] = ENDINGS) -> Path:
    """Return the path if a run can be exported to it; raises BadInput if not, before any work is done."""
    target = Path(path)
    if target.suffix not in endings:
        hint = did_you_mean(target.suffix, endings) or f"end it in {', '.join(endings)}"
        raise BadInput(Problem("its ending says no format that can be written", file=str(path), hint=hint))
    if not target.parent.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(target.parent), hint="make it first"))
    if target.is_dir():
        raise BadInput(Problem("is a folder", file=str(path), hint="name a file"))
    return target


def tables(measures: xarray.Dataset) -> Iterator[pyarrow.Table]:
    """Iterate over pieces of the long table: one row per number."""
    for name in sorted(str(name) for name in measures.data_vars):
        variable = measures[name]
        axes = [str(axis) for axis in variable.dims]
        if "history" not in axes or NOT_IN_TABLE & set(axes) or len(set(axes) - {"history", "week"}) > 2:
            continue
        per_history = max(1, variable.size // max(1, variable.sizes["history"]))
        step = max(1, ROWS_AT_ONCE // per_history)
        for start in range(0, variable.sizes["history"], step):
            yield _table(name, variable.isel(history=slice(start, start + step)))


def _table(name: str, piece: xarray.DataArray) -> pyarrow.Table:
    import pyarrow as pa

    others = [axis for axis in piece.dims if axis not in ("history", "week")]
    piece = piece.transpose("history", *(["week"] if "week" in piece.dims else []), *others)
    rows = piece.size
    index = dict(zip(piece.dims, np.indices(piece.shape).reshape(piece.ndim, rows), strict=True))
    values = piece.to_numpy().astype(np.float64).reshape(rows)
    if np.isinf(values).any():
        raise ValueError(f"{name} holds an infinite number")

    def words(axis: object | None) -> pyarrow.Array:
        if axis is None:
            return pa.nulls(rows, pa.string()).dictionary_encode()
        names = pa.array([_harmless(str(item)) for item in _labels(piece, axis)], pa.string())
        return pa.DictionaryArray.from_arrays(index[axis].astype(np.int32), names)

    def constant(text: str) -> pyarrow.Array:
        return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([_harmless(text)], pa.string()))

    return pa.table(
        {
            "variable": constant(name),
            "unit": constant(str(piece.attrs.get("units", ""))),
            "history": pa.array(_labels(piece, "history")[index["history"]], pa.int64()),
            "week": pa.array(_labels(piece, "week")[index["week"]], pa.int32())
            if "week" in index
            else pa.nulls(rows, pa.int32()),
            "of": words(others[0] if others else None),
            "part": words(others[1] if len(others) > 1 else None),
            "value": pa.array(values, pa.float64(), mask=np.isnan(values)),
        }
    )


def _labels(piece: xarray.DataArray, axis: Any) -> NDArray[Any]:
    """Return the ids along an axis, or plain numbers where it has none."""
    return piece[axis].to_numpy() if axis in piece.coords else np.arange(piece.sizes[axis])


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _write_netcdf(measures: xarray.Dataset, path: Path) -> None:
    packed = {
        name: {"zlib": True, "complevel": 1}
        for name, variable in measures.data_vars.items()
        if variable.dtype.kind in "biuf" and variable.ndim
    }
    measures.to_netcdf(path, engine="h5netcdf", encoding=packed)


def _write_parquet(measures: xarray.Dataset, path: Path) -> None:
    import pyarrow.parquet as pq

    pieces = tables(measures)
    first = next(pieces)
    about = {key: str(value) for key, value in measures.attrs.items()}
    schema = first.schema.with_metadata(about)
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        writer.write_table(first.replace_schema_metadata(about))
        for piece in pieces:
            writer.write_table(piece.replace_schema_metadata(about))


def _write_csv(measures: xarray.Dataset, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.csv as pc

    writer: Any = None
    try:
        for piece in tables(measures):
            plain = pa.table(
                {
                    name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                    for name, column in zip(piece.column_names, piece.columns, strict=True)
                }
            )
            writer = writer or pc.CSVWriter(path, plain.schema)
            writer.write_table(plain)
    finally:
        if writer is not None:
            writer.close()


def origin_of(run: Run) -> dict[str, Any]:
    """Return what made a run, as it stands in every file made of it."""
    manifest = run.manifest
    return {
        "title": manifest.title,
        "scenario": manifest.scenario,
        "scenario_digest": manifest.digest,
        "run": manifest.run,
        "seed": manifest.seed,
        "histories": run.histories,
        "engine": manifest.engine,
        "polemos": manifest.versions.get("polemos", ""),
    }


_FORMATS: dict[str, Callable[[xarray.Dataset, Path], None]] = {
    ".nc": _write_netcdf,
    ".parquet": _write_parquet,
    ".csv": _write_csv,
}
