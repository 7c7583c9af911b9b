"""The numbers of one history, drawn from the scenario's ranges: one tuple per mechanism, and the actors' own.

Comes in: from ``scenario.compile``, which fills the tuples by field name from the schema.  Goes out: to the rooms.
Units and sources stand in ``scenario.mechanisms`` under the same names.
"""

from __future__ import annotations

from typing import NamedTuple

from polemos.dimensions import Counts, Floats


class Bargain(NamedTuple):
    yielding: float
    volatility: float
    linkage: float


class Ceasefire(NamedTuple):
    compliance: float
    spoiling: float
    erosion: float
    decay: float
    breaks_below: float
    rearming: float
    entanglement: float
    provocation: float


class Supply(NamedTuple):
    half_distance: float
    resupply: float
    consumption: float
    smuggling: float
    least_strength: float


class Command(NamedTuple):
    joint_integrated: float
    joint_delegated: float
    joint_bargained: float
    delay_integrated: float
    delay_delegated: float
    delay_bargained: float
    refusal_integrated: float
    refusal_delegated: float
    refusal_bargained: float
    adjustment: float


class Attention(NamedTuple):
    lag: float
    error: float
    weight: float


class Offensive(NamedTuple):
    required_ratio: float
    committed: float
    frontage: float
    holding: float
    spearhead: float
    kept: float
    longest: float
    tolerated_loss: float
    counterattack: float
    misjudgement: float
    span: float
    reinforcement: float
    release: float
    garrison: float
    passage: float


class Air(NamedTuple):
    package: float
    flight: float
    fire_per_sortie: float
    late_effect: float
    strike_factor: float
    helicopter_factor: float
    interdiction_kills: float
    loss_rate: float
    helicopter_risk: float
    reliance_days: float


class Combat(NamedTuple):
    attrition: float
    law_attackers: float
    law_defenders: float
    urban: float
    mountain: float
    river: float
    entrenchment: float
    entrenchment_days: float
    tail: float
    killed: float
    recovery: float
    harassment: float
    missing_air: float
    surprise: float
    employment: float
    armour_worth: float
    missile_kill: float


class Control(NamedTuple):
    break_ratio: float
    break_rate: float
    break_rate_unprepared: float
    escape: float
    surrender: float
    patience: float


class Civilians(NamedTuple):
    killed_by_fighting: float
    killed_by_sortie: float
    flight: float
    weariness_days: float
    dodging: float


class Trust(NamedTuple):
    honoured: float
    late: float
    refused: float
    favour: float
    shared_victory: float
    shared_loss: float
    exclusion: float
    overridden: float
    loss_weight: float
    forgetting: float
    solidarity: float
    breaking_point: float
    breaking_width: float
    breaking_rate: float
    step: float


class Endings(NamedTuple):
    war_dead: float
    victory_share: float
    standing: float
    collapse_share: float
    quiet_rate: float
    lasting: float
    partition_share: float
    partition_area: float
    partition_movement: float


class Parameters(NamedTuple):
    """All numbers of one history."""

    bargain: Bargain
    ceasefire: Ceasefire
    supply: Supply
    command: Command
    attention: Attention
    offensive: Offensive
    air: Air
    combat: Combat
    control: Control
    civilians: Civilians
    trust_: Trust
    endings: Endings
    holder: Counts  # [P] at the start
    men: Counts  # [P, A] at the start
    reserve: Counts  # [A] at the start
    armour: Counts  # [A] at the start
    missiles: Counts  # [A] at the start
    aircraft: Counts  # [W] at the start
    reliance: Floats  # [A] at the start
    autonomy: Floats  # [A]
    quality: Floats  # [A]
    tempo: Floats  # [A] offensives per day at a place that invites one
    recruits: Floats  # [A] men per day
    air_defence: Floats  # [A]
    trust: Floats  # [A, A] usual level
    fronts_at_once: Floats  # [A]
    interdiction: Floats  # [A]
    serviceable: Floats  # [W]
    sorties: Floats  # [W] per serviceable aircraft and day
    reach: Floats  # [W] km
    flow_men: Floats  # [L] per day
    flow_missiles: Floats  # [L] per day
    flow_armour: Floats  # [L] per day
    flow_stores: Floats  # [L] share of stores per day
    capability: Floats  # [S]
    position: Floats  # [S, I]
    salience: Floats  # [S, I]
    reference: Floats  # [I] settlement at which efforts and flows are as given
    effort_gain: Floats  # [I, A]
    flow_gain: Floats  # [I, L]
    act_day: Counts  # [N]
    act_value: Floats  # [N]
    own: Floats  # [own mechanisms, most numbers of one]
    act_ground: Counts  # [N] days without flights
    act_men: Counts  # [N] of a delivery
    act_missiles: Counts  # [N] of a delivery
    act_armour: Counts  # [N] of a delivery
