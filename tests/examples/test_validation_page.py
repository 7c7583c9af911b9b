"""The page of published results is what its script writes, but for the one line that moves with the model."""

from __future__ import annotations

import re

from tools_of_the_house import DOCS, tool

# What a simulated war gives moves whenever the model does; that it stays in its band is the row's own business.
SIMULATED = re.compile(r"\d\.\d\d ± \d\.\d\d:\s+(-\s+indicative)|percentile \d+")


def test_the_page_is_what_the_script_writes() -> None:
    page = (DOCS / "validation.md").read_text(encoding="utf-8")
    assert SIMULATED.sub("", page) == SIMULATED.sub("", tool("validation").page()), "run make docs"
    assert len(SIMULATED.findall(page)) == 2
    assert "<!--" not in page
