"""What all parts of a scenario share: nothing unknown in them, ids, texts, and a share as a number.

Comes in: nothing.  Goes out: the words in which ``schema``, ``bargaining`` and ``interventions`` state their fields.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from polemos.scenario.quantity import Measure, Quantity

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Share = Annotated[Quantity, Measure("share", 0, 1)]


class Part(BaseModel):
    """A part of a scenario: nothing unknown in it, nothing changed after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
