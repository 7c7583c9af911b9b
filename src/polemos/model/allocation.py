"""Allocation rules: in which order a patron answers requests for air support.

Comes in: the attacks of the day.  Goes out: a list of requests and an urgency for each under the patron's rule.  A
rule never refuses; refusal follows from scarcity in ``air``.  Each rule is a function of plain numbers, whose units
stand in ``slots``, and a user may add others.  Claims c07, c11.
"""

from __future__ import annotations

from polemos.model import rules
from polemos.model.chance import AIR, Key, draw
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.slots import ALLOCATION, MOST_URGENT
from polemos.model.state import ATTACK, DEFENCE, State, World

PLACE, SIDE, CLIENT = 0, 1, 2


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


def by_need(
    own: float, enemy: float, attacking: float, trust: float, waiting: float, served: float, refused: float,
    people: float, random: float,
) -> float:  # fmt: skip
    """Serve first where most men stand to be lost: 1 + enemy / (1 + own) * (own + enemy) / 1000."""
    return 1.0 + enemy / (1.0 + own) * (own + enemy) / 1000.0


def by_favour(
    own: float, enemy: float, attacking: float, trust: float, waiting: float, served: float, refused: float,
    people: float, random: float,
) -> float:  # fmt: skip
    """Serve first whom the patron trusts most: 1 + trust (c11)."""
    return 1.0 + trust


def first_come(
    own: float, enemy: float, attacking: float, trust: float, waiting: float, served: float, refused: float,
    people: float, random: float,
) -> float:  # fmt: skip
    """Serve first where the fighting began first: 1 + days since then."""
    return 1.0 + waiting


def best_use(
    own: float, enemy: float, attacking: float, trust: float, waiting: float, served: float, refused: float,
    people: float, random: float,
) -> float:  # fmt: skip
    """Serve first where odds are nearest to even, so that aircraft tip the balance: 1 + weaker / (1 + stronger)."""
    return 1.0 + min(own, enemy) / (1.0 + max(own, enemy))


@compiled
def urgency(world: World, given: Parameters, state: State, key: Key, day: int, patron: int, row: int) -> float:
    """Return how soon the patron takes up this request by its rule, above 0; higher is sooner.

    Ties are broken by a draw that belongs to the client and the place.  The least answer of a rule is 0, so that a
    rule orders requests and never refuses one.
    """
    place, side, client = state.request[row, PLACE], state.request[row, SIDE], state.request[row, CLIENT]
    own, enemy, attacking = float(state.men[place].sum()), float(state.attack[place].sum()), 0.0
    if side == ATTACK:
        own, enemy, attacking = enemy, own, 1.0
    u = draw(key, AIR, day, world.actor_key[client], world.place_key[place])
    served = float(state.answered[client, 0] + state.answered[client, 1])
    waiting, people = float(day - state.since[place]), float(state.people[place])
    known = (own, enemy, attacking, state.trust[patron, client], waiting, served, float(state.answered[client, 2]),
             people, u.d)  # fmt: skip
    return rules.ask(state, ALLOCATION, world.allocation[patron], patron, known, MOST_URGENT) + 1e-6 * u.c


@compiled
def next_request(state: State, number: int) -> int:
    """Return the row of the most urgent request that is left, -1 if none."""
    best, most = -1, 0.0
    for row in range(number):
        if state.urgency[row] > most:
            best, most = row, state.urgency[row]
    return best
