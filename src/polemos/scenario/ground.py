"""Places and links of a scenario, whether they stand in files or in the scenario itself, and who stands where on them.

Comes in: a validated scenario and the folder of its theatre.  Goes out: one ``Theatre``, the holders at the start and
the spread of each actor's men.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.scenario.legend import REST, Legend
from polemos.scenario.schema import Scenario
from polemos.scenario.theatre import Front, Link, Place, Theatre
from polemos.scenario.theatre import load as load_theatre


def theatre_of(scenario: Scenario) -> Theatre:
    """Return the theatre from its folder, joined by what the scenario itself adds."""
    spec = scenario.theatre
    read = load_theatre(Path(scenario._folder)) if spec.folder else Theatre((), (), ())
    own = tuple(
        Place(name, place.title or name, place.latitude, place.longitude, place.population, place.governorate,
              place.front or "", place.terrain, place.theatre, "town", int(place.area), ())
        for name, place in spec.places.items()
    )  # fmt: skip
    links = tuple(Link(*link.between, link.road, link.terrain) for link in spec.links)
    fronts = tuple(Front(name, title, spec.main) for name, title in spec.fronts.items())
    known = {place.theatre for place in read.places + own}
    for name in spec.countries:
        if name not in known:
            hint = did_you_mean(name, sorted(known)) or f"there are {', '.join(sorted(known))}"
            raise BadInput(Problem(f"no place lies in a theatre {name!r}", key=f"theatre.countries.{name}", hint=hint))
    return Theatre(read.places + own, read.links + links, read.fronts + fronts)


def neighbours(theatre: Theatre, legend: Legend) -> tuple[Counts, Counts, Floats]:
    """Return the links as rows: first link of each place, neighbour, road [km], both ways."""
    row = {name: number for number, name in enumerate(legend.places)}
    pairs = [(row[link.from_id], row[link.to_id], link.road_km) for link in theatre.links]
    both = sorted(pairs + [(two, one, road) for one, two, road in pairs])
    first = np.zeros(len(legend.places) + 1, dtype=np.int64)
    for one, _, _ in both:
        first[one + 1] += 1
    return (
        np.cumsum(first),
        np.array([two for _, two, _ in both], dtype=np.int64),
        np.array([road for _, _, road in both], dtype=np.float64),
    )


def grounds(first: Counts, neighbour: Counts) -> Counts:
    """Return a number for each set of places that roads join, whoever holds them, in the order of the first places."""
    number = np.full(len(first) - 1, -1, dtype=np.int64)
    for place in range(len(number)):
        if number[place] >= 0:
            continue
        found, waiting = number.max() + 1, [place]
        while waiting:
            here = waiting.pop()
            if number[here] < 0:
                number[here] = found
                waiting += neighbour[first[here] : first[here + 1]].tolist()
    return number


def homes(ground: Counts, main: Counts, share: Floats) -> Counts:
    """Return the ground where most of each actor's men stand [A]; the one with most counted places for who has none."""
    men = np.zeros((ground.max() + 1, share.shape[1]))
    np.add.at(men, ground, share)
    return np.where(men.sum(axis=0) > 0.0, men.argmax(axis=0), np.bincount(ground, weights=main).argmax())


def stances(scenario: Scenario, legend: Legend) -> Counts:
    """Return how actors stand to each other: friendly within a camp, else as their camps, else neutral."""
    value = {"hostile": -1, "neutral": 0, "friendly": 1}
    camps = {(camp, camp): 1 for camp in scenario.camps}
    for said in scenario.stances:
        one, two = said.between
        camps[one, two] = camps[two, one] = value[said.stance]
    rows = [[camps.get((one, two), 0) for two in legend.camp_of_actor] for one in legend.camp_of_actor]
    return np.array(rows, dtype=np.int64)


def holders(scenario: Scenario, legend: Legend) -> Counts:
    """Return who holds each place at the start, -1 nobody."""
    held = {place: legend.actors.index(actor) for actor, places in scenario.holders.items() for place in places}
    return np.array([held.get(place, -1) for place in legend.places], dtype=np.int64)


def spread(scenario: Scenario, theatre: Theatre, legend: Legend, holder: Counts, stance: Counts) -> Floats:
    """Return the share of each actor's men at each place [P, A]; columns add up to 1, or to 0 for who stands nowhere.

    A place's weight stands as given; a front's weight is shared among its places held by the actor (three times) or
    its friends, by 1 + 2 if hostile places are next door + sqrt(people) / 150.  A holder without presence leaves a
    hundredth of its men at each place.
    """
    first, neighbour, _ = neighbours(theatre, legend)
    pull = np.zeros(len(legend.places))
    for place in range(len(legend.places)):
        beside = holder[neighbour[first[place] : first[place + 1]]]
        contested = holder[place] >= 0 and any(owner >= 0 and stance[holder[place], owner] < 0 for owner in beside)
        pull[place] = 1.0 + 2.0 * contested + theatre.places[place].population ** 0.5 / 150.0
    result = np.zeros((len(legend.places), len(legend.actors)))
    for column, (_name, actor) in enumerate(scenario.actors.items()):
        for where, weight in actor.presence.items():
            if where in legend.places:
                result[legend.places.index(where), column] += weight
                continue
            rows = [row for row, front in enumerate(legend.front_of_place) if front == where and holder[row] >= 0]
            own = np.array([pull[row] * _welcome(stance, holder[row], column) for row in rows])
            if own.sum() > 0:
                result[rows, column] += weight * own / own.sum()
        total = result[:, column].sum()
        bare = (holder == column) & (result[:, column] == 0.0)
        result[bare, column] = total / 100.0 if total > 0 else 1.0
        if result[:, column].sum() > 0:
            result[:, column] /= result[:, column].sum()
    return result


def _welcome(stance: Counts, holder: int, actor: int) -> float:
    if holder == actor:
        return 3.0
    return 1.0 if stance[holder, actor] > 0 else 0.0


def zones(scenario: Scenario, theatre: Theatre, legend: Legend, holder: Counts, men: Floats) -> Counts:
    """Return on which fronts each actor may fight [A, F]: where it stands, what it holds, what it names,
    and the rest of a governorate next to which it stands."""
    first, neighbour, _ = neighbours(theatre, legend)
    result = np.zeros((len(legend.actors), len(legend.fronts)), dtype=np.int64)
    row = {name: number for number, name in enumerate(legend.fronts)}
    stands = men > 0
    for place in range(len(legend.places)):
        if holder[place] >= 0:
            stands[place, holder[place]] = True
    for place, front in enumerate(legend.front_of_place):
        result[stands[place], row[front]] = 1
        if front.startswith(REST):
            beside = neighbour[first[place] : first[place + 1]]
            result[stands[beside].any(axis=0), row[front]] = 1
    for number, actor in enumerate(scenario.actors.values()):
        for front in [*actor.fronts, *actor.presence]:
            if front in row:
                result[number, row[front]] = 1
    return result
