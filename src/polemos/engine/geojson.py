"""Who holds what as points with dates, for programs that draw maps: all histories, or one with its deadly events.

Comes in: a run, or one of its histories.  Goes out: the bytes of a GeoJSON collection (RFC 7946).  Each feature is
a place over a spell of days in which nothing of it changes, from the day ``begin`` up to the day before ``end``: what
QGIS' temporal controller takes by itself (begin included, end excluded).  The ties between actors are next door in
``graphml``, the measures themselves in ``export``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.engine.export import origin_of
from polemos.engine.figures import DAYS_A_WEEK, NOBODY, measured, numbers_of
from polemos.engine.visible import visible

if TYPE_CHECKING:
    from polemos.engine.run import Run
    from polemos.scenario.compile import War

Counts = NDArray[np.int64]
Feature = dict[str, Any]
Event = dict[str, Any]
DECIMALS = 7
"""Of a degree: a centimetre."""
OF_SHARE = 4
DEATHS = ("deaths_actor", "deaths_other", "deaths_civilians")


class Held(NamedTuple):
    """In how many histories each camp holds each place at each week's end: [camps + 1, weeks, places], nobody last."""

    counts: Counts
    histories: int


def held_by_camp(run: Run) -> Held:
    """Return how often each camp holds each place, week by week."""
    camps = len(run.war.legend.camps)
    holder = numbers_of(run, measured(run, "holder"))
    camp = np.append(run.war.world.camp, camps).astype(np.int8)[holder]
    return Held(np.stack([(camp == row).sum(axis=0) for row in range(camps + 1)]), len(holder))


def as_geojson(run: Run, history: int | None = None) -> bytes:
    """Return the collection: the spells of every place, with ``history`` those of that one to the day, and its events.

    Raises BadInput for a history that the run does not hold, Finding if it does not come out as recorded.
    """
    features = list(control_features(run) if history is None else history_features(run, history))
    about = origin_of(run) | ({} if history is None else {"history": history})
    whole = {
        "type": "FeatureCollection",
        "name": visible(run.war.title),
        "polemos": {name: visible(item) if isinstance(item, str) else item for name, item in about.items()},
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def control_features(run: Run) -> Iterator[Feature]:
    """Give a feature for each place and spell of weeks with the same leading camps and shares.

    The state of a week's end holds from the morning after it to the next week's end; the eve's from the first day.
    """
    war, held = run.war, held_by_camp(run)
    names = [*zip(war.legend.camps, war.legend.camp_titles, strict=True), (NOBODY, NOBODY)]
    order = np.argsort(-held.counts, axis=0, kind="stable")[:2]
    first, second = np.take_along_axis(held.counts, order, axis=0)
    weeks = held.counts.shape[1]
    for place in range(held.counts.shape[2]):
        same = [tuple(part[:, place].tolist()) for part in (order[0], first, order[1], second)]
        states = [
            (camp, count, other, lesser) if lesser else (camp, count)
            for camp, count, other, lesser in zip(*same, strict=True)
        ]
        for start, end in _spells(states):
            camp, count, *rest = states[start]
            last = DAYS_A_WEEK * end if end < weeks else max(war.days, DAYS_A_WEEK * (end - 1) + 1)
            yield _point(war, place, {
                "what": "control", "week": start, "until_week": end - 1, **_dates(war, DAYS_A_WEEK * start, last),
                **_camp(names, camp, count / held.histories),
                **_second(names, rest, held.histories),
            })  # fmt: skip


def history_features(run: Run, history: int) -> Iterator[Feature]:
    """Give a feature for each place and spell of days with the same holder, then one for each deadly event."""
    from polemos.engine.replay import replay_run

    war, events = run.war, replay_run(run, history).events
    row = int(np.flatnonzero(run.recorded.numbers == history)[0])
    eve = run.recorded["holder"][row, 0]
    changes = changes_of(war, events)
    for place in range(len(war.legend.places)):
        spells = [(0, int(eve[place])), *sorted(changes.get(place, {}).items())]
        for number, (day, holder) in enumerate(spells):
            end = spells[number + 1][0] if number + 1 < len(spells) else war.days
            if end > day:
                yield _point(war, place, {"what": "control", **_dates(war, day, end), **_holder(war, holder)})
    for event in events:
        if event["place"] is not None and any(event.get(name, 0) for name in DEATHS):
            yield _event(war, event)


def changes_of(war: War, events: list[Event]) -> dict[int, dict[int, int]]:
    """Return by place the days (0 = the first) on which it changed hands, with the holder after that day."""
    place_row = {name: row for row, name in enumerate(war.legend.places)}
    actor_row = {name: row for row, name in enumerate(war.legend.actors)}
    found: dict[int, dict[int, int]] = {}
    for event in events:
        if event["kind"] in ("taken", "surrendered"):
            found.setdefault(place_row[event["place"]], {})[event["day"] - 1] = actor_row[event["actor"]]
    return found


def _spells(states: list[Any]) -> Iterator[tuple[int, int]]:
    """Give first and one past the last of each stretch of equal states."""
    start = 0
    for week in range(1, len(states) + 1):
        if week == len(states) or states[week] != states[start]:
            yield start, week
            start = week


def _dates(war: War, begin: int, end: int) -> dict[str, str]:
    return {"begin": (war.start + timedelta(begin)).isoformat(), "end": (war.start + timedelta(end)).isoformat()}


def _camp(names: list[tuple[str, str]], camp: int, share: float) -> Feature:
    name, title = names[camp]
    return {"camp": name, "camp_title": visible(title or name), "share": round(share, OF_SHARE)}


def _second(names: list[tuple[str, str]], rest: list[int], histories: int) -> Feature:
    if not rest:
        return {"second": None, "second_title": None, "second_share": 0.0}
    found = _camp(names, rest[0], rest[1] / histories)
    return {"second": found["camp"], "second_title": found["camp_title"], "second_share": found["share"]}


def _holder(war: War, holder: int) -> Feature:
    if holder < 0:
        return {"camp": NOBODY, "camp_title": NOBODY, "actor": NOBODY, "actor_title": NOBODY}
    legend = war.legend
    camp = int(war.world.camp[holder])
    return {
        "camp": legend.camps[camp], "camp_title": visible(legend.camp_titles[camp] or legend.camps[camp]),
        "actor": legend.actors[holder], "actor_title": visible(legend.actor_titles[holder] or legend.actors[holder]),
    }  # fmt: skip


def _event(war: War, event: Event) -> Feature:
    dead = {name: int(event.get(name, 0)) for name in DEATHS}
    about = {
        "what": "event", **_dates(war, event["day"] - 1, event["day"]), "event": event["id"], "kind": event["kind"],
        "actor": event["actor"], "other": event["other"], "deaths": sum(dead.values()), **dead,
        "text": visible(event["text"]),
    }  # fmt: skip
    return _point(war, war.legend.places.index(event["place"]), about)


def _point(war: War, place: int, about: Feature) -> Feature:
    """Return a feature at a place, with what is known of the place after what is told of it."""
    legend = war.legend
    front = legend.fronts.index(legend.front_of_place[place])
    known = {
        "place": legend.places[place], "title": visible(legend.place_titles[place] or legend.places[place]),
        "front": legend.fronts[front], "front_title": visible(legend.front_titles[front]),
        "governorate": visible(legend.governorate[place]), "people": int(war.world.population[place]),
        "counted": bool(war.world.main[place]),
    }  # fmt: skip
    where = [round(legend.longitude[place], DECIMALS), round(legend.latitude[place], DECIMALS)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": where},
        "properties": known | about,
    }
