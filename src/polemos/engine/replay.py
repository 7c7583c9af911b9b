"""One history in full: lived again bit for bit, with a chronicle in which each event names the one that led to it.

Comes in: a compiled war, a seed and the history's number.  Goes out: its last state, its record and its events as
plain data with ids, dates and a sentence each.  The same events in the columns of UCDP GED are next door in ``ged``.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.cache import kept_compiled
from polemos.engine.ged import as_ged_rows, check_target, write_ged
from polemos.engine.record import STORED, Record
from polemos.errors import BadInput, Finding, Problem
from polemos.model import events as chronicle
from polemos.model.state import State

if TYPE_CHECKING:
    from polemos.engine.histories import Recording
    from polemos.scenario.compile import War

__all__ = ["Event", "Replayed", "as_ged_rows", "events", "replay", "verify", "write_events"]

Event = dict[str, Any]
CAPACITY = 200_000

# For each kind: its name, what its three counts mean, what its detail names, and the sentence.
KINDS: dict[int, tuple[str, tuple[str, ...], str, str]] = {
    chronicle.DECISION: ("decision", (), "intervention", "decision: {about}"),
    chronicle.TRUCE: ("truce", (), "intervention", "truce begins: {about}"),
    chronicle.TRUCE_BROKEN: ("truce_broken", (), "intervention", "truce ends: {about}"),
    chronicle.OFFENSIVE: ("offensive", (), "", "{actor} attacks {place}, held by {other}"),
    chronicle.JOINED: ("joined", ("men",), "", "{actor} joins {other} at {place} with {men} men"),
    chronicle.HONOURED: ("honoured", ("sorties",), "", "{other} flies {sorties} sorties for {actor} at {place}"),
    chronicle.LATE: ("late", ("sorties",), "", "{other} flies {sorties} sorties for {actor} at {place}, too late"),
    chronicle.REFUSED: ("refused", (), "", "{other} refuses {actor} aircraft at {place}"),
    chronicle.FIGHTING: ("fighting", ("deaths_actor", "deaths_other", "deaths_civilians"), "",
        "fighting at {place}: {actor} loses {deaths_actor}, {other} {deaths_other}, civilians {deaths_civilians} dead"),
    chronicle.TAKEN: ("taken", ("men", "prisoners"), "", "{actor} takes {place} from {other}, {prisoners} prisoners"),
    chronicle.REPELLED: ("repelled", ("men",), "", "the attack of {actor} on {place} ends without success"),
    chronicle.SURRENDERED: ("surrendered", ("men", "days_of_siege"), "",
        "{place} is given up by {other} to {actor} after {days_of_siege} days of siege"),
    chronicle.AIRCRAFT_LOST: ("aircraft_lost", ("aircraft",), "wing", "{actor} loses {aircraft} aircraft of {about}"),
    chronicle.AIR_STRIKE: ("air_strike", ("sorties", "deaths_other"), "",
        "{actor} strikes {place}: {deaths_other} dead of {other}"),
    chronicle.FISSURE: ("fissure", (), "fissure", "{actor} breaks with the coalition: {about}"),
    chronicle.RECONCILED: ("reconciled", (), "", "{actor} takes part in joint operations again"),
    chronicle.ENDING: ("ending", (), "ending", "the war counts as over: {about}"),
    chronicle.SHELLING: ("shelling", ("", "deaths_other"), "", "fire across the line at {place}: {deaths_other} dead"),
}  # fmt: skip


class Replayed(NamedTuple):
    """A history lived again."""

    state: State
    record: Record
    events: list[Event]


def replay(war: War, seed: int, history: int) -> Replayed:
    """Live one history again with its full chronicle, however long it is; recording changes no number."""
    with kept_compiled():
        from polemos.engine.kernel import play

    capacity = CAPACITY
    state, record, _ = play(war, seed, history, capacity)
    while state.event_count[0] >= capacity:
        capacity *= 4
        state, record, _ = play(war, seed, history, capacity)
    return Replayed(state, record, _in_words(war, state))


def events(war: War, seed: int, history: int) -> list[Event]:
    """Return the events of one history in the order in which they happened.

    Each has ``id`` (from 0), ``day`` (from 1), ``date`` (ISO), ``kind``, ``place``, ``actor`` and ``other`` (ids or
    None), ``about`` (the wing, intervention, kind of fissure or ending; or None), ``parent`` (the id of the event that
    led to it, or None), its counts under their own names, and ``text``.  ``deaths_actor`` and ``deaths_other`` are
    dead of the whole side that ``actor`` or ``other`` leads.
    """
    return replay(war, seed, history).events


def verify(run: Recording, row: int, again: Replayed) -> None:
    """Raise Finding if a replayed history differs in any bit from the one recorded in this row of the run."""
    different = [
        name
        for name, kind in STORED.items()
        if getattr(again.record, name).astype(kind).tobytes() != run.recorded[name][row].tobytes()
    ]
    if different:
        what = f"history {run.recorded.numbers[row]} comes out differently in {', '.join(different)}"
        raise Finding(Problem(what, hint="the run was made by another version of the engine; run it again"))


def write_events(run: Recording, history: int, path: str | Path) -> Path:
    """Write one history's deadly events in the columns of UCDP GED, after checking that it is the recorded one.

    Raises BadInput for a history that the run does not hold or a file that cannot be, Finding if the history comes
    out differently, EnvironmentTrouble if the disk will not have the file.
    """
    target = check_target(path)
    row = np.flatnonzero(run.recorded.numbers == history)
    if not len(row):
        hint = f"it holds {len(run.recorded):,}, counted from 0"
        raise BadInput(Problem(f"the run has no history {history}", key="history", hint=hint))
    again = replay(run.war, run.manifest.seed, history)
    verify(run, int(row[0]), again)
    return write_ged(as_ged_rows(run.war, again.events), target)


def _in_words(war: War, state: State) -> list[Event]:
    return [_event(war, number, row) for number, row in enumerate(state.events[: state.event_count[0]].tolist())]


def _event(war: War, number: int, row: list[int]) -> Event:
    legend = war.legend
    name, counts, about, sentence = KINDS[row[chronicle.KIND]]
    place, actor, other = row[chronicle.PLACE], row[chronicle.ACTOR], row[chronicle.OTHER]
    ids, titles = _named(war, about, row[chronicle.DETAIL])
    event: Event = {
        "id": number,
        "day": row[chronicle.DAY] + 1,
        "date": (war.start + timedelta(row[chronicle.DAY])).isoformat(),
        "kind": name,
        "place": legend.places[place] if place >= 0 else None,
        "actor": legend.actors[actor] if actor >= 0 else None,
        "other": legend.actors[other] if other >= 0 else None,
        "about": ids,
        "parent": row[chronicle.PARENT] if row[chronicle.PARENT] >= 0 else None,
    }
    columns = (chronicle.FIRST, chronicle.SECOND, chronicle.THIRD)
    event |= {count: row[column] for count, column in zip(counts, columns, strict=False) if count}
    words = {
        "place": legend.place_titles[place] if place >= 0 else "",
        "actor": legend.actor_titles[actor] if actor >= 0 else "nobody",
        "other": legend.actor_titles[other] if other >= 0 else "nobody",
        "about": titles,
    }
    if name == "fighting" and actor < 0:
        sentence = "civilian dead at {place}: {deaths_civilians}"
    event["text"] = sentence.format(**{**event, **words})
    return event


def _named(war: War, about: str, detail: int) -> tuple[str | None, str]:
    """Return id and title of what an event's detail points to."""
    legend = war.legend
    ids, titles = {
        "intervention": (legend.interventions, legend.intervention_titles),
        "wing": (legend.wings, legend.wing_titles),
        "fissure": (FISSURE_KINDS, tuple(kind.replace("_", " ") for kind in FISSURE_KINDS)),
        "ending": (ENDING_KINDS, tuple(kind.replace("_", " ") for kind in ENDING_KINDS)),
    }.get(about, ((), ()))
    return (ids[detail], titles[detail]) if ids else (None, "")
