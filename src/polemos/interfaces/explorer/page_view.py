"""What does not change while somebody looks at a run: its names, its map, its dates, its answer.

Comes in: a run and the folder that commands name it by.  Goes out: the contract's ``Page``.  What the slider moves
through is next door in ``weeks_view``.
"""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from itertools import groupby

import numpy as np

from polemos import __version__
from polemos.dimensions import CAUSES as CAUSE_IDS
from polemos.dimensions import FISSURE_KINDS
from polemos.engine.run import Run
from polemos.interfaces.camps import style
from polemos.interfaces.explorer.plain import Plain
from polemos.interfaces.ground import Ground, ground_of, nearest
from polemos.interfaces.sections.again import lines_of, said_limits
from polemos.interfaces.sections.answers import lines
from polemos.interfaces.sections.coalition import KIND_LOOKS
from polemos.interfaces.sections.facts import CAUSES, DAYS_A_WEEK, KINDS, Facts
from polemos.interfaces.sections.theatre import CREDIT, ground_title
from polemos.interfaces.words import SCOPE

CELLS = 240
"""Columns of the map's wash."""
SHORT = 22
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\u00a0%)?(?: \([^()]*\d[^()]*\))?")


def page_of(run: Run, path: str, other: bool, argued: bool, document: bool) -> Plain:
    """Return the page of a run that commands call ``path``."""
    facts, made = Facts(run), run.manifest
    ground = ground_of(facts.war, run.folder)
    focal = int(facts.war.world.focal[0])
    numbers = [int(number) for number in run.recorded.numbers]
    coalitions = facts.war.numbers._scenario.coalitions
    return {
        "scenario": made.scenario, "title": made.title or made.scenario, "scope": SCOPE, "version": __version__,
        "histories": facts.histories, "numbers": [] if numbers == list(range(facts.histories)) else numbers,
        "seed": made.seed, "digest": made.digest, "engine": made.engine, "start": facts.start.isoformat(),
        "days": facts.days, "weeks": facts.weeks, "dates": _dates(facts), "run": path,
        "command": lines_of(facts), "changes": [*made.what_if, *(f"without {n}" for n in made.without), *made.edits],
        "coalition": coalitions[facts.legend.coalitions[focal]].title if focal >= 0 else "", "focal": facts.focal_camp,
        "camps": _camps(facts), "actors": _actors(facts), "places": _places(facts, ground), "fronts": _fronts(facts),
        "wings": _wings(facts, ground), "flows": _flows(facts), "roads": ground.roads.tolist(),
        "decisions": _decisions(facts),
        "kinds": [
            {"id": kind, "title": KINDS[kind], "fill": fill}
            for kind, (fill, _) in zip(FISSURE_KINDS, KIND_LOOKS, strict=True)
        ],
        "causes": [{"id": cause, "title": CAUSES[cause]} for cause in CAUSE_IDS],
        "ground": _ground(ground), "answer": _answer(facts, path), "limits": said_limits(facts),
        "other": other, "argued": argued, "document": document,
    }  # fmt: skip


def _dates(facts: Facts) -> list[str]:
    """Return the date at whose end the state of each week stands; the eve of the first day is the first day."""
    return [(facts.start + timedelta(max(0, week * DAYS_A_WEEK - 1))).isoformat() for week in range(facts.weeks + 1)]


def _camps(facts: Facts) -> list[Plain]:
    found = []
    for row, name in enumerate(facts.legend.camps):
        look = style(row)
        dash = "" if isinstance(look.dash, str) else " ".join(f"{part:g}" for part in look.dash[1])
        found.append(
            {"id": name, "title": facts.camp(row), "fill": look.fill, "ink": look.ink, "marker": look.marker,
             "dash": dash, "holds": row in facts.camps}
        )  # fmt: skip
    return found


def _actors(facts: Facts) -> list[Plain]:
    world, legend = facts.war.world, facts.legend
    focal = int(world.focal[0])
    lead, patron = (int(world.lead[focal]), int(world.patron[focal])) if focal >= 0 else (-1, -1)
    fights = facts.read("men", "week", "actor").max(axis=(0, 1)) > 0
    return [
        {"id": legend.actors[row], "title": facts.actor(row), "short": _short(facts.actor(row)),
         "camp": facts.camp_of(row), "member": row in facts.members, "lead": row == lead, "patron": row == patron,
         "fights": bool(fights[row])}
        for row in range(len(legend.actors))
    ]  # fmt: skip


def _short(title: str) -> str:
    """Return a title without what is in brackets or comes after a comma, cut at a word."""
    plain = title.split(" (")[0].split(",")[0]
    if len(plain) <= SHORT:
        return plain
    return plain[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def _places(facts: Facts, ground: Ground) -> list[Plain]:
    legend = facts.legend
    return [
        {"id": legend.places[place], "title": ground.titles[row], "short": ground_title(ground.titles[row]),
         "longitude": float(ground.longitude[row]), "latitude": float(ground.latitude[row]),
         "people": int(ground.people[row]), "front": int(facts.war.world.front[place]),
         "governorate": legend.governorate[place]}
        for row, place in enumerate(ground.shown.tolist())
    ]  # fmt: skip


def _fronts(facts: Facts) -> list[Plain]:
    legend = facts.legend
    return [
        {"id": name, "title": title, "named": not title.startswith("rest of ")}
        for name, title in zip(legend.fronts, legend.front_titles, strict=True)
    ]


def _wings(facts: Facts, ground: Ground) -> list[Plain]:
    world, legend = facts.war.world, facts.legend
    row = {int(place): number for number, place in enumerate(ground.shown)}
    return [
        {"id": name, "title": legend.wing_titles[wing], "patron": int(world.wing_patron[wing]),
         "base": row.get(int(world.base_of_wing[wing]), -1)}
        for wing, name in enumerate(legend.wings)
    ]  # fmt: skip


def _flows(facts: Facts) -> list[Plain]:
    legend, flows = facts.legend, facts.war.numbers._scenario.flows
    found = []
    for name in legend.flows:
        flow = flows[name]
        parts = {"men": flow.men.best, "missiles": flow.missiles.best, "armoured vehicles": flow.armour.best}
        said = [f"{amount:,.4g} {what} a month" for what, amount in parts.items() if amount]
        sender = legend.actors.index(flow.sponsor) if flow.sponsor in legend.actors else -1
        receiver = legend.actors.index(flow.client)
        title = f"{flow.sponsor if sender < 0 else facts.actor(sender)} to {facts.actor(receiver)}"
        found.append(
            {"id": name, "title": title, "from": sender, "to": receiver, "amount": ", ".join(said) or "stores"}
        )
    return found


def _decisions(facts: Facts) -> list[Plain]:
    ids = {title or name: name for name, title in
           zip(facts.legend.interventions, facts.legend.intervention_titles, strict=True)}  # fmt: skip
    return [
        {"day": mark.day, "low": mark.low, "high": mark.high, "titles": titles,
         "date": (facts.start + timedelta(int(mark.day))).isoformat(), "ids": [ids[title] for title in titles]}
        for mark, titles in facts.decisions
    ]  # fmt: skip


def _ground(ground: Ground) -> Plain:
    box = (ground.west, ground.east, ground.south, ground.north)
    cells = nearest(ground, box, CELLS)
    runs: list[int] = []
    for place, several in groupby(cells.reshape(-1).tolist()):
        runs += [place, sum(1 for _ in several)]
    return {
        "west": ground.west, "east": ground.east, "south": ground.south, "north": ground.north,
        "stretch": round(ground.stretch, 4),
        "countries": [{"role": role, "ring": np.round(ring, 3).tolist()} for role, ring in ground.countries],
        "rivers": [np.round(river, 3).tolist() for river in ground.rivers],
        "cells": {"columns": cells.shape[1], "rows": cells.shape[0], "runs": runs},
        "credit": CREDIT if ground.countries else "",
    }  # fmt: skip


def _answer(facts: Facts, path: str) -> list[Plain]:
    """Return the lines of the answer, each number apart with the command that prints it again."""
    command = shlex.join(["polemos", "report", path])
    found = []
    for head, body in lines(facts):
        how = {"words": f"{head} The answer in five lines, over {facts.histories:,} histories", "command": command}
        parts: list[str | Plain] = [head + " "]
        at = 0
        for number in NUMBER.finditer(body):
            parts += [body[at : number.start()], {"text": number[0], "how": how}]
            at = number.end()
        found.append({"parts": [part for part in [*parts, body[at:]] if part]})
    return found
