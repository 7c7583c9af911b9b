"""The bytes of a scenario file as text, or one located refusal.

In comes a path or bytes, out goes text that every YAML parser, editor and reader sees alike: UTF-8 with or
without byte order mark, no NUL, no control or direction-changing characters, ordinary line ends.  Encodings
are never guessed.  What the text says is read next door in ``document.py``.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from polemos.errors import BadInput, Problem

LARGEST_FILE = 1_000_000
"""Bytes of the largest scenario file."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
    "|\r(?!\n)"
)
"""Characters that change what a person sees, or where a line ends, without being seen."""

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_AS_UTF8 = "save the file as UTF-8"


def read_text(path: Path) -> str:
    """Return the text of a file of at most 1,000,000 bytes; raises ``BadInput`` that says what is wrong."""
    file = printed(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadInput(Problem("is a directory", file, hint="name the scenario file inside it"))
        if not stat.S_ISREG(mode):
            raise BadInput(Problem("is not an ordinary file", file))
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise BadInput(Problem("there is no such file", file)) from None
    except PermissionError:
        raise BadInput(Problem("may not be read", file, hint="change its permissions")) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read: {error.strerror or error}", file)) from None
    except ValueError:
        raise BadInput(Problem("cannot be read: no file can have this name", file)) from None
    return decode(data, file)


def printed(path: Path) -> str:
    """Return a path as it can be printed; bytes of its name that are no text become escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def decode(data: bytes, file: str) -> str:
    """Return UTF-8 bytes as text; raises ``BadInput`` with byte offset, line and column of what is not."""
    if len(data) > LARGEST_FILE:
        raise BadInput(Problem(f"is larger than {LARGEST_FILE:,} bytes", file))
    for mark, encoding in _WIDE_MARKS.items():
        if data.startswith(mark):
            raise BadInput(Problem(f"is {encoding} text (byte order mark at byte 0)", file, 1, 1, hint=_AS_UTF8))
    start = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    try:
        text = data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(_not_utf8(data, start, start + error.start, file)) from None
    check_text(text, file, start)
    return text


def check_text(text: str, file: str, start: int = 0) -> None:
    """Raise ``BadInput`` at the first character that is not what it seems; ``start`` bytes came before."""
    if len(text) > LARGEST_FILE or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise BadInput(Problem(f"is larger than {LARGEST_FILE:,} bytes", file))
    match = UNSEEN.search(text)
    if match is None:
        _refuse_directives(text, file)
        return
    before = text[: match.start()]
    offset = start + len(before.encode("utf-8", "surrogatepass"))
    what = f"byte {offset} is {name_unseen(match[0])}"
    hint = "it may be UTF-16 text; save the file as UTF-8" if match[0] == "\0" else "remove it"
    line = before.count("\n") + 1
    raise BadInput(Problem(what, file, line, len(before) - (before.rfind("\n") + 1) + 1, hint=hint))


def _refuse_directives(text: str, file: str) -> None:
    """Raise ``BadInput`` at the first line that begins with %: many directives would stall the parser."""
    match = re.search("^%", text, re.MULTILINE)
    if match is not None:
        what = "a line begins with %: directives (%YAML, %TAG) are not allowed"
        raise BadInput(Problem(what, file, text.count("\n", 0, match.start()) + 1, 1, hint="remove it"))


def name_unseen(character: str) -> str:
    """Return the name of a character that is refused, with its code point."""
    code = f"U+{ord(character):04X}"
    if character == "\0":
        return "NUL"
    if character == "\r":
        return "a carriage return without line feed"
    if character in "\u2028\u2029\x85":
        return f"a line separator that editors do not count ({code})"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return f"a character that reverses the direction of text ({code})"
    if "\ud800" <= character <= "\udfff":
        return f"half of a surrogate pair ({code})"
    if character == "\ufeff":
        return f"a byte order mark in the middle of the text ({code})"
    return f"a control character ({code})"


def _not_utf8(data: bytes, start: int, offset: int, file: str) -> Problem:
    before = data[start:offset].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    surrogate = data[offset] == 0xED and len(data) > offset + 1 and 0xA0 <= data[offset + 1] <= 0xBF
    what = "half of a surrogate pair" if surrogate else "not UTF-8"
    hint = _AS_UTF8 if surrogate else f"perhaps the file is latin-1 or windows-125x; {_AS_UTF8}"
    return Problem(f"byte {offset} (0x{data[offset]:02X}) is {what}", file, line, column, hint=hint)
