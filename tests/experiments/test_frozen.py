"""What is frozen stays as it was: every edit of every file is seen, whoever made it, and told by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.frozen import FROZEN, canonical, digest_of, freeze, is_frozen, verify


def folder(place: Path) -> Path:
    (place / "deeper").mkdir(parents=True)
    (place / "draws.parquet").write_bytes(bytes(range(256)) * 3)
    (place / "questions.yaml").write_text("- will it hold?\n", encoding="utf-8")
    (place / "deeper" / "note.txt").write_text("über\n", encoding="utf-8")
    return place


def test_freezing_keeps_digests_and_no_clock(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one"), folder(tmp_path / "two")
    frozen = freeze(one, {"made_for": "June", "seed": 1})
    again = freeze(two, {"seed": 1, "made_for": "June"})
    assert frozen == again
    assert (one / FROZEN).read_bytes() == (two / FROZEN).read_bytes()
    assert sorted(frozen.files) == ["deeper/note.txt", "draws.parquet", "questions.yaml"]
    assert frozen.files["questions.yaml"] == digest_of(b"- will it hold?\n")
    assert verify(one) == frozen == verify(one, frozen.digest)
    assert set(json.loads((one / FROZEN).read_text())) == {"format", "about", "files", "self"}


def test_one_flipped_bit_in_any_byte_of_any_file_is_seen(tmp_path: Path) -> None:
    place = folder(tmp_path / "kept")
    freeze(place, {"seed": 1})
    for path in sorted(item for item in place.rglob("*") if item.is_file()):
        whole = path.read_bytes()
        for at in range(0, len(whole), 1 if path.name == FROZEN else 7):
            for bit in (0, 5):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
                with pytest.raises(BadInput, match=path.name):
                    verify(place)
        path.write_bytes(whole)
        assert verify(place)


def rewritten(path: Path) -> None:
    """Write the same data in another form."""
    path.write_text(json.dumps(json.loads(path.read_text())))


EDITS: list[tuple[Callable[[Path], object], str]] = [
    (lambda place: (place / "draws.parquet").unlink(), r"draws\.parquet: was taken away after freezing"),
    (lambda place: (place / "more.txt").write_text("x"), r"more\.txt: was added after freezing"),
    (lambda place: (place / "draws.parquet").write_bytes(b""), r"draws\.parquet: was changed after freezing"),
    (lambda place: (place / FROZEN).unlink(), r"kept: is not frozen"),
    (lambda place: rewritten(place / FROZEN), r"frozen\.json: was changed: its digest does not fit"),
    (lambda place: (place / FROZEN).write_text("{}"), r"frozen\.json: was changed: it cannot be read"),
    (lambda place: (place / FROZEN).write_text("[" * 100_000), r"frozen\.json: was changed: it cannot be read"),
    (lambda place: (place / "link").symlink_to(place / "draws.parquet"), r"link: is no file of its own"),
]


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_an_edit_is_told_by_name(number: int, tmp_path: Path) -> None:
    place = folder(tmp_path / "kept")
    freeze(place)
    edit, message = EDITS[number]
    edit(place)
    with pytest.raises(BadInput, match=message):
        verify(place)


def test_all_edits_are_told_at_once(tmp_path: Path) -> None:
    place = folder(tmp_path / "kept")
    freeze(place)
    (place / "draws.parquet").unlink()
    (place / "questions.yaml").write_text("- did it hold?\n")
    with pytest.raises(BadInput) as refused:
        verify(place)
    assert [problem.what for problem in refused.value.problems] == [
        "was taken away after freezing",
        "was changed after freezing",
    ]


def test_who_freezes_anew_after_an_edit_has_another_digest(tmp_path: Path) -> None:
    place = folder(tmp_path / "kept")
    published = freeze(place).digest
    (place / "questions.yaml").write_text("- did it hold?\n")
    (place / FROZEN).unlink()
    assert freeze(place).digest != published
    with pytest.raises(BadInput, match=r"is frozen as .*, not as .* that was published"):
        verify(place, published)


def test_freezing_again_is_no_change_and_freezing_something_else_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "kept")
    assert freeze(place, {"seed": 1}) == freeze(place, {"seed": 1})
    with pytest.raises(BadInput, match="is frozen already, and about something else"):
        freeze(place, {"seed": 2})
    (place / "more.txt").write_text("x")
    with pytest.raises(BadInput, match=r"more\.txt: was added after freezing"):
        freeze(place, {"seed": 1})


def test_what_cannot_be_frozen_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such folder"):
        freeze(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="holds nothing to freeze"):
        freeze(tmp_path / "empty")
    with pytest.raises(BadInput, match=r"^about: needs plain data"):
        freeze(folder(tmp_path / "kept"), {"share": float("nan")})
    assert not is_frozen(tmp_path / "kept")


def answer(files: dict[str, bytes] | None = None) -> Answer:
    import xarray as xr

    data = xr.Dataset({"chance": ("place", np.array([0.25, 0.5]))})
    made = Answer("forecast", {"seed": 1}, {"mean": 0.375}, [], "engine", {"polemos": "0"}, data=data)
    made.files.update(files or {})
    return made


@pytest.fixture
def _plain_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answer, "svg", lambda self: "<svg/>")


@pytest.mark.usefixtures("_plain_plot")
def test_an_answer_carries_further_files_and_knows_them_again(tmp_path: Path) -> None:
    place = answer({"draws.parquet": b"\x00\x01", "questions.yaml": b"- one\n"}).save(tmp_path / "kept")
    assert open_answer(place).files == {"draws.parquet": b"\x00\x01", "questions.yaml": b"- one\n"}
    (place / "draws.parquet").write_bytes(b"\x00\x02")
    with pytest.raises(BadInput, match=r"draws\.parquet: is damaged or of another answer"):
        open_answer(place)
    (place / "draws.parquet").unlink()
    with pytest.raises(BadInput, match=r"draws\.parquet: is missing"):
        open_answer(place)


@pytest.mark.usefixtures("_plain_plot")
def test_an_answer_that_replaces_another_leaves_none_of_its_files(tmp_path: Path) -> None:
    place = answer({"draws.parquet": b"old", "questions.yaml": b"old"}).save(tmp_path / "kept")
    answer({"questions.yaml": b"new"}).save(place)
    assert sorted(item.name for item in place.iterdir()) == ["answer.json", "answer.nc", "answer.svg", "questions.yaml"]
    assert open_answer(place).files == {"questions.yaml": b"new"}


@pytest.mark.usefixtures("_plain_plot")
def test_an_answer_without_further_files_is_written_as_before(tmp_path: Path) -> None:
    place = answer().save(tmp_path / "kept")
    assert "files" not in json.loads((place / "answer.json").read_text())
    assert open_answer(place).files == {}


@pytest.mark.usefixtures("_plain_plot")
@pytest.mark.parametrize("name", ["../out.txt", "a/b", "/etc/x", "..", "", ".hidden", "answer.json", "frozen.json"])
def test_a_further_file_stays_in_the_folder_and_takes_no_place_of_another(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a further file"):
        answer({name: b"x"}).save(tmp_path / "kept")
    place = answer({"good.txt": b"x"}).save(tmp_path / "kept")
    plain = json.loads((place / "answer.json").read_text())
    plain["files"] = {name: digest_of(b"x")}
    del plain["self"]
    (place / "answer.json").write_text(json.dumps({**plain, "self": digest_of(canonical(plain))}))
    with pytest.raises(BadInput, match="cannot be the name of a further file"):
        open_answer(place)


@pytest.mark.usefixtures("_plain_plot")
def test_a_frozen_answer_is_not_written_over(tmp_path: Path) -> None:
    place = answer({"draws.parquet": b"said"}).save(tmp_path / "kept")
    frozen = freeze(place)
    assert sorted(frozen.files) == ["answer.json", "answer.nc", "answer.svg", "draws.parquet"]
    assert open_answer(place).files == {"draws.parquet": b"said"}
    with pytest.raises(BadInput, match="is frozen: nothing may be written into it"):
        answer({"draws.parquet": b"never said"}).save(place)
    assert verify(place, frozen.digest) == frozen
    moved = shutil.copytree(place, tmp_path / "elsewhere")
    assert verify(moved, frozen.digest) == frozen
