"""What only the whole war can tell: do the parts name each other rightly, and can they all be true at once?

In come a ``Scenario`` that is valid field by field and a ``Where`` that knows its lines and its ground; out
come problems.  Each check is a small function ``(scenario, where) -> problems`` in ``CHECKS``.  Who names
whom is next door in ``references.py``; single fields are the schema's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from polemos.errors import Problem
from polemos.scenario.interventions import ChangeCommand, ChangeEffort, DeclareCeasefire, Deliver
from polemos.scenario.node import Data, Node, Steps, locate
from polemos.scenario.references import Where, strangers
from polemos.scenario.schema import Scenario

Check = Callable[[Scenario, Where], Iterator[Problem]]


def incoherent(scenario: Scenario, where: Where) -> list[Problem]:
    """Return every fault that any check finds."""
    return [problem for check in CHECKS for problem in check(scenario, where)]


def stances_said_twice(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Two camps stand to each other in one way only, and a camp does not stand to itself."""
    seen: set[frozenset[str]] = set()
    for index, stance in enumerate(scenario.stances):
        pair = frozenset(stance.between)
        if len(pair) == 1:
            yield where("a camp has no stance to itself", "stances", index)
        elif pair in seen:
            one, other = sorted(pair)
            yield where(f'the stance between "{one}" and "{other}" is said twice', "stances", index)
        seen.add(pair)


def hostile_partners(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Members of one coalition cannot belong to camps that are hostile to each other."""
    for name, coalition in scenario.coalitions.items():
        known = [member for member in coalition.members if member in scenario.actors]
        for one, other in combinations(known, 2):
            camps = scenario.actors[one].camp, scenario.actors[other].camp
            if hostile(scenario, *camps):
                what = f'"{one}" and "{other}" are members, but their camps "{camps[0]}" and "{camps[1]}" are hostile'
                yield where(what, "coalitions", name, "members", coalition.members.index(other))


def two_hostile_coalitions(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """An actor cannot be a member of two coalitions whose other members are hostile to each other."""
    for (first, one), (second, other) in combinations(scenario.coalitions.items(), 2):
        for actor in one.members:
            if actor not in other.members:
                continue
            camps = [
                {scenario.actors[m].camp for m in members if m in scenario.actors and m != actor}
                for members in (one.members, other.members)
            ]
            if any(hostile(scenario, a, b) for a in camps[0] for b in camps[1]):
                what = f'"{actor}" is a member of "{first}" too, which is hostile to "{second}"'
                yield where(what, "coalitions", second, "members", other.members.index(actor))


def leaders_are_members(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The lead and the patron of a coalition are members of it, and no member is listed twice."""
    for name, coalition in scenario.coalitions.items():
        for role in ("lead", "patron"):
            actor = getattr(coalition, role)
            if actor in scenario.actors and actor not in coalition.members:
                yield where(f'"{actor}" is not among the members', "coalitions", name, role)
        for index, member in enumerate(coalition.members):
            if member in coalition.members[:index]:
                yield where(f'"{member}" is listed twice', "coalitions", name, "members", index)


def one_focal_coalition(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The fissure of one coalition is measured."""
    focal = [name for name, coalition in scenario.coalitions.items() if coalition.focal]
    for name in focal[1:]:
        what = f'only one coalition can be the focal one, and "{focal[0]}" is'
        yield where(what, "coalitions", name, "focal")


def linked_places(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every place can be reached, unless it is the only one; a link joins two places, once."""
    links = scenario.theatre.links
    if len(where.ground.places) > 1:
        for place in scenario.theatre.places:
            if place not in where.ground.linked:
                yield where("the place has no links", "theatre", "places", place, at_key=True)
    seen: dict[frozenset[str], int] = {}
    for index, link in enumerate(links):
        ends = frozenset(link.between)
        if len(ends) == 1:
            yield where(f'a link joins "{link.between[0]}" to itself', "theatre", "links", index)
        elif ends in seen:
            yield where(f"the same link as number {seen[ends] + 1} of the list", "theatre", "links", index)
        seen.setdefault(ends, index)


def one_holder(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A place has one holder."""
    holder: dict[str, str] = {}
    for actor, places in scenario.holders.items():
        for index, place in enumerate(places):
            if place in holder:
                yield where(f'"{place}" is held by "{holder[place]}" already', "holders", actor, index)
            holder.setdefault(place, actor)


def men_among_enemies(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Nobody's men stand at a place that an enemy holds: those who fight over it stand next door."""
    holder = {place: actor for actor, places in scenario.holders.items() for place in places}
    for name, actor in scenario.actors.items():
        for spot in actor.presence:
            owner = scenario.actors.get(holder.get(spot, ""))
            if owner is not None and hostile(scenario, actor.camp, owner.camp):
                what = f'men stand at "{spot}", which is held by "{holder[spot]}", an enemy'
                yield where(what, "actors", name, "presence", spot, at_key=True)


def sponsor_circles(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Nobody answers to itself, directly or through others."""
    told: set[str] = set()
    for start in scenario.actors:
        chain = [start]
        while (sponsor := _sponsor(scenario, chain[-1])) is not None and sponsor not in chain:
            chain.append(sponsor)
        if sponsor == start and start not in told:
            told.update(chain)
            what = f"sponsors go round in a circle: {' -> '.join([*chain, start])}"
            yield where(what, "actors", start, "sponsor")


def flows_to_oneself(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A sponsor sends to somebody else; a member trusts somebody else."""
    for name, flow in scenario.flows.items():
        if flow.sponsor == flow.client:
            yield where(f'"{flow.sponsor}" sends to itself', "flows", name, "client")
    for index, pair in enumerate(scenario.trust.pairs):
        if pair.of == pair.towards:
            yield where(f'trust of "{pair.of}" in itself means nothing', "trust", "pairs", index)


def dated_within(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Interventions fall between the first and the last day, and end after they begin.

    A war cut short by an option keeps its later interventions: they just do not come about.
    """
    first = scenario.start.toordinal()
    last = first + scenario.days - 1
    cut_short = locate(where.root, ("days",)).at.line == 0
    for name, intervention in scenario.interventions.items():
        when = intervention.date
        if when.low.toordinal() < first:
            what = f"{when.low} is before the first day of the war, {scenario.start}"
            yield where(what, "interventions", name, "date")
        elif when.best.toordinal() > last and not cut_short:
            end = date.fromordinal(min(last, date.max.toordinal()))
            yield where(f"{when.best} is after the last day of the war, {end}", "interventions", name, "date")
        until = intervention.until if isinstance(intervention, (DeclareCeasefire, ChangeEffort)) else None
        if until is not None and until < when.high:
            what = f"ends on {until}, before it begins on {when.high}"
            yield where(what, "interventions", name, "until")


def bound_and_excluded(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Nobody is bound by a ceasefire and excluded from it."""
    for name, intervention in scenario.interventions.items():
        if isinstance(intervention, DeclareCeasefire):
            for index, actor in enumerate(intervention.excluded):
                if actor in intervention.bound:
                    what = f'"{actor}" is bound by the ceasefire and excluded from it'
                    yield where(what, "interventions", name, "excluded", index)
            for index, pair in enumerate(intervention.pairs):
                if pair[0] == pair[1]:
                    yield where(f'pairs "{pair[0]}" with itself', "interventions", name, "pairs", index)
                for end in range(2):
                    if pair[end] in scenario.actors and pair[end] not in intervention.bound:
                        what = f'"{pair[end]}" is not among the bound'
                        yield where(what, "interventions", name, "pairs", index, end)


def changes_that_can_be(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A new lead is a member; who is spared by order is an enemy; nobody sends to itself."""
    for name, change in scenario.interventions.items():
        if isinstance(change, ChangeCommand) and change.lead in scenario.actors:
            coalition = scenario.coalitions.get(change.coalition)
            if coalition is not None and change.lead not in coalition.members:
                yield where(f'"{change.lead}" is not a member of the coalition', "interventions", name, "lead")
        if isinstance(change, ChangeEffort) and change.patron in scenario.actors:
            camp = scenario.actors[change.patron].camp
            for index, actor in enumerate(change.against):
                if actor in scenario.actors and not hostile(scenario, camp, scenario.actors[actor].camp):
                    yield where(f'"{actor}" is no enemy of "{change.patron}"', "interventions", name, "against", index)
        if isinstance(change, Deliver) and change.sponsor == change.client:
            yield where(f'"{change.sponsor}" sends to itself', "interventions", name, "client")


def patrons_that_fly(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Who has aircraft has a rule for sharing them out."""
    for name, wing in scenario.wings.items():
        if wing.patron in scenario.actors and wing.patron not in scenario.patrons:
            what = f'"{wing.patron}" has aircraft but no entry under patrons'
            yield where(what, "wings", name, "patron")
        for client in wing.client_fronts:
            if client not in wing.clients:
                yield where(f'"{client}" is none of its clients', "wings", name, "client_fronts", client)
    for name, patron in scenario.patrons.items():
        if patron.sorties is not None and all(wing.patron != name for wing in scenario.wings.values()):
            yield where("has no wing to fly these sorties", "patrons", name, "sorties")


def references_of_issues(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every issue says at which settlement efforts and flows are as the scenario gives them."""
    lacking = [name for name, issue in scenario.bargaining.issues.items() if issue.reference is None]
    if not lacking:
        return
    from polemos.scenario.settlements import settlements

    settled = settlements(scenario.bargaining)
    for name in lacking:
        hint = f"the best values settle at {settled[name]:.3f}" if name in settled else "nobody cares about this issue"
        what = 'needs the key "reference": the settlement at which efforts and flows are as given'
        yield where(what, "bargaining", "issues", name, hint=hint, at_key=True)


def two_camps(root: Node) -> list[tuple[Steps, str]]:
    """Return the path and fault of every actor that is given more than one camp in the tree as written."""
    found: list[tuple[Steps, str]] = []
    foes = [stance["between"] for stance in _mappings(root.child("stances")) if stance.get("stance") == "hostile"]
    for name, actor in _branches(root.child("actors")).items():
        camps = actor.child("camp")
        if camps is not None and isinstance(camps.value, list) and len(camps.value) > 1:
            named = [str(camp.plain()) for camp in camps.value]
            foe = any(list(pair) in foes or list(pair[::-1]) in foes for pair in combinations(named, 2))
            what = f"belongs to {' and '.join(named)}{', which are hostile to each other' if foe else ''}"
            found.append((("actors", name, "camp"), f"{what}: an actor has one camp"))
    return found


def hostile(scenario: Scenario, one: str, other: str) -> bool:
    """Whether two camps are said to be hostile."""
    pair = {one, other}
    return any(set(stance.between) == pair and stance.stance == "hostile" for stance in scenario.stances)


def _branches(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _mappings(node: Node | None) -> list[dict[str, Data]]:
    items = node.value if node is not None and isinstance(node.value, list) else []
    return [data for data in (item.plain() for item in items) if isinstance(data, dict) and "between" in data]


def _sponsor(scenario: Scenario, actor: str) -> str | None:
    return scenario.actors[actor].sponsor if actor in scenario.actors else None


CHECKS: tuple[Check, ...] = (
    strangers,
    stances_said_twice,
    hostile_partners,
    two_hostile_coalitions,
    leaders_are_members,
    one_focal_coalition,
    linked_places,
    one_holder,
    men_among_enemies,
    sponsor_circles,
    flows_to_oneself,
    dated_within,
    bound_and_excluded,
    changes_that_can_be,
    patrons_that_fly,
    references_of_issues,
)
