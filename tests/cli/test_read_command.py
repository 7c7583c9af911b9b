"""``polemos read`` and ``polemos labels`` as a person uses them; nothing of a hostile text reaches the terminal raw."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from cli.conftest import Command
from evidence.read_texts import MARKS, TEXTS
from evidence.test_recorded_near import FAR, row
from recorded_events import as_file

TEXT = "A title\n\nThe rebels attacked Palmyra on 3 June 2016.\n\nNews update\n\nISIL took Marea;\n"


@pytest.fixture
def post(tmp_path: Path) -> str:
    (tmp_path / "post.txt").write_text(TEXT, encoding="utf-8")
    return "post.txt"


def test_the_overview_counts_kinds_and_speakers(polemos: Command, post: str) -> None:
    said = polemos("read", post)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:3] == [
        "post.txt: A title", f"text, {len(TEXT)} characters, date not stated (--date DATE)",
        "4 segments: 1 title, 1 paragraph, 1 heading, 1 digest item",
    ]  # fmt: skip
    assert any("9:52  paragraph   author" in line for line in lines)


def test_everything_is_in_json(polemos: Command, post: str) -> None:
    found = json.loads(polemos("read", post, "--json").out)
    assert found["text"] == TEXT
    assert [one["kind"] for one in found["segments"]][::2] == ["title", "paragraph", "heading", "digest_item"]
    assert [(one["id"], one["kind"]) for one in found["mentions"]][:2] == [("rebels", "label"), ("palmyra", "place")]
    assert [(one["action"], one["plover"], one["source"], one["place"]) for one in found["events"]] == [
        ("attack", "ASSAULT", "camp:insurgents", "palmyra"), ("seizure", "COERCE", "isil", "marea"),
    ]  # fmt: skip


def test_events_are_told_and_held_against_a_record(polemos: Command, post: str, tmp_path: Path) -> None:
    told = polemos("read", post, "--told").out
    assert "ASSAULT 19 attack: camp:insurgents -> ?, at palmyra, 2016-06-03  [author]" in told
    rows = [row(1, "2016-06-03", side_b="Syrian insurgents"), *FAR]
    as_file(tmp_path / "ged.csv", rows)
    said = polemos("read", post, "--date", "2016-06-15", "--events", "ged.csv")
    assert said.code == 0
    assert said.out.splitlines()[0] == "2 events told: 1 matched, 1 unmatched"
    found = json.loads(polemos("read", post, "--date", "2016-06-15", "--events", "ged.csv", "--json").out)
    assert [one["outcome"] for one in found["compared"]] == ["matched", "unmatched"]
    assert found["compared"][0]["nearest"][0]["id"] == "1001"


def test_labels_are_told_with_their_speaker(polemos: Command, post: str) -> None:
    said = polemos("labels", post)
    assert said.code == 0
    assert said.out.splitlines()[1].split() == ["1", "“rebels”", "author", "camp:insurgents", "13:19"]
    found = json.loads(polemos("labels", post, "--json").out)
    assert found["labels"][0]["spans"] == [[13, 19]]


def test_agreement_with_marks_is_told(polemos: Command) -> None:
    said = polemos("read", str(TEXTS["agency"]), "--against", str(MARKS["agency"]))
    assert said.code == 0
    assert said.out.splitlines()[1].split()[0] == "actor"
    found = json.loads(polemos("read", str(TEXTS["agency"]), "--against", str(MARKS["agency"]), "--json").out)
    assert {row["kind"] for row in found["agreement"]} >= {"actor", "label", "event", "certainty"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("read", "none.txt"), "polemos: none.txt: there is no such file"),
        (("read", "post.txt", "--changes", "x.csv"), "polemos: --changes: needs --events"),
        (("read", "post.txt", "--against", str(MARKS["agency"])), "text: belongs to another text than post.txt"),
        (("labels", "post.txt", "--war", "nowhere"), "nowhere"),
        (("labels", "post.txt", "--names", "none.yaml"), "polemos: none.yaml: there is no such file"),
        (("read", "post.txt", "--date", "yesterday"), "'yesterday' does not match"),
    ],
)
def test_a_wrong_command_ends_in_one_message(polemos: Command, post: str, words: tuple[str, ...], told: str) -> None:
    said = polemos(*words)
    assert said.code == 2
    assert told in said.err
    assert said.out == ""


def test_nothing_that_steers_a_terminal_is_printed(polemos: Command, tmp_path: Path) -> None:
    evil = "A \x1b[31mtitle\x07\n\nThe \u202erebels\u2066 attacked\x9b2J Palmyra.\n\n"
    evil += "\x1b]0;x\x07 wrote:\n\n> ISIL\u200f attacked.\n"
    (tmp_path / "post.txt").write_text(evil, encoding="utf-8")
    for words in (
        ("read", "post.txt"),
        ("read", "post.txt", "--told"),
        ("read", "post.txt", "--json"),
        ("labels", "post.txt"),
    ):
        said = polemos(*words)
        assert said.code == 0
        bad = {letter for letter in said.out if unicodedata.category(letter) in ("Cc", "Cf") and letter != "\n"}
        assert bad == set()
