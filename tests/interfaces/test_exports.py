"""One door for every format; what comes out is read back by other programs."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from hostile_run import SHOWN, hostile_run
from polemos.engine import durable
from polemos.errors import BadInput, EnvironmentTrouble
from polemos.interfaces.exports import ENDINGS, check, export
from polemos.interfaces.figures import FIGURES, WIDE, save_figure
from small_run import DAYS, small_run
from worlds import SEED

SVG = "{http://www.w3.org/2000/svg}"


def words_of(svg: bytes) -> str:
    """Return all letters that an SVG shows."""
    root = etree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_gives_a_file_that_begins_as_its_format_does(tmp_path: Path, ending: str) -> None:
    begins = {".nc": b"\x89HDF", ".parquet": b"PAR1", ".csv": b'"variable"', ".geojson": b'{"type":"FeatureCollection"',
              ".graphml": b"<?xml", ".svg": b"<?xml", ".png": b"\x89PNG"}  # fmt: skip
    path = export(small_run(), tmp_path / f"run{ending}")
    assert path == tmp_path / f"run{ending}"
    assert path.read_bytes().startswith(begins[ending])
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows_and_of_what(name: str) -> None:
    said = words_of(save_figure(small_run(), name))
    assert said.startswith(f"{small_run().war.title}: ")
    assert f"120 histories of two-fronts-one-air-force, seed {SEED}" in said
    assert save_figure(small_run(), name) == save_figure(small_run(), name)


def test_a_png_has_the_size_it_says() -> None:
    image = Image.open(io.BytesIO(save_figure(small_run(), "map", 3, "png")))
    image.load()
    assert image.format == "PNG"
    assert image.width == 150 * WIDE
    colours = image.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 20


def test_the_map_is_of_the_week_that_was_asked_for() -> None:
    assert "who holds what, 21 January 2000" in words_of(save_figure(small_run(), "map", 3))
    assert "who holds what, 28 April 2000" in words_of(save_figure(small_run(), "map"))
    assert save_figure(small_run(), "map", 3) != save_figure(small_run(), "map", DAYS // 7)


def test_the_key_names_the_camps() -> None:
    for name in ("map", "holding", "dead"):
        said = words_of(save_figure(small_run(), name))
        assert all(title in said for title in small_run().war.legend.camp_titles), name
    assert all(answer in words_of(save_figure(small_run(), "requests")) for answer in ("honoured", "late", "refused"))


def test_week_and_history_reach_the_format(tmp_path: Path) -> None:
    graph = export(small_run(), tmp_path / "war.graphml", week=3).read_bytes()
    assert b"2000-01-21" in graph
    one = json.loads(export(small_run(), tmp_path / "war.geojson", history=5).read_bytes())
    assert one["polemos"]["history"] == 5


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("x.xlsx", {}, "end it in .nc, .parquet, .csv, .geojson, .graphml, .svg, .png"),
        ("x.geojsn", {}, 'did you mean ".geojson"?'),
        ("none/x.svg", {}, "there is no such folder"),
        ("x.geojson", {"week": 3}, "week: a .geojson file takes no week, leave it out, or end the file in .graphml"),
        ("x.png", {"history": 3}, "history: a .png file takes no history, leave it out, or end the file in .geojson"),
        ("x.graphml", {"figure": "map"}, "figure: a .graphml file takes no figure"),
        ("x.csv", {"figure": "map"}, "figure: a .csv file takes no figure"),
        ("x.svg", {"figure": "mpa"}, "figure: there is no figure 'mpa', did you mean \"map\"?"),
        ("x.svg", {"figure": "dead", "week": 3}, "week: the figure dead shows all weeks, leave it out"),
    ],
)
def test_what_cannot_be_is_said_before_any_work(tmp_path: Path, name: str, asked: dict[str, int], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(tmp_path / name, **asked)  # type: ignore[arg-type]
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "asked"), [("x.svg", {"week": 99}), ("x.graphml", {"week": -1}), ("x.geojson", {"history": 999})]
)
def test_what_the_run_does_not_have_leaves_no_file(tmp_path: Path, name: str, asked: dict[str, int]) -> None:
    with pytest.raises(BadInput, match=r"there is no week|no history"):
        export(small_run(), tmp_path / name, **asked)  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == []


def test_what_this_war_has_not_is_said() -> None:
    alone = small_run("one_front", 3, 28)
    for name, said in (("cohesion", "this war has no coalition"), ("requests", "nobody asks for aircraft")):
        with pytest.raises(BadInput, match=said):
            save_figure(alone, name)
    for name in ("map", "holding", "dead"):
        assert words_of(save_figure(alone, name))


def test_a_failed_export_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(small_run(), tmp_path / "war.graphml")
    before = path.read_bytes()

    def full(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[:50])
        raise OSError(28, "full")

    monkeypatch.setattr(durable, "_write_all", full)
    with pytest.raises(EnvironmentTrouble, match="no space left"):
        export(small_run(), path, week=1)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["war.graphml"]


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_titles_are_letters_in_a_figure(name: str) -> None:
    svg = save_figure(hostile_run(), name)
    said = words_of(svg)
    assert said.startswith(f"{SHOWN}: ")
    root = etree.fromstring(svg)
    assert {etree.QName(item).localname for item in root.iter("*")} & {"script", "b", "image", "foreignObject"} <= {
        "image"
    }
    assert save_figure(hostile_run(), name, None, "png").startswith(b"\x89PNG")
