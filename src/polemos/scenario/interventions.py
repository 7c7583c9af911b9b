"""Dated decisions: what the parties did on a day, as data that can be left out.

Comes in: the ``interventions`` part of a scenario.  Each has a date (or a range of dates, drawn once per history),
an action, and a ``cause`` that groups several actions under one name for what-ifs.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from polemos.scenario.part import Id, Text
from polemos.scenario.quantity import Confidence, Measure, Quantity

NOTHING = Quantity(low=0.0, best=0.0, high=0.0)


class When(BaseModel):
    """A day, or a range of days of which nobody recorded the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: date
    best: date
    high: date
    source: str | None = None
    confidence: Confidence | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_date(cls, value: Any) -> Any:
        if isinstance(value, (str, date)):
            return {"low": value, "best": value, "high": value}
        if isinstance(value, dict) and "best" not in value and "low" in value and "high" in value:
            try:
                low, high = date.fromisoformat(str(value["low"])), date.fromisoformat(str(value["high"]))
            except ValueError:
                return value
            return {**value, "best": low + timedelta(days=(high - low).days // 2)}
        return value

    @model_validator(mode="after")
    def _ordered(self) -> When:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"needs low <= best <= high, not {self.low}, {self.best}, {self.high}")
        return self


class Dated(BaseModel):
    """What all interventions have."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    title: Text
    date: When
    cause: Id | None = Field(
        default=None, description="name under which several interventions can be left out together"
    )
    source: Text = ""


class WithdrawAircraft(Dated):
    """A patron takes aircraft away for good."""

    action: Literal["withdraw_aircraft"]
    wings: list[Id] = Field(min_length=1)
    share: Annotated[Quantity, Measure("share", 0, 1)]


class DeployAircraft(Dated):
    """A patron sends more aircraft to a wing."""

    action: Literal["deploy_aircraft"]
    wing: Id
    aircraft: Annotated[Quantity, Measure("aircraft", 0, 1000)]


class DeployMen(Dated):
    """An actor sends men into the war (they arrive in its reserve)."""

    action: Literal["deploy_men"]
    actor: Id
    men: Annotated[Quantity, Measure("men", 0, 1e6)]


class Deliver(Dated):
    """A sponsor sends a client something once, outside its flows."""

    action: Literal["deliver"]
    sponsor: Id
    client: Id
    men: Annotated[Quantity, Measure("men", 0, 1e6)] = NOTHING
    missiles: Annotated[Quantity, Measure("missiles", 0, 1e6)] = NOTHING
    armour: Annotated[Quantity, Measure("vehicles", 0, 1e5)] = NOTHING

    @model_validator(mode="after")
    def _something(self) -> Deliver:
        if max(self.men.high, self.missiles.high, self.armour.high) <= 0.0:
            raise ValueError("delivers nothing: give men, missiles or armour")
        return self


class ChangeCommand(Dated):
    """A coalition changes the way it is commanded, or whose staff plans."""

    action: Literal["change_command"]
    coalition: Id
    command: Literal["integrated", "delegated", "bargained"] | None = Field(
        default=None, description="none = as before"
    )
    lead: Id | None = Field(default=None, description="the member whose staff plans from now on; none = as before")

    @model_validator(mode="after")
    def _something(self) -> ChangeCommand:
        if self.command is None and self.lead is None:
            raise ValueError("changes nothing: give command or lead")
        return self


class DeclareCeasefire(Dated):
    """Some parties agree on a ceasefire that binds others and excludes some."""

    action: Literal["ceasefire"]
    until: date | None = Field(default=None, description="agreed last day; none = until it breaks")
    parties: list[Id] = Field(min_length=1, description="actors that negotiated or were asked")
    bound: list[Id] = Field(min_length=1, description="actors that are to stop fighting each other")
    excluded: list[Id] = Field(default_factory=list, description="actors that may be fought on")
    fronts: list[Id] = Field(
        default_factory=list, description="fronts where it holds; with neither fronts nor places it holds everywhere"
    )
    places: list[Id] = Field(default_factory=list, description="single places where it holds besides the fronts")
    pairs: list[tuple[Id, Id]] = Field(
        default_factory=list, description="who is to stop fighting whom; none = all bound actors each other"
    )
    ground_aircraft: Annotated[Quantity, Measure("days", 0, 365)] = Field(
        default=NOTHING, description="days during which the parties' patrons do not fly"
    )


class ChangeFlow(Dated):
    """A sponsor changes what it sends."""

    action: Literal["change_flow"]
    flow: Id
    factor: Annotated[Quantity, Measure("ratio", 0, 100)]


class ChangeCapability(Dated):
    """A stakeholder of the bargain gains or loses weight, as when another faction comes to rule."""

    action: Literal["change_capability"]
    stakeholder: Id
    factor: Annotated[Quantity, Measure("ratio", 0, 100)]


class ChangeTempo(Dated):
    """An actor becomes more or less active on some fronts."""

    action: Literal["change_tempo"]
    actor: Id
    fronts: list[Id] = Field(min_length=1)
    factor: Annotated[Quantity, Measure("ratio", 0, 100)]


class ChangeEffort(Dated):
    """A patron flies more or less with the aircraft it has, or spares some of its enemies for a while."""

    action: Literal["change_effort"]
    patron: Id
    factor: Annotated[Quantity, Measure("ratio", 0, 10)]
    against: list[Id] = Field(
        default_factory=list,
        description="enemies of whom it takes up only this share of requests and targets; none = all its flying",
    )
    until: date | None = Field(default=None, description="last day; none = for good")

    @model_validator(mode="after")
    def _a_share(self) -> ChangeEffort:
        if self.against and self.factor.high > 1.0:
            raise ValueError(f"a factor against named actors is a share, at most 1, not {self.factor.high:g}")
        return self


Intervention = Annotated[
    WithdrawAircraft
    | DeployAircraft
    | DeployMen
    | Deliver
    | ChangeCommand
    | DeclareCeasefire
    | ChangeFlow
    | ChangeTempo
    | ChangeCapability
    | ChangeEffort,
    Field(discriminator="action"),
]
