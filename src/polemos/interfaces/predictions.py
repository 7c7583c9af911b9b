"""A forecast beside a record: files of events and changes of hands, read and handed to ``experiments.prediction``.

Comes in: what a person names: a scenario or a forecast's folder, and files.  Goes out: the answers of ``forecast`` and
``score``.  Both are the Python twins of the commands of those names; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.experiments.answer import Answer

if TYPE_CHECKING:
    import xarray

    from polemos.engine.ensemble import Progress
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario


def forecast(
    scenario: str | Path | Scenario,
    first: str | date,
    last: str | date,
    *,
    posterior: str | Path | None = None,
    questions: str | Path | None = None,
    by_rule: int | None = None,
    edits: Sequence[str] = (),
    changes: Sequence[str | Path] = (),
    mapping: str | Path | None = None,
    histories: int | None = None,
    seed: int = 1,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """Forecast a war from ``first`` to ``last`` (dates, both included), and freeze it in the folder ``out``.

    ``changes`` are lists of places that changed hands, complete up to the eve of the window; they say which places
    are contested then, and what comes later in them is not looked at; ``mapping`` says what their names mean.  All
    else as in ``experiments.prediction.forecast``.
    """
    from polemos.experiments.prediction.forecast import forecast as made

    record: Callable[[War], xarray.Dataset] | None = None
    if changes:
        from polemos.evidence.past import record_of

        def record(war: War) -> xarray.Dataset:
            return record_of(war, changes=changes, mapping=mapping, recorded_to=_day(first) - timedelta(1))

    return made(
        scenario, _day(first), _day(last), posterior=posterior, questions=questions, by_rule=by_rule, edits=edits,
        histories=histories, seed=seed, out=out, threads=threads, progress=progress, record=record,
        sources=[str(path) for path in changes],
    )  # fmt: skip


def score(
    forecast: str | Path,
    events: str | Path,
    *,
    changes: Sequence[str | Path] = (),
    resolved: str | Path | None = None,
    mapping: str | Path | None = None,
    war: str | Path | Scenario | None = None,
    recorded_to: str | date | None = None,
    seed: int = 1,
    out: str | Path | None = None,
) -> Answer:
    """Score the frozen folder of a forecast, or a Parquet file of draws, against recorded events.

    ``changes`` are lists of places that changed hands, for the questions; ``resolved`` a CSV file of their answers;
    ``war`` the scenario of a file of draws; ``recorded_to`` the day up to which the record is complete, by default that
    of its last event.  All else as in ``experiments.prediction.score``.
    """
    from polemos.evidence.past import record_of
    from polemos.evidence.readers import read_events
    from polemos.experiments.prediction.score import score as made

    read = read_events(events).events

    def record(of: War) -> xarray.Dataset:
        end = None if recorded_to is None else _day(recorded_to)
        return record_of(of, events=read, changes=changes, mapping=mapping, recorded_to=end)

    given = {"events": str(events), "changes": [str(path) for path in changes],
             "mapping": None if mapping is None else str(mapping), "war": None if war is None else str(war),
             "recorded_to": None if recorded_to is None else str(recorded_to)}  # fmt: skip
    compiled = None if war is None else _compiled(war, read.last.max().astype(object))
    return made(forecast, record, war=compiled, resolved=resolved, seed=seed, out=out, sources=given)


def _compiled(war: str | Path | Scenario, last: Any) -> War:
    """Return the compiled war of a scenario, long enough for all events."""
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    loaded = load(war) if isinstance(war, (str, Path)) else war
    compiled = compile_scenario(loaded)
    days = max(compiled.days, (last - compiled.start).days + 1)
    from dataclasses import replace

    return replace(compiled, days=days)


def _day(day: str | date) -> date:
    """Return a date; raises BadInput for a text that is none."""
    if isinstance(day, date):
        return day
    from polemos.errors import BadInput, Problem

    try:
        return date.fromisoformat(day)
    except ValueError:
        raise BadInput(Problem(f'needs a date such as 2016-06-16, not "{day}"')) from None
