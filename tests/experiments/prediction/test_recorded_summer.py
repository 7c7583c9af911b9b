"""The reference war forecast from mid-June 2016 and scored against the records, where these are at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.interfaces.predictions import forecast, score

RECORDS = Path(__file__).resolve().parents[4] / "shared" / "records"
EVENTS = RECORDS / "ucdp_ged_syria_2016-01_2016-09.csv.gz"
CHANGES = [RECORDS / f"control_changes_2016-{months}.csv" for months in ("01_2016-06", "07_2016-09")]
RESOLVED = RECORDS / "questions_resolved_by_2016-09.csv"
RIVALS = {"persistence", "climatology", "autoregression"}


@pytest.mark.slow
@pytest.mark.skipif(not EVENTS.exists(), reason="needs ../shared/records, which is not part of the project")
@pytest.mark.parametrize("war", ["syria-2016", "syria-2016-06"])
def test_a_small_forecast_of_the_summer_is_scored_beside_its_rivals(war: str, tmp_path: Path) -> None:
    """Who wins is not asked for here: only that all is scored, resolved and counted, and by the same record."""
    said = forecast(war, "2016-06-16", "2016-09-30", questions="syria-2016", by_rule=8, histories=24,
                    changes=CHANGES[:1], out=tmp_path / "summer")  # fmt: skip
    assert said.findings["contested_by"] == "as recorded on the eve"
    told = score(tmp_path / "summer", EVENTS, changes=CHANGES, resolved=RESOLVED).findings
    assert told["refused"] == {}
    assert len(told["layouts"]) == 6
    for layout, one in told["layouts"].items():
        assert set(one["against"]) == RIVALS, layout
        assert one["past"] == (23 if layout.endswith("_week") else 5)  # weeks, and January to May
        assert one["came_low"] <= one["came"] <= one["came_high"]
        for told_of in one["forecasters"].values():
            assert np.isfinite(told_of["crps"])
            assert 0.0 <= told_of["ignorance"] <= np.log2(24 + 11)
    groups = told["questions"]["groups"]
    assert (groups["asked"]["scored"], groups["asked"]["not_answered"]) == (10, 2)
    assert groups["by rule"]["scored"] == 8
    rows = {row["id"]: row for row in told["questions"]["questions"]}
    assert all(rows[f"H{number:02d}"]["known_by"] == "list" for number in range(1, 13))
    assert not told["questions"]["strangers"]
