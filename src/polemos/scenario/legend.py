"""The way back from rows of arrays to names: after compiling there are no strings in the model.

Comes in: a scenario and its theatre.  Goes out: ids and titles in the order of the arrays' axes.
"""

from __future__ import annotations

from typing import NamedTuple

from polemos.scenario.schema import Scenario
from polemos.scenario.theatre import Place, Theatre

REST = "rest_of_"
UNKNOWN = "unknown"


def sector(place: Place) -> str:
    """Return the front of a place; one that belongs to none is counted with the rest of its governorate."""
    return place.front or REST + (place.governorate or place.theatre)


class Legend(NamedTuple):
    """Ids along every axis, in order, and the titles that people read."""

    places: tuple[str, ...]
    place_titles: tuple[str, ...]
    latitude: tuple[float, ...]
    longitude: tuple[float, ...]
    terrain: tuple[str, ...]
    governorate: tuple[str, ...]
    theatre: tuple[str, ...]
    country: tuple[str, ...]
    country_number: tuple[int, ...]
    region: tuple[str, ...]
    front_of_place: tuple[str, ...]
    fronts: tuple[str, ...]
    front_titles: tuple[str, ...]
    camps: tuple[str, ...]
    camp_titles: tuple[str, ...]
    actors: tuple[str, ...]
    actor_titles: tuple[str, ...]
    camp_of_actor: tuple[str, ...]
    wings: tuple[str, ...]
    wing_titles: tuple[str, ...]
    flows: tuple[str, ...]
    flow_from: tuple[str, ...]
    flow_to: tuple[str, ...]
    coalitions: tuple[str, ...]
    interventions: tuple[str, ...]
    intervention_titles: tuple[str, ...]
    stakeholders: tuple[str, ...]
    issues: tuple[str, ...]


def legend_of(scenario: Scenario, theatre: Theatre) -> Legend:
    """Return the legend; places without a front make up one for the rest of each governorate."""
    fronts = [front.id for front in theatre.fronts]
    front_titles = [front.name for front in theatre.fronts]
    for place in theatre.places:
        if sector(place) not in fronts:
            fronts.append(sector(place))
            front_titles.append("rest of " + (place.governorate or place.theatre).replace("_", " "))
    places, actors = theatre.places, scenario.actors
    countries = [scenario.theatre.countries.get(place.theatre) for place in places]
    return Legend(
        places=tuple(place.id for place in places),
        place_titles=tuple(place.name for place in places),
        latitude=tuple(place.latitude for place in places),
        longitude=tuple(place.longitude for place in places),
        terrain=tuple(place.terrain for place in places),
        governorate=tuple(place.governorate for place in places),
        theatre=tuple(place.theatre for place in places),
        country=tuple(country.title if country else UNKNOWN for country in countries),
        country_number=tuple(country.number if country else 0 for country in countries),
        region=tuple(country.region if country else UNKNOWN for country in countries),
        front_of_place=tuple(sector(place) for place in places),
        fronts=tuple(fronts),
        front_titles=tuple(front_titles),
        camps=tuple(scenario.camps),
        camp_titles=tuple(camp.title for camp in scenario.camps.values()),
        actors=tuple(actors),
        actor_titles=tuple(actor.title for actor in actors.values()),
        camp_of_actor=tuple(actor.camp for actor in actors.values()),
        wings=tuple(scenario.wings),
        wing_titles=tuple(wing.title or name for name, wing in scenario.wings.items()),
        flows=tuple(scenario.flows),
        flow_from=tuple(flow.sponsor for flow in scenario.flows.values()),
        flow_to=tuple(flow.client for flow in scenario.flows.values()),
        coalitions=tuple(scenario.coalitions),
        interventions=tuple(scenario.interventions),
        intervention_titles=tuple(act.title for act in scenario.interventions.values()),
        stakeholders=tuple(scenario.bargaining.stakeholders),
        issues=tuple(scenario.bargaining.issues),
    )
