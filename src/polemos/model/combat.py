"""Attrition where an attack is under way and, more thinly, wherever hostile places touch.

Comes in: men, stores, air support.  Goes out: casualties (killed, wounded), vehicles destroyed, missiles fired, and
the ratio of strength that decides in ``control`` whether a defence breaks.  Claims c12, c23.

Between the square and the linear law (Lanchester 1916), for each side its own (Deitchman 1962):
    casualties of X per day = attrition * intensity * fire of Y * (men of X / 1000)**law of X / cover of X
with fire = sum of men * quality * stores * readiness + aircraft + armour.  Law 0 is the square law: X is seen, and fire
is aimed.  Law 1 is the linear law: fire falls on the ground where X is hidden, and hits more where more men are.
Attackers in the open are nearer 0, defenders under cover nearer 1; 0 and 1 together are Deitchman's ambush.
How well an attack is led and fought varies more than numbers do (force employment: Biddle 2004; Dupuy 1990): each
attack draws a log-normal factor of median 1 for as long as it lasts, half of it on its own fire, half off the enemy's.
Intensity is Pareto with mean 1: a day is mostly quiet and sometimes terrible (Spagat et al. 2020).
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.chance import COMBAT, NOBODY, Four, Key, draw, heavy_tail, power, rounded, tail_mean
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import ATTACK, DEFENCE, State, World
from polemos.model.supply import strength_left

URBAN, MOUNTAIN, RIVER = 2, 3, 4
# Far above the rounding of a bound, far below what a draw can tell apart.
MARGIN = 1e-9


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Fight every attack, exchange fire along the other hostile borders, and let positions be prepared."""
    exponent = given.combat.tail
    mean = tail_mean(exponent)
    days = max(1.0, given.combat.entrenchment_days)
    for place in range(state.holder.shape[0]):
        if state.leader[place] >= 0:
            u = draw(key, COMBAT, day, NOBODY, world.place_key[place])
            fight(world, given, state, key, day, place, heavy_tail(u.a, exponent, mean))
        elif state.threat[place] > 0.0:
            harass(given, state, day, place, mean, draw(key, COMBAT, day, NOBODY, world.place_key[place]))
        state.prepared[place] = min(1.0, state.prepared[place] + 1.0 / days)
    if world.switches[2]:
        use_stores(state)


@compiled
def use_stores(state: State) -> None:
    """Take what the day's fighting used from the stores, all at once, so that no fight is served before another."""
    for place in range(state.used.shape[0]):
        state.stores[place] = max(0.0, state.stores[place] - state.used[place])
        state.used[place] = 0.0


@compiled
def cover(world: World, given: Parameters, state: State, place: int) -> float:
    """Return the defender's advantage by terrain and preparation, at least 1."""
    numbers, terrain = given.combat, world.terrain[place]
    ground = 1.0
    if terrain == URBAN:
        ground = numbers.urban
    elif terrain == MOUNTAIN:
        ground = numbers.mountain
    elif terrain == RIVER:
        ground = numbers.river
    return ground * (1.0 + numbers.entrenchment * state.prepared[place])


@compiled
def casualties(attrition: float, law: float, fire: float, men: float, protection: float) -> float:
    """Return the men put out of action in a day: attrition * fire * (men / 1000)**law / protection, at most all."""
    return min(men, attrition * fire * power(men / 1000.0, law) / protection)


@compiled
def muster(state: State, men: object, place: int, side: int) -> int:
    """List who fights on a side of a place, so that the steps of the fight skip the others; return the men."""
    number, total = 0, 0
    for actor in range(state.roster.shape[1]):
        here = men[place, actor]  # type: ignore[index]
        if here > 0:
            state.roster[side, number] = actor
            number += 1
            total += here
    state.mustered[side] = number
    return total


@compiled
def side_fire(given: Parameters, state: State, men: object, place: int, side: int, stores: float) -> float:
    """Return the fire of the men at a row of [P, A] [riflemen]: quality, stores, and what missing aircraft cost.

    A unit that relies on aircraft, asked and got none fights at 1 - missing_air * reliance (c12).
    """
    total = 0.0
    for row in range(state.mustered[side]):
        actor = state.roster[side, row]
        ready = 1.0
        if state.served[place, side] == 1:
            ready -= given.combat.missing_air * state.reliance[actor]
        total += men[place, actor] * given.quality[actor] * ready  # type: ignore[index]
    return total * strength_left(given, stores)


@compiled
def vehicles(state: State, men: object, place: int, actor: int) -> int:
    """Return how many of the actor's armoured vehicles are here: in proportion to its men in the field."""
    here = men[place, actor]  # type: ignore[index]
    if here <= 0 or state.armour[actor] <= 0:
        return 0
    return min(state.armour[actor], state.armour[actor] * here // max(1, state.field[actor]))


@compiled
def fight(world: World, given: Parameters, state: State, key: Key, day: int, place: int, intensity: float) -> None:
    """Let attackers and defenders of one place fight for a day."""
    numbers = given.combat
    launch = max(0, state.launch[place])
    attackers = float(muster(state, state.attack, place, ATTACK))
    defenders = float(muster(state, state.men, place, DEFENCE))
    wheels = state.armour_lost.sum() if events.recording(state) else 0
    wheels_a, wheels_d = duel_of_armour(world, given, state, key, day, place)
    fire_a = side_fire(given, state, state.attack, place, ATTACK, state.stores[launch]) + state.fire[place, ATTACK]
    fire_d = side_fire(given, state, state.men, place, DEFENCE, state.stores[place]) + state.fire[place, DEFENCE]
    fire_a += numbers.armour_worth * wheels_a
    fire_d += numbers.armour_worth * wheels_d
    if state.since[place] == day:
        fire_a *= numbers.surprise
    fire_a *= state.employment[place]
    fire_d /= state.employment[place]
    shelter = cover(world, given, state, place)
    rate = numbers.attrition * intensity
    lost_a = casualties(rate, numbers.law_attackers, fire_d, attackers, 1.0)
    lost_d = casualties(rate, numbers.law_defenders, fire_a, defenders, shelter)
    state.strength_ratio[place] = fire_a / max(1.0, fire_d * shelter)
    dead_a = take_losses(world, given, state, key, day, state.attack, place, lost_a, attackers, ATTACK)
    dead_d = take_losses(world, given, state, key, day, state.men, place, lost_d, defenders, DEFENCE)
    used = given.supply.consumption * min(1.0, intensity)
    state.used[place] += used
    state.used[launch] += used
    if events.recording(state):
        note_fight(state, day, place, dead_a, dead_d, state.armour_lost.sum() - wheels)


@compiled
def note_fight(state: State, day: int, place: int, dead_a: int, dead_d: int, wheels: int) -> None:
    """Note a day's battle and what both sides were answered today; keep the heaviest of the attack."""
    if dead_a + dead_d + wheels == 0:
        return
    rows = state.place_rows[place]
    attack = events.of_day(state, rows[events.ANSWER_TO_ATTACK], day)
    defence = events.of_day(state, rows[events.ANSWER_TO_DEFENCE], day)
    row = events.note(state, day, events.FIGHTING, place, state.leader[place], state.holder[place], dead_a, dead_d,
                      wheels, rows[events.OFFENSIVE_AT], attack, defence, 0)  # fmt: skip
    if row < 0:
        return
    rows[events.FIGHTING_AT] = row
    if dead_a + dead_d > events.deadliness(state, rows[events.HEAVIEST_AT]):
        rows[events.HEAVIEST_AT] = row
    for side in range(2):
        for one in range(state.mustered[side]):
            actor = state.roster[side, one]
            before = events.of_day(state, state.actor_rows[actor, events.UNHELPED_IN], day)
            if state.served[place, side] == 1 and dead_a + dead_d > events.deadliness(state, before):
                state.actor_rows[actor, events.UNHELPED_IN] = row


@compiled
def take_losses(world: World, given: Parameters, state: State, key: Key, day: int, men: object, place: int, lost: float,
                number: float, side: int) -> int:  # fmt: skip
    """Share casualties among the actors present in proportion to their men; return how many were killed."""
    dead = 0
    if number <= 0.0 or lost <= 0.0:
        return 0
    for row in range(state.mustered[side]):
        actor = state.roster[side, row]
        here = men[place, actor]  # type: ignore[index]
        u = draw(key, COMBAT, day, world.actor_key[actor], world.place_key[place])
        out = min(rounded(lost * here / number, u.a), here)
        killed = min(rounded(out * given.combat.killed, u.b), out)
        men[place, actor] -= out  # type: ignore[index]
        state.wounded[actor] += out - killed
        state.killed[actor] += killed
        if state.served[place, side] == 1:
            state.unhelped[actor] += killed
        dead += killed
    state.fallen[place] += dead
    return dead


@compiled
def harass(given: Parameters, state: State, day: int, place: int, mean: float, u: Four) -> None:
    """Let fire across a quiet front line put a few men of one actor out of action, chosen in proportion to its men."""
    men = state.men
    total = 0
    for row in range(state.present[place]):
        total += men[place, state.who[place, row]]
    if total <= 0:
        return
    number = float(total)
    exposed = number * state.threat[place] / (number + state.threat[place])
    rate = given.combat.harassment * exposed
    # (1 / (1 - u))**a <= a / (1 - u) + 1 - a: most days need no power to know that nobody falls.
    power_of, quiet = 1.0 / (given.combat.tail - 1.0), 1.0 - u.a
    if rate * (power_of + (1.0 - power_of) * quiet) < (1.0 - MARGIN - u.b) * quiet * mean:
        return
    out = rounded(min(number, rate * heavy_tail(u.a, given.combat.tail, mean)), u.b)
    if out <= 0:
        return
    mark, running, victim = u.c * number, 0.0, -1
    for row in range(state.present[place]):
        victim = state.who[place, row]
        running += men[place, victim]
        if mark < running:
            break
    out = min(out, men[place, victim])
    dead = min(rounded(out * given.combat.killed, u.d), out)
    men[place, victim] -= out
    state.wounded[victim] += out - dead
    state.killed[victim] += dead
    state.fallen[place] += dead
    if dead > 0:
        since = state.place_rows[place, events.CHANGE_AT]
        row = events.note(state, day, events.SHELLING, place, -1, victim, 0, dead, 0, since, -1, -1, 0)
        events.keep(state.place_rows, place, events.FIGHTING_AT, row)


@compiled
def duel_of_armour(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> tuple[int, int]:
    """Fire anti-armour missiles at the other side's vehicles; return those left with attackers and defenders."""
    wheels_a, wheels_d = 0, 0
    for row in range(state.mustered[ATTACK]):
        wheels_a += hunt(world, given, state, key, day, place, state.roster[ATTACK, row], ATTACK)
    for row in range(state.mustered[DEFENCE]):
        wheels_d += hunt(world, given, state, key, day, place, state.roster[DEFENCE, row], DEFENCE)
    return wheels_a, wheels_d


@compiled
def hunt(world: World, given: Parameters, state: State, key: Key, day: int, place: int, owner: int, side: int) -> int:
    """Let the other side fire at the owner's vehicles, a shot in twenty per vehicle and day; return what is left."""
    here = vehicles(state, state.attack if side == ATTACK else state.men, place, owner)
    if here <= 0:
        return 0
    other = DEFENCE if side == ATTACK else ATTACK
    for row in range(state.mustered[other]):
        hunter = state.roster[other, row]
        if state.missiles[hunter] <= 0 or here <= 0:
            continue
        u = draw(key, COMBAT, day, world.actor_key[hunter] ^ world.actor_key[owner], world.place_key[place])
        aim, effect = (u.a, u.b) if side == ATTACK else (u.c, u.d)
        fired = min(rounded(0.05 * here, aim), state.missiles[hunter])
        hit = min(rounded(fired * given.combat.missile_kill, effect), here)
        state.missiles[hunter] -= fired
        state.missiles_fired[hunter] += fired
        state.armour[owner] -= hit
        state.armour_lost[owner] += hit
        here -= hit
    return here
