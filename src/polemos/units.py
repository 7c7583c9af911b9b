"""The closed list of unit words that numbers of a scenario, measures and tables are given in.

Holds one word per unit with a line on its meaning.  A field of the scenario names its unit with one of
these words, so a unit is never guessed; a new unit is added here first.  Values are not converted: every
quantity has exactly one unit throughout.  Axes and array shapes are next door in ``dimensions``.
"""

from __future__ import annotations

from polemos.errors import BadInput, Problem, did_you_mean

UNITS: dict[str, str] = {
    "1": "a pure number, such as an index or a code",
    "share": "a part of a whole, 0 to 1",
    "ratio": "one amount divided by another of the same unit, 0 or more",
    "exponent": "the power of a stated law",
    "count": "how many of the things that the name says, a whole number",
    "people": "inhabitants and other civilians, a whole number",
    "people/day": "civilians per day",
    "people/sortie": "civilians per flight of one aircraft",
    "men": "fighters of any sex and rank, a whole number",
    "men/day": "fighters per day",
    "men/month": "fighters per month of 30 days",
    "men/sortie": "fighters put out of action by one flight of one aircraft",
    "vehicles": "tanks and other armoured fighting vehicles, a whole number",
    "vehicles/month": "armoured vehicles per month of 30 days",
    "missiles": "guided anti-armour missiles, a whole number",
    "missiles/month": "guided anti-armour missiles per month of 30 days",
    "aircraft": "airframes, serviceable or not, a whole number",
    "sorties": "flights of one aircraft, a whole number",
    "sorties/day": "flights of one aircraft per day",
    "1/sortie": "chance or number of events per flight of one aircraft",
    "requests": "calls of a client for air support, one per place and day",
    "places": "nodes of the theatre, a whole number",
    "fronts": "named sets of places, a whole number",
    "day": "a civil day, or the number of a day counted from the start, 0 = before the first",
    "days": "a length of time in civil days",
    "week": "seven civil days",
    "1/day": "chance or rate per day",
    "1/week": "chance or rate per week",
    "1/month": "chance or rate per month of 30 days",
    "km": "kilometre, along the road where a link is meant, else along the great circle",
    "km/day": "kilometres per day",
    "km2": "square kilometre",
    "degree": "degree of latitude north or longitude east, negative south or west",
}
"""Every unit word with its meaning."""


def unit(name: str) -> str:
    """Return ``name`` if it is a unit word of this project.

    Raises BadInput, naming the nearest known word, if it is not.  Words are compared letter by letter: ``KM``
    and ``km `` are unknown.
    """
    if name in UNITS:
        return name
    near = did_you_mean(name, tuple(UNITS))
    raise BadInput(Problem(f'unknown unit "{name}"', hint=near or f"known units: {', '.join(UNITS)}"))
