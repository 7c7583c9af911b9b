"""Trust between members moves, is forgotten, and breaks.

Comes in: answers to requests, common victories and defeats, losses, exclusion from talks.  Goes out: ``State.trust``,
``State.grievance`` by cause, and fissures: a member stops joint operations, makes its own truce, leaves a front,
leaves the coalition, or turns on its ally.  What a break does is next door in ``fissure``.  Claims c05, c08-c11.

Losses are shares of the trust there is, gains shares of the trust that is missing, so trust stays within 0 and 1.
"""

from __future__ import annotations

from polemos.model import events, rules
from polemos.model.chance import TRUST, Key, draw, logistic
from polemos.model.compiled import compiled
from polemos.model.decisions import CEASEFIRE
from polemos.model.fissure import KINDS, break_away, reconcile
from polemos.model.losses import lost_lately
from polemos.model.parameters import Parameters
from polemos.model.reserves import held_back
from polemos.model.slots import BREAK
from polemos.model.state import State, World

REFUSED, LATE, FAVOUR, EXCLUSION, OVERRIDDEN, SHARED_LOSS, LOSSES = range(7)
REMEMBER_REFUSALS = 30.0


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Move the trust of every member by what the day brought, forget, and see who has had enough."""
    for actor in range(world.actor_key.shape[0]):
        coalition = world.coalition[actor]
        if coalition >= 0:
            patron = world.patron[coalition]
            if patron >= 0 and patron != actor:
                feel_answers(world, given, state, actor, patron, day)
                feel_exclusion(world, given, state, actor, patron, day)
                feel_losses(world, given, state, actor, patron, day)
    forget(world, given, state)
    for actor in range(world.actor_key.shape[0]):
        coalition = world.coalition[actor]
        if coalition >= 0 and world.patron[coalition] != actor and state.lead[coalition] != actor:
            consider(world, given, state, key, day, actor)
    state.unhelped[:] = 0


@compiled
def lose(world: World, given: Parameters, state: State, member: int, towards: int, share: float, cause: int, day: int,
         origin: int, occasion: int) -> None:  # fmt: skip
    """Take a share of the member's trust, book its cause, and let members of the same sponsor feel part of it.

    ``origin`` and ``occasion`` are the rows of the events that hurt, for the chronicle; the others feel it because of
    the member's grievance.
    """
    share = min(1.0, share)
    gone = share * state.trust[member, towards]
    state.trust[member, towards] -= gone
    state.grievance[member, cause] += gone
    row = note_grievance(state, day, member, towards, cause, gone, origin, occasion)
    sponsor = world.sponsor[member]
    if sponsor < 0 or given.trust_.solidarity <= 0.0:
        return
    for other in range(world.actor_key.shape[0]):
        if other != member and other != towards and world.sponsor[other] == sponsor:
            if world.coalition[other] == world.coalition[member]:
                felt = given.trust_.solidarity * share * state.trust[other, towards]
                state.trust[other, towards] -= felt
                state.grievance[other, cause] += felt
                note_grievance(state, day, other, towards, cause, felt, row, -1)


@compiled
def note_grievance(
    state: State, day: int, member: int, towards: int, cause: int, gone: float, origin: int, occasion: int
) -> int:
    """Note a loss of trust, in parts of a million million, with the event that hurt; return its row."""
    if gone <= 0.0 or not events.recording(state):
        return -1
    amount = int(gone * events.GRAIN + 0.5)
    return events.note(state, day, events.GRIEVANCE, -1, member, towards, amount, 0, 0, origin, occasion, -1, cause)


@compiled
def gain(state: State, member: int, towards: int, share: float) -> None:
    """Give back a share of the trust that is missing."""
    state.trust[member, towards] += min(1.0, share) * (1.0 - state.trust[member, towards])


@compiled
def feel_answers(world: World, given: Parameters, state: State, member: int, patron: int, day: int) -> None:
    """Honoured, late and refused requests; a refusal hurts more on a day when another member was served (c11)."""
    numbers = given.trust_
    for _ in range(state.answers[member, 0]):
        gain(state, member, patron, numbers.honoured)
    for number in range(state.answers[member, 1]):
        row = events.todays(state, day, events.LATE, member, number)
        lose(world, given, state, member, patron, numbers.late, LATE, day, row, -1)
    if state.answers[member, 2] == 0:
        return
    favoured, served = False, -1
    for other in range(world.actor_key.shape[0]):
        if other != member and world.coalition[other] == world.coalition[member] and state.answers[other, 0] > 0:
            favoured = True
            served = max(served, events.todays(state, day, events.HONOURED, other, 0))
    for number in range(state.answers[member, 2]):
        row = events.todays(state, day, events.REFUSED, member, number)
        lose(world, given, state, member, patron, numbers.refused, REFUSED, day, row, -1)
        if favoured:
            lose(world, given, state, member, patron, numbers.favour, FAVOUR, day, row, served)


@compiled
def feel_exclusion(world: World, given: Parameters, state: State, member: int, patron: int, day: int) -> None:
    """A ceasefire that began today, agreed by the patron, binds the member that was not asked (c05)."""
    for n in range(world.act.shape[0]):
        if world.act[n] == CEASEFIRE and state.truce[n] == day and world.act_party[n, patron]:
            if world.act_bound[n, member] and not world.act_party[n, member]:
                row = state.act_rows[n, events.TRUCE_ROW]
                lose(world, given, state, member, patron, given.trust_.exclusion, EXCLUSION, day, row, -1)


@compiled
def feel_losses(world: World, given: Parameters, state: State, member: int, patron: int, day: int) -> None:
    """Men killed where support was asked for in vain cost trust in proportion to the force."""
    if state.unhelped[member] <= 0:
        return
    force = held_back(state, member) + state.wounded[member]
    for place in range(state.men.shape[0]):
        force += state.men[place, member] + state.attack[place, member]
    share = given.trust_.loss_weight * state.unhelped[member] / max(1.0, float(force))
    row = events.of_day(state, state.actor_rows[member, events.UNHELPED_IN], day)
    lose(world, given, state, member, patron, share, LOSSES, day, row, -1)


@compiled
def share_outcome(world: World, given: Parameters, state: State, men: object, place: int, won: bool, day: int,
                  row: int) -> None:  # fmt: skip
    """Let members that fought an offensive together trust each other more after success, less after defeat."""
    for one in range(world.actor_key.shape[0]):
        if men[place, one] <= 0 or world.coalition[one] < 0:  # type: ignore[index]
            continue
        for two in range(world.actor_key.shape[0]):
            if two == one or men[place, two] <= 0 or world.coalition[two] != world.coalition[one]:  # type: ignore[index]
                continue
            if not world.switches[10]:
                continue
            if won:
                gain(state, one, two, given.trust_.shared_victory)
            else:
                lose(world, given, state, one, two, given.trust_.shared_loss, SHARED_LOSS, day, row, -1)


@compiled
def forget(world: World, given: Parameters, state: State) -> None:
    """Let trust return to its usual level and grievances fade over ``forgetting`` days."""
    speed = 1.0 / max(1.0, given.trust_.forgetting)
    trust, usual, coalition = state.trust, given.trust, world.coalition
    for one in range(coalition.shape[0]):
        if coalition[one] < 0:
            continue
        for two in range(coalition.shape[0]):
            if coalition[two] == coalition[one]:
                trust[one, two] += speed * (usual[one, two] - trust[one, two])
        for cause in range(7):
            state.grievance[one, cause] *= 1.0 - speed
        for front in range(world.front_key.shape[0]):
            state.refusals[one, front] *= 1.0 - 1.0 / REMEMBER_REFUSALS


@compiled
def confidence(world: World, state: State, member: int) -> float:
    """Return how much the member trusts its coalition: half the patron, half the mean of the other members."""
    coalition = world.coalition[member]
    patron = world.patron[coalition]
    total, number = 0.0, 0
    for other in range(world.actor_key.shape[0]):
        if other != member and other != patron and world.coalition[other] == coalition:
            total += state.trust[member, other]
            number += 1
    others = total / number if number > 0 else 0.0
    if patron < 0 or patron == member:
        return others
    return 0.5 * state.trust[member, patron] + 0.5 * others if number > 0 else state.trust[member, patron]


@compiled
def willing(threshold: float, level: float, width: float) -> float:
    """Return the share of the full rate at which a member breaks: 1/4 at the threshold, next to nothing well above it.

    The square keeps a contented member from breaking without a cause: five widths above it, 1 in 22,000, not 1 in 150.
    """
    share = logistic((threshold - level) / width)
    return share * share


def by_trust(confidence: float, point: float, width: float, grievance: float, lost_lately: float) -> float:
    """Break by confidence alone, ``willing``; never eight widths above the point."""
    if confidence > point + 8.0 * width:
        return 0.0
    return willing(point, confidence, width)


def by_losses(confidence: float, point: float, width: float, grievance: float, lost_lately: float) -> float:
    """Break the sooner the more of its force was lost of late, which raises the point by that share.

    Members abandon a coalition more often when its recent fighting went badly (Weisiger 2016, of states from 1816 on):
    the sign is found there, the size is judgement, and here the losses are the member's own.
    """
    if confidence > point + lost_lately + 8.0 * width:
        return 0.0
    return willing(point + lost_lately, confidence, width)


@compiled
def consider(world: World, given: Parameters, state: State, key: Key, day: int, member: int) -> None:
    """Let a member break with its coalition, or return to joint operations.

    Rate of kind k (0 mildest): breaking_rate / 30 * the answer of the member's break rule at the point breaking_point -
    k * step, for kinds graver than the breaks so far; by default logistic((point - confidence) / width)**2.  A member
    that only stopped joint operations returns once its confidence is three widths above the breaking point.
    """
    numbers = given.trust_
    level, width = confidence(world, state, member), max(1e-6, numbers.breaking_width)
    if state.rupture[member] == 0 and level > numbers.breaking_point + 3.0 * width:
        reconcile(state, member, day)
        return
    greatest = 0.0
    for cause in range(state.grievance.shape[1]):
        greatest = max(greatest, state.grievance[member, cause])
    felt = (level, greatest, lost_lately(state, member))
    total = 0.0
    for kind in range(state.rupture[member] + 1, KINDS):
        total += readiness(world, given, state, member, kind, felt)
    if total <= 0.0:
        return
    u = draw(key, TRUST, day, world.actor_key[member], world.actor_key[member])
    if u.a >= numbers.breaking_rate / 30.0 * total:
        return
    mark, running = u.b * total, 0.0
    for kind in range(state.rupture[member] + 1, KINDS):
        running += readiness(world, given, state, member, kind, felt)
        if mark < running:
            break_away(world, state, member, kind, day)
            return


@compiled
def readiness(
    world: World, given: Parameters, state: State, member: int, kind: int, felt: tuple[float, float, float]
) -> float:
    """Return the share of the full rate at which the member breaks by this kind, as its break rule says.

    ``felt`` is the member's confidence, its greatest grievance, and the share of its force that it lost lately.
    """
    numbers = given.trust_
    point, width = numbers.breaking_point - kind * numbers.step, max(1e-6, numbers.breaking_width)
    known = (felt[0], point, width, felt[1], felt[2])
    return rules.ask(state, BREAK, world.breaking[member], member, known, 1.0)
