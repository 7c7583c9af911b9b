"""What a record says of a reading: planted ratios come out, intervals hold them, what cannot be told is not told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidence.made_up_events import MAPPING, made, row
from polemos.evidence.control_changes import Changes, read_changes
from polemos.evidence.ledger import Fact, Reading
from polemos.evidence.mapping import Mapping
from polemos.evidence.mapping_file import mapping_of
from polemos.evidence.matching import match
from polemos.evidence.record_estimands import measure, recorded_movement, to_and_fro
from polemos.evidence.record_series import Recorded
from polemos.evidence.verdict import judge
from recorded_events import NO_RECORDS, SHARED
from worlds import world

FACTS = {"left": Fact(words="left", low=0.35, high=0.5, unit="share", source="counted")}


class Planted(Recorded):
    """A record whose series are made: Poisson deaths a day, by name, with a factor in a window."""

    def __init__(self, **series: Any) -> None:
        self.made = series
        self.war = world("two_theatres")
        self.days = len(next(iter(series.values())))

    def series(self, text: str, bound: str = "best") -> Any:
        return np.sum([self.made[part.strip()] for part in text.split("+")], axis=0)


def days(first: int, last: int) -> list[str]:
    start = world("two_theatres").start
    return [(start + timedelta(day)).isoformat() for day in (first, last)]


INSIDE, OUTSIDE = days(70, 139), days(0, 69)


def reading(statistic: str, **more: Any) -> Reading:
    return Reading.model_validate({"words": "x", "statistic": statistic, **more})


def poisson(key: int, factor: float, mean: float = 40.0) -> Any:
    draws = np.random.Generator(np.random.Philox(key=key))
    return draws.poisson(np.where(np.arange(140) < 70, mean, mean * factor)).astype(float)


def test_a_planted_ratio_comes_out_and_is_judged() -> None:
    """40 a day for 70 days: the ratio's standard error is about 3 %, so that a half is 15 of them away from one."""
    found = measure(reading("ratio", series="a", inside=INSIDE, outside=OUTSIDE), Planted(a=poisson(1, 0.5)), {}).effect
    assert found is not None
    assert found.mean == pytest.approx(-0.5, abs=0.06)
    assert found.low < found.mean < found.high < -0.3
    assert judge(found, False, 0.1).verdict == "supported"
    assert judge(found, True, 0.1).verdict == "contradicted"


def test_a_ratio_of_a_series_to_itself_is_nothing() -> None:
    record = Planted(a=poisson(2, 0.5), b=poisson(2, 0.5))
    found = measure(
        reading("ratio_difference", series="a", against="b", inside=INSIDE, outside=OUTSIDE), record, {}
    ).effect
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_a_share_moves_by_what_was_planted() -> None:
    """From a half to a third of the dead: -1/6, with a standard error of about 1 %."""
    record = Planted(a=poisson(3, 0.5), b=poisson(4, 1.0))
    found = measure(reading("share_difference", series="a", against="b", inside=INSIDE, outside=OUTSIDE), record, {})
    assert found.effect is not None
    assert found.effect.mean == pytest.approx(-1.0 / 6.0, abs=0.04)
    assert found.levels == pytest.approx((1.0 / 3.0, 0.5), abs=0.03)


def test_weeks_that_move_together_correlate() -> None:
    a = poisson(5, 0.3)
    record = Planted(a=a, b=2.0 * a + 1.0, c=-a)
    for other, sign in (("b", 1.0), ("c", -1.0)):
        found = measure(reading("correlation", series="a", against=other, inside=days(0, 139)), record, {}).effect
        assert found is not None
        assert (found.mean, found.low, found.high) == pytest.approx((sign, sign, sign))
    short = measure(reading("correlation", series="a", against="b", inside=days(0, 48)), record, {})
    assert short.effect is None  # seven weeks


def test_what_cannot_be_told_is_not_told() -> None:
    record = Planted(a=poisson(6, 1.0), none=np.zeros(140), gap=np.where(np.arange(140) == 100, np.nan, 1.0))
    short = measure(reading("ratio", series="a", inside=days(0, 12), outside=OUTSIDE), record, {})
    assert short.why == "a window of fewer than 2 weeks has no interval"
    nobody = measure(reading("ratio", series="none", inside=INSIDE, outside=OUTSIDE), record, {})
    assert nobody.effect is None
    assert nobody.why == "too little happened in a window for an interval"
    gap = measure(reading("ratio", series="gap", inside=INSIDE, outside=OUTSIDE), record, {})
    assert gap.why.startswith("the record does not tell of gap from")
    late = measure(reading("ratio", series="a", inside=days(120, 150), outside=OUTSIDE), record, {})
    assert late.why.startswith("the record does not tell of a")
    assert measure(reading("ratio", series="a", inside=INSIDE, outside=OUTSIDE), None, {}).why == "no record was given"


def test_a_counted_figure_needs_no_record() -> None:
    said = reading("source", fact="left", least=0.65, most=0.75)
    assert measure(said, None, FACTS).judgement == ("contradicted", "the other way")
    assert measure(reading("source", fact="left", least=0.2), None, FACTS).judgement == ("supported", "as claimed")


@pytest.mark.statistical
def test_intervals_hold_a_planted_ratio_as_often_as_they_say() -> None:
    """Ten weeks in and out, independent days: 95 % intervals of blocks hold the truth in 88 to 98 % of 300 records.

    Percentile intervals of ten blocks are known to be some points too narrow; the bounds are five standard errors
    (1.3 %) around 93 %, a false alarm of less than 1 in 100,000.
    """
    held = 0
    for key in range(300):
        record = Planted(a=poisson(1000 + key, 0.7))
        found = measure(reading("ratio", series="a", inside=INSIDE, outside=OUTSIDE), record, {}).effect
        assert found is not None
        held += found.low <= -0.3 <= found.high
    assert 0.87 <= held / 300 <= 0.99


def test_movement_in_vain_is_a_share() -> None:
    net, gross = np.array([0.0, 10.0, -5.0, 0.0]), np.array([10.0, 10.0, 10.0, 0.0])
    assert to_and_fro(net, gross).tolist()[:3] == [1.0, 0.0, 0.5]
    assert np.isnan(to_and_fro(net, gross)[3])


NAMES = MAPPING + "holders:\n  S: {camp: settled, actor: army}\n  R: {camp: raiding, actor: raiders}\n"


@pytest.fixture
def names(tmp_path: Path) -> Mapping:
    path = tmp_path / "names.yaml"
    path.write_text(NAMES, encoding="utf-8")
    return mapping_of(path, world("two_theatres"))


def changes_of(folder: Path, names: Mapping, *lines: str) -> Changes:
    path = folder / "changes.csv"
    path.write_text("date,place,lat,lon,from_holder,to_holder,source,confidence\n" + "".join(lines), encoding="utf-8")
    return read_changes(path, names, world("two_theatres"))


def test_series_are_counted_by_hand(tmp_path: Path, names: Mapping) -> None:
    """Two events and three changes: who died on which day, against whom, who won and lost."""
    war = world("two_theatres")
    first = row(2, 3, id="1")
    later = row(4, 0, unknown=1, id="2", date_start="2000-01-03", date_end="2000-01-04")
    among = row(7, 0, id="3", side_a="Raiders of the hills", side_b="Raiders of the hills", date_start="2000-01-02")
    matched = match(made(first, later, among), names, war)
    moved = changes_of(tmp_path, names, "2000-01-02,oasis,35.0,37.5,R,S,made up,high\n",
                       "2000-01-05,oasis,35.0,37.5,S,R,made up,high\n")  # fmt: skip
    record = Recorded(war, matched, moved, war.start + timedelta(9))
    settled, raiding = war.legend.camps[0], war.legend.camps[1]
    assert record.series(f"own.{settled}")[:4].tolist() == [2.0, 0.0, 2.0, 2.0]
    assert record.series(f"own.{raiding}|{settled}")[:4].tolist() == [3.0, 0.0, 0.0, 0.0]
    assert record.series(f"own.{raiding}")[:4].tolist() == [3.0, 7.0, 0.0, 0.0]
    assert record.series(f"own.{raiding}|{raiding}")[:4].tolist() == [0.0, 7.0, 0.0, 0.0]
    assert record.series(f"pair.{raiding}|{settled}")[:4].tolist() == [5.0, 0.0, 2.5, 2.5]
    assert record.series(f"pair.{settled}|{raiding}", "high")[3] >= 2.5
    assert np.isnan(record.series(f"own.{settled}")[4:]).all()  # no event later: nothing is known
    assert record.series(f"won.{settled}")[:5].tolist() == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert record.series(f"lost.{settled}")[:5].tolist() == record.series(f"won.{raiding}")[:5].tolist()
    both = record.series(f"won.{settled} + won.{raiding}")
    assert both[:5].sum() == 2.0
    assert np.isnan(both[5:]).all()
    window = [date(2000, 1, 1), date(2000, 1, 5)]
    people = np.full(len(war.legend.places), 100.0)
    assert recorded_movement(record, people, np.asarray(war.world.main), 0, window) == (0.0, 200.0)
    beyond = [date(2000, 1, 1), date(2000, 1, 6)]
    assert np.isnan(recorded_movement(record, people, np.asarray(war.world.main), 0, beyond)).all()


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_RECORDS)
def test_the_truce_is_seen_as_the_table_of_windows_sees_it() -> None:
    """``truce_windows``: 26.1 against 52.8 dead a day between government and insurgents, 27.0 against 25.4 with ISIL.

    That table counts events of up to three days between two blanket sides, ours all events and all groups of a camp, so
    that levels may differ by a quarter; which of the two pairs fell is what it is about.
    """
    from polemos.evidence.mapping_file import read_mapping
    from polemos.evidence.readers import read_events

    war = world_of_syria()
    matched = match(read_events(SHARED / "ucdp_ged_syria_2016-01_2016-09.csv.gz").events, read_mapping(None, war), war)
    record = Recorded(war, matched, None, date(2016, 6, 30))
    truce = {"inside": ["2016-02-27", "2016-03-14"], "outside": ["2016-01-01", "2016-02-26"]}
    for pair, inside, outside in (("coalition|insurgents", 26.12, 52.75), ("coalition|isil", 27.0, 25.35)):
        found = measure(reading("ratio", series=f"pair.{pair}", **truce), record, {})
        assert found.levels == pytest.approx((inside, outside), rel=0.45)
        assert (found.levels[0] < 0.75 * found.levels[1]) is (pair == "coalition|insurgents")


def world_of_syria() -> Any:
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    return compile_scenario(load("syria-2016"))
