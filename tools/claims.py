"""Read the catalogue of a war's claims: what in the model carries each claim of the ledger.

The catalogues lie in ``polemos/wars/claims``, beside the wars; words, rooms and limits come from
``polemos/wars/ledgers``.  The pages that are made from both are next door in ``mechanisms`` and ``answers``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

import polemos
from polemos.evidence.ledger import Ledger
from polemos.evidence.ledger_file import read_ledger, shipped_for
from polemos.scenario.document import read_document

CATALOGUES = Path(polemos.__file__).resolve().parent / "wars" / "claims"
ClaimId = Annotated[str, StringConstraints(pattern=r"^c\d\d$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Claim(BaseModel):
    """One statement of the document, in our words, and what carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[Text, StringConstraints(max_length=130)]
    rooms: list[str]
    equations: dict[str, list[str]]
    inputs: list[str]
    switches: dict[str, list[str]]
    counted_by: list[str] = Field(default_factory=list)
    days: int = Field(default=182, ge=1, le=3660)
    literature: list[str]
    limits: Text

    @property
    def moves(self) -> list[str]:
        """The measures that its switches move or that would answer it, each once, in the order of the catalogue."""
        named = [name for names in self.switches.values() for name in names]
        return list(dict.fromkeys([*named, *self.counted_by]))


class Catalogue(BaseModel):
    """All claims of one document, and the mechanisms' numbers that no claim asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    claims: dict[ClaimId, Claim]
    unclaimed: dict[str, Text]


def catalogue(war: str = "syria-2016") -> Catalogue:
    """Return the catalogue of a war, joined with its ledger."""
    plain = read_document(CATALOGUES / f"{war}.yaml").data
    said = ledger(war).claims
    carried: Any = plain["claims"]
    for name, claim in carried.items():
        one = said[name]
        claim |= {"words": one.words, "rooms": one.rooms, "limits": one.limits}
    return Catalogue.model_validate(plain)


def ledger(war: str = "syria-2016") -> Ledger:
    """Return the ledger of a war."""
    return read_ledger(shipped_for(war))
