"""How good the chances of dated questions were, beside simple rivals and beside what a list of answers says.

Comes in: the questions of a forecast with their chances, a record, answers from a list.  Goes out: what came of each
question and by whom that is known; Brier and log scores of the forecast and its rivals, the differences with their
tests, and the reliability diagram.  How deaths are scored is next door in ``panel_scores``.

What came is found in the recorded holders and deaths by the same function as in histories; a list of answers goes
before it, and where the two disagree that is said.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import Counts
from polemos.errors import BadInput, Problem
from polemos.experiments.prediction.asking import known_holders
from polemos.experiments.prediction.change_rivals import CHANGE_RIVALS
from polemos.experiments.prediction.panel_scores import FORECAST, skill
from polemos.experiments.prediction.panels import cut
from polemos.experiments.prediction.question_rivals import Past, rival_chances
from polemos.experiments.prediction.questions import BY_RULE, Question, Watched, eve_of, happened, pair_row_of, week_of
from polemos.theory.calibration import reliability_diagram
from polemos.theory.score_tests import FEWEST_PERIODS, NOT_SEEN, compare_scores
from polemos.theory.yes_no_scores import brier_parts, brier_score, log_score

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

Plain = dict[str, Any]
YES, NO = "yes", "no"
BINS = 5
RECORD, LIST = "record", "list"
GROUPS = {"all": ("file", BY_RULE), "asked": ("file",), "by rule": (BY_RULE,)}


class Outcome(NamedTuple):
    """What came of a question: None is not known; by whom; and whether record and list disagree."""

    came: bool | None
    by: str
    disagree: bool


def read_resolved(path: str | Path) -> dict[str, bool]:
    """Return the answers of a CSV file with the columns ``id`` and ``outcome`` (yes or no); raises BadInput."""
    file = str(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except FileNotFoundError:
        raise BadInput(Problem("there is no such file", file)) from None
    except (OSError, ValueError, csv.Error) as error:
        raise BadInput(Problem(f"cannot be read: {error}", file)) from None
    if not rows or not {"id", "outcome"} <= set(rows[0]):
        raise BadInput(Problem("needs the columns id and outcome, and a row for each answer", file, 1, 1))
    found: dict[str, bool] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        name, said = str(row["id"] or "").strip(), str(row["outcome"] or "").strip().lower()
        if said not in (YES, NO) or not name or name in found:
            what = f"{name} has an answer already" if name in found else f"needs an id and yes or no, not {said!r}"
            problems.append(Problem(what, file, line, 1, key="outcome"))
        found[name] = said == YES
    if problems:
        raise BadInput(problems)
    return found


def questions_scored(
    asked: Sequence[Plain], record: xarray.Dataset, war: War, first: date, resolved: Mapping[str, bool]
) -> Plain:
    """Return what came of the questions of a forecast, and how good their chances were."""
    past, watched, known = _past(record, war, first), watched_of(record, war), "changed" in record
    rows = []
    for one in asked:
        question = Question.model_validate(one["asked"])
        outcome = resolve(question, watched, war, first, resolved)
        weeks = week_of(war, question.by) - eve_of(war, first)
        told = one["chance"] is not None
        chances = rival_chances(question, past, war, weeks) if told and (known or question.happens == "fight") else {}
        rows.append({
            "id": question.id, "text": question.text, "by": question.by.isoformat(), "source": question.source,
            "chance": one["chance"], "not_answered": one["not_answered"], "came": outcome.came, "known_by": outcome.by,
            "disagree": outcome.disagree, "rivals": chances,
        })  # fmt: skip
    groups = {name: _group([row for row in rows if row["source"] in some]) for name, some in GROUPS.items()}
    return {
        "questions": rows, "groups": {name: group for name, group in groups.items() if group},
        "strangers": sorted(set(resolved) - {row["id"] for row in rows}),
        "rivals_know": {"changes": len(past.changed), "holders": past.watched.holder.shape[1]},
    }  # fmt: skip


def resolve(question: Question, watched: Watched, war: War, first: date, resolved: Mapping[str, bool]) -> Outcome:
    """Return what came of a question, by the record and by a list, which goes before it."""
    by_record: bool | None = None
    try:
        if _is_known(question, watched, war, first):
            by_record = bool(happened(question, watched, war, first)[0])
    except BadInput:
        by_record = None
    if question.id in resolved:
        said = resolved[question.id]
        return Outcome(said, LIST, by_record is not None and by_record != said)
    return Outcome(by_record, RECORD if by_record is not None else "", False)


def _is_known(question: Question, watched: Watched, war: War, first: date) -> bool:
    """Whether the record tells of holders, or for a fight of deaths between the two camps in every week of it."""
    if question.happens != "fight":
        return bool((watched.holder >= 0).any())
    weeks = watched.pair_killed[0, eve_of(war, first) + 1 : week_of(war, question.by) + 1]
    return bool((weeks[:, pair_row_of(question, war)] >= 0).all())


def watched_of(record: xarray.Dataset, war: War) -> Watched:
    """Return what a question looks at in a record, as one history; -1 dead is not known."""
    pairs = len(war.legend.camps) * (len(war.legend.camps) + 1) // 2
    weeks = war.days // 7 + 1
    holder = known_holders(record) if "holder" in record else np.zeros((0, len(war.legend.places)), dtype=np.int64)
    dead = np.full((weeks, pairs), -1, dtype=np.int64)
    if "pair_killed" in record:
        values = record["pair_killed"].sel(week=slice(0, weeks - 1))
        numbers = values.to_numpy()
        # One death shared out over the days of a long event is a death.
        dead[values["week"].to_numpy()] = np.where(np.isfinite(numbers), np.ceil(np.nan_to_num(numbers)), -1)
    if len(holder) == 0 and "pair_killed" in record:
        holder = np.full((weeks, len(war.legend.places)), -1, dtype=np.int64)
        return Watched(holder[None], dead[None])
    return Watched(holder[None], dead[None, : max(len(holder), 1)] if len(holder) < weeks else dead[None])


def _past(record: xarray.Dataset, war: War, first: date) -> Past:
    """Return what was known on the eve, and nothing later."""
    known = cut(record, war, first - timedelta(1))
    eve = eve_of(war, first)
    watched = watched_of(known, war)
    changed: Counts = np.zeros((0, len(war.legend.places)), dtype=np.int64)
    if "changed" in known:
        values = known["changed"].to_numpy()
        changed = values[np.isfinite(values).all(axis=1)].astype(np.int64)
    fought: Counts = np.zeros((0, 1), dtype=np.int64)
    if "pair_killed" in known:
        values = known["pair_killed"].to_numpy()
        told = np.isfinite(values).any(axis=1)
        fought = (np.nan_to_num(values[told]) > 0.0).astype(np.int64)
    return Past(Watched(watched.holder[:, : eve + 1], watched.pair_killed[:, : eve + 1]), changed, fought)


def _group(rows: Sequence[Plain]) -> Plain | None:
    """Return the scores of some questions, those that were answered and of which it is known what came."""
    ready = [row for row in rows if row["chance"] is not None and row["came"] is not None]
    if not ready:
        return None
    came = np.array([float(row["came"]) for row in ready])
    chances = {FORECAST: np.array([row["chance"] for row in ready])}
    if all(row["rivals"] for row in ready):
        chances |= {name: np.array([row["rivals"][name] for row in ready]) for name in CHANGE_RIVALS}
    brier = {name: brier_score(said, came) for name, said in chances.items()}
    bits = {name: log_score(said, came).score for name, said in chances.items()}
    diagram = reliability_diagram(chances[FORECAST], came, min(BINS, len(ready)))
    return {
        "scored": len(ready), "yes": int(came.sum()), "expected_yes": float(chances[FORECAST].sum()),
        "not_answered": sum(row["chance"] is None for row in rows),
        "not_known": sum(row["chance"] is not None and row["came"] is None for row in rows),
        "forecasters": {
            name: {"brier": float(brier[name].mean()), "log": float(bits[name].mean())} for name in chances
        },
        "parts": brier_parts(chances[FORECAST], came, BINS)._asdict(),
        "reliability": {name: np.asarray(value).tolist() for name, value in diagram._asdict().items()},
        "outside": diagram.outside,
        "against": {
            name: {"skill": skill(float(brier[FORECAST].mean()), float(brier[name].mean())),
                   "brier": _difference(brier[FORECAST], brier[name]), "log": _difference(bits[FORECAST], bits[name])}
            for name in chances if name != FORECAST
        },
    }  # fmt: skip


def _difference(own: Any, other: Any) -> Plain:
    """Return the mean difference with its test, which takes questions as independent."""
    told: Plain = {"difference": float((own - other).mean()), "low": None, "high": None, "p_value": None,
                   "verdict": NOT_SEEN, "over": "nothing", "number": len(own)}  # fmt: skip
    if len(own) >= FEWEST_PERIODS:
        found = compare_scores(own, other, lags=0)
        told |= {"low": found.low, "high": found.high, "p_value": found.p_value, "verdict": found.verdict,
                 "over": "questions"}  # fmt: skip
    return told
