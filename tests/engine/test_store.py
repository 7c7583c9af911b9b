"""A run folder loses nothing that was acknowledged, mixes nothing, and goes on where it stopped."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos.engine import batchfile, durable, store
from polemos.engine.batchfile import Span
from polemos.engine.ensemble import Progress
from polemos.engine.run import open_run, perform
from polemos.errors import BadInput, EnvironmentTrouble

BLOCK = 16


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a run but its lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != durable.LOCK
    }


@pytest.fixture
def whole(tmp_path: Path, toy: ModuleType) -> Path:
    folder = tmp_path / "whole"
    perform(toy.plan(100), folder, 2, None, BLOCK)
    return folder


def go_on(toy: ModuleType, folder: Path) -> None:
    perform(toy.plan(100), folder, 2, None, BLOCK)


def first_batch(folder: Path) -> Path:
    return folder / store.BATCHES / Span(0, BLOCK).name


# Damage: each is refused by name before a number is shown, and removing the file mends it.


def flip(folder: Path) -> Path:
    path = first_batch(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    return path


def cut(folder: Path) -> Path:
    path = first_batch(folder)
    path.write_bytes(path.read_bytes()[:-10])
    return path


def empty(folder: Path) -> Path:
    first_batch(folder).write_bytes(b"")
    return first_batch(folder)


def swap(folder: Path) -> Path:
    one, two = first_batch(folder), folder / store.BATCHES / Span(16, BLOCK).name
    one_bytes = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(one_bytes)
    return one


def duplicate(folder: Path) -> Path:
    copy = folder / store.BATCHES / Span(200, BLOCK).name
    shutil.copy(first_batch(folder), copy)
    return copy


def overlap(folder: Path) -> Path:
    copy = folder / store.BATCHES / Span(8, BLOCK).name
    shutil.copy(first_batch(folder), copy)
    return copy


def badly_named(folder: Path) -> Path:
    copy = folder / store.BATCHES / "copy of 000000-000015.batch"
    shutil.copy(first_batch(folder), copy)
    return copy


@pytest.mark.parametrize("damage", [flip, cut, empty, swap, duplicate, overlap, badly_named])
def test_damage_is_refused_by_name_and_mended(whole: Path, toy: ModuleType, damage: Callable[[Path], Path]) -> None:
    good = files(whole)
    path = damage(whole)
    with pytest.raises(BadInput) as caught:
        open_run(whole)
    assert caught.value.exit_code == 2
    assert [problem.file for problem in caught.value.problems] == [str(path)]
    assert caught.value.problems[0].hint
    with pytest.raises(BadInput):
        go_on(toy, whole)
    path.unlink()
    if damage is swap:
        (whole / store.BATCHES / Span(16, BLOCK).name).unlink()
    go_on(toy, whole)
    assert files(whole) == good


def test_histories_that_two_sound_batches_hold_are_refused(whole: Path, toy: ModuleType) -> None:
    span = Span(8, BLOCK)
    manifest = store.read_folder(whole)
    both = whole / store.BATCHES / span.name
    both.write_bytes(batchfile.encode(manifest.run, span, toy.simulate(1, *span)))
    with pytest.raises(BadInput, match=r"000008-000023\.batch: holds histories that 000000-000015\.batch holds"):
        open_run(whole)


def test_a_batch_of_another_run_is_refused(whole: Path, tmp_path: Path, toy: ModuleType) -> None:
    perform(toy.plan(100, seed=2), tmp_path / "other", 1, None, BLOCK)
    shutil.copy(first_batch(tmp_path / "other"), first_batch(whole))
    with pytest.raises(BadInput, match=r"000000-000015\.batch: belongs to another run"):
        open_run(whole)


def test_a_missing_batch_is_no_empty_batch(whole: Path, toy: ModuleType) -> None:
    good = files(whole)
    first_batch(whole).unlink()
    with pytest.raises(BadInput, match="holds 84 of 100 histories"):
        open_run(whole)
    assert open_run(whole, partial=True).recorded.numbers.tolist() == list(range(16, 100))
    go_on(toy, whole)
    assert files(whole) == good


def test_every_edit_of_the_manifest_is_seen(whole: Path) -> None:
    path = whole / store.MANIFEST
    good = path.read_bytes()
    for place in range(0, len(good) - 1, 3):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(BadInput) as caught:
            open_run(whole)
        assert caught.value.problems[0].file.startswith(str(whole))


def test_another_version_of_the_folder_is_named(whole: Path) -> None:
    path = whole / store.MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 7'))
    with pytest.raises(BadInput, match="has format 7, this polemos reads format 1"):
        open_run(whole)


def test_an_edited_scenario_text_is_refused(whole: Path) -> None:
    path = whole / "scenario.yaml"
    path.write_text(path.read_text() + "days: 400\n")
    with pytest.raises(BadInput, match=r"scenario\.yaml: is missing, damaged or edited"):
        open_run(whole)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": 1}', "[" * 100_000, "\0", '{"format": 1, "self": 3}']
)
def test_a_manifest_that_is_none_is_refused(whole: Path, text: str) -> None:
    (whole / store.MANIFEST).write_text(text)
    with pytest.raises(BadInput, match=r"run\.json"):
        open_run(whole)


def test_what_is_no_run_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such run folder"):
        open_run(tmp_path / "none")
    with pytest.raises(BadInput, match=r"has no run\.json"):
        open_run(tmp_path)


# Going on.


@pytest.mark.parametrize("kept", [0, 1, 3, 6])
def test_going_on_gives_the_bytes_of_an_uninterrupted_run(
    whole: Path, tmp_path: Path, toy: ModuleType, kept: int
) -> None:
    half = tmp_path / "half"
    perform(toy.plan(100), half, 1, None, BLOCK)
    for path in sorted((half / store.BATCHES).iterdir())[kept:]:
        path.unlink()
    for leftover in ("run.json.tmp", "batches/000003-000009.batch.tmp"):
        (half / leftover).write_bytes(b"half a ba")
    go_on(toy, half)
    assert files(half) == files(whole)


def test_a_finished_run_computes_nothing_again(whole: Path, toy: ModuleType) -> None:
    def never(first: int, count: int) -> dict[str, Any]:
        raise AssertionError("computed again")

    perform(toy.plan(100)._replace(simulate=never), whole, 2, None, BLOCK)


def test_more_histories_extend_and_fewer_are_the_first_ones(whole: Path, tmp_path: Path, toy: ModuleType) -> None:
    before = files(whole)
    fewer = perform(toy.plan(40), whole, 1, None, BLOCK)
    assert fewer.recorded.numbers.tolist() == list(range(40))
    assert files(whole) == before
    more = perform(toy.plan(150), whole, 1, None, BLOCK)
    direct = perform(toy.plan(150), tmp_path / "direct", 1, None, 64)
    for name in direct.recorded:
        assert more.recorded[name].tobytes() == direct.recorded[name].tobytes()
    assert open_run(whole).histories == 150


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 2}, "holds seed 1, not 2"),
        ({"text": "polemos: 1\nname: toy\ndays: 2\n"}, "another version of toy"),
        ({"engine": "e2"}, "another engine"),
    ],
)
def test_runs_are_never_mixed(whole: Path, toy: ModuleType, change: dict[str, Any], said: str) -> None:
    before = files(whole)
    with pytest.raises(BadInput, match=said) as caught:
        perform(toy.plan(100, **change), whole, 1, None, BLOCK)
    assert "--out" in caught.value.problems[0].hint
    assert files(whole) == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, toy: ModuleType) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BadInput, match=r"thesis\.txt"):
        perform(toy.plan(10), tmp_path, 1, None, BLOCK)
    assert os.listdir(tmp_path) == ["thesis.txt"]


# The disk.


class Failing:
    """Stands for the file system calls of ``durable``; fails at the n-th as a killed process or a disk does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
        self.calls, self.at, self.error = 0, at, error
        for name in ("open", "write", "fsync", "replace"):
            monkeypatch.setattr(durable.os, name, self._wrap(getattr(os, name)))

    def _wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                if call.__name__ == "write":
                    call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise self.error
            return call(*arguments, **options)

        return wrapped


class Killed(BaseException):
    """A process that ends between two instructions."""


def calls_of_a_run(tmp_path: Path, toy: ModuleType) -> int:
    with pytest.MonkeyPatch.context() as patch:
        counter = Failing(patch, 0, Killed())
        perform(toy.plan(48), tmp_path / "counted", 1, None, BLOCK)
        return counter.calls


@pytest.mark.parametrize(
    "error",
    [Killed(), OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "broken"), OSError(errno.EMFILE, "many")],
)
def test_a_failure_at_any_file_operation_loses_nothing(tmp_path: Path, toy: ModuleType, error: BaseException) -> None:
    """Fails at each operation in turn: what was acknowledged stays, and going on gives the same bytes."""
    total = calls_of_a_run(tmp_path, toy)
    expected = files(tmp_path / "counted")
    assert total > 20
    for at in range(1, total + 1):
        folder = tmp_path / f"at{at}"
        acknowledged: list[Progress] = []
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, at, error)
            kind = Killed if isinstance(error, Killed) else EnvironmentTrouble
            with pytest.raises(kind) as caught:
                perform(toy.plan(48), folder, 1, acknowledged.append, BLOCK)
        if isinstance(caught.value, EnvironmentTrouble):
            assert caught.value.exit_code == 3
            assert caught.value.problems[0].file.startswith(str(folder))
            assert not list(folder.rglob("*.tmp"))
        if folder.exists() and (folder / store.MANIFEST).exists():
            manifest = store.read_folder(folder)
            kept = sum(batch.span.length for batch in store.read_batches(folder, manifest))
            assert kept >= max((progress.done for progress in acknowledged), default=0)
        perform(toy.plan(48), folder, 1, None, BLOCK)
        assert files(folder) == expected
        shutil.rmtree(folder)


def test_short_writes_are_gone_on_with(tmp_path: Path, toy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(durable.os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:97]))
    perform(toy.plan(20), tmp_path / "run", 1, None, BLOCK)
    assert open_run(tmp_path / "run").histories == 20


def test_a_write_that_takes_nothing_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable.os, "write", lambda descriptor, data: 0)
    with pytest.raises(EnvironmentTrouble, match=r"no space left on the disk \(1,234 bytes needed\)"):
        durable.write_whole(tmp_path / "x", bytes(1234))
    assert os.listdir(tmp_path) == []


def test_the_order_of_a_write_survives_a_power_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File flushed before it is renamed, folder after: any other order can lose an acknowledged batch."""
    seen: list[str] = []
    for name in ("write", "fsync", "replace"):
        call = getattr(os, name)
        monkeypatch.setattr(durable.os, name, lambda *a, _call=call, _name=name: (seen.append(_name), _call(*a))[1])
    durable.write_whole(tmp_path / "x", b"abc")
    assert seen == ["write", "fsync", "replace", "fsync"]


def test_too_large_a_run_is_refused_after_its_first_block(
    tmp_path: Path, toy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "free_bytes", lambda path: 10_000)
    with pytest.raises(EnvironmentTrouble, match="10,000 are free"):
        perform(toy.plan(10_000), tmp_path / "run", 1, None, BLOCK)
    assert store.read_batches(tmp_path / "run", store.read_folder(tmp_path / "run"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(tmp_path: Path, toy: ModuleType) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EnvironmentTrouble, match="no permission"):
        perform(toy.plan(10), tmp_path / "run", 1, None, BLOCK)


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path, toy: ModuleType) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(EnvironmentTrouble, match="a file stands where a folder is needed"):
        perform(toy.plan(10), tmp_path / "run", 1, None, BLOCK)


# Two writers.


def test_a_second_writer_is_refused_and_told_who(whole: Path, toy: ModuleType) -> None:
    with (
        durable.only_writer(whole),
        pytest.raises(BadInput, match=f"process {os.getpid()} is writing"),
    ):
        perform(toy.plan(100), whole, 1, None, BLOCK)
    go_on(toy, whole)


def test_the_lock_of_a_killed_writer_is_free(whole: Path, toy: ModuleType) -> None:
    code = (
        "import os, sys, signal; from pathlib import Path; from polemos.engine import durable\n"
        "with durable.only_writer(Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(whole)], check=False, timeout=60)
    assert (whole / durable.LOCK).read_text().strip().isdigit()
    go_on(toy, whole)


def test_a_file_system_without_locks_is_refused(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(EnvironmentTrouble, match="keeps no locks"), durable.only_writer(whole):
        pass


def test_no_name_of_a_person_or_machine_or_place_enters(whole: Path, tmp_path: Path) -> None:
    import getpass
    import platform

    text = b"".join(files(whole).values()).decode("latin-1")
    assert str(tmp_path) not in text
    if len(platform.node()) > 3:
        assert platform.node() not in text
    if getpass.getuser() != "root":
        assert getpass.getuser() not in text
