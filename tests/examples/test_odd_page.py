"""The ODD page has the protocol's elements, is what the script writes, and quotes the records rightly."""

from __future__ import annotations

import csv
import gzip
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from polemos.engine.definitions import MEASURES
from polemos.model.state import State, World
from tools_of_the_house import DOCS, ROOT, tool

RECORDS = ROOT.parent / "shared" / "records"
needs_records = pytest.mark.skipif(not RECORDS.is_dir(), reason="the records lie beside the checkout, not in it")
# Grimm and others 2020, in the order and with the names of the protocol.
ELEMENTS = [
    "Purpose and patterns",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
]
CONCEPTS = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
]
LAST_DAY = date(2016, 6, 15)


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "odd.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_script_writes(page: str) -> None:
    assert page == tool("odd").page(), "run make docs"


def test_it_has_the_seven_elements_and_eleven_concepts_in_the_protocols_order(page: str) -> None:
    assert re.findall(r"^## \d\. (.+)$", page, re.MULTILINE) == ELEMENTS
    concepts = page[page.index("## 4.") : page.index("## 5.")]
    assert [name for name in re.findall(r"^\*\*(.+?)\.\*\*", concepts, re.MULTILINE) if name in CONCEPTS] == CONCEPTS


def test_every_piece_is_used_and_none_is_left_unmade(page: str) -> None:
    prose = (ROOT / "tools" / "odd.md").read_text(encoding="utf-8")
    assert sorted(tool("odd").MARK.findall(prose)) == sorted(tool("odd").PIECES)
    assert "<!--" not in page


@pytest.mark.parametrize("part", [State, World], ids=lambda part: part.__name__)
def test_every_state_variable_has_a_row_with_a_unit_and_a_meaning(part: Any) -> None:
    found = tool("state_variables").variables(part.__name__)
    assert [one.name for one in found] == list(part._fields)
    silent = [one.name for one in found if not one.scratch and not one.unit]
    assert silent == [], "give each a unit in tools/state_variables.py"
    told = [one for one in found if not one.scratch and one.unit not in ("key", "chronicle")]
    assert [one.name for one in told if not one.meaning] == []


def test_every_draw_of_the_model_is_listed(page: str) -> None:
    listed = {line.split("|")[1].strip() for line in tool("draws").table().splitlines()[2:]}
    calls = {
        mechanism.lower()
        for path in (ROOT / "src" / "polemos" / "model").glob("*.py")
        if path.stem != "chance"
        for mechanism in re.findall(r"\b(?:draw|fill)\(\s*key,\s*([A-Z]+)", path.read_text(encoding="utf-8"))
    }
    assert calls
    assert calls <= listed


def test_patterns_name_measures_that_are_recorded() -> None:
    for pattern in tool("patterns").PATTERNS:
        assert [name for name in pattern.measures if name not in MEASURES] == []


def test_works_cited_on_the_page_are_listed(page: str) -> None:
    works = re.findall(r"^\*\*(.+?)\*\*", (DOCS / "references.md").read_text(encoding="utf-8"), re.MULTILINE)
    prose = (ROOT / "tools" / "odd.md").read_text(encoding="utf-8")
    cited = set(re.findall(r"\b([A-Z]\w+(?: de Mesquita)? \d{4})\b", prose)) - {"June 2016"}
    assert sorted(cited - set(works)) == []


def rows(name: str) -> list[dict[str, str]]:
    path = RECORDS / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def battle_events() -> Iterator[tuple[date, int]]:
    """Give day and deaths of the recorded battle events in Syria to mid-June; those over a month long are left out."""
    for row in rows("ucdp_ged_syria_2016-01_2016-09.csv.gz"):
        first, last = date.fromisoformat(row["date_start"][:10]), date.fromisoformat(row["date_end"][:10])
        battle = row["country"] == "Syria" and row["type_of_violence"] == "1"
        if battle and first <= LAST_DAY and last - first <= timedelta(days=31):
            yield first, int(row["best"])


@needs_records
def test_deaths_a_day_and_sizes_of_events_are_those_of_the_records() -> None:
    patterns, events = tool("patterns"), list(battle_events())
    days = (31, 29, 31, 30, 31, 15)
    dead = Counter[int]()
    for day, deaths in events:
        dead[day.month] += deaths
    assert tuple(round(dead[month] / days[month - 1]) for month in range(1, 7)) == patterns.BATTLE_DEATHS_A_DAY
    sizes = [deaths for _, deaths in events if deaths > 0]
    assert (statistics.median(sizes), round(statistics.mean(sizes), 1)) == patterns.EVENT_SIZE


@needs_records
def test_what_the_truce_did_is_as_recorded() -> None:
    windows = rows("truce_windows_2016.csv")[:4]
    for column, name in (
        ("gov_ins_deaths_day", "government and insurgents"),
        ("gov_is_deaths_day", "government and ISIL"),
    ):
        recorded = [float(row[column]) for row in windows]
        # Both are rounded to one place; a half may go either way.
        assert recorded == pytest.approx(tool("patterns").TRUCE[name], abs=0.051)


@needs_records
def test_changes_of_hands_are_as_recorded() -> None:
    patterns, every = tool("patterns"), rows("control_changes_2016-01_2016-06.csv")
    changes = [row for row in every if date.fromisoformat(row["date"]) <= LAST_DAY]
    months = Counter(int(row["date"][5:7]) for row in changes)
    assert tuple(months[month] for month in range(1, 7)) == patterns.CHANGES_A_MONTH
    seen = Counter(row["place"] for row in changes)
    assert len(seen) == 92
    assert round((len(changes) - len(seen)) / len(changes), 1) == patterns.AGAIN
    assert round(7 * sum(row["n_sources"] in "01" for row in changes) / len(changes)) == 6


@needs_records
def test_clusters_and_independence_of_fronts_are_as_recorded() -> None:
    patterns = tool("patterns")
    weekly: dict[str, dict[str, int]] = {}
    for row in rows("fronts_weekly.csv"):
        if "2016-01-04" <= row["week"] <= "2016-06-06" and not row["front"].startswith("("):
            weekly.setdefault(row["front"], {})[row["week"]] = int(row["events"])
    weeks = sorted({week for front in weekly.values() for week in front})
    every = [[front.get(week, 0) for week in weeks] for front in weekly.values()]
    fronts = [events for events in every if statistics.mean(events) >= 1]
    assert len(fronts) == 17
    spread = sorted(statistics.variance(events) / statistics.mean(events) for events in fronts)
    again = sorted(statistics.correlation(events[:-1], events[1:]) for events in fronts)
    for values, said in ((spread, patterns.DISPERSION), (again, patterns.AUTOCORRELATION)):
        assert tuple(round(value, 1) for value in (values[0], statistics.median(values), values[-1])) == said
    pairs = [statistics.correlation(one, other) for row, one in enumerate(fronts) for other in fronts[:row]]
    assert round(statistics.mean(pairs), 2) == patterns.CROSS_FRONT


def test_the_page_of_the_script_says_where_it_is_from(page: str) -> None:
    assert Path(tool("odd").PAGE) == DOCS / "odd.md"
    assert "Made by `tools/odd.py`" in page
