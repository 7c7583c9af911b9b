"""The bytes of a file as it was delivered: plain, packed with gzip, or the one CSV in a zip archive.

Comes in: a path.  Goes out: its content as a stream that is never longer than ``MOST`` bytes and never swells beyond
``SWELL`` times the file.  Nothing is written to the disk, and names inside an archive are read but never used as
paths.  What the bytes say is next door, in ``delimited``.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from polemos.errors import BadInput, Problem

MOST = 2 * 1024**3
"""Bytes of unpacked content that are read at most."""
SWELL = 200
"""Times the size of a packed file that its content may have; event tables swell five- to twentyfold."""
SMALL = 1024**2
"""Bytes of content that are no threat, however well they were packed."""
MAGIC = {
    b"\x1f\x8b": ".gz",
    b"PK\x03\x04": ".zip",
    b"PK\x05\x06": ".zip",
    b"BZh": ".bz2",
    b"\xfd7zXZ": ".xz",
    b"\x28\xb5\x2f\xfd": ".zst",
}
UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, ValueError, struct.error)


class Source(Protocol):
    """Something that gives bytes, fewer than asked only at its end."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...


class Unpacked:
    """A stream of content that stops at the limits, and says of damage where it lies."""

    def __init__(self, source: Source, path: Path, most: int) -> None:
        self._source, self._path, self._most = source, path, most
        self._given = 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; raises BadInput for damage and beyond the limits."""
        try:
            block = self._source.read(size)
        except UNREADABLE as error:
            said = "it ends too early" if isinstance(error, EOFError) else "its packing is damaged"
            hint = f"{said} (after {self._given:,} bytes of content), fetch it again"
            raise BadInput(Problem("cannot be read as CSV in UTF-8", file=str(self._path), hint=hint)) from None
        packing = packing_of(block) if self._given == 0 else ""
        if packing:
            what = f"holds content that is packed again as {packing}"
            raise BadInput(Problem(what, file=str(self._path), hint="unpack it until a CSV is there"))
        self._given += len(block)
        if self._given > self._most:
            what = f"swells to more than {self._most:,} bytes when it is unpacked"
            hint = f"content may have {MOST:,} bytes and {SWELL} times those of the file; unpack it yourself to look"
            raise BadInput(Problem(what, file=str(self._path), hint=hint))
        return block


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """Give the content of ``.gz``, of the CSV in ``.zip``, or of a plain file; raises BadInput for anything else."""
    with ExitStack() as stack:
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                what = "is a folder" if path.is_dir() else "is no ordinary file"
                raise BadInput(Problem(what, file=str(path), hint="name a CSV file"))
            size = path.stat().st_size
            file = stack.enter_context(path.open("rb"))
        except FileNotFoundError:
            raise BadInput(Problem("there is no such file", file=str(path))) from None
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise BadInput(Problem(f"cannot be opened: {said}", file=str(path))) from None
        ending = path.suffix.lower()
        _expect(file, ending, path)
        most = min(MOST, max(SMALL, SWELL * size))
        if ending == ".gz":
            yield Unpacked(stack.enter_context(gzip.GzipFile(fileobj=file)), path, most)
        elif ending == ".zip":
            yield Unpacked(stack.enter_context(_only_member(file, path)), path, most)
        else:
            yield Unpacked(file, path, sys.maxsize)


def packing_of(start: bytes) -> str:
    """Return the ending of packed files that begin so, "" for others."""
    return next((name for magic, name in MAGIC.items() if start.startswith(magic)), "")


def _expect(file: IO[bytes], ending: str, path: Path) -> None:
    """Hold what the name says against the first bytes."""
    start = file.read(6)
    file.seek(0)
    found = packing_of(start)
    if ending in (".gz", ".zip") and found != ending and start:
        hint = f"its name ends in {ending}, its content is something else"
        raise BadInput(Problem("cannot be read as CSV in UTF-8", file=str(path), hint=hint))
    if found and found != ending:
        hint = "end its name so" if found in (".gz", ".zip") else "unpack it first"
        raise BadInput(Problem(f"is packed as {found}, which its name does not say", file=str(path), hint=hint))


@contextmanager
def _only_member(file: IO[bytes], path: Path) -> Iterator[Source]:
    """Give the one CSV of an archive; raises BadInput for none, several, or one that is locked or packed again."""
    try:
        archive = zipfile.ZipFile(file)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except UNREADABLE:
        hint = "the archive is damaged, fetch it again"
        raise BadInput(Problem("cannot be read as CSV in UTF-8", file=str(path), hint=hint)) from None
    if len(members) != 1:
        what = f"holds {len(members):,} files, not one CSV" if members else "holds no file"
        raise BadInput(Problem(what, file=str(path), hint="unpack it and name the file to be read"))
    (member,) = members
    if not member.filename.lower().endswith(".csv"):
        hint = "an archive within an archive is not opened, unpack it and name the CSV"
        raise BadInput(Problem(f"holds {_short(member.filename)}, no CSV", file=str(path), hint=hint))
    if member.flag_bits & 0x1:
        raise BadInput(Problem("is locked with a password", file=str(path), hint="unpack it and name the CSV"))
    try:
        opened = archive.open(member)
    except UNREADABLE:
        hint = "the archive is damaged or packed in an unusual way, unpack it yourself"
        raise BadInput(Problem("cannot be read as CSV in UTF-8", file=str(path), hint=hint)) from None
    with archive, opened:
        yield opened


def _short(name: str) -> str:
    return repr(name if len(name) <= 40 else f"{name[:40]}...")
