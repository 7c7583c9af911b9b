"""Moves between each actor's reserve and its places: who is reinforced, who thins out.

Comes in: threats, attackers, men and roads by place.  Goes out: men moved between ``State.reserve`` and ``State.men``;
none are made.  The part of the reserve that attacks is next door in ``offensive``.  Claims c13, c15.
"""

from __future__ import annotations

from polemos.model.chance import OFFENSIVE, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import FRIENDLY, State, World

DISPATCH, THINNING = 3, 7


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Send reserves out every third day, and let quiet garrisons thin out every seventh."""
    if day % DISPATCH == 0:
        dispatch(world, given, state, key, day)
    if day % THINNING == 0:
        thin_out(world, given, state, key, day)


@compiled
def dispatch(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Send part of each actor's reserve to the place that needs it most.

    Need = (threat + attackers) / (men of friends there + 100) * value, among supplied places of friends on fronts
    where the actor fights; the share is ``reinforcement`` per day over three days.  Nobody is sent where the enemy is
    not superior, and friends together send no more than what brings equal numbers, each in proportion to what it
    offers: the rest, and the share ``kept`` of the force unless the place is under attack, stays for attacks.
    """
    endangered = list_endangered(state)
    for row in range(endangered):
        state.ring[state.queue[row]] = 0.0
    share = min(1.0, DISPATCH * given.offensive.reinforcement)
    for actor in range(world.actor_key.shape[0]):
        target = neediest(world, state, actor, endangered) if state.reserve[actor] >= 10 else -1
        state.touched[actor] = target
        if target >= 0:
            u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])
            kept = 0 if state.leader[target] >= 0 else int(given.offensive.kept * state.field[actor])
            free = max(0, state.reserve[actor] - kept)
            state.short[actor] = min(rounded(share * free, u.a), free)
            state.ring[target] += state.short[actor]
    for actor in range(world.actor_key.shape[0]):
        target, offered = state.touched[actor], state.short[actor]
        if target < 0 or offered <= 0:
            continue
        missing = state.threat[target] + state.committed[target] - state.present_men[target]
        u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])
        sent = min(rounded(max(0.0, missing) * offered / state.ring[target], u.b), offered)
        state.reserve[actor] -= sent
        state.men[target, actor] += sent


@compiled
def neediest(world: World, state: State, actor: int, endangered: int) -> int:
    """Return the endangered place of the actor or its friends, on its fronts, that needs men most; -1 if none."""
    target, most = -1, 0.0
    for row in range(endangered):
        place = state.queue[row]
        holder, front = state.holder[place], world.front[place]
        if not world.zone[actor, front] or state.away[actor, front]:
            continue
        if holder != actor and state.stance[actor, holder] != FRIENDLY:
            continue
        if state.urgency[row] > most:
            most, target = state.urgency[row], place
    return target


@compiled
def list_endangered(state: State) -> int:
    """List in ``queue`` the supplied places where the enemy is superior, and their need; return their number."""
    number = 0
    for place in range(state.holder.shape[0]):
        danger = state.threat[place] + state.committed[place]
        if state.holder[place] >= 0 and state.supply_road[place] >= 0.0 and danger > 100.0 + state.present_men[place]:
            state.queue[number] = place
            need = danger / (100.0 + state.present_men[place])
            state.urgency[number] = need * (0.5 + state.people[place] / (state.people[place] + 20000.0))
            number += 1
    return number


@compiled
def thin_out(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Return part of the surplus of supplied places to the reserve: men beyond the threat, and beyond a garrison.

    An actor whose reserve is below the share ``kept`` of its force draws on all men beyond the garrisons.
    """
    share = min(1.0, THINNING * given.offensive.release)
    for actor in range(state.short.shape[0]):
        state.short[actor] = 1 if state.reserve[actor] < given.offensive.kept * state.field[actor] else 0
    for place in range(state.holder.shape[0]):
        if state.supply_road[place] < 0.0 or state.present_men[place] <= 0:
            continue
        beyond = max(0.0, 1.0 - state.threat[place] / state.present_men[place])
        for row in range(state.present[place]):
            actor = state.who[place, row]
            spare = 1.0 if state.short[actor] else beyond
            surplus = int(spare * (state.men[place, actor] - given.offensive.garrison))
            if surplus <= 0:
                continue
            u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.place_key[place])
            back = min(rounded(share * surplus, u.b), surplus)
            state.men[place, actor] -= back
            state.reserve[actor] += back
