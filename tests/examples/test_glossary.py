"""One word for one thing: the glossary's terms are in the code, the code's words are in the glossary, synonyms nowhere.

A name of the language of files and output counts as explained where an entry shows it as `name`, or is called so.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from polemos import dimensions
from polemos.engine.definitions import MEASURES
from polemos.evidence import ledger
from polemos.scenario import bargaining, interventions, schema
from tools_of_the_house import DOCS, ROOT

SOURCE = ROOT / "src" / "polemos"

# Terms of the field or of plain English that no file, field or function is named after.
PLAIN = {
    "assault",
    "authority",
    "change of hands",
    "common random numbers",
    "counted theatre",
    "engagement",
    "first order",
    "keyed draw",
    "loss-exchange ratio",
    "paired difference",
    "planning cycle",
    "predictive check",
    "probability of necessity",
    "share due to chance",
    "simulation-based calibration",
    "spoiler",
    "total order",
}
CLOSED_LISTS = {
    "mechanisms": dimensions.MECHANISMS,
    "answers": dimensions.ANSWERS,
    "kinds of fissure": dimensions.FISSURE_KINDS,
    "kinds of ending": dimensions.ENDING_KINDS,
    "causes": dimensions.CAUSES,
    "command modes": dimensions.COMMAND_MODES,
    "allocation rules": dimensions.ALLOCATION_RULES,
    "attack rules": dimensions.ATTACK_RULES,
    "break rules": dimensions.BREAK_RULES,
    "kinds of aircraft": dimensions.AIRCRAFT_KINDS,
    "terrains": dimensions.TERRAINS,
    "stances": dimensions.STANCES,
    "measures": tuple(MEASURES),
}
# Fields that say what they are wherever they stand.
SELF_EVIDENT = {
    "kind",
    "polemos",
    "name",
    "title",
    "summary",
    "start",
    "days",
    "zero",
    "one",
    "of",
    "towards",
    "source",
    "date",
    "document",
    "unit",
}
PARTS: list[type[BaseModel]] = [
    schema.Scenario,
    schema.Camp,
    schema.Actor,
    schema.Coalition,
    schema.Patron,
    schema.Wing,
    schema.Flow,
    bargaining.Issue,
    bargaining.Stakeholder,
    bargaining.StakeholderPosition,
    bargaining.BargainRules,
    bargaining.Bargaining,
    schema.OwnMechanism,
    schema.WhatIf,
    *get_args(get_args(interventions.Intervention)[0]),
    ledger.Ledger,
    ledger.About,
    ledger.Fact,
    ledger.Claim,
    ledger.Statement,
    ledger.Reading,
    ledger.Resolution,
    ledger.Labels,
    ledger.Rival,
]
# What a thing must not be called, and what it is called here; where the word means something else it may stand.
SYNONYMS = {
    "agent": "actor",
    "player": "actor",
    "combatant": "actor",
    "unit": "actor",
    "node": "place",
    "town": "place",
    "location": "place",
    "region": "front",
    "sector": "front",
    "edge": "link",
    "alliance": "coalition",
    "bloc": "camp",
    "ally": "friend or member",
    "soldier": "men",
    "troop": "men",
    "troops": "men",
    "fighter": "men",
    "plane": "aircraft",
    "airplane": "aircraft",
    "jet": "aircraft",
    "squadron": "wing",
    "mission": "sortie",
    "tank": "armour",
    "denied": "refused",
    "rejected": "refused",
    "granted": "honoured",
    "accepted": "honoured",
    "armistice": "ceasefire",
    "split": "fissure",
    "defection": "fissure",
    "trial": "history",
    "replicate": "history",
    "replication": "history",
    "iteration": "history",
    "realisation": "history",
    "realization": "history",
    "tick": "day",
    "timestep": "day",
    "metric": "measure",
    "indicator": "measure",
    "counterfactual": "what-if",
    "treatment": "what-if",
}
ALLOWED = {
    ("node", "scenario"): "of the tree of a YAML document",
    ("node", "theory"): "of a signed network, as graph theory has it",
    ("unit", "scenario"): "of measurement",
    ("unit", "units"): "of measurement",
    ("unit", "engine"): "of measurement",
    ("unit", "interfaces"): "of measurement",
    ("unit", "evidence"): "of measurement",
    ("node", "evidence"): "of the tree of a YAML document",
    ("unit", "experiments"): "of measurement",
    ("edge", "interfaces"): "of a drawing",
    ("rejected", "evidence"): "of a row of a file that is read",
    ("region", "scenario"): "of the world, as UCDP GED names it",
    ("sector", "scenario"): "of a place that belongs to no named front",
}


@cache
def entries() -> dict[str, str]:
    """Return the glossary: term -> explanation."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    return {
        term: " ".join(said.split())
        for term, said in re.findall(r"^\*\*(.+?)\*\* - (.*?)(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    }


def public_names(tree: ast.Module) -> Iterator[str]:
    """Give the names of functions, classes, arguments, fields and constants of a file, private ones left out."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


@cache
def names() -> dict[str, set[str]]:
    """Return every public name of the source with the rooms where it stands, and the names of its files."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for name in [path.stem, *public_names(ast.parse(path.read_text(encoding="utf-8")))]:
            if not name.startswith("_"):
                found.setdefault(name, set()).add(room)
    return found


@cache
def words() -> dict[str, set[str]]:
    """Return the single words of which public names are made, with the rooms where they stand."""
    found: dict[str, set[str]] = {}
    for name, rooms in names().items():
        for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name):
            found.setdefault(word.lower(), set()).update(rooms)
    return found


def spoken() -> set[str]:
    """Return all that a term may be found as: public names, ids in closed lists and in measures, as plain words."""
    closed = [name for every in CLOSED_LISTS.values() for name in every]
    snake = [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in [*names(), *closed]]
    return {name.replace("_", " ") for name in snake}


def is_in_the_code(term: str) -> bool:
    plain = term.lower().replace("-", " ")
    forms = {plain, f"{plain}s", plain.removesuffix("s"), plain.removesuffix("y") + "ies"}
    return any(re.search(rf"\b{re.escape(form)}\b", name) for form in forms for name in spoken())


def explained(name: str) -> bool:
    plain = name.replace("_", " ")
    terms = {term.lower().replace("-", " ") for term in entries()}
    singular = {plain, plain.removesuffix("s"), re.sub("ies$", "y", plain)}
    return bool(singular & terms) or any(f"`{name}`" in said for said in entries().values())


@pytest.mark.parametrize("term", sorted(entries()))
def test_a_term_names_something_in_the_code_or_is_plain(term: str) -> None:
    assert is_in_the_code(term) is (term not in PLAIN)


def test_plain_terms_are_in_the_glossary() -> None:
    assert sorted(set(entries()) & PLAIN) == sorted(PLAIN)


@pytest.mark.parametrize("kind", list(CLOSED_LISTS))
def test_every_word_of_a_closed_list_is_explained(kind: str) -> None:
    assert [name for name in CLOSED_LISTS[kind] if not explained(name)] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_that_a_person_writes_is_explained(part: Any) -> None:
    assert [name for name in part.model_fields if name not in SELF_EVIDENT and not explained(name)] == []


def test_every_action_of_a_decision_is_explained() -> None:
    actions = [
        get_args(part.model_fields["action"].annotation)[0]
        for part in get_args(get_args(interventions.Intervention)[0])
    ]
    assert actions
    assert [action for action in actions if not explained(action)] == []


@pytest.mark.parametrize("word", list(SYNONYMS))
def test_nothing_is_called_by_a_synonym(word: str) -> None:
    rooms = {room for room in words().get(word, set()) if (word, room) not in ALLOWED}
    assert rooms == set(), f"say {SYNONYMS[word]}"


def test_a_synonym_that_is_allowed_somewhere_is_used_there() -> None:
    assert [pair for pair in ALLOWED if pair[1] not in words().get(pair[0], set())] == []


def test_a_word_of_the_house_is_no_synonym_of_another() -> None:
    assert sorted(set(SYNONYMS) & {term.lower() for term in entries()}) == []


def test_a_planted_word_would_be_seen() -> None:
    planted = ast.parse("class AgentModel:\n    soldiers: int\n\ndef count(node: int) -> int: ...\n")
    assert set(public_names(planted)) == {"AgentModel", "soldiers", "count", "node"}
    assert not explained("kinetic_outcome")
    assert not is_in_the_code("centre of gravity")
