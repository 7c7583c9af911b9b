"""What is exported is what was measured, number by number, with nothing made up where nothing is known."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from polemos.engine import export as room
from polemos.engine.export import check_target, export
from polemos.engine.run import Run, perform
from polemos.errors import BadInput, EnvironmentTrouble


@pytest.fixture
def run(toy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Run:
    import xarray

    made = perform(toy.plan(40), None, 1, None, 16)
    arrays = {name: made.recorded[name] for name in made.recorded}
    measures = xarray.Dataset(
        {
            "men": (("history", "week", "actor"), arrays["men"], {"units": "men"}),
            "holder": (("history", "week", "place"), arrays["holder"]),
            "trust": (("history", "week", "actor"), arrays["trust"], {"units": "ratio"}),
            "ended": (("history",), arrays["ended"]),
            "ending_day": (("history",), arrays["ending_day"], {"units": "day"}),
            "requests": (("history", "week", "actor", "answer"), np.ones((40, 5, 3, 2))),
            "area": (("camp",), np.ones(2)),
        },
        coords={
            "history": made.recorded.numbers,
            "week": np.arange(5),
            "actor": ["army", "=1+1", "guards"],
            "answer": ["honoured", "refused"],
        },
    )
    made.__dict__["measures"] = measures
    return made


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with open(path, newline="") as file:
            return list(csv.DictReader(file))
    import pyarrow.parquet as pq

    return list(pq.read_table(path).to_pylist())


def test_netcdf_gives_back_every_number(run: Run, tmp_path: Path) -> None:
    import xarray

    path = export(run, tmp_path / "run.nc")
    with xarray.open_dataset(path, engine="h5netcdf") as back:
        xarray.testing.assert_equal(back.load(), run.measures)
        assert back.attrs["seed"] == 1
        assert back.attrs["run"] == run.manifest.run
        assert back["men"].attrs["units"] == "men"
        assert back["men"].dtype == np.int64


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("at_once", [7, 200_000])
def test_the_table_gives_back_every_number(
    run: Run, tmp_path: Path, ending: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ROWS_AT_ONCE", at_once)
    rows = rows_of(export(run, tmp_path / f"run{ending}"))
    assert {row["variable"] for row in rows} == {"men", "trust", "ended", "ending_day", "requests"}
    actors = ["army", "'=1+1", "guards"]
    back = np.full((40, 5, 3), np.nan)
    for row in rows:
        if row["variable"] == "trust" and row["value"] not in ("", None):
            back[int(row["history"]), int(row["week"]), actors.index(row["of"])] = float(row["value"])
    np.testing.assert_array_equal(back, run.measures["trust"].to_numpy())
    ending_days = [int(float(row["value"])) for row in rows if row["variable"] == "ending_day"]
    assert ending_days == run.measures["ending_day"].to_numpy().tolist()
    assert {row["part"] or None for row in rows if row["variable"] == "requests"} == {"honoured", "refused"}
    assert {row["unit"] for row in rows if row["variable"] == "men"} == {"men"}
    assert all(row["week"] in ("", None) for row in rows if row["variable"] == "ended")


def test_what_is_unknown_is_an_empty_cell(run: Run, tmp_path: Path) -> None:
    text = export(run, tmp_path / "run.csv").read_text()
    assert np.isnan(run.measures["trust"].to_numpy()).any()
    assert "nan" not in text.lower()
    assert "inf" not in text.lower()


def test_no_cell_is_a_formula(run: Run, tmp_path: Path) -> None:
    cells = [cell for row in rows_of(export(run, tmp_path / "run.csv")) for cell in row.values()]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if str(cell).startswith(("=", "+", "@"))]


def test_an_infinite_number_is_not_exported(run: Run, tmp_path: Path) -> None:
    run.measures["men"] = run.measures["men"] * np.inf
    with pytest.raises(ValueError, match="men holds an infinite number"):
        export(run, tmp_path / "run.csv")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("run.xlsx", "end it in .nc, .parquet, .csv"),
        ("run", "end it in"),
        ("none/run.nc", "there is no such folder"),
    ],
)
def test_what_cannot_be_a_target_is_said_first(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_target(tmp_path / name)


def test_a_failed_export_leaves_the_earlier_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(run, tmp_path / "run.csv")
    before = path.read_bytes()

    def full(measures: object, unfinished: Path) -> None:
        unfinished.write_bytes(before[:50])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setitem(room._FORMATS, ".csv", full)
    with pytest.raises(EnvironmentTrouble, match="no space left"):
        export(run, path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["run.csv"]
