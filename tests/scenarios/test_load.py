"""Loading: built-in names, files that extend files, patches, and texts that suffice to load again."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.errors import BadInput
from polemos.scenario.document import read_document
from polemos.scenario.load import check, load, load_whole
from polemos.scenario.schema import Scenario
from polemos.scenario.sources import LONGEST_CHAIN, built_in_names, gather
from polemos.scenario.writing import dump

RIVER = Path(__file__).resolve().parent / "good" / "river.yaml"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def variant(folder: Path, text: str) -> Path:
    return write(folder, "variant.yaml", f"extends: {RIVER}\n{text}")


def test_numbers_are_what_the_file_says() -> None:
    war = load(RIVER)
    strength = war.actors["army"].strength
    assert (strength.low, strength.best, strength.high) == (8000, 10000, 13000)
    assert (strength.source, strength.confidence) == ("a yearbook", "low")
    assert war.interventions["withdrawal"].date.best.isoformat() == "2016-02-15"


def test_a_path_may_be_text_or_path() -> None:
    assert load(str(RIVER)) == load(RIVER)


@pytest.mark.parametrize("name", built_in_names())
def test_built_in_wars_are_sound(name: str) -> None:
    assert [str(problem) for problem in check(name)] == []


def test_a_built_in_name_goes_before_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = built_in_names()[0]
    write(tmp_path, name, "not: this\n")
    monkeypatch.chdir(tmp_path)
    assert gather(name).path.parent != tmp_path


def test_mappings_merge_and_lists_replace(tmp_path: Path) -> None:
    war = load(variant(tmp_path, "actors: {guard: {strength: 1}}\nwings: {jets: {clients: [guard]}}\n"))
    assert war.actors["guard"].strength.best == 1
    assert war.actors["guard"].sponsor == "patron"
    assert war.wings["jets"].clients == ["guard"]
    assert war.wings["jets"].aircraft.best == 12


def test_a_tilde_takes_a_key_away(tmp_path: Path) -> None:
    war = load(variant(tmp_path, "interventions: {truce: ~}\nactors: {guard: {sponsor: ~}}\n"))
    assert list(war.interventions) == ["withdrawal"]
    assert war.actors["guard"].sponsor is None


def test_a_range_is_replaced_whole(tmp_path: Path) -> None:
    """Else a new figure would keep the old one's bounds and source."""
    war = load(variant(tmp_path, "actors: {army: {strength: {low: 1, high: 3}}}\n"))
    strength = war.actors["army"].strength
    assert (strength.low, strength.best, strength.high, strength.source) == (1, 2, 3, None)


def test_the_source_alone_can_be_patched(tmp_path: Path) -> None:
    strength = load(variant(tmp_path, "actors: {army: {strength: {source: a register}}}\n")).actors["army"].strength
    assert (strength.best, strength.source) == (10000, "a register")


def test_patches_keep_the_order_of_actors(tmp_path: Path) -> None:
    """Draws are keyed by an actor's number: a what-if that renumbers actors would change every draw."""
    war = load(variant(tmp_path, "actors: {guard: {strength: 1}, new: {title: N, camp: red}}\n"))
    assert list(war.actors) == [*load(RIVER).actors, "new"]


def test_each_fault_is_placed_in_the_file_that_wrote_it(tmp_path: Path) -> None:
    base = write(tmp_path, "base.yaml", f"extends: {RIVER}\nactors:\n  guard: {{quality: -1}}\n")
    path = write(tmp_path, "top.yaml", "extends: base.yaml\ndays: 0\nactors: {army: {camp: bleu}}\n")
    found = [(Path(one.file).name, one.line, one.column, one.key) for one in check(path)]
    assert found == [
        ("top.yaml", 2, 7, "days"),
        ("top.yaml", 3, 23, "actors.army.camp"),
        (base.name, 3, 20, "actors.guard.quality"),
    ]


def test_a_path_in_extends_counts_from_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path, "base.yaml", RIVER.read_text(encoding="utf-8"))
    write(tmp_path / "below", "middle.yaml", "extends: ../base.yaml\ntitle: Middle\n")
    top = write(tmp_path, "top.yaml", "extends: below/middle.yaml\n")
    monkeypatch.chdir("/")
    assert load(top).title == "Middle"


def test_a_chain_ends_where_it_says(tmp_path: Path) -> None:
    write(tmp_path, "1.yaml", RIVER.read_text(encoding="utf-8"))
    for number in range(2, LONGEST_CHAIN + 2):
        write(tmp_path, f"{number}.yaml", f"extends: {number - 1}.yaml\n")
    assert check(tmp_path / f"{LONGEST_CHAIN}.yaml") == []
    (problem,) = check(tmp_path / f"{LONGEST_CHAIN + 1}.yaml")
    assert problem.what == "more than 8 files extend each other"


def test_a_link_to_itself_is_a_circle(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "extends: b.yaml\n")
    (tmp_path / "b.yaml").symlink_to(path)
    assert "goes round in a circle" in check(path)[0].what


@pytest.mark.parametrize("source", [RIVER, *built_in_names()], ids=str)
def test_texts_suffice_to_load_again(source: Path | str, tmp_path: Path) -> None:
    whole = load_whole(source)
    for name, text in whole.texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name, text)
    again = load_whole(tmp_path / "scenario.yaml")
    before, after = whole.scenario.model_dump(), again.scenario.model_dump()
    before["theatre"].pop("folder")
    assert after["theatre"].pop("folder") in (None, "sources")
    assert after == before
    assert again.texts["scenario.yaml"] == whole.texts["scenario.yaml"]


def test_texts_hold_every_file_that_took_part(tmp_path: Path) -> None:
    path = variant(tmp_path, "# a remark\ndays: 119\n")
    texts = load_whole(path).texts
    assert texts["sources/variant.yaml"] == path.read_text(encoding="utf-8")
    assert texts["sources/river.yaml"] == RIVER.read_text(encoding="utf-8")
    assert read_document(texts["scenario.yaml"]).data["days"] == 119


def test_the_scenario_carries_its_texts() -> None:
    loaded = load_whole(RIVER)
    assert loaded.scenario._texts == loaded.texts


def test_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    war = load(RIVER)
    path = write(tmp_path, "again.yaml", dump(war.model_dump(mode="json", by_alias=True)))
    assert load(path).model_dump() == war.model_dump()


def test_a_war_cut_short_keeps_its_later_interventions() -> None:
    """``--set days=10`` is no mistake in the file, although the truce then never comes."""
    war = load(RIVER, edits=["days=10"])
    assert isinstance(war, Scenario)
    assert list(war.interventions) == ["truce", "withdrawal"]


def test_a_theatre_is_found_beside_the_file_that_names_it(tmp_path: Path) -> None:
    base = tmp_path / "base"
    (base / "ground").mkdir(parents=True)
    text = RIVER.read_text(encoding="utf-8").replace("theatre:\n", "theatre:\n  from: ground\n")
    write(base, "war.yaml", text)
    top = write(tmp_path, "top.yaml", "extends: base/war.yaml\n")
    said = [str(problem) for problem in check(top)]
    assert any("base/ground" in line for line in said), said


def test_loading_twice_gives_the_same() -> None:
    assert load(RIVER) == load(RIVER)


def test_nothing_but_bad_input_comes_out_of_odd_names() -> None:
    for name in ("", ".", "..", "/", "a\0b", "x" * 5000, "~", "NUL", "\ud800"):
        with pytest.raises(BadInput):
            load(name)
