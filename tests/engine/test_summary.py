"""The answers: right, strict, in order, and narrow enough for a terminal."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from polemos.engine.answers import deaths_per_week
from polemos.engine.summary import Summary, figure, summarise, with_error
from small_run import DAYS, HISTORIES, small_run

ORDER = ("How the war stands", "places held", "people held", "killed", "requests for air support", "cohesion",
         "first fissure", "weight in the coalition", "quagmire", "battle deaths a day", "Weakest supports",
         "report")  # fmt: skip


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(small_run())


@pytest.fixture(scope="module")
def found(summary: Summary) -> dict[str, Any]:
    return summary.as_dict()


def test_it_is_strict_json(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_it_answers_in_the_order_in_which_people_ask(summary: Summary) -> None:
    text = str(summary)
    where = [text.index(words) for words in ORDER]
    assert where == sorted(where)


def test_it_fits_a_terminal(summary: Summary) -> None:
    assert max(len(line) for line in summary.lines()) <= 100
    assert "…" not in str(summary)
    assert "nan" not in str(summary).lower().split()
    assert "None" not in str(summary)


def test_frustration_is_that_of_the_last_week_and_is_explained(summary: Summary, found: dict[str, Any]) -> None:
    values = small_run().measures["frustration"].to_numpy()[:, -1]
    assert found["frustration"]["mean"] == pytest.approx(values.mean())
    line = next(row for row in summary.lines() if "frustration index at the end" in row)
    assert with_error(found["frustration"]["mean"], found["frustration"]["error"]) in line
    assert "camp or two" in summary.lines()[summary.lines().index(line) + 1]


def test_without_a_coalition_frustration_is_unknown() -> None:
    nobody = summarise(small_run("one_front", 3, 28))
    assert nobody.as_dict()["frustration"]["mean"] is None
    assert "frustration" not in str(nobody)


def test_it_shows_itself_in_a_notebook(summary: Summary) -> None:
    assert summary._repr_html_().startswith("<pre>")


def test_endings_share_all_histories(found: dict[str, Any]) -> None:
    assert sum(row["share"] for row in found["war"]["endings"]) == pytest.approx(1)


def test_the_dead_are_those_of_the_measures(found: dict[str, Any]) -> None:
    measures = small_run().measures
    for row in found["dead"]:
        values = measures["killed_total"].sel(actor=row["actor"]).to_numpy()
        assert row["killed"]["mean"] == pytest.approx(values.mean())
        assert row["killed"]["error"] == pytest.approx(values.std(ddof=1) / np.sqrt(HISTORIES))
    assert sum(row["killed"]["mean"] for row in found["dead"]) == pytest.approx(
        measures["killed"].sum(["week", "actor"]).mean().item()
    )


def test_monthly_deaths_add_up_to_all_deaths(found: dict[str, Any]) -> None:
    whole = sum(row["deaths_per_day"]["mean"] * row["days"] for row in found["months"])
    assert whole == pytest.approx(small_run().measures["killed_total"].sum("actor").mean().item())
    assert sum(row["days"] for row in found["months"]) == DAYS
    assert deaths_per_week(small_run()).shape == (HISTORIES, DAYS // 7 + 1)


def test_answers_to_requests_share_all_requests(found: dict[str, Any]) -> None:
    assert found["requests"]
    for row in found["requests"]:
        assert sum(row[answer]["share"] for answer in ("honoured", "late", "refused")) == pytest.approx(1)
        errors = [row[answer]["error"] for answer in ("honoured", "late", "refused")]
        assert all(error is None or 0 <= error < 0.1 for error in errors)


def test_the_fissure_is_that_of_the_measures(found: dict[str, Any]) -> None:
    day = small_run().measures["fissure_day"].to_numpy()
    assert found["fissure"]["probability"]["mean"] == pytest.approx((day > 0).mean())
    assert 0 < found["fissure"]["probability"]["error"] < 0.06
    if (day > 0).any():
        answer = found["fissure"]["day"]
        assert answer["low"] <= answer["median"] <= answer["high"]
        start = np.datetime64(found["scenario"]["start"])
        assert answer["median_date"] == str(start + int(answer["median"]) - 1)
        assert (day[day > 0] <= answer["median"]).mean() >= 0.5
        assert sum(row["share"] for row in found["fissure"]["kinds"]) == pytest.approx(1)


def test_too_few_histories_are_said_to_be_too_few() -> None:
    summary = summarise(small_run(histories=8))
    assert "Too few histories" in str(summary)
    assert summary.as_dict()["camps"][0]["places_held"]["end"]["from_inputs"] is None


def test_a_single_history_has_answers() -> None:
    summary = summarise(small_run("no_war", 1, 10))
    json.dumps(summary.as_dict(), allow_nan=False)
    assert str(summary)


def test_numbers_have_the_decimals_that_their_error_warrants() -> None:
    assert with_error(1234.56, 3.2) == "1,235 ± 3"
    assert with_error(0.12345, 0.004) == "0.123 ± 0.004"
    assert with_error(None, None) == "-"
    assert with_error(5.0, 0.0) == "5 ± 0"
    assert figure(0.5) == "0.50"
