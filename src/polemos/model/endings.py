"""When the war counts as over: decisive victory, collapse, settlement, partition, frozen; else it goes on.

Comes in: holders, people, deaths, truces.  Goes out: the first ending and its day; the days go on after it, so that
every history has the same length.  The room only watches: nothing else reads what it writes.  Claims c01, c20, c22.

Only camps that were at war can end one: two camps are *belligerents* once ``war_dead`` men were killed between them
(UCDP: 25 deaths make an armed conflict).  What each ending requires stands in ``victor``, ``collapsed`` and
``at_rest``; decision 0008 gives the sources.  A victory or a collapse must stand for ``standing`` days, the others need
``lasting`` days with fewer deaths in the counted theatre than ``quiet_rate``.  Where several apply, the one that says
most about who won comes first: victory, collapse, settlement, partition, frozen.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.ceasefire import binds
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE
from polemos.model.parameters import Parameters
from polemos.model.reserves import held_back
from polemos.model.state import (
    COLLAPSED_DAYS,
    ENDED_AS,
    ENDED_DAY,
    HOSTILE,
    LATELY_KILLED,
    LATELY_MOVED,
    QUIET_DAYS,
    STILL_DAYS,
    WON_BY,
    WON_DAYS,
    State,
    World,
)

PERIOD = 7
ONGOING, VICTORY, COLLAPSE, SETTLEMENT, PARTITION, FROZEN = range(6)
PEOPLE, SOURCES = 0, 1  # columns of State.crowd, here of the counted theatre


@compiled
def act(world: World, given: Parameters, state: State, day: int) -> None:
    """Count the day's dead; every seventh day look for an ending and keep the first."""
    count_dead(world, state, day)
    if day % PERIOD != PERIOD - 1:
        return
    mark_owners(world, state)
    keep_watch(world, given, state)
    if state.clock[ENDED_DAY] >= 0:
        return
    kind = verdict(world, given, state)
    if kind != ONGOING:
        state.clock[ENDED_DAY], state.clock[ENDED_AS] = day, kind
        made = made_by(world, state, kind) if events.recording(state) else -1
        events.note(state, day, events.ENDING, -1, -1, -1, 0, 0, 0, made, -1, -1, kind)


@compiled
def made_by(world: World, state: State, kind: int) -> int:
    """Return the event that made the ending: a truce for a settlement, the loss of a vital place for a collapse.

    For the others, and for a collapse by losses, the last change of hands in the counted theatre; -1 if none.
    """
    latest, fatal, truce = -1, -1, -1
    for place in range(state.holder.shape[0]):
        row, holder = state.place_rows[place, events.CHANGE_AT], state.holder[place]
        if world.main[place]:
            latest = max(latest, row)
        for actor in range(world.actor_key.shape[0]):
            if world.vital[actor, place] and holder >= 0 and state.stance[holder, actor] == HOSTILE:
                fatal = max(fatal, row)
    for n in range(world.act.shape[0]):
        if world.act[n] == CEASEFIRE and state.truce[n] >= 0:
            truce = max(truce, state.act_rows[n, events.TRUCE_ROW])
    if kind == SETTLEMENT:
        return truce
    return fatal if kind == COLLAPSE and fatal >= 0 else latest


@compiled
def count_dead(world: World, state: State, day: int) -> None:
    """Book the day's dead of each counted place between the holder's camp and the enemy's there."""
    for place in range(state.fallen.shape[0]):
        if state.fallen[place] <= 0 or not world.main[place] or state.holder[place] < 0:
            continue
        state.clock[LATELY_KILLED] += state.fallen[place]
        enemy = enemy_at(world, state, place, day)
        if enemy >= 0:
            one, two = world.camp[state.holder[place]], world.camp[enemy]
            state.fought[one, two] += state.fallen[place]
            if one != two:
                state.fought[two, one] += state.fallen[place]


@compiled
def enemy_at(world: World, state: State, place: int, day: int) -> int:
    """Return who fights the holder of a place on a day, -1 if nobody.

    That is who attacks the place, who has just lost it, or else the strongest hostile actor next door.
    """
    enemy = state.leader[place]
    if enemy < 0 and state.changed[place] == day:
        enemy = state.previous[place]
    if enemy < 0 and state.holder[place] >= 0:
        enemy = strongest_enemy(world, state, place)
    return enemy


@compiled
def strongest_enemy(world: World, state: State, place: int) -> int:
    """Return who has most men next door among those hostile to the holder, -1 if nobody."""
    best, most = -1, 0
    for link in range(world.first_link[place], world.first_link[place + 1]):
        for actor in range(world.actor_key.shape[0]):
            number = state.men[world.neighbour[link], actor]
            if number > most and state.stance[actor, state.holder[place]] == HOSTILE:
                best, most = actor, number
    return best


@compiled
def mark_owners(world: World, state: State) -> None:
    """Note who holds the counted theatre: actors in ``touched``, in ``crowd`` camps' people and sources of supply."""
    state.touched[:] = 0
    state.crowd[:, :] = 0.0
    for place in range(state.holder.shape[0]):
        owner = state.holder[place]
        if world.main[place] and owner >= 0:
            camp = world.camp[owner]
            state.touched[owner] = 1
            state.crowd[camp, PEOPLE] += state.people[place]
            state.crowd[camp, SOURCES] += world.source[place, camp]


@compiled
def keep_watch(world: World, given: Parameters, state: State) -> None:
    """Count the days that were quiet, that lines stood still, and that a victory or a collapse has stood."""
    quiet = state.clock[LATELY_KILLED] < given.endings.quiet_rate * PERIOD
    state.clock[QUIET_DAYS] = state.clock[QUIET_DAYS] + PERIOD if quiet else 0
    state.clock[LATELY_KILLED] = 0
    total = 0
    for place in range(state.holder.shape[0]):
        owner = state.holder[place]
        camp = world.camp[owner] if owner >= 0 else -1
        if world.main[place]:
            total += world.population[place]
            if camp != state.drawn[place]:
                state.clock[LATELY_MOVED] += state.people[place]
        state.drawn[place] = camp
    state.clock[STILL_DAYS] += PERIOD
    if state.clock[LATELY_MOVED] > given.endings.partition_movement * total:
        state.clock[LATELY_MOVED], state.clock[STILL_DAYS] = 0, 0
    winner = victor(world, given, state)
    state.clock[WON_DAYS] = state.clock[WON_DAYS] + PERIOD if winner >= 0 and winner == state.clock[WON_BY] else 0
    state.clock[WON_BY] = winner
    state.clock[COLLAPSED_DAYS] = state.clock[COLLAPSED_DAYS] + PERIOD if collapsed(world, given, state) else 0


@compiled
def verdict(world: World, given: Parameters, state: State) -> int:
    """Return the ending that holds today, the one that says most about who won first."""
    numbers = given.endings
    if state.clock[WON_BY] >= 0 and state.clock[WON_DAYS] >= numbers.standing:
        return VICTORY
    if state.clock[COLLAPSED_DAYS] > 0 and state.clock[COLLAPSED_DAYS] - PERIOD >= numbers.standing:
        return COLLAPSE
    if state.clock[QUIET_DAYS] < numbers.lasting:
        return ONGOING
    return at_rest(world, given, state)


@compiled
def belligerents(given: Parameters, state: State, one: int, two: int) -> bool:
    """Return whether ``war_dead`` men or more were killed between the two camps."""
    return bool(state.fought[one, two] >= given.endings.war_dead)


@compiled
def victor(world: World, given: Parameters, state: State) -> int:
    """Return the camp that has beaten all its enemies, the largest if there are several; -1 if none has.

    It was at war; of the people held by it and by its enemies it holds at least ``victory_share``; no enemy holds a
    place of the counted theatre where its supply enters; and no two of its own that hold places are hostile.  Enemies
    are camps with which it was at war, or which are hostile today.  Neutral camps do not stand in its way.
    """
    camps, best = world.camp_key.shape[0], -1
    for camp in range(camps):
        own, enemies = state.crowd[camp, PEOPLE], 0
        left = 0.0
        for other in range(camps):
            if other != camp and belligerents(given, state, camp, other):
                enemies += 1
                left += state.crowd[other, PEOPLE]
        if enemies == 0 or own <= 0.0 or own < given.endings.victory_share * (own + left):
            continue
        if (best < 0 or own > state.crowd[best, PEOPLE]) and unbeaten(world, given, state, camp) == 0:
            best = camp
    return best


@compiled
def unbeaten(world: World, given: Parameters, state: State, camp: int) -> int:
    """Return how many things stand in the way of a camp's victory: quarrels of its own, and enemies not yet beaten."""
    found = 1 if hostile_owners(world, state, camp, camp) else 0
    own, left = state.crowd[camp, PEOPLE], 0.0
    for other in range(world.camp_key.shape[0]):
        if other != camp:
            if belligerents(given, state, camp, other) or hostile_owners(world, state, camp, other):
                left += state.crowd[other, PEOPLE]
                found += 1 if state.crowd[other, SOURCES] > 0.0 else 0
    return found if own >= given.endings.victory_share * (own + left) else found + 1


@compiled
def hostile_owners(world: World, state: State, camp: int, other: int) -> bool:
    """Return whether somebody of one camp and somebody of the other hold counted places and are hostile today."""
    for one in range(world.actor_key.shape[0]):
        if not state.touched[one] or world.camp[one] != camp:
            continue
        for two in range(world.actor_key.shape[0]):
            if state.touched[two] and world.camp[two] == other and state.stance[one, two] == HOSTILE:
                return True
    return False


@compiled
def collapsed(world: World, given: Parameters, state: State) -> bool:
    """Return whether an actor's vital place is in hostile hands, or the lead of a coalition has lost its force.

    Vital: the holder belongs to a camp with which the actor's was at war.  Force: below ``collapse_share`` of its
    first men, wounded and reserve included.
    """
    for actor in range(world.actor_key.shape[0]):
        for place in range(state.holder.shape[0]):
            if world.vital[actor, place] and state.holder[place] >= 0:
                holder = state.holder[place]
                if state.stance[holder, actor] == HOSTILE:
                    if not world.main[place] or belligerents(given, state, world.camp[actor], world.camp[holder]):
                        return True
    for coalition in range(world.lead.shape[0]):
        lead = world.lead[coalition]
        first, left = given.reserve[lead], held_back(state, lead) + state.wounded[lead]
        for place in range(state.holder.shape[0]):
            first += given.men[place, lead]
            left += state.men[place, lead] + state.attack[place, lead]
        if left < given.endings.collapse_share * first:
            return True
    return False


@compiled
def at_rest(world: World, given: Parameters, state: State) -> int:
    """Return what a war is in which hardly anybody has died for long.

    Settlement: all who hold places and whose camps were at war are bound to each other by a truce in force or are not
    hostile any more.  Else partition: lines have been still as long, and two belligerent camps with unbound enemies
    among them are parts of their own, see ``is_part``.  Else frozen.  Without belligerents there was no war to end.
    """
    camps = world.camp_key.shape[0]
    fought, bound, unbound, parted = False, False, False, False
    for one in range(camps):
        for two in range(one, camps):
            if not belligerents(given, state, one, two):
                continue
            fought = True
            if unbound_enemies(world, state, one, two):
                unbound = True
                if one != two and is_part(world, given, state, one) and is_part(world, given, state, two):
                    parted = True
            elif state.crowd[one, PEOPLE] > 0.0 and state.crowd[two, PEOPLE] > 0.0:
                bound = True
    if not fought:
        return ONGOING
    if bound and not unbound:
        return SETTLEMENT
    if parted and state.clock[STILL_DAYS] >= given.endings.lasting:
        return PARTITION
    return FROZEN


@compiled
def unbound_enemies(world: World, state: State, camp: int, other: int) -> bool:
    """Return whether two holders of counted places, one of each camp, are hostile and not bound to each other."""
    for one in range(world.actor_key.shape[0]):
        if not state.touched[one] or world.camp[one] != camp:
            continue
        for two in range(world.actor_key.shape[0]):
            if state.touched[two] and world.camp[two] == other and state.stance[one, two] == HOSTILE:
                if not binds(world, state, one, two):
                    return True
    return False


@compiled
def is_part(world: World, given: Parameters, state: State, camp: int) -> bool:
    """Return whether a camp could live apart: enough people, enough land, and a place where its supply enters."""
    people, all_people, area, all_area = 0.0, 0.0, 0.0, 0.0
    for place in range(state.people.shape[0]):
        if world.main[place]:
            all_people += state.people[place]
            all_area += world.area[place]
            if state.holder[place] >= 0 and world.camp[state.holder[place]] == camp:
                people += state.people[place]
                area += world.area[place]
    numbers = given.endings
    enough = people >= numbers.partition_share * all_people and area >= numbers.partition_area * all_area
    return bool(people > 0.0 and enough and state.crowd[camp, SOURCES] > 0.0)
