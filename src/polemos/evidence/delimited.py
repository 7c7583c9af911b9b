"""Tables of text as they were delivered: the one reader of CSV in the house, which guesses nothing.

Comes in: a path, and the encoding if it is not UTF-8.  Goes out: the names of the columns and the rows, each with
exactly as many fields as there are columns; a row that has others is told as ``Broken``, never shifted.  Every cell
stays text.  What packs a file is next door, in ``packed``; what its columns mean, in ``readers``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polemos.errors import BadInput, Problem
from polemos.evidence.packed import Unpacked, unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1024**2
LONGEST_LINE = 4 * 1024**2
"""Bytes that a line may have; the longest rows of the known releases have some thousand."""
LONGEST_FIELD = 131_072
"""Characters that a field may have: the limit of the library."""
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
ENCODINGS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|utf-8-sig|ascii|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|gbk|gb18030|big5|shift_jis|euc_(jp|kr)"
)
BY_TWO_OR_FOUR = ("utf-16", "utf-32")

TOO_FEW, TOO_MANY = "has too few fields", "has too many fields"
TOO_LONG = f"has a field of more than {LONGEST_FIELD:,} characters"
BAD_QUOTES, OPEN_QUOTE = "has a quote out of place", "has a quote that never closes"


class Broken(NamedTuple):
    """A row that is none: why, and what was found."""

    reason: str
    found: str


class Table:
    """The columns and, once, the rows of an open table."""

    columns: tuple[str, ...]
    line: int  # of the file, from 1: where the latest row begins

    def __init__(self, text: io.TextIOWrapper, checked: Checked, path: Path) -> None:
        self._reader = csv.reader(text, strict=True)
        self._checked, self._path = checked, path
        self.line = 0
        self.columns = self._head()

    def rows(self) -> Iterator[list[str] | Broken]:
        """Give the rows in order; empty lines are none.  Raises BadInput where the file cannot be read on."""
        reader, width = self._reader, len(self.columns)
        while True:
            self.line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(str(error))
                continue
            if len(row) == width:
                yield row
            elif row:
                yield Broken(TOO_FEW if len(row) < width else TOO_MANY, f"{len(row):,} for {width} columns")

    def _broken(self, said: str) -> Broken:
        if "new-line" in said:
            raise self._checked.lone_return()
        lines = f"line {self.line:,}" if self.line == self._reader.line_num else (
            f"lines {self.line:,} to {self._reader.line_num:,}"
        )  # fmt: skip
        if "field limit" in said:
            return Broken(TOO_LONG, lines)
        return Broken(OPEN_QUOTE if "end of data" in said else BAD_QUOTES, lines)

    def _head(self) -> tuple[str, ...]:
        file = str(self._path)
        try:
            head = next((row for row in self._reader if row), None)
        except csv.Error as error:
            what = self._broken(str(error)).reason
            raise BadInput(Problem(f"its head {what}", file=file, line=1, column=1)) from None
        if head is None:
            raise BadInput(Problem("is empty", file=file, hint="its first line has to name the columns"))
        for separator, name in OTHER_SEPARATORS.items():
            if sum(cell.count(separator) for cell in head) >= len(head):
                hint = "save it with commas, and with points in decimal numbers"
                raise BadInput(Problem(f"is separated by {name}, not by commas", file=file, hint=hint))
        columns = tuple(name.strip().lstrip("\ufeff") for name in head)
        twice = [name for name, times in Counter(columns).items() if times > 1]
        if twice:
            what = f"has the column {twice[0][:60]!r} {Counter(columns)[twice[0]]} times"
            hint = "the first line has to name each column once"
            raise BadInput(Problem(what, file=file, line=1, column=1, hint=hint))
        return columns


@contextmanager
def open_table(path: str | Path, encoding: str | None = None) -> Iterator[Table]:
    """Give the table in ``.csv``, ``.csv.gz`` or ``.zip``; raises BadInput, with the byte where its text breaks.

    Without ``encoding`` the text has to be UTF-8, with or without a byte order mark.  Lines end in LF or CR LF;
    between quotes there may be any of them, in plain cells no CR.
    """
    place, codec = Path(path), codec_named(encoding)
    with unpacked(place) as content:
        checked = Checked(content, place, codec)
        with io.TextIOWrapper(io.BufferedReader(checked, BLOCK), encoding=codec, newline="\n") as text:
            yield Table(text, checked, place)


def codec_named(encoding: str | None) -> str:
    """Return the codec of an encoding by name, UTF-8 for None; raises BadInput for one that is unknown."""
    try:
        name = codecs.lookup(encoding or "utf-8").name
    except (LookupError, ValueError):
        name = ""
    if not ENCODINGS.fullmatch(name):
        hint = "such as utf-8, utf-16, cp1256, cp1252 or latin-1"
        raise BadInput(Problem(f"there is no encoding {str(encoding)[:40]!r}", key="encoding", hint=hint))
    return "utf-8-sig" if name == "utf-8" else name


class Checked(io.RawIOBase):
    """Bytes that are known to be text of an encoding, without NUL and without endless lines, before they are used."""

    def __init__(self, content: Unpacked, path: Path, codec: str) -> None:
        super().__init__()
        self._content, self._path, self._codec = content, path, codec
        self._wide = codec.startswith(BY_TWO_OR_FOUR)
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._block = memoryview(b"")
        self._read = 0  # bytes before the block
        self._since_line = 0  # bytes since the latest line ended
        self._return = -1  # where the first lone CR is
        self._last = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer with checked bytes."""
        if not self._block:
            block = self._content.read(BLOCK)
            self._check(block)
            self._block = memoryview(block)
        view = memoryview(buffer).cast("B")
        taken = min(len(view), len(self._block))
        view[:taken] = self._block[:taken]
        self._block = self._block[taken:]
        return taken

    def lone_return(self) -> BadInput:
        """Return what is wrong with lines that end in CR alone."""
        where = f", the first at byte {self._return:,}" if self._return >= 0 else ""
        what = f"has a carriage return without a line feed{where}"
        return BadInput(Problem(what, file=str(self._path), hint="save it with line ends LF or CR LF"))

    def _check(self, block: bytes) -> None:
        nul = -1 if self._wide else block.find(b"\0")
        try:
            text = self._decoder.decode(block, not block)
        except UnicodeDecodeError as error:
            at = self._read + len(block) - len(error.object) + error.start
            if not 0 <= nul < at - self._read:
                raise self._no_text(at, error.object[error.start]) from None
            text = ""
        if nul >= 0:
            raise self._nul("at byte", self._read + nul)
        if self._wide and "\0" in text:
            raise self._nul("among the bytes from", self._read)
        self._watch_lines(block)
        self._read += len(block)

    def _watch_lines(self, block: bytes) -> None:
        if self._return < 0 and not self._wide:
            whole = self._last + block
            self._last = b"\r" if block and whole.endswith(b"\r") else b""
            body = whole[: len(whole) - len(self._last)]
            if body.count(b"\r") != body.count(b"\r\n"):
                found = re.search(rb"\r(?!\n)", body)
                assert found is not None
                self._return = self._read + len(block) - len(whole) + found.start()
        end = block.rfind(b"\n")
        self._since_line = self._since_line + len(block) if end < 0 else len(block) - end - 1
        if self._since_line > LONGEST_LINE:
            if self._return >= 0:
                raise self.lone_return()
            what = f"has a line of more than {LONGEST_LINE:,} bytes"
            raise BadInput(Problem(what, file=str(self._path), hint="this is no table of events"))

    def _no_text(self, at: int, byte: int) -> BadInput:
        name = "UTF-8" if self._codec == "utf-8-sig" else self._codec
        hint = "name its encoding if you know it, or save it in UTF-8"
        if self._codec == "utf-8-sig" and at == 0 and byte in (0xFE, 0xFF):
            hint = "UTF-16 begins so; name the encoding, or save it in UTF-8"
        what = f"is no text in {name}: byte {at:,} is 0x{byte:02x}"
        return BadInput(Problem(what, file=str(self._path), hint=hint))

    def _nul(self, where: str, at: int) -> BadInput:
        hint = "text in UTF-16 has such bytes; name the encoding, or save it in UTF-8"
        return BadInput(Problem(f"is no text: there is a NUL {where} {at:,}", file=str(self._path), hint=hint))
