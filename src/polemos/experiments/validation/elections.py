"""Published results of the spatial model of politics: elections and negotiations logged by KTAB, medians and means."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from polemos.experiments.validation.published import numbers
from polemos.experiments.validation.result import (
    EXACT,
    NOT_REPRODUCED,
    Means,
    Pair,
    Row,
    by_formula,
    printed,
)
from polemos.theory import voting

Floats = npt.NDArray[np.float64]
CASES = {"three-issues": "dummyData_3Dim", "two-issues": "SOE-Pol-Comp"}
YEARS = 10.0


def stakeholders(case: str) -> tuple[Floats, Floats, Floats]:
    """Return capability, position and salience of a case on 0 to 1."""
    listed = numbers("ktab")[case]["actors"].values()
    capability, position, salience = (
        np.array([one[name] for one in listed]) for name in ("capability", "position", "salience")
    )
    return capability, position / 100.0, salience / 100.0


def listed(case: str, what: str) -> list[float]:
    """Return what the log of a case says of each stakeholder."""
    return [float(one[what]) for one in numbers("ktab")[case]["actors"].values()]


def first_election(means: Means, case: str) -> list[Pair]:
    """Hold the election of turn 0: attitudes to risk (three decimals), chances (four)."""
    found = voting.election(*stakeholders(case))
    return [
        *printed(listed(case, "risk"), found.risk_attitude, 3),
        *printed(listed(case, "first"), found.probability, 4),
    ]


def last_election(means: Means, case: str) -> list[Pair]:
    """Negotiate to the end: chances on the last turn (four decimals)."""
    return printed(listed(case, "last"), voting.negotiate(*stakeholders(case)).probability[-1], 4)


def emission_standards() -> tuple[Floats, Floats, Floats]:
    """Return capability, position [years] and salience of the ten members."""
    members = numbers("emission_standards")["stakeholders"].values()
    capability, position, salience = (
        np.array([one[name] for one in members]) for name in ("capability", "position", "salience")
    )
    return capability, position, salience


def middle(means: Means, what: str) -> list[Pair]:
    """Take the middle of the years that members want, weighted by capability times salience."""
    capability, position, salience = emission_standards()
    take = voting.weighted_median if what == "median" else voting.weighted_mean
    return by_formula([numbers("emission_standards")[f"weighted_{what}"]], [take(position, capability * salience)])


def emission_forecast(means: Means) -> list[Pair]:
    """Negotiate about the emission standards, and take the expected year of the last turn."""
    capability, position, salience = emission_standards()
    found = voting.negotiate(capability, position / YEARS, salience)
    return printed([numbers("emission_standards")["forecast"]], found.expected[-1] * YEARS, 2)


_ELECTION, _NEGOTIATE = "theory.voting.election", "theory.voting.negotiate"

ROWS = (
    *(Row(f"election-{name}", f"first election of KTAB's example {case}: risk attitudes, chances",
          "KTAB logs; Wise 2015", EXACT, (_ELECTION,), partial(first_election, case=case))
      for name, case in CASES.items()),
    *(Row(f"negotiation-{name}", f"chances on the last turn of KTAB's example {case}", "KTAB logs; Wise 2015",
          EXACT, (_NEGOTIATE,), partial(last_election, case=case))
      for name, case in CASES.items()),
    *(Row(f"emission-{what}", f"emission standards of the EC: weighted {what} of the years wanted",
          "Bueno de Mesquita, data of two programmes", EXACT, (f"theory.voting.weighted_{what}",),
          partial(middle, what=what))
      for what in ("median", "mean")),
    Row("emission-forecast", "emission standards of the EC: the forecast of years", "Bueno de Mesquita, from memory",
        NOT_REPRODUCED, (_NEGOTIATE,), emission_forecast, instead=(8.143535827,),
        reason="the forecast is of the expected utility model of 1984, of which re-programmings give 7 to 10 years "
        "and which polemos does not hold; ours is of the spatial model. What came was 8.83"),
)  # fmt: skip
