"""A forecast is said before it is known: nothing after the eve reaches it, and what it said can be read back."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
import xarray as xr

from experiments.prediction.recorded_history import FIRST, HISTORY, LAST, WAR, changes_rows, record, written
from polemos.engine.plan import Changes
from polemos.engine.run import run
from polemos.errors import BadInput
from polemos.evidence.past import record_of
from polemos.evidence.readers import read_events
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.frozen import verify
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.prediction.draws import read_draws
from polemos.experiments.prediction.forecast import chance_of, error_of, war_of_forecast
from polemos.experiments.prediction.panels import SOURCES, cut, end_of, panel_of, start_of
from polemos.interfaces.predictions import forecast
from worlds import SEED

HISTORIES = 60
ASKED = """questions:
  - {id: A, text: Does the ford change hands?, by: 2000-04-28, happens: changes_hands, places: [ford]}
  - {id: B, text: Do they fight?, by: 2000-03-30, happens: fight, camps: [allies, sands]}
  - {id: C, text: Does it rain?, by: 2000-03-30, happens: nothing_modelled}
  - {id: D, text: Is the mill lost later?, by: 2000-05-30, happens: lost, camp: allies, places: [mill]}
  - {id: E, text: Was the mill lost?, by: 2000-02-13, happens: lost, camp: allies, places: [mill]}
"""


@cache
def asked() -> Path:
    path = Path(mkdtemp()) / "asked.yaml"
    path.write_text(ASKED, encoding="utf-8")
    return path


@cache
def made(**more: Any) -> tuple[Answer, Path]:
    folder = Path(mkdtemp()) / "forecast"
    answer = forecast(WAR, FIRST, LAST, questions=asked(), histories=HISTORIES, seed=SEED, out=folder, **more)
    return answer, folder


@cache
def recorded() -> xr.Dataset:
    files = record()
    return record_of(files.war, events=read_events(files.events).events, changes=[files.changes], recorded_to=LAST)


def test_chances_are_counts_of_histories_and_never_certain() -> None:
    answer, _ = made()
    rows = {one["id"]: one for one in answer.findings["questions"]}
    plain = run(WAR, HISTORIES, SEED, days=121)
    camp = np.append(plain.war.world.camp, -1)[plain.measures["holder"].to_numpy()]
    ford = camp[:, 6:18, plain.war.legend.places.index("ford")]  # the eve is week 6, the date asked about week 17
    yes = int((ford[:, 1:] != ford[:, :1]).any(axis=1).sum())
    assert rows["A"]["k"] == yes
    assert rows["A"]["chance"] == (yes + 0.5) / (HISTORIES + 1)
    pairs = plain.measures["pair_killed"].sel(pair="allies|sands").to_numpy()
    assert rows["B"]["k"] == int((pairs[:, 7:13].sum(axis=1) >= 1).sum())
    assert 0.0 < chance_of(0, 10) < chance_of(10, 10) < 1.0  # type: ignore[operator]
    assert error_of(5, 10) == pytest.approx(np.sqrt(0.25 / 12.0))


def test_what_cannot_be_answered_is_told_with_its_reason() -> None:
    rows = {one["id"]: one for one in made()[0].findings["questions"]}
    assert [rows[name]["chance"] for name in "CDE"] == [None] * 3
    assert "nothing in the model" in rows["C"]["not_answered"]
    assert "after the window" in rows["D"]["not_answered"]
    assert "not within the weeks" in rows["E"]["not_answered"]
    text = made()[0].text(110)
    for part in ("Not answered", "Does it rain?", "a forecast of the prior", "as most histories have it on the eve"):
        assert part in text


def test_there_are_as_many_questions_by_rule_as_were_answered_or_as_are_wanted() -> None:
    ruled = [one for one in made()[0].findings["questions"] if one["asked"]["source"] == "by rule"]
    assert len(ruled) == 2
    assert {one["asked"]["by"] for one in ruled} == {"2000-03-22", "2000-04-30"}
    assert "ford" not in [one["asked"]["places"][0] for one in ruled]  # somebody asked about it
    assert not [one for one in made(by_rule=0)[0].findings["questions"] if one["asked"]["source"] == "by rule"]


def test_draws_are_read_back_as_the_run_has_them() -> None:
    answer, folder = made()
    plain = run(WAR, HISTORIES, SEED, days=121)
    weeks = [FIRST + timedelta(7 * number) for number in range(11)]
    found = read_draws(folder / "front_week.parquet")
    assert list(found.periods) == weeks
    assert found.values.tolist() == (
        plain.measures["front_killed"].sel(front=list(found.series)).to_numpy()[:, 7:18].tolist()
    )
    camps = read_draws(folder / "camp_week.parquet")
    daily = plain.measures["killed_daily"].to_numpy()[:, 42 : 42 + 77]
    assert camps.values.sum(axis=(1, 2)).tolist() == daily.sum(axis=(1, 2)).tolist()
    months = read_draws(folder / "place_month.parquet")
    assert list(months.periods) == [date(2000, 3, 1), date(2000, 4, 1)]
    grid = read_draws(folder / "views_grid.parquet")
    assert grid.periods == (243, 244)  # March and April 2000: (2000 - 1980) * 12 + 3
    civilians = plain.measures["place_civilians_by_month"].to_numpy()[:, 2:4]
    assert grid.values.sum() == months.values.sum() + civilians.sum()
    assert set(answer.findings["layouts"]) == set(SOURCES) - {"governorate_month"}  # this war has no governorate
    for layout in answer.findings["layouts"]:
        assert read_draws(folder / f"{layout}.parquet").values.shape[0] == HISTORIES


def test_the_folder_is_frozen_and_holds_its_own_war(tmp_path: Path) -> None:
    answer, folder = made()
    frozen = verify(folder)
    assert frozen.about["run"] == answer.cases[0]["run"]
    again = open_answer(folder)
    assert war_of_forecast(again).legend == Laboratory(WAR, days=121).plan(Changes()).war.legend
    with pytest.raises(BadInput, match="is frozen"):
        forecast(WAR, FIRST, LAST, histories=2, out=folder)
    # War.json is data: a name in it that leads out of the folder is refused.
    other = shutil.copytree(folder, tmp_path / "other")
    texts = json.loads((other / "war.json").read_text())
    answer_of_other = open_answer(other)
    answer_of_other.files["war.json"] = json.dumps({**texts, "../out.txt": "x"}).encode()
    with pytest.raises(BadInput, match="outside of itself"):
        war_of_forecast(answer_of_other)
    answer_of_other.files["war.json"] = json.dumps({name: text + "# more" for name, text in texts.items()}).encode()
    with pytest.raises(BadInput, match="another war"):
        war_of_forecast(answer_of_other)


def test_the_same_forecast_has_the_same_digest_wherever_it_is_made(tmp_path: Path) -> None:
    _, folder = made()
    forecast(WAR, FIRST, LAST, questions=asked(), histories=HISTORIES, seed=SEED, out=tmp_path / "x", threads=1)
    assert verify(folder).digest == verify(tmp_path / "x").digest


def test_no_leak_what_is_recorded_after_the_eve_changes_no_forecast(tmp_path: Path) -> None:
    """Every later change of hands is turned round, or there are others; the forecast stays as it was, to the bit."""
    files = record()
    rows = changes_rows(files.war, np.asarray(files.again.record.holder, dtype=np.int64))
    later = [row for row in rows if date.fromisoformat(row["date"]) >= FIRST]
    earlier = [row for row in rows if row not in later]
    first = {**rows[0], "date": "2000-01-03"}
    turned = [{**row, "from_holder": row["to_holder"], "to_holder": row["from_holder"]} for row in later]
    made_up = [{**first, "date": f"2000-03-{day:02d}"} for day in range(1, 20)]
    digests = []
    for number, rest in enumerate((later, turned, made_up)):
        changes = written(tmp_path / "changes.csv", [first, *earlier, *rest])
        out = tmp_path / f"forecast{number}"
        answer = forecast(WAR, FIRST, LAST, by_rule=3, histories=8, seed=SEED, changes=[changes], out=out)
        assert answer.findings["contested_by"] == "as recorded on the eve"
        digests.append(verify(out).digest)
    assert len(later) > 0
    assert len(set(digests)) == 1
    # What is recorded before the eve does reach it: with the wells taken, there is one border less to ask about.
    point = files.war.legend.places.index("wells")
    where = {"lat": files.war.legend.latitude[point], "lon": files.war.legend.longitude[point]}
    taken = {**first, **where, "place": "wells", "from_holder": "sand_bands", "to_holder": "army"}
    changes = written(tmp_path / "changes.csv", [first, *earlier, taken])
    before = forecast(WAR, FIRST, LAST, by_rule=9, histories=8, seed=SEED, changes=[changes])
    assert "wells" not in [one["asked"]["places"][0] for one in before.findings["questions"]]


def test_a_cut_record_knows_nothing_that_ended_after_the_eve() -> None:
    whole, files = recorded(), record()
    eve = FIRST - timedelta(1)
    found = cut(whole, files.war, eve)
    for layout in set(SOURCES) - {"governorate_month"}:
        table = panel_of(found, layout, files.war, date.min, LAST)
        same = panel_of(whole, layout, files.war, date.min, LAST)
        for row, period in enumerate(table.periods):
            known = end_of(layout, start_of(layout, period)) <= eve
            assert np.isfinite(table.values[0, row]).any() == (known and np.isfinite(same.values[0, row]).any())
            if known:
                assert np.array_equal(table.values[0, row], same.values[0, row], equal_nan=True)
    assert np.isfinite(found["holder"].to_numpy()).any(axis=1).sum() == 7  # the eve of the war and six weeks
    assert not [name for name, variable in found.data_vars.items() if not variable.dims]
    assert np.isfinite(whole["holder"].to_numpy()).all()  # the record itself is left as it was


def test_a_history_as_a_record_is_the_panel_of_its_run() -> None:
    """Both sides are counted alike: what is scored is the forecast, not the counting."""
    files = record()
    plain = run(WAR, HISTORY + 1, SEED, days=121)
    for layout in ("front_week", "camp_week", "pair_week", "place_month", "views_grid"):
        one = panel_of(recorded(), layout, files.war, FIRST, LAST)
        many = panel_of(plain.measures, layout, plain.war, FIRST, LAST)
        assert (one.periods, one.series) == (many.periods, many.series)
        if layout != "pair_week":  # a run lays an event on the camps at the place, a record on those that it names
            assert one.values[0].tolist() == many.values[HISTORY].tolist()


def test_learned_inputs_are_used_and_those_dropped_are_told(tmp_path: Path) -> None:
    fit = tmp_path / "fit"
    fit.mkdir()
    plain = run(WAR, 4, SEED, days=121)
    names = [item.path for item in plain.war.inputs][:2]
    low = [item.low for item in plain.war.inputs][:2]
    (fit / "posterior.csv").write_text(f"{names[0]},{names[1]},other.input\n{low[0]},{low[1]},1\n", encoding="utf-8")
    (fit / "ranges.csv").write_text(
        "path,low,best,high\n" + ",".join(map(str, (names[0], *plain.war.inputs[0][1:4]))) + f"\n{names[1]},7,8,9\n",
        encoding="utf-8",
    )
    answer = forecast(WAR, FIRST, LAST, posterior=fit, histories=4, seed=SEED)
    inputs = answer.findings["inputs"]
    assert inputs["learned"] == [names[0]]
    assert set(inputs["dropped"]) == {names[1], "other.input"}
    assert answer.cases[0]["edits"] == [f"posterior={fit}"]
    assert f"--posterior {fit}" in answer.command
    assert "2 learned inputs were not taken over" in answer.text(110)
    draws = answer.findings["layouts"]["front_week"]["total"]
    assert draws != forecast(WAR, FIRST, LAST, histories=4, seed=SEED).findings["layouts"]["front_week"]["total"]


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ((date(2000, 1, 1), LAST), "is not after the scenario's first day"),
        ((LAST, FIRST), "is before"),
        (("2000-13-01", LAST), "needs a date such as"),
    ],
)
def test_windows_that_cannot_be_are_refused(window: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        forecast(WAR, *window, histories=2)
