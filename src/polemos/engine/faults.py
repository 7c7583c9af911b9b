"""What is said when a user's rule or mechanism did what it may not: which, in which history, on which day, and how.

Comes in: a war and the state in which its history was stopped.  Goes out: BadInput with one message.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING

from polemos.errors import BadInput, Problem
from polemos.model import books
from polemos.model.books import FIELDS, HANDED_OVER, STREAM
from polemos.model.rules import ANSWER, ARGUMENTS, BOOKS, DAY, DUE, FOUND, KIND, RAISED, ROW, WHAT, WHO
from polemos.model.slots import SLOTS
from polemos.model.state import State
from polemos.scenario.own_rules import OwnRules, numbers_of
from polemos.scenario.register import OWN_MECHANISM, Rule, line_of

if TYPE_CHECKING:
    from polemos.model.chance import Key
    from polemos.model.parameters import Parameters
    from polemos.scenario.compile import War

BALANCES = {
    books.MEN: ("men", "move them to killed, wounded, prisoners or reserve, or count them as arrived"),
    books.VEHICLES: ("vehicles", "move them to armour_lost, or count them as armour_arrived"),
    books.MISSILES: ("missiles", "count them as missiles_fired or missiles_arrived"),
    books.AIRCRAFT: ("aircraft", "count them as aircraft_lost or in aircraft_moved"),
}
BY_ACTOR = ("reserve wounded killed prisoners arrived armour armour_lost armour_captured armour_surrendered "
            "armour_arrived missiles missiles_fired missiles_arrived offensives answers answered reliance ceded effort "
            "effort_order trust grievance refusals tempo flown rupture stance away unhelped").split()  # fmt: skip
BY_PLACE = ("people siege fallen men attack stores prepared weary bombed threat fire holder leader launch "
            "previous").split()  # fmt: skip


def missing_rules(rules: OwnRules) -> BadInput:
    """Return the error of a war that was opened without the rules that it was run with."""
    return BadInput(
        Problem(f"the war cannot be lived again: {name}", hint="name it with --rules FILE, or import it first")
        for name in rules.missing
    )


def fault_of(war: War, state: State, given: Parameters, key: Key) -> BadInput:
    """Return the error of a history that was stopped because of a rule or mechanism."""
    fault = state.fault.tolist()
    kind, when = int(fault[KIND]), f"history {int(key.history)}, day {int(fault[DAY]) + 1}"
    if kind in (RAISED, BOOKS):
        name = war.rules.mechanisms[int(fault[WHO])]
        rule = war.rules.own[OWN_MECHANISM, name]
        return BadInput(
            _raised_act(rule, war, state, given, key, when) if kind == RAISED else _books(rule, war, fault, when)
        )
    slot = next(name for name, slot in SLOTS.items() if slot.number == kind)
    actor = int(fault[WHO])
    name = war.rules.names[slot][actor]
    arguments = dict(zip(SLOTS[slot].arguments, fault[ARGUMENTS:], strict=False))
    rule_of = war.rules.own.get((slot, name))
    given_to = ", ".join(f"{word}={value:g}" for word, value in arguments.items())
    where = f"{when}, for {war.legend.actors[actor]} ({given_to})"
    if rule_of is None:
        return BadInput(Problem(f'the built-in {SLOTS[slot].kind} "{name}" returned {fault[ANSWER]:g}: {where}'))
    return BadInput(_answer(rule_of, slot, fault[ANSWER], list(arguments.values()), where))


def _answer(rule: Rule, slot: str, answer: float, arguments: list[float], where: str) -> Problem:
    if math.isnan(answer):
        try:
            rule.function(*arguments)
        except Exception as error:
            what = f"raised {type(error).__name__}: {error}; {where}"
            return rule.problem(what, line=line_of(error, rule.file))
    return rule.problem(f"returned {answer:g}: {where}", f"return {SLOTS[slot].answer}")


def _raised_act(rule: Rule, war: War, state: State, given: Parameters, key: Key, when: str) -> Problem:
    """Let the mechanism raise once more, outside the engine, to learn what it says."""
    row = war.rules.mechanisms.index(rule.name)
    numbers = numbers_of(rule, given.own[row])
    try:
        rule.function(war.world, given, numbers, copy.deepcopy(state), key, int(war.world.own[row, STREAM]),
                      int(state.fault[DAY]))  # fmt: skip
    except Exception as error:
        return rule.problem(f"raised {type(error).__name__}: {error}; {when}", line=line_of(error, rule.file))
    return rule.problem(f"raised an error: {when}")


def _books(rule: Rule, war: War, fault: list[float], when: str) -> Problem:
    what, row, due, found = int(fault[WHAT]), int(fault[ROW]), fault[DUE], fault[FOUND]
    if what in BALANCES:
        name, hint = BALANCES[what]
        of = war.legend.wings[row] if what == books.AIRCRAFT else war.legend.actors[row]
        text = f"breaks conservation: {name} of {of}, {when}: {due:,.0f} before, {found:,.0f} after"
        return rule.problem(text, hint)
    if what == HANDED_OVER:
        text = f"breaks conservation: vehicles, {when}: {due:,.0f} surrendered, {found:,.0f} captured"
        return rule.problem(text, "count what one actor takes as armour_surrendered of another")
    name = FIELDS[what - HANDED_OVER - 1]
    of = (
        f" of {war.legend.actors[row]}"
        if name in BY_ACTOR
        else f" at {war.legend.places[row]}"
        if name in BY_PLACE
        else ""
    )
    side = "least" if found < due else "most"
    if math.isnan(found):
        return rule.problem(f"leaves the bounds of {name}{of}, {when}: nan", "it is to be a number")
    return rule.problem(f"leaves the bounds of {name}{of}, {when}: {found:g}", f"it is to be at {side} {due:g}")
