"""Great powers and a patron's factions settle linked issues, and so the patron's effort and the sponsors' flows.

Comes in: capability, position and salience of each stakeholder.  Goes out: ``State.effort`` and ``State.flow``.
The election and the bargaining are next door in ``theory.elections``, dated decisions (a faction that rises) in
``decisions``.  Slow clock: every seventh day.  Claims c16, c18, c19.

The spatial model of politics (Bueno de Mesquita 1984, 1994; Wise, Lester & Efird 2015 on KTAB): whole packages, one
position on every issue, stand against each other in a probabilistic Condorcet election; a settlement is the mean of the
packages under its probabilities.  Each turn every stakeholder challenges whom it expects to gain most from, and each
adopts the bargain that wins among those it is offered.  Here a stakeholder walks a share of that way in a week.
"""

from __future__ import annotations

from polemos.dimensions import Floats
from polemos.model import events
from polemos.model.chance import BARGAIN, Key, draw, normal
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import State, World
from polemos.theory import ballots, elections

PERIOD = 7
# An effort or flow that has moved by this many thousandths is an event.
NOTABLE = 100


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Settle every issue, move efforts and flows with the settlements, and let the stakeholders move."""
    if day % PERIOD != 0 or state.position.size == 0:
        return
    settle(world, given, state)
    shift(given, state)
    if events.recording(state):
        note_shifts(world, given, state, day)
    concede(world, given, state, key, day)


@compiled
def settle(world: World, given: Parameters, state: State) -> None:
    """Put the mean of the packages, by their chances, in ``settled``, and its move since last week in ``turned``.

    On the first day it counts from the reference.  An issue about which nobody at the table cares stays where it is.
    """
    lay_out(
        state.capability, given.salience, state.position, state.settled, state.voice, state.attention, state.package
    )
    state.attitude[:] = 0.0
    number = elections.elect(
        state.voice, state.attention, state.package, world.bargain_rules, state.election_squares,
        state.election_lines, state.election_marks, state.attitude, state.chances,
    )  # fmt: skip
    if number > 0:
        elections.expect(state.package, state.chances, state.election_marks, state.turned)
    for issue in range(state.settled.shape[0]):
        before = state.settled[issue]
        if number > 0 and matters(state, issue):
            state.settled[issue] = state.turned[issue]
        state.turned[issue] = state.settled[issue] - before


@compiled
def lay_out(
    capability: Floats, salience: Floats, position: Floats, settled: Floats, voice: Floats, attention: Floats,
    package: Floats,
) -> None:  # fmt: skip
    """Lay every stakeholder's package on the table: its position on each issue about which it cares.

    On an issue of salience 0 it has none and leaves the matter to the others: its package has their mean there, by
    capability * salience (``settled``, if nobody has a weight).  Who cares about nothing does not sit at the table:
    voice 0, else its capability.  The published model counts attention as shares of a whole, so that a stakeholder's
    sum to 1 at most: salience / number of issues.  Shapes [S], [S, I] and [I]; the last three arguments are written.
    """
    stakeholders, issues = position.shape
    for who in range(stakeholders):
        cares = 0.0
        for issue in range(issues):
            attention[who, issue] = salience[who, issue] / issues
            cares += salience[who, issue]
        voice[who] = capability[who] if cares > 0.0 else 0.0
    for issue in range(issues):
        weights, mean = 0.0, 0.0
        for who in range(stakeholders):
            weight = voice[who] * salience[who, issue]
            weights += weight
            mean += weight * position[who, issue]
        mean = mean / weights if weights > 0.0 else settled[issue]
        for who in range(stakeholders):
            package[who, issue] = position[who, issue] if salience[who, issue] > 0.0 else mean


@compiled
def matters(state: State, issue: int) -> bool:
    """Whether anybody at the table cares about the issue."""
    found = False
    for who in range(state.voice.shape[0]):
        found = found or state.voice[who] * state.attention[who, issue] > 0.0
    return found


@compiled
def concede(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Let every stakeholder walk towards its package of the next turn, with the other issues, and at random.

    x = (1 - yielding) * x + yielding * next + linkage * mean move of the other issues' settlements since last week
    + volatility * z, within 0..1; z has mean 0 and variance 1.  The pull of an issue (synergistic linkage: Putnam 1988)
    so adds up to linkage times its whole move.  At yielding 1, linkage 0 and volatility 0 a week is one turn of the
    published model; at 0 for all three nothing ever moves.  A position on an issue of salience 0 rests.
    """
    numbers, rules = given.bargain, world.bargain_rules
    stakeholders, issues = state.position.shape
    if rules[ballots.CHOICE] == ballots.DRAWN:
        for who in range(stakeholders):
            state.lot[who] = draw(key, BARGAIN, day, world.stakeholder_key[who], world.stakeholder_key[who]).a
    state.attitude[:] = 0.0
    elections.turn(
        state.voice, state.attention, state.package, rules, state.lot, state.election_squares, state.election_lines,
        state.election_offers, state.election_marks, state.attitude, state.following,
    )  # fmt: skip
    for issue in range(issues):
        others = 0.0
        for other in range(issues):
            if other != issue:
                others += state.turned[other] / (issues - 1)
        for who in range(stakeholders):
            if given.salience[who, issue] <= 0.0:
                continue
            held, wanted = state.position[who, issue], state.following[who, issue]
            u = draw(key, BARGAIN, day, world.stakeholder_key[who], world.issue_key[issue])
            moved = (1.0 - numbers.yielding) * held + numbers.yielding * wanted
            moved += numbers.linkage * others + numbers.volatility * normal(u)
            state.position[who, issue] = min(1.0, max(0.0, moved))


@compiled
def shift(given: Parameters, state: State) -> None:
    """Set the patrons' effort and the sponsors' flows from how far the settlements are from the references.

    effort = 1 + sum over issues of gain * (settlement - reference), not below 0; flows alike.
    """
    for actor in range(state.effort.shape[0]):
        change = 0.0
        for issue in range(state.settled.shape[0]):
            change += given.effort_gain[issue, actor] * (state.settled[issue] - given.reference[issue])
        state.effort[actor] = max(0.0, 1.0 + change)
    for flow in range(state.flow.shape[0]):
        change = 0.0
        for issue in range(state.settled.shape[0]):
            change += given.flow_gain[issue, flow] * (state.settled[issue] - given.reference[issue])
        state.flow[flow] = max(0.0, 1.0 + change)


@compiled
def note_shifts(world: World, given: Parameters, state: State, day: int) -> None:
    """Note every effort and flow that has moved by a tenth of the scenario's size since it was noted last."""
    for actor in range(state.effort.shape[0]):
        now, before = int(1000.0 * state.effort[actor] + 0.5), state.actor_rows[actor, events.EFFORT_NOTED]
        if abs(now - before) >= NOTABLE:
            issue = most_moved(given, state, given.effort_gain[:, actor])
            since = state.actor_rows[actor, events.EFFORT_ROW]
            row = events.note(state, day, events.EFFORT_MOVED, -1, actor, -1, now, before, 0, since, -1, -1, issue)
            events.keep(state.actor_rows, actor, events.EFFORT_ROW, row)
            events.keep(state.actor_rows, actor, events.EFFORT_NOTED, now if row >= 0 else -1)
    for flow in range(state.flow.shape[0]):
        now, before = int(1000.0 * state.flow[flow] + 0.5), state.flow_rows[flow, events.FLOW_NOTED]
        if abs(now - before) >= NOTABLE:
            issue = most_moved(given, state, given.flow_gain[:, flow])
            since, client = state.flow_rows[flow, events.FLOW_ROW], world.flow_client[flow]
            row = events.note(state, day, events.FLOW_MOVED, -1, client, -1, now, before, flow, since, -1, -1, issue)
            events.keep(state.flow_rows, flow, events.FLOW_ROW, row)
            events.keep(state.flow_rows, flow, events.FLOW_NOTED, now if row >= 0 else -1)


@compiled
def most_moved(given: Parameters, state: State, gain: Floats) -> int:
    """Return the issue whose settlement moves this effort or flow most from the scenario's."""
    best, most = 0, -1.0
    for issue in range(state.settled.shape[0]):
        share = abs(gain[issue] * (state.settled[issue] - given.reference[issue]))
        if share > most:
            best, most = issue, share
    return best
