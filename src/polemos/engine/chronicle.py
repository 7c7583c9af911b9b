"""The rows of a history's chronicle as plain data: dates, ids, counts under their own names, causes and a sentence.

Comes in: a compiled war, the numbers of one history and its last state.  Goes out: one ``Event`` per row.  The
sentences are next door in ``sentences``, what led to what over several steps in ``why``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from polemos.dimensions import CAUSES, COMMAND_MODES, ENDING_KINDS, FISSURE_KINDS
from polemos.engine.sentences import SENTENCES, Names
from polemos.model import decisions
from polemos.model import events as rows

if TYPE_CHECKING:
    from polemos.model.parameters import Parameters
    from polemos.model.state import State
    from polemos.scenario.compile import War

Event = dict[str, Any]

REASONS = ("staff", "fronts", "aircraft", "grounded", "spared")
ENDS_OF_ATTACK = ("nobody_left", "time", "losses", "given_up_first", "no_longer_enemies")

# For each kind: its name, what its three counts mean ("" = nothing that is told), and what its detail names.
KINDS: dict[int, tuple[str, tuple[str, str, str], str]] = {
    rows.DECISION: ("decision", ("moved", "", ""), "intervention"),
    rows.TRUCE: ("truce", ("parties", "men", "days_grounded"), "intervention"),
    rows.TRUCE_BROKEN: ("truce_ended", ("days", "violations", "as_agreed"), "intervention"),
    rows.OFFENSIVE: ("offensive", ("men", "partners", ""), ""),
    rows.JOINED: ("joined", ("men", "", ""), ""),
    rows.HONOURED: ("honoured", ("sorties", "in_defence", ""), ""),
    rows.LATE: ("late", ("sorties", "in_defence", ""), ""),
    rows.REFUSED: ("refused", ("", "in_defence", ""), "reason"),
    rows.FIGHTING: ("fighting", ("deaths_actor", "deaths_other", "vehicles"), ""),
    rows.TAKEN: ("taken", ("men", "prisoners", "vehicles"), ""),
    rows.REPELLED: ("repelled", ("men", "men_lost", ""), "end_of_attack"),
    rows.SURRENDERED: ("surrendered", ("men", "days_of_siege", ""), ""),
    rows.AIRCRAFT_LOST: ("aircraft_lost", ("aircraft", "", ""), "wing"),
    rows.AIR_STRIKE: ("air_strike", ("sorties", "deaths_other", ""), ""),
    rows.FISSURE: ("fissure", ("front", "men", ""), "fissure"),
    rows.RECONCILED: ("reconciled", ("", "", ""), ""),
    rows.ENDING: ("ending", ("", "", ""), "ending"),
    rows.SHELLING: ("shelling", ("", "deaths_other", ""), ""),
    rows.CIVILIANS_KILLED: ("civilians_killed", ("", "", "deaths_civilians"), ""),
    rows.BESIEGED: ("besieged", ("men", "days_of_siege", ""), ""),
    rows.RELIEVED: ("relieved", ("", "days_of_siege", ""), ""),
    rows.GRIEVANCE: ("grievance", ("amount", "", ""), "cause"),
    rows.EFFORT_MOVED: ("effort_moved", ("effort", "effort_before", ""), "issue"),
    rows.FLOW_MOVED: ("flow_moved", ("flow_size", "flow_size_before", "flow"), "issue"),
    rows.SUPPORTED: ("supported", ("sorties", "in_defence", ""), ""),
}
ROLES = {"origin": rows.ORIGIN, "occasion": rows.OCCASION, "condition": rows.CONDITION}
SHARES = ("effort", "effort_before", "flow_size", "flow_size_before")


def in_words(war: War, given: Parameters, state: State) -> list[Event]:
    """Return the events of a history in the order in which they happened."""
    names = Names(war)
    told: list[Event] = []
    for row in state.events[: state.event_count[0]].tolist():
        event = _event(war, names, given, len(told), row)
        event["text"] = SENTENCES[event["kind"]](event, names, told)
        told.append(event)
    return told


def _event(war: War, names: Names, given: Parameters, number: int, row: list[int]) -> Event:
    kind, counts, about = KINDS[row[rows.KIND]]
    detail = row[rows.DETAIL]
    event: Event = {
        "id": number,
        "day": row[rows.DAY] + 1,
        "date": (war.start + timedelta(row[rows.DAY])).isoformat(),
        "kind": kind,
        "place": names.place_id(row[rows.PLACE]),
        "actor": names.actor_id(row[rows.ACTOR]),
        "other": names.actor_id(row[rows.OTHER]),
        "about": _about(war, about, detail),
        "causes": _causes(row),
    }
    event |= {role: row[column] if row[column] >= 0 else None for role, column in ROLES.items()}
    for name, column in zip(counts, (rows.FIRST, rows.SECOND, rows.THIRD), strict=True):
        if name:
            event[name] = _count(war, name, row[column])
    if kind == "decision":
        _what_was_moved(war, given, event, detail)
    elif kind == "fissure":
        event["focal"] = bool(war.world.coalition[row[rows.ACTOR]] == war.world.focal[0])
    return event


def _causes(row: list[int]) -> list[int]:
    """Return the ids of the earlier events that led to this one, each once, in their order."""
    return sorted({row[column] for column in ROLES.values() if row[column] >= 0})


def _count(war: War, name: str, value: int) -> Any:
    if name == "amount":
        return value / rows.GRAIN
    if name in SHARES:
        return value / 1000
    if name == "front":
        return war.legend.fronts[value] if value >= 0 else None
    if name == "flow":
        return war.legend.flows[value]
    return bool(value) if name in ("in_defence", "as_agreed") else value


def _about(war: War, about: str, detail: int) -> str | None:
    """Return the id of what an event's detail points to."""
    legend = war.legend
    ids = {
        "intervention": legend.interventions, "wing": legend.wings, "fissure": FISSURE_KINDS, "ending": ENDING_KINDS,
        "cause": CAUSES, "issue": legend.issues, "reason": REASONS, "end_of_attack": ENDS_OF_ATTACK,
    }.get(about)  # fmt: skip
    return ids[detail] if ids else None


def _what_was_moved(war: War, given: Parameters, event: Event, number: int) -> None:
    """Say what a decision decided: aircraft or men that came or went, a command mode, a factor."""
    action, moved = int(war.world.act[number]), event.pop("moved")
    if action in (decisions.WITHDRAW_AIRCRAFT, decisions.DEPLOY_AIRCRAFT):
        event["aircraft"] = -moved if action == decisions.WITHDRAW_AIRCRAFT else moved
    elif action == decisions.DEPLOY_MEN:
        event["men"] = moved
    elif action in (decisions.CHANGE_FLOW, decisions.CHANGE_TEMPO, decisions.CHANGE_EFFORT):
        event["factor"] = float(given.act_value[number])
        event["factor_on"] = {decisions.CHANGE_FLOW: "flow", decisions.CHANGE_TEMPO: "tempo"}.get(action, "effort")
    elif action == decisions.CHANGE_COMMAND:
        event["command"] = COMMAND_MODES[int(war.world.act_detail[number])]
