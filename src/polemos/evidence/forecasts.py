"""What became of a dated forecast: how likely the model has it, what the record says, and the score.

Comes in: a ``Resolution``, two horizons of the same war, and recorded changes of hands.  Goes out: ``Resolved``.  A
forecast whose date lies beyond what is recorded is open until then, whatever the model says of it.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.definitions import focal_camp
from polemos.evidence.ledger import Resolution
from polemos.evidence.record_estimands import recorded_movement, to_and_fro
from polemos.evidence.record_series import Recorded
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.statistics import estimate

if TYPE_CHECKING:
    from polemos.engine.plan import Changes
    from polemos.scenario.compile import War

NET, GROSS = 2, 3


class Resolved(NamedTuple):
    """A forecast: its chance in the model with interval, the recorded value, whether it came true, the Brier score.

    ``chance`` is NaN where the model was not run so far; ``happened`` None while the record does not reach the date.
    """

    chance: float
    low: float
    high: float
    recorded: float
    happened: bool | None
    brier: float
    why: str = ""


def reaches(resolution: Resolution, war: War) -> bool:
    """Whether a forecast's window lies within the days of a war."""
    return war.start <= resolution.since and resolution.by < war.start + timedelta(days=war.days)


def days_to(day: date, war: War) -> int:
    """Return the horizon whose last day is a date."""
    return (day - war.start).days + 1


def resolve(
    resolution: Resolution,
    recorded: Recorded | None,
    war: War,
    laboratory_to: dict[int, Laboratory],
    changes: Changes,
    histories: int,
) -> Resolved:
    """Return what is known of a forecast; ``laboratory_to`` holds a laboratory for each horizon that it needs."""
    values, why = np.array([]), f"its date lies beyond the war's horizon of {war.days} days"
    if reaches(resolution, war):
        before, after = (laboratory_to[days_to(day, war)] for day in (resolution.since - timedelta(1), resolution.by))
        values, why = _simulated(resolution, before, after, changes, histories), ""
    seen = _seen(resolution, recorded, war)
    happened = None if math.isnan(seen) else bool(_true(resolution, np.array([seen]))[0])
    if not len(values):
        return Resolved(math.nan, math.nan, math.nan, seen, happened, math.nan, why)
    chance = estimate(_true(resolution, values), "share")
    brier = math.nan if happened is None else (chance.mean - happened) ** 2
    return Resolved(chance.mean, chance.low, chance.high, seen, happened, brier)


def _true(resolution: Resolution, values: Floats) -> Floats:
    least = -math.inf if resolution.least is None else resolution.least
    most = math.inf if resolution.most is None else resolution.most
    return np.where(np.isnan(values), np.nan, (values >= least) & (values <= most)).astype(np.float64)


def _simulated(
    resolution: Resolution, before: Laboratory, after: Laboratory, changes: Changes, histories: int
) -> Floats:
    """Return the measure of every history over the window: what was counted by its end less what was by its eve."""
    late = after.run(changes, histories).recorded
    if resolution.measure == "ongoing":
        return np.asarray(late["ending"][:, 0] == 0, dtype=np.float64)
    early = before.run(changes, histories).recorded
    moved = np.asarray(late["movement"], dtype=np.float64) - np.asarray(early["movement"], dtype=np.float64)
    return _of(resolution.measure, moved[:, NET], moved[:, GROSS])


def _seen(resolution: Resolution, recorded: Recorded | None, war: War) -> float:
    camp = focal_camp(war)
    if recorded is None or resolution.measure == "ongoing" or camp < 0:
        return math.nan
    world = war.world
    window = [resolution.since, resolution.by]
    net, gross = recorded_movement(recorded, np.asarray(world.population), np.asarray(world.main), camp, window)
    return float(_of(resolution.measure, np.array([net]), np.array([gross]))[0])


def _of(name: str, net: Floats, gross: Floats) -> Floats:
    return {"to_and_fro": to_and_fro(net, gross), "net_movement": net, "gross_movement": gross}[name]
