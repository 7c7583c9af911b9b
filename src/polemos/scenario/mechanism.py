"""What every mechanism has, and the measures in which its numbers are stated.

Comes in: nothing.  Goes out: the words in which ``politics``, ``fighting`` and ``support`` state their numbers.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from polemos.scenario.quantity import Measure, Quantity

JUDGEMENT = "judgement"
Share = Annotated[Quantity, Measure("share", 0, 1)]
PerDay = Annotated[Quantity, Measure("1/day", 0, 1)]
Days = Annotated[Quantity, Measure("days", 0, 3660)]
Ratio = Annotated[Quantity, Measure("ratio", 0, 1000)]
Spread = Annotated[Quantity, Measure("ratio", 0, 3)]
Advantage = Annotated[Quantity, Measure("ratio", 1, 1000)]
Men = Annotated[Quantity, Measure("men", 0, 1e6)]


class Mechanism(BaseModel):
    """A mechanism that can be switched off alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    on: bool = Field(default=True, description="whether the mechanism acts")
