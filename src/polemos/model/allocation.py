"""Allocation rules: in which order a patron answers requests for air support.

Comes in: the attacks of the day.  Goes out: a list of requests and an urgency for each under the patron's rule.  A
rule never refuses; refusal follows from scarcity in ``air``.  Claims c07, c11.
"""

from __future__ import annotations

from polemos.model.chance import AIR, Key, draw
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import ATTACK, DEFENCE, State, World

PLACE, SIDE, CLIENT = 0, 1, 2
BY_NEED, BY_FAVOUR, FIRST_COME, BEST_USE = 0, 1, 2, 3


@compiled
def collect_requests(world: World, state: State) -> int:
    """Write down a request for each side of each attack, by its largest force there; return their number."""
    number = 0
    for place in range(state.holder.shape[0]):
        if state.leader[place] < 0 or world.front[place] < 0:
            continue
        number = ask(state, number, place, ATTACK, state.leader[place])
        defender, most = -1, 0
        for actor in range(state.men.shape[1]):
            if state.men[place, actor] > most:
                defender, most = actor, state.men[place, actor]
        if defender >= 0:
            number = ask(state, number, place, DEFENCE, defender)
    return number


@compiled
def ask(state: State, number: int, place: int, side: int, client: int) -> int:
    """Write one request down and return the new number."""
    state.request[number, PLACE], state.request[number, SIDE], state.request[number, CLIENT] = place, side, client
    return number + 1


@compiled
def urgency(world: World, given: Parameters, state: State, key: Key, day: int, patron: int, row: int) -> float:
    """Return how soon the patron takes up this request, above 0; higher is sooner.

    by_need: men that stand to be lost, own men over enemy's; by_favour: the patron's trust in the client; first_come:
    days since the fighting there began; best_use: where odds are even, so that aircraft tip the balance.
    Ties are broken by a draw that belongs to the client and the place.
    """
    place, side, client = state.request[row, PLACE], state.request[row, SIDE], state.request[row, CLIENT]
    own, enemy = float(state.men[place].sum()), float(state.attack[place].sum())
    if side == ATTACK:
        own, enemy = enemy, own
    tie = 1e-6 * draw(key, AIR, day, world.actor_key[client], world.place_key[place]).c
    rule = world.allocation[patron]
    if rule == BY_FAVOUR:
        return 1.0 + state.trust[patron, client] + tie
    if rule == FIRST_COME:
        return 1.0 + float(day - state.since[place]) + tie
    if rule == BEST_USE:
        return 1.0 + min(own, enemy) / (1.0 + max(own, enemy)) + tie
    return 1.0 + enemy / (1.0 + own) * (own + enemy) / 1000.0 + tie


@compiled
def next_request(state: State, number: int) -> int:
    """Return the row of the most urgent request that is left, -1 if none."""
    best, most = -1, 0.0
    for row in range(number):
        if state.urgency[row] > most:
            best, most = row, state.urgency[row]
    return best
