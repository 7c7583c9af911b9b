"""What is learned on one war is used in another only where it means the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.experiments.prediction.learned import transferred
from polemos.scenario.inputs import Input


def an_input(path: str, low: float, best: float, high: float) -> Input:
    return Input(path, low, best, high, "ratio", "made up", "none")


INPUTS = [an_input("a", 0.0, 1.0, 2.0), an_input("b", 0.0, 1.0, 2.0), an_input("c", 5.0, 5.0, 5.0)]


def fit(folder: Path, head: str, *rows: str, ranges: tuple[str, ...] = ()) -> Path:
    (folder / "posterior.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    if ranges:
        (folder / "ranges.csv").write_text("\n".join(("path,low,best,high", *ranges)) + "\n", encoding="utf-8")
    return folder


def test_what_lies_within_the_range_is_taken_and_the_rest_is_named(tmp_path: Path) -> None:
    found = transferred(fit(tmp_path, "a,b,c,d", "0.5,0.5,5,1", "0.7,2.5,5,1"), INPUTS)
    assert found.draws.paths == ("a",)
    assert found.draws.values.tolist() == [[0.5], [0.7]]
    assert {name: why.split(" ")[0] for name, why in found.dropped.items()} == {"b": "has", "c": "is", "d": "is"}
    assert not found.ranges_known


def test_another_range_is_another_input_even_where_all_draws_fit(tmp_path: Path) -> None:
    folder = fit(tmp_path, "a,b", "0.5,0.5", "0.7,0.6", ranges=("a,0,1,2", "b,0,0.9,2"))
    found = transferred(folder, INPUTS)
    assert found.draws.paths == ("a",)
    assert found.dropped == {"b": "was learned from another range (0 / 0.9 / 2, here 0 / 1 / 2)"}
    assert transferred(folder / "posterior.csv", INPUTS).dropped == found.dropped


def test_rows_stay_together(tmp_path: Path) -> None:
    rows = [f"{one},{1 - one},{one / 2}" for one in (0.1, 0.2, 0.9)]
    found = transferred(fit(tmp_path, "b,x,a", *rows), INPUTS)
    assert found.draws.paths == ("b", "a")
    assert np.allclose(found.draws.values[:, 0] / 2, found.draws.values[:, 1])


@pytest.mark.parametrize(
    ("head", "row", "ranges", "message"),
    [
        ("x,y", "1,1", (), "nothing of it can be taken over: x is no input of this war, and 1 more"),
        ("a", "1", ("a,0,1",), "needs a path and three numbers"),
        ("a", "1", ("b,0,1,2",), "has no range in ranges.csv"),
    ],
)
def test_faults_are_told(tmp_path: Path, head: str, row: str, ranges: tuple[str, ...], message: str) -> None:
    with pytest.raises(BadInput) as raised:
        transferred(fit(tmp_path, head, row, ranges=ranges), INPUTS)
    assert message in str(raised.value)
