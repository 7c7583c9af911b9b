"""One history among the many: who held what, its curves, and its chronicle.

Comes in: a run and the number of a history, which is lived again and checked.  Goes out: the contract's ``History``.
"""

from __future__ import annotations

import shlex

import numpy as np

from polemos.dimensions import ENDING_KINDS
from polemos.engine.replay import replay_run
from polemos.engine.run import Run
from polemos.engine.why import fissure_told
from polemos.interfaces.explorer.plain import Plain, in_unit
from polemos.interfaces.explorer.series_view import shown
from polemos.interfaces.explorer.weeks_view import holding_camps
from polemos.interfaces.ground import shown_places
from polemos.interfaces.sections.facts import ENDINGS, Facts

STEPS = 4
"""How far back the chain behind a fissure is told."""


def history_of(run: Run, number: int, path: str) -> Plain:
    """Return one history; raises BadInput for one that the run does not hold."""
    again = replay_run(run, number)
    row = int(np.flatnonzero(run.recorded.numbers == number)[0])
    facts = Facts(run)
    camps = holding_camps(facts)[row]
    legend = run.war.legend
    rows = {legend.places[place]: at for at, place in enumerate(shown_places(run.war).tolist())}
    actors = {name: at for at, name in enumerate(legend.actors)}
    events = [
        {"id": event["id"], "day": event["day"], "date": event["date"], "kind": event["kind"],
         "place": rows.get(event["place"], -1), "actor": actors.get(event["actor"], -1),
         "other": actors.get(event["other"], -1),
         "dead": int(event.get("deaths_actor") or 0) + int(event.get("deaths_other") or 0),
         "text": event["text"], "causes": list(event["causes"])}
        for event in again.events
    ]  # fmt: skip
    broken = again.fissure
    chain = None if broken is None else list(fissure_told(again.events, broken, STEPS))
    series = [
        {"measure": one.measure, "of": list(one.of), "values": in_unit(one.values[row], one.unit)}
        for one in shown(facts)
    ]
    ending = ENDINGS[ENDING_KINDS[int(facts.values("ending")[row])]]
    return {
        "number": number, "holder": camps.tolist(), "series": series, "events": events,
        "fissure": None if chain is None or broken is None else {"event": broken["id"], "lines": chain},
        "ending": ending, "command": shlex.join(["polemos", "replay", path, "--history", str(number)]),
    }  # fmt: skip
