"""Two sides alone at one place, fighting with ``combat.fight`` until one is gone: thousands of duels in one call.

Comes in: men, qualities, laws.  Goes out: who is left.  Everything else that could matter is taken away: plain
ground, no cover, no armour, no aircraft, full stores, everybody hit is killed.  One place of
``worlds/one_front`` is the field.
"""

from __future__ import annotations

import numpy as np

from polemos.engine.cache import kept_compiled
from polemos.model.chance import COMBAT, NOBODY, Key, draw, heavy_tail, power, tail_mean
from polemos.model.combat import casualties, fight
from polemos.model.compiled import entry, held
from polemos.model.parameters import Parameters
from polemos.model.state import State, World, blank
from worlds import SEED, world

PLACE, X, Y = 0, 0, 1  # the eastern town, attacked by the blue army (x) and held by the red one (y)
MOST_DAYS = 65_536  # a history's days have 16 bits in the counter


def _duels(world, given, state, seed, first, men, left):  # type: ignore[no-untyped-def]
    """Fight ``left.shape[0]`` duels, each with the key of its own history, and write down who is left and the days.

    The expected number of men who fall in a day is ``attrition``: intensity is paced by the men who are left, which
    changes the clock and not who falls next.
    """
    world, given, state = held(world), held(given), held(state)
    mean = tail_mean(given.combat.tail)
    for row in range(left.shape[0]):
        key = Key(np.uint64(seed), np.uint64(first + row))
        state.attack[PLACE, X], state.men[PLACE, Y] = men[0], men[1]
        day = 0
        while day < MOST_DAYS and state.attack[PLACE, X] > 0 and state.men[PLACE, Y] > 0:
            x, y = float(state.attack[PLACE, X]), float(state.men[PLACE, Y])
            falling = given.quality[Y] * y * power(x / 1000.0, given.combat.law_attackers)
            falling += given.quality[X] * x * power(y / 1000.0, given.combat.law_defenders)
            u = draw(key, COMBAT, day, NOBODY, world.place_key[PLACE])
            fight(world, given, state, key, day, PLACE, heavy_tail(u.a, given.combat.tail, mean) / falling)
            day += 1
        left[row, 0], left[row, 1], left[row, 2] = state.attack[PLACE, X], state.men[PLACE, Y], day


def _campaign(world, given, state, seed, landing, men):  # type: ignore[no-untyped-def]
    """Fight one battle of constant intensity; ``landing[step]`` men join x at each step; write down who is left."""
    world, given, state = held(world), held(given), held(state)
    key = Key(np.uint64(seed), np.uint64(0))
    for step in range(landing.shape[0]):
        state.attack[PLACE, X] += landing[step]
        fight(world, given, state, key, step, PLACE, 1.0)
        men[step, 0], men[step, 1] = state.attack[PLACE, X], state.men[PLACE, Y]


def _limit(x, y, rates, laws, landing, step, out):  # type: ignore[no-untyped-def]
    """Let men be real numbers: ``casualties`` in equal small steps; ``landing[i]`` men a unit of time join x meanwhile.

    ``rates`` are those at which a man of x and of y falls to one enemy.  Return the time at which one side is gone, the
    number of steps times ``step`` if none is.
    """
    for number in range(landing.shape[0]):
        lost_x = casualties(step * rates[0], laws[0], y, x, 1.0)
        lost_y = casualties(step * rates[1], laws[1], x, y, 1.0)
        x, y = x - lost_x + landing[number] * step, y - lost_y
        out[number, 0], out[number, 1] = x, y
        if x <= 0.0 or y <= 0.0:
            out[number:, 0], out[number:, 1] = x, y
            return (number + 1) * step
    return landing.shape[0] * step


with kept_compiled():
    duels, campaign, limit = entry(_duels), entry(_campaign), entry(_limit)


def field(attrition: float, laws: tuple[float, float], quality: tuple[float, float]) -> tuple[World, Parameters, State]:
    """Return a field of battle with these numbers and nobody on it; no attack is fresh enough to surprise."""
    war = world(
        "one_front",
        *(f"mechanisms.combat.{name}" for name in ("entrenchment=0", "killed=1", "tail=2.8", "armour_worth=0")),
        f"mechanisms.combat.law_attackers={laws[0]!r}",
        f"mechanisms.combat.law_defenders={laws[1]!r}",
        without=("supply",),
    )
    given, _ = war.parameters(SEED, 0)
    given = given._replace(
        quality=np.array(quality, dtype=np.float64), combat=given.combat._replace(attrition=attrition)
    )
    state = blank(war.world, given)
    assert war.legend.places[PLACE] == "east"
    assert war.legend.actors[X] == "blue_army"
    state.men[:] = 0
    state.armour[:] = 0
    state.missiles[:] = 0
    state.leader[PLACE], state.launch[PLACE], state.since[PLACE] = X, 1, -1
    return war.world, given, state


def fought(
    x: int, y: int, a: float, b: float, laws: tuple[float, float], hazard: float, count: int, first: int = 0
) -> np.ndarray:
    """Return men of x left, men of y left and days [count, 3]; a man of x falls at the rate a * y * x**law of x."""
    quality = (b * 1000.0 ** laws[1], a * 1000.0 ** laws[0])
    left = np.zeros((count, 3), dtype=np.int64)
    duels(*field(hazard, laws, quality), SEED, first, np.array([x, y]), left)
    assert (left[:, 2] < MOST_DAYS).all()
    return left
