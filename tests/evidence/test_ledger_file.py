"""A ledger file is taken whole or refused with the line of every fault; the shipped one fits war and document."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from evidence.small_ledgers import DIGEST, HEAD, LEDGER, SHIPPED, ledger_file, planted, war_of
from polemos.errors import BadInput
from polemos.evidence.ledger import Ledger
from polemos.evidence.ledger_file import check_document, read_ledger, shipped_for
from polemos.evidence.segments import AUTHOR, Document, Segment
from polemos.scenario.load import load
from tools_of_the_house import DOCS, ROOT, tool

DOCUMENT = ROOT.parent / "shared" / "documents" / "fissure-post-2016-06.txt"
CLAIM = """claims:
  c01:
    words: Something is so.
    kind: causal
    speaker: author
    spans: [[0, 10]]
"""
# What is added or changed in the claim, and what is said of it; the claim's first line of its own is line 10.
FAULTS = [
    ("    kind: causal", "    kind: casual",
     'ledger.yaml:7:11: claims.c01.kind: "casual" is not one of causal, forecast, factual, evaluative, question, '
     'did you mean "causal"?'),
    ("[[0, 10]]", "[[10, 10]]", "ledger.yaml:9:13: claims.c01.spans.0: the span 10 to 10 is empty"),
    ("[[0, 10]]", "[]", "ledger.yaml:9:12: claims.c01.spans: has 0 entries, at least 1 needed"),
    ("speaker: author", "speaker: editor", "ledger.yaml:8:14: claims.c01.speaker: \"editor\" is not of the form"),
    ("    words:", "    word:", 'ledger.yaml:6:5: claims.c01.word: unknown key, did you mean "words"?'),
    ("\n$", "\n    rooms: [atention]\n",
     'claims.c01.rooms.0: there is no room \'atention\', did you mean "attention"?'),
    ("\n$", "\n    rivals: [{claim: c09, observation: x}]\n", "claims.c01.rivals.0.claim: there is no other claim c09"),
    ("\n$", "\n    rivals: [{observation: x}]\n", "claims.c01.rivals.0: needs either a claim or words"),
    ("\n$", "\n    resolution: {words: x, measure: ongoing, since: 2000-02-01, by: 2000-03-01}\n",
     "claims.c01.resolution: belongs to a forecast, this claim is causal"),
    ("\n$", "\n    record: [{words: x, statistic: ratio, series: own.government}]\n",
     'claims.c01.record.0: ratio needs the key "inside"'),
    ("\n$", "\n    record: [{words: x, statistic: source, fact: afact, least: 1}]\n",
     "claims.c01.record.0.fact: there is no fact 'afact'"),
    ("\n$", "\n    statements: [{words: x, change: jets_stays, outcome: dead, higher: true}]\n",
     'claims.c01.statements.0.change: there is no what-if \'jets_stays\', did you mean "jets_stay"?'),
    ("\n$", "\n    statements: [{words: x, change: jets_stay, outcome: deads, higher: true}]\n",
     'claims.c01.statements.0.outcome: there is no outcome \'deads\', did you mean "dead"?'),
    ("\n$",
     "\n    record: [{words: x, statistic: sum, series: own.goverment, inside: [2000-01-01, 2000-02-01], most: 1}]\n",
     'claims.c01.record.0.series: there is no camp \'goverment\', did you mean "government"?'),
    ("\n$",
     "\n    record: [{words: x, statistic: sum, series: owns.rebels, inside: [2000-01-01, 2000-02-01], least: 1}]\n",
     'claims.c01.record.0.series: \'owns.rebels\' is no series, did you mean "own"?'),
    ("\n$", "\n    labels: {actor: armie, quoted: [a, b]}\n",
     'claims.c01.labels.actor: there is no actor \'armie\', did you mean "army"?'),
    ("war: planted", "war: another", "ledger.yaml:2:6: war: is a ledger of another, not of planted"),
    (DIGEST, "0" * 63, "document.digest:"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[row[2][:60] for row in FAULTS])
def test_a_fault_is_told_with_its_place_and_the_word_that_was_meant(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    war, scenario = war_of(planted(tmp_path))
    text = (
        re.sub(old, lambda _: new, HEAD + CLAIM, count=1) if old.endswith("$") else (HEAD + CLAIM).replace(old, new, 1)
    )
    assert text != HEAD + CLAIM
    path = ledger_file(tmp_path, text)
    with pytest.raises(BadInput) as refused:
        read_ledger(path, war, list(scenario.what_ifs))
    assert said in "\n".join(str(problem) for problem in refused.value.problems)
    assert all(problem.line for problem in refused.value.problems)


def test_values_and_questions_are_asked_nothing(tmp_path: Path) -> None:
    for kind, words in (("evaluative", "an evaluative claim"), ("question", "a question")):
        more = "    statements: [{words: x, change: y, outcome: dead, higher: true}]\n"
        path = ledger_file(tmp_path, HEAD + CLAIM.replace("causal", kind) + more)
        with pytest.raises(BadInput, match=f"claims.c01.kind: {words} is not judged"):
            read_ledger(path)


def document_of(text: str, data: bytes | None = None) -> Document:
    digest = blake2b(text.encode() if data is None else data, digest_size=32).hexdigest()
    return Document("a.txt", "text", digest, text, "", "", (Segment("paragraph", 0, len(text), AUTHOR),))


def test_a_ledger_of_another_document_is_refused(tmp_path: Path) -> None:
    path = ledger_file(tmp_path)
    with pytest.raises(
        BadInput, match=r"document.digest: is the ledger of another document: its digest is 000000000000"
    ):
        check_document(read_ledger(path), path, document_of("Something else."))


def test_spans_outside_the_document_or_of_space_are_refused(tmp_path: Path) -> None:
    document = document_of("Words." + " " * 30)
    path = ledger_file(tmp_path, LEDGER.replace(DIGEST, document.digest))
    with pytest.raises(BadInput) as refused:
        check_document(read_ledger(path), path, document)
    said = [str(problem).split(": ", 1)[1] for problem in refused.value.problems]
    assert said[0] == "claims.c02.spans.0: holds no words"
    assert "claims.c04.spans.0: ends at 40, beyond the 36 characters of a.txt" in said
    assert len(said) == 5


def test_a_war_without_a_ledger_says_so() -> None:
    with pytest.raises(BadInput, match="no ledger comes with the war 'two-fronts', name one with --ledger"):
        shipped_for("two-fronts")


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    from polemos.scenario.compile import compile_scenario

    scenario = load("syria-2016")
    return read_ledger(SHIPPED, compile_scenario(scenario), list(scenario.what_ifs))


def test_the_shipped_ledger_has_every_claim_and_asks_what_the_war_has(shipped: Ledger) -> None:
    assert [f"c{number:02d}" for number in range(1, 25)] == list(shipped.claims)[:24]
    assert len(shipped.claims) > 24
    for name, claim in shipped.claims.items():
        judged = claim.kind not in ("evaluative", "question")
        silent = bool(claim.unrecorded)
        assert bool(claim.record) + silent == judged, f"{name}: readings of the record, or why there are none"
    assert {claim.kind for claim in shipped.claims.values()} == {
        "causal",
        "forecast",
        "factual",
        "evaluative",
        "question",
    }


def test_every_claim_of_c02_to_c13_is_asked_of_the_model_and_has_a_rival(shipped: Ledger) -> None:
    for number in range(2, 14):
        claim = shipped.claims[f"c{number:02d}"]
        assert claim.statements
        assert claim.rivals or number == 10


@pytest.mark.skipif(not DOCUMENT.is_file(), reason="needs ../shared/documents, which is not part of the project")
def test_the_shipped_ledger_is_of_its_document(shipped: Ledger) -> None:
    data = DOCUMENT.read_bytes()
    document = document_of(data.decode("utf-8"), data)
    check_document(shipped, SHIPPED, document)
    for claim in shipped.claims.values():
        for first, last in claim.spans:
            said = document.text[first:last]
            assert said == said.strip()
            assert len(said) >= 12
            # No sentence is copied: no six words in a row of the document stand in our words.
            ours = " ".join(re.findall(r"\w+", f"{claim.words} {claim.limits or ''}".lower()))
            theirs = re.findall(r"\w+", said.lower())
            assert not any(" ".join(theirs[at : at + 6]) in ours for at in range(len(theirs) - 5))


LOADED = re.compile(
    r"(?i)\b(terroris\w*|rebels?|regime|jihadi\w*|martyrs?|liberat(?:ed|ion|ors)|thugs?|henchm[ae]n|puppets?|infidels?|"
    r"takfiri\w*|shabiha|axis of|mercenar\w+|neocons?|zionis\w+|crusader\w*|savages?|butchers?)\b"
)
QUOTED = re.compile(r'"[^"\n]*"|quoted: \[[^\]]*\]')


def loaded(text: str) -> list[str]:
    """Return loaded labels outside quotation marks."""
    return LOADED.findall(QUOTED.sub("", text))


def test_a_planted_label_would_be_seen() -> None:
    assert loaded("the terrorists came") == ["terrorists"]
    assert loaded('the same group is "terrorist" to one') == []


def test_no_loaded_label_stands_in_the_ledger_outside_quotes(shipped: Ledger) -> None:
    del shipped
    assert loaded(SHIPPED.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["argue", "argued_tables", "ledger", "ledger_file", "verdict", "proposals", "turning"])
def test_no_loaded_label_stands_in_the_code(name: str) -> None:
    assert loaded((ROOT / "src" / "polemos" / "evidence" / f"{name}.py").read_text(encoding="utf-8")) == []


def test_no_loaded_label_stands_on_the_page_of_answers() -> None:
    assert loaded((DOCS / "answers.md").read_text(encoding="utf-8")) == []


def test_words_are_written_once() -> None:
    """The catalogue of what carries a claim repeats neither words nor limits of the ledger."""
    carried: Any = tool("claims").CATALOGUES / "syria-2016.yaml"
    text = carried.read_text(encoding="utf-8")
    assert not re.search(r"(?m)^    (words|limits|rooms):", text)
    read: Callable[[], Any] = tool("claims").catalogue
    assert read().claims["c04"].words == read_ledger(SHIPPED).claims["c04"].words
