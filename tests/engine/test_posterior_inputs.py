"""Inputs that were learned come from their table, row by row; every other number is drawn as without it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import polemos as pm
from polemos.engine.given import Row, simulate_given
from polemos.engine.plan import Changes, changed_scenario
from polemos.engine.run import open_run, run, run_again
from polemos.errors import BadInput
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from polemos.scenario.posterior import Draws, read_draws, write_draws
from worlds import HERE, unequal

WORLD = HERE / "two_fronts_one_air_force.yaml"
PLAIN = compile_scenario(load(WORLD))
LEARNED = PLAIN.inputs[:3]
PATHS = tuple(item.path for item in LEARNED)
VALUES = np.array([[item.low + part * (item.high - item.low) for item in LEARNED] for part in (0.0, 0.3, 1.0)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posterior.csv"
    path.write_text(write_draws(Draws(PATHS, VALUES)))
    return path


def test_history_takes_its_row_and_nothing_else_moves(table: Path) -> None:
    war = compile_scenario(load(WORLD, edits=[f"posterior={table}"]))
    rows = [war.inputs.index(item) for item in LEARNED]
    others = [row for row in range(len(war.inputs)) if row not in rows]
    assert others
    for history in range(7):
        found, usual = war.parameters(5, history)[1], PLAIN.parameters(5, history)[1]
        np.testing.assert_array_equal(found[rows], VALUES[history % 3])
        np.testing.assert_array_equal(found[others], usual[others])
    assert war.drawn.learned == frozenset(PATHS)


def test_table_survives_writing(table: Path) -> None:
    ugly = Draws(("a", "b"), np.array([[0.1 + 0.2, 1e-300], [1 / 3, 2**53 + 1.0]]))
    again = read_draws(write_draws(ugly), "x")
    assert again.paths == ugly.paths
    assert again.values.tobytes() == ugly.values.tobytes()


def test_an_edit_counts_more_than_the_table(table: Path) -> None:
    fixed = f"{PATHS[0]}={LEARNED[0].best!r}"
    war = compile_scenario(load(WORLD, edits=[f"posterior={table}", fixed]))
    assert war.drawn.learned == frozenset(PATHS[1:])
    assert war.drawn.draw(1, 2)[war.drawn.row[PATHS[0]]] == LEARNED[0].best


def test_a_run_with_a_table_is_run_again_from_its_folder_alone(table: Path, tmp_path: Path) -> None:
    one = run(WORLD, histories=6, days=20, edits=[f"posterior={table}"], out=tmp_path / "one")
    plain = run(WORLD, histories=6, days=20)
    assert one.manifest.run != plain.manifest.run
    table.write_text("gone\n")
    run_again(tmp_path / "one")
    opened = open_run(tmp_path / "one")
    assert opened.war.drawn.learned == frozenset(PATHS)
    np.testing.assert_array_equal(opened.recorded["inputs"], one.recorded["inputs"])


def test_another_table_is_another_run(table: Path, tmp_path: Path) -> None:
    one = run(WORLD, histories=2, days=5, edits=[f"posterior={table}"])
    table.write_text(write_draws(Draws(PATHS, VALUES[::-1])))
    other = run(WORLD, histories=2, days=5, edits=[f"posterior={table}"])
    assert one.manifest.run != other.manifest.run


def test_a_folder_stands_for_the_table_in_it(table: Path) -> None:
    by_folder = compile_scenario(load(WORLD, edits=[f"posterior={table.parent}"]))
    assert by_folder.drawn.learned == frozenset(PATHS)


def test_a_scenario_file_names_its_table_from_where_it_lies(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = table.parent / "mine.yaml"
    mine.write_text(f"extends: {WORLD}\nposterior: posterior.csv\n")
    monkeypatch.chdir(table.parent.parent)
    assert compile_scenario(load(mine)).drawn.learned == frozenset(PATHS)


def test_changes_of_a_loaded_war_keep_its_table(table: Path) -> None:
    learned = load(WORLD, edits=[f"posterior={table}"])
    changed = changed_scenario(learned, Changes(edits=("days=9",)))
    assert compile_scenario(changed).drawn.learned == frozenset(PATHS)
    table.write_text(write_draws(Draws(PATHS[:1], VALUES[:, :1])))
    anew = changed_scenario(learned, Changes(edits=(f"posterior={table}",)))
    assert compile_scenario(anew).drawn.learned == frozenset(PATHS[:1])


def test_a_branch_goes_on_with_what_was_learned(table: Path) -> None:
    base = pm.run(WORLD, histories=3, days=20, edits=[f"posterior={table}"])
    left = pm.branch(base, "2000-01-10", without=["loosening"])
    assert unequal({"inputs": base.recorded["inputs"]}, {"inputs": left.recorded["inputs"]}) == []
    with pytest.raises(BadInput, match="posterior"):
        pm.branch(base, "2000-01-10", edits=[f"posterior={table.parent}"])


def test_given_values_leave_the_learned_ones_where_none_is_given(table: Path) -> None:
    war = compile_scenario(load(WORLD, edits=[f"posterior={table}", "days=12"]))
    nothing = np.full(len(war.drawn.all), np.nan)
    usual = run(WORLD, histories=2, days=12, seed=4, edits=[f"posterior={table}"]).recorded
    found = simulate_given([Row(war, nothing, 0), Row(war, nothing, 1)], 4)
    np.testing.assert_array_equal(found["killed_daily"], usual["killed_daily"])


def test_sensitivity_refuses_a_posterior(table: Path) -> None:
    """It varies inputs within their ranges, which a posterior has narrowed jointly."""
    with pytest.raises(BadInput, match="posterior"):
        pm.sensitivity(WORLD, "dead", edits=[f"posterior={table}"], days=5, samples=2, replicates=2)


BAD = [
    ("", "has no head of input paths"),
    ("a,b\n", "holds no draw"),
    ("a,a\n1,2\n", "posterior.csv:1:2: a stands twice in the head"),
    (" a,b\n1,2\n", "posterior.csv:1:1: ' a' is no path of an input"),
    ("a,b\n1\n", "posterior.csv:2:1: has 1 values, the head 2"),
    ("a,b\n1,nan\n", "posterior.csv:2:2: b: 'nan' is no number"),
    ("a,b\n1,x\n", "posterior.csv:2:2: b: 'x' is no number"),
    ('a,b\n1,"2\n', "is no table of draws"),
    ("nobody.at_all\n1\n", "nobody.at_all: names no input of this scenario"),
    (f"{PATHS[0]}\n{LEARNED[0].high * 2 + 1!r}\n", f"posterior.csv:2:1: {PATHS[0]}: "),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_table_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "posterior.csv").write_text(text)
    with pytest.raises(BadInput) as caught:
        load(WORLD, edits=[f"posterior={tmp_path / 'posterior.csv'}"])
    assert said in str(caught.value)


def test_a_table_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        load(WORLD, edits=[f"posterior={tmp_path / 'missing'}"])
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="cannot be read"):
        load(WORLD, edits=[f"posterior={tmp_path / 'bytes.csv'}"])
