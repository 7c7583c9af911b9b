"""An argued ledger as plain data and as one labelled dataset: every claim with its verdicts and what they rest on.

Comes in: what was found of each statement, reading and forecast.  Goes out: the findings of ``argue``.  How they were
found is next door in ``argue``, how they look in ``argued_tables``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.evidence.forecasts import Resolved
from polemos.evidence.ledger import Claim, Reading, Statement
from polemos.evidence.record_estimands import Measured
from polemos.evidence.turning import Turn
from polemos.evidence.verdict import NOT_TESTABLE, SUPPORTED, UNKNOWN, Effect, Judgement, chance, holm, judge, of_claim
from polemos.experiments.outcomes import Outcome
from polemos.experiments.statistics import Difference, Estimate

if TYPE_CHECKING:
    import xarray

NUMBERS = ("mean", "low", "high")
Mentions = Mapping[tuple[str, str, str], int]  # actor, label, speaker -> how often


class Asked(NamedTuple):
    """A statement with what was found: levels with and without the cause, the effect, its verdict, what it hangs on."""

    statement: Statement
    outcome: Outcome
    levels: tuple[Estimate, Estimate]
    effect: Difference
    smallest: float
    judgement: Judgement
    turns: list[Turn]


def effect_of(found: Difference) -> Effect:
    """Return a paired difference as an effect to be judged."""
    return Effect(found.mean, found.low, found.high, found.differing)


def claims_of(
    chosen: Mapping[str, Claim],
    asked: Mapping[str, Mapping[str, list[Asked]]],
    readings: Mapping[str, Sequence[Measured]],
    resolved: Mapping[str, Resolved],
    mentions: Mentions | None,
) -> dict[str, Any]:
    """Return every claim with its verdicts as plain data; readings are held together like statements (Holm)."""
    flat = [(name, row, one) for name, several in readings.items() for row, one in enumerate(several)]
    tested = [(name, row, one) for name, row, one in flat if one.effect is not None]
    smallest = {(name, row): chosen[name].record[row].smallest for name, row, _ in tested}
    held = holm([chance(one.effect, smallest[name, row]) for name, row, one in tested if one.effect is not None])
    sure = {(name, row): kept for (name, row, _), kept in zip(tested, held, strict=True)}
    found = {}
    for name, claim in chosen.items():
        model = {which: asked[which][name] for which in asked}
        record = [
            (reading, one, _read(reading, one, sure.get((name, row), True)))
            for row, (reading, one) in enumerate(zip(claim.record, readings[name], strict=True))
        ]
        found[name] = {
            "words": claim.words, "kind": claim.kind, "speaker": claim.speaker, "spans": claim.spans,
            "rooms": claim.rooms, "limits": claim.limits,
            "model": {which: _verdict(of_claim([one.judgement for one in several]), claim, bool(several), "model")
                      for which, several in model.items()},
            "record": _of_record(claim, [judgement for *_, judgement in record], mentions),
            "statements": {which: [_told(one) for one in several] for which, several in model.items()},
            "readings": [_told_reading(*one) for one in record],
            "forecast": _told_forecast(claim, resolved.get(name)),
            "rivals": [one.model_dump(exclude_none=True) for one in claim.rivals],
        }  # fmt: skip
    return found


def _read(reading: Reading, found: Measured, sure: bool) -> Judgement:
    if found.judgement is not None:
        return found.judgement
    if found.effect is None:
        return Judgement(NOT_TESTABLE, found.why or UNKNOWN)
    return judge(found.effect, reading.higher, reading.smallest, False, sure)


def _verdict(judgement: Judgement, claim: Claim, anything: bool, where: str) -> dict[str, str]:
    """Return a claim's verdict; evaluative claims and questions are not judged, and say so."""
    if claim.kind in ("evaluative", "question"):
        word = "a value" if claim.kind == "evaluative" else "a question"
        return Judgement(NOT_TESTABLE, f"{word} is not judged")._asdict()
    if not anything:
        return Judgement(NOT_TESTABLE, f"nothing is asked of the {where}")._asdict()
    return judgement._asdict()


def _of_record(claim: Claim, judgements: Sequence[Judgement], mentions: Mentions | None) -> dict[str, str]:
    if claim.labels is not None:
        return called(claim.labels.actor, claim.labels.quoted, mentions)._asdict()
    if not judgements and claim.unrecorded is not None:
        return Judgement(NOT_TESTABLE, claim.unrecorded.strip())._asdict()
    return _verdict(of_claim(judgements), claim, bool(judgements), "record")


def called(actor: str, labels: Sequence[str], mentions: Mentions | None) -> Judgement:
    """Return whether an actor is called by each of several labels, not all of them by one speaker."""
    if mentions is None:
        return Judgement(NOT_TESTABLE, "no mentions were given")
    speakers = [{who for (whom, word, who), times in mentions.items() if (whom, word) == (actor, label) and times}
                for label in labels]  # fmt: skip
    told = "; ".join(
        f'"{label}" by {", ".join(sorted(who)) or "nobody"}' for label, who in zip(labels, speakers, strict=True)
    )
    if all(speakers) and len(set().union(*speakers)) > 1:
        return Judgement(SUPPORTED, told)
    return Judgement(NOT_TESTABLE, told)


def _told(one: Asked) -> dict[str, Any]:
    with_it, without = one.levels
    return {
        "words": one.statement.words, "change": one.statement.change, "outcome": one.outcome.name,
        "title": one.outcome.title, "unit": one.outcome.unit, "higher": one.statement.higher,
        "assumed": one.statement.assumed, "smallest": one.smallest, "with": with_it._asdict(),
        "without": without._asdict(), "effect": one.effect._asdict(), **one.judgement._asdict(),
        "turns": [{**turn._asdict(), "turns": turn.turns} for turn in one.turns[:3]], "inputs_seen": len(one.turns),
    }  # fmt: skip


def _told_reading(reading: Reading, found: Measured, judgement: Judgement) -> dict[str, Any]:
    return {
        "words": reading.words, "statistic": reading.statistic, "series": reading.series, "against": reading.against,
        "fact": reading.fact, "higher": reading.higher, "smallest": reading.smallest,
        "least": reading.least, "most": reading.most,
        "effect": None if found.effect is None else found.effect._asdict(), "levels": list(found.levels),
        **judgement._asdict(),
    }  # fmt: skip


def _told_forecast(claim: Claim, found: Resolved | None) -> dict[str, Any] | None:
    if claim.resolution is None or found is None:
        return None
    rule = claim.resolution.model_dump(mode="json")
    status = "open" if found.happened is None else "came true" if found.happened else "did not come true"
    return {**rule, **found._asdict(), "status": f"open until {claim.resolution.by}" if status == "open" else status}


def dataset_of(found: dict[str, Any]) -> xarray.Dataset:
    """Return every statement's effect and every reading's number with their verdicts."""
    import xarray as xr

    statements = [
        (name, which, one)
        for name, claim in found["claims"].items()
        for which, several in claim["statements"].items()
        for one in several
    ]
    readings = [(name, one) for name, claim in found["claims"].items() for one in claim["readings"]]
    variables: dict[str, Any] = {}
    for number in NUMBERS:
        variables[f"effect_{number}"] = ("statement", _floats(one["effect"][number] for *_, one in statements))
        variables[f"reading_{number}"] = (
            "reading", _floats((one["effect"] or {}).get(number, math.nan) for _, one in readings)
        )  # fmt: skip
    for number in ("mean", "low", "high"):
        for level in ("with", "without"):
            variables[f"{level}_{number}"] = ("statement", _floats(one[level][number] for *_, one in statements))
    variables["smallest"] = ("statement", _floats(one["smallest"] for *_, one in statements))
    variables["statement_verdict"] = ("statement", _texts(one["verdict"] for *_, one in statements))
    variables["reading_verdict"] = ("reading", _texts(one["verdict"] for _, one in readings))
    coordinates: dict[str, Any] = {
        "statement": _texts(one["words"] for *_, one in statements),
        "reading": _texts(one["words"] for _, one in readings),
        "claim": ("statement", _texts(name for name, *_ in statements)),
        "inputs": ("statement", _texts(which for _, which, _ in statements)),
        "claim_read": ("reading", _texts(name for name, _ in readings)),
    }
    return xr.Dataset(variables, coordinates)


def _floats(values: Any) -> Any:
    return np.array(list(values), dtype=np.float64)


def _texts(values: Any) -> Any:
    return np.array(list(values), dtype=np.str_)
