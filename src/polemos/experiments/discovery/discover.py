"""Under which inputs something happens more often: scenario discovery (Bryant and Lempert 2010).

Comes in: a run, or a scenario to make one of, and an outcome that happens or does not.  Goes out: an ``Answer`` with
boxes of a few limits on inputs, each with density and coverage.  Boxes are searched next door in ``boxes``; how the
answer looks is ``discover_tables``.

Every second history is held out.  A box is searched on the others, and all that is told of it comes from those held
out, among them the test whether it is there at all: an outcome that hangs on no input is reported to have a box in one
study of twenty at most.  A box says where something happens more often, not why; inputs are independent of each other
and of chance, so no third thing can stand behind it, and what the histories hold fixed is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.ensemble import Progress
from polemos.engine.plan import Changes
from polemos.engine.run import Run, open_run
from polemos.engine.store import MANIFEST
from polemos.errors import BadInput, Problem, did_you_mean
from polemos.experiments.answer import Answer, make_answer
from polemos.experiments.case import BASELINE
from polemos.experiments.discovery.box_search import FALSE_ALARM, LEAST_CASES, Found, search
from polemos.experiments.discovery.box_words import as_plain
from polemos.experiments.discovery.boxes import Finder, Happened, cart_box, in_box, prim_box
from polemos.experiments.discovery.discover_tables import draw as draw
from polemos.experiments.discovery.discover_tables import size as size
from polemos.experiments.discovery.discover_tables import tables as tables
from polemos.experiments.laboratory import Laboratory, first_histories, laboratory_for
from polemos.experiments.naming import input_title
from polemos.experiments.outcomes import Outcome, find_outcome
from polemos.experiments.statistics import wilson

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War
    from polemos.scenario.inputs import Input
    from polemos.scenario.schema import Scenario

FINDERS: dict[str, Finder] = {"prim": prim_box, "cart": cart_box}
HISTORIES = 2000
MOST_BOXES = 5

Plain = dict[str, Any]


def discover(
    scenario: str | Path | Scenario | Run,
    outcome: str,
    *,
    method: str = "prim",
    inputs: str = "",
    boxes: int = 2,
    histories: int | None = None,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int = 1,
    days: int | None = None,
    out: str | Path | None = None,
    cases: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    laboratory: Laboratory | None = None,
) -> Answer:
    """Say under which uncertain inputs an outcome happens more often.

    ``scenario`` may be a run, or the folder of one: then nothing is simulated and its own histories are taken.
    ``outcome`` is a sentence such as "ending == partition", or the name of an outcome that is true or false.
    ``method`` is "prim" or "cart"; ``inputs`` a pattern such as "mechanisms.trust.*"; at most ``boxes`` are looked
    for, each among the histories outside those before.  ``edits``, ``what_if`` and ``without`` change the war that is
    studied.

    Raises BadInput for what cannot be asked, and where too few histories lie on one side of the question.
    """
    if method not in FINDERS:
        raise BadInput(Problem(f"there is no method {method!r}", "--method", hint=f"there are {', '.join(FINDERS)}"))
    if not 1 <= boxes <= MOST_BOXES:
        raise BadInput(Problem(f"needs 1 to {MOST_BOXES} boxes, not {boxes}", "--boxes"))
    question: Plain = {"outcome": outcome, "method": method, "inputs": inputs, "boxes": boxes}
    run = _run_of(scenario)
    if run is not None:
        _refuse_changes(edits, what_if, without, days)
        run = first_histories(run, min(histories, run.histories)) if histories else run
        lab = Laboratory(run.manifest.scenario, seed=run.seed)
        question = {"run": str(run.folder or run.manifest.scenario), **question, "histories": histories}
    else:
        assert not isinstance(scenario, Run)
        lab = laboratory_for(laboratory, scenario, seed, days, out, cases, threads, progress)
        base, histories = Changes(tuple(edits), tuple(what_if), tuple(without)), histories or HISTORIES
        asked = find_outcome(outcome, lab.war(base))
        _refuse_amount(asked)
        run = lab.run(base, histories)
        question |= {"scenario": lab.name, "edits": list(edits), "what_if": list(what_if), "without": list(without),
                     "histories": histories, "days": days, "seed": lab.seed}  # fmt: skip
    findings, dataset = studied(run, outcome, FINDERS[method], inputs, boxes)
    findings["method"] = method
    answer = make_answer("discover", question, lab, {BASELINE: run}, dataset, findings)
    if out is not None:
        answer.save(out)
    return answer


def studied(run: Run, text: str, find: Finder, pattern: str, most: int) -> tuple[Plain, xarray.Dataset]:
    """Return what a run says of an outcome: plain findings, and every number labelled."""
    war = run.war
    outcome = find_outcome(text, war)
    _refuse_amount(outcome)
    values = np.asarray(outcome.make(run.recorded, war), dtype=np.float64)
    known = np.isfinite(values)
    columns = _meant(war, pattern)
    inputs, happened = inputs_of(run)[known][:, columns], values[known] > 0.0
    _refuse_one_sided(outcome, happened)
    items = [war.inputs[column] for column in columns]
    found = search(inputs, happened, find, most, run.seed)
    boxes = [as_plain(one, number, items, war, outcome) for number, one in enumerate(found, 1)]
    told = [one for one, box in zip(boxes, found, strict=True) if box.told]
    low, high = wilson(float(happened.sum()), len(happened))
    findings: Plain = {
        "outcome": outcome.name, "title": outcome.title, "definition": outcome.definition,
        "histories": len(happened), "unknown": int((~known).sum()), "inputs": len(items),
        "share": {"value": float(happened.mean()), "low": low, "high": high}, "held_out": len(happened) // 2,
        "boxes": boxes, "told": len(told), "false_alarm": FALSE_ALARM,
    }  # fmt: skip
    return findings, _dataset(run, known, inputs, happened, items, found)


def inputs_of(run: Run) -> Floats:
    """Return the uncertain inputs of a run's histories [histories, inputs]; drawn again where they were not kept."""
    if "inputs" in run.recorded:
        return np.asarray(run.recorded["inputs"], dtype=np.float64)
    war = run.war
    rows = [war.parameters(run.seed, int(history))[1] for history in run.recorded.numbers]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(war.inputs))


def _run_of(scenario: str | Path | Scenario | Run) -> Run | None:
    if isinstance(scenario, Run):
        return scenario
    if isinstance(scenario, (str, Path)) and (Path(scenario) / MANIFEST).is_file():
        return open_run(scenario, partial=True, lean=True)
    return None


def _meant(war: War, pattern: str) -> list[int]:
    columns = [row for row, item in enumerate(war.inputs) if fnmatchcase(item.path, pattern or "*")]
    if not columns:
        near = did_you_mean(pattern, [item.path for item in war.inputs])
        what = f"no uncertain input fits {pattern!r}" if pattern else "nothing in this war is uncertain"
        raise BadInput(Problem(what, "--inputs", hint=near or "for example 'actors.*'"))
    return columns


def _refuse_changes(edits: Sequence[str], what_if: Sequence[str], without: Sequence[str], days: int | None) -> None:
    if edits or what_if or without or days is not None:
        what = "a run that is there cannot be changed"
        raise BadInput(Problem(what, hint="name the scenario instead of the run, with these changes"))


def _refuse_amount(outcome: Outcome) -> None:
    if outcome.kind != "share":
        hint = f'compare it, as in "{outcome.name} > 0"'
        raise BadInput(Problem(f"{outcome.name} is neither true nor false", "--outcome", hint=hint))


def _refuse_one_sided(outcome: Outcome, happened: Happened) -> None:
    number, cases = len(happened), int(happened.sum())
    few, word = min((cases, "happens"), (number - cases, "fails to happen"))
    if few < LEAST_CASES:
        what = f"{word} in {few:,} of {number:,} histories: too few to search half of them and hold out the other"
        hint = f"at least {LEAST_CASES} are needed: take more histories, or another outcome"
        raise BadInput(Problem(what, key=outcome.name, hint=hint))


def _dataset(
    run: Run, known: Any, inputs: Floats, happened: Happened, items: Sequence[Input], found: Sequence[Found]
) -> xarray.Dataset:
    """Return every number with its labels: histories, their inputs, which box each lies in, and the boxes."""
    import xarray as xr

    number = len(found)
    limits = np.full((number, len(items), 2), np.nan)
    for row, one in enumerate(found):
        for limit in one.box:
            limits[row, limit.column] = [limit.low, limit.high]
    used = [column for column in range(len(items)) if any(limit.column == column for one in found for limit in one.box)]
    fits = {name: [getattr(one.fit, name) for one in found] for name in ("mass", "density", "outside", "coverage")}
    variables: dict[str, Any] = {
        "happened": ("history", happened),
        "held_out": ("history", np.arange(len(happened)) % 2 == 1),
        "inside": (("box", "history"), np.array([in_box(one.box, inputs) for one in found]).reshape(number, -1)),
        "value": (("history", "input"), inputs[:, used]),
        "low": (("box", "input"), limits[:, used, 0]),
        "high": (("box", "input"), limits[:, used, 1]),
        "told": ("box", np.array([one.told for one in found], dtype=np.bool_)),
        "p_value": ("box", [one.fit.p_value for one in found]),
        **{name: ("box", values) for name, values in fits.items()},
    }
    coordinates: dict[str, Any] = {
        "history": run.recorded.numbers[known], "box": np.arange(1, number + 1), "input": np.array([items[column].path
        for column in used], dtype=np.str_), "input_title": ("input", np.array([input_title(items[column].path,
        run.war) for column in used], dtype=np.str_)), "input_unit": ("input", np.array([items[column].unit for column
        in used], dtype=np.str_)),
    }  # fmt: skip
    return xr.Dataset(variables, coordinates)
