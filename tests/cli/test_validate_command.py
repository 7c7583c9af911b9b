"""``polemos validate``: a table or JSON on stdout, 0 if all results are as declared, 1 if one is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polemos.engine import cache
from polemos.experiments.validation import severity
from polemos.experiments.validation.result import Means, Pair
from polemos.theory import lanchester
from polemos.theory.lanchester import Outcome

Command = Callable[..., Any]


def test_a_table_that_says_what_it_means(polemos: Command) -> None:
    said = polemos("validate", "--only", "attrition", "--only", "zeta")
    assert (said.code, said.err) == (0, "")
    text = " ".join(said.out.split())
    assert text.startswith("what source n published ours off by status Attrition square-law Lanchester 1916")
    assert "1 not reproduced. Every one is what it is declared to be." in text
    assert "exact: equal in all digits that the source prints" in text
    assert max(map(len, said.out.splitlines())) <= 110
    assert "\x1b" not in said.out


def test_a_wrong_result_is_a_finding(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanchester, "ambush", lambda *given: Outcome("x", 1.0, 2.0))
    said = polemos("validate", "--only", "ambush")
    assert said.code == 1
    assert "WRONG: not" in said.out
    assert "NOT as declared: ambush." in " ".join(said.out.split())
    plain = polemos("validate", "--only", "ambush", "--json")
    assert plain.code == 1
    assert json.loads(plain.out)["as_declared"] is False


def test_json_holds_every_number(polemos: Command) -> None:
    said = polemos("validate", "--only", "ambush", "--json")
    assert said.code == 0
    assert json.loads(said.out)["command"] == "polemos validate --only ambush --seed 1"
    (row,) = json.loads(said.out)["results"]
    assert row["published"] == ["x wins" if isinstance(one, str) and one[0] == "x" else one for one in row["published"]]
    assert row["ours"][0] == pytest.approx(894.4271909999159)
    assert row["rests_on"] == ["theory.lanchester.ambush"]


def test_the_list_runs_nothing(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(lanchester, "ambush")
    said = polemos("validate", "--list", "--only", "ambush", "--only", "zeta")
    assert said.code == 0
    assert [line.split()[:2] for line in said.out.splitlines()] == [["ambush", "exact"], ["zeta", "exact"]]
    assert json.loads(polemos("validate", "--list", "--json").out)[0]["name"] == "election-three-issues"


def test_a_long_wait_is_told_before_it_begins(polemos: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def simulated(means: Means) -> list[Pair]:
        return [Pair("in the band", "in the band", inside=True)]

    row = severity.ROWS[-1]
    assert row.simulates
    monkeypatch.setattr(severity, "ROWS", (row._replace(work=simulated),))
    monkeypatch.setattr(cache, "is_compiled", lambda: False)
    said = polemos("validate", "--only", row.name)
    assert said.code == 0
    assert said.err == f"{row.name}: the engine is being compiled first, which takes about a minute, once\n"
    assert polemos("validate", "--only", row.name, "--quiet").err == ""


def test_unknown_names_and_folders_are_refused(polemos: Command, tmp_path: Path) -> None:
    said = polemos("validate", "--only", "ambusch")
    assert said == (2, "", 'polemos: ambusch: no published result is called so, did you mean "ambush"?\n')
    said = polemos("validate", "--only", "zeta", "--data", str(tmp_path / "no"))
    assert (said.code, said.out) == (2, "")
    assert "there is no such folder" in said.err


def test_data_that_cannot_be_read_are_refused(polemos: Command, tmp_path: Path) -> None:
    (tmp_path / "cow_edges.csv").write_text("window,a,b,sign\n46-49,AFG,IRN,1\n")
    said = polemos("validate", "--only", "cow", "--data", str(tmp_path))
    assert (said.code, said.err) == (2, f"polemos: {tmp_path}/cow_frustration.csv: is not in the folder\n")
    (tmp_path / "cow_frustration.csv").write_text("window,triangles\n46-49,1\n")
    said = polemos("validate", "--only", "cow", "--data", str(tmp_path))
    assert said.code == 2
    assert "cow_frustration.csv: has no column frustration_index, balanced_triangles" in said.err
    (tmp_path / "cow_frustration.csv").write_text(
        "window,frustration_index,triangles,balanced_triangles\n46-49,0,0,0\n"
    )
    assert polemos("validate", "--only", "cow", "--data", str(tmp_path)).code == 0
