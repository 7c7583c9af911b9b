"""What a war is made of while it runs: fixed world, one history's parameters, the changing state.

Comes in: arrays from ``scenario.compile``.  Goes out: the NamedTuples that every room reads and writes.  Shapes are
given behind each field: P places, G grounds, A actors, C camps, F fronts, W wings, L flows, K coalitions, N
interventions, S stakeholders, I issues, E directed links.  An index of -1 means nobody, nowhere or never.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from polemos.dimensions import CAUSES, FISSURE_KINDS, Counts, Floats, Keys
from polemos.model import parameters as numbers
from polemos.theory import ballots


class World(NamedTuple):
    """What stays the same in all histories of a war."""

    switches: Counts  # [12] 1 = the mechanism acts, in the order of dimensions.MECHANISMS
    place_key: Keys  # [P] chance of a place hangs on its id, not on its row
    actor_key: Keys  # [A]
    camp_key: Keys  # [C]
    front_key: Keys  # [F]
    wing_key: Keys  # [W]
    flow_key: Keys  # [L]
    stakeholder_key: Keys  # [S]
    issue_key: Keys  # [I]
    first_link: Counts  # [P + 1] links of place p are first_link[p] .. first_link[p + 1]
    neighbour: Counts  # [E]
    road: Floats  # [E] km
    front: Counts  # [P]
    ground: Counts  # [P] places that roads join, whoever holds them, have the same number
    home: Counts  # [A] ground where most of the actor's men stand at the start
    terrain: Counts  # [P] row of dimensions.TERRAINS
    population: Counts  # [P] people at the start
    area: Floats  # [P] km2
    main: Counts  # [P] 1 = belongs to the counted theatre
    base_of_wing: Counts  # [W] place or -1
    distance: Floats  # [W, P] km by air
    camp: Counts  # [A]
    stance: Counts  # [A, A] 1 friendly, 0 neutral, -1 hostile
    sponsor: Counts  # [A]
    zone: Counts  # [A, F] 1 = may fight there
    source: Counts  # [P, C] 1 = supply of the camp enters here
    vital: Counts  # [A, P]
    coalition: Counts  # [A]
    bargain_rules: Counts  # [10] codes, see theory.ballots
    lead: Counts  # [K]
    patron: Counts  # [K]
    command: Counts  # [K] row of dimensions.COMMAND_MODES
    wing_patron: Counts  # [W]
    wing_kind: Counts  # [W] row of dimensions.AIRCRAFT_KINDS
    client: Counts  # [W, A] 1 = the wing supports it everywhere, 2 = on the fronts of client_front alone
    client_front: Counts  # [W, A, F]
    patrons: Counts  # [number of patrons] actors that own wings
    allocation: Counts  # [A] address of its allocation rule, see rules
    decision: Counts  # [A] address of its attack rule
    breaking: Counts  # [A] address of its break rule
    own: Counts  # [own mechanisms, 3] address, row of dimensions.MECHANISMS after which it acts, stream of chance
    flow_client: Counts  # [L]
    flow_gate: Counts  # [L, most crossings] place, -1 at the end of the list
    act: Counts  # [N] what an intervention does, see decisions
    act_target: Counts  # [N] coalition, wing, actor or flow
    act_detail: Counts  # [N] mode or agreed last day, -1 none
    act_lead: Counts  # [N] the member whose staff plans from now on, -1 as before
    act_wing: Counts  # [N, W]
    act_front: Counts  # [N, F]
    act_place: Counts  # [N, P] 1 = a truce holds there
    act_calm: Floats  # [N, F] share of the front's places where it holds
    act_party: Counts  # [N, A]
    act_bound: Counts  # [N, A]
    act_excluded: Counts  # [N, A]
    act_pair: Counts  # [N, A, A] 1 = the two are to stop fighting each other
    act_against: Counts  # [N, A] 1 = a change of effort holds towards this actor alone
    focal: Counts  # [1] the coalition whose fissure is measured


class State(NamedTuple):
    """What changes from day to day in one history."""

    holder: Counts  # [P] actor
    men: Counts  # [P, A]
    attack: Counts  # [P, A] men committed against the place
    leader: Counts  # [P] who attacks it
    launch: Counts  # [P] from where
    since: Counts  # [P] first day of the attack
    committed: Counts  # [P] men at its start
    offensives: Counts  # [A, 3] started, joint, repelled, by leader
    front_attacks: Counts  # [F] offensives begun so far
    front_sorties: Floats  # [F] sorties flown so far
    answered: Counts  # [A, 3] answers so far
    partners: Counts  # [P] members that joined the leader
    employment: Floats  # [P] how well the attack is led and fought: a factor on its fire, its inverse on the defence's
    strength_ratio: Floats  # [P] attackers to defenders on the last day of fighting
    prepared: Floats  # [P] 0..1 entrenchment
    stores: Floats  # [P] 0..1
    used: Floats  # [P] scratch: what today's fighting takes from the stores
    supply_road: Floats  # [P] km to a source, -1 cut off
    siege: Counts  # [P] days
    changed: Counts  # [P] day of the last change of hands
    previous: Counts  # [P] holder before it
    people: Counts  # [P]
    weary: Floats  # [P] 0..1
    threat: Floats  # [P] hostile men next door that are free to act
    reserve: Counts  # [A, G] by the ground on which it stands
    stationed: Counts  # [A, G] men on the map of a ground in the morning, those cut off left out
    posted: Counts  # [P, A] men on the map of a network in the morning, in the row of the place that names it
    network: Counts  # [P] place that names the supplied network to which this one belongs, -1 cut off
    wounded: Counts  # [A]
    killed: Counts  # [A]
    prisoners: Counts  # [A]
    arrived: Counts  # [A] men that came in
    men_first: Counts  # [A] men at the start
    lost_before: Counts  # [A] dead and prisoners until yesterday
    lost_of_late: Floats  # [A] men, see losses
    armour: Counts  # [A]
    armour_lost: Counts  # [A] destroyed
    armour_captured: Counts  # [A] taken from others
    armour_surrendered: Counts  # [A] taken by others
    armour_arrived: Counts  # [A]
    missiles: Counts  # [A]
    missiles_fired: Counts  # [A]
    missiles_arrived: Counts  # [A]
    aircraft: Counts  # [W]
    aircraft_lost: Counts  # [W]
    aircraft_moved: Counts  # [W] deployed less withdrawn
    aircraft_first: Counts  # [A] of each patron at the start
    grounded: Counts  # [A] first day on which the patron flies again
    effort: Floats  # [A] set by the bargain
    effort_order: Floats  # [A] set by decisions
    willing: Floats  # [A, A] share of the requests against an actor that a patron takes up at all, set by decisions
    reliance: Floats  # [A] how far it is used to air support, 0..1
    expected_air: Floats  # [A] share of its requests that it expects to be served, from the last ten or so
    readiness: Floats  # [A] share of its strength that its staffs count on, given the aircraft that they expect
    stance: Counts  # [A, A]
    trust: Floats  # [A, A]
    grievance: Floats  # [A, causes]
    ceded: Floats  # [A] authority given to the command
    broke: Counts  # [A, kinds] day of the first break of each kind, -1 never
    first_break: Counts  # [3] day, member, kind of the focal coalition's first fissure
    first_causes: Floats  # [causes] the member's grievances on that day
    rupture: Counts  # [A] gravest break so far, row of dimensions.FISSURE_KINDS
    away: Counts  # [A, F] 1 = the member has left the front
    refusals: Floats  # [A, F] refusals of late
    command: Counts  # [K]
    lead: Counts  # [K] whose staff plans
    truce: Counts  # [N] first day, -1 none
    compliance: Floats  # [N]
    restraint: Floats  # [N, A] share of attacks that a bound actor leaves out
    flow: Floats  # [L] factor on the flow
    flow_order: Floats  # [L] factor set by decisions
    tempo: Floats  # [A, F] factor on the attack rate
    capability: Floats  # [S]
    position: Floats  # [S, I]
    settled: Floats  # [I] on the eve of the war the reference
    seen: Floats  # [C, F] hostile sorties in the watchers' picture
    seen_all: Floats  # [C] the same over all fronts
    seen_peak: Floats  # [C] the most over one front so far
    flown: Floats  # [A, F] sorties of the last day
    served: Counts  # [P, 2] attack and defence: 0 nobody asked, 1 asked in vain, 2 late, 3 served
    fire: Floats  # [P, 2] air support in riflemen
    bombed: Floats  # [P] sorties over the place today
    fallen: Counts  # [P] men killed there today
    civilians_fallen: Counts  # [P] civilians killed there today
    unhelped: Counts  # [A] men killed today where support was asked for in vain
    answers: Counts  # [A, 3] honoured, late, refused today
    clock: Counts  # [13] see the names below
    fought: Counts  # [C, C] men killed between two camps in the counted theatre
    drawn: Counts  # [P] camp that held the place when the lines were last looked at, -1 nobody
    counted: Floats  # [4] people-weighted movement, see control
    roster: Counts  # [2, A] scratch of combat: who fights on each side
    mustered: Counts  # [2] scratch: how many these are
    queue: Counts  # [P + 1] scratch
    present: Counts  # [P] scratch: how many actors have men there
    who: Counts  # [P, A] scratch: which
    request: Counts  # [2 P, 3] scratch: place, side, client
    urgency: Floats  # [2 P] scratch
    pool: Floats  # [W] scratch: sorties left today
    idle: Floats  # [W] scratch: of these, what the patron does not fly of its own will
    risk: Floats  # [W] scratch: expected losses today
    open_front: Counts  # [F] scratch
    potential: Floats  # [A] scratch: strength next door
    sendable: Counts  # [A] scratch: men that it would commit
    touched: Counts  # [A] scratch: whose potential is not 0
    ring: Floats  # [P] scratch: when the first attack on the place begins, in days; 1 or more = not today
    ringer: Counts  # [P] scratch: who begins it
    present_men: Counts  # [P] scratch: all men at the place in the morning
    field: Counts  # [A] men on the map and in reserve in the morning
    underway: Counts  # [A] attacks that it leads today
    extra: Floats  # [A] scratch: added stores
    short: Counts  # [A, G] scratch: 1 = reserve below the share that is kept
    active: Counts  # [N] scratch: truces in force, the first ``clock[ACTIVE]`` entries
    voice: Floats  # [S] scratch: capability of who sits at the table
    attention: Floats  # [S, I] scratch: salience as a share of the whole
    package: Floats  # [S, I] scratch: positions, and the others' mean where a stakeholder has none
    turned: Floats  # [I] scratch: move of the settlement since last week
    attitude: Floats  # [S] scratch: risk attitude
    chances: Floats  # [S] scratch: probability that the package wins
    following: Floats  # [S, I] scratch: package after one turn
    lot: Floats  # [S] scratch: a uniform number each
    election_squares: Floats  # [7, 2 S + 1, 2 S + 1] scratch of theory.ballots
    election_lines: Floats  # [6, 2 S + 1] scratch
    election_offers: Floats  # [2 S, 2, I] scratch
    election_marks: Counts  # [6, 2 S + 1] scratch
    crowd: Floats  # [C, 2] scratch: people, weary people
    audited: Counts  # [A] scratch of the books
    fault: Floats  # [20] what a rule or a user's mechanism did wrong first, see rules
    events: Counts  # [capacity, 12] the chronicle, see events; capacity 0 records nothing
    event_count: Counts  # [1]
    place_rows: Counts  # [P, 10] rows of the latest events, see events for the columns
    actor_rows: Counts  # [A, 9] the same by actor
    flight_rows: Counts  # [A, F] row of the patron's last flight over the front
    act_rows: Counts  # [N, 4] rows of a decision and its truce
    command_rows: Counts  # [K] row of the decision that set the command
    flow_rows: Counts  # [L, 2] row of the flow's last change


# rows of State.clock
ROADS_CHANGED, QUIET_DAYS, STILL_DAYS, LATELY_KILLED, LATELY_MOVED = range(5)
ENDED_DAY, ENDED_AS, CHANGES, CHANGES_BACK, ACTIVE = range(5, 10)
WON_BY, WON_DAYS, COLLAPSED_DAYS = range(10, 13)
# rows of State.counted
NET_PEOPLE, GROSS_PEOPLE, CIVILIANS_KILLED, DISPLACED = range(4)
ATTACK, DEFENCE = 0, 1
HOSTILE, NEUTRAL, FRIENDLY = -1, 0, 1


def name_of_ground(world: World) -> Counts:
    """Return the place with the least key of each place's ground: the one network that there is without supply."""
    order = np.argsort(world.place_key, kind="stable")
    first = np.unique(world.ground[order], return_index=True)[1]
    return order[first][world.ground].astype(np.int64)


def shared_out(world: World, given: numbers.Parameters, grounds: int) -> Counts:
    """Return each actor's first reserve by ground [A, G]: like its men, rounded down, the rest at home."""
    men = np.zeros((given.men.shape[1], grounds), dtype=np.int64)
    np.add.at(men.T, world.ground, given.men)
    there = given.reserve[:, None] * men // np.maximum(1, men.sum(axis=1, keepdims=True))
    there[np.arange(len(there)), world.home] += given.reserve - there.sum(axis=1)
    return there


def wound() -> Counts:
    """Return the clock on the eve: the roads are to be found, there is no ending and no victor yet."""
    clock = np.zeros(13, dtype=np.int64)
    clock[ROADS_CHANGED], clock[ENDED_DAY], clock[WON_BY] = 1, -1, -1
    return clock


def camp_of(world: World, holder: Counts) -> Counts:
    """Return the camp of each place's holder, -1 where nobody holds it."""
    return np.where(holder >= 0, world.camp[holder], -1)


def bargaining_space(stakeholders: int, issues: int) -> dict[str, Any]:
    """Return the scratch space of the bargain, by the fields that hold it."""
    of_one = ("voice", "attitude", "chances", "lot")
    of_package = ("attention", "package", "following")
    fields: dict[str, Any] = {name: np.zeros(stakeholders) for name in of_one}
    fields |= {name: np.zeros((stakeholders, issues)) for name in of_package}
    room = ballots.blank_room(stakeholders, issues)
    return fields | {"turned": np.zeros(issues)} | {f"election_{name}": room._asdict()[name] for name in room._fields}


def blank(world: World, given: numbers.Parameters, event_capacity: int = 0) -> State:
    """Return the state on the eve of the first day: everybody in place, nothing has happened."""
    places, actors = given.men.shape
    camps, fronts = len(world.camp_key), len(world.front_key)
    wings, flows, acts = len(world.wing_key), len(world.flow_key), len(world.act)

    def count(*shape: int, value: int = 0) -> Counts:
        return np.full(shape, value, dtype=np.int64)

    def level(*shape: int, value: float = 0.0) -> Floats:
        return np.full(shape, value, dtype=np.float64)

    def noted(rows: int, columns: int) -> Counts:
        table = count(rows, columns, value=-1)
        table[:, -1] = 1000  # what was noted last: full effort, full flow, in thousandths
        return table

    grounds = int(world.ground.max()) + 1
    first = count(actors)
    np.add.at(first, world.wing_patron, given.aircraft)
    return State(
        holder=given.holder.copy(), men=given.men.copy(), attack=count(places, actors), leader=count(places, value=-1),
        launch=count(places, value=-1), since=count(places), committed=count(places), offensives=count(actors, 3),
        front_attacks=count(fronts), front_sorties=level(fronts), answered=count(actors, 3), partners=count(places),
        strength_ratio=level(places), employment=level(places, value=1.0), audited=count(actors), fault=level(20),
        prepared=level(places, value=1.0),
        stores=level(places, value=1.0), used=level(places), supply_road=level(places), siege=count(places),
        changed=count(places, value=-9999), previous=count(places, value=-1), people=world.population.copy(),
        weary=level(places), threat=level(places), reserve=shared_out(world, given, grounds),
        stationed=count(actors, grounds), posted=count(places, actors), network=name_of_ground(world),
        wounded=count(actors), killed=count(actors), prisoners=count(actors), arrived=count(actors),
        men_first=given.men.sum(axis=0) + given.reserve, lost_before=count(actors), lost_of_late=level(actors),
        armour=given.armour.copy(), armour_lost=count(actors), armour_captured=count(actors),
        armour_surrendered=count(actors), armour_arrived=count(actors), missiles=given.missiles.copy(),
        missiles_fired=count(actors), missiles_arrived=count(actors), aircraft=given.aircraft.copy(),
        aircraft_lost=count(wings), aircraft_moved=count(wings), aircraft_first=first, grounded=count(actors, value=-1),
        effort=level(actors, value=1.0), effort_order=level(actors, value=1.0),
        willing=level(actors, actors, value=1.0), reliance=given.reliance.copy(), expected_air=level(actors, value=1.0),
        readiness=level(actors, value=1.0), stance=world.stance.copy(), trust=given.trust.copy(),
        grievance=level(actors, len(CAUSES)), ceded=1.0 - given.autonomy,
        broke=count(actors, len(FISSURE_KINDS), value=-1), first_break=count(3, value=-1),
        first_causes=level(len(CAUSES)), rupture=count(actors, value=-1), away=count(actors, fronts),
        refusals=level(actors, fronts), command=world.command.copy(), lead=world.lead.copy(),
        truce=count(acts, value=-1), compliance=level(acts), restraint=level(acts, actors),
        flow=level(flows, value=1.0), flow_order=level(flows, value=1.0), tempo=level(actors, fronts, value=1.0),
        capability=given.capability.copy(), position=given.position.copy(), settled=given.reference.copy(),
        seen=level(camps, fronts), seen_all=level(camps),
        seen_peak=level(camps), flown=level(actors, fronts), served=count(places, 2), fire=level(places, 2),
        bombed=level(places), fallen=count(places), unhelped=count(actors), answers=count(actors, 3), clock=wound(),
        fought=count(camps, camps), drawn=camp_of(world, given.holder), counted=level(4), roster=count(2, actors),
        mustered=count(2), queue=count(places + 1), present=count(places), who=count(places, actors),
        request=count(2 * places, 3), urgency=level(2 * places), pool=level(wings),
        idle=level(wings), risk=level(wings), civilians_fallen=count(places),
        open_front=count(fronts), potential=level(actors), sendable=count(actors), touched=count(actors),
        ring=level(places), ringer=count(places), present_men=count(places), field=count(actors),
        underway=count(actors), extra=level(actors), short=count(actors, grounds), active=count(acts),
        **bargaining_space(*given.position.shape), crowd=level(camps, 2),
        events=count(event_capacity, 12), event_count=count(1), place_rows=count(places, 10, value=-1),
        actor_rows=noted(actors, 9), flight_rows=count(actors, fronts, value=-1), act_rows=count(acts, 4, value=-1),
        command_rows=count(len(world.lead), value=-1), flow_rows=noted(flows, 2),
    )  # fmt: skip
