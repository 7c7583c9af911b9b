"""The numbers of the twelve mechanisms: unit, bounds, range, meaning and source of each.

Comes in: the ``mechanisms`` part of a scenario.  Goes out: typed parameters that ``compile`` hands to the rooms of
``model``.  The equations stand in those rooms; the actors' and the war's own numbers are next door in ``schema``.
A source of "judgement" marks a number nobody has measured: it has a wide range and shows up among the least
supported inputs of every run.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from polemos.scenario.quantity import Measure, Quantity, given

JUDGEMENT = "judgement"
Share = Annotated[Quantity, Measure("share", 0, 1)]
PerDay = Annotated[Quantity, Measure("1/day", 0, 1)]
Days = Annotated[Quantity, Measure("days", 0, 3660)]
Ratio = Annotated[Quantity, Measure("ratio", 0, 1000)]
Spread = Annotated[Quantity, Measure("ratio", 0, 3)]
Advantage = Annotated[Quantity, Measure("ratio", 1, 1000)]
Men = Annotated[Quantity, Measure("men", 0, 1e6)]


class Mechanism(BaseModel):
    """A mechanism that can be switched off alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    on: bool = Field(default=True, description="whether the mechanism acts")


class Bargain(Mechanism):
    """Great powers and domestic factions settle the patron's effort (c16, c18, c19)."""

    yielding: Share = given(
        0.01,
        0.03,
        0.08,
        "share of the distance to the settlement that a stakeholder yields in a week",
        "Bueno de Mesquita 1984, concession step; size: judgement",
        "none",
    )
    volatility: Share = given(
        0.005,
        0.02,
        0.05,
        "standard deviation of a stakeholder's weekly change of position",
        JUDGEMENT,
        "none",
    )
    linkage: Share = given(
        0.0,
        0.15,
        0.4,
        "pull of the other issues' settlements on a position (issue linkage)",
        "Putnam 1988, synergistic linkage; size: judgement",
        "none",
    )


class Ceasefire(Mechanism):
    """Ceasefires bind, exclude, erode and let both sides rearm (c02, c05)."""

    compliance: Share = given(
        0.45,
        0.65,
        0.85,
        "share of attacks between bound parties that does not happen at the start",
        "deaths per day fell by half on 27 February 2016 (UCDP GED, computed)",
        "medium",
    )
    spoiling: Share = given(
        0.1,
        0.35,
        0.7,
        "loss of compliance of a party that is bound and was not asked",
        "Stedman 1997 on spoilers; size: judgement",
        "none",
    )
    erosion: Share = given(
        0.005,
        0.015,
        0.04,
        "share of compliance lost with each assault between bound parties",
        JUDGEMENT,
        "none",
    )
    decay: PerDay = given(
        0.002,
        0.008,
        0.02,
        "compliance lost per day without a violation",
        "deaths returned to the earlier level within two months (UCDP GED, computed)",
        "low",
    )
    breaks_below: Share = given(0.1, 0.2, 0.3, "compliance under which the ceasefire ends", JUDGEMENT, "none")
    rearming: Share = given(
        0.1,
        0.4,
        1.0,
        "addition to a bound party's inflow of men and weapons while it rests",
        "claim c02; size: judgement",
        "none",
    )
    entanglement: Share = given(
        0.0,
        0.25,
        0.6,
        "share of a violation that an assault between a bound and an excluded actor counts where they are mixed "
        "with others who are bound",
        "truce of February 2016: each side said that it fought the excluded alone, who stood among bound groups; "
        "Kydd & Walter 2002; size: judgement",
        "none",
    )
    provocation: Advantage = given(
        1.0,
        1.2,
        2.0,
        "factor on the rate at which an excluded actor attacks those to whom its friends are bound",
        "Stedman 1997 on outside spoilers; Kydd & Walter 2002: extremist attacks cluster round agreements; "
        "size: judgement, none is within the range",
        "none",
    )


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


class Command(Mechanism):
    """Integrated, delegated or bargained command (c06-c09; Salehyan 2010)."""

    joint_integrated: Share = given(
        0.5,
        0.7,
        0.9,
        "chance that a willing neighbour joins an offensive, integrated command",
        JUDGEMENT,
        "none",
    )
    joint_delegated: Share = given(0.3, 0.5, 0.7, "the same, delegated command", JUDGEMENT, "none")
    joint_bargained: Share = given(0.15, 0.35, 0.6, "the same, when each strike is bargained for", JUDGEMENT, "none")
    delay_integrated: Days = given(
        0.1, 0.3, 1.0, "mean days from request to aircraft, integrated command", JUDGEMENT, "none"
    )
    delay_delegated: Days = given(0.3, 0.7, 1.5, "the same, delegated command", JUDGEMENT, "none")
    delay_bargained: Days = given(0.5, 1.5, 3.0, "the same, when each strike is bargained for", JUDGEMENT, "none")
    refusal_integrated: Share = given(
        0.0, 0.03, 0.1, "chance that a request fails in the staff, integrated command", JUDGEMENT, "none"
    )
    refusal_delegated: Share = given(0.02, 0.08, 0.2, "the same, delegated command", JUDGEMENT, "none")
    refusal_bargained: Share = given(
        0.05, 0.2, 0.4, "the same, when each strike is bargained for", "claim c07; size: judgement", "none"
    )
    adjustment: PerDay = given(
        0.01, 0.03, 0.1, "speed at which ceded authority follows mode and trust", JUDGEMENT, "none"
    )


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


class Offensive(Mechanism):
    """Who attacks where, alone or jointly; who reinforces and who thins out (c09, c13, c15)."""

    required_ratio: Ratio = given(
        0.7,
        1.1,
        1.8,
        "ratio of strength, the defence's cover counted, at which an attack is as likely as not worth starting",
        "the three-to-one rule (Mearsheimer 1989; critic: Epstein 1988) over a cover of 1.6 to 3.2",
        "low",
    )
    committed: Share = given(
        0.25, 0.4, 0.6, "share of the men next to the objective that is committed", JUDGEMENT, "none"
    )
    spearhead: Share = given(
        0.05, 0.15, 0.3, "share of the reserve that is added to an attack from a supplied place", JUDGEMENT, "none"
    )
    kept: Share = given(0.05, 0.1, 0.2, "share of a force that staffs keep in reserve for attacks", JUDGEMENT, "none")
    longest: Days = given(10, 21, 45, "days after which an offensive without result ends", JUDGEMENT, "none")
    tolerated_loss: Share = given(
        0.1,
        0.2,
        0.35,
        "share of the committed men whose loss ends an offensive",
        "Dupuy 1990 on break points: 10 to 40 %",
        "low",
    )
    counterattack: Advantage = given(
        2.0,
        6.0,
        12.0,
        "factor on the attack rate at a place lost in the last two weeks",
        "164 changes at 98 places from January to June 2016: two in five were at a place that had changed before",
        "low",
    )
    misjudgement: Spread = given(
        0.1,
        0.3,
        0.6,
        "spread (standard deviation of the logarithm) of a staff's error about its odds at a place, for a month",
        "Blainey 1973, Fearon 1995: rivals disagree about relative power; size: judgement",
        "none",
    )
    span: Men = given(
        4000, 8000, 16000, "men of a force for each attack that its staffs can run beyond one", JUDGEMENT, "none"
    )
    reinforcement: PerDay = given(
        0.02, 0.05, 0.12, "share of the reserve that can be sent to places in a day", JUDGEMENT, "none"
    )
    release: PerDay = given(
        0.005,
        0.015,
        0.04,
        "share of the men beyond threat and garrison that returns to the reserve in a day",
        JUDGEMENT,
        "none",
    )
    garrison: Men = given(20, 60, 150, "men that stay in a quiet place", JUDGEMENT, "none")
    passage: PerDay = given(
        0.0,
        0.0005,
        0.0015,
        "share of a reserve that passes in a day to a theatre without a road to it",
        "the force at Sirte: 2,000-3,000 men, then 4,000-6,000 within 12 to 18 months (US officials, April 2016), not "
        "all of them from afar; judgement",
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


class Combat(Mechanism):
    """Attrition between Lanchester's linear and square law (c12; Lanchester 1916, Deitchman 1962)."""

    attrition: PerDay = given(
        0.0035,
        0.007,
        0.015,
        "men put out of action per day by one man's aimed fire",
        "deaths per day of January 2016 (UCDP GED, computed), order of magnitude",
        "low",
    )
    law_attackers: Share = given(
        0.0,
        0.25,
        0.6,
        "how attackers in the open suffer: 0 square law (aimed fire), 1 linear law (fire at an area)",
        "Lanchester 1916; Deitchman 1962: who is ambushed suffers by the square law; Engel 1954 near 0",
        "medium",
    )
    law_defenders: Share = given(
        0.4,
        0.75,
        1.0,
        "how defenders under cover suffer, the same scale",
        "Deitchman 1962: who is hidden suffers by the linear law; Bracken 1995 near 1",
        "medium",
    )
    urban: Advantage = given(1.4, 2.0, 3.0, "advantage of the defender in a city", "Dupuy 1990, terrain factors", "low")
    mountain: Advantage = given(
        1.3, 1.6, 2.2, "advantage of the defender in mountains", "Dupuy 1990, terrain factors", "low"
    )
    river: Advantage = given(
        1.2, 1.4, 1.8, "advantage of the defender behind a river", "Dupuy 1990, terrain factors", "low"
    )
    entrenchment: Ratio = given(
        0.3,
        0.6,
        1.2,
        "added advantage of a fully prepared position",
        "Dupuy 1990: prepared and fortified defence 1.3 to 1.6",
        "low",
    )
    entrenchment_days: Days = given(15, 40, 90, "days in which a position is prepared", JUDGEMENT, "none")
    tail: Annotated[Quantity, Measure("exponent", 2.05, 6)] = given(
        2.3,
        2.8,
        3.6,
        "exponent of the density of a day's intensity",
        "Spagat, van Weezel, Zheng & Johnson 2020: 1.6-3.6; Syria 2016 about 2.8",
        "high",
    )
    killed: Share = given(
        0.15,
        0.25,
        0.35,
        "share of casualties that is killed",
        "three wounded to one killed: Dupuy 1990",
        "medium",
    )
    recovery: Days = given(20, 40, 80, "mean days until a wounded man returns", JUDGEMENT, "none")
    harassment: PerDay = given(
        0.00003,
        0.0001,
        0.0003,
        "men put out of action per man and day where hostile places touch",
        "deaths in weeks without changes of control (UCDP GED, computed), order of magnitude",
        "low",
    )
    missing_air: Share = given(
        0.1,
        0.3,
        0.5,
        "strength lost by a unit that fully relies on aircraft and has none",
        "claim c12; size: judgement",
        "none",
    )
    surprise: Advantage = given(
        1.0,
        1.3,
        1.8,
        "attacker's advantage on the first day",
        "Deitchman 1962 for ambush; Dupuy 1990 on surprise",
        "low",
    )
    employment: Spread = given(
        0.3,
        0.6,
        0.9,
        "spread (standard deviation of the logarithm) of fighting worth from one attack to the next",
        "Biddle 2004: employment explains outcomes better than numbers; Dupuy 1990: effectiveness; size: judgement",
        "low",
    )
    armour_worth: Men = given(5, 15, 40, "riflemen whose fire equals one armoured vehicle", JUDGEMENT, "none")
    missile_kill: Share = given(
        0.15,
        0.35,
        0.6,
        "chance that a fired anti-armour missile destroys a vehicle",
        "three missiles at one tank that survived (document); trials claim up to 0.9",
        "low",
    )


class Control(Mechanism):
    """Places are taken, held, besieged and surrendered (c13, c21, c23)."""

    break_ratio: Ratio = given(
        1.3,
        1.8,
        2.6,
        "ratio of strength at which a defence breaks in an even chance per day",
        JUDGEMENT,
        "none",
    )
    break_rate: PerDay = given(
        0.06,
        0.12,
        0.25,
        "daily chance that a hopeless defence breaks",
        "towns of early 2016 fell after one to four weeks of attack; size: judgement",
        "low",
    )
    escape: Share = given(
        0.7, 0.9, 1.0, "share of a broken garrison that gets away if a road is open", JUDGEMENT, "none"
    )
    surrender: Annotated[Quantity, Measure("1/month", 0, 10)] = given(
        0.002,
        0.01,
        0.04,
        "monthly chance that a long besieged place gives up",
        "four of some twenty sieges ended by agreement in 2014-2015",
        "low",
    )
    patience: Days = given(
        90,
        240,
        600,
        "days of siege after which that chance is reached",
        "sieges of Homs (two years) and Zabadani (months)",
        "low",
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


class Trust(Mechanism):
    """Trust moves, is forgotten, and breaks (c05, c08-c11)."""

    honoured: Share = given(
        0.002, 0.008, 0.02, "share of missing trust regained by an honoured request", JUDGEMENT, "none"
    )
    late: Share = given(0.002, 0.006, 0.02, "share of trust lost by support that comes late", JUDGEMENT, "none")
    refused: Share = given(0.004, 0.012, 0.03, "share of trust lost by a refusal", JUDGEMENT, "none")
    favour: Share = given(
        0.0,
        0.006,
        0.02,
        "added loss when another member was served that day",
        "claim c11; size: judgement",
        "none",
    )
    shared_victory: Share = given(
        0.005, 0.02, 0.05, "share of missing trust regained by a common success", JUDGEMENT, "none"
    )
    shared_loss: Share = given(0.002, 0.01, 0.03, "share of trust lost by a common defeat", JUDGEMENT, "none")
    exclusion: Share = given(
        0.02,
        0.08,
        0.2,
        "share of trust lost by being bound without being asked",
        "claim c05; size: judgement",
        "none",
    )
    overridden: Share = given(
        0.0,
        0.005,
        0.02,
        "share of trust lost when authority that was kept is overridden",
        "claim c08; size: judgement",
        "none",
    )
    loss_weight: Ratio = given(
        0.1, 0.5, 1.5, "share of trust lost per share of the force killed without help", JUDGEMENT, "none"
    )
    forgetting: Days = given(60, 180, 500, "days in which trust returns towards its usual level", JUDGEMENT, "none")
    solidarity: Share = given(
        0.0, 0.2, 0.5, "share of a grievance that members of the same sponsor feel too", JUDGEMENT, "none"
    )
    breaking_point: Share = given(
        0.25, 0.35, 0.45, "trust at which a member stops joint operations at the full rate", JUDGEMENT, "none"
    )
    breaking_width: Share = given(0.02, 0.05, 0.1, "width of that threshold", JUDGEMENT, "none")
    breaking_rate: Annotated[Quantity, Measure("1/month", 0, 10)] = given(
        0.2, 0.6, 1.5, "monthly rate of breaking far below the threshold", JUDGEMENT, "none"
    )
    step: Share = given(0.04, 0.08, 0.15, "further loss of trust to each graver kind of break", JUDGEMENT, "none")


class Endings(Mechanism):
    """When a war counts as over (c01, c20, c22); definitions, so each is a number and not a range."""

    war_dead: Men = given(
        25,
        25,
        25,
        "men killed between two camps from which on they count as having been at war",
        "UCDP: 25 battle-related deaths in a year make an armed conflict (Gleditsch and others 2002)",
        "high",
    )
    victory_share: Share = given(
        0.9,
        0.9,
        0.9,
        "share that the winner holds of the people held by it and its enemies",
        "victory: one side is defeated or eliminated (Kreutz 2010; Toft 2010); threshold a convention",
        "low",
    )
    standing: Days = given(
        30,
        30,
        30,
        "days that a victory or a collapse must stand",
        "convention after Sarkees & Wayman 2010, who count a pause of less than thirty days as fighting",
        "low",
    )
    collapse_share: Share = given(
        0.3,
        0.3,
        0.3,
        "share of its first strength under which a coalition's lead has collapsed",
        "UCDP: a party ceases to exist (Kreutz 2010); threshold a convention",
        "low",
    )
    quiet_rate: Annotated[Quantity, Measure("men/day", 0, 1000)] = given(
        2.7,
        2.7,
        2.7,
        "deaths per day in the counted theatre under which hardly anybody dies",
        "UCDP: 1,000 battle-related deaths a year make a war; it calls a conflict ended only below 25",
        "medium",
    )
    lasting: Days = given(
        180,
        180,
        180,
        "days that calm, and still lines, must last to end a war without a winner",
        "Sarkees & Wayman 2010: fighting that resumes within six months is the same war; UCDP asks for a calendar "
        "year, Licklider 1995 for five years",
        "medium",
    )
    partition_share: Share = given(
        0.1,
        0.1,
        0.1,
        "least share of the people for each part of a partition",
        "de facto states hold people and territory for two years (Caspersen & Stansfield 2011; Florea 2014) and "
        "partition moves borders and people (Sambanis 2000); threshold a convention",
        "low",
    )
    partition_area: Share = given(
        0.05, 0.05, 0.05, "least share of the area for each part of a partition", "convention, as above", "low"
    )
    partition_movement: Share = given(
        0.01,
        0.01,
        0.01,
        "share of the people whose place may change camps while lines count as still",
        "convention",
        "low",
    )


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
