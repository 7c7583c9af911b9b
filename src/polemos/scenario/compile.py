"""Scenario -> arrays: the world that all histories share, the numbers that differ, and the legend back to names.

Comes in: a validated ``Scenario``.  Goes out: a ``War`` that the engine can run.  After this no string enters
the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from polemos.dimensions import AIRCRAFT_KINDS, COMMAND_MODES, MECHANISMS, TERRAINS, Counts, Floats
from polemos.model.parameters import Parameters
from polemos.model.state import World
from polemos.scenario import ground
from polemos.scenario.acts import acts_of
from polemos.scenario.bargaining import BargainRules
from polemos.scenario.geography import great_circle_km
from polemos.scenario.inputs import Input, Inputs, find_inputs, keys_of
from polemos.scenario.legend import Legend, legend_of
from polemos.scenario.numbers import Numbers
from polemos.scenario.own_rules import OwnRules, addresses, compiled_mechanisms
from polemos.scenario.posterior import Learned, read_draws
from polemos.scenario.schema import Point, Scenario, Wing
from polemos.scenario.theatre import Theatre
from polemos.theory import ballots


@dataclass(frozen=True)
class War:
    """A compiled scenario: all that a run needs, and nothing that hangs on a file."""

    name: str
    title: str
    start: date
    days: int
    legend: Legend
    world: World
    numbers: Numbers
    drawn: Inputs
    rules: OwnRules

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The uncertain numbers, in the order in which runs record them."""
        return self.drawn.uncertain

    def parameters(self, seed: int, history: int) -> tuple[Parameters, Floats]:
        """Return the parameters of one history and the values of its uncertain inputs."""
        values = self.drawn.draw(seed, history)
        return self.numbers.of(values), self.drawn.ranged(values)


def compile_scenario(scenario: Scenario, allowed: frozenset[str] | None = None) -> War:
    """Return the war of a scenario; raises BadInput if the theatre's files or a user's rules are at fault.

    ``allowed`` are the only texts that a user's rules may have come from; a war that lacks a rule can be looked at and
    cannot be run.
    """
    theatre = ground.theatre_of(scenario)
    legend = legend_of(scenario, theatre)
    inputs = Inputs(list(find_inputs(scenario, scenario.start.toordinal())))
    if scenario.posterior is not None:
        inputs = Learned(inputs, read_draws(scenario._draws, scenario.posterior))
    holder = ground.holders(scenario, legend)
    stance = ground.stances(scenario, legend)
    spread = ground.spread(scenario, theatre, legend, holder, stance)
    rules, called = addresses(scenario, allowed)
    world = _world(scenario, theatre, legend, holder, stance, spread, called)
    numbers = Numbers(scenario, legend, inputs, holder, spread, rules)
    if rules.mechanisms:
        own, rules = compiled_mechanisms(rules, world, numbers.of(inputs.draw(0, 0)))
        world = world._replace(own=own)
    return War(scenario.name, scenario.title, scenario.start, scenario.days, legend, world, numbers, inputs, rules)


def _world(
    scenario: Scenario, theatre: Theatre, legend: Legend, holder: Counts, stance: Counts, spread: Floats,
    called: dict[str, list[int]],
) -> World:  # fmt: skip
    first, neighbour, road = ground.neighbours(theatre, legend)
    places, actors = theatre.places, legend.actors
    ground_of, main = (
        ground.grounds(first, neighbour),
        _whole(place.theatre == scenario.theatre.main for place in places),
    )
    coalitions = list(scenario.coalitions.values())
    coalition = np.full(len(actors), -1, dtype=np.int64)
    for number, group in enumerate(coalitions):
        for member in group.members:
            coalition[actors.index(member)] = number
    wings = list(scenario.wings.values())
    base, distance = _bases(scenario, theatre, legend)
    focal = next((number for number, group in enumerate(coalitions) if group.focal), 0 if coalitions else -1)
    return World(
        switches=_whole(getattr(scenario.mechanisms, name).on for name in MECHANISMS),
        place_key=keys_of(["place " + name for name in legend.places]),
        actor_key=keys_of(["actor " + name for name in actors]),
        camp_key=keys_of(["camp " + name for name in legend.camps]),
        front_key=keys_of(["front " + name for name in legend.fronts]),
        wing_key=keys_of(["wing " + name for name in legend.wings]),
        flow_key=keys_of(["flow " + name for name in legend.flows]),
        stakeholder_key=keys_of(["stakeholder " + name for name in legend.stakeholders]),
        issue_key=keys_of(["issue " + name for name in legend.issues]),
        first_link=first, neighbour=neighbour, road=road,
        front=_whole(legend.fronts.index(front) for front in legend.front_of_place),
        ground=ground_of, home=ground.homes(ground_of, main, spread),
        terrain=_whole(TERRAINS.index(place.terrain) for place in places),
        population=_whole(place.population for place in places),
        area=np.array([place.area_km2 for place in places], dtype=np.float64),
        main=main,
        base_of_wing=base, distance=distance,
        camp=_whole(legend.camps.index(camp) for camp in legend.camp_of_actor), stance=stance,
        sponsor=_whole(actors.index(actor.sponsor) if actor.sponsor else -1 for actor in scenario.actors.values()),
        zone=ground.zones(scenario, theatre, legend, holder, spread),
        source=_marks(legend.places, [camp.supply for camp in scenario.camps.values()]).T.copy(),
        vital=_marks(legend.places, [scenario.vital.get(actor, []) for actor in actors]),
        coalition=coalition,
        bargain_rules=rule_codes(scenario.bargaining.rules),
        lead=_whole(actors.index(group.lead) for group in coalitions),
        patron=_whole(actors.index(group.patron) if group.patron else -1 for group in coalitions),
        command=_whole(COMMAND_MODES.index(group.command) for group in coalitions),
        wing_patron=_whole(actors.index(wing.patron) for wing in wings),
        wing_kind=_whole(AIRCRAFT_KINDS.index(wing.kind) for wing in wings),
        client=_marks(actors, [wing.clients for wing in wings]) + _marks(actors, [[*w.client_fronts] for w in wings]),
        client_front=_client_fronts(actors, legend.fronts, wings),
        patrons=_whole(sorted({actors.index(wing.patron) for wing in wings})),
        allocation=_whole(called["allocation"]), decision=_whole(called["decision"]),
        breaking=_whole(called["breaking"]), own=np.zeros((0, 3), dtype=np.int64),
        flow_client=_whole(actors.index(flow.client) for flow in scenario.flows.values()),
        flow_gate=_lists(legend.places, [flow.through for flow in scenario.flows.values()]),
        **acts_of(scenario, legend),
        focal=_whole([focal]),
    )  # fmt: skip


def rule_codes(rules: BargainRules) -> Counts:
    """Return the published rules of the bargain by their numbers; neutral attitudes to risk are given ones, all 0."""
    chosen = [getattr(rules, kind) for kind in type(rules).model_fields]
    return _whole(
        names.index("given" if name == "neutral" else name) for name, names in zip(chosen, ballots.NAMES, strict=True)
    )


def _bases(scenario: Scenario, theatre: Theatre, legend: Legend) -> tuple[Counts, Floats]:
    """Return the place of each wing's base (-1 outside the theatre) and its distance to every place [km]."""
    base = np.full(len(scenario.wings), -1, dtype=np.int64)
    distance = np.zeros((len(scenario.wings), len(theatre.places)))
    for number, wing in enumerate(scenario.wings.values()):
        if isinstance(wing.base, Point):
            spot = (wing.base.latitude, wing.base.longitude)
        else:
            base[number] = legend.places.index(wing.base)
            place = theatre.places[base[number]]
            spot = (place.latitude, place.longitude)
        for row, place in enumerate(theatre.places):
            distance[number, row] = round(great_circle_km(spot, (place.latitude, place.longitude)), 1)
    return base, distance


def _client_fronts(actors: tuple[str, ...], fronts: tuple[str, ...], wings: list[Wing]) -> Counts:
    """Mark the fronts on which a wing supports a client, where it does so on some alone."""
    marks = np.zeros((len(wings), len(actors), len(fronts)), dtype=np.int64)
    for row, wing in enumerate(wings):
        for client, chosen in wing.client_fronts.items():
            marks[row, actors.index(client), [fronts.index(front) for front in chosen]] = 1
    return marks


def _whole(values: object) -> Counts:
    return np.array([int(value) for value in values], dtype=np.int64)  # type: ignore[attr-defined]


def _lists(ids: tuple[str, ...], chosen: list[list[str]]) -> Counts:
    """Return the rows of the ids in each list, filled up with -1."""
    longest = max([1, *(len(names) for names in chosen)])
    rows = [[ids.index(name) for name in names] + [-1] * (longest - len(names)) for names in chosen]
    return np.array(rows, dtype=np.int64).reshape(len(chosen), longest)


def _marks(ids: tuple[str, ...], chosen: list[list[str]]) -> Counts:
    """Return a table of 0 and 1: one row per list, one column per id."""
    rows = [[int(name in names) for name in ids] for names in chosen]
    return np.array(rows, dtype=np.int64).reshape(len(chosen), len(ids))
