"""What a history leaves behind: arrays by week and day, filled at the end of each day.

Comes in: the state at a day's end.  Goes out: one row per history of the arrays named in ``ARRAYS``; their meaning in
words is next door in ``measures``.  Recording reads the state and changes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from polemos.dimensions import CAUSES, FISSURE_KINDS, MECHANISMS, Counts, Floats
from polemos.model.compiled import compiled
from polemos.model.endings import enemy_at
from polemos.model.parameters import Parameters
from polemos.model.reserves import held_back
from polemos.model.state import (
    CHANGES,
    CHANGES_BACK,
    CIVILIANS_KILLED,
    DISPLACED,
    ENDED_AS,
    ENDED_DAY,
    GROSS_PEOPLE,
    NET_PEOPLE,
    State,
    World,
)
from polemos.model.supply import CLOSED, open_crossing, size_of
from polemos.theory.divisions import MOST_MEMBERS, frustration_of

DAYS_A_WEEK = 7
SUPPLY = MECHANISMS.index("supply")
PARTS_OF_TRUST = 100.0
"""Trust between two members is kept in so many parts, one byte each: half of one is less than anybody can mean."""
UNKNOWN = -1
CALENDAR = "month"
"""The one field of a record that is known beforehand."""


class Record(NamedTuple):
    """The arrays of one history; W weeks + 1, D days, and the axes of the war."""

    places_held: Counts  # [W, C]
    population_held: Counts  # [W, C]
    area_held: Floats  # [W, C]
    holder: Counts  # [W, P]
    men: Counts  # [W, A] in the field, reserve and hospital
    killed: Counts  # [W, A] in the week
    requests: Counts  # [W, A, answers] in the week
    trust: Floats  # [W, A]
    front_killed: Counts  # [W, F] in the week
    front_attacks: Counts  # [W, F] in the week
    front_sorties: Floats  # [W, F] in the week
    cohesion: Floats  # [W]
    frustration: Counts  # [W]
    attacks: Counts  # [W, 3] in the week: begun by the focal coalition, joint among these, begun by all
    civilians_killed: Counts  # [W] in the week
    displaced: Counts  # [W] so far
    effort: Floats  # [W] of the focal patron
    aircraft: Counts  # [W, wings]
    killed_daily: Counts  # [D, C]
    changes_daily: Counts  # [D]
    ending: Counts  # [2] kind, day
    fissure: Counts  # [3] day, member, kind
    fissure_causes: Floats  # [causes]
    member_fissure_day: Counts  # [A, kinds]
    totals: Counts  # [A, 10] see TOTALS
    movement: Floats  # [4] changes, changes back, net people, gross people
    place_killed: Counts  # [P]
    pair_killed: Counts  # [W, pairs of camps] in the week, in the counted theatre
    place_killed_by_month: Counts  # [M, P]
    place_civilians_by_month: Counts  # [M, P]
    pair_trust: Counts  # [W, M, M] hundredths, of the M members of the focal coalition in each other; -1 in itself
    flow_share: Floats  # [W, L]
    month: Counts  # [D] row of the day's calendar month
    before: Counts  # [A + 1] scratch: yesterday's dead by actor, and changes of hands
    member: Counts  # [16] scratch: who belongs to the focal coalition
    side: Counts  # [16] scratch
    sign: Counts  # [16, 16] scratch: ties of trust


TOTALS = (
    "armour_lost", "armour_captured", "anti_armour_fired", "prisoners", "offensives_started", "offensives_joint",
    "offensives_repelled", "arrived", "killed_total", "reserve_left",
)  # fmt: skip
# How each array is stored: small enough for a million histories, wide enough for the largest war.
STORED = {
    "places_held": "i2", "population_held": "i4", "area_held": "f4", "holder": "i1", "men": "i4", "killed": "i4",
    "requests": "i2", "trust": "f4", "front_killed": "i4", "front_attacks": "i2", "front_sorties": "f4",
    "cohesion": "f4", "frustration": "i2", "attacks": "i2", "civilians_killed": "i4", "displaced": "i4", "effort": "f4",
    "aircraft": "i2", "killed_daily": "i4", "changes_daily": "i2", "ending": "i2", "fissure": "i2",
    "fissure_causes": "f4", "member_fissure_day": "i2", "totals": "i4", "movement": "f8", "place_killed": "i4",
    "pair_killed": "i4", "place_killed_by_month": "i4", "place_civilians_by_month": "i4",
    "pair_trust": "i1", "flow_share": "f4",
}  # fmt: skip


def months_of(start: date, days: int) -> tuple[list[str], Counts]:
    """Return the months of a war as ``2016-01`` and, for every day, the row of its month."""
    each = [(start + timedelta(day)).isoformat()[:7] for day in range(days)]
    names = list(dict.fromkeys(each))
    row = {name: number for number, name in enumerate(names)}
    return names, np.array([row[month] for month in each], dtype=np.int64)


def members_of(world: World) -> Counts:
    """Return the rows of the members of the focal coalition, at most as many as its frustration is counted for."""
    focal = world.focal[0]
    return np.flatnonzero((world.coalition == focal) & (focal >= 0))[:MOST_MEMBERS].astype(np.int64)


def blank_record(world: World, start: date, days: int) -> Record:
    """Return an empty record for a war of this many days; week 0 is the eve of the first day."""
    weeks = days // DAYS_A_WEEK + 1
    places, actors, wings = len(world.place_key), len(world.actor_key), len(world.wing_key)
    camps, fronts, kinds = len(world.camp_key), len(world.front_key), len(FISSURE_KINDS)
    months, month = months_of(start, days)
    members = len(members_of(world))

    def count(*shape: int) -> Counts:
        return np.zeros(shape, dtype=np.int64)

    return Record(
        count(weeks, camps), count(weeks, camps), np.zeros((weeks, camps)), count(weeks, places), count(weeks, actors),
        count(weeks, actors), count(weeks, actors, 3), np.zeros((weeks, actors)), count(weeks, fronts),
        count(weeks, fronts), np.zeros((weeks, fronts)), np.zeros(weeks), count(weeks), count(weeks, 3), count(weeks),
        count(weeks), np.zeros(weeks), count(weeks, wings), count(days, camps), count(days), count(2), count(3),
        np.zeros(len(CAUSES)), count(actors, kinds), count(actors, len(TOTALS)), np.zeros(4), count(places),
        count(weeks, camps * (camps + 1) // 2), count(len(months), places), count(len(months), places),
        np.full((weeks, members, members), UNKNOWN, dtype=np.int64), np.zeros((weeks, len(world.flow_key))), month,
        count(actors + 1), count(MOST_MEMBERS), count(MOST_MEMBERS),
        count(MOST_MEMBERS, MOST_MEMBERS),
    )  # fmt: skip


@compiled
def note_day(world: World, given: Parameters, state: State, record: Record, day: int) -> None:
    """Write down a day's end; every seventh day also the week's."""
    for actor in range(world.actor_key.shape[0]):
        record.killed_daily[day, world.camp[actor]] += state.killed[actor] - record.before[actor]
        record.before[actor] = state.killed[actor]
    changes = state.clock[CHANGES]
    record.changes_daily[day] = changes - record.before[-1]
    record.before[-1] = changes
    week = day // DAYS_A_WEEK + 1
    for place in range(state.fallen.shape[0]):
        record.place_killed[place] += state.fallen[place]
        record.place_killed_by_month[record.month[day], place] += state.fallen[place]
        record.place_civilians_by_month[record.month[day], place] += state.civilians_fallen[place]
        if week < record.front_killed.shape[0]:
            record.front_killed[week, world.front[place]] += state.fallen[place]
            note_pair(world, state, record, day, week, place)
    if day % DAYS_A_WEEK == DAYS_A_WEEK - 1:
        note_week(world, given, state, record, week)


@compiled
def note_pair(world: World, state: State, record: Record, day: int, week: int, place: int) -> None:
    """Book a counted place's dead between the holder's camp and the enemy's there, as ``endings`` does."""
    if state.fallen[place] <= 0 or not world.main[place] or state.holder[place] < 0:
        return
    enemy = enemy_at(world, state, place, day)
    if enemy >= 0:
        one, two = world.camp[state.holder[place]], world.camp[enemy]
        record.pair_killed[week, pair_row(min(one, two), max(one, two), world.camp_key.shape[0])] += state.fallen[place]


@compiled
def pair_row(one: int, two: int, camps: int) -> int:
    """Return the row of a pair of camps, ``one`` <= ``two``: each with itself and with those after it, in turn."""
    return one * camps - one * (one - 1) // 2 + two - one


@compiled
def note_week(world: World, given: Parameters, state: State, record: Record, week: int) -> None:
    """Write down who holds what, who is left, and how the coalition stands; running totals, made weekly at the end."""
    for place in range(state.holder.shape[0]):
        holder = state.holder[place]
        record.holder[week, place] = holder
        if holder >= 0 and world.main[place]:
            camp = world.camp[holder]
            record.places_held[week, camp] += 1
            record.population_held[week, camp] += state.people[place]
            record.area_held[week, camp] += world.area[place]
    for actor in range(world.actor_key.shape[0]):
        force = held_back(state, actor) + state.wounded[actor]
        for place in range(state.holder.shape[0]):
            force += state.men[place, actor] + state.attack[place, actor]
        record.men[week, actor] = force
        record.killed[week, actor] = state.killed[actor]
        for answer in range(3):
            record.requests[week, actor, answer] = state.answered[actor, answer]
    for front in range(world.front_key.shape[0]):
        record.front_attacks[week, front] = state.front_attacks[front]
        record.front_sorties[week, front] = state.front_sorties[front]
    for wing in range(world.wing_key.shape[0]):
        record.aircraft[week, wing] = state.aircraft[wing]
    if world.switches[SUPPLY]:
        for flow in range(world.flow_key.shape[0]):
            client = world.flow_client[flow]
            if open_crossing(world, state, flow, client) != CLOSED:
                record.flow_share[week, flow] = size_of(world, given, state, flow, client)
    record.civilians_killed[week] = int(state.counted[CIVILIANS_KILLED])
    record.displaced[week] = int(state.counted[DISPLACED])
    note_coalition(world, state, record, week)


@compiled
def note_coalition(world: World, state: State, record: Record, week: int) -> None:
    """Write down trust, cohesion, frustration and attacks of the focal coalition.

    trust: the member's mean trust in the other members; cohesion: its mean weighted by men; frustration: of the
    network whose ties are positive where both trust each other by half or more on average.
    """
    coalition = world.focal[0]
    for actor in range(world.actor_key.shape[0]):
        own = world.coalition[actor] == coalition and coalition >= 0
        record.attacks[week, 2] += state.offensives[actor, 0]
        if own:
            record.attacks[week, 0] += state.offensives[actor, 0]
            record.attacks[week, 1] += state.offensives[actor, 1]
    if coalition < 0:
        return
    patron = world.patron[coalition]
    record.effort[week] = state.effort[patron] * state.effort_order[patron] if patron >= 0 else 1.0
    number = 0
    for actor in range(world.actor_key.shape[0]):
        if world.coalition[actor] == coalition and number < MOST_MEMBERS:
            record.member[number] = actor
            number += 1
    weight, total = 0.0, 0.0
    for one in range(number):
        level = 0.0
        for two in range(number):
            if two != one:
                a, b = record.member[one], record.member[two]
                level += state.trust[a, b] / (number - 1)
                record.pair_trust[week, one, two] = int(PARTS_OF_TRUST * state.trust[a, b] + 0.5)
                allied = state.trust[a, b] + state.trust[b, a] >= 1.0 and state.stance[a, b] >= 0
                record.sign[one, two] = 1 if allied else -1
        record.trust[week, record.member[one]] = level
        men = float(record.men[week, record.member[one]])
        weight += men
        total += men * level
    record.cohesion[week] = total / weight if weight > 0.0 else 0.0
    record.frustration[week] = frustration_of(record.sign, number, record.side)


WEEKLY_FLOWS = ("killed", "requests", "front_attacks", "front_sorties", "attacks", "civilians_killed")


def note_end(state: State, record: Record) -> None:
    """Write down what is known at the end, and turn running totals into weekly numbers."""
    record.ending[:] = state.clock[ENDED_AS], state.clock[ENDED_DAY]
    record.fissure[:] = state.first_break
    record.fissure_causes[:] = state.first_causes
    record.member_fissure_day[:, :] = state.broke
    record.movement[:2] = state.clock[CHANGES], state.clock[CHANGES_BACK]
    record.movement[2:] = state.counted[NET_PEOPLE], state.counted[GROSS_PEOPLE]
    columns = (
        state.armour_lost, state.armour_captured, state.missiles_fired, state.prisoners, state.offensives[:, 0],
        state.offensives[:, 1], state.offensives[:, 2], state.arrived, state.killed, state.reserve.sum(axis=1),
    )  # fmt: skip
    for number, column in enumerate(columns):
        record.totals[:, number] = column
    for name in WEEKLY_FLOWS:
        running = getattr(record, name)
        running[1:] -= running[:-1].copy()
