"""Who holds what over time as GeoJSON, for maps that can play.

Comes in: a run, or one history of it.  Goes out: the bytes of a FeatureCollection (RFC 7946): a point for each place
and spell of days in which nothing changes.  ``begin`` and ``end`` are its first and last day in ISO form, as the
temporal controller of QGIS reads them (both included); shares are of the histories.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

from polemos.engine.replay import replay_run
from polemos.engine.run import Run
from polemos.interfaces.ground import shown_places
from polemos.interfaces.sections.facts import DAYS_A_WEEK, Facts

Plain = dict[str, Any]
NOBODY = "nobody"


def control_of(run: Run) -> bytes:
    """Return for every place the camp that holds it in most histories, and in how many, by spells of weeks."""
    facts = Facts(run)
    camps = camps_by_week(facts)
    share = np.stack([(camps == row).mean(axis=0) for row in (*range(len(facts.legend.camps)), -1)], axis=-1)
    order = np.argsort(-share, axis=-1, kind="stable")
    features = []
    for row, place in enumerate(shown_places(facts.war).tolist()):
        told = [_told(facts, order[week, row], share[week, row]) for week in range(facts.weeks + 1)]
        for first, last in spells(told):
            features.append(_feature(facts, place, {"what": "control", **_span(facts, first, last), **told[first]}))
    return _collection(run, features)


def history_told(run: Run, number: int) -> bytes:
    """Return one history: spells of each place's holder, and its deadly events as points of their day.

    Raises BadInput for a history that the run does not hold.
    """
    again, facts = replay_run(run, number), Facts(run)
    row = int(np.flatnonzero(run.recorded.numbers == number)[0])
    legend = facts.legend
    holder = facts.measures["holder"].isel(history=row).transpose("week", "place").values
    features = []
    for place in shown_places(facts.war).tolist():
        told = [_holder(facts, int(actor)) for actor in holder[:, place]]
        for first, last in spells(told):
            features.append(_feature(facts, place, {"what": "control", **_span(facts, first, last), **told[first]}))
    rows = {name: at for at, name in enumerate(legend.places)}
    for event in again.events:
        dead = int(event.get("deaths_actor") or 0) + int(event.get("deaths_other") or 0)
        dead += int(event.get("civilians") or 0)
        if dead > 0 and event["place"] in rows:
            said = {"what": "event", "begin": event["date"], "end": event["date"], "kind": event["kind"],
                    "actor": event["actor"], "other": event["other"], "dead": dead, "text": event["text"]}  # fmt: skip
            features.append(_feature(facts, rows[event["place"]], said))
    return _collection(run, features)


def camps_by_week(facts: Facts) -> Any:
    """Return the camp that holds each place of the map [history, week, place], -1 nobody."""
    legend = facts.legend
    camp_of = np.array([legend.camps.index(camp) for camp in legend.camp_of_actor] + [-1], dtype=np.int8)
    holder = facts.measures["holder"].transpose("history", "week", "place").values
    return camp_of[holder[:, :, shown_places(facts.war)]]


def spells(told: list[Plain]) -> Iterator[tuple[int, int]]:
    """Yield the first and last week of each stretch in which nothing changes."""
    first = 0
    for week in range(1, len(told) + 1):
        if week == len(told) or told[week] != told[first]:
            yield first, week - 1
            first = week


def _told(facts: Facts, order: Any, share: Any) -> Plain:
    """Return the first and second camp of a place in a week."""
    one, two = int(order[0]), int(order[1]) if len(order) > 1 else int(order[0])
    found = {"camp": _camp(facts, one), "camp_title": _title(facts, one), "share": round(float(share[one]), 3)}
    second = float(share[two]) if two != one else 0.0
    return found | {"second": _camp(facts, two) if second else None, "second_share": round(second, 3)}


def _camp(facts: Facts, row: int) -> str:
    return facts.legend.camps[row] if 0 <= row < len(facts.legend.camps) else NOBODY


def _title(facts: Facts, row: int) -> str:
    return facts.camp(row) if 0 <= row < len(facts.legend.camps) else NOBODY


def _holder(facts: Facts, actor: int) -> Plain:
    if actor < 0:
        return {"camp": NOBODY, "camp_title": NOBODY, "actor": NOBODY}
    camp = facts.camp_of(actor)
    return {"camp": _camp(facts, camp), "camp_title": _title(facts, camp), "actor": facts.legend.actors[actor]}


def _span(facts: Facts, first: int, last: int) -> Plain:
    """Return the days in which the state of these weeks holds: a week's state is that of its last day."""
    begin = facts.start + timedelta(max(0, (first - 1) * DAYS_A_WEEK + 1) if first else 0)
    end = facts.start + timedelta(facts.days - 1 if last == facts.weeks else last * DAYS_A_WEEK)
    return {"begin": begin.isoformat(), "end": end.isoformat(), "week_first": first, "week_last": last}


def _feature(facts: Facts, place: int, said: Plain) -> Plain:
    legend = facts.legend
    where = [round(float(legend.longitude[place]), 6), round(float(legend.latitude[place]), 6)]
    about = {
        "place": legend.places[place], "title": legend.place_titles[place] or legend.places[place],
        "front": legend.front_of_place[place], "governorate": legend.governorate[place],
        "people": int(facts.war.world.population[place]),
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": where}, "properties": about | said}


def _collection(run: Run, features: list[Plain]) -> bytes:
    made = run.manifest
    whole = {
        "type": "FeatureCollection", "name": made.scenario, "features": features,
        "provenance": {"scenario": made.scenario, "digest": made.digest, "seed": made.seed,
                       "histories": run.histories, "engine": made.engine},
    }  # fmt: skip
    return json.dumps(whole, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
