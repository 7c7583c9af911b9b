"""The page on reading is what its script writes; where the real post is absent, the rest of it still is."""

from __future__ import annotations

import pytest

from tools_of_the_house import DOCS, tool

PAGE = (DOCS / "reading.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_script_writes() -> None:
    made = tool("reading")
    if not (made.POST.exists() and made.RECORD.exists()):
        for title, text, marks in made.TEXTS[1:]:
            assert made.table(title, made.measured(text, marks)) in PAGE, "run make docs"
        pytest.skip("the rest needs ../shared, which is not part of the project")
    assert made.page() == PAGE, "run make docs"
    assert "Not measured" not in PAGE


def test_without_the_post_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = tool("reading")
    title, text, marks = made.TEXTS[0]
    monkeypatch.setattr(made, "TEXTS", ((title, text.with_name("nowhere.txt"), marks),))
    assert made.tables() == f"### {title}\n\nNot measured: the text is not here."


def test_names_that_a_recorder_writes_are_found_where_they_are() -> None:
    made = tool("reading")
    if not made.RECORD.exists():
        pytest.skip("needs ../shared/records, which is not part of the project")
    found = made.recorder_names()
    # Nobody chose these spellings with the rules in mind; two places of one name are the usual error.
    assert found.found >= 90
    assert found.right >= 0.9 * found.found
    assert found.right_variants >= 0.8 * found.variants
