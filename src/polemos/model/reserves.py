"""Moves between each actor's reserve and its places: who is reinforced, who thins out, who goes to another theatre.

Comes in: threats, attackers, men and roads by place.  Goes out: men moved between ``State.reserve`` and ``State.men``;
none are made.  The part of the reserve that attacks is next door in ``offensive``.  Claims c13, c15, c23.

A reserve stands on a *ground*: places that roads join, whoever holds them.  Theatres without a road between them are
different grounds, and men pass from one to another only at ``passage``.  On a ground a reserve is thought of as spread
like its actor's men: a place draws on the part that stands on its own supplied network, places of friends joined by
roads.  A network is crossed in the three days between two dispatches; who is cut off has no reserve at hand.
"""

from __future__ import annotations

from polemos.model.chance import OFFENSIVE, Key, draw, rounded
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import FRIENDLY, State, World

DISPATCH, THINNING = 3, 7


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Send reserves out every third day; every seventh let quiet garrisons thin out and men pass between theatres."""
    if day % DISPATCH == 0:
        dispatch(world, given, state, key, day)
    if day % THINNING == 0:
        thin_out(world, given, state, key, day)
        if state.reserve.shape[1] > 1:
            pass_over(world, given, state, key, day)


@compiled
def join(state: State, actor: int, ground: int, number: int) -> None:
    """Add men to the actor's reserve on a ground, or take them away (number below 0)."""
    state.reserve[actor, ground] += number


@compiled
def held_back(state: State, actor: int) -> int:
    """Return the men of the actor's reserves on all grounds."""
    total = 0
    for ground in range(state.reserve.shape[1]):
        total += state.reserve[actor, ground]
    return total


@compiled
def whereabouts(world: World, state: State, actor: int, u: float) -> int:
    """Return a ground by chance in proportion to the actor's supplied men there; its home if it has none."""
    total = 0
    for ground in range(state.stationed.shape[1]):
        total += state.stationed[actor, ground]
    mark = u * total
    for ground in range(state.stationed.shape[1]):
        mark -= state.stationed[actor, ground]
        if mark < 0.0:
            return ground
    return world.home[actor]


@compiled
def available(world: World, state: State, actor: int, place: int) -> int:
    """Return the part of the actor's reserve that can reach a place: the share of its men on the place's network.

    0 where the place is cut off; all of its ground's reserve if it has no men on a network there.
    """
    network, ground = state.network[place], world.ground[place]
    if network < 0:
        return 0
    stationed = state.stationed[actor, ground]
    if stationed <= 0:
        return state.reserve[actor, ground]
    return state.reserve[actor, ground] * state.posted[network, actor] // stationed


@compiled
def dispatch(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Send part of each actor's reserve to the place that needs it most, on every ground.

    Need = (threat + attackers) / (men of friends there + 100) * value, among supplied places of friends on fronts
    where the actor fights; the share is ``reinforcement`` per day over three days.  Nobody is sent where the enemy is
    not superior, and friends together send no more than what brings equal numbers, each in proportion to what it
    offers: the rest, and the share ``kept`` of the force unless the place is under attack, stays for attacks.
    """
    endangered = list_endangered(state)
    for ground in range(state.reserve.shape[1]):
        offer(world, given, state, key, day, endangered, ground)
        send_offers(world, state, key, day, ground)


@compiled
def offer(world: World, given: Parameters, state: State, key: Key, day: int, endangered: int, ground: int) -> None:
    """Note in ``touched`` and ``short`` where each actor would send how many men of its reserve on a ground, at most;
    in ``ring`` what a place is offered in all."""
    for row in range(endangered):
        state.ring[state.queue[row]] = 0.0
    share = min(1.0, DISPATCH * given.offensive.reinforcement)
    for actor in range(world.actor_key.shape[0]):
        reserve = state.reserve[actor, ground]
        row = neediest(world, state, endangered, actor, ground) if reserve >= 10 else -1
        state.touched[actor] = state.queue[row] if row >= 0 else -1
        if row >= 0:
            target = state.queue[row]
            u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])
            kept = (
                0
                if state.leader[target] >= 0
                else int(given.offensive.kept * (state.stationed[actor, ground] + reserve))
            )
            free = min(available(world, state, actor, target), max(0, reserve - kept))
            state.short[actor, ground] = min(rounded(share * free, u.a), free)
            state.ring[target] += state.short[actor, ground]


@compiled
def send_offers(world: World, state: State, key: Key, day: int, ground: int) -> None:
    """Send what friends have offered on a ground, cut down in proportion to what brings equal numbers."""
    for actor in range(world.actor_key.shape[0]):
        target, offered = state.touched[actor], state.short[actor, ground]
        if target < 0 or offered <= 0:
            continue
        missing = state.threat[target] + state.committed[target] - state.present_men[target]
        u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])
        sent = min(rounded(max(0.0, missing) * offered / state.ring[target], u.b), offered)
        join(state, actor, ground, -sent)
        state.men[target, actor] += sent


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
def neediest(world: World, state: State, endangered: int, actor: int, ground: int) -> int:
    """Return the row of the endangered place on a ground that the actor would reinforce first, -1 if none."""
    best, most = -1, 0.0
    for row in range(endangered):
        place = state.queue[row]
        holder, front = state.holder[place], world.front[place]
        if front < 0 or world.ground[place] != ground or not world.zone[actor, front] or state.away[actor, front]:
            continue
        if holder != actor and state.stance[actor, holder] != FRIENDLY:
            continue
        if state.urgency[row] > most:
            best, most = row, state.urgency[row]
    return best


@compiled
def thin_out(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Return part of the surplus of supplied places to the reserve: men beyond the threat, and beyond a garrison.

    An actor whose reserve on the ground is below the share ``kept`` of its force there draws on all men beyond the
    garrisons.
    """
    share = min(1.0, THINNING * given.offensive.release)
    for actor in range(state.short.shape[0]):
        for ground in range(state.short.shape[1]):
            reserve = state.reserve[actor, ground]
            enough = given.offensive.kept * (state.stationed[actor, ground] + reserve)
            state.short[actor, ground] = 1 if reserve < enough else 0
    for place in range(state.holder.shape[0]):
        if state.supply_road[place] < 0.0 or state.present_men[place] <= 0:
            continue
        beyond, ground = max(0.0, 1.0 - state.threat[place] / state.present_men[place]), world.ground[place]
        for row in range(state.present[place]):
            actor = state.who[place, row]
            spare = 1.0 if state.short[actor, ground] else beyond
            surplus = int(spare * (state.men[place, actor] - given.offensive.garrison))
            if surplus <= 0:
                continue
            u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.place_key[place])
            back = min(rounded(share * surplus, u.b), surplus)
            state.men[place, actor] -= back
            join(state, actor, ground, back)


@compiled
def pass_over(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Let part of each actor's largest reserve pass to the ground where a place of its own needs it most (c23).

    The share is ``passage`` per day over seven days; nobody leaves a ground that is in greater need.
    """
    endangered = list_endangered(state)
    for actor in range(world.actor_key.shape[0]):
        to, most = -1, 0.0
        for ground in range(state.reserve.shape[1]):
            row = neediest(world, state, endangered, actor, ground)
            if row >= 0 and state.urgency[row] > most:
                to, most = ground, state.urgency[row]
        if to < 0:
            continue
        source, largest = -1, 0
        for ground in range(state.reserve.shape[1]):
            if ground != to and state.reserve[actor, ground] > largest:
                source, largest = ground, state.reserve[actor, ground]
        if source >= 0:
            u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])
            gone = min(rounded(min(1.0, THINNING * given.offensive.passage) * largest, u.d), largest)
            join(state, actor, source, -gone)
            join(state, actor, to, gone)
