"""The numbers of the fighting: offensives, combat, control.

Unit, bounds, range, meaning and source of each; the equations stand in the rooms of ``model`` of the same names.
"""

from __future__ import annotations

from typing import Annotated

from polemos.scenario.mechanism import JUDGEMENT, Advantage, Days, Mechanism, Men, PerDay, Ratio, Share, Spread
from polemos.scenario.quantity import Measure, Quantity, given


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
    frontage: Men = given(
        1000,
        2000,
        4000,
        "men who can be used in an attack on each road that leads from enemies to the place, more against a city",
        "force to space: Liddell Hart 1960; some 3,500 men set out for Manbij (press, June 2016), on how many roads is "
        "judgement",
        "low",
    )
    holding: Share = given(
        0.2,
        0.33,
        0.5,
        "share of an attack's survivors that stays to hold the place it took; the others go back",
        "the three-to-one rule read by who took the place: one man holds against three (Mearsheimer 1989)",
        "low",
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
    break_rate_unprepared: PerDay = given(
        0.3,
        0.6,
        0.9,
        "daily chance that a hopeless defence breaks that had no time to prepare",
        "hasty against prepared defence: Dupuy 1990; a line without depth is broken through in days: Biddle 2004; "
        "size: judgement",
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
