"""A mapping says what a recorder's names mean, and every fault of it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.loaded_events import GED, RECORDS, load_events
from polemos.errors import BadInput
from polemos.evidence.mapping import CIVILIAN, NOBODY, Side, own_mapping, plain
from polemos.evidence.mapping_file import mapping_of, read_mapping, shipped_for
from polemos.scenario.tables import Tables
from worlds import world

GOOD = """polemos: 1
record: a made-up record
covers: {Homeland: home, Foreign_Land: [abroad]}
sides:
  The settled: {camp: settled}
  Raiders of the hills: {actor: raiders}
  Their cousins: {actor: cousins}
  Bandits: {ignored: no party}
holders: {S: {camp: settled, actor: army}, both: {ignored: several hold it}}
places: {The wells: oasis, Oases: [base, oasis]}
within_km: {exact: 10, near: 15.5, same: 0}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "names.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_become_rows(tmp_path: Path) -> None:
    war = world("two_theatres")
    found = mapping_of(written(tmp_path, GOOD), war)
    assert found.covers == {"homeland": ("home",), "foreign land": ("abroad",)}
    assert found.side("The  SETTLED") == Side(0)
    assert found.side("The settled").whole_camp  # type: ignore[union-attr]
    assert found.side("Raiders of the hills") == Side(1, 1)
    assert found.side("Bandits") == Side(NOBODY, NOBODY, "no party")
    assert found.side("Civilians") == Side(CIVILIAN)
    assert found.side("Raiders' cousins") == Side(1, 2)  # the war's own title
    assert found.side("Strangers") is None
    assert found.holders["s"] == Side(0, 0, stands_in=True)
    assert found.places["the wells"] == (1,)
    assert found.places["oases"] == (0, 1)
    assert (found.exact_km, found.near_km, found.same_km) == (10.0, 15.5, 0.0)
    assert [found.limit_km(precision) for precision in range(1, 8)] == [10.0, 15.5, 0, 0, 0, 0, 0]


def test_a_joint_side_is_its_members(tmp_path: Path) -> None:
    found = mapping_of(written(tmp_path, GOOD), world("two_theatres"))
    assert found.side("Raiders of the hills, Their cousins") == Side(1, NOBODY)
    assert found.side("Raiders of the hills, raiders") == Side(1, 1)
    assert found.side("Raiders of the hills, The settled") is None  # of two camps
    assert found.side("Raiders of the hills, Strangers") is None
    assert found.side("Raiders of the hills, Bandits") is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("camp: settled}", "camp: setled}", r'yaml:5:23: sides.The settled.camp: there is no camp "setled", did you'),
        ("actor: cousins", "actor: nobody", r'7:26: .*there is no actor "nobody", the war knows army, raiders'),
        ("{actor: cousins}", "cousins", r"7:18: .*needs \{camp: ...\}"),
        ("{actor: cousins}", "{actor: cousins, camp: raiding}", r"7:18: .*needs one of camp, actor or ignored"),
        ("{actor: cousins}", "{akctor: cousins}", r'7:19: .*unknown key "akctor", did you mean "actor"'),
        ("ignored: no party", "ignored: 3", r"8:22: .*needs the reason as a text"),
        ("camp: settled, actor: army", "camp: raiding, actor: army", r'9:37: .*is of the camp "settled"'),
        ("ignored: several hold it", "ignored: x, camp: settled", r"9:50: .*or ignored alone"),
        ("The wells: oasis", "The wells: oasys", r'10:21: .*no place "oasys", did you mean "oasis"'),
        ("Oases:", "THE WELLS:", r"10:28: places.THE WELLS: is looked up like another name"),
        ("exact: 10", "exact: 900", r"11:20: .*900 is out of range, 0 to 500"),
        ("exact: 10", "exact: ten", r"11:20: .*must be a number of km"),
        ("exact:", "exakt:", r'11:13: .*unknown key "exakt", did you mean "exact"'),
        ("Homeland: home", "Homeland: hom", r'3:20: .*no theatre "hom", did you mean "home"'),
        ("polemos: 1", "polemos: 2", r"1:10: polemos: must be 1, not 2"),
        ("sides:", "sidez:", r'4:1: sidez: unknown key "sidez", did you mean "sides"'),
        ("record: a made-up record\n", "", r"1:1: record: is missing"),
        ("record: a made-up record", "record: [1]", r"2:9: record: must be a text, not a list of 1"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=told):
        mapping_of(written(tmp_path, GOOD.replace(old, new, 1)), world("two_theatres"))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("camp: settled}", "camp: x}", 1).replace("The wells: oasis", "The wells: y")
    with pytest.raises(BadInput) as caught:
        mapping_of(written(tmp_path, text), world("two_theatres"))
    assert [problem.line for problem in caught.value.problems] == [5, 10]


def test_a_war_without_a_mapping_has_its_own_names() -> None:
    war = world("two_theatres")
    assert shipped_for(war.name) is None
    found = read_mapping(None, war)
    assert found.file == ""
    assert found.sides == own_mapping(war).sides
    assert found.covers == {"unknown": ("home", "abroad")}


@pytest.mark.parametrize("name", ["syria-2016", "syria-2016-06"])
def test_what_comes_with_a_war_contradicts_none_of_its_names(name: str) -> None:
    """Simulated events carry the war's own titles, and are to be read back by the same mapping."""
    war = world(name)
    found, own = read_mapping(None, war), own_mapping(war)
    assert found.file.endswith("syria-2016.yaml")
    assert {key: found.places[key] for key in own.places} == own.places
    titles = [plain(title) for title in (*war.legend.actor_titles, *war.legend.actors)]
    assert {key: found.sides[key] for key in titles} == {key: own.sides[key] for key in titles}
    assert {key: found.governorates[key] for key in own.governorates} == own.governorates


@pytest.mark.skipif(not GED.exists(), reason="no ../shared/records beside the checkout")
def test_every_side_and_holder_of_the_records_is_known() -> None:
    found, events = read_mapping(None, world("syria-2016")), load_events(GED)
    names = [*dict.fromkeys(events.side_a), *dict.fromkeys(events.side_b)]
    assert [name for name in names if found.side(name) is None] == []
    assert [name for name in dict.fromkeys(events.adm_1) if name and plain(name) not in found.governorates] == []
    tables = Tables()
    for path in sorted(RECORDS.glob("control_changes_*.csv")):
        for row in tables.read(path, ("from_holder", "to_holder")):
            assert {plain(row["from_holder"]), plain(row["to_holder"])} <= set(found.holders)
    assert tables.problems == []
