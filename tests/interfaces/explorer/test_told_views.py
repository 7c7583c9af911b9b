"""One history, kept answers and the claims of a document, as the page is told them: from wars that were really run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from interfaces.explorer import shapes
from interfaces.made_up import run_of
from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory
from polemos.engine.replay import histories_with_fissure, replay_run
from polemos.engine.run import Run, run
from polemos.errors import BadInput
from polemos.evidence.argue import argue
from polemos.evidence.document import read_post
from polemos.experiments.answer import Answer
from polemos.experiments.catalogue import all_outcomes
from polemos.experiments.contrasts.compare import compare
from polemos.interfaces.explorer.answers_view import answers_of
from polemos.interfaces.explorer.history_view import history_of
from polemos.interfaces.explorer.ledger_view import document_of, ledger_of, panel_of
from polemos.interfaces.explorer.page_view import page_of
from polemos.interfaces.explorer.weeks_view import weeks_of
from small_run import small_run
from worlds import HERE

WAR = "two-fronts"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "documents"
TENTHS = 0.05 + 1e-9
"""Half of the decimal that amounts keep."""


@pytest.fixture(scope="module")
def lived() -> Run:
    return small_run()


@pytest.fixture(scope="module")
def told(lived: Run) -> dict[int, Any]:
    """Two histories, one of them with a fissure."""
    return {number: history_of(lived, number) for number in (0, histories_with_fissure(lived)[0])}


def test_histories_keep_to_the_contract(lived: Run, told: dict[int, Any]) -> None:
    page, weeks = page_of(lived, "RUN"), weeks_of(lived)
    shapes.check_page(page)
    shapes.check_weeks(page, weeks)
    for number, history in told.items():
        shapes.check_history(page, weeks, history)
        assert history["number"] == number
        assert history["command"] == f"polemos replay RUN --history {number}"


def test_a_history_s_curves_and_holders_are_its_own(lived: Run, told: dict[int, Any]) -> None:
    camps = [str(camp) for camp in lived.measures["camp"].values]
    for number, history in told.items():
        own = lived.measures.sel(history=number)
        killed = next(one["values"] for one in history["series"] if one["measure"] == "killed")
        assert killed == pytest.approx(own["killed"].sum("actor").values.tolist(), abs=TENTHS)
        men = next(one for one in history["series"] if one["measure"] == "men")
        # Men of the small war are fewer than 10,000: four digits keep every man.
        assert men["values"] == own["men"].sel(actor=men["of"][0]).values.tolist()
        for week in (0, -1):
            by_actor = own["holder"].values[week]
            expected = [
                -1 if actor < 0 else camps.index(str(own["camp_of"].values[actor]))
                for actor, counted in zip(by_actor, own["counted"].values, strict=True)
                if counted
            ]
            assert history["holder"][week] == expected


def test_the_chain_is_that_of_replay(lived: Run, told: dict[int, Any]) -> None:
    number = histories_with_fissure(lived)[0]
    again, history = replay_run(lived, number), told[number]
    assert again.fissure is not None
    assert history["fissure"]["event"] == again.fissure["id"]
    assert again.fissure["text"] in history["fissure"]["lines"][0]
    assert [event["text"] for event in history["events"]] == [event["text"] for event in again.events]
    dead = sum(event.get("deaths_actor", 0) + event.get("deaths_other", 0) for event in again.events)
    civilians = sum(event.get("deaths_civilians", 0) for event in again.events)
    assert sum(event["dead"] for event in history["events"]) == dead + civilians > 0


def test_events_lie_at_the_places_that_the_map_shows(tmp_path: Path) -> None:
    path = tmp_path / "abroad.yaml"
    plain = yaml.safe_load((HERE / "two_theatres.yaml").read_text(encoding="utf-8"))
    plain["theatre"]["main"] = "abroad"
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    lived = run(path, histories=2, days=60)
    page, history, again = page_of(lived, "RUN"), history_of(lived, 1), replay_run(lived, 1)
    shown = [place["id"] for place in page["places"]]
    actors = [actor["id"] for actor in page["actors"]]
    rows = [shown.index(event["place"]) if event["place"] in shown else -1 for event in again.events]
    assert [event["place"] for event in history["events"]] == rows
    assert {-1, 0} <= set(rows)
    for event, told in zip(again.events, history["events"], strict=True):
        for name in ("actor", "other"):
            assert told[name] == (-1 if event[name] is None else actors.index(event[name]))


def test_a_history_that_is_not_there_is_bad_input(lived: Run) -> None:
    with pytest.raises(BadInput, match="has no history 120"):
        history_of(lived, 120)
    with pytest.raises(BadInput, match="has no history -1"):
        history_of(lived, -1)


def test_a_partial_run_tells_the_histories_that_it_has(lived: Run, told: dict[int, Any]) -> None:
    number = histories_with_fissure(lived)[0]
    arrays = {name: lived.recorded[name][number : number + 3] for name in lived.recorded}
    part = Run(lived.manifest, Histories([InMemory(Span(number, 3), arrays)], lived.histories), None, lived.war)
    history = history_of(part, number)
    assert history["events"] == told[number]["events"]
    assert page_of(part, "RUN")["numbers"] == [
        number,
        number + 1,
        number + 2,
    ]
    with pytest.raises(BadInput, match=f"has no history {number + 3}"):
        history_of(part, number + 3)


@pytest.fixture(scope="module")
def compared() -> Answer:
    changes = {"alone": "without withdrawal, set wings.jets.sorties=1"}
    return compare(WAR, without=["attention"], alternatives=changes, versus="all", histories=8, days=28)


def test_kept_answers_say_what_they_found(compared: Answer) -> None:
    kept = answers_of([compared, compared])
    shapes.check_kept(kept)
    assert [one["plot"] for one in kept] == ["/api/answers/0/plot.svg", "/api/answers/1/plot.svg"]
    assert kept[0]["command"] == compared.command
    contrasts = kept[0]["contrasts"]
    assert [one["label"] for one in contrasts] == [
        "without attention", "alone", "alone, against without attention",
    ]  # fmt: skip
    for row, contrast in enumerate(contrasts):
        for measure in contrast["measures"]:
            data = compared.dataset.isel(contrast=row).sel(outcome=measure["measure"])
            # Four digits are kept.
            expected = float(data["difference"])
            assert (measure["difference"] is None) == (not np.isfinite(expected))
            if measure["difference"] is not None:
                assert measure["difference"] == pytest.approx(expected, rel=5e-4)


def test_the_form_can_ask_again_what_was_asked(compared: Answer) -> None:
    alone, several, neither = (contrast["ask"] for contrast in answers_of([compared])[0]["contrasts"])
    assert alone == {"without": ["attention"], "what_if": [], "edits": [], "histories": 8}
    assert several == {"without": ["withdrawal"], "what_if": [], "edits": ["wings.jets.sorties=1"], "histories": 8}
    assert neither is None


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "post.txt"
    path.write_text("A post\n\nThe truce did it. <b>Nobody</b> was asked.\n\nThe end.\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def argued(post: Path, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    document = read_post(post)
    first = document.text.index("The truce")
    book = tmp_path_factory.mktemp("ledger") / "ledger.yaml"
    book.write_text(
        f"""
polemos: 1
war: two-fronts
document: {{title: A post, digest: {document.digest}, date: 2000-02-01}}
claims:
  c01:
    words: The truce costs cohesion.
    kind: causal
    speaker: author
    spans: [[{first}, {first + 17}]]
    rooms: [ceasefire]
    rivals: [{{words: it would have fallen anyway, observation: cohesion before the truce}}]
    statements: [{{words: the truce lowers cohesion, change: jets_stay, outcome: cohesion, higher: false}}]
  c02:
    words: Nobody was asked.
    kind: evaluative
    speaker: author
    spans: [[{first + 18}, {first + 30}]]
""",
        encoding="utf-8",
    )
    return argue(WAR, ledger=book, histories=6, days=28)


def test_an_argued_ledger_brings_its_verdicts(argued: Answer, post: Path) -> None:
    found = ledger_of(run_of(WAR), argued, read_post(post))
    assert found is not None
    shapes.check_ledger(found)
    causal, value = found["claims"]
    assert found["command"] == argued.command
    assert causal["panel"] == "cohesion"
    assert causal["model"][0]["verdict"] == argued.findings["claims"]["c01"]["model"]["prior"]["verdict"] != ""
    assert causal["model"][0]["reasons"][0]["words"] == "the truce lowers cohesion"
    assert causal["rivals"] == ["it would have fallen anyway: cohesion before the truce"]
    assert value["model"][0]["reasons"] == []
    assert "model: a value is not judged" in value["notes"]


def test_spans_point_into_the_document(argued: Answer, post: Path, tmp_path: Path) -> None:
    found, document = ledger_of(run_of(WAR), argued, read_post(post)), document_of(post)
    assert found is not None
    shapes.check_document(document)
    segments = {segment["id"]: segment for segment in document["segments"]}
    span = found["claims"][0]["spans"][0]
    segment = segments[span["segment"]]
    assert segment["text"][span["start"] - segment["start"] : span["end"] - segment["start"]] == "The truce did it."
    assert "<b>Nobody</b>" in segment["text"]
    other = tmp_path / "other.txt"
    other.write_text("Another post\n\nwith other words in it.\n", encoding="utf-8")
    strange = ledger_of(run_of(WAR), argued, read_post(other))
    assert strange is not None
    assert [claim["spans"] for claim in strange["claims"]] == [[], []]
    bare = ledger_of(run_of(WAR), argued)
    assert bare is not None
    assert bare["claims"][0]["spans"] == [{**span, "segment": ""}]


def test_a_document_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        document_of(tmp_path / "none.txt")


def test_the_packaged_ledger_asks_and_judges_nothing() -> None:
    found = ledger_of(run_of("syria-2016"))
    assert found is not None
    shapes.check_ledger(found)
    assert len(found["claims"]) == 39
    verdicts = {one["verdict"] for claim in found["claims"] for one in [*claim["model"], claim["record"]] if one}
    assert verdicts == {""}
    shown = [claim["panel"] for claim in found["claims"]]
    assert sum(map(bool, shown)) >= 30


def test_every_outcome_and_every_mechanism_has_a_panel() -> None:
    from polemos.dimensions import MECHANISMS
    from polemos.evidence.ledger_file import FURTHER_ROOMS

    for name in all_outcomes(run_of(WAR).war):
        assert panel_of([name], []) in shapes.PANELS[1:], name
    for room in (*MECHANISMS, *FURTHER_ROOMS):
        assert panel_of([], [room]) in shapes.PANELS[1:], room
    assert panel_of(["cohesion < 0.4", "dead"], ["air"]) == "cohesion"
    assert panel_of([], []) == ""


def test_the_real_document_is_cut_into_its_speakers() -> None:
    path = SHARED / "fissure-post-2016-06.txt"
    if not path.is_file():
        pytest.skip(f"no {path}")
    document = document_of(path)
    shapes.check_document(document)
    assert {"author", "quoted 1", "comment 1"} <= {segment["speaker"] for segment in document["segments"]}
    found = ledger_of(run_of("syria-2016"), None, read_post(path))
    assert found is not None
    ids = {segment["id"] for segment in document["segments"]}
    assert {span["segment"] for claim in found["claims"] for span in claim["spans"]} <= ids
    assert all(claim["spans"] for claim in found["claims"])
