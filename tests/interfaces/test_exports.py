"""A run goes to other programs' files, and other readers find the measures in them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import networkx
import numpy as np
import pytest
from lxml import etree
from PIL import Image

from polemos.engine.run import Run
from polemos.errors import BadInput
from polemos.interfaces.exports import FIGURES, export
from small_run import small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


def test_control_over_time_is_that_of_the_measures(run: Run, tmp_path: Path) -> None:
    whole = json.loads(export(run, tmp_path / "control.geojson").read_text(encoding="utf-8"))
    start, legend = run.war.start, run.war.legend
    camp_of = [legend.camps.index(camp) for camp in legend.camp_of_actor]
    holder = run.measures["holder"].transpose("history", "week", "place").values
    for place in legend.places:
        spells = [one["properties"] for one in whole["features"] if one["properties"]["place"] == place]
        # The spells follow each other without a gap, from the first day to the last.
        assert spells[0]["begin"] == start.isoformat()
        assert spells[-1]["end"] == (start + timedelta(run.war.days - 1)).isoformat()
        for one, other in pairwise(spells):
            assert date.fromisoformat(other["begin"]) - date.fromisoformat(one["end"]) == timedelta(1)
        for spell in spells:
            for week in (spell["week_first"], spell["week_last"]):
                here = holder[:, week, legend.places.index(place)]
                camps = np.array([camp_of[actor] if actor >= 0 else -1 for actor in here])
                shares = [(camps == camp).mean() for camp in range(len(legend.camps))]
                assert spell["share"] == pytest.approx(max(shares), abs=5e-4)
    where = whole["features"][0]["geometry"]["coordinates"]
    assert where == [legend.longitude[0], legend.latitude[0]]


def test_one_history_tells_its_holders_and_its_dead(run: Run, tmp_path: Path) -> None:
    whole = json.loads(export(run, tmp_path / "one.geojson", history=3).read_text(encoding="utf-8"))
    kinds = {one["properties"]["what"] for one in whole["features"]}
    assert kinds == {"control", "event"}
    dead = sum(one["properties"]["dead"] for one in whole["features"] if one["properties"]["what"] == "event")
    killed = int(run.measures["killed_total"].isel(history=3).sum())
    assert dead > 0
    # Men who die of wounds or are lost in aircraft die at no place's event.
    assert dead <= killed + int(run.measures["civilians_killed"].isel(history=3).sum()) + killed


def test_another_reader_finds_the_network(run: Run, tmp_path: Path) -> None:
    week = 5
    network = networkx.read_graphml(export(run, tmp_path / "net.graphml", week=week), force_multigraph=True)
    assert set(network.nodes) == set(run.war.legend.actors)
    trust = {(one, two): about["weight"] for one, two, about in network.edges(data=True) if about["kind"] == "trust"}
    measured = run.measures["pair_trust"].isel(week=week)
    assert trust
    for (one, two), weight in trust.items():
        assert weight == pytest.approx(float(measured.sel(truster=one, trusted=two).mean()), abs=1e-4)
    assert {about["kind"] for *_, about in network.edges(data=True)} == {"trust", "flow", "support"}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn(run: Run, tmp_path: Path, name: str) -> None:
    drawn = export(run, tmp_path / "figure.svg", figure=name).read_bytes()
    assert etree.fromstring(drawn).tag.endswith("svg")
    assert drawn == export(run, tmp_path / "again.svg", figure=name).read_bytes()
    picture = Image.open(BytesIO(export(run, tmp_path / "figure.png", figure=name).read_bytes()))
    assert picture.width > 600
    colours = picture.convert("RGB").getcolors(maxcolors=1 << 24)
    assert colours is not None
    assert len(colours) > 20


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("x.geojsn", {}, 'did you mean ".geojson"'),
        ("x.graphml", {"week": 999}, "there is no week 999"),
        ("x.svg", {"figure": "mapp"}, 'did you mean "map"'),
        ("x.geojson", {"history": 9999}, "has no history 9999"),
        ("nowhere/x.csv", {}, "there is no such folder"),
    ],
)
def test_what_cannot_be_written_is_said(
    run: Run, tmp_path: Path, name: str, options: dict[str, int], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        export(run, tmp_path / name, **options)  # type: ignore[arg-type]
    assert not (tmp_path / name).exists()
