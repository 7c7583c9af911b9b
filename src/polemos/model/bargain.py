"""Great powers and a patron's factions settle linked issues, and so the patron's effort and the sponsors' flows.

Comes in: capability, position and salience of each stakeholder.  Goes out: ``State.effort`` and ``State.flow``.
Dated decisions (a withdrawal) are next door in ``decisions``.  Slow clock: every seventh day.  Claims c16, c18, c19.

For two positions j, k on an issue each stakeholder i votes with v_i = capability_i * salience_i * (u_i(j) - u_i(k)),
u_i(x) = 1 - (x - position_i)**2; j beats k with the probability P = positive votes / all votes (probabilistic
Condorcet election: Bueno de Mesquita 1984; Wise, Lester & Efird 2015 on KTAB).  The settlement is the mean position
under the stationary distribution of the chain in which a standing position is challenged by a random other one.
"""

from __future__ import annotations

from polemos.dimensions import Floats
from polemos.model import events
from polemos.model.chance import BARGAIN, Key, draw, normal
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import State, World

PERIOD = 7
# An effort or flow that has moved by this many thousandths is an event.
NOTABLE = 100
ROUNDS = 24


@compiled
def settlement(capability: Floats, salience: Floats, position: Floats, ballot: Floats) -> float:
    """Return the expected outcome of the probabilistic Condorcet election over the stakeholders' positions.

    Shapes [S]; positions and salience in 0..1.  One stakeholder: its position.  Equal positions: that position.
    Lies within the range of the positions; the stationary distribution is found by 24 rounds of the chain, to
    within (1 - 1/S)**24 of the positions' spread.  ``ballot`` [S + 2, S] is scratch space.
    """
    number = position.shape[0]
    weight, new = ballot[number], ballot[number + 1]
    weight[:] = 1.0 / number
    for j in range(number):
        for k in range(j):
            better, worse = 0.0, 0.0
            for i in range(number):
                to_j, to_k = position[j] - position[i], position[k] - position[i]
                vote = capability[i] * salience[i] * (to_k * to_k - to_j * to_j)
                if vote > 0.0:
                    better += vote
                else:
                    worse -= vote
            total = better + worse
            chance = 0.5 if total <= 0.0 else better / total
            ballot[j, k], ballot[k, j] = chance, 1.0 - chance
    for _ in range(ROUNDS):
        for j in range(number):
            stay = weight[j] / number
            for k in range(number):
                if k != j:
                    stay += (weight[j] + weight[k]) * ballot[j, k] / number
            new[j] = stay
        for j in range(number):
            weight[j] = new[j]
    mean = 0.0
    for j in range(number):
        mean += weight[j] * position[j]
    return mean


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Settle every issue, move efforts and flows with the settlements, and let the stakeholders move.

    effort = 1 + sum over issues of gain * (settlement - first settlement), not below 0; flows alike.  A stakeholder
    yields ``yielding`` * (1 - salience) of its distance to the settlement, is pulled by the other issues' settlements
    (``linkage``, Putnam 1988) and drifts at random (``volatility``).  At 0 for all three nothing ever moves.
    """
    if day % PERIOD != 0 or state.position.shape[0] == 0:
        return
    numbers = given.bargain
    issues, stakeholders = state.settled.shape[0], state.position.shape[0]
    for issue in range(issues):
        salience, position = given.salience[:, issue], state.position[:, issue]
        state.settled[issue] = settlement(state.capability, salience, position, state.ballot)
        if day == 0:
            state.settled_first[issue] = state.settled[issue]
    shift(given, state)
    if events.recording(state):
        note_shifts(world, given, state, day)
    for issue in range(issues):
        others = 0.0
        for other in range(issues):
            if other != issue:
                others += (state.settled[other] - state.settled_first[other]) / (issues - 1)
        for who in range(stakeholders):
            held, care = state.position[who, issue], given.salience[who, issue]
            u = draw(key, BARGAIN, day, world.stakeholder_key[who], world.issue_key[issue])
            moved = held + numbers.yielding * (1.0 - care) * (state.settled[issue] - held)
            moved += numbers.linkage * numbers.yielding * others + numbers.volatility * normal(u)
            state.position[who, issue] = min(1.0, max(0.0, moved))


@compiled
def shift(given: Parameters, state: State) -> None:
    """Set the patrons' effort and the sponsors' flows from how far the settlements have moved since the first day."""
    for actor in range(state.effort.shape[0]):
        change = 0.0
        for issue in range(state.settled.shape[0]):
            change += given.effort_gain[issue, actor] * (state.settled[issue] - state.settled_first[issue])
        state.effort[actor] = max(0.0, 1.0 + change)
    for flow in range(state.flow.shape[0]):
        change = 0.0
        for issue in range(state.settled.shape[0]):
            change += given.flow_gain[issue, flow] * (state.settled[issue] - state.settled_first[issue])
        state.flow[flow] = max(0.0, 1.0 + change)


@compiled
def note_shifts(world: World, given: Parameters, state: State, day: int) -> None:
    """Note every effort and flow that has moved by a tenth of its first size since it was noted last."""
    for actor in range(state.effort.shape[0]):
        now, before = int(1000.0 * state.effort[actor] + 0.5), state.actor_rows[actor, events.EFFORT_NOTED]
        if abs(now - before) >= NOTABLE:
            issue = most_moved(state, given.effort_gain[:, actor])
            since = state.actor_rows[actor, events.EFFORT_ROW]
            row = events.note(state, day, events.EFFORT_MOVED, -1, actor, -1, now, before, 0, since, -1, -1, issue)
            events.keep(state.actor_rows, actor, events.EFFORT_ROW, row)
            events.keep(state.actor_rows, actor, events.EFFORT_NOTED, now if row >= 0 else -1)
    for flow in range(state.flow.shape[0]):
        now, before = int(1000.0 * state.flow[flow] + 0.5), state.flow_rows[flow, events.FLOW_NOTED]
        if abs(now - before) >= NOTABLE:
            issue = most_moved(state, given.flow_gain[:, flow])
            since, client = state.flow_rows[flow, events.FLOW_ROW], world.flow_client[flow]
            row = events.note(state, day, events.FLOW_MOVED, -1, client, -1, now, before, flow, since, -1, -1, issue)
            events.keep(state.flow_rows, flow, events.FLOW_ROW, row)
            events.keep(state.flow_rows, flow, events.FLOW_NOTED, now if row >= 0 else -1)


@compiled
def most_moved(state: State, gain: Floats) -> int:
    """Return the issue whose settlement has moved this effort or flow most since the first day."""
    best, most = 0, -1.0
    for issue in range(state.settled.shape[0]):
        share = abs(gain[issue] * (state.settled[issue] - state.settled_first[issue]))
        if share > most:
            best, most = issue, share
    return best
