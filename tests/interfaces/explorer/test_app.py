"""What the addresses of the live page answer."""

from __future__ import annotations

import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from interfaces.explorer.test_guard import assert_sealed
from interfaces.explorer.visitor import Site


def test_a_view_is_made_once_however_many_ask(site: Site) -> None:
    """Also when they ask before it is made."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: site.call("GET", "/api/inputs"), range(16)))
    assert {said.body for said in found} == {found[0].body}
    assert found[0].json["view"] == "inputs"
    assert site.made.count("inputs") == 1


def test_a_view_that_failed_is_made_anew(site: Site) -> None:
    before = site.made.count("ledger")
    assert [site.call("GET", "/api/ledger").status for _ in range(2)] == [500, 500]
    assert site.made.count("ledger") == before + 2


def test_what_is_no_number_never_leaves_as_json(site: Site) -> None:
    said = site.call("GET", "/api/weeks")
    assert said.status == 500
    assert b"NaN" not in said.body


def test_json_is_packed_for_who_takes_it_so(site: Site) -> None:
    plain = site.call("GET", "/api/answers")
    packed = site.call("GET", "/api/answers", {"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == ["gzip"]
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["content-type"] == ["application/json"]


def test_histories_come_by_their_number(site: Site) -> None:
    assert site.call("GET", "/api/history/7").json == {"number": 7}
    missing = site.call("GET", "/api/history/999")
    assert (missing.status, missing.problem) == (404, "there is no history 999")
    assert site.call("GET", "/api/history/-1").status == 404
    assert site.call("GET", "/api/document").json is None


def test_a_plot_can_run_nothing_should_somebody_open_it(site: Site) -> None:
    said = site.call("GET", "/api/answers/0/plot.svg")
    assert said.headers["content-type"][0].startswith("image/svg+xml")
    assert "sandbox" in said.headers["content-security-policy"][0]
    assert_sealed(said)
    assert site.call("GET", "/api/answers/1/plot.svg").status == 404


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("control.geojson", {"name": "control.geojson"}),
        ("history.geojson?history=3", {"name": "history.geojson", "history": 3}),
        ("map.svg?week=2", {"name": "map.svg", "week": 2, "figure": "map"}),
        ("drawn.png?figure=dead", {"name": "drawn.png", "figure": "dead"}),
        ("run.csv", {"name": "run.csv"}),
    ],
)
def test_an_export_is_a_file_under_our_name(site: Site, address: str, expected: dict[str, object]) -> None:
    said = site.call("GET", f"/api/export/{address}")
    assert said.status == 200
    assert said.json == expected
    # What was written for it goes once the answer is out.
    until = time.monotonic() + 10
    while list(site.scratch.iterdir()) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(site.scratch.iterdir()) == []
    assert said.headers["content-disposition"] == [f'attachment; filename="{expected["name"]}"']
    assert_sealed(said)


@pytest.mark.parametrize(
    "address", ["run.exe", "map.svg?week=x", "map.svg?week=1&week=2", "map.svg?path=/etc", "map.svg?path=3"]
)
def test_an_export_takes_nothing_else(site: Site, address: str) -> None:
    said = site.call("GET", f"/api/export/{address}")
    assert said.status in (400, 404)
    assert list(site.scratch.iterdir()) == []
    assert_sealed(said)
