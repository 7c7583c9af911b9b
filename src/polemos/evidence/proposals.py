"""What might be a claim in a document: sentences that their words give away, for a person to confirm.

Comes in: a ``Document``.  Goes out: ``Proposal``, a span with a kind, a speaker and the words that gave it away; and
how well proposals meet the spans of a ledger that a person has made.  Rules of plain English, no model of language:
they know connectives, tenses, quantities, words of value and question marks, and no name of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from polemos.evidence.ledger import Ledger
from polemos.evidence.segments import Document

# Kinds in the order in which one is chosen where a sentence has cues of several.
CUES = {
    "question": r"\?",
    "forecast": (
        r"will|going to|predict\w*|forecast\w*|expect\w*|likely|unlikely|the longer|next \d+|in sight|"
        r"turns? (?:slowly )?into|to (?:\d+ )?(?:come|follow)|want\w* until|prospects?"
    ),
    "causal": (
        r"because|due to|owing to|as a result|resulted? in|resulting|led to|leads to|caus\w+|mak(?:e|es|ing)|made|"
        r"created|creates|hence|therefore|thus|since|after|allow\w*|unable|without|reasons?|responsible for|"
        r"consequence\w*|so that|that is why|thanks to|ends? up with|ended up with"
    ),
    "evaluative": (
        r"disastrous\w*|sadly|terrible|brilliant|shocking|botche[ds]|arrogant\w*|impudent\w*|phony|should|must|hope|"
        r"hoped|worry|worrie[sd]|best|worst|unnecessary|detrimental|honou?r|suffering|price"
    ),
    "factual": (
        r"\d[\d,.]*\s*%|\d[\d,.]*|hundreds?|thousands?|dozens|most of|several|two|three|four|took|taken|captured|"
        r"killed|executed|lost|losing|attacked|shut down|shot down|handed over|negotiated|withdr\w+|continues?|"
        r"down|war|fighting|massacre|even"
    ),
}  # fmt: skip
MATCHERS = {kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)" if kind != "question" else words, re.IGNORECASE)
            for kind, words in CUES.items()}  # fmt: skip
# A sentence ends at its mark, at the end of a line, or at a semicolon that ends one.
SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*)*[.!?”\"’)]*")
WORD = re.compile(r"\w+")
FEWEST_WORDS = 3
MOST = 99
"""Claims that a ledger can name."""
SILENT = ("notice", "gap", "date", "title")


class Proposal(NamedTuple):
    """A sentence that may hold a claim: its span, what kind of claim, whose, and which words gave it away."""

    first: int
    last: int
    kind: str
    speaker: str
    cues: tuple[str, ...]


class Match(NamedTuple):
    """How proposals meet a ledger: of the ledger's spans those that a proposal touches, and the reverse."""

    spans: int
    found: int
    proposals: int
    right: int

    @property
    def recall(self) -> float:
        """The share of the ledger's spans that were proposed."""
        return self.found / self.spans if self.spans else float("nan")

    @property
    def precision(self) -> float:
        """The share of the proposals that a person kept."""
        return self.right / self.proposals if self.proposals else float("nan")


def propose(document: Document) -> list[Proposal]:
    """Return the sentences of a document that may hold a claim, in their order; one kind for each."""
    found = []
    for segment in document.segments:
        if segment.kind in SILENT or not segment.speaker:
            continue
        for first, last in sentences(document.text, segment.first, segment.last):
            said = document.text[first:last]
            cues = {kind: [cue[0].lower() for cue in matcher.finditer(said)] for kind, matcher in MATCHERS.items()}
            kind = next((kind for kind in CUES if cues[kind]), None)
            if kind is not None:
                words = tuple(dict.fromkeys(word for several in cues.values() for word in several))
                found.append(Proposal(first, last, kind, segment.speaker, words))
    return found


def sentences(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the spans of the sentences between two characters, without the space around them."""
    for piece in SENTENCE.finditer(text, first, last):
        said = piece[0]
        if len(WORD.findall(said)) >= FEWEST_WORDS:
            begin = piece.start() + len(said) - len(said.lstrip())
            yield begin, begin + len(said.strip())


def match(proposals: Sequence[Proposal], ledger: Ledger) -> Match:
    """Return how well proposals meet the spans of a ledger; two spans meet if half of the shorter one is shared."""
    kept = [(first, last) for claim in ledger.claims.values() for first, last in claim.spans]
    found = sum(any(_meet(span, one[:2]) for one in proposals) for span in kept)
    right = sum(any(_meet(span, one[:2]) for span in kept) for one in proposals)
    return Match(len(kept), found, len(proposals), right)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def draft(document: Document, war: str, proposals: Iterable[Proposal], date: str) -> str:
    """Return the text of a draft ledger: a claim for each proposal, whose words are for a person to write.

    The draft holds no sentence of the document.  It is read as it stands; only its words say nothing yet.  ``date`` is
    the day on which the document was written.
    """
    from polemos.scenario.node import Data
    from polemos.scenario.writing import dump

    claims: dict[str, Data] = {
        f"c{row:02d}": {
            "words": f"(write it in your own words; cues: {', '.join(one.cues)[:60]})", "kind": one.kind,
            "speaker": one.speaker, "spans": [[one.first, one.last]],
        }
        for row, one in enumerate(list(proposals)[:MOST], start=1)
    }  # fmt: skip
    about: Data = {"title": "(a title in your own words)", "digest": document.digest, "date": date}
    head = (
        "# A draft: what the words of the document give away as claims.  Strike out what is none, join what belongs\n"
        "# together, write the words, and add statements, record and rivals.  polemos ledger check says what is\n"
        "# wrong.\n"
    )
    return head + dump({"polemos": 1, "war": war, "document": about, "claims": claims})
