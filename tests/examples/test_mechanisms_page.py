"""Every claim is carried by rooms, equations, numbers, switches and measures that exist, and the page says which."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from polemos.dimensions import MECHANISMS
from polemos.engine.definitions import MEASURES
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.quantity import Quantity
from tools_of_the_house import DOCS, ROOT, tool

BOOK: Any = tool("claims").catalogue()
CLAIMS = [pytest.param(claim, id=name) for name, claim in BOOK.claims.items()]
MODEL = ROOT / "src" / "polemos" / "model"
LABELS_ONLY = "c24"


def test_the_page_is_what_the_script_writes() -> None:
    written = (DOCS / "mechanisms.md").read_text(encoding="utf-8")
    assert written == tool("mechanisms").page(), "run make docs"


def test_there_are_twenty_four_claims_and_each_has_a_row_and_a_section() -> None:
    page = (DOCS / "mechanisms.md").read_text(encoding="utf-8")
    assert list(BOOK.claims) == [f"c{number:02d}" for number in range(1, 25)]
    for name in BOOK.claims:
        assert f"| [{name}](#{name}) |" in page
        assert f"\n## {name}\n" in page


@pytest.mark.parametrize("claim", CLAIMS)
def test_rooms_are_files_of_the_model_with_a_section_on_the_models_page(claim: Any) -> None:
    for room in claim.rooms:
        assert (MODEL / f"{room}.py").is_file()
        assert tool("quotes").section_of(room).text


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_is_quoted_stands_on_the_models_page(claim: Any) -> None:
    sections = tool("quotes").sections()
    for room, beginnings in claim.equations.items():
        for beginning in beginnings:
            assert sections[room].quote(beginning).text


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_input_is_there_in_the_war(claim: Any) -> None:
    for path in claim.inputs:
        assert tool("inputs_at").row(path).path == path


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_switch_is_offered_by_the_war_and_every_measure_is_recorded(claim: Any) -> None:
    war = tool("inputs_at").war()
    causes = {act.cause for act in war.interventions.values()}
    offered = {*war.what_ifs, *war.interventions, *causes, *(f"mechanisms.{name}" for name in MECHANISMS)}
    for switch, measures in claim.switches.items():
        assert switch in offered
        assert [measure for measure in measures if measure not in MEASURES] == []


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_was_read_is_listed(claim: Any) -> None:
    listed = re.findall(r"^\*\*(.+?)\*\*", (DOCS / "references.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [work for work in claim.literature if work not in listed] == []


def test_every_claim_but_the_one_on_labels_has_room_equation_number_switch_and_measure() -> None:
    for name, claim in BOOK.claims.items():
        complete = bool(claim.rooms and claim.equations and claim.inputs and claim.switches and claim.moves)
        assert complete is (name != LABELS_ONLY), name


def test_every_mechanism_carries_a_claim_and_can_be_switched_off_by_one() -> None:
    carried = {room for claim in BOOK.claims.values() for room in claim.rooms}
    switched = {switch for claim in BOOK.claims.values() for switch in claim.switches}
    assert set(MECHANISMS) <= carried
    assert {f"mechanisms.{name}" for name in MECHANISMS} <= switched


def test_every_number_of_a_mechanism_is_asked_for_by_a_claim_or_needed_for_something_said() -> None:
    asked = {path for claim in BOOK.claims.values() for path in claim.inputs}
    defaults = Mechanisms()
    numbers = {
        f"mechanisms.{room}.{name}"
        for room in MECHANISMS
        for name, value in getattr(defaults, room)
        if isinstance(value, Quantity)
    }
    assert sorted(numbers - asked - set(BOOK.unclaimed)) == []
    assert sorted(set(BOOK.unclaimed) - numbers) == []
    assert sorted(asked & set(BOOK.unclaimed)) == []


def test_no_page_or_room_names_a_claim_that_is_not_in_the_ledger() -> None:
    texts = [*DOCS.glob("*.md"), *(ROOT / "src" / "polemos").rglob("*.py")]
    named = {name for path in texts for name in re.findall(r"\bc\d\d\b", path.read_text(encoding="utf-8"))}
    assert named <= set(tool("claims").ledger().claims)
    assert set(BOOK.claims) <= named


def test_works_cited_on_the_models_page_are_listed() -> None:
    works = re.findall(r"^\*\*(.+?) (\d{4})\*\*", (DOCS / "references.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert works == sorted(works, key=lambda work: (work[0].casefold(), work[1]))
    cited = re.findall(r"([A-Z][\w ,]*?) (?:and \w+ )?((?:19|20)\d{2})\b", _bracketed(DOCS / "model.md"))
    years = {(name.split()[0], year) for name, year in works}
    assert [one for one in cited if not any(year == one[1] and name in one[0] for name, year in years)] == []


def _bracketed(page: Path) -> str:
    """Return what stands in brackets with a year in it: "(Harary 1959; Aref and Wilson 2019)"."""
    text = " ".join(page.read_text(encoding="utf-8").split())
    return " ; ".join(re.findall(r"\(([^()]*\d{4}[^()]*)\)", text))


def test_a_wrong_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="0 pieces begin"):
        tool("quotes").sections()["air"].quote("aircraft fly to the moon")
    with pytest.raises(ValueError, match="nothing stands at"):
        tool("inputs_at").row("actors.*.height")
