"""The bytes of one batch: a block of histories that carries its own digest.

Comes in: the arrays of a block and the run they belong to.  Goes out: bytes in which any damage, any swap
with another block and any mix-up with another run is seen before a number is read.  The layout is written
down in docs/run-folder.md.  Putting the bytes on a disk that may fail is next door in ``durable``; the folder
of many batches is ``store``.

Layout: magic (8), format version (uint32), header length (uint32), header (JSON), zlib-packed arrays, and the
BLAKE2b-256 digest of everything before it.  Nothing read here is ever executed: numbers come from
``numpy.frombuffer`` with a type from a short list.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.errors import BadInput, Problem

Arrays = dict[str, NDArray[Any]]

MAGIC = b"polemos\0"
VERSION = 1
FRONT = struct.Struct("<8sII")
DIGEST_BYTES = 32
TYPES = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8")
PACKING_LEVEL = 1
NAME = re.compile(r"(\d{6,})-(\d{6,})\.batch")
REMEDY = "remove that file and give the same run command again: only its histories are computed anew"


class Span(NamedTuple):
    """A block of neighbouring histories: ``first`` and ``length``; histories count from 0."""

    first: int
    length: int

    @property
    def end(self) -> int:
        """The history after the last one of the block."""
        return self.first + self.length

    @property
    def name(self) -> str:
        """The file name of the block: its first and its last history."""
        return f"{self.first:06d}-{self.end - 1:06d}.batch"


class Entry(NamedTuple):
    """Where one array lies in the packed part, and the digest of its unpacked bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    stored: int
    digest: str

    @property
    def size(self) -> int:
        """Unpacked size [bytes]."""
        return prod(self.shape) * int(np.dtype(self.dtype).itemsize)


class Batch(NamedTuple):
    """A batch file whose digest has been found right: what it holds and where."""

    path: Path
    span: Span
    start: int
    entries: dict[str, Entry]

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays that can be loaded."""
        return tuple(self.entries)

    def load(self, name: str) -> NDArray[Any]:
        """Read one array; raises BadInput if the file was changed since it was verified."""
        entry = self.entries[name]
        with open(self.path, "rb") as file:
            file.seek(self.start + entry.offset)
            return _unpack(entry, file.read(entry.stored), self.path)


def span_of(name: str) -> Span | None:
    """Return the block that a file name states, or None if it is no name of a batch."""
    match = NAME.fullmatch(name)
    if not match:
        return None
    first, last = int(match[1]), int(match[2])
    span = Span(first, last - first + 1)
    return span if span.length > 0 and span.name == name else None


def encode(run: str, span: Span, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the bytes of a batch file; every array has the histories of ``span`` on its first axis."""
    entries: list[dict[str, Any]] = []
    packed: list[bytes] = []
    offset = 0
    for name in sorted(arrays):
        array = _plain(name, arrays[name], span)
        raw = array.tobytes()
        data = zlib.compress(raw, PACKING_LEVEL)
        entry = Entry(name, array.dtype.str, array.shape, offset, len(data), _digest(raw).hex())
        entries.append(entry._asdict())
        packed.append(data)
        offset += len(data)
    header = json.dumps(
        {"run": run, "first": span.first, "count": span.length, "arrays": entries},
        sort_keys=True,
        separators=(",", ":"),
    ).encode("ascii")
    body = b"".join([FRONT.pack(MAGIC, VERSION, len(header)), header, *packed])
    return body + _digest(body)


def verify(path: Path, run: str, span: Span) -> Batch:
    """Read a batch file and return what it holds; raises BadInput, naming it, if it is not exactly that
    block.

    Seen are: flipped bits, cut or lengthened files, a file under another block's name, a file of another run,
    and a file of another format version.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read ({error.strerror})") from None
    if len(data) < FRONT.size + DIGEST_BYTES:
        raise _refused(path, f"is cut short ({len(data)} bytes)")
    magic, version, length = FRONT.unpack_from(data)
    if magic != MAGIC:
        raise _refused(path, "is not a batch of polemos, or its first bytes are damaged")
    body = memoryview(data)[:-DIGEST_BYTES]
    if _digest(body) != data[-DIGEST_BYTES:]:
        raise _refused(path, "is damaged: its digest does not fit its content")
    if version != VERSION:
        raise _refused(path, f"has format {version}, this polemos reads format {VERSION}")
    start = FRONT.size + length
    try:
        header = json.loads(data[FRONT.size : start])
        held = Span(int(header["first"]), int(header["count"]))
        entries = [Entry(**{**item, "shape": tuple(item["shape"])}) for item in header["arrays"]]
        sound = all(_sound(entry, span, len(body) - start) for entry in entries)
        owner = str(header["run"])
    except (KeyError, TypeError, ValueError, RecursionError):
        sound, owner, held = False, run, span
    if owner != run:
        raise _refused(path, f"belongs to another run ({owner[:12]}, not {run[:12]})")
    if held != span:
        raise _refused(path, f"holds histories {held.first}-{held.end - 1}: it was swapped or renamed")
    if not sound:
        raise _refused(path, "describes arrays that it does not hold")
    return Batch(path, span, start, {entry.name: entry for entry in entries})


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=DIGEST_BYTES).digest()


def _plain(name: str, array: NDArray[Any], span: Span) -> NDArray[Any]:
    """Return the array in little-endian C order; raises ValueError (our own fault) if it cannot be stored."""
    if array.ndim < 1 or array.shape[0] != span.length:
        raise ValueError(f"{name} has shape {array.shape}, not {span.length} histories on its first axis")
    plain = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    if plain.dtype.str not in TYPES:
        raise ValueError(f"{name} has type {array.dtype}, which a batch file does not hold")
    return plain


def _sound(entry: Entry, span: Span, room: int) -> bool:
    """Whether an entry can be true; zlib packs at most about 1032 to 1, which bounds what it may ask."""
    return (
        entry.dtype in TYPES
        and len(entry.shape) >= 1
        and entry.shape[0] == span.length
        and min(entry.shape) >= 0
        and 0 <= entry.offset <= entry.offset + entry.stored <= room
        and entry.size <= 1100 * entry.stored
    )


def _unpack(entry: Entry, data: bytes, path: Path) -> NDArray[Any]:
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(data, entry.size + 1)
    except zlib.error:
        raw = b""
    if len(raw) != entry.size or _digest(raw).hex() != entry.digest:
        raise _refused(path, f"was changed while it was read ({entry.name})")
    return np.frombuffer(raw, dtype=entry.dtype).reshape(entry.shape)


def _refused(path: Path, what: str) -> BadInput:
    return BadInput(Problem(what=what, file=str(path), hint=REMEDY))
