"""Where each number of a scenario goes in the model: from one vector per history to the rooms' parameters.

Comes in: the scenario, its legend and its inputs.  Goes out: ``Numbers.of(values)``, the ``Parameters`` of one history.
What stays the same in all histories is next door in ``compile``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.model import parameters as model
from polemos.scenario.inputs import Inputs
from polemos.scenario.legend import Legend
from polemos.scenario.own_rules import OwnRules
from polemos.scenario.register import OWN_MECHANISM
from polemos.scenario.schema import Scenario

MONTH = 30.0
GROUPS = (
    model.Bargain, model.Ceasefire, model.Supply, model.Command, model.Attention, model.Offensive, model.Air,
    model.Combat, model.Control, model.Civilians, model.Trust, model.Endings,
)  # fmt: skip


class Numbers:
    """Rows of the input vector behind every parameter, looked up once."""

    def __init__(
        self, scenario: Scenario, legend: Legend, inputs: Inputs, holder: Counts, spread: Floats, rules: OwnRules
    ) -> None:
        self._row = inputs.row
        self._holder = holder
        self._spread = spread
        self._scenario = scenario
        self._legend = legend
        self._groups = [self._rows_of_group(group) for group in GROUPS]
        self._actor = {name: self._rows(f"actors.{{}}.{name}", legend.actors) for name in _ACTOR}
        self._wing = {name: self._rows(f"wings.{{}}.{name}", legend.wings) for name in _WING}
        self._flow = {name: self._rows(f"flows.{{}}.{name}", legend.flows) for name in _FLOW}
        self._patron = {name: self._rows(f"patrons.{{}}.{name}", legend.actors) for name in _PATRON}
        self._wing_patron = np.array([legend.actors.index(wing.patron) for wing in scenario.wings.values()], dtype=int)
        self._trust = self._trust_rows()
        self._stakeholder = self._rows("bargaining.stakeholders.{}.capability", legend.stakeholders)
        self._position = self._pairs(
            "bargaining.stakeholders.{}.issues.{}.position", legend.stakeholders, legend.issues
        )
        self._salience = self._pairs(
            "bargaining.stakeholders.{}.issues.{}.salience", legend.stakeholders, legend.issues
        )
        self._reference = self._rows("bargaining.issues.{}.reference", legend.issues)
        self._effort = self._pairs("bargaining.issues.{}.efforts.{}", legend.issues, legend.actors)
        self._gain = self._pairs("bargaining.issues.{}.flows.{}", legend.issues, legend.flows)
        self._day = self._rows("interventions.{}.date", legend.interventions)
        self._own = self._rows_of_own(rules)
        self._delivery = {
            name: self._rows(f"interventions.{{}}.{field}", legend.interventions) for name, field in _DELIVERY.items()
        }
        self._value = np.full(len(legend.interventions), -1, dtype=np.int64)
        for number, name in enumerate(legend.interventions):
            for field in ("share", "aircraft", "men", "factor"):
                self._value[number] = max(self._value[number], self._row.get(f"interventions.{name}.{field}", -1))

    def _rows_of_group(self, group: type[NamedTuple]) -> Counts:
        name = group.__name__.lower()
        return np.array([self._row[f"mechanisms.{name}.{field}"] for field in group._fields], dtype=np.int64)

    def _rows(self, path: str, ids: tuple[str, ...]) -> Counts:
        return np.array([self._row.get(path.format(name), -1) for name in ids], dtype=np.int64)

    def _rows_of_own(self, rules: OwnRules) -> Counts:
        """Return the rows of each own mechanism's numbers, filled up with -1."""
        asked = [tuple(rules.own[OWN_MECHANISM, name].numbers) for name in rules.mechanisms]
        rows = np.full((len(asked), max([1, *map(len, asked)])), -1, dtype=np.int64)
        for row, name in enumerate(rules.mechanisms):
            rows[row, : len(asked[row])] = self._rows(f"{OWN_MECHANISM}.{name}.numbers.{{}}", asked[row])
        return rows

    def _pairs(self, path: str, first: tuple[str, ...], second: tuple[str, ...]) -> Counts:
        rows = [[self._row.get(path.format(one, two), -1) for two in second] for one in first]
        return np.array(rows, dtype=np.int64).reshape(len(first), len(second))

    def _trust_rows(self) -> Counts:
        actors = self._legend.actors
        rows = np.full((len(actors), len(actors)), self._row["trust.usual"], dtype=np.int64)
        for number, pair in enumerate(self._scenario.trust.pairs):
            rows[actors.index(pair.of), actors.index(pair.towards)] = self._row[f"trust.pairs.{number}.level"]
        return rows

    def of(self, values: Floats) -> model.Parameters:
        """Return the parameters of the history that drew these values.

        Monthly rates become daily (a month is 30 days).  Men are whole: the spread over places is rounded down and
        the rest joins the reserve, so that an actor's men add up to its strength.
        """
        padded = np.append(values, 0.0)
        groups = [
            group(*(float(value) for value in values[rows])) for group, rows in zip(GROUPS, self._groups, strict=True)
        ]
        actor = {name: padded[rows] for name, rows in self._actor.items()}
        wing = {name: padded[rows] for name, rows in self._wing.items()}
        flow = {name: padded[rows] for name, rows in self._flow.items()}
        strength = whole(actor["strength"])
        men = np.floor((strength * (1.0 - actor["reserve"]))[None, :] * self._spread).astype(np.int64)
        fields: dict[str, Any] = dict(
            holder=self._holder, men=men, reserve=strength - men.sum(axis=0), armour=whole(actor["armour"]),
            missiles=whole(actor["missiles"]), aircraft=whole(wing["aircraft"]), reliance=actor["reliance"],
            autonomy=actor["autonomy"], quality=actor["quality"], tempo=actor["tempo"] / MONTH,
            recruits=actor["recruits"] / MONTH, air_defence=actor["air_defence"], trust=padded[self._trust],
            fronts_at_once=padded[self._patron["fronts_at_once"]], interdiction=padded[self._patron["interdiction"]],
            serviceable=wing["serviceable"], sorties=self._rates(padded, wing), reach=wing["reach"],
            flow_men=flow["men"] / MONTH, flow_missiles=flow["missiles"] / MONTH, flow_armour=flow["armour"] / MONTH,
            flow_stores=flow["stores"], capability=padded[self._stakeholder], position=padded[self._position],
            salience=padded[self._salience], reference=padded[self._reference], effort_gain=padded[self._effort],
            flow_gain=padded[self._gain],
            act_day=whole(padded[self._day]), act_value=self._act_value(padded),
            own=padded[self._own],
            **{name: whole(padded[rows]) for name, rows in self._delivery.items()},
        )  # fmt: skip
        return model.Parameters(*groups, **fields)

    def _rates(self, padded: Floats, wing: dict[str, Floats]) -> Floats:
        """Return sorties a day per serviceable aircraft [wings]: a patron's own total in the wings' ratios."""
        rates = wing["sorties"].copy()
        flown = whole(wing["aircraft"]) * wing["serviceable"] * rates
        for patron, row in enumerate(self._patron["sorties"]):
            own = self._wing_patron == patron
            if row >= 0 and flown[own].sum() > 0.0:
                rates[own] *= padded[row] / flown[own].sum()
        return rates

    def _act_value(self, padded: Floats) -> Floats:
        return np.where(self._value >= 0, padded[self._value], 0.0)


_ACTOR = (
    "strength",
    "reserve",
    "quality",
    "tempo",
    "recruits",
    "armour",
    "missiles",
    "air_defence",
    "reliance",
    "autonomy",
)
_WING = ("aircraft", "serviceable", "sorties", "reach")
_FLOW = ("men", "missiles", "armour", "stores")
_DELIVERY = {
    "act_ground": "ground_aircraft",
    "act_men": "men",
    "act_missiles": "missiles",
    "act_armour": "armour",
}
_PATRON = ("fronts_at_once", "interdiction", "sorties")


def whole(values: Floats) -> Counts:
    """Return the nearest whole numbers (halves up)."""
    return np.floor(values + 0.5).astype(np.int64)
