"""Files that are there whole or not at all, and one writer at a time.

Comes in: bytes and a path.  Goes out: nothing until the bytes have reached the disk; then they survive a
killed process and a power loss.  A full or failing disk becomes one EnvironmentTrouble that names the path
and the bytes needed.  What the bytes mean is next door in ``batchfile`` and ``provenance``.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from polemos.errors import BadInput, EnvironmentTrouble, Problem

UNFINISHED = ".tmp"
LOCK = "run.lock"
GO_ON = "what was finished stays; mend this and give the same command again, or use --out elsewhere"


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``; on return the file and its name have reached the disk.

    Written under a temporary name in the same folder, flushed, renamed, and the folder flushed.  Raises
    EnvironmentTrouble and leaves an earlier file of that name as it was.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(unfinished, path)
        flush_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise trouble(error, path, len(data)) from None


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each flushed into the one that holds it."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            flush_folder(folder.parent)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as error:
        raise trouble(error, path, 0) from None


def flush_folder(path: Path) -> None:
    """Flush the names in a folder: without it a renamed file can vanish when the power fails."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what interrupted writes left behind; call it only while holding the lock."""
    for leftover in folder.glob("*" + UNFINISHED):
        with contextlib.suppress(OSError):
            leftover.unlink()


@contextlib.contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises BadInput, naming the process, if another one holds it.

    The lock is the kernel's, so a killed holder leaves none behind.  A file system without locks is refused.
    """
    import fcntl

    path = folder / LOCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise trouble(error, path, 0) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            what = f"process {holder} is writing to this run"
            raise BadInput(
                Problem(what, file=str(folder), hint="wait for it, or name another folder with --out")
            ) from None
        except OSError as error:
            raise trouble(error, path, 0) from None
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def free_bytes(path: Path) -> int:
    """Bytes that this user may still write on the file system of ``path``."""
    status = os.statvfs(path)
    return status.f_bavail * status.f_frsize


def trouble(error: OSError, path: Path, needed: int, hint: str = GO_ON) -> EnvironmentTrouble:
    """Return the one message for a file system that will not take the bytes."""
    reasons = {
        errno.ENOSPC: "no space left on the disk",
        errno.EDQUOT: "no space left in the quota",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "no permission to write",
        errno.EPERM: "no permission to write",
        errno.EMFILE: "too many open files",
        errno.ENFILE: "too many open files",
        errno.ENOTDIR: "a file stands where a folder is needed",
        errno.ENOLCK: "the file system keeps no locks, so two writers could meet",
        errno.EOPNOTSUPP: "the file system keeps no locks, so two writers could meet",
    }
    code = error.errno or 0
    what = reasons.get(code, f"cannot write ({error.strerror or error})")
    if needed:
        what += f" ({needed:,} bytes needed)"
    return EnvironmentTrouble(Problem(what, file=str(path), hint=hint))


def _write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a short write near a full disk comes without an error and is gone on with."""
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        if written <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]
