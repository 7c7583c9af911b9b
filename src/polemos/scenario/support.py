"""The numbers of what fighting lives on and what it does around it: supply, attention, aircraft, civilians.

Unit, bounds, range, meaning and source of each; the equations stand in the rooms of ``model`` of the same names.
"""

from __future__ import annotations

from typing import Annotated

from polemos.scenario.mechanism import JUDGEMENT, Days, Mechanism, Men, PerDay, Ratio, Share
from polemos.scenario.quantity import Measure, Quantity, given


class Supply(Mechanism):
    """Men, weapons and stores come in and travel over held roads (c01, c02, c17)."""

    half_distance: Annotated[Quantity, Measure("km", 1, 5000)] = given(
        150, 300, 600, "road distance from a source of supply at which half arrives", JUDGEMENT, "none"
    )
    resupply: PerDay = given(
        0.03,
        0.06,
        0.12,
        "share of full stores that a well connected place receives in a day",
        JUDGEMENT,
        "none",
    )
    consumption: PerDay = given(
        0.04, 0.08, 0.15, "share of full stores that a day of heavy fighting uses", JUDGEMENT, "none"
    )
    smuggling: Share = given(
        0.2,
        0.4,
        0.6,
        "share of normal resupply that reaches a besieged place",
        "sieges of Eastern Ghouta and Deir ez-Zor lasted years; size: judgement",
        "none",
    )
    least_strength: Share = given(0.2, 0.35, 0.5, "fighting strength that is left with empty stores", JUDGEMENT, "none")


class Attention(Mechanism):
    """Opponents watch where aircraft are busy and strike elsewhere (c04)."""

    lag: Days = given(1, 4, 10, "days by which the watchers' picture lags behind", JUDGEMENT, "none")
    error: Share = given(0.1, 0.3, 0.6, "standard deviation of the watchers' relative error", JUDGEMENT, "none")
    weight: Ratio = given(
        0.0,
        0.5,
        1.5,
        "rise of the attack rate when all aircraft are seen elsewhere",
        "cross-front correlation of deaths is only 0.05 (UCDP GED, computed), so none is within the range",
        "low",
    )


class Air(Mechanism):
    """Requests meet a scarce pool of aircraft (c03, c07, c11, c23)."""

    package: Annotated[Quantity, Measure("sorties", 1, 100)] = given(
        4,
        6,
        10,
        "sorties that answer one request for a day",
        "20-25 strikes a day at Palmyra in March 2016 for several axes",
        "low",
    )
    flight: Annotated[Quantity, Measure("sorties", 0, 100)] = given(
        1, 2, 3, "least sorties that are sent to answer a request", "aircraft fly in pairs; size: judgement", "low"
    )
    fire_per_sortie: Men = given(
        20,
        80,
        200,
        "riflemen whose fire equals one attack sortie a day",
        "2,034 fighters killed in some 6,500 sorties to 20 January 2016 (SOHR) is the fire of 300; taken lower, since "
        "such counts lay a battle's dead on aircraft",
        "low",
    )
    late_effect: Share = given(0.1, 0.3, 0.6, "effect of support that comes late", JUDGEMENT, "none")
    strike_factor: Share = given(
        0.2, 0.4, 0.7, "worth of a bomber's sortie in close support, attack aircraft = 1", JUDGEMENT, "none"
    )
    helicopter_factor: Ratio = given(
        0.5,
        0.8,
        1.2,
        "worth of a helicopter's sortie in close support, attack aircraft = 1",
        JUDGEMENT,
        "none",
    )
    interdiction_kills: Annotated[Quantity, Measure("men/sortie", 0, 10)] = given(
        0.08,
        0.22,
        0.4,
        "men killed by a sortie that supports nobody",
        "2,034 fighters killed in some 6,500 sorties to 20 January 2016 (SOHR): 0.31 a sortie",
        "low",
    )
    loss_rate: Annotated[Quantity, Measure("1/sortie", 0, 1)] = given(
        0.00005,
        0.0002,
        0.0006,
        "aircraft lost per sortie over strong air defence",
        "two combat losses to ground fire in 9,000 sorties to March 2016",
        "low",
    )
    helicopter_risk: Ratio = given(
        2, 4, 8, "risk of a helicopter's sortie, attack aircraft = 1", "losses in the record of 2016", "low"
    )
    reliance_days: Days = given(
        15,
        45,
        120,
        "days of served requests after which a unit relies on aircraft",
        "claim c12; size: judgement",
        "none",
    )


class Civilians(Mechanism):
    """People are killed, flee and want an end (c23)."""

    killed_by_fighting: Ratio = given(
        0.02,
        0.06,
        0.15,
        "civilians killed per man killed, in a city",
        "Syria 2016: a fifth of deaths with known status (UCDP GED, computed)",
        "low",
    )
    killed_by_sortie: Annotated[Quantity, Measure("people/sortie", 0, 10)] = given(
        0.05,
        0.15,
        0.3,
        "civilians killed by a sortie over a city",
        "1,015 civilians killed in some 6,500 sorties to 20 January 2016 (SOHR): 0.16 a sortie",
        "low",
    )
    flight: PerDay = given(
        0.003,
        0.01,
        0.03,
        "share of the people that leaves per day of assault",
        "OCHA on northern Aleppo, February 2016: 70,000 in two weeks",
        "low",
    )
    weariness_days: Days = given(30, 90, 200, "days of fighting that make people want it to stop", JUDGEMENT, "none")
    dodging: Share = given(0.1, 0.4, 0.8, "fall of recruitment among people who want it to stop", JUDGEMENT, "none")
