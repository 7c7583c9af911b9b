"""``score``: how good a forecast was, once it is known what came.

Comes in: the frozen folder of a forecast, or a file of somebody else's draws, and a record.  Goes out: an ``Answer``
with the scores of every layout and of the questions, always beside simple rivals that knew the record up to the eve.
A folder that was changed since it was frozen is refused.  The scores are made next door, in ``panel_scores`` and
``question_scores``; how the answer looks is in ``score_tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos import __version__
from polemos.engine import provenance
from polemos.errors import BadInput, Problem
from polemos.experiments.answer import Answer, is_answer, open_answer, strict
from polemos.experiments.frozen import verify
from polemos.experiments.prediction.draws import DrawTable, read_draws
from polemos.experiments.prediction.forecast import war_of_forecast
from polemos.experiments.prediction.panel_scores import FORECAST, matched, scored
from polemos.experiments.prediction.panels import start_of
from polemos.experiments.prediction.question_scores import questions_scored, read_resolved
from polemos.experiments.prediction.score_plot import draw as draw
from polemos.experiments.prediction.score_plot import size as size
from polemos.experiments.prediction.score_tables import tables as tables

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War


class Forecasted(NamedTuple):
    """A forecast as it is scored, whoever made it."""

    war: War
    first: date
    last: date
    tables: dict[str, DrawTable]
    questions: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    digest: str  # of the frozen folder, "" of a file

    @property
    def eve(self) -> date:
        """The last day of which rivals may know."""
        return self.first - timedelta(1)


def open_forecast(source: str | Path, war: War | None = None) -> Forecasted:
    """Return a forecast: a frozen folder, verified, or a Parquet file of draws, which needs the war it is about.

    Raises BadInput if the folder is not frozen, was changed since, or is no forecast; or the file cannot be read.
    """
    path = Path(source)
    if path.is_dir() or not path.exists():
        return _of_folder(path)
    if war is None:
        raise BadInput(Problem("is a file of draws: of which war?", file=str(path), hint="name it with --war"))
    table = read_draws(path)
    starts = [start_of(table.layout, period) for period in table.periods]
    return Forecasted(war, starts[0], war.start + timedelta(war.days - 1), {table.layout: table}, [], [], "")


def _of_folder(path: Path) -> Forecasted:
    if not is_answer(path):
        hint = "name the folder that polemos forecast wrote, or a .parquet file of draws"
        raise BadInput(Problem("is no forecast", file=str(path), hint=hint))
    frozen = verify(path)
    answer = open_answer(path)
    if answer.verb != "forecast":
        raise BadInput(Problem(f"is an answer of {answer.verb}, not a forecast", file=str(path)))
    found = answer.findings
    files = {layout: read_draws(path / one["file"]) for layout, one in found["layouts"].items()}
    first, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
    war = war_of_forecast(answer)
    return Forecasted(war, first, last, files, found["questions"], answer.cases, frozen.digest)


def score(
    forecast: str | Path,
    record: Callable[[War], xarray.Dataset],
    *,
    war: War | None = None,
    resolved: str | Path | None = None,
    seed: int = 1,
    out: str | Path | None = None,
    sources: Mapping[str, Any] | None = None,
) -> Answer:
    """Score a forecast against a record.

    ``record`` gives what is recorded of a compiled war, before the window and in it (``evidence.past.record_of``);
    ``resolved`` is a CSV file with the columns id and outcome (yes or no), which goes before the record; ``war`` is
    needed for a file of draws; ``seed`` is that of the rivals' draws; ``sources`` are the options that gave the record,
    to be named.  Raises BadInput.
    """
    said = open_forecast(forecast, war)
    answers = read_resolved(resolved) if resolved is not None else {}
    recorded = record(said.war)
    layouts, refused = {}, {}
    for layout, table in said.tables.items():
        try:
            layouts[layout] = scored(matched(table, recorded, said.war, said.eve, seed), seed)
        except BadInput as error:
            refused[layout] = "; ".join(str(problem) for problem in error.problems)
    questions = questions_scored(said.questions, recorded, said.war, said.first, answers) if said.questions else None
    if not layouts and not (questions and questions["groups"]):
        reasons = [Problem(why, file=str(forecast)) for why in dict.fromkeys(refused.values())]
        raise BadInput(reasons or [Problem("nothing of it can be scored by this record", file=str(forecast))])
    asked = {"forecast": str(forecast), **(sources or {}), "resolved": None if resolved is None else str(resolved),
             "seed": seed}  # fmt: skip
    findings = {
        "first": said.first.isoformat(), "last": said.last.isoformat(), "frozen": said.digest,
        "recorded_from": recorded.attrs.get("first"), "recorded_to": recorded.attrs.get("recorded_to"),
        "deaths": recorded.attrs.get("deaths"), "deaths_counted": recorded.attrs.get("deaths_counted"),
        "layouts": layouts, "refused": refused, "questions": questions,
    }  # fmt: skip
    answer = Answer(
        verb="score",
        question=strict({name: value for name, value in asked.items() if value not in (None, [], "")}),
        findings=strict(findings),
        cases=said.cases,
        engine=provenance.engine_digest(),
        versions={**provenance.versions(), "polemos": __version__},
        data=_dataset(layouts),
    )
    if out is not None:
        answer.save(out)
    return answer


def _dataset(layouts: Mapping[str, Any]) -> xarray.Dataset:
    """Return the mean CRPS of every forecaster by period and by series of every layout."""
    import xarray as xr

    names: Sequence[str] = sorted({name for one in layouts.values() for name in one["forecasters"]} - {FORECAST})
    forecasters = [FORECAST, *names]
    found: dict[str, Any] = {}
    coordinates: dict[str, Any] = {"forecaster": forecasters}
    for layout, one in layouts.items():
        for axis in ("period", "series"):
            there = one["forecasters"]
            nothing = [np.nan] * len(one["periods" if axis == "period" else "series"])
            values = [there[name][f"crps_by_{axis}"] if name in there else nothing for name in forecasters]
            about = {"units": "men", "definition": f"mean CRPS by {axis}: {one['counted']}"}
            found[f"{layout}_crps_by_{axis}"] = (("forecaster", f"{layout}_{axis}"), np.array(values), about)
        coordinates[f"{layout}_period"], coordinates[f"{layout}_series"] = one["periods"], one["series"]
    return xr.Dataset(found, coordinates)
