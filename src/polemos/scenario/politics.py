"""The numbers of the political mechanisms: bargains, ceasefires, command, trust, endings.

Unit, bounds, range, meaning and source of each; the equations stand in the rooms of ``model`` of the same names.
"""

from __future__ import annotations

from typing import Annotated

from polemos.scenario.mechanism import JUDGEMENT, Advantage, Days, Mechanism, Men, PerDay, Ratio, Share
from polemos.scenario.quantity import Measure, Quantity, given


class Bargain(Mechanism):
    """Great powers and domestic factions settle the patron's effort (c16, c18, c19)."""

    yielding: Share = given(
        0.01,
        0.03,
        0.08,
        "share of the way to its package of the next turn of bargaining that a stakeholder walks in a week",
        "a turn of Bueno de Mesquita 1994 and Wise 2015 lasts three months to two years here; size: judgement",
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
        "move of a position per mean move of the other issues' settlements (issue linkage)",
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
