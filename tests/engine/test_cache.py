"""Compiled code is kept per engine, in a folder of the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polemos.engine import cache, provenance


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    cache.cache_folder.cache_clear()
    yield
    cache.cache_folder.cache_clear()


def test_another_engine_has_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.PLACE, str(tmp_path))
    one = cache.cache_folder()
    cache.cache_folder.cache_clear()
    monkeypatch.setattr(cache, "engine_digest", lambda: "f" * 32)
    assert cache.cache_folder() != one
    assert {one.parent, cache.cache_folder().parent} == {tmp_path}


def test_where_nothing_can_be_kept_a_private_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.PLACE, str(tmp_path / "file"))
    folder = cache.cache_folder()
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o077 == 0


def test_the_setting_of_numba_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from numba import config

    monkeypatch.setenv(cache.PLACE, str(tmp_path))
    before = config.CACHE_DIR
    with cache.kept_compiled():
        assert str(tmp_path) in config.CACHE_DIR
    assert before == config.CACHE_DIR
    assert not cache.is_compiled()


def test_every_source_of_the_engine_exists_and_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A room moved or renamed must be moved in the list too, else its edits would go unseen."""
    import shutil

    import polemos

    whole = Path(polemos.__file__).parent
    copy = tmp_path / "polemos"
    for name in provenance.KERNEL_SOURCES:
        source = whole / name
        assert source.exists()
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    assert provenance.engine_digest() == provenance.engine_digest()
    before = provenance.engine_digest()
    monkeypatch.setattr(provenance.resources, "files", lambda package: copy)
    assert provenance.engine_digest() == before
    for file in sorted(copy.rglob("*.py")):
        text = file.read_text()
        file.write_text(text + "\n# edited")
        assert provenance.engine_digest() != before
        file.write_text(text.replace("\n", "\r\n"), newline="")
        assert provenance.engine_digest() == before


def test_whatever_a_day_of_war_imports_counts_as_its_source() -> None:
    """Published results that only tests or answers use are no part of the engine; those that a room calls are."""
    import ast

    import polemos
    from house_rules import imported

    whole = Path(polemos.__file__).parent
    for file in sorted((whole / "model").glob("*.py")):
        for _, name in imported(f"polemos.model.{file.stem}", ast.parse(file.read_text())):
            room = name.split(".")
            listed = {"/".join(room[1:length]) for length in range(2, len(room) + 1)}
            listed |= {f"{part}.py" for part in listed}
            assert listed & set(provenance.KERNEL_SOURCES), f"{file.stem} imports {name}"
