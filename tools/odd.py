"""Write docs/odd.md: the model in the ODD protocol (Grimm 2020), prose from odd.md beside this file, the rest made.

    .venv/bin/python tools/odd.py

Each ``<!-- made: name -->`` of the prose is replaced by what the function of that name in ``PIECES`` returns from code
and scenario.  A test compares the page with ``page()``.
"""

from __future__ import annotations

import ast
import importlib
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import draws
import numpy as np
import parameters
import patterns
import state_variables
from inputs_at import number, war
from quotes import sections

from polemos.dimensions import FISSURE_KINDS, MECHANISMS
from polemos.engine.definitions import MEASURES
from polemos.model import day as day_room
from polemos.model.state import blank
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.interventions import When
from polemos.scenario.mechanisms import Mechanisms
from polemos.scenario.quantity import Quantity

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "odd.md"
MARK = re.compile(r"<!-- made: (\w+) -->")
ENTITIES = (
    ("place", "a town, base, junction, hill or district with one holder or none", "places"),
    ("front", "a named set of places on which fighting is reckoned together", "fronts"),
    ("actor", "a force that fights, a patron that flies, a sponsor that supplies, or several of these", "actors"),
    ("camp", "actors that count as one side; camps are hostile, neutral or friendly to each other", "camps"),
    ("coalition", "members under some form of command, with a lead and perhaps a patron", "coalitions"),
    ("wing", "aircraft of one patron, one kind and one base, with range and sorties", "wings"),
    ("flow", "what a sponsor sends to a client month by month, by way of crossings", "flows"),
    ("stakeholder", "a great power or a faction inside one, with positions on issues", "stakeholders"),
    ("issue", "a question between stakeholders whose settlement moves efforts and flows", "issues"),
    ("intervention", "a dated decision: truces, aircraft, men, command, flows, tempo, effort", "interventions"),
)


@cache
def compiled() -> War:
    """Return the reference war as arrays."""
    return compile_scenario(war())


def cells(*words: object) -> str:
    """Return a line of a table."""
    return "| " + " | ".join(str(word).replace("|", "\\|").replace("\n", " ").strip() for word in words) + " |"


def table(head: tuple[str, ...], lines: list[str]) -> str:
    """Return a table."""
    return "\n".join([cells(*head), "|" + "---|" * len(head), *lines]) + "\n"


def ranged(value: Quantity | When) -> str:
    """Return a number or a date as ``best (low to high)``, or alone if it is certain."""
    low, best, high = (
        str(one) if isinstance(value, When) else number(one) for one in (value.low, value.best, value.high)
    )
    return best if low == high else f"{best} ({low} to {high})"


def entities() -> str:
    """Return what the entities stand for and how many there are; roads have no list of ids."""
    legend, world = compiled().legend, compiled().world
    lines = [cells(name, meaning, len(getattr(legend, axis))) for name, meaning, axis in ENTITIES]
    lines.insert(1, cells("link", "a road between two places, with its length", len(world.neighbour) // 2))
    return table(("entity", "what it stands for", "in `syria-2016`"), lines)


def extent() -> str:
    """Return how much ground and how many people the reference war covers."""
    world = compiled().world
    return textwrap.fill(
        f"The counted theatre has {int(world.main.sum())} places with {int((world.population * world.main).sum()):,} "
        f"people; {int((1 - world.main).sum())} places next door hold men who could fight elsewhere.",
        118,
    )


def schedule() -> str:
    """Return the rooms of a day in their order, each with the first sentence of its docstring.

    What always acts stands in ``day.live``, what can be left out in ``day.enter``.
    """
    source = Path(day_room.__file__).read_text(encoding="utf-8")
    body = {node.name: node.body for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    always = [step for step in body["live"] if isinstance(step, ast.Expr)]
    lines: list[str] = []
    for step in [*always, *(step for step in body["enter"] if isinstance(step, ast.If))]:
        for call in ast.walk(step):
            if isinstance(call, ast.Call):
                name = ast.unparse(call.func)
                room = name.partition(".")[0]
                lines.append(f"{len(lines) + 1}. {_step(room, isinstance(step, ast.If))}")
    return "\n".join([*lines, f"{len(lines) + 1}. {_said('record', _first('polemos.engine.record'), False)}"]) + "\n"


def _step(room: str, switched: bool) -> str:
    thing = vars(day_room)[room]
    said = _first(thing.__name__) if hasattr(thing, "__file__") else (thing.__doc__ or "").strip()
    return _said(room, said, switched)


def _said(name: str, said: str, switched: bool) -> str:
    return f"`{name}`{' (can be left out)' if switched else ''}: {said[0].lower()}{said[1:]}"


def _first(module: str) -> str:
    """Return the first paragraph of a module's docstring."""
    said = importlib.import_module(module).__doc__ or ""
    return " ".join(said.split("\n\n")[0].split())


def measures() -> str:
    """Return every measure with its axes, unit and definition."""
    lines = [
        cells(f"`{name}`", ", ".join(one.axes[1:]) or "-", one.unit, one.definition) for name, one in MEASURES.items()
    ]
    return table(("measure of a history", "axes", "unit", "definition"), lines)


def camps() -> str:
    """Return each camp with its actors, men and what it holds."""
    scenario, places = war(), dict(zip(compiled().legend.places, compiled().world.population, strict=True))
    lines = []
    for name, camp in scenario.camps.items():
        actors = {key: actor for key, actor in scenario.actors.items() if actor.camp == name}
        men = [sum(getattr(one.strength, end) for one in actors.values()) for end in ("best", "low", "high")]
        held = [place for actor in actors for place in scenario.holders.get(actor, [])]
        people = sum(int(places[place]) for place in held)
        size = f"{men[0]:,.0f} ({men[1]:,.0f} to {men[2]:,.0f})" if men[2] else "0"
        lines.append(cells(camp.title, ", ".join(f"`{key}`" for key in actors), size, len(held), f"{people:,}"))
    return table(("camp", "actors", "men, sums of best (low to high)", "places", "people there"), lines)


def wings() -> str:
    """Return each wing with its patron, kind and numbers."""
    lines = [
        cells(
            f"`{name}`",
            wing.patron,
            wing.kind,
            *map(ranged, (wing.aircraft, wing.serviceable, wing.sorties, wing.reach)),
        )
        for name, wing in war().wings.items()
    ]
    return table(("wing", "patron", "kind", "aircraft", "serviceable", "sorties a day each", "reach [km]"), lines)


def blank_values() -> str:
    """Return which state variables start with one value everywhere, and which come from the scenario."""
    state = blank(compiled().world, compiled().parameters(1, 0)[0])
    hidden = {one.name for one in state_variables.variables("State") if one.scratch}
    same: dict[str, list[str]] = {}
    given = []
    for name in state._fields:
        values = np.asarray(getattr(state, name))
        if name in hidden or name == "clock" or not values.size:
            continue
        if (values == values.flat[0]).all():
            same.setdefault(number(float(values.flat[0])), []).append(f"`{name}`")
        else:
            given.append(f"`{name}`")
    lines = [f"- {value}: {', '.join(names)}" for value, names in sorted(same.items(), key=lambda item: -len(item[1]))]
    lines.append("- `clock`: 0, but the roads are to be found (1), and there is no ending and no victor yet (-1)")
    return "\n".join([*lines, f"- from the scenario: {', '.join(given)}"]) + "\n"


def interventions() -> str:
    """Return the dated decisions with date, cause and source."""
    lines = []
    for name, act in war().interventions.items():
        numbers = [getattr(act, field) for field in type(act).model_fields if field != "date"]
        sources = [act.source, act.date.source, *(one.source for one in numbers if isinstance(one, Quantity))]
        said = "; ".join(dict.fromkeys(source for source in sources if source))
        lines.append(cells(f"`{name}`", act.title, ranged(act.date), act.action, act.cause or "", said))
    return table(("", "what was decided", "date", "action", "cause", "source"), lines)


def inputs() -> str:
    """Return how many numbers are uncertain, and how well they are supported."""
    found = compiled().drawn.all
    uncertain = compiled().inputs
    known = Counter(item.confidence or "not said" for item in uncertain)
    support = ", ".join(
        f"{known[word]} {word}" for word in ("high", "medium", "low", "none", "not said") if known[word]
    )
    return textwrap.fill(
        f"The scenario and the mechanisms have {len(found):,} numbers. {len(uncertain):,} are uncertain and drawn once "
        f"per history; the confidence stated for these is {support}.",
        118,
    )


def submodels() -> str:
    """Return each room's section of the model's page with its numbers."""
    parts = ["### Conservation, and what all rooms share\n\n" + sections()["Overview"].text + "\n"]
    parts.append("### 7.0 Dated decisions\n\n" + sections()["decisions"].text + "\n")
    defaults = Mechanisms()
    for place, room in enumerate(MECHANISMS, start=1):
        rows = "\n".join(parameters.rows(getattr(defaults, room)))
        parts.append(f"### 7.{place} {room}\n\n{sections()[room].text}\n\n{parameters.TABLE.strip()}\n{rows}\n")
    parts.append(f"### 7.{len(MECHANISMS) + 1} The record\n\n" + sections()["record"].text + "\n")
    return "\n".join(parts)


PIECES: dict[str, Callable[[], str]] = {
    "patterns": patterns.table,
    "entities": entities,
    "state": lambda: state_variables.tables("State"),
    "world": lambda: state_variables.tables("World"),
    "days": lambda: str(war().days),
    "extent": extent,
    "schedule": schedule,
    "draws": draws.table,
    "kinds": lambda: "\n".join(f"{row}. `{kind}`" for row, kind in enumerate(FISSURE_KINDS, start=1)),
    "measures": measures,
    "start": lambda: f"{war().start.day} {war().start:%B %Y}",
    "camps": camps,
    "trust": lambda: ranged(war().trust.usual),
    "wings": wings,
    "blank": blank_values,
    "interventions": interventions,
    "inputs": inputs,
    "submodels": submodels,
}


def page() -> str:
    """Return the whole page."""
    prose = (HERE / "odd.md").read_text(encoding="utf-8")
    return MARK.sub(lambda mark: PIECES[mark[1]]().strip("\n"), prose)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PAGE.parents[1])}")
