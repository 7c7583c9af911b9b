"""``forecast``: what will have come of a war by a date, said before anybody knows, with its chances.

Comes in: a scenario, a window of days, questions, and if there is one the table of what was learned from records.  Goes
out: an ``Answer`` with the chance of every question, and as further files the draws of deaths by front, camp, place and
month; and the folder frozen, so that it can be scored later as what it was (``score``, next door).

Nothing of a record later than the eve of the window is looked at: what is given is cut there first.  The histories are
simulated from the scenario's start; they are not bent to what was recorded between the start and the eve.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos import __version__
from polemos.engine import provenance
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes, Plan, make_plan, scenario_digest, war_of_text
from polemos.engine.run import check_numbers, perform
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, case_of, strict
from polemos.experiments.command import command_of
from polemos.experiments.frozen import Frozen, freeze
from polemos.experiments.prediction import asking
from polemos.experiments.prediction.draws import DrawTable, draws_file
from polemos.experiments.prediction.forecast_tables import draw as draw
from polemos.experiments.prediction.forecast_tables import size as size
from polemos.experiments.prediction.forecast_tables import tables as tables
from polemos.experiments.prediction.learned import Transfer, transferred
from polemos.experiments.prediction.panels import SOURCES, panel_of
from polemos.scenario.posterior import FILE, Learned, write_draws
from polemos.scenario.register import registered

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario

HISTORIES = 1000
WAR_FILE = "war.json"
"""The texts of the scenario, from which the war is compiled again to be scored."""
QUANTILES = (0.05, 0.5, 0.95)


class Window(NamedTuple):
    """The days that a forecast is about, both included."""

    first: date
    last: date

    @property
    def eve(self) -> date:
        """The last day of which anything may be known."""
        return self.first - timedelta(1)


def forecast(
    scenario: str | Path | Scenario,
    first: date,
    last: date,
    *,
    posterior: str | Path | None = None,
    questions: str | Path | None = None,
    by_rule: int | None = None,
    edits: Sequence[str] = (),
    histories: int | None = None,
    seed: int = 1,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    record: Callable[[War], xarray.Dataset] | None = None,
    sources: Sequence[str] = (),
) -> Answer:
    """Forecast a war from ``first`` to ``last`` (both included).

    ``questions`` is a file of questions, or the name of one that comes with polemos; ``by_rule`` is how many questions
    are made that nobody chose, by default as many as were asked and can be answered, 10 without any.  ``posterior``
    is a folder or table of learned inputs, of which those are taken that have the same range here.  ``record`` gives
    what is recorded of the compiled war, of which only what was known on the eve is used, and only to say which places
    are contested; ``sources`` are its files, to be named.  ``out`` is the folder, which is frozen.  Raises BadInput,
    EnvironmentTrouble, Interrupted.
    """
    number = HISTORIES if histories is None else histories
    check_numbers(number, seed, threads, None)
    window = _window(first, last)
    plan, learned = _plan(scenario, window, edits, posterior, number, seed)
    asked = asking.Asked(questions, by_rule, None if record is None else record(plan.war))
    asking.check(asked, plan.war)
    run = perform(plan, None, threads, progress, None)
    measures = run.measures
    panels = {layout: panel_of(measures, layout, plan.war, window.first, window.last) for layout in SOURCES}
    panels = {layout: panel for layout, panel in panels.items() if panel.periods and panel.series}
    replies = asking.answered(asked, run, window.first, window.last)
    question = {
        "scenario": str(scenario) if isinstance(scenario, (str, Path)) else scenario.name,
        "posterior": None if posterior is None else str(posterior), "from": first.isoformat(), "to": last.isoformat(),
        "questions": None if questions is None else str(questions), "by_rule": by_rule, "changes": list(sources),
        "edits": list(edits), "histories": number, "seed": seed, "rules": _rules(plan),
    }  # fmt: skip
    answer = Answer(
        verb="forecast",
        question=strict({name: value for name, value in question.items() if value not in (None, [])}),
        findings=strict(_findings(window, number, learned, panels, replies, plan.war)),
        cases=[case_of("forecast", run)],
        engine=provenance.engine_digest(),
        versions={**provenance.versions(), "polemos": __version__},
        data=_dataset(panels, replies, number),
        files=_files(plan, panels),
    )
    if out is not None:
        keep(answer, out)
    return answer


def keep(answer: Answer, folder: str | Path) -> Frozen:
    """Write a forecast into a folder and freeze it; raises BadInput if the folder holds or is something else."""
    place = answer.save(folder)
    about = {"forecast": command_of("forecast", answer.question), "run": answer.cases[0]["run"]}
    return freeze(place, about)


def war_of_forecast(answer: Answer) -> War:
    """Return the compiled war of a forecast from the texts in its folder; raises BadInput if they are another's."""
    from polemos.engine.plan import SCENARIO

    texts: dict[str, str] = json.loads(answer.files[WAR_FILE])
    if scenario_digest(texts) != answer.cases[0]["digest"]:
        raise BadInput(Problem("holds another war than was forecast", file=WAR_FILE))
    with TemporaryDirectory() as place:
        for name, text in texts.items():
            path = Path(place) / name
            if not path.resolve().is_relative_to(Path(place).resolve()):
                raise BadInput(Problem(f"names a file outside of itself, {name!r}", file=WAR_FILE))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        return war_of_text(Path(place), SCENARIO, frozenset(), int(answer.cases[0]["days"]))


def _window(first: date, last: date) -> Window:
    if last < first:
        raise BadInput(Problem(f"{last} is before {first}", "--to", hint="a forecast ends after it begins"))
    return Window(first, last)


def _plan(
    scenario: str | Path | Scenario,
    window: Window,
    edits: Sequence[str],
    posterior: str | Path | None,
    histories: int,
    seed: int,
) -> tuple[Plan, Transfer | None]:
    """Return the plan of a run that ends with the window, and what of a table of learned inputs it uses."""
    plain = make_plan(scenario, histories, seed, None, Changes(tuple(edits)))
    start = plain.war.start
    if window.first <= start:
        what = f"{window.first} is not after the scenario's first day, {start}"
        hint = f"begin on {start + timedelta(1)} or later, or take a scenario that starts earlier"
        raise BadInput(Problem(what, "--from", hint=hint))
    days = (window.last - start).days + 1
    if posterior is None:
        return _shown(make_plan(scenario, histories, seed, days, Changes(tuple(edits))), edits), None
    taken = transferred(posterior, plain.war.drawn.all)
    with TemporaryDirectory() as place:
        table = Path(place) / FILE
        table.write_text(write_draws(taken.draws), encoding="utf-8", newline="")
        plan = make_plan(scenario, histories, seed, days, Changes((*edits, f"posterior={table}")))
    return _shown(plan, [*edits, f"posterior={posterior}"]), taken


def _shown(plan: Plan, edits: Sequence[str]) -> Plan:
    """Return a plan whose edits are those that a person gave."""
    return plan._replace(manifest=replace(plan.manifest, edits=tuple(edits)))


def _rules(plan: Plan) -> list[str]:
    """Return the files of the user's own rules that a war names."""
    texts = set(plan.texts.values())
    return sorted({str(rule.file) for rule in registered() if rule.text in texts})


def _findings(
    window: Window,
    histories: int,
    learned: Transfer | None,
    panels: dict[str, DrawTable],
    replies: asking.Replies,
    war: War,
) -> dict[str, Any]:
    """Return the answer as plain data."""
    return {
        "first": window.first.isoformat(), "last": window.last.isoformat(), "start": war.start.isoformat(),
        "histories": histories,
        "inputs": {
            "learned": sorted(war.drawn.learned) if isinstance(war.drawn, Learned) else [],
            "dropped": {} if learned is None else learned.dropped,
            "draws": None if learned is None else len(learned.draws.values),
            "ranges_known": learned is not None and learned.ranges_known,
        },
        "layouts": {
            layout: {
                "file": f"{layout}.parquet", "counted": SOURCES[layout].told, "periods": len(panel.periods),
                "first": str(panel.periods[0]), "last": str(panel.periods[-1]), "series": len(panel.series),
                "total": float(panel.values.sum(axis=(1, 2)).mean()),
            }
            for layout, panel in panels.items()
        },
        "eve_week_ends": replies.eve.isoformat(), "contested_by": replies.contested_by,
        "contested": replies.contested, "by_rule_wanted": replies.wanted,
        "questions": [
            {
                "id": one.question.id, "asked": one.question.model_dump(mode="json"), "n": histories,
                "k": one.yes, "chance": chance_of(one.yes, histories),
                "error": error_of(one.yes, histories), "not_answered": one.reason, "on_the_eve": one.eve,
            }
            for one in replies.all
        ],
    }  # fmt: skip


def chance_of(yes: int | None, number: int) -> float | None:
    """Return the chance of yes after so many of so many histories: (k + 1/2) / (n + 1), never 0 or 1 (Jeffreys)."""
    return None if yes is None else (yes + 0.5) / (number + 1.0)


def error_of(yes: int | None, number: int) -> float | None:
    """Return the Monte Carlo error of the chance: the standard deviation of its beta law."""
    chance = chance_of(yes, number)
    return None if chance is None else math.sqrt(chance * (1.0 - chance) / (number + 2.0))


def _files(plan: Plan, panels: dict[str, DrawTable]) -> dict[str, bytes]:
    texts = json.dumps(plan.texts, sort_keys=True, indent=1).encode("ascii") + b"\n"
    return {WAR_FILE: texts, **{f"{layout}.parquet": draws_file(panel) for layout, panel in panels.items()}}


def _dataset(panels: dict[str, DrawTable], replies: asking.Replies, histories: int) -> xarray.Dataset:
    """Return whether each thing happened in each history, and what is expected of every number."""
    import xarray as xr

    told = [one for one in replies.all if one.yes is not None]
    rows = [one.happened for one in told]
    found: dict[str, Any] = {
        "happened": (("question", "history"), np.array(rows, dtype=np.int8).reshape(len(rows), histories)),
        "chance": ("question", np.array([chance_of(one.yes, histories) for one in told], dtype=np.float64)),
    }
    coordinates: dict[str, Any] = {"question": [one.question.id for one in told], "history": np.arange(histories)}
    for layout, panel in panels.items():
        axes = (f"{layout}_period", f"{layout}_series")
        low, middle, high = np.quantile(panel.values, QUANTILES, axis=0)
        about = {"units": "men", "definition": SOURCES[layout].told}
        for name, values in (("mean", panel.values.mean(axis=0)), ("low", low), ("median", middle), ("high", high)):
            found[f"{layout}_{name}"] = (axes, values, about)
        coordinates[axes[0]] = [str(period) for period in panel.periods]
        coordinates[axes[1]] = [str(name) for name in panel.series]
    return xr.Dataset(found, coordinates, {"quantiles": list(QUANTILES)})


__all__: Sequence[str] = ("chance_of", "draw", "error_of", "forecast", "keep", "size", "tables", "war_of_forecast")
