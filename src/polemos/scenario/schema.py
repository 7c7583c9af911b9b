"""Every field of a scenario: unit, bounds, range and meaning.

Comes in: plain data from ``load``.  Goes out: a validated, frozen ``Scenario``.  References between parts (does this
actor exist?) are checked in ``coherence``; dated decisions are in ``interventions``, the bargain is in ``bargaining``;
the mechanisms' numbers are in ``mechanisms``; places and links are in ``theatre``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from polemos.dimensions import ALLOCATION_RULES, ATTACK_RULES, BREAK_RULES
from polemos.scenario.bargaining import Bargaining
from polemos.scenario.interventions import Intervention
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.part import Id, Part, Share, Text
from polemos.scenario.quantity import Measure, Quantity

AllocationRule = Annotated[Id, Field(examples=list(ALLOCATION_RULES))]
AttackRule = Annotated[Id, Field(examples=list(ATTACK_RULES))]
BreakRule = Annotated[Id, Field(examples=list(BREAK_RULES))]
Terrain = Literal["urban", "mountain", "desert", "plain", "river"]
Stance = Literal["hostile", "neutral", "friendly"]
AircraftKind = Literal["attack", "strike", "helicopter"]
CommandMode = Literal["integrated", "delegated", "bargained"]
Men = Annotated[Quantity, Measure("men", 0, 5e6)]
PerMonth = Annotated[Quantity, Measure("men/month", 0, 1e5)]


def fixed(value: float) -> Quantity:
    """Return a certain number, as a default."""
    return Quantity(low=value, best=value, high=value)


class PlaceSpec(Part):
    """A place written into the scenario itself (small wars); large theatres come from files."""

    title: Text = ""
    latitude: float = Field(ge=-90, le=90, description="degrees north")
    longitude: float = Field(ge=-180, le=180, description="degrees east")
    population: int = Field(default=0, ge=0, le=50_000_000, description="people")
    area: float = Field(default=100.0, ge=0, le=1e7, description="km2 that count as held with the place")
    terrain: Terrain = "plain"
    front: Id | None = None
    governorate: Text = ""
    theatre: Id = "main"


class LinkSpec(Part):
    """A road between two places."""

    between: tuple[Id, Id]
    road: float = Field(gt=0, le=5000, description="km")
    terrain: Terrain = "plain"


class CountrySpec(Part):
    """The country in which the places of a theatre lie, as UCDP GED names it; for tables of simulated events."""

    title: Text
    number: int = Field(ge=1, le=999, description="country code of Gleditsch and Ward, used by UCDP")
    region: Literal["Africa", "Americas", "Asia", "Europe", "Middle East"]


class TheatreSpec(Part):
    """Places and links: from a folder of files (``from``), written here, or both."""

    folder: Text | None = Field(
        default=None,
        alias="from",
        description="folder with places.csv, links.csv, fronts.csv, gazetteer.csv; built-in name or path",
    )
    main: Id = Field(
        default="main",
        description="the theatre whose people and area are counted; others pull on shared actors",
    )
    places: dict[Id, PlaceSpec] = Field(default_factory=dict)
    links: list[LinkSpec] = Field(default_factory=list)
    fronts: dict[Id, Text] = Field(default_factory=dict, description="front id -> title")
    countries: dict[Id, CountrySpec] = Field(default_factory=dict, description="theatre id -> country of its places")


class Camp(Part):
    """A side of the war."""

    title: Text
    supply: list[Id] = Field(default_factory=list, description="places where supply enters (ports, crossings, depots)")


class StanceSpec(Part):
    """How two camps stand to each other; what is not said is neutral."""

    between: tuple[Id, Id]
    stance: Stance


class Actor(Part):
    """A force that fights, a patron that flies, a sponsor that supplies, or several of these."""

    title: Text
    camp: Id
    sponsor: Id | None = Field(default=None, description="the actor it answers to")
    strength: Men = Field(default=fixed(0), description="men in the theatres of this war")
    reserve: Share = Field(
        default=fixed(0.15),
        description="share of the men that can be sent to any supplied place of its fronts",
    )
    presence: dict[Id, float] = Field(default_factory=dict, description="front or place -> weight of the men there")
    fronts: list[Id] = Field(default_factory=list, description="further fronts where it may fight")
    quality: Annotated[Quantity, Measure("ratio", 0.05, 20)] = Field(
        default=fixed(1.0), description="fighting worth of a man, light infantry = 1"
    )
    tempo: Annotated[Quantity, Measure("1/month", 0, 60)] = Field(
        default=fixed(0.5), description="offensives started per month at a place that invites one"
    )
    recruits: PerMonth = Field(default=fixed(0), description="men raised locally")
    armour: Annotated[Quantity, Measure("vehicles", 0, 1e5)] = Field(default=fixed(0))
    missiles: Annotated[Quantity, Measure("missiles", 0, 1e6)] = Field(
        default=fixed(0), description="anti-armour missiles in stock"
    )
    air_defence: Share = Field(
        default=fixed(0), description="danger to aircraft over its men, 1 = dense modern systems"
    )
    reliance: Share = Field(default=fixed(0), description="how far it is used to air support at the start")
    autonomy: Share = Field(default=fixed(0), description="authority that it keeps for itself or its sponsor")
    decision: AttackRule = Field(
        default="by_odds",
        description="rule for how readily it attacks at given odds",
    )
    breaking: BreakRule = Field(
        default="by_trust",
        description="rule for when it breaks with its coalition",
    )
    advisers: bool = Field(default=False, description="its dead count as advisers of an outside state")


class Coalition(Part):
    """Members that fight for a common cause under a command."""

    title: Text
    lead: Id = Field(description="the member whose staff plans")
    patron: Id | None = Field(default=None, description="the member that gives aircraft and decides on requests")
    members: list[Id] = Field(min_length=1)
    command: CommandMode = "delegated"
    focal: bool = Field(default=False, description="the coalition whose fissure is measured")


class TrustSpec(Part):
    """Trust between members of a coalition at the start; pairs override the usual level."""

    usual: Share = Field(default=Quantity(low=0.5, best=0.65, high=0.8, source="judgement", confidence="none"))
    pairs: list[TrustPair] = Field(default_factory=list)


class TrustPair(Part):
    """How far ``of`` trusts ``towards``."""

    of: Id
    towards: Id
    level: Share


class Point(Part):
    """A base that is no place of the theatre."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Wing(Part):
    """Aircraft of one patron, one kind and one base."""

    title: Text = ""
    patron: Id
    kind: AircraftKind
    base: Id | Point
    aircraft: Annotated[Quantity, Measure("aircraft", 0, 5000)]
    serviceable: Share = Field(default=Quantity(low=0.6, best=0.75, high=0.9, source="judgement", confidence="none"))
    sorties: Annotated[Quantity, Measure("sorties/day", 0, 12)] = Field(description="per serviceable aircraft")
    reach: Annotated[Quantity, Measure("km", 0, 20000)] = Field(description="radius of action")
    clients: list[Id] = Field(default_factory=list, description="actors that it supports")
    client_fronts: dict[Id, list[Id]] = Field(
        default_factory=dict, description="fronts on which alone it supports a client; left out: everywhere"
    )


class Patron(Part):
    """How a patron shares out its aircraft."""

    fronts_at_once: Annotated[Quantity, Measure("fronts", 0, 100)] = Field(
        description="fronts that its full force can serve on one day"
    )
    sorties: Annotated[Quantity, Measure("sorties/day", 0, 10000)] | None = Field(
        default=None,
        description="by all its aircraft of the first day at full effort; its wings share them in proportion to their "
        "own rates, which hold where this is left out",
    )
    allocation: AllocationRule = Field(
        default="by_need",
        description="rule for the order of requests",
    )
    interdiction: Share = Field(
        default=fixed(1.0), description="share of unasked sorties that strike targets of its own choice"
    )


class Flow(Part):
    """What a sponsor sends to a client."""

    sponsor: Id
    client: Id
    men: PerMonth = Field(default=fixed(0))
    missiles: Annotated[Quantity, Measure("missiles/month", 0, 1e5)] = Field(default=fixed(0))
    armour: Annotated[Quantity, Measure("vehicles/month", 0, 1e4)] = Field(default=fixed(0))
    stores: Share = Field(default=fixed(0), description="added share of stores per day for the client's places")
    through: list[Id] = Field(default_factory=list, description="places of which one must be in friendly hands")


class OwnMechanism(Part):
    """A mechanism that a user's own module registers under this name."""

    on: bool = Field(default=True, description="whether the mechanism acts")
    numbers: dict[Id, Quantity] = Field(default_factory=dict, description="the numbers that it asks for, by name")


class WhatIf(Part):
    """A named change of the scenario."""

    title: Text
    without: list[Id] = Field(
        default_factory=list,
        description="interventions (or causes of interventions) left out, mechanisms switched off",
    )
    patch: dict[str, object] = Field(
        default_factory=dict, description="merged into the scenario like a file that extends it"
    )
    stated: bool = Field(
        default=False, description="takes away a cause that a source states: what attribute asks about by itself"
    )


class Scenario(Part):
    """One war: who fights for whom, who commands, who supplies and who sends aircraft."""

    polemos: Literal[1] = Field(description="version of the scenario language")
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    title: Text
    summary: Text = ""
    start: date
    days: int = Field(default=366, ge=1, le=3660)
    theatre: TheatreSpec
    camps: dict[Id, Camp] = Field(min_length=1)
    stances: list[StanceSpec] = Field(default_factory=list)
    actors: dict[Id, Actor] = Field(min_length=1, max_length=60)
    holders: dict[Id, list[Id]] = Field(default_factory=dict, description="actor -> places that it holds at the start")
    vital: dict[Id, list[Id]] = Field(default_factory=dict, description="actor -> places whose loss is its collapse")
    coalitions: dict[Id, Coalition] = Field(default_factory=dict)
    trust: TrustSpec = TrustSpec()
    patrons: dict[Id, Patron] = Field(default_factory=dict)
    wings: dict[Id, Wing] = Field(default_factory=dict)
    flows: dict[Id, Flow] = Field(default_factory=dict)
    bargaining: Bargaining = Bargaining()
    interventions: dict[Id, Intervention] = Field(default_factory=dict)
    mechanisms: Mechanisms = Mechanisms()
    own_mechanisms: dict[Id, OwnMechanism] = Field(
        default_factory=dict, description="mechanisms of a user's own module, by the name under which it registers them"
    )
    what_ifs: dict[Id, WhatIf] = Field(default_factory=dict)
    posterior: str | None = Field(
        default=None,
        description="table of draws of learned inputs, a row for each history in turn: a file, or its folder",
    )

    _draws: str = PrivateAttr(default="")
    _texts: dict[str, str] = PrivateAttr(default_factory=dict)
    _folder: str = PrivateAttr(default="")


TrustSpec.model_rebuild()
