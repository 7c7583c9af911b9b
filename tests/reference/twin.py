"""A second model, in plain Python, written from the equations in the docstrings and not from the code.

It is slow and says each thing once.  It shares with the rooms the counters of its draws and nothing else, so equal
numbers mean that both read the equations alike.  Only for tests.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

WORD = 2**32


def philox(counter: Sequence[int], key: Sequence[int]) -> tuple[int, int, int, int]:
    """Philox4x32-10 in Python's own integers: two products of 32 bits, split, crossed and keyed, ten times."""
    a, b, c, d = counter
    one, two = key
    for _ in range(10):
        high_a, low_a = divmod(0xD2511F53 * a, WORD)
        high_c, low_c = divmod(0xCD9E8D57 * c, WORD)
        a, b, c, d = high_c ^ b ^ one, low_c, high_a ^ d ^ two, low_a
        one, two = (one + 0x9E3779B9) % WORD, (two + 0xBB67AE85) % WORD
    return a, b, c, d


def uniforms(seed: int, history: int, mechanism: int, day: int, actor: int, place: int) -> tuple[float, ...]:
    """The four uniforms of a draw: the middle of each of 2**32 equal parts of (0, 1)."""
    words = philox((int(place), int(actor), mechanism * 65536 + day, 0), (seed, history))
    return tuple((word + 0.5) / WORD for word in words)


def normal(four: Sequence[float]) -> float:
    """Sum of four uniforms, scaled to variance 1."""
    return (sum(four) - 2.0) * math.sqrt(3.0)


def rounded(x: float, u: float) -> int:
    """x, up or down, with the right mean."""
    return math.floor(x + u)


def packages(capability: np.ndarray, salience: np.ndarray, position: np.ndarray, before: np.ndarray) -> np.ndarray:
    """What each stakeholder stands for: its positions, and the others' weighted mean where it does not care."""
    weight = np.where(salience.sum(axis=1) > 0, capability, 0.0)[:, None] * salience
    total = weight.sum(axis=0)
    mean = np.where(total > 0, (weight * position).sum(axis=0) / np.where(total > 0, total, 1.0), before)
    return np.where(salience > 0, position, mean)


def chances(utility: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The probability of each of n packages: utility[i, a] of the a-th for voter i, votes in proportion to gains."""
    gain = weight[:, None, None] * (utility[:, :, None] - utility[:, None, :])
    strength = 1e-8 + np.maximum(gain, 0.0).sum(axis=0)
    log = np.log(strength / (strength + strength.T)).sum(axis=1)
    chance = np.exp(log - log.max())
    return chance / chance.sum()


def election(
    capability: np.ndarray, salience: np.ndarray, position: np.ndarray, before: np.ndarray, neutral: bool = False
) -> np.ndarray:
    """The settlement of each issue: attitudes from an election of neutrals, then one among different packages.

    d_ij = |s_i (x_i - x_j)| / |s_i|; u = (1 - d)(1 + d R); R from -1/2 (least likely to win) to 1 (likeliest).
    """
    here = (capability > 0) & (salience.sum(axis=1) > 0)
    if not here.any():
        return before
    x = packages(capability, salience, position, before)[here]
    s = salience[here] / salience.shape[1]
    weight = capability[here] * s.sum(axis=1)
    gap = (s[:, None, :] * (x[:, None, :] - x[None, :, :])) ** 2
    d = np.sqrt(gap.sum(axis=2) / (s**2).sum(axis=1)[:, None])
    p = chances(1.0 - d, weight)
    risk = np.zeros(len(x))
    if not neutral and np.ptp(p) > 1e-12:
        risk = 1.5 * (p - p.min()) / np.ptp(p) - 0.5
    u = (1.0 - d) * (1.0 + d * risk[:, None])
    apart = np.sqrt(((x[:, None] - x[None]) ** 2).sum(axis=2))
    first: list[int] = []
    for row in range(len(x)):
        if not any(apart[row, other] < 1e-3 for other in first):
            first.append(row)
    settled = chances(u[:, first], weight) @ x[first]
    return np.where((weight[:, None] * s).sum(axis=0) > 0, settled, before)


def roads(world: Any, holder: np.ndarray, stance: np.ndarray) -> np.ndarray:
    """Shortest road over friends' places from a source of the holder's camp (Dijkstra 1959); -1 where none leads."""
    best = np.full(len(holder), -1.0)
    queue = [
        (0.0, place) for place, owner in enumerate(holder) if owner >= 0 and world.source[place, world.camp[owner]]
    ]
    heapq.heapify(queue)
    while queue:
        road, place = heapq.heappop(queue)
        if best[place] >= 0.0:
            continue
        best[place] = road
        for link in range(world.first_link[place], world.first_link[place + 1]):
            other = int(world.neighbour[link])
            owner = holder[other]
            friends = owner >= 0 and (owner == holder[place] or stance[holder[place], owner] == 1)
            if friends and best[other] < 0.0:
                heapq.heappush(queue, (road + world.road[link], other))
    return best


def stores(world: Any, given: Any, state: Any, road: np.ndarray) -> np.ndarray:
    """Stores after a day's delivery: half arrives at the half distance, the smuggled share where the road is cut."""
    filled = state.stores.copy()
    for place, owner in enumerate(state.holder):
        if owner < 0:
            continue
        if road[place] < 0.0:
            reach, extra = given.supply.smuggling, 0.0
        else:
            reach = given.supply.half_distance / (given.supply.half_distance + road[place])
            ways = [[state.holder[gate] for gate in gates if gate >= 0] for gates in world.flow_gate]
            sure = np.array([not way or any(by >= 0 and (by == owner or state.stance[owner, by] == 1) for by in way)
                             for way in ways], dtype=bool)  # fmt: skip
            mine = (world.flow_client == owner) & sure
            extra = float((given.flow_stores * state.flow * state.flow_order)[mine].sum())
        filled[place] = min(1.0, filled[place] + given.supply.resupply * reach + extra)
    return filled


def compliance(world: Any, given: Any, state: Any, n: int, day: int) -> float:
    """Tomorrow's compliance of a truce: decay; erosion by yesterday's assaults, part of it by disputed ones."""
    numbers, left = given.ceasefire, 1.0 - given.ceasefire.decay
    for place in np.flatnonzero((state.since == day - 1) & (world.act_place[n] == 1)):
        by, on = int(state.leader[place]), int(state.holder[place])
        if by < 0 and state.changed[place] == day - 1:
            by, on = on, int(state.previous[place])
        if by < 0 or on < 0:
            continue
        those = {by, *np.flatnonzero(state.attack[place]).tolist()}
        near = [place, *world.neighbour[world.first_link[place] : world.first_link[place + 1]]]
        if any(world.act_pair[n, one, on] for one in those):
            left *= 1.0 - numbers.erosion
            continue
        for bound, out in ((by, on), (on, by)):
            if world.act_bound[n, bound] and world.act_excluded[n, out]:
                friends = [a for a in np.flatnonzero(world.act_pair[n, :, bound]) if state.stance[a, out] == 1]
                if state.men[np.ix_(near, friends)].sum() > 0:
                    left *= 1.0 - numbers.erosion * numbers.entanglement
    return float(state.compliance[n] * left)


def seen(world: Any, given: Any, state: Any, dice: Any) -> np.ndarray:
    """Each camp's picture of hostile sorties per front, pulled towards yesterday's by 1 / lag."""
    picture = state.seen.copy()
    for camp in range(picture.shape[0]):
        members = [actor for actor, own in enumerate(world.camp) if own == camp]
        for front in range(picture.shape[1]):
            enemies = [p for p in set(world.patrons.tolist()) if any(state.stance[a, p] == -1 for a in members)]
            flown = sum(state.flown[patron, front] for patron in enemies)
            if flown > 0.0:
                z = normal(dice(5, world.camp_key[camp], world.front_key[front]))
                flown *= max(0.0, 1.0 + given.attention.error * z)
            picture[camp, front] += (flown - picture[camp, front]) / max(1.0, given.attention.lag)
    return picture


def intensity(u: float, exponent: float) -> float:
    """A Pareto variate with density x**-exponent, cut at its quantile 0.9999, over its mean."""
    a, cut = exponent - 1.0, 1e-4
    mean = a / (a - 1.0) * (1.0 - cut ** (1.0 - 1.0 / a)) + cut ** (1.0 - 1.0 / a)
    return float(max(1.0 - u, cut) ** (-1.0 / a) / mean)


def fire(given: Any, state: Any, men: np.ndarray, place: int, side: int, stores_there: float) -> float:
    """Riflemen: men, quality, stores, and what it costs to have asked for aircraft in vain."""
    total = 0.0
    for actor, number in enumerate(men[place]):
        ready = 1.0 - given.combat.missing_air * state.reliance[actor] * (state.served[place, side] == 1)
        total += number * given.quality[actor] * ready
    least = given.supply.least_strength
    return float(total * (least + (1.0 - least) * stores_there) + state.fire[place, side])


def shelter(world: Any, given: Any, state: Any, place: int) -> float:
    """The defender's advantage by ground and preparation."""
    numbers = given.combat
    ground = {2: numbers.urban, 3: numbers.mountain, 4: numbers.river}.get(int(world.terrain[place]), 1.0)
    return float(ground * (1.0 + numbers.entrenchment * state.prepared[place]))


def fight(world: Any, given: Any, state: Any, dice: Any, day: int, place: int) -> dict[str, Any]:
    """A day of fighting for one place without vehicles: who is out of action, who of them is dead, the ratio."""
    numbers, launch = given.combat, state.launch[place]
    day_is = intensity(dice(8, 0, world.place_key[place])[0], numbers.tail)
    attack = fire(given, state, state.attack, place, 0, state.stores[launch])
    defence = fire(given, state, state.men, place, 1, state.stores[place])
    if state.since[place] == day:
        attack *= numbers.surprise
    attack, defence = attack * state.employment[place], defence / state.employment[place]
    cover = shelter(world, given, state, place)
    result: dict[str, Any] = {"ratio": attack / max(1.0, defence * cover)}
    sides = (
        ("attack", state.attack, defence, 1.0, numbers.law_attackers),
        ("men", state.men, attack, cover, numbers.law_defenders),
    )
    for name, men, fire_at, protection, law in sides:
        there = float(men[place].sum())
        lost = numbers.attrition * day_is * fire_at * (there / 1000.0) ** law / protection if there else 0.0
        out, dead = np.zeros_like(men[place]), np.zeros_like(men[place])
        for actor, here in enumerate(men[place]):
            if here > 0 and lost > 0.0:
                u = dice(8, world.actor_key[actor], world.place_key[place])
                out[actor] = min(rounded(min(lost, there) * here / there, u[0]), here)
                dead[actor] = min(rounded(out[actor] * numbers.killed, u[1]), out[actor])
        result[name] = (out, dead)
    return result


def harassed(given: Any, state: Any, place: int, u: Sequence[float]) -> tuple[int, int, int]:
    """Fire across a quiet line: who of those there in the morning is hit, how many, how many of them are dead."""
    there = [int(actor) for actor in state.who[place, : state.present[place]]]
    number = float(sum(state.men[place, actor] for actor in there))
    if number <= 0.0 or state.threat[place] <= 0.0:
        return -1, 0, 0
    exposed = number * state.threat[place] / (number + state.threat[place])
    out = rounded(min(number, given.combat.harassment * intensity(u[0], given.combat.tail) * exposed), u[1])
    running = np.cumsum([state.men[place, actor] for actor in there])
    victim = there[min(int(np.searchsorted(running, u[2] * number, side="right")), len(there) - 1)]
    out = min(out, int(state.men[place, victim]))
    return victim, out, min(rounded(out * given.combat.killed, u[3]), out)


def networks(world: Any, state: Any) -> list[set[int]]:
    """Sets of supplied places that are joined by roads between friends, grown until nothing changes."""
    supplied = [p for p in range(len(state.holder)) if state.holder[p] >= 0 and state.supply_road[p] >= 0.0]
    found: list[set[int]] = [{p} for p in supplied]
    for place in supplied:
        for other in world.neighbour[world.first_link[place] : world.first_link[place + 1]]:
            one, two = state.holder[place], state.holder[other]
            if other in supplied and (one == two or state.stance[one, two] == 1):
                mine = next(s for s in found if place in s)
                theirs = next(s for s in found if other in s)
                if mine is not theirs:
                    found.remove(theirs)
                    mine |= theirs
    return found


def at_hand(world: Any, state: Any, actor: int, place: int) -> int:
    """The part of the reserve of the place's ground that stands, like the actor's men, on the place's network."""
    net = next((s for s in networks(world, state) if place in s), set())
    home = np.zeros(len(state.holder), dtype=np.int64)
    for p in range(len(home)):
        home[p] += state.men[p, actor]
        if state.leader[p] >= 0:
            home[state.launch[p]] += state.attack[p, actor]
    ground = (world.ground == world.ground[place]) & np.isin(
        np.arange(len(home)), list(set().union(*networks(world, state)))
    )
    reserve = int(state.reserve[actor, world.ground[place]])
    if not net:
        return 0
    return reserve * int(home[list(net)].sum()) // int(home[ground].sum()) if home[ground].sum() > 0 else reserve


def supplied(world: Any, state: Any, actor: int) -> int:
    """Men on supplied networks, those in attacks where they started from."""
    net = set().union(*networks(world, state))
    inside = [p for p in net]
    started = [p for p in np.flatnonzero(state.leader >= 0) if state.launch[p] in net]
    return int(state.men[inside, actor].sum() + state.attack[started, actor].sum())


def struck(world: Any, given: Any, state: Any, place: int, actor: int) -> int:
    """Men that an actor commits to a place alone: a share of the spare men next door, and of the reserve."""
    numbers, sent, launch = given.offensive, 0, (-1, 0)
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = int(world.neighbour[link])
        owner = state.holder[beside]
        if owner >= 0 and state.stance[owner, state.holder[place]] == -1:
            part = int(max(0, state.men[beside, actor] - int(numbers.garrison)) * numbers.committed)
            sent += part
            launch = (beside, part) if part > launch[1] else launch
    return sent + (int(at_hand(world, state, actor, launch[0]) * numbers.spearhead) if launch[0] >= 0 else 0)


def dispatched(world: Any, given: Any, state: Any, dice: Any, morning: Any) -> dict[int, tuple[int, int]]:
    """Who sends how many men of its reserve where, on one ground: to the neediest endangered place of friends, less
    what is kept, and no more than stood within reach in the morning.

    All together no more than would bring equal numbers; each a part in proportion to what it offers.
    """
    numbers, offers = given.offensive, {}
    for actor, reserve in enumerate(state.reserve[:, 0].tolist()):
        needs = []
        for place, holder in enumerate(state.holder):
            danger, held = state.threat[place] + state.committed[place], 100.0 + state.present_men[place]
            friends = holder >= 0 and (holder == actor or state.stance[actor, holder] == 1)
            front = world.front[place]
            there = front >= 0 and world.zone[actor, front] and not state.away[actor, front]
            if friends and there and state.supply_road[place] >= 0.0 and danger > held:
                people = state.people[place]
                needs.append((danger / held * (0.5 + people / (people + 20000.0)), -place))
        if reserve < 10 or not needs:
            continue
        target = -max(needs)[1]
        morning.reserve[actor, 0] = reserve
        kept = 0 if state.leader[target] >= 0 else int(numbers.kept * (supplied(world, morning, actor) + reserve))
        free = min(at_hand(world, morning, actor, target), max(0, int(reserve) - kept))
        u = dice(6, world.actor_key[actor], world.actor_key[actor])
        offers[actor] = (target, min(rounded(min(1.0, 3 * numbers.reinforcement) * free, u[0]), free), u[1])
    sending = {}
    for actor, (target, offer, luck) in offers.items():
        danger = state.threat[target] + state.committed[target]
        asked = max(0.0, danger - state.present_men[target])
        total = sum(other for place, other, _ in offers.values() if place == target)
        sending[actor] = (target, min(rounded(asked * offer / total, luck), offer) if offer > 0 else 0)
    return sending


def thinned(world: Any, given: Any, state: Any, dice: Any, morning: Any) -> tuple[np.ndarray, np.ndarray]:
    """Men and reserves on one ground after supplied places have given up part of their surplus."""
    numbers, men, reserve = given.offensive, state.men.copy(), state.reserve[:, 0].copy()
    force = reserve + [supplied(world, morning, actor) for actor in range(len(state.reserve))]
    for place in range(len(state.holder)):
        if state.supply_road[place] < 0.0 or state.present_men[place] <= 0:
            continue
        beyond = max(0.0, 1.0 - state.threat[place] / state.present_men[place])
        for actor in state.who[place, : state.present[place]]:
            share = 1.0 if state.reserve[actor, 0] < numbers.kept * force[actor] else beyond
            surplus = int(share * (men[place, actor] - numbers.garrison))
            if surplus > 0:
                u = dice(6, world.actor_key[actor], world.place_key[place])
                back = min(rounded(min(1.0, 7 * numbers.release) * surplus, u[1]), surplus)
                men[place, actor] -= back
                reserve[actor] += back
    return men, reserve


def resting(world: Any, state: Any, actor: int) -> float:
    """The rest that truces in force give: restraint times the mean share of its fronts' places where one holds."""
    mine = np.flatnonzero(world.zone[actor] == 1)
    rest = [0.0]
    for n in state.active[: state.clock[9]]:
        shares = [world.act_place[n][world.front == front].mean() for front in mine]
        if shares:
            rest.append(state.restraint[n, actor] * np.mean(shares))
    return float(max(rest))


def trusted(world: Any, given: Any, state: Any, day: int) -> np.ndarray:
    """Trust after a day: answers, exclusion, losses without help, the sponsor's other clients, and forgetting."""
    numbers, trust = given.trust_, state.trust.copy()
    actors = range(len(world.actor_key))

    def lose(member: int, patron: int, share: float) -> None:
        trust[member, patron] *= 1.0 - min(1.0, share)
        for other in actors:
            kin = world.sponsor[other] == world.sponsor[member] >= 0 and other not in (member, patron)
            if kin and world.coalition[other] == world.coalition[member]:
                trust[other, patron] *= 1.0 - numbers.solidarity * min(1.0, share)

    for member in actors:
        group = world.coalition[member]
        patron = world.patron[group] if group >= 0 else -1
        if patron < 0 or patron == member:
            continue
        honoured, late, refused = state.answers[member]
        for _ in range(honoured):
            trust[member, patron] += numbers.honoured * (1.0 - trust[member, patron])
        for _ in range(late):
            lose(member, patron, numbers.late)
        served = [o for o in actors if o != member and world.coalition[o] == group and state.answers[o, 0] > 0]
        for _ in range(refused):
            lose(member, patron, numbers.refused)
            if served:
                lose(member, patron, numbers.favour)
        for n, kind in enumerate(world.act):
            asked = world.act_party[n, member]
            if (
                kind == 4
                and state.truce[n] == day
                and world.act_party[n, patron]
                and world.act_bound[n, member]
                and not asked
            ):
                lose(member, patron, numbers.exclusion)
        force = (
            state.men[:, member].sum()
            + state.attack[:, member].sum()
            + state.reserve[member].sum()
            + state.wounded[member]
        )
        if state.unhelped[member] > 0:
            lose(member, patron, numbers.loss_weight * state.unhelped[member] / max(1, force))
    together = (world.coalition[:, None] == world.coalition[None, :]) & (world.coalition[:, None] >= 0)
    return np.where(together, trust + (given.trust - trust) / max(1.0, numbers.forgetting), trust)


def order(world: Any, state: Any, dice: Any, day: int, patron: int, rule: int) -> list[tuple[int, int]]:
    """Who is answered in which order, as (client, place), under a rule; own requests of the patron left out."""
    requests = []
    for place, leader in enumerate(state.leader):
        if leader < 0:
            continue
        sides = [(int(leader), float(state.attack[place].sum()), float(state.men[place].sum()))]
        if state.men[place].max() > 0:
            sides.append((int(state.men[place].argmax()), sides[0][2], sides[0][1]))
        for client, own, enemy in sides:
            if not any(world.client[w, client] for w, p in enumerate(world.wing_patron) if p == patron):
                continue
            need = {
                0: enemy / (1.0 + own) * (own + enemy) / 1000.0,
                1: state.trust[patron, client],
                2: float(day - state.since[place]),
                3: min(own, enemy) / (1.0 + max(own, enemy)),
            }[rule]
            tie = 1e-6 * dice(7, world.actor_key[client], world.place_key[place])[2]
            requests.append((need + tie, client, place))
    return [(client, place) for _, client, place in sorted(requests, reverse=True)]
