"""A record for forecasts: as far back as it goes, on the war's weeks, with cells by the events' own coordinates."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from evidence.made_up_events import MAPPING, made, row
from polemos.engine.ged import grid_cell
from polemos.errors import BadInput
from polemos.evidence.mapping import Mapping
from polemos.evidence.mapping_file import mapping_of
from polemos.evidence.observed import observed
from polemos.evidence.past import record_of
from worlds import world

COLUMNS = "date,place,lat,lon,from_holder,to_holder,source,confidence\n"


@pytest.fixture
def names(tmp_path: Path) -> Mapping:
    path = tmp_path / "names.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return mapping_of(path, world("two_theatres"))


def changes(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    """Write changes of hands: day, place, from whom, to whom."""
    legend = world("two_theatres").legend
    path = folder / "changes.csv"
    lines = []
    for day, place, one, other in rows:
        at = legend.places.index(place)
        lines.append(f"{day},{place},{legend.latitude[at]},{legend.longitude[at]},{one},{other},x,high")
    path.write_text(COLUMNS + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_weeks_before_the_war_have_numbers_below_one(names: Mapping) -> None:
    """The war begins on 1 January 2000; the record 17 days earlier, which is two whole weeks and three days."""
    war = world("two_theatres")
    days = [war.start + timedelta(n) for n in (-17, -14, -8, -7, -1, 0, 6, 7)]
    events = made(*(row(2**n, date_start=str(day), date_end=str(day)) for n, day in enumerate(days)))
    found = record_of(war, events=events, mapping=names, recorded_to=war.start + timedelta(20))
    weeks = found["front_killed"].sum("front", skipna=True)
    known = np.isfinite(found["front_killed"].to_numpy()).any(axis=1)
    numbers = found["week"].to_numpy()
    assert numbers[:6].tolist() == [-3, -2, -1, 0, 1, 2]
    assert numbers[known].tolist() == [-1, 0, 1, 2, 3]
    assert [float(weeks.sel(week=week)) for week in (-1, 0, 1, 2, 3)] == [2 + 4, 8 + 16, 32 + 64, 128, 0]
    daily = found["killed_daily"].sum("camp", skipna=True)
    assert [float(daily.sel(day=day)) for day in (-16, 0, 1, 8)] == [1, 16, 32, 128]


def test_a_record_that_begins_with_the_war_is_that_of_observed(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(5), row(7, date_start="2000-02-09", date_end="2000-02-10"))
    one = record_of(war, events=events, mapping=names)
    other = observed(war, events=events, mapping=names)
    for name in other.data_vars:
        assert one[name].equals(other[name])


def test_a_month_that_began_before_the_record_is_not_known(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(5, date_start="1999-11-20", date_end="1999-11-20"), row(3))
    found = record_of(war, events=events, mapping=names, recorded_to=date(2000, 3, 1))["governorate_killed"]
    cells = record_of(war, events=events, mapping=names, recorded_to=date(2000, 3, 1))["cell_killed"]
    known = np.isfinite(cells.to_numpy()).all(axis=1)
    assert cells["month"].to_numpy()[known].tolist() == ["1999-12", "2000-01", "2000-02"]
    assert found["month"].to_numpy()[0] == "1999-11"


def test_cells_are_those_of_the_events_and_hold_all_dead(names: Mapping) -> None:
    war = world("two_theatres")
    events = made(row(3, 2, 4, 1, best=12, low=7, high=15), row(1, date_start="2000-01-20"))
    found = record_of(war, events=events, mapping=names, recorded_to=date(2000, 1, 31))
    cell = grid_cell(float(events.latitude[0]), float(events.longitude[0]))
    january = found.sel(month="2000-01", cell=cell)
    dead = int(events.best.sum())
    assert float(january["cell_killed"]) == dead
    assert (float(january["cell_killed_low"]), float(january["cell_killed_high"])) == (
        int(events.low.sum()),
        int(events.high.sum()),
    )
    assert float(found["cell_killed"].sum()) == dead


def test_listed_changes_reach_back_and_holders_begin_with_the_war(names: Mapping, tmp_path: Path) -> None:
    war = world("two_theatres")
    own = np.asarray(war.parameters(0, 0)[0].holder)
    place = int(np.flatnonzero(own >= 0)[0])
    name, mine = war.legend.places[place], war.legend.actors[own[place]]
    other = next(
        one for row_of, one in enumerate(war.legend.actors) if war.world.camp[row_of] != war.world.camp[own[place]]
    )
    file = changes(tmp_path, ("1999-12-20", name, mine, other), ("1999-12-28", name, other, mine),
                   ("2000-01-10", name, mine, other), ("2000-01-12", name, other, other))  # fmt: skip
    found = record_of(war, changes=[file], recorded_to=date(2000, 1, 21))
    changed = found["changed"].sel(place=name)
    assert {int(week): float(changed.sel(week=week)) for week in changed["week"] if changed.sel(week=week) > 0} == {
        -1: 1.0, 0: 1.0, 2: 1.0,
    }  # fmt: skip
    holder = found["holder"].sel(place=name).to_numpy()
    there = war.legend.actors.index(other)
    by_week = dict(zip(found["week"].to_numpy().tolist(), holder.tolist(), strict=True))
    assert [by_week[week] for week in (0, 1, 2, 3)] == [own[place], own[place], there, there]
    assert np.isnan([by_week[-1], by_week[4]]).all()
    with pytest.raises(BadInput, match="no change of hands is at a place of the war"):
        record_of(war, changes=[file], recorded_to=date(1999, 12, 31))
