"""Who names whom in a scenario: every id that must exist elsewhere, and the ground on which places stand.

In comes a ``Scenario`` with its ``Where`` (lines, places, fronts); out goes one problem for each id that
nobody bears, with the nearest that somebody does.  Other checks of the whole war are next door in
``coherence.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from polemos.errors import Problem, did_you_mean
from polemos.scenario.explain import problem_at
from polemos.scenario.node import Node
from polemos.scenario.schema import Scenario

if TYPE_CHECKING:
    from polemos.scenario.theatre import Theatre


class Ground(NamedTuple):
    """The ids of places, fronts and theatres, of the scenario and its theatre's files; which places are linked."""

    places: frozenset[str]
    fronts: frozenset[str]
    linked: frozenset[str]
    theatres: frozenset[str]

    @classmethod
    def of(cls, scenario: Scenario, theatre: Theatre | None) -> Ground:
        """Return the ground of a scenario; ``theatre`` is what its files hold."""
        places, fronts = set(scenario.theatre.places), set(scenario.theatre.fronts)
        linked = {end for link in scenario.theatre.links for end in link.between}
        theatres = {place.theatre for place in scenario.theatre.places.values()}
        if theatre is not None:
            places |= {place.id for place in theatre.places}
            fronts |= {front.id for front in theatre.fronts}
            linked |= {end for link in theatre.links for end in (link.from_id, link.to_id)}
            theatres |= {place.theatre for place in theatre.places}
        return cls(frozenset(places), frozenset(fronts), frozenset(linked), frozenset(theatres))


class Where:
    """Makes problems that know their line: ``where(what, "actors", "army", "camp")``."""

    def __init__(self, root: Node, ground: Ground) -> None:
        self.root = root
        self.ground = ground

    def __call__(self, what: str, *steps: str | int, hint: str = "", at_key: bool = False) -> Problem:
        return problem_at(self.root, steps, what, hint, at_key=at_key)


class Reference(NamedTuple):
    """One id that names something of a kind; ``as_key`` if it is itself a key."""

    kind: str
    id: str
    steps: tuple[str | int, ...]
    as_key: bool = False


def strangers(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every id that is named exists."""
    known = {
        "actor": list(scenario.actors),
        "camp": list(scenario.camps),
        "place": sorted(where.ground.places),
        "front": sorted(where.ground.fronts),
        "theatre": sorted(where.ground.theatres),
        "front or place": sorted(where.ground.fronts | where.ground.places),
        "wing": list(scenario.wings),
        "flow": list(scenario.flows),
        "coalition": list(scenario.coalitions),
        "issue": list(scenario.bargaining.issues),
        "stakeholder": list(scenario.bargaining.stakeholders),
    }
    for reference in references(scenario):
        if reference.id not in known[reference.kind]:
            hint = did_you_mean(reference.id, known[reference.kind])
            what = f'unknown {reference.kind} "{reference.id}"'
            yield where(what, *reference.steps, hint=hint, at_key=reference.as_key)


def references(scenario: Scenario) -> Iterator[Reference]:
    """Yield every id that names another part, in the order of the schema."""
    yield from _of_the_ground(scenario)
    yield from _of_the_actors(scenario)
    yield from _of_aircraft_and_flows(scenario)
    yield from _of_the_bargain(scenario)
    for name, intervention in scenario.interventions.items():
        for field, kind in _INTERVENTION_FIELDS.items():
            yield from _named(kind, getattr(intervention, field, None), "interventions", name, field)
        for index, pair in enumerate(getattr(intervention, "pairs", ())):
            yield from _named("actor", pair, "interventions", name, "pairs", index)


_INTERVENTION_FIELDS = {
    "wings": "wing",
    "wing": "wing",
    "actor": "actor",
    "coalition": "coalition",
    "parties": "actor",
    "bound": "actor",
    "excluded": "actor",
    "fronts": "front",
    "places": "place",
    "flow": "flow",
    "patron": "actor",
    "against": "actor",
    "lead": "actor",
    "stakeholder": "stakeholder",
    "sponsor": "actor",
    "client": "actor",
}


def _named(kind: str, ids: str | Iterable[str] | None, *steps: str | int) -> Iterator[Reference]:
    """Yield references from one id, a list of ids, or nothing."""
    if isinstance(ids, str):
        yield Reference(kind, ids, steps)
    elif ids is not None:
        for index, name in enumerate(ids):
            yield Reference(kind, name, (*steps, index))


def _of_the_ground(scenario: Scenario) -> Iterator[Reference]:
    for name, place in scenario.theatre.places.items():
        yield from _named("front", place.front, "theatre", "places", name, "front")
    for index, link in enumerate(scenario.theatre.links):
        yield from _named("place", link.between, "theatre", "links", index, "between")
    for name in scenario.theatre.countries:
        yield Reference("theatre", name, ("theatre", "countries", name), as_key=True)
    for name, camp in scenario.camps.items():
        yield from _named("place", camp.supply, "camps", name, "supply")
    for index, stance in enumerate(scenario.stances):
        yield from _named("camp", stance.between, "stances", index, "between")


def _of_the_actors(scenario: Scenario) -> Iterator[Reference]:
    for name, actor in scenario.actors.items():
        yield from _named("camp", actor.camp, "actors", name, "camp")
        yield from _named("actor", actor.sponsor, "actors", name, "sponsor")
        for spot in actor.presence:
            yield Reference("front or place", spot, ("actors", name, "presence", spot), as_key=True)
        yield from _named("front", actor.fronts, "actors", name, "fronts")
    for part, lists in (("holders", scenario.holders), ("vital", scenario.vital)):
        for name, places in lists.items():
            yield Reference("actor", name, (part, name), as_key=True)
            yield from _named("place", places, part, name)
    for name, coalition in scenario.coalitions.items():
        yield from _named("actor", coalition.lead, "coalitions", name, "lead")
        yield from _named("actor", coalition.patron, "coalitions", name, "patron")
        yield from _named("actor", coalition.members, "coalitions", name, "members")
    for index, pair in enumerate(scenario.trust.pairs):
        yield from _named("actor", pair.of, "trust", "pairs", index, "of")
        yield from _named("actor", pair.towards, "trust", "pairs", index, "towards")


def _of_aircraft_and_flows(scenario: Scenario) -> Iterator[Reference]:
    for name in scenario.patrons:
        yield Reference("actor", name, ("patrons", name), as_key=True)
    for name, wing in scenario.wings.items():
        yield from _named("actor", wing.patron, "wings", name, "patron")
        if isinstance(wing.base, str):
            yield from _named("place", wing.base, "wings", name, "base")
        yield from _named("actor", wing.clients, "wings", name, "clients")
        for client, fronts in wing.client_fronts.items():
            yield Reference("actor", client, ("wings", name, "client_fronts", client), as_key=True)
            yield from _named("front", fronts, "wings", name, "client_fronts", client)
    for name, flow in scenario.flows.items():
        yield from _named("actor", flow.sponsor, "flows", name, "sponsor")
        yield from _named("actor", flow.client, "flows", name, "client")
        yield from _named("place", flow.through, "flows", name, "through")


def _of_the_bargain(scenario: Scenario) -> Iterator[Reference]:
    above = "bargaining"
    for name, issue in scenario.bargaining.issues.items():
        for actor in issue.efforts:
            yield Reference("actor", actor, (above, "issues", name, "efforts", actor), as_key=True)
        for flow in issue.flows:
            yield Reference("flow", flow, (above, "issues", name, "flows", flow), as_key=True)
    for name, stakeholder in scenario.bargaining.stakeholders.items():
        for issue_id in stakeholder.issues:
            steps = (above, "stakeholders", name, "issues", issue_id)
            yield Reference("issue", issue_id, steps, as_key=True)
