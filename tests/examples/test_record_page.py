"""The page that holds the reference war against the record: its recorded figures come out of the records again."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from tools_of_the_house import DOCS, tool

record = tool("record")
PAGE = (DOCS / "record.md").read_text(encoding="utf-8")
RECORDED = pytest.mark.skipif(not record.have_records(), reason="no ../shared/records beside the checkout")


@cache
def findings() -> dict[str, Any]:
    """Return the check with few histories: what was recorded hangs on none of them."""
    found: dict[str, Any] = record.check(3, None, None).findings
    return found


def test_the_head_says_what_made_it() -> None:
    head = " ".join(PAGE.split("\n## ")[0].split())
    assert re.search(r"Engine `[0-9a-f]{12}`, prior: \d+ histories, scenario `[0-9a-f]{12}`", head)
    assert f"seed {record.SEED}, {record.DAYS} days" in head
    assert "Uppsala Conflict Data Program, CC BY 4.0" in head


def test_it_says_what_is_in_no_history_the_natural_test_and_the_command() -> None:
    for chapter in ("What was recorded", "Coverage", "Number by number", "The natural test of the truce", "Again"):
        assert f"\n## {chapter}\n" in PAGE
    assert "`polemos check-prior syria-2016 --events ../shared/records/" in PAGE


@RECORDED
def test_what_was_recorded_comes_out_of_the_records_again() -> None:
    part = record.recorded_part(findings())
    assert part in PAGE, "write it anew with make record"
    assert part.count("\n| ") > 15


@RECORDED
def test_recorded_dead_per_day_about_the_truce_come_out_again() -> None:
    chapter = PAGE.split("\n## The natural test of the truce\n")[1]
    rates = [record.rate_of(row) for row in findings()["truce"]["rates"]]
    rows = [line.split(" | ")[2] for line in chapter.splitlines() if re.match(r"\| .+ \(\d{4}-\d\d-\d\d to ", line)]
    assert rows == rates


@RECORDED
def test_the_numbers_of_the_record_are_those_that_others_counted() -> None:
    # Deaths per day between the government's and the insurgents' side fell from 52.8 to 26.1 with the truce, those
    # with ISIL rose from 25.4 to 27.0 (truce_windows_2016.csv; civilians and the day's edges counted otherwise).
    rates = {(row["span"], row["pair"]): row["recorded"][0] for row in findings()["truce"]["rates"]}
    bound, other = (row["pair"] for row in findings()["truce"]["rates"][:2])
    assert rates["before the truce", bound] == pytest.approx(52.75 - 7.25, rel=0.1)
    assert rates["truce", bound] / rates["before the truce", bound] == pytest.approx(26.12 / 52.75, rel=0.1)
    assert rates["truce", other] / rates["before the truce", other] > 1.0


@RECORDED
@pytest.mark.slow
def test_the_page_is_what_its_script_writes() -> None:
    made = re.search(r"prior: (\d+) histories", PAGE)
    assert made is not None
    assert record.page(int(made[1])) == PAGE, "write it anew with make record"


def test_without_records_the_page_stays(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(record, "RECORDS", tmp_path)
    monkeypatch.setattr(record, "page", lambda *_: pytest.fail("it was written"))
    monkeypatch.setattr("sys.argv", ["record.py"])
    record.main()
    assert capsys.readouterr().out.startswith(f"there are no records in {tmp_path}: docs/record.md stays as it is")
