"""Integrated, delegated or bargained command: who joins whom, how long a request takes, what fails in the staff.

Comes in: the mode of each coalition, each member's autonomy and trust.  Goes out: ``State.ceded`` and three questions
that ``offensive`` and ``air`` ask.  Changing the mode is a dated decision.  Claims c06-c09; principal and agent:
Salehyan 2010.
"""

from __future__ import annotations

from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import FRIENDLY, State, World

INTEGRATED, DELEGATED, BARGAINED = 0, 1, 2


@compiled
def act(world: World, given: Parameters, state: State) -> None:
    """Let the authority that each member cedes follow its trust in the commander.

    d ceded = adjustment * ((1 - autonomy) * trust[member, commander] - ceded).  Bounds 0 and 1.  A member with
    autonomy 1 cedes nothing; at adjustment 0 nothing moves.
    """
    for actor in range(world.actor_key.shape[0]):
        who = commander(world, state, actor)
        if who < 0 or who == actor:
            continue
        wanted = (1.0 - given.autonomy[actor]) * state.trust[actor, who]
        state.ceded[actor] += given.command.adjustment * (wanted - state.ceded[actor])


@compiled
def commander(world: World, state: State, actor: int) -> int:
    """Return whose staff commands the member: the patron's when integrated, else the lead's; -1 outside."""
    coalition = world.coalition[actor]
    if coalition < 0:
        return -1
    if state.command[coalition] == INTEGRATED and world.patron[coalition] >= 0:
        return world.patron[coalition]
    return state.lead[coalition]


@compiled
def joining(world: World, given: Parameters, state: State, leader: int, other: int) -> float:
    """Return the chance that ``other``, next to the objective, joins an offensive of ``leader``.

    Within a coalition: joint[mode] * (ceded + (1 - ceded) * trust[other, leader]): who has given up its authority is
    ordered, who has not decides by trust.  0 after a break, and towards anyone who is no friend.
    Friends outside a common coalition join like members of one that bargains.
    """
    if state.rupture[other] >= 0 or state.rupture[leader] >= 0 or state.stance[leader, other] != FRIENDLY:
        return 0.0
    numbers = given.command
    coalition = world.coalition[leader]
    mode = BARGAINED
    if coalition >= 0 and coalition == world.coalition[other]:
        mode = state.command[coalition]
    willing = numbers.joint_bargained
    if mode == INTEGRATED:
        willing = numbers.joint_integrated
    elif mode == DELEGATED:
        willing = numbers.joint_delegated
    return willing * (state.ceded[other] + (1.0 - state.ceded[other]) * state.trust[other, leader])


@compiled
def delay(world: World, given: Parameters, state: State, client: int) -> float:
    """Return the mean days from a request of this client to the aircraft (0.3-1.5 by default)."""
    mode = mode_of(world, state, client)
    if mode == INTEGRATED:
        return given.command.delay_integrated
    return given.command.delay_delegated if mode == DELEGATED else given.command.delay_bargained


@compiled
def refusal(world: World, given: Parameters, state: State, client: int) -> float:
    """Return the chance that a request of this client fails in the staff before any aircraft is sought."""
    mode = mode_of(world, state, client)
    if mode == INTEGRATED:
        return given.command.refusal_integrated
    return given.command.refusal_delegated if mode == DELEGATED else given.command.refusal_bargained


@compiled
def mode_of(world: World, state: State, client: int) -> int:
    """Return the command mode under which this client lives; delegated outside a coalition."""
    coalition = world.coalition[client]
    return state.command[coalition] if coalition >= 0 else DELEGATED
