"""Which edits make sense from a date on, when the war has already been going: each value of a scenario has its answer.

Comes in: the scenario that held until a date and the one that is to hold from it on.  Goes out: nothing, or every value
that cannot be changed then, with the reason and what to do instead; and for one history the scenario that holds, in
which every decision that has been made stays made.  Nothing is lived here: see ``engine.branching``.

An edit may move what the days to come read anew: numbers of mechanisms, of actors and wings, decisions that have not
been made.  It may not move what lies in the past: what the war began with, decisions made, the map, who takes part.
A mechanism cannot be switched off midway: what it had written would stand for ever, which is no neutral value.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple

from polemos.errors import BadInput, Problem
from polemos.scenario.difference import Changed, changed
from polemos.scenario.schema import Scenario

ACTS, ACTS_TOO, START, CAST, MAP, SWITCH, DECISION = range(7)


class Rule(NamedTuple):
    """What an edit of the values at these paths is, once the war goes on; ``hint`` is what to do instead."""

    paths: tuple[str, ...]
    kind: int
    hint: str = ""


ALLIED = "give it with change_command in an intervention on or after that date"
RULES = (
    Rule(("days",), ACTS),
    Rule(("mechanisms.*.on", "own_mechanisms.*.on"), SWITCH, "run the whole war without it"),
    Rule(("mechanisms.*", "own_mechanisms.*.numbers.*"), ACTS),
    Rule(("actors.*.quality", "actors.*.tempo", "actors.*.recruits", "actors.*.air_defence", "actors.*.decision",
          "actors.*.breaking", "actors.*.fronts", "actors.*.sponsor"), ACTS),
    Rule(("actors.*.autonomy", "trust.usual", "trust.pairs*", "bargaining.issues.*.reference"), ACTS_TOO),
    Rule(("actors.*.strength", "actors.*.reserve", "actors.*.presence*"), START,
         "send men with deploy_men in an intervention on or after that date"),
    Rule(("actors.*.armour", "actors.*.missiles"), START,
         "send them with deliver in an intervention on or after that date"),
    Rule(("wings.*.aircraft",), START,
         "move them with deploy_aircraft or withdraw_aircraft in an intervention on or after that date"),
    Rule(("coalitions.*.command", "coalitions.*.lead"), START, ALLIED),
    Rule(("bargaining.stakeholders.*.capability",), START,
         "change it with change_capability in an intervention on or after that date"),
    Rule(("actors.*.reliance", "holders*", "stances", "bargaining.stakeholders.*.issues.*.position"), START,
         "run the whole war anew with the edit"),
    Rule(("patrons.*.*", "wings.*.serviceable", "wings.*.sorties", "wings.*.reach", "wings.*.base*", "wings.*.clients",
          "wings.*.client_fronts*", "flows.*.men", "flows.*.missiles", "flows.*.armour", "flows.*.stores",
          "flows.*.through", "vital*", "camps.*.supply", "bargaining.rules*",
          "bargaining.stakeholders.*.issues.*.salience", "bargaining.issues.*.efforts*",
          "bargaining.issues.*.flows*"), ACTS),
    Rule(("posterior",), START, "run the whole war anew with the other table"),
    Rule(("theatre*", "start"), MAP),
    Rule(("interventions.*",), DECISION),
)  # fmt: skip
WHY = {
    START: "is what the war began with, and no edit moves that from {date} on",
    CAST: "says who takes part, and that cannot change from {date} on",
    MAP: "is the map or the calendar, which are the same before and after {date}",
    SWITCH: "cannot be switched from {date} on: what the mechanism has written by then would stand for ever",
}


def kind_of(path: str) -> Rule:
    """Return the rule of a value by its path; what no rule names says who takes part."""
    return next((rule for rule in RULES if any(fits(path, one) for one in rule.paths)), Rule((path,), CAST))


def fits(path: str, pattern: str) -> bool:
    """Whether a path fits a pattern: a star stands for one step, or at the end of a word for what follows it."""
    steps, wanted = path.split("."), pattern.split(".")
    if pattern.endswith("*") and not pattern.endswith(".*"):
        wanted[-1] = wanted[-1][:-1]
        return len(steps) >= len(wanted) and all(fnmatchcase(*pair) for pair in zip(steps, wanted, strict=False))
    if pattern in ("mechanisms.*", "interventions.*"):
        return len(steps) >= 2 and steps[0] == wanted[0]
    return len(steps) == len(wanted) and all(fnmatchcase(*pair) for pair in zip(steps, wanted, strict=True))


def check_afterwards(before: Scenario, after: Scenario, day: date) -> list[Changed]:
    """Return the changes from one scenario to the other; raises BadInput with each that cannot act from a date on."""
    found = changed(before, after)
    problems = [problem for change in found if (problem := _refused(change, day)) is not None]
    names = dict.fromkeys(change.path.split(".")[1] for change in found if change.path.startswith("interventions."))
    problems += [problem for name in names if (problem := _of_decision(name, before, after, day)) is not None]
    if problems:
        raise BadInput(problems)
    return found


def _refused(change: Changed, day: date) -> Problem | None:
    rule = kind_of(change.path)
    if rule.kind not in WHY:
        return None
    return Problem(WHY[rule.kind].format(date=day), key=change.path, hint=rule.hint)


def _of_decision(name: str, before: Scenario, after: Scenario, day: date) -> Problem | None:
    """Return why a decision cannot be left out, changed or added from a date on; a date of its own may straddle it.

    One of which nobody knows whether it was made before that date can be left out: histories in which it was made keep
    it.
    """
    old, new = before.interventions.get(name), after.interventions.get(name)
    key = f"interventions.{name}"
    if old is not None and old.date.high < day:
        what = f"was decided by {old.date.high}, and what was done before {day} cannot be undone"
        return Problem(what, key=key, hint="branch at an earlier date, or run the whole war with the edit")
    moved = new is not None and (old is None or _days(old) != _days(new))
    if moved and new is not None and new.date.low < day:
        return Problem(f"is dated {new.date.low}, before {day}", key=key, hint=f"give it a date from {day} on")
    return None


def _days(decision: object) -> tuple[date, date, date]:
    when = decision.date  # type: ignore[attr-defined]
    return when.low, when.best, when.high


def decided(before: Scenario, after: Scenario, made: Collection[str]) -> Scenario:
    """Return the scenario that holds after a date in a history in which these decisions had been made by then.

    A decision that was made stays what it was, whatever ``after`` says of it; the rest is as in ``after``.
    """
    kept = {name: act for name, act in before.interventions.items() if name in made and not same(before, after, name)}
    if not kept:
        return after
    acts = {name: kept.get(name) or after.interventions[name] for name in before.interventions
            if name in kept or name in after.interventions}  # fmt: skip
    acts |= {name: act for name, act in after.interventions.items() if name not in acts}
    copy = after.model_copy(update={"interventions": acts})
    copy._texts, copy._folder, copy._draws = after._texts, after._folder, after._draws
    return copy


def same(before: Scenario, after: Scenario, name: str) -> bool:
    """Whether a decision is the same in two scenarios."""
    return before.interventions.get(name) == after.interventions.get(name)
