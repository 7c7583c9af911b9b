"""The modules that the tests of own rules register."""

from __future__ import annotations

ALLOCATION = "own, enemy, attacking, trust, waiting, served, refused, people, random"
ATTACK = "ratio, required, opening, people, lost_lately"
BREAK = "confidence, point, width, grievance, lost_lately"
MECHANISM = "world, given, numbers, state, key, stream, day"


def allocation(body: str, name: str = "mine") -> str:
    """Return a module with an allocation rule."""
    return f'@pm.allocation_rule("{name}")\ndef mine({ALLOCATION}):\n    {body}\n'


def attack(body: str) -> str:
    """Return a module with an attack rule."""
    return f'@pm.attack_rule("mine")\ndef mine({ATTACK}):\n    {body}\n'


def breaking(body: str) -> str:
    """Return a module with a break rule."""
    return f'@pm.break_rule("mine")\ndef mine({BREAK}):\n    {body}\n'


def mechanism(*lines: str, after: str = "trust", numbers: str = "", name: str = "mine") -> str:
    """Return a module with a mechanism."""
    body = "".join(f"    {line}\n" for line in lines)
    return f'@pm.mechanism("{name}", after="{after}"{numbers})\ndef act({MECHANISM}):\n{body}'


DESERTION = mechanism(
    "for actor in range(state.reserve.shape[0]):",
    "    u = pm.draw(key, stream, day, world.actor_key[actor], world.actor_key[actor])",
    "    gone = min(state.reserve[actor, 0], int(numbers.rate * state.reserve[actor, 0] + u.a))",
    "    state.reserve[actor, 0] -= gone",
    "    state.prisoners[actor] += gone",
    numbers=', rate="1/day"',
    name="desertion",
)
DESERTING = 'own_mechanisms={desertion: {numbers: {rate: {low: 0.01, best: 0.02, high: 0.04, source: "judgement"}}}}'
