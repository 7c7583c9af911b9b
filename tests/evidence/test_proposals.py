"""Which sentences are proposed as claims, of which kind, where; how well that meets what a person kept; drafts."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import pytest

from evidence.small_ledgers import ledger_file
from polemos.evidence.ledger_file import check_document, read_ledger
from polemos.evidence.proposals import Match, Proposal, draft, match, propose, sentences
from polemos.evidence.segments import AUTHOR, NOBODY, Document, Segment
from polemos.interfaces.cli.claims_section import claims_data, claims_text

TEXT = (
    "Because the bridge fell, the town starved. The road will stay closed. It is a terrible idea! "
    "Who ordered that? About 40 % of them left. The sky is blue today.\n3 likes"
)
KINDS = [
    ("Because the bridge fell, the town starved.", "causal", "because"),
    ("The road will stay closed.", "forecast", "will"),
    ("It is a terrible idea!", "evaluative", "terrible"),
    ("Who ordered that?", "question", "?"),
    ("About 40 % of them left.", "factual", "40 %"),
]


def document_of(text: str = TEXT) -> Document:
    end = text.find("\n") if "\n" in text else len(text)
    parts = [Segment("paragraph", 0, end, AUTHOR)]
    if end < len(text):
        parts.append(Segment("notice", end, len(text), NOBODY))
    digest = blake2b(text.encode(), digest_size=32).hexdigest()
    return Document("a.txt", "text", digest, text, "", "2000-01-01", tuple(parts))


def test_each_kind_is_given_away_by_its_words_at_its_place() -> None:
    found = propose(document_of())
    assert [(TEXT[one.first : one.last], one.kind, one.speaker) for one in found] == [
        (said, kind, AUTHOR) for said, kind, _ in KINDS
    ]
    for one, (_, _, cue) in zip(found, KINDS, strict=True):
        assert cue in one.cues


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One two three. Four five six.", ["One two three.", "Four five six."]),
        ("The index is 3.5 today and it grows.", ["The index is 3.5 today and it grows."]),
        ("A line of a list;\nanother line of it;", ["A line of a list;", "another line of it;"]),
        ("He said “it is over.” Then he left them.", ["He said “it is over.”", "Then he left them."]),
        ("No.  Yes.", []),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, pieces: list[str]) -> None:
    assert [text[first:last] for first, last in sentences(text, 0, len(text))] == pieces


def test_recall_and_precision_are_counted_by_halves(tmp_path: Path) -> None:
    """A ledger that kept the first two sentences and one that no rule gives away: 2 of 3, and 2 of 5 proposals."""
    document = document_of()
    spans = [[TEXT.index(said), TEXT.index(said) + len(said)] for said in (KINDS[0][0], KINDS[1][0])]
    spans.append([TEXT.index("The sky"), TEXT.index("today.") + 6])
    claims = "".join(f"  c{n:02d}: {{words: x, kind: factual, speaker: author, spans: [{span}]}}\n"
                     for n, span in enumerate(spans, start=1))  # fmt: skip
    about = f"document: {{title: x, digest: {document.digest}, date: 2000-01-01}}\n"
    ledger = read_ledger(ledger_file(tmp_path, f"polemos: 1\nwar: w\n{about}claims:\n{claims}"))
    found = match(propose(document), ledger)
    assert found == Match(3, 2, 5, 2)
    assert (found.recall, found.precision) == pytest.approx((2 / 3, 2 / 5))
    assert "2 of 3 spans proposed (recall 0.67), 2 of 5 proposals kept (precision 0.40)" in claims_text(
        document, ledger, 110
    )
    assert claims_data(document, ledger)["match"]["right"] == 2
    assert "match" not in claims_data(document)


def test_spans_that_share_less_than_half_of_the_shorter_do_not_meet(tmp_path: Path) -> None:
    head = f"polemos: 1\nwar: w\ndocument: {{title: x, digest: {'0' * 64}, date: 2000-01-01}}\nclaims:\n"
    for span, met in (([90, 150], 0), ([40, 60], 1), ([95, 105], 1), ([96, 105], 0)):
        claim = f"  c01: {{words: x, kind: factual, speaker: author, spans: [{span}]}}\n"
        ledger = read_ledger(ledger_file(tmp_path, head + claim))
        assert match([Proposal(0, 100, "factual", AUTHOR, ())], ledger) == Match(1, met, 1, met)


def test_a_draft_is_a_ledger_without_a_sentence_of_the_document(tmp_path: Path) -> None:
    document = document_of()
    text = draft(document, "two-fronts", propose(document), "2000-01-01")
    path = ledger_file(tmp_path, text)
    ledger = read_ledger(path)
    check_document(ledger, path, document)
    assert [claim.kind for claim in ledger.claims.values()] == [kind for _, kind, _ in KINDS]
    assert not any(said in text for said, _, _ in KINDS)


def test_many_proposals_are_cut_to_what_a_ledger_can_name(tmp_path: Path) -> None:
    document = document_of(" ".join("It fell because of that." for _ in range(120)))
    ledger = read_ledger(ledger_file(tmp_path, draft(document, "w", propose(document), "2000-01-01")))
    assert len(ledger.claims) == 99
