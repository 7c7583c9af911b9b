"""Places are taken, held, besieged and surrendered; attacks end.

Comes in: the ratio of strength from ``combat``.  Goes out: new holders, retreats, prisoners, captured vehicles, the
end of attacks, and common victories and defeats for ``trust``.  Claims c13, c21, c23.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.chance import CONTROL, Key, draw, rounded
from polemos.model.combat import vehicles
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.reserves import join
from polemos.model.state import (
    CHANGES,
    CHANGES_BACK,
    FRIENDLY,
    GROSS_PEOPLE,
    HOSTILE,
    NET_PEOPLE,
    ROADS_CHANGED,
    State,
    World,
)
from polemos.model.trust import share_outcome

RECENT = 60
# What whoever takes a place brings along, as a share of full stores; the loser's are used up, burnt or carried away.
CARRIED = 0.3
# A place counts as besieged in the chronicle once it has been cut off for a week; before, it may be a raid.
LONG_SIEGE = 7


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Decide every attack, then every siege."""
    for place in range(state.holder.shape[0]):
        if state.leader[place] >= 0:
            decide(world, given, state, key, day, place)
        watch_siege(world, given, state, key, day, place)


@compiled
def decide(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> None:
    """End an attack by success, by losses or by time.

    A defence breaks with the daily chance rate * r**3 / (r**3 + break_ratio**3), r the ratio of strength; at once if
    nobody is left.  The rate lies between ``break_rate_unprepared`` and ``break_rate`` as far as the position is
    prepared: without works and depth there is nothing to fall back on (Biddle 2004).  An attack ends after ``longest``
    days or ``tolerated_loss`` of its men.
    """
    numbers, offensive = given.control, given.offensive
    attackers, defenders = state.attack[place].sum(), state.men[place].sum()
    if attackers <= 0 or state.stance[state.leader[place], state.holder[place]] != HOSTILE:
        repel(world, given, state, day, place, events.NOBODY_LEFT if attackers <= 0 else events.NO_LONGER_ENEMIES)
        return
    u = draw(key, CONTROL, day, world.place_key[place], world.place_key[place])
    ratio, broken = state.strength_ratio[place], numbers.break_ratio
    cube = ratio * ratio * ratio
    rate = numbers.break_rate_unprepared + (numbers.break_rate - numbers.break_rate_unprepared) * state.prepared[place]
    chance = rate * cube / (cube + broken * broken * broken) if ratio > 0.0 else 0.0
    if defenders <= 0 or u.a < chance:
        take(world, given, state, key, day, place)
    elif day - state.since[place] >= offensive.longest:
        repel(world, given, state, day, place, events.OUT_OF_TIME)
    elif state.committed[place] - attackers > offensive.tolerated_loss * state.committed[place]:
        repel(world, given, state, day, place, events.TOO_COSTLY)


@compiled
def take(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> None:
    """Hand the place to the leader; defenders retreat where a road is open, the others are taken prisoner."""
    leader, loser = state.leader[place], state.holder[place]
    prisoners, booty = 0, state.armour_captured[leader]
    for actor in range(world.actor_key.shape[0]):
        number = state.men[place, actor]
        if number <= 0:
            continue
        refuge = way_out(world, state, place, actor)
        u = draw(key, CONTROL, day, world.actor_key[actor], world.place_key[place])
        saved = min(rounded(number * given.control.escape, u.a), number) if refuge >= 0 else 0
        seize(given, state, place, actor, leader, number, saved)
        state.men[place, actor] = 0
        if refuge >= 0:
            state.men[refuge, actor] += saved
        state.prisoners[actor] += number - saved
        prisoners += number - saved
    booty = state.armour_captured[leader] - booty
    attack, heaviest, last = end_of_attack(state, place)
    row = events.note(state, day, events.TAKEN, place, leader, loser, int(state.attack[place].sum()), prisoners, booty,
                      attack, heaviest, last, 0)  # fmt: skip
    events.keep(state.place_rows, place, events.CHANGE_AT, row)
    share_outcome(world, given, state, state.attack, place, True, day, row)
    leave_holders(world, given, state, key, day, place)
    hand_over(world, state, day, place, leader)


@compiled
def leave_holders(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> None:
    """Let the share ``holding`` of those who took the place stay there; the others go back.

    Assault troops are few and wanted elsewhere; who holds a place is thinner than who took it, and stands on ground
    that nobody has prepared for him at the end of his road (the culminating point of the attack: Clausewitz 1832).
    """
    for actor in range(world.actor_key.shape[0]):
        number = state.attack[place, actor]
        if number <= 0:
            continue
        u = draw(key, CONTROL, day, world.actor_key[actor], world.place_key[place])
        staying = min(rounded(number * given.offensive.holding, u.b), number)
        state.men[place, actor] += staying
        state.attack[place, actor] -= staying
        go_back(world, state, place, actor)


@compiled
def go_back(world: World, state: State, place: int, actor: int) -> None:
    """Return an actor's men of an attack to where it began if a friend holds that, else to the reserve."""
    number, launch = state.attack[place, actor], state.launch[place]
    owner = state.holder[launch]
    if owner >= 0 and (owner == actor or state.stance[actor, owner] == FRIENDLY):
        state.men[launch, actor] += number
    else:
        join(state, actor, world.ground[place], number)
    state.attack[place, actor] = 0


@compiled
def seize(given: Parameters, state: State, place: int, actor: int, leader: int, number: int, saved: int) -> None:
    """Let the leader capture vehicles in proportion to the men that did not get away."""
    wheels = vehicles(state, state.men, place, actor) * (number - saved) // max(1, number)
    state.armour[actor] -= wheels
    state.armour_surrendered[actor] += wheels
    state.armour[leader] += wheels
    state.armour_captured[leader] += wheels


@compiled
def way_out(world: World, state: State, place: int, actor: int) -> int:
    """Return the nearest place next door held by the actor or its friends, -1 if it is shut in."""
    refuge, nearest = -1, 1e9
    for link in range(world.first_link[place], world.first_link[place + 1]):
        beside = world.neighbour[link]
        owner = state.holder[beside]
        if owner >= 0 and (owner == actor or state.stance[actor, owner] == FRIENDLY) and world.road[link] < nearest:
            refuge, nearest = beside, world.road[link]
    return refuge


@compiled
def hand_over(world: World, state: State, day: int, place: int, taker: int) -> None:
    """Change the holder and keep count of it: changes, changes back, and people that changed sides.

    The new holder has neither works nor depots there.
    """
    loser, before = state.holder[place], state.previous[place]
    state.clock[CHANGES] += 1
    if before >= 0 and world.camp[before] == world.camp[taker] and day - state.changed[place] <= RECENT:
        state.clock[CHANGES_BACK] += 1
    lead = world.lead[world.focal[0]] if world.focal[0] >= 0 else -1
    if lead >= 0 and world.main[place]:
        people = float(state.people[place])
        won = world.camp[taker] == world.camp[lead]
        if won or world.camp[loser] == world.camp[lead]:
            state.counted[GROSS_PEOPLE] += people
            state.counted[NET_PEOPLE] += people if won else -people
    state.holder[place], state.previous[place], state.changed[place] = taker, loser, day
    state.leader[place], state.committed[place], state.partners[place] = -1, 0, 0
    state.prepared[place], state.siege[place] = 0.1, 0
    if world.switches[2]:
        state.stores[place] = CARRIED
    state.clock[ROADS_CHANGED] = 1


@compiled
def end_of_attack(state: State, place: int) -> tuple[int, int, int]:
    """Return the attack under way here, its heaviest day of fighting, and the last if that is another."""
    rows = state.place_rows[place]
    heaviest, last = rows[events.HEAVIEST_AT], rows[events.FIGHTING_AT]
    return rows[events.OFFENSIVE_AT], heaviest, -1 if last == heaviest else last


@compiled
def repel(world: World, given: Parameters, state: State, day: int, place: int, reason: int) -> None:
    """End an attack without result: survivors go back to where they came from, or to the reserve."""
    state.offensives[state.leader[place], 2] += 1
    left = int(state.attack[place].sum())
    attack, heaviest, last = end_of_attack(state, place)
    row = events.note(state, day, events.REPELLED, place, state.leader[place], state.holder[place], left,
                      max(0, state.committed[place] - left), 0, attack, heaviest, last, reason)  # fmt: skip
    share_outcome(world, given, state, state.attack, place, False, day, row)
    for actor in range(world.actor_key.shape[0]):
        if state.attack[place, actor] > 0:
            go_back(world, state, place, actor)
    state.leader[place], state.committed[place], state.partners[place] = -1, 0, 0


@compiled
def watch_siege(world: World, given: Parameters, state: State, key: Key, day: int, place: int) -> None:
    """Count the days of a siege; a long one may end by an agreement under which the garrison leaves.

    Daily chance: surrender / 30 * days / (days + patience) * (0.5 + weariness).  The place goes to the strongest
    neighbour who is hostile to the holder; the garrison joins its reserve.
    """
    if state.supply_road[place] >= 0.0 or state.threat[place] <= 0.0:
        if state.siege[place] >= LONG_SIEGE and state.supply_road[place] >= 0.0:
            begun = state.place_rows[place, events.SIEGE_AT]
            events.note(state, day, events.RELIEVED, place, -1, state.holder[place], 0, state.siege[place], 0,
                        state.place_rows[place, events.ROAD_AT], begun, -1, 0)  # fmt: skip
        state.siege[place] = 0
        return
    state.siege[place] += 1
    if state.siege[place] == LONG_SIEGE and events.recording(state):
        row = events.note(state, day, events.BESIEGED, place, besieger(world, state, place), state.holder[place],
                          int(state.men[place].sum()), LONG_SIEGE, 0,
                          state.place_rows[place, events.ROAD_AT], -1, -1, 0)  # fmt: skip
        events.keep(state.place_rows, place, events.SIEGE_AT, row)
    numbers, days = given.control, state.siege[place]
    chance = numbers.surrender / 30.0 * days / (days + max(1.0, numbers.patience)) * (0.5 + state.weary[place])
    u = draw(key, CONTROL, day, world.place_key[place], world.place_key[place])
    if u.b >= chance:
        return
    taker = besieger(world, state, place)
    if taker < 0:
        return
    holder = state.holder[place]
    if state.leader[place] >= 0:
        repel(world, given, state, day, place, events.GIVEN_UP_FIRST)
    left = 0
    for actor in range(world.actor_key.shape[0]):
        left += state.men[place, actor]
        join(state, actor, world.ground[place], state.men[place, actor])
        state.men[place, actor] = 0
    begun = state.place_rows[place, events.SIEGE_AT if days >= LONG_SIEGE else events.ROAD_AT]
    row = events.note(state, day, events.SURRENDERED, place, taker, holder, left, int(days), 0, begun, -1, -1, 0)
    events.keep(state.place_rows, place, events.CHANGE_AT, row)
    hand_over(world, state, day, place, taker)


@compiled
def besieger(world: World, state: State, place: int) -> int:
    """Return who has most men next door among those hostile to the holder, -1 if nobody."""
    holder = state.holder[place]
    best, most = -1, 0
    for actor in range(world.actor_key.shape[0]):
        if state.stance[actor, holder] != HOSTILE:
            continue
        number = 0
        for link in range(world.first_link[place], world.first_link[place + 1]):
            number += state.men[world.neighbour[link], actor]
        if number > most:
            best, most = actor, number
    return best
