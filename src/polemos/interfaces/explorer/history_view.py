"""One among the many: a history lived again, with its holders, its curves and its chronicle.

Comes in: a run and the number of a history.  Goes out: the contract's ``History``.  The history is held against what
the run recorded before it is told; its curves are read by the same measures as those of all histories.
"""

from __future__ import annotations

import shlex
from typing import Any

from polemos.dimensions import ENDING_KINDS
from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory
from polemos.engine.record import STORED
from polemos.engine.replay import Replayed, replay_run
from polemos.engine.run import Run
from polemos.engine.why import fissure_told
from polemos.interfaces.explorer.page_view import row_of_places
from polemos.interfaces.explorer.plain import Plain, in_unit
from polemos.interfaces.explorer.series_view import series_of
from polemos.interfaces.explorer.weeks_view import holding_camps
from polemos.interfaces.ground import ground_of
from polemos.interfaces.sections.facts import ENDINGS, Facts

DEPTH = 4
"""Steps of the chain that are told behind each grievance."""
DEAD = ("deaths_actor", "deaths_other", "deaths_civilians")


def history_of(run: Run, number: int) -> Plain:
    """Return one history in full, with the curves that ``Weeks`` has.

    Raises BadInput for a number that the run does not hold, Finding if the history comes out differently.
    """
    again = replay_run(run, number)
    facts = Facts(alone(run, again))
    ground = ground_of(run.war, run.folder)
    place = row_of_places(ground, len(facts.legend.places))
    return {
        "number": number,
        "holder": holding_camps(facts, ground)[0].tolist(),
        "series": [
            {"measure": one.measure, "of": list(one.of), "values": in_unit(one.values[0], one.unit)}
            for one in series_of(facts, Facts(run).camps)
        ],
        "events": [_told(facts, event, place) for event in again.events],
        "fissure": _fissure(again),
        "ending": _ending(facts),
        "command": shlex.join(["polemos", "replay", str(run.folder or "RUN"), "--history", str(number)]),
    }


def alone(run: Run, again: Replayed) -> Run:
    """Return a run of the one history that was lived again, without its inputs: measures read it like any other."""
    arrays = {name: getattr(again.record, name).astype(kind)[None] for name, kind in STORED.items()}
    arrays["aircraft_lost"] = again.state.aircraft_lost.astype("i2")[None]
    return Run(run.manifest, Histories([InMemory(Span(0, 1), arrays)], 1), None, run.war)


def _told(facts: Facts, event: dict[str, Any], place: list[int]) -> Plain:
    """Return one event with rows instead of ids."""
    legend = facts.legend
    return {
        "id": event["id"], "day": event["day"], "date": event["date"], "kind": event["kind"],
        "place": -1 if event["place"] is None else place[legend.places.index(event["place"])],
        "actor": -1 if event["actor"] is None else legend.actors.index(event["actor"]),
        "other": -1 if event["other"] is None else legend.actors.index(event["other"]),
        "dead": sum(event.get(name) or 0 for name in DEAD), "text": event["text"], "causes": event["causes"],
    }  # fmt: skip


def _fissure(again: Replayed) -> Plain | None:
    """Return the fissure that is told, and the chain behind it as indented lines."""
    broken = again.fissure
    if broken is None:
        return None
    return {"event": broken["id"], "lines": list(fissure_told(again.events, broken, DEPTH))}


def _ending(facts: Facts) -> str:
    """Return in words how the history ends."""
    kind, day = ENDING_KINDS[int(facts.values("ending")[0])], int(facts.values("ending_day")[0])
    return ENDINGS[kind] if day < 0 else f"{ENDINGS[kind]} on day {day:,}"
