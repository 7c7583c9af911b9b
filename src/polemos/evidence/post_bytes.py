"""The bytes of a post as text, or one located refusal: what is no text, too large, or not in the encoding it claims.

Comes in: a path, "-" for standard input, or bytes.  Goes out: the bytes, and the text that they are.  An encoding is
never guessed: it is UTF-8, what an HTML page declares of itself, or what the caller says; bytes that do not fit it are
told with their offset.  What the text is made of is next door in ``document``.
"""

from __future__ import annotations

import codecs
import re
import stat
import sys
from pathlib import Path

from polemos.errors import BadInput, Problem
from polemos.scenario.scalars import readable
from polemos.scenario.source_text import printed

LARGEST_POST = 5_000_000
"""Bytes of the largest post; a long post with a thousand comments has about a tenth of it."""
STANDARD_INPUT = "-"

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"),
               (b"\xfe\xff", "UTF-16"))  # fmt: skip
_NO_TEXT = ((b"%PDF-", "a PDF file"), (b"PK\x03\x04", "a zip archive or office document"), (b"\x1f\x8b", "a gzip file"),
            (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"))  # fmt: skip
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_LOOKED_AT = 4096  # bytes in which a page declares its encoding
# Latin-1 means windows-1252 on the web; every other name is one that Python has too.
_ON_THE_WEB = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
               "us-ascii": "windows-1252", "ascii": "windows-1252", "x-sjis": "shift_jis"}  # fmt: skip
_KNOWN = re.compile(
    r"utf-?8|utf-16(le|be)?|windows-?125\d|cp125\d|iso-?8859-?\d{1,2}|latin-?\d|koi8-[ru]|gbk|gb2312|gb18030|big5|"
    r"shift_jis|euc-(jp|kr)|cp866|macintosh|mac-?roman|us-ascii|ascii",
    re.I,
)


def bytes_of(source: Path | str | bytes) -> tuple[bytes, str]:
    """Return the bytes of a post and its name in messages; ``"-"`` is standard input.

    Raises BadInput for what is no file, may not be read or has more than 5,000,000 bytes.
    """
    if isinstance(source, bytes):
        data, file = source, "text"
    elif str(source) == STANDARD_INPUT:
        data, file = sys.stdin.buffer.read(LARGEST_POST + 1), "standard input"
    else:
        path = Path(source)
        data, file = _read(path), printed(path)
    if len(data) > LARGEST_POST:
        raise BadInput(_too_large(file))
    return data, file


def text_of(data: bytes, file: str, *, html: bool = False, encoding: str | None = None) -> str:
    """Return bytes as text; raises BadInput at the first byte that is none, with its offset."""
    for mark, name in _NO_TEXT:
        if data.startswith(mark):
            raise BadInput(Problem(f"is {name}, not text", file, hint="save what it says as text or HTML"))
    start = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    named, why = (encoding, "as asked") if encoding else ("utf-8", "")
    if not encoding and not start:
        for mark, name in _WIDE_MARKS:
            if data.startswith(mark):
                what = f"is {name} text (byte order mark at byte 0)"
                raise BadInput(Problem(what, file, 1, 1, hint="save it as UTF-8 or name its encoding"))
    declared = _DECLARED.search(data[:_LOOKED_AT]) if html and not encoding and not start else None
    if declared is not None:
        named, why = declared[1].decode("ascii").lower(), "which the page declares"
        named = "utf-8" if named.startswith("utf-16") else _ON_THE_WEB.get(named, named)
    codec = _codec(named, why, file)
    if not codec.startswith("utf-16") and b"\0" in data:
        raise BadInput(Problem(f"byte {data.index(0):,} is NUL, so it is not text", file, hint="is it a binary file?"))
    try:
        return data[start:].decode(codec)
    except UnicodeDecodeError as error:
        raise BadInput(_misfit(data, start + error.start, start, named, why, file)) from None


def declares_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does, after blanks and comments."""
    head = re.sub(rb"\A(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]*>)+", b"", data[:_LOOKED_AT], flags=re.S)
    return re.match(rb"<(?:!doctype\s+html|html|head|body)\b", head, re.I) is not None


def _read(path: Path) -> bytes:
    file = printed(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise BadInput(Problem("is a directory", file, hint="name the file of the post inside it"))
        if not stat.S_ISREG(about.st_mode):
            raise BadInput(Problem("is not an ordinary file", file))
        if about.st_size > LARGEST_POST:
            raise BadInput(_too_large(file, about.st_size))
        with path.open("rb") as stream:
            return stream.read(LARGEST_POST + 1)
    except FileNotFoundError:
        raise BadInput(Problem("there is no such file", file)) from None
    except PermissionError:
        raise BadInput(Problem("may not be read", file, hint="change its permissions")) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read: {error.strerror or error}", file)) from None
    except ValueError:
        raise BadInput(Problem("cannot be read: no file can have this name", file)) from None


def _too_large(file: str, size: int = 0) -> Problem:
    found = f"has {size:,} bytes" if size else f"is larger than {LARGEST_POST:,} bytes"
    return Problem(found, file, hint=f"a post of at most {LARGEST_POST:,} bytes is read")


def _codec(named: str, why: str, file: str) -> str:
    if _KNOWN.fullmatch(named):
        try:
            return codecs.lookup(named).name
        except LookupError:
            pass
    told = f"the encoding {readable(named)}, {why}, is none that polemos knows" if why else "unknown encoding"
    raise BadInput(Problem(told, file, hint="save the post as UTF-8"))


def _misfit(data: bytes, offset: int, start: int, named: str, why: str, file: str) -> Problem:
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[data.rfind(b"\n", start, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    claim = f"{named}, {why}" if why else "UTF-8"
    hint = "save it as UTF-8" if why else "save it as UTF-8, or name its encoding if you know it"
    return Problem(f"byte {offset:,} (0x{data[offset]:02X}) is not {claim}", file, line, column, hint=hint)
