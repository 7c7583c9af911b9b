"""One dated sentence for each event of a chronicle: who, where, how many; in the past tense and without judgement.

Comes in: an event as plain data, the war's names, and the events before it.  Goes out: one sentence.  Nothing is
invented: a sentence holds only what the event holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Event = dict[str, Any]
Told = list[Event]
Sentence = Callable[[Event, "Names", Told], str]


class Names:
    """Ids and readable names of a war's places, actors and whatever else an event can name."""

    def __init__(self, war: War) -> None:
        legend = war.legend
        self._legend = legend
        self._actors = dict(zip(legend.actors, _shortened(legend.actor_titles), strict=True))
        self._places = dict(zip(legend.places, legend.place_titles, strict=True))
        self._titles = dict(zip(legend.interventions, legend.intervention_titles, strict=True))
        self._titles |= dict(zip(legend.wings, legend.wing_titles, strict=True))
        self._fronts = dict(zip(legend.fronts, legend.front_titles, strict=True))

    def place_id(self, row: int) -> str | None:
        """Return the id of a place's row, None for -1."""
        return self._legend.places[row] if row >= 0 else None

    def actor_id(self, row: int) -> str | None:
        """Return the id of an actor's row, None for -1."""
        return self._legend.actors[row] if row >= 0 else None

    def actor(self, name: str | None) -> str:
        """Return an actor's title, without what stands in brackets where it is clear without."""
        return self._actors[name] if name else "an unknown side"

    def place(self, name: str | None) -> str:
        """Return a place's title."""
        return self._places[name] if name else "an unknown place"

    def title(self, name: str) -> str:
        """Return the title of an intervention or a wing."""
        return self._titles[name]

    def front(self, name: str) -> str:
        """Return a front's title."""
        return self._fronts[name]


def _shortened(titles: tuple[str, ...]) -> list[str]:
    short = [title.split(" (")[0] for title in titles]
    return [brief if short.count(brief) == 1 else title for brief, title in zip(short, titles, strict=True)]


def many(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun in singular or plural: 1 man, 1,200 men, no men."""
    noun = one if number == 1 else more or one + "s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def men(number: int) -> str:
    """Return a number of men."""
    return many(number, "man", "men")


def joined_up(parts: list[str]) -> str:
    """Return the parts that are not empty with commas and an "and"."""
    parts = [part for part in parts if part]
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _decision(event: Event, names: Names, told: Told) -> str:
    more = ""
    if "aircraft" in event:
        moved = event["aircraft"]
        more = f" ({many(abs(moved), 'aircraft', 'aircraft')} {'fewer' if moved <= 0 else 'more'})"
    elif "men" in event:
        more = f" ({men(event['men'])} more)"
    elif "factor" in event:
        more = f" ({event['factor_on']} times {event['factor']:.2g})"
    elif "command" in event:
        more = f" (command now {event['command']})"
    return f"Decision: {names.title(event['about'])}{more}."


def _truce(event: Event, names: Names, told: Told) -> str:
    bound = f"{many(event['parties'], 'party', 'parties')} with {men(event['men'])} bound"
    ground = event["days_grounded"]
    down = f"; the parties' aircraft stay on the ground for {many(ground, 'day')}" if ground else ""
    return f"A truce began: {names.title(event['about'])}, {bound}{down}."


def _truce_ended(event: Event, names: Names, told: Told) -> str:
    how = "ended as agreed" if event["as_agreed"] else "broke down" if event["violations"] else "wore off"
    broken = f" and {many(event['violations'], 'violation')}" if event["violations"] else ""
    return f"A truce {how} after {many(event['days'], 'day')}{broken}: {names.title(event['about'])}."


def _offensive(event: Event, names: Names, told: Told) -> str:
    answers = any(told[cause]["place"] == event["place"] for cause in event["causes"] if _won(told[cause]))
    verb = "counterattacked at" if answers else "attacked"
    jointly = f", together with {many(event['partners'], 'other force')}" if event["partners"] else ""
    held = f", held by {names.actor(event['other'])}," if event["other"] else ""
    return (
        f"{names.actor(event['actor'])} {verb} {names.place(event['place'])}{held} with {men(event['men'])}{jointly}."
    )


def _won(event: Event) -> bool:
    return event["kind"] in ("taken", "surrendered")


def _joined(event: Event, names: Names, told: Told) -> str:
    who, leader, where = names.actor(event["actor"]), names.actor(event["other"]), names.place(event["place"])
    return f"{who} joined the attack of {leader} on {where} with {men(event['men'])}."


def _flown(event: Event, names: Names, told: Told) -> str:
    whom = "own troops" if event["actor"] == event["other"] else names.actor(event["actor"])
    task = "defending" if event["in_defence"] else "attacking"
    what = f"flew {many(event['sorties'], 'sortie')} for {whom} {task} {names.place(event['place'])}"
    return f"{names.actor(event['other'])} {what}{', but late' if event['kind'] == 'late' else ''}."


WHY_REFUSED = {
    "staff": "the request failed in the staff",
    "fronts": "no further front could be served that day",
    "aircraft": "too few aircraft in reach were left",
    "grounded": "the aircraft stayed on the ground",
    "spared": "it was told to spare this enemy",
}


def _refused(event: Event, names: Names, told: Told) -> str:
    task = "defending" if event["in_defence"] else "attacking"
    what = f"refused aircraft to {names.actor(event['actor'])} {task} {names.place(event['place'])}"
    return f"{names.actor(event['other'])} {what}: {WHY_REFUSED[event['about']]}."


def _fighting(event: Event, names: Names, told: Told) -> str:
    attackers = f"{event['deaths_actor']:,} dead" if event["deaths_actor"] else "no dead"
    defenders = f"{event['deaths_other']:,}" if event["deaths_other"] else "none"
    one, two = names.actor(event["actor"]), names.actor(event["other"])
    sides = f"{attackers} among the attackers ({one}), {defenders} among the defenders ({two})"
    wheels = f"; {many(event['vehicles'], 'armoured vehicle')} destroyed" if event["vehicles"] else ""
    return f"Fighting at {names.place(event['place'])}: {sides}{wheels}."


def _taken(event: Event, names: Names, told: Told) -> str:
    booty = joined_up([
        many(event["prisoners"], "prisoner") if event["prisoners"] else "",
        many(event["vehicles"], "armoured vehicle") if event["vehicles"] else "",
    ])  # fmt: skip
    who, loser = names.actor(event["actor"]), names.actor(event["other"])
    return f"{who} took {names.place(event['place'])} from {loser}{f'; captured: {booty}' if booty else ''}."


def _repelled(event: Event, names: Names, told: Told) -> str:
    sent = event["men"] + event["men_lost"]
    lost = f"{event['men_lost']:,} of {men(sent)} dead, wounded or gone" if event["men_lost"] else "no losses"
    begun = next((told[cause] for cause in event["causes"] if told[cause]["kind"] == "offensive"), event)
    days = many(event["day"] - begun["day"] + 1, "day")
    how = {
        "nobody_left": f"collapsed after {days}, with no men left in it",
        "time": f"was given up without result after {days}: {lost}",
        "losses": f"was beaten off after {days}: {lost}",
        "given_up_first": f"stopped after {days}, for the garrison was leaving: {lost}",
        "no_longer_enemies": f"stopped after {days}, for the two were no longer enemies: {lost}",
    }[event["about"]]
    what = f"The attack of {names.actor(event['actor'])} on {names.place(event['place'])}"
    return f"{what}, held by {names.actor(event['other'])}, {how}."


def _surrendered(event: Event, names: Names, told: Told) -> str:
    left = f"{men(event['men'])} left by agreement" if event["men"] else "nobody was left to leave"
    after = f"after {many(event['days_of_siege'], 'day')} of siege"
    who = f"{names.actor(event['other'])} gave up {names.place(event['place'])}"
    return f"{who} to {names.actor(event['actor'])} {after}; {left}."


def _besieged(event: Event, names: Names, told: Told) -> str:
    holder = f"{names.actor(event['other'])} with {men(event['men'])}"
    by = f"; strongest before it: {names.actor(event['actor'])}" if event["actor"] else ""
    return (
        f"Under siege for {many(event['days_of_siege'], 'day')}: {names.place(event['place'])}, held by {holder}{by}."
    )


def _relieved(event: Event, names: Names, told: Told) -> str:
    place, days = names.place(event["place"]), many(event["days_of_siege"], "day")
    return f"The siege of {place}, held by {names.actor(event['other'])}, was lifted after {days}."


def _aircraft_lost(event: Event, names: Names, told: Told) -> str:
    what = f"{many(event['aircraft'], 'aircraft', 'aircraft')} ({names.title(event['about'])})"
    where = f" over {names.place(event['place'])}" if event["place"] else ""
    by = f" to the air defence of {names.actor(event['other'])}" if event["other"] else ""
    return f"{names.actor(event['actor'])} lost {what}{where}{by}."


def _air_strike(event: Event, names: Names, told: Told) -> str:
    what = f"struck {names.actor(event['other'])} at {names.place(event['place'])}"
    losses = f"{men(event['deaths_other'])} killed" if event["deaths_other"] else "no losses"
    return f"{names.actor(event['actor'])} {what} with {many(event['sorties'], 'sortie')}: {losses}."


def _fissure(event: Event, names: Names, told: Told) -> str:
    kind, who, other = event["about"], names.actor(event["actor"]), names.actor(event["other"])
    back = f"; {men(event['men'])} went back to the reserve" if event["men"] > 0 else ""
    if kind == "stop_joint":
        return f"Fissure: {who} stopped taking part in joint attacks."
    if kind == "local_truce":
        return f"Fissure: {who} made a separate truce{f' with {other}' if event['other'] else ''}."
    if kind == "leave_front":
        if not event["front"]:
            return f"Fissure: {who} wanted to leave a front, but was on none."
        return f"Fissure: {who} left a front: {names.front(event['front'])}{back}."
    if kind == "leave_coalition":
        return f"Fissure: {who} left the coalition{back}."
    return f"Fissure: {who} left the coalition and turned against {other}{back}."


def _reconciled(event: Event, names: Names, told: Told) -> str:
    return f"{names.actor(event['actor'])} came back to joint attacks."


def _ending(event: Event, names: Names, told: Told) -> str:
    return f"By the criteria of the model the war was over: {event['about'].replace('_', ' ')}."


def _shelling(event: Event, names: Names, told: Told) -> str:
    killed = f"{men(event['deaths_other'])} of {names.actor(event['other'])}"
    return f"Fire across the line at {names.place(event['place'])} killed {killed}."


def _civilians_killed(event: Event, names: Names, told: Told) -> str:
    number = event["deaths_civilians"]
    was = "was" if number == 1 else "were"
    return f"{many(number, 'civilian')} {was} killed at {names.place(event['place'])}."


GRIEVANCES = {
    "refused": "aircraft were refused",
    "late": "aircraft came late",
    "favour": "aircraft were refused while others were served",
    "exclusion": "a truce was agreed without asking",
    "overridden": "it was ordered to join an attack",
    "shared_loss": "an attack that both fought failed",
    "losses": "men fell where aircraft had been asked for in vain",
}


def _grievance(event: Event, names: Names, told: Told) -> str:
    who, towards = names.actor(event["actor"]), names.actor(event["other"])
    why, where, felt = GRIEVANCES[event["about"]], "", ""
    source = _hurt_by(event, told)
    if source and source["kind"] == "grievance":
        felt = f", in sympathy with {names.actor(source['actor'])}"
        source = _hurt_by(source, told)
    if source and source["place"]:
        where = f" at {names.place(source['place'])}"
    return f"{who} trusted {towards} less by {event['amount']:.2g}{felt}: {why}{where}."


def in_sympathy(grievances: list[Event], names: Names) -> str:
    """Return one sentence for the members who feel the same grievance of another."""
    who = joined_up([names.actor(event["actor"]) for event in grievances])
    least, most = (f"{pick(event['amount'] for event in grievances):.2g}" for pick in (min, max))
    amount = f"by {least}" if least == most else f"by {least} to {most}"
    return f"In sympathy, {who} trusted {names.actor(grievances[0]['other'])} less {amount}."


def _hurt_by(grievance: Event, told: Told) -> Event | None:
    """Return the event that hurt: the refusal rather than the answer that another got."""
    causes = [told[cause] for cause in grievance["causes"]]
    return next((cause for cause in causes if cause["kind"] != "honoured"), None)


def _effort_moved(event: Event, names: Names, told: Told) -> str:
    change = f"from {100 * event['effort_before']:.0f} % to {100 * event['effort']:.0f} % of the scenario's level"
    issue = event["about"].replace("_", " ")
    if event["day"] == 1:
        change = f"begins at {100 * event['effort']:.0f} % of the scenario's level"
        return f"The effort of {names.actor(event['actor'])} {change}, mainly by the bargain over {issue}."
    return f"The effort of {names.actor(event['actor'])} moved {change}, mainly with the bargain over {issue}."


def _flow_moved(event: Event, names: Names, told: Told) -> str:
    change = f"from {100 * event['flow_size_before']:.0f} % to {100 * event['flow_size']:.0f} % of the scenario's level"
    issue, flow = event["about"].replace("_", " "), event["flow"].replace("_", " ")
    if event["day"] == 1:
        change = f"begin at {100 * event['flow_size']:.0f} % of the scenario's level"
        return f"Supplies to {names.actor(event['actor'])} ({flow}) {change}, mainly by the bargain over {issue}."
    return f"Supplies to {names.actor(event['actor'])} ({flow}) moved {change}, mainly with the bargain over {issue}."


SENTENCES: dict[str, Sentence] = {
    "decision": _decision, "truce": _truce, "truce_ended": _truce_ended, "offensive": _offensive, "joined": _joined,
    "honoured": _flown, "late": _flown, "supported": _flown, "refused": _refused, "fighting": _fighting,
    "taken": _taken, "repelled": _repelled, "surrendered": _surrendered, "besieged": _besieged,
    "relieved": _relieved, "aircraft_lost": _aircraft_lost, "air_strike": _air_strike, "fissure": _fissure,
    "reconciled": _reconciled, "ending": _ending, "shelling": _shelling, "civilians_killed": _civilians_killed,
    "grievance": _grievance, "effort_moved": _effort_moved, "flow_moved": _flow_moved,
}  # fmt: skip
