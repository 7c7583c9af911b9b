"""What every answer of the page's server must be, whatever the run: keys, lengths, rows in range, sums, order.

Each function asserts the shape of the same name in ``frontend/src/contract.ts`` and the laws that hold for any war.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

Plain = dict[str, Any]
HALF = 0.0005
"""Shares are rounded to three decimals: each is off by at most half of the last."""

PAGE = """scenario title scope version histories numbers seed digest engine start days weeks dates run command
    changes coalition focal camps actors places fronts wings flows roads decisions kinds causes ground answer limits
    other argued document""".split()
ITEMS = {
    "camps": "id title fill ink marker dash holds", "actors": "id title short camp member lead patron fights",
    "places": "id title short longitude latitude people front governorate", "fronts": "id title named",
    "wings": "id title patron base", "flows": "id title from to amount",
    "decisions": "day low high date titles ids", "kinds": "id title fill", "causes": "id title",
}  # fmt: skip
WEEKS = "control apart taken fronts aircraft ties series fissure causes".split()
FAN = "low lower middle upper high".split()


def has(part: Plain, keys: str | list[str]) -> None:
    assert set(part) == set(keys.split() if isinstance(keys, str) else keys)


def strict(part: Any) -> None:
    """It is what JSON holds, without numbers that are none, and nothing is lost on the way."""
    assert json.loads(json.dumps(part, allow_nan=False)) == part


def row(value: int, length: int, nobody: bool = False) -> None:
    assert isinstance(value, int)
    assert (-1 if nobody else 0) <= value < length


def check_page(page: Plain) -> None:
    strict(page)
    has(page, PAGE)
    for name, keys in ITEMS.items():
        for item in page[name]:
            has(item, keys)
    camps, actors, places, fronts = (len(page[name]) for name in ("camps", "actors", "places", "fronts"))
    assert len(page["dates"]) == page["weeks"] + 1
    assert page["dates"] == sorted(page["dates"])
    assert len(page["numbers"]) in (0, page["histories"])
    row(page["focal"], camps, nobody=True)
    assert (page["focal"] >= 0) == bool(page["coalition"])
    for actor in page["actors"]:
        row(actor["camp"], camps)
        assert len(actor["short"]) <= 22
        assert not actor["lead"] or actor["member"]
    for place in page["places"]:
        row(place["front"], fronts, nobody=True)
        ground = page["ground"]
        assert ground["west"] <= place["longitude"] <= ground["east"]
        assert ground["south"] <= place["latitude"] <= ground["north"]
    for wing in page["wings"]:
        row(wing["patron"], actors)
        row(wing["base"], places, nobody=True)
        assert page["actors"][wing["patron"]]["patron"]
    for flow in page["flows"]:
        row(flow["from"], actors)
        row(flow["to"], actors)
    for one, two in page["roads"]:
        row(one, places)
        row(two, places)
    for decision in page["decisions"]:
        assert decision["low"] <= decision["day"] <= decision["high"]
        assert len(decision["titles"]) == len(decision["ids"]) > 0
    check_ground(page["ground"], places)
    assert len(page["answer"]) == 5
    for line in page["answer"]:
        has(line, "parts")
        for part in line["parts"]:
            if not isinstance(part, str):
                has(part, "text how")
                has(part["how"], "words command")
                assert part["how"]["command"].startswith("polemos show ")


def check_ground(ground: Plain, places: int) -> None:
    has(ground, "west east south north stretch countries rivers cells credit")
    assert {country["role"] for country in ground["countries"]} <= {"country", "neighbour"}
    cells = ground["cells"]
    has(cells, "columns rows runs")
    assert sum(cells["runs"][1::2]) == cells["columns"] * cells["rows"]
    assert min(cells["runs"][1::2]) > 0
    for place in cells["runs"][::2]:
        row(place, places, nobody=True)
    assert bool(ground["credit"]) == bool(ground["countries"])


def check_weeks(page: Plain, weeks: Plain) -> None:
    strict(weeks)
    has(weeks, WEEKS)
    number, places, camps = page["weeks"] + 1, len(page["places"]), len(page["camps"])
    for name in ("control", "apart", "taken"):
        assert len(weeks[name]) == number
    for held in (place for week in weeks["control"] for place in week):
        of, part = held[::2], held[1::2]
        assert abs(sum(part) - 1.0) <= HALF * (camps + 1)  # a rounding error for each camp, and nobody
        assert part == sorted(part, reverse=True)
        assert len(set(of)) == len(of)
        for camp in of:
            row(camp, camps, nobody=True)
    assert all(len(week) == places for week in weeks["control"])
    assert all(len(week) == len(page["roads"]) and all(0 <= part <= 1 for part in week) for week in weeks["apart"])
    for week in weeks["taken"]:
        assert week[::2] == sorted(set(week[::2]))
        assert all(0 < part <= 1 for part in week[1::2])
        for place in week[::2]:
            row(place, places)
    assert weeks["taken"][0] == []
    has(weeks["fronts"], "killed attacks sorties")
    for found, length in [*((one, len(page["fronts"])) for one in weeks["fronts"].values()),
                          (weeks["aircraft"], len(page["wings"]))]:  # fmt: skip
        has(found, "mean low high")
        assert np.shape(found["mean"]) == np.shape(found["low"]) == np.shape(found["high"]) == (number, length)
        assert (np.array(found["low"]) <= np.array(found["high"])).all()
    for series in weeks["series"]:
        check_series(series, number)
    check_ties(page, weeks["ties"])
    check_fissure(page, weeks)


def check_series(series: Plain, number: int) -> None:
    has(series, "measure of title unit fan mean")
    has(series["fan"], FAN)
    fan = np.array([series["fan"][name] for name in FAN], dtype=float)
    assert fan.shape == (5, number)
    assert len(series["mean"]) == number
    known = np.isfinite(fan[0])
    assert (np.diff(fan[:, known], axis=0) >= 0).all()


def check_ties(page: Plain, ties: Plain) -> None:
    has(ties, "trust support flows fighting")
    number, actors, camps = page["weeks"] + 1, len(page["actors"]), len(page["camps"])
    for tie in ties["trust"]:
        has(tie, "one two mean low high")
        assert tie["one"] < tie["two"]
        assert page["actors"][tie["one"]]["member"]
        assert page["actors"][tie["two"]]["member"]
        for name in ("mean", "low", "high"):
            assert len(tie[name]) == number
            assert all(part is None or 0 <= part <= 1 for part in tie[name])
    for tie in ties["support"]:
        has(tie, "from to honoured late refused")
        row(tie["from"], actors)
        row(tie["to"], actors)
        assert tie["from"] != tie["to"]
        assert {len(tie[name]) for name in ("honoured", "late", "refused")} == {number}
    for tie in ties["flows"]:
        has(tie, "flow share")
        row(tie["flow"], len(page["flows"]))
        assert len(tie["share"]) == number
    for tie in ties["fighting"]:
        has(tie, "one two killed")
        row(tie["one"], camps)
        row(tie["two"], camps)
        assert tie["one"] <= tie["two"]
        assert len(tie["killed"]) == number


def check_fissure(page: Plain, weeks: Plain) -> None:
    found = weeks["fissure"]
    has(found, "shares share low high day day_low day_high first")
    numbers = page["numbers"] or range(page["histories"])
    assert found["first"] in numbers if found["share"] else found["first"] is None
    assert np.shape(found["shares"]) == (page["weeks"] + 1, len(page["kinds"]))
    assert abs(np.sum(found["shares"]) - found["share"]) < 1e-3  # the share has three decimals
    assert found["low"] <= found["share"] <= found["high"]
    if found["day"] is not None:
        assert 1 <= found["day_low"] <= found["day"] <= found["day_high"] <= page["days"]
    assert [cause["id"] for cause in weeks["causes"]] == [cause["id"] for cause in page["causes"]]
    for cause in weeks["causes"]:
        has(cause, "id mean low high")


def check_history(page: Plain, weeks: Plain, history: Plain) -> None:
    strict(history)
    has(history, "number holder series events fissure ending command")
    camps, places, actors = len(page["camps"]), len(page["places"]), len(page["actors"])
    assert np.shape(history["holder"]) == (page["weeks"] + 1, places)
    assert all(-1 <= camp < camps for week in history["holder"] for camp in week)
    named = [(one["measure"], one["of"]) for one in weeks["series"]]
    assert [(one["measure"], one["of"]) for one in history["series"]] == named
    assert all(len(one["values"]) == page["weeks"] + 1 for one in history["series"])
    assert [event["id"] for event in history["events"]] == list(range(len(history["events"])))
    for event in history["events"]:
        has(event, "id day date kind place actor other dead text causes")
        row(event["place"], places, nobody=True)
        row(event["actor"], actors, nobody=True)
        row(event["other"], actors, nobody=True)
        assert 1 <= event["day"] <= page["days"]
        assert all(cause < event["id"] for cause in event["causes"])
    if history["fissure"] is not None:
        has(history["fissure"], "event lines")
        assert history["events"][history["fissure"]["event"]]["kind"] == "fissure"
        assert all((len(line) - len(line.lstrip())) % 2 == 0 for line in history["fissure"]["lines"])


def check_inputs(inputs: Plain) -> None:
    strict(inputs)
    has(inputs, "inputs mechanisms interventions what_ifs")
    for item in inputs["inputs"]:
        has(item, "path unit date low best high source confidence outcome weight")
        assert item["low"] <= item["best"] <= item["high"]
        assert isinstance(item["low"], str) == item["date"]
        assert (item["weight"] is None) == (item["outcome"] == "")
        assert item["weight"] is None or -1 <= item["weight"] <= 1
    for one in inputs["mechanisms"] + inputs["what_ifs"]:
        has(one, "id title words")
        assert one["words"]
    for one in inputs["interventions"]:
        has(one, "id title date")


def check_kept(kept: list[Plain]) -> None:
    strict(kept)
    for number, one in enumerate(kept):
        has(one, "verb command tables plot contrasts")
        assert one["plot"] == f"/api/answers/{number}/plot.svg"
        for table in one["tables"]:
            has(table, "title head rows notes")
            assert all(len(cells) == len(table["head"]) for cells in table["rows"])
            assert all(isinstance(cell, str) for cells in table["rows"] for cell in cells)
        for contrast in one["contrasts"]:
            has(contrast, "label ask measures")
            if contrast["ask"] is not None:
                has(contrast["ask"], "without what_if edits histories")
            for measure in contrast["measures"]:
                has(measure, "measure title unit kind baseline alternative difference low high up words")
                if measure["low"] is not None:
                    assert measure["low"] <= measure["difference"] <= measure["high"]


PANELS = ("", "map", "graph", "cohesion", "holding", "dead", "requests", "compare", "history")


def check_ledger(ledger: Plain) -> None:
    strict(ledger)
    has(ledger, "title document command claims")
    for claim in ledger["claims"]:
        has(claim, "id words kind speaker spans panel model record rivals limits notes")
        assert claim["panel"] in PANELS
        for span in claim["spans"]:
            has(span, "segment start end")
            assert 0 <= span["start"] < span["end"]
        judged = [*claim["model"], *([claim["record"]] if claim["record"] else [])]
        for one in claim["model"]:
            has(one, "asked verdict reasons")
        if claim["record"]:
            has(claim["record"], "verdict reasons")
        for reason in (reason for one in judged for reason in one["reasons"]):
            has(reason, "words effect interval verdict")
        assert all(isinstance(note, str) for note in claim["rivals"] + claim["notes"])


def check_document(document: Plain) -> None:
    strict(document)
    has(document, "title segments")
    for segment in document["segments"]:
        has(segment, "id speaker start end text")
        assert segment["end"] - segment["start"] == len(segment["text"]) > 0
    starts = [segment["start"] for segment in document["segments"]]
    assert starts == sorted(starts)
    assert len({segment["id"] for segment in document["segments"]}) == len(starts)
