"""The bargain above a war as text: issues, who has a stake in them, and by which published rules they bargain.

Comes in: the ``bargaining`` part of a scenario.  Goes out: its validated fields.  How a bargain goes is in
``model.bargain`` and ``theory.elections``; where the best values settle is next door in ``settlements``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polemos.scenario.part import Id, Part, Share, Text
from polemos.scenario.quantity import Quantity


class StakeholderPosition(Part):
    """Where a stakeholder stands on an issue and how much it cares."""

    position: Share
    salience: Share = Field(description="how much it cares; 0 = it has no position on this issue")


class Stakeholder(Part):
    """A great power or a faction inside a patron."""

    title: Text
    capability: Share = Field(description="its weight in the bargain; 0 = it does not sit at the table")
    issues: dict[Id, StakeholderPosition]


class Issue(Part):
    """A question that great powers and factions settle; its settlement moves efforts and flows."""

    title: Text
    zero: Text = Field(description="what position 0 means")
    one: Text = Field(description="what position 1 means")
    reference: Share | None = Field(
        default=None,
        description="settlement at which efforts and flows are as the scenario gives them; every issue needs one",
    )
    efforts: dict[Id, Quantity] = Field(
        default_factory=dict, description="patron -> change of its effort per unit of settlement"
    )
    flows: dict[Id, Quantity] = Field(
        default_factory=dict, description="flow -> change of its size per unit of settlement"
    )


class BargainRules(Part):
    """How votes are cast, who wins and how offers are made: choices of the published model.

    The defaults are those of its published runs (KTAB), but for ``influence``; in code order: ``theory.ballots.NAMES``.
    """

    vote: Literal["binary", "proportional_binary", "proportional", "proportional_cubic", "cubic", "loss_averse"] = (
        Field(default="proportional", description="weight of a vote by what the voter gains")
    )
    victory: Literal["linear", "square", "quartic", "octic", "binary"] = Field(
        default="linear", description="chance of a coalition to win by its strength"
    )
    election: Literal["conditional", "markov_incentive", "markov_uniform"] = Field(
        default="conditional", description="chance of a package to win against all others"
    )
    commitment: Literal["none", "half", "full"] = Field(
        default="half", description="how far third parties bind themselves to whom they support"
    )
    risk_range: Literal["narrow", "middle", "wide", "neutral"] = Field(
        default="middle", description="range of attitudes to risk: 0..1, -1/2..1, -1..1, or all 0"
    )
    risk_adjustment: Literal["none", "third", "half", "two_thirds", "full"] = Field(
        default="third", description="how far one takes others to be as bold as they are"
    )
    interpolation: Literal["product", "squared_product", "power_surplus"] = Field(
        default="squared_product", description="how far each side of an offer moves"
    )
    proposal: Literal["initiator", "both", "compromise"] = Field(
        default="initiator", description="whose view of the chances an offer rests on"
    )
    choice: Literal["likeliest", "drawn"] = Field(
        default="likeliest", description="which bargain is adopted: the likeliest, or one drawn by its chance"
    )
    influence: Literal["capability", "effective_capability"] = Field(
        default="effective_capability",
        description="what a vote weighs in an election: capability, or capability times how much the voter cares",
    )


class Bargaining(Part):
    """Stakeholders and the linked issues between them."""

    rules: BargainRules = BargainRules()
    issues: dict[Id, Issue] = Field(default_factory=dict)
    stakeholders: dict[Id, Stakeholder] = Field(default_factory=dict)
