"""A plan's texts give the same war again with nothing from outside, and its digest says what counts."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos.engine import plan as room
from polemos.engine import provenance
from polemos.engine.plan import Changes, make_plan, scenario_digest, texts_of, war_of_folder
from polemos.engine.run import open_run, run, run_again
from polemos.errors import BadInput, Finding
from polemos.scenario.load import load
from polemos.scenario.schema import Scenario

WAR = "syria-2016"


@pytest.fixture
def _light_kernel(toy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate the toy war in the place of the kernel, which would have to be compiled."""
    from polemos.engine import kernel

    monkeypatch.setattr(kernel, "simulate", lambda war, seed, first, count: toy.simulate(seed, first, count))


def put(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "scenario.yaml"


def test_the_texts_of_a_run_give_the_same_scenario_again(tmp_path: Path) -> None:
    scenario = load(WAR, edits=["days=90"], without=["combat"])
    texts = texts_of(scenario)
    again = load(put(tmp_path, texts), edits=["days=90"])
    elsewhere = {"theatre": {"folder"}}
    assert again.model_dump(exclude=elsewhere) == scenario.model_dump(exclude=elsewhere)
    assert texts_of(again)["scenario.yaml"] == texts["scenario.yaml"]
    assert scenario_digest(texts_of(again)) == scenario_digest(texts)


def test_name_object_and_option_are_one_scenario() -> None:
    changes = Changes(edits=("days=90",), without=("combat",))
    by_name = room._loaded(WAR, changes)
    by_object = room._loaded(load(WAR), changes)
    loaded = load(WAR, edits=changes.edits, without=changes.without)
    assert texts_of(by_name) == texts_of(by_object) == texts_of(loaded)
    assert scenario_digest(texts_of(by_name)) != scenario_digest(texts_of(load(WAR)))


def test_comments_and_layout_do_not_count_but_every_value_does(tmp_path: Path) -> None:
    plain = put(tmp_path, texts_of(load(WAR)))
    text = plain.read_text(encoding="utf-8")
    before = scenario_digest(texts_of(load(plain)))
    plain.write_text("# a remark\n" + text, encoding="utf-8")
    assert scenario_digest(texts_of(load(plain))) == before
    plain.write_text(text.replace("days: 366", "days: 365"), encoding="utf-8")
    assert scenario_digest(texts_of(load(plain))) != before
    plain.write_text(text, encoding="utf-8")
    links = tmp_path / "sources" / "links.csv"
    lines = links.read_text(encoding="utf-8").splitlines(keepends=True)
    links.write_text("".join(lines[:-1]), encoding="utf-8")
    assert scenario_digest(texts_of(load(plain))) != before


def test_faults_of_edits_are_told_for_an_object_too() -> None:
    with pytest.raises(BadInput, match="there is no intervention, cause or mechanism"):
        room._loaded(load(WAR), Changes(without=("cmbat",)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [("war.yaml", "war.yaml"), ("my wär.yaml", "my_w_r.yaml"), ("../x.yaml", "x./x.yaml"), (".x", "xx")],
)
def test_a_text_gets_a_name_that_leads_nowhere_else(name: str, kept: str) -> None:
    assert room._file_name(name) == kept.replace("x./", "x._")


@pytest.mark.usefixtures("_light_kernel")
def test_a_run_can_be_run_again_from_its_folder_alone(tmp_path: Path, toy: ModuleType) -> None:
    first = run(WAR, histories=20, days=60, without=["combat"], out=tmp_path / "a", threads=1, block=16)
    assert first.manifest.days == 60
    assert first.recorded["men"].tobytes() == toy.simulate(1, 0, 20)["men"].tobytes()
    assert first.manifest.edits == ("days=60",)
    again = run_again(tmp_path / "a", out=tmp_path / "b")
    assert again.manifest == first.manifest.asking(20)
    for path in sorted((tmp_path / "a" / "batches").iterdir()):
        assert (tmp_path / "b" / "batches" / path.name).read_bytes() == path.read_bytes()
    assert war_of_folder(tmp_path / "a", first.manifest).days == 60
    assert open_run(tmp_path / "a").war.legend == first.war.legend


@pytest.mark.usefixtures("_light_kernel")
def test_a_folder_of_another_engine_is_refused_but_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(WAR, histories=3, out=tmp_path / "a")
    monkeypatch.setattr(provenance, "engine_digest", lambda: "f" * 32)
    with pytest.raises(BadInput, match=r"another engine \(.{6}, this is ffffff\)") as caught:
        open_run(tmp_path / "a")
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / "a" / "run.json")
    assert problem.hint == room.AGAIN
    assert run_again(tmp_path / "a").manifest.engine == "f" * 32


def older(scenario: Scenario) -> dict[str, str]:
    """Return a scenario's texts as a polemos wrote them whose schema did not have one of today's inputs."""
    texts = texts_of(scenario)
    text, found = re.subn(r"\n    harassment: .*", "", texts["scenario.yaml"])
    assert found == 1
    return {**texts, "scenario.yaml": text}


def newer(scenario: Scenario) -> dict[str, str]:
    """Return a scenario's texts with a field that today's schema does not have."""
    texts = texts_of(scenario)
    text, found = re.subn(r"\n    harassment: ", r"\n    morale: 0.5\g<0>", texts["scenario.yaml"])
    assert found == 1
    return {**texts, "scenario.yaml": text}


@pytest.mark.usefixtures("_light_kernel")
@pytest.mark.parametrize(("texts", "why"), [(older, "its inputs are others"), (newer, r"combat\.morale")])
def test_a_folder_of_another_schema_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Any, why: str
) -> None:
    """Its text is the one that was run, to the byte; only its meaning has changed since."""
    with monkeypatch.context() as then:
        then.setattr(room, "texts_of", texts)
        run(WAR, histories=3, out=tmp_path / "a")
    for answer in ("war", "measures"):
        with pytest.raises(BadInput, match=why) as caught:
            getattr(open_run(tmp_path / "a"), answer)
        (problem,) = caught.value.problems
        assert problem.file == str(tmp_path / "a" / "scenario.yaml")
        assert problem.hint == room.AGAIN


def test_another_result_from_the_same_provenance_is_a_finding(
    tmp_path: Path, toy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from polemos.engine import kernel

    monkeypatch.setattr(kernel, "simulate", lambda war, seed, first, count: toy.simulate(seed, first, count))
    run(WAR, histories=20, out=tmp_path / "a")
    monkeypatch.setattr(kernel, "simulate", lambda war, seed, first, count: toy.simulate(seed + 1, first, count))
    with pytest.raises(Finding, match="differs in ended, ending_day"):
        run_again(tmp_path / "a")


@pytest.mark.usefixtures("_light_kernel")
def test_the_folder_is_named_after_what_decides_the_numbers(tmp_path: Path) -> None:
    one = run(WAR, histories=3, below=tmp_path)
    two = run(WAR, histories=5, below=tmp_path)
    three = run(WAR, histories=3, seed=2, below=tmp_path)
    assert one.folder == two.folder != three.folder
    assert one.folder is not None
    assert one.folder.name == f"{WAR}-{one.manifest.run[:6]}-s1"
    assert (two.histories, open_run(one.folder).histories) == (5, 5)


@pytest.mark.usefixtures("_light_kernel")
def test_days_and_edits_are_other_runs() -> None:
    plans = [
        make_plan(WAR, 10, 1, None, Changes()),
        make_plan(WAR, 10, 2, None, Changes()),
        make_plan(WAR, 10, 1, 30, Changes()),
        make_plan(WAR, 10, 1, None, Changes(without=("combat",))),
    ]
    assert len({plan.manifest.run for plan in plans}) == 4
    assert make_plan(WAR, 99, 1, None, Changes()).manifest.run == plans[0].manifest.run
