"""The answers of a run in numbers: what became of the war and of the coalition, each number with its uncertainty.

Comes in: a run.  Goes out: plain data (dicts, lists, numbers, None for what is not known) in the order in which a
person asks.  Arrays are loaded one at a time.  The text made of it is next door in ``summary``.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import ANSWERS, CAUSES, ENDING_KINDS, FISSURE_KINDS
from polemos.engine.definitions import MEASURES, focal_camp, member_weights
from polemos.engine.record import months_of
from polemos.engine.uncertainty import histories_needed, monte_carlo_error, rank_correlations, shares_from_inputs
from polemos.engine.weights import told

if TYPE_CHECKING:
    from polemos.engine.histories import Recording
    from polemos.scenario.compile import War

Array = NDArray[Any]
Plain = dict[str, Any]
DAYS_A_WEEK = 7
SHOWN_BREAKERS, SHOWN_INPUTS = 3, 5
FEWEST_ASKING = 10
WEAK = ("none", "low", "")
# The chance that an input of no effect at all is named among the weakest supports.
FALSE_ALARM = 0.05


def answers(run: Recording) -> Plain:
    """Return the answers of a run as data that strict JSON can hold."""
    inputs = run.recorded["inputs"]
    found = {
        "scenario": _scenario(run),
        "war": _war(run),
        "camps": _camps(run),
        "dead": _dead(run),
        "civilians": _civilians(run),
        "requests": _requests(run),
        "cohesion": _cohesion(run),
        "frustration": _estimate(measured(run, "frustration")[:, -1]),
        "weights": _weights(run),
        "fissure": _fissure(run),
        "quagmire": _estimate(measured(run, "quagmire")),
        "months": _months(run),
        "weakest_inputs": _weakest(run, inputs),
        "inputs": {"uncertain": inputs.shape[1], "histories_needed": histories_needed(inputs.shape[1])},
    }
    _share_out(found, inputs)
    plain: Plain = _strict(found)
    return plain


def measured(run: Recording, name: str) -> Array:
    """Return one measure of every history, as the dataset has it."""
    return MEASURES[name].make(run.recorded, run.war)


def _estimate(values: Array) -> Plain:
    """Return mean, Monte Carlo error and 80 % interval; the inputs' share is filled in by ``_share_out``."""
    values = np.asarray(values, dtype=np.float64)
    known = values[np.isfinite(values)]
    if not len(known):
        return {"mean": None, "error": None, "low": None, "high": None, "from_inputs": None, "from_inputs_error": None}
    low, high = np.quantile(known, [0.1, 0.9])
    return {
        "mean": known.mean(), "error": monte_carlo_error(known), "low": low, "high": high,
        "from_inputs": None, "from_inputs_error": None, "_values": values,
    }  # fmt: skip


def _share(happened: Array) -> Plain:
    return {"share": happened.mean(), "error": monte_carlo_error(happened, "share")} if len(happened) else {}


def _share_out(found: Plain, inputs: Array) -> None:
    """Fill in, for every estimate at once, how much of its spread comes from uncertain inputs."""
    waiting = list(_waiting(found))
    whole = [item for item in waiting if np.isfinite(item["_values"]).all()]
    if whole:
        shares, errors = shares_from_inputs(np.column_stack([item["_values"] for item in whole]), inputs)
        for item, share, error in zip(whole, shares, errors, strict=True):
            item["from_inputs"], item["from_inputs_error"] = share, error
    for item in waiting:
        del item["_values"]


def _waiting(part: Any) -> Any:
    if isinstance(part, dict):
        if "_values" in part:
            yield part
        else:
            for inside in part.values():
                yield from _waiting(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from _waiting(inside)


def _strict(part: Any) -> Any:
    """Return data with plain numbers, and None where a number is not known."""
    if isinstance(part, dict):
        return {name: _strict(inside) for name, inside in part.items()}
    if isinstance(part, (list, tuple)):
        return [_strict(inside) for inside in part]
    if isinstance(part, (np.generic, np.ndarray)):
        part = part.item()
    return None if isinstance(part, float) and not math.isfinite(part) else part


def date_of(war: War, day: float) -> str:
    """Return the date of a day that counts from 1."""
    return (war.start + timedelta(round(day) - 1)).isoformat()


def _scenario(run: Recording) -> Plain:
    war, manifest, folder = run.war, run.manifest, getattr(run, "folder", None)
    left = {"branches": [asdict(branch) for branch in manifest.branches]} if manifest.branches else {}
    return left | {
        "name": war.name, "title": war.title, "start": war.start.isoformat(), "days": war.days,
        "actors": len(war.legend.actors), "fronts": len(war.legend.fronts), "places": len(war.legend.places),
        "counted_places": int(war.world.main.sum()), "histories": len(run.recorded), "seed": manifest.seed,
        "digest": manifest.digest, "edits": list(manifest.edits), "what_if": list(manifest.what_if),
        "without": list(manifest.without), "folder": str(folder) if folder else None,
    }  # fmt: skip


def _war(run: Recording) -> Plain:
    ending = measured(run, "ending")
    weeks = run.war.days // DAYS_A_WEEK
    rows = [{"ending": kind, **_share(ending == row)} for row, kind in enumerate(ENDING_KINDS)]
    return {"weeks": weeks, "date": date_of(run.war, max(1, weeks * DAYS_A_WEEK)), "endings": rows}


def _camps(run: Recording) -> list[Plain]:
    legend = run.war.legend
    rows: list[Plain] = [
        {"camp": camp, "title": title} for camp, title in zip(legend.camps, legend.camp_titles, strict=True)
    ]
    for name in ("places_held", "population_held"):
        held = measured(run, name)
        for row, item in enumerate(rows):
            item[name] = {"start": held[:, 0, row].mean(), "end": _estimate(held[:, -1, row])}
    return rows


def _dead(run: Recording) -> list[Plain]:
    killed, legend = measured(run, "killed_total"), run.war.legend
    pairs = zip(legend.actors, legend.actor_titles, strict=True)
    return [
        {"actor": actor, "title": title, "killed": _estimate(killed[:, row])}
        for row, (actor, title) in enumerate(pairs)
        if killed[:, row].any()
    ]


def _civilians(run: Recording) -> Plain:
    return {
        "killed": _estimate(measured(run, "civilians_killed").sum(axis=1, dtype=np.int64)),
        "displaced": _estimate(measured(run, "displaced")[:, -1]),
    }


def _requests(run: Recording) -> list[Plain]:
    answered = measured(run, "requests").sum(axis=1, dtype=np.int64)
    made = answered.sum(axis=2)
    legend, rows = run.war.legend, []
    for row, client in enumerate(legend.actors):
        if not made[:, row].any():
            continue
        item: Plain = {"client": client, "title": legend.actor_titles[row], "made": _estimate(made[:, row])}
        for column, answer in enumerate(ANSWERS):
            item[answer] = _ratio(answered[:, row, column], made[:, row])
        rows.append(item)
    return rows


def _ratio(part: Array, whole: Array) -> Plain:
    """Return a share of all requests of all histories, and its Monte Carlo error by linearisation.

    The error is not known where only a handful of histories made a request.
    """
    share = part.sum() / whole.sum()
    error = monte_carlo_error(part - share * whole) / whole.mean()
    if (whole > 0).sum() < FEWEST_ASKING:
        error = None
    return {"share": share, "error": error}


def _cohesion(run: Recording) -> list[Plain]:
    values = measured(run, "cohesion")
    last = values.shape[1] - 1
    when = dict(zip(("start", "middle", "end"), (0, last // 2, last), strict=True))
    return [
        {"when": name, "week": week, "date": date_of(run.war, max(1, week * DAYS_A_WEEK)), **_estimate(values[:, week])}
        for name, week in when.items()
    ]


def _weights(run: Recording) -> list[Plain]:
    start, end = member_weights(run.recorded, run.war, 0), member_weights(run.recorded, run.war, -1)
    return told(start, end, run.war.legend)


def _fissure(run: Recording) -> Plain:
    day, actor, kind = (measured(run, name) for name in ("fissure_day", "fissure_actor", "fissure_kind"))
    legend, broke = run.war.legend, day >= 0
    found: Plain = {"probability": _estimate(broke), "who": [], "kinds": [], "causes": [], "day": None}
    found["probability"]["error"] = monte_carlo_error(broke, "share")
    if not broke.any():
        return found
    number = np.bincount(actor[broke], minlength=len(legend.actors))
    for row in np.argsort(-number, kind="stable")[:SHOWN_BREAKERS]:
        if number[row]:
            who = {"actor": legend.actors[row], "title": legend.actor_titles[row]}
            found["who"].append({**who, **_share(actor[broke] == row)})
    found["kinds"] = [{"kind": name, **_share(kind[broke] == row)} for row, name in enumerate(FISSURE_KINDS)]
    causes = measured(run, "fissure_causes")[broke]
    known = causes[np.isfinite(causes).all(axis=1)]
    if len(known):
        mean, error = known.mean(axis=0), monte_carlo_error(known)
        found["causes"] = [{"cause": name, "share": mean[row], "error": error[row]} for row, name in enumerate(CAUSES)]
    low, median, high = np.quantile(day[broke], [0.1, 0.5, 0.9], method="inverted_cdf")
    found["day"] = {
        "median": median, "error": monte_carlo_error(day[broke], "median"), "low": low, "high": high,
        "median_date": date_of(run.war, median), "low_date": date_of(run.war, low),
        "high_date": date_of(run.war, high),
    }  # fmt: skip
    return found


def deaths_per_week(run: Recording) -> Array:
    """Return the men killed in the counted theatre [histories, weeks].

    Recorded by front; of a front that reaches into another theatre the part that all days of the history have.
    """
    world, by_place = run.war.world, measured(run, "place_killed").astype(np.float64)
    fronts = len(run.war.legend.fronts)
    member = world.front[:, None] == np.arange(fronts)
    every, counted = by_place @ member, by_place @ (member * world.main[:, None])
    part = np.where(every > 0, counted / np.where(every > 0, every, 1.0), 1.0)
    deaths: Array = np.einsum("hwf,hf->hw", measured(run, "front_killed"), part)
    return deaths


def _months(run: Recording) -> list[Plain]:
    """Return battle deaths per day and changes of hands by calendar month.

    The deaths of a week are spread evenly over its days; days after the last whole week have none to spread.
    """
    war = run.war
    names, month = months_of(war.start, war.days)
    deaths, changes = deaths_per_week(run), measured(run, "place_changes_by_month")
    week = np.arange(war.days) // DAYS_A_WEEK + 1
    rows = []
    for row, name in enumerate(names):
        mine = week[(month == row) & (week < deaths.shape[1])]
        item: Plain = {"month": name, "days": int((month == row).sum()), "place_changes": _estimate(changes[:, row])}
        rate = deaths[:, mine].sum(axis=1) / DAYS_A_WEEK / len(mine) if len(mine) else np.array([np.nan])
        item["deaths_per_day"] = _estimate(rate)
        rows.append(item)
    return rows


def _weakest(run: Recording, inputs: Array) -> list[Plain]:
    """Return the badly supported inputs on which the answer leans most.

    Among the uncertain inputs of confidence none or low, those whose rank correlation with an outcome stands out of
    chance (Bonferroni over all inputs and outcomes), strongest first.
    """
    weak = [row for row, item in enumerate(run.war.inputs) if item.confidence in WEAK]
    outcomes = _outcomes(run)
    if not weak or not outcomes:
        return []
    limit = NormalDist().inv_cdf(1.0 - FALSE_ALARM / (2 * len(weak) * len(outcomes)))
    found: dict[int, Plain] = {}
    for outcome, values in outcomes.items():
        known = np.isfinite(values)
        correlation = rank_correlations(values[known], inputs[known][:, weak])
        for row, strength in zip(weak, correlation, strict=True):
            if abs(strength) * math.sqrt(max(0, known.sum() - 1)) <= limit:
                continue
            if row not in found or abs(strength) > abs(found[row]["correlation"]):
                item = run.war.inputs[row]
                found[row] = {**item._asdict(), "outcome": outcome, "correlation": strength}
    return sorted(found.values(), key=lambda item: -abs(item["correlation"]))[:SHOWN_INPUTS]


def _outcomes(run: Recording) -> dict[str, Array]:
    """Return what the weakest inputs are looked for in."""
    day, outcomes = measured(run, "fissure_day").astype(np.float64), {}
    if (day >= 0).any():
        outcomes["a fissure at all"] = (day >= 0) * 1.0
        outcomes["day of the first fissure"] = np.where(day >= 0, day, np.nan)
    camp = focal_camp(run.war)
    held = measured(run, "population_held")[:, -1]
    for row in [camp] if camp >= 0 else range(held.shape[1]):
        outcomes[f"people held by {run.war.legend.camp_titles[row]}"] = held[:, row].astype(np.float64)
    return outcomes
