"""The ledger of a document: each of its claims in our words, where it stands, who says it, and what would answer it.

Comes in: nothing.  Goes out: what a ledger file holds, as models.  Reading and checking a file is next door in
``ledger_file``, asking what it asks in ``argue``, drafts in ``proposals``.  A ledger holds no sentence of its document:
spans point into it, and a digest says which document that is.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from polemos.scenario.part import Id, Part

KINDS = ("causal", "forecast", "factual", "evaluative", "question")
SPEAKER = r"^(author|author, earlier|quoted( \d+)?|comment( \d+)?)$"
ClaimId = Annotated[str, StringConstraints(pattern=r"^c\d\d$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Span = Annotated[list[int], Field(min_length=2, max_length=2)]
Days = Annotated[list[date], Field(min_length=2, max_length=2)]
STATISTICS = ("ratio", "ratio_difference", "share_difference", "correlation", "sum", "source")
RESOLVED_BY = ("to_and_fro", "net_movement", "gross_movement", "ongoing")


class About(Part):
    """The document that a ledger is of."""

    title: Words = Field(description="in our words")
    digest: Digest = Field(description="BLAKE2b-256 of the document's bytes")
    date: date


class Fact(Part):
    """A figure that somebody counted, with its range and where it is from."""

    words: Words
    low: float
    high: float
    unit: Words
    source: Long


class Statement(Part):
    """A reading of a claim as an effect: what should be true of the war with the stated cause, held against ``change``.

    ``higher``: the claim says that the outcome is higher with the cause.  ``assumed``: the model assumes the direction,
    because the cause acts on this outcome by a number of its own; then only the size is an answer.
    """

    words: Words
    change: Id = Field(description="the what-if that takes the cause away")
    outcome: Words
    higher: bool
    assumed: bool = False
    smallest: float | None = Field(default=None, ge=0.0, description="smallest effect worth the name [outcome's unit]")


class Reading(Part):
    """A reading of a claim as a number of the record, or of a source.

    Series are days: ``own.CAMP`` (its dead), ``own.CAMP|FOE`` (its dead against one other), ``pair.CAMP|CAMP`` (of all
    sides), ``front.FRONT``, ``won.CAMP``, ``lost.CAMP`` (changes of hands); several are summed by ``+``.
    """

    words: Words
    statistic: Literal["ratio", "ratio_difference", "share_difference", "correlation", "sum", "source"]
    series: str = ""
    against: str = ""
    inside: Days | None = None
    outside: Days | None = None
    higher: bool = True
    smallest: float = Field(default=0.1, ge=0.0)
    fact: Id | None = None
    least: float | None = None
    most: float | None = None


class Resolution(Part):
    """How a forecast is resolved: a measure over a window, and between what it has to lie."""

    words: Words
    measure: Literal["to_and_fro", "net_movement", "gross_movement", "ongoing"]
    since: date
    by: date
    least: float | None = None
    most: float | None = None


class Labels(Part):
    """What the same thing is called by different speakers; labels are quoted, they are never ours."""

    actor: Id
    quoted: list[Words] = Field(min_length=2)


class Rival(Part):
    """Another explanation of the same, and the observation that would separate the two."""

    claim: ClaimId | None = None
    words: Words | None = None
    observation: Long


class Claim(Part):
    """One claim of the document."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=130)]
    kind: Literal["causal", "forecast", "factual", "evaluative", "question"]
    speaker: Annotated[str, StringConstraints(pattern=SPEAKER)]
    spans: list[Span] = Field(min_length=1)
    rooms: list[str] = Field(default_factory=list)
    limits: Long | None = None
    statements: list[Statement] = Field(default_factory=list)
    record: list[Reading] = Field(default_factory=list)
    unrecorded: Long | None = Field(default=None, description="why the record cannot tell")
    labels: Labels | None = None
    resolution: Resolution | None = None
    rivals: list[Rival] = Field(default_factory=list)


class Ledger(Part):
    """The claims of one document about one war."""

    polemos: Literal[1]
    war: Words
    document: About
    facts: dict[Id, Fact] = Field(default_factory=dict)
    claims: dict[ClaimId, Claim] = Field(min_length=1)
    attributed: list[Words] = Field(default_factory=list, description="outcomes asked of the stated causes together")

    def claimed(self, names: tuple[str, ...] = ()) -> dict[str, Claim]:
        """Return the claims of these names in the ledger's order, all if none is named."""
        return {name: claim for name, claim in self.claims.items() if not names or name in names}
