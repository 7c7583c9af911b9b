"""The numbers of the twelve mechanisms: unit, bounds, range, meaning and source of each.

Comes in: the ``mechanisms`` part of a scenario.  Goes out: typed parameters that ``compile`` hands to the rooms of
``model``.  The numbers themselves stand next door in ``politics``, ``fighting`` and ``support``; the actors' and the
war's own are in ``schema``.  A source of "judgement" marks a number nobody has measured: it has a wide range and shows
up among the least supported inputs of every run.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from polemos.scenario.fighting import Combat, Control, Offensive
from polemos.scenario.mechanism import Mechanism
from polemos.scenario.politics import Bargain, Ceasefire, Command, Endings, Trust
from polemos.scenario.quantity import Quantity
from polemos.scenario.support import Air, Attention, Civilians, Supply


class Mechanisms(BaseModel):
    """All twelve mechanisms of a day, in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bargain: Bargain = Bargain()
    ceasefire: Ceasefire = Ceasefire()
    supply: Supply = Supply()
    command: Command = Command()
    attention: Attention = Attention()
    offensive: Offensive = Offensive()
    air: Air = Air()
    combat: Combat = Combat()
    control: Control = Control()
    civilians: Civilians = Civilians()
    trust: Trust = Trust()
    endings: Endings = Endings()


__all__ = ["Mechanism", "Mechanisms", "Quantity"]
