"""Opponents watch where hostile aircraft are busy, late and with error, and see where they are not.

Comes in: yesterday's sorties per front.  Goes out: ``State.seen`` and the opening that ``offensive`` asks for.
Claim c04.  Recorded deaths hardly move together across fronts (0.05), so the weight may well be 0.
"""

from __future__ import annotations

from polemos.model.chance import ATTENTION, Key, draw, normal
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import HOSTILE, State, World


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Update each camp's picture of hostile sorties per front: d seen = (flown * (1 + error * z) - seen) / lag.

    Only camps with a hostile patron look.  At lag 1 or less the picture is yesterday's; at error 0 it is exact.
    """
    speed = 1.0 / max(1.0, given.attention.lag)
    for camp in range(world.camp_key.shape[0]):
        if not has_hostile_patron(world, state, camp):
            continue
        state.seen_all[camp] = 0.0
        for front in range(world.front_key.shape[0]):
            flown = hostile_sorties(world, state, camp, front)
            if flown > 0.0:
                z = normal(draw(key, ATTENTION, day, world.camp_key[camp], world.front_key[front]))
                flown *= max(0.0, 1.0 + given.attention.error * z)
            state.seen[camp, front] += speed * (flown - state.seen[camp, front])
            state.seen_all[camp] += state.seen[camp, front]
            state.seen_peak[camp] = max(state.seen_peak[camp], state.seen[camp, front])


@compiled
def has_hostile_patron(world: World, state: State, camp: int) -> bool:
    """Return whether somebody of the camp is hostile to an actor that owns aircraft."""
    for actor in range(world.actor_key.shape[0]):
        if world.camp[actor] == camp:
            for row in range(world.patrons.shape[0]):
                if state.stance[actor, world.patrons[row]] == HOSTILE:
                    return True
    return False


@compiled
def hostile_sorties(world: World, state: State, camp: int, front: int) -> float:
    """Return yesterday's sorties over a front by patrons who are hostile to somebody of the camp."""
    total = 0.0
    for row in range(world.patrons.shape[0]):
        patron = world.patrons[row]
        if state.flown[patron, front] <= 0.0:
            continue
        for actor in range(world.actor_key.shape[0]):
            if world.camp[actor] == camp and state.stance[actor, patron] == HOSTILE:
                total += state.flown[patron, front]
                break
    return total


@compiled
def opening(world: World, state: State, actor: int, front: int) -> float:
    """Return how far hostile aircraft look busy elsewhere to the actor, 0..1.

    min(1, seen over all other fronts / peak) * (1 - min(1, seen here / peak)), peak being the most that its camp ever
    saw over one front.  0 with nothing seen, with idle aircraft and with one front only, so that an opponent who does
    not watch, or has nothing to watch, gains nothing.
    """
    camp = world.camp[actor]
    peak = state.seen_peak[camp]
    if front < 0 or peak <= 0.0:
        return 0.0
    here = state.seen[camp, front]
    elsewhere = max(0.0, state.seen_all[camp] - here)
    return min(1.0, elsewhere / peak) * (1.0 - min(1.0, here / peak))
