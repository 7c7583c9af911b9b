"""Which rules a scenario names, who wrote them, and where the engine can call them.

Comes in: a scenario and what is registered.  Goes out: problems for names that nobody has registered, the texts that
belong to a run's identity, and addresses for ``World``.  Registering is next door in ``register``.
"""

from __future__ import annotations

import contextlib
import re
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import MECHANISMS, Counts, Floats
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.model.slots import SLOTS
from polemos.scenario.node import Steps
from polemos.scenario.references import Where
from polemos.scenario.register import OWN_MECHANISM, Rule, find, known
from polemos.scenario.schema import OwnMechanism, Scenario

if TYPE_CHECKING:
    from polemos.model.parameters import Parameters
    from polemos.model.rules import Address
    from polemos.model.state import World

NAME_THE_MODULE = "name the module that registers it with --rules FILE, or import it first"
# Streams of chance below are the built-in rooms' own.
FIRST_STREAM, STREAMS = 1000, 60000
# How the compiler's messages name a place and colour their words.
PLACE = re.compile(r'File "([^"]+)", line (\d+)')
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DIGEST = re.compile(r"\.[0-9a-f]{16}\b")
CAN = "plain numbers, loops, functions of math and numpy, and constants of the module can be"


class Named(NamedTuple):
    """One place of a scenario where a rule is named."""

    slot: str
    name: str
    steps: Steps


@dataclass(frozen=True, eq=False)
class OwnRules:
    """The rules of a compiled war: names by actor and slot, a user's own among them, and the code kept alive."""

    names: dict[str, tuple[str, ...]]
    own: dict[tuple[str, str], Rule]
    mechanisms: tuple[str, ...]
    missing: tuple[str, ...]
    kept: tuple[Address, ...]


def named(scenario: Scenario) -> Iterator[Named]:
    """Yield every rule that a scenario names, and every mechanism of a user's own that is on."""
    for name, patron in scenario.patrons.items():
        yield Named("allocation", patron.allocation, ("patrons", name, "allocation"))
    for name, actor in scenario.actors.items():
        yield Named("decision", actor.decision, ("actors", name, "decision"))
        yield Named("breaking", actor.breaking, ("actors", name, "breaking"))
    for name, mechanism in scenario.own_mechanisms.items():
        if mechanism.on:
            yield Named(OWN_MECHANISM, name, (OWN_MECHANISM, name))


def unknown_rules(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every rule that is named is built in or registered, and a mechanism gets the numbers that it asks for."""
    for slot, name, steps in named(scenario):
        rule, there = find(slot, name), known(slot)
        if rule is None and (slot == OWN_MECHANISM or name not in there):
            kind = "mechanism" if slot == OWN_MECHANISM else SLOTS[slot].kind
            hint = "; ".join(
                word for word in (did_you_mean(name, there), f"known: {', '.join(there)}" * bool(there)) if word
            )
            what = f'unknown {kind} "{name}"'
            yield where(what, *steps, hint=f"{hint}; {NAME_THE_MODULE}" if hint else NAME_THE_MODULE,
                        at_key=slot == OWN_MECHANISM)  # fmt: skip
        elif rule is not None and slot == OWN_MECHANISM:
            yield from _numbers(rule, scenario.own_mechanisms[name], where)


def _numbers(rule: Rule, mechanism: OwnMechanism, where: Where) -> Iterator[Problem]:
    for number, unit in rule.numbers.items():
        if number not in mechanism.numbers:
            what = f'the mechanism "{rule.name}" needs the number "{number}" [{unit}]'
            yield where(what, OWN_MECHANISM, rule.name, "numbers", hint="write {low, best, high, source}")
    for number in mechanism.numbers:
        if number not in rule.numbers:
            hint = did_you_mean(number, list(rule.numbers)) or f"it asks for: {', '.join(rule.numbers) or 'none'}"
            what = f'the mechanism "{rule.name}" asks for no number "{number}"'
            yield where(what, OWN_MECHANISM, rule.name, "numbers", number, hint=hint, at_key=True)


def built_in_names(slot: str) -> tuple[str, ...]:
    """Return the names of a slot's built-in rules."""
    return SLOTS[slot].built_in if slot in SLOTS else ()


def used(scenario: Scenario) -> list[Rule]:
    """Return the user's rules that a scenario names and that are registered, each once."""
    found = {(slot, name): find(slot, name) for slot, name, _ in named(scenario)}
    return [rule for _, rule in sorted(found.items()) if rule is not None]


def texts(scenario: Scenario) -> dict[str, str]:
    """Return the texts of the modules in which the scenario's rules are written, by a file name each."""
    modules = {rule.file: rule for rule in used(scenario)}
    found: dict[str, str] = {}
    for file in sorted(modules):
        name, number = modules[file].module, 1
        while name in found:
            number += 1
            name = f"{modules[file].module.removesuffix('.py')}-{number}.py"
        found[name] = modules[file].text
    return found


def addresses(scenario: Scenario, allowed: frozenset[str] | None) -> tuple[OwnRules, dict[str, list[int]]]:
    """Return the rules of each actor and their addresses; ``allowed`` are the only texts that own rules may have.

    With ``allowed`` a rule that is not registered, or is another than the one allowed, is noted as missing.
    """
    from polemos.model.rules import built_in

    names = {
        "allocation": tuple(
            scenario.patrons[actor].allocation if actor in scenario.patrons else "by_need" for actor in scenario.actors
        ),
        "decision": tuple(actor.decision for actor in scenario.actors.values()),
        "breaking": tuple(actor.breaking for actor in scenario.actors.values()),
    }
    own: dict[tuple[str, str], Rule] = {}
    missing: list[str] = []
    for slot, name, _ in named(scenario):
        if slot != OWN_MECHANISM and name in built_in_names(slot):
            continue
        rule = find(slot, name)
        if rule is None:
            missing.append(f'nobody has registered "{name}"')
        elif allowed is not None and rule.text not in allowed:
            missing.append(f'"{name}" of {rule.module} is not as it was when the war was run')
        else:
            own[slot, name] = rule
    made = {
        (slot, name): built_in(slot, name) if name in built_in_names(slot) else _compiled_rule(own[slot, name])
        for slot, chosen in names.items()
        for name in chosen
        if name in built_in_names(slot) or (slot, name) in own
    }
    numbers = {
        slot: [made[slot, name].number if (slot, name) in made else -1 for name in chosen]
        for slot, chosen in names.items()
    }
    mechanisms = tuple(name for slot, name in own if slot == OWN_MECHANISM)
    return OwnRules(names, own, mechanisms, tuple(dict.fromkeys(missing)), tuple(made.values())), numbers


def compiled_mechanisms(own: OwnRules, world: World, given: Parameters) -> tuple[Counts, OwnRules]:
    """Return address, place in the day and stream of chance of each own mechanism, and who keeps them alive."""
    from polemos.model.rules import address_of_mechanism
    from polemos.model.state import blank
    from polemos.scenario.inputs import key_of

    state, kept = blank(world, given), list(own.kept)
    rows = np.zeros((len(own.mechanisms), 3), dtype=np.int64)
    for row, name in enumerate(own.mechanisms):
        rule = own.own[OWN_MECHANISM, name]
        numbers = numbers_of(rule, np.zeros(len(rule.numbers)))
        with _told(rule):
            kept.append(address_of_mechanism(rule.function, (world, given, numbers, state)))
        stream = FIRST_STREAM + int(key_of(f"mechanism {name}")) % STREAMS
        if stream in rows[:, 2]:
            raise BadInput(rule.problem("has the same stream of chance as another mechanism", "take another name"))
        rows[row] = kept[-1].number, MECHANISMS.index(rule.after), stream
    return rows, replace(own, kept=tuple(kept))


def numbers_of(rule: Rule, values: Floats) -> Any:
    """Return the mechanism's numbers by name."""
    return namedtuple("numbers", list(rule.numbers))(*values[: len(rule.numbers)].tolist())


def _compiled_rule(rule: Rule) -> Address:
    from polemos.model.rules import address_of_rule

    with _told(rule):
        return address_of_rule(rule.function, len(SLOTS[rule.slot].arguments))


@contextlib.contextmanager
def _told(rule: Rule) -> Iterator[None]:
    """Turn what the compiler says of a user's function into one line with its place."""
    from numba.core.errors import NumbaError

    from polemos.model.rules import Unfit

    try:
        yield
    except Unfit as error:
        raise BadInput(rule.problem(error.args[0], error.args[1])) from None
    except NumbaError as error:
        said = DIGEST.sub("", COLOUR.sub("", str(error)))
        lines = [int(line) for file, line in PLACE.findall(said) if Path(file).name == rule.module]
        raise BadInput(rule.problem(f"cannot be compiled: {_gist(said)}", CAN, lines[-1] if lines else 0)) from None


def _gist(said: str) -> str:
    """Return the one sentence of a compiler's message that a person can use."""
    lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    if any("Cannot modify readonly array" in line for line in lines):
        return "world and given can only be read"
    for number, line in enumerate(lines):
        if not line.startswith("Failed in"):
            shown = f"{line} {lines[number + 1]}" if line.endswith(":") and number + 1 < len(lines) else line
            return shown.replace(">>> ", "")[:200].rstrip(".:")
    return "the compiler gives no reason"
