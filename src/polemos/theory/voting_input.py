"""What the public faces of ``theory.voting`` take: checked, with one clear error each, and laid out for the loops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.theory import ballots
from polemos.theory.voting_rules import ElectionRules, codes

# A turn of so many takes some ten seconds and a quarter of a gigabyte.
MOST_STAKEHOLDERS = 1000
# Sums of shares may exceed 1 by this much.
ROUNDING = 1e-9


class Table(NamedTuple):
    """Checked input of S stakeholders and K issues, and the scratch space of the loops."""

    capability: Floats  # [S]
    salience: Floats  # [S, K]
    position: Floats  # [S, K]
    ideal: Floats  # [S, K]
    attitude: Floats  # [S] zeros where they are to be inferred
    rules: Counts
    room: ballots.Room


def checked(
    capability: npt.ArrayLike, position: npt.ArrayLike, salience: npt.ArrayLike, rules: ElectionRules | None,
    ideal: npt.ArrayLike | None, risk_attitude: npt.ArrayLike | None,
) -> Table:  # fmt: skip
    """Return the input of an election; raises BadInput that names the first argument and entry at fault."""
    strong = _numbers("capability", capability, 1)
    stakeholders = len(strong)
    if stakeholders == 0:
        raise BadInput(Problem("no stakeholders", key="capability", hint="give at least one"))
    if stakeholders > MOST_STAKEHOLDERS:
        hint = f"leave it at {MOST_STAKEHOLDERS:,}: the cost grows with the third power"
        raise BadInput(Problem(f"{stakeholders:,} stakeholders are too many", key="capability", hint=hint))
    _bounded("capability", strong, 0.0, np.inf)
    if not strong.any():
        raise BadInput(Problem("all are 0: nobody takes part", key="capability", hint="give somebody capability"))
    where = _packages("position", position, stakeholders)
    care = _packages("salience", salience, stakeholders)
    want = where if ideal is None else _packages("ideal", ideal, stakeholders)
    for name, array in (("salience", care), ("ideal", want)):
        if array.shape != where.shape:
            said = f"{array.shape[1]} for the {where.shape[1]} issues of position"
            raise BadInput(Problem(said, key=name, hint="give one column for each issue"))
    _shares("salience", care, "over the issues, more than all of its attention")
    chosen = codes(rules or ElectionRules())
    attitude = np.zeros(stakeholders)
    if risk_attitude is not None:
        attitude = _numbers("risk_attitude", risk_attitude, 1)
        _as_many("risk_attitude", attitude, stakeholders)
        _bounded("risk_attitude", attitude, -1.0, 1.0)
        chosen[ballots.RISK_RANGE] = ballots.GIVEN_RISK
    elif chosen[ballots.RISK_RANGE] == ballots.GIVEN_RISK:
        raise BadInput(
            Problem('the rule "given" needs them', key="risk_attitude", hint="give one for each stakeholder")
        )
    return Table(strong, care, where, want, attitude, chosen, ballots.blank_room(*where.shape))


def following_of(accommodation: npt.ArrayLike | None, stakeholders: int, own_ideals: bool) -> Floats:
    """Return the matrix by which ideals follow positions; raises BadInput.

    If none is given, ideals are the positions, or stay where they are if they are the stakeholders' own.
    """
    if accommodation is None:
        return np.zeros((stakeholders, stakeholders)) if own_ideals else np.eye(stakeholders)
    matrix = _numbers("accommodation", accommodation, 2)
    if matrix.shape != (stakeholders, stakeholders):
        said = f"is {matrix.shape[0]} by {matrix.shape[1]}, not {stakeholders} by {stakeholders}"
        raise BadInput(Problem(said, key="accommodation", hint="give each stakeholder a row and a column"))
    _bounded("accommodation", matrix, 0.0, 1.0)
    _shares("accommodation", matrix, "over its row, more than 1")
    return matrix


def dice_of(
    uniform: npt.ArrayLike | None, least_turns: int, most_turns: int, quiet_below: float, table: Table
) -> Floats:
    """Return the numbers [most_turns, S] by which bargains are drawn, zeros if none are; raises BadInput."""
    stakeholders = len(table.capability)
    if most_turns < 1 or least_turns < 0 or not quiet_below >= 0.0:
        bounds = f"{least_turns}, {most_turns}, {quiet_below:g}"
        hint = "let there be one turn at least and nothing negative"
        raise BadInput(Problem(f"cannot be {bounds}", key="least_turns, most_turns, quiet_below", hint=hint))
    drawn = bool(table.rules[ballots.CHOICE] == ballots.DRAWN)
    if uniform is None:
        if drawn:
            hint = f"give numbers in [0, 1) for {most_turns} turns and {stakeholders} stakeholders"
            raise BadInput(Problem('the rule "drawn" needs it', key="uniform", hint=hint))
        return np.zeros((most_turns, stakeholders))
    dice = _numbers("uniform", uniform, 2)
    if dice.shape != (most_turns, stakeholders):
        said = f"is {dice.shape[0]} by {dice.shape[1]}, not {most_turns} turns by {stakeholders} stakeholders"
        raise BadInput(Problem(said, key="uniform"))
    _bounded("uniform", dice, 0.0, float(np.nextafter(1.0, 0.0)))
    return dice


def weighted(position: npt.ArrayLike, weight: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return positions on one issue and their weights; raises BadInput."""
    positions, weights = _numbers("position", position, 1), _numbers("weight", weight, 1)
    if len(positions) == 0:
        raise BadInput(Problem("no stakeholders", key="position", hint="give at least one"))
    _as_many("weight", weights, len(positions))
    _bounded("position", positions, -np.inf, np.inf)
    _bounded("weight", weights, 0.0, np.inf)
    if not weights.any():
        raise BadInput(Problem("all are 0", key="weight", hint="give somebody weight"))
    return positions, weights


def _numbers(name: str, given: npt.ArrayLike, *axes: int) -> Floats:
    """Return an own copy of an argument as an array of numbers with one of these numbers of axes."""
    try:
        array = np.array(given, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        hint = "give numbers in rows of equal length"
        raise BadInput(Problem("is no table of numbers", key=name, hint=hint)) from None
    if array.ndim not in axes:
        wanted = " or ".join(("a number", "a list", "a table")[number] for number in axes)
        raise BadInput(Problem(f"has {array.ndim} axes", key=name, hint=f"give {wanted} of numbers"))
    return array


def _packages(name: str, given: npt.ArrayLike, stakeholders: int) -> Floats:
    """Return positions or saliences [S, K] in 0..1; a list is about one issue."""
    array = _numbers(name, given, 1, 2)
    array = array[:, None] if array.ndim == 1 else array
    _as_many(name, array, stakeholders)
    if array.shape[1] == 0:
        raise BadInput(Problem("no issues", key=name, hint="give at least one"))
    _bounded(name, array, 0.0, 1.0)
    return array


def _as_many(name: str, array: Floats, stakeholders: int) -> None:
    if len(array) != stakeholders:
        hint = "give one entry for each stakeholder"
        raise BadInput(Problem(f"{len(array)} for {stakeholders} stakeholders", key=name, hint=hint))


def _bounded(name: str, array: Floats, low: float, high: float) -> None:
    wrong = np.argwhere(~(np.isfinite(array) & (array >= low) & (array <= high)))
    if len(wrong):
        at, value = wrong[0], array[tuple(wrong[0])]
        within = "a finite number" if high == np.inf == -low else "a finite number, 0 or more" if high == np.inf else ""
        key = f"{name}[{', '.join(map(str, at))}]"
        raise BadInput(Problem(f"is {value:g}, not {within or f'in {low:g}..{high:g}'}", key=key))


def _shares(name: str, array: Floats, said: str) -> None:
    over = np.flatnonzero(array.sum(axis=1) > 1.0 + ROUNDING)
    if len(over):
        total = f"sums to {array[over[0]].sum():g} {said}"
        raise BadInput(Problem(total, key=f"{name}[{over[0]}]", hint="give shares that sum to at most 1"))
