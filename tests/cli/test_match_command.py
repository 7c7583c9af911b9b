"""``polemos events match`` as a command of its own; reading files is tested where it is done."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from evidence.loaded_events import events_of
from evidence.made_up_events import MAPPING, row
from polemos.errors import BadInput
from polemos.interfaces.cli.match_command import command_match
from worlds import HERE

WAR = str(HERE / "two_theatres.yaml")
CHANGES = (
    "date,place,lat,lon,from_holder,to_holder,source,confidence\n2000-01-07,oasis,35.0,37.5,raiders,army,made up,high\n"
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    table = pd.DataFrame([row(3, 2), row(4, id="2", side_b="Strangers"), row(1, id="3", country="Elsewhere")])
    table.to_csv(tmp_path / "events.csv", index=False)
    (tmp_path / "names.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "changes.csv").write_text(CHANGES, encoding="utf-8")
    if importlib.util.find_spec("polemos.evidence.readers") is None:
        stand_in = ModuleType("polemos.evidence.readers")
        stand_in.read_events = lambda path: SimpleNamespace(events=events_of(pd.read_csv(path)))  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "polemos.evidence.readers", stand_in)
    return tmp_path


def said(folder: Path, *words: str) -> Result:
    arguments = [str(folder / "events.csv"), "--war", WAR, "--mapping", str(folder / "names.yaml"), *words]
    return CliRunner().invoke(command_match, arguments)


def test_it_says_what_was_matched_and_what_was_not(files: Path) -> None:
    found = said(files, "--changes", str(files / "changes.csv"))
    assert found.exit_code == 0, found.output
    assert "3 events with 10 dead, counted 2 with 9" in found.output
    assert "nobody knows the side: 1 events, 4 dead\n    Strangers, 4 dead" in found.output
    assert "not covered by the mapping: 1 events, 1 dead\n    Elsewhere, 1 dead" in found.output
    assert "settled and raiding" in found.output
    assert "changes of hands to 2000-01-07: 1 counted, of them 0 back" in found.output


def test_as_json_it_is_the_same(files: Path) -> None:
    found = json.loads(said(files, "--json", "--changes", str(files / "changes.csv")).output)
    assert found["counted"] == {"events": 2, "deaths": 9.0}
    assert found["levels"]["place"]["share_of_deaths"] == 1.0
    assert found["changes"]["counted"] == 1
    assert "changes" not in json.loads(said(files, "--json").output)


def test_a_fault_of_the_mapping_is_told(files: Path) -> None:
    (files / "names.yaml").write_text(MAPPING.replace("camp: settled", "camp: setled"), encoding="utf-8")
    found = said(files)
    assert isinstance(found.exception, BadInput)
    assert 'there is no camp "setled", did you mean "settled"?' in str(found.exception)
