"""The model's page and the schema name the same numbers, room by room."""

from __future__ import annotations

import re

import pytest

from polemos.dimensions import COMMAND_MODES, MECHANISMS
from polemos.model.parameters import Parameters
from polemos.model.slots import BUILT_IN
from polemos.model.state import State
from polemos.scenario import bargaining, interventions, schema
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.quantity import Quantity
from tools_of_the_house import ROOT, tool

DEFAULTS = Mechanisms()
NUMBERS = {
    room: {name for name, value in getattr(DEFAULTS, room) if isinstance(value, Quantity)} for room in MECHANISMS
}


def fields() -> set[str]:
    """Return every name that a person writes in a scenario, and the names of state variables and draws' arithmetic."""
    parts = [
        part
        for room in (schema, bargaining, interventions)
        for part in vars(room).values()
        if isinstance(part, type) and hasattr(part, "model_fields")
    ]
    written = {name for part in parts for name in part.model_fields}
    return written | set(State._fields) | set(Parameters._fields) | {"exp", "log"} | set(MECHANISMS)


def test_the_page_has_a_section_for_every_mechanism_in_the_order_of_the_day() -> None:
    titles = [section.title for section in tool("quotes").sections().values()]
    assert [title for title in titles if title[0].isdigit()] == [
        f"{number}. {name}" for number, name in enumerate(MECHANISMS, start=1)
    ]


def test_every_number_of_a_mechanism_is_on_the_page() -> None:
    """In a room's section, perhaps another's; what each command mode has is written as ``joint[mode]``."""
    words = set(re.findall(r"\w+", " ".join(section.text for section in tool("quotes").sections().values())))
    by_mode = re.compile(f"_({'|'.join(COMMAND_MODES)})$")
    silent = [name for names in NUMBERS.values() for name in names if by_mode.sub("", name) not in words]
    assert sorted(silent) == []


def test_what_stands_as_code_on_the_page_is_a_name_of_the_scenario_or_the_model() -> None:
    text = re.sub(r"^```.*?^```", "", (ROOT / "docs" / "model.md").read_text(encoding="utf-8"), flags=re.M | re.S)
    named = {word for word in re.findall(r"`([^`]+)`", text) if re.fullmatch(r"[a-z_]+", word)}
    known = fields() | {name for numbers in NUMBERS.values() for name in numbers} | {name for _, name in BUILT_IN}
    assert sorted(named - known) == []


@pytest.mark.parametrize("room", MECHANISMS)
def test_every_section_has_an_equation_or_criteria_and_says_its_limits(room: str) -> None:
    section = tool("quotes").sections()[room]
    assert section.limits
    assert [quote for quote in section.quotes() if quote.kind == "equation"] or room == "endings"
