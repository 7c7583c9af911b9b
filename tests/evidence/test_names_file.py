"""Every fault of a file of names or of an annotation is told with its line; a file for another text is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.errors import BadInput
from polemos.evidence.annotation_file import MarkedEvent, MarkedMention, read_annotation
from polemos.evidence.document import read_post
from polemos.evidence.names_file import names_in, read_names
from worlds import world

GOOD = """polemos: 1
wars: [somewhere]
source: made up
actors: {raiders: [Raiders of the Hills, RH]}
camps: {settled: [Townsfolk]}
others: {moon: [Moon]}
places: {oasis: [Old Wells]}
countries: {homeland: [Homeland]}
weapons: {sling: [sling, slings]}
ambiguous: {Hill men: [raiders, cousins]}
labels:
  brigands: {words: [brigand, brigands], may_mean: [raiding]}
days: {flood: 2016-01-05}
"""


def written(folder: Path, text: str, name: str = "names.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_laid_over_the_wars_own(tmp_path: Path) -> None:
    found = names_in(written(tmp_path, GOOD), world("two_theatres"))

    def ids(words: str) -> tuple[str, ...]:
        name = found.find(words)
        return name[0].ids if name else ()

    assert ids("Raiders of the hills") == ids("RH") == ("raiders",)
    assert ids("rh") == ids("old wells") == ids("Sling shot") == ()
    assert ids("Townsfolk") == ("camp:settled",)
    assert ids("Moon") == ("other:moon",)
    assert ids("Old Wells") == ids("Oasis") == ("oasis",)
    assert ids("Homeland") == ("country:homeland",)
    assert ids("slings") == ("sling",)
    assert ids("Hill men") == ("raiders", "cousins")
    label = found.find("Brigand")
    assert label is not None
    assert (label[0].ids, label[0].may_mean) == (("brigands",), ("camp:raiding",))
    assert found.days["flood"].isoformat() == "2016-01-05"


def test_a_war_without_a_file_has_its_own_titles() -> None:
    found = read_names(None, world("two_theatres"))
    assert found.file == ""
    assert found.find("Oasis") is not None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("raiders: [Raiders", "raider: [Raiders",
         '4:10: actors.raider: there is no actor "raider", did you mean "raiders"'),
        ("settled: [", "setled: [", '5:9: camps.setled: there is no camp "setled", did you mean "settled"?'),
        ("oasis: [", "oasys: [", '7:10: places.oasys: there is no place "oasys", did you mean "oasis"?'),
        ("[sling, slings]", "[sling, 3]", "9:26: weapons.sling: must be a name, not 3"),
        ("[sling, slings]", "['...']", 'weapons.sling: must be a name, not "..."'),
        ("[raiders, cousins]", "[raiders, cusins]",
         'ambiguous.Hill men: there is no camp or actor "cusins", did you mean'),
        ("may_mean: [raiding]", "mean: [raiding]",
         '12:42: labels.brigands.mean: unknown key "mean", did you mean "may_mean"?'),
        ("may_mean: [raiding]", "mean: [raiding]", "12:3: labels.brigands: needs may_mean"),
        ("2016-01-05", "soon", '13:15: days.flood: must be a day as 2016-02-27, not "soon"'),
        ("flood:", "Flood tide:", "days.Flood tide: must be one word in small letters"),
        ("polemos: 1", "polemos: 2", "1:10: polemos: must be 1, not 2"),
        ("polemos: 1\n", "", "polemos: is missing"),
        ("source:", "sauce:", '3:1: sauce: unknown key "sauce", did you mean "source"?'),
        ("source: made up", "uses: ../x.yaml", 'uses: must be the name of a file beside this one, not "../x.yaml"'),
        ("source: made up", "uses: none.yaml", "none.yaml: there is no such file"),
        ("others: {moon: [Moon]}", "others: [Moon]", "others: is not a mapping of names to values but a list of 1"),
    ],
)  # fmt: skip
def test_a_bad_file_of_names_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput) as caught:
        names_in(written(tmp_path, GOOD.replace(old, new)), world("two_theatres"))
    assert told in str(caught.value)


def marks(digest: str) -> str:
    return f"""polemos: 1
text: {digest}
mentions:
  - {{span: [0, 4], kind: actor, id: raiders}}
events:
  - {{span: [5, 9], action: attack, source: raiders, losses: 3}}
"""


def test_marks_are_read_by_span(tmp_path: Path) -> None:
    document = read_post(b"Some men came.")
    found = read_annotation(written(tmp_path, marks(document.digest)), document)
    assert found.mentions == (MarkedMention(0, 4, "actor", "raiders"),)
    assert found.events == (MarkedEvent(5, 9, "attack", {"source": "raiders", "losses": "3"}),)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[0, 4]", "[4, 4]", "4:12: mentions.0.span: must be [first, last] with 0 <= first < last <= 14"),
        ("[0, 4]", "[0, 15]", "4:12: mentions.0.span: must be [first, last]"),
        ("[0, 4]", "[0]", "4:12: mentions.0.span: must be"),
        ("kind: actor", "kind: actress", "4:26: mentions.0.kind: must be one of actor, place, weapon, date, label"),
        ("id: raiders", "id: 7", "mentions.0.id: must be an id"),
        ("action: attack", "action: 7", "6:28: events.0.action: must be an action"),
        ("source: raiders", "sauce: raiders", 'events.0.sauce: unknown key "sauce", did you mean "source"?'),
        ("mentions:\n", "mentions: 3\nevents:\n", 'the key "events" is written twice'),
        ("polemos: 1", "polemos: 9", "1:10: polemos: must be 1"),
    ],
)  # fmt: skip
def test_bad_marks_are_told_with_their_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    document = read_post(b"Some men came.")
    text = marks(document.digest)
    assert old in text
    with pytest.raises(BadInput) as caught:
        read_annotation(written(tmp_path, text.replace(old, new)), document)
    assert told in str(caught.value)


def test_marks_of_another_text_are_refused(tmp_path: Path) -> None:
    document = read_post(b"Some men came.")
    path = written(tmp_path, marks("0" * 64))
    with pytest.raises(BadInput) as caught:
        read_annotation(path, document)
    assert str(caught.value) == (
        f"{path}:2:7: text: belongs to another text than text, the digest of the text is {document.digest}"
    )
