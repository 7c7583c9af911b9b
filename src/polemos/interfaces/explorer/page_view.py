"""What does not change while somebody looks: names, places, ground, dates, and the answer in five lines.

Comes in: a run, and its folder as a command names it.  Goes out: the contract's ``Page``.  Rows of places count those
that the map shows, rows of everything else are those of the war.
"""

from __future__ import annotations

import shlex
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos import __version__
from polemos.dimensions import CAUSES as CAUSE_IDS
from polemos.dimensions import FISSURE_KINDS
from polemos.engine.course import scenario_of
from polemos.engine.run import Run
from polemos.interfaces.camps import style
from polemos.interfaces.charts import clipped
from polemos.interfaces.explorer.plain import Plain, precise
from polemos.interfaces.ground import Ground, ground_of, nearest
from polemos.interfaces.sections.again import limits_said, lines_of
from polemos.interfaces.sections.answer_lines import Figure, Line, lines
from polemos.interfaces.sections.coalition import KIND_LOOKS
from polemos.interfaces.sections.facts import CAUSES, DAYS_A_WEEK, KINDS, Facts
from polemos.interfaces.sections.theatre import CREDIT, ground_title
from polemos.interfaces.words import SCOPE
from polemos.scenario.legend import REST

if TYPE_CHECKING:
    from polemos.scenario.schema import Flow

COLUMNS = 240
"""Columns of the wash: about 3.5 km each in a country of 800 km."""
SHORT = 22
"""Letters of a short title."""
FINE = 3
"""Decimals of a longitude or latitude: about 100 m, finer than a pixel of the map."""
AMOUNTS = (("men", "men a month"), ("missiles", "missiles a month"), ("armour", "vehicles a month"),
           ("stores", "of full stores a day"))  # fmt: skip


def page_of(run: Run, path: str, other: bool = False, argued: bool = False, document: bool = False) -> Plain:
    """Return the page's frame; ``path`` is the run's folder as commands write it, the rest says what stands beside."""
    facts, made = Facts(run), run.manifest
    ground = ground_of(facts.war, run.folder)
    return {
        "scenario": made.scenario, "title": made.title or made.scenario, "scope": SCOPE, "version": __version__,
        "histories": facts.histories, "numbers": _numbers(run), "seed": made.seed, "digest": made.digest,
        "engine": made.engine, "start": facts.start.isoformat(), "days": facts.days, "weeks": facts.weeks,
        "dates": [week_date(facts, week) for week in range(facts.weeks + 1)],
        "run": path, "command": lines_of(facts),
        "changes": [*made.what_if, *(f"without {name}" for name in made.without), *made.edits],
        "coalition": _coalition(facts), "focal": facts.focal_camp,
        "camps": [_camp(facts, row) for row in range(len(facts.legend.camps))],
        "actors": _actors(facts), "places": _places(facts, ground),
        "fronts": [
            {"id": name, "title": title, "named": not name.startswith(REST)}
            for name, title in zip(facts.legend.fronts, facts.legend.front_titles, strict=True)
        ],
        "wings": _wings(facts, ground), "flows": _flows(facts), "roads": ground.roads.tolist(),
        "decisions": _decisions(facts),
        "kinds": [
            {"id": kind, "title": KINDS[kind], "fill": fill}
            for kind, (fill, _) in zip(FISSURE_KINDS, KIND_LOOKS, strict=True)
        ],
        "causes": [{"id": cause, "title": CAUSES[cause]} for cause in CAUSE_IDS],
        "ground": ground_in_runs(ground), "answer": [_line(line, path) for line in lines(facts)],
        "limits": list(limits_said(facts)), "other": other, "argued": argued, "document": document,
    }  # fmt: skip


def week_date(facts: Facts, week: int) -> str:
    """Return the ISO date at whose end the state of a week stands; the first day for week 0."""
    return (facts.start + timedelta(max(0, week * DAYS_A_WEEK - 1))).isoformat()


def show_command(path: str, options: tuple[str, ...] = ()) -> str:
    """Return the command that prints a number of the run in a folder again."""
    return shlex.join(["polemos", "show", path, *options])


def row_of_places(ground: Ground, places: int) -> list[int]:
    """Return for each place of the war its row on the map, -1 elsewhere; one more -1 for no place."""
    row = np.full(places + 1, -1, dtype=np.int64)
    row[ground.shown] = np.arange(len(ground.shown))
    return [int(one) for one in row]


def _numbers(run: Run) -> list[int]:
    """Return the numbers of the histories, nothing if they are 0, 1, 2 ..."""
    numbers = run.recorded.numbers
    return [] if np.array_equal(numbers, np.arange(len(numbers))) else [int(one) for one in numbers]


def _coalition(facts: Facts) -> str:
    focal = int(facts.war.world.focal[0])
    if focal < 0:
        return ""
    name = facts.legend.coalitions[focal]
    return scenario_of(facts.war).coalitions[name].title or name


def _camp(facts: Facts, row: int) -> Plain:
    look = style(row)
    dash = "" if isinstance(look.dash, str) else " ".join(f"{part:g}" for part in look.dash[1])
    return {
        "id": facts.legend.camps[row], "title": facts.camp(row), "fill": look.fill, "ink": look.ink,
        "marker": look.marker, "dash": dash, "holds": row in facts.camps,
    }  # fmt: skip


def _actors(facts: Facts) -> list[Plain]:
    world = facts.war.world
    most = facts.read("men", "week", "actor").max(axis=(0, 1))
    lead = int(world.lead[int(world.focal[0])]) if facts.members else -1
    patrons = set(world.wing_patron.tolist())
    return [
        {
            "id": name, "title": facts.actor(row), "short": clipped(facts.actor(row), SHORT),
            "camp": facts.camp_of(row), "member": row in facts.members, "lead": row == lead, "patron": row in patrons,
            "fights": bool(most[row] > 0),
        }
        for row, name in enumerate(facts.legend.actors)
    ]  # fmt: skip


def _places(facts: Facts, ground: Ground) -> list[Plain]:
    legend = facts.legend
    return [
        {
            "id": legend.places[place], "title": ground.titles[row], "short": ground_title(ground.titles[row]),
            "longitude": round(float(ground.longitude[row]), FINE),
            "latitude": round(float(ground.latitude[row]), FINE),
            "people": int(ground.people[row]), "front": legend.fronts.index(legend.front_of_place[place]),
            "governorate": legend.governorate[place],
        }
        for row, place in enumerate(ground.shown.tolist())
    ]  # fmt: skip


def _wings(facts: Facts, ground: Ground) -> list[Plain]:
    world, legend = facts.war.world, facts.legend
    place = row_of_places(ground, len(legend.places))
    return [
        {
            "id": name, "title": legend.wing_titles[row] or name, "patron": int(world.wing_patron[row]),
            "base": place[int(world.base_of_wing[row])],
        }
        for row, name in enumerate(legend.wings)
    ]  # fmt: skip


def _flows(facts: Facts) -> list[Plain]:
    flows, actors = scenario_of(facts.war).flows, facts.legend.actors
    return [
        {
            "id": name, "title": f"{facts.actor(actors.index(flow.sponsor))} to "
            f"{facts.actor(actors.index(flow.client))}",
            "from": actors.index(flow.sponsor), "to": actors.index(flow.client), "amount": _amount(flow),
        }
        for name, flow in flows.items()
    ]  # fmt: skip


def _amount(flow: Flow) -> str:
    """Return what a flow brings, in words: the best value and its range."""
    parts = []
    for field, words in AMOUNTS:
        value: Any = getattr(flow, field)
        if value.high > 0:
            span = f" ({value.low:g} to {value.high:g})" if value.low < value.high else ""
            parts.append(f"{value.best:g}{span} {words}")
    return ", ".join(parts) or "nothing"


def _decisions(facts: Facts) -> list[Plain]:
    titles = dict(zip(facts.legend.interventions, facts.legend.intervention_titles, strict=True))
    return [
        {
            "day": precise(mark.day), "low": precise(mark.low), "high": precise(mark.high),
            "date": (facts.start + timedelta(int(mark.day))).isoformat(),
            "titles": [titles[name] or name for name in names], "ids": names,
        }
        for mark, names in facts.decided
    ]  # fmt: skip


def ground_in_runs(ground: Ground) -> Plain:
    """Return borders, rivers and whose ground each cell is, in runs of cells of one place."""
    cells = nearest(ground, (ground.west, ground.east, ground.south, ground.north), COLUMNS)
    flat = cells.ravel()
    begins = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    lengths = np.diff(np.append(begins, len(flat)))
    return {
        "west": round(ground.west, FINE), "east": round(ground.east, FINE), "south": round(ground.south, FINE),
        "north": round(ground.north, FINE), "stretch": round(ground.stretch, 4),
        "countries": [{"role": role, "ring": np.round(ring, FINE).tolist()} for role, ring in ground.countries],
        "rivers": [np.round(river, FINE).tolist() for river in ground.rivers],
        "cells": {
            "columns": cells.shape[1], "rows": cells.shape[0],
            "runs": np.column_stack([flat[begins], lengths]).ravel().tolist(),
        },
        "credit": CREDIT if ground.countries else "",
    }  # fmt: skip


def _line(line: Line, path: str) -> Plain:
    return {"parts": [f"{line.head} ", *(_part(part, path) for part in line.parts)]}


def _part(part: str | Figure, path: str) -> Any:
    if isinstance(part, str):
        return part
    return {"text": part.text, "how": {"words": part.words, "command": show_command(path, part.options)}}
